//! What a NetworkPolicy says, whichever way it says it: requirements on labels instead of two kinds of selector,
//! and for every peer the ports it may use instead of a list of rules.
//! Source: k8s.io/api networking/v1/types.go (NetworkPolicySpec and its parts), v1.35.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use serde_json::{Value, json};

use super::port_set::PortSet;
use crate::grade::policy::list;
use crate::probe::Direction;

/// The `spec` under its own field names: `podSelector` as requirements, `policyTypes` in order, and of the directions it
/// restricts what each peer may use.
pub(super) fn normalise(spec: &mut Value) {
    let types: BTreeSet<_> = list(spec.get("policyTypes")).iter().filter_map(Value::as_str).map(str::to_owned).collect();
    for direction in [Direction::Ingress, Direction::Egress] {
        let allowed = types.contains(direction.policy_type()).then(|| allowed(list(spec.get(direction.field())), direction));
        spec[direction.field()] = allowed.unwrap_or_default();
    }
    spec["podSelector"] = selector(&spec["podSelector"]);
    spec["policyTypes"] = json!(types);
}

/// Peer → ports. What everybody may use is not said again for one of them.
fn allowed(rules: &[Value], direction: Direction) -> Value {
    const ANYBODY: &str = "anybody";
    let mut ports_of: BTreeMap<String, PortSet> = BTreeMap::new();
    for rule in rules {
        let ports = PortSet::of_rule(rule);
        let peers: Vec<String> = match list(rule.get(direction.peers())) {
            [] => vec![ANYBODY.into()],
            peers => peers.iter().map(|one| peer(one).to_string()).collect(),
        };
        for peer in peers {
            ports_of.entry(peer).or_default().add(&ports);
        }
    }
    if let Some(anybody) = ports_of.get(ANYBODY).cloned() {
        for (_, ports) in ports_of.iter_mut().filter(|(peer, _)| *peer != ANYBODY) {
            ports.remove(&anybody);
        }
    }
    ports_of.into_iter().filter(|(_, ports)| !ports.is_empty()).map(|(peer, ports)| (peer, json!(ports.to_string()))).collect()
}

fn peer(peer: &Value) -> Value {
    if let Some(block) = peer.get("ipBlock") {
        let except: BTreeSet<_> = list(block.get("except")).iter().map(|cidr| network(cidr).to_string()).collect();
        return json!({"cidr": network(&block["cidr"]), "except": except});
    }
    match (peer.get("namespaceSelector"), peer.get("podSelector")) {
        (Some(namespaces), pods) => json!({"namespaces": selector(namespaces), "pods": pods.map_or_else(|| json!([]), selector)}),
        (None, Some(pods)) => json!({"pods": selector(pods)}),
        (None, None) => peer.clone(),
    }
}

/// A block with the bits behind its mask cleared: `10.0.0.7/24` is `10.0.0.0/24`.
fn network(cidr: &Value) -> Value {
    let masked = || {
        let (address, length) = cidr.as_str()?.split_once('/')?;
        let length: u32 = length.parse().ok()?;
        let address = match address.parse().ok()? {
            IpAddr::V4(v4) => IpAddr::V4((v4.to_bits() & !u32::MAX.checked_shr(length).unwrap_or(0)).into()),
            IpAddr::V6(v6) => IpAddr::V6((v6.to_bits() & !u128::MAX.checked_shr(length).unwrap_or(0)).into()),
        };
        Some(json!(format!("{address}/{length}")))
    };
    masked().unwrap_or_else(|| cidr.clone())
}

/// What is asked of one label.
#[derive(Default)]
struct Asked {
    among: Option<BTreeSet<String>>,
    not: BTreeSet<String>,
    present: bool,
    absent: bool,
}

impl Asked {
    fn add(&mut self, operator: &str, values: BTreeSet<String>) {
        match operator {
            "In" => {
                self.present = true;
                self.among = Some(self.among.take().map_or(values.clone(), |known| &known & &values));
            }
            "NotIn" => self.not.extend(values),
            "Exists" => self.present = true,
            _ => self.absent = true,
        }
    }

    /// `None` when no label can be so.
    fn settled(self) -> Option<Value> {
        let among = self.among.map(|values| &values - &self.not);
        match (self.absent, self.present) {
            (true, true) => None,
            (true, false) => Some(json!("absent")),
            (false, _) if among.as_ref().is_some_and(BTreeSet::is_empty) => None,
            (false, _) if among.is_some() => Some(json!({"in": among})),
            (false, present) => Some(json!({"present": present, "not in": self.not})),
        }
    }
}

