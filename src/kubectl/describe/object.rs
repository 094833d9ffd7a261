//! Descriptions of everything but Pods and policies.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use super::{Page, items, pod, text};
use crate::kubectl::kind::Kind;
use crate::kubectl::{table, view};
use crate::world::World;

pub(super) fn service(world: &World, object: &Value) -> String {
    let spec = &object["spec"];
    let mut page = Page::default();
    page.head(object);
    page.labels(object);
    page.field(0, "Selector", table::pairs(&spec["selector"]));
    page.field(0, "Type", text(&spec["type"]));
    if spec["ipFamilyPolicy"].is_string() {
        page.field(0, "IP Family Policy", text(&spec["ipFamilyPolicy"]));
    }
    let listed = |field: &str| -> String {
        let all: Vec<_> = items(&spec[field]).map(text).collect();
        if all.is_empty() { "<none>".to_owned() } else { all.join(",") }
    };
    page.field(0, "IP Families", listed("ipFamilies"));
    page.field(0, "IP", text(&spec["clusterIP"]));
    page.field(0, "IPs", listed("clusterIPs"));
    if spec["externalName"].is_string() {
        page.field(0, "External Name", text(&spec["externalName"]));
    }
    let endpoints = Kind::of("Endpoints")
        .and_then(|kind| view::find(world, kind, object["metadata"]["namespace"].as_str(), &text(&object["metadata"]["name"])));
    for port in items(&spec["ports"]) {
        let name = port["name"].as_str().filter(|name| !name.is_empty()).unwrap_or("<unset>");
        let protocol = port["protocol"].as_str().unwrap_or("TCP");
        page.line(0, format!("Port:\t{name}\t{}/{protocol}", port["port"]));
        let target = if port["targetPort"].is_null() { &port["port"] } else { &port["targetPort"] };
        page.field(0, "TargetPort", format!("{}/{protocol}", text(target)));
        if port["nodePort"].as_u64().is_some_and(|port| port > 0) {
            page.line(0, format!("NodePort:\t{name}\t{}/{protocol}", port["nodePort"]));
        }
        page.field(0, "Endpoints", endpoints.as_ref().map_or_else(String::new, |endpoints| endpoints_of(endpoints, &port["name"])));
    }
    page.field(0, "Session Affinity", spec["sessionAffinity"].as_str().unwrap_or("None"));
    for (title, field) in [("External Traffic Policy", "externalTrafficPolicy"), ("Internal Traffic Policy", "internalTrafficPolicy")] {
        if spec[field].is_string() {
            page.field(0, title, text(&spec[field]));
        }
    }
    page.events(world, object);
    page.finish()
}

fn endpoints_of(endpoints: &Value, port_name: &Value) -> String {
    let mut all = Vec::new();
    for subset in items(&endpoints["subsets"]) {
        for port in items(&subset["ports"]).filter(|port| port["name"] == *port_name) {
            all.extend(items(&subset["addresses"]).map(|address| format!("{}:{}", text(&address["ip"]), port["port"])));
        }
    }
    match all.len() {
        0..=3 => all.join(","),
        more => format!("{} + {} more...", all[..3].join(","), more - 3),
    }
}

pub(super) fn secret(object: &Value) -> String {
    let mut page = Page::default();
    page.head(object);
    page.labels(object);
    page.line(0, format!("\nType:\t{}", object["type"].as_str().unwrap_or("Opaque")));
    page.line(0, "\nData\n====");
    let mut data: Vec<_> = object["data"].as_object().into_iter().flatten().collect();
    data.sort_by_key(|(key, _)| *key);
    for (key, value) in data {
        let length = STANDARD.decode(text(value)).map_or(0, |bytes| bytes.len());
        page.field(0, key, format!("{length} bytes"));
    }
    page.finish()
}

pub(super) fn config_map(world: &World, object: &Value) -> String {
    let mut page = Page::default();
    page.head(object);
    page.labels(object);
    page.line(0, "\nData\n====");
    let mut data: Vec<_> = object["data"].as_object().into_iter().flatten().collect();
    data.sort_by_key(|(key, _)| *key);
    for (key, value) in data {
        page.line(0, format!("{key}:\n----\n{}\n", text(value)));
    }
    page.line(0, "\nBinaryData\n====");
    let mut binary: Vec<_> = object["binaryData"].as_object().into_iter().flatten().collect();
    binary.sort_by_key(|(key, _)| *key);
    for (key, value) in binary {
        let length = STANDARD.decode(text(value)).map_or(0, |bytes| bytes.len());
        page.line(0, format!("{key}: {length} bytes"));
    }
    page.line(0, "");
    page.events(world, object);
    page.finish()
}

pub(super) fn namespace(object: &Value) -> String {
    let mut page = Page::default();
    page.field(0, "Name", text(&object["metadata"]["name"]));
    page.labels(object);
    page.field(0, "Status", text(&object["status"]["phase"]));
    page.line(0, "\nNo resource quota.\n\nNo LimitRange resource.");
    page.finish()
}

pub(super) fn service_account(world: &World, object: &Value) -> String {
    let mut page = Page::default();
    page.head(object);
    page.labels(object);
    let secrets: Vec<_> = items(&object["imagePullSecrets"]).map(|secret| text(&secret["name"])).collect();
    if secrets.is_empty() {
        page.line(0, "Image pull secrets:\t<none>");
    }
    for (at, secret) in secrets.iter().enumerate() {
        page.line(0, format!("{}\t{secret}", if at == 0 { "Image pull secrets:" } else { "                   " }));
    }
    page.events(world, object);
    page.finish()
}

