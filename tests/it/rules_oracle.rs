//! The rules against Kubernetes' own code, recorded (`tests/oracle/mint-rules`), and against a real cluster
//! (`tests/observed`).

use std::collections::BTreeMap;

use cofferdam::diag::Stage;
use cofferdam::rules::{self, Document, Options};
use cofferdam::schema::Version;
use cofferdam::text::SourceFile;
use serde_json::Value;

use crate::messages::Sentences;
use crate::recording::unpacked;

fn lines(bytes: &[u8]) -> Vec<Value> {
    unpacked(bytes).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn text<'a>(value: &'a Value, pointer: &str) -> &'a str {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
}

/// Type and path of every finding of validation, sorted; their texts; the warnings.
fn findings(document: &Document) -> (Vec<String>, Vec<String>, Vec<String>) {
    let own = || document.diagnostics.iter().filter(|d| d.stage == Stage::Validate);
    let mut keys: Vec<_> = own().map(|d| format!("{} {}", d.error.map_or("", |e| e.as_str()), d.path)).collect();
    let mut texts: Vec<_> = own().filter_map(|d| d.server.clone()).collect();
    let warnings = document.diagnostics.iter().filter(|d| d.stage == Stage::Warning);
    let mut warnings: Vec<_> = warnings.filter_map(|d| d.server.clone()).collect();
    for list in [&mut keys, &mut texts, &mut warnings] {
        list.sort();
    }
    (keys, texts, warnings)
}

#[test]
fn validate_answers_as_kubernetes_own_code_does() {
    compare(include_bytes!("../oracle/validate.jsonl.gz"), 1000);
}

/// One case a refusal and more, by the lists of `tests/oracle/sites`.
#[test]
fn every_refusal_of_validation_is_ours_too() {
    compare(include_bytes!("../oracle/sites.jsonl.gz"), 5000);
}

/// Fields that look at one another, and one object in many texts, by `tests/oracle/combine`.
#[test]
fn fields_that_look_at_one_another_are_judged_together() {
    compare(include_bytes!("../oracle/combined.jsonl.gz"), 1300);
}

fn compare(bytes: &[u8], at_least: usize) {
    let mut records = lines(bytes).into_iter();
    let head = records.next().unwrap();
    let options = Options { pod_security: Some(text(&head, "/pss").to_owned()), ..Options::default() };
    let (mut cases, mut other_text, mut other_warnings, mut other_message) = (0, 0, 0, 0);
    let mut wrong = Vec::new();
    let mut sentences = Sentences::new();
    for record in records {
        let manifest = text(&record, "/manifest");
        let documents = rules::validate(&[SourceFile::new("-", manifest)], &options);
        documents.iter().for_each(|document| sentences.look(document));
        let answers = record["answers"].as_array().unwrap();
        if documents.len() != answers.len() {
            wrong.push(format!("{} documents for {}:\n{manifest}", documents.len(), answers.len()));
            continue;
        }
        for (document, answer) in documents.iter().zip(answers) {
            cases += 1;
            let (keys, texts, warnings) = findings(document);
            let errors = answer["errors"].as_array().unwrap();
            let mut their_keys: Vec<_> = errors.iter().map(|e| format!("{} {}", text(e, "/0"), text(e, "/1"))).collect();
            let mut their_texts: Vec<_> = errors.iter().map(|e| text(e, "/2").to_owned()).collect();
            let mut their_warnings: Vec<_> =
                answer["warnings"].as_array().unwrap().iter().map(|w| w.as_str().unwrap().to_owned()).collect();
            their_keys.sort();
            their_texts.sort();
            their_warnings.sort();
            if document.accepted != answer["accepted"].as_bool().unwrap() || keys != their_keys {
                wrong.push(format!(
                    "accepted {}: {:?}\nours {keys:?}\ntheirs {their_keys:?}\n{manifest}",
                    document.accepted, document.message
                ));
            }
            other_text += usize::from(texts != their_texts);
            other_warnings += usize::from(warnings != their_warnings);
            other_message +=
                usize::from(sorted_causes(document.message.as_deref().unwrap_or("")) != sorted_causes(text(answer, "/message")));
        }
    }
    assert!(wrong.is_empty(), "{} of {cases}:\n{}", wrong.len(), wrong.join("\n---\n"));
    assert!(cases >= at_least, "{cases} cases");
    sentences.assert_whole(150);
    assert_eq!(other_warnings, 0, "other warnings, of {cases} cases");
    // Two texts of `sites` hold the uid of a Job, which is drawn.
    assert!(other_text <= 2 && other_message <= 2, "{other_text} other texts and {other_message} other messages, of {cases} cases");
}

/// What kubectl prints, with the causes in one order: the recorder sorts those of one map, a server visits it at random.
fn sorted_causes(message: &str) -> Vec<&str> {
    let mut lines: Vec<_> = message.lines().collect();
    if lines.first().is_some_and(|line| line.contains(" is invalid: ")) {
        lines[1..].sort_unstable();
    }
    lines
}

