//! The board as text: a table, JSON Lines, sentences, or a spreadsheet's lines.

use serde_json::{Value, json};

use super::{Context, Format};
use crate::class::{Board, Cell, Note, Row, State, Stuck, Wrong, csv};
use crate::cli::paint::Role;
use crate::locale::{display_width, pad_end, truncate};

/// Columns for a nickname.
const NAME: usize = 16;
/// Stuck learners and wrong answers that are shown to eyes; the other formats have all.
const MOST: usize = 10;

/// The board in the asked manner. Programs get the notes with it.
pub(super) fn board(cx: &Context<'_>, board: &Board, notes: &[Note], bom: bool) -> String {
    match cx.format {
        Format::Csv => csv(board, bom),
        Format::Json => lines(json_rows(cx, board, notes).iter().map(Value::to_string)),
        Format::Linear => lines(sentences(cx, board)),
        Format::Human | Format::Sarif => lines(human(cx, board)),
    }
}

/// Draws the board over the one before, where there is a screen.
pub(super) fn renew(cx: &mut Context<'_>, shown: &str) {
    if cx.format == Format::Human && cx.terminal.stdout {
        // To the upper left corner; what stood below goes away.
        cx.write("\u{1b}[H\u{1b}[2J");
    }
    cx.write(shown);
}

fn lines(lines: impl IntoIterator<Item = String>) -> String {
    lines.into_iter().map(|line| line + "\n").collect()
}

fn count(number: usize) -> String {
    number.to_string()
}

/// What the whole class has done, in one line.
fn title(cx: &Context<'_>, board: &Board) -> String {
    let cells = || board.rows.iter().flat_map(|row| &row.cells);
    let of = |state| count(cells().filter(|cell| cell.state == state).count());
    let args = [
        ("learners", count(board.rows.len())),
        ("scenarios", count(board.scenarios.len())),
        ("passed", of(State::Passed)),
        ("working", of(State::Working)),
        ("stuck", of(State::Stuck)),
    ];
    cx.locale.format("class-title", &args.each_ref().map(|(name, value)| (*name, value.as_str())))
}

fn human(cx: &Context<'_>, board: &Board) -> Vec<String> {
    let mut lines = vec![cx.paint(Role::Title, &title(cx, board))];
    if !board.stuck.is_empty() {
        lines.extend([String::new(), cx.paint(Role::Title, &cx.locale.text("class-stuck-title"))]);
        lines.extend(board.stuck.iter().take(MOST).map(|stuck| stuck_line(cx, stuck)));
        lines.extend(more(cx, board.stuck.len()));
    }
    for from in (0..board.scenarios.len()).step_by(columns(cx, board)) {
        lines.push(String::new());
        lines.extend(table(cx, board, from));
    }
    if !board.wrong.is_empty() {
        lines.extend([String::new(), cx.paint(Role::Title, &cx.locale.text("class-wrong-title"))]);
        lines.extend(board.wrong.iter().take(MOST).map(|wrong| wrong_line(cx, wrong)));
        lines.extend(more(cx, board.wrong.len()));
    }
    let legend = cx.locale.text("class-legend");
    lines.push(String::new());
    lines.extend(legend.lines().map(|line| cx.paint(Role::Muted, line)));
    lines
}

fn more(cx: &Context<'_>, all: usize) -> Option<String> {
    let left = all.checked_sub(MOST).filter(|left| *left > 0)?;
    Some(cx.paint(Role::Muted, &cx.locale.format("class-more", &[("count", &count(left))])))
}

fn stuck_line(cx: &Context<'_>, stuck: &Stuck) -> String {
    let args = [("minutes", stuck.minutes.to_string()), ("diags", stuck.diags.join(", ")), ("count", count(stuck.diags.len()))];
    let since = cx.locale.format("class-stuck-since", &args.each_ref().map(|(name, value)| (*name, value.as_str())));
    let name = pad_end(&truncate(&stuck.name, NAME), NAME);
    truncated(cx, &format!("! {name} {}  {since}", pad_end(&stuck.scenario, 5)), Role::Bad)
}

fn wrong_line(cx: &Context<'_>, wrong: &Wrong) -> String {
    let args = [("learners", count(wrong.learners)), ("checks", count(wrong.checks))];
    let often = cx.locale.format("class-wrong-often", &args.each_ref().map(|(name, value)| (*name, value.as_str())));
    truncated(cx, &format!("{} {}  {often}  {}", pad_end(&wrong.scenario, 5), pad_end(&wrong.diag, 22), words(cx, &wrong.diag)), Role::Warn)
}

/// A line that fits, its first word painted.
fn truncated(cx: &Context<'_>, line: &str, role: Role) -> String {
    let line = truncate(line, cx.width);
    match line.split_once(' ') {
        Some((first, rest)) => format!("{} {rest}", cx.paint(role, first)),
        None => line,
    }
}

/// What a diagnostic means, whatever the names in it; nothing for one that this program does not know.
fn words(cx: &Context<'_>, diag: &str) -> String {
    cx.locale.try_format(&format!("class-diag-{diag}"), &[]).unwrap_or_default()
}

/// Columns of a cell.
fn cell_width(board: &Board) -> usize {
    board.scenarios.iter().map(|id| display_width(id)).max().unwrap_or(0).max(8)
}

/// How many scenarios fit beside the names.
fn columns(cx: &Context<'_>, board: &Board) -> usize {
    (cx.width.saturating_sub(NAME + 1) / (cell_width(board) + 1)).max(1)
}

