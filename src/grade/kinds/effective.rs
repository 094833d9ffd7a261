//! `effective`: what a container's process is and may do, after Pod, container, image and defaults are merged.

use serde::Deserialize;
use serde_json::Value;

use super::CheckKind;
use super::starts::{absent, no_container};
use crate::grade::case::{Case, Failure, PodRef, containers};
use crate::grade::verdict::Stage;
use crate::grade::{Sentence, path, recipe};
use crate::object::Object;
use crate::probe::{Effective, Facts, Probe};
use crate::object::capability::NAMES;
use crate::world::World;

const URL: &str = "https://kubernetes.io/docs/tasks/configure-pod-container/security-context/";

/// Which container (`*`: every one, init containers too; all others without a name), and what must hold of it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spec {
    pod: PodRef,
    container: Option<String>,
    uid: Option<i64>,
    gid: Option<i64>,
    /// All of these are among its groups.
    groups: Option<Vec<i64>>,
    /// Whether its uid is another than 0.
    non_root: Option<bool>,
    /// Whether the guard `runAsNonRoot` holds, wherever it is written and whatever overrides it.
    guarded: Option<bool>,
    read_only_root: Option<bool>,
    no_new_privs: Option<bool>,
    privileged: Option<bool>,
    /// Exactly these fields are true: `hostNetwork`, `hostPID`, `hostIPC`.
    host_namespaces: Option<Vec<String>>,
    caps_effective: Option<Vec<String>>,
    caps_bounding: Option<Vec<String>>,
    caps_effective_includes: Option<Vec<String>>,
    caps_bounding_includes: Option<Vec<String>>,
    seccomp: Option<String>,
    proc_mount: Option<String>,
}

/// One fact that is not as asked: the diagnostic, the field behind it, wanted and found.
struct Difference {
    diag: &'static str,
    field: &'static str,
    wanted: String,
    found: String,
}

impl CheckKind for Spec {
    fn stage(&self) -> Stage {
        Stage::Effective
    }

    fn asks(&self) -> Sentence {
        let facts = [
            ("pod", self.pod.to_string()),
            ("container", self.container.clone().filter(|name| name != "*").unwrap_or_else(|| "all".into())),
            ("facts", self.facts()),
        ];
        Sentence::new("check-effective", &facts.each_ref().map(|(name, value)| (*name, value.as_str())))
    }

    fn probes(&self, world: &World) -> Vec<Probe> {
        self.pod.targets(world, self.container.as_deref()).into_iter().map(Probe::Effective).collect()
    }

    fn judge(&self, case: &Case) -> Result<(), Box<Failure>> {
        let Some(pod) = case.pod(&self.pod) else { return absent(&self.pod, case).err() };
        let found = containers(pod, self.container.as_deref());
        if found.is_empty() {
            return no_container(&self.pod, self.container.as_deref(), case).err();
        }
        if let Some(failure) = self.shared_namespaces(case, pod) {
            return failure.err();
        }
        for (name, field) in found {
            let answer = case.answer(&Probe::Effective(self.pod.target(&name)))?;
            let Facts::Effective(effective) = &answer.facts else { return Failure::new("not-answered", &[]).err() };
            if let Some(difference) = self.first_difference(effective) {
                return self.failure(case, pod, (&name, &field), &difference, effective).err();
            }
        }
        Ok(())
    }
}

