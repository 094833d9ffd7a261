use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::draw::{apportion, choose};
use super::*;
use crate::content::{Catalogue, Kind};
use crate::progress::{Event, Paper, Progress, Sitting};
use crate::text::SourceFile;

fn catalogue() -> Catalogue {
    Catalogue::embedded().unwrap()
}

fn order(blueprint: &str, exam: &str, seed: u64) -> Order {
    Order { blueprint: blueprint.into(), exam: exam.into(), topic: None, seed }
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_760_000_000 + second).unwrap()
}

/// What stands in the learner's files, by the task's scenario.
fn sheet(catalogue: &Catalogue, paper: &Paper, files: impl Fn(&crate::content::Scenario) -> Vec<SourceFile>) -> Sheet {
    let sitting = Sitting::new(paper.clone(), at(0));
    let files: Vec<_> = paper.tasks.iter().map(|task| files(&catalogue.find(&task.scenario).unwrap())).collect();
    mark(catalogue, &sitting, &files).unwrap()
}

#[test]
fn the_facts_have_a_date_and_sources() {
    let facts = facts();
    assert!(facts.checked.starts_with("20") && facts.sources.iter().all(|source| source.url.starts_with("https://")));
    assert_eq!(
        facts.exams.iter().map(|(name, exam)| (name.as_str(), exam.pass)).collect::<Vec<_>>(),
        [("cka", 66), ("ckad", 66), ("cks", 67)]
    );
    assert_eq!(facts.blueprints(), ["full", "half", "sprint"]);
    let lengths: Vec<_> = facts.blueprints().iter().map(|name| (facts.papers[*name].tasks, facts.papers[*name].minutes)).collect();
    assert_eq!(lengths, [(17, 120), (8, 60), (4, 25)]);
    assert!(facts.exams.values().all(|exam| exam.mix.values().sum::<u32>() == 17));
}

#[test]
fn parts_sum_to_the_whole_and_none_is_empty() {
    for shares in [vec![1, 1, 1], vec![12, 1, 1, 1], vec![5, 7, 3, 4, 4, 4, 6, 3, 5, 5, 5, 6, 4, 12, 7, 4, 5], vec![0, 0]] {
        let parts = apportion(100, &shares, 1);
        assert_eq!((parts.iter().sum::<u32>(), parts.contains(&0)), (100, false), "{shares:?} {parts:?}");
    }
}

#[test]
fn papers_keep_their_blueprint_whatever_the_seed() {
    let catalogue = catalogue();
    for (blueprint, exam) in
        ["sprint", "half", "full"].into_iter().flat_map(|blueprint| ["cka", "ckad", "cks"].map(|exam| (blueprint, exam)))
    {
        for seed in 1..8 {
            let (scenarios, facts, _) = choose(&catalogue, &order(blueprint, exam, seed)).unwrap();
            let about = format!("{blueprint} {exam} {seed}: {:?}", scenarios.iter().map(|scenario| &scenario.id).collect::<Vec<_>>());
            let bases: BTreeSet<_> = scenarios.iter().map(|scenario| &scenario.id).collect();
            assert_eq!(bases.len(), facts.tasks, "a task stands twice or is missing: {about}");
            assert!(
                scenarios.iter().all(|scenario| scenario.kind != Kind::Predict && scenario.exams.iter().any(|name| name == exam)),
                "{about}"
            );
            let repairs = scenarios.iter().filter(|scenario| matches!(scenario.kind, Kind::Debug | Kind::Fix)).count();
            assert!(repairs * 100 >= facts.tasks * 40, "{about}");
            assert!(scenarios.iter().map(|scenario| scenario.minutes).sum::<u32>() <= facts.minutes, "{about}");
        }
    }
}

#[test]
fn weights_sum_to_a_hundred_and_tasks_have_names_of_their_own() {
    let catalogue = catalogue();
    for (blueprint, exam) in [("sprint", "cka"), ("half", "ckad"), ("full", "cks")] {
        let paper = draw(&catalogue, &order(blueprint, exam, 5)).unwrap();
        assert_eq!(paper.tasks.iter().map(|task| task.weight).sum::<u32>(), 100);
        assert_eq!((paper.tasks.len(), paper.minutes), (facts().papers[blueprint].tasks, facts().papers[blueprint].minutes));
        let seeded = paper.tasks.iter().filter(|task| catalogue.find(&task.scenario).unwrap().seed().is_some()).count();
        assert_eq!(seeded, paper.tasks.len(), "{:?}", paper.tasks);
    }
}

