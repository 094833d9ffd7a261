//! The bug file: what somebody needs to find out which judge was wrong. Nothing personal is in it.

use std::fmt::Write;

use serde_json::Value;

use super::{Confirmation, Plan, for_programs};
use crate::content::Scenario;
use crate::locale::Locale;

/// The file's text, Markdown, in English: those who mend bugs read it.
pub fn report(scenario: &Scenario, plan: &Plan, confirmation: &Confirmation) -> String {
    let locale = Locale::new("en");
    let environment = &confirmation.observed.environment;
    let mut text = format!("# {}: the cluster did not do what was predicted\n\n", plan.scenario);
    let facts = [
        ("cofferdam", env!("CARGO_PKG_VERSION")),
        ("scenario", &format!("{} version {}", scenario.id, scenario.version)),
        ("predicted for", &format!("Kubernetes {}", *scenario.world.facts.version)),
        ("observed on", &format!("Kubernetes {}", environment.version)),
        ("network plug-in", &environment.plugin),
        ("container runtime", &environment.runtime),
    ];
    for (name, value) in facts {
        let _ = writeln!(text, "- {name}: {value}");
    }
    text.push_str("\n## Answers that differ\n\n");
    for row in confirmation.rows.iter().filter(|row| row.agreement.is_different()) {
        let observed = row.observed.as_ref().map(|observed| for_programs(observed, &locale)).unwrap_or_default();
        let (label, predicted) = (row.label.text(&locale), for_programs(&row.predicted, &locale));
        let _ = writeln!(text, "- {} `{label}`: predicted **{predicted}**, observed **{observed}**", row.from);
        row.text.lines().for_each(|line| _ = writeln!(text, "  > {line}"));
    }
    for ruling in confirmation.rulings.iter().filter(|ruling| ruling.predicted != ruling.observed) {
        let word = |passed: bool| if passed { "passed" } else { "failed" };
        let _ = writeln!(text, "- check `{}`: {} offline, {} on the cluster", ruling.check, word(ruling.predicted), word(ruling.observed));
    }
    text.push_str("\n## What was sent\n\n```yaml\n");
    let manifests = plan.world.iter().map(|object| &object.value).chain(plan.sent.iter().map(|sent| &sent.value));
    for manifest in manifests {
        let _ = writeln!(text, "---\n{}", yaml(manifest));
    }
    text.push_str("```\n");
    text
}

fn yaml(manifest: &Value) -> String {
    let mut manifest = manifest.clone();
    if manifest.get("kind").and_then(Value::as_str) == Some("Secret") {
        hide(&mut manifest);
    }
    serde_yaml::to_string(&manifest).unwrap_or_default().trim_end().to_owned()
}

/// A learner may have typed a password of their own: of a Secret only keys and lengths are told.
fn hide(secret: &mut Value) {
    for part in ["data", "stringData"] {
        for (_, value) in secret.get_mut(part).and_then(Value::as_object_mut).into_iter().flatten() {
            *value = format!("({} characters)", value.as_str().unwrap_or_default().chars().count()).into();
        }
    }
    if let Some(annotations) = secret.pointer_mut("/metadata/annotations") {
        *annotations = Value::Null;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_secret_only_keys_and_lengths_are_told() {
        let secret = serde_json::json!({"kind": "Secret", "stringData": {"password": "hunter2"}, "data": {"a": "aHVudGVyMg=="}});
        let text = yaml(&secret);
        assert!(!text.contains("hunter2") && !text.contains("aHVu"), "{text}");
        assert!(text.contains("password: (7 characters)"), "{text}");
    }
}
