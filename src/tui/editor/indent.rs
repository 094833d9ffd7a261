//! YAML's indentation, as a person would go on typing.

/// Spaces a level takes.
pub const STEP: usize = 2;

/// Leading spaces of a row.
pub fn of(row: &str) -> usize {
    row.len() - row.trim_start_matches(' ').len()
}

/// Columns a row after `before` (the text left of the cursor) starts with: under an opened mapping one step
/// in, beside the keys of a list item, else as before.
pub fn after(before: &str) -> usize {
    let indent = of(before);
    let content = strip_comment(before.trim_start());
    if content.trim().is_empty() {
        return indent;
    }
    let (dashes, inner) = list_prefix(content);
    let opens = inner.trim_end().ends_with(':') || inner.trim_end().ends_with(": |") || inner.trim_end().ends_with(": >");
    match (opens, is_mapping(inner)) {
        (true, _) => indent + dashes + STEP,
        (false, true) => indent + dashes,
        (false, false) => indent,
    }
}

/// The columns that `- ` takes (also `- - `), and what stands behind.
fn list_prefix(content: &str) -> (usize, &str) {
    let mut rest = content;
    while let Some(tail) = rest.strip_prefix("- ") {
        rest = tail.trim_start_matches(' ');
    }
    (content.len() - rest.len(), rest)
}

fn is_mapping(content: &str) -> bool {
    content.contains(": ") || content.trim_end().ends_with(':')
}

fn strip_comment(content: &str) -> &str {
    match content.find(" #") {
        Some(at) => &content[..at],
        None if content.starts_with('#') => "",
        None => content,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_row_stands_where_a_person_would_put_it() {
        for (before, wanted) in [
            ("spec:", 2),
            ("  ingress:", 4),
            ("  - from:", 6),
            ("  - name: web", 4),
            ("  - plain", 2),
            ("  name: web", 2),
            ("    command: |", 6),
            ("spec: # the wish", 2),
            ("", 0),
            ("    ", 4),
            ("  # note:", 2),
        ] {
            assert_eq!(after(before), wanted, "{before:?}");
        }
    }
}
