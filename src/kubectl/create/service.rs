//! `kubectl create service clusterip|nodeport|loadbalancer|externalname`.

use serde_json::{Value, json};

use crate::kubectl::failure::Failure;
use crate::kubectl::session::Session;

pub(super) fn service(session: &Session<'_>, name: &str, kind: &str) -> Result<Value, Failure> {
    let headless = session.flags.get("clusterip") == Some("None");
    let written = session.flags.list("tcp");
    if !headless && written.is_empty() && kind != "ExternalName" {
        return Err(Failure::error("at least one tcp port specifier must be provided"));
    }
    let external = session.flags.get("external-name").unwrap_or_default();
    if kind == "ExternalName" && !crate::rules::format::dns_subdomain(external).is_empty() {
        return Err(Failure::error(format!("invalid service external name {external}")));
    }
    let mut ports = Vec::new();
    for text in written {
        let (number, target) = port(text)?;
        let mut port = json!({"name": text.replace(':', "-"), "port": number, "protocol": "TCP", "targetPort": target});
        if let Some(node) = session.flags.number("node-port").filter(|node| *node != 0) {
            port["nodePort"] = node.into();
        }
        ports.push(port);
    }
    let labels = json!({"app": name});
    let mut spec = json!({"type": kind, "selector": labels});
    if !ports.is_empty() {
        spec["ports"] = ports.into();
    }
    if !external.is_empty() {
        spec["externalName"] = external.into();
    }
    if let Some(address) = session.flags.get("clusterip").filter(|address| !address.is_empty()) {
        spec["clusterIP"] = address.into();
    }
    Ok(
        json!({"apiVersion": "v1", "kind": "Service", "metadata": {"labels": labels, "name": name}, "spec": spec, "status": {"loadBalancer": {}}}),
    )
}

/// `80`, `80:8080`, `80:http` (`parsePorts`).
fn port(text: &str) -> Result<(i64, Value), Failure> {
    let (port, target) = text.split_once(':').unwrap_or((text, text));
    let unsigned = |text: &str, bits: u32| -> Result<i64, Failure> {
        let invalid = |why: &str| Failure::error(format!("strconv.ParseUint: parsing {text:?}: {why}"));
        let number: u64 = text.parse().map_err(|_| invalid("invalid syntax"))?;
        if number >> bits == 0 {
            i64::try_from(number).map_err(|_| invalid("value out of range"))
        } else {
            Err(invalid("value out of range"))
        }
    };
    let number = unsigned(port, 16)?;
    if target.parse::<u64>().is_ok() {
        return Ok((number, unsigned(target, 31)?.into()));
    }
    let wrong = crate::rules::format::port_name(target);
    if wrong.is_empty() { Ok((number, target.into())) } else { Err(Failure::error(wrong.join(","))) }
}
