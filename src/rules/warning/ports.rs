//! Ports of one Pod that repeat each other. Source: `pkg/api/pod/warnings.go`, 1.35.
use std::collections::BTreeMap;

use crate::rules::container::every_container;
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::warning("duplicate-port", check, include_str!("ports.md"));
pub static NAMES: Rule = Rule::warning("duplicate-port-name", names, include_str!("ports_names.md"));

/// Every port is told of every other of its number; what no server would send is not made.
const PAIRS: usize = 1000;

fn check(object: Field<'_>) {
    let mut known: BTreeMap<_, Vec<Field<'_>>> = BTreeMap::new();
    for port in every_container(object.at("spec")).flat_map(|container| container.at("ports").each()) {
        let (ip, host) = (port.at("hostIP").str(), port.at("hostPort").int().unwrap_or(0));
        let (number, protocol) = (port.at("containerPort").int().unwrap_or(0), port.at("protocol").str());
        if !ip.is_empty() && host == 0 {
            port.say(format!(
                "{}: hostIP set without hostPort: {{Name:{} HostPort:0 ContainerPort:{number} Protocol:{protocol} HostIP:{ip}}}",
                port.shown_path(),
                port.at("name").str()
            ));
        }
        let alike = known.entry((number, protocol)).or_default();
        for other in alike.iter().take_while(|_| port.walk().count() < PAIRS) {
            let (other_ip, other_host) = (other.at("hostIP").str(), other.at("hostPort").int().unwrap_or(0));
            let what = if ip == other_ip && host == other_host {
                "duplicate"
            } else if host == 0 || other_host == 0 {
                "overlapping"
            } else if host == other_host && ip.is_empty() != other_ip.is_empty() {
                "dangerously ambiguous"
            } else {
                continue;
            };
            port.say(format!("{}: {what} port definition with {}", port.shown_path(), other.shown_path()));
        }
        alike.push(port);
    }
}

fn names(object: Field<'_>) {
    let mut known: BTreeMap<&str, Field<'_>> = BTreeMap::new();
    for port in every_container(object.at("spec")).flat_map(|container| container.at("ports").each()) {
        let name = port.at("name").str();
        if name.is_empty() {
            continue;
        }
        match known.get(name) {
            Some(other) => port.say(format!(
                "{}: duplicate port name {} with {other}, services and probes that select ports by name will use {other}",
                port.shown_path(),
                quote(name),
                other = other.shown_path()
            )),
            None => {
                known.insert(name, port);
            }
        }
    }
}
