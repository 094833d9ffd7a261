//! The vocabulary both judges share: a probe is a question to a cluster, an observation its answer.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::locale::Sentence;

mod class;
mod classify;
mod direction;
mod said;

pub use class::Class;
pub use classify::{classify_command, classify_pull};
pub use direction::Direction;

/// A transport protocol that network policies know.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Protocol {
    /// TCP
    #[default]
    #[serde(rename = "TCP")]
    Tcp,
    /// UDP
    #[serde(rename = "UDP")]
    Udp,
    /// SCTP
    #[serde(rename = "SCTP")]
    Sctp,
}

impl Protocol {
    /// Of a port as an API object holds it: TCP where nothing else is written, the server's default.
    pub fn written(word: Option<&str>) -> Self {
        match word {
            Some("UDP") => Protocol::Udp,
            Some("SCTP") => Protocol::Sctp,
            _ => Protocol::Tcp,
        }
    }
}

impl fmt::Display for Protocol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Protocol::Tcp => "TCP",
            Protocol::Udp => "UDP",
            Protocol::Sctp => "SCTP",
        })
    }
}

/// A port and its protocol, written `6379/TCP`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Port {
    /// 1–65535.
    pub number: u16,
    /// Its protocol.
    pub protocol: Protocol,
}

impl fmt::Display for Port {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.number, self.protocol)
    }
}

impl std::str::FromStr for Port {
    type Err = String;

    /// Reads `6379`, `6379/TCP` and `53/udp`.
    fn from_str(text: &str) -> Result<Self, String> {
        let (number, protocol) = text.split_once('/').unwrap_or((text, "TCP"));
        let protocol = match protocol.to_ascii_uppercase().as_str() {
            "TCP" => Protocol::Tcp,
            "UDP" => Protocol::Udp,
            "SCTP" => Protocol::Sctp,
            _ => return Err(format!("{text}: the protocol is TCP, UDP or SCTP")),
        };
        match number.parse() {
            Ok(number) if number > 0 => Ok(Self { number, protocol }),
            _ => Err(format!("{text}: a port is a number from 1 to 65535")),
        }
    }
}

impl Serialize for Port {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Port {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Written {
            Number(u16),
            Text(String),
        }
        let text = match Written::deserialize(deserializer)? {
            Written::Number(number) => number.to_string(),
            Written::Text(text) => text,
        };
        text.parse().map_err(serde::de::Error::custom)
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.namespace, self.pod)?;
        self.container.as_ref().map_or(Ok(()), |container| write!(f, "/{container}"))
    }
}

impl std::str::FromStr for Target {
    type Err = String;

    /// Reads `namespace/pod` and `namespace/pod/container`.
    fn from_str(text: &str) -> Result<Self, String> {
        let parts: Vec<_> = text.split('/').collect();
        match parts.as_slice() {
            [namespace, pod, rest @ ..] if rest.len() < 2 && parts.iter().all(|part| !part.is_empty()) => {
                Ok(Self { namespace: (*namespace).into(), pod: (*pod).into(), container: rest.first().map(|c| (*c).into()) })
            }
            _ => Err(format!("{text}: a Pod is written namespace/pod, a container namespace/pod/container")),
        }
    }
}

/// A container of a Pod. Without `container`, the Pod's first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Target {
    /// The Pod's namespace.
    pub namespace: String,
    /// The Pod's name.
    pub pod: String,
    /// The container's name.
    pub container: Option<String>,
}

impl<'de> Deserialize<'de> for Target {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// A question to a cluster.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Probe {
    /// Run a command in a container, as `kubectl exec` does.
    Exec {
        /// Where.
        target: Target,
        /// The command and its arguments.
        command: Vec<String>,
    },
    /// What became of the container's image.
    Pull(Target),
    /// Whether the container runs, or why it does not.
    Start(Target),
    /// What the container's first process may do: identity, capabilities, seccomp, … (`/proc/1/status` and the stored Pod).
    Effective(Target),
    /// Every flow between Pods, and to and from the world's outside addresses, on these ports.
    Flows {
        /// The ports asked for; empty: every port a Pod listens on, a Pod declares or a policy names.
        ports: Vec<Port>,
    },
    /// Which Pods a policy selects.
    Selects {
        /// The policy's namespace.
        namespace: String,
        /// The policy's name.
        policy: String,
    },
    /// Which policies isolate a Pod, by direction.
    Isolation {
        /// The Pod's namespace.
        namespace: String,
        /// The Pod's name.
        pod: String,
    },
    /// Whether all Pods of a workload run, or why there are none.
    Workload {
        /// `Deployment`, …
        kind: String,
        /// Its namespace.
        namespace: String,
        /// Its name.
        name: String,
    },
    /// The same question in a world that is otherwise; only a simulator can answer it.
    If {
        /// How it is otherwise.
        change: Change,
        /// The question.
        probe: Box<Probe>,
    },
}

/// A world that is otherwise in one respect.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Change {
    /// The minor number of another Kubernetes version.
    pub version: Option<u8>,
    /// Another container runtime (`cri-o`).
    pub runtime: Option<String>,
    /// Objects that are not there: kind, namespace, name.
    pub without: Vec<(String, String, String)>,
    /// The namespace and the name of a network policy that is the only one there.
    pub policy_alone: Option<(String, String)>,
    /// How many seconds later it is.
    pub later: Option<u32>,
}

