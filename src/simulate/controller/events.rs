//! What controllers say of their work: the events that are about workloads and claims.

use std::collections::BTreeMap;

use serde_json::Value;

use super::claim::{self, Bound};
use super::{completed, job_course, replica_set_of, replicas};
use crate::object::Object;
use crate::simulate::moment::Clock;
use crate::simulate::status::Event;
use crate::simulate::workload::{Pod, failed_create, made_by, pods};
use crate::world::{Key, World};

/// An event and the object it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    /// The object's `apiVersion`.
    pub api_version: String,
    /// Its kind.
    pub kind: String,
    /// Its namespace.
    pub namespace: Option<String>,
    /// Its name.
    pub name: String,
    /// What happened.
    pub event: Event,
    /// How old the object is.
    pub clock: Clock,
}

/// The events of every controller, oldest first for each object. `phase` is that of a Pod.
pub fn events(world: &World, phase: &dyn Fn(&Pod) -> &'static str) -> Vec<About> {
    let mut all = Vec::new();
    for object in world.store.iter() {
        let mut teller = Teller { object, clock: Clock::of(world, &object.value), told: &mut all };
        match object.kind.as_str() {
            "Deployment" => teller.deployment(world),
            "ReplicaSet" => teller.pods(world, "replicaset-controller"),
            "ReplicationController" => teller.pods(world, "replication-controller"),
            "DaemonSet" => teller.pods(world, "daemonset-controller"),
            "StatefulSet" => teller.stateful_set(world),
            "Job" => teller.job(world, phase),
            _ => {}
        }
        if let Some(failed) = failed_create(world, object) {
            teller.about(&failed.kind, &failed.name, failed.event);
        }
    }
    all.extend(of_claims(world));
    all
}

struct Teller<'a> {
    object: &'a Object,
    clock: Clock,
    told: &'a mut Vec<About>,
}

impl Teller<'_> {
    fn about(&mut self, kind: &str, name: &str, event: Event) {
        let (api_version, namespace) = (self.object.api_version.clone(), self.object.namespace.clone());
        let clock = self.clock.clone();
        self.told.push(About { api_version, kind: kind.to_owned(), namespace, name: name.to_owned(), event, clock });
    }

    fn say(&mut self, from: &'static str, reason: &'static str, message: String) {
        let (kind, name) = (self.object.kind.clone(), self.object.name.clone());
        self.about(&kind, &name, Event { from, ..Event::normal(reason, message) });
    }

    /// controller_utils.go createPods
    fn pods(&mut self, world: &World, from: &'static str) {
        for pod in made_by(world, self.object) {
            self.say(from, "SuccessfulCreate", format!("Created pod: {}", pod.name()));
        }
    }

    fn deployment(&mut self, world: &World) {
        let count = replicas(self.object);
        let pods = made_by(world, self.object);
        let current = replica_set_of(self.object, &self.object.value["spec"]["template"]);
        let is_of = |pod: &Pod, set: &str| pod.object.value["metadata"]["ownerReferences"][0]["name"] == set;
        let earlier = world.history.earlier(&Key::of(self.object));
        let mut sets: Vec<String> = earlier.iter().map(|revision| replica_set_of(self.object, &revision.template)).collect();
        sets.push(current.clone());
        let stuck = pods.iter().any(|pod| !is_of(pod, &current));
        for (set, from, to) in scalings(&self.object.value["spec"]["strategy"], &sets, count, stuck) {
            let way = if to > from { "up" } else { "down" };
            self.say("deployment-controller", "ScalingReplicaSet", format!("Scaled {way} replica set {set} from {from} to {to}"));
        }
        for pod in pods {
            let event =
                Event { from: "replicaset-controller", ..Event::normal("SuccessfulCreate", format!("Created pod: {}", pod.name())) };
            let set = pod.object.value["metadata"]["ownerReferences"][0]["name"].as_str().unwrap_or(&current).to_owned();
            self.about("ReplicaSet", &set, event);
        }
    }

    /// stateful_pod_control.go recordClaimEvent, recordPodEvent
    fn stateful_set(&mut self, world: &World) {
        let name = self.object.name.clone();
        let from = "statefulset-controller";
        for pod in made_by(world, self.object) {
            let claims: Vec<String> = super::stateful_set::templates(self.object)
                .filter_map(|claim| claim["metadata"]["name"].as_str())
                .map(|claim| format!("{claim}-{}", pod.name()))
                .collect();
            for claim in claims {
                self.say(from, "SuccessfulCreate", format!("Create Claim {claim} Pod {} in StatefulSet {name} success", pod.name()));
            }
            self.say(from, "SuccessfulCreate", format!("Create Pod {} in StatefulSet {name} successful", pod.name()));
        }
    }

    fn job(&mut self, world: &World, phase: &dyn Fn(&Pod) -> &'static str) {
        let from = "job-controller";
        if self.object.value["spec"]["suspend"] == true {
            self.say(from, "Suspended", "Job suspended".to_owned());
            return;
        }
        self.pods(world, from);
        let course = job_course(world, self.object);
        for name in &course.deleted {
            self.say(from, "SuccessfulCreate", format!("Created pod: {name}"));
            self.say(from, "SuccessfulDelete", format!("Deleted pod: {name}"));
        }
        let tally = Tally::of(&course.pods, phase);
        if completed(self.object, tally.succeeded, tally.active) {
            self.say(from, "Completed", "Job completed".to_owned());
        } else if let Some((reason, message)) = course.failed {
            let (kind, name) = (self.object.kind.clone(), self.object.name.clone());
            self.about(&kind, &name, Event { from, ..Event::warning(reason, message) });
        }
    }
}

