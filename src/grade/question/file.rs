//! A fact as authors write it: one thing to look at, and which value of it.

use serde::Deserialize;

use super::change::ChangeFile;
use super::fact::{Fact, Of};
use crate::grade::case::{ObjectRef, PodRef};
use crate::probe::{Change, Port, Target};
use crate::rules::pod_security::{Level, Standard};

/// `of:` as authors write it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct FactFile {
    #[serde(rename = "in")]
    target: Option<Target>,
    run: Option<String>,
    pull: Option<Target>,
    start: Option<Target>,
    effective: Option<Target>,
    flow: Option<FlowFile>,
    selects: Option<PodRef>,
    isolated: Option<PodRef>,
    effect: Option<EffectFile>,
    image: Option<String>,
    document: Option<String>,
    number: Option<usize>,
    pod_security: Option<PodRef>,
    level: Option<String>,
    field: Option<String>,
    object: Option<ObjectFile>,
    secret: Option<PodRef>,
    value: Option<String>,
    #[serde(rename = "if")]
    change: Option<ChangeFile>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FlowFile {
    from: String,
    to: String,
    port: Port,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct EffectFile {
    file: String,
    pod: PodRef,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ObjectFile {
    kind: String,
    name: String,
    namespace: Option<String>,
}

/// The words of `value`, by what is looked at; the first is meant when nothing is said.
fn values(of: &Of) -> &'static [&'static str] {
    match of {
        Of::Run(..) => &["class", "stdout", "stderr", "exit"],
        Of::Pull(_) => &["class", "secret", "tried", "users"],
        Of::Start(_) => &["class"],
        Of::Effective(_) => &[
            "uid",
            "gid",
            "groups",
            "nonRoot",
            "readOnlyRoot",
            "noNewPrivs",
            "privileged",
            "capsEffective",
            "capsBounding",
            "maskEffective",
            "maskBounding",
            "seccomp",
            "procMount",
            "origin.uid",
            "origin.gid",
            "origin.runAsNonRoot",
            "origin.readOnlyRootFilesystem",
            "origin.allowPrivilegeEscalation",
            "origin.privileged",
            "origin.capabilities",
            "origin.seccomp",
            "origin.procMount",
        ],
        Of::Flow(..) => &["verdict", "side"],
        Of::Selects(..) => &["pods"],
        Of::Isolated(..) => &["directions", "ingress", "egress"],
        Of::Effect(..) => &["ingress", "egress"],
        Of::Image(_) => &["all", "registry", "repository", "tag", "digest", "policy"],
        Of::Document(..) => &["answer", "verdict", "errors", "warnings"],
        Of::PodSecurity(..) => &["verdict", "checks"],
        Of::Field(..) => &["text", "keys", "user", "role", "type", "level"],
        Of::Secret(_) => &["server", "servers", "username", "password", "email", "type"],
    }
}

impl TryFrom<FactFile> for Fact {
    type Error = String;

    fn try_from(file: FactFile) -> Result<Self, String> {
        let value = file.value.clone().unwrap_or_default();
        let change = file.change.clone().map(Change::try_from).transpose()?;
        let of = file.of()?;
        let known = values(&of);
        if !value.is_empty() && !known.contains(&value.as_str()) {
            return Err(format!("{value}: the value is one of {}", known.join(", ")));
        }
        let fact = Fact { of, value, change };
        if fact.change.is_some() && fact.probes().is_empty() {
            return Err("`if` fits facts that are asked of a running cluster; this one is read from the files".into());
        }
        Ok(fact)
    }
}

impl FactFile {
    fn of(self) -> Result<Of, String> {
        let mut found = Vec::new();
        match (self.target, self.run) {
            (Some(target), Some(line)) => found.push(Of::Run(target, line)),
            (None, None) => {}
            _ => return Err("a command needs `in` and `run`".into()),
        }
        match (self.object, self.field) {
            (Some(object), Some(at)) => {
                found.push(Of::Field(ObjectRef { kind: object.kind, name: object.name, namespace: object.namespace }, at));
            }
            (None, None) => {}
            _ => return Err("a field needs `object` and `field`".into()),
        }
        match (self.pod_security, self.level) {
            (Some(pod), Some(level)) => found.push(Of::PodSecurity(pod.namespace, pod.name, standard(&level)?)),
            (None, None) => {}
            _ => return Err("Pod Security needs `podSecurity` and `level`".into()),
        }
        found.extend(self.pull.map(Of::Pull));
        found.extend(self.start.map(Of::Start));
        found.extend(self.effective.map(Of::Effective));
        found.extend(self.flow.map(|flow| Of::Flow(flow.from, flow.to, flow.port)));
        found.extend(self.selects.map(|policy| Of::Selects(policy.namespace, policy.name)));
        found.extend(self.isolated.map(|pod| Of::Isolated(pod.namespace, pod.name)));
        found.extend(self.effect.map(|effect| Of::Effect(effect.file, effect.pod.namespace, effect.pod.name)));
        found.extend(self.image.map(Of::Image));
        found.extend(self.document.map(|file| Of::Document(file, self.number.unwrap_or(1))));
        let named = |secret: PodRef| ObjectRef { kind: "Secret".into(), name: secret.name, namespace: Some(secret.namespace) };
        found.extend(self.secret.map(|secret| Of::Secret(named(secret))));
        match (found.pop(), found.is_empty()) {
            (Some(of), true) => Ok(of),
            _ => Err("a fact looks at exactly one thing: in and run, pull, start, effective, flow, selects, isolated, effect, image, \
                      document, podSecurity and level, object and field, or secret"
                .into()),
        }
    }
}

/// `baseline`, `restricted:1.35`
fn standard(text: &str) -> Result<Standard, String> {
    let (level, version) = text.split_once(':').map_or((text, None), |(level, version)| (level, Some(version)));
    let level = Level::parse(level).ok_or_else(|| format!("{level}: a level is privileged, baseline or restricted"))?;
    let version = version.map(|text| text.parse::<crate::schema::Version>()).transpose()?.map(|version| version.minor);
    Ok(Standard { level, version })
}
