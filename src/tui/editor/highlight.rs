//! YAML's colours, line by line: after an edit only the lines whose state changed are read again.

use std::ops::Range;

use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxSet};

use super::Change;
use crate::simulate::is_dockerfile;
use crate::tui::theme::Role;

/// The grammars, loaded once and off the screen's thread.
pub struct Grammar {
    syntaxes: SyntaxSet,
    rules: Vec<(Scope, Role)>,
}

impl std::fmt::Debug for Grammar {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Grammar")
    }
}

/// Scopes from the most to the least telling.
const SCOPES: &[(&str, Role)] = &[
    ("comment", Role::Comment),
    ("punctuation.definition.string", Role::String),
    ("punctuation", Role::Punctuation),
    ("entity.name.tag", Role::Key),
    ("string.quoted", Role::String),
    ("string.unquoted.block", Role::String),
    ("constant", Role::Constant),
    ("variable", Role::Constant),
    ("storage", Role::Constant),
    ("keyword", Role::Punctuation),
    ("string", Role::String),
];

impl Grammar {
    /// Loads the grammars and compiles what a manifest needs, so that the first key does not wait for it.
    pub fn load() -> Self {
        let rules = SCOPES.iter().filter_map(|(scope, role)| Some((Scope::new(scope).ok()?, *role))).collect();
        let grammar = Self { syntaxes: SyntaxSet::load_defaults_newlines(), rules };
        let mut warm = Highlighter::default();
        let sample = [
            "# c",
            "kind: Pod",
            "spec:",
            "  - a: \"1\"",
            "    b: [true, 5, 'x', ~]",
            "    c: {d: &e 0x1F}",
            "    f: |",
            "      text",
            "---",
        ];
        warm.read(&grammar, sample.len(), usize::MAX, |row| sample.get(row).map(|line| (*line).to_owned()));
        grammar
    }

    fn start(&self, language: &str) -> Option<Point> {
        // There is no grammar of its own; most of a Dockerfile is lines for a shell.
        let language = if language.eq_ignore_ascii_case("dockerfile") { "sh" } else { language };
        let syntax = self.syntaxes.find_syntax_by_token(language)?;
        Some(Point { parse: ParseState::new(syntax), stack: ScopeStack::new() })
    }

    fn role(&self, stack: &ScopeStack) -> Option<Role> {
        let found = |scope: &Scope| self.rules.iter().find(|(rule, _)| rule.is_prefix_of(*scope)).map(|(_, role)| *role);
        stack.scopes.iter().rev().find_map(found)
    }

    /// Reads one line from a state; the state after it and the coloured byte ranges.
    fn line(&self, mut point: Point, text: &str) -> (Point, Vec<(Range<usize>, Role)>) {
        let line = format!("{text}\n");
        let operations = point.parse.parse_line(&line, &self.syntaxes).unwrap_or_default();
        let mut spans: Vec<(Range<usize>, Role)> = Vec::new();
        let mut from = 0;
        for (at, operation) in operations {
            self.push(&mut spans, from..at.min(text.len()), &point.stack);
            from = at;
            // A grammar that pops what it never pushed costs colours, not the program.
            let _ = point.stack.apply(&operation);
        }
        self.push(&mut spans, from..text.len(), &point.stack);
        (point, spans)
    }

    fn push(&self, spans: &mut Vec<(Range<usize>, Role)>, range: Range<usize>, stack: &ScopeStack) {
        if range.start >= range.end {
            return;
        }
        let Some(role) = self.role(stack) else { return };
        match spans.last_mut() {
            Some((last, same)) if *same == role && last.end == range.start => last.end = range.end,
            _ => spans.push((range, role)),
        }
    }

    /// Colours a whole text at once, for lessons and solutions. `language` as a fence names it.
    pub fn block(&self, language: &str, text: &str) -> Vec<Vec<(Range<usize>, Role)>> {
        let Some(mut point) = self.start(language) else { return text.lines().map(|_| Vec::new()).collect() };
        let mut lines = Vec::new();
        for line in text.lines() {
            let (next, spans) = self.line(point, line);
            point = next;
            lines.push(spans);
        }
        lines
    }
}

/// Where the grammar stands between two lines.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Point {
    parse: ParseState,
    stack: ScopeStack,
}

