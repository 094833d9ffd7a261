//! Why: who the first process is and what it may do, each value with the level that decided it.

use std::sync::Arc;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::content::Scenario;
use crate::locale::display_width;
use crate::probe::{Effective, Facts};
use crate::text::SourceFile;
use crate::tui::action::Action;
use crate::tui::effect::{Slot, Work};
use crate::tui::keymap::Context;
use crate::tui::msg::{Outcome, Powers};
use crate::tui::page::{Go, Page};
use crate::tui::session::Session;
use crate::tui::theme::Role;
use crate::tui::widgets::list::Scroll;
use crate::tui::widgets::markdown::cell;
use crate::tui::widgets::text::{more_below, put_line, wrap};

/// The screen's state.
#[derive(Debug)]
pub struct Why {
    scenario: Arc<Scenario>,
    identities: Option<Vec<Powers>>,
    at: usize,
    lines: Vec<Line<'static>>,
    scroll: Scroll,
}

impl Why {
    /// The identities in the scenario's world with these files in force.
    pub fn new(scenario: Arc<Scenario>, files: Vec<SourceFile>, session: &mut Session) -> Self {
        session.start(Slot::Identities, Work::Identities(Arc::clone(&scenario), files));
        Self { scenario, identities: None, at: 0, lines: Vec::new(), scroll: Scroll::default() }
    }

    fn turn(&mut self, by: usize) {
        let count = self.identities.as_ref().map_or(0, Vec::len);
        self.at = (self.at + by).checked_rem(count).unwrap_or(0);
        self.scroll.top = 0;
    }

    fn prepare(&self, width: usize, session: &Session) -> Vec<Line<'static>> {
        let theme = &session.theme;
        let muted = |id: &str| vec![Line::from(Span::styled(session.text(id), theme.style(Role::Muted)))];
        let Some(identities) = &self.identities else { return muted("tui-judging") };
        let Some(identity) = identities.get(self.at) else { return muted("tui-why-empty") };
        let mut lines = vec![Line::from(Span::styled(identity.target.to_string(), theme.bold(Role::Heading))), Line::default()];
        let Facts::Effective(effective) = &identity.effective.facts else {
            lines.extend(muted("tui-why-unknown"));
            return lines;
        };
        let rows = rows(effective, session);
        let fields = rows.iter().map(|row| display_width(row.0)).max().unwrap_or(0).max(display_width(&session.text("tui-why-field"))) + 2;
        let origins =
            rows.iter().map(|row| display_width(&row.2)).max().unwrap_or(0).max(display_width(&session.text("tui-why-level"))) + 2;
        let values = width.saturating_sub(fields + origins).max(8);
        let heading = format!(
            "{}{}{}",
            cell(&session.text("tui-why-field"), fields),
            cell(&session.text("tui-why-level"), origins),
            session.text("tui-why-value")
        );
        lines.push(Line::from(Span::styled(heading, theme.style(Role::Muted))));
        for (field, value, origin) in rows {
            for (index, text) in wrap(&value, values).into_iter().enumerate() {
                let (field, origin) = if index == 0 { (field, origin.as_str()) } else { ("", "") };
                lines.push(Line::from(vec![
                    Span::styled(cell(field, fields), theme.style(Role::Key)),
                    Span::styled(cell(origin, origins), theme.style(Role::Accent)),
                    Span::raw(text),
                ]));
            }
        }
        lines.push(Line::default());
        // Both answers tell how the process came to be: what the first said, the second need not say again.
        let started = identity.start.trace.iter().filter(|step| !identity.effective.trace.contains(step));
        for step in identity.effective.trace.iter().chain(started) {
            for text in wrap(&step.sentence().text(&session.locale), width) {
                lines.push(Line::from(Span::styled(text, theme.style(Role::Muted))));
            }
        }
        lines.push(Line::default());
        for text in wrap(&session.text("tui-why-rule"), width) {
            lines.push(Line::from(Span::styled(text, theme.style(Role::Muted))));
        }
        lines
    }
}

