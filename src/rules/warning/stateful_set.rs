//! StatefulSets. Source: `pkg/registry/apps/statefulset/strategy.go`, 1.35.
use super::claim_storage::whole;
use crate::rules::prelude::*;

pub static CLAIMS: Rule = Rule::warning("fractional-bytes", claims, include_str!("fractional_bytes.md"));
pub static HISTORY: Rule = Rule::warning("negative-history-limit", history, include_str!("history_limit.md"));

fn claims(set: Field<'_>) {
    for template in set.path("spec.volumeClaimTemplates").each() {
        // The server leaves `spec` out of the path.
        for list in ["requests", "limits"] {
            whole(template.at_hidden("spec").at("resources").at(list).key("storage"));
        }
    }
}

fn history(set: Field<'_>) {
    let limit = set.path("spec.revisionHistoryLimit");
    if limit.int().is_some_and(|n| n < 0) {
        limit.say("spec.revisionHistoryLimit: a negative value retains all historical revisions; a value >= 0 is recommended");
    }
}
