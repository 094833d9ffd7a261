//! A file → its documents, cut as kubectl cuts them.
//!
//! Every line that begins with `---` separates (apimachinery `pkg/util/yaml/decoder.go`, `YAMLReader`), inside
//! of quotes and block scalars too. Documents of nothing but blank lines and comments do not count.

use memchr::{memchr, memmem};

/// One document's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Chunk {
    /// First byte, behind the separator.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// First byte that is neither blank nor in a comment.
    pub content: usize,
    /// What stands behind `---` where only a comment may.
    pub separator: Option<String>,
}

/// Cuts `text`.
pub(super) fn split(text: &str) -> Vec<Chunk> {
    let mut chunks = Vec::new();
    let mut current = Chunk { start: 0, end: 0, content: usize::MAX, separator: None };
    let (bytes, separators) = (text.as_bytes(), memmem::Finder::new("\n---"));
    let mut at = 0;
    while at < text.len() {
        // Once there is content, nothing counts but the next separator.
        if current.content != usize::MAX && !text[at..].starts_with("---") {
            match separators.find(&bytes[at..]) {
                Some(before) => at += before + 1,
                None => break,
            }
        }
        let next = memchr(b'\n', &bytes[at..]).map_or(text.len(), |length| at + length + 1);
        let line = &text[at..next];
        if let Some(rest) = line.strip_prefix("---") {
            flush(&mut chunks, current, at);
            let rest = rest.trim();
            let separator = (!rest.is_empty() && !rest.starts_with('#')).then(|| rest.to_owned());
            let content = if separator.is_some() { at } else { usize::MAX };
            current = Chunk { start: next, end: next, content, separator };
        } else if current.content == usize::MAX {
            let content = line.trim_start();
            if !content.is_empty() && !content.starts_with('#') {
                current.content = at + (line.len() - content.len());
            }
        }
        at = next;
    }
    flush(&mut chunks, current, text.len());
    chunks
}

fn flush(chunks: &mut Vec<Chunk>, mut chunk: Chunk, end: usize) {
    if chunk.content != usize::MAX {
        chunk.end = end.max(chunk.start);
        chunks.push(chunk);
    }
}
