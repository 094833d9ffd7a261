//! `kubectl expose`: a Service for what is there.

use serde_json::{Map, Value, json};

use super::create::emit;
use super::create::pod::pairs;
use super::failure::Failure;
use super::kind::Kind;
use super::session::Session;

/// Runs `kubectl expose`.
pub(super) fn run(session: &mut Session<'_>) -> Result<(), Failure> {
    let dry_run = session.dry_run()?;
    let (found, missing) = match session.flags.has("filename") {
        true => super::select::named(session)?,
        false => {
            let asked = super::select::wanted(&session.flags.words)?;
            if asked.is_empty() {
                return Err(Failure::no_resources());
            }
            // Here `--selector` is the new Service's.
            session.select_by_name(&asked[0])?
        }
    };
    Failure::several(missing)?;
    let mut failures = Vec::new();
    for (kind, object) in found {
        let made = exposed(session, kind, &object).and_then(|service| emit(session, &service, dry_run, None));
        failures.extend(made.err());
    }
    Failure::several(failures)
}

/// The kinds that have something to select Pods by (`pkg/polymorphichelpers/canbeexposed.go`).
const EXPOSED: &[&str] = &["ReplicationController", "Service", "Pod", "Deployment", "ReplicaSet"];

fn exposed(session: &Session<'_>, kind: &Kind, object: &Value) -> Result<Value, Failure> {
    let flags = &session.flags;
    if !EXPOSED.contains(&kind.name) {
        let group = if kind.group().is_empty() { String::new() } else { format!(".{}", kind.group()) };
        return Err(Failure::error(format!("cannot expose a {}{group}", kind.name)));
    }
    let selector = match (flags.get("selector"), kind.name) {
        (Some(text), _) => pairs(text, "label")?,
        (None, "Pod") => object["metadata"]["labels"].clone(),
        (None, "Service" | "ReplicationController") => object["spec"]["selector"].clone(),
        _ => object["spec"]["selector"]["matchLabels"].clone(),
    };
    if selector.as_object().is_none_or(Map::is_empty) {
        return Err(Failure::error(
            "couldn't retrieve selectors via --selector flag or introspection: the pod has no labels and cannot be exposed",
        ));
    }
    let spec = if kind.name == "Pod" { &object["spec"] } else { &object["spec"]["template"]["spec"] };
    let declared: Vec<_> = match kind.name {
        "Service" => {
            object["spec"]["ports"].as_array().into_iter().flatten().map(|port| (port["port"].clone(), port["protocol"].clone())).collect()
        }
        _ => {
            let containers = spec["containers"].as_array().into_iter().flatten();
            containers
                .flat_map(|c| c["ports"].as_array().into_iter().flatten())
                .map(|port| (port["containerPort"].clone(), port["protocol"].clone()))
                .collect()
        }
    };
    let asked: Vec<Value> =
        flags.list("port").into_iter().map(|port| port.parse::<i64>().map_or_else(|_| json!(port), |number| json!(number))).collect();
    if let [Value::String(port)] = asked.as_slice() {
        return Err(Failure::error(format!("strconv.Atoi: parsing {port:?}: invalid syntax")));
    }
    let numbers: Vec<Value> = if asked.is_empty() { declared.iter().map(|(port, _)| port.clone()).collect() } else { asked };
    if numbers.is_empty() && flags.get("cluster-ip") != Some("None") {
        return Err(Failure::error("couldn't find port via --port flag or introspection"));
    }
    let several = numbers.len() > 1;
    let ports = numbers.iter().enumerate().map(|(at, number)| {
        let protocol = flags.get("protocol").map(str::to_owned);
        let protocol = protocol
            .or_else(|| declared.iter().find(|(port, _)| port == number)?.1.as_str().map(str::to_owned))
            .unwrap_or_else(|| "TCP".into());
        let target = flags
            .get("target-port")
            .map_or_else(|| number.clone(), |port| port.parse::<i64>().map_or_else(|_| json!(port), |number| json!(number)));
        let mut port = json!({"port": number, "protocol": protocol, "targetPort": target});
        if several {
            port["name"] = format!("port-{}", at + 1).into();
        }
        port
    });
    let name = flags.get("name").map_or_else(|| object["metadata"]["name"].clone(), Value::from);
    let mut metadata = json!({"name": name});
    match flags.get("labels") {
        Some(labels) => metadata["labels"] = pairs(labels, "label")?,
        None if object["metadata"]["labels"].is_object() => metadata["labels"] = object["metadata"]["labels"].clone(),
        None => {}
    }
    let mut spec = json!({"ports": ports.collect::<Vec<_>>(), "selector": selector});
    for (flag, field) in [("type", "type"), ("cluster-ip", "clusterIP"), ("session-affinity", "sessionAffinity")] {
        if let Some(given) = flags.get(flag) {
            spec[field] = given.into();
        }
    }
    if let Some(address) = flags.get("external-ip").filter(|address| !address.is_empty()) {
        spec["externalIPs"] = json!([address]);
    }
    Ok(json!({"apiVersion": "v1", "kind": "Service", "metadata": metadata, "spec": spec, "status": {"loadBalancer": {}}}))
}
