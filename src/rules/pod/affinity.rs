//! Affinity to nodes and to other Pods. Source: `validateAffinity` and the functions it calls, 1.35.
use crate::rules::meta::labels::selector;
use crate::rules::prelude::*;
use crate::rules::rule::Step::{self, Run};

static NODE: Rule = Rule::new("node-affinity", node, include_str!("node_affinity.md"));
static POD: Rule = Rule::new("pod-affinity", pod, include_str!("pod_affinity.md"));

/// `spec.affinity`
pub static AFFINITY: &[Step] = &[Run(&NODE), Run(&POD)];

fn node(affinity: Field<'_>) {
    let node = affinity.at("nodeAffinity");
    let required = node.at("requiredDuringSchedulingIgnoredDuringExecution");
    if required.exists() {
        let terms = required.at("nodeSelectorTerms");
        if terms.is_empty() {
            terms.required("must have at least one node selector term");
        }
        terms.each().for_each(|one| term(one, true));
    }
    for preferred in node.at("preferredDuringSchedulingIgnoredDuringExecution").each() {
        weight(preferred.at("weight"));
        // Values of preferred terms are not checked.
        term(preferred.at("preference"), false);
    }
}

fn weight(field: Field<'_>) {
    if !(1..=100).contains(&field.int().unwrap_or(0)) {
        field.invalid_int("must be in the range 1-100");
    }
}

fn term(term: Field<'_>, values: bool) {
    for requirement in term.at("matchExpressions").each() {
        node_requirement(requirement, values);
    }
    for requirement in term.at("matchFields").each() {
        node_field(requirement);
    }
}

fn node_requirement(requirement: Field<'_>, check_values: bool) {
    let (operator, values, key) = (requirement.at("operator"), requirement.at("values"), requirement.at("key"));
    match operator.str() {
        "In" | "NotIn" if values.is_empty() => values.required("must be specified when `operator` is 'In' or 'NotIn'"),
        "Exists" | "DoesNotExist" if !values.is_empty() => {
            values.forbidden("may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
        }
        "Gt" | "Lt" if values.len() != 1 => values.required("must be specified single value when `operator` is 'Lt' or 'Gt'"),
        "In" | "NotIn" | "Exists" | "DoesNotExist" | "Gt" | "Lt" => {}
        _ => operator.invalid_word("not a valid selector operator"),
    }
    for message in format::label_key(key.str()) {
        key.invalid_value(Rendered::text(key.str()), message);
    }
    if check_values {
        for value in values.each() {
            value.invalid_each(format::label_value(value.str()));
        }
    }
}

fn node_field(requirement: Field<'_>) {
    let (operator, values, key) = (requirement.at("operator"), requirement.at("values"), requirement.at("key"));
    match operator.str() {
        "In" | "NotIn" if values.len() != 1 => {
            values.required("must be only one value when `operator` is 'In' or 'NotIn' for node field selector");
        }
        "In" | "NotIn" => {}
        _ => operator.invalid_word("not a valid selector operator"),
    }
    if key.str() != "metadata.name" {
        return key.invalid("not a valid field selector key");
    }
    for value in values.each() {
        value.invalid_each(format::dns_subdomain(value.str()));
    }
}

fn pod(affinity: Field<'_>) {
    for name in ["podAffinity", "podAntiAffinity"] {
        let part = affinity.at(name);
        part.at("requiredDuringSchedulingIgnoredDuringExecution").each().for_each(pod_term);
        for preferred in part.at("preferredDuringSchedulingIgnoredDuringExecution").each() {
            weight(preferred.at("weight"));
            pod_term(preferred.at("podAffinityTerm"));
        }
    }
}

fn pod_term(term: Field<'_>) {
    selector(term.at("labelSelector"));
    selector(term.at("namespaceSelector"));
    // The server says `namespace`, without an index.
    for namespace in term.at_shown("namespaces", "namespace").each_hidden() {
        namespace.invalid_each(format::dns_label(namespace.str()));
    }
    label_keys(term, true);
    let key = term.at("topologyKey");
    if key.is_empty() {
        key.required("can not be empty");
    }
    for message in format::label_key(key.str()) {
        key.invalid_value(Rendered::text(key.str()), message);
    }
}

/// matchLabelKeys and mismatchLabelKeys beside a labelSelector (`ValidateMatchLabelKeysAndMismatchLabelKeys`).
pub fn label_keys(place: Field<'_>, mismatch: bool) {
    let (same, different, chosen) = (place.at("matchLabelKeys"), place.at("mismatchLabelKeys"), place.at("labelSelector"));
    let lists: &[Field<'_>] = if mismatch { &[same, different] } else { &[same] };
    for list in lists.iter().filter(|list| !list.is_empty()) {
        if !chosen.exists() {
            list.forbidden("must not be specified when labelSelector is not set");
            continue;
        }
        for key in list.each() {
            key.invalid_each(format::label_key(key.str()));
        }
    }
    if chosen.exists() {
        let mut known: Vec<&str> = chosen.at("matchLabels").entries().map(|(key, _)| key).collect();
        for requirement in chosen.at("matchExpressions").each() {
            let key = requirement.at("key").str();
            let listed = same.each().filter(|item| item.str() == key).last();
            if let Some(at) = listed.filter(|_| known.contains(&key)) {
                // The server writes the index after the whole term.
                let place = place.item(at.index()).standing_for(at);
                place.invalid_value(Rendered::text(key), "exists in both matchLabelKeys and labelSelector");
            }
            known.push(key);
        }
    }
    if mismatch {
        for key in same.each().filter(|key| different.each().any(|other| other.str() == key.str())) {
            key.invalid("exists in both matchLabelKeys and mismatchLabelKeys");
        }
    }
}
