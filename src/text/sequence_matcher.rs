//! The difference of two texts as the API server words it: `difflib.SequenceMatcher` (Python's, which Go's `go-difflib` follows),
//! with lines that are too frequent left out of the search, and the hunks of `diff -u`.

use std::collections::HashMap;

/// Lines of context around a change.
const AROUND: usize = 3;

/// A run of equal lines: where it begins in both texts, and its length.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Block {
    a: usize,
    b: usize,
    length: usize,
}

/// What becomes of the lines `a` of the one text: those of `b`, which are the same or not.
#[derive(Clone, Copy, Debug)]
struct Change {
    same: bool,
    a: (usize, usize),
    b: (usize, usize),
}

struct Matcher<'t> {
    a: Vec<&'t str>,
    b: Vec<&'t str>,
    /// Where a line stands in `b`, but for the popular ones.
    places: HashMap<&'t str, Vec<usize>>,
}

impl<'t> Matcher<'t> {
    fn new(a: &'t str, b: &'t str) -> Self {
        let (a, b): (Vec<_>, Vec<_>) = (a.split('\n').collect(), b.split('\n').collect());
        let mut places: HashMap<&str, Vec<usize>> = HashMap::new();
        for (at, line) in b.iter().enumerate() {
            places.entry(line).or_default().push(at);
        }
        if b.len() >= 200 {
            places.retain(|_, places| places.len() <= b.len() / 100 + 1);
        }
        Self { a, b, places }
    }

    /// The longest block within, the first in `a` of several, and of these the first in `b`.
    fn longest(&self, a: (usize, usize), b: (usize, usize)) -> Block {
        let mut best = Block { a: a.0, b: b.0, length: 0 };
        let mut lengths: HashMap<usize, usize> = HashMap::new();
        for i in a.0..a.1 {
            let mut next = HashMap::new();
            let places = self.places.get(self.a[i]).map_or(&[][..], Vec::as_slice);
            for &j in places.iter().skip_while(|j| **j < b.0).take_while(|j| **j < b.1) {
                let length = 1 + j.checked_sub(1).and_then(|before| lengths.get(&before)).copied().unwrap_or(0);
                next.insert(j, length);
                if length > best.length {
                    best = Block { a: i + 1 - length, b: j + 1 - length, length };
                }
            }
            lengths = next;
        }
        while best.a > a.0 && best.b > b.0 && self.a[best.a - 1] == self.b[best.b - 1] {
            best = Block { a: best.a - 1, b: best.b - 1, length: best.length + 1 };
        }
        while best.a + best.length < a.1 && best.b + best.length < b.1 && self.a[best.a + best.length] == self.b[best.b + best.length] {
            best.length += 1;
        }
        best
    }

    /// All blocks in their order, neighbours joined.
    fn blocks(&self) -> Vec<Block> {
        let mut open = vec![((0, self.a.len()), (0, self.b.len()))];
        let mut found = Vec::new();
        while let Some((a, b)) = open.pop() {
            let block = self.longest(a, b);
            if block.length == 0 {
                continue;
            }
            if a.0 < block.a && b.0 < block.b {
                open.push(((a.0, block.a), (b.0, block.b)));
            }
            let (end_a, end_b) = (block.a + block.length, block.b + block.length);
            if end_a < a.1 && end_b < b.1 {
                open.push(((end_a, a.1), (end_b, b.1)));
            }
            found.push(block);
        }
        found.sort_by_key(|block| (block.a, block.b));
        let mut joined: Vec<Block> = Vec::new();
        for block in found {
            match joined.last_mut() {
                Some(last) if last.a + last.length == block.a && last.b + last.length == block.b => last.length += block.length,
                _ => joined.push(block),
            }
        }
        joined
    }

