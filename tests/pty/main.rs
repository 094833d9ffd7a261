//! The console in a real pseudo-terminal: what only a terminal can show. A dozen at most; the rest is tested in memory.

#![allow(missing_docs, clippy::unwrap_used)]
#![cfg(all(unix, feature = "tui"))]

mod picture;
mod terminal;

use std::path::Path;

use tempfile::TempDir;
use terminal::{Terminal, env};

const PROGRAM: &str = env!("CARGO_BIN_EXE_cofferdam");
/// What the bottom line says once everything is on disk.
const SAVED: &str = "saved ✓";

/// A learner's home. `place` is where the console was left, by a learner who chose plain keys.
fn home(place: Option<&str>) -> TempDir {
    let home = tempfile::tempdir().unwrap();
    if let Some(place) = place {
        let line = |event: &str| format!("{{\"v\":1,\"at\":\"2026-11-21T10:00:00Z\",{event}}}\n");
        let keys = line("\"event\":\"set\",\"setting\":\"keys\",\"value\":\"plain\"");
        let at = line(&format!("\"event\":\"at\",\"place\":\"{place}\""));
        std::fs::create_dir(home.path().join("data")).unwrap();
        std::fs::write(home.path().join("data/journal.jsonl"), keys + &at).unwrap();
    }
    home
}

fn start(home: &Path, more: &[(&str, &str)], size: (u16, u16)) -> Terminal {
    let own = env(home);
    let mut variables: Vec<(&str, &str)> = own.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    variables.extend(more);
    Terminal::start(PROGRAM, &[], &variables, size)
}

/// A console with E03 open and the cursor in its editor.
fn exercise(home: &Path, more: &[(&str, &str)], size: (u16, u16)) -> Terminal {
    let mut terminal = start(home, more, size);
    terminal.wait_for("E03");
    terminal.key("Enter");
    terminal.wait_for("api-allow-to-db.yaml");
    // The files are loaded and judged; keys count from then on.
    terminal.wait_for("✗ api-pod");
    terminal
}

fn draft(home: &Path) -> String {
    std::fs::read_to_string(home.join("data/drafts/E03/api-allow-to-db.yaml")).unwrap_or_default()
}

/// The terminal is as it was before.
fn assert_given_back(terminal: &Terminal) {
    terminal.look(|screen| {
        assert!(!screen.alternate_screen(), "the other screen is still there");
        assert!(!screen.hide_cursor(), "the cursor is hidden");
        assert!(!screen.bracketed_paste(), "pastes are still bracketed");
        assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None);
    });
}

#[test]
fn a_first_start_asks_once_and_leads_home() {
    let home = home(None);
    let mut terminal = start(home.path(), &[], (80, 24));
    terminal.wait_for("vim keys");
    terminal.key("Enter");
    terminal.wait_gone("vim keys");
    terminal.wait_for("a good place to start");
    terminal.key("Ctrl-Q");
    assert_eq!(terminal.end(), 0);
    let again = start(home.path(), &[], (80, 24));
    again.wait_for("a good place to start");
    assert!(!again.text().contains("vim keys"));
}

#[test]
fn quitting_gives_the_terminal_back() {
    let home = home(Some("home"));
    let mut terminal = start(home.path(), &[], (80, 24));
    terminal.wait_for("a good place to start");
    assert!(terminal.look(vt100::Screen::alternate_screen));
    terminal.key("Ctrl-Q");
    assert_eq!(terminal.end(), 0);
    assert_given_back(&terminal);
}

#[test]
fn every_size_is_drawn_and_a_too_small_one_says_so() {
    let home = home(Some("scenario/E03"));
    let mut terminal = exercise(home.path(), &[], (120, 36));
    for (columns, rows, text) in [(80, 24, "api-allow-to-db"), (20, 5, "too"), (1, 1, ""), (50, 14, "api-allow-to-db"), (120, 36, "┌ Task")]
    {
        terminal.resize(columns, rows);
        terminal.wait_for(text);
    }
    terminal.key("Ctrl-Q");
    assert_eq!(terminal.end(), 0);
}

#[test]
fn a_terminating_signal_saves_and_gives_the_terminal_back() {
    let home = home(Some("scenario/E03"));
    let mut terminal = exercise(home.path(), &[], (100, 30));
    terminal.send("kind: Pod");
    terminal.wait_for("kind: Pod");
    terminal.signal("TERM");
    assert_eq!(terminal.end(), 128 + 15);
    assert_given_back(&terminal);
    assert!(draft(home.path()).contains("kind: Pod"));
}

