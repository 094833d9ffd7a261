//! Lessons and tasks (Markdown) as plain text: wrapped to the terminal for eyes, one fact a line for screen readers.

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use crate::locale::{Locale, display_width, pad_end};

/// The widest line that reads well.
const MEASURE: usize = 80;

/// What of a text may be coloured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// A heading.
    Heading,
    /// Code, in a line or in a block.
    Code,
}

/// A Markdown text in lines for eyes, of at most `width` columns; `paint` colours its parts.
pub fn wrapped(markdown: &str, width: usize, locale: &Locale, paint: &dyn Fn(Part, &str) -> String) -> Vec<String> {
    Page::new(locale, false, width.min(MEASURE), paint).render(markdown)
}

/// A Markdown text for who listens: one fact a line, headings and code announced, no drawing.
pub fn sentences(markdown: &str, locale: &Locale) -> Vec<String> {
    Page::new(locale, true, usize::MAX, &|_, text| text.to_owned()).render(markdown)
}

/// A page under construction.
struct Page<'a> {
    locale: &'a Locale,
    /// Whether it is for who listens: what eyes see is told in words.
    told: bool,
    width: usize,
    paint: &'a dyn Fn(Part, &str) -> String,
    lines: Vec<String>,
    /// The paragraph, heading or cell being read.
    text: String,
    /// What stands before the first and before every further line of a block: list markers, quote bars.
    prefixes: Vec<(String, String)>,
    /// Number of the next item of each open list; `None` for bullets.
    lists: Vec<Option<u64>>,
    rows: Vec<Vec<String>>,
    code: Option<String>,
}

impl<'a> Page<'a> {
    fn new(locale: &'a Locale, told: bool, width: usize, paint: &'a dyn Fn(Part, &str) -> String) -> Self {
        let (lines, text, prefixes, lists, rows) = (Vec::new(), String::new(), Vec::new(), Vec::new(), Vec::new());
        Self { locale, told, width, paint, lines, text, prefixes, lists, rows, code: None }
    }

    fn is_linear(&self) -> bool {
        self.told
    }

    fn render(mut self, markdown: &str) -> Vec<String> {
        for event in Parser::new_ext(markdown, Options::ENABLE_TABLES) {
            match event {
                Event::Start(tag) => self.open(&tag),
                Event::End(tag) => self.close(tag),
                Event::Text(text) if self.code.is_some() => self.code_text(&text),
                Event::Text(text) => self.text.push_str(&text),
                Event::Code(code) => {
                    let code = (self.paint)(Part::Code, &code);
                    self.text.push_str(&code);
                }
                Event::SoftBreak => self.text.push(' '),
                Event::HardBreak => self.text.push('\n'),
                _ => {}
            }
        }
        while self.lines.last().is_some_and(String::is_empty) {
            self.lines.pop();
        }
        self.lines
    }

