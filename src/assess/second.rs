//! The second judgement: the same checks over the answers of another judge.

use std::borrow::Cow;

use super::{Assessment, apply, ask, assessment, scope, setting, verdicts};
use crate::content::{Applied, Scenario};
use crate::probe::Observations;
use crate::rules::Document;
use crate::text::SourceFile;
use crate::world::{Facts, World};

/// What another judge answered.
#[derive(Clone, Debug, Default)]
pub struct Answered {
    /// Documents whose acceptance was not as predicted: file, number, and the server's refusal, if it was one.
    pub documents: Vec<(String, usize, Option<String>)>,
    /// Its answers, which stand in the place of the simulator's.
    pub answers: Observations,
}

/// The offline judge's answer to every probe of the scenario, and to every document, with these files in force.
pub fn predicted(scenario: &Scenario, files: &[SourceFile]) -> Applied {
    predicted_where(scenario, files, |_| {})
}

/// The same on a cluster of which other things are true.
pub fn predicted_where(scenario: &Scenario, files: &[SourceFile], otherwise: impl FnOnce(&mut Facts)) -> Applied {
    let (documents, mut world) = apply(scenario, files);
    otherwise(&mut world.facts);
    let scope = scope(scenario, setting(scenario), &world);
    Applied { answers: ask::all(scenario, &world, &scope), documents, world }
}

/// Judges the files by the answers of another judge; where it gave none, the simulator's stand.
pub fn judge_again(scenario: &Scenario, files: &[SourceFile], answered: &Answered) -> Assessment {
    let setting = setting(scenario);
    let (mut documents, applied) = apply(scenario, files);
    for (file, number, refusal) in &answered.documents {
        let same = |document: &&mut Document| document.file == *file && document.document == *number;
        if let Some(document) = documents.iter_mut().find(same) {
            document.accepted = refusal.is_none();
            document.message.clone_from(refusal);
        }
    }
    // The images that the learner's Dockerfiles give are there, whatever a cluster says of the manifests.
    let mut world = World { facts: applied.facts, ..scenario.world.clone() };
    for object in documents.iter().filter(|document| document.accepted).filter_map(|document| document.object.clone()) {
        world.store.insert(object);
    }
    let scope = scope(scenario, setting, &world);
    let mut now = Applied { answers: ask::all(scenario, &world, &scope), documents, world };
    now.answers.extend(answered.answers.clone());
    let verdicts = verdicts(scenario, setting, files, &now, &scope);
    assessment(scenario, setting, files, Cow::Owned(now), verdicts)
}