    fn changes(&self) -> Vec<Change> {
        let (mut i, mut j, mut changes) = (0, 0, Vec::new());
        let end = Block { a: self.a.len(), b: self.b.len(), length: 0 };
        for block in self.blocks().into_iter().chain([end]) {
            if i < block.a || j < block.b {
                changes.push(Change { same: false, a: (i, block.a), b: (j, block.b) });
            }
            (i, j) = (block.a + block.length, block.b + block.length);
            if block.length > 0 {
                changes.push(Change { same: true, a: (block.a, i), b: (block.b, j) });
            }
        }
        changes
    }

    /// Changes that stand near each other, with the lines around them.
    fn groups(&self) -> Vec<Vec<Change>> {
        let mut changes = self.changes();
        let end = |change: Change| Change {
            a: (change.a.0.max(change.a.1.saturating_sub(AROUND)), change.a.1),
            b: (change.b.0.max(change.b.1.saturating_sub(AROUND)), change.b.1),
            ..change
        };
        let start = |change: Change| Change {
            a: (change.a.0, change.a.1.min(change.a.0 + AROUND)),
            b: (change.b.0, change.b.1.min(change.b.0 + AROUND)),
            ..change
        };
        if let Some(first) = changes.first_mut().filter(|change| change.same) {
            *first = end(*first);
        }
        if let Some(last) = changes.last_mut().filter(|change| change.same) {
            *last = start(*last);
        }
        let (mut groups, mut group) = (Vec::new(), Vec::new());
        for change in changes {
            if change.same && change.a.1 - change.a.0 > 2 * AROUND {
                group.push(start(change));
                groups.push(std::mem::take(&mut group));
                group.push(end(change));
            } else {
                group.push(change);
            }
        }
        groups.push(group);
        groups.retain(|group| group.iter().any(|change| !change.same));
        groups
    }
}

/// More lines than these are compared as `diff` does: the search takes longer than in proportion.
const MANY: usize = 10_000;

/// The hunks of `difflib.unified_diff`; nothing when there is no difference.
pub fn difflib(before: &str, after: &str) -> String {
    if [before, after].iter().any(|text| text.lines().count() > MANY) {
        return super::unified(before, after);
    }
    let matcher = Matcher::new(before, after);
    let mut text = String::new();
    for group in matcher.groups() {
        let (Some(first), Some(last)) = (group.first(), group.last()) else { continue };
        text.push_str(&format!("@@ -{} +{} @@\n", range(first.a.0, last.a.1), range(first.b.0, last.b.1)));
        for change in group {
            let mut lines = |sign: char, lines: &[&str]| lines.iter().for_each(|line| text.push_str(&format!("{sign}{line}\n")));
            if change.same {
                lines(' ', &matcher.a[change.a.0..change.a.1]);
            } else {
                lines('-', &matcher.a[change.a.0..change.a.1]);
                lines('+', &matcher.b[change.b.0..change.b.1]);
            }
        }
    }
    text
}

fn range(start: usize, end: usize) -> String {
    match end - start {
        0 => format!("{start},0"),
        1 => format!("{}", start + 1),
        length => format!("{},{length}", start + 1),
    }
}

#[cfg(test)]
mod tests {
    use super::difflib;

    #[test]
    fn an_item_before_another_of_its_form_comes_before_the_brace() {
        // As Python's difflib says it; the shortest difference would begin a line later.
        assert_eq!(difflib("[\n{\na\n}\n]", "[\n{\nb\n},\n{\na\n}\n]"), "@@ -1,4 +1,7 @@\n [\n+{\n+b\n+},\n {\n a\n }\n");
        assert_eq!(difflib("a\nb", "a\nb"), "");
    }

    #[test]
    fn what_stands_often_is_no_beginning() {
        let before: String = (0..300).map(|n| if n % 2 == 0 { "x\n".to_owned() } else { format!("{n}\n") }).collect();
        let after = before.replace("\n151\n", "\nnew\nx\nnewer\n");
        assert_eq!(difflib(&before, &after), "@@ -149,7 +149,9 @@\n x\n 149\n x\n-151\n+new\n+x\n+newer\n x\n 153\n x\n");
    }
}
