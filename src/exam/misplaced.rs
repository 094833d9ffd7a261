//! Right work in the wrong place.

use std::collections::BTreeSet;

use crate::assess::documents;
use crate::content::Scenario;
use crate::text::SourceFile;

/// An object that the task wants in another namespace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misplaced {
    /// Its kind.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// Where it is.
    pub found: String,
    /// Where it belongs.
    pub wanted: String,
}

/// Kind, name and namespace.
type Placed = (String, String, String);

/// The first object of the learner's files that no solution has where it is, and that a solution has elsewhere under the
/// same kind and name, while it is missing there. As in the exam, the task is then lost.
pub fn misplaced(scenario: &Scenario, files: &[SourceFile]) -> Option<Misplaced> {
    let (mine, start) = (placed(scenario, files), placed(scenario, &scenario.start));
    let solutions: Vec<_> = scenario.solutions.iter().map(|solution| placed(scenario, &solution.files)).collect();
    let known = |object: &Placed| solutions.iter().any(|solution| solution.contains(object));
    let strange = mine.iter().filter(|object| !known(object));
    strange.into_iter().find_map(|(kind, name, found)| {
        let same = |(k, n, wanted): &&Placed| k == kind && n == name && wanted != found;
        let (.., wanted) = solutions.iter().flatten().find(|object| same(object) && !mine.contains(*object))?;
        // What the start put there is not the learner's mistake as long as nothing else was done.
        let untouched = mine == start;
        (!untouched).then(|| Misplaced { kind: kind.clone(), name: name.clone(), found: found.clone(), wanted: wanted.clone() })
    })
}

fn placed(scenario: &Scenario, files: &[SourceFile]) -> BTreeSet<Placed> {
    let documents = documents(scenario, files).into_iter();
    documents.filter_map(|document| Some((document.kind?, document.name?, document.namespace?))).collect()
}
