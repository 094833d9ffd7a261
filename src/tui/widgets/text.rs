//! Text on a screen: cut with an ellipsis, broken at spaces, measured in columns.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};
use unicode_segmentation::UnicodeSegmentation;

use crate::locale::{display_width, stressed, truncate};
use crate::tui::theme::{Role, Theme};

/// Writes `text` into one row, cut to `width` columns with an ellipsis.
pub fn put(buffer: &mut Buffer, x: u16, y: u16, width: u16, text: &str, style: Style) {
    if buffer.area.contains((x, y).into()) {
        let width = width.min(buffer.area.right() - x) as usize;
        buffer.set_stringn(x, y, truncate(text, width), width, style);
    }
}

/// Writes a line of spans into one row, cut with an ellipsis.
pub fn put_line(buffer: &mut Buffer, x: u16, y: u16, width: u16, line: Line<'_>) {
    if buffer.area.contains((x, y).into()) {
        let width = width.min(buffer.area.right() - x);
        buffer.set_line(x, y, &fit(line, width as usize), width);
    }
}

/// Writes `text` at the right end of a one-row area.
pub fn put_right(buffer: &mut Buffer, area: Rect, text: &str, style: Style) {
    let text = truncate(text, area.width as usize);
    let width = display_width(&text) as u16;
    put(buffer, area.right() - width.min(area.width), area.y, width, &text, style);
}

/// A line cut to `width` columns; the ellipsis takes the style of what it cuts.
pub fn fit(line: Line<'_>, width: usize) -> Line<'_> {
    if line.spans.iter().map(|span| display_width(&span.content)).sum::<usize>() <= width {
        return line;
    }
    let mut room = width;
    let mut spans = Vec::new();
    for span in line.spans {
        let columns = display_width(&span.content);
        if columns < room {
            room -= columns;
            spans.push(span);
            continue;
        }
        // Something after this span is cut in any case, so one column stays for the ellipsis.
        let cut = truncate(&format!("{}  ", span.content), room);
        spans.push(Span::styled(cut, span.style));
        break;
    }
    Line { spans, ..Line::default() }
}

/// `text` in lines of at most `width` columns, broken at spaces; a longer word is broken between graphemes.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let style = Style::new();
    let runs = [(text.to_owned(), style)];
    wrap_runs(&runs, width).into_iter().map(|line| line.into_iter().map(|(text, _)| text).collect()).collect()
}

/// `text` in lines of at most `width` columns, broken anywhere between graphemes, as terminals do: every space stays.
pub fn chunks(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut columns = 0;
    for grapheme in text.graphemes(true) {
        let wide = display_width(grapheme);
        if columns + wide > width.max(2) {
            lines.push(String::new());
            columns = 0;
        }
        columns += wide;
        if let Some(line) = lines.last_mut() {
            line.push_str(grapheme);
        }
    }
    lines
}

/// Styled text.
pub type Run = (String, Style);

/// Styled runs in lines of at most `width` columns.
pub fn wrap_runs(runs: &[Run], width: usize) -> Vec<Vec<Run>> {
    let mut wrapper =
        Wrapper { width: width.max(1), lines: Vec::new(), line: Vec::new(), used: 0, word: Vec::new(), word_width: 0, space: None };
    for (text, style) in runs {
        for (index, hard) in text.split('\n').enumerate() {
            if index > 0 {
                wrapper.break_line();
            }
            for grapheme in hard.graphemes(true) {
                if grapheme == " " {
                    wrapper.end_word();
                    wrapper.space = wrapper.space.or(Some(*style));
                } else {
                    // A space that must not break a line is drawn as any other.
                    wrapper.push(if grapheme == "\u{a0}" { " " } else { grapheme }, *style);
                }
            }
        }
    }
    wrapper.break_line();
    wrapper.lines
}

/// Code in lines of at most `width` columns, those after the first `hang` columns shorter. Broken behind a space where
/// there is one in the second half of the line, else anywhere; every space before the break stays.
pub fn wrap_code(runs: &[Run], width: usize, hang: usize) -> Vec<Vec<Run>> {
    let graphemes: Vec<(&str, Style)> = runs.iter().flat_map(|(text, style)| text.graphemes(true).map(move |g| (g, *style))).collect();
    let mut lines = Vec::new();
    let mut rest = graphemes.as_slice();
    loop {
        let room = if lines.is_empty() { width } else { width.saturating_sub(hang) }.max(2);
        let mut used = 0;
        let fits = rest.iter().take_while(|(grapheme, _)| {
            used += display_width(grapheme);
            used <= room
        });
        let fits = fits.count();
        let end = match rest[..fits].iter().rposition(|(grapheme, _)| *grapheme == " ") {
            _ if fits == rest.len() || rest[fits].0 == " " => fits.max(1).min(rest.len()),
            Some(space) if space + 1 > fits / 2 => space + 1,
            _ => fits.max(1),
        };
        let mut line = Vec::new();
        rest[..end].iter().for_each(|(grapheme, style)| append(&mut line, grapheme, *style));
        lines.push(line);
        rest = &rest[end..];
        // The space at which a line is broken is not drawn.
        if rest.first().is_some_and(|(grapheme, _)| *grapheme == " ") {
            rest = &rest[1..];
        }
        if rest.iter().all(|(grapheme, _)| *grapheme == " ") {
            return lines;
        }
    }
}

