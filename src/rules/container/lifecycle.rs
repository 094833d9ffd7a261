//! Hooks after start and before stop. Source: `validateLifecycle`, `validateHandler`, 1.35.
use super::{is_plain_init, port_or_name};
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("lifecycle", check, include_str!("lifecycle.md")).about(&["lifecycle"]);

fn check(container: Field<'_>) {
    if is_plain_init(container) {
        return;
    }
    for name in ["postStart", "preStop"] {
        let hook = container.at("lifecycle").at(name);
        if hook.exists() {
            handler(hook, &["exec", "httpGet", "tcpSocket", "sleep"]);
        }
    }
}

/// Exactly one of `kinds`, in the server's order.
pub fn handler<'a>(place: Field<'a>, kinds: &[&'a str]) {
    let mut found = false;
    for kind in kinds {
        let action = place.at(kind);
        if !action.exists() {
            continue;
        }
        if found {
            action.forbidden("may not specify more than 1 handler type");
            continue;
        }
        found = true;
        match *kind {
            "exec" if action.at("command").is_empty() => action.at("command").required(""),
            "httpGet" => http_get(action),
            "tcpSocket" | "grpc" => port_or_name(action.at("port")),
            "sleep" => sleep(action),
            _ => {}
        }
    }
    if !found {
        place.required("must specify a handler type");
    }
}

fn http_get(action: Field<'_>) {
    let (path, scheme) = (action.at("path"), action.at("scheme"));
    if path.is_empty() {
        path.required("");
    }
    port_or_name(action.at("port"));
    if !["HTTP", "HTTPS"].contains(&scheme.str()) {
        scheme.unsupported(&["HTTP", "HTTPS"]);
    }
    for header in action.at("httpHeaders").each_hidden() {
        let name = header.at("name").str();
        for message in format::http_header(name) {
            header.invalid_value(Rendered::text(name), message);
        }
    }
}

fn sleep(action: Field<'_>) {
    let seconds = action.at("seconds").int().unwrap_or(0);
    if let Some(grace) = action.pod_spec().at("terminationGracePeriodSeconds").int().filter(|grace| !(0..=*grace).contains(&seconds)) {
        let detail = format!("must be non-negative and less than terminationGracePeriodSeconds ({grace})");
        action.invalid_value(Rendered::bare(seconds), detail);
    }
}
