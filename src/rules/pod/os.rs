//! os.name, and what a Pod for that system may not set. Source: `validateOS`, `validateLinux`, `validateWindows`, 1.35.
use crate::rules::container::every_container;
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("pod-os", check, include_str!("os.md")).about(&["os"]);

fn check(spec: Field<'_>) {
    let os = spec.at("os");
    if !os.exists() {
        return;
    }
    match os.at("name").str() {
        "" => os.at("name").required(""),
        "linux" => linux(spec),
        "windows" => windows(spec),
        name => os.unsupported_value(Rendered::word(name), &["linux", "windows"]),
    }
}

fn linux(spec: Field<'_>) {
    let places = std::iter::once(spec).chain(every_container(spec));
    for options in places.map(|place| place.path("securityContext.windowsOptions")) {
        if options.exists() {
            options.forbidden("windows options cannot be set for a linux pod");
        }
    }
}

fn windows(spec: Field<'_>) {
    let context = spec.at("securityContext");
    let of_pod = [
        context.at("appArmorProfile"),
        context.at("seLinuxOptions"),
        spec.at("hostUsers"),
        spec.at("hostPID"),
        spec.at("hostIPC"),
        context.at("seccompProfile"),
        context.at("fsGroup"),
        context.at("fsGroupChangePolicy"),
        context.at("sysctls"),
        spec.at("shareProcessNamespace"),
        context.at("runAsUser"),
        context.at("runAsGroup"),
        context.at("supplementalGroups"),
        context.at("supplementalGroupsPolicy"),
        context.at("seLinuxChangePolicy"),
    ];
    for field in of_pod {
        let set = match field.name() {
            "hostPID" | "hostIPC" => field.bool(),
            "sysctls" => !field.is_empty(),
            _ => field.exists(),
        };
        if set {
            field.forbidden("cannot be set for a windows pod");
        }
    }
    let names = [
        "appArmorProfile",
        "seLinuxOptions",
        "seccompProfile",
        "capabilities",
        "readOnlyRootFilesystem",
        "privileged",
        "allowPrivilegeEscalation",
        "procMount",
        "runAsUser",
        "runAsGroup",
    ];
    for container in every_container(spec) {
        for name in names {
            let field = container.at("securityContext").at(name);
            if field.exists() {
                field.forbidden("cannot be set for a windows pod");
            }
        }
    }
}
