//! Why a flow is open or blocked, in one sentence: the policy and rule that decided, the label that is
//! missing, the list that was split.

use serde_json::Value;

use super::Sentence;
use super::case::Case;
use super::path;
use super::policy::{self, Direction};
use super::verdict::Place;
use crate::object::Object;
use crate::probe::{Endpoint, Flow};

type Why = (Option<Sentence>, Option<Place>);

/// Why a flow that should be blocked is open. `wanted` is the same flow in the reference's world;
/// `partner` says that the two may talk there on another port.
pub fn leak(case: &Case, flow: &Flow, wanted: Option<&Flow>, partner: bool) -> Why {
    let direction = match wanted {
        Some(wanted) if wanted.ingress && !wanted.egress => Direction::Egress,
        _ => Direction::Ingress,
    };
    let prefix = format!("spec.{}", direction.field());
    let rules = || flow.rules.iter().filter(|rule| rule.path.starts_with(&prefix));
    let policy = |name: &str| name.split_once('/').and_then(|(ns, name)| case.now.world.store.get("NetworkPolicy", Some(ns), name));
    let own = |name: &str| policy(name).is_some_and(|policy| policy.origin.is_some());
    let rule = rules().find(|rule| own(&rule.policy)).or_else(|| rules().next());
    match rule.and_then(|rule| Some((policy(&rule.policy)?, &rule.path))) {
        Some((policy, path)) => admitted(case, policy, path, flow, direction, partner),
        None => not_isolated(case, if direction == Direction::Ingress { &flow.dst } else { &flow.src }, direction),
    }
}

/// A rule admits the flow.
fn admitted(case: &Case, policy: &Object, at: &str, flow: &Flow, direction: Direction, partner: bool) -> Why {
    let key = direction.peers();
    let rule_path = at.find(&format!(".{key}[")).map_or(at, |cut| &at[..cut]);
    let rule = path::get(&policy.value, rule_path).unwrap_or(&Value::Null);
    let peers = policy::list(rule.get(key));
    let peer = path::get(&policy.value, at).filter(|_| at != rule_path);
    let has = |peer: &Value, name: &str| peer.get(name).is_some_and(|selector| !selector.is_null());
    let alone = |peer: &Value, name: &str, other: &str| has(peer, name) && !has(peer, other);
    let split = peers.iter().any(|p| alone(p, "podSelector", "namespaceSelector"))
        && peers.iter().any(|p| alone(p, "namespaceSelector", "podSelector"));
    let ports = policy::port_list(rule);
    let (id, place) = match peer {
        _ if peers.is_empty() && ports.is_empty() => ("why-rule-empty", rule_path.to_owned()),
        _ if partner && ports.is_empty() => ("why-rule-any-port", rule_path.to_owned()),
        _ if partner => ("why-rule-ports", format!("{rule_path}.ports")),
        _ if peers.is_empty() => ("why-rule-any-peer", rule_path.to_owned()),
        Some(peer) if split && !has(peer, "ipBlock") => ("why-peers-or", at.to_owned()),
        Some(peer) if has(peer, "ipBlock") => ("why-peer-block", at.to_owned()),
        Some(peer) if alone(peer, "namespaceSelector", "podSelector") => ("why-peer-namespace", at.to_owned()),
        Some(peer) if peer.get("namespaceSelector").is_some_and(policy::selects_all) => ("why-peer-every-namespace", at.to_owned()),
        Some(peer) if peer.get("podSelector").is_some_and(policy::selects_all) => ("why-peer-every-pod", at.to_owned()),
        Some(peer) if alone(peer, "podSelector", "namespaceSelector") => ("why-peer-local", at.to_owned()),
        _ => ("why-rule-admits", at.to_owned()),
    };
    let (src, dst) = (flow.src.to_string(), flow.dst.to_string());
    let cidr = peer.and_then(|peer| peer.pointer("/ipBlock/cidr")).and_then(Value::as_str).unwrap_or("");
    let facts = [
        ("policy", policy.key()),
        ("path", place.clone()),
        ("src", src),
        ("dst", dst),
        ("port", flow.port.to_string()),
        ("ports", ports),
        ("list", key.to_owned()),
        ("namespace", policy.namespace.clone().unwrap_or_default()),
        ("cidr", cidr.to_owned()),
    ];
    (Some(sentence(id, &facts)), case.place(policy, &place))
}