#[test]
fn keys_typed_before_the_exercise_is_drawn_are_not_lost() {
    let home = home(Some("scenario/E03"));
    let mut terminal = start(home.path(), &[], (100, 30));
    terminal.wait_for("E03");
    terminal.send("\rkind: Pod");
    terminal.wait_for("kind: Pod");
    terminal.key("Ctrl-Q");
    assert_eq!(terminal.end(), 0);
    assert!(draft(home.path()).starts_with("kind: Pod"), "{}", draft(home.path()));
}

/// Only debug builds can be broken on purpose.
#[cfg(debug_assertions)]
#[test]
fn a_bug_of_ours_costs_the_program_and_not_the_work() {
    let home = home(Some("scenario/E03"));
    let mut terminal = exercise(home.path(), &[("COFFERDAM_PANIC", "F9")], (100, 30));
    terminal.send("kind: Pod\u{1b}[20~");
    assert_eq!(terminal.end(), 70);
    assert_given_back(&terminal);
    assert!(draft(home.path()).starts_with("kind: Pod"), "{}", draft(home.path()));
    let files = std::fs::read_dir(home.path().join("data")).unwrap();
    let reports: Vec<_> = files.map(|file| file.unwrap().file_name()).filter(|name| name.to_string_lossy().starts_with("crash-")).collect();
    assert_eq!(reports.len(), 1, "{reports:?}");
    assert!(terminal.text().contains("broken on purpose"), "{}", terminal.text());
}

#[test]
fn a_killed_console_comes_back_where_it_was() {
    let home = home(Some("scenario/E03"));
    let mut terminal = exercise(home.path(), &[], (100, 30));
    terminal.send("kind: Pod");
    terminal.wait_for("kind: Pod");
    terminal.wait_for(SAVED);
    terminal.signal("KILL");
    terminal.end();
    let mut again = exercise(home.path(), &[], (100, 30));
    again.wait_for("kind: Pod");
    again.key("Ctrl-Q");
    assert_eq!(again.end(), 0);
}

#[test]
fn a_killed_exam_goes_on_with_its_clock_its_text_and_its_cursor() {
    let home = home(Some("home"));
    let mut drawn = std::process::Command::new(PROGRAM);
    drawn.args(["exam", "new", "--seed", "7", "-q"]).env_clear().envs(env(home.path()));
    assert!(drawn.status().unwrap().success());
    let mut terminal = start(home.path(), &[], (100, 30));
    terminal.wait_for("cka-sprint-7");
    terminal.send("x");
    terminal.wait_for("starts the clock");
    terminal.key("Enter");
    terminal.wait_for("Task 1 of 4");
    terminal.wait_for(" left");
    terminal.send("# mine");
    terminal.wait_for("# mine");
    terminal.wait_for(SAVED);
    // The journal knows the cursor a moment after the text is kept.
    let journal = || std::fs::read_to_string(home.path().join("data/journal.jsonl")).unwrap();
    terminal.wait("the cursor in the journal", |_| journal().contains(":1:7"));
    terminal.signal("KILL");
    terminal.end();
    let mut again = start(home.path(), &[], (100, 30));
    again.wait_for("Task 1 of 4");
    again.wait_for("# mine");
    again.wait_for(" 1:7 ");
    again.wait("the clock below 25 minutes", |screen| screen.contents().contains("24:") || screen.contents().contains("23:"));
    again.key("F10");
    again.wait_for("never looked at");
    again.send("y");
    again.wait_for("0 %, not passed (66 % needed)");
    again.key("Ctrl-Q");
    assert_eq!(again.end(), 0);
    assert!(journal().contains("exam-ended"));
}

#[test]
fn a_paste_keeps_its_lines_and_indentation() {
    let home = home(Some("scenario/E03"));
    let mut terminal = exercise(home.path(), &[], (100, 30));
    let manifest = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: 한글\nspec:\n  containers:\n  - name: c\n    image: nginx\n";
    terminal.paste(manifest);
    terminal.wait_for("image: nginx");
    terminal.key("Ctrl-Q");
    assert_eq!(terminal.end(), 0);
    assert!(draft(home.path()).starts_with(manifest), "{}", draft(home.path()));
}

