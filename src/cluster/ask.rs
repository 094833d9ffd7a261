//! Asking until it is certain: policies come into force a moment after they are stored, and Pods start listening a moment
//! after they run.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::time::Duration;

use futures::StreamExt;
use futures::stream::FuturesUnordered;
use tokio::time::{Instant, sleep};

use super::canary::Canary;
use super::flows::{self, Network};
use super::images::Substitutes;
use super::link::Link;
use super::names::Names;
use super::observe::Observer;
use super::{ClusterError, effective, inside, wait};
use crate::confirm::{Asked, Event, Inside, Observed, Plan, is_as_predicted, is_network_command};
use crate::locale::Sentence;
use crate::probe::{Class, Facts, Observation, Probe};

/// Between two looks.
const PERIOD: Duration = Duration::from_millis(700);
/// How long an answer may take to become the predicted one.
const PATIENCE: Duration = Duration::from_secs(15);

/// The same of an answer that only the container's own start can still change.
const SHORT_PATIENCE: Duration = Duration::from_secs(4);

/// How long after the first question a container may still run that is predicted to end: a busy node tells late that it has.
const ENDING: Duration = Duration::from_secs(60);

/// What is known while probes are asked.
pub(super) struct Asking<'a> {
    pub plan: &'a Plan,
    pub observer: Observer<'a>,
    pub canary: Option<&'a Canary>,
    substitutes: &'a Substitutes,
    /// What was found in images, for answers that are not as predicted.
    insides: RefCell<Vec<Inside>>,
    /// What the node itself lacks.
    withheld: RefCell<Vec<String>>,
    begun: Instant,
}

impl<'a> Asking<'a> {
    pub fn new(link: &'a Link, names: &'a Names, plan: &'a Plan, substitutes: &'a Substitutes, canary: Option<&'a Canary>) -> Self {
        let (insides, withheld) = (RefCell::default(), RefCell::default());
        Self { plan, observer: Observer { link, names }, canary, substitutes, insides, withheld, begun: Instant::now() }
    }

    /// Asks every probe, those of different containers side by side, and tells each answer as it comes.
    ///
    /// # Errors
    /// When the cluster cannot be reached.
    pub async fn all(&self, observed: &mut Observed) -> Result<(), ClusterError> {
        let link = self.observer.link;
        let total = self.plan.asked.len();
        link.stage("confirm-stage-probes", &[("count", &total.to_string())]);
        // Commands in one container may change what the next one finds: they keep their order.
        let mut lanes: BTreeMap<String, Vec<&Asked>> = BTreeMap::new();
        for asked in &self.plan.asked {
            lanes.entry(lane(&asked.probe)).or_default().push(asked);
        }
        let mut running: FuturesUnordered<_> = lanes.into_values().map(|lane| self.one_lane(lane, observed.enforces)).collect();
        let mut done = 0;
        while let Some(answers) = running.next().await {
            for (probe, answer) in answers? {
                done += 1;
                link.tell(Event::Progress { done, total });
                match answer {
                    Ok(answer) => _ = observed.answers.insert(probe, answer),
                    Err(why) => observed.unasked.push((probe, why)),
                }
            }
        }
        observed.insides = self.insides.take();
        observed.withheld = self.withheld.take();
        Ok(())
    }

    async fn one_lane(
        &self,
        lane: Vec<&Asked>,
        enforces: Option<bool>,
    ) -> Result<Vec<(Probe, Result<Observation, Sentence>)>, ClusterError> {
        let mut answers = Vec::new();
        for asked in lane {
            let answer = match self.cannot_ask(asked, enforces) {
                Some(why) => Err(why),
                None => self.until_certain(asked).await?,
            };
            if let Ok(answer) = &answer {
                self.observer.link.tell(Event::Observed(asked.probe.clone(), answer.clone()));
            }
            answers.push((asked.probe.clone(), answer));
        }
        Ok(answers)
    }

    /// Why this cluster cannot answer, if it cannot.
    fn cannot_ask(&self, asked: &Asked, enforces: Option<bool>) -> Option<Sentence> {
        let network = match &asked.probe {
            Probe::Selects { .. } | Probe::Isolation { .. } | Probe::Workload { .. } | Probe::If { .. } => {
                return Some(Sentence::new("confirm-offline-only", &[]));
            }
            Probe::Exec { command, .. } => {
                if let Some(address) = self.plan.outside.iter().find(|address| command.iter().any(|word| *word == address.to_string())) {
                    return Some(Sentence::new("confirm-no-outside", &[("address", &address.to_string())]));
                }
                if let Some(part) = super::submit::affects_host(command) {
                    return Some(Sentence::new("confirm-dangerous", &[("command", &part)]));
                }
                is_network_command(command)
            }
            Probe::Flows { .. } => true,
            _ => false,
        };
        if asked.predicted.class == Class::NotSimulated {
            return Some(Sentence::new("confirm-not-simulated", &[]));
        }
        if network && self.plan.ignores_policies && enforces == Some(true) {
            return Some(Sentence::new("confirm-enforced", &[]));
        }
        (network && enforces == Some(false) && !self.plan.ignores_policies).then(|| Sentence::new("confirm-not-enforced", &[]))
    }

