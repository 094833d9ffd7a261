//! Markdown in lines of a given width: wide characters counted, words whole, lists hanging, tables fitted.

use std::borrow::Cow;

use pulldown_cmark::{Alignment, BlockQuoteKind, CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};

use super::text::{Run, to_line, wrap_code, wrap_runs};
use crate::locale::{Locale, display_width, pad_end};
use crate::tui::editor::highlight::Grammar;
use crate::tui::theme::{Role, Theme};

/// What a page is drawn with.
#[derive(Clone, Copy)]
pub struct Paper<'a> {
    /// Columns.
    pub width: usize,
    /// The colours.
    pub theme: &'a Theme,
    /// The highlighter, once loaded.
    pub grammar: Option<&'a Grammar>,
    /// The words of callouts.
    pub locale: &'a Locale,
}

/// The options every page is read with.
pub fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_GFM | Options::ENABLE_TASKLISTS
}

/// A page in lines.
pub fn render(source: &str, paper: Paper<'_>) -> Vec<Line<'static>> {
    let source = label_callouts(source, paper.locale);
    let mut writer = Writer::new(paper);
    for event in Parser::new_ext(&source, options()) {
        writer.event(event);
    }
    writer.finish()
}

/// Puts the word of a callout (`> [!EXAM]`) in bold where its mark stands, ours and GitHub's alike.
fn label_callouts<'s>(source: &'s str, locale: &Locale) -> Cow<'s, str> {
    if !source.contains("> [!") {
        return Cow::Borrowed(source);
    }
    let label = |line: &str| {
        let (before, rest) = line.split_once("> [!")?;
        let (kind, after) = rest.split_once(']')?;
        let word = locale.try_format(&format!("callout-{}", kind.to_ascii_lowercase()), &[])?;
        Some(format!("{before}> **{word}**{after}  "))
    };
    Cow::Owned(source.lines().map(|line| label(line).unwrap_or_else(|| line.to_owned())).collect::<Vec<_>>().join("\n"))
}

struct Prefix {
    /// Stands before the first line only; then `rest` does.
    first: Option<Run>,
    rest: Run,
}

#[derive(Default)]
struct Table {
    alignments: Vec<Alignment>,
    rows: Vec<Vec<Vec<Run>>>,
    row: Vec<Vec<Run>>,
}

struct Writer<'a> {
    paper: Paper<'a>,
    out: Vec<Line<'static>>,
    runs: Vec<Run>,
    prefixes: Vec<Prefix>,
    styles: Vec<Style>,
    lists: Vec<Option<u64>>,
    table: Option<Table>,
    code: Option<(String, String)>,
    link: Option<String>,
    tight: bool,
}

impl<'a> Writer<'a> {
    fn new(paper: Paper<'a>) -> Self {
        Self {
            paper,
            out: Vec::new(),
            runs: Vec::new(),
            prefixes: Vec::new(),
            styles: vec![Style::new()],
            lists: Vec::new(),
            table: None,
            code: None,
            link: None,
            tight: false,
        }
    }