/// Field, value and the level that decided it, in the order a manifest has them.
fn rows(effective: &Effective, session: &Session) -> Vec<(&'static str, String, String)> {
    let number = |value: Option<i64>| value.map_or_else(|| "–".to_owned(), |value| value.to_string());
    let list = |names: &[String]| if names.is_empty() { session.text("tui-why-none") } else { names.join(" ") };
    let groups: Vec<String> = effective.groups.iter().map(i64::to_string).collect();
    // Beside each field the word by which the simulator names its origin.
    let values = [
        ("runAsUser", "uid", number(effective.uid)),
        ("runAsGroup", "gid", number(effective.gid)),
        ("groups", "groups", list(&groups)),
        ("runAsNonRoot", "runAsNonRoot", effective.run_as_non_root.to_string()),
        ("readOnlyRootFilesystem", "readOnlyRootFilesystem", effective.read_only_root.to_string()),
        ("allowPrivilegeEscalation", "allowPrivilegeEscalation", effective.allow_privilege_escalation.to_string()),
        ("privileged", "privileged", effective.privileged.to_string()),
        ("capabilities", "capabilities", list(&effective.effective)),
        ("bounding", "capabilities", list(&effective.bounding)),
        ("seccompProfile", "seccomp", effective.seccomp.clone()),
        ("procMount", "procMount", effective.proc_mount.clone()),
    ];
    let origin = |word: &str| {
        let level = effective.origin.get(word)?;
        session.locale.try_format(&format!("tui-level-{level}"), &[]).or_else(|| Some((*level).to_owned()))
    };
    values.into_iter().map(|(field, word, value)| (field, value, origin(word).unwrap_or_default())).collect()
}

impl Page for Why {
    fn contexts(&self) -> Vec<Context> {
        let pages = [Context::Moving, Context::List, Context::Reading, Context::Global];
        let several = self.identities.as_ref().is_some_and(|identities| identities.len() > 1);
        several.then_some(Context::Turning).into_iter().chain(pages).collect()
    }

    fn act(&mut self, action: Action, _: &mut Session) -> Go {
        match action {
            Action::Next => self.turn(1),
            Action::Previous => self.turn(self.identities.as_ref().map_or(0, Vec::len).saturating_sub(1)),
            _ if self.scroll.act(action) => {}
            _ => return Go::Unknown,
        }
        Go::Stay
    }

    fn awaits(&self, slot: Slot) -> bool {
        slot == Slot::Identities
    }

    fn done(&mut self, _: Slot, outcome: Outcome, _: &mut Session) -> Go {
        if let Outcome::Identities(identities) = outcome {
            self.identities = Some(identities);
        }
        Go::Stay
    }

    fn arrange(&mut self, area: Rect, session: &Session) {
        self.lines = self.prepare(area.width.saturating_sub(4).min(100) as usize, session);
        self.scroll.arrange(self.lines.len(), area.height.saturating_sub(1) as usize);
    }

    fn narrate(&self, _: &Session) -> Vec<String> {
        crate::tui::linear::plain(&self.lines)
    }

    fn title(&self, session: &Session) -> String {
        format!("{} {}", self.scenario.id, session.text("tui-why-title"))
    }

    fn aside(&self, session: &Session) -> String {
        let count = self.identities.as_ref().map_or(0, Vec::len);
        if count < 2 {
            return String::new();
        }
        session.format("tui-why-count", &[("at", &(self.at + 1).to_string()), ("count", &count.to_string())])
    }

    fn view(&self, area: Rect, buffer: &mut Buffer, session: &Session) {
        let width = area.width.saturating_sub(4).min(100);
        let x = area.x + (area.width.saturating_sub(width)) / 2;
        for (row, y) in self.scroll.rows().zip(area.y + 1..area.bottom()) {
            put_line(buffer, x, y, width, self.lines[row].clone());
        }
        more_below(self.scroll.more(), area, buffer, &session.theme);
    }
}
