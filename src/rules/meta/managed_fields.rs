//! Managed fields, which nobody writes by hand. Source: `ValidateManagedFields`, 1.35.
use crate::rules::prelude::*;
use crate::text::is_print;

pub static RULE: Rule = Rule::new("managed-fields", check, include_str!("managed_fields.md")).about(&["managedFields"]);

fn check(meta: Field<'_>) {
    for entry in meta.at("managedFields").each() {
        let operation = entry.at("operation");
        if !["Apply", "Update"].contains(&operation.str()) {
            operation.invalid_word("must be `Apply` or `Update`");
        }
        let kind = entry.at("fieldsType");
        if !kind.is_empty() && kind.str() != "FieldsV1" {
            kind.invalid("must be `FieldsV1`");
        }
        manager(entry.at("manager"));
        if entry.at("subresource").len() > 256 {
            entry.at("subresource").too_long(256);
        }
    }
}

/// `ValidateFieldManager`
fn manager(field: Field<'_>) {
    if field.len() > 128 {
        field.too_long(128);
    }
    for (at, c) in field.str().char_indices().filter(|(_, c)| !is_print(*c)) {
        field.invalid(format!("invalid character U+{:04X} (at position {at})", u32::from(c)));
    }
}
