//! Annotations that do nothing any more. Source: `pkg/api/pod/warnings.go`, 1.35.
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::warning("deprecated-annotation", check, include_str!("deprecated_annotation.md")).about(&["annotations"]);

const ANNOTATIONS: [(&str, &str); 3] = [
    ("scheduler.alpha.kubernetes.io/critical-pod", r#"non-functional in v1.16+; use the "priorityClassName" field instead"#),
    ("security.alpha.kubernetes.io/sysctls", r#"non-functional in v1.11+; use the "sysctls" field instead"#),
    ("security.alpha.kubernetes.io/unsafe-sysctls", r#"non-functional in v1.11+; use the "sysctls" field instead"#),
];

fn check(object: Field<'_>) {
    for (key, advice) in ANNOTATIONS {
        let entry = object.path("metadata.annotations").key(key);
        if entry.exists() {
            entry.say(format!("{}: {advice}", entry.shown_path()));
        }
    }
}
