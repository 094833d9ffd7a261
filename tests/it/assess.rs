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
