//! A verdict on a wrong answer is no solution: what the task leaves to be found out, it does not say.

use regex::Regex;

use crate::content::Scenario;
use crate::grade::{Sentence, Verdict};
use crate::locale::Localized;
use crate::object::capability::NAMES;
use crate::text::SourceFile;

/// What a learner is not told of a scenario as long as they have not written it themselves.
pub struct Unsaid<'s> {
    task: &'s Localized,
    /// The scenario's own: what is to be found out although the task, or the world, names it.
    words: Option<Regex>,
}

impl<'s> Unsaid<'s> {
    /// To the author of these files.
    pub fn of(scenario: &'s Scenario, files: &[SourceFile]) -> Self {
        let secret = scenario.unsaid.iter().filter_map(|word| Regex::new(&format!(r"\b{}\b", regex::escape(word))).ok());
        let secret: Vec<_> = secret.filter(|word| !files.iter().any(|file| word.is_match(file.text()))).collect();
        let pattern = secret.iter().map(Regex::as_str).collect::<Vec<_>>().join("|");
        Self { task: &scenario.task, words: (!secret.is_empty()).then(|| Regex::new(&pattern).ok()).flatten() }
    }

    /// A text without the scenario's own secrets.
    pub fn text(&self, text: &str) -> String {
        self.words.as_ref().map_or_else(|| text.to_owned(), |words| words.replace_all(text, "…").into_owned())
    }

    /// Takes out of a verdict what it may not say.
    pub fn unsay(&self, verdict: &mut Verdict) {
        for sentence in [&mut verdict.asks, &mut verdict.message] {
            unsay(sentence, self.task);
        }
        for sentence in [&mut verdict.asks, &mut verdict.message].into_iter().chain(&mut verdict.reason) {
            for (_, text) in &mut sentence.args {
                *text = self.text(text);
            }
        }
    }
}

/// Takes out of a sentence what the task does not name: the value that a field should have, and capabilities. That a
/// switch is on or off is no secret.
fn unsay(sentence: &mut Sentence, task: &Localized) {
    let told = |text: &str| task.0.values().any(|task| task.contains(text));
    let value = sentence.args.iter().find(|(name, _)| name == "value").map_or(String::new(), |(_, value)| value.clone());
    let hides = !["", "true", "false"].contains(&value.as_str()) && !told(&value);
    let capabilities =
        matches!(sentence.id.as_str(), "check-minimal" | "check-effective") || sentence.id.starts_with("diag-effective-capabilities");
    for (name, text) in &mut sentence.args {
        match name.as_str() {
            "relation" if hides => "unsaid".clone_into(text),
            "value" if hides => text.clear(),
            "caps" | "facts" | "wanted" if capabilities => *text = without_capabilities(text, told),
            _ => {}
        }
    }
}

/// A row of facts with an ellipsis for the capabilities that nobody has told.
fn without_capabilities(row: &str, told: impl Fn(&str) -> bool) -> String {
    let mut words: Vec<String> = Vec::new();
    for word in row.split(' ') {
        let (bare, comma) = word.strip_suffix(',').map_or((word, ""), |bare| (bare, ","));
        if !NAMES.contains(&bare) || told(bare) {
            words.push(word.to_owned());
        } else if words.last().is_some_and(|last| last == "…") {
            words.pop();
            words.push(format!("…{comma}"));
        } else {
            words.push(format!("…{comma}"));
        }
    }
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capabilities_that_are_to_be_found_out_are_left_out() {
        let told = |text: &str| text == "NET_ADMIN";
        assert_eq!(without_capabilities("uid 0, CapEff CHOWN SETUID, CapBnd NET_ADMIN", told), "uid 0, CapEff …, CapBnd NET_ADMIN");
        assert_eq!(without_capabilities("∅", told), "∅");
    }
}
