//! Workloads with what their controllers write: the status, and the ReplicaSets of Deployments.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::object::Object;
use crate::simulate::moment::Clock;
use crate::simulate::{self, FailedCreate, Pod, PodStatus, Tally};
use crate::world::{Key, Revision, World};

/// The annotation in which the controller numbers a Deployment's templates.
const REVISION: &str = "deployment.kubernetes.io/revision";

/// The statuses of all Pods by namespace and name, for what adds them up.
pub(super) struct Settled(BTreeMap<(String, String), PodStatus>);

impl Settled {
    /// Of the world as it stands.
    pub fn of(world: &World) -> Self {
        Self::of_pods(simulate::statuses(world))
    }

    /// Of these Pods.
    pub fn of_pods(pods: Vec<(Pod, PodStatus)>) -> Self {
        let key = |pod: &Pod| (pod.namespace().to_owned(), pod.name().to_owned());
        Self(pods.into_iter().map(|(pod, status)| (key(&pod), status)).collect())
    }

    fn of_pod(&self, pod: &Pod) -> Option<&PodStatus> {
        self.0.get(&(pod.namespace().to_owned(), pod.name().to_owned()))
    }

    /// The phase of a Pod.
    pub fn phase(&self, pod: &Pod) -> &'static str {
        self.of_pod(pod).map_or("Pending", |status| status.phase)
    }

    fn ready(&self, pods: &[Pod]) -> usize {
        pods.iter().filter_map(|pod| self.of_pod(pod)).filter(|status| status.ready()).count()
    }

    /// A workload with the status its controller writes.
    pub fn workload(&self, world: &World, object: Value) -> Value {
        let Some(stored) = Object::from_value(object.clone()) else { return object };
        let pods = simulate::made_by(world, &stored);
        let (made, ready) = (pods.len(), self.ready(&pods));
        let mut object = if stored.kind == "Job" { simulate::labelled_job(&stored) } else { object };
        let generation = object["metadata"]["generation"].as_u64().unwrap_or(1);
        match stored.kind.as_str() {
            "Deployment" => {
                annotate(&mut object, REVISION, &world.history.current(&Key::of(&stored)).to_string());
                let updated = of_set(&pods, &simulate::replica_set_of(&stored, &stored.value["spec"]["template"])).len();
                object["status"] = match simulate::failed_create(world, &stored) {
                    Some(failed) => without_pods(world, &stored, &failed, made, ready),
                    None => deployment(world, &stored, [made, updated, ready]),
                };
            }
            "Job" => object["status"] = self.job(world, &stored, &pods),
            "DaemonSet" => {
                let count = world.history.current(&Key::of(&stored)).to_string();
                annotate(&mut object, "deprecated.daemonset.template.generation", &count);
                object["status"] = daemon_set(made, ready);
            }
            "StatefulSet" => {
                object["status"] = stateful_set(&stored, &pods, ready);
            }
            _ => object["status"] = replica_set_status(made, ready),
        }
        if stored.kind != "Job" {
            object["status"]["observedGeneration"] = generation.into();
        }
        object
    }

    /// ReplicaSets, those of Deployments included.
    pub fn replica_sets(&self, world: &World) -> Vec<Value> {
        let mut found: Vec<_> = world.store.of_kind("ReplicaSet").map(|object| self.workload(world, object.value.clone())).collect();
        for deployment in world.store.of_kind("Deployment") {
            let key = Key::of(deployment);
            let pods = simulate::made_by(world, deployment);
            let counted = |template: &Value| {
                let own = of_set(&pods, &simulate::replica_set_of(deployment, template));
                (own.len(), replica_set_status(own.len(), self.ready(&own)))
            };
            for revision in world.history.earlier(&key) {
                let (made, status) = counted(&revision.template);
                found.push(replica_set(world, deployment, revision, made, status));
            }
            let template = deployment.value["spec"]["template"].clone();
            let (made, mut status) = counted(&template);
            let mut wanted = if pods.len() == made { replicas(deployment) } else { made };
            if let Some(failed) = simulate::failed_create(world, deployment) {
                wanted = failed.replicas;
                status["conditions"] = json!([{
                    "type": "ReplicaFailure", "status": "True", "reason": "FailedCreate", "message": failed.refusal,
                    "lastTransitionTime": world.facts.now,
                }]);
            }
            let current = Revision { number: world.history.current(&key), template, cause: None, since: None };
            found.push(replica_set(world, deployment, &current, wanted, status));
        }
        found
    }

    fn job(&self, world: &World, job: &Object, pods: &[Pod]) -> Value {
        let clock = Clock::of(world, &job.value);
        let course = simulate::job_course(world, job);
        let (start, end) = (clock.at(0), clock.at(course.finish));
        let now = end.as_str();
        let condition = |kind: &str, reason: &str, message: &str| json!({"type": kind, "status": "True", "reason": reason, "message": message, "lastProbeTime": now, "lastTransitionTime": now});
        let both = |first: &str, last: &str, reason: &str, message: &str| {
            json!([condition(first, reason, message), condition(last, reason, message)])
        };
        if job.value["spec"]["suspend"] == true {
            let suspended = [condition("Suspended", "JobSuspended", "Job suspended")];
            return json!({"conditions": suspended, "ready": 0, "terminating": 0, "uncountedTerminatedPods": {}});
        }
        let tally = Tally::of(pods, &|pod| self.phase(pod));
        let mut status = counted(&[
            ("succeeded", some(tally.succeeded)),
            ("failed", some(tally.failed + course.deleted.len())),
            ("active", some(tally.active)),
        ]);
        status["ready"] = self.ready(pods).into();
        status["terminating"] = 0.into();
        status["startTime"] = start.into();
        status["uncountedTerminatedPods"] = json!({});
        if job.value["spec"]["completionMode"] == "Indexed" {
            let done: Vec<usize> = (0..pods.len()).filter(|at| self.phase(&pods[*at]) == "Succeeded").collect();
            if !done.is_empty() {
                status["completedIndexes"] = ranges(&done).into();
            }
        }
        if simulate::completed(job, tally.succeeded, tally.active) {
            status["conditions"] =
                both("SuccessCriteriaMet", "Complete", "CompletionsReached", "Reached expected number of succeeded pods");
            status["completionTime"] = now.into();
        } else if let Some((reason, message)) = course.failed {
            status["conditions"] = both("FailureTarget", "Failed", reason, message);
        }
        status
    }
}

