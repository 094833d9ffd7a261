//! Resources of the whole Pod. Source: `validatePodResources`, 1.35; `PodLevelResources` is on since 1.34.
use std::collections::BTreeMap;

use crate::rules::container::resources;
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("pod-resources", check, include_str!("pod_resources.md")).since(34);

fn check(spec: Field<'_>) {
    let own = spec.at("resources");
    if !own.exists() {
        return;
    }
    if spec.path("os.name").str() == "windows" {
        return own.forbidden("may not be set for a windows pod");
    }
    if own.at("claims").exists() {
        own.at("claims").forbidden("claims may not be set for Resources at pod-level");
    }
    resources::requirements(own, resources::pod_name);
    resources::claims(own);
    consistency(spec, own);
}

/// `validatePodResourceConsistency`
fn consistency<'a>(spec: Field<'a>, own: Field<'a>) {
    for (name, total) in aggregate(spec, "requests") {
        let field = own.at("requests").key(name);
        if let Some(amount) = resources::amount(field).filter(|amount| total > *amount) {
            let detail = format!("must be greater than or equal to aggregate container requests of {total}");
            field.invalid_value(Rendered::text(&amount.to_string()), detail);
        }
    }
    for (name, total) in aggregate(spec, "limits").into_iter().filter(|(name, _)| name.starts_with("hugepages-")) {
        let field = own.at("limits").key(name);
        if let Some(amount) = resources::amount(field).filter(|amount| total > *amount) {
            let detail = format!("must be greater than or equal to aggregate container limits of {total}");
            field.invalid_value(Rendered::text(&amount.to_string()), detail);
        }
    }
    for container in spec.at("containers").each() {
        for (name, limit) in container.path("resources.limits").entries() {
            let (Some(amount), Some(of_pod)) = (resources::amount(limit), resources::amount(own.at("limits").key(name))) else { continue };
            if amount > of_pod {
                // The server looks for the containers below the Pod's resources.
                let place = own.at("containers").item(container.index()).key(name).at("limits").standing_for(limit);
                let detail = format!("must be less than or equal to pod limits of {of_pod}");
                place.invalid_value(Rendered::text(&amount.to_string()), detail);
            }
        }
    }
}

/// The sum over containers, and the peak while init containers run (`AggregateContainerRequests`).
fn aggregate<'a>(spec: Field<'a>, list: &'static str) -> BTreeMap<&'a str, Quantity> {
    let amounts = |container: Field<'a>| {
        let entries = container.at("resources").at(list).entries();
        entries.filter_map(|(name, field)| Some((name, resources::amount(field)?))).collect::<BTreeMap<_, _>>()
    };
    let add = |into: &mut BTreeMap<&'a str, Quantity>, from: &BTreeMap<&'a str, Quantity>| {
        for (name, amount) in from {
            into.entry(name).and_modify(|sum| *sum = sum.plus(amount)).or_insert_with(|| amount.clone());
        }
    };
    let mut sum = BTreeMap::new();
    spec.at("containers").each().for_each(|container| add(&mut sum, &amounts(container)));
    let (mut sidecars, mut peak) = (BTreeMap::new(), BTreeMap::new());
    for container in spec.at("initContainers").each() {
        let mut current = amounts(container);
        if container.at("restartPolicy").str() == "Always" {
            add(&mut sum, &current);
            add(&mut sidecars, &current);
            current = sidecars.clone();
        } else {
            add(&mut current, &sidecars);
        }
        for (name, amount) in current {
            peak.entry(name).and_modify(|known: &mut Quantity| *known = known.clone().max(amount.clone())).or_insert(amount);
        }
    }
    for (name, amount) in peak {
        sum.entry(name).and_modify(|known: &mut Quantity| *known = known.clone().max(amount.clone())).or_insert(amount);
    }
    sum
}
