//! Diagnostics: what is wrong or worth knowing, where, and what would mend it.
//!
//! The vocabulary is the Language Server Protocol's and the API server's. A diagnostic carries facts;
//! its sentences come from the locale table (`assets/text/*/rules.ftl`) by the rule's id.

use crate::locale::Locale;
use crate::text::{Span, TextEdit};

mod human;
mod json;
mod linear;

pub use human::{Look, human};
pub use json::{json, sarif, sarif_result};
pub use linear::linear;

/// How grave a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The API server refuses the object.
    Error,
    /// Accepted, but the server would warn.
    Warning,
    /// Accepted without a word; our own advice.
    Advice,
}

impl Severity {
    /// The word in JSON output.
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Advice => "advice",
        }
    }

    /// Id of the word in the locale table.
    pub fn word(self) -> &'static str {
        match self {
            Severity::Error => "diag-error",
            Severity::Warning => "diag-warning",
            Severity::Advice => "diag-advice",
        }
    }
}

/// Which step of the server's work a finding belongs to. The names are part of the JSON contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// An image cannot be built from it.
    Build,
    /// The text is no YAML.
    Yaml,
    /// It does not decode into its kind: a wrong type, an unknown field, an unknown kind.
    Decode,
    /// It decodes, but validation refuses it.
    Validate,
    /// An admission plug-in refuses it (Pod Security, ServiceAccount, …).
    Admission,
    /// Accepted with a warning of the server's.
    Warning,
    /// Our own finding on what the server accepts.
    Advice,
}

impl Stage {
    /// The word in JSON output.
    pub fn as_str(self) -> &'static str {
        match self {
            Stage::Build => "build",
            Stage::Yaml => "yaml",
            Stage::Decode => "decode",
            Stage::Validate => "validate",
            Stage::Admission => "admission",
            Stage::Warning => "warning",
            Stage::Advice => "advice",
        }
    }
}

/// Kubernetes' `field.ErrorType` (apimachinery `pkg/util/validation/field/errors.go`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ErrorType {
    /// `Not found`
    NotFound,
    /// `Required value`
    Required,
    /// `Duplicate value`
    Duplicate,
    /// `Invalid value`
    Invalid,
    /// `Unsupported value`
    NotSupported,
    /// `Forbidden`
    Forbidden,
    /// `Too long`
    TooLong,
    /// `Too many`
    TooMany,
    /// `Too few`
    TooFew,
    /// `Internal error`
    Internal,
    /// `Invalid value`, of a wrong type
    TypeInvalid,
}

impl ErrorType {
    /// The constant's name, as in a Status cause's `reason` and in our JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            ErrorType::NotFound => "FieldValueNotFound",
            ErrorType::Required => "FieldValueRequired",
            ErrorType::Duplicate => "FieldValueDuplicate",
            ErrorType::Invalid => "FieldValueInvalid",
            ErrorType::NotSupported => "FieldValueNotSupported",
            ErrorType::Forbidden => "FieldValueForbidden",
            ErrorType::TooLong => "FieldValueTooLong",
            ErrorType::TooMany => "FieldValueTooMany",
            ErrorType::TooFew => "FieldValueTooFew",
            ErrorType::Internal => "InternalError",
            ErrorType::TypeInvalid => "FieldValueTypeInvalid",
        }
    }

    /// The words in the server's sentence.
    pub fn words(self) -> &'static str {
        match self {
            ErrorType::NotFound => "Not found",
            ErrorType::Required => "Required value",
            ErrorType::Duplicate => "Duplicate value",
            ErrorType::Invalid | ErrorType::TypeInvalid => "Invalid value",
            ErrorType::NotSupported => "Unsupported value",
            ErrorType::Forbidden => "Forbidden",
            ErrorType::TooLong => "Too long",
            ErrorType::TooMany => "Too many",
            ErrorType::TooFew => "Too few",
            ErrorType::Internal => "Internal error",
        }
    }
}

/// A second place that belongs to the finding ("first declared here").
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Where, in the same file.
    pub span: Span,
    /// Message id in the locale table.
    pub message: &'static str,
}

/// A change that certainly mends the finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// Message id of the title in the locale table ("rename to `{ $new }`").
    pub title: &'static str,
    /// Arguments of the title.
    pub args: Vec<(&'static str, String)>,
    /// Edits to the file of the diagnostic.
    pub edits: Vec<TextEdit>,
}

/// One finding on one document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The rule's id, as `explain` knows it; also the message id `rule-<id>` in the locale table.
    pub rule: &'static str,
    /// The server's step.
    pub stage: Stage,
    /// How grave.
    pub severity: Severity,
    /// Kubernetes' error type, for validation findings.
    pub error: Option<ErrorType>,
    /// Field path as the server writes it (`spec.containers[0].image`); empty when there is none.
    pub path: String,
    /// Name of the file.
    pub file: String,
    /// Document in the file, from 1.
    pub document: usize,
    /// Where in the file.
    pub span: Span,
    /// The server's own text for this finding, when the server would say anything.
    pub server: Option<String>,
    /// Facts for the localised message and help.
    pub args: Vec<(&'static str, String)>,
    /// Other places.
    pub labels: Vec<Label>,
    /// Certain repairs, best first.
    pub fixes: Vec<Fix>,
}

impl Diagnostic {
    /// The id of the localised sentence; `.help` behind it is the id of the advice, where there is one.
    pub fn message(&self) -> String {
        format!("rule-{}", self.rule)
    }

    /// The sentence in the language of `locale`; the server's own where the table has none.
    pub fn sentence(&self, locale: &Locale) -> String {
        let own = locale.try_format(&self.message(), &arguments(&self.args)).map(|own| self.without_hole(own, locale));
        own.or_else(|| self.server.clone()).unwrap_or_else(|| self.rule.to_owned())
    }

    /// `own`, unless it names a value and there is none: then what is missing, or may not stand here, is said by its field.
    fn without_hole(&self, own: String, locale: &Locale) -> String {
        const MARK: &str = "\u{1}";
        let mut args = arguments(&self.args);
        let mut empty = args.iter_mut().filter(|(name, value)| matches!(*name, "value" | "detail") && value.is_empty()).peekable();
        if empty.peek().is_none() {
            return own;
        }
        empty.for_each(|(_, value)| *value = MARK);
        if !locale.try_format(&self.message(), &args).is_some_and(|marked| marked.contains(MARK)) {
            return own;
        }
        let id = match self.error {
            Some(ErrorType::Required) => "diag-missing",
            Some(ErrorType::TooLong | ErrorType::TooMany) => "diag-too-long",
            _ => "diag-not-here",
        };
        locale.format(id, &arguments(&self.args))
    }

    /// What to do, in the language of `locale`, where there is something to say.
    pub fn help(&self, locale: &Locale) -> Option<String> {
        locale.try_format(&format!("{}.help", self.message()), &arguments(&self.args))
    }
}

impl Fix {
    /// The title in the language of `locale`.
    pub fn sentence(&self, locale: &Locale) -> String {
        locale.format(self.title, &arguments(&self.args))
    }
}

fn arguments<'a>(args: &'a [(&'static str, String)]) -> Vec<(&'a str, &'a str)> {
    args.iter().map(|(name, value)| (*name, value.as_str())).collect()
}
