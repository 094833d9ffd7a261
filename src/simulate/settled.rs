//! A world whose Pods have started: many probes, one start a Pod.

use std::collections::BTreeMap;

use super::status::{ContainerState, PodStatus};
use super::{Pod, Run, Scene, effective, exec, network, start, workload};
use crate::probe::{Change, Class, Facts, Observation, Probe, Target};
use crate::schema::Version;
use crate::world::{Key, RuntimeName, World};

/// Answers probes about one world.
pub struct Settled<'w> {
    scene: Scene<'w>,
    runs: Runs,
}

/// Pods that were asked about, by namespace and name.
type Runs = BTreeMap<(String, String), Option<(Pod, Run)>>;

/// The Pod of this name as it has settled; it starts once.
fn settle<'r>(scene: &Scene<'_>, runs: &'r mut Runs, namespace: &str, name: &str) -> Option<&'r (Pod, Run)> {
    let started = || scene.pod(namespace, name).map(|pod| (pod.clone(), exec::again(scene, pod)));
    runs.entry((namespace.to_owned(), name.to_owned())).or_insert_with(started).as_ref()
}

impl<'w> Settled<'w> {
    /// Of `world`; Pods start when somebody asks about them.
    pub fn of(world: &'w World) -> Self {
        Self { scene: Scene::of(world), runs: Runs::new() }
    }

    /// The answer to one probe.
    pub fn observe(&mut self, probe: &Probe) -> Observation {
        match probe {
            Probe::Exec { target, command } => self.exec(target, command),
            Probe::Pull(target) => self.pulled(target),
            Probe::Start(target) => self.started(target),
            Probe::Effective(target) => effective(self.scene.world(), target),
            Probe::Flows { ports } => network::flows(self.scene.network(), ports),
            Probe::Selects { namespace, policy } => network::selects(self.scene.network(), namespace, policy),
            Probe::Isolation { namespace, pod } => network::isolation(self.scene.network(), namespace, pod),
            Probe::Workload { kind, namespace, name } => self.workload(kind, namespace, name),
            Probe::If { change, probe } => Settled::of(&changed(self.scene.world(), change)).observe(probe),
        }
    }

    /// A Pod as it has settled; `None` when there is no such Pod.
    pub fn run(&mut self, namespace: &str, name: &str) -> Option<&(Pod, Run)> {
        let Self { scene, runs } = self;
        settle(scene, runs, namespace, name)
    }

    fn exec(&mut self, target: &Target, command: &[String]) -> Observation {
        let Self { scene, runs } = self;
        match settle(scene, runs, &target.namespace, &target.pod) {
            Some((pod, run)) => exec::in_run(scene, pod, &mut run.clone(), target.container.as_deref(), command),
            None => exec::no_such_pod(&target.pod),
        }
    }

    /// What became of a container's image.
    fn pulled(&mut self, target: &Target) -> Observation {
        let Some((pod, run)) = self.run(&target.namespace, &target.pod) else { return Observation::of(Class::Absent) };
        match container_of(pod, target).map(|name| run.pulls.get(&name).cloned()) {
            Some(Some(pull)) => {
                let stdout = pull.waiting.map_or_else(String::new, |(_, message)| message);
                Observation { stdout, facts: Facts::Secret(pull.secret), trace: pull.trace, ..Observation::of(pull.class) }
            }
            // The Pod does not come so far.
            Some(None) => self.started(target),
            None => Observation::of(Class::Absent),
        }
    }

    /// Whether all Pods of a workload run: `Running` with how many in its text, else why the first does not; without
    /// Pods, what their controller was told.
    fn workload(&mut self, kind: &str, namespace: &str, name: &str) -> Observation {
        let world = self.scene.world();
        let Some(object) = world.store.get(kind, Some(namespace), name) else { return Observation::of(Class::Absent) };
        if let Some(failed) = workload::failed_create(world, object) {
            return Observation { stdout: failed.event.message, ..Observation::of(Class::Waiting("FailedCreate".into())) };
        }
        let pods = workload::made_by(world, object);
        let containers = |pod: &Pod| -> Vec<String> { pod.spec().containers.iter().map(|container| container.name.clone()).collect() };
        for pod in &pods {
            for container in containers(pod) {
                let target = Target { namespace: namespace.to_owned(), pod: pod.name().to_owned(), container: Some(container) };
                let answer = self.started(&target);
                if answer.class != Class::Running {
                    return answer;
                }
            }
        }
        let class = if pods.is_empty() { Class::Absent } else { Class::Running };
        Observation { stdout: format!("{0}/{0}", pods.len()), ..Observation::of(class) }
    }