#[test]
fn every_pod_security_fixture_gets_its_verdict() {
    let mut records = lines(include_bytes!("../oracle/pss.jsonl.gz")).into_iter();
    records.next();
    let mut verdicts = 0;
    let mut wrong = Vec::new();
    let mut sentences = Sentences::new();
    for record in records {
        let files = [SourceFile::new("pod.yaml", text(&record, "/manifest"))];
        for (verdict, allowed) in [("pass", true), ("fail", false)] {
            for at in record[verdict].as_array().into_iter().flatten() {
                verdicts += 1;
                let standard = format!("{}:v1.{}", text(at, "/0"), at[1]);
                let options = Options { pod_security: Some(standard.clone()), version: Version::NEWEST, ..Options::default() };
                let documents = rules::validate(&files, &options);
                documents.iter().for_each(|document| sentences.look(document));
                let denied = documents[0].diagnostics.iter().any(|d| d.stage == Stage::Admission && d.rule.starts_with("pss-"));
                if denied == allowed {
                    wrong.push(format!("{standard} {verdict}\n{}", files[0].text()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {verdicts}:\n{}", wrong.len(), wrong.join("\n---\n"));
    sentences.assert_whole(15);
    assert!(verdicts > 4000, "{verdicts} verdicts");
}

/// The server's answer without its warnings and without what names the file.
fn refusal(message: &str) -> String {
    let lines: Vec<_> = message.lines().filter(|line| !line.starts_with("Warning: ")).collect();
    let text = lines.join("\n");
    match text.split_once("error when creating \"") {
        Some((before, after)) => format!("{before}{}", after.split_once("\": ").map_or(after, |(_, rest)| rest)),
        None => text,
    }
}

/// Whether the entry creates what its manifests say, with kubectl's ordinary flags. The others change objects that are
/// there (V8, `L-label-…`, `B09-type-changed`; `rules::validate_update` judges those), or turn the server's field validation off.
fn is_creation(entry: &Value) -> bool {
    let id = text(entry, "/id");
    !text(entry, "/manifests").is_empty()
        && !id.starts_with("V8-")
        && !id.starts_with("L-label-")
        && !["B09-type-changed", "V2-validate-false", "V2-validate-warn"].contains(&id)
}

/// The file's name, as the answer names it.
fn file_of(entry: &Value) -> String {
    let message = text(entry, "/observed/serverMessage");
    let words = message.split([' ', '"']).map(|word| word.trim_end_matches(':'));
    let mut files = words.filter(|word| word.ends_with(".yaml"));
    files.next().unwrap_or("pod.yaml").to_owned()
}

/// Replays a file of recorded answers of a real cluster; the ids of those that come out otherwise.
fn replay(bytes: &[u8]) -> (usize, Vec<String>) {
    let entries: Vec<Value> = serde_json::from_str(&unpacked(bytes)).unwrap();
    let mut wrong = Vec::new();
    for entry in entries.iter().filter(|entry| is_creation(entry)) {
        let namespace = text(entry, "/context/namespace").to_owned();
        let labels: BTreeMap<String, String> = entry
            .pointer("/context/namespaceLabels")
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
            .filter_map(|(key, value)| Some((key.clone(), value.as_str()?.to_owned())))
            .collect();
        let mut options = Options::default();
        if !namespace.is_empty() {
            options.namespaces = Some(BTreeMap::from([(namespace.clone(), labels), ("default".into(), BTreeMap::new())]));
            options.namespace = namespace;
        }
        let documents = rules::validate(&[SourceFile::new(file_of(entry), text(entry, "/manifests"))], &options);
        let accepted = documents.iter().all(|document| document.accepted);
        let ours: Vec<_> = documents.iter().filter_map(|document| document.message.as_deref()).map(refusal).collect();
        let theirs = refusal(text(entry, "/observed/serverMessage"));
        let wanted = entry.pointer("/observed/accepted").and_then(Value::as_bool);
        if wanted.is_some_and(|wanted| wanted != accepted) || (!accepted && wanted == Some(false) && !theirs.contains(&ours[0])) {
            wrong.push(format!("{}: accepted {accepted}\nours   {ours:?}\ntheirs {theirs}", text(entry, "/id")));
        }
    }
    (entries.len(), wrong)
}

#[test]
fn rejections_of_a_real_cluster_are_foretold() {
    let (all, wrong) = replay(include_bytes!("../observed/rejections.json.gz"));
    assert!(wrong.is_empty(), "{} of {all}:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn admission_of_a_real_cluster_is_foretold() {
    let (all, wrong) = replay(include_bytes!("../observed/admission.json.gz"));
    assert!(wrong.is_empty(), "{} of {all}:\n{}", wrong.len(), wrong.join("\n"));
}
