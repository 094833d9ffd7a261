//! What lies on the desk besides the task: the list of all tasks, the banner, the heading.

use ratatui::text::{Line, Span};

use super::Sitting;
use crate::exam::clock;
use crate::tui::session::Session;
use crate::tui::theme::Role;

/// One line a task, the notes behind them.
pub(super) fn lines(room: &Sitting, session: &Session) -> Vec<Line<'static>> {
    let theme = &session.theme;
    let Some(sitting) = room.sitting(session) else { return Vec::new() };
    let mut lines = Vec::new();
    for (index, task) in sitting.paper.tasks.iter().enumerate() {
        let here = index == room.at;
        let mark = if here { Span::styled("▸ ", theme.bold(Role::Accent)) } else { Span::raw("  ") };
        let style = if here { theme.bold(Role::Text) } else { theme.style(Role::Text) };
        let seconds = sitting.seconds.get(index).copied().unwrap_or(0) + running(room, index, session);
        let head = format!("{:>2} {:>3} % {:>6}", index + 1, task.weight, clock(seconds));
        let flag = if sitting.flags.contains(&index) { format!(" ▲ {}", session.text("tui-exam-list-flagged")) } else { String::new() };
        let title = room.scenarios[index].title.get(session.language()).to_owned();
        lines.push(Line::from(vec![
            mark,
            Span::styled(head, style),
            Span::styled(flag, theme.bold(Role::Warning)),
            Span::styled(format!("  {title}"), theme.style(Role::Muted)),
        ]));
    }
    let here = room.at == room.tasks();
    let mark = if here { Span::styled("▸ ", theme.bold(Role::Accent)) } else { Span::raw("  ") };
    lines.push(Line::from(vec![mark, Span::styled(session.text("tui-exam-notes"), theme.style(Role::Text))]));
    lines
}

/// Seconds that the task has been looked at since the journal heard of it.
fn running(room: &Sitting, index: usize, session: &Session) -> u64 {
    let since = room.sitting(session).filter(|sitting| sitting.at == index).and_then(|sitting| sitting.since);
    since.map_or(0, |since| session.now.duration_since(since).as_secs().unsigned_abs())
}

/// Where the task is to be solved.
pub(super) fn banner(room: &Sitting, session: &Session) -> String {
    if room.at >= room.tasks() {
        return session.text("tui-exam-notes-hint");
    }
    let scenario = &room.scenarios[room.at];
    let context = scenario.world.config.current.clone();
    session.format("exam-where", &[("context", &context), ("namespace", &scenario.namespace)])
}

/// `Task 3 of 4`.
pub(super) fn title(room: &Sitting, session: &Session) -> String {
    if room.at >= room.tasks() {
        return session.text("tui-exam-notes");
    }
    session.format("tui-exam-task", &[("number", &(room.at + 1).to_string()), ("tasks", &room.tasks().to_string())])
}

/// What it weighs, and whether it is flagged.
pub(super) fn aside(room: &Sitting, session: &Session) -> String {
    let Some(sitting) = room.sitting(session) else { return String::new() };
    let weight = sitting.paper.tasks.get(room.at).map(|task| format!("{} %", task.weight));
    let flag = sitting.flags.contains(&room.at).then(|| format!("▲ {}", session.text("tui-exam-list-flagged")));
    weight.into_iter().chain(flag).collect::<Vec<_>>().join("   ")
}
