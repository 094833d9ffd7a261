//! A finding as rustc shows one: the sentence, the lines with the fault underlined, help, and the repair as a diff.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Patch, Renderer, Snippet};

use super::{Diagnostic, Severity};
use crate::locale::Locale;
use crate::text::{SourceFile, Span};

/// Lines of the source around a finding.
const CONTEXT: usize = 2;

/// Bytes of the source that are drawn around a finding: a line may be the whole text (JSON that a program wrote), with a
/// finding at each of its words.
const MOST: usize = 8192;
/// Bytes of such a line on either side of a finding.
const BESIDE: usize = 60;

/// How a finding is drawn.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// Whether colour may be used.
    pub color: bool,
    /// Columns to fill.
    pub width: usize,
}

/// The part of a file that is drawn: whole lines around some spans, or the middle of a long one.
struct Window<'f> {
    text: &'f str,
    start: usize,
    line: usize,
    is_cut: bool,
}

impl<'f> Window<'f> {
    fn around(file: &'f SourceFile, span: Span) -> Self {
        let (first, last) = (file.position(span.start).line, file.position(span.end.max(span.start)).line);
        let line = first.saturating_sub(CONTEXT).max(1);
        let start = file.lines().start_of(line);
        let end = if last + CONTEXT >= file.lines().lines() { file.text().len() } else { file.lines().start_of(last + CONTEXT + 1) };
        if end - start > MOST {
            return Self::within(file, span, first);
        }
        Self { text: &file.text()[start..end], start, line, is_cut: false }
    }

    /// A piece of `line` and of those after it, around the beginning of `span`.
    fn within(file: &'f SourceFile, span: Span, line: usize) -> Self {
        let text = file.text();
        let bounded = |offset: usize| (offset..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len());
        let start = bounded(file.lines().start_of(line).max(span.start.saturating_sub(BESIDE)));
        let end = bounded(span.end.min(span.start + BESIDE) + BESIDE);
        let end = text[span.start..end].find('\n').map_or(end, |length| span.start + length);
        Self { text: &text[start..end], start, line, is_cut: true }
    }

    fn holds(&self, span: Span) -> bool {
        self.start <= span.start && span.end <= self.start + self.text.len()
    }

    /// A span in the window's own offsets. An empty one marks the character behind it.
    fn range(&self, span: Span) -> Range<usize> {
        let (start, end) = (span.start - self.start, (span.end - self.start).min(self.text.len()));
        let next = self.text[start..].chars().next().filter(|c| *c != '\n').map_or(start, |c| start + c.len_utf8());
        start..if start == end { next } else { end }
    }
}

/// Draws `diagnostic`, which belongs to `file`. The lines end without a line break.
pub fn human(diagnostic: &Diagnostic, file: &SourceFile, locale: &Locale, look: Look) -> String {
    let word = locale.text(diagnostic.severity.word());
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Advice => Level::INFO,
    };
    let window = Window::around(file, diagnostic.span);
    let mut snippet = Snippet::source(window.text).line_start(window.line).path((!window.is_cut).then_some(file.name()));
    // Inside the window the drawing may leave out lines that nothing points to.
    snippet = snippet.fold(window.text.lines().count() > 2 * CONTEXT + 8);
    snippet = snippet.annotation(AnnotationKind::Primary.span(window.range(diagnostic.span)));
    for label in diagnostic.labels.iter().filter(|label| window.holds(label.span)) {
        snippet = snippet.annotation(AnnotationKind::Context.span(window.range(label.span)).label(locale.text(label.message)));
    }
    let mut group = Group::with_title(level.with_name(word).primary_title(diagnostic.sentence(locale)).id(diagnostic.rule));
    if window.is_cut {
        let place = file.position(diagnostic.span.start);
        group = group.element(Origin::path(file.name()).line(place.line).char_column(place.column));
    }
    group = group.element(snippet);
    if let Some(server) = diagnostic.server.as_ref().filter(|server| **server != diagnostic.sentence(locale)) {
        group = group.element(Level::NOTE.with_name(locale.text("diag-server")).message(server.as_str()));
    }
    if let Some(help) = diagnostic.help(locale) {
        group = group.element(Level::HELP.with_name(locale.text("diag-help")).message(help));
    }
    let mut groups = vec![group];
    groups.extend(diagnostic.fixes.first().and_then(|fix| {
        let whole = fix.edits.iter().map(|edit| edit.span).reduce(Span::join)?;
        let title = Level::HELP.with_name(locale.text("diag-fix")).secondary_title(fix.sentence(locale));
        let window = Window::around(file, whole);
        if window.is_cut {
            return Some(Group::with_title(title));
        }
        let patches = fix.edits.iter().map(|edit| {
            let (start, end) = (edit.span.start - window.start, edit.span.end - window.start);
            Patch::new(start..end, edit.text.as_str())
        });
        let snippet = Snippet::source(window.text).line_start(window.line).patches(patches);
        Some(Group::with_title(title).element(snippet))
    }));
    let renderer = if look.color { Renderer::styled() } else { Renderer::plain() };
    renderer.term_width(look.width.max(40)).render(&groups)
}
