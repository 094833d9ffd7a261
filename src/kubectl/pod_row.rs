//! READY, STATUS and RESTARTS of `kubectl get pods` (Kubernetes `pkg/printers/internalversion/printers.go`, `printPod`).

use serde_json::Value;

/// What a Pod's row says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct PodRow {
    /// Containers that are ready; sidecars count.
    pub ready: usize,
    /// Containers that could be.
    pub total: usize,
    /// STATUS.
    pub reason: String,
    /// How often containers were started again.
    pub restarts: u64,
    /// When the last of those that were started again had ended.
    pub last: Option<String>,
}

impl PodRow {
    /// Of a Pod with its status.
    pub fn of(pod: &Value) -> Self {
        let (spec, status) = (&pod["spec"], &pod["status"]);
        let scheduling_gated = conditions(status).any(|own| own["type"] == "PodScheduled" && own["reason"] == "SchedulingGated");
        let mut row = Self {
            total: list(spec, "containers").len(),
            reason: match scheduling_gated {
                true => "SchedulingGated".into(),
                false => status["reason"].as_str().map_or_else(|| text(&status["phase"]), str::to_owned),
            },
            ..Self::default()
        };
        let sidecar =
            |name: &Value| list(spec, "initContainers").iter().any(|own| own["name"] == *name && own["restartPolicy"] == "Always");
        row.total += list(spec, "initContainers").iter().filter(|own| own["restartPolicy"] == "Always").count();
        let (mut of_sidecars, mut last_of_sidecars) = (0, None);
        let mut initializing = false;
        for (at, container) in list(status, "initContainerStatuses").iter().enumerate() {
            let again = container["restartCount"].as_u64().unwrap_or(0);
            row.restarts += again;
            later(&mut row.last, container);
            let sidecar = sidecar(&container["name"]);
            if sidecar {
                of_sidecars += again;
                later(&mut last_of_sidecars, container);
            }
            let state = &container["state"];
            let waiting = text(&state["waiting"]["reason"]);
            let ended = text(&state["terminated"]["reason"]);
            row.reason = match state["terminated"]["exitCode"].as_i64() {
                Some(0) => continue,
                _ if sidecar && container["started"] == true => {
                    row.ready += usize::from(container["ready"] == true);
                    continue;
                }
                Some(exit) if ended.is_empty() => format!("Init:ExitCode:{exit}"),
                Some(_) => format!("Init:{ended}"),
                None if !waiting.is_empty() && waiting != "PodInitializing" => format!("Init:{waiting}"),
                None => format!("Init:{at}/{}", list(spec, "initContainers").len()),
            };
            initializing = true;
            break;
        }
        if !initializing || conditions(status).any(|own| own["type"] == "Initialized" && own["status"] == "True") {
            (row.restarts, row.last) = (of_sidecars, last_of_sidecars);
            row.containers(status);
        }
        if pod["metadata"]["deletionTimestamp"].is_string() && !matches!(status["phase"].as_str(), Some("Succeeded" | "Failed")) {
            row.reason = "Terminating".into();
        }
        row
    }

    fn containers(&mut self, status: &Value) {
        let (mut running, mut failed) = (false, None);
        for container in list(status, "containerStatuses").iter().rev() {
            self.restarts += container["restartCount"].as_u64().unwrap_or(0);
            later(&mut self.last, container);
            let state = &container["state"];
            if let Some(why) = state["waiting"]["reason"].as_str().filter(|why| !why.is_empty()) {
                self.reason = why.to_owned();
            } else if let Some(exit) = state["terminated"]["exitCode"].as_i64() {
                let why = text(&state["terminated"]["reason"]);
                self.reason = if why.is_empty() { format!("ExitCode:{exit}") } else { why };
                if exit != 0 {
                    failed = Some(self.reason.clone());
                }
            } else if state["running"].is_object() && container["ready"] == true {
                running = true;
                self.ready += 1;
            }
        }
        if self.reason == "Completed" {
            let ready = conditions(status).any(|own| own["type"] == "Ready" && own["status"] == "True");
            match (running && ready, failed, running) {
                (true, ..) => self.reason = "Running".into(),
                (false, Some(failed), _) => self.reason = failed,
                (false, None, true) => self.reason = "NotReady".into(),
                (false, None, false) => {}
            }
        }
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn list<'a>(of: &'a Value, field: &str) -> &'a [Value] {
    of[field].as_array().map(Vec::as_slice).unwrap_or_default()
}

fn conditions(status: &Value) -> impl Iterator<Item = &Value> {
    list(status, "conditions").iter()
}

/// Times of one form sort as text.
fn later(last: &mut Option<String>, container: &Value) {
    let ended = container["lastState"]["terminated"]["finishedAt"].as_str().map(str::to_owned);
    *last = last.take().max(ended);
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::PodRow;

    fn row(pod: serde_json::Value) -> (String, String, u64, bool) {
        let row = PodRow::of(&pod);
        (format!("{}/{}", row.ready, row.total), row.reason, row.restarts, row.last.is_some())
    }

    #[test]
    fn sidecars_count_and_init_containers_that_failed_were_started_again() {
        let running = |name: &str| json!({"name": name, "ready": true, "started": true, "restartCount": 0, "state": {"running": {}}});
        let done =
            json!({"name": "init", "ready": true, "restartCount": 2, "state": {"terminated": {"exitCode": 0, "reason": "Completed"}}});
        let spec = json!({
            "initContainers": [{"name": "init"}, {"name": "side", "restartPolicy": "Always"}], "containers": [{"name": "a"}, {"name": "b"}],
        });
        let ready = json!([{"type": "Ready", "status": "True"}, {"type": "Initialized", "status": "True"}]);
        let status = json!({
            "phase": "Running", "conditions": ready, "initContainerStatuses": [done, running("side")],
            "containerStatuses": [running("a"), running("b")],
        });
        assert_eq!(row(json!({"spec": spec, "status": status})), ("3/3".into(), "Running".into(), 0, false));
        let ended = json!({"terminated": {"exitCode": 1, "reason": "Error", "finishedAt": "2026-11-21T08:00:00Z"}});
        let failing = json!({"name": "init", "restartCount": 1, "state": {"waiting": {"reason": "CrashLoopBackOff"}}, "lastState": ended});
        let status = json!({
            "phase": "Pending", "initContainerStatuses": [failing],
            "containerStatuses": [{"name": "a", "state": {"waiting": {"reason": "PodInitializing"}}}],
        });
        assert_eq!(row(json!({"spec": spec, "status": status})), ("0/3".into(), "Init:CrashLoopBackOff".into(), 1, true));
        assert_eq!(row(json!({"spec": spec, "status": {"phase": "Pending"}})), ("0/3".into(), "Pending".into(), 0, false));
    }
}
