//! Diagnostics made ready to show: sentences in the learner's language, places in the editor, repairs.

use std::ops::Range;

use super::Tab;
use crate::assess::Assessment;
use crate::diag::{Diagnostic, Severity};
use crate::text::{Position, SourceFile, TextEdit};
use crate::tui::editor::Spot;
use crate::tui::editor::pane::Mark;
use crate::tui::session::Session;
use crate::yaml;

/// One problem in the list.
#[derive(Clone, Debug)]
pub(super) struct Problem {
    pub tab: usize,
    pub at: Spot,
    pub severity: Severity,
    /// `policy.yaml 9:3`, the file only when there are several.
    pub place: String,
    /// One sentence.
    pub message: String,
    /// What to do or know, if there is more to say.
    pub help: Option<String>,
    /// The title of the repair.
    pub fix: Option<String>,
    edits: Vec<TextEdit>,
}

/// The judgement, the language, and the row being typed.
type MadeFrom = (u64, String, Option<(usize, usize)>);

/// What was found, and when it has to be found anew.
#[derive(Debug, Default)]
pub(super) struct Findings {
    pub problems: Vec<Problem>,
    marks: Vec<Vec<Mark>>,
    made_from: Option<MadeFrom>,
    /// First list line of each problem and the line behind the last, kept by the arrangement.
    pub lines: Vec<usize>,
}

impl Findings {
    /// Prepares the findings, without those on the row being typed.
    pub fn gather(
        &mut self,
        assessment: Option<&Assessment>,
        serial: u64,
        tabs: &[Tab],
        typing: Option<(usize, usize)>,
        session: &Session,
    ) {
        let Some(assessment) = assessment else {
            *self = Self::default();
            return;
        };
        let key = (serial, session.language().to_owned(), typing);
        if self.made_from.as_ref() == Some(&key) && self.marks.len() == tabs.len() {
            return;
        }
        self.made_from = Some(key);
        self.problems.clear();
        self.marks = vec![Vec::new(); tabs.len()];
        let sources: Vec<SourceFile> = tabs.iter().map(Tab::source).collect();
        for diagnostic in &assessment.diagnostics {
            let Some(tab) = tabs.iter().position(|tab| tab.name == diagnostic.file) else { continue };
            let (row, columns) = place(&sources[tab], diagnostic);
            if typing == Some((tab, row)) && diagnostic.severity == Severity::Error {
                continue;
            }
            self.problems.push(problem(diagnostic, tab, Spot { row, col: columns.start }, tabs.len() > 1, session));
            self.marks[tab].push(Mark { row, columns, severity: diagnostic.severity });
        }
        self.problems.sort_by_key(|problem| (problem.tab, problem.at));
        for marks in &mut self.marks {
            marks.sort_by_key(|mark| (mark.row, mark.columns.start));
        }
    }

    pub fn marks(&self, tab: usize) -> &[Mark] {
        self.marks.get(tab).map_or(&[], Vec::as_slice)
    }

    /// The message under a row: column, severity, sentence.
    pub fn message(&self, tab: usize, row: Option<usize>) -> Option<(usize, Severity, String)> {
        let row = row?;
        let here = self.problems.iter().filter(|problem| problem.tab == tab && problem.at.row == row);
        let worst = here.min_by_key(|problem| (problem.severity, problem.at.col))?;
        let text = match &worst.fix {
            Some(fix) => format!("{}  [Alt-↵ {fix}]", worst.message),
            None => worst.message.clone(),
        };
        Some((worst.at.col, worst.severity, text))
    }

    pub fn place(&self, index: usize) -> Option<(usize, Spot)> {
        self.problems.get(index).map(|problem| (problem.tab, problem.at))
    }

    /// The problem after (or before) a place, around the end.
    pub fn next(&self, here: (usize, Spot), forward: bool) -> Option<usize> {
        let at = |problem: &Problem| (problem.tab, problem.at);
        if self.problems.is_empty() {
            return None;
        }
        if forward {
            Some(self.problems.iter().position(|problem| at(problem) > here).unwrap_or(0))
        } else {
            Some(self.problems.iter().rposition(|problem| at(problem) < here).unwrap_or(self.problems.len() - 1))
        }
    }

    /// The repair of a problem: its file, title and edits.
    pub fn fix(&self, index: usize) -> Option<(usize, String, Vec<TextEdit>)> {
        let problem = self.problems.get(index)?;
        Some((problem.tab, problem.fix.clone()?, problem.edits.clone()))
    }

    /// The repair nearest to the cursor on its row.
    pub fn fix_on(&self, tab: usize, cursor: Spot) -> Option<(usize, String, Vec<TextEdit>)> {
        let on_row = self.problems.iter().enumerate().filter(|(_, p)| p.tab == tab && p.at.row == cursor.row && p.fix.is_some());
        let nearest = on_row.min_by_key(|(_, problem)| problem.at.col.abs_diff(cursor.col))?;
        self.fix(nearest.0)
    }

    /// The problem at a line of the list.
    pub fn problem_at(&self, line: usize) -> Option<usize> {
        self.lines.iter().rposition(|start| *start <= line).filter(|index| *index < self.problems.len())
    }
}

fn place(source: &SourceFile, diagnostic: &Diagnostic) -> (usize, Range<usize>) {
    let start: Position = source.position(diagnostic.span.start);
    let end = source.position(diagnostic.span.end);
    let line_length = source.line(start.line).chars().count();
    let last = if end.line == start.line { end.column - 1 } else { line_length };
    let first = start.column - 1;
    (start.line - 1, first..last.max(first + 1))
}

fn problem(diagnostic: &Diagnostic, tab: usize, at: Spot, several: bool, session: &Session) -> Problem {
    let line = format!("{}:{}", at.row + 1, at.col + 1);
    let fix = diagnostic.fixes.first();
    Problem {
        tab,
        at,
        severity: diagnostic.severity,
        place: if several { format!("{} {line}", diagnostic.file) } else { line },
        message: message(diagnostic, session),
        help: help(diagnostic, session),
        fix: fix.map(|fix| session.format(fix.title, &borrowed(&fix.args))),
        edits: fix.map(|fix| fix.edits.clone()).unwrap_or_default(),
    }
}

fn borrowed<'a>(args: &'a [(&'static str, String)]) -> Vec<(&'static str, &'a str)> {
    args.iter().map(|(name, value)| (*name, value.as_str())).collect()
}

/// The finding in the learner's language, else in the server's words.
pub(super) fn message(diagnostic: &Diagnostic, session: &Session) -> String {
    let words = session.locale.try_format(&format!("rule-{}", diagnostic.rule), &borrowed(&diagnostic.args));
    words.or_else(|| diagnostic.server.clone()).unwrap_or_else(|| diagnostic.rule.to_owned())
}

fn help(diagnostic: &Diagnostic, session: &Session) -> Option<String> {
    if diagnostic.rule == "yaml-syntax" {
        return Some(session.format("yaml-advice", &[("problem", &yaml::problem_word(diagnostic))]));
    }
    session.locale.try_format(&format!("rule-{}.help", diagnostic.rule), &borrowed(&diagnostic.args))
}