#[derive(Clone, Debug)]
struct Read {
    before: Point,
    after: Point,
    spans: Vec<(Range<usize>, Role)>,
}

/// The colours of one text.
#[derive(Clone, Debug, Default)]
pub struct Highlighter {
    /// The grammar, as a fence names it; none: YAML.
    language: Option<&'static str>,
    lines: Vec<Option<Read>>,
    /// Lines before this one are as the text is.
    sure: usize,
}

impl Highlighter {
    /// For the text of a file of this name.
    pub fn of(name: &str) -> Self {
        Self { language: is_dockerfile(name).then_some("dockerfile"), ..Self::default() }
    }

    /// Takes note of an edit.
    pub fn edit(&mut self, change: Change) {
        let start = change.start.min(self.lines.len());
        let end = change.start.saturating_add(change.old).min(self.lines.len());
        self.lines.splice(start..end, std::iter::repeat_n(None, change.new));
        self.sure = self.sure.min(start);
    }

    /// Reads lines up to `until`, at most `budget` of them anew; says whether it came that far.
    pub fn read(&mut self, grammar: &Grammar, until: usize, budget: usize, text: impl Fn(usize) -> Option<String>) -> bool {
        let mut budget = budget;
        while self.sure < until {
            let row = self.sure;
            let Some(line) = text(row) else { return true };
            let before = match row.checked_sub(1).and_then(|above| self.lines.get(above)) {
                Some(Some(read)) => Some(read.after.clone()),
                _ => grammar.start(self.language.unwrap_or("yaml")),
            };
            let Some(before) = before else { return true };
            if self.lines.len() <= row {
                self.lines.resize(row + 1, None);
            }
            if !matches!(&self.lines[row], Some(read) if read.before == before) {
                if budget == 0 {
                    return false;
                }
                budget -= 1;
                let (after, spans) = grammar.line(before.clone(), &line);
                self.lines[row] = Some(Read { before, after, spans });
            }
            self.sure += 1;
        }
        true
    }

    /// The colours of a row, as far as they are known.
    pub fn spans(&self, row: usize) -> &[(Range<usize>, Role)] {
        match self.lines.get(row) {
            Some(Some(read)) => &read.spans,
            _ => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_all(highlighter: &mut Highlighter, grammar: &Grammar, text: &str) {
        let lines: Vec<&str> = text.lines().collect();
        assert!(highlighter.read(grammar, lines.len(), usize::MAX, |row| lines.get(row).map(|line| (*line).to_owned())));
    }

    #[test]
    fn keys_values_and_comments_have_their_roles() {
        let grammar = Grammar::load();
        let mut highlighter = Highlighter::default();
        read_all(&mut highlighter, &grammar, "kind: Pod # it\nn: 5\ns: \"x\"");
        let roles = |row: usize| highlighter.spans(row).iter().map(|(_, role)| *role).collect::<Vec<_>>();
        assert_eq!(roles(0).first(), Some(&Role::Key));
        assert_eq!(roles(0).last(), Some(&Role::Comment));
        assert_eq!(roles(1).last(), Some(&Role::Constant));
        assert_eq!(roles(2).last(), Some(&Role::String));
    }

    #[test]
    fn an_edit_gives_the_same_colours_as_reading_anew() {
        let grammar = Grammar::load();
        let before = "a: 1\nb: |\n  text: x\n  more\nc: 'y'\n";
        let mut highlighter = Highlighter::default();
        read_all(&mut highlighter, &grammar, before);
        for (change, after) in [
            (Change { start: 1, old: 1, new: 1 }, "a: 1\nb: x\n  text: x\n  more\nc: 'y'\n"),
            (Change { start: 0, old: 1, new: 2 }, "a:\n  z: 1\nb: x\n  text: x\n  more\nc: 'y'\n"),
            (Change { start: 2, old: 2, new: 1 }, "a:\n  z: 1\n  text: x\n  more\nc: 'y'\n"),
        ] {
            highlighter.edit(change);
            read_all(&mut highlighter, &grammar, after);
            let mut anew = Highlighter::default();
            read_all(&mut anew, &grammar, after);
            for row in 0..after.lines().count() {
                assert_eq!(highlighter.spans(row), anew.spans(row), "{after:?} row {row}");
            }
        }
    }
}
