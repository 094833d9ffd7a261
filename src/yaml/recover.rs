//! Broken text: where the person erred, and as much of a tree as the rest gives.
//!
//! The place at which a parser notices an error is often far behind its cause: an unclosed quote runs to
//! the end of the file. Here the cause is found, the smallest piece around it is blanked out, and the rest
//! is read again.

use super::compose::{Composed, compose};
use super::cursor::Mark;
use super::token::Failure;
use super::{Node, Value};
use crate::text::Span;

/// How many errors of one document are blanked out.
const MAX_ROUNDS: usize = 12;
/// Larger documents are not read again and again: what stands before the first error must do.
const MAX_REREAD: usize = 256 * 1024;

/// The piece of `text` that causes the failure.
pub(super) fn cause(text: &str, end: usize, failure: &Failure) -> Span {
    let text = &text[..end];
    let at = floor(text, failure.at.byte);
    let context = failure.context.map(|mark| floor(text, mark.byte));
    match (failure.problem.as_str(), context) {
        // The quote or bracket that was never closed.
        ("found unexpected end of stream" | "found unexpected document indicator", Some(open)) => to_line_end(text, open),
        ("did not find expected ',' or ']'" | "did not find expected ',' or '}'", Some(open))
            if line_start(text, open) != line_start(text, at) =>
        {
            to_line_end(text, open)
        }
        // The line that should have been a key.
        ("could not find expected ':'", Some(key)) => to_line_end(text, key),
        (problem, Some(open)) if problem.starts_with("found unknown escape") || problem.starts_with("did not find expected alphabetic") => {
            to_line_end(text, open)
        }
        ("mapping values are not allowed in this context", _) => {
            let start = line_start(text, at);
            let before = &text[start..at];
            // A second colon in the line, or a line that is indented where the one above has a value.
            let second = before.contains(": ") || before.contains("- ") && before.trim_start().trim_start_matches("- ").contains(": ");
            if second { Span::new(at, line_end(text, at)) } else { whole_line(text, at) }
        }
        ("found character that cannot start any token", _) if text[line_start(text, at)..at].trim().is_empty() => whole_line(text, at),
        ("did not find expected key" | "did not find expected '-' indicator", _) => whole_line(text, non_blank_from(text, at)),
        _ => to_line_end(text, at.min(text.len().saturating_sub(1))),
    }
}

/// Reads the rest of `text[start..end]` around its errors.
pub(super) fn recover(text: &str, start: usize, end: usize, failure: &Failure, partial: Option<Node>) -> Option<Node> {
    if end - start > MAX_REREAD {
        return partial;
    }
    let mut copy = text[start..end].to_owned();
    let mut failure =
        Failure { at: shifted(failure.at, start), context: failure.context.map(|mark| shifted(mark, start)), ..failure.clone() };
    for _ in 0..MAX_ROUNDS {
        let span = blankable(&copy, cause(&copy, copy.len(), &failure))?;
        copy.replace_range(span.start..span.end, &" ".repeat(span.end - span.start));
        let Composed { root, failure: next, .. } = compose(&copy, 0, copy.len());
        match next {
            None => {
                return root.map(|mut root| {
                    shift(&mut root, start);
                    root
                });
            }
            Some(next) => failure = *next,
        }
    }
    partial
}

/// The span cut to what is not blank yet; the nearest text before it if nothing is left.
fn blankable(text: &str, span: Span) -> Option<Span> {
    let piece = &text[span.start..span.end];
    if !piece.trim().is_empty() {
        return Some(span);
    }
    let before = text[..span.start].trim_end().len();
    (before > 0).then(|| Span::new(line_start(text, before), before))
}

fn shifted(mark: Mark, by: usize) -> Mark {
    Mark { byte: mark.byte.saturating_sub(by), ..mark }
}

fn shift(node: &mut Node, by: usize) {
    let moved = |span: Span| Span::new(span.start + by, span.end + by);
    node.span = moved(node.span);
    match &mut node.value {
        Value::Sequence(items) => items.iter_mut().for_each(|item| shift(item, by)),
        Value::Mapping(entries) => entries.iter_mut().for_each(|entry| {
            entry.key_span = moved(entry.key_span);
            shift(&mut entry.value, by);
        }),
        _ => {}
    }
}

fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |newline| newline + 1)
}

fn line_end(text: &str, at: usize) -> usize {
    text[at..].find(['\n', '\r']).map_or(text.len(), |newline| at + newline)
}

fn non_blank_from(text: &str, at: usize) -> usize {
    let rest = &text[at..];
    if rest.trim().is_empty() { text[..at].trim_end().len() } else { at }
}

fn to_line_end(text: &str, at: usize) -> Span {
    let at = floor(text, at);
    Span::new(at, line_end(text, at))
}

fn whole_line(text: &str, at: usize) -> Span {
    let at = floor(text, at);
    let (start, end) = (line_start(text, at), line_end(text, at));
    let indent = text[start..end].len() - text[start..end].trim_start().len();
    Span::new(start + indent, end)
}