/// `0-2,4`
fn ranges(numbers: &[usize]) -> String {
    let mut all: Vec<(usize, usize)> = Vec::new();
    for number in numbers {
        match all.last_mut() {
            Some((_, last)) if *last + 1 == *number => *last = *number,
            _ => all.push((*number, *number)),
        }
    }
    let text = |(first, last): &(usize, usize)| match last - first {
        0 => first.to_string(),
        1 => format!("{first},{last}"),
        _ => format!("{first}-{last}"),
    };
    all.iter().map(text).collect::<Vec<_>>().join(",")
}

fn some(count: usize) -> Option<usize> {
    Some(count).filter(|count| *count > 0)
}

/// The counts that are there: a count of zero that Go omits is `None`.
fn counted(counts: &[(&str, Option<usize>)]) -> Value {
    let there = counts.iter().filter_map(|(name, count)| Some(((*name).to_owned(), Value::from((*count)?))));
    Value::Object(there.collect::<Map<_, _>>())
}

/// A StatefulSet's Pods by the revision of their template; while some are older, that is the current one.
fn stateful_set(object: &Object, pods: &[Pod], ready: usize) -> Value {
    let revision = simulate::revision_of(object);
    let of = |pod: &Pod| pod.object.labels().remove("controller-revision-hash").unwrap_or_default();
    let updated = pods.iter().filter(|pod| of(pod) == revision).count();
    let current = pods.iter().map(of).find(|own| *own != revision).unwrap_or_else(|| revision.clone());
    let mut status = counted(&[
        ("replicas", Some(pods.len())),
        ("availableReplicas", Some(ready)),
        ("readyReplicas", some(ready)),
        ("currentReplicas", some(if updated == pods.len() { updated } else { pods.len() - updated })),
        ("updatedReplicas", some(updated)),
        ("collisionCount", Some(0)),
    ]);
    status["currentRevision"] = current.into();
    status["updateRevision"] = revision.into();
    status
}

