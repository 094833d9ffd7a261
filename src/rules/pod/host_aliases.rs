//! Lines for /etc/hosts. Source: `ValidateHostAliases`, 1.35; addresses strict since 1.36.
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("host-alias", check, include_str!("host_aliases.md")).about(&["hostAliases"]);

fn check(spec: Field<'_>) {
    for alias in spec.at("hostAliases").each() {
        let ip = alias.at("ip");
        for message in format::ip(ip.str(), ip.since(36)) {
            ip.invalid_value(Rendered::text(ip.str()), message);
        }
        for name in alias.at("hostnames").each() {
            name.invalid_each(format::dns_subdomain(name.str()));
        }
    }
}