/// The requirements of a selector in the order of their keys; `"nobody"` when none can meet them.
fn selector(selector: &Value) -> Value {
    let mut asked: BTreeMap<&str, Asked> = BTreeMap::new();
    for (key, value) in selector.get("matchLabels").and_then(Value::as_object).into_iter().flatten() {
        asked.entry(key).or_default().add("In", value.as_str().map(str::to_owned).into_iter().collect());
    }
    for expression in list(selector.get("matchExpressions")) {
        let word = |name: &str| expression.get(name).and_then(Value::as_str).unwrap_or("");
        let values = list(expression.get("values")).iter().filter_map(Value::as_str).map(str::to_owned).collect();
        asked.entry(word("key")).or_default().add(word("operator"), values);
    }
    let settled: Option<Vec<_>> = asked.into_iter().map(|(key, asked)| Some(json!([key, asked.settled()?]))).collect();
    settled.map_or_else(|| json!("nobody"), Value::Array)
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::normalise;

    fn spec(flow: &str) -> Value {
        let mut spec = serde_yaml::from_str(flow).expect("YAML");
        normalise(&mut spec);
        spec
    }

    #[test]
    fn ways_to_write_one_policy_are_equal() {
        for (one, other) in [
            (
                "{podSelector: {matchLabels: {a: b}}, policyTypes: [Egress, Ingress]}",
                "{podSelector: {matchExpressions: [{key: a, operator: In, values: [b]}]}, policyTypes: [Ingress, Egress], ingress: [], egress: []}",
            ),
            (
                "{podSelector: {}, policyTypes: [Ingress], ingress: [{from: [{podSelector: {}}, {namespaceSelector: {}}], ports: [{port: 80}, {port: 81}]}]}",
                "{podSelector: {}, policyTypes: [Ingress], egress: [{}], ingress: [{from: [{namespaceSelector: {}, podSelector: {}}], ports: [{port: 80, endPort: 81, protocol: TCP}]}, {from: [{podSelector: {}}], ports: [{port: 81}]}, {from: [{podSelector: {}}], ports: [{port: 80, endPort: 80}]}]}",
            ),
            (
                "{podSelector: {}, policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: 10.1.2.3/8, except: []}}]}]}",
                "{podSelector: {}, policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: 10.0.0.0/8}}], ports: [{protocol: UDP}, {protocol: TCP}, {protocol: SCTP}]}]}",
            ),
            (
                "{podSelector: {}, policyTypes: [Ingress], ingress: [{}]}",
                "{podSelector: {}, policyTypes: [Ingress], ingress: [{from: [{podSelector: {}}], ports: [{port: web}]}, {}]}",
            ),
            (
                "{policyTypes: [], podSelector: {matchExpressions: [{key: a, operator: Exists}, {key: a, operator: NotIn, values: [x]}, {key: a, operator: In, values: [x, y]}]}}",
                "{policyTypes: [], podSelector: {matchLabels: {a: y}}}",
            ),
        ] {
            assert_eq!(spec(one), spec(other), "{one}");
        }
    }

    #[test]
    fn another_policy_differs() {
        let one =
            "{podSelector: {}, policyTypes: [Ingress], ingress: [{from: [{podSelector: {matchLabels: {a: b}}}], ports: [{port: 80}]}]}";
        for other in [
            "{podSelector: {}, policyTypes: [Ingress], ingress: [{from: [{podSelector: {matchLabels: {a: b}}}]}, {ports: [{port: 80}]}]}",
            "{podSelector: {}, policyTypes: [Ingress], ingress: [{from: [{podSelector: {}}], ports: [{port: 80}]}]}",
            "{podSelector: {}, policyTypes: [Ingress], ingress: [{from: [{namespaceSelector: {}, podSelector: {matchLabels: {a: b}}}], ports: [{port: 80}]}]}",
            "{podSelector: {}, policyTypes: [Ingress], ingress: [{from: [{podSelector: {matchLabels: {a: b}}}], ports: [{port: 80, protocol: UDP}]}]}",
            "{podSelector: {}, policyTypes: [Ingress, Egress], ingress: [{from: [{podSelector: {matchLabels: {a: b}}}], ports: [{port: 80}]}]}",
            "{podSelector: {matchExpressions: [{key: a, operator: DoesNotExist}, {key: a, operator: Exists}]}, policyTypes: [Ingress], ingress: [{from: [{podSelector: {matchLabels: {a: b}}}], ports: [{port: 80}]}]}",
        ] {
            assert_ne!(spec(one), spec(other), "{other}");
        }
    }
}
