//! What `kubectl get` and `describe` show of a Pod: phase, conditions, containers, events.

use serde_json::{Value, json};

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
    /// How often it was started again.
    pub restarts: u32,
    /// What it wrote, as `kubectl logs` shows it; `None` when it never ran.
    pub logs: Option<String>,
}

impl ContainerStatus {
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
}

impl Event {
    /// An ordinary event of the kubelet.
    pub fn normal(reason: &'static str, message: impl Into<String>) -> Self {
        Self { kind: "Normal", reason, message: message.into(), from: "kubelet", field: None }
    }

    /// A warning of the kubelet.
    pub fn warning(reason: &'static str, message: impl Into<String>) -> Self {
        Self { kind: "Warning", ..Self::normal(reason, message) }
    }
}

impl PodStatus {
    /// An event; the kubelet counts repetitions instead of listing them.
    pub fn happens(&mut self, event: Event) {
        if !self.events.contains(&event) {
            self.story.push(Moment::Event(event.clone()));
            self.events.push(event);
        }
    }

    /// The rule behind what happens next.
    pub fn because(&mut self, step: Step) {
        self.story.push(Moment::Rule(step.clone()));
        self.trace.push(step);
    }

    /// A container by name, init containers included.
    pub fn container(&self, name: &str) -> Option<&ContainerStatus> {
        self.init_containers.iter().chain(&self.containers).chain(&self.ephemeral).find(|container| container.name == name)
    }

    /// Whether the Pod is ready.
    pub fn ready(&self) -> bool {
        self.conditions.iter().any(|condition| condition.kind == "Ready" && condition.holds)
    }

    /// As the API stores it in `status`. `time` fills every timestamp.
    pub fn to_value(&self, time: &str) -> Value {
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
            if !list.is_empty() {
                status[key] = list.iter().map(|container| container.to_value(time)).collect();
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
    fn to_value(&self, time: &str) -> Value {
        json!({
            "name": self.name,
            "image": self.image,
            "imageID": "",
            "ready": self.ready,
            "started": self.state == ContainerState::Running,
            "restartCount": self.restarts,
            "state": self.state.to_value(time),
            "lastState": self.last.as_ref().map_or(json!({}), |state| state.to_value(time)),
        })
    }
}

impl ContainerState {
    fn to_value(&self, time: &str) -> Value {
        let with_message = |mut value: Value, message: &Option<String>| {
            if let Some(message) = message {
                value["message"] = message.as_str().into();
            }
            value
        };
        match self {
            ContainerState::Waiting { reason, message } => json!({ "waiting": with_message(json!({ "reason": reason }), message) }),
            ContainerState::Running => json!({ "running": { "startedAt": time } }),
            ContainerState::Terminated { exit, reason, message } => {
                let value = json!({ "exitCode": exit, "reason": reason, "startedAt": time, "finishedAt": time });
                json!({ "terminated": with_message(value, message) })
            }
        }
    }
}