    fn finish(mut self) -> Vec<Line<'static>> {
        self.flush();
        while self.out.last().is_some_and(|line| line.width() == 0) {
            self.out.pop();
        }
        self.out
    }

    fn style(&self) -> Style {
        self.styles.last().copied().unwrap_or_default()
    }

    fn push_style(&mut self, style: Style) {
        self.styles.push(self.style().patch(style));
    }

    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => match &mut self.code {
                Some((_, code)) => code.push_str(&text),
                None => self.text(&text, self.style()),
            },
            Event::Code(text) => {
                let style = self.style().patch(self.paper.theme.style(Role::Key));
                let style = if self.paper.theme.style(Role::Key) == Style::new() { style.add_modifier(Modifier::BOLD) } else { style };
                self.text(&text, style);
            }
            Event::SoftBreak => self.text(" ", self.style()),
            Event::HardBreak => self.text("\n", self.style()),
            Event::Rule => {
                self.gap();
                let width = self.room();
                let style = self.paper.theme.style(Role::Unfocused);
                self.line(vec![("─".repeat(width), style)]);
            }
            Event::TaskListMarker(done) => self.text(if done { "✓ " } else { "○ " }, self.style()),
            Event::InlineHtml(_) | Event::Html(_) | Event::FootnoteReference(_) | Event::InlineMath(_) | Event::DisplayMath(_) => {}
        }
    }

    fn text(&mut self, text: &str, style: Style) {
        match self.table.as_mut().and_then(|table| table.row.last_mut()) {
            Some(cell) => cell.push((text.replace('\n', " "), style)),
            None => self.runs.push((text.to_owned(), style)),
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        let theme = self.paper.theme;
        match tag {
            Tag::Paragraph => self.gap(),
            Tag::Heading { level, .. } => {
                self.gap();
                let style = match level {
                    HeadingLevel::H1 | HeadingLevel::H2 => theme.bold(Role::Heading),
                    _ => Style::new().add_modifier(Modifier::BOLD),
                };
                self.push_style(style);
            }
            Tag::BlockQuote(kind) => {
                self.gap();
                self.quote(kind);
            }
            Tag::CodeBlock(kind) => {
                self.flush();
                self.gap();
                let language = match kind {
                    CodeBlockKind::Fenced(info) => info.split([' ', ',']).next().unwrap_or_default().to_owned(),
                    CodeBlockKind::Indented => String::new(),
                };
                self.code = Some((language, String::new()));
            }
            Tag::List(first) => {
                self.flush();
                if self.lists.is_empty() {
                    self.gap();
                }
                self.lists.push(first);
            }
            Tag::Item => {
                self.flush();
                let marker = match self.lists.last_mut() {
                    Some(Some(number)) => {
                        *number += 1;
                        format!("{}. ", *number - 1)
                    }
                    _ => "• ".to_owned(),
                };
                let rest = (" ".repeat(display_width(&marker)), Style::new());
                self.prefixes.push(Prefix { first: Some((marker, theme.style(Role::Accent))), rest });
                self.tight = true;
            }
            Tag::Table(alignments) => {
                self.gap();
                self.table = Some(Table { alignments, ..Table::default() });
            }
            Tag::TableCell => {
                if let Some(table) = &mut self.table {
                    table.row.push(Vec::new());
                }
            }
            Tag::TableHead => self.push_style(Style::new().add_modifier(Modifier::BOLD)),
            Tag::Emphasis => self.push_style(Style::new().add_modifier(Modifier::ITALIC)),
            Tag::Strong => self.push_style(Style::new().add_modifier(Modifier::BOLD)),
            Tag::Strikethrough => self.push_style(Style::new().add_modifier(Modifier::CROSSED_OUT)),
            Tag::Link { dest_url, .. } => {
                self.link = Some(dest_url.to_string());
                self.push_style(theme.style(Role::Accent).add_modifier(Modifier::UNDERLINED));
            }
            _ => {}
        }
    }

    fn quote(&mut self, kind: Option<BlockQuoteKind>) {
        let theme = self.paper.theme;
        let role = match kind {
            Some(BlockQuoteKind::Note | BlockQuoteKind::Important) => Role::Info,
            Some(BlockQuoteKind::Tip) => Role::Good,
            Some(BlockQuoteKind::Warning) => Role::Warning,
            Some(BlockQuoteKind::Caution) => Role::Error,
            None => Role::Accent,
        };
        let bar = ("▌ ".to_owned(), theme.style(role));
        self.prefixes.push(Prefix { first: None, rest: bar });
        self.push_style(Style::new());
        self.tight = true;
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph => self.flush(),
            TagEnd::Heading(_) => {
                self.flush();
                self.styles.pop();
            }
            TagEnd::BlockQuote(_) => {
                self.flush();
                self.prefixes.pop();
                self.styles.pop();
                self.tight = false;
            }
            TagEnd::CodeBlock => {
                if let Some((language, code)) = self.code.take() {
                    self.code_block(&language, &code);
                }
            }
            TagEnd::List(_) => {
                self.flush();
                self.lists.pop();
                self.tight = !self.lists.is_empty();
            }
            TagEnd::Item => {
                self.flush();
                self.prefixes.pop();
                self.tight = true;
            }
            TagEnd::TableHead | TagEnd::TableRow => {
                if matches!(tag, TagEnd::TableHead) {
                    self.styles.pop();
                }
                if let Some(table) = &mut self.table {
                    let row = std::mem::take(&mut table.row);
                    table.rows.push(row);
                }
            }
            TagEnd::Table => {
                if let Some(table) = self.table.take() {
                    self.table(table);
                }
            }
            TagEnd::Link => {
                self.styles.pop();
                let shown: String = self.runs.last().map(|(text, _)| text.clone()).unwrap_or_default();
                if let Some(url) = self.link.take().filter(|url| *url != shown && url.starts_with("http")) {
                    let style = self.paper.theme.style(Role::Muted);
                    self.text(&format!(" ({url})"), style);
                }
            }
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough => {
                self.styles.pop();
            }
            _ => {}
        }
    }

    /// An empty line before a block, except at the top and inside a tight list or quote's first block.
    fn gap(&mut self) {
        self.flush();
        if std::mem::take(&mut self.tight) || self.out.is_empty() {
            return;
        }
        if self.out.last().is_some_and(|line| line.width() > 0) {
            let bars: Vec<Span<'static>> = self.prefixes.iter().map(|p| Span::styled(p.rest.0.clone(), p.rest.1)).collect();
            self.out.push(Line::from(bars));
        }
    }

    fn room(&self) -> usize {
        let used: usize = self.prefixes.iter().map(|prefix| display_width(&prefix.rest.0)).sum();
        self.paper.width.saturating_sub(used).max(8)
    }

    fn flush(&mut self) {
        if self.runs.is_empty() {
            return;
        }
        let runs = std::mem::take(&mut self.runs);
        for line in wrap_runs(&runs, self.room()) {
            self.line(line);
        }
    }

    fn line(&mut self, runs: Vec<Run>) {
        let mut all = Vec::new();
        for prefix in &mut self.prefixes {
            all.push(prefix.first.take().unwrap_or_else(|| prefix.rest.clone()));
        }
        all.extend(runs);
        self.out.push(to_line(all));
    }

    fn code_block(&mut self, language: &str, code: &str) {
        let theme = self.paper.theme;
        let colours = self.paper.grammar.filter(|_| !language.is_empty()).map(|grammar| grammar.block(language, code));
        let rail = ("│ ".to_owned(), theme.style(Role::Unfocused));
        let room = self.room().saturating_sub(2);
        for (row, text) in code.lines().enumerate() {
            let mut spans = Vec::new();
            let mut at = 0;
            for (range, role) in colours.as_ref().and_then(|lines| lines.get(row)).into_iter().flatten() {
                if let (Some(before), Some(inside)) = (text.get(at..range.start), text.get(range.clone())) {
                    spans.push(Span::raw(before.to_owned()));
                    spans.push(Span::styled(inside.to_owned(), theme.style(*role)));
                    at = range.end;
                }
            }
            spans.push(Span::raw(text.get(at..).unwrap_or_default().to_owned()));
            let code: Vec<Run> = spans.into_iter().map(|span| (span.content.into_owned(), span.style)).collect();
            let further = (format!("{}↪ ", " ".repeat(indentation(text).min(room / 3))), theme.style(Role::Muted));
            for (part, code) in wrap_code(&code, room, display_width(&further.0)).into_iter().enumerate() {
                let mut runs = vec![rail.clone()];
                runs.extend((part > 0).then(|| further.clone()));
                runs.extend(code);
                self.line(runs);
            }
        }
    }

    fn table(&mut self, table: Table) {
        let columns = table.rows.iter().map(Vec::len).max().unwrap_or(0);
        if columns == 0 {
            return;
        }
        let widths = column_widths(&table.rows, columns, self.room().saturating_sub(3 * (columns - 1)));
        let rule = self.paper.theme.style(Role::Unfocused);
        for (index, row) in table.rows.iter().enumerate() {
            let cells: Vec<Vec<Vec<Run>>> = (0..columns).map(|c| wrap_runs(row.get(c).map_or(&[][..], Vec::as_slice), widths[c])).collect();
            let height = cells.iter().map(Vec::len).max().unwrap_or(1);
            for line in 0..height {
                let mut runs: Vec<Run> = Vec::new();
                for (c, cell) in cells.iter().enumerate() {
                    if c > 0 {
                        runs.push((" │ ".to_owned(), rule));
                    }
                    let content = cell.get(line).cloned().unwrap_or_default();
                    let used: usize = content.iter().map(|(text, _)| display_width(text)).sum();
                    let missing = widths[c].saturating_sub(used);
                    let before = match table.alignments.get(c) {
                        Some(Alignment::Right) => missing,
                        Some(Alignment::Center) => missing / 2,
                        _ => 0,
                    };
                    runs.push((" ".repeat(before), Style::new()));
                    runs.extend(content);
                    runs.push((" ".repeat(missing - before), Style::new()));
                }
                self.line(runs);
            }
            if index == 0 {
                let lines: Vec<String> = widths.iter().map(|width| "─".repeat(*width)).collect();
                self.line(vec![(lines.join("─┼─"), rule)]);
            }
        }
    }
}

