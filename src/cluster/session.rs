//! One scenario's stay on a cluster: its world, the learner's objects, and leaving nothing behind.

use std::collections::BTreeSet;

use futures::future::join_all;
use serde_json::{Value, json};
use tokio::time::{Duration, Instant, sleep};

use super::drive::Brake;
use super::link::{Link, text};
use super::names::Names;
use super::runs::{Run, Runs};
use super::submit::{STRICT, collection, manifest_affects_host};
use super::{ClusterError, sweep, wait};
use crate::confirm::{Event, Plan, SYSTEM, Sent, Submission};
use crate::locale::Sentence;
use crate::object::Object;

/// How long a new namespace may take to get its service account: a busy controller manager makes it late.
const ACCOUNT: Duration = Duration::from_secs(60);

/// Kinds that Pods need when they start: sent first, whatever the order in the files, since kubelet looks for them
/// only now and then.
const FIRST: [&str; 2] = ["Secret", "ConfigMap"];

/// A cluster in use for one scenario.
pub(super) struct Session<'s> {
    pub link: &'s Link,
    pub names: Names,
    /// Its namespaces, by their names on the cluster.
    pub namespaces: BTreeSet<String>,
    scenario: String,
    run: Run,
    owner: String,
}

impl<'s> Session<'s> {
    /// A session that has made nothing yet.
    pub fn new(link: &'s Link, runs: &Runs, scenario: &str, namespaces: BTreeSet<String>) -> Self {
        let run = runs.begin();
        let names = Names::new(scenario, &run.id, namespaces);
        Self { link, names, namespaces: BTreeSet::new(), scenario: label(scenario), run, owner: runs.owner() }
    }

    /// Makes the scenario's world: its namespaces and objects. Those that the learner's files will replace are left to them.
    ///
    /// # Errors
    /// When the cluster refuses a part of the world.
    pub async fn furnish(&mut self, plan: &Plan) -> Result<(), ClusterError> {
        self.link.stage("confirm-stage-world", &[]);
        let labels = |name: &str| plan.world.iter().find(|object| object.kind == "Namespace" && object.name == name);
        let wanted: Vec<_> = plan.namespaces().into_iter().map(|name| (self.names.real(&name), labels(&name))).collect();
        // Known before they are made: an interruption in between removes them all the same.
        self.namespaces.extend(wanted.iter().map(|(name, _)| name.clone()));
        let made = wanted.iter().map(|(name, object)| self.namespace(name, object.and_then(|o| o.value.pointer("/metadata/labels"))));
        join_all(made).await.into_iter().collect::<Result<Vec<_>, _>>()?;
        join_all(self.namespaces.iter().map(|name| self.account(name))).await.into_iter().collect::<Result<Vec<_>, _>>()?;
        let objects = plan.world.iter().filter(|object| object.kind != "Namespace" && !will_be_replaced(plan, object));
        let (pods, others): (Vec<_>, Vec<_>) = objects.partition(|object| runs_pods(&object.kind));
        join_all(others.into_iter().map(|object| self.require(object))).await.into_iter().collect::<Result<Vec<_>, _>>()?;
        // The world's Pods may run under an account that is the learner's to write.
        let accounts: Vec<_> = plan.sent.iter().filter(|sent| sent.accepted && text(&sent.value, "/kind") == "ServiceAccount").collect();
        for sent in accounts {
            self.send(sent).await?;
        }
        join_all(pods.into_iter().map(|object| self.require(object))).await.into_iter().collect::<Result<Vec<_>, _>>()?;
        Ok(())
    }

    /// Sends the learner's documents in order and keeps the server's answers. What must not be sent is in the second list.
    ///
    /// # Errors
    /// When the cluster cannot be reached.
    pub async fn submit(&mut self, plan: &Plan) -> Result<(Vec<Submission>, Vec<ClusterError>), ClusterError> {
        self.link.stage("confirm-stage-files", &[]);
        let makes_namespaces = plan.sent.iter().any(|sent| text(&sent.value, "/kind") == "Namespace");
        let mut order: Vec<_> = plan.sent.iter().collect();
        order.sort_by_key(|sent| makes_namespaces || !FIRST.contains(&text(&sent.value, "/kind")));
        let (mut submissions, mut withheld) = (Vec::new(), Vec::new());
        for sent in order {
            match self.send(sent).await {
                Ok(submission) => {
                    if !submission.accepted {
                        self.keep_world(plan, sent).await?;
                    }
                    submissions.push(submission);
                }
                Err(error @ (ClusterError::Dangerous { .. } | ClusterError::Refused { .. })) => withheld.push(error),
                Err(error) => return Err(error),
            }
        }
        Ok((submissions, withheld))
    }