fn table(cx: &Context<'_>, board: &Board, from: usize) -> Vec<String> {
    let width = cell_width(board);
    let end = (from + columns(cx, board)).min(board.scenarios.len());
    let heads: Vec<_> = board.scenarios[from..end].iter().map(|id| pad_end(id, width)).collect();
    let head = format!("{} {}", " ".repeat(NAME), heads.join(" "));
    let mut lines = vec![cx.paint(Role::Title, head.trim_end())];
    for row in &board.rows {
        let mark = if row.edited { "*" } else { "" };
        let name = pad_end(&format!("{}{mark}", truncate(&row.name, NAME - mark.len())), NAME);
        let cells: Vec<_> = row.cells[from..end].iter().map(|cell| paint_cell(cx, cell, width)).collect();
        lines.push(format!("{name} {}", cells.join(" ")).trim_end().to_owned());
    }
    lines
}

fn paint_cell(cx: &Context<'_>, cell: &Cell, width: usize) -> String {
    let (symbol, role) = match cell.state {
        State::Passed => ("✓", Role::Good),
        State::Stuck => ("!", Role::Bad),
        State::Working => ("●", Role::Warn),
        State::New => ("·", Role::Muted),
    };
    let facts = cell.standing.as_ref().map_or_else(String::new, |standing| {
        let hints = if standing.hints > 0 { format!(" h{}", standing.hints) } else { String::new() };
        format!(" {}{hints}{}", standing.minutes, if standing.solution { " s" } else { "" })
    });
    let width = width.saturating_sub(display_width(symbol));
    format!("{}{}", cx.paint(role, symbol), pad_end(&truncate(&facts, width), width))
}

fn sentences(cx: &Context<'_>, board: &Board) -> Vec<String> {
    let mut lines = vec![format!("{}.", title(cx, board))];
    for stuck in &board.stuck {
        let args = [
            ("name", stuck.name.as_str()),
            ("scenario", &stuck.scenario),
            ("minutes", &stuck.minutes.to_string()),
            ("diags", &stuck.diags.join(", ")),
        ];
        lines.push(cx.locale.format("class-stuck-linear", &args));
    }
    for row in &board.rows {
        lines.extend(row.cells.iter().map(|cell| cell_sentence(cx, row, cell)));
    }
    for wrong in &board.wrong {
        let args = [
            ("scenario", wrong.scenario.as_str()),
            ("diag", &wrong.diag),
            ("learners", &count(wrong.learners)),
            ("checks", &count(wrong.checks)),
        ];
        let line = format!("{} {}", cx.locale.format("class-wrong-linear", &args), words(cx, &wrong.diag));
        lines.push(line.trim_end().to_owned());
    }
    lines
}

/// One cell in words.
pub(super) fn cell_sentence(cx: &Context<'_>, row: &Row, cell: &Cell) -> String {
    let state = cx.locale.text(&format!("class-state-{}", cell.state.word()));
    let Some(standing) = &cell.standing else {
        return cx.locale.format("class-cell-new", &[("name", &row.name), ("scenario", &cell.scenario), ("state", &state)]);
    };
    let args = [
        ("name", row.name.clone()),
        ("scenario", cell.scenario.clone()),
        ("state", state),
        ("minutes", standing.minutes.to_string()),
        ("attempts", standing.attempts.to_string()),
        ("hints", standing.hints.to_string()),
        ("score", standing.score.to_string()),
        ("points", standing.points.unwrap_or(0).to_string()),
    ];
    cx.locale.format("class-cell", &args.each_ref().map(|(name, value)| (*name, value.as_str())))
}

fn json_rows(cx: &Context<'_>, board: &Board, notes: &[Note]) -> Vec<Value> {
    let mut rows: Vec<_> = board.rows.iter().map(row_json).collect();
    let stuck = |stuck: &Stuck| json!({"stuck": stuck.name, "scenario": stuck.scenario, "minutes": stuck.minutes, "diags": stuck.diags});
    rows.extend(board.stuck.iter().map(stuck));
    rows.extend(board.wrong.iter().map(|wrong| {
        let message = words(cx, &wrong.diag);
        json!({"wrong": wrong.diag, "scenario": wrong.scenario, "learners": wrong.learners, "checks": wrong.checks, "message": message})
    }));
    rows.extend(notes.iter().map(|note| {
        let mut row = json!({"problem": note.word, "source": note.source});
        if let Some(line) = note.line {
            row["line"] = line.into();
        }
        row["message"] = note.sentence.text(&cx.locale).into();
        row
    }));
    rows
}

/// One learner.
pub(super) fn row_json(row: &Row) -> Value {
    let cells: Vec<_> = row.cells.iter().map(cell_json).collect();
    let passed = row.cells.iter().filter(|cell| cell.state == State::Passed).count();
    json!({"learner": row.name, "passed": passed, "score": row.score, "scenarios": cells, "program": row.program, "pack": row.pack, "edited": row.edited})
}

fn cell_json(cell: &Cell) -> Value {
    let mut value = json!({"scenario": cell.scenario, "state": cell.state.word()});
    if let Some(standing) = &cell.standing {
        // Text, numbers and times always have a JSON form.
        for (key, fact) in serde_json::to_value(standing).unwrap_or_default().as_object().into_iter().flatten() {
            value[key.as_str()] = fact.clone();
        }
        if cell.state == State::Stuck || cell.state == State::Working {
            (value["quiet"], value["idle"]) = (cell.quiet.into(), cell.idle.into());
        }
    }
    value
}
