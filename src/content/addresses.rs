//! Which addresses must be asked so that a comparison of flows is a comparison over all of them.
//!
//! What policies say of addresses changes only where a block, or a hole in one, begins or ends. Between those places
//! one address stands for all, so a handful decides about the whole Internet. Addresses of Pods and Services are left
//! out: what an `ipBlock` means for them differs between network plug-ins.

use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use serde_json::Value;

use crate::world::World;

/// An address as a number; IPv4 and IPv6 apart.
type Bits = (bool, u128);

/// A block of addresses, from the first to the last.
#[derive(Clone, Copy, Debug)]
struct Block {
    v6: bool,
    first: u128,
    last: u128,
}

/// Addresses outside the cluster that tell the flows of these worlds apart: one for each stretch between two places
/// where a block of theirs begins or ends, where the world has no host of its own.
pub fn telling_addresses(worlds: &[&World]) -> BTreeSet<IpAddr> {
    let policies = worlds.iter().flat_map(|world| world.store.of_kind("NetworkPolicy"));
    let blocks: Vec<_> = policies.flat_map(|policy| blocks(&policy.value)).collect();
    let past = |block: &Block| Some((block.v6, block.last.checked_add(1)?)).filter(|(v6, bits)| *v6 || *bits <= u128::from(u32::MAX));
    let starts: BTreeSet<Bits> = blocks.iter().flat_map(|block| [Some((block.v6, block.first)), past(block)]).flatten().collect();
    let facts = worlds.iter().map(|world| &world.facts);
    let hosts: BTreeSet<Bits> = facts.clone().flat_map(|facts| &facts.outside).map(|host| bits(host.ip)).collect();
    let inside: Vec<_> = facts.flat_map(|facts| [&facts.network.pods, &facts.network.services]).filter_map(|range| block(range)).collect();
    let mut found = BTreeSet::new();
    for (v6, start) in &starts {
        let end = starts.range((*v6, start.saturating_add(1))..).find(|next| next.0 == *v6).map_or(u128::MAX, |next| next.1 - 1);
        let end = if *v6 { end } else { end.min(u128::from(u32::MAX)) };
        if hosts.range((*v6, *start)..=(*v6, end)).next().is_none() {
            found.extend(somewhere(*v6, *start, end, &inside));
        }
    }
    found
}

/// An address between `start` and `end` that is nobody's in the cluster; not the first, which in a network means
/// the network itself, if there is another.
fn somewhere(v6: bool, start: u128, end: u128, inside: &[Block]) -> Option<IpAddr> {
    let mut at = if start < end { start + 1 } else { start };
    while let Some(taken) = inside.iter().find(|block| block.v6 == v6 && (block.first..=block.last).contains(&at)) {
        at = taken.last.checked_add(1)?;
    }
    (at <= end).then(|| address(v6, at)).flatten()
}

/// Every block of a policy, and every hole.
fn blocks(policy: &Value) -> Vec<Block> {
    let list = |value: Option<&Value>| value.and_then(Value::as_array).cloned().unwrap_or_default();
    let mut found = Vec::new();
    for (direction, side) in [("ingress", "from"), ("egress", "to")] {
        for rule in list(policy.get("spec").and_then(|spec| spec.get(direction))) {
            for peer in list(rule.get(side)) {
                let Some(written) = peer.get("ipBlock") else { continue };
                let texts = written.get("cidr").into_iter().cloned().chain(list(written.get("except")));
                found.extend(texts.filter_map(|text| block(text.as_str()?)));
            }
        }
    }
    found
}

fn block(text: &str) -> Option<Block> {
    let (address, length) = text.split_once('/')?;
    let (v6, bits) = bits(address.parse().ok()?);
    let (width, all) = if v6 { (128, u128::MAX) } else { (32, u128::from(u32::MAX)) };
    let host = u32::checked_sub(width, length.parse().ok()?)?;
    let rest = if host == 0 { 0 } else { all >> (width - host) };
    Some(Block { v6, first: bits & !rest, last: bits | rest })
}

fn bits(address: IpAddr) -> Bits {
    match address {
        IpAddr::V4(v4) => (false, u128::from(u32::from(v4))),
        IpAddr::V6(v6) => (true, u128::from(v6)),
    }
}

fn address(v6: bool, bits: u128) -> Option<IpAddr> {
    if v6 { Some(Ipv6Addr::from(bits).into()) } else { u32::try_from(bits).ok().map(|bits| Ipv4Addr::from(bits).into()) }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::object::Object;

    fn world(blocks: Value) -> World {
        let mut world = World::default();
        let value = json!({
            "apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "metadata": {"name": "p", "namespace": "default"},
            "spec": {"podSelector": {}, "ingress": [{"from": blocks}]},
        });
        world.store.insert(Object::from_value(value).unwrap());
        world
    }

    fn told(worlds: &[&World]) -> Vec<String> {
        telling_addresses(worlds).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn every_stretch_between_the_ends_of_blocks_and_holes_has_an_address() {
        let mine = world(json!([{"ipBlock": {"cidr": "192.168.4.0/23", "except": ["192.168.5.128/25"]}}]));
        let asked = world(json!([{"ipBlock": {"cidr": "192.168.5.10/32"}}]));
        let all = ["192.168.4.1", "192.168.5.10", "192.168.5.12", "192.168.5.129", "192.168.6.1"];
        assert_eq!(told(&[&mine, &asked]), all);
        assert_eq!(told(&[&world(json!([{"podSelector": {}}]))]), Vec::<String>::new());
    }

    #[test]
    fn addresses_of_the_cluster_are_left_out_and_the_whole_internet_is_one_stretch() {
        assert_eq!(told(&[&world(json!([{"ipBlock": {"cidr": "0.0.0.0/0"}}]))]), ["0.0.0.1"]);
        assert_eq!(told(&[&world(json!([{"ipBlock": {"cidr": "10.244.0.0/16"}}]))]), ["10.245.0.1"]);
        assert_eq!(told(&[&world(json!([{"ipBlock": {"cidr": "2001:db8::/64"}}]))]), ["2001:db8::1", "2001:db8:0:1::1"]);
    }
}
