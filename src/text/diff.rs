//! Two texts compared line by line.

use std::ops::Range;

use similar::DiffTag;
use similar::algorithms::{Capture, Compact, Replace, myers};

/// What became of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// In both.
    Kept,
    /// In the first only.
    Removed,
    /// In the second only.
    Added,
}

/// A line of a comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DiffLine {
    /// What became of it.
    pub change: Change,
    /// Its number, from 1, in the first text, or in the second where it is added.
    pub number: usize,
    /// The line.
    pub text: String,
}

/// Lines around a change in a hunk.
const AROUND: usize = 3;

/// The smallest difference between two texts, every line of both told once: Myers' algorithm, as `diff` has it.
pub fn diff(before: &str, after: &str) -> Vec<DiffLine> {
    let (old, new): (Vec<_>, Vec<_>) = (before.lines().collect(), after.lines().collect());
    let (old, new) = (old.as_slice(), new.as_slice());
    let mut hook = Compact::new(Replace::new(Capture::new()), old, new);
    let Ok(()) = myers::diff(&mut hook, old, 0..old.len(), new, 0..new.len());
    let mut lines = Vec::new();
    let mut tell = |change, at: Range<usize>, texts: &[&str]| {
        lines.extend(at.map(|at| DiffLine { change, number: at + 1, text: texts[at].to_owned() }));
    };
    for op in hook.into_inner().into_inner().into_ops() {
        match op.as_tag_tuple() {
            (DiffTag::Equal, at, _) => tell(Change::Kept, at, old),
            (_, removed, added) => {
                tell(Change::Removed, removed, old);
                tell(Change::Added, added, new);
            }
        }
    }
    lines
}

/// The hunks of `diff -u`; nothing when there is no difference.
pub fn unified(before: &str, after: &str) -> String {
    let lines = diff(before, after);
    let changed: Vec<usize> = (0..lines.len()).filter(|at| lines[*at].change != Change::Kept).collect();
    let mut hunks: Vec<(usize, usize)> = Vec::new();
    for at in changed {
        let (from, to) = (at.saturating_sub(AROUND), (at + AROUND + 1).min(lines.len()));
        match hunks.last_mut() {
            Some((_, end)) if from <= *end => *end = to,
            _ => hunks.push((from, to)),
        }
    }
    hunks.into_iter().map(|(from, to)| hunk(&lines, from, to)).collect()
}

fn hunk(lines: &[DiffLine], from: usize, to: usize) -> String {
    let count = |lines: &[DiffLine], without: Change| lines.iter().filter(|line| line.change != without).count();
    let range = |without: Change| {
        let (before, own) = (count(&lines[..from], without), count(&lines[from..to], without));
        match own {
            0 => format!("{before},0"),
            1 => format!("{}", before + 1),
            _ => format!("{},{own}", before + 1),
        }
    };
    let mut text = format!("@@ -{} +{} @@\n", range(Change::Added), range(Change::Removed));
    for line in &lines[from..to] {
        let sign = match line.change {
            Change::Kept => ' ',
            Change::Removed => '-',
            Change::Added => '+',
        };
        text.push_str(&format!("{sign}{}\n", line.text));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(before: &str, after: &str) -> String {
        let sign = |change| match change {
            Change::Kept => ' ',
            Change::Removed => '-',
            Change::Added => '+',
        };
        diff(before, after).iter().map(|line| format!("{}{}{}\n", sign(line.change), line.number, line.text)).collect()
    }

    #[test]
    fn only_what_differs_is_told() {
        assert_eq!(told("a\nb\nc\n", "a\nx\nc\n"), " 1a\n-2b\n+2x\n 3c\n");
        assert_eq!(told("", "a\n"), "+1a\n");
        assert_eq!(told("a\nb\na\n", "a\n"), " 1a\n-2b\n-3a\n");
        assert_eq!(told("a\n", "a\n"), " 1a\n");
    }

    #[test]
    fn hunks_are_those_of_diff() {
        let before: String = (1..=20).map(|number| format!("{number}\n")).collect();
        let after = before.replace("\n5\n", "\nfive\n").replace("\n18\n", "\n").replace("\n12\n", "\n12\n12b\n");
        assert_eq!(
            unified(&before, &after),
            "@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n@@ -10,11 +10,11 @@\n 10\n 11\n 12\n+12b\n 13\n 14\n 15\n 16\n 17\n-18\n 19\n 20\n"
        );
        assert_eq!(unified("", "a\n"), "@@ -0,0 +1 @@\n+a\n");
        assert_eq!(unified("a\n", "a\n"), "");
    }

    #[test]
    fn long_texts_are_told_whole() {
        let (long, other) = ("a\n".repeat(3000), "b\n".repeat(3000));
        assert_eq!(diff(&long, &other).len(), 6000);
    }
}