pub(super) fn deployment(world: &World, object: &Value) -> String {
    let (spec, status) = (&object["spec"], &object["status"]);
    let count = |value: &Value| value.as_u64().unwrap_or(0);
    let mut page = Page::default();
    page.head(object);
    page.field(0, "CreationTimestamp", pod::date(&object["metadata"]["creationTimestamp"]));
    page.labels(object);
    page.field(0, "Selector", table::selector(&spec["selector"]));
    page.field(
        0,
        "Replicas",
        format!(
            "{} desired | {} updated | {} total | {} available | {} unavailable",
            spec["replicas"].as_u64().unwrap_or(1),
            count(&status["updatedReplicas"]),
            count(&status["replicas"]),
            count(&status["availableReplicas"]),
            count(&status["unavailableReplicas"])
        ),
    );
    page.field(0, "StrategyType", spec["strategy"]["type"].as_str().unwrap_or("RollingUpdate"));
    page.field(0, "MinReadySeconds", count(&spec["minReadySeconds"]).to_string());
    if spec["strategy"]["type"].as_str() != Some("Recreate") {
        let of = |field: &str| match &spec["strategy"]["rollingUpdate"][field] {
            Value::Null => "25%".to_owned(),
            amount => text(amount),
        };
        page.field(0, "RollingUpdateStrategy", format!("{} max unavailable, {} max surge", of("maxUnavailable"), of("maxSurge")));
    }
    template(&mut page, &spec["template"]);
    conditions(&mut page, status);
    if let Some(sets) = Kind::of("ReplicaSet").map(|kind| view::list(world, kind, object["metadata"]["namespace"].as_str())) {
        let own: Vec<_> = sets.iter().filter(|set| set["metadata"]["ownerReferences"][0]["name"] == object["metadata"]["name"]).collect();
        let revision = |of: &Value| text(&of["metadata"]["annotations"]["deployment.kubernetes.io/revision"]);
        let (new, old): (Vec<&Value>, Vec<&Value>) = own.into_iter().partition(|set| revision(set) == revision(object));
        let listed = |sets: Vec<&Value>| {
            let named: Vec<_> = sets
                .iter()
                .map(|set| {
                    let made = set["status"]["replicas"].as_u64().unwrap_or(0);
                    format!("{} ({made}/{} replicas created)", text(&set["metadata"]["name"]), set["spec"]["replicas"])
                })
                .collect();
            if named.is_empty() { "<none>".to_owned() } else { named.join(", ") }
        };
        page.field(0, "OldReplicaSets", listed(old));
        page.field(0, "NewReplicaSet", listed(new));
    }
    page.events(world, object);
    page.finish()
}

pub(super) fn replica_set(world: &World, object: &Value) -> String {
    let mut page = Page::default();
    page.head(object);
    page.field(0, "Selector", table::selector(&object["spec"]["selector"]));
    page.labels(object);
    if let Some(owner) = object["metadata"]["ownerReferences"].get(0) {
        page.field(0, "Controlled By", format!("{}/{}", text(&owner["kind"]), text(&owner["name"])));
    }
    let count = |value: &Value| value.as_u64().unwrap_or(0);
    let (made, ready) = (count(&object["status"]["replicas"]), count(&object["status"]["readyReplicas"]));
    page.field(0, "Replicas", format!("{made} current / {} desired", object["spec"]["replicas"].as_u64().unwrap_or(1)));
    page.field(0, "Pods Status", format!("{ready} Running / {} Waiting / 0 Succeeded / 0 Failed", made.saturating_sub(ready)));
    template(&mut page, &object["spec"]["template"]);
    conditions(&mut page, &object["status"]);
    page.events(world, object);
    page.finish()
}

pub(super) fn template(page: &mut Page, template: &Value) {
    page.line(0, "Pod Template:");
    page.pairs("  Labels", &template["metadata"]["labels"], "=");
    if template["metadata"]["annotations"].as_object().is_some_and(|map| !map.is_empty()) {
        page.annotations("  Annotations", &template["metadata"]["annotations"]);
    }
    let spec = &template["spec"];
    if spec["serviceAccountName"].is_string() {
        page.field(1, "Service Account", text(&spec["serviceAccountName"]));
    }
    pod::containers(page, "Init Containers", &spec["initContainers"], &Value::Null, None);
    pod::containers(page, "Containers", &spec["containers"], &Value::Null, None);
    pod::volumes(page, &spec["volumes"], 1);
    page.pairs("  Node-Selectors", &spec["nodeSelector"], "=");
    pod::tolerations(page, "  Tolerations", &spec["tolerations"]);
}

fn conditions(page: &mut Page, status: &Value) {
    let mut all = items(&status["conditions"]).peekable();
    if all.peek().is_none() {
        return;
    }
    page.line(0, "Conditions:\n  Type\tStatus\tReason");
    page.line(1, "----\t------\t------");
    for condition in all {
        page.line(1, format!("{} \t{}\t{}", text(&condition["type"]), text(&condition["status"]), text(&condition["reason"])));
    }
}
