//! Ports of a container. Source: `validateContainerPorts`, 1.35.
use std::collections::BTreeSet;

use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("container-port", check, include_str!("port.md"));

fn check(ports: Field<'_>) {
    let mut names = BTreeSet::new();
    for port in ports.each() {
        let name = port.at("name");
        if !name.is_empty() {
            let errors = format::port_name(name.str());
            if errors.is_empty() && !names.insert(name.str()) {
                name.duplicate();
            }
            name.invalid_each(errors);
        }
        let number = port.at("containerPort");
        match number.int().unwrap_or(0) {
            0 => number.required(""),
            n => number.invalid_each(format::port_number(n)),
        }
        let host = port.at("hostPort");
        if let Some(n) = host.int().filter(|n| *n != 0) {
            host.invalid_each(format::port_number(n));
        }
        protocol(port.at("protocol"));
    }
}

/// Of container and Service ports: the list is sorted.
pub fn protocol(protocol: Field<'_>) {
    match protocol.str() {
        "TCP" | "UDP" | "SCTP" => {}
        "" => protocol.required(""),
        _ => protocol.unsupported(&["SCTP", "TCP", "UDP"]),
    }
}

/// A number or the name of a port (`ValidatePortNumOrName`).
pub fn port_or_name(port: Field<'_>) {
    if let Some(name) = port.opt_str() {
        port.invalid_each(format::port_name(name));
    } else {
        for message in format::port_number(port.int().unwrap_or(0)) {
            port.invalid_int(message);
        }
    }
}
