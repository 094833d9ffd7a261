//! What a rule found, before it is tied to the text.

use super::rule::Rule;
use crate::diag::{ErrorType, Severity, Stage};

/// One finding of one rule.
#[derive(Clone, Debug)]
pub struct Finding {
    /// Who found it.
    pub rule: Option<&'static Rule>,
    /// Kubernetes' type; `None` for warnings and advice.
    pub error: Option<ErrorType>,
    /// The path as the server writes it.
    pub path: String,
    /// The path as the manifest has it.
    pub written: String,
    /// The bad value as the server renders it, where its type prints one.
    pub value: Option<String>,
    /// The server's detail; for warnings the whole sentence; for advice empty.
    pub detail: String,
    /// What certainly should stand in place of the value.
    pub replacement: Option<String>,
    /// A refusal that is only announced, in its own words: Pod Security on a workload.
    pub announced: Option<String>,
}

impl Finding {
    /// `TYPE[: VALUE][: DETAIL]`, as a Status cause has it; the sentence of a warning.
    pub fn body(&self) -> String {
        let Some(error) = self.error else { return self.detail.clone() };
        let mut text = error.words().to_owned();
        if let Some(value) = &self.value {
            text.push_str(": ");
            text.push_str(value);
        }
        if !self.detail.is_empty() {
            text.push_str(": ");
            text.push_str(&self.detail);
        }
        text
    }

    /// The server's sentence.
    pub fn text(&self) -> String {
        if self.error.is_some() { format!("{}: {}", self.path, self.body()) } else { self.detail.clone() }
    }
}

impl Finding {
    /// The server's step.
    pub fn stage(&self) -> Stage {
        if self.announced.is_some() { Stage::Warning } else { self.rule.map_or(Stage::Validate, |rule| rule.stage) }
    }

    /// How grave.
    pub fn severity(&self) -> Severity {
        if self.announced.is_some() { Severity::Warning } else { self.rule.map_or(Severity::Error, Rule::severity) }
    }

    /// Facts for the message in the learner's language.
    pub fn args(&self) -> Vec<(&'static str, String)> {
        let last = self.written.rsplit('.').next().unwrap_or(&self.written);
        let mut args = vec![
            ("path", self.path.clone()),
            ("field", last.to_owned()),
            ("detail", self.announced.as_ref().unwrap_or(&self.detail).clone()),
        ];
        args.push(("value", self.value.clone().unwrap_or_default()));
        args
    }
}