impl Spec {
    /// The first fact that is not as asked, identity first.
    fn first_difference(&self, e: &Effective) -> Option<Difference> {
        let number = |value: Option<i64>| value.map_or_else(String::new, |value| value.to_string());
        let caps = |list: &[String]| names(list);
        [
            self.uid.filter(|uid| e.uid != Some(*uid)).map(|uid| ("effective-uid", "runAsUser", uid.to_string(), number(e.uid))),
            self.non_root
                .filter(|wanted| (e.uid.is_some() && e.uid != Some(0)) != *wanted)
                .map(|wanted| ("effective-non-root", "runAsUser", wanted.to_string(), number(e.uid))),
            self.gid.filter(|gid| e.gid != Some(*gid)).map(|gid| ("effective-gid", "runAsGroup", gid.to_string(), number(e.gid))),
            self.groups
                .as_ref()
                .filter(|groups| !groups.iter().all(|group| e.groups.contains(group)))
                .map(|groups| ("effective-groups", "fsGroup", numbers(groups), numbers(&e.groups))),
            differs(self.guarded, e.run_as_non_root, "effective-guard", "runAsNonRoot"),
            differs(self.privileged, e.privileged, "effective-privileged", "privileged"),
            differs(self.no_new_privs, !e.allow_privilege_escalation, "effective-no-new-privs", "allowPrivilegeEscalation"),
            differs(self.read_only_root, e.read_only_root, "effective-read-only-root", "readOnlyRootFilesystem"),
            set_differs(&self.caps_effective, &e.effective)
                .map(|wanted| ("effective-capabilities", "capabilities", wanted, caps(&e.effective))),
            set_differs(&self.caps_bounding, &e.bounding)
                .map(|wanted| ("effective-capabilities", "capabilities", wanted, caps(&e.bounding))),
            lacks(&self.caps_effective_includes, &e.effective)
                .map(|wanted| ("effective-capabilities", "capabilities", wanted, caps(&e.effective))),
            lacks(&self.caps_bounding_includes, &e.bounding)
                .map(|wanted| ("effective-capabilities", "capabilities", wanted, caps(&e.bounding))),
            self.seccomp
                .as_ref()
                .filter(|wanted| **wanted != e.seccomp)
                .map(|wanted| ("effective-seccomp", "seccompProfile", wanted.clone(), e.seccomp.clone())),
            self.proc_mount
                .as_ref()
                .filter(|wanted| **wanted != e.proc_mount)
                .map(|wanted| ("effective-proc-mount", "procMount", wanted.clone(), e.proc_mount.clone())),
        ]
        .into_iter()
        .flatten()
        .next()
        .map(|(diag, field, wanted, found)| Difference { diag, field, wanted, found })
    }

    /// A namespace of the node's that the Pod shares, and should not.
    fn shared_namespaces(&self, case: &Case, pod: &Object) -> Option<Failure> {
        let wanted = self.host_namespaces.as_ref()?;
        let shares = |field: &str| path::get(&pod.value, &format!("spec.{field}")).and_then(Value::as_bool) == Some(true);
        let field = ["hostNetwork", "hostPID", "hostIPC"].into_iter().find(|field| shares(field) != wanted.iter().any(|name| name == field))?;
        let facts = [("pod", self.pod.name.as_str()), ("field", field), ("found", if shares(field) { "true" } else { "false" })];
        Some(Failure::new("effective-host-namespaces", &facts).at(case.place(pod, &format!("spec.{field}"))).see(URL))
    }

    fn failure(&self, case: &Case, pod: &Object, (name, field): (&str, &str), difference: &Difference, effective: &Effective) -> Failure {
        let Difference { diag, field: what, wanted, found } = difference;
        let origin = effective.origin.get(origin_key(diag)).copied().unwrap_or("default");
        let facts = [
            ("pod", self.pod.name.as_str()),
            ("container", name),
            ("wanted", wanted),
            ("found", found),
            ("field", what),
            ("origin", origin),
        ];
        let mut failure = Failure::new(diag, &facts);
        if matches!(*diag, "effective-capabilities") && self.caps_bounding.is_none() && self.caps_bounding_includes.is_none() {
            failure = failure.variant("in-force");
        }
        let level =
            if origin == "pod" || *what == "fsGroup" { "spec.securityContext".to_owned() } else { format!("{field}.securityContext") };
        let failure = failure.because(Sentence::new("why-origin", &facts)).at(case.place(pod, &format!("{level}.{what}"))).see(URL);
        let of_image = matches!(origin, "image" | "default") && matches!(*diag, "effective-uid" | "effective-non-root" | "effective-gid");
        if of_image { recipe::by_user(failure, case, pod, name) } else { failure }
    }

