//! Ports of a Service. Source: `validateServicePort`, 1.35.
use std::collections::BTreeSet;

use crate::rules::container::{port_or_name, protocol};
use crate::rules::prelude::*;
use crate::rules::value::go_struct;

pub static RULE: Rule = Rule::new("service-port", check, include_str!("ports.md"));
pub static DUPLICATE: Rule = Rule::new("service-port-duplicate", duplicate, include_str!("ports_duplicate.md"));

fn check(service: Field<'_>) {
    let ports = service.at("spec").at("ports");
    let mut names = BTreeSet::new();
    for port in ports.each() {
        let (name, number) = (port.at("name"), port.at("port"));
        if name.is_empty() {
            if ports.len() > 1 {
                name.required("");
            }
        } else {
            name.invalid_each(format::dns_label(name.str()));
            if !names.insert(name.str()) {
                name.duplicate();
            }
        }
        for message in format::port_number(number.int().unwrap_or(0)) {
            number.invalid_int(message);
        }
        protocol(port.at("protocol"));
        // The default is the port itself.
        let target = port.at("targetPort");
        if target.exists() {
            port_or_name(target);
        } else {
            port_or_name(target.standing_for(number));
        }
        let app = port.at("appProtocol");
        if app.exists() {
            app.invalid_each(format::qualified_name(app.str()));
        }
    }
}

fn duplicate(service: Field<'_>) {
    let mut seen = BTreeSet::new();
    for port in service.at("spec").at("ports").each() {
        if !seen.insert((port.at("protocol").str(), port.at("port").int().unwrap_or(0))) {
            // The key under which the server looks for a second one.
            let key = serde_json::json!({"protocol": port.at("protocol").str(), "port": port.at("port").int().unwrap_or(0)});
            port.duplicate_value(Rendered(go_struct(Some(&key), "core.ServicePort")));
        }
    }
}
