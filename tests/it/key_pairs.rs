//! Certificates and keys against Go's own `tls.X509KeyPair`: `tests/oracle/key-pairs.go.txt` makes the recording.
//!
//! `COFFERDAM_KEY_PAIRS=FILE cargo test --test it key_pairs` judges another recording of the same form.

use cofferdam::object::key_pair;

use crate::recording;

#[test]
fn as_go_answers() {
    let lines = recording::lines("COFFERDAM_KEY_PAIRS", include_bytes!("../oracle/key_pairs.jsonl.gz"));
    let mut wrong = Vec::new();
    for line in &lines {
        let text = |name: &str| line[name].as_str().unwrap();
        let said = key_pair::check(text("certificate").as_bytes(), text("key").as_bytes());
        let ours = said.as_ref().map_or_else(|error| error.message(), |()| "");
        if ours != text("error") {
            wrong.push(format!("{ours:?} instead of {:?}:\n{}{}", text("error"), text("certificate"), text("key")));
        }
    }
    assert!(lines.len() >= 400, "{} pairs", lines.len());
    assert!(wrong.is_empty(), "{} of {} pairs:\n{}", wrong.len(), lines.len(), wrong[..wrong.len().min(6)].join("\n"));
}
