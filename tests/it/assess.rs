//! The pipeline from files to score, on carried scenarios.

use cofferdam::assess::{assess, compare};
use cofferdam::content::{Catalogue, Scenario};
use cofferdam::text::SourceFile;

fn scenario(id: &str) -> Scenario {
    Catalogue::embedded().unwrap().scenario(id).unwrap().clone()
}

fn wrong<'s>(scenario: &'s Scenario, name: &str) -> &'s [SourceFile] {
    &scenario.wrong.iter().find(|wrong| wrong.answer.name == name).unwrap().answer.files
}

#[test]
fn doing_nothing_scores_nothing_and_blanks_change_nothing() {
    let scenario = scenario("E03");
    let padded: Vec<_> = scenario.start.iter().map(|file| SourceFile::new(file.name(), format!("# mine\n{}\n\n", file.text()))).collect();
    for files in [&scenario.start, &padded] {
        let assessment = assess(&scenario, files);
        assert!(!assessment.passed && assessment.score == 0 && assessment.lead.is_some());
    }
}

#[test]
fn a_leak_names_the_flow_the_rule_and_the_line() {
    let scenario = scenario("E03");
    let assessment = assess(&scenario, wrong(&scenario, "two-rules"));
    let lead = &assessment.verdicts[assessment.lead.unwrap()];
    assert_eq!((lead.diag.as_deref(), lead.lesson.as_deref()), (Some("flow-leaked"), Some("L13")));
    let flow = lead.counterexample.as_ref().unwrap();
    assert_eq!((flow.wanted, flow.got, flow.port), ("blocked", "open", 6379));
    let place = lead.place.as_ref().unwrap();
    assert_eq!((place.file.as_str(), place.path.as_str()), ("api-allow-to-db.yaml", "spec.ingress[1]"));
    assert_eq!(lead.reason.as_ref().unwrap().id, "why-rule-any-peer");
    assert!(assessment.verdicts.iter().all(|verdict| verdict.passed || verdict.url.is_some() || verdict.skipped));
}

#[test]
fn solutions_of_another_shape_mean_the_same_and_wrong_answers_do_not() {
    let scenario = scenario("E03");
    for solution in &scenario.solutions {
        assert_eq!(compare(&scenario, &solution.files).changes, []);
    }
    let changes = compare(&scenario, wrong(&scenario, "every-port")).changes;
    assert!(
        changes.iter().any(|change| change.what == "flow" && change.whose.ends_with("db-pod:9121/TCP") && change.yours == "open"),
        "{changes:?}"
    );
}

#[test]
fn a_later_stage_waits_for_an_earlier_one() {
    let scenario = scenario("C05");
    let broken: Vec<_> = scenario.start.iter().map(|file| SourceFile::new(file.name(), "kind: [")).collect();
    let assessment = assess(&scenario, &broken);
    assert!(assessment.verdicts.iter().any(|verdict| verdict.skipped));
    assert_eq!(assessment.verdicts[assessment.lead.unwrap()].diag.as_deref(), Some("not-parsed"));
}

#[test]
fn no_text_makes_grading_panic() {
    let scenario = scenario("E05");
    let text = scenario.solutions[0].files[0].text().to_owned();
    for cut in (0..text.len()).step_by(23).filter(|cut| text.is_char_boundary(*cut)) {
        let files: Vec<_> = scenario.start.iter().map(|file| SourceFile::new(file.name(), &text[..cut])).collect();
        assert!(!assess(&scenario, &files).passed);
    }
    assert!(!assess(&scenario, &[]).passed);
}
