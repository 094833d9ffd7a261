//! What kubectl v1.35.4 answers without a server: its refusals and its generated objects, command by command.

use cofferdam::kubectl;
use cofferdam::world::World;
use serde_json::Value;

use crate::recording;

/// Commands, each with exit code, standard output and standard error (recorded 2026-11-27; see `tests/oracle/README.md`).
fn recorded() -> Vec<Value> {
    recording::unpacked(include_bytes!("../oracle/kubectl.jsonl.gz")).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Parts of commands that are answered otherwise, and why.
const KNOWN: &[(&str, &str)] = &[
    ("{.*}", "Go goes through a map in any order"),
    ("--value=1000000 --dry-run=client -o jsonpath", "kubectl reads its own object's numbers as floats, a server's as integers"),
    ("{.spec.replicas[0]}", "kubectl reads its own object's numbers as floats, a server's as integers"),
    ("jsonpath='{..}'", "two dots without a name are taken for every field"),
    ("help foo", "an unknown topic is answered as an unknown command"),
];

#[test]
fn commands_without_a_server_are_answered_as_recorded() {
    let all = recorded();
    let mut wrong = Vec::new();
    for entry in &all {
        let line = entry["command"].as_str().unwrap();
        if KNOWN.iter().any(|(part, _)| line.contains(part)) {
            continue;
        }
        let mut world = World::default();
        let ours = kubectl::run(&mut world, &[], &kubectl::split(line).unwrap(), "");
        let theirs =
            (entry["exit"].as_i64().unwrap(), entry["stdout"].as_str().unwrap().trim_end(), entry["stderr"].as_str().unwrap().trim_end());
        // What flags do not allow was printed by the recorder's own main as `Error:`; kubectl's (cmd/kubectl/kubectl.go)
        // prints every error alike.
        let theirs = (theirs.0, theirs.1, theirs.2.replacen("Error: ", "error: ", usize::from(theirs.2.starts_with("Error: "))));
        let said = ours.stderr.trim_end();
        // The moment of a deprecation and the process that says it.
        let said = said.split_once("helpers.go:").map_or(said, |(_, said)| said);
        let ours = (i64::from(ours.exit), ours.stdout.trim_end(), said.to_owned());
        if ours != theirs && !said.ends_with("is not simulated here") {
            wrong.push(format!("{line}\n  kubectl {theirs:?}\n  ours    {ours:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), all.len(), wrong.join("\n"));
    assert!(all.len() > 300, "{}", all.len());
}
