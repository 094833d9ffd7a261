//! The cluster's answer to a probe, in the words of the simulator.

use k8s_openapi::api::core::v1::{ContainerStatus, Pod};
use serde::Deserialize;

use super::exec::{self, Ended};
use super::link::{Link, text};
use super::names::Names;
use super::obstacle::{events, obstacle};
use super::submit::affects_host;
use super::{ClusterError, effective, wait};
use crate::probe::{Class, Facts, Observation, Probe, Target, classify_command, classify_pull};

/// Asks in the scenario's names, answers in them.
#[derive(Clone, Copy)]
pub(super) struct Observer<'o> {
    pub link: &'o Link,
    pub names: &'o Names,
}

impl Observer<'_> {
    /// The answer, once; `None` for what no cluster can answer.
    ///
    /// # Errors
    /// When the cluster cannot be reached.
    pub async fn observe(&self, probe: &Probe) -> Result<Option<Observation>, ClusterError> {
        let answer = match probe {
            Probe::Exec { command, .. } if affects_host(command).is_some() => return Ok(None),
            Probe::Exec { target, command } => self.run(target, command).await?,
            Probe::Start(target) => self.start(target).await?,
            Probe::Pull(target) => self.pull(target).await?,
            Probe::Effective(target) => return self.effective(target).await,
            Probe::Flows { .. } | Probe::Selects { .. } | Probe::Isolation { .. } | Probe::Workload { .. } | Probe::If { .. } => {
                return Ok(None);
            }
        };
        let (stdout, stderr) = (self.names.back(&answer.stdout), self.names.back(&answer.stderr));
        Ok(Some(Observation { stdout, stderr, ..answer }))
    }

    /// The target under its name on the cluster.
    pub fn real(&self, target: &Target) -> Target {
        Target { namespace: self.names.real(&target.namespace), ..target.clone() }
    }

    /// A command's end, for those who read more than a class from it.
    pub async fn exec(&self, target: &Target, command: &[String]) -> Result<Result<Ended, String>, ClusterError> {
        let command: Vec<_> = command.iter().map(|word| self.names.hosts(word)).collect();
        // Where there are several containers the server wants a name; without one kubectl takes the first.
        let first = |pod: Pod| Some(pod.spec?.containers.into_iter().next()?.name);
        let container = match &target.container {
            Some(name) => Some(name.clone()),
            None => self.pod(target).await?.and_then(first),
        };
        exec::exec(self.link, &Target { container, ..self.real(target) }, &command).await
    }

    pub async fn pod(&self, target: &Target) -> Result<Option<Pod>, ClusterError> {
        let path = format!("/api/v1/namespaces/{}/pods/{}", self.names.real(&target.namespace), target.pod);
        Ok(self.link.find(&path).await?.and_then(|value| Pod::deserialize(&value).ok()))
    }

    async fn run(&self, target: &Target, command: &[String]) -> Result<Observation, ClusterError> {
        if !self.pod(target).await?.is_some_and(|pod| has_container(&pod, target)) {
            return Ok(Observation::of(Class::Absent));
        }
        Ok(match self.exec(target, command).await? {
            Ok(Ended { exit, stdout, stderr }) => {
                let class = classify_command(command, exit, &stdout, &stderr);
                Observation { exit: Some(exit), stdout, stderr, ..Observation::of(class) }
            }
            Err(refusal) if is_missing_program(&refusal) => Observation { stderr: refusal, ..Observation::of(Class::NotFound) },
            // A command in a container that is not up: what the container does instead is the answer.
            Err(refusal) => match self.not_running(target).await?.class {
                Class::Running => Observation { stderr: refusal, ..Observation::of(Class::Other) },
                class => Observation { stderr: refusal, ..Observation::of(class) },
            },
        })
    }

    /// How far a container's start came: what its Pod's events say of it, else its state.
    async fn start(&self, target: &Target) -> Result<Observation, ClusterError> {
        let pod = self.pod(target).await?.filter(|pod| has_container(pod, target));
        if let Some(pod) = pod
            && let Some((reason, message)) = obstacle(self.link, &pod).await?
        {
            return Ok(Observation { stdout: message, ..Observation::of(Class::Waiting(reason)) });
        }
        self.state(target).await
    }

    /// What a Pod or container without a process to join does instead; of a Pod that has ended its phase counts, as kubectl has it.
    async fn not_running(&self, target: &Target) -> Result<Observation, ClusterError> {
        let status = self.pod(target).await?.and_then(|pod| pod.status).unwrap_or_default();
        match status.phase {
            Some(phase) if matches!(phase.as_str(), "Succeeded" | "Failed") => {
                Ok(Observation::of(Class::Ended(status.reason.unwrap_or(phase))))
            }
            _ => self.state(target).await,
        }
    }

    async fn state(&self, target: &Target) -> Result<Observation, ClusterError> {
        let Some(pod) = self.pod(target).await?.filter(|pod| has_container(pod, target)) else { return Ok(Observation::of(Class::Absent)) };
        if pod.spec.as_ref().is_some_and(|spec| spec.node_name.is_none()) {
            return Ok(Observation::of(Class::Waiting("Pending".into())));
        }
        let status = pod.status.clone().unwrap_or_default();
        if status.phase.as_deref() == Some("Failed")
            && let Some(reason) = status.reason
        {
            return Ok(Observation { stdout: status.message.unwrap_or_default(), ..Observation::of(Class::Ended(reason)) });
        }
        let found = container(&pod, target);
        if let Some(container) = &found
            && wait::is_between_starts(&pod, container)
        {
            return Ok(Observation::of(Class::Waiting("CrashLoopBackOff".into())));
        }
        let Some(state) = found.and_then(|container| container.state) else {
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
        let Some(pod) = self.pod(target).await?.filter(|pod| has_container(pod, target)) else { return Ok(Observation::of(Class::Absent)) };
        let waiting = container(&pod, target).and_then(|container| container.state?.waiting);
        if let Some(waiting) = waiting
            && let Some(reason @ ("ErrImagePull" | "ImagePullBackOff" | "ErrImageNeverPull" | "InvalidImageName")) =
                waiting.reason.as_deref()
        {
            return self.failed_pull(&pod, reason, waiting.message.unwrap_or_default()).await;
        }
        let events = events(self.link, &pod).await?;
        let said = |words: &str| events.iter().find(|event| text(event, "/message").contains(words)).map(|event| text(event, "/message"));
        Ok(match (said("Successfully pulled image"), said("already present on machine")) {
            (Some(message), _) => Observation { stdout: message.into(), ..Observation::of(Class::Pulled) },
            (None, Some(message)) => Observation { stdout: message.into(), ..Observation::of(Class::Present) },
            (None, None) => self.start(target).await?,
        })
    }

    /// The reason of a back-off repeats only that it waits; the event before it says what the registry said.
    async fn failed_pull(&self, pod: &Pod, reason: &str, message: String) -> Result<Observation, ClusterError> {
        let mut class = classify_pull(reason, &message);
        let mut told = message;
        if class == Class::Other {
            let events = events(self.link, pod).await?;
            let mut texts = events.iter().map(|event| text(event, "/message")).filter(|text| text.contains("Failed to pull image"));
            if let Some(text) = texts.next_back() {
                class = classify_pull(reason, text);
                told = text.to_owned();
            }
        }
        Ok(Observation { stdout: told, ..Observation::of(class) })
    }

    /// Who the first process is, from its status file and the stored Pod. `None` where nothing can be read.
    async fn effective(&self, target: &Target) -> Result<Option<Observation>, ClusterError> {
        let command = ["cat".to_owned(), "/proc/1/status".to_owned()];
        let Some(pod) = self.pod(target).await?.filter(|pod| has_container(pod, target)) else {
            return Ok(Some(Observation::of(Class::Absent)));
        };
        let Ok(Ended { exit: 0, stdout, .. }) = self.exec(target, &command).await? else { return Ok(None) };
        let mut effective = effective::parse(&stdout);
        effective::stored(&pod, target.container.as_deref(), &mut effective);
        Ok(Some(Observation { stdout, facts: Facts::Effective(Box::new(effective)), ..Observation::of(Class::Ok) }))
    }
}

/// A Pod may lack the container that is asked about: the learner may have left it out.
fn has_container(pod: &Pod, target: &Target) -> bool {
    let Some(spec) = &pod.spec else { return false };
    let mut all = spec.containers.iter().chain(spec.init_containers.iter().flatten());
    target.container.as_ref().is_none_or(|name| all.any(|container| container.name == *name))
}

pub(super) fn container(pod: &Pod, target: &Target) -> Option<ContainerStatus> {
    let status = pod.status.as_ref()?;
    let all = || status.container_statuses.iter().chain(&status.init_container_statuses).flatten();
    match &target.container {
        Some(name) => all().find(|container| container.name == *name).cloned(),
        None => {
            let first = pod.spec.as_ref()?.containers.first()?.name.as_str();
            all().find(|container| container.name == first).cloned()
        }
    }
}

/// The runtime's words when a program is not in the image.
fn is_missing_program(refusal: &str) -> bool {
    ["executable file not found", "no such file or directory: unknown"].iter().any(|words| refusal.contains(words))
}