/// How many Pods of a Job are how far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Those that succeeded.
    pub succeeded: usize,
    /// Those that failed for good.
    pub failed: usize,
    /// The others.
    pub active: usize,
}

impl Tally {
    /// Of a Job's Pods.
    pub fn of(pods: &[Pod], phase: &dyn Fn(&Pod) -> &'static str) -> Self {
        let count = |wanted: &str| pods.iter().filter(|pod| phase(pod) == wanted).count();
        let (succeeded, failed) = (count("Succeeded"), count("Failed"));
        Self { succeeded, failed, active: pods.len() - succeeded - failed }
    }
}

/// What the Deployment controller does to its ReplicaSets, one after the other took over: set, from, to
/// (`pkg/controller/deployment/{rolling,recreate}.go`). All Pods become available, but for the last set's when it is `stuck`.
fn scalings(strategy: &Value, sets: &[String], count: usize, stuck: bool) -> Vec<(String, usize, usize)> {
    let mut steps = Vec::new();
    let mut scale = |set: &String, from: usize, to: usize| {
        if from != to {
            steps.push((set.clone(), from, to));
        }
    };
    let Some(first) = sets.first() else { return steps };
    scale(first, 0, count);
    for (at, pair) in sets.windows(2).enumerate() {
        let [old, new] = pair else { continue };
        if strategy["type"] == "Recreate" {
            scale(old, count, 0);
            scale(new, 0, count);
            continue;
        }
        let stuck = stuck && at + 2 == sets.len();
        let (surge, unavailable) = fenceposts(&strategy["rollingUpdate"], count);
        let (mut left, mut made) = (count, 0);
        loop {
            let up = count.min(made + (count + surge).saturating_sub(left + made));
            scale(new, made, up);
            let available = if stuck { left } else { left + up };
            let down = left.saturating_sub(available.saturating_sub(count.saturating_sub(unavailable)));
            scale(old, left, down);
            if (up, down) == (made, left) {
                break;
            }
            (made, left) = (up, down);
        }
    }
    steps
}

/// ResolveFenceposts: how many Pods more, how many fewer than wanted there may be during a rollout.
pub fn fenceposts(rolling: &Value, count: usize) -> (usize, usize) {
    let amount = |field: &str, up: bool| match &rolling[field] {
        Value::Number(number) => number.as_u64().unwrap_or(0).min(1000) as usize,
        Value::String(text) => {
            let percent = text.trim_end_matches('%').parse().unwrap_or(0).min(1000);
            if up { (count * percent).div_ceil(100) } else { count * percent / 100 }
        }
        _ if up => (count * 25).div_ceil(100),
        _ => count * 25 / 100,
    };
    match (amount("maxSurge", true), amount("maxUnavailable", false)) {
        (0, 0) => (0, 1),
        both => both,
    }
}

fn of_claims(world: &World) -> Vec<About> {
    let mut claims: Vec<Object> = world.store.of_kind("PersistentVolumeClaim").cloned().collect();
    claims.extend(claim::made(world, false));
    if claims.is_empty() {
        return Vec::new();
    }
    let states: BTreeMap<_, _> = claim::bound(world, &claims, &claim::used(&pods(world)));
    let mut all = Vec::new();
    for claim in &claims {
        let key = (claim.namespace.clone().unwrap_or_default(), claim.name.clone());
        let event = match states.get(&key) {
            Some(Bound::No(event)) => event.clone(),
            Some(Bound::Waits) => Event {
                from: "persistentvolume-controller",
                ..Event::normal("WaitForFirstConsumer", "waiting for first consumer to be created before binding")
            },
            _ => continue,
        };
        let (api_version, kind, namespace) = (claim.api_version.clone(), claim.kind.clone(), claim.namespace.clone());
        let clock = Clock::of(world, &claim.value);
        all.push(About { api_version, kind, namespace, name: claim.name.clone(), event, clock });
    }
    all
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_rolling_update_surges_and_then_takes_away() {
        let sets = ["web-a".to_owned(), "web-b".to_owned()];
        let told = |strategy: Value, count| -> Vec<String> {
            scalings(&strategy, &sets, count, false).into_iter().map(|(set, from, to)| format!("{set} {from}-{to}")).collect()
        };
        assert_eq!(told(json!({}), 2), ["web-a 0-2", "web-b 0-1", "web-a 2-1", "web-b 1-2", "web-a 1-0"]);
        assert_eq!(told(json!({"type": "Recreate"}), 2), ["web-a 0-2", "web-a 2-0", "web-b 0-2"]);
        let down_first = json!({"rollingUpdate": {"maxSurge": 0, "maxUnavailable": 1}});
        assert_eq!(told(down_first, 2), ["web-a 0-2", "web-a 2-1", "web-b 0-1", "web-a 1-0", "web-b 1-2"]);
        assert!(told(json!({}), 0).is_empty());
        let stuck: Vec<_> = scalings(&json!({}), &sets, 4, true).into_iter().map(|(set, from, to)| format!("{set} {from}-{to}")).collect();
        assert_eq!(stuck, ["web-a 0-4", "web-b 0-1", "web-a 4-3", "web-b 1-2"]);
    }
}