#[test]
fn without_colour_nothing_is_coloured() {
    let home = home(Some("scenario/E03"));
    let mut terminal = exercise(home.path(), &[("NO_COLOR", "1")], (100, 30));
    terminal.wait_for("Problems");
    terminal.key("Ctrl-Q");
    assert_eq!(terminal.end(), 0);
    let text = String::from_utf8_lossy(&terminal.bytes()).into_owned();
    let parameters = text.split("\u{1b}[").skip(1).filter_map(|rest| rest.split_once('m')).map(|(parameters, _)| parameters);
    let is_color = |part: &str| matches!(part.parse::<u32>(), Ok(30..=38 | 40..=48 | 90..=97 | 100..=107));
    let colored: Vec<_> = parameters
        .filter(|parameters| parameters.chars().all(|c| c.is_ascii_digit() || c == ';'))
        .filter(|parameters| parameters.split(';').any(is_color))
        .collect();
    assert!(colored.is_empty(), "{colored:?}");
}

/// Lab 3 in the language of the environment: a misspelt field and its repair, a policy that opens too much and its
/// counterexample, the pass. `COFFERDAM_SERIES` says where the pictures go (`just picture`).
#[test]
fn a_lab_from_start_to_pass_in_korean() {
    const SIZE: (u16, u16) = (80, 24);
    let home = home(Some("scenario/E03"));
    let mut terminal = start(home.path(), &[("LANG", "ko_KR.UTF-8"), ("COLORTERM", "truecolor")], SIZE);
    let mut pictures = Vec::new();
    let mut take = |terminal: &Terminal| pictures.push(terminal.look(picture::svg));
    terminal.wait_for("시나리오");
    take(&terminal);
    terminal.key("Enter");
    terminal.wait_for("api-allow-to-db.yaml");
    terminal.send("\u{1b}3");
    terminal.wait_for("✗ api-pod");
    take(&terminal);
    terminal.send("\u{1b}2");
    terminal.send("\u{1}");
    terminal.paste(
        "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata:\n  name: api-allow-to-db\nspec:\n  podSelector:\n    \
         matchLabels:\n      role: db\n  ingres:\n  - from:\n    - podSelector:\n        matchLabels:\n          app: api\n",
    );
    // The count is there once the files are judged; a jump before has nowhere to go.
    terminal.wait_for("문제 1");
    terminal.key("F8");
    terminal.wait_for("ingres 필드가 없습니다");
    take(&terminal);
    terminal.key("Alt-Enter");
    terminal.wait_for("ingress:");
    terminal.key("Ctrl-S");
    terminal.wait_for("아직입니다");
    take(&terminal);
    terminal.key("F10");
    terminal.wait_for("E03 판정");
    take(&terminal);
    terminal.key("Escape");
    terminal.wait_for("ingress:");
    terminal.key("Ctrl-End");
    terminal.paste("    ports:\n    - protocol: TCP\n      port: 6379\n");
    terminal.wait_for("port: 6379");
    terminal.key("Ctrl-S");
    terminal.wait_for("5점 중 5점");
    take(&terminal);
    terminal.key("F10");
    terminal.wait_for("E03 판정");
    take(&terminal);
    if let Some(path) = std::env::var_os("COFFERDAM_SERIES") {
        std::fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join(path), picture::series(&pictures, SIZE)).unwrap();
    }
    terminal.key("Ctrl-Q");
    assert_eq!(terminal.end(), 0);
}

#[test]
fn a_folder_that_takes_nothing_is_said_and_the_work_goes_on() {
    let home = home(Some("home"));
    std::fs::write(home.path().join("file"), "").unwrap();
    let nowhere = home.path().join("file/data").display().to_string();
    let mut terminal = start(home.path(), &[("COFFERDAM_DATA", &nowhere)], (100, 30));
    terminal.wait_for("vim keys");
    terminal.key("Enter");
    terminal.wait_for("not saved");
    terminal.key("Ctrl-Q");
    // What is in memory only is not lost without a word.
    terminal.wait_for("Leave all the same?");
    terminal.send("y");
    assert_eq!(terminal.end(), 0);
    assert_given_back(&terminal);
}

/// Writes the picture where `COFFERDAM_PICTURE` says (`just picture`).
#[test]
fn picture_of_an_exercise() {
    let home = home(Some("scenario/E05"));
    let mut terminal = start(home.path(), &[("COLORTERM", "truecolor")], (110, 32));
    terminal.wait_for("E05");
    terminal.key("Enter");
    terminal.wait_for("Problems");
    terminal.wait_for(SAVED);
    let svg = terminal.look(picture::svg);
    assert!(svg.contains("E05") && svg.ends_with("</svg>\n"));
    if let Some(path) = std::env::var_os("COFFERDAM_PICTURE") {
        std::fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join(path), svg).unwrap();
    }
    terminal.key("Ctrl-Q");
    assert_eq!(terminal.end(), 0);
}