#[test]
fn a_whole_paper_has_the_mix_of_the_exam() {
    let catalogue = catalogue();
    let (scenarios, ..) = choose(&catalogue, &order("full", "cka", 7)).unwrap();
    let mut mix: BTreeMap<&str, usize> = BTreeMap::new();
    for scenario in scenarios {
        *mix.entry(Domain::of(scenario).word()).or_default() += 1;
    }
    assert_eq!(mix, BTreeMap::from([("network", 8), ("security-context", 4), ("images", 3), ("admission", 2)]));
}

#[test]
fn the_same_seed_gives_the_same_paper_and_another_seed_another() {
    let catalogue = catalogue();
    let paper = |seed| draw(&catalogue, &order("sprint", "cka", seed)).unwrap();
    assert_eq!(paper(7), paper(7));
    // What a class compares with its eyes. A change of it is a change of every paper that was ordered by its seed.
    assert_eq!((paper(7).paper.as_str(), fingerprint(&paper(7)) == fingerprint(&paper(8))), ("cka-sprint-7", false));
    let fingerprints: BTreeSet<_> = (1..9).map(|seed| fingerprint(&paper(seed))).collect();
    assert!(fingerprints.len() > 6, "{fingerprints:?}");
}

#[test]
fn a_topic_is_a_domain_or_a_tag_and_may_be_too_small() {
    let catalogue = catalogue();
    let about = |blueprint: &str, topic: &str| draw(&catalogue, &Order { topic: Some(topic.into()), ..order(blueprint, "cka", 3) });
    let paper = about("sprint", "network").unwrap();
    assert!(paper.tasks.iter().all(|task| Domain::of(&catalogue.find(&task.scenario).unwrap()) == Domain::Network));
    assert_eq!(about("sprint", "imagePullSecrets").unwrap().paper, "cka-sprint-imagepullsecrets-3");
    assert_eq!(about("full", "network"), Err(Shortage::Tasks { wanted: 17, there: 12 }));
    assert_eq!(about("sprint", "nothing"), Err(Shortage::Tasks { wanted: 4, there: 0 }));
    assert!(matches!(draw(&catalogue, &order("long", "cka", 1)), Err(Shortage::Unknown { .. })));
    assert!(matches!(draw(&catalogue, &order("full", "ckx", 1)), Err(Shortage::Unknown { .. })));
}

#[test]
fn an_untouched_paper_is_worth_nothing_and_the_reference_everything() {
    let catalogue = catalogue();
    let paper = draw(&catalogue, &order("sprint", "cks", 5)).unwrap();
    let untouched = sheet(&catalogue, &paper, |scenario| scenario.start.clone());
    assert_eq!((untouched.total(), untouched.full(), untouched.passed()), (Exact::default(), 0, false));
    assert!(untouched.tasks.iter().all(|task| task.nearest.is_some() && task.misplaced.is_none()));
    let reference = sheet(&catalogue, &paper, |scenario| scenario.solutions[0].files.clone());
    assert_eq!((reference.total(), reference.total().text().as_str(), reference.passed()), (Exact::share(100, 1, 1), "100", true));
    assert!(reference.tasks.iter().all(|task| task.nearest.is_none()) && reference.weakest().is_empty());
    assert_eq!(reference.domains().iter().map(|(.., weight)| weight).sum::<u32>(), 100);
}

#[test]
fn credit_is_partial_and_exact() {
    let catalogue = catalogue();
    let scenario = catalogue.scenario("E15").unwrap();
    let task = crate::progress::PaperTask { scenario: "E15".into(), weight: 100 };
    let paper = Paper { tasks: vec![task], ..draw(&catalogue, &order("sprint", "cka", 1)).unwrap() };
    let wrong = scenario.wrong.iter().find(|wrong| wrong.answer.name == "counted-everywhere").unwrap();
    let sheet = sheet(&catalogue, &paper, |_| wrong.answer.files.clone());
    let failed: u64 =
        sheet.tasks[0].assessment.verdicts.iter().filter(|verdict| !verdict.passed).map(|verdict| u64::from(verdict.weight)).sum();
    assert!(failed > 0 && failed < 100);
    assert_eq!(sheet.total(), Exact::share(100, 100 - failed, 100));
}

