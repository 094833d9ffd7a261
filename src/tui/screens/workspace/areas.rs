//! Where the panes stand at each size.

use ratatui::layout::Rect;

use super::Pane;
use crate::tui::layout::{NARROW, WIDE, split_columns, split_rows};

/// How the room is divided, in percent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Split {
    /// The upper row.
    pub rows: u16,
    /// The task beside the editor.
    pub task: u16,
    /// The predictions beside the problems.
    pub lower: u16,
}

impl Default for Split {
    fn default() -> Self {
        Self { rows: 66, task: 32, lower: 58 }
    }
}

impl Split {
    /// Where a form takes the place of the predictions.
    pub fn for_questions() -> Self {
        Self { rows: 40, task: 32, lower: 64 }
    }

    /// As the settings keep it.
    pub fn to_setting(self) -> String {
        format!("{} {} {}", self.rows, self.task, self.lower)
    }

    /// As the settings keep it; anything else is as usual.
    pub fn from_setting(text: &str, usual: Self) -> Self {
        let parts: Vec<u16> = text.split(' ').filter_map(|part| part.parse().ok()).collect();
        match parts[..] {
            [rows, task, lower] if [rows, task, lower].iter().all(|part| (10..=90).contains(part)) => Self { rows, task, lower },
            _ => usual,
        }
    }

    /// Gives the focused pane more (or, negative, less) room.
    pub fn grow(&mut self, pane: Pane, by: i16, wide: bool) {
        let step = |value: &mut u16, by: i16| *value = value.saturating_add_signed(by).clamp(15, 85);
        match (pane, wide) {
            (Pane::Editor, true) => {
                step(&mut self.rows, by);
                step(&mut self.task, -by);
            }
            (Pane::Task, true) => step(&mut self.task, by),
            (Pane::Predictions, true) => {
                step(&mut self.lower, by);
                step(&mut self.rows, -by);
            }
            (Pane::Problems, true) => {
                step(&mut self.lower, -by);
                step(&mut self.rows, -by);
            }
            (Pane::Editor, false) => step(&mut self.rows, by),
            (_, false) => step(&mut self.rows, -by),
        }
    }
}

/// How the panes are laid out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shape {
    /// Two by two.
    Wide,
    /// The editor over one panel with tabs.
    #[default]
    Stacked,
    /// One pane at a time.
    Pages,
}

/// The panes' areas; a pane that does not show has none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Areas {
    /// The shape.
    pub shape: Shape,
    /// One line with the task, where the task has no pane of its own.
    pub folded: Option<Rect>,
    /// One line with the panes' names.
    pub tabs: Option<Rect>,
    /// The task.
    pub task: Option<Rect>,
    /// The editor.
    pub editor: Option<Rect>,
    /// The predictions.
    pub predictions: Option<Rect>,
    /// The problems.
    pub problems: Option<Rect>,
}

impl Areas {
    /// The areas in `body` with this pane focused; `lower` is the panel's tab in the stacked shape.
    pub fn of(body: Rect, split: Split, focus: Pane, lower: Pane, zoom: bool) -> Self {
        let shape = if body.width >= WIDE && body.height >= 22 {
            Shape::Wide
        } else if body.width >= NARROW && body.height >= 16 {
            Shape::Stacked
        } else {
            Shape::Pages
        };
        let mut areas = Self { shape, ..Self::default() };
        if zoom && shape != Shape::Pages {
            areas.set(focus, body);
            return areas;
        }
        match shape {
            Shape::Wide => {
                let (upper, under) = split_rows(body, part(body.height, split.rows, 8, 6));
                let (task, editor) = split_columns(upper, part(upper.width, split.task, 24, 40));
                let (predictions, problems) = split_columns(under, part(under.width, split.lower, 30, 30));
                (areas.task, areas.editor, areas.predictions, areas.problems) =
                    (Some(task), Some(editor), Some(predictions), Some(problems));
            }
            Shape::Stacked => {
                let (folded, rest) = split_rows(body, 1);
                let (editor, panel) = split_rows(rest, part(rest.height, split.rows, 6, 5));
                (areas.folded, areas.editor) = (Some(folded), Some(editor));
                areas.set(if focus == Pane::Editor { lower } else { focus }, panel);
            }
            Shape::Pages => {
                let (tabs, page) = split_rows(body, 1);
                areas.tabs = Some(tabs);
                areas.set(focus, page);
            }
        }
        areas
    }

    fn set(&mut self, pane: Pane, area: Rect) {
        match pane {
            Pane::Task => self.task = Some(area),
            Pane::Editor => self.editor = Some(area),
            Pane::Predictions => self.predictions = Some(area),
            Pane::Problems => self.problems = Some(area),
        }
    }

    /// The area of a pane.
    pub fn get(&self, pane: Pane) -> Option<Rect> {
        match pane {
            Pane::Task => self.task,
            Pane::Editor => self.editor,
            Pane::Predictions => self.predictions,
            Pane::Problems => self.problems,
        }
    }
}

/// `percent` of `all`, leaving each side at least its smallest.
fn part(all: u16, percent: u16, smallest: u16, rest: u16) -> u16 {
    let wanted = (u32::from(all) * u32::from(percent) / 100) as u16;
    wanted.min(all.saturating_sub(rest)).max(smallest.min(all))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn panes_fill_the_body_and_never_leave_it() {
        for (width, height) in [(40, 10), (60, 16), (80, 22), (100, 28), (120, 34), (200, 58), (1, 1)] {
            let body = Rect::new(0, 1, width, height);
            for focus in Pane::ALL {
                for zoom in [false, true] {
                    let areas = Areas::of(body, Split::default(), focus, Pane::Problems, zoom);
                    let shown: Vec<Rect> =
                        Pane::ALL.into_iter().filter_map(|pane| areas.get(pane)).chain(areas.folded).chain(areas.tabs).collect();
                    let sum: u32 = shown.iter().map(|area| area.area()).sum();
                    assert_eq!(sum, body.area(), "{width}x{height} {focus:?} {areas:?}");
                    assert!(shown.iter().all(|area| area.intersection(body) == *area), "{areas:?}");
                    assert!(areas.get(focus).is_some());
                }
            }
        }
    }

    #[test]
    fn a_split_is_remembered() {
        let mut split = Split::default();
        split.grow(Pane::Problems, 5, true);
        assert_eq!(Split::from_setting(&split.to_setting(), Split::default()), split);
        assert_eq!(Split::from_setting("0 1000", Split::for_questions()), Split::for_questions());
    }
}