    /// Takes away everything the session made and waits until it is gone, whatever its outcome was. What could not be taken
    /// away costs no outcome: it is told, and found by its label the next time.
    ///
    /// # Errors
    /// The outcome's; that it was stopped.
    pub async fn leave<T>(self, outcome: Result<T, ClusterError>, brake: &Brake) -> Result<(T, Option<Sentence>), ClusterError> {
        if let Err(ClusterError::Stopped { signal: Some(_), .. }) = &outcome {
            self.link.stage("confirm-stage-stopping", &[]);
        }
        let namespaces: Vec<_> = self.namespaces.iter().cloned().collect();
        match (outcome, brake.closing(sweep::remove(self.link, &namespaces)).await) {
            (Ok(value), Ok(())) => Ok((value, None)),
            (Err(error), Ok(())) => Err(error),
            (Err(error), Err(_)) => Err(error.leaving("cluster-stopped-left")),
            (Ok(_), Err(stopped @ ClusterError::Stopped { .. })) => Err(stopped),
            (Ok(value), Err(error)) => {
                let note = error.sentence();
                self.link.tell(Event::Note(note.clone()));
                Ok((value, Some(note)))
            }
        }
    }

    async fn namespace(&self, name: &str, labels: Option<&Value>) -> Result<(), ClusterError> {
        let mut labels = labels.cloned();
        if let Some(labels) = labels.as_mut().and_then(Value::as_object_mut) {
            labels.remove("kubernetes.io/metadata.name");
        }
        let body = sweep::namespace(name, &self.scenario, &self.run.id, &self.owner, labels.as_ref());
        self.link.must("POST", &format!("/api/v1/namespaces?{STRICT}"), Some(&body)).await.map(|_| ())
    }

    /// A Pod is refused until its namespace has the service account `default`.
    async fn account(&self, namespace: &str) -> Result<(), ClusterError> {
        let end = Instant::now() + ACCOUNT;
        let path = format!("/api/v1/namespaces/{namespace}/serviceaccounts/default");
        loop {
            match self.link.send("GET", &path, None).await? {
                Ok(_) => return Ok(()),
                Err(_) if Instant::now() < end => sleep(Duration::from_millis(100)).await,
                Err(status) => {
                    let what = "the service account \"default\"".to_owned();
                    let (id, seconds) = ("cluster-timed-out", ACCOUNT.as_secs());
                    return Err(ClusterError::TimedOut { id, what, seconds, state: status.message });
                }
            }
        }
    }

    async fn require(&self, object: &Object) -> Result<(), ClusterError> {
        let mut value = object.value.clone();
        self.names.rename(&mut value);
        loosen(&mut value);
        let namespace = object.namespace.as_deref().map(|namespace| self.names.real(namespace));
        let what = format!("{} {}", object.kind, object.key());
        let collection = collection(&value, namespace.as_deref());
        let path = collection.ok_or_else(|| ClusterError::Refused { what: what.clone(), answer: object.api_version.clone() })?;
        match self.link.send("POST", &format!("{path}?{STRICT}"), Some(&value)).await? {
            Err(status) if status.reason != "AlreadyExists" => {
                Err(ClusterError::Refused { what, answer: self.names.back(&status.message) })
            }
            _ => Ok(()),
        }
    }

    async fn send(&mut self, sent: &Sent) -> Result<Submission, ClusterError> {
        let (kind, name) = (text(&sent.value, "/kind").to_owned(), text(&sent.value, "/metadata/name").to_owned());
        let what = format!("{kind} {name}");
        if let Some(why) = manifest_affects_host(&sent.value) {
            return Err(ClusterError::Dangerous { what, why });
        }
        // The cluster's own namespaces are nobody's to fill.
        let is_system = sent.namespace.as_deref().or(Some(&name).filter(|_| kind == "Namespace").map(String::as_str));
        if is_system.is_some_and(|namespace| SYSTEM.contains(&namespace)) || sent.namespace.is_none() && kind != "Namespace" {
            return Err(ClusterError::Dangerous { what, why: "cluster-scoped".into() });
        }
        let mut value = sent.value.clone();
        self.names.rename(&mut value);
        let answered = |answer: Result<Value, Box<kube::core::Status>>, names: &Names| Submission {
            from: sent.from.clone(),
            accepted: answer.is_ok(),
            message: answer.err().map(|status| names.back(&status.message)).unwrap_or_default(),
        };
        if kind == "Namespace" {
            let answer = self.send_namespace(&value).await?;
            return Ok(answered(answer, &self.names));
        }
        let namespace = sent.namespace.as_deref().map(|namespace| self.names.real(namespace));
        let Some(path) = collection(&value, namespace.as_deref()) else {
            return Err(ClusterError::Refused { what, answer: text(&value, "/apiVersion").into() });
        };
        let create = format!("{path}?{STRICT}");
        let mut answer = self.link.send("POST", &create, Some(&value)).await?;
        if answer.as_ref().is_err_and(|status| status.reason == "AlreadyExists") {
            // As a learner does with what cannot be changed: delete it and create it again.
            self.link.delete(&format!("{path}/{name}")).await?;
            wait::gone(self.link, &format!("{path}/{name}")).await?;
            answer = self.link.send("POST", &create, Some(&value)).await?;
        }
        match answer {
            Err(status) if sent.accepted && is_the_clusters_own(&status.message) => {
                Err(ClusterError::InTheWay { what, answer: self.names.back(&status.message) })
            }
            answer => Ok(answered(answer, &self.names)),
        }
    }

