//! `kubectl describe ingress|pdb|quota|priorityclass|endpoints`.

use serde_json::Value;

use super::{Page, items, text};
use crate::kubectl::kind::Kind;
use crate::kubectl::{table, view};
use crate::world::World;

pub(super) fn ingress(world: &World, object: &Value) -> String {
    let spec = &object["spec"];
    let mut page = Page::default();
    page.field(0, "Name", text(&object["metadata"]["name"]));
    page.pairs("Labels", &object["metadata"]["labels"], "=");
    page.field(0, "Namespace", text(&object["metadata"]["namespace"]));
    page.field(0, "Address", "");
    page.field(0, "Ingress Class", spec["ingressClassName"].as_str().unwrap_or("<none>"));
    let default = if spec["defaultBackend"].is_object() { backend(world, object, &spec["defaultBackend"]) } else { "<default>".into() };
    page.field(0, "Default backend", &default);
    if spec["tls"].as_array().is_some_and(|all| !all.is_empty()) {
        page.line(0, "TLS:");
    }
    for tls in items(&spec["tls"]) {
        let hosts = items(&tls["hosts"]).map(text).collect::<Vec<_>>().join(",");
        match tls["secretName"].as_str().unwrap_or_default() {
            "" => page.line(1, format!("SNI routes {hosts}")),
            secret => page.line(1, format!("{secret} terminates {hosts}")),
        }
    }
    page.line(0, "Rules:\n  Host\tPath\tBackends");
    page.line(1, "----\t----\t--------");
    let rules: Vec<_> = items(&spec["rules"]).filter(|rule| rule["http"].is_object()).collect();
    for rule in &rules {
        page.line(1, format!("{}\t", rule["host"].as_str().filter(|host| !host.is_empty()).unwrap_or("*")));
        for path in items(&rule["http"]["paths"]) {
            page.line(2, format!("\t{} \t{}", text(&path["path"]), backend(world, object, &path["backend"])));
        }
    }
    if rules.is_empty() {
        page.line(1, format!("*\t*\t{default}"));
    }
    page.pairs("Annotations", &object["metadata"]["annotations"], ": ");
    page.events(world, object);
    page.finish()
}

fn backend(world: &World, ingress: &Value, backend: &Value) -> String {
    let service = &backend["service"];
    if !service.is_object() {
        let of = &backend["resource"];
        let group = of["apiGroup"].as_str().unwrap_or("<none>");
        return format!("APIGroup: {group}, Kind: {}, Name: {}", text(&of["kind"]), text(&of["name"]));
    }
    let name = text(&service["name"]);
    let port = if service["port"]["name"].is_string() { text(&service["port"]["name"]) } else { text(&service["port"]["number"]) };
    let namespace = ingress["metadata"]["namespace"].as_str();
    let find = |kind: &str| Kind::of(kind).and_then(|kind| view::find(world, kind, namespace, &name));
    if find("Service").is_none() {
        return format!("{name}:{port} (<error: services {name:?} not found>)");
    }
    let endpoints = find("Endpoints").map_or_else(String::new, |found| table::endpoints(&found));
    let endpoints = if endpoints == "<none>" { String::new() } else { endpoints };
    format!("{name}:{port} ({endpoints})")
}

pub(super) fn disruption_budget(world: &World, object: &Value) -> String {
    let (spec, status) = (&object["spec"], &object["status"]);
    let mut page = Page::default();
    page.head(object);
    if !spec["minAvailable"].is_null() {
        page.field(0, "Min available", text(&spec["minAvailable"]));
    } else if !spec["maxUnavailable"].is_null() {
        page.field(0, "Max unavailable", text(&spec["maxUnavailable"]));
    }
    page.field(0, "Selector", if spec["selector"].is_object() { table::selector(&spec["selector"]) } else { "<unset>".into() });
    page.line(0, "Status:");
    for (title, field) in [
        ("Allowed disruptions", "disruptionsAllowed"),
        ("Current", "currentHealthy"),
        ("Desired", "desiredHealthy"),
        ("Total", "expectedPods"),
    ] {
        page.field(2, title, status[field].as_u64().unwrap_or(0).to_string());
    }
    page.events(world, object);
    page.finish()
}

pub(super) fn priority_class(world: &World, object: &Value) -> String {
    let mut page = Page::default();
    page.field(0, "Name", text(&object["metadata"]["name"]));
    page.field(0, "Value", object["value"].as_i64().unwrap_or(0).to_string());
    page.field(0, "GlobalDefault", (object["globalDefault"] == true).to_string());
    page.field(0, "PreemptionPolicy", object["preemptionPolicy"].as_str().unwrap_or("PreemptLowerPriority"));
    page.field(0, "Description", text(&object["description"]));
    page.field(0, "Annotations", table::pairs(&object["metadata"]["annotations"]));
    page.events(world, object);
    page.finish()
}

pub(super) fn endpoints(world: &World, object: &Value) -> String {
    let mut page = Page::default();
    page.head(object);
    page.labels(object);
    page.line(0, "Subsets:");
    for subset in items(&object["subsets"]) {
        let list = |field: &str| {
            let all: Vec<_> = items(&subset[field]).map(|address| text(&address["ip"])).collect();
            if all.is_empty() { "<none>".to_owned() } else { all.join(",") }
        };
        page.field(1, "Addresses", list("addresses"));
        page.field(1, "NotReadyAddresses", list("notReadyAddresses"));
        if items(&subset["ports"]).next().is_some() {
            page.line(1, "Ports:\n    Name\tPort\tProtocol");
            page.line(2, "----\t----\t--------");
            for port in items(&subset["ports"]) {
                let name = port["name"].as_str().filter(|name| !name.is_empty()).unwrap_or("<unset>");
                page.line(2, format!("{name}\t{}\t{}", text(&port["port"]), text(&port["protocol"])));
            }
        }
        page.line(0, "");
    }
    page.events(world, object);
    page.finish()
}
