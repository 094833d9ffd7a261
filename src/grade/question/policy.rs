//! What policies come to, in one word: a flow, a Pod's isolation, what is left of a Pod's flows, Pod Security.

use crate::probe::{Class, Endpoint, Facts, Flow, Observation, Port};
use crate::rules::Options;
use crate::rules::field::Walk;
use crate::rules::pod_security::{self, Standard};
use crate::world::World;

/// `open` or `blocked`; with `side`, who blocks: `open`, `ingress`, `egress`, `both`.
pub fn flow(answer: &Observation, src: &str, dst: &str, port: Port, value: &str) -> Option<String> {
    let Facts::Flows(flows) = &answer.facts else { return None };
    let found = flows.iter().find(|flow| flow.src.to_string() == src && flow.dst.to_string() == dst && flow.port == port)?;
    let word = match (found.ingress, found.egress) {
        (true, true) => "open",
        _ if value != "side" => "blocked",
        (false, true) => "ingress",
        (true, false) => "egress",
        (false, false) => "both",
    };
    Some(word.into())
}

/// The directions in which a Pod is isolated, or the policies that do it in one of them.
pub fn isolating(answer: &Observation, value: &str) -> Option<Vec<String>> {
    let Facts::Isolation { ingress, egress } = &answer.facts else { return Some(vec![answer.class.to_string()]) };
    Some(match value {
        "ingress" => ingress.clone(),
        "egress" => egress.clone(),
        _ => {
            let directions = [("Ingress", ingress), ("Egress", egress)].into_iter().filter(|(_, policies)| !policies.is_empty());
            directions.map(|(direction, _)| direction.to_owned()).collect()
        }
    })
}

/// What is left of a Pod's flows in one direction: `unaffected` when nothing isolates it, else `none`, `some` or `all`.
pub fn effect(isolation: &Observation, flows: &Observation, (namespace, pod): (&str, &str), value: &str) -> Option<String> {
    let (Facts::Isolation { ingress, egress }, Facts::Flows(flows)) = (&isolation.facts, &flows.facts) else {
        return (isolation.class == Class::Absent).then(|| Class::Absent.to_string());
    };
    let inward = value != "egress";
    if (if inward { ingress } else { egress }).is_empty() {
        return Some("unaffected".into());
    }
    let is_pod = |end: &Endpoint| end.to_string() == format!("{namespace}/{pod}");
    let own = |flow: &&Flow| flow.src != flow.dst && is_pod(if inward { &flow.dst } else { &flow.src });
    let open: Vec<_> = flows.iter().filter(own).map(|flow| if inward { flow.ingress } else { flow.egress }).collect();
    let word = match (open.iter().any(|open| *open), open.iter().all(|open| *open)) {
        _ if open.is_empty() => return None,
        (false, _) => "none",
        (true, true) => "all",
        (true, false) => "some",
    };
    Some(word.into())
}

/// What a Pod breaks of a Standard: `admitted` or `denied`; with `checks`, the checks.
pub fn violations(world: &World, namespace: &str, name: &str, standard: Standard, value: &str) -> Option<Vec<String>> {
    let pod = world.store.get("Pod", Some(namespace), name)?;
    let options = Options { version: *world.facts.version, ..Options::default() };
    let walk = Walk::new(&options, "Pod");
    let denials = pod_security::evaluate(standard, walk.root(&pod.value));
    Some(match value {
        "checks" => denials.iter().map(|(check, _)| check.id.to_owned()).collect(),
        _ => vec![if denials.is_empty() { "admitted" } else { "denied" }.into()],
    })
}