/// Says at the end of a page that there is more below.
pub fn more_below(more: bool, area: Rect, buffer: &mut Buffer, theme: &Theme) {
    if more && area.height > 1 {
        put(buffer, area.right().saturating_sub(2), area.bottom() - 1, 1, "↓", theme.style(Role::Accent));
    }
}

struct Wrapper {
    width: usize,
    lines: Vec<Vec<Run>>,
    line: Vec<Run>,
    used: usize,
    word: Vec<Run>,
    word_width: usize,
    space: Option<Style>,
}

impl Wrapper {
    fn push(&mut self, grapheme: &str, style: Style) {
        let columns = display_width(grapheme);
        if self.word_width + columns > self.width {
            // Longer than a line: it is broken here.
            self.end_word();
        }
        append(&mut self.word, grapheme, style);
        self.word_width += columns;
    }

    fn end_word(&mut self) {
        if self.word.is_empty() {
            return;
        }
        let gap = usize::from(self.space.is_some() && self.used > 0);
        if self.used + gap + self.word_width > self.width && self.used > 0 {
            self.lines.push(std::mem::take(&mut self.line));
            self.used = 0;
        } else if let Some(style) = self.space.filter(|_| gap > 0) {
            append(&mut self.line, " ", style);
            self.used += 1;
        }
        self.space = None;
        for (text, style) in self.word.drain(..) {
            append(&mut self.line, &text, style);
        }
        self.used += self.word_width;
        self.word_width = 0;
    }

    fn break_line(&mut self) {
        self.end_word();
        self.lines.push(std::mem::take(&mut self.line));
        self.used = 0;
        self.space = None;
    }
}

fn append(runs: &mut Vec<Run>, text: &str, style: Style) {
    match runs.last_mut() {
        Some((last, same)) if *same == style => last.push_str(text),
        _ => runs.push((text.to_owned(), style)),
    }
}

/// A sentence with `code` and *stress* in it as runs: the code in the style of keys, its marks left out.
pub fn sentence(text: &str, base: Style, theme: &Theme) -> Vec<Run> {
    let code = match theme.style(Role::Key) {
        style if style == Style::new() => base.add_modifier(Modifier::BOLD),
        style => base.patch(style),
    };
    let pieces: Vec<&str> = text.split('`').collect();
    // An odd number of marks: the last one is a character like any other.
    if pieces.len().is_multiple_of(2) {
        return vec![(text.to_owned(), base)];
    }
    // What is bold already is stressed by a line under it.
    let bold = base.add_modifier.contains(Modifier::BOLD);
    let stress = base.add_modifier(if bold { Modifier::UNDERLINED } else { Modifier::BOLD });
    let mut runs = Vec::new();
    for (index, piece) in pieces.into_iter().enumerate().filter(|(_, piece)| !piece.is_empty()) {
        match index % 2 {
            1 => runs.push((piece.to_owned(), code)),
            _ => runs.extend(stressed(piece).into_iter().map(|(loud, part)| (part.to_owned(), if loud { stress } else { base }))),
        }
    }
    runs
}

/// A sentence in lines after a mark; its further lines are indented as far.
pub fn paragraph(mark: Span<'static>, text: &str, base: Style, width: usize, theme: &Theme) -> Vec<Line<'static>> {
    let indent = display_width(&mark.content);
    let mut lines = Vec::new();
    for (index, runs) in wrap_runs(&sentence(text, base, theme), width.saturating_sub(indent)).into_iter().enumerate() {
        let mut line = to_line(runs);
        line.spans.insert(0, if index == 0 { mark.clone() } else { Span::raw(" ".repeat(indent)) });
        lines.push(line);
    }
    lines
}

/// A line of styled runs.
pub fn to_line(runs: Vec<Run>) -> Line<'static> {
    Line::from(runs.into_iter().map(|(text, style)| Span::styled(text, style)).collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_breaks_at_spaces_and_korean_keeps_its_words() {
        assert_eq!(wrap("one two three", 8), ["one two", "three"]);
        assert_eq!(wrap("데이터베이스는 모두를 받아들입니다", 16), ["데이터베이스는", "모두를", "받아들입니다"]);
        assert_eq!(wrap("abcdefgh", 3), ["abc", "def", "gh"]);
        assert_eq!(wrap("가나다", 5), ["가나", "다"]);
        assert_eq!(wrap("a\n\nb", 5), ["a", "", "b"]);
        assert_eq!(wrap("", 5), [""]);
        assert_eq!(wrap("one 2)\u{a0}two", 8), ["one", "2) two"]);
    }

    #[test]
    fn what_an_author_stressed_stands_out_without_its_marks() {
        let theme = Theme::from_environment(|name| (name == "NO_COLOR").then(|| "1".into()));
        let runs = sentence("정책과 *같은* `*` 곳", Style::new(), &theme);
        let bold = Style::new().add_modifier(Modifier::BOLD);
        let wanted = [("정책과 ", Style::new()), ("같은", bold), (" ", Style::new()), ("*", bold), (" 곳", Style::new())];
        assert_eq!(runs, wanted.map(|(text, style)| (text.to_owned(), style)));
    }

    #[test]
    fn a_cut_line_says_so() {
        let line = Line::from(vec![Span::raw("네트워크"), Span::raw("폴리시")]);
        let text: String = fit(line.clone(), 9).spans.iter().map(|span| span.content.to_string()).collect();
        assert_eq!(text, "네트워크…");
        let whole: String = fit(line, 14).spans.iter().map(|span| span.content.to_string()).collect();
        assert_eq!(whole, "네트워크폴리시");
    }
}
