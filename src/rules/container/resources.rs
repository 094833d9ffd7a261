//! Requests and limits. Source: `validateResourceRequirements`, 1.35. Go walks its maps at random; here by key.
use std::collections::BTreeSet;

use crate::rules::prelude::*;
use crate::rules::rule::Step::{self, Run};

static RULE: Rule = Rule::new("resources", check, include_str!("resources.md"));
static CLAIMS: Rule = Rule::new("resource-claims", claims, include_str!("resource_claims.md"));

/// `resources` of a container.
pub static CONTAINER: &[Step] = &[Run(&RULE), Run(&CLAIMS)];

const STANDARD: [&str; 20] = [
    "cpu",
    "memory",
    "ephemeral-storage",
    "requests.cpu",
    "requests.memory",
    "requests.ephemeral-storage",
    "limits.cpu",
    "limits.memory",
    "limits.ephemeral-storage",
    "pods",
    "resourcequotas",
    "services",
    "replicationcontrollers",
    "secrets",
    "configmaps",
    "persistentvolumeclaims",
    "storage",
    "requests.storage",
    "services.nodeports",
    "services.loadbalancers",
];
const COUNTED: [&str; 9] = [
    "pods",
    "resourcequotas",
    "services",
    "replicationcontrollers",
    "secrets",
    "configmaps",
    "persistentvolumeclaims",
    "services.nodeports",
    "services.loadbalancers",
];

fn is_huge(name: &str) -> bool {
    name.starts_with("hugepages-")
}

fn is_native(name: &str) -> bool {
    !name.contains('/') || name.contains("kubernetes.io/")
}

fn is_extended(name: &str) -> bool {
    !is_native(name) && !name.starts_with("requests.") && format::qualified_name(&format!("requests.{name}")).is_empty()
}

fn check(resources: Field<'_>) {
    requirements(resources, container_name);
}

/// The name of a container's resource.
pub fn container_name(field: Field<'_>, name: &str) {
    resource_name(field, name);
    let say = |detail: &str| field.invalid_value(Rendered::word(name), detail);
    if !name.contains('/') {
        if !["cpu", "memory", "ephemeral-storage"].contains(&name) && !is_huge(name) {
            say("must be a standard resource for containers");
        }
    } else if !is_native(name) && !is_extended(name) {
        say("doesn't follow extended resource name standard");
    }
}

/// The name of a Pod's resource (`validatePodResourceName`).
pub fn pod_name(field: Field<'_>, name: &str) {
    if resource_name(field, name) && !["cpu", "memory"].contains(&name) && !is_huge(name) {
        field.unsupported_value(Rendered::word(name), &["cpu", "hugepages-", "memory"]);
    }
}

fn resource_name(field: Field<'_>, name: &str) -> bool {
    let errors = format::qualified_name(name);
    let sound = errors.is_empty();
    for message in errors {
        field.invalid_value(Rendered::word(name), message);
    }
    if sound && !name.contains('/') && !STANDARD.contains(&name) && !is_huge(name) && !name.starts_with("requests.hugepages-") {
        field.invalid_value(Rendered::word(name), "must be a standard resource type or fully qualified");
        return false;
    }
    sound
}

/// Not negative, and whole where things are counted (`ValidateResourceQuantityValue`).
pub fn quantity_value(field: Field<'_>, name: &str, amount: &Quantity) {
    if amount.sign() < 0 {
        field.invalid_value(Rendered::text(&amount.to_string()), "must be greater than or equal to 0");
    }
    if (COUNTED.contains(&name) || is_extended(name)) && amount.milli() % 1000 != 0 {
        field.invalid_value(Rendered::word(&amount.to_string()), "must be an integer");
    }
}

