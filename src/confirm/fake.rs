//! A cluster in memory, with the moods that a real one has on bad days: for tests of the faces.

use std::sync::Mutex;

use super::port::{
    Access, Cluster, Environment, Event, Finding, Health, Identity, Observed, Profile, Remains, State, Stop, Submission, Trouble,
};
use super::{Allowed, Plan};
use crate::locale::Sentence;
use crate::probe::Class;

/// How the cluster behaves.
#[derive(Clone, Debug, Default)]
pub struct Fake {
    /// Answers every probe in this class instead of the predicted one.
    pub differs: Option<Class>,
    /// What stands in the way of everything.
    pub trouble: Option<Sentence>,
    /// Whether the kubeconfig's context is somebody else's.
    pub foreign: bool,
    /// Whether network policies are ignored.
    pub ignores_policies: bool,
    /// Waits, in the middle, until it is asked to stop.
    pub hangs: bool,
}

/// A cluster that does what was predicted, unless its mood says otherwise.
#[derive(Debug, Default)]
pub struct FakeCluster {
    mood: Fake,
    /// What was done, in order.
    pub deeds: Mutex<Vec<String>>,
}

impl FakeCluster {
    /// A cluster in this mood.
    pub fn new(mood: Fake) -> Self {
        Self { mood, deeds: Mutex::default() }
    }

    fn note(&self, deed: impl Into<String>) {
        self.deeds.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(deed.into());
    }

    fn stands(&self, stop: &Stop) -> Result<(), Trouble> {
        match &self.mood.trouble {
            _ if stop.is_asked() => Err(Trouble::stopped()),
            Some(trouble) => Err(Trouble::Failed(trouble.clone())),
            None => Ok(()),
        }
    }

    fn environment() -> Environment {
        Environment { version: "v1.35.4".into(), plugin: "kindnet (fake)".into(), runtime: "containerd://2.3.4".into() }
    }
}

impl Cluster for FakeCluster {
    fn identify(&self, access: &Access) -> Result<Identity, Trouble> {
        let context = access.context.clone().unwrap_or_else(|| if self.mood.foreign { "prod".into() } else { "kind-cofferdam".into() });
        let server = format!("https://{context}.test:6443");
        let known = Allowed { context: context.clone(), server: server.clone() };
        let allowed = context == "kind-cofferdam" || access.allowed.contains(&known);
        Ok(Identity { context, server, allowed })
    }

    fn confirm(&self, access: &Access, plan: &Plan, stop: &Stop, hear: &mut dyn FnMut(Event)) -> Result<Observed, Trouble> {
        self.note(format!("confirm {} on {}", plan.scenario, self.identify(access)?.context));
        hear(Event::Stage(Sentence::new("confirm-stage-connect", &[])));
        self.stands(stop)?;
        hear(Event::Request { method: "GET".into(), path: "/version".into(), answer: "ok".into(), millis: 1 });
        let mut observed = Observed { environment: Self::environment(), ..Observed::default() };
        observed.submissions = plan
            .sent
            .iter()
            .map(|sent| {
                hear(Event::Request { method: "POST".into(), path: sent.from.0.clone(), answer: "ok".into(), millis: 1 });
                Submission { from: sent.from.clone(), accepted: sent.accepted, message: sent.message.clone() }
            })
            .collect();
        while self.mood.hangs && !stop.is_asked() {
            std::hint::spin_loop();
        }
        observed.enforces = plan.needs_policies().then_some(!self.mood.ignores_policies);
        let total = plan.asked.len();
        for (index, asked) in plan.asked.iter().enumerate() {
            self.stands(stop)?;
            let mut answer = asked.predicted.clone();
            if let Some(class) = &self.mood.differs {
                answer.class = class.clone();
            }
            match observed.enforces {
                Some(false) => observed.unasked.push((asked.probe.clone(), Sentence::new("confirm-not-enforced", &[]))),
                _ => {
                    hear(Event::Observed(asked.probe.clone(), answer.clone()));
                    observed.answers.insert(asked.probe.clone(), answer);
                }
            }
            hear(Event::Progress { done: index + 1, total });
        }
        self.note("clean");
        Ok(observed)
    }

    fn examine(&self, _: &Access, stop: &Stop, hear: &mut dyn FnMut(Finding)) -> Result<(), Trouble> {
        let kubeconfig =
            Sentence::new("doctor-kubeconfig", &[("context", "kind-cofferdam"), ("server", "https://kind-cofferdam.test:6443")]);
        hear(Finding { check: "kubeconfig", health: Health::Good, says: kubeconfig, fix: None });
        match self.stands(stop) {
            Err(Trouble::Failed(says)) => {
                hear(Finding { check: "server", health: Health::Bad, says, fix: None });
                hear(Finding { check: "policies", health: Health::Skipped, says: Sentence::new("doctor-skipped", &[]), fix: None });
                Ok(())
            }
            Err(stopped) => Err(stopped),
            Ok(()) if self.mood.ignores_policies => {
                let (says, fix) = ("doctor-policies-ignored", "doctor-policies-ignored.fix");
                hear(Finding {
                    check: "policies",
                    health: Health::Warning,
                    says: Sentence::new(says, &[]),
                    fix: Some(Sentence::new(fix, &[])),
                });
                Ok(())
            }
            Ok(()) => {
                hear(Finding { check: "policies", health: Health::Good, says: Sentence::new("doctor-policies", &[]), fix: None });
                Ok(())
            }
        }
    }

    fn create(&self, profile: &Profile, stop: &Stop, hear: &mut dyn FnMut(Event)) -> Result<(), Trouble> {
        self.note(format!("create with {} workers", profile.workers));
        hear(Event::Progress { done: 0, total: 4 });
        self.stands(stop)
    }

    fn status(&self, _: &Access, stop: &Stop) -> Result<State, Trouble> {
        self.stands(stop)?;
        let remains = Remains { namespace: "cofferdam-e03-k3f9x2-default".into(), scenario: "E03".into(), in_use: false };
        let nodes = vec![("cofferdam-control-plane".to_owned(), "Ready".to_owned())];
        Ok(State { kind: Some(true), nodes, remains: vec![remains], environment: Self::environment() })
    }

    fn clean(&self, _: &Access, all: bool, stop: &Stop, _: &mut dyn FnMut(Event)) -> Result<Vec<Remains>, Trouble> {
        self.note(if all { "clean all" } else { "clean" });
        self.stands(stop)?;
        Ok(vec![Remains { namespace: "cofferdam-e03-k3f9x2-default".into(), scenario: "E03".into(), in_use: false }])
    }

    fn delete(&self, stop: &Stop, _: &mut dyn FnMut(Event)) -> Result<bool, Trouble> {
        self.note("delete");
        self.stands(stop).map(|()| true)
    }
}
