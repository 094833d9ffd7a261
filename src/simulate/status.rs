//! What `kubectl get` and `describe` show of a Pod: phase, conditions, containers, events.

use serde_json::{Value, json};

use super::moment::Clock;
use crate::probe::Step;

/// A Pod's status after the cluster has settled.
#[derive(Clone, Debug, Default)]
pub struct PodStatus {
    /// `Pending`, `Running`, `Succeeded` or `Failed`.
    pub phase: &'static str,
    /// Why the Pod as a whole is in that phase (`SysctlForbidden`).
    pub reason: Option<String>,
    /// The sentence to the reason.
    pub message: Option<String>,
    /// The node, once scheduled.
    pub node: Option<String>,
    /// The node's address.
    pub host_ip: Option<String>,
    /// The Pod's address, once its sandbox runs.
    pub pod_ip: Option<String>,
    /// Conditions, in the order `kubectl describe` prints them.
    pub conditions: Vec<Condition>,
    /// Init containers, in order.
    pub init_containers: Vec<ContainerStatus>,
    /// Containers, in order.
    pub containers: Vec<ContainerStatus>,
    /// Containers that `kubectl debug` added, in order.
    pub ephemeral: Vec<ContainerStatus>,
    /// Events, oldest first.
    pub events: Vec<Event>,
    /// Why, step by step.
    pub trace: Vec<Step>,
    /// What happened and why, in one row.
    pub story: Vec<Moment>,
    /// The second of the Pod's life in which the next thing happens.
    pub moment: u32,
    /// Whether what happens has been explained before.
    pub repeats: bool,
}

/// Something that happened to a Pod, or the rule behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Moment {
    /// An event, as `kubectl describe` lists it.
    Event(Event),
    /// A rule that decided what comes next.
    Rule(Step),
}

/// A condition of a Pod.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// `Ready`, `PodScheduled`, …
    pub kind: &'static str,
    /// Whether it holds.
    pub holds: bool,
    /// Why not.
    pub reason: Option<String>,
    /// The sentence to the reason.
    pub message: Option<String>,
}

/// A container's state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ContainerState {
    /// It has not started, or waits to start again.
    Waiting {
        /// `ContainerCreating`, `ErrImagePull`, `CrashLoopBackOff`, …
        reason: String,
        /// The kubelet's sentence.
        message: Option<String>,
    },
    /// Its first process lives.
    Running,
    /// Its first process ended.
    Terminated {
        /// Exit code.
        exit: i32,
        /// `Completed`, `Error`, `StartError`.
        reason: String,
        /// The runtime's sentence.
        message: Option<String>,
    },
}

/// What is known of one container.
#[derive(Clone, Debug)]
pub struct ContainerStatus {
    /// Its name.
    pub name: String,
    /// Its image as written.
    pub image: String,
    /// The state now.
    pub state: ContainerState,
    /// How it ended the last time.
    pub last: Option<ContainerState>,
    /// Whether it counts as ready.
    pub ready: bool,
    /// Whether its startup probe lets it count as started, once it runs.
    pub started: bool,
    /// How often it was started again.
    pub restarts: u32,
    /// The seconds of the Pod's life in which the present run began and ended.
    pub span: (u32, u32),
    /// The same of the run before.
    pub last_span: (u32, u32),
    /// What it wrote, as `kubectl logs` shows it; `None` when it never ran.
    pub logs: Option<String>,
    /// What the run before wrote.
    pub last_logs: Option<String>,
}

impl ContainerStatus {
    /// Of a container that waits for its first start.
    pub fn waiting_for(name: &str, image: &str, reason: &str) -> Self {
        Self {
            name: name.to_owned(),
            image: image.to_owned(),
            state: ContainerState::Waiting { reason: reason.to_owned(), message: None },
            last: None,
            ready: false,
            started: true,
            restarts: 0,
            span: (0, 0),
            last_span: (0, 0),
            logs: None,
            last_logs: None,
        }
    }

    /// The reason it waits with.
    pub fn waiting(&self) -> Option<&str> {
        match &self.state {
            ContainerState::Waiting { reason, .. } => Some(reason),
            _ => None,
        }
    }
}

/// An event about a Pod.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// `Normal` or `Warning`.
    pub kind: &'static str,
    /// `Failed`, `Pulling`, …
    pub reason: &'static str,
    /// The sentence.
    pub message: String,
    /// `kubelet`, `default-scheduler`.
    pub from: &'static str,
    /// The part of the object that it is about: `spec.containers{web}`.
    pub field: Option<String>,
    /// When, and how often.
    pub times: Times,
}

/// When something happened, in seconds of its object's life, and how often.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Times {
    /// The first time.
    pub first: u32,
    /// The last time.
    pub last: u32,
    /// How often.
    pub count: u32,
}

impl Default for Times {
    fn default() -> Self {
        Self { first: 0, last: 0, count: 1 }
    }
}

impl Event {
    /// An ordinary event of the kubelet.
    pub fn normal(reason: &'static str, message: impl Into<String>) -> Self {
        Self { kind: "Normal", reason, message: message.into(), from: "kubelet", field: None, times: Times::default() }
    }

    /// A warning of the kubelet.
    pub fn warning(reason: &'static str, message: impl Into<String>) -> Self {
        Self { kind: "Warning", ..Self::normal(reason, message) }
    }

