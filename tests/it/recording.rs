//! Recordings in `tests/`, and the replay of command lines.

use cofferdam::kubectl::Outcome;
use flate2::read::GzDecoder;
use serde_json::Value;

/// The text of a recording.
pub fn unpacked(packed: &[u8]) -> String {
    let mut text = String::new();
    std::io::Read::read_to_string(&mut GzDecoder::new(packed), &mut text).unwrap();
    text
}

/// A recording's lines; `variable` may name the file of another one.
pub fn lines(variable: &str, packed: &[u8]) -> Vec<Value> {
    let text = std::env::var_os(variable).map_or_else(|| unpacked(packed), |path| std::fs::read_to_string(path).unwrap());
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// What a replay of command lines found.
#[derive(Default)]
pub struct Replay {
    all: usize,
    wrong: Vec<String>,
    silent: Vec<String>,
}

impl Replay {
    /// Holds our answer to `line` against the recorded one, both without what is made up. `known`: it is known to differ.
    pub fn hold(&mut self, line: &str, known: bool, entry: &Value, ours: &Outcome, even: fn(&str) -> String) {
        self.all += 1;
        if known {
            return;
        }
        if ours.stderr.contains("not simulated") {
            return self.silent.push(line.to_owned());
        }
        let theirs = (entry["exit"].as_i64(), even(entry["stdout"].as_str().unwrap()), even(entry["stderr"].as_str().unwrap()));
        let ours = (Some(i64::from(ours.exit)), even(&ours.stdout), even(&ours.stderr));
        if ours != theirs {
            self.wrong.push(format!("{line}\n  cluster {theirs:?}\n  ours    {ours:?}"));
        }
    }

    /// Fails unless all but the known lines were answered alike, `at_least` of them were there, and fewer than `silent` not simulated.
    pub fn assert(&self, at_least: usize, silent: usize) {
        let Self { all, wrong, silent: unknown } = self;
        let (wrong_lines, unknown_lines) = (wrong.join("\n"), unknown.join("\n"));
        let report =
            format!("{} of {all} wrong, {} not simulated\n{wrong_lines}\nNOT SIMULATED\n{unknown_lines}", wrong.len(), unknown.len());
        assert!(wrong.is_empty() && *all >= at_least && unknown.len() < silent, "{report}");
    }
}
