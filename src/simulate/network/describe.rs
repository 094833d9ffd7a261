//! `kubectl describe networkpolicy`, word for word (kubectl v0.35 `pkg/describe/describe.go`, `describeNetworkPolicy`).

use std::collections::BTreeMap;
use std::fmt::Write;

use k8s_openapi::api::networking::v1::{NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::{LabelSelector, LabelSelectorRequirement};
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

use crate::probe::Direction;

/// The description, one line a fact. The line `Created on:` appears when the policy has a creation time.
pub fn describe(policy: &NetworkPolicy) -> String {
    let mut out = String::new();
    let metadata = &policy.metadata;
    field(&mut out, "Name", metadata.name.as_deref().unwrap_or_default());
    field(&mut out, "Namespace", metadata.namespace.as_deref().unwrap_or("default"));
    if let Some(created) = &metadata.creation_timestamp {
        field(&mut out, "Created on", &created.0.strftime("%Y-%m-%d %H:%M:%S +0000 UTC").to_string());
    }
    pairs(&mut out, "Labels", metadata.labels.as_ref(), "=");
    pairs(&mut out, "Annotations", annotations(metadata.annotations.as_ref()).as_ref(), ": ");
    spec(&mut out, policy);
    out
}

/// `Title:` and a value in the column that kubectl's table writer gives these five titles.
fn field(out: &mut String, title: &str, value: &str) {
    let _ = writeln!(out, "{:<14}{value}", format!("{title}:"));
}

fn pairs(out: &mut String, title: &str, map: Option<&BTreeMap<String, String>>, between: &str) {
    let mut title = title;
    for (key, value) in map.into_iter().flatten() {
        if title.is_empty() {
            let _ = writeln!(out, "{:14}{key}{between}{value}", "");
        } else {
            field(out, title, &format!("{key}{between}{value}"));
        }
        title = "";
    }
    if !title.is_empty() {
        field(out, title, "<none>");
    }
}

fn annotations(map: Option<&BTreeMap<String, String>>) -> Option<BTreeMap<String, String>> {
    let shown = map?.iter().filter(|(key, _)| *key != "kubectl.kubernetes.io/last-applied-configuration");
    Some(shown.map(|(key, value)| (key.clone(), value.trim_end_matches('\n').to_owned())).collect())
}

fn spec(out: &mut String, policy: &NetworkPolicy) {
    let spec = policy.spec.clone().unwrap_or_default();
    let selector = spec.pod_selector.unwrap_or_default();
    let selects =
        match selector.match_labels.iter().flatten().next().is_none() && selector.match_expressions.iter().flatten().next().is_none() {
            true => "<none> (Allowing the specific traffic to all pods in this namespace)".to_owned(),
            false => format_selector(&selector),
        };
    let _ = writeln!(out, "Spec:\n  PodSelector:     {selects}");
    let types = spec.policy_types.unwrap_or_default();
    let names = |name: &str| types.iter().any(|written| written == name);
    let egress = spec.egress.unwrap_or_default();
    let rules = spec.ingress.unwrap_or_default().into_iter().map(|rule| (rule.from, rule.ports)).collect::<Vec<_>>();
    direction(out, Direction::Ingress, names("Ingress") || types.is_empty(), &rules);
    let restricted = names("Egress") || types.is_empty() && !egress.is_empty();
    direction(out, Direction::Egress, restricted, &egress.into_iter().map(|rule| (rule.to, rule.ports)).collect::<Vec<_>>());
    let _ = writeln!(out, "  Policy Types: {}", types.join(", "));
}

type WrittenRule = (Option<Vec<NetworkPolicyPeer>>, Option<Vec<NetworkPolicyPort>>);

fn direction(out: &mut String, direction: Direction, restricted: bool, rules: &[WrittenRule]) {
    let name = direction.field();
    if !restricted {
        let _ = writeln!(out, "  Not affecting {name} traffic");
        return;
    }
    let _ = writeln!(out, "  Allowing {name} traffic:");
    if rules.is_empty() {
        let _ = writeln!(out, "    <none> (Selected pods are isolated for {name} connectivity)");
    }
    for (at, (peers, ports)) in rules.iter().enumerate() {
        if at > 0 {
            let _ = writeln!(out, "    ----------");
        }
        rule(out, direction, peers.as_deref().unwrap_or_default(), ports.as_deref().unwrap_or_default());
    }
}

fn rule(out: &mut String, direction: Direction, peers: &[NetworkPolicyPeer], ports: &[NetworkPolicyPort]) {
    if ports.is_empty() {
        let _ = writeln!(out, "    To Port: <any> (traffic allowed to all ports)");
    }
    for port in ports {
        let protocol = port.protocol.as_deref().unwrap_or("TCP");
        let number = match &port.port {
            Some(IntOrString::Int(number)) => number.to_string(),
            Some(IntOrString::String(name)) => name.clone(),
            None => "<nil>".to_owned(),
        };
        let _ = match port.end_port {
            None => writeln!(out, "    To Port: {number}/{protocol}"),
            Some(end) => writeln!(out, "    To Port Range: {number}-{end}/{protocol}"),
        };
    }
    let (title, side) = match direction {
        Direction::Ingress => ("From", "source"),
        Direction::Egress => ("To", "destination"),
    };
    if peers.is_empty() {
        let _ = writeln!(out, "    {title}: <any> (traffic not restricted by {side})");
    }
    for written in peers {
        let _ = writeln!(out, "    {title}:");
        peer(out, written);
    }
}

fn peer(out: &mut String, peer: &NetworkPolicyPeer) {
    if let Some(selector) = &peer.namespace_selector {
        let _ = writeln!(out, "      NamespaceSelector: {}", format_selector(selector));
    }
    if let Some(selector) = &peer.pod_selector {
        let _ = writeln!(out, "      PodSelector: {}", format_selector(selector));
    }
    if let (None, None, Some(block)) = (&peer.namespace_selector, &peer.pod_selector, &peer.ip_block) {
        let except = block.except.as_deref().unwrap_or_default().join(", ");
        let _ = writeln!(out, "      IPBlock:\n        CIDR: {}\n        Except: {except}", block.cidr);
    }
}

/// `metav1.FormatLabelSelector` (apimachinery `pkg/apis/meta/v1/helpers.go`): requirements by key, `<none>` for an
/// empty selector, `<error>` for one that the API server refuses.
pub fn format_selector(selector: &LabelSelector) -> String {
    let labels = selector.match_labels.iter().flatten().map(|(key, value)| Some((key.as_str(), format!("{key}={value}"))));
    let expressions = selector.match_expressions.iter().flatten().map(requirement);
    let Some(mut parts) = labels.chain(expressions).collect::<Option<Vec<_>>>() else { return "<error>".to_owned() };
    parts.sort_by_key(|(key, _)| *key);
    match parts.is_empty() {
        true => "<none>".to_owned(),
        false => parts.into_iter().map(|(_, text)| text).collect::<Vec<_>>().join(","),
    }
}

fn requirement(written: &LabelSelectorRequirement) -> Option<(&str, String)> {
    let key = written.key.as_str();
    let mut values = written.values.clone().unwrap_or_default();
    values.sort();
    values.dedup();
    let text = match (written.operator.as_str(), values.is_empty()) {
        ("In", false) => format!("{key} in ({})", values.join(",")),
        ("NotIn", false) => format!("{key} notin ({})", values.join(",")),
        ("Exists", true) => key.to_owned(),
        ("DoesNotExist", true) => format!("!{key}"),
        _ => return None,
    };
    Some((key, text))
}