    fn network(&self) -> Network<'_> {
        Network { observer: self.observer, refuses: self.canary.is_some_and(|canary| canary.refuses) }
    }

    async fn until_certain(&self, asked: &Asked) -> Result<Result<Observation, Sentence>, ClusterError> {
        if let Probe::Flows { ports } = &asked.probe {
            return flows::observe(self.network(), ports, &asked.predicted).await;
        }
        let begun = Instant::now();
        let needed = match &asked.probe {
            // A lookup that nobody answers takes the resolver twenty seconds: once is enough.
            Probe::Exec { command, .. } if is_network_command(command) && asked.predicted.class != Class::DnsFail => 2,
            _ => 1,
        };
        let patience = if may_change(&asked.probe) { PATIENCE } else { SHORT_PATIENCE };
        let (mut agreed, mut last) = (0, None);
        loop {
            let Some(answer) = self.observer.observe(&asked.probe).await? else {
                return Ok(Err(Sentence::new("confirm-unreadable", &[])));
            };
            let answer = flows::refused_by_policy(self.network(), &asked.probe, answer).await?;
            agreed = if is_as_predicted(&asked.predicted, &answer) { agreed + 1 } else { 0 };
            let over = begun.elapsed() > patience && last.as_ref() == Some(&answer.class) || begun.elapsed() > patience * 2;
            let over = over && !(is_still_to_end(&asked.predicted, &answer) && self.begun.elapsed() < ENDING);
            if agreed >= needed || over {
                return self.judged(asked, answer).await;
            }
            last = Some(answer.class);
            sleep(PERIOD).await;
        }
    }

    /// A Pod still on its way and an image that is not there are the cluster's lack, not a wrong prediction.
    async fn judged(&self, asked: &Asked, answer: Observation) -> Result<Result<Observation, Sentence>, ClusterError> {
        if !is_as_predicted(&asked.predicted, &answer)
            && let Some(restless) = self.restless(&asked.probe).await?
        {
            return Ok(Err(restless.sentence(self.begun.elapsed())));
        }
        if is_as_predicted(&asked.predicted, &answer) {
            return Ok(Ok(answer));
        }
        self.look_inside(asked, &answer).await?;
        if let Probe::Exec { command, .. } = &asked.probe
            && answer.stderr.contains("No such process")
        {
            return Ok(Err(Sentence::new("confirm-no-process", &[("command", &command.join(" "))])));
        }
        if let Some(image) = self.missing_image(&asked.probe).await? {
            return Ok(Err(Sentence::new("confirm-only-simulated", &[("image", &image)])));
        }
        Ok(match lacks_image(&asked.predicted, &answer) {
            true => Err(Sentence::new("confirm-no-image", &[("said", answer.stdout.trim())])),
            false => Ok(answer),
        })
    }

    /// An image that only the exercise's world has, of the Pod that is asked about; where a connection is tried, of any Pod.
    async fn missing_image(&self, probe: &Probe) -> Result<Option<String>, ClusterError> {
        if self.plan.only_simulated.is_empty() {
            return Ok(None);
        }
        let pods = match probe {
            Probe::Exec { command, .. } if is_network_command(command) => {
                let mut pods = Vec::new();
                for namespace in self.plan.namespaces() {
                    pods.extend(wait::pods(self.observer.link, &self.observer.names.real(&namespace)).await?);
                }
                pods
            }
            Probe::Exec { target, .. } | Probe::Start(target) | Probe::Pull(target) | Probe::Effective(target) => {
                self.observer.pod(target).await?.into_iter().collect()
            }
            _ => Vec::new(),
        };
        let specs = pods.into_iter().filter_map(|pod| pod.spec);
        let images = specs.flat_map(|spec| spec.containers.into_iter().chain(spec.init_containers.into_iter().flatten()));
        Ok(images.filter_map(|container| container.image).find(|image| self.plan.only_simulated.contains(image)))
    }

    /// Reads what is in the image of a container that does not answer as predicted, where its accounts may be the reason.
    async fn look_inside(&self, asked: &Asked, answer: &Observation) -> Result<(), ClusterError> {
        let target = match &asked.probe {
            Probe::Effective(target) => target,
            Probe::Exec { target, command } if !is_network_command(command) && answer.exit.is_some() => target,
            _ => return Ok(()),
        };
        if let Facts::Effective(effective) = &answer.facts
            && let Some(pod) = self.observer.pod(target).await?
        {
            let lacks = effective::withheld(&pod, target.container.as_deref(), effective);
            if !lacks.is_empty() {
                self.observer.link.tell(Event::Withheld(lacks.clone()));
                *self.withheld.borrow_mut() = lacks;
            }
        }
        for inside in inside::look(&self.observer, target, self.substitutes).await? {
            if !self.insides.borrow().contains(&inside) {
                self.observer.link.tell(Event::Inside(inside.clone()));
                self.insides.borrow_mut().push(inside);
            }
        }
        Ok(())
    }

    /// The Pod that is asked about, if it has not come to rest.
    async fn restless(&self, probe: &Probe) -> Result<Option<wait::Restless>, ClusterError> {
        let target = match probe {
            Probe::Exec { target, .. } | Probe::Start(target) | Probe::Pull(target) | Probe::Effective(target) => target,
            Probe::Flows { .. } | Probe::Selects { .. } | Probe::Isolation { .. } | Probe::Workload { .. } | Probe::If { .. } => {
                return Ok(None);
            }
        };
        match self.observer.pod(target).await? {
            Some(pod) => wait::restless(self.observer.link, self.observer.names, &pod).await,
            None => Ok(None),
        }
    }
}

