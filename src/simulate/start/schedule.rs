//! Which node takes a Pod (`kube-scheduler`, Kubernetes v1.35): `nodeName`, claims, and what each node has against it.

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1::{NodeSelectorRequirement, NodeSelectorTerm, PodSpec};

use super::Starter;
use super::filter::Filter;
use crate::simulate::controller::claim;
use crate::simulate::status::Event;
use crate::simulate::step;
use crate::world::Node;

impl<'w> Starter<'w, '_> {
    /// The first node that the Pod may go to.
    pub(super) fn schedule(&mut self) -> Option<&'w Node> {
        let nodes = &self.world.facts.nodes;
        if let Some(name) = self.spec.node_name.as_ref().filter(|name| !name.is_empty()) {
            // Nobody has to choose: the kubelet of that name takes it, if there is one.
            let node = nodes.iter().find(|node| node.name == *name);
            self.run.status.node = Some(name.clone());
            self.run.status.host_ip = node.map(|node| node.address.to_string());
            return node;
        }
        if is_gated(self.spec) || is_foreign(self.spec) {
            return None;
        }
        let problem = claim::unschedulable(self.world, self.pod);
        let filter = Filter::of(self.world, self.pod);
        let found = match &problem {
            Some(_) => None,
            None => filter.chosen(),
        };
        let full = format!("{}/{}", self.pod.namespace(), self.pod.name());
        let event = match found {
            Some(node) => {
                self.run.status.node = Some(node.name.clone());
                self.run.status.host_ip = Some(node.address.to_string());
                Event::normal("Scheduled", format!("Successfully assigned {full} to {}", node.name))
            }
            None => {
                let message = refusal(&filter, nodes.len(), problem);
                self.run.status.because(step("start-unscheduled", &[("message", &message)]));
                Event::warning("FailedScheduling", message)
            }
        };
        self.event(Event { from: "default-scheduler", ..event });
        found
    }
}

/// Whether the scheduler is told to wait (`spec.schedulingGates`).
pub(super) fn is_gated(spec: &PodSpec) -> bool {
    spec.scheduling_gates.as_ref().is_some_and(|gates| !gates.is_empty())
}

/// Whether another scheduler is asked for, which is not there.
pub(super) fn is_foreign(spec: &PodSpec) -> bool {
    spec.scheduler_name.as_deref().is_some_and(|name| !matches!(name, "" | "default-scheduler"))
}

/// `FitError` (`pkg/scheduler/framework/types.go`): what stands against every node, and what preemption would help.
fn refusal(filter: &Filter<'_>, count: usize, problem: Option<String>) -> String {
    // Asked before any node is looked at; the second sentence is that of preemption.
    if let Some(problem) = problem {
        return format!("0/{count} nodes are available: {problem}. not found");
    }
    let listed = |texts: Vec<String>| {
        let mut counted: BTreeMap<String, usize> = BTreeMap::new();
        texts.into_iter().for_each(|text| *counted.entry(text).or_default() += 1);
        let mut lines: Vec<_> = counted.iter().map(|(text, count)| format!("{count} {text}")).collect();
        lines.sort();
        lines.join(", ")
    };
    let refusals: Vec<_> = filter.refusals();
    let reasons = listed(refusals.iter().flat_map(|refusal| refusal.reasons.clone()).collect());
    let helps =
        |solvable: bool| if solvable { "No preemption victims found for incoming pod" } else { "Preemption is not helpful for scheduling" };
    let preemption = listed(refusals.iter().map(|refusal| helps(refusal.solvable).to_owned()).collect());
    format!(
        "0/{count} nodes are available: {reasons}. no new claims to deallocate, preemption: 0/{count} nodes are available: {preemption}."
    )
}

/// Whether `nodeSelector` and required node affinity take a node (component-helpers `scheduling/corev1/nodeaffinity`).
pub fn fits(spec: &PodSpec, node: &Node) -> bool {
    let labels = node.all_labels();
    let selected = spec.node_selector.iter().flatten().all(|(key, value)| labels.get(key.as_str()) == Some(&value.as_str()));
    let affinity = spec.affinity.as_ref().and_then(|affinity| affinity.node_affinity.as_ref());
    let required = affinity.and_then(|affinity| affinity.required_during_scheduling_ignored_during_execution.as_ref());
    selected && required.is_none_or(|required| required.node_selector_terms.iter().any(|term| takes(term, node)))
}

/// An empty term takes nothing.
fn takes(term: &NodeSelectorTerm, node: &Node) -> bool {
    let labels = node.all_labels();
    let (expressions, fields) = (term.match_expressions.as_deref().unwrap_or(&[]), term.match_fields.as_deref().unwrap_or(&[]));
    let by_label = |requirement: &NodeSelectorRequirement| holds(requirement, labels.get(requirement.key.as_str()).copied());
    let by_field =
        |requirement: &NodeSelectorRequirement| holds(requirement, (requirement.key == "metadata.name").then_some(node.name.as_str()));
    !(expressions.is_empty() && fields.is_empty()) && expressions.iter().all(by_label) && fields.iter().all(by_field)
}

fn holds(requirement: &NodeSelectorRequirement, value: Option<&str>) -> bool {
    let values = requirement.values.as_deref().unwrap_or(&[]);
    let listed = value.is_some_and(|value| values.iter().any(|own| own == value));
    let compared = || Some((value?.parse::<i64>().ok()?, values.first()?.parse::<i64>().ok()?));
    match requirement.operator.as_str() {
        "In" => listed,
        "NotIn" => !listed,
        "Exists" => value.is_some(),
        "DoesNotExist" => value.is_none(),
        "Gt" => compared().is_some_and(|(value, bound)| value > bound),
        "Lt" => compared().is_some_and(|(value, bound)| value < bound),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn affinity_takes_nodes_by_label_and_by_name() {
        let node = Node { labels: [("disk".to_owned(), "ssd".to_owned()), ("size".to_owned(), "4".to_owned())].into(), ..Node::default() };
        let fits = |requirement: serde_json::Value| {
            let terms = json!({"requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": [requirement]}});
            let spec = json!({"containers": [], "affinity": {"nodeAffinity": terms}});
            fits(&serde_json::from_value(spec).unwrap(), &node)
        };
        let label = |key: &str, operator: &str, values: &[&str]| json!({"matchExpressions": [{"key": key, "operator": operator, "values": values}]});
        assert!(fits(label("disk", "In", &["ssd", "nvme"])) && !fits(label("disk", "NotIn", &["ssd"])));
        assert!(fits(label("size", "Gt", &["3"])) && !fits(label("size", "Lt", &["4"])));
        assert!(fits(label("gpu", "DoesNotExist", &[])) && !fits(label("gpu", "Exists", &[])));
        assert!(fits(label("gpu", "NotIn", &["a"])));
        assert!(fits(json!({"matchFields": [{"key": "metadata.name", "operator": "In", "values": ["kind-worker"]}]})));
        assert!(!fits(json!({})));
    }
}