    /// What is asked, in the manifest's words: `uid 1000, gid 3000`.
    fn facts(&self) -> String {
        let mut facts = Vec::new();
        let mut say = |name: &str, value: Option<String>| facts.extend(value.map(|value| format!("{name} {value}")));
        say("uid", self.uid.map(|n| n.to_string()));
        say("gid", self.gid.map(|n| n.to_string()));
        say("groups ⊇", self.groups.as_deref().map(numbers));
        say("uid", self.non_root.map(|yes| if yes { "≠ 0" } else { "0" }.to_owned()));
        say("runAsNonRoot", self.guarded.map(|yes| yes.to_string()));
        say("readOnlyRootFilesystem", self.read_only_root.map(|yes| yes.to_string()));
        say("no_new_privs", self.no_new_privs.map(|yes| u8::from(yes).to_string()));
        say("privileged", self.privileged.map(|yes| yes.to_string()));
        let caps = |list: &Option<Vec<String>>| list.as_deref().map(names);
        say("hostNetwork/hostPID/hostIPC", self.host_namespaces.as_ref().map(|fields| if fields.is_empty() { "false".into() } else { fields.join(" ") }));
        say("CapEff", caps(&self.caps_effective));
        say("CapBnd", caps(&self.caps_bounding));
        say("CapEff ⊇", caps(&self.caps_effective_includes));
        say("CapBnd ⊇", caps(&self.caps_bounding_includes));
        say("seccomp", self.seccomp.clone());
        say("procMount", self.proc_mount.clone());
        facts.join(", ")
    }
}

/// The name under which `Effective::origin` keeps the field behind a diagnostic.
fn origin_key(diag: &str) -> &'static str {
    match diag {
        "effective-uid" | "effective-non-root" => "uid",
        "effective-gid" => "gid",
        "effective-guard" => "runAsNonRoot",
        "effective-groups" => "groups",
        "effective-privileged" => "privileged",
        "effective-no-new-privs" => "allowPrivilegeEscalation",
        "effective-read-only-root" => "readOnlyRootFilesystem",
        "effective-seccomp" => "seccomp",
        "effective-proc-mount" => "procMount",
        _ => "capabilities",
    }
}

type Found = (&'static str, &'static str, String, String);

fn differs(wanted: Option<bool>, found: bool, diag: &'static str, field: &'static str) -> Option<Found> {
    wanted.filter(|wanted| *wanted != found).map(|wanted| (diag, field, wanted.to_string(), found.to_string()))
}

fn set_differs(wanted: &Option<Vec<String>>, found: &[String]) -> Option<String> {
    let wanted = wanted.as_ref()?;
    let same = wanted.len() == found.len() && wanted.iter().all(|cap| found.contains(cap));
    (!same).then(|| names(wanted))
}

fn lacks(wanted: &Option<Vec<String>>, found: &[String]) -> Option<String> {
    wanted.as_ref().filter(|wanted| !wanted.iter().all(|cap| found.contains(cap))).map(|wanted| names(wanted))
}

fn numbers(list: &[i64]) -> String {
    list.iter().map(i64::to_string).collect::<Vec<_>>().join(",")
}

/// Capability names in a row.
pub fn names(list: &[String]) -> String {
    if list.is_empty() { "∅".into() } else { list.join(" ") }
}

/// Capabilities as `/proc/PID/status` writes a set, without the leading zeros: `a80425fb`.
pub fn mask(list: &[String]) -> String {
    let number = |name: &String| NAMES.iter().position(|known| known == name);
    format!("{:x}", list.iter().filter_map(number).fold(0_u64, |bits, number| bits | 1 << number))
}