/// Whether others than the container decide the answer: policies, the kubelet, a registry.
fn may_change(probe: &Probe) -> bool {
    match probe {
        Probe::Exec { command, .. } => is_network_command(command),
        Probe::Effective(_) => false,
        _ => true,
    }
}

/// Whether a container does something that is predicted to have ended; between two starts it only looks as if it had.
fn is_still_to_end(predicted: &Observation, answer: &Observation) -> bool {
    let crashes = predicted.class == Class::Waiting("CrashLoopBackOff".into());
    match &answer.class {
        Class::Waiting(_) | Class::Absent => false,
        Class::Ended(_) => crashes,
        _ => crashes || matches!(predicted.class, Class::Ended(_)),
    }
}

/// Whether the cluster lacks an image that the prediction takes for granted.
fn lacks_image(predicted: &Observation, answer: &Observation) -> bool {
    let is_pull = |class: &Class| match class {
        Class::ImageNotFound | Class::Unreachable | Class::NeverPull | Class::Unauthorized | Class::InvalidImageName => true,
        Class::Waiting(reason) => {
            matches!(reason.as_str(), "ErrImagePull" | "ImagePullBackOff" | "ErrImageNeverPull" | "InvalidImageName")
        }
        _ => false,
    };
    match &answer.class {
        // A way out is the cluster's to have, whatever was to be found there.
        Class::Unreachable => true,
        Class::Unauthorized | Class::InvalidImageName => false,
        class => is_pull(class) && !is_pull(&predicted.class) && !answer.stdout.contains("401"),
    }
}

fn lane(probe: &Probe) -> String {
    match probe {
        Probe::Exec { target, command } if !is_network_command(command) => format!("exec {}/{}", target.namespace, target.pod),
        other => format!("{other:?}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_container_that_is_predicted_to_end_is_waited_for() {
        let of = |word: &str| Observation::of(word.parse().unwrap());
        for (predicted, answer, waits) in [
            ("CrashLoopBackOff", "running", true),
            ("CrashLoopBackOff", "ok", true),
            ("CrashLoopBackOff", "ErrImagePull", false),
            ("CrashLoopBackOff", "absent", false),
            ("running", "CrashLoopBackOff", false),
            ("ErrImagePull", "running", false),
        ] {
            assert_eq!(is_still_to_end(&of(predicted), &of(answer)), waits, "{predicted} {answer}");
        }
        let ended = Observation::of(Class::Ended("Error".into()));
        assert!(is_still_to_end(&of("CrashLoopBackOff"), &ended) && !is_still_to_end(&ended, &ended));
    }

    #[test]
    fn an_image_that_is_not_there_is_the_clusters_lack_and_a_refused_one_is_not() {
        let of = |word: &str, text: &str| Observation { stdout: text.into(), ..Observation::of(word.parse().unwrap()) };
        for (predicted, answer, said, lacks) in [
            ("CreateContainerConfigError", "ErrImageNeverPull", "", true),
            ("eacces", "ErrImageNeverPull", "", true),
            ("running", "ImagePullBackOff", "not found", true),
            ("running", "ImagePullBackOff", "401 Unauthorized", false),
            ("unauthorized", "unreachable", "", true),
            ("pulled", "unauthorized", "", false),
            ("unauthorized", "not_found", "", false),
            ("ErrImagePull", "ErrImageNeverPull", "", false),
            ("running", "CrashLoopBackOff", "", false),
        ] {
            assert_eq!(lacks_image(&of(predicted, ""), &of(answer, said)), lacks, "{predicted} {answer}");
        }
    }
}
