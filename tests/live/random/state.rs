//! Where Pods and Services have come to, as far as two clusters can agree.

use serde_json::Value;

use super::even::even;

pub fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

pub fn each<'v>(value: &'v Value, list: &str) -> impl Iterator<Item = &'v Value> {
    value[list].as_array().into_iter().flatten()
}

/// One line of a Pod.
pub fn of_pod(pod: &Value) -> String {
    let status = &pod["status"];
    let ready = each(status, "conditions").find(|condition| condition["type"] == "Ready").map_or("", |ready| text(&ready["status"]));
    let containers = ["initContainerStatuses", "containerStatuses"].iter().flat_map(|list| each(status, list)).map(of_container);
    let said = [text(&status["phase"]), text(&status["reason"]), &even(text(&status["message"])), text(&status["qosClass"])].join(" ");
    let scheduled = each(status, "conditions").find(|condition| condition["type"] == "PodScheduled" && condition["status"] == "False");
    let unscheduled = scheduled.map_or("", |condition| text(&condition["message"]));
    format!("{said} ready={ready} {unscheduled}; {}", containers.collect::<Vec<_>>().join("; "))
}

/// The containers of a Pod that run, or have run.
pub fn ran(pod: &Value) -> Vec<String> {
    let all = ["initContainerStatuses", "containerStatuses"].iter().flat_map(|list| each(&pod["status"], list));
    let has = |container: &&Value| {
        container["state"]["waiting"].is_null() && container["state"].is_object() || container["lastState"]["terminated"].is_object()
    };
    all.filter(has).map(|container| text(&container["name"]).to_owned()).collect()
}

/// Where a container has come to. Before a crashing one is let wait it comes and goes.
fn of_container(container: &Value) -> String {
    let (state, name) = (&container["state"], text(&container["name"]));
    let ended = |end: &Value| format!("{} {} {}", end["exitCode"], text(&end["reason"]), even(text(&end["message"])));
    let last = &container["lastState"]["terminated"];
    let waits = text(&state["waiting"]["reason"]);
    let what = if last.is_object() {
        format!("crashes with {}", ended(last))
    } else if waits == "CrashLoopBackOff" {
        "crashes".into()
    } else if state["running"].is_object() {
        format!("runs ready={}", container["ready"])
    } else if state["terminated"].is_object() {
        format!("ended with {}", ended(&state["terminated"]))
    } else {
        let said = even(text(&state["waiting"]["message"]));
        match (waits, said.split_once(": ErrImagePull: ")) {
            // It is tried again and again.
            ("ImagePullBackOff", Some((_, why))) => format!("waits for ErrImagePull {why}"),
            _ => format!("waits for {waits} {said}"),
        }
    };
    format!("{name} {what}")
}

/// The lines of a Service's endpoints: ports, and which Pods are behind them in which state; the state of Pods is as `observed`. A Pod
/// that has ended is left out where others of its Service have addresses: whether it is still listed hangs on what changed last
/// (`podEndpointsChanged`), and that on the order in which they came up.
pub fn of_slices(all: &Value, observed: &Value) -> Vec<String> {
    let pods: Vec<_> = each(observed, "items").filter(|item| item["kind"] == "Pod").collect();
    let by_chance = |name: &str| {
        let Some(own) = pods.iter().find(|pod| pod["metadata"]["name"] == name) else { return false };
        let beside = |other: &&Value| other["metadata"]["name"] != name && other["metadata"]["labels"] == own["metadata"]["labels"];
        let ended = matches!(text(&own["status"]["phase"]), "Failed" | "Succeeded");
        ended && pods.iter().any(|other| beside(other) && other["status"]["podIP"].is_string())
    };
    let port = |port: &Value| format!("{}:{}/{}", text(&port["name"]), port["port"], text(&port["protocol"]));
    let mut lines = Vec::new();
    for slice in each(all, "items").filter(|item| item["kind"] == "EndpointSlice") {
        let service = text(&slice["metadata"]["labels"]["kubernetes.io/service-name"]);
        let mut ports: Vec<_> = each(slice, "ports").map(port).collect();
        ports.sort();
        let ports = ports.join(",");
        // Every Service has a line, also that of which nothing is left.
        lines.push(service.to_owned());
        for end in each(slice, "endpoints").filter(|end| !by_chance(text(&end["targetRef"]["name"]))) {
            lines.push(format!("{service} {ports} {} {}", text(&end["targetRef"]["name"]), end["conditions"]));
        }
    }
    lines.sort();
    lines.dedup();
    lines
}

/// What was told of Pods, each once.
pub fn of_events(all: &Value) -> Vec<String> {
    let told = |event: &Value| {
        let pod = text(&event["involvedObject"]["name"]);
        let said = even(text(&event["message"]));
        format!("{pod} {} {}: {said}", text(&event["type"]), text(&event["reason"]))
    };
    let mut lines: Vec<_> =
        each(all, "items").filter(|item| item["kind"] == "Event" && item["involvedObject"]["kind"] == "Pod").map(told).collect();
    lines.sort();
    lines.dedup();
    lines
}
