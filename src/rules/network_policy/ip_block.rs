//! An address block, and exceptions inside it. Source: `ValidateIPBlock`, 1.35; strict since 1.36.
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("ip-block", check, include_str!("ip_block.md"));

fn check(peer: Field<'_>) {
    let block = peer.at("ipBlock");
    if !block.exists() {
        return;
    }
    let cidr = block.at("cidr");
    if cidr.is_empty() {
        return cidr.required("");
    }
    let strict = |field: Field<'_>| field.since(36) && !already_there(field);
    cidr.invalid_each(format::cidr(cidr.str(), strict(cidr)));
    let Some(outer) = format::parse_cidr(cidr.str()) else { return };
    for except in block.at("except").each() {
        except.invalid_each(format::cidr(except.str(), strict(except)));
        let inside = |inner: format::Cidr| outer.contains(inner.network) && outer.length < inner.length;
        if format::parse_cidr(except.str()).is_some_and(|inner| !inside(inner)) {
            except.invalid("must be a strict subset of `cidr`");
        }
    }
}

/// On an update, what the stored policy has anywhere is let through.
fn already_there(field: Field<'_>) -> bool {
    let Some(spec) = field.walk().old.and_then(|old| old.get("spec")) else { return false };
    [("ingress", "from"), ("egress", "to")].into_iter().any(|(direction, peers)| {
        let rules = spec.get(direction).and_then(|rules| rules.as_array()).into_iter().flatten();
        let peers = rules.filter_map(|rule| rule.get(peers)?.as_array()).flatten();
        peers.filter_map(|peer| peer.get("ipBlock")).any(|block| {
            let except = block.get("except").and_then(|list| list.as_array()).into_iter().flatten();
            block.get("cidr").into_iter().chain(except).any(|value| value.as_str() == Some(field.str()))
        })
    })
}
