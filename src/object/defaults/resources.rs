//! Resource requests that follow from limits, and the rounding of amounts.

use std::collections::BTreeMap;

use serde_json::Value;

use super::fields::{Object, child, each, make, text};
use crate::object::quantity::Quantity;

/// Requests follow the limits where they are left out.
pub fn requests_from_limits(container: &mut Object) {
    let Some(resources) = child(container, "resources") else { return };
    let Some(Value::Object(limits)) = resources.get("limits").cloned() else { return };
    let Some(requests) = make(resources, "requests") else { return };
    for (name, amount) in limits {
        requests.entry(name).or_insert(amount);
    }
}

/// Amounts are kept in thousandths, rounded up.
pub fn round_up(holder: &mut Object, lists: &[&str]) {
    const MILLI: i128 = 1_000_000;
    for list in lists {
        for amount in child(holder, list).into_iter().flat_map(|list| list.values_mut()) {
            let Some(quantity) = amount.as_str().and_then(|text| Quantity::parse(text).ok()) else { continue };
            if quantity.nano % MILLI != 0 {
                let up = quantity.nano / MILLI + i128::from(quantity.nano > 0) - i128::from(quantity.nano < 0);
                *amount = Value::from(Quantity::of_nano(up.saturating_mul(MILLI), quantity.format).to_string());
            }
        }
    }
}

type Amounts = BTreeMap<String, Quantity>;

fn amounts(holder: &Object, list: &str) -> Amounts {
    let list = holder.get("resources").and_then(|resources| resources.get(list)).and_then(Value::as_object);
    let read = |(name, amount): (&String, &Value)| Some((name.clone(), Quantity::parse(amount.as_str()?).ok()?));
    list.into_iter().flatten().filter_map(read).collect()
}

fn add(sum: &mut Amounts, more: &Amounts) {
    for (name, amount) in more {
        let entry = sum.entry(name.clone()).or_insert_with(|| Quantity::of_nano(0, amount.format));
        *entry = Quantity::of_nano(entry.nano.saturating_add(amount.nano), entry.format);
    }
}

/// What all containers together ask for (component-helpers `resource/helpers.go`): the sum of those that run
/// together, or what an init container needs while it runs, if that is more.
fn aggregate(spec: &mut Object, list: &str) -> Amounts {
    let mut sum = Amounts::new();
    each(spec, "containers").for_each(|container| add(&mut sum, &amounts(container, list)));
    let (mut sidecars, mut peak) = (Amounts::new(), Amounts::new());
    for container in each(spec, "initContainers") {
        let mut own = amounts(container, list);
        if text(container, "restartPolicy") == "Always" {
            add(&mut sum, &own);
            add(&mut sidecars, &own);
            own = sidecars.clone();
        } else {
            add(&mut own, &sidecars);
        }
        raise(&mut peak, own);
    }
    raise(&mut sum, peak);
    sum
}

fn raise(to: &mut Amounts, from: Amounts) {
    for (name, amount) in from {
        match to.get(&name) {
            Some(known) if known.nano >= amount.nano => {}
            _ => {
                to.insert(name, amount);
            }
        }
    }
}

fn is_huge_pages(name: &str) -> bool {
    name.starts_with("hugepages-")
}

fn is_pod_level(name: &str) -> bool {
    matches!(name, "cpu" | "memory") || is_huge_pages(name)
}

/// Pod-level resources (since 1.34): huge-page limits from the containers, requests from the containers or from
/// the limits.
pub fn pod_level(spec: &mut Object) {
    if child(spec, "resources").is_none() {
        return;
    }
    let limits = aggregate(spec, "limits");
    let requests = aggregate(spec, "requests");
    let Some(resources) = child(spec, "resources") else { return };
    let count = |resources: &Object, list: &str| resources.get(list).and_then(Value::as_object).map_or(0, |list| list.len());
    if count(resources, "limits") + count(resources, "requests") > 0 {
        let requested: Vec<String> =
            resources.get("requests").and_then(Value::as_object).into_iter().flat_map(|r| r.keys().cloned()).collect();
        let missing: Vec<_> = limits.iter().filter(|(name, _)| is_huge_pages(name) && !requested.contains(name)).collect();
        if !missing.is_empty()
            && let Some(list) = make(resources, "limits")
        {
            missing.into_iter().for_each(|(name, amount)| {
                list.entry(name.clone()).or_insert_with(|| Value::from(amount.to_string()));
            });
        }
    }
    let Some(Value::Object(own)) = resources.get("limits").cloned() else { return };
    if own.is_empty() {
        return;
    }
    let Some(list) = make(resources, "requests") else { return };
    for (name, amount) in requests.iter().filter(|(name, _)| is_pod_level(name) && !is_huge_pages(name)) {
        list.entry(name.clone()).or_insert_with(|| Value::from(amount.to_string()));
    }
    for (name, amount) in own.into_iter().filter(|(name, _)| is_pod_level(name)) {
        list.entry(name).or_insert(amount);
    }
}
