//! Edits that mend a manifest: rename, replace, move to another level. A repair is given only where it is certain
//! to be right for the text as it stands; flow style and shared lines are left to the person.

use super::{FieldSpan, SpanIndex};
use crate::object::suggest::Step;
use crate::text::{SourceFile, Span, TextEdit};
use crate::yaml::{Entry, Node, Value};

/// The lines that a field fills alone, and how deep it is indented.
fn lines(file: &SourceFile, field: FieldSpan) -> Option<(Span, usize)> {
    let text = file.text();
    let start = line_start(file, field.key.start);
    let indent = &text[start..field.key.start];
    let last = field.value.end.max(field.key.end);
    let rest_end = next_line(file, last);
    let rest = text[last..rest_end].trim_start_matches(':').trim();
    let alone = indent.bytes().all(|b| b == b' ') && (rest.is_empty() || rest.starts_with('#'));
    // A block scalar ends behind its line end already.
    let end = if text[..last].ends_with('\n') { last } else { rest_end };
    alone.then_some((Span::new(start, end), indent.len()))
}

/// The beginning of the line of `offset`; a text may be one long line.
fn line_start(file: &SourceFile, offset: usize) -> usize {
    file.lines().start_of(file.lines().line_of(offset))
}

/// The beginning of the line behind it.
fn next_line(file: &SourceFile, offset: usize) -> usize {
    let line = file.lines().line_of(offset) + 1;
    if line <= file.lines().lines() { file.lines().start_of(line) } else { file.text().len() }
}

/// How the file ends its lines.
fn line_end(file: &SourceFile) -> &'static str {
    let first = file.text().find('\n');
    if first.is_some_and(|at| file.text()[..at].ends_with('\r')) { "\r\n" } else { "\n" }
}

/// Quotes a number or boolean that should be a text; of a map of texts (`labels: {a: 1}`) every one.
pub fn quoted(file: &SourceFile, node: &Node) -> Vec<TextEdit> {
    let one = |node: &Node| match node.value {
        Value::String(_) | Value::Null | Value::Sequence(_) | Value::Mapping(_) => None,
        _ => retyped(file.slice(node.span), "text").map(|text| TextEdit { span: node.span, text }),
    };
    match &node.value {
        Value::Mapping(entries) => entries.iter().filter_map(|entry| one(&entry.value)).collect(),
        _ => one(node).into_iter().collect(),
    }
}

/// Writes `text` in the place of a word, in quotes if the word has them: JSON has no words without.
pub fn instead(file: &SourceFile, span: Span, text: &str) -> TextEdit {
    let has_quotes = file.slice(span).starts_with(['"', '\'']);
    TextEdit { span, text: if has_quotes { in_quotes(text) } else { text.to_owned() } }
}

