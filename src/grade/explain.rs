//! Why a flow is open or blocked, in one sentence: the policy and rule that decided, the label that is
//! missing, the list that was split.

use serde_json::Value;

use super::Sentence;
use super::case::{Case, Side};
use super::near::Rule;
use super::path;
use super::policy;
use super::verdict::Place;
use super::why::{Why, pod, sentence};
use crate::object::Object;
use crate::probe::Direction;
use crate::probe::{Endpoint, Flow};

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
    let own = |name: &str| policy(name).is_some_and(|policy| is_own(case, policy));
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
    let nothing = || (Some(sentence("why-no-policy", &facts(policy))), case.place(policy, "spec"));
    beside(case, policy, end, direction).unwrap_or_else(nothing)
}

/// Why a flow that should be open is blocked: the learner's rule that nearly admits it, else their policy that isolates,
/// else the one that does not reach the Pod; else only that no policy admits it yet.
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
    let misses = rules.filter_map(|(policy, (path, value))| Rule { case, policy, path, value, flow, direction, end: peer_end }.miss());
    // A rule for the right peer says more than one for somebody else.
    if let Some((_, why)) = misses.min_by_key(|(distance, _)| *distance) {
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
    if let Some(why) = own_policies(case).find_map(|policy| beside(case, policy, pod_end, direction)) {
        return why;
    }
    let facts = [("pod", pod_end.to_string()), ("direction", direction.policy_type().to_owned()), ("policies", flow.decided_by.join(", "))];
    (Some(sentence("why-isolated", &facts)), None)
}

/// Why a policy does not bind the Pod in this direction: it selects others, or binds the other direction only.
fn beside(case: &Case, policy: &Object, end: &Endpoint, direction: Direction) -> Option<Why> {
    let reason = selector_against(case, policy, &end.to_string())?;
    if !matches!(reason.id.as_str(), "why-selector-empty" | "why-selected") {
        return Some((Some(reason), case.place(policy, "spec.podSelector")));
    }
    let facts = [("policy", policy.key()), ("pod", end.to_string()), ("direction", direction.policy_type().to_owned())];
    let other = !policy::has_type(policy, direction);
    other.then(|| (Some(sentence("why-other-direction", &facts)), case.place(policy, "spec.policyTypes")))
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

/// The policies that may be to blame.
fn own_policies<'a>(case: &Case<'a>) -> impl Iterator<Item = &'a Object> {
    case.now.world.store.of_kind("NetworkPolicy").filter(|policy| is_own(case, policy))
}

/// Whether the learner wrote the policy, or has to change it. One of the starting files that the reference leaves as it
/// was, and the learner too, is nobody's mistake.
fn is_own(case: &Case, policy: &Object) -> bool {
    let same = |side: &Side| {
        let there = side.world.store.get("NetworkPolicy", policy.namespace.as_deref(), &policy.name);
        there.is_some_and(|there| there.value.get("spec") == policy.value.get("spec"))
    };
    policy.origin.is_some() && !(same(&case.start) && same(&case.reference))
}
