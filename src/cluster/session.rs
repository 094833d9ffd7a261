//! One scenario's stay on a cluster: its world, the learner's objects, the probes, and leaving nothing behind.

use std::collections::BTreeSet;

use k8s_openapi::api::core::v1::{Event, Namespace, Pod};
use kube::api::ListParams;
use kube::{Api, Client};
use serde_json::json;

use super::exec::{self, Ended};
use super::submit::{self, Submission};
use super::{ClusterError, Connection, OWNER, OWNER_LABEL, effective, wait};
use crate::object::Object;
use crate::probe::{Class, Facts, Observation, Probe, Target, classify_command, classify_pull};

/// What a scenario may make; taken away in this order.
const COLLECTIONS: [&str; 12] = [
    "/apis/networking.k8s.io/v1/{}/networkpolicies",
    "/apis/apps/v1/{}/deployments",
    "/apis/apps/v1/{}/statefulsets",
    "/apis/apps/v1/{}/daemonsets",
    "/apis/apps/v1/{}/replicasets",
    "/apis/batch/v1/{}/cronjobs",
    "/apis/batch/v1/{}/jobs",
    "/api/v1/{}/pods",
    "/api/v1/{}/services",
    "/api/v1/{}/secrets",
    "/api/v1/{}/configmaps",
    "/api/v1/{}/serviceaccounts",
];

/// Namespaces that are never made, emptied or removed.
const SYSTEM: [&str; 4] = ["kube-system", "kube-public", "kube-node-lease", "local-path-storage"];

/// A cluster in use for one scenario.
pub struct Session {
    client: Client,
    namespaces: BTreeSet<String>,
}

impl Session {
    /// Makes the scenario's world: its namespaces and objects. Clears away first what an earlier session left.
    ///
    /// # Errors
    /// When a namespace holds anything that is not ours, or the cluster refuses a part of the world.
    pub async fn open(connection: &Connection, namespaces: &[String], world: &[Object]) -> Result<Self, ClusterError> {
        let client = connection.client.clone();
        clean(&client).await?;
        let mut session = Self { client, namespaces: BTreeSet::new() };
        let declared: BTreeSet<String> =
            world.iter().filter(|object| object.kind == "Namespace").map(|object| object.name.clone()).collect();
        for object in world.iter().filter(|object| object.kind == "Namespace" && !SYSTEM.contains(&object.name.as_str())) {
            session.require(object).await?;
            session.namespaces.insert(object.name.clone());
        }
        for name in namespaces.iter().filter(|name| !declared.contains(*name) && !SYSTEM.contains(&name.as_str())) {
            session.namespace(name).await?;
        }
        for name in &session.namespaces {
            refuse_strangers(&session.client, name).await?;
        }
        for object in world.iter().filter(|object| object.kind != "Namespace" && !is_cluster_dns(object)) {
            session.require(object).await?;
        }
        Ok(session)
    }

    /// Sends one of the learner's objects and keeps the server's answer.
    ///
    /// # Errors
    /// When the cluster cannot be reached.
    pub async fn submit(&self, object: &Object) -> Result<Submission, ClusterError> {
        submit::submit(&self.client, object).await
    }

    /// Waits until the Pods of the session's namespaces have come to rest.
    ///
    /// # Errors
    /// After some minutes, with the state of a Pod that has not.
    pub async fn settle(&self) -> Result<(), ClusterError> {
        for namespace in &self.namespaces {
            wait::settled(&self.client, namespace).await?;
        }
        Ok(())
    }

    /// The cluster's answer to a probe. Sets of flows and selections are the offline judge's alone: no
    /// number of connections can show that there are no others.
    ///
    /// # Errors
    /// When the cluster cannot be reached.
    pub async fn observe(&self, probe: &Probe) -> Result<Observation, ClusterError> {
        match probe {
            Probe::Exec { target, command } => self.run(target, command).await,
            Probe::Start(target) => self.start(target).await,
            Probe::Pull(target) => self.pull(target).await,
            Probe::Effective(target) => self.effective(target).await,
            Probe::Flows { .. } | Probe::Selects { .. } | Probe::Isolation { .. } | Probe::Workload { .. } | Probe::If { .. } => {
                Ok(Observation::of(Class::NotSimulated))
            }
        }
    }

