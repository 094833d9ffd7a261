//! `kubectl describe node`.

use serde_json::Value;

use super::{Page, items, pod, text};
use crate::kubectl::age;
use crate::kubectl::kind::Kind;
use crate::kubectl::view;
use crate::object::quantity::{Format, Quantity};
use crate::world::World;

pub(super) fn describe(world: &World, object: &Value) -> String {
    let (spec, status) = (&object["spec"], &object["status"]);
    let mut page = Page::default();
    page.field(0, "Name", text(&object["metadata"]["name"]));
    let labels = object["metadata"]["labels"].as_object().into_iter().flatten();
    let roles: Vec<_> = labels.filter_map(|(key, _)| key.strip_prefix("node-role.kubernetes.io/")).collect();
    page.field(0, "Roles", if roles.is_empty() { "<none>".into() } else { roles.join(",") });
    page.labels(object);
    page.field(0, "CreationTimestamp", pod::date(&object["metadata"]["creationTimestamp"]));
    taints(&mut page, &spec["taints"]);
    page.field(0, "Unschedulable", (spec["unschedulable"] == true).to_string());
    page.line(0, "Conditions:\n  Type\tStatus\tLastHeartbeatTime\tLastTransitionTime\tReason\tMessage");
    page.line(1, "----\t------\t-----------------\t------------------\t------\t-------");
    for own in items(&status["conditions"]) {
        let (beat, change) = (pod::date(&own["lastHeartbeatTime"]), pod::date(&own["lastTransitionTime"]));
        let cells = [&own["type"], &own["status"], &own["reason"], &own["message"]].map(text);
        page.line(1, format!("{} \t{} \t{beat} \t{change} \t{} \t{}", cells[0], cells[1], cells[2], cells[3]));
    }
    page.line(0, "Addresses:");
    items(&status["addresses"]).for_each(|address| page.field(1, &text(&address["type"]), text(&address["address"])));
    for (title, field) in [("Capacity", "capacity"), ("Allocatable", "allocatable")] {
        page.line(0, format!("{title}:"));
        let mut amounts: Vec<_> = status[field].as_object().into_iter().flatten().collect();
        amounts.sort_by_key(|(name, _)| *name);
        amounts.into_iter().for_each(|(name, amount)| page.field(1, name, text(amount)));
    }
    page.line(0, "System Info:");
    for (title, field) in [
        ("Machine ID", "machineID"),
        ("System UUID", "systemUUID"),
        ("Boot ID", "bootID"),
        ("Kernel Version", "kernelVersion"),
        ("OS Image", "osImage"),
        ("Operating System", "operatingSystem"),
        ("Architecture", "architecture"),
        ("Container Runtime Version", "containerRuntimeVersion"),
        ("Kubelet Version", "kubeletVersion"),
        ("Kube-Proxy Version", "kubeProxyVersion"),
    ] {
        page.field(1, title, text(&status["nodeInfo"][field]));
    }
    pods(world, &mut page, object);
    page.events(world, object);
    page.finish()
}

fn taints(page: &mut Page, list: &Value) {
    let mut all: Vec<_> = items(list).collect();
    all.sort_by_key(|taint| format!("{},{}", text(&taint["effect"]), text(&taint["key"])));
    if all.is_empty() {
        page.line(0, "Taints:\t<none>");
    }
    for (at, taint) in all.into_iter().enumerate() {
        let value = taint["value"].as_str().filter(|value| !value.is_empty()).map_or_else(String::new, |value| format!("={value}"));
        let title = if at == 0 { "Taints:" } else { "" };
        page.line(0, format!("{title}\t{}{value}:{}", text(&taint["key"]), text(&taint["effect"])));
    }
}

/// CPU and memory, requests and limits.
const AMOUNTS: [(&str, &str); 4] = [("cpu", "requests"), ("cpu", "limits"), ("memory", "requests"), ("memory", "limits")];

fn pods(world: &World, page: &mut Page, node: &Value) {
    let here: Vec<_> = Kind::of("Pod")
        .map(|kind| view::list(world, kind, None))
        .unwrap_or_default()
        .into_iter()
        .filter(|pod| pod["spec"]["nodeName"] == node["metadata"]["name"])
        .filter(|pod| !matches!(pod["status"]["phase"].as_str(), Some("Succeeded" | "Failed")))
        .collect();
    page.line(0, format!("Non-terminated Pods:\t({} in total)", here.len()));
    page.line(1, "Namespace\tName\t\tCPU Requests\tCPU Limits\tMemory Requests\tMemory Limits\tAge");
    page.line(1, "---------\t----\t\t------------\t----------\t---------------\t-------------\t---");
    let room = |what: &str| amount(&node["status"]["allocatable"][what]);
    let percent = |what: &str, of: &Quantity| {
        let (of, room) = if what == "cpu" { (of.milli(), room(what).milli()) } else { (of.value(), room(what).value()) };
        if room == 0 { 0 } else { (of as f64 / room as f64 * 100.0) as i64 }
    };
    let shown = |what: &str, of: &Quantity| format!("{of} ({}%)", percent(what, of));
    let mut totals = AMOUNTS.map(|_| zero());
    for pod in &here {
        let own = AMOUNTS.map(|(what, field)| of_pod(pod, what, field));
        let cells: Vec<_> = own.iter().zip(AMOUNTS).map(|(of, (what, _))| shown(what, of)).collect();
        page.line(
            1,
            format!(
                "{}\t{}\t\t{}\t{}",
                text(&pod["metadata"]["namespace"]),
                text(&pod["metadata"]["name"]),
                cells.join("\t"),
                age::of(world, pod)
            ),
        );
        for (total, of) in totals.iter_mut().zip(&own) {
            *total = total.plus(of);
        }
    }
    page.line(0, "Allocated resources:\n  (Total limits may be over 100 percent, i.e., overcommitted.)");
    page.line(1, "Resource\tRequests\tLimits");
    page.line(1, "--------\t--------\t------");
    page.line(1, format!("cpu\t{}\t{}", shown("cpu", &totals[0]), shown("cpu", &totals[1])));
    page.line(1, format!("memory\t{}\t{}", shown("memory", &totals[2]), shown("memory", &totals[3])));
    for what in ["ephemeral-storage", "hugepages-2Mi"] {
        page.line(1, format!("{what}\t0 (0%)\t0 (0%)"));
    }
}

fn zero() -> Quantity {
    Quantity::of_nano(0, Format::DecimalSi)
}

fn amount(value: &Value) -> Quantity {
    value.as_str().and_then(|text| Quantity::parse(text).ok()).unwrap_or_else(zero)
}

/// What a Pod asks for: its containers together, or its hungriest init container.
fn of_pod(pod: &Value, what: &str, field: &str) -> Quantity {
    let of = |container: &Value| {
        let resources = &container["resources"];
        // A limit without a request is a request too.
        let given = if field == "requests" && resources["requests"][what].is_null() { "limits" } else { field };
        amount(&resources[given][what])
    };
    let sum = items(&pod["spec"]["containers"]).map(of).fold(zero(), |sum, one| sum.plus(&one));
    items(&pod["spec"]["initContainers"]).map(of).fold(sum, |most, one| if one > most { one } else { most })
}
