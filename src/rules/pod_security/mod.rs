//! Pod Security: the Standards `baseline` and `restricted` in every version. Source: module
//! k8s.io/pod-security-admission, `policy/check_*.go` and `policy/registry.go`.

mod allow_privilege_escalation;
mod app_armor_profile;
mod capabilities;
mod host_namespaces;
mod host_path_volumes;
mod host_ports;
mod host_probes;
mod level;
mod privileged;
mod proc_mount;
mod restricted_volumes;
mod run_as_non_root;
mod run_as_user;
mod se_linux_options;
mod seccomp_profile;
mod sysctls;
mod windows_host_process;

use super::container::every_container;
use super::field::Field;
use super::rule::Rule;

pub use level::{Level, Policy, Standard, invalid_labels};

/// Looks at a Pod or template.
pub type Evaluate = fn(Field<'_>) -> Option<Denial<'_>>;

/// One check of a Standard.
#[derive(Debug)]
pub struct Check {
    /// The rule under which findings are explained.
    pub rule: &'static Rule,
    /// The check's own name, which decides its place in the answer.
    pub id: &'static str,
    /// The level that begins to ask for it.
    pub level: Level,
    /// First version 1.N → what is checked from there on.
    pub versions: &'static [(u8, Evaluate)],
    /// Checks of a lower level that it replaces.
    pub overrides: &'static [&'static str],
}

/// Why a Pod is denied.
pub struct Denial<'a> {
    /// `privileged`
    pub reason: &'static str,
    /// `container "a" must not set securityContext.privileged=true`
    pub detail: String,
    /// The fields to blame.
    pub places: Vec<Field<'a>>,
}

/// The registry, by level and name.
static CHECKS: &[Check] = &[
    app_armor_profile::CHECK,
    capabilities::BASELINE,
    host_namespaces::CHECK,
    host_path_volumes::CHECK,
    host_ports::CHECK,
    host_probes::CHECK,
    privileged::CHECK,
    proc_mount::BASELINE,
    se_linux_options::CHECK,
    seccomp_profile::BASELINE,
    sysctls::CHECK,
    windows_host_process::CHECK,
    allow_privilege_escalation::CHECK,
    capabilities::RESTRICTED,
    proc_mount::RESTRICTED,
    restricted_volumes::CHECK,
    run_as_non_root::CHECK,
    run_as_user::CHECK,
    seccomp_profile::RESTRICTED,
];

/// The rules of all checks.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    CHECKS.iter().map(|check| check.rule)
}

/// Evaluates a Pod or a Pod template (an object with `metadata` and `spec`), on a server of its walk's version.
pub fn evaluate<'a>(standard: Standard, object: Field<'a>) -> Vec<(&'static Check, Denial<'a>)> {
    if standard.level == Level::Privileged {
        return Vec::new();
    }
    let version = standard.version.unwrap_or(u8::MAX).min(object.version().minor);
    let active = |check: &'static Check| {
        let run = check.versions.iter().rev().find(|(since, _)| *since <= version)?.1;
        (check.level <= standard.level).then_some((check, run))
    };
    let checks: Vec<_> = CHECKS.iter().filter_map(active).collect();
    let overridden = |id: &str| checks.iter().any(|(check, _)| check.overrides.contains(&id));
    let run = checks.iter().filter(|(check, _)| !overridden(check.id));
    run.filter_map(|(check, run)| Some((*check, run(object)?))).collect()
}

/// Why a stored Pod breaks a Standard: the reasons alone, without their details (`ForbiddenReason`).
pub fn reasons(standard: Standard, pod: &serde_json::Value, options: &super::Options) -> Vec<&'static str> {
    let walk = super::field::Walk::new(options, "Pod");
    evaluate(standard, walk.root(pod)).iter().map(|(_, denial)| denial.reason).collect()
}

/// `REASON (DETAIL), REASON (DETAIL)`
pub fn summary(denials: &[(&'static Check, Denial<'_>)]) -> String {
    denials.iter().map(|(_, denial)| denial.text()).collect::<Vec<_>>().join(", ")
}

impl Denial<'_> {
    /// `REASON (DETAIL)`
    pub fn text(&self) -> String {
        if self.detail.is_empty() { self.reason.to_owned() } else { format!("{} ({})", self.reason, self.detail) }
    }
}

fn containers<'a>(object: Field<'a>) -> impl Iterator<Item = Field<'a>> {
    every_container(object.at("spec"))
}

/// Whether the Pod has its own user namespace (`relaxPolicyForUserNamespacePod`).
fn has_own_users(object: Field<'_>) -> bool {
    object.at("spec").at("hostUsers").opt_bool() == Some(false)
}

fn is_windows(object: Field<'_>) -> bool {
    object.path("spec.os.name").str() == "windows"
}

fn join_quote<S: AsRef<str>>(items: impl IntoIterator<Item = S>) -> String {
    let items: Vec<_> = items.into_iter().map(|item| format!("\"{}\"", item.as_ref())).collect();
    items.join(", ")
}

fn plural<'s>(one: &'s str, many: &'s str, count: usize) -> &'s str {
    if count == 1 { one } else { many }
}

/// `container "a"`, `containers "a", "b"`
fn named(containers: &[&str]) -> String {
    format!("{} {}", plural("container", "containers", containers.len()), join_quote(containers))
}

/// Who sets a field to a forbidden value: the Pod, containers, or both.
#[derive(Default)]
struct Setters<'a> {
    pod: bool,
    containers: Vec<&'a str>,
    places: Vec<Field<'a>>,
}

impl<'a> Setters<'a> {
    /// Looks at `path` of the Pod's and every container's security context.
    fn find(object: Field<'a>, path: &'static str, is_bad: impl Fn(Field<'a>) -> bool) -> Self {
        let mut setters = Self::default();
        let own = object.path("spec.securityContext").path(path);
        if is_bad(own) {
            setters.pod = true;
            setters.places.push(own);
        }
        for container in containers(object) {
            let field = container.at("securityContext").path(path);
            if is_bad(field) {
                setters.containers.push(container.at("name").str());
                setters.places.push(field);
            }
        }
        setters
    }

    fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// `pod and container "a"`
    fn who(&self) -> String {
        let mut parts = Vec::new();
        if self.pod {
            parts.push("pod".to_owned());
        }
        if !self.containers.is_empty() {
            parts.push(named(&self.containers));
        }
        parts.join(" and ")
    }
}
