//! Hostile and broken texts: the reader and the decoder return, in time that grows with the text.

use std::fmt::Write as _;

use cofferdam::content::Catalogue;
use cofferdam::diag::{Look, human};
use cofferdam::locale::Locale;
use cofferdam::object::{Request, decode};
use cofferdam::rules::{self, Options};
use cofferdam::schema::Version;
use cofferdam::text::SourceFile;
use proptest::prelude::*;

const POD: &str = include_str!("../data/decode/pod.yaml");

fn read(text: &str) -> Vec<cofferdam::object::Decoded> {
    let file = SourceFile::new("f.yaml", text);
    let mut all = decode(&file, &Request::default());
    for decoded in &mut all {
        for diagnostic in &decoded.diagnostics {
            assert!(text.is_char_boundary(diagnostic.span.start) && text.is_char_boundary(diagnostic.span.end), "{diagnostic:?}");
            assert!(diagnostic.span.start <= diagnostic.span.end && diagnostic.span.end <= text.len(), "{diagnostic:?}");
        }
        if let Some(value) = &mut decoded.value {
            cofferdam::object::apply_defaults(value, Version::DEFAULT);
        }
    }
    all
}

/// What kubectl v1.35.4 prints for a stream of JSON values: it goes on behind one that it cannot decode, not behind one that is no JSON.
/// `metadata` is read as it stands: no float is an integer, and a large number keeps its digits.
#[test]
fn json_is_read_as_it_stands() {
    let object = |generation: &str| format!(r#"{{"apiVersion": "v1", "kind": "Pod", "metadata": {{"generation": {generation}}}}}"#);
    let misfit = |number: &str| {
        format!(
            r#"unable to decode "f.yaml": json: cannot unmarshal number {number} into Go struct field ObjectMeta.metadata.generation of type int64"#
        )
    };
    let messages =
        |text: String| read(&text).into_iter().map(|decoded| decoded.refusal.map_or(String::new(), |r| r.message)).collect::<Vec<_>>();
    for number in ["1e3", "1.0", "12345678901234567890123", "9223372036854775808"] {
        assert_eq!(messages(object(number)), [format!("error: {}", misfit(number))]);
    }
    let yaml = "apiVersion: v1\nkind: Pod\nmetadata:\n  generation: 18446744073709551615\n";
    assert_eq!(messages(yaml.into()), [format!("error: {}", misfit("18446744073709551615"))]);
    let offset = object("1.5").len() + 2;
    let broken = format!("error parsing f.yaml: json: offset {offset}: invalid character 'x' looking for beginning of value");
    assert_eq!(messages(object("1.5") + " x"), [format!("{}\n{broken}", misfit("1.5"))]);
    assert_eq!(messages(object("1.5") + &object("2.5") + &object("1")), [format!("{}\n{}", misfit("1.5"), misfit("2.5")), String::new()]);
    let infinite = "error validating \"f.yaml\": error validating data: json: cannot unmarshal number 1e400 into Go value of type float64; \
        if you choose to ignore these errors, turn validation off with --validate=false";
    assert_eq!(messages(object("1e400") + &object("1")), [format!("error: {infinite}")]);
}

/// Asks what can stand at a place, where the text itself is all that is known.
fn complete_at(file: &SourceFile, offset: usize) {
    use cofferdam::object::complete::{Known, at};
    at(file, offset, Version::DEFAULT, &Known::new(std::slice::from_ref(file), std::iter::empty(), "default"));
}

#[test]
fn every_truncation_of_a_manifest_is_read() {
    for end in (0..=POD.len()).filter(|end| POD.is_char_boundary(*end)) {
        let text = &POD[..end];
        read(text);
        complete_at(&SourceFile::new("f.yaml", text), end);
    }
}

/// Every manifest on a rule's page and of the scenarios, cut off where a learner may stop typing: judged to the end. One
/// cut in thirty-one, another one in each text; all of them with `COFFERDAM_EVERY_CUT=1`.
#[test]
fn every_fixture_is_judged_wherever_it_is_cut_off() {
    let step = if std::env::var_os("COFFERDAM_EVERY_CUT").is_some() { 1 } else { 31 };
    let pages = rules::registry().into_iter().flat_map(|rule| rule.page.split("```yaml\n").skip(1));
    let pages = pages.map(|block| block.split("```").next().unwrap_or_default().to_owned());
    let catalogue = Catalogue::embedded().unwrap();
    let files = catalogue.scenarios.iter().flat_map(|scenario| scenario.start.iter().map(|file| file.text().to_owned()));
    let texts: Vec<String> = pages.chain(files).collect();
    assert!(texts.len() > 300, "{} texts", texts.len());
    for (number, text) in texts.iter().enumerate() {
        for end in (number % step..=text.len()).step_by(step).filter(|end| text.is_char_boundary(*end)) {
            let cut = SourceFile::new("f.yaml", &text[..end]);
            for document in rules::validate(std::slice::from_ref(&cut), &Options::default()) {
                assert!(document.accepted || document.message.is_some(), "{}", cut.text());
                for diagnostic in &document.diagnostics {
                    assert!(cut.text().get(diagnostic.span.start..diagnostic.span.end).is_some(), "{diagnostic:?}\n{}", cut.text());
                }
            }
        }
    }
}

/// Enough for a search through all entries at each finding not to return.
#[test]
fn many_findings_in_one_object_are_placed_in_linear_time() {
    let mut text = String::from("apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n  labels:\n");
    for i in 0..20_000 {
        writeln!(text, "    l{i}: \"not a value\"").unwrap();
    }
    text.push_str("spec:\n  containers:\n");
    for i in 0..5_000 {
        writeln!(text, "  - {{name: c{i}, image: a, imagePullPolicy: Sometimes}}").unwrap();
    }
    let documents = rules::validate(&[SourceFile::new("f.yaml", text)], &Options::default());
    let lines: std::collections::BTreeSet<_> = documents[0].diagnostics.iter().map(|diagnostic| diagnostic.span.start).collect();
    assert!(
        documents[0].diagnostics.len() >= 25_000 && lines.len() >= 25_000,
        "{} findings at {} places",
        documents[0].diagnostics.len(),
        lines.len()
    );
}

/// A program writes JSON in one line: no place in it, and no drawing of it, costs a look at the whole line.
#[test]
fn many_findings_in_one_line_are_told_in_linear_time() {
    let labels: Vec<_> = (0..5_000).map(|i| format!(r#""l{i}": "not a value""#)).collect();
    let text = format!(
        r#"{{"apiVersion": "v1", "kind": "Pod", "metadata": {{"name": "a", "labels": {{{}}}}}, "spec": {{"containers": [{{"name": "a", "image": "a"}}]}}}}"#,
        labels.join(", ")
    );
    let file = SourceFile::new("f.json", text);
    let documents = rules::validate(std::slice::from_ref(&file), &Options::default());
    let (locale, look) = (Locale::new("en"), Look { color: false, width: 100 });
    assert!(documents[0].diagnostics.len() >= 5_000);
    for finding in &documents[0].diagnostics {
        let drawn = human(finding, &file, &locale, look);
        let place = format!("f.json:1:{}", file.position(finding.span.start).column);
        assert!(drawn.contains(&place) && drawn.contains("not a value"), "{place}\n{drawn}");
    }
}

#[test]
fn alias_bombs_are_refused_as_kubectl_refuses_them() {
    let mut text = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for i in 1..12 {
        let refs = vec![format!("*a{}", i - 1); 9].join(", ");
        writeln!(text, "a{i}: &a{i} [{refs}]").unwrap();
    }
    let all = read(&text);
    let error = all[0].refusal.as_ref().and_then(|refusal| refusal.error.clone()).unwrap();
    assert!(error.ends_with("yaml: document contains excessive aliasing"), "{error}");
}

#[test]
fn nesting_is_no_danger() {
    for (open, close) in [("[", "]"), ("{a: ", "}"), ("- ", "")] {
        for depth in [100, 9_999, 20_000] {
            read(&format!("apiVersion: v1\nkind: Pod\nspec: {}{}\n", open.repeat(depth), close.repeat(depth)));
            read(&format!("{}x{}", open.repeat(depth), close.repeat(depth)));
        }
    }
    let too_deep = read(&format!("a: {}\n", "[".repeat(10_001)));
    let error = too_deep[0].refusal.as_ref().and_then(|refusal| refusal.error.clone()).unwrap();
    assert!(error.ends_with("exceeded max depth of 10000"), "{error}");
}

#[test]
fn large_inputs_are_read_in_linear_time() {
    // Enough for a quadratic reader not to return; ten times as much was measured for DECISIONS.md.
    let mut text = String::from("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n");
    for i in 0..20_000 {
        writeln!(text, "  key-{i}: \"some value of this\"").unwrap();
    }
    assert!(read(&text)[0].refusal.is_none());
    let unclosed = format!("{text}  last: \"open\n");
    assert!(read(&unclosed)[0].refusal.is_some());
    let documents = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\nfoo: 1\n---\n".repeat(3_000);
    assert_eq!(read(&documents).len(), 3_000);
    let one_line = format!("{{\"a\": [{}]}}", vec!["1"; 100_000].join(", "));
    assert_eq!(read(&one_line).len(), 1);
    let repeated = format!("apiVersion: v1\nkind: Pod\nmetadata: {{name: a}}\n{}", "foo: 1\n".repeat(20_000));
    assert_eq!(read(&repeated)[0].strict, ["unknown field \"foo\""]);
}

#[test]
fn characters_that_yaml_forbids_are_an_error() {
    for text in ["a: \0\n", "\0", "a: \u{1}b\n", "\u{feff}\u{feff}a: b\n", "a: \u{fffe}\n"] {
        read(text);
    }
    let error = read("a: \0\n")[0].refusal.clone().unwrap().message;
    assert_eq!(error, "error: error parsing f.yaml: error converting YAML to JSON: yaml: control characters are not allowed");
}

fn soup() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just(": ".to_owned()),
        Just("- ".to_owned()),
        Just("\n".to_owned()),
        Just("\n  ".to_owned()),
        Just("---\n".to_owned()),
        Just("&a ".to_owned()),
        Just("*a".to_owned()),
        Just("<<: ".to_owned()),
        Just("!!int ".to_owned()),
        "[\\[\\]{},\"'|>?%@`#\t\\\\\r~!=.-]",
        "[a-z0-9가é\u{2028}\u{feff}]{1,4}",
        Just("apiVersion: v1\nkind: Pod\nspec:\n".to_owned()),
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read(text in soup(), cursor in 0usize..400) {
        read(&text);
        let file = SourceFile::new("f.yaml", text.as_str());
        let cursor = (0..=cursor.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        complete_at(&file, cursor);
        cofferdam::object::complete::hover(&file, cursor, Version::DEFAULT);
    }

    #[test]
    fn a_changed_manifest_is_read(at in 0usize..POD.len(), cut in 0usize..12, put in soup()) {
        let start = (0..=at).rev().find(|at| POD.is_char_boundary(*at)).unwrap_or(0);
        let end = (start + cut..=POD.len()).find(|at| POD.is_char_boundary(*at)).unwrap_or(POD.len());
        read(&format!("{}{put}{}", &POD[..start], &POD[end..]));
    }

    #[test]
    fn defaulting_twice_changes_nothing(at in 0usize..POD.lines().count()) {
        let without: String = POD.lines().enumerate().filter(|(i, _)| *i != at).map(|(_, line)| format!("{line}\n")).collect();
        for decoded in read(&without) {
            if let Some(mut once) = decoded.value {
                cofferdam::object::apply_defaults(&mut once, Version::DEFAULT);
                let mut twice = once.clone();
                cofferdam::object::apply_defaults(&mut twice, Version::DEFAULT);
                prop_assert_eq!(once, twice);
            }
        }
    }
}