fn indentation(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// Each column as wide as its widest cell; when that is too much, the widest give way first.
fn column_widths(rows: &[Vec<Vec<Run>>], columns: usize, room: usize) -> Vec<usize> {
    let natural = |c: usize| {
        let cells = rows.iter().filter_map(|row| row.get(c));
        cells.map(|cell| cell.iter().map(|(text, _)| display_width(text)).sum::<usize>()).max().unwrap_or(0).max(1)
    };
    let mut widths: Vec<usize> = (0..columns).map(natural).collect();
    let mut excess = widths.iter().sum::<usize>().saturating_sub(room.max(columns));
    while excess > 0 {
        let Some(widest) = (0..columns).max_by_key(|c| widths[*c]) else { break };
        let next = widths.iter().enumerate().filter(|(c, _)| *c != widest).map(|(_, width)| *width).max().unwrap_or(1);
        let step = (widths[widest].saturating_sub(next)).clamp(1, excess);
        if widths[widest] <= 1 {
            break;
        }
        widths[widest] -= step.min(widths[widest] - 1);
        excess -= step;
    }
    widths
}

/// A page in plain text, for a terminal that is read aloud.
pub fn plain(source: &str, width: usize, locale: &Locale) -> String {
    let theme = Theme::default();
    let lines = render(source, Paper { width, theme: &theme, grammar: None, locale });
    let text = |line: &Line<'_>| line.spans.iter().map(|span| span.content.as_ref()).collect::<String>().trim_end().to_owned();
    lines.iter().map(text).collect::<Vec<_>>().join("\n")
}

/// A padded cell, for tables made by hand.
pub fn cell(text: &str, width: usize) -> String {
    pad_end(&crate::locale::truncate(text, width), width)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_keeps_its_measure_and_its_shape() {
        let page = "# 제목\n\n네트워크폴리시는 레이블로 파드를 고릅니다.\n\n- one item that is long enough to wrap\n  - inner\n\n1. first\n\n> [!WARNING]\n> Mind this.\n\n```yaml\nkind: Pod\n```\n\n| a | b |\n|---|--:|\n| x | 12 |\n";
        let text = plain(page, 24, &Locale::new("ko"));
        insta::assert_snapshot!(text, @r"
        제목

        네트워크폴리시는
        레이블로 파드를
        고릅니다.

        • one item that is long
          enough to wrap
          • inner

        1. first

        ▌ 주의
        ▌ Mind this.

        │ kind: Pod

        a │  b
        ──┼───
        x │ 12
        ");
        for line in text.lines() {
            assert!(display_width(line) <= 24, "{line}");
        }
    }

    #[test]
    fn a_long_line_of_code_goes_on_below_and_loses_nothing() {
        let text = plain("```\n  message: one two three four\nabcdefghijklmnopqrstuvwxyz\n```\n", 20, &Locale::new("en"));
        assert_eq!(text, "│   message: one two\n│   ↪ three four\n│ abcdefghijklmnopqr\n│ ↪ stuvwxyz");
    }

    #[test]
    fn a_table_that_is_too_wide_wraps_its_widest_column() {
        let text = plain("| field | meaning |\n|---|---|\n| uid | the user the first process runs as |\n", 24, &Locale::new("en"));
        assert!(text.lines().all(|line| display_width(line) <= 24), "{text}");
    }
}
