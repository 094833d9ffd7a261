//! What a real cluster would do, computed: pure, total, and ignorant of scenarios, checks and solutions.
//!
//! ```text
//! controller  what is made of workloads workload  the Pods there are
//! pull      image, credentials, registry
//! context   Pod + container merged      identity  uid, gid, groups     capability  powers
//! start     a Pod, step by step         files     what a container sees and may change
//! shell     command lines               tool      programs in their own words
//! network   policies and connections    exec      kubectl exec
//! login     a shell somebody sits at  scene     a world and its network, laid out once
//! machine   containers at run time    session   a process that runs a command in one
//! moment    how long something has been there   build     images from Dockerfiles
//! ```
//!
//! [`run`] starts a Pod and gives its status and its machine; [`exec`] runs a command in it.

use crate::probe::{Class, Effective, Facts as Findings, Observation, Observations, Probe, Step, Target};
use crate::world::{Image, Reference, World};

mod archive;
mod build;
pub mod capability;
pub mod context;
mod controller;
mod downward;
mod exec;
mod files;
pub mod identity;
mod login;
mod machine;
pub mod moment;
pub mod network;
mod pull;
mod scene;
mod session;
mod settled;
mod shell;
mod start;
mod status;
mod tool;
mod variables;
mod workload;

pub use archive::{Packed, pack, unpack};
pub use build::{Built, build, build_onto_nodes, is_dockerfile, look};
pub use controller::{
    About, Course, Tally, active_jobs, claim, completed, events, fenceposts, job_course, labelled_job, pass, replica_set_of, revision_of,
    template_hash, uid_of,
};
pub use downward::resource as written_amount;
pub use exec::{exec, exec_and_sent};
pub use login::{Entered, Login};
pub use machine::Machine;
pub use moment::go_duration;
pub use session::{Outside, Printed};
pub use settled::{Settled, changed, statuses};
pub use start::{Run, run, tolerates};

use scene::{Scene, Surroundings};

pub use pull::keyring::{Credential, Ignored, Lookup, PullSecret, lookup};
pub use pull::{Credentials, Pull, credentials};
pub use status::{Condition, ContainerState, ContainerStatus, Event, Moment, PodStatus};
pub use workload::{FailedCreate, Pod, failed_create, find as find_pod, made_by, pods};

/// The world's answer to a probe.
pub fn observe(world: &World, probe: &Probe) -> Observation {
    Settled::of(world).observe(probe)
}

/// The world's answers to many probes; every Pod is started once.
pub fn observe_all<'p>(world: &World, probes: impl IntoIterator<Item = &'p Probe>) -> Observations {
    let mut settled = Settled::of(world);
    probes.into_iter().map(|probe| (probe.clone(), settled.observe(probe))).collect()
}

/// One step of a trace.
fn step(id: &'static str, args: &[(&'static str, &str)]) -> Step {
    Step { id, args: args.iter().map(|(name, value)| (*name, (*value).to_owned())).collect() }
}

