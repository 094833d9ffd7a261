//! Changes of stored objects against Kubernetes' own registry, recorded (`tests/oracle/updates`).

use cofferdam::object::{Request, apply_defaults, decode};
use cofferdam::rules::{self, Finding, Options};
use cofferdam::text::SourceFile;
use serde_json::Value;

/// `COFFERDAM_UPDATE_CASES` names another recording.
fn cases() -> Vec<Value> {
    let lines = crate::recording::lines("COFFERDAM_UPDATE_CASES", include_bytes!("../oracle/updates.jsonl.gz"));
    lines.into_iter().filter(|case| case.get("old").is_some()).collect()
}

/// Whether what both say stands in one order. The recorder sorts neighbours that concern one field or the entries of one map,
/// which a server visits at random.
fn same_order(ours: &[String], theirs: &[String]) -> bool {
    let whole = |texts: &[String], others: &[String]| {
        let mut both: Vec<String> = texts.iter().filter(|text| others.contains(text) && !text.contains('[')).cloned().collect();
        both.chunk_by_mut(|a, b| a.split(": ").next() == b.split(": ").next()).for_each(<[String]>::sort);
        both
    };
    let distinct = |texts: Vec<String>| {
        texts.iter().enumerate().filter(|(i, text)| !texts[..*i].contains(text)).map(|(_, text)| text.clone()).collect::<Vec<_>>()
    };
    distinct(whole(ours, theirs)) == distinct(whole(theirs, ours))
}

#[test]
fn a_change_is_refused_as_kubernetes_own_code_refuses_it() {
    let options = Options::default();
    let (mut all, mut unordered, mut other_text, mut wrong) = (0, Vec::new(), Vec::new(), Vec::new());
    for case in cases() {
        let file = SourceFile::new("-", case["new"].to_string());
        let Some(mut new) = decode(&file, &Request::default()).remove(0).value else { continue };
        // What only a server writes is gone from what a client would create.
        for name in ["deletionTimestamp", "deletionGracePeriodSeconds"] {
            if !case["new"]["metadata"][name].is_null() {
                new["metadata"][name] = case["new"]["metadata"][name].clone();
            }
        }
        apply_defaults(&mut new, options.version);
        let findings = rules::validate_update(&case["old"], &new, &options);
        let mut ours: Vec<_> = findings.iter().map(|found| format!("{} {}", found.error.map_or("", |e| e.as_str()), found.path)).collect();
        let errors = case["errors"].as_array().unwrap();
        let word = |error: &Value, at: usize| error[at].as_str().unwrap().to_owned();
        let mut theirs: Vec<_> = errors.iter().map(|error| format!("{} {}", word(error, 0), word(error, 1))).collect();
        let (mut texts, mut their_texts): (Vec<_>, Vec<_>) =
            (findings.iter().map(Finding::text).collect(), errors.iter().map(|error| word(error, 2)).collect());
        if !same_order(&texts, &their_texts) {
            unordered.push(format!("ours {texts:#?}\ntheirs {their_texts:#?}"));
        }
        for list in [&mut ours, &mut theirs, &mut texts, &mut their_texts] {
            list.sort();
            list.dedup();
        }
        all += 1;
        let only = |a: &[String], b: &[String]| a.iter().filter(|one| !b.contains(one)).cloned().collect::<Vec<_>>();
        let told = format!("only ours {:#?}\nonly theirs {:#?}\n{case}", only(&texts, &their_texts), only(&their_texts, &texts));
        if ours != theirs {
            wrong.push(told);
        } else if texts != their_texts {
            other_text.push(told);
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {all} other findings, {} other texts, {} in another order:\n{}",
        wrong.len(),
        other_text.len(),
        unordered.len(),
        wrong.join("\n---\n")
    );
    assert!(all >= 700, "{all} cases");
    assert!(unordered.len() * 80 <= all, "{} of {all} in another order:\n{}", unordered.len(), unordered.join("\n---\n"));
    assert!(other_text.len() * 100 <= all, "{} of {all} with other texts:\n{}", other_text.len(), other_text.join("\n---\n"));
}
