//! What a rule reports at a place, in the form of the server's errors.

use serde_json::Value;

use super::Field;
use crate::diag::ErrorType;
use crate::rules::finding::Finding;
use crate::rules::value::{Rendered, go_json, go_struct};

impl<'a> Field<'a> {
    fn report(self, error: ErrorType, value: Option<Rendered>, detail: String) {
        let finding = Finding {
            rule: self.walk.rule.get(),
            error: Some(error),
            path: self.shown_path(),
            written: self.written_path(),
            value: value.map(|v| v.0),
            detail,
            replacement: None,
            announced: None,
        };
        self.walk.findings.borrow_mut().push(finding);
    }

    /// The bad value as the server renders it when its Go type is a plain string, number, boolean, list or map.
    fn rendered(self) -> Rendered {
        match self.value {
            None => Rendered::text(""),
            Some(Value::String(text)) => Rendered::text(text),
            Some(Value::Number(number)) => Rendered::bare(number),
            Some(Value::Bool(value)) => Rendered::bare(value),
            Some(other) => Rendered(go_json(other)),
        }
    }

    /// `Required value`
    pub fn required(self, detail: impl Into<String>) {
        self.report(ErrorType::Required, None, detail.into());
    }

    /// `Forbidden`
    pub fn forbidden(self, detail: impl Into<String>) {
        self.report(ErrorType::Forbidden, None, detail.into());
    }

    /// `Invalid value`, the value being a string, number, boolean, or list or map of them.
    pub fn invalid(self, detail: impl Into<String>) {
        self.report(ErrorType::Invalid, Some(self.rendered()), detail.into());
    }

    /// One `Invalid value` for each detail.
    pub fn invalid_each(self, details: impl IntoIterator<Item = String>) {
        for detail in details {
            self.invalid(detail);
        }
    }

    /// `Invalid value` of a number, 0 when absent.
    pub fn invalid_int(self, detail: impl Into<String>) {
        self.report(ErrorType::Invalid, Some(Rendered::bare(self.int().unwrap_or(0))), detail.into());
    }

    /// `Invalid value` of a string type of its own.
    pub fn invalid_word(self, detail: impl Into<String>) {
        self.report(ErrorType::Invalid, Some(Rendered::word(self.str())), detail.into());
    }

    /// `Invalid value` with a value given.
    pub fn invalid_value(self, value: Rendered, detail: impl Into<String>) {
        self.report(ErrorType::Invalid, Some(value), detail.into());
    }

    /// `Invalid value` of the whole internal struct `name`.
    pub fn invalid_struct(self, name: &str, detail: impl Into<String>) {
        self.report(ErrorType::Invalid, Some(Rendered(go_struct(self.value, name))), detail.into());
    }

    /// `Invalid value` at this field, the value being the whole of another.
    pub fn invalid_other_struct(self, other: Field<'a>, name: &str, detail: impl Into<String>) {
        self.report(ErrorType::Invalid, Some(Rendered(go_struct(other.value, name))), detail.into());
    }

    /// `Invalid value` without a value.
    pub fn invalid_omitted(self, detail: impl Into<String>) {
        self.report(ErrorType::Invalid, None, detail.into());
    }

    /// `Unsupported value` of a string type of its own, with the supported ones as given.
    pub fn unsupported(self, supported: &[&str]) {
        self.unsupported_value(Rendered::word(self.str()), supported);
    }

    /// `Unsupported value` with a value given.
    pub fn unsupported_value(self, value: Rendered, supported: &[&str]) {
        let list: Vec<_> = supported.iter().map(|word| crate::rules::value::quote(word)).collect();
        let detail = if list.is_empty() { String::new() } else { format!("supported values: {}", list.join(", ")) };
        self.report(ErrorType::NotSupported, Some(value), detail);
        let meant = supported.iter().find(|word| !word.is_empty() && word.eq_ignore_ascii_case(self.str().trim()));
        if let (Some(word), Some(finding)) = (meant, self.walk.findings.borrow_mut().last_mut()) {
            finding.replacement = Some((*word).to_owned());
        }
    }

    /// `Duplicate value`
    pub fn duplicate(self) {
        self.report(ErrorType::Duplicate, Some(self.rendered()), String::new());
    }

    /// `Duplicate value` with a value given.
    pub fn duplicate_value(self, value: Rendered) {
        self.report(ErrorType::Duplicate, Some(value), String::new());
    }

    /// `Not found`
    pub fn not_found(self) {
        self.report(ErrorType::NotFound, Some(self.rendered()), String::new());
    }

    /// `Not found` with a value given.
    pub fn not_found_value(self, value: Rendered) {
        self.report(ErrorType::NotFound, Some(value), String::new());
    }

    /// `Not found` with a value and a detail.
    pub fn not_found_detail(self, value: Rendered, detail: impl Into<String>) {
        self.report(ErrorType::NotFound, Some(value), detail.into());
    }

    /// `Too long`
    pub fn too_long(self, max: usize) {
        let unit = if max == 1 { "byte" } else { "bytes" };
        self.report(ErrorType::TooLong, None, format!("may not be more than {max} {unit}"));
    }

    /// `Too many`
    pub fn too_many(self, count: usize, max: usize) {
        let unit = if max == 1 { "item" } else { "items" };
        self.report(ErrorType::TooMany, Some(Rendered::bare(count)), format!("must have at most {max} {unit}"));
    }

    /// `Internal error`
    pub fn internal(self, detail: impl Into<String>) {
        self.report(ErrorType::Internal, None, detail.into());
    }

    /// A warning or a piece of advice: the server's sentence, or nothing for our own.
    pub fn say(self, text: impl Into<String>) {
        let finding = Finding {
            rule: self.walk.rule.get(),
            error: None,
            path: self.shown_path(),
            written: self.written_path(),
            value: None,
            detail: text.into(),
            replacement: None,
            announced: None,
        };
        self.walk.findings.borrow_mut().push(finding);
    }

    /// Findings of a walk over what this field's text says, at `shown` in the server's words.
    pub fn adopt(self, shown: &str, inner: Vec<Finding>) {
        let written = self.written_path();
        let own = inner.into_iter().map(|finding| Finding {
            path: format!("{shown}{}", finding.path),
            written: written.clone(),
            replacement: None,
            ..finding
        });
        self.walk.findings.borrow_mut().extend(own);
    }

    /// Our own advice, with what should stand here if that is certain.
    pub fn advise(self, replacement: Option<String>) {
        let value = self.rendered().0;
        self.say("");
        if let Some(finding) = self.walk.findings.borrow_mut().last_mut() {
            finding.value = Some(value);
            finding.replacement = replacement;
        }
    }
}