fn replica_set_status(made: usize, ready: usize) -> Value {
    counted(&[
        ("replicas", Some(made)),
        ("fullyLabeledReplicas", some(made)),
        ("readyReplicas", some(ready)),
        ("availableReplicas", some(ready)),
    ])
}

fn daemon_set(made: usize, ready: usize) -> Value {
    counted(&[
        ("desiredNumberScheduled", Some(made)),
        ("currentNumberScheduled", Some(made)),
        ("numberMisscheduled", Some(0)),
        ("numberReady", Some(ready)),
        ("updatedNumberScheduled", some(made)),
        ("numberAvailable", some(ready)),
        ("numberUnavailable", some(made - ready)),
    ])
}

/// A condition of a Deployment.
fn condition(world: &World, kind: &str, status: &str, reason: &str, message: &str) -> Value {
    let now = world.facts.now.as_str();
    json!({"type": kind, "status": status, "reason": reason, "message": message, "lastUpdateTime": now, "lastTransitionTime": now})
}

fn replicas(deployment: &Object) -> usize {
    deployment.value["spec"]["replicas"].as_u64().unwrap_or(1) as usize
}

/// The Pods of a ReplicaSet.
fn of_set(pods: &[Pod], set: &str) -> Vec<Pod> {
    pods.iter().filter(|pod| pod.object.value["metadata"]["ownerReferences"][0]["name"] == set).cloned().collect()
}

/// How many of a Deployment's Pods are there, of its present template, ready
/// (calculateStatus, syncRolloutStatus: Kubernetes `pkg/controller/deployment/{sync,progress}.go`).
fn deployment(world: &World, object: &Object, [made, updated, ready]: [usize; 3]) -> Value {
    let wanted = replicas(object);
    let mut status = counts(world, [made, updated, ready]);
    let set = simulate::replica_set_of(object, &object.value["spec"]["template"]);
    let done = ready >= wanted && updated == wanted && made == updated;
    // The deadline runs from the last progress, which is that of the new template (`pkg/controller/deployment/util` DeploymentTimedOut).
    let since = world.history.since(&Key::of(object)).or(object.value["metadata"]["creationTimestamp"].as_str());
    let begun = json!({"metadata": {"creationTimestamp": since}});
    let late = u64::from(Clock::of(world, &begun).age()) > object.value["spec"]["progressDeadlineSeconds"].as_u64().unwrap_or(600);
    let progressing = match done {
        true => {
            condition(world, "Progressing", "True", "NewReplicaSetAvailable", &format!("ReplicaSet \"{set}\" has successfully progressed."))
        }
        false if late => condition(
            world,
            "Progressing",
            "False",
            "ProgressDeadlineExceeded",
            &format!("ReplicaSet \"{set}\" has timed out progressing."),
        ),
        false => condition(world, "Progressing", "True", "ReplicaSetUpdated", &format!("ReplicaSet \"{set}\" is progressing.")),
    };
    status["conditions"] = json!([available(world, object, ready), progressing]);
    status
}

fn counts(world: &World, [made, updated, ready]: [usize; 3]) -> Value {
    let mut status = counted(&[
        ("replicas", some(made)),
        ("updatedReplicas", some(updated)),
        ("readyReplicas", some(ready)),
        ("availableReplicas", some(ready)),
        ("unavailableReplicas", some(made.saturating_sub(ready))),
    ]);
    if world.facts.version.minor >= 35 {
        status["terminatingReplicas"] = 0.into();
    }
    status
}

