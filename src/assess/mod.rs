//! The one pipeline both faces call: files → diagnostics → observations → verdicts → score.

mod ask;
mod compare;
mod said;
mod score;
mod second;
mod strangers;
mod unsaid;

pub use compare::{Change, Comparison, compare};
pub use score::Share;
pub use second::{Answered, judge_again, predicted, predicted_where};

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::panic::resume_unwind;
use std::thread;

use self::ask::Scope;
pub use self::unsaid::Unsaid;
use crate::content::{self, Applied, Kind, Scenario, Setting, Watch};
use crate::diag::Diagnostic;
use crate::grade::{self, Case, Verdict};
use crate::object::Object;
use crate::probe::{Class, Endpoint, Facts, Flow, Observation, Observations, Port, Probe};
use crate::rules::Document;
use crate::text::SourceFile;
use crate::world::World;
use crate::yaml;

/// A watched command, what it would answer now, and what the task wants.
#[derive(Clone, Debug)]
pub struct Prediction {
    /// The label before the command: the Pod's name, the ports of flows, or empty.
    pub from: String,
    /// The command as the learner reads it; empty for the whole flow set.
    pub label: String,
    /// The answer at the start.
    pub before: Option<Class>,
    /// The answer now.
    pub now: Observation,
    /// The answer the task wants.
    pub wanted: Option<Class>,
    /// For the whole flow set: how many flows are open.
    pub open: Option<Open>,
}

/// Open flows, counted between different endpoints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Open {
    /// With the starting files.
    pub before: usize,
    /// Now.
    pub now: usize,
    /// With the reference solution.
    pub wanted: usize,
}

impl Prediction {
    /// Whether now is as wanted; `None` when nothing is wanted, or when only success is and what was printed says more
    /// (`id -u` succeeds as root too): a tick beside `0` would mislead.
    pub fn met(&self) -> Option<bool> {
        match self.open {
            Some(open) => Some(open.now == open.wanted),
            None if self.printed().is_some() && self.wanted == Some(Class::Ok) => None,
            None => self.wanted.as_ref().map(|wanted| *wanted == self.now.class),
        }
    }
}

impl Prediction {
    /// What the command printed, if it succeeded and printed one short line.
    pub fn printed(&self) -> Option<&str> {
        let text = self.now.stdout.trim_end();
        (self.now.class == Class::Ok && !text.is_empty() && !text.contains('\n') && text.chars().count() <= 40).then_some(text)
    }
}

/// Everything there is to say about the learner's files.
#[derive(Clone, Debug, Default)]
pub struct Assessment {
    /// The server's answers.
    pub documents: Vec<Document>,
    /// All findings, by file and place.
    pub diagnostics: Vec<Diagnostic>,
    /// What would happen.
    pub predictions: Vec<Prediction>,
    /// One a check, in order.
    pub verdicts: Vec<Verdict>,
    /// Points earned, rounded down so that only a full pass is full.
    pub score: u32,
    /// Points there are.
    pub points: u32,
    /// The same without rounding.
    pub share: Share,
    /// Whether every check passed.
    pub passed: bool,
    /// Index of the most instructive failed verdict.
    pub lead: Option<usize>,
}

impl Assessment {
    /// Whether checks passed, and all of them would have passed untouched: then nothing is earned yet.
    pub fn only_what_held(&self) -> bool {
        !self.passed && self.share.earned == 0 && self.verdicts.iter().any(|verdict| verdict.passed && verdict.weight > 0)
    }
}

/// Judges the learner's files offline. Total and quick: it runs at every keystroke.
pub fn assess(scenario: &Scenario, files: &[SourceFile]) -> Assessment {
    let mut asked = None;
    // The first time, the learner's world is asked together with those it is compared with.
    let setting = scenario.setting(|| {
        let (setting, own) = compared(scenario, Some(files).filter(|files| !is_start(scenario, files)));
        asked = own;
        setting
    });
    let (now, verdicts) = judged(scenario, setting, files, asked);
    assessment(scenario, setting, files, now, verdicts)
}

fn assessment(scenario: &Scenario, setting: &Setting, files: &[SourceFile], now: Cow<'_, Applied>, verdicts: Vec<Verdict>) -> Assessment {
    let mut diagnostics: Vec<_> = now.documents.iter().flat_map(|document| document.diagnostics.iter().cloned()).collect();
    diagnostics.sort_by(|a, b| (&a.file, a.span).cmp(&(&b.file, b.span)));
    let passed = !verdicts.is_empty() && verdicts.iter().all(|verdict| verdict.passed);
    if scenario.kind == Kind::Predict {
        // What the server says of the manifests is what the learner has to say first.
        diagnostics = if passed { diagnostics } else { Vec::new() };
        diagnostics.extend(sheet_findings(files));
    }
    let share = Share::of(&verdicts, &setting.start_passed);
    let unsaid = Unsaid::of(scenario, files);
    Assessment {
        diagnostics,
        predictions: scenario.watches.iter().map(|watch| predict(scenario, setting, watch, &now.answers, &unsaid)).collect(),
        score: share.points(scenario.points),
        points: scenario.points,
        share,
        passed,
        lead: grade::lead(&verdicts),
        verdicts,
        documents: match now {
            Cow::Borrowed(applied) => applied.documents.clone(),
            Cow::Owned(applied) => applied.documents,
        },
    }
}