fn in_quotes(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// Takes a field out of the text.
pub fn remove(file: &SourceFile, field: FieldSpan) -> Option<TextEdit> {
    // In braces a comma would be left before it.
    let braces = file.slice(field.key).starts_with('"');
    lines(file, field).filter(|_| !braces).map(|(span, _)| TextEdit { span, text: String::new() })
}

/// Moves the field at `path` into the struct that `place` leads to, where there is only one such struct.
pub fn move_field(file: &SourceFile, spans: &SpanIndex, path: &str, place: &[Step]) -> Option<Vec<TextEdit>> {
    let field = spans.get(path)?;
    let (block, indent) = lines(file, field)?;
    let (target, missing) = find_place(spans, path, place)?;
    let Value::Mapping(entries) = &target.value else { return None };
    let last = entries.last()?;
    let first_key = entries.first()?.key_span.start;
    if file.text()[target.span.start..].starts_with('{') || missing.iter().any(|step| step.is_list) {
        return None;
    }
    let column = first_key - line_start(file, first_key);
    let at = end_of(file, last)?;
    let removed = emptied_parent(file, spans, path).unwrap_or(block);
    let mut text = String::new();
    let end = line_end(file);
    if !file.text()[..at].ends_with('\n') && removed.end != at {
        text.push_str(end);
    }
    for (depth, step) in missing.iter().enumerate() {
        text.push_str(&format!("{}{}:{end}", " ".repeat(column + 2 * depth), step.name));
    }
    let depth = column + 2 * missing.len();
    for line in file.text()[block.start..block.end].lines() {
        let content = line.get(indent..).unwrap_or(line.trim_start());
        if !content.trim().is_empty() {
            text.push_str(&" ".repeat(depth));
            text.push_str(content);
        }
        text.push_str(end);
    }
    // The place must not vanish with what is taken away.
    if removed.start < at && at < removed.end {
        return None;
    }
    Some(vec![TextEdit { span: removed, text: String::new() }, TextEdit { span: Span::new(at, at), text }])
}

/// The deepest struct of the text on the way to `place`, and the steps that are missing behind it.
fn find_place<'n, 'p>(spans: &'n SpanIndex, path: &str, place: &'p [Step]) -> Option<(&'n Node, &'p [Step])> {
    let mut node = spans.tree()?;
    let mut own = path.split('.');
    let mut together = true;
    for (at, step) in place.iter().enumerate() {
        let part = own.next().unwrap_or("");
        together = together && part.split('[').next() == Some(step.name);
        let Some(child) = node.get(step.name).filter(|child| child.value != Value::Null) else { return Some((node, &place[at..])) };
        node = child;
        if step.is_list {
            let Value::Sequence(items) = &node.value else { return None };
            let own_index = part.split_once('[').and_then(|(_, rest)| rest.trim_end_matches(']').parse::<usize>().ok());
            node = match own_index.filter(|_| together) {
                Some(index) => items.get(index)?,
                None if items.len() == 1 => items.first()?,
                None => return None,
            };
        }
    }
    Some((node, &[]))
}

/// Behind the line on which an entry ends.
fn end_of(file: &SourceFile, entry: &Entry) -> Option<usize> {
    lines_end(file, entry.value.span.end.max(entry.key_span.end))
}

fn lines_end(file: &SourceFile, end: usize) -> Option<usize> {
    let text = file.text();
    if text[..end].ends_with('\n') {
        return Some(end);
    }
    let rest_end = next_line(file, end);
    let rest = text[end..rest_end].trim_start_matches(':').trim();
    (rest.is_empty() || rest.starts_with('#')).then_some(rest_end)
}

/// The lines of the field around `path`, if nothing is left in it without that field.
fn emptied_parent(file: &SourceFile, spans: &SpanIndex, path: &str) -> Option<Span> {
    let (parent, _) = path.rsplit_once('.')?;
    if parent.ends_with(']') || !parent.contains('.') {
        return None;
    }
    let field = spans.get(parent)?;
    let siblings = spans.node(parent)?;
    match &siblings.value {
        Value::Mapping(entries) if entries.len() == 1 => lines(file, field).map(|(span, _)| span),
        _ => None,
    }
}

/// A value written so that it has the wanted type: a number as text, a text as number, a single value as a list.
pub fn retyped(written: &str, wanted: &str) -> Option<String> {
    let inner = |quote: char| written.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
    let unquoted = inner('"').or_else(|| inner('\''));
    let is_line = !written.is_empty() && !written.contains('\n') && !written.starts_with(['{', '[', '|', '>', '&', '*', '!']);
    match wanted {
        "text" if is_line && unquoted.is_none() => Some(in_quotes(written)),
        "number" => unquoted.filter(|text| text.parse::<i64>().is_ok()).map(str::to_owned),
        "boolean" => match unquoted.unwrap_or(written) {
            "true" | "True" | "yes" | "1" => Some("true".into()),
            "false" | "False" | "no" | "0" => Some("false".into()),
            _ => None,
        },
        "list" if is_line => Some(format!("[{written}]")),
        _ => None,
    }
}
