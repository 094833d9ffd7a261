//! Planning and judging: checks → probes, answers → verdicts.

use std::collections::BTreeSet;

use super::case::{Case, Failure};
use super::kinds::Check;
use super::verdict::{Counterexample, Stage, Verdict};
use super::{Sentence, glob};
use crate::locale::Localized;
use crate::probe::Probe;
use crate::world::World;

/// A scenario's own sentence for a wrong answer, and when it fits. Filters are globs; absent ones fit everything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Says {
    /// The check's id.
    pub check: String,
    /// The diagnostic, or a document rule.
    pub diag: String,
    /// The counterexample's source.
    pub src: Option<String>,
    /// The counterexample's destination.
    pub dst: Option<String>,
    /// The counterexample's port (`9121` or `9121/TCP`).
    pub port: Option<String>,
    /// The place's field path.
    pub path: Option<String>,
    /// The sentence.
    pub text: Localized,
}

impl Says {
    /// Whether it fits a flow of the diagnostic `diag`.
    pub fn fits_flow(&self, diag: &str, flow: &Counterexample) -> bool {
        let fits = |pattern: &Option<String>, text: &str| pattern.as_ref().is_none_or(|pattern| glob(pattern, text));
        self.diag == diag
            && fits(&self.src, &flow.src)
            && fits(&self.dst, &flow.dst)
            && (fits(&self.port, &flow.port.to_string()) || fits(&self.port, &format!("{}/{}", flow.port, flow.protocol)))
    }

    fn fits(&self, failure: &Failure) -> bool {
        let diag = if failure.rule.as_deref() == Some(&self.diag) { &self.diag } else { failure.diag };
        let flow = match &failure.counterexample {
            Some(flow) => self.fits_flow(diag, flow),
            None => self.diag == diag && self.src.is_none() && self.dst.is_none() && self.port.is_none(),
        };
        let path = failure.place.as_ref().map_or("", |place| &place.path);
        flow && self.path.as_ref().is_none_or(|pattern| glob(pattern, path))
    }
}

/// The probes that the checks need answered about `world`, each once.
pub fn plan(checks: &[Check], world: &World) -> Vec<Probe> {
    let probes: BTreeSet<_> = checks.iter().flat_map(|check| check.kind.probes(world)).collect();
    probes.into_iter().collect()
}

/// Turns the facts into verdicts, one a check, in order. When a check fails that later ones stand on, those of later
/// stages are skipped; whether too much was granted is asked only of an answer that does what it should.
pub fn judge(checks: &[Check], case: &Case) -> Vec<Verdict> {
    let mut stages: Vec<_> = checks.iter().map(|check| check.kind.stage()).collect();
    stages.sort_unstable();
    stages.dedup();
    let mut verdicts: Vec<Option<Verdict>> = vec![None; checks.len()];
    let (mut gate, mut failed) = (None, None);
    for stage in stages {
        let earlier = if stage == Stage::Quality { failed } else { gate };
        for (index, check) in checks.iter().enumerate().filter(|(_, check)| check.kind.stage() == stage) {
            // Files without a manifest are told once: what else is missing follows from that.
            let empty = verdicts.iter().flatten().any(|verdict| verdict.diag.as_deref() == Some("empty"));
            verdicts[index] = Some(match earlier.or(empty.then_some(Stage::Document)) {
                Some(earlier) => skipped(check, earlier),
                None => verdict(checks, check, case),
            });
        }
        let judged = checks.iter().zip(&verdicts).filter_map(|(check, verdict)| Some((check, verdict.as_ref()?)));
        for (check, _) in judged.filter(|(_, verdict)| verdict.stage == stage && !verdict.passed) {
            failed = failed.or(Some(stage));
            gate = gate.or(check.kind.gates().then_some(stage));
        }
    }
    verdicts.into_iter().flatten().collect()
}

/// The index of the failed verdict that teaches most: of the earliest stage, the first that the scenario's
/// author put. Authors order checks so that the cause comes before its effects.
pub fn lead(verdicts: &[Verdict]) -> Option<usize> {
    let failed = verdicts.iter().enumerate().filter(|(_, verdict)| !verdict.passed && !verdict.skipped);
    failed.min_by_key(|(index, verdict)| (verdict.stage, *index)).map(|(index, _)| index)
}

fn blank(check: &Check) -> Verdict {
    Verdict {
        check: check.id.clone(),
        weight: check.weight,
        stage: check.kind.stage(),
        passed: false,
        skipped: false,
        diag: None,
        rule: None,
        asks: check.kind.asks(),
        message: check.kind.asks(),
        reason: None,
        place: None,
        counterexample: None,
        lesson: None,
        url: None,
    }
}

fn skipped(check: &Check, earlier: Stage) -> Verdict {
    let message = Sentence::new("check-skipped", &[("stage", earlier.word())]);
    Verdict { skipped: true, message, ..blank(check) }
}

fn verdict(checks: &[Check], check: &Check, case: &Case) -> Verdict {
    let says: Vec<_> = case.says.iter().filter(|said| said.check == check.id).cloned().collect();
    // Several checks of flows share the ports between them: each port counts once.
    let about_flows = || checks.iter().filter_map(|check| Some((check.id.as_str(), check.kind.flow_ports()?)));
    let elsewhere: BTreeSet<_> = about_flows().filter(|(id, _)| *id != check.id).flat_map(|(_, ports)| ports).collect();
    let takes_rest = about_flows().next().is_some_and(|(id, _)| id == check.id);
    let case = Case { says: &says, elsewhere: &elsewhere, takes_rest, check: &check.id, ..*case };
    let Err(failure) = check.kind.judge(&case) else {
        return Verdict { passed: true, reason: check.kind.because(&case), ..blank(check) };
    };
    let own = says.iter().find(|said| said.fits(&failure)).map(|said| Box::new(said.text.clone()));
    Verdict {
        diag: Some(failure.diag.to_owned()),
        rule: failure.rule,
        message: Sentence { own: own.or(failure.message.own), ..failure.message },
        reason: failure.reason,
        place: failure.place,
        counterexample: failure.counterexample,
        url: failure.url.map(str::to_owned),
        ..blank(check)
    }
}
