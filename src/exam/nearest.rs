//! The solution that lies nearest to what the learner wrote.

use crate::content::Scenario;
use crate::text::{Change, DiffLine, SourceFile, diff};

/// Unchanged lines around a change that are shown with it.
const AROUND: usize = 1;

/// A solution and the way there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Nearest {
    /// The solution's name.
    pub solution: String,
    /// The files that differ, each with its changed lines and those next to them; `None` is a gap.
    pub files: Vec<(String, Vec<Option<DiffLine>>)>,
}

/// The solution with the fewest changed lines, and those lines.
pub fn nearest(scenario: &Scenario, files: &[SourceFile]) -> Option<Nearest> {
    let compared = scenario.solutions.iter().map(|solution| {
        let pairs = solution.files.iter().filter_map(|theirs| Some((files.iter().find(|mine| mine.name() == theirs.name())?, theirs)));
        let diffs: Vec<_> = pairs.map(|(mine, theirs)| (theirs.name().to_owned(), diff(mine.text(), theirs.text()))).collect();
        (solution.name.clone(), diffs)
    });
    let changed = |lines: &[DiffLine]| lines.iter().filter(|line| line.change != Change::Kept).count();
    let (solution, diffs) = compared.min_by_key(|(_, diffs)| diffs.iter().map(|(_, lines)| changed(lines)).sum::<usize>())?;
    let files = diffs.into_iter().filter(|(_, lines)| changed(lines) > 0).map(|(name, lines)| (name, shortened(lines))).collect();
    Some(Nearest { solution, files })
}

/// The changed lines and their neighbours.
fn shortened(lines: Vec<DiffLine>) -> Vec<Option<DiffLine>> {
    let changed: Vec<_> = lines.iter().map(|line| line.change != Change::Kept).collect();
    let near = |at: usize| changed[at.saturating_sub(AROUND)..(at + AROUND + 1).min(changed.len())].contains(&true);
    let mut shown = Vec::new();
    for (at, line) in lines.into_iter().enumerate() {
        if near(at) {
            shown.push(Some(line));
        } else if shown.last().is_some_and(Option::is_some) {
            shown.push(None);
        }
    }
    if shown.last() == Some(&None) {
        shown.pop();
    }
    shown
}
