//! The fact that decides a question: what is looked at, and which of its values.

use std::fmt;

use serde::Deserialize;
use serde_json::Value;

use super::policy;
use crate::diag::Severity;
use crate::grade::case::{ObjectRef, Side};
use crate::grade::kinds::{capability_mask, docker_entries, words};
use crate::grade::path;
use crate::locale::Sentence;
use crate::probe::{Change, Class, Effective, Facts, Observation, Port, Probe, Step, Target};
use crate::rules::pod_security::Standard;
use crate::world::Reference;

/// A fact as a question names it. See `answer.md` for the words.
#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "super::file::FactFile")]
pub struct Fact {
    /// What is looked at.
    pub of: Of,
    /// Which value of it; empty: the one that is meant when nothing is said.
    pub value: String,
    /// In a world that is otherwise.
    pub change: Option<Change>,
}

/// What is looked at.
#[derive(Clone, Debug)]
pub enum Of {
    /// A command in a container.
    Run(Target, String),
    /// A container's image.
    Pull(Target),
    /// A container's start.
    Start(Target),
    /// What a container's process is and may do.
    Effective(Target),
    /// One flow, as namespace/name or address.
    Flow(String, String, Port),
    /// The Pods that a policy (namespace/name) selects.
    Selects(String, String),
    /// The policies that isolate a Pod (namespace/name).
    Isolated(String, String),
    /// What the policies leave of a Pod's flows, for the file that holds the policy.
    Effect(String, String, String),
    /// How an image name is read.
    Image(String),
    /// The server's answer to a document: file and number.
    Document(String, usize),
    /// What a Pod (namespace/name) breaks of a Standard.
    PodSecurity(String, String, Standard),
    /// A field of a stored object.
    Field(ObjectRef, String),
    /// A registry credential in a Secret.
    Secret(ObjectRef),
}

impl Fact {
    /// What has to be asked of a judge.
    pub fn probes(&self) -> Vec<Probe> {
        let asked = match &self.of {
            Of::Run(target, line) => vec![Probe::Exec { target: target.clone(), command: words(line) }],
            Of::Pull(target) => vec![Probe::Pull(target.clone())],
            Of::Start(target) => vec![Probe::Start(target.clone())],
            Of::Effective(target) => vec![Probe::Effective(target.clone())],
            Of::Flow(_, _, port) => vec![Probe::Flows { ports: vec![*port] }],
            Of::Selects(namespace, policy) => vec![Probe::Selects { namespace: namespace.clone(), policy: policy.clone() }],
            Of::Isolated(namespace, pod) => vec![isolation(namespace, pod)],
            Of::Effect(_, namespace, pod) => vec![isolation(namespace, pod), Probe::Flows { ports: Vec::new() }],
            Of::Image(_) | Of::Document(..) | Of::PodSecurity(..) | Of::Field(..) | Of::Secret(_) => Vec::new(),
        };
        match &self.change {
            Some(change) => asked.into_iter().map(|probe| Probe::If { change: change.clone(), probe: Box::new(probe) }).collect(),
            None => asked,
        }
    }

    /// The simulator's own words for why, if it has any for this value.
    pub fn because(&self, side: &Side) -> Option<Sentence> {
        let answer = side.answers.get(self.probes().first()?)?;
        let step = match &self.of {
            Of::Effective(_) => answer.trace.iter().find(|step| explains(step.id, &self.value)),
            // The trace tells of every container of the Pod.
            Of::Start(Target { container: Some(name), .. }) => {
                let about = |step: &&Step| step.args.iter().any(|(arg, value)| *arg == "container" && value == name);
                answer.trace.iter().rfind(about).or(answer.trace.last())
            }
            _ => answer.trace.last(),
        };
        step.map(Step::sentence)
    }

