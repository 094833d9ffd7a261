//! Selectors of a policy are well formed. Source: `ValidateNetworkPolicySpec`, 1.35.
use crate::rules::meta::labels::selector;
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("label-selector", |spec| selector(spec.at("podSelector")), include_str!("selector.md"));
pub static PEER: Rule = Rule::new("label-selector", peer, include_str!("selector.md"));

fn peer(peer: Field<'_>) {
    selector(peer.at("podSelector"));
    selector(peer.at("namespaceSelector"));
}
