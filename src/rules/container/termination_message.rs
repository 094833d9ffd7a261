//! terminationMessagePolicy is one of two words. Source: `validateContainerCommon`, 1.35.
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("termination-message-policy", check, include_str!("termination_message.md"));

fn check(container: Field<'_>) {
    let policy = container.at("terminationMessagePolicy");
    match policy.str() {
        "File" | "FallbackToLogsOnError" => {}
        "" => policy.required(""),
        _ => policy.unsupported(&["File", "FallbackToLogsOnError"]),
    }
}