    /// The value in these facts: one word, or the items of a list. `None` when nobody can say.
    pub fn told(&self, side: &Side) -> Option<Vec<String>> {
        let probes = self.probes();
        let answers: Vec<_> = probes.iter().map(|probe| side.answers.get(probe)).collect::<Option<_>>()?;
        if answers.iter().any(|answer| answer.class == Class::NotSimulated) {
            return None;
        }
        let one = |word: String| Some(vec![word]);
        match (&self.of, answers.as_slice()) {
            (Of::Run(..), [answer]) => match self.value.as_str() {
                "stdout" => one(answer.stdout.trim().to_owned()),
                "stderr" => one(answer.stderr.trim().to_owned()),
                "exit" => one(answer.exit?.to_string()),
                _ => one(answer.class.to_string()),
            },
            (Of::Pull(_), [answer]) => pulled(answer, &self.value),
            (Of::Start(_), [answer]) => one(answer.class.to_string()),
            (Of::Effective(_), [answer]) => match &answer.facts {
                Facts::Effective(effective) => Some(self::effective(effective, &self.value)),
                _ => one(answer.class.to_string()),
            },
            (Of::Flow(src, dst, port), [answer]) => policy::flow(answer, src, dst, *port, &self.value).and_then(one),
            (Of::Selects(..), [answer]) => match &answer.facts {
                Facts::Pods(pods) => Some(pods.clone()),
                _ => one(answer.class.to_string()),
            },
            (Of::Isolated(..), [answer]) => policy::isolating(answer, &self.value),
            (Of::Effect(file, namespace, pod), [isolation, flows]) => {
                let refused = side.documents.iter().any(|document| document.file == *file && !document.accepted);
                if refused { one("rejected".into()) } else { policy::effect(isolation, flows, (namespace, pod), &self.value).and_then(one) }
            }
            (Of::Image(image), _) => one(image_part(image, &self.value)),
            (Of::Document(file, number), _) => document(side, file, *number, &self.value),
            (Of::PodSecurity(namespace, pod, standard), _) => policy::violations(side.world, namespace, pod, *standard, &self.value),
            (Of::Field(object, at), _) => field(side, object, at, &self.value),
            (Of::Secret(object), _) => secret(side, object, &self.value),
            _ => None,
        }
    }
}

impl fmt::Display for Fact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.of {
            Of::Run(target, line) => write!(f, "{target}: {line}")?,
            Of::Pull(target) => write!(f, "pull {target}")?,
            Of::Start(target) => write!(f, "start {target}")?,
            Of::Effective(target) => write!(f, "effective {target}")?,
            Of::Flow(src, dst, port) => write!(f, "{src} -> {dst}:{port}")?,
            Of::Selects(namespace, policy) => write!(f, "selects {namespace}/{policy}")?,
            Of::Isolated(namespace, pod) => write!(f, "isolated {namespace}/{pod}")?,
            Of::Effect(file, namespace, pod) => write!(f, "effect {file} on {namespace}/{pod}")?,
            Of::Image(image) => write!(f, "image {image}")?,
            Of::Document(file, number) => write!(f, "document {file} {number}")?,
            Of::PodSecurity(namespace, pod, standard) => write!(f, "podSecurity {namespace}/{pod} {standard}")?,
            Of::Field(object, at) => write!(f, "{}/{} {at}", object.kind, object.name)?,
            Of::Secret(object) => write!(f, "secret {}", object.name)?,
        }
        if self.value.is_empty() { Ok(()) } else { write!(f, " ({})", self.value) }
    }
}

fn isolation(namespace: &str, pod: &str) -> Probe {
    Probe::Isolation { namespace: namespace.to_owned(), pod: pod.to_owned() }
}

/// Of a container's image: its class, the Secret that opened the registry, or the registry keys tried, in order.
fn pulled(answer: &Observation, value: &str) -> Option<Vec<String>> {
    let tried = || answer.trace.iter().filter(|step| step.id == "pull-credential");
    let of = |name: &str| tried().filter_map(|step| step.args.iter().find(|(arg, _)| *arg == name)).map(|(_, text)| text.clone()).collect();
    match value {
        "tried" => Some(of("key")),
        "users" => Some(of("username")),
        "secret" => match &answer.facts {
            Facts::Secret(secret) => Some(vec![secret.clone().unwrap_or_else(|| "none".into())]),
            _ => Some(vec!["none".into()]),
        },
        _ => Some(vec![answer.class.to_string()]),
    }
}

/// Whether a step of an identity's trace speaks of this value.
fn explains(step: &str, value: &str) -> bool {
    let steps: &[&str] = match value {
        "" | "uid" | "origin.uid" => &["effective-uid"],
        "gid" | "origin.gid" => &["effective-gid"],
        "groups" => &["effective-groups"],
        "nonRoot" => &["effective-non-root"],
        "readOnlyRoot" => &["effective-read-only-root"],
        "noNewPrivs" => &["effective-no-new-privileges"],
        "privileged" => &["effective-privileged"],
        "capsEffective" | "maskEffective" => &["effective-no-capabilities", "effective-root-without", "effective-capabilities"],
        _ => &[],
    };
    steps.contains(&step)
}