/// Why nothing isolates a Pod in this direction.
pub fn not_isolated(case: &Case, end: &Endpoint, direction: Direction) -> Why {
    let facts = |policy: &Object| [("policy", policy.key()), ("pod", end.to_string()), ("direction", direction.policy_type().to_owned())];
    let Some(pod) = pod(case, end) else { return (None, None) };
    let near = own_policies(case).find(|policy| policy.namespace == pod.namespace).or_else(|| own_policies(case).next());
    let Some(policy) = near else {
        return (Some(Sentence::new("why-no-policy", &[("pod", &end.to_string()), ("direction", direction.policy_type())])), None);
    };
    if let Some(reason) = selector_against(case, policy, &end.to_string())
        .filter(|reason| !matches!(reason.id.as_str(), "why-selector-empty" | "why-selected"))
    {
        return (Some(reason), case.place(policy, "spec.podSelector"));
    }
    if !policy::has_type(policy, direction) {
        return (Some(sentence("why-other-direction", &facts(policy))), case.place(policy, "spec.policyTypes"));
    }
    (Some(sentence("why-no-policy", &facts(policy))), case.place(policy, "spec"))
}

/// Why a flow that should be open is blocked: the rule that nearly admits it, else the policy that isolates.
pub fn blocked(case: &Case, flow: &Flow) -> Why {
    let (direction, pod_end, peer_end) = match flow.ingress {
        false => (Direction::Ingress, &flow.dst, &flow.src),
        true => (Direction::Egress, &flow.src, &flow.dst),
    };
    let Some(pod) = pod(case, pod_end) else { return (None, None) };
    let selecting: Vec<_> = own_policies(case)
        .filter(|policy| {
            let selector = path::get(&policy.value, "spec.podSelector").unwrap_or(&Value::Null);
            policy.namespace == pod.namespace && policy::has_type(policy, direction) && policy::unmet(selector, pod).is_none()
        })
        .collect();
    let rules = selecting.iter().flat_map(|policy| policy::rules(policy, direction).into_iter().map(move |rule| (*policy, rule)));
    let mut near = rules.filter_map(|(policy, (path, rule))| nearly(case, policy, (&path, rule), flow, direction, peer_end));
    if let Some(why) = near.next() {
        return why;
    }
    if let Some(policy) = selecting.first() {
        let facts = [
            ("policy", policy.key()),
            ("pod", pod_end.to_string()),
            ("peer", peer_end.to_string()),
            ("direction", direction.policy_type().into()),
        ];
        return (Some(sentence("why-no-rule", &facts)), case.place(policy, "spec"));
    }
    let facts = [("pod", pod_end.to_string()), ("direction", direction.policy_type().to_owned()), ("policies", flow.decided_by.join(", "))];
    let place = own_policies(case).find_map(|policy| case.place(policy, "spec.podSelector"));
    (Some(sentence("why-isolated", &facts)), place)
}