/// Whole pages only (`validateResourceQuantityHugePageValue`).
pub fn huge_page(field: Field<'_>, name: &str, amount: &Quantity) {
    let size = name.strip_prefix("hugepages-").and_then(|text| Quantity::parse(text).ok());
    let fits = size.is_some_and(|size| size.sign() > 0 && size.milli() % 1000 == 0 && amount.value().checked_rem(size.value()) == Some(0));
    if !fits {
        let text = amount.to_string();
        field.invalid_value(Rendered::text(&text), format!("{text} is not positive integer multiple of {name}"));
    }
}

/// Limits, then requests, with a check of the names.
pub fn requirements<'a>(resources: Field<'a>, name_rule: fn(Field<'_>, &str)) {
    let (limits, requests) = (resources.at("limits"), resources.at("requests"));
    let (mut basic, mut huge) = (false, false);
    for (name, field) in limits.entries() {
        let Some(quantity) = amount(field) else { continue };
        name_rule(field, name);
        quantity_value(field, name, &quantity);
        if is_huge(name) {
            huge = true;
            huge_page(field, name, &quantity);
        }
        basic |= name == "cpu" || name == "memory";
    }
    for (name, field) in requests.entries() {
        let Some(quantity) = amount(field) else { continue };
        name_rule(field, name);
        quantity_value(field, name, &quantity);
        let overcommit = is_native(name) && !is_huge(name);
        // The server names the map, not the entry.
        let shown = requests.key_hidden(name);
        match amount(limits.key(name)) {
            Some(limit) if quantity != limit && !overcommit => {
                shown.invalid_value(Rendered::text(&quantity.to_string()), format!("must be equal to {name} limit of {limit}"));
            }
            Some(limit) if quantity > limit => {
                shown
                    .invalid_value(Rendered::text(&quantity.to_string()), format!("must be less than or equal to {name} limit of {limit}"));
            }
            None if !overcommit => limits.required("Limit must be set for non overcommitable resources"),
            _ => {}
        }
        if is_huge(name) {
            huge = true;
            huge_page(field, name, &quantity);
        }
        basic |= name == "cpu" || name == "memory";
    }
    if huge && !basic {
        resources.forbidden("HugePages require cpu or memory");
    }
}

/// `resources.claims` name claims of the Pod (`validateResourceClaimNames`).
pub fn claims(resources: Field<'_>) {
    let list = resources.at("claims");
    if list.is_empty() {
        return;
    }
    let known: BTreeSet<&str> =
        resources.pod_spec().at("resourceClaims").each().map(|claim| claim.at("name").str()).filter(|name| !name.is_empty()).collect();
    let mut names: BTreeSet<String> = BTreeSet::new();
    for claim in list.each() {
        let (name, request) = (claim.at("name").str(), claim.at("request"));
        if name.is_empty() {
            claim.required("");
            continue;
        }
        if names.contains(name) {
            claim.duplicate_value(Rendered::text(name));
        } else {
            let mut key = name.to_owned();
            if !request.is_empty() {
                request.invalid_each(format::dns_label(request.str()));
                key = format!("{name}/{}", request.str());
            }
            if names.contains(&key) {
                claim.duplicate_value(Rendered::text(&key));
            } else if request.is_empty() {
                let requests = format!("{name}/");
                for _ in names.range(requests.clone()..).take_while(|known| known.starts_with(&requests)) {
                    claim.duplicate_value(Rendered::text(name));
                }
            }
            names.insert(key);
        }
        if !known.contains(name) {
            let list = known.iter().copied().collect::<Vec<_>>().join(", ");
            let rest = if known.is_empty() { " which is empty".to_owned() } else { format!(": {list}") };
            claim.not_found_detail(Rendered::text(name), format!("must be one of the names in pod.spec.resourceClaims{rest}"));
        }
    }
}

/// A quantity, written as text or as a number.
pub fn amount(field: Field<'_>) -> Option<Quantity> {
    match field.value()? {
        serde_json::Value::String(text) => Quantity::parse(text).ok(),
        serde_json::Value::Number(number) => Quantity::parse(&number.to_string()).ok(),
        _ => None,
    }
}