/// What is left for a container after Pod, container, image and defaults are merged; `None` when there is no such container.
pub fn effective_of(world: &World, pod: &Pod, container: &k8s_openapi::api::core::v1::Container) -> Effective {
    let context = context::merge(&world.facts, pod.spec(), container);
    let image = container.image.as_deref().and_then(|image| Image::find(&world.facts, &Reference::parse(image).ok()?)).unwrap_or_default();
    let who = identity::identity(pod.spec(), &context, &image).ok();
    let bounding = capability::granted(&world.facts.runtime, context.capabilities.as_ref(), context.privileged.value);
    let root = who.as_ref().is_some_and(|who| who.uid.value == 0);
    let seccomp = if context.privileged.value { context::Seccomp::Unconfined } else { context.seccomp.value.clone() };
    let mut origin = std::collections::BTreeMap::from([
        ("runAsNonRoot", context.non_root.by.word()),
        ("readOnlyRootFilesystem", context.read_only_root.by.word()),
        ("allowPrivilegeEscalation", context.allow_privilege_escalation.by.word()),
        ("privileged", context.privileged.by.word()),
        ("capabilities", if context.privileged.value || context.capabilities.is_some() { "container" } else { "runtime" }),
        ("seccomp", if context.privileged.value { "container" } else { context.seccomp.by.word() }),
        ("procMount", context.proc_mount.by.word()),
        ("userNamespace", context.own_users.by.word()),
    ]);
    origin.extend(context.app_armor.iter().map(|set| ("appArmor", set.by.word())));
    origin.extend(context.se_linux.iter().map(|set| ("seLinux", set.by.word())));
    if let Some(who) = &who {
        origin.extend([("uid", who.uid.by.word()), ("gid", who.gid.by.word())]);
    }
    Effective {
        uid: who.as_ref().map(|who| who.uid.value),
        gid: who.as_ref().map(|who| who.gid.value),
        groups: who.map(|who| who.groups).unwrap_or_default(),
        run_as_non_root: context.non_root.value,
        read_only_root: context.read_only_root.value,
        allow_privilege_escalation: context.allow_privilege_escalation.value,
        privileged: context.privileged.value,
        effective: if root { bounding.names() } else { Vec::new() },
        bounding: bounding.names(),
        seccomp: seccomp.word(),
        proc_mount: context.proc_mount.value,
        app_armor: context.app_armor.map(|set| context::app_armor_word(&set.value)),
        se_linux: context.se_linux.map(|set| context::label_word(&set.value)),
        own_users: context.own_users.value,
        origin,
    }
}

fn effective(world: &World, target: &Target) -> Observation {
    let Some((pod, container)) = container_of(world, target) else { return Observation::of(Class::Absent) };
    let found = effective_of(world, &pod, &container);
    let trace = explain(&found);
    Observation { facts: Findings::Effective(Box::new(found)), trace, ..Observation::of(Class::Ok) }
}

fn explain(found: &Effective) -> Vec<Step> {
    let origin = |field: &str| found.origin.get(field).copied().unwrap_or("default");
    let number = |value: Option<i64>| value.map_or_else(String::new, |value| value.to_string());
    let mut trace = vec![
        step("effective-uid", &[("uid", &number(found.uid)), ("origin", origin("uid"))]),
        step("effective-gid", &[("gid", &number(found.gid)), ("origin", origin("gid"))]),
    ];
    let groups = found.groups.iter().map(i64::to_string).collect::<Vec<_>>().join(", ");
    trace.push(step("effective-groups", &[("groups", &groups)]));
    if found.uid == Some(0) {
        let names = found.effective.join(", ");
        trace.push(match found.effective.is_empty() {
            true => step("effective-root-without", &[]),
            false => step("effective-capabilities", &[("names", &names), ("origin", origin("capabilities"))]),
        });
    }
    if found.uid.is_some_and(|uid| uid != 0) && !found.bounding.is_empty() {
        trace.push(step("effective-no-capabilities", &[("uid", &number(found.uid))]));
    }
    if found.privileged {
        trace.push(step("effective-privileged", &[]));
    }
    if found.read_only_root {
        trace.push(step("effective-read-only-root", &[]));
    }
    if !found.allow_privilege_escalation {
        trace.push(step("effective-no-new-privileges", &[]));
    }
    if found.run_as_non_root {
        trace.push(step("effective-non-root", &[("origin", origin("runAsNonRoot"))]));
    }
    trace
}

/// The Pod and container of a target; without a container's name, the Pod's first.
fn container_of(world: &World, target: &Target) -> Option<(Pod, k8s_openapi::api::core::v1::Container)> {
    let pod = workload::find(world, &target.namespace, &target.pod)?;
    let spec = pod.spec();
    let container = match &target.container {
        Some(name) => spec.init_containers.iter().flatten().chain(&spec.containers).find(|container| container.name == *name),
        None => spec.containers.first(),
    };
    let container = container.cloned()?;
    Some((pod, container))
}
