//! The mouse over the exercise: what lies under it takes the focus, turns with the wheel, or opens.

use crossterm::event::{MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::{Position, Rect};

use super::{Pane, Shape, Workspace};
use crate::locale::display_width;
use crate::tui::editor::Pointer;
use crate::tui::page::Go;
use crate::tui::session::Session;
use crate::tui::widgets::panel::Panel;

impl Workspace {
    pub(super) fn pointed(&mut self, event: MouseEvent, session: &mut Session) -> Go {
        let at = Position { x: event.column, y: event.row };
        if matches!(event.kind, MouseEventKind::Down(MouseButton::Left)) && self.pointed_at_name(at, session) {
            return Go::Stay;
        }
        let Some((pane, area)) =
            Pane::ALL.into_iter().find_map(|pane| self.areas.get(pane).filter(|area| area.contains(at)).map(|area| (pane, area)))
        else {
            return Go::Stay;
        };
        let wheel = match event.kind {
            MouseEventKind::ScrollDown => 3,
            MouseEventKind::ScrollUp => -3,
            _ => 0,
        };
        if pane == Pane::Editor {
            return self.pointed_at_text(event, area, wheel, session);
        }
        if wheel != 0 {
            match pane {
                Pane::Task => self.task.scroll.by(wheel),
                Pane::Problems => self.problems.at = self.problems.at.saturating_add_signed(wheel.signum()),
                Pane::Predictions if self.questions.is_some() => self.questions.iter_mut().for_each(|questions| questions.turn(wheel)),
                _ => self.predictions.at = self.predictions.at.saturating_add_signed(wheel.signum()),
            }
        } else if matches!(event.kind, MouseEventKind::Down(MouseButton::Left)) {
            self.focus_on(pane);
            if self.is_answering() {
                self.point_in_form(event.row.saturating_sub(area.y + 1) as usize, session);
            }
            if pane == Pane::Problems {
                let line = event.row.saturating_sub(area.y + 1) as usize;
                match line.checked_sub(self.lead.len()) {
                    None => self.go_to_lead(),
                    Some(line) => {
                        if let Some(problem) = self.findings.problem_at(self.list.top + line) {
                            self.go_to_problem(problem);
                        }
                    }
                }
            }
        }
        Go::Stay
    }

    /// The task's line, a pane's name or a file's name was pressed: it shows. Whether it was one of these.
    fn pointed_at_name(&mut self, at: Position, session: &Session) -> bool {
        if self.areas.folded.is_some_and(|area| area.contains(at)) {
            self.focus_on(Pane::Task);
            return true;
        }
        let panes = match (self.areas.tabs.filter(|area| area.contains(at)), self.areas.editor) {
            (Some(area), _) => Some((area.x, Pane::ALL.to_vec())),
            (None, Some(_)) if self.areas.shape == Shape::Stacked => {
                let lower = super::view::TABS.into_iter().find_map(|pane| self.areas.get(pane)).filter(|area| area.y == at.y);
                lower.map(|area| (area.x + 1, super::view::TABS.to_vec()))
            }
            _ => None,
        };
        if let Some((x, panes)) = panes {
            let line = super::view::pane_names(self, &panes, session);
            let widths: Vec<usize> = line.spans.iter().skip(1).step_by(2).map(|span| display_width(&span.content)).collect();
            let chosen = name_at(&widths, at.x.checked_sub(x + 1)).map(|index| panes[index]);
            chosen.into_iter().for_each(|pane| self.focus_on(pane));
            return chosen.is_some();
        }
        let Some(area) = self.areas.editor.filter(|area| area.y == at.y && area.contains(at)) else { return false };
        let widths: Vec<usize> = self.tabs.iter().map(|tab| display_width(&tab.name)).collect();
        let chosen = name_at(&widths, at.x.checked_sub(area.x + 2));
        if let Some(index) = chosen {
            self.active = index;
            self.focus_on(Pane::Editor);
        }
        chosen.is_some()
    }

    fn pointed_at_text(&mut self, event: MouseEvent, area: Rect, wheel: isize, session: &Session) -> Go {
        let inner = Panel::inner(area);
        let Some(tab) = self.tabs.get_mut(self.active) else { return Go::Stay };
        let spot = tab.picture.spot(&*tab.editor, inner, event.column, event.row);
        let pointer = match event.kind {
            MouseEventKind::Down(MouseButton::Left) => {
                let quick = self.pressed.is_some_and(|(at, same)| same == spot && session.now.duration_since(at).as_millis() < 400);
                self.pressed = Some((session.now, spot));
                if quick { Pointer::Double(spot) } else { Pointer::Press(spot) }
            }
            MouseEventKind::Drag(MouseButton::Left) => Pointer::Drag(spot),
            _ if wheel != 0 => Pointer::Wheel(wheel),
            _ => return Go::Stay,
        };
        tab.editor.mouse(pointer);
        if wheel == 0 {
            self.focus_on(Pane::Editor);
        }
        Go::Stay
    }
}

/// Which of several names, three columns apart, stands at a column.
fn name_at(widths: &[usize], column: Option<u16>) -> Option<usize> {
    let column = usize::from(column?);
    let mut start = 0;
    widths.iter().position(|width| {
        let here = (start..start + width).contains(&column);
        start += width + 3;
        here
    })
}
