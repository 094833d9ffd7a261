//! A Pod shares its own process namespace or the host's, not both. Up to 1.36 the server looks for the field in the
//! security context. Source: `validatePodSpecSecurityContext`, 1.35.
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("share-process-namespace", check, include_str!("share_process.md")).about(&["shareProcessNamespace"]);

fn check(context: Field<'_>) {
    let spec = context.pod_spec();
    let share = spec.at("shareProcessNamespace");
    if share.bool() && spec.at("hostPID").bool() {
        let place = if share.since(37) { share } else { context.alias("shareProcessNamespace", share) };
        place.invalid("ShareProcessNamespace and HostPID cannot both be enabled");
    }
}
