//! A class from the command line: results and the board.

use insta::assert_snapshot;
use serde_json::Value;

use super::{Answer, Learner};

fn rows(answer: &Answer) -> Vec<Value> {
    answer.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// A journal's line.
fn line(at: &str, rest: &str) -> String {
    format!("{{\"v\":1,\"at\":\"2026-11-27T{at}Z\",{rest}}}\n")
}

/// A learner who passed E02 and is at work in E03.
fn journal(first: &str) -> String {
    [
        line("09:00:00", r#""event":"set","setting":"language","value":"ko""#),
        line(first, r#""event":"started","scenario":"E02""#),
        line("09:03:00", r#""event":"edited","scenario":"E02""#),
        line("09:05:00", r#""event":"checked","scenario":"E02","score":4,"points":4,"passed":true"#),
        line("09:06:00", r#""event":"started","scenario":"E03""#),
        line("09:06:10", r#""event":"at","place":"scenario/E03""#),
        line("09:08:00", r#""event":"checked","scenario":"E03","score":1,"points":5,"passed":false,"diags":["flow-leaked"]"#),
        line("09:09:00", r#""event":"hinted","scenario":"E03","hint":1"#),
        line("09:19:30", r#""event":"edited","scenario":"E03""#),
    ]
    .concat()
}

/// The result that a learner of this name hands in.
fn result(name: &str, journal: &str) -> String {
    let learner = Learner::new();
    learner.write("data/journal.jsonl", journal);
    let answer = learner.run(&["class", "result", "--name", name, "--out", "-"]);
    assert_eq!(answer.code, 0, "{answer}");
    answer.out
}

#[test]
fn a_result_holds_times_and_numbers_and_nothing_that_was_typed() {
    let learner = Learner::new();
    learner.write("data/journal.jsonl", &journal("09:01:00"));
    learner.write("data/work/E03/policy.yaml", "kind: TopSecret\n");
    let answer = learner.run(&["class", "result", "--name", "\u{1106}\u{1175}\u{11ab}지"]);
    assert_snapshot!(answer, @"
    exit 0
    cofferdam-민지.json
    --- stderr
    The result of 민지: 7 events with times, scores, hints and diagnostics. It holds none of your files.
    ");
    let text = std::fs::read_to_string(learner.home.path().join("cofferdam-민지.json")).unwrap();
    let value: Value = serde_json::from_str(&text).unwrap();
    let keys: Vec<_> = value.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(keys, ["kind", "v", "learner", "journal", "program", "pack", "until", "scenarios", "events", "sha256"]);
    assert!(!text.contains("TopSecret") && !text.contains("language") && !text.contains("\"at\":\"scenario"), "{text}");
    let scenarios: Vec<_> = text.lines().filter(|line| line.contains("\"minutes\"")).collect();
    assert_snapshot!(scenarios.join("\n"), @r#"
        {"scenario":"E02","started":"2026-11-27T09:01:00Z","passed":"2026-11-27T09:05:00Z","minutes":4,"attempts":1,"hints":0,"solution":false,"score":4,"points":4,"diags":[]},
        {"scenario":"E03","started":"2026-11-27T09:06:00Z","minutes":13,"attempts":1,"hints":1,"solution":false,"score":1,"points":5,"diags":["flow-leaked"]}
    "#);
    // Handing in again replaces one's own file, and nobody else's.
    assert_eq!(learner.run(&["class", "result", "--name", "민지"]).code, 0);
    assert_eq!(std::fs::read_to_string(learner.home.path().join("cofferdam-민지.json")).unwrap(), text);
    let answer = learner.run(&["class", "result", "--name", "Bo", "--out", "cofferdam-민지.json"]);
    assert_snapshot!(answer, @"
    exit 3
    --- stderr
    cofferdam: cofferdam-민지.json: already there and no result of the same learner, so nothing was written. Choose another file with --out.
    ");
}

#[test]
fn without_a_journal_or_a_name_there_is_no_result() {
    let learner = Learner::new();
    assert_snapshot!(learner.run(&["class", "result", "--name", "Ana"]), @"
    exit 3
    --- stderr
    cofferdam: Your journal holds no scenario yet, so there is nothing to hand in. Begin with `cofferdam next`.
    ");
    assert_snapshot!(learner.run(&["class", "result"]), @"
    exit 2
    --- stderr
    cofferdam: A name is missing: --name NICK.
    ");
    assert_snapshot!(learner.run(&["class", "result", "--name", "\u{1b}[2J"]), @"
    exit 2
    --- stderr
    cofferdam: This name cannot be shown: it is empty, longer than 40 columns, or has characters that nobody sees.
    ");
}

/// An instructor with results of four learners, one of them twice, and three files that are none.
fn instructor() -> Learner {
    let instructor = Learner::new();
    let passed = line("09:20:00", r#""event":"checked","scenario":"E03","score":5,"points":5,"passed":true"#);
    let minji = journal("09:01:00");
    instructor.write("in/1.json", &result("민지", &minji));
    instructor.write("in/usb/2.json", &result("민지", &(minji + &passed)));
    instructor.write("in/3.json", &result("Bo", &journal("09:02:00")));
    instructor.write("in/4.json", &result("=Cho,1", &journal("09:02:30")));
    instructor.write("in/5.json", &result("Dan", &journal("09:02:40")).replacen("\"score\":1", "\"score\":5", 1));
    instructor.write("in/6.json", "{\n  \"kind\": \"cofferdam-result\",\n  \"v");
    instructor.write("in/7.json", "{}");
    instructor.write("in/notes.txt", "nothing of ours");
    instructor
}

#[test]
fn the_board_merges_results_and_names_what_is_wrong_with_files() {
    let instructor = instructor();
    let answer = instructor.run(&["class", "board", "in"]);
    assert!(answer.out.lines().all(|line| cofferdam::locale::display_width(line) <= 80), "{answer}");
    assert_snapshot!(answer, @"
    exit 1
    4 learners, 2 scenarios: 5 passed, 0 being worked on, 3 stuck

    Stuck, longest first
    ! =Cho,1           E03    nothing new for 11 min; last: flow-leaked
    ! Bo               E03    nothing new for 11 min; last: flow-leaked
    ! Dan              E03    nothing new for 11 min; last: flow-leaked

                     E02      E03
    =Cho,1           ✓ 2      ! 13 h1
    Bo               ✓ 3      ! 13 h1
    Dan*             ✓ 2      ! 13 h1
    민지             ✓ 4      ✓ 14 h1

    Most frequent wrong answers
    E03   flow-leaked             4×/4  More can connect than may.

    ✓ passed · ! stuck · ● being worked on · · not begun
    number: minutes of work · h: hints · s: solution seen · *: file changed
    wrong answers: learners×/checks
    --- stderr
    in/5.json: changed after it was written: E03.score is not what its events say. It counts only if there is no unchanged one.
    in/6.json:3: no JSON: EOF while parsing a string. Left out; ask for the file again.
    in/7.json: not written by `cofferdam class result`. Left out.
    ");
    let answer = instructor.run(&["class", "board", "in", "--lang", "ko"]);
    assert!(answer.out.lines().all(|line| cofferdam::locale::display_width(line) <= 80), "{answer}");
    for line in [
        "학습자 4명, 시나리오 2개: 통과 5, 진행 중 0, 막힘 3",
        "민지             ✓ 4      ✓ 14 h1",
        "E03   flow-leaked             4명/4회  허용보다 많은 연결이 열려 있습니다.",
    ] {
        assert!(answer.out.lines().any(|found| found == line), "{line}:\n{answer}");
    }
}

#[test]
fn the_board_speaks_to_programs_spreadsheets_and_screen_readers() {
    let instructor = instructor();
    let answer = instructor.run(&["class", "board", "in", "--format", "json", "--scenarios", "e03,E04"]);
    let answered = rows(&answer);
    let learners: Vec<_> = answered.iter().filter_map(|row| row["learner"].as_str()).collect();
    assert_eq!(learners, ["=Cho,1", "Bo", "Dan", "민지"], "{answer}");
    let minji = answered.iter().find(|row| row["learner"] == "민지").unwrap();
    assert_eq!(
        (&minji["scenarios"][0]["state"], &minji["scenarios"][1]["state"], &minji["passed"]),
        (&"passed".into(), &"new".into(), &1.into())
    );
    assert!(answered.iter().any(|row| row["stuck"] == "Bo" && row["minutes"] == 11 && row["diags"][0] == "flow-leaked"));
    assert!(
        answered.iter().any(|row| row["wrong"] == "flow-leaked" && row["learners"] == 4 && row["message"] == "More can connect than may.")
    );
    let problems: Vec<_> =
        answered.iter().filter_map(|row| Some((row["source"].as_str()?, row["problem"].as_str()?, row["line"].as_u64()))).collect();
    assert_eq!(problems, [("in/5.json", "edited", None), ("in/6.json", "not-json", Some(3)), ("in/7.json", "not-a-result", None)]);

    let answer = instructor.run(&["class", "board", "in", "--format", "csv", "--bom", "--scenarios", "E03"]);
    assert!(answer.out.starts_with('\u{feff}') && answer.out.lines().count() == 5, "{answer}");
    assert!(answer.out.contains("\r\n\"'=Cho,1\",E03,stuck,2026-11-27T09:06:00Z,,13,1,1,,1,5,flow-leaked,\r\n"), "{answer}");
    assert!(answer.out.contains("\r\n민지,E03,passed,2026-11-27T09:06:00Z,2026-11-27T09:20:00Z,14,2,1,,5,5,flow-leaked,\r\n"), "{answer}");
    assert!(answer.out.contains(",yes\r\n"), "{answer}");

    let answer = instructor.run(&["class", "board", "in/1.json", "in/3.json", "--linear"]);
    assert_snapshot!(answer, @"
    exit 0
    2 learners, 2 scenarios: 2 passed, 0 being worked on, 2 stuck.
    Bo is stuck in E03: nothing new has passed for 11 minutes. Last: flow-leaked.
    민지 is stuck in E03: nothing new has passed for 11 minutes. Last: flow-leaked.
    Bo, E02: passed, 3 minutes, 1 check, 0 hints, 4 of 4 points.
    Bo, E03: stuck, 13 minutes, 1 check, 1 hint, 1 of 5 points.
    민지, E02: passed, 4 minutes, 1 check, 0 hints, 4 of 4 points.
    민지, E03: stuck, 13 minutes, 1 check, 1 hint, 1 of 5 points.
    Wrong in E03: flow-leaked, by 2 learners in 2 checks. More can connect than may.
    ");
}

#[test]
fn a_board_without_results_says_where_it_looked() {
    let learner = Learner::new();
    learner.write("in/notes.txt", "");
    assert_snapshot!(learner.run(&["class", "board", "in"]), @"
    exit 3
    --- stderr
    cofferdam: in: there is no result (*.json) in this folder. `cofferdam class result` writes one.
    ");
    assert_snapshot!(learner.run(&["class", "board", "out"]), @"
    exit 3
    --- stderr
    cofferdam: out: no such file or folder. Check the name, or where you are.
    ");
}

#[test]
fn nobody_listens_unasked_and_addresses_are_explained() {
    let learner = Learner::new();
    let answer = learner.run(&["class", "host"]);
    assert!(answer.code == 2 && answer.err.starts_with("cofferdam: Say at which address to listen; nobody listens unasked. "), "{answer}");
    let answer = learner.run(&["class", "host", "--listen", "eth0"]);
    assert!(answer.code == 2 && answer.err.starts_with("cofferdam: eth0: no address of an interface."), "{answer}");
    // An address for documentation, which is nobody's.
    let answer = learner.run(&["class", "host", "--listen", "192.0.2.7"]);
    assert!(answer.code == 3 && answer.err.starts_with("cofferdam: 192.0.2.7:7411: listening is not possible here"), "{answer}");
    for address in ["", "teacher:0x", "a/b", "teacher:0"] {
        assert_eq!(learner.run(&["class", "join", address, "--name", "Ana"]).code, 2, "{address}");
    }
    assert_eq!(learner.run(&["class", "join", "teacher", "--name", "Ana", "--pin", "1"]).code, 2);
}

#[test]
fn thirty_results_are_one_board() {
    let instructor = Learner::new();
    for number in 1..=30 {
        instructor.write(&format!("in/{number}.json"), &result(&format!("Learner {number}"), &journal(&format!("09:01:{number:02}"))));
    }
    let answer = instructor.run(&["class", "board", "in", "--format", "json"]);
    assert_eq!((answer.code, rows(&answer).iter().filter(|row| row["learner"].is_string()).count()), (0, 30), "{answer}");
}
