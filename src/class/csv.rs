//! The board for a spreadsheet: one line a learner and scenario, after RFC 4180.

use super::board::{Board, Cell, Row};
use super::standing::Standing;

/// The first line.
const COLUMNS: [&str; 13] =
    ["learner", "scenario", "state", "started", "passed", "minutes", "attempts", "hints", "solution", "score", "points", "diags", "edited"];

/// The board as comma-separated values. `bom` begins it with the mark by which spreadsheets know UTF-8.
pub fn csv(board: &Board, bom: bool) -> String {
    let mut text = String::from(if bom { "\u{feff}" } else { "" });
    text.push_str(&line(COLUMNS.map(str::to_owned)));
    for row in &board.rows {
        for cell in &row.cells {
            text.push_str(&line(fields(row, cell)));
        }
    }
    text
}

fn fields(row: &Row, cell: &Cell) -> [String; 13] {
    let fact = |text: fn(&Standing) -> String| cell.standing.as_ref().map(text).unwrap_or_default();
    [
        row.name.clone(),
        cell.scenario.clone(),
        cell.state.word().to_owned(),
        fact(|standing| standing.started.to_string()),
        fact(|standing| standing.passed.map(|at| at.to_string()).unwrap_or_default()),
        fact(|standing| standing.minutes.to_string()),
        fact(|standing| standing.attempts.to_string()),
        fact(|standing| standing.hints.to_string()),
        fact(|standing| yes(standing.solution)),
        fact(|standing| standing.score.to_string()),
        fact(|standing| standing.points.map(|points| points.to_string()).unwrap_or_default()),
        fact(|standing| standing.diags.join(" ")),
        yes(row.edited),
    ]
}

fn yes(is_so: bool) -> String {
    if is_so { "yes".into() } else { String::new() }
}

fn line(fields: [String; 13]) -> String {
    fields.map(|field| quoted(&tame(field))).join(",") + "\r\n"
}

/// What begins like a formula gets an apostrophe in front, so that no spreadsheet runs what a learner chose as a name.
fn tame(field: String) -> String {
    let runs = field.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '|', '%', '＝', '＋', '－', '＠']);
    if runs { format!("'{field}") } else { field }
}

fn quoted(field: &str) -> String {
    if field.contains([',', '"', '\r', '\n', ';', '\t']) { format!("\"{}\"", field.replace('"', "\"\"")) } else { field.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_tamed_and_separators_quoted() {
        let written = |field: &str| quoted(&tame(field.to_owned()));
        assert_eq!(written("민지"), "민지");
        assert_eq!(written("=1+1"), "'=1+1");
        assert_eq!(written("@SUM(A1)"), "'@SUM(A1)");
        assert_eq!(written("＝1"), "'＝1");
        assert_eq!(written("-2+3\",A"), "\"'-2+3\"\",A\"");
        assert_eq!(written("Kim; \"Ana\""), "\"Kim; \"\"Ana\"\"\"");
    }
}
