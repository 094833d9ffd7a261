//! Sessions with kubectl on a real cluster (`tests/oracle/session`), line after line: words, streams and exit codes as they were recorded.
//!
//! `COFFERDAM_SESSION_CASES=FILE` replays another recording of the same form.

use std::sync::LazyLock;

use cofferdam::kubectl;
use cofferdam::text::SourceFile;
use cofferdam::world::{Facts, World};
use regex::Regex;
use serde_json::Value;

/// What a cluster makes up as it goes.
fn even(text: &str) -> String {
    static MADE_UP: LazyLock<Vec<(Regex, &str)>> = LazyLock::new(|| {
        [
            (r"\b[0-9a-f]{64}\b", "ID"),
            (r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "UID"),
            (r"\b10\.(244|96|10\d|11\d)\.\d+\.\d+\b", "IP"),
            (r"\b(\d+m)?\d+s\b *", "AGE "),
            (r"shop-[0-9a-f]{8,10}(-[a-z0-9]{5})?\b", "shop-HASH"),
            (r"\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", "TIME"),
            (r"W\d{4} \d\d:\d\d:\d\d\.\d+ +\d+ ", "W "),
            (r"(?m)^(resourceVersion|uid): .*$", "$1"),
            (r"\d+/TCP", "PORT/TCP"),
            // The recorder's own main says so what flags do not allow; kubectl's (cmd/kubectl/kubectl.go) prints every error alike.
            (
                r#"^E\d{4} .* run\.go:72\] "command failed" err="required flag\(s\) \\"(\w+)\\" not set""#,
                "error: required flag(s) \"$1\" not set",
            ),
            (r"^Error: ", "error: "),
            (r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \+0000 UTC", "TIME"),
            (r"pod-template-hash=\w+", "pod-template-hash"),
            (r"kind-kind", "kind-cofferdam"),
        ]
        .map(|(pattern, word)| (Regex::new(pattern).unwrap(), word))
        .into()
    });
    let text = MADE_UP.iter().fold(text.to_owned(), |text, (pattern, word)| pattern.replace_all(&text, *word).into_owned());
    // The server shows a diff of its internal structs with what admission gave the Pod.
    let text = text.split("\n@@").next().unwrap_or_default();
    // The columns are as wide as what is made up.
    text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ") + "\n").collect()
}

fn recorded() -> Vec<Value> {
    let text = match std::env::var("COFFERDAM_SESSION_CASES") {
        Ok(path) => std::fs::read_to_string(path).unwrap(),
        Err(_) => {
            let mut text = String::new();
            let packed = &include_bytes!("../oracle/session.jsonl.gz")[..];
            std::io::Read::read_to_string(&mut flate2::read::GzDecoder::new(packed), &mut text).unwrap();
            text
        }
    };
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Lines that are answered otherwise, and why.
const KNOWN: &[(&str, &str)] = &[
    ("get pods -A", "Pods of somebody else's"),
    ("label --list", "Go goes through a map in any order"),
    ("rollout status deploy/shop", "what is waited for is over"),
    ("cluster-info nosuch", "the stand-in has no label on its DNS Service"),
    ("nosuch", "the recorder put a flag before the command"),
    // Gaps.
    ("apply -f unknown.yaml --validate=warn", "a field that the server drops is a change to kubectl"),
    ("explain deploy.spec.strategy", "the values of a field are told among the words of another"),
];

const FILES: [(&str, &str); 6] = [
    ("web.yaml", include_str!("../oracle/session/web.yaml")),
    ("bad.yaml", include_str!("../oracle/session/bad.yaml")),
    ("unknown.yaml", include_str!("../oracle/session/unknown.yaml")),
    ("policy.yaml", include_str!("../oracle/session/policy.yaml")),
    ("deploy.yaml", include_str!("../oracle/session/deploy.yaml")),
    ("two.yaml", include_str!("../oracle/session/two.yaml")),
];

#[test]
fn sessions_go_as_recorded() {
    let all = recorded();
    let files: Vec<_> = FILES.iter().map(|(name, text)| SourceFile::new(*name, *text)).collect();
    let facts = Facts::parse(&SourceFile::new("world.yaml", include_str!("../oracle/world.yaml"))).unwrap();
    let (mut world, mut session) = (World::default(), "");
    let (mut wrong, mut silent) = (Vec::new(), Vec::new());
    for entry in &all {
        if entry["session"] != session {
            session = entry["session"].as_str().unwrap();
            world = World { facts: facts.clone(), ..World::default() };
            kubectl::run(&mut world, &[], &["create", "namespace", session].map(str::to_owned), "");
        }
        let line = entry["line"].as_str().unwrap();
        let mut words = vec!["-n".to_owned(), session.to_owned()];
        words.extend(kubectl::split(line).unwrap());
        let ours = kubectl::run(&mut world, &files, &words, "");
        if entry["quiet"] == true || KNOWN.iter().any(|(known, _)| line.starts_with(known)) {
            continue;
        }
        if ours.stderr.contains("not simulated") {
            silent.push(format!("{session}: {line}"));
            continue;
        }
        let theirs = (entry["exit"].as_i64(), even(entry["stdout"].as_str().unwrap()), even(entry["stderr"].as_str().unwrap()));
        let ours = (Some(i64::from(ours.exit)), even(&ours.stdout), even(&ours.stderr));
        if ours != theirs {
            wrong.push(format!("{session}: {line}\n  cluster {theirs:?}\n  ours    {ours:?}"));
        }
    }
    let report = format!(
        "{} of {} wrong, {} not simulated\n{}\nNOT SIMULATED\n{}",
        wrong.len(),
        all.len(),
        silent.len(),
        wrong.join("\n"),
        silent.join("\n")
    );
    assert!(wrong.is_empty(), "{report}");
}
