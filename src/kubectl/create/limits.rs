//! `kubectl create quota|poddisruptionbudget|priorityclass`.

use serde_json::{Map, Value, json};

use crate::kubectl::failure::Failure;
use crate::kubectl::select::match_selector;
use crate::kubectl::session::Session;
use crate::kubectl::set::quantity;

/// Amounts are written as the API writes them.
pub(super) fn quota(session: &Session<'_>, name: &str) -> Result<Value, Failure> {
    let mut hard = Map::new();
    let written = session.flags.get("hard").unwrap_or_default();
    for part in written.split(',').filter(|_| !written.is_empty()) {
        let parts: Vec<_> = part.split('=').collect();
        let [resource, amount] = parts.as_slice() else {
            return Err(Failure::error(format!("Invalid argument syntax {part}, expected <resource>=<value>")));
        };
        hard.insert((*resource).to_owned(), quantity(amount)?.into());
    }
    let mut spec = if hard.is_empty() { json!({}) } else { json!({"hard": hard}) };
    let scopes = session.flags.list("scopes");
    if !scopes.is_empty() {
        spec["scopes"] = json!(scopes);
    }
    let refused = refused_scopes(&scopes, &spec["hard"]);
    if !refused.is_empty() && session.flags.get("dry-run") != Some("client") {
        let shown = format!("spec.scopes: Invalid value: {}", json!(scopes));
        let causes: Vec<_> = refused.iter().map(|why| format!("{shown}: {why}")).collect();
        let causes = if causes.len() > 1 { format!("[{}]", causes.join(", ")) } else { causes.concat() };
        return Err(Failure::error(format!("failed to create quota: ResourceQuota {name:?} is invalid: {causes}")));
    }
    Ok(json!({"apiVersion": "v1", "kind": "ResourceQuota", "metadata": {"name": name}, "spec": spec, "status": {}}))
}

/// Why the server refuses scopes (Kubernetes `pkg/apis/core/validation` validateResourceQuotaScopes, `helper/helpers.go`).
fn refused_scopes(scopes: &[&str], hard: &Value) -> Vec<&'static str> {
    const OF_PODS: &[&str] = &["cpu", "memory", "requests.cpu", "requests.memory", "limits.cpu", "limits.memory", "ephemeral-storage"];
    let fits = |scope: &str, resource: &str| match scope {
        "VolumeAttributesClass" => resource == "persistentvolumeclaims" || resource == "requests.storage",
        "BestEffort" => resource == "pods" || resource == "count/pods",
        _ => resource == "pods" || resource == "count/pods" || OF_PODS.contains(&resource),
    };
    const COUNTED: &[&str] =
        &["pods", "services", "secrets", "configmaps", "persistentvolumeclaims", "replicationcontrollers", "resourcequotas"];
    const OTHERS: &[&str] =
        &["requests.storage", "services.nodeports", "services.loadbalancers", "requests.ephemeral-storage", "limits.ephemeral-storage"];
    let is_standard = |name: &str| [OF_PODS, COUNTED, OTHERS].iter().any(|names| names.contains(&name));
    let known = [
        "Terminating",
        "NotTerminating",
        "BestEffort",
        "NotBestEffort",
        "PriorityClass",
        "CrossNamespacePodAffinity",
        "VolumeAttributesClass",
    ];
    let mut refused = Vec::new();
    for scope in scopes {
        refused.extend((!known.contains(scope)).then_some("unsupported scope"));
        let unfit =
            hard.as_object().into_iter().flatten().any(|(name, _)| is_standard(name) && !(known.contains(scope) && fits(scope, name)));
        refused.extend(unfit.then_some("unsupported scope applied to resource"));
    }
    let both = |one: &str, other: &str| scopes.contains(&one) && scopes.contains(&other);
    refused.extend((both("BestEffort", "NotBestEffort") || both("Terminating", "NotTerminating")).then_some("conflicting scopes"));
    refused.dedup();
    refused
}

pub(super) fn disruption_budget(session: &Session<'_>, name: &str) -> Result<Value, Failure> {
    let given = |flag: &str| session.flags.get(flag).unwrap_or_default();
    let (selector, least, most) = (given("selector"), given("min-available"), given("max-unavailable"));
    if selector.is_empty() {
        return Err(Failure::error("a selector must be specified"));
    }
    if least.is_empty() && most.is_empty() {
        return Err(Failure::error("one of min-available or max-unavailable must be specified"));
    }
    if !least.is_empty() && !most.is_empty() {
        return Err(Failure::error("min-available and max-unavailable cannot be both specified"));
    }
    let is_amount = |text: &str| {
        let digits = text.strip_suffix('%').unwrap_or(text);
        !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    for (flag, text) in [("min-available", least), ("max-unavailable", most)] {
        if !text.is_empty() && !is_amount(text) {
            return Err(Failure::error(format!("invalid format specified for {flag}")));
        }
    }
    let amount = |text: &str| text.parse::<i64>().map_or_else(|_| json!(text), |number| json!(number));
    let mut spec = json!({"selector": match_selector(selector)?});
    match least {
        "" => spec["maxUnavailable"] = amount(most),
        least => spec["minAvailable"] = amount(least),
    }
    let status = json!({"currentHealthy": 0, "desiredHealthy": 0, "disruptionsAllowed": 0, "expectedPods": 0});
    Ok(json!({"apiVersion": "policy/v1", "kind": "PodDisruptionBudget", "metadata": {"name": name}, "spec": spec, "status": status}))
}

pub(super) fn priority_class(session: &Session<'_>, name: &str) -> Result<Value, Failure> {
    let mut made = json!({
        "apiVersion": "scheduling.k8s.io/v1", "kind": "PriorityClass", "metadata": {"name": name},
        "preemptionPolicy": session.flags.get("preemption-policy").unwrap_or("PreemptLowerPriority"),
        "value": session.flags.number("value").unwrap_or(0),
    });
    if let Some(words) = session.flags.get("description").filter(|words| !words.is_empty()) {
        made["description"] = words.into();
    }
    if session.flags.on("global-default") {
        made["globalDefault"] = true.into();
    }
    Ok(made)
}