    /// Takes away everything the session made.
    ///
    /// # Errors
    /// When the cluster cannot be reached; what is left is found by its label the next time.
    pub async fn close(self) -> Result<(), ClusterError> {
        clean(&self.client).await
    }

    async fn require(&self, object: &Object) -> Result<(), ClusterError> {
        let answer = submit::submit(&self.client, object).await?;
        match answer.accepted {
            true => Ok(()),
            false => Err(ClusterError::Refused { what: format!("{} {}", object.kind, object.key()), answer: answer.message }),
        }
    }

    async fn namespace(&mut self, name: &str) -> Result<(), ClusterError> {
        self.namespaces.insert(name.to_owned());
        let body = json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name, "labels": {OWNER_LABEL: OWNER}}});
        match submit::send(&self.client, "POST", "/api/v1/namespaces", Some(&body)).await? {
            Err(status) if status.reason != "AlreadyExists" => {
                Err(ClusterError::Refused { what: format!("namespace {name}"), answer: status.message })
            }
            _ => Ok(()),
        }
    }

    async fn pod(&self, target: &Target) -> Result<Option<Pod>, ClusterError> {
        let pods: Api<Pod> = Api::namespaced(self.client.clone(), &target.namespace);
        Ok(pods.get_opt(&target.pod).await?)
    }

    async fn run(&self, target: &Target, command: &[String]) -> Result<Observation, ClusterError> {
        if self.pod(target).await?.is_none() {
            return Ok(Observation::of(Class::Absent));
        }
        Ok(match exec::exec(&self.client, target, command).await? {
            Ok(Ended { exit, stdout, stderr }) => {
                let class = classify_command(command, exit, &stdout, &stderr);
                Observation { exit: Some(exit), stdout, stderr, ..Observation::of(class) }
            }
            Err(refusal) if refusal.contains("executable file not found") => {
                Observation { stderr: refusal, ..Observation::of(Class::NotFound) }
            }
            // A command in a container that is not up: what keeps it from starting is the answer.
            Err(refusal) => match self.state(target).await?.class {
                Class::Running => Observation { stderr: refusal, ..Observation::of(Class::Other) },
                class => Observation { stderr: refusal, ..Observation::of(class) },
            },
        })
    }

    /// How far a container's start came: what its Pod's events say of it, else its state.
    async fn start(&self, target: &Target) -> Result<Observation, ClusterError> {
        let pod = self.pod(target).await?.filter(|pod| has_container(pod, target));
        if let Some(pod) = pod
            && let Some(event) = wait::obstacle(&self.client, &pod).await?
        {
            let class = Class::Waiting(event.reason.unwrap_or_default());
            return Ok(Observation { stdout: event.message.unwrap_or_default(), ..Observation::of(class) });
        }
        self.state(target).await
    }

    async fn state(&self, target: &Target) -> Result<Observation, ClusterError> {
        let Some(pod) = self.pod(target).await?.filter(|pod| has_container(pod, target)) else { return Ok(Observation::of(Class::Absent)) };
        let status = pod.status.unwrap_or_default();
        if status.phase.as_deref() == Some("Failed")
            && let Some(reason) = status.reason
        {
            return Ok(Observation { stdout: status.message.unwrap_or_default(), ..Observation::of(Class::Ended(reason)) });
        }
        let containers = status.container_statuses.unwrap_or_default();
        let found = containers.iter().find(|container| target.container.as_ref().is_none_or(|name| *name == container.name));
        let Some(state) = found.and_then(|container| container.state.as_ref()) else {
            return Ok(Observation::of(Class::Waiting("ContainerCreating".into())));
        };
        Ok(match (&state.waiting, &state.terminated) {
            (Some(waiting), _) => Observation {
                stdout: waiting.message.clone().unwrap_or_default(),
                ..Observation::of(Class::Waiting(waiting.reason.clone().unwrap_or_default()))
            },
            (None, Some(ended)) => {
                Observation { exit: Some(ended.exit_code), ..Observation::of(Class::Ended(ended.reason.clone().unwrap_or_default())) }
            }
            (None, None) => Observation::of(Class::Running),
        })
    }

    async fn pull(&self, target: &Target) -> Result<Observation, ClusterError> {
        let Some(pod) = self.pod(target).await? else { return Ok(Observation::of(Class::Absent)) };
        let containers = pod.status.unwrap_or_default().container_statuses.unwrap_or_default();
        let found = containers.iter().find(|container| target.container.as_ref().is_none_or(|name| *name == container.name));
        let waiting = found.and_then(|container| container.state.as_ref()?.waiting.as_ref());
        if let Some(waiting) = waiting
            && let Some(reason @ ("ErrImagePull" | "ImagePullBackOff" | "ErrImageNeverPull" | "InvalidImageName")) =
                waiting.reason.as_deref()
        {
            let message = waiting.message.clone().unwrap_or_default();
            return Ok(Observation { stdout: message.clone(), ..Observation::of(classify_pull(reason, &message)) });
        }
        let pulled = self.events(target).await?.iter().any(|text| text.contains("Successfully pulled image"));
        Ok(Observation::of(if pulled { Class::Pulled } else { Class::Present }))
    }

    async fn events(&self, target: &Target) -> Result<Vec<String>, ClusterError> {
        let events: Api<Event> = Api::namespaced(self.client.clone(), &target.namespace);
        let about = ListParams::default().fields(&format!("involvedObject.name={}", target.pod));
        Ok(events.list(&about).await?.items.into_iter().filter_map(|event| event.message).collect())
    }

    async fn effective(&self, target: &Target) -> Result<Observation, ClusterError> {
        let command = ["cat".to_owned(), "/proc/1/status".to_owned()];
        let answer = self.run(target, &command).await?;
        let facts = Facts::Effective(Box::new(effective::parse(&answer.stdout)));
        Ok(Observation { facts, ..answer })
    }
}