#[test]
fn right_work_in_the_wrong_namespace_is_lost_and_the_right_place_named() {
    let catalogue = catalogue();
    let scenario = catalogue.scenario("E15").unwrap();
    let task = crate::progress::PaperTask { scenario: "E15".into(), weight: 100 };
    let paper = Paper { tasks: vec![task], ..draw(&catalogue, &order("sprint", "cka", 1)).unwrap() };
    let wrong = scenario.wrong.iter().find(|wrong| wrong.answer.name == "in-the-test-namespace").unwrap();
    let sheet = sheet(&catalogue, &paper, |_| wrong.answer.files.clone());
    let lost = sheet.tasks[0].misplaced.clone().unwrap();
    assert_eq!((lost.name.as_str(), lost.found.as_str(), lost.wanted.as_str()), ("queue-from-worker", "payments-test", "payments"));
    assert_eq!(sheet.total(), Exact::default());
}

#[test]
fn the_nearest_solution_is_shown_by_its_changed_lines_alone() {
    let catalogue = catalogue();
    let paper = draw(&catalogue, &order("sprint", "cka", 2)).unwrap();
    let sheet = sheet(&catalogue, &paper, |scenario| {
        // The second solution without its last line.
        let mut files = scenario.solutions[1].files.clone();
        let first = files.iter().position(|file| !scenario.read_only.contains(file.name())).unwrap();
        let text = files[first].text().trim_end();
        let cut = text.rfind('\n').unwrap_or(0);
        files[first] = SourceFile::new(files[first].name(), &text[..cut]);
        files
    });
    for task in sheet.tasks.iter().filter(|task| !task.assessment.passed) {
        let nearest = task.nearest.as_ref().unwrap();
        let lines = nearest.files.iter().flat_map(|(_, lines)| lines).flatten();
        assert!(lines.filter(|line| line.change != crate::text::Change::Kept).count() <= 2, "{}: {nearest:?}", task.scenario.id);
    }
}

#[test]
fn before_the_end_only_the_server_speaks() {
    let catalogue = catalogue();
    let mut spoke = 0;
    for scenario in catalogue.scenarios.iter().filter(|scenario| scenario.kind != Kind::Predict && scenario.difficulty == 1) {
        for wrong in &scenario.wrong {
            let said = admitted(scenario, &wrong.answer.files);
            assert!(said.verdicts.is_empty() && said.predictions.is_empty() && said.lead.is_none() && !said.passed);
            assert_eq!((said.score, said.points), (0, 0));
            for found in &said.diagnostics {
                assert!(found.fixes.is_empty() && found.help(&crate::locale::Locale::new("ko")).is_none());
                assert_eq!(found.server, Some(found.sentence(&crate::locale::Locale::new("ko"))));
                spoke += 1;
            }
        }
    }
    assert!(spoke > 5, "{spoke}");
}

#[test]
fn the_last_five_papers_and_every_domain_are_told() {
    let catalogue = catalogue();
    let mut progress = Progress::default();
    let paper = draw(&catalogue, &order("sprint", "cka", 1)).unwrap();
    for number in 1..8 {
        let name = taken_id("cka-sprint-1", &progress.papers);
        progress.apply(&Event::ExamDrawn(Paper { paper: name.clone(), ..paper.clone() }), at(number * 10_000));
        progress.apply(&Event::ExamAt { paper: name.clone(), task: 1, place: None, resumed: false }, at(number * 10_000 + 1));
        let mark = crate::progress::Mark { earned: number as u64, all: 8 };
        progress.apply(&Event::ExamEnded { paper: name, marks: vec![mark; 4], late: false }, at(number * 10_000 + 60));
    }
    let past = past(&progress);
    assert_eq!(
        past.iter().map(|past| past.paper.as_str()).collect::<Vec<_>>(),
        ["cka-sprint-1.7", "cka-sprint-1.6", "cka-sprint-1.5", "cka-sprint-1.4", "cka-sprint-1.3"]
    );
    assert_eq!((past[0].total.text().as_str(), past[0].passed, past[2].passed), ("87.5", true, false));
    let readiness = readiness(&catalogue, &progress);
    assert!(!readiness.is_empty() && readiness.iter().all(|domain| domain.share.text() == "62.5"), "{readiness:?}");
    assert_eq!(readiness.iter().map(|domain| domain.tasks).sum::<usize>(), 20);
}

#[test]
fn what_was_weak_comes_back_in_other_names() {
    let catalogue = catalogue();
    assert_ne!(another(&catalogue, "E03@7").as_deref(), Some("E03@7"));
    assert!(another(&catalogue, "E03@7").is_some_and(|id| id.starts_with("E03@")));
    assert_eq!(another(&catalogue, "X99"), None);
}
