//! Predict scenarios: the key comes from the simulator, answers are a file, every choice is judged.

use std::borrow::Cow;

use cofferdam::assess::assess;
use cofferdam::content::{Catalogue, Files, Scenario, embedded_files};
use cofferdam::locale::Locale;
use cofferdam::text::SourceFile;

fn scenario() -> Scenario {
    Catalogue::embedded().unwrap().scenario("C04").unwrap().clone()
}

/// The scenario's files with these answers.
fn answered(scenario: &Scenario, text: &str) -> Vec<SourceFile> {
    let manifests = scenario.start.iter().filter(|file| file.name() != "answers.yaml").cloned();
    manifests.chain([SourceFile::new("answers.yaml", text)]).collect()
}

const RIGHT: &str = "uid: {web: 1002, sidecar: 1001, admin: 0}\ngid: 3000\nadmin: running\nfilter: [sidecar, web]\nlegacy: refused\n";

/// The diagnostics by check, `-` for a right answer.
fn diags(scenario: &Scenario, text: &str) -> String {
    let assessment = assess(scenario, &answered(scenario, text));
    let told = assessment.verdicts.iter().map(|verdict| format!("{}:{}", verdict.check, verdict.diag.as_deref().unwrap_or("-")));
    told.collect::<Vec<_>>().join(" ")
}

#[test]
fn answers_are_judged_one_by_one() {
    let scenario = scenario();
    let assessment = assess(&scenario, &answered(&scenario, RIGHT));
    assert!(assessment.passed && assessment.score == assessment.points, "{:?}", assessment.verdicts);
    assert_eq!(diags(&scenario, &RIGHT.replace("gid: 3000", "gid: 0")), "uid:- gid:answer-wrong admin:- filter:- legacy:-");
    assert_eq!(diags(&scenario, &RIGHT.replace("web: 1002, ", "")), "uid:answer-missing gid:- admin:- filter:- legacy:-");
    assert_eq!(diags(&scenario, &RIGHT.replace("[sidecar, web]", "[web, admin]")), "uid:- gid:- admin:- filter:answer-extra legacy:-");
    assert_eq!(diags(&scenario, &RIGHT.replace("[sidecar, web]", "web")), "uid:- gid:- admin:- filter:answer-left-out legacy:-");
    assert_eq!(diags(&scenario, &RIGHT.replace("[sidecar, web]", "[web, web]")), "uid:- gid:- admin:- filter:answer-twice legacy:-");
    assert_eq!(diags(&scenario, &RIGHT.replace("gid: 3000", "gid: 30O0")), "uid:- gid:answer-unknown admin:- filter:- legacy:-");
    assert_eq!(diags(&scenario, &RIGHT.replace("gid: 3000", "gid: [3000]")), "uid:- gid:answer-form admin:- filter:- legacy:-");
}

#[test]
fn a_share_of_the_questions_is_a_share_of_the_points() {
    let scenario = scenario();
    let assessment = assess(&scenario, &answered(&scenario, "gid: 3000\nfilter: [web, sidecar]\nlegacy: refused\n"));
    // 55 % of 4 points, rounded down.
    assert!(!assessment.passed && assessment.score == 2, "{}", assessment.score);
    assert_eq!(assess(&scenario, &scenario.start).score, 0);
}

#[test]
fn nothing_is_told_before_it_is_answered() {
    let scenario = scenario();
    let assessment = assess(&scenario, &scenario.start);
    assert!(assessment.diagnostics.is_empty() && assessment.predictions.is_empty(), "{:?}", assessment.diagnostics);
    let right = assess(&scenario, &answered(&scenario, RIGHT));
    assert!(right.diagnostics.iter().any(|found| found.rule == "unknown-field" && found.file == "with-legacy.yaml"));
    assert!(right.verdicts.iter().all(|verdict| verdict.reason.is_some()), "{:?}", right.verdicts);
}

#[test]
fn a_wrong_choice_is_explained_at_its_place_in_both_languages() {
    let scenario = scenario();
    let assessment = assess(&scenario, &answered(&scenario, "uid:\n  web: 1001\n  sidecar: 1001\n  admin: 0\n"));
    let verdict = &assessment.verdicts[0];
    assert_eq!(verdict.place.as_ref().map(|place| (place.file.as_str(), place.line, place.column)), Some(("answers.yaml", 2, 8)));
    let said = |tag: &str| verdict.reason.as_ref().unwrap().text(&Locale::new(tag));
    assert!(said("en").starts_with("1001 is the Pod's word.") && said("ko").starts_with("1001은 파드의 값입니다."));
    assert!(verdict.message.text(&Locale::new("en")).contains("2 of 3 lines fit"));
}

#[test]
fn no_text_of_answers_makes_grading_panic() {
    let scenario = scenario();
    for cut in 0..RIGHT.len() {
        assert!(!assess(&scenario, &answered(&scenario, &RIGHT[..cut])).passed || cut + 1 >= RIGHT.len());
    }
    for text in ["[", "uid: {web: [1, 2]}\n", "- a\n- b\n", "uid: &a [*a]\n", "gid: {x: 1}\nuid: 3\n", "\u{feff}gid: 3000\n"] {
        assert!(!assess(&scenario, &answered(&scenario, text)).passed);
    }
}

/// The first fault of the pack after a change of C04's page.
fn fault(from: &str, to: &str) -> String {
    let mut files: Files = embedded_files();
    let page = "scenarios/C04/scenario.yaml";
    let text = String::from_utf8(files[page].to_vec()).unwrap();
    assert!(text.contains(from), "{from}");
    files.insert(page.into(), Cow::Owned(text.replacen(from, to, 1).into_bytes()));
    let (_, errors) = Catalogue::survey(files);
    errors.first().map(ToString::to_string).unwrap_or_default()
}

#[test]
fn a_key_that_cannot_be_chosen_is_a_fault_with_its_place() {
    let said = fault("    - 3000\n    - 1001\n", "    - 1001\n");
    assert!(said.starts_with("scenarios/C04/scenario.yaml:42: The fact default/levels/web: id -g (stdout) gives `3000`"), "{said}");
    let said = fault("        1001: {en: \"1001 is", "        1009: {en: \"1001 is");
    assert!(said.contains("`1009` is not known here; expected: 0, 1001, 1002, 3000"), "{said}");
    let said = fault("value: stdout}\n    choices:\n    - {value: 0", "value: stdot}\n    choices:\n    - {value: 0");
    assert!(said.contains("stdot: the value is one of class, stdout, stderr, exit"), "{said}");
    let said = fault("    of: {document: with-legacy.yaml}\n", "");
    assert!(said.contains("a choice has `of`"), "{said}");
}

#[test]
fn a_change_of_the_world_changes_the_key() {
    let said =
        fault("of: {in: default/levels/web, run: id -g, value: stdout}", "of: {in: default/levels/web, run: whoami, if: {runtime: cri-o}}");
    assert!(said.contains("gives `name(1002)`"), "{said}");
}