fn effective(found: &Effective, value: &str) -> Vec<String> {
    let number = |number: Option<i64>| vec![number.map_or_else(|| "unknown".into(), |number| number.to_string())];
    let one = |text: &dyn fmt::Display| vec![text.to_string()];
    match value {
        "gid" => number(found.gid),
        "groups" => found.groups.iter().map(i64::to_string).collect(),
        "nonRoot" => one(&found.run_as_non_root),
        "readOnlyRoot" => one(&found.read_only_root),
        "noNewPrivs" => one(&u8::from(!found.allow_privilege_escalation)),
        "privileged" => one(&found.privileged),
        "capsEffective" => found.effective.clone(),
        "capsBounding" => found.bounding.clone(),
        "maskEffective" => vec![capability_mask(&found.effective)],
        "maskBounding" => vec![capability_mask(&found.bounding)],
        "seccomp" => one(&found.seccomp),
        "procMount" => one(&found.proc_mount),
        other => match other.strip_prefix("origin.") {
            Some(field) => vec![found.origin.get(field).copied().unwrap_or("default").to_owned()],
            None => number(found.uid),
        },
    }
}

/// A part of an image name as the kubelet reads it; `invalid` where it is none.
fn image_part(image: &str, part: &str) -> String {
    if part == "policy" {
        return Reference::default_pull_policy(image).to_owned();
    }
    let Ok(read) = Reference::parse(image) else { return "invalid".into() };
    let or_none = |text: Option<String>| text.unwrap_or_else(|| "none".into());
    match part {
        "registry" => read.registry,
        "repository" => read.path,
        "tag" => or_none(read.tag),
        "digest" => or_none(read.digest),
        _ => read.to_string(),
    }
}

/// Of a document: `accepted`, or the rule that refuses it; its warnings, by rule.
fn document(side: &Side, file: &str, number: usize, value: &str) -> Option<Vec<String>> {
    let document = side.documents.iter().find(|document| document.file == file && document.document == number)?;
    let rules = |severity: Severity| {
        let found = document.diagnostics.iter().filter(move |found| found.severity == severity);
        found.map(|found| found.rule.to_owned()).collect::<Vec<_>>()
    };
    Some(match value {
        "warnings" => rules(Severity::Warning),
        "verdict" => vec![if document.accepted { "accepted" } else { "rejected" }.into()],
        "errors" => rules(Severity::Error),
        _ if document.accepted => vec!["accepted".into()],
        _ => vec![rules(Severity::Error).into_iter().next().unwrap_or_else(|| "rejected".into())],
    })
}

/// A field of a stored object, as text; `absent` without the field, `none` without the object.
fn field(side: &Side, object: &ObjectRef, at: &str, value: &str) -> Option<Vec<String>> {
    let Some(found) = object.find(side.world, "default") else { return Some(vec!["none".into()]) };
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    Some(match (path::get(&found.value, at), value) {
        (None | Some(Value::Null), _) => vec!["absent".into()],
        (Some(Value::Array(items)), _) => items.iter().map(text).collect(),
        (Some(Value::Object(map)), "keys") => map.keys().cloned().collect(),
        (Some(Value::Object(map)), _) => map.iter().map(|(key, value)| format!("{key}={}", text(value))).collect(),
        // `user:role:type:level`; the level may hold colons of its own.
        (Some(label), "user" | "role" | "type" | "level") => {
            let place = ["user", "role", "type", "level"].iter().position(|part| *part == value)?;
            vec![text(label).splitn(4, ':').nth(place)?.to_owned()]
        }
        (Some(other), _) => vec![text(other)],
    })
}

/// The first credential of a pull Secret: `server`, `username`, `password`, `email`, all `servers`, or the Secret's `type`.
fn secret(side: &Side, object: &ObjectRef, value: &str) -> Option<Vec<String>> {
    let Some(found) = object.find(side.world, "default") else { return Some(vec!["none".into()]) };
    if value == "type" {
        return Some(vec![found.value.get("type").and_then(Value::as_str).unwrap_or("Opaque").to_owned()]);
    }
    let entries = docker_entries(found)?;
    let first = entries.first()?;
    Some(match value {
        "servers" => entries.iter().map(|entry| entry.server.clone()).collect(),
        "username" => vec![first.username.clone()],
        "password" => vec![first.password.clone()],
        "email" => vec![first.email.clone().unwrap_or_else(|| "none".into())],
        _ => vec![first.server.clone()],
    })
}