fn available(world: &World, object: &Object, ready: usize) -> Value {
    let (strategy, wanted) = (&object.value["spec"]["strategy"], replicas(object));
    let spare = if strategy["type"] == "Recreate" { 0 } else { simulate::fenceposts(&strategy["rollingUpdate"], wanted).1.min(wanted) };
    match ready >= wanted - spare {
        true => condition(world, "Available", "True", "MinimumReplicasAvailable", "Deployment has minimum availability."),
        false => condition(world, "Available", "False", "MinimumReplicasUnavailable", "Deployment does not have minimum availability."),
    }
}

/// A Deployment whose new ReplicaSet may not make a single Pod.
fn without_pods(world: &World, object: &Object, failed: &FailedCreate, made: usize, ready: usize) -> Value {
    let mut status = counts(world, [made, 0, ready]);
    let created = format!("Created new replica set \"{}\"", failed.name);
    status["unavailableReplicas"] = replicas(object).saturating_sub(ready).max(failed.replicas.saturating_sub(ready)).into();
    status["conditions"] = json!([
        condition(world, "Progressing", "True", "NewReplicaSetCreated", &created),
        available(world, object, ready),
        condition(world, "ReplicaFailure", "True", "FailedCreate", &failed.refusal),
    ]);
    status
}

/// The ReplicaSet of one of a Deployment's templates (`getNewReplicaSet`, `SetNewReplicaSetAnnotations`).
fn replica_set(world: &World, deployment: &Object, revision: &Revision, replicas: usize, mut status: Value) -> Value {
    let hash = simulate::template_hash(&revision.template);
    let mut template = revision.template.clone();
    template["metadata"]["labels"]["pod-template-hash"] = hash.as_str().into();
    let mut selector = deployment.value["spec"]["selector"].clone();
    selector["matchLabels"]["pod-template-hash"] = hash.as_str().into();
    let mut annotations = Map::new();
    let skipped = |key: &str| key == super::apply::LAST_APPLIED || key == REVISION || key == super::rollout::CHANGE_CAUSE;
    let own = deployment.value["metadata"]["annotations"].as_object().into_iter().flatten();
    annotations.extend(own.filter(|(key, _)| !skipped(key)).map(|(key, value)| (key.clone(), value.clone())));
    let cause = match replicas {
        0 => revision.cause.as_deref(),
        _ => deployment.value["metadata"]["annotations"][super::rollout::CHANGE_CAUSE].as_str(),
    };
    annotations.extend(cause.map(|cause| (super::rollout::CHANGE_CAUSE.to_owned(), cause.into())));
    let wanted = self::replicas(deployment);
    let strategy = &deployment.value["spec"]["strategy"];
    let surge = if strategy["type"] == "Recreate" { 0 } else { simulate::fenceposts(&strategy["rollingUpdate"], wanted).0 };
    for (key, value) in [
        ("deployment.kubernetes.io/desired-replicas", wanted.to_string()),
        ("deployment.kubernetes.io/max-replicas", (wanted + surge).to_string()),
        (REVISION, revision.number.to_string()),
    ] {
        annotations.insert(key.to_owned(), value.into());
    }
    status["observedGeneration"] = 1.into();
    if world.facts.version.minor >= 35 {
        status["terminatingReplicas"] = 0.into();
    }
    let uid = deployment.value["metadata"]["uid"].as_str().map_or_else(
        || simulate::uid_of(&format!("Deployment/{}/{}", deployment.namespace.as_deref().unwrap_or_default(), deployment.name)),
        str::to_owned,
    );
    json!({
        "metadata": {
            "name": format!("{}-{hash}", deployment.name), "namespace": deployment.namespace, "labels": template["metadata"]["labels"],
            "annotations": annotations, "generation": 1,
            "ownerReferences": [{"apiVersion": "apps/v1", "kind": "Deployment", "name": deployment.name, "uid": uid, "controller": true, "blockOwnerDeletion": true}],
        },
        "spec": {"replicas": replicas, "selector": selector, "template": template},
        "status": status,
    })
}

fn annotate(object: &mut Value, key: &str, value: &str) {
    if !object["metadata"]["annotations"].is_object() {
        object["metadata"]["annotations"] = json!({});
    }
    object["metadata"]["annotations"][key] = value.into();
}