    /// The learner's own namespace: with our labels beside theirs, and taken away with the others.
    async fn send_namespace(&mut self, value: &Value) -> Result<super::link::Answer, ClusterError> {
        let name = text(value, "/metadata/name").to_owned();
        let known = !self.namespaces.insert(name.clone());
        let mut labels = value.pointer("/metadata/labels").cloned();
        if let Some(labels) = labels.as_mut().and_then(Value::as_object_mut) {
            labels.remove("kubernetes.io/metadata.name");
        }
        let ours = sweep::namespace(&name, &self.scenario, &self.run.id, &self.owner, labels.as_ref());
        let mut whole = value.clone();
        if let Some(metadata) = whole.get_mut("metadata").and_then(Value::as_object_mut) {
            metadata.insert("labels".into(), ours["metadata"]["labels"].clone());
            metadata.insert("annotations".into(), ours["metadata"]["annotations"].clone());
        }
        let answer = match known {
            true => {
                self.link
                    .send("PATCH", &format!("/api/v1/namespaces/{name}?{STRICT}"), Some(&json!({"metadata": whole["metadata"]})))
                    .await?
            }
            false => self.link.send("POST", &format!("/api/v1/namespaces?{STRICT}"), Some(&whole)).await?,
        };
        if answer.is_ok() {
            self.account(&name).await?;
        }
        Ok(answer)
    }

    /// What a refused document would have replaced stays as it was.
    async fn keep_world(&self, plan: &Plan, sent: &Sent) -> Result<(), ClusterError> {
        match plan.world.iter().find(|object| is_same(object, sent)) {
            Some(object) if sent.accepted => self.require(object).await,
            _ => Ok(()),
        }
    }
}

/// A scenario's id as the value of a label: a variant (`E03@7`) has a sign in it that no label may have.
fn label(scenario: &str) -> String {
    scenario.replace(|c: char| !c.is_ascii_alphanumeric(), "-")
}

/// Whether a refusal comes from what somebody set up in this cluster and no exercise knows: a quota, a webhook, a policy.
fn is_the_clusters_own(refusal: &str) -> bool {
    ["exceeded quota:", "admission webhook ", "ValidatingAdmissionPolicy '", "failed calling webhook"]
        .iter()
        .any(|words| refusal.contains(words))
}

fn runs_pods(kind: &str) -> bool {
    ["Pod", "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Job", "CronJob"].contains(&kind)
}

fn is_same(object: &Object, sent: &Sent) -> bool {
    object.kind == text(&sent.value, "/kind") && object.name == text(&sent.value, "/metadata/name") && object.namespace == sent.namespace
}

fn will_be_replaced(plan: &Plan, object: &Object) -> bool {
    plan.sent.iter().any(|sent| sent.accepted && is_same(object, sent))
}

/// What the simulated server allocated is for the real one to allocate.
fn loosen(value: &mut Value) {
    if let Some(object) = value.as_object_mut() {
        object.remove("status");
    }
    if text(value, "/kind") == "Service"
        && text(value, "/spec/clusterIP") != "None"
        && let Some(spec) = value.get_mut("spec").and_then(Value::as_object_mut)
    {
        spec.remove("clusterIP");
        spec.remove("clusterIPs");
    }
    if let Some(metadata) = value.get_mut("metadata").and_then(Value::as_object_mut) {
        for field in ["uid", "resourceVersion", "creationTimestamp", "generation", "managedFields"] {
            metadata.remove(field);
        }
    }
}
