//! Recorded answers of Kubernetes v1.35.4's own code to manifests that it refuses before validation, and to some
//! that it does not (`tests/oracle/mint`; recorded 2026-11-21).

use cofferdam::object::{Decoded, Request, Step, decode};
use cofferdam::text::SourceFile;
use serde_json::{Value, json};

const RECORDED: &str = include_str!("../oracle/decode.jsonl");

/// The stages that end before validation.
const EARLY: [&str; 4] = ["parse", "mapping", "decode", "strict"];

/// The part of the oracle's answer that decoding decides.
fn expected(answer: &Value) -> Value {
    let early = EARLY.contains(&answer["stage"].as_str().unwrap());
    let only_early = |key: &str| if early { answer[key].clone() } else { Value::Null };
    json!({
        "line": answer["line"],
        "stage": only_early("stage"),
        "message": only_early("message"),
        "decode": answer["decode"],
        "strict": answer["strict"],
        "strictYAML": answer["strictYAML"],
    })
}

fn actual(decoded: &Decoded) -> Value {
    let refusal = decoded.refusal.as_ref();
    let stage = refusal.map(|refusal| match refusal.step {
        Step::Parse => "parse",
        Step::Mapping => "mapping",
        Step::Decode => "decode",
        Step::Strict => "strict",
    });
    json!({
        "line": decoded.line,
        "stage": stage,
        "message": refusal.map(|refusal| &refusal.message),
        "decode": refusal.and_then(|refusal| refusal.error.as_ref()),
        "strict": decoded.strict,
        "strictYAML": decoded.strict_yaml,
    })
}

#[test]
fn decoding_ends_where_kubernetes_ends_it_and_in_its_words() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for (number, line) in RECORDED.lines().enumerate() {
        let case: Value = serde_json::from_str(line).unwrap();
        let file = SourceFile::new("STDIN", case["manifest"].as_str().unwrap());
        let expected: Vec<_> = case["answers"].as_array().unwrap().iter().map(expected).collect();
        let actual: Vec<_> = decode(&file, &Request::default()).iter().map(actual).collect();
        count += 1;
        if actual != expected {
            wrong.push(format!("line {}:\n{actual:#?}\ninstead of\n{expected:#?}", number + 1));
        }
    }
    assert!(count > 200, "only {count} cases");
    assert!(wrong.is_empty(), "{} of {count}:\n{}", wrong.len(), wrong.join("\n"));
}
