//! Events that may be told or not, though both clusters do the same: how busy the machine is, and when a probe happens to be made.

use serde_json::Value;

use super::state::{each, of_events, of_pod, text};

/// Whether the cluster may tell an event that the simulation does not.
pub fn is_chance(told: &str, pods: &[Value], ours: &Value) -> bool {
    if is_busy(told) {
        return true;
    }
    let Some((name, failure)) = told.split_once(" Warning Unhealthy: ") else { return false };
    let mut named = pods.iter().filter(|pod| pod["metadata"]["name"] == name);
    met_the_end(failure) && ["crashes", "ended with"].iter().any(|words| state(name, ours).contains(words))
        || named.any(|pod| was_early_or_late(pod, failure, ours))
}

/// A busy kubelet hears late of a ConfigMap or Secret, and a busy server (its node authorizer) of what a node may ask for: what is
/// mounted is mounted at the next try. A second is too short for a busy machine, now and then: what never answers in time is not ready,
/// and differs in its state.
fn is_busy(told: &str) -> bool {
    let mounts = ["cache: timed out waiting for the condition", "no relationship found between node"];
    let probes = ["i/o timeout", "timed out after 1s", "context deadline exceeded"];
    told.contains(" FailedMount: ") && mounts.iter().any(|words| told.contains(words))
        || told.contains(" Unhealthy: ") && probes.iter().any(|words| told.contains(words))
}

/// The probe was under way as its container ended.
fn met_the_end(failure: &str) -> bool {
    ["CONTAINER_EXITED state", "no running task found"].iter().any(|words| failure.contains(words))
        || failure.ends_with("connection reset by peer")
}

/// When the first probe is made is chance (`pkg/kubelet/prober/worker.go` run): whether it meets a container that ends by itself while that
/// lives, and whether a server listens or a file is there by then. What it finds there is not.
fn was_early_or_late(pod: &Value, failure: &str, ours: &Value) -> bool {
    let probe = failure.split(' ').next().unwrap_or_default().to_lowercase() + "Probe";
    let containers = ["initContainers", "containers"].iter().flat_map(|list| each(&pod["spec"], list));
    let mut probed = containers.filter(|container| finds(container, &container[&probe], failure));
    probed.any(|container| {
        let command = container["command"].to_string();
        let makes = ["/tmp/ok", "/ready"].iter().any(|path| command.contains(&format!("touch {path}")));
        let serves = command == "null" && failure.ends_with("connect: connection refused");
        makes || serves || ends_by_itself(text(&pod["metadata"]["name"]), text(&container["name"]), ours)
    })
}

fn state(pod: &str, ours: &Value) -> String {
    each(ours, "items").find(|item| item["kind"] == "Pod" && item["metadata"]["name"] == pod).map(of_pod).unwrap_or_default()
}

/// Whether a container ends in the simulation without having been killed.
fn ends_by_itself(pod: &str, container: &str, ours: &Value) -> bool {
    let ended = ["crashes", "ended with"].iter().any(|words| state(pod, ours).contains(&format!("; {container} {words}")));
    let kills = |line: &String| line.starts_with(&format!("{pod} Normal Killing")) && line.split(' ').any(|word| word == container);
    ended && !of_events(ours).iter().any(kills)
}

/// Whether a container's probe can say so while nothing listens in the container, or no file is there yet.
fn finds(container: &Value, probe: &Value, failure: &str) -> bool {
    let failed = |said: &str| failure.split_once(" probe failed: ").is_some_and(|(_, found)| found == said);
    let command: Vec<_> = each(&probe["exec"], "command").map(text).collect();
    match command[..] {
        ["cat", path] => failure.contains(" probe failed: cat: ") && failure.contains(path),
        ["test" | "sh", ..] => failed(""),
        ["nosuch"] => failure.contains("\"nosuch\": executable file not found"),
        [_, ..] => false,
        [] => {
            let action = ["tcpSocket", "httpGet"].map(|kind| &probe[kind]).into_iter().find(|action| action.is_object());
            action.is_some_and(|action| finds_port(container, action, failure))
        }
    }
}

fn finds_port(container: &Value, action: &Value, failure: &str) -> bool {
    let named = each(container, "ports").find(|port| port["name"] == action["port"]).map(|port| &port["containerPort"]);
    match action["port"].as_u64().or_else(|| named?.as_u64()) {
        Some(port) => failure.ends_with(&format!("dial tcp IP:{port}: connect: connection refused")),
        None => failure.contains("strconv.Atoi: parsing "),
    }
}
