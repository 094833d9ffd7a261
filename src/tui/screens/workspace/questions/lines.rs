//! The form in lines, and in sentences.

use ratatui::text::{Line, Span};

use super::{Questions, Stop, mark_of};
use crate::content::Scenario;
use crate::grade::{ANSWERS, Form, Given, Question};
use crate::locale::display_width;
use crate::tui::session::Session;
use crate::tui::theme::Role;
use crate::tui::widgets::text::{paragraph, sentence, to_line};

/// A sheet of lines in the making, each with the stop it belongs to.
struct Paper<'a> {
    lines: Vec<Line<'static>>,
    stops: Vec<Option<usize>>,
    width: usize,
    focused: bool,
    session: &'a Session,
}

impl Paper<'_> {
    fn put(&mut self, lines: Vec<Line<'static>>, stop: Option<usize>) {
        self.stops.extend(std::iter::repeat_n(stop, lines.len()));
        self.lines.extend(lines);
    }

    fn say(&mut self, mark: &str, text: &str, role: Role, stop: Option<usize>) {
        let theme = &self.session.theme;
        let lines = paragraph(Span::styled(mark.to_owned(), theme.style(role)), text, theme.style(role), self.width, theme);
        self.put(lines, stop);
    }
}

/// The lines of the form and the stop of each.
pub(super) fn lines(
    form: &Questions,
    width: usize,
    focused: bool,
    scenario: &Scenario,
    session: &Session,
) -> (Vec<Line<'static>>, Vec<Option<usize>>) {
    let mut paper = Paper { lines: Vec::new(), stops: Vec::new(), width, focused, session };
    if !form.readable {
        paper.say("▲ ", &session.format("tui-questions-unreadable", &[("file", ANSWERS)]), Role::Warning, None);
        return (paper.lines, paper.stops);
    }
    let all = scenario.questions();
    for (at, (id, question)) in all.iter().enumerate() {
        head(&mut paper, form, at, all.len(), id, question);
        // Before the answers: a long table would push it out of sight.
        verdict(&mut paper, form, id);
        if question.form == Form::Class {
            table(&mut paper, form, at, id, question);
        } else {
            choices(&mut paper, form, at, id, question);
        }
        if at + 1 < all.len() {
            paper.put(vec![Line::default()], None);
        }
    }
    (paper.lines, paper.stops)
}

fn head(paper: &mut Paper, form: &Questions, at: usize, all: usize, id: &str, question: &Question) {
    let session = paper.session;
    let theme = &session.theme;
    let number = format!("{}/{all} ", at + 1);
    let (sign, role) = match form.verdict(id).map(|verdict| verdict.passed) {
        Some(true) => ("✓ ", Role::Good),
        Some(false) => ("✗ ", Role::Error),
        None => ("", Role::Accent),
    };
    let mark = Span::styled(format!("{sign}{number}"), theme.bold(role));
    paper.put(paragraph(mark, question.ask.get(session.language()).trim(), theme.bold(Role::Text), paper.width, theme), None);
    paper.say("  ", &session.text(&format!("tui-question-{}", question.form.word())), Role::Muted, None);
    let Given::One(word) = form.given(id) else { return };
    if question.choice(&word).is_none() {
        paper.say("  ▲ ", &session.format("tui-question-unknown", &[("word", &word)]), Role::Warning, None);
    }
}

fn at_cursor(paper: &Paper, form: &Questions, stop: Stop) -> (Option<usize>, bool) {
    let at = form.stops.iter().position(|known| *known == stop);
    (at, paper.focused && at == Some(form.selection.at))
}

fn choices(paper: &mut Paper, form: &Questions, at: usize, id: &str, question: &Question) {
    let session = paper.session;
    let theme = &session.theme;
    let given = form.given(id);
    let mut one = |stop: Stop, mark: String, text: String, number: String| {
        let (index, here) = at_cursor(paper, form, stop);
        let chosen = !matches!(mark.as_str(), "○" | "[ ]");
        let style = if here || chosen { theme.bold(Role::Text) } else { theme.style(Role::Text) };
        let pointer = if here { "▸ " } else { "  " };
        let head = format!("{pointer}{mark} {number}) ");
        let mut lines = paragraph(Span::raw(head), &text, style, paper.width, theme);
        if let Some(first) = lines.first_mut() {
            first.spans[0] = Span::styled(pointer, theme.bold(Role::Accent));
            first.spans.insert(1, Span::styled(format!("{mark} "), theme.bold(if chosen { Role::Accent } else { Role::Muted })));
            first.spans.insert(2, Span::styled(format!("{number}) "), theme.style(Role::Muted)));
        }
        paper.put(lines, index);
    };
    for (index, choice) in question.choices.iter().enumerate() {
        let text = choice.text(session.language());
        one(Stop::Choice(at, index), mark_of(&given, question, &choice.value), text, (index + 1).to_string());
    }
    if question.form != Form::Choice {
        let mark = if given == Given::Many(Vec::new()) { "[✓]" } else { "[ ]" };
        one(Stop::None(at), mark.into(), session.text("tui-question-none"), "0".into());
    }
}