/// What is left after Pod, container, image and defaults are merged.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Effective {
    /// User id of the first process; `None` when it is refused before that is known.
    pub uid: Option<i64>,
    /// Primary group.
    pub gid: Option<i64>,
    /// All groups, ascending, the primary included.
    pub groups: Vec<i64>,
    /// `runAsNonRoot` after merging.
    pub run_as_non_root: bool,
    /// Whether the root file system is read-only.
    pub read_only_root: bool,
    /// Whether a child may gain privileges (`no_new_privs` is its opposite).
    pub allow_privilege_escalation: bool,
    /// Whether the container is privileged.
    pub privileged: bool,
    /// Capabilities in force, without `CAP_`, ascending by number.
    pub effective: Vec<String>,
    /// The ceiling.
    pub bounding: Vec<String>,
    /// `Unconfined`, `RuntimeDefault` or `Localhost/<path>`.
    pub seccomp: String,
    /// `Default` or `Unmasked`.
    pub proc_mount: String,
    /// AppArmor's profile, if one is asked for.
    pub app_armor: Option<String>,
    /// The SELinux label that is asked for, `user:role:type:level`.
    pub se_linux: Option<String>,
    /// Whether the Pod has a user namespace of its own (`hostUsers: false`).
    pub own_users: bool,
    /// Where each value comes from: `container`, `pod`, `image`, `default`, `namespace`, `runtime`.
    pub origin: BTreeMap<&'static str, &'static str>,
}

/// Who takes part in a flow.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Endpoint {
    /// A Pod.
    Pod {
        /// Its namespace.
        namespace: String,
        /// Its name.
        name: String,
    },
    /// An address outside the cluster.
    External(std::net::IpAddr),
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Endpoint::Pod { namespace, name } => write!(f, "{namespace}/{name}"),
            Endpoint::External(address) => address.fmt(f),
        }
    }
}

/// One source, destination and port, and what the policies make of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flow {
    /// Who connects.
    pub src: Endpoint,
    /// To whom.
    pub dst: Endpoint,
    /// On which port of the destination.
    pub port: Port,
    /// Whether the destination's side allows it.
    pub ingress: bool,
    /// Whether the source's side allows it.
    pub egress: bool,
    /// The policies that decided, as `namespace/name`: those that allow it, or those that isolate.
    pub decided_by: Vec<String>,
    /// The rules that allow it; empty when nothing isolates, or nothing allows.
    pub rules: Vec<RulePlace>,
}

/// A rule of a policy that admits a flow.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RulePlace {
    /// The policy, as `namespace/name`.
    pub policy: String,
    /// The peer that matched (`spec.ingress[0].from[1]`), or the rule, if it names no peer (`spec.ingress[0]`).
    pub path: String,
}

impl Flow {
    /// Whether both sides allow it.
    pub fn allowed(&self) -> bool {
        self.ingress && self.egress
    }
}

/// What came of a probe besides its class.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Facts {
    /// Nothing more.
    #[default]
    None,
    /// Of [`Probe::Effective`].
    Effective(Box<Effective>),
    /// Of [`Probe::Flows`].
    Flows(Vec<Flow>),
    /// Of [`Probe::Selects`]: the Pods, as `namespace/name`.
    Pods(Vec<String>),
    /// Of [`Probe::Pull`]: the Secret whose credential worked, as `namespace/name`.
    Secret(Option<String>),
    /// Of [`Probe::Isolation`]: the policies that isolate the Pod, as `namespace/name`.
    Isolation {
        /// For what comes in.
        ingress: Vec<String>,
        /// For what goes out.
        egress: Vec<String>,
    },
}

/// One step on the way to an answer: the message id of a sentence in `assets/text/*/simulate.ftl` and its facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Message id.
    pub id: &'static str,
    /// Arguments.
    pub args: Vec<(&'static str, String)>,
}

impl Step {
    /// The sentence that says it.
    pub fn sentence(&self) -> Sentence {
        let args: Vec<_> = self.args.iter().map(|(name, value)| (*name, value.as_str())).collect();
        Sentence::new(self.id, &args)
    }
}

/// The step that says that a Service chooses among Pods with different answers: any of its `answers` may come.
pub const CHOOSES: &str = "network-service-chooses";

/// The answer to a probe.
#[derive(Clone, Debug, PartialEq)]
pub struct Observation {
    /// What it means.
    pub class: Class,
    /// The exit code, for commands.
    pub exit: Option<i32>,
    /// Standard output, or the waiting message.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
    /// More, by kind of probe.
    pub facts: Facts,
    /// Why, step by step.
    pub trace: Vec<Step>,
}

impl Observation {
    /// An answer that is its class alone.
    pub fn of(class: Class) -> Self {
        Self { class, exit: None, stdout: String::new(), stderr: String::new(), facts: Facts::None, trace: Vec::new() }
    }
}

/// Questions with their answers.
pub type Observations = BTreeMap<Probe, Observation>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_a_pod_or_a_container() {
        assert_eq!("default/web/app".parse::<Target>().unwrap().to_string(), "default/web/app");
        assert!("web".parse::<Target>().is_err() && "a/b/c/d".parse::<Target>().is_err() && "a//c".parse::<Target>().is_err());
    }
}
