//! The journal on a real disk: killed at any moment, written by two at once, on a folder that takes nothing.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use cofferdam::host::Machine;
use cofferdam::progress::{Event, Journal, Line};
use proptest::prelude::*;

/// Names the data folder to the copy of this test binary that does the writing.
const FOLDER: &str = "COFFERDAM_DATA";
const COUNT: &str = "COFFERDAM_TEST_EVENTS";

/// No test but the writer that the tests below start: it records, and says each event once it is on disk.
#[test]
fn writer() {
    let Some(count) = std::env::var(COUNT).ok().and_then(|count| count.parse::<u32>().ok()) else { return };
    let mut journal = Journal::open(Arc::new(Machine));
    let mut out = std::io::stdout();
    for number in 1..=count {
        let diags = vec!["x".repeat(number as usize % 300)];
        journal.record(Event::Checked { scenario: "E03".into(), score: 1, points: 5, passed: false, diags });
        assert!(journal.trouble().is_none());
        writeln!(out, "\nrecorded {number}").unwrap();
        out.flush().unwrap();
    }
}

fn start_writer(folder: &std::path::Path, count: u32) -> Child {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "progress::writer", "--nocapture"]).env(FOLDER, folder).env(COUNT, count.to_string());
    command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap()
}

/// Waits for the writer's word that `wanted` events are on disk (or that it ended); the number it named last.
fn wait_for(child: &mut Child, wanted: u32) -> u32 {
    let lines = BufReader::new(child.stdout.as_mut().unwrap()).lines().map_while(Result::ok);
    let mut numbers = lines.filter_map(|line| line.strip_prefix("recorded ")?.parse().ok());
    numbers.find(|number| *number >= wanted).unwrap_or_default()
}

/// How many events the journal holds, and how many torn lines.
fn lines(folder: &std::path::Path) -> (usize, usize) {
    let bytes = std::fs::read(folder.join("journal.jsonl")).unwrap();
    Line::read_all(&bytes).fold((0, 0), |(events, torn), line| match line {
        Line::Known(_) => (events + 1, torn),
        Line::Broken => (events, torn + 1),
        Line::Newer => panic!("a line of a newer version"),
    })
}

/// Linux ends a write where a page of the file ends when the writer is killed meanwhile (`generic_perform_write` asks
/// `fatal_signal_pending` before each page), so a kill may tear the line that is being written. No line before it, and no
/// line of the next writer.
#[test]
fn a_killed_writer_loses_nothing_that_was_recorded_and_tears_one_line_at_most() {
    let folder = tempfile::tempdir().unwrap();
    let mut before = (0, 0);
    for wanted in [1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 4, 17, 29, 41, 3, 70, 11, 1, 23, 60] {
        let mut child = start_writer(folder.path(), 10_000);
        let recorded = wait_for(&mut child, wanted) as usize;
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(recorded >= wanted as usize, "the writer ended by itself");
        let now = lines(folder.path());
        assert!(now.0 - before.0 >= recorded, "{recorded} recorded, {} found", now.0 - before.0);
        assert!(now.1 - before.1 <= 1, "{} lines torn by one kill", now.1 - before.1);
        before = now;
    }
}

#[test]
fn two_writers_at_once_lose_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut writers = [start_writer(folder.path(), 150), start_writer(folder.path(), 150)];
    for writer in &mut writers {
        assert_eq!(wait_for(writer, 150), 150);
        assert!(writer.wait().unwrap().success());
    }
    assert_eq!(lines(folder.path()), (300, 0));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_bytes_upset_the_journal(bytes in proptest::collection::vec(any::<u8>(), 0..400), cut in 0usize..400) {
        let folder = tempfile::tempdir().unwrap();
        let host = Arc::new(cofferdam::host::Memory::new());
        host.set_env(FOLDER, folder.path().to_str().unwrap());
        let good = r#"{"v":1,"at":"2026-11-21T10:00:00Z","event":"at","place":"lesson/L13"}"#;
        let mut text = format!("{good}\n").into_bytes();
        text.extend(&bytes);
        text.extend(good.as_bytes().iter().take(cut));
        host.put(folder.path().join("journal.jsonl"), &text);
        let mut journal = Journal::open(host.clone());
        prop_assert_eq!(journal.progress().place.as_deref(), Some("lesson/L13"));
        journal.record(Event::At { place: "home".into() });
        let again = Journal::open(host);
        prop_assert_eq!(again.progress().place.as_deref(), Some("home"));
    }
}