    /// Whether both say the same of the same.
    fn same(&self, other: &Self) -> bool {
        (self.kind, self.reason, self.from) == (other.kind, other.reason, other.from)
            && (&self.message, &self.field) == (&other.message, &other.field)
    }
}

/// The reason of a container that its kubelet never had, in a Pod that is over.
pub const UNKNOWN: &str = "ContainerStatusUnknown";

impl PodStatus {
    /// An event; the kubelet counts repetitions instead of listing them.
    pub fn happens(&mut self, event: Event) {
        let times = Times { first: self.moment, last: self.moment, count: 1 };
        self.happened(Event { times, ..event });
    }

    /// An event at its own time, in the place of the one that says the same.
    pub fn happened(&mut self, event: Event) {
        match self.events.iter_mut().find(|known| known.same(&event)) {
            Some(known) => {
                known.times = Times {
                    first: known.times.first.min(event.times.first),
                    last: known.times.last.max(event.times.last),
                    count: known.times.count + event.times.count,
                };
            }
            None => {
                self.story.push(Moment::Event(event.clone()));
                self.events.push(event);
            }
        }
    }

    /// The rule behind what happens next.
    pub fn because(&mut self, step: Step) {
        if self.repeats {
            return;
        }
        self.story.push(Moment::Rule(step.clone()));
        self.trace.push(step);
    }

    /// A container by name, init containers included.
    pub fn container(&self, name: &str) -> Option<&ContainerStatus> {
        self.init_containers.iter().chain(&self.containers).chain(&self.ephemeral).find(|container| container.name == name)
    }

    /// The same, to be changed.
    pub fn container_mut(&mut self, name: &str) -> Option<&mut ContainerStatus> {
        self.init_containers.iter_mut().chain(&mut self.containers).chain(&mut self.ephemeral).find(|container| container.name == name)
    }

    /// Whether the Pod is ready.
    pub fn ready(&self) -> bool {
        self.conditions.iter().any(|condition| condition.kind == "Ready" && condition.holds)
    }

    /// As the API stores it in `status`.
    pub fn to_value(&self, clock: &Clock) -> Value {
        let time = &clock.at(0);
        let mut status = json!({
            "phase": self.phase,
            "conditions": self.conditions.iter().map(|condition| condition.to_value(time)).collect::<Vec<_>>(),
        });
        let optional = [
            ("reason", self.reason.clone()),
            ("message", self.message.clone()),
            ("hostIP", self.host_ip.clone()),
            ("podIP", self.pod_ip.clone()),
            ("startTime", self.node.as_ref().map(|_| time.to_owned())),
        ];
        for (key, value) in optional {
            if let Some(value) = value {
                status[key] = value.into();
            }
        }
        if let Some(ip) = &self.host_ip {
            status["hostIPs"] = json!([{ "ip": ip }]);
        }
        if let Some(ip) = &self.pod_ip {
            status["podIPs"] = json!([{ "ip": ip }]);
        }
        let lists = [
            ("initContainerStatuses", &self.init_containers),
            ("containerStatuses", &self.containers),
            ("ephemeralContainerStatuses", &self.ephemeral),
        ];
        for (key, list) in lists {
            let mut list: Vec<_> = list.iter().collect();
            // The kubelet sorts them by name, but for init containers, whose order is that of the spec (`kubelet_pods.go` convertToAPIContainerStatuses).
            if key != "initContainerStatuses" {
                list.sort_by_key(|container| &container.name);
            }
            if !list.is_empty() {
                status[key] = list.into_iter().map(|container| container.to_value(clock)).collect();
            }
        }
        status
    }
}

impl Condition {
    fn to_value(&self, time: &str) -> Value {
        let mut value = json!({
            "type": self.kind,
            "status": if self.holds { "True" } else { "False" },
            "lastProbeTime": null,
            "lastTransitionTime": time,
        });
        if let Some(reason) = &self.reason {
            value["reason"] = reason.as_str().into();
        }
        if let Some(message) = &self.message {
            value["message"] = message.as_str().into();
        }
        value
    }
}

impl ContainerStatus {
    fn to_value(&self, clock: &Clock) -> Value {
        let times = |span: (u32, u32)| (clock.at(span.0), clock.at(span.1));
        json!({
            "name": self.name,
            "image": self.image,
            "imageID": "",
            "ready": self.ready,
            "started": self.started && self.state == ContainerState::Running,
            "restartCount": self.restarts,
            "state": self.state.to_value(&times(self.span)),
            "lastState": self.last.as_ref().map_or(json!({}), |state| state.to_value(&times(self.last_span))),
        })
    }
}

impl ContainerState {
    /// `began` and `ended` are those of its run.
    fn to_value(&self, (began, ended): &(String, String)) -> Value {
        let with_message = |mut value: Value, message: &Option<String>| {
            if let Some(message) = message {
                value["message"] = message.as_str().into();
            }
            value
        };
        match self {
            ContainerState::Waiting { reason, message } => json!({ "waiting": with_message(json!({ "reason": reason }), message) }),
            ContainerState::Running => json!({ "running": { "startedAt": began } }),
            ContainerState::Terminated { exit, reason, message } => {
                let value = match reason.as_str() {
                    UNKNOWN => json!({ "exitCode": exit, "reason": reason, "startedAt": null, "finishedAt": null }),
                    _ => json!({ "exitCode": exit, "reason": reason, "startedAt": began, "finishedAt": ended }),
                };
                json!({ "terminated": with_message(value, message) })
            }
        }
    }
}
