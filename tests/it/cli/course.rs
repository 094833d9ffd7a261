//! Lessons and scenarios from the command line: list, read, show, start, check, watch, hint, solution.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use insta::assert_snapshot;
use serde_json::Value;

use super::{Answer, Learner};

fn rows(answer: &Answer) -> Vec<Value> {
    answer.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn solution(id: &str) -> Vec<(String, String)> {
    let learner = Learner::new();
    let answer = learner.run(&["solution", id, "--yes", "--format", "json"]);
    let files = rows(&answer)[0]["files"].as_array().unwrap().clone();
    let text = |file: &Value, key: &str| file[key].as_str().unwrap().to_owned();
    files.iter().map(|file| (text(file, "path"), text(file, "text"))).collect()
}

#[test]
fn the_list_can_be_narrowed() {
    let learner = Learner::new();
    let all = rows(&learner.run(&["list", "--format", "json"]));
    let scenarios = rows(&learner.run(&["list", "scenarios", "--exam", "cks", "--kind", "write", "--minutes", "6", "--format", "json"]));
    assert!(!scenarios.is_empty() && scenarios.len() < all.len());
    for row in &scenarios {
        assert!(row["kind"] == "write" && row["minutes"].as_u64() <= Some(6) && row["exams"].to_string().contains("cks"), "{row}");
    }
    let keys: Vec<_> = scenarios[0].as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(keys, ["scenario", "module", "lesson", "kind", "difficulty", "title", "minutes", "points", "exams", "state"]);
    let lessons = rows(&learner.run(&["list", "lessons", "--module", "4", "--format", "json"]));
    assert!(lessons.iter().all(|row| row["module"] == 4 && row["lesson"].is_string()));
    assert_snapshot!(learner.run(&["list", "--minutes", "0"]), @"
        exit 1
        --- stderr
        Nothing fits these conditions. Take one away, or run `cofferdam list` alone.
    ");
}

#[test]
fn the_list_is_readable_in_both_languages() {
    let learner = Learner::new();
    for (language, word) in [("en", "Module 4"), ("ko", "모듈 4")] {
        let answer = learner.run(&["list", "--lang", language]);
        assert!(answer.code == 0 && answer.out.contains(word) && answer.out.contains("E03"), "{answer}");
        let linear = learner.run(&["list", "--lang", language, "--format", "linear"]);
        assert!(linear.out.lines().all(|line| line.ends_with('.')), "{linear}");
    }
}

#[test]
fn a_lesson_is_read_and_remembered() {
    let learner = Learner::new();
    let answer = learner.run(&["read", "l13"]);
    assert!(answer.code == 0 && answer.out.starts_with("L13 ") && answer.out.contains("E03"), "{answer}");
    let wide = answer.out.lines().map(cofferdam::locale::display_width).max();
    let row = rows(&learner.run(&["list", "lessons", "--module", "4", "--format", "json"])).remove(0);
    assert_eq!(row["read"], 100);
    assert!(wide.is_some());
    assert!(!learner.run(&["read", "L13", "--format", "linear"]).out.contains(['│', '─']) || answer.out.contains('│'));
}

#[test]
fn unknown_ids_are_answered_with_near_ones() {
    let learner = Learner::new();
    // Which ids are near besides the nearest depends on the course, which grows.
    let near = |answer: &Answer, first: &str| {
        assert!(answer.code == 2 && answer.err.contains(&format!("Did you mean: {first}, ")), "{answer}");
    };
    let answer = learner.run(&["check", "E033"]);
    assert!(answer.err.starts_with("cofferdam: E033: there is no such scenario. `cofferdam list scenarios` shows them all.\n"), "{answer}");
    near(&answer, "E03");
    let answer = learner.run(&["start", "L13"]);
    let told = "cofferdam: L13 is a lesson, not a scenario. `cofferdam read L13` shows it and names its scenarios.\n";
    assert!(answer.code == 2 && answer.err.starts_with(told), "{answer}");
    let answer = learner.run(&["read", "L133"]);
    assert!(answer.err.starts_with("cofferdam: L133: there is no such lesson. `cofferdam list lessons` shows them all.\n"), "{answer}");
    near(&answer, "L13");
}

#[test]
fn a_scenario_is_started_checked_and_passed_in_a_folder() {
    let learner = Learner::new();
    let shown = learner.run(&["show", "E02"]);
    assert!(shown.code == 0 && shown.out.starts_with("E02 "), "{shown}");
    let started = learner.run(&["start", "E02"]);
    assert_eq!(started.code, 0, "{started}");
    assert_eq!(learner.run(&["check", "E02"]).code, 1);
    for (path, text) in solution("E02") {
        learner.write(&format!("E02/{path}"), &text);
    }
    let json = learner.run(&["check", "E02", "--dir", "E02", "--format", "json"]);
    let row = rows(&json).remove(0);
    let keys: Vec<_> = row.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(keys, ["scenario", "passed", "score", "points", "verdicts", "judge"]);
    assert_eq!((json.code, &row["passed"], &row["judge"]), (0, &Value::Bool(true), &"offline".into()), "{json}");
    let listed = rows(&learner.run(&["list", "scenarios", "--module", "4", "--format", "json"]));
    let state = listed.iter().find(|row| row["scenario"] == "E02").unwrap();
    assert_eq!((state["state"].as_str(), &state["best"]), (Some("passed"), &row["points"]));
}

#[test]
fn a_failed_check_says_what_where_and_why() {
    let learner = Learner::new();
    learner.run(&["start", "E02", "--dir", "mine"]);
    let row = rows(&learner.run(&["check", "E02", "--dir", "mine", "--format", "json"])).remove(0);
    let failed = row["verdicts"].as_array().unwrap().iter().find(|verdict| verdict["passed"] == false).unwrap();
    let keys: Vec<_> = failed.as_object().unwrap().keys().map(String::as_str).collect();
    let order = ["check", "weight", "passed", "where", "message", "counterexample", "lesson", "url"];
    assert_eq!(keys, order.into_iter().filter(|key| keys.contains(key)).collect::<Vec<_>>());
    assert!(failed["message"].as_str().is_some_and(|text| text.len() > 10) && failed["lesson"].is_string());
    let human = learner.run(&["check", "E02", "--dir", "mine"]);
    assert!(human.code == 1 && human.out.contains('✗'), "{human}");
}

#[test]
fn nothing_is_overwritten_without_force() {
    let learner = Learner::new();
    learner.run(&["start", "E02"]);
    let (path, _) = solution("E02").remove(0);
    learner.write(&format!("E02/{path}"), "mine");
    let again = learner.run(&["start", "E02"]);
    assert_eq!(again.code, 3, "{again}");
    assert_eq!(std::fs::read_to_string(learner.home.path().join("E02").join(&path)).unwrap(), "mine");
    assert_eq!(learner.run(&["start", "E02", "--force"]).code, 0);
    assert_ne!(std::fs::read_to_string(learner.home.path().join("E02").join(&path)).unwrap(), "mine");
}

/// As `kubectl apply -f` of the folder has it: an answer may be in one file, or in more than there were.
#[test]
fn further_manifests_in_the_folder_are_part_of_the_answer() {
    let learner = Learner::new();
    let all: Vec<_> = solution("B05").into_iter().map(|(_, text)| text).collect();
    learner.write("one/all.yaml", &all.join("---\n"));
    let whole = learner.run(&["check", "B05", "--dir", "one"]);
    assert!(whole.code == 0 && whole.err.contains("all.yaml") && whole.err.contains("secret.yaml"), "{whole}");
    // What is left away is left as it was.
    let (path, text) = solution("E03").into_iter().find(|(path, _)| path == "api-allow-to-db.yaml").unwrap();
    learner.write(&format!("alone/{path}"), &text);
    let alone = learner.run(&["check", "E03", "--dir", "alone"]);
    assert!(alone.code == 0 && alone.err.contains("as at the start: db-deny-ingress.yaml"), "{alone}");
    learner.run(&["start", "B05", "--dir", "two"]);
    learner.write("two/notes.txt", "kind: Nonsense");
    assert!(!learner.run(&["check", "B05", "--dir", "two"]).err.contains("notes.txt"));
    learner.write("two/more.yaml", "kind: Nonsense");
    let more = learner.run(&["check", "B05", "--dir", "two"]);
    assert!(more.code == 1 && more.out.contains("more.yaml:1:1"), "{more}");
}

#[test]
fn a_missing_folder_or_file_is_named_with_the_remedy() {
    let learner = Learner::new();
    assert_snapshot!(learner.run(&["check", "E02", "--dir", "nowhere"]), @"
        exit 3
        --- stderr
        cofferdam: nowhere: no such folder. `cofferdam start E02 --dir nowhere` makes it with the starting files.
    ");
    learner.write("empty/readme", "");
    let answer = learner.run(&["check", "E02", "--dir", "empty"]);
    assert!(answer.code == 3 && answer.err.contains("cofferdam start E02 --dir empty"), "{answer}");
    assert_eq!(learner.run(&["watch", "E02"]).code, 3);
}

#[test]
fn hints_come_one_by_one_with_their_cost() {
    let learner = Learner::new();
    let hint = || rows(&learner.run(&["hint", "E03", "--yes", "--format", "json"])).remove(0);
    let hints: Vec<_> = (0..4).map(|_| hint()).collect();
    assert_eq!(hints.iter().map(|row| row["hint"].as_u64()).collect::<Vec<_>>(), [Some(1), Some(2), Some(3), Some(3)]);
    assert_eq!(hints.iter().map(|row| row["cost"].as_u64()).collect::<Vec<_>>(), [Some(0), Some(25), Some(50), Some(50)]);
    assert!(learner.run(&["hint", "E03"]).err.contains("at most 2 of 5 points"));
}

#[test]
fn a_hint_that_costs_points_says_so_before_it_is_shown() {
    let learner = Learner::new();
    assert_eq!(learner.run(&["hint", "E03"]).code, 0);
    assert_snapshot!(learner.run(&["hint", "E03"]), @"
        exit 2
        --- stderr
        cofferdam: Hint 2 costs points: at most 3 of 5 are left then. `cofferdam hint E03 --yes` shows it.
    ");
    let again = learner.run(&["hint", "E03", "--yes", "--format", "json"]);
    assert_eq!(rows(&again)[0]["hint"].as_u64(), Some(2));
}

#[test]
fn a_solution_wants_to_be_confirmed_before_passing() {
    let learner = Learner::new();
    assert_snapshot!(learner.run(&["solution", "E03"]), @"
        exit 2
        --- stderr
        cofferdam: You have not passed E03 yet, and seeing the solution costs all its points until you reset it. Add --yes to see it all the same.
    ");
    assert_eq!(learner.run(&["solution", "E03", "--yes"]).code, 0);
    assert_eq!(learner.run(&["solution", "E03"]).code, 0);
}

#[test]
fn saved_work_of_the_console_is_graded_without_a_folder() {
    let learner = Learner::new();
    for (path, text) in solution("E02") {
        learner.write(&format!("data/drafts/E02/{path}"), &text);
    }
    let answer = learner.run(&["check", "E02"]);
    assert!(answer.code == 0 && answer.err.contains("saved"), "{answer}");
}

#[test]
fn progress_that_cannot_be_kept_is_said_and_costs_nothing_else() {
    let learner = Learner::new();
    learner.write("file", "");
    let mut command = learner.command(&["hint", "E03"]);
    let answer = learner.answer(command.env("COFFERDAM_DATA", learner.home.path().join("file/data")));
    assert!(answer.code == 0 && !answer.out.is_empty() && answer.err.contains("not saved"), "{answer}");
}

#[test]
fn watch_checks_at_every_save_and_ends_when_all_passes() {
    let learner = Learner::new();
    learner.run(&["start", "E02"]);
    let mut child = Command::new(env!("CARGO_BIN_EXE_cofferdam"))
        .args(["watch", "E02", "--format", "json"])
        .env_clear()
        .env("COFFERDAM_DATA", learner.home.path().join("data"))
        .current_dir(learner.home.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    let passed = |line: String| serde_json::from_str::<Value>(&line).unwrap()["passed"].as_bool();
    assert_eq!(lines.next().and_then(passed), Some(false));
    for (path, text) in solution("E02") {
        learner.write(&format!("E02/{path}"), &text);
    }
    assert!(lines.any(|line| passed(line) == Some(true)));
    assert!(child.wait().unwrap().success());
}

#[test]
fn a_new_scenario_is_made_previewed_and_its_gaps_are_named() {
    let learner = Learner::new();
    assert_eq!(learner.run(&["pack", "new", "e20"]).code, 2);
    assert_eq!(learner.run(&["pack", "new", "E20", "--dir", "mine"]).code, 0);
    assert_eq!(learner.run(&["pack", "new", "E20", "--dir", "mine"]).code, 3);
    assert!(learner.run(&["pack", "preview", "E20", "mine"]).out.starts_with("E20 "));
    let lint = learner.run(&["pack", "lint", "mine"]);
    assert!(lint.code == 1 && lint.out.contains("scenarios/E20/"), "{lint}");
    assert_snapshot!(learner.run(&["pack", "lint", "nowhere"]), @"
        exit 3
        --- stderr
        cofferdam: nowhere: there is no pack here: neither a folder `lessons` nor `scenarios` with files.
    ");
}
