//! The mouse over the exercise: what lies under it takes the focus, turns with the wheel, or opens.

use crossterm::event::{MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::{Position, Rect};

use super::{Pane, Workspace};
use crate::tui::editor::Pointer;
use crate::tui::page::Go;
use crate::tui::session::Session;
use crate::tui::widgets::panel::Panel;

impl Workspace {
    pub(super) fn pointed(&mut self, event: MouseEvent, session: &mut Session) -> Go {
        let at = Position { x: event.column, y: event.row };
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
                        if let Some(problem) = self.findings.problem_at(self.problems.top, line) {
                            self.go_to_problem(problem);
                        }
                    }
                }
            }
        }
        Go::Stay
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
