//! `kubectl describe pvc|pv|sc`.

use serde_json::Value;

use super::{Page, items, text};
use crate::kubectl::kind::Kind;
use crate::kubectl::storage::DEFAULT_CLASS;
use crate::kubectl::{columns, table, view};
use crate::world::World;

/// Go's `%v` of a list.
fn listed(list: &Value) -> String {
    format!("[{}]", items(list).map(text).collect::<Vec<_>>().join(" "))
}

pub(super) fn claim(world: &World, object: &Value) -> String {
    let (spec, status) = (&object["spec"], &object["status"]);
    let mut page = Page::default();
    page.head(object);
    page.field(0, "StorageClass", text(&spec["storageClassName"]));
    page.field(0, "Status", text(&status["phase"]));
    page.field(0, "Volume", text(&spec["volumeName"]));
    page.labels(object);
    page.field(0, "Finalizers", listed(&object["metadata"]["finalizers"]));
    page.field(0, "Capacity", text(&status["capacity"]["storage"]));
    page.field(0, "Access Modes", columns::modes(&status["accessModes"]));
    page.field(0, "VolumeMode", spec["volumeMode"].as_str().unwrap_or("Filesystem"));
    let pods = Kind::of("Pod").map(|kind| view::list(world, kind, object["metadata"]["namespace"].as_str())).unwrap_or_default();
    let uses = |pod: &&Value| {
        items(&pod["spec"]["volumes"]).any(|volume| volume["persistentVolumeClaim"]["claimName"] == object["metadata"]["name"])
    };
    let used: Vec<_> = pods.iter().filter(uses).map(|pod| text(&pod["metadata"]["name"])).collect();
    if used.is_empty() {
        page.line(0, "Used By:\t<none>");
    }
    for (at, pod) in used.iter().enumerate() {
        page.line(0, format!("{}\t{pod}", if at == 0 { "Used By:" } else { "" }));
    }
    page.events(world, object);
    page.finish()
}

pub(super) fn volume(world: &World, object: &Value) -> String {
    let spec = &object["spec"];
    let claim = &spec["claimRef"];
    let mut page = Page::default();
    page.field(0, "Name", text(&object["metadata"]["name"]));
    page.labels(object);
    page.field(0, "Finalizers", listed(&object["metadata"]["finalizers"]));
    page.field(0, "StorageClass", text(&spec["storageClassName"]));
    page.field(0, "Status", text(&object["status"]["phase"]));
    let bound = if claim.is_object() { format!("{}/{}", text(&claim["namespace"]), text(&claim["name"])) } else { String::new() };
    page.field(0, "Claim", bound);
    page.field(0, "Reclaim Policy", text(&spec["persistentVolumeReclaimPolicy"]));
    page.field(0, "Access Modes", columns::modes(&spec["accessModes"]));
    page.field(0, "VolumeMode", spec["volumeMode"].as_str().unwrap_or("Filesystem"));
    page.field(0, "Capacity", text(&spec["capacity"]["storage"]));
    node_affinity(&mut page, &spec["nodeAffinity"]["required"]);
    page.field(0, "Message", "");
    page.line(0, "Source:");
    match &spec["hostPath"] {
        host if host.is_object() => {
            page.field(2, "Type", "HostPath (bare host directory volume)");
            page.field(2, "Path", text(&host["path"]));
            page.field(2, "HostPathType", text(&host["type"]));
        }
        _ => page.line(1, "<unknown>"),
    }
    page.events(world, object);
    page.finish()
}

fn node_affinity(page: &mut Page, required: &Value) {
    if !required.is_object() {
        page.line(0, "Node Affinity:\t<none>");
        return;
    }
    page.line(0, "Node Affinity:\t\n  Required Terms:\t");
    for (at, term) in items(&required["nodeSelectorTerms"]).enumerate() {
        let one = |of: &Value| {
            let values = items(&of["values"]).map(text).collect::<Vec<_>>().join(", ");
            let list = if values.is_empty() { String::new() } else { format!(" [{values}]") };
            format!("{} {}{list}", text(&of["key"]), text(&of["operator"]).to_lowercase())
        };
        let all: Vec<_> = items(&term["matchExpressions"]).map(one).collect();
        let first = all.first().cloned().unwrap_or_else(|| "<none>".to_owned());
        page.line(2, format!("Term {at}:\t{first}"));
        all.iter().skip(1).for_each(|line| page.line(2, format!("\t{line}")));
    }
}

pub(super) fn class(world: &World, object: &Value) -> String {
    let metadata = &object["metadata"];
    let mut page = Page::default();
    page.field(0, "Name", text(&metadata["name"]));
    page.field(0, "IsDefaultClass", if metadata["annotations"][DEFAULT_CLASS] == "true" { "Yes" } else { "No" });
    page.field(0, "Annotations", table::pairs(&metadata["annotations"]));
    page.field(0, "Provisioner", text(&object["provisioner"]));
    page.field(0, "Parameters", table::pairs(&object["parameters"]));
    let expands = object["allowVolumeExpansion"].as_bool().map_or("<unset>", |yes| if yes { "True" } else { "False" });
    page.field(0, "AllowVolumeExpansion", expands);
    let options: Vec<_> = items(&object["mountOptions"]).map(text).collect();
    page.line(0, if options.is_empty() { "MountOptions:\t<none>" } else { "MountOptions:" });
    options.iter().for_each(|option| page.line(1, option));
    page.field(0, "ReclaimPolicy", object["reclaimPolicy"].as_str().unwrap_or("Delete"));
    page.field(0, "VolumeBindingMode", object["volumeBindingMode"].as_str().unwrap_or("Immediate"));
    page.events(world, object);
    page.finish()
}