/// What is wrong with the text of the answers.
fn sheet_findings(files: &[SourceFile]) -> Vec<Diagnostic> {
    files.iter().filter(|file| file.name() == grade::ANSWERS).flat_map(|file| yaml::parse(file).1).collect()
}

/// The server's answers to the learner's files, without any further question.
pub fn documents(scenario: &Scenario, files: &[SourceFile]) -> Vec<Document> {
    apply(scenario, files).0
}

/// The scenario's world with the learner's accepted objects in force.
pub fn world(scenario: &Scenario, files: &[SourceFile]) -> World {
    apply(scenario, files).1
}

/// The server's answers to the manifests among the learner's files, and the scenario's world with them in force.
fn apply(scenario: &Scenario, files: &[SourceFile]) -> (Vec<Document>, World) {
    content::apply(&scenario.world, &scenario.namespace, &scenario.applied(files))
}

/// What every grading of the scenario is compared with: made once.
fn setting(scenario: &Scenario) -> &Setting {
    scenario.setting(|| compared(scenario, None).0)
}

/// Files applied and asked, and in what scope.
type Asked = (Applied, Scope);

/// What every grading is compared with, and `files` asked in the same breath: worlds that have nothing to do with each other, and
/// what a command waits for most.
fn compared(scenario: &Scenario, files: Option<&[SourceFile]>) -> (Setting, Option<Asked>) {
    let applied = |files: &[SourceFile]| {
        let (documents, world) = apply(scenario, files);
        Applied { documents, world, answers: Observations::new() }
    };
    let mut start = applied(&scenario.start);
    let mut reference = scenario.solutions.first().map_or_else(Applied::default, |solution| applied(&solution.files));
    let worlds = [&scenario.world, &start.world, &reference.world];
    let scope = Scope { ports: ask::ports(scenario, &worlds), addresses: content::telling_addresses(&worlds) };
    let (answers, asked) = thread::scope(|threads| {
        let of_reference = threads.spawn(|| ask::all(scenario, &reference.world, &scope));
        let asked = files.map(|files| threads.spawn(|| asked(scenario, files, &scope, worlds)));
        let of_start = ask::all(scenario, &start.world, &scope);
        let asked = asked.map(|asked| asked.join().unwrap_or_else(|panic| resume_unwind(panic)));
        ((of_start, of_reference.join().unwrap_or_else(|panic| resume_unwind(panic))), asked)
    });
    (start.answers, reference.answers) = answers;
    let Scope { ports, addresses } = scope.clone();
    let mut setting = Setting { ports, addresses, start, reference, start_passed: Vec::new() };
    let verdicts = verdicts(scenario, &setting, &scenario.start, &setting.start, &scope);
    setting.start_passed = verdicts.iter().map(|verdict| verdict.passed).collect();
    (setting, asked)
}

fn is_start(scenario: &Scenario, files: &[SourceFile]) -> bool {
    files.iter().map(|file| (file.name(), file.text())).eq(scenario.start.iter().map(|file| (file.name(), file.text())))
}

/// The files applied, and every probe of checks and predictions answered by the simulator: so that the answers compare with those
/// that `worlds` gave in `scope`.
fn asked(scenario: &Scenario, files: &[SourceFile], scope: &Scope, worlds: [&World; 3]) -> Asked {
    let (documents, world) = apply(scenario, files);
    let scope = widened(scenario, scope, worlds, &world);
    (Applied { answers: ask::all(scenario, &world, &scope), documents, world }, scope)
}

/// The files answered, unless they were asked already; and the verdicts.
fn judged<'s>(scenario: &Scenario, setting: &'s Setting, files: &[SourceFile], own: Option<Asked>) -> (Cow<'s, Applied>, Vec<Verdict>) {
    let (now, scope) = if let Some((now, scope)) = own {
        (Cow::Owned(now), scope)
    } else if is_start(scenario, files) {
        // The start was asked already, in all that the setting compares.
        (Cow::Borrowed(&setting.start), scope_of(setting))
    } else {
        let (now, scope) = asked(scenario, files, &scope_of(setting), worlds(scenario, setting));
        (Cow::Owned(now), scope)
    };
    let verdicts = verdicts(scenario, setting, files, &now, &scope);
    (now, verdicts)
}

/// Of what flows the worlds of a setting were asked.
fn scope_of(setting: &Setting) -> Scope {
    Scope { ports: setting.ports.clone(), addresses: setting.addresses.clone() }
}

