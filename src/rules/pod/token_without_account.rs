//! A projected token needs a ServiceAccount. Source: `validatePodMetadataAndSpec`, 1.35.
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("token-without-service-account", check, include_str!("token_without_account.md"));

fn check(pod: Field<'_>) {
    let spec = pod.at("spec");
    if !spec.at("serviceAccountName").is_empty() {
        return;
    }
    for volume in spec.at("volumes").each() {
        for source in volume.path("projected.sources").each() {
            let token = source.at("serviceAccountToken");
            if token.exists() {
                token.forbidden("must not be specified when serviceAccountName is not set");
            }
        }
    }
}
