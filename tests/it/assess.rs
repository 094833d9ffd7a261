//! The pipeline from files to score, on carried scenarios.

use cofferdam::assess::{Answered, assess, compare, judge_again};
use cofferdam::content::{Catalogue, Scenario};
use cofferdam::locale::Locale;
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
fn a_second_judge_without_answers_says_what_the_first_does() {
    let catalogue = Catalogue::embedded().unwrap();
    for scenario in &catalogue.scenarios {
        let files = scenario.solutions.first().map_or(&scenario.start, |answer| &answer.files);
        for files in [&scenario.start, files] {
            let (first, second) = (assess(scenario, files), judge_again(scenario, files, &Answered::default()));
            let passed = |verdicts: &[cofferdam::grade::Verdict]| verdicts.iter().map(|verdict| verdict.passed).collect::<Vec<_>>();
            assert_eq!(passed(&first.verdicts), passed(&second.verdicts), "{}", scenario.id);
        }
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

/// The reason of a check's verdict on these files: its id, and the place it points to.
fn reason(scenario: &Scenario, files: &[SourceFile], check: &str) -> (String, Option<String>) {
    let assessment = assess(scenario, files);
    let verdict = assessment.verdicts.iter().find(|verdict| verdict.check == check).unwrap();
    (verdict.reason.as_ref().unwrap().id.clone(), verdict.place.as_ref().map(|place| format!("{} {}", place.file, place.path)))
}

#[test]
fn a_verdict_blames_what_the_learner_wrote_and_never_what_the_task_keeps() {
    let scenario = scenario("E10");
    for (answer, id, place) in [
        ("service-address", "why-peer-other-block", "policies.yaml spec.egress[0].to[0].ipBlock"),
        ("only-the-api", "why-not-selected", "policies.yaml spec.podSelector"),
        ("ingress-of-kube-system", "why-policy-namespace", "policies.yaml spec.podSelector"),
        ("udp-alone", "why-port-not-listed", "policies.yaml spec.egress[0].ports"),
    ] {
        assert_eq!(reason(&scenario, wrong(&scenario, answer), "flows"), (id.into(), Some(place.into())), "{answer}");
    }
    // Untouched, there is nothing of the learner's to point to; the command says what the name's question meets.
    assert_eq!(reason(&scenario, &scenario.start, "flows"), ("why-isolated".into(), None));
    let assessment = assess(&scenario, &scenario.start);
    let connects = assessment.verdicts.iter().find(|verdict| verdict.check == "api-connects").unwrap();
    let said = |text: &cofferdam::grade::Sentence| text.text(&cofferdam::locale::Locale::new("en"));
    assert!(said(&connects.message).contains("`nc -zv -w 2 db-pod 6379`: no such name."), "{}", said(&connects.message));
    let why = said(connects.reason.as_ref().unwrap());
    assert!(why.starts_with("The name db-pod cannot be looked up") && why.contains("no rule lets it out to kube-system/"), "{why}");
}

#[test]
fn a_rule_for_the_right_peer_explains_more_than_one_for_somebody_else() {
    let scenario = scenario("E13");
    let (id, place) = reason(&scenario, wrong(&scenario, "container-name"), "flows");
    assert_eq!((id.as_str(), place.as_deref()), ("why-port-name", Some("db-by-name.yaml spec.ingress[0].ports")));
}

#[test]
fn what_the_server_refuses_is_missed_for_that_reason() {
    let scenario = scenario("C02");
    let text = |text: &str| vec![SourceFile::new(scenario.start[0].name(), text)];
    let broken = text("apiVersion: v1\nkind: Pod\nmetadata:\n  name: ubuntu-sleeper\nspec:\n  containers:\n  - name: a    image: b\n");
    let refused = text("apiVersion: v1\nkind: Pod\nmetadata:\n  name: ubuntu-sleeper\n  namespace: default\nspec:\n  containerz: []\n");
    for (files, accepted) in [(&broken, "yaml-advice"), (&refused, "rule-unknown-field")] {
        let assessment = assess(&scenario, files);
        let ids: Vec<_> = assessment.verdicts.iter().filter_map(|verdict| Some(verdict.reason.as_ref()?.id.clone())).collect();
        assert_eq!(ids[0], accepted);
        assert!(ids.iter().any(|id| id == "why-document-refused") && !ids.iter().any(|id| id == "why-was-in-file"), "{ids:?}");
    }
}

#[test]
fn a_wrong_answer_is_not_told_the_value_that_the_task_leaves_to_be_found_out() {
    use cofferdam::locale::Locale;
    let said = |id: &str, answer: &str| {
        let scenario = scenario(id);
        let assessment = assess(&scenario, wrong(&scenario, answer));
        let verdicts = assessment.verdicts.iter().filter(|verdict| !verdict.passed);
        let texts = verdicts.flat_map(|verdict| [verdict.asks.text(&Locale::new("en")), verdict.message.text(&Locale::new("en"))]);
        texts.collect::<Vec<_>>().join("\n")
    };
    let digest = said("B04", "docker-hub-pinned");
    assert!(digest.contains("spec.containers[0].image is what the task means.") && !digest.contains("sha256:a3fa"), "{digest}");
    assert!(!said("D10", "answers-swapped").contains("is net.core.somaxconn"));
    // What the task names is said.
    let scenario = scenario("C02");
    let untouched = assess(&scenario, &scenario.start);
    let asks = untouched.verdicts.iter().filter(|verdict| !verdict.passed).map(|verdict| verdict.asks.text(&Locale::new("en")));
    assert!(asks.collect::<Vec<_>>().join("\n").contains("spec.securityContext.runAsUser is 1010."));
}

/// Everything that a face may show of an assessment, in both languages.
fn said(scenario: &Scenario, files: &[SourceFile]) -> String {
    let assessment = assess(scenario, files);
    let mut said = String::new();
    for language in ["en", "ko"] {
        let locale = Locale::new(language);
        for verdict in &assessment.verdicts {
            let sentences = [&verdict.asks, &verdict.message].into_iter().chain(&verdict.reason);
            // That all four namespaces stay as they are tells nothing.
            let kept = verdict.passed && verdict.asks.id.starts_with("check-kept");
            said.extend(sentences.filter(|_| !kept).map(|sentence| sentence.text(&locale) + "\n"));
        }
        said.extend(assessment.predictions.iter().map(|prediction| format!("{} {}\n", prediction.from, prediction.asks(&locale))));
    }
    said
}

#[test]
fn what_is_to_be_found_out_is_not_said_before_the_learner_has_written_it() {
    let scenario = scenario("D11");
    for (seed, scenario) in [(0, scenario.clone()), (3, scenario.variant(3))] {
        let secret = scenario.unsaid[0].as_str();
        let silent = scenario.wrong.iter().map(|wrong| &wrong.answer.files).filter(|files| !files[0].text().contains(secret));
        let silent: Vec<_> = silent.chain([&scenario.start]).collect();
        assert!(silent.len() > 4);
        for files in silent {
            let said = said(&scenario, files);
            assert!(said.contains("…/") && !said.contains(secret), "{seed}: {said}");
        }
        let found = scenario.wrong.iter().map(|wrong| &wrong.answer.files).find(|files| files[0].text().contains(secret)).unwrap();
        assert!(said(&scenario, found).contains(&format!("{secret}/")));
    }
}

#[test]
fn a_policy_is_held_to_its_own_rule_under_new_names_too() {
    let original = scenario("E13");
    for (answer, check, diag) in
        [("names-exchanged", "by-name-alone", "flow-leaked"), ("range-elsewhere", "by-range-alone", "flow-missing")]
    {
        let wrong = original.wrong.iter().position(|wrong| wrong.answer.name == answer).unwrap();
        let check = original.checks.iter().position(|found| found.id == check).unwrap();
        let whole = original.checks.iter().position(|found| found.id == "flows").unwrap();
        for scenario in [original.clone(), original.variant(5), original.variant(9)] {
            let assessment = assess(&scenario, &scenario.wrong[wrong].answer.files);
            let lead = &assessment.verdicts[check];
            assert_eq!((assessment.lead, lead.diag.as_deref()), (Some(check), Some(diag)), "{}", scenario.id);
            assert!(lead.message.args.iter().any(|(name, _)| name == "policy") && lead.place.is_some());
            assert!(assessment.verdicts[whole].passed);
        }
    }
}
