//! The rules under which `yaml` and `object` report, and their pages. They are found while the text is read, before
//! there is a field to walk to, so none of them runs here.

use super::rule::Rule;
use crate::diag::Stage;

static RULES: [Rule; 6] = [
    reported("yaml-syntax", Stage::Yaml, include_str!("yaml_syntax.md")),
    reported("duplicate-key", Stage::Advice, include_str!("duplicate_key.md")),
    reported("kubectl-refuses", Stage::Decode, include_str!("kubectl_refuses.md")),
    reported("unknown-kind", Stage::Decode, include_str!("unknown_kind.md")),
    reported("wrong-type", Stage::Decode, include_str!("wrong_type.md")),
    reported("unknown-field", Stage::Decode, include_str!("unknown_field.md")),
];

const fn reported(id: &'static str, stage: Stage, page: &'static str) -> Rule {
    Rule { stage, ..Rule::new(id, |_| {}, page) }
}

/// All of them, in the order in which a text meets them.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    RULES.iter()
}