/// A Pod may lack the container that is asked about: a learner may have left it out.
fn has_container(pod: &Pod, target: &Target) -> bool {
    let Some(spec) = &pod.spec else { return false };
    let mut all = spec.containers.iter().chain(spec.init_containers.iter().flatten());
    target.container.as_ref().is_none_or(|name| all.any(|container| container.name == *name))
}

/// The cluster's own name service stands in every world and on every cluster already.
fn is_cluster_dns(object: &Object) -> bool {
    object.namespace.as_deref() == Some("kube-system")
        && (object.name == "kube-dns" || object.labels().get("k8s-app").is_some_and(|app| app == "kube-dns"))
}

async fn refuse_strangers(client: &Client, namespace: &str) -> Result<(), ClusterError> {
    let pods: Api<Pod> = Api::namespaced(client.clone(), namespace);
    let strangers = ListParams::default().labels(&format!("{OWNER_LABEL}!={OWNER}"));
    match pods.list(&strangers).await?.items.into_iter().next() {
        Some(pod) => Err(ClusterError::Occupied {
            namespace: namespace.to_owned(),
            object: format!("Pod {}", pod.metadata.name.unwrap_or_default()),
        }),
        None => Ok(()),
    }
}

/// Removes everything that carries our label, in every namespace, and waits until it is gone.
async fn clean(client: &Client) -> Result<(), ClusterError> {
    let label = format!("labelSelector={OWNER_LABEL}%3D{OWNER}");
    for collection in COLLECTIONS {
        let listed = submit::send(client, "GET", &format!("{}?{label}", collection.replace("/{}", "")), None).await?;
        let Ok(list) = listed else { continue };
        for item in list.get("items").and_then(|items| items.as_array()).into_iter().flatten() {
            let text = |pointer: &str| item.pointer(pointer).and_then(|value| value.as_str()).unwrap_or_default();
            let (namespace, name) = (text("/metadata/namespace"), text("/metadata/name"));
            let path = collection.replace("{}", &format!("namespaces/{namespace}"));
            submit::delete(client, &path, name).await?;
            if collection.ends_with("/pods") {
                wait::gone(client, &format!("{path}/{name}")).await?;
            }
        }
    }
    let namespaces: Api<Namespace> = Api::all(client.clone());
    let ours = ListParams::default().labels(&format!("{OWNER_LABEL}={OWNER}"));
    for name in namespaces.list(&ours).await?.items.into_iter().filter_map(|namespace| namespace.metadata.name) {
        if name != "default" && !SYSTEM.contains(&name.as_str()) {
            submit::delete(client, "/api/v1/namespaces", &name).await?;
            wait::gone(client, &format!("/api/v1/namespaces/{name}")).await?;
        }
    }
    Ok(())
}
