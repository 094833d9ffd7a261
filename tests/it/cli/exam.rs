//! A paper on the command line: drawn, sat in a folder, handed in, marked.

use super::Learner;
use serde_json::Value;

fn rows(out: &str) -> Vec<Value> {
    out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The files of a solution, put where a candidate would have written them.
fn solve(learner: &Learner, task: usize, scenario: &str) {
    let answer = learner.run(&["solution", scenario, "--yes", "--format", "json"]);
    assert_eq!(answer.code, 0, "{answer}");
    for file in rows(&answer.out)[0]["files"].as_array().unwrap() {
        let name = format!("paper/{task:02}/{}", file["path"].as_str().unwrap());
        learner.write(&name, file["text"].as_str().unwrap());
    }
}

/// The scenarios of the last drawn paper, from the journal: the command line does not tell them before the clock runs.
fn scenarios(learner: &Learner) -> Vec<String> {
    let journal = std::fs::read_to_string(learner.home.path().join("data/journal.jsonl")).unwrap();
    let drawn = journal.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()).rfind(|row| row["event"] == "exam-drawn");
    drawn.unwrap()["tasks"].as_array().unwrap().iter().map(|task| task["scenario"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn one_seed_gives_everybody_the_same_paper() {
    let drawn = |seed: &str| {
        let answer = Learner::new().run(&["exam", "new", "sprint", "--seed", seed, "--format", "json"]);
        assert_eq!(answer.code, 0, "{answer}");
        answer.out
    };
    assert_eq!(drawn("7"), drawn("7"));
    let row = rows(&drawn("7")).remove(0);
    assert_eq!((row["paper"].as_str(), row["minutes"].as_u64(), row["pass"].as_u64()), (Some("cka-sprint-7"), Some(25), Some(66)));
    assert_eq!(row["tasks"].as_array().unwrap().iter().map(|task| task["weight"].as_u64().unwrap()).sum::<u64>(), 100);
    assert_ne!(row["fingerprint"], rows(&drawn("8"))[0]["fingerprint"]);
}

#[test]
fn an_untouched_paper_scores_nothing_and_says_why_task_by_task() {
    let learner = Learner::new();
    learner.run(&["exam", "new", "--seed", "3", "-q"]);
    let early = learner.run(&["exam", "submit", "--yes"]);
    assert_eq!((early.code, early.out.as_str()), (2, ""), "{early}");
    let shown = learner.run(&["exam", "show", "1", "--dir", "paper"]);
    assert!(shown.code == 0 && shown.out.contains("Task 1 of 4") && shown.out.contains("Work here: context"), "{shown}");
    assert!(shown.out.contains("paper/01/"), "{shown}");
    // Nothing helps while the clock runs.
    let asked = scenarios(&learner)[0].split('@').next().unwrap().to_owned();
    for command in ["hint", "solution", "check"] {
        let answer = learner.run(&[command, &asked]);
        assert!(answer.code == 2 && answer.err.contains("whose clock runs"), "{answer}");
    }
    assert_eq!(learner.run(&["exam", "new"]).code, 2, "two papers at once");
    assert_eq!(learner.run(&["exam", "report"]).code, 2, "a sheet before the end");
    let unasked = learner.run(&["exam", "submit", "--dir", "paper"]);
    assert!(unasked.code == 2 && unasked.err.contains("--yes"), "{unasked}");
    let sheet = learner.run(&["exam", "submit", "--dir", "paper", "--yes", "--format", "json"]);
    assert_eq!(sheet.code, 1, "{sheet}");
    let sheet = rows(&sheet.out);
    assert_eq!((sheet[0]["total"].as_f64(), sheet[0]["passed"].as_bool()), (Some(0.0), Some(false)));
    assert_eq!(sheet.iter().filter(|row| row["task"].is_u64()).count(), 4);
    assert!(sheet.iter().filter(|row| row["task"].is_u64()).all(|row| row["nearest"]["files"][0]["lines"][0]["change"].is_string()));
    // Handed in once; the sheet can be read again, in words too.
    assert_eq!(learner.run(&["exam", "submit", "--yes"]).code, 2);
    let again = learner.run(&["exam", "report"]);
    assert!(again.code == 1 && again.out.contains("cka-sprint-3: 0 %, not passed (66 % needed)"), "{again}");
    let linear = learner.run(&["exam", "report", "--format", "linear", "--lang", "ko"]);
    assert!(linear.out.contains("불합격입니다") && !linear.out.contains('\u{1b}'), "{linear}");
    let list = learner.run(&["exam", "list"]);
    assert!(list.code == 0 && list.out.contains("0 %, not passed") && list.out.contains("Readiness"), "{list}");
}

#[test]
fn the_reference_solutions_score_everything() {
    let learner = Learner::new();
    learner.run(&["exam", "new", "--seed", "4", "-q"]);
    for (index, scenario) in scenarios(&learner).iter().enumerate() {
        solve(&learner, index + 1, scenario);
    }
    assert_eq!(learner.run(&["exam", "show"]).code, 0);
    let sheet = learner.run(&["exam", "submit", "--dir", "paper", "--yes", "--format", "json"]);
    assert_eq!(sheet.code, 0, "{sheet}");
    let rows = rows(&sheet.out);
    assert_eq!((rows[0]["total"].as_f64(), rows[0]["passed"].as_bool(), rows[0]["late"].as_bool()), (Some(100.0), Some(true), Some(false)));
}

#[test]
fn what_was_typed_wrong_is_said() {
    let learner = Learner::new();
    let none = learner.run(&["exam", "show"]);
    assert!(none.code == 2 && none.err.contains("exam new"), "{none}");
    assert_eq!(learner.run(&["exam", "list"]).code, 1);
    let short = learner.run(&["exam", "new", "full", "--topic", "network"]);
    assert!(short.code == 2 && short.err.contains("needs 17 tasks, and there are 12"), "{short}");
    learner.run(&["exam", "new", "--seed", "1", "-q"]);
    let far = learner.run(&["exam", "show", "9"]);
    assert!(far.code == 2 && far.err.contains("There is no task 9: this paper has 4"), "{far}");
    let unknown = learner.run(&["exam", "report", "cka-sprint-2"]);
    assert!(unknown.code == 2 && unknown.err.contains("cka-sprint-1"), "{unknown}");
    let folder = learner.run(&["exam", "show", "1"]);
    assert_eq!(folder.code, 0, "{folder}");
    let missing = learner.run(&["exam", "submit", "--dir", "nowhere", "--yes"]);
    assert!(missing.code == 3 && missing.err.contains("nowhere"), "{missing}");
}

/// The journal with a torn last line, and a paper whose time is over: nothing is lost, and it is marked as it stood.
#[test]
fn a_paper_whose_time_is_over_is_marked_as_it_stood() {
    let learner = Learner::new();
    learner.run(&["exam", "new", "--seed", "5", "-q"]);
    let path = learner.home.path().join("data/journal.jsonl");
    let mut journal = std::fs::read_to_string(&path).unwrap();
    journal.push_str(
        "{\"v\":1,\"at\":\"2026-01-01T10:00:00Z\",\"event\":\"exam-at\",\"paper\":\"cka-sprint-5\",\"task\":1}\n{\"v\":1,\"at\":\"2026-0",
    );
    // Drawn and begun long ago.
    let journal = journal.lines().map(|line| match line.split_once("\"at\":\"") {
        Some((head, tail)) if line.contains("exam-drawn") => {
            format!("{head}\"at\":\"2026-01-01T09:00:00Z{}\n", &tail[tail.find('"').unwrap()..])
        }
        _ => format!("{line}\n"),
    });
    std::fs::write(&path, journal.collect::<String>().trim_end()).unwrap();
    let shown = learner.run(&["exam", "show"]);
    assert!(shown.code == 2 && shown.err.contains("is over"), "{shown}");
    assert!(learner.run(&["exam", "list"]).out.contains("time is over"), "{}", learner.run(&["exam", "list"]));
    let report = learner.run(&["exam", "report"]);
    assert!(report.code == 1 && report.out.contains("25:00 of 25:00 used"), "{report}");
    assert!(learner.run(&["exam", "list"]).out.contains("not passed"));
}