/// The worlds of a setting.
fn worlds<'s>(scenario: &'s Scenario, setting: &'s Setting) -> [&'s World; 3] {
    [&scenario.world, &setting.start.world, &setting.reference.world]
}

/// Of what flows `world` is asked, so that its answers compare with those that `worlds` gave in `scope`.
fn widened(scenario: &Scenario, scope: &Scope, worlds: [&World; 3], world: &World) -> Scope {
    let mut ports = ask::ports(scenario, &[world]);
    ports.extend(&scope.ports);
    let [made, start, reference] = worlds;
    Scope { ports, addresses: content::telling_addresses(&[made, start, reference, world]) }
}

/// Of what flows `world` is asked, so that its answers compare with those of the start and of the reference.
fn scope(scenario: &Scenario, setting: &Setting, world: &World) -> Scope {
    widened(scenario, &scope_of(setting), worlds(scenario, setting), world)
}

/// What the checks make of `now`, whose flows were asked in `scope`.
fn verdicts(scenario: &Scenario, setting: &Setting, files: &[SourceFile], now: &Applied, scope: &Scope) -> Vec<Verdict> {
    let in_scope = |applied: &Applied| ask::flows_again(&applied.answers, &applied.world, scope);
    // Two answers compare in the same scope only; a policy that names new ports or addresses makes the others old.
    let same = scope.ports == setting.ports && scope.addresses == setting.addresses;
    let again = (!same).then(|| (in_scope(&setting.start), in_scope(&setting.reference)));
    let (start, reference) =
        again.as_ref().map_or((&setting.start.answers, &setting.reference.answers), |(start, reference)| (start, reference));
    let strangers = strangers_of(scenario, &now.world);
    let unmade = |world: &World| if strangers.is_empty() { Vec::new() } else { strangers::flows(world, &strangers, scope) };
    let unmade = [&now.world, &setting.start.world, &setting.reference.world].map(unmade);
    let case = Case {
        files,
        now: now.side(),
        start: grade::Side { answers: start, ..setting.start.side() },
        reference: grade::Side { answers: reference, ..setting.reference.side() },
        strangers: grade::Strangers { now: &unmade[0], start: &unmade[1], reference: &unmade[2] },
        world: &scenario.world,
        hidden: &scenario.hidden,
        namespace: &scenario.namespace,
        elsewhere: &BTreeSet::new(),
        check: "",
        takes_rest: true,
        says: &scenario.says,
    };
    let mut verdicts = grade::judge(&scenario.checks, &case);
    let unsaid = Unsaid::of(scenario, files);
    for verdict in verdicts.iter_mut().filter(|verdict| !verdict.passed) {
        verdict.lesson = Some(scenario.lesson.clone());
        unsaid.unsay(verdict);
    }
    verdicts
}

/// Whom policies name and nobody has made, where flows are compared.
fn strangers_of(scenario: &Scenario, world: &World) -> Vec<Object> {
    let compared = scenario.checks.iter().any(|check| check.kind.flow_ports().is_some());
    if compared { strangers::of(world) } else { Vec::new() }
}

fn predict(scenario: &Scenario, setting: &Setting, watch: &Watch, answers: &Observations, unsaid: &Unsaid) -> Prediction {
    let open = |answers: &Observations, ports: &[Port]| open(scenario, answers, &watch.probe, ports);
    let now = answers.get(&watch.probe).cloned().unwrap_or_else(|| Observation::of(Class::NotSimulated));
    let open = match &watch.probe {
        Probe::Flows { ports } => Some(Open {
            before: watch.open.0.unwrap_or_else(|| open(&setting.start.answers, ports)),
            now: open(answers, ports),
            wanted: watch.open.1.unwrap_or_else(|| open(&setting.reference.answers, ports)),
        }),
        _ => None,
    };
    Prediction {
        from: unsaid.text(&watch.from),
        label: unsaid.text(&watch.label),
        before: watch.before.clone(),
        now,
        wanted: watch.wanted.clone(),
        open,
    }
}

fn open(scenario: &Scenario, answers: &Observations, probe: &Probe, ports: &[Port]) -> usize {
    answers.get(probe).map_or(0, |answer| open_flows(scenario, answer, ports))
}

/// How many flows between different endpoints of the scenario are open on `ports` (empty: on all that were asked).
pub fn open_flows(scenario: &Scenario, answer: &Observation, ports: &[Port]) -> usize {
    let Facts::Flows(flows) = &answer.facts else { return 0 };
    let known = |end: &Endpoint| match end {
        Endpoint::Pod { .. } => true,
        Endpoint::External(address) => scenario.world.facts.outside.iter().any(|host| host.ip == *address),
    };
    let counts = |flow: &&Flow| {
        flow.allowed() && flow.src != flow.dst && (ports.is_empty() || ports.contains(&flow.port)) && known(&flow.src) && known(&flow.dst)
    };
    flows.iter().filter(counts).count()
}