    fn open(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::List(first) => {
                self.flush();
                self.lists.push(*first);
            }
            Tag::Item => {
                let marker = match self.lists.last_mut() {
                    Some(Some(number)) => {
                        *number += 1;
                        format!("{}. ", *number - 1)
                    }
                    _ => "- ".to_owned(),
                };
                let rest = " ".repeat(display_width(&marker));
                self.prefixes.push((marker, rest));
            }
            Tag::BlockQuote(_) => self.prefixes.push(if self.is_linear() { Default::default() } else { ("│ ".into(), "│ ".into()) }),
            Tag::CodeBlock(kind) => {
                self.flush();
                let language = match kind {
                    CodeBlockKind::Fenced(language) => language.to_string(),
                    CodeBlockKind::Indented => String::new(),
                };
                if self.told && !language.is_empty() {
                    let line = self.locale.format("prose-code", &[("language", &language)]);
                    self.push(&line);
                }
                self.code = Some(language);
            }
            Tag::TableHead | Tag::TableRow => self.rows.push(Vec::new()),
            _ => {}
        }
    }

    fn close(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(level) => self.heading(level),
            TagEnd::Paragraph => {
                self.flush();
                self.gap();
            }
            TagEnd::Item => {
                self.flush();
                self.prefixes.pop();
            }
            TagEnd::List(_) => {
                self.lists.pop();
                if self.lists.is_empty() {
                    self.gap();
                }
            }
            TagEnd::BlockQuote(_) => {
                self.flush();
                self.prefixes.pop();
                self.gap();
            }
            TagEnd::CodeBlock => {
                self.code = None;
                self.gap();
            }
            TagEnd::TableCell => {
                let cell = std::mem::take(&mut self.text);
                if let Some(row) = self.rows.last_mut() {
                    row.push(cell);
                }
            }
            TagEnd::Table => self.table(),
            _ => {}
        }
    }

    fn heading(&mut self, level: HeadingLevel) {
        let text = std::mem::take(&mut self.text);
        let line = match self.told {
            true => self.locale.format("prose-heading", &[("level", &(level as usize).to_string()), ("text", &text)]),
            false => (self.paint)(Part::Heading, &text),
        };
        self.push(&line);
        self.gap();
    }

    fn code_text(&mut self, text: &str) {
        let indent = if self.is_linear() { "" } else { "    " };
        for line in text.trim_end_matches('\n').split('\n') {
            let line = (self.paint)(Part::Code, line);
            self.push(&format!("{indent}{line}"));
        }
    }

    /// Ends the paragraph being read.
    fn flush(&mut self) {
        let text = std::mem::take(&mut self.text);
        let text = self.callout(text);
        if text.trim().is_empty() {
            return;
        }
        let indent: usize = self.prefixes.iter().map(|(_, rest)| display_width(rest)).sum();
        let width = if self.is_linear() { usize::MAX } else { self.width.saturating_sub(indent).max(20) };
        for line in text.split('\n').flat_map(|line| wrap(line, width)) {
            self.push(&line);
        }
    }

    /// A quote that begins with `[!EXAM]` begins with what that means.
    fn callout(&self, text: String) -> String {
        let parts = text.trim_start().strip_prefix("[!").and_then(|rest| rest.split_once(']'));
        let named = parts.and_then(|(word, rest)| {
            let name = self.locale.try_format(&format!("callout-{}", word.to_ascii_lowercase()), &[])?;
            Some(format!("{name}: {}", rest.trim_start()))
        });
        named.unwrap_or(text)
    }

    /// One line behind the markers of the blocks it stands in; a marker is said once.
    fn push(&mut self, line: &str) {
        let mut prefix = String::new();
        for (first, rest) in &mut self.prefixes {
            prefix.push_str(first);
            first.clone_from(rest);
        }
        self.lines.push(format!("{prefix}{line}").trim_end().to_owned());
    }

    fn gap(&mut self) {
        if !self.is_linear() && self.lists.is_empty() && self.lines.last().is_some_and(|line| !line.is_empty()) {
            self.lines.push(String::new());
        }
    }

    fn table(&mut self) {
        let rows = std::mem::take(&mut self.rows);
        let Some((head, body)) = rows.split_first() else { return };
        if self.is_linear() {
            for row in body {
                let cells: Vec<_> = head.iter().zip(row).map(|(name, cell)| format!("{name}: {cell}")).collect();
                self.push(&cells.join("; "));
            }
            return;
        }
        let columns = head.len();
        let widths: Vec<_> = (0..columns)
            .map(|column| rows.iter().filter_map(|row| row.get(column)).map(|cell| visible_width(cell)).max().unwrap_or(0))
            .collect();
        for (number, row) in rows.iter().enumerate() {
            let cells: Vec<_> = row.iter().zip(&widths).map(|(cell, width)| pad_visible(cell, *width)).collect();
            self.push(cells.join("  ").trim_end());
            if number == 0 {
                let rules: Vec<_> = widths.iter().map(|width| "─".repeat(*width)).collect();
                self.push(&rules.join("  "));
            }
        }
        self.gap();
    }
}

/// Columns of a text that may hold colours.
fn visible_width(text: &str) -> usize {
    let mut parts = text.split('\u{1b}');
    let first = parts.next().map_or(0, display_width);
    first + parts.map(|part| part.split_once('m').map_or(0, |(_, rest)| display_width(rest))).sum::<usize>()
}

fn pad_visible(text: &str, width: usize) -> String {
    pad_end(text, display_width(text) + width.saturating_sub(visible_width(text)))
}

/// Lines of at most `width` columns, broken at spaces; a longer word stands alone.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut used = 0;
    for word in text.split_whitespace() {
        let columns = visible_width(word);
        if used > 0 && used + 1 + columns > width {
            lines.push(String::new());
            used = 0;
        }
        if let Some(line) = lines.last_mut() {
            if used > 0 {
                line.push(' ');
                used += 1;
            }
            line.push_str(word);
        }
        used += columns;
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn korean_wraps_at_spaces_and_counts_two_columns_a_syllable() {
        assert_eq!(wrap("네트워크폴리시는 파드를 고릅니다", 16), ["네트워크폴리시는", "파드를 고릅니다"]);
    }

    #[test]
    fn who_listens_hears_one_fact_a_line() {
        let page = "# Two levels\n\nOne *long*\nsentence with `code`.\n\n| a | b |\n|---|---|\n| x | y |\n\n```yaml\nkind: Pod\n```\n\n> [!EXAM]\n> Mind it.\n";
        let told = sentences(page, &Locale::new("en"));
        assert_eq!(
            told,
            ["Heading 1: Two levels", "One long sentence with code.", "a: x; b: y", "Code, yaml:", "kind: Pod", "In the exam: Mind it."]
        );
    }

    #[test]
    fn colours_take_no_columns() {
        assert_eq!(visible_width("a\u{1b}[36mbc\u{1b}[0m파"), 5);
    }
}
