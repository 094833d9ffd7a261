//! A peer says who: a selector or two, or an address block. Source: `ValidateNetworkPolicyPeer`, 1.35.
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("network-policy-peer", check, include_str!("peer.md"));

fn check(peer: Field<'_>) {
    let block = peer.at("ipBlock").exists();
    let selectors = ["podSelector", "namespaceSelector"].iter().any(|name| peer.at(name).exists());
    match (block, selectors) {
        (false, false) => peer.required("must specify a peer"),
        (true, true) => peer.forbidden("may not specify both ipBlock and another peer"),
        _ => {}
    }
}