fn table(paper: &mut Paper, form: &Questions, at: usize, id: &str, question: &Question) {
    let session = paper.session;
    let theme = &session.theme;
    let language = session.language();
    let legend = question.choices.iter().enumerate().map(|(index, choice)| format!("{})\u{a0}{}", index + 1, choice.text(language)));
    paper.say("  ", &legend.collect::<Vec<_>>().join(" · "), Role::Text, None);
    let texts: Vec<String> = question.rows.iter().map(|row| row.text(language)).collect();
    let plain = |text: &str| display_width(&text.replace('`', ""));
    let widest = texts.iter().map(|text| plain(text)).max().unwrap_or(0);
    let answer_width = question.choices.iter().map(|choice| plain(&choice.text(language))).max().unwrap_or(0) + 7;
    // Where line and answer do not fit side by side, the answer stands below.
    let beside = 2 + widest + 2 + answer_width <= paper.width;
    for (row, text) in texts.iter().enumerate() {
        let (index, here) = at_cursor(paper, form, Stop::Row(at, row));
        let chosen = form.chosen(id, &question.rows[row].id);
        let answer = match &chosen {
            None => "–".to_owned(),
            Some(word) => match question.choices.iter().position(|choice| choice.value == *word) {
                Some(place) => format!("{}) {}", place + 1, question.choices[place].text(language)),
                None => format!("▲ {word}"),
            },
        };
        let style = if here { theme.bold(Role::Text) } else { theme.style(Role::Text) };
        let role = if chosen.is_some() { Role::Accent } else { Role::Muted };
        let arrows = |side: &'static str| Span::styled(side, theme.style(if here { Role::Accent } else { Role::Unfocused }));
        let mut spans = vec![arrows("‹ ")];
        spans.extend(to_line(sentence(&answer, theme.bold(role), theme)).spans);
        spans.push(arrows(" ›"));
        let pointer = Span::styled(if here { "▸ " } else { "  " }, theme.bold(Role::Accent));
        let mut lines = paragraph(pointer, text, style, paper.width, theme);
        if beside {
            let gap = widest - plain(text) + 2;
            if let Some(first) = lines.first_mut() {
                first.spans.push(Span::raw(" ".repeat(gap)));
                first.spans.extend(spans);
            }
        } else {
            spans.insert(0, Span::raw("    "));
            lines.push(Line::from(spans));
        }
        paper.put(lines, index);
    }
}

/// What the last check said of the answer.
fn verdict(paper: &mut Paper, form: &Questions, id: &str) {
    let Some(verdict) = form.verdict(id) else { return };
    let locale = &paper.session.locale;
    let (message, reason) = (verdict.message.text(locale), verdict.reason.as_ref().map(|reason| reason.text(locale)));
    if !verdict.passed {
        paper.say("  ", &message, Role::Error, None);
    }
    if let Some(reason) = reason {
        paper.say("  ", &reason, if verdict.passed { Role::Good } else { Role::Text }, None);
    }
}

/// A question in sentences: what is asked, the choices, the answer, what the last check said.
pub(super) fn sentences(form: &Questions, at: usize, id: &str, question: &Question, session: &Session) -> Vec<String> {
    let language = session.language();
    let bare = |text: &str| text.replace('`', "");
    let mut told = vec![format!("{} {id}: {}", at + 1, bare(question.ask.get(language).trim()))];
    let choices: Vec<_> =
        question.choices.iter().enumerate().map(|(index, choice)| format!("{} {}", index + 1, bare(&choice.text(language)))).collect();
    let how = session.text(&format!("tui-question-{}.told", question.form.word()));
    told.push(format!("{how} {}.", choices.join(", ")));
    let say = |word: &str| question.choice(word).map_or_else(|| word.to_owned(), |choice| bare(&choice.text(language)));
    let given = form.given(id);
    let answer = match &given {
        Given::Rows(_) | Given::Nothing if question.form == Form::Class => {
            for (row, item) in question.rows.iter().enumerate() {
                let chosen = form.chosen(id, &item.id).map_or_else(|| session.text("tui-question-open"), |word| say(&word));
                told.push(format!("{} {}: {chosen}", row + 1, bare(&item.text(language))));
            }
            None
        }
        Given::Nothing | Given::Rows(_) => Some(session.text("tui-question-open")),
        Given::One(word) => Some(session.format("tui-question-answer", &[("answer", &say(word))])),
        Given::Many(words) if words.is_empty() => {
            Some(session.format("tui-question-answer", &[("answer", &session.text("tui-question-none"))]))
        }
        Given::Many(words) => {
            let all: Vec<_> = words.iter().map(|word| say(word)).collect();
            Some(session.format("tui-question-answer", &[("answer", &all.join(", "))]))
        }
    };
    told.extend(answer);
    if let Some(verdict) = form.verdict(id) {
        told.push(session.text(if verdict.passed { "tui-question-right" } else { "tui-question-wrong" }));
        if !verdict.passed {
            told.push(verdict.message.text(&session.locale));
        }
        told.extend(verdict.reason.as_ref().map(|reason| reason.text(&session.locale)));
    }
    told
}
