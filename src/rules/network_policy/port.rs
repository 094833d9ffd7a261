//! A port of a rule: a number, a range, or the name of a container's port. Source: `ValidateNetworkPolicyPort`, 1.35.
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("network-policy-port", check, include_str!("port.md"));

fn check(entry: Field<'_>) {
    let (protocol, port, end) = (entry.at("protocol"), entry.at("port"), entry.at("endPort"));
    if protocol.exists() && !["TCP", "UDP", "SCTP"].contains(&protocol.str()) {
        protocol.unsupported(&["TCP", "UDP", "SCTP"]);
    }
    if let Some(name) = port.opt_str() {
        if end.exists() {
            end.invalid("may not be specified when `port` is non-numeric");
        }
        port.invalid_each(format::port_name(name));
    } else if let Some(number) = port.int() {
        port.invalid_each(format::port_number(number));
        if let Some(last) = end.int() {
            if last < number {
                // Up to 1.36 the server shows the port where it means the end.
                let shown = if end.since(37) { last } else { number };
                end.invalid_value(Rendered::bare(shown), "must be greater than or equal to `port`");
            }
            end.invalid_each(format::port_number(last));
        }
    } else if end.exists() {
        end.invalid("may not be specified when `port` is not specified");
    }
}