/// What keeps a rule from admitting the flow: its port, or a label of its peer.
fn nearly(
    case: &Case,
    policy: &Object,
    (rule_path, rule): (&str, &Value),
    flow: &Flow,
    direction: Direction,
    end: &Endpoint,
) -> Option<Why> {
    let key = direction.peers();
    let facts = |path: &str, selector: String, label: String| {
        [
            ("policy", policy.key()),
            ("path", path.to_owned()),
            ("peer", end.to_string()),
            ("selector", selector),
            ("label", label),
            ("port", flow.port.to_string()),
            ("ports", policy::port_list(rule)),
        ]
    };
    let protocol = flow.port.protocol.to_string();
    if let Endpoint::Pod { namespace, .. } = end {
        let pod = pod(case, end)?;
        for (index, peer) in policy::list(rule.get(key)).iter().enumerate() {
            let at = format!("{rule_path}.{key}[{index}]");
            let space = case.now.world.store.get("Namespace", None, namespace);
            let unmet = |name: &str, object: Option<&Object>| {
                let (selector, object) = (peer.get(name)?, object?);
                let requirement = policy::unmet(selector, object)?;
                Some((format!("{at}.{name}"), policy::label_for(&requirement, object), requirement))
            };
            if peer.get("podSelector").is_some()
                && peer.get("namespaceSelector").is_none_or(Value::is_null)
                && pod.namespace != policy.namespace
            {
                return Some((
                    Some(sentence("why-peer-own-namespace", &facts(&at, String::new(), String::new()))),
                    case.place(policy, &at),
                ));
            }
            if let Some((path, label, requirement)) = unmet("podSelector", Some(pod)).or_else(|| unmet("namespaceSelector", space)) {
                return Some((Some(sentence("why-peer-label", &facts(&path, requirement, label))), case.place(policy, &path)));
            }
        }
    }
    if !policy::names_port(rule, flow.port.number, &protocol) {
        let path = format!("{rule_path}.ports");
        return Some((Some(sentence("why-port-not-listed", &facts(&path, String::new(), String::new()))), case.place(policy, &path)));
    }
    None
}

/// What a policy's `podSelector` makes of a Pod (`namespace/name`): why it does not select it, or selects it.
pub fn selector_against(case: &Case, policy: &Object, pod: &str) -> Option<Sentence> {
    let (namespace, name) = pod.split_once('/')?;
    let object = case.now.world.store.get("Pod", Some(namespace), name)?;
    let mut facts = vec![("policy", policy.key()), ("pod", pod.to_owned()), ("namespace", policy.namespace.clone().unwrap_or_default())];
    if policy.namespace.as_deref() != Some(namespace) {
        return Some(sentence("why-policy-namespace", &facts));
    }
    let selector = path::get(&policy.value, "spec.podSelector").unwrap_or(&Value::Null);
    match policy::unmet(selector, object) {
        Some(requirement) => {
            facts.push(("label", policy::label_for(&requirement, object)));
            facts.push(("selector", requirement));
            Some(sentence("why-not-selected", &facts))
        }
        None if policy::selects_all(selector) => Some(sentence("why-selector-empty", &facts)),
        None => {
            let labels: Vec<_> = object.labels().iter().map(|(key, value)| format!("{key}={value}")).collect();
            facts.push(("label", labels.join(",")));
            Some(sentence("why-selected", &facts))
        }
    }
}

/// The place of a field in the first of these policies that the learner wrote, else in any policy of theirs.
pub fn policy_place(case: &Case, policies: &[String], field: &str) -> Option<Place> {
    let named = own_policies(case).find(|policy| policies.contains(&policy.key()));
    named.or_else(|| own_policies(case).next()).and_then(|policy| case.place(policy, field))
}

fn own_policies<'a>(case: &Case<'a>) -> impl Iterator<Item = &'a Object> {
    case.now.world.store.of_kind("NetworkPolicy").filter(|policy| policy.origin.is_some())
}

fn pod<'a>(case: &Case<'a>, end: &Endpoint) -> Option<&'a Object> {
    match end {
        Endpoint::Pod { namespace, name } => case.now.world.store.get("Pod", Some(namespace), name),
        Endpoint::External(_) => None,
    }
}

fn sentence(id: &str, facts: &[(&'static str, String)]) -> Sentence {
    Sentence { id: id.into(), args: facts.iter().map(|(name, value)| ((*name).into(), value.clone())).collect(), own: None }
}