    /// Whether a container runs, or why it does not.
    fn started(&mut self, target: &Target) -> Observation {
        let Some((pod, run)) = self.run(&target.namespace, &target.pod) else { return Observation::of(Class::Absent) };
        match container_of(pod, target) {
            Some(name) => state_of(&run.status, &name),
            None => Observation::of(Class::Absent),
        }
    }
}

/// The world as it would be.
pub fn changed(world: &World, change: &Change) -> World {
    let mut changed = match &change.policy_alone {
        Some((namespace, name)) => world.with_policy_alone(namespace, name),
        None => world.clone(),
    };
    changed.passed = changed.passed.saturating_add(change.later.unwrap_or_default());
    if let Some(minor) = change.version {
        changed.facts.version = Version { minor }.into();
    }
    match change.runtime.as_deref() {
        Some("cri-o") => changed.facts.runtime.name = RuntimeName::CriO,
        Some(_) => changed.facts.runtime.name = RuntimeName::Containerd,
        None => {}
    }
    for (kind, namespace, name) in &change.without {
        changed.store.remove(&Key { kind: kind.clone(), namespace: Some(namespace.clone()), name: name.clone() });
    }
    changed
}

/// Every Pod and its status once it has settled. The network is laid out once for all of them, so that a listing costs
/// in proportion to its Pods.
pub fn statuses(world: &World) -> Vec<(Pod, PodStatus)> {
    let scene = Scene::of(world);
    let settle = |pod: &Pod| (pod.clone(), start::run_in(&scene, pod, scene.address(pod)).status);
    scene.pods().iter().map(settle).collect()
}

/// The container a target means; without a name, the Pod's first.
fn container_of(pod: &Pod, target: &Target) -> Option<String> {
    let spec = pod.spec();
    let mut all = spec.init_containers.iter().flatten().chain(&spec.containers);
    match &target.container {
        Some(name) => all.find(|container| container.name == *name).map(|container| container.name.clone()),
        None => spec.containers.first().map(|container| container.name.clone()),
    }
}

fn state_of(status: &PodStatus, name: &str) -> Observation {
    let answer = |class, text: Option<&String>| Observation {
        stdout: text.cloned().unwrap_or_default(),
        trace: status.trace.clone(),
        ..Observation::of(class)
    };
    if let Some(reason) = &status.reason {
        return answer(Class::Ended(reason.clone()), status.message.as_ref());
    }
    if let Some(event) = status.events.iter().find(|event| event.reason == "FailedScheduling") {
        return answer(Class::Waiting(event.reason.to_owned()), Some(&event.message));
    }
    if status.containers.is_empty() && status.phase == "Pending" {
        // Its node is not there.
        return answer(Class::Waiting(status.phase.to_owned()), None);
    }
    let Some(found) = status.container(name) else { return Observation::of(Class::Absent) };
    let (reason, message) = match &found.state {
        ContainerState::Running => return answer(Class::Running, None),
        ContainerState::Terminated { exit, reason, message } => {
            return Observation { exit: Some(*exit), ..answer(Class::Ended(reason.clone()), message.as_ref()) };
        }
        ContainerState::Waiting { reason, message } => (reason, message),
    };
    // A Pod without a sandbox says more in its events, one that waits for an init container there.
    if let Some(event) = status.events.iter().find(|event| matches!(event.reason, "FailedMount" | "FailedCreatePodSandBox")) {
        return answer(Class::Waiting(event.reason.to_owned()), Some(&event.message));
    }
    let init = status.init_containers.iter().find_map(|init| match &init.state {
        ContainerState::Waiting { reason, message } if reason != "PodInitializing" => Some((reason, message)),
        _ => None,
    });
    let (reason, message) = if reason == "PodInitializing" { init.unwrap_or((reason, message)) } else { (reason, message) };
    let exit = match &found.last {
        Some(ContainerState::Terminated { exit, .. }) => Some(*exit),
        _ => None,
    };
    Observation { exit, ..answer(Class::Waiting(reason.clone()), message.as_ref()) }
}
