//! Two texts compared line by line.

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

/// Lines of both texts beyond which the smallest difference is not looked for: the table would take too long.
const TABLE: usize = 4_000_000;

/// The smallest difference between two texts, every line of both told once. Texts too long for it are told as one
/// removed and one added block between their common ends.
pub fn diff(before: &str, after: &str) -> Vec<DiffLine> {
    let (a, b): (Vec<_>, Vec<_>) = (before.lines().collect(), after.lines().collect());
    let head = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let rest = a.len().min(b.len()) - head;
    let tail = a.iter().rev().zip(b.iter().rev()).take(rest).take_while(|(a, b)| a == b).count();
    let line = |change, number: usize, text: &str| DiffLine { change, number: number + 1, text: text.to_owned() };
    let mut lines: Vec<_> = a[..head].iter().enumerate().map(|(at, text)| line(Change::Kept, at, text)).collect();
    let (middle_a, middle_b) = (&a[head..a.len() - tail], &b[head..b.len() - tail]);
    for (change, at) in middle(middle_a, middle_b) {
        let text = if change == Change::Added { middle_b[at] } else { middle_a[at] };
        lines.push(line(change, head + at, text));
    }
    lines.extend((a.len() - tail..a.len()).map(|at| line(Change::Kept, at, a[at])));
    lines
}

/// The changes of two blocks, each with the index of its line, by their longest common subsequence.
fn middle(a: &[&str], b: &[&str]) -> Vec<(Change, usize)> {
    if a.len().saturating_mul(b.len()) > TABLE {
        return (0..a.len()).map(|at| (Change::Removed, at)).chain((0..b.len()).map(|at| (Change::Added, at))).collect();
    }
    let width = b.len() + 1;
    let mut longest = vec![0_u32; (a.len() + 1) * width];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            let skip = longest[(i + 1) * width + j].max(longest[i * width + j + 1]);
            longest[i * width + j] = if a[i] == b[j] { longest[(i + 1) * width + j + 1] + 1 } else { skip };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut changes = Vec::new();
    while i < a.len() || j < b.len() {
        if i < a.len() && j < b.len() && a[i] == b[j] {
            changes.push((Change::Kept, i));
            (i, j) = (i + 1, j + 1);
        } else if j == b.len() || (i < a.len() && longest[(i + 1) * width + j] >= longest[i * width + j + 1]) {
            changes.push((Change::Removed, i));
            i += 1;
        } else {
            changes.push((Change::Added, j));
            j += 1;
        }
    }
    changes
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
    fn texts_without_end_are_told_whole() {
        let (long, other) = ("a\n".repeat(3000), "b\n".repeat(3000));
        assert_eq!(diff(&long, &other).len(), 6000);
    }
}
