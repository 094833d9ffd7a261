//! Sets of ports, as the rules of a NetworkPolicy name them: numbers, ranges and names of three protocols.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde_json::Value;

use crate::grade::policy::list;

const PROTOCOLS: [&str; 3] = ["TCP", "UDP", "SCTP"];
const EVERY: (u64, u64) = (1, 65_535);

/// Ports by protocol.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct PortSet(BTreeMap<String, Ports>);

/// Of one protocol: ranges with both ends, apart from one another and in order; and names, which each Pod gives a number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Ports {
    ranges: Vec<(u64, u64)>,
    names: BTreeSet<String>,
}

impl PortSet {
    /// The ports of a rule: all of them when it names none.
    pub(super) fn of_rule(rule: &Value) -> Self {
        let mut set = Self::default();
        match list(rule.get("ports")) {
            [] => PROTOCOLS.iter().for_each(|protocol| set.of(protocol).include(EVERY)),
            ports => ports.iter().for_each(|port| set.add_item(port)),
        }
        set
    }

    fn of(&mut self, protocol: &str) -> &mut Ports {
        self.0.entry(protocol.to_owned()).or_default()
    }

    fn add_item(&mut self, item: &Value) {
        let ports = self.of(item.get("protocol").and_then(Value::as_str).unwrap_or("TCP"));
        match item.get("port") {
            Some(Value::String(name)) => {
                ports.names.insert(name.clone());
            }
            Some(port) => {
                let first = port.as_u64().unwrap_or(0);
                ports.include((first, item.get("endPort").and_then(Value::as_u64).unwrap_or(first)));
            }
            None => ports.include(EVERY),
        }
    }

    pub(super) fn add(&mut self, other: &Self) {
        for (protocol, more) in &other.0 {
            let ports = self.of(protocol);
            more.ranges.iter().for_each(|range| ports.include(*range));
            ports.names.extend(more.names.iter().cloned());
        }
    }

    pub(super) fn remove(&mut self, other: &Self) {
        for (protocol, ports) in &mut self.0 {
            if let Some(gone) = other.0.get(protocol) {
                gone.ranges.iter().for_each(|range| ports.exclude(*range));
                ports.names.retain(|name| !gone.covers_names() && !gone.names.contains(name));
            }
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.values().all(|ports| ports.ranges.is_empty() && ports.names.is_empty())
    }
}

impl Ports {
    fn include(&mut self, range: (u64, u64)) {
        self.ranges.push(range);
        self.ranges.sort_unstable();
        let mut apart: Vec<(u64, u64)> = Vec::new();
        for &(first, last) in &self.ranges {
            match apart.last_mut() {
                Some(before) if first <= before.1 + 1 => before.1 = before.1.max(last),
                _ => apart.push((first, last)),
            }
        }
        self.ranges = apart;
    }

    fn exclude(&mut self, (first, last): (u64, u64)) {
        let parts = |&(from, to): &(u64, u64)| [(from, to.min(first.saturating_sub(1))), (from.max(last + 1), to)];
        self.ranges = self.ranges.iter().flat_map(parts).filter(|(from, to)| from <= to).collect();
    }

    /// Whatever number a name stands for, it is among them.
    fn covers_names(&self) -> bool {
        self.ranges == [EVERY]
    }
}

impl fmt::Display for PortSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (protocol, ports) in &self.0 {
            for (first, last) in &ports.ranges {
                write!(f, "{protocol} {first}-{last} ")?;
            }
            for name in ports.names.iter().filter(|_| !ports.covers_names()) {
                write!(f, "{protocol} {name} ")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::PortSet;

    #[test]
    fn ranges_join_and_part() {
        let mut set = PortSet::of_rule(&json!({"ports": [{"port": 5}, {"port": 1, "endPort": 4}, {"port": 9}]}));
        assert_eq!(set.to_string(), "TCP 1-5 TCP 9-9 ");
        set.remove(&PortSet::of_rule(&json!({"ports": [{"port": 3}, {"port": 9}]})));
        assert_eq!(set.to_string(), "TCP 1-2 TCP 4-5 ");
        set.remove(&PortSet::of_rule(&json!({})));
        assert!(set.is_empty());
    }
}
