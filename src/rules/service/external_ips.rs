//! Addresses outside at which a Service is reached. Source: `validateService`, `ValidateEndpointIP`, 1.35.
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("external-ip", check, include_str!("external_ips.md"));

fn check(service: Field<'_>) {
    let spec = service.at("spec");
    for address in spec.at("externalIPs").each() {
        let had = super::had("externalIPs", address.str(), spec);
        let errors = if had { Vec::new() } else { format::ip(address.str(), address.since(36)) };
        if !errors.is_empty() {
            address.invalid_each(errors);
            continue;
        }
        let Some(ip) = format::parse_ip(address.str()).map(format::Ip::std) else { continue };
        let (local, multicast) = match ip {
            std::net::IpAddr::V4(v4) => (v4.is_link_local(), v4.octets()[..3] == [224, 0, 0]),
            std::net::IpAddr::V6(v6) => (v6.segments()[0] & 0xffc0 == 0xfe80, v6.segments()[0] & 0xff0f == 0xff02),
        };
        if ip.is_unspecified() {
            address.invalid(format!("may not be unspecified ({})", address.str()));
        }
        if ip.is_loopback() {
            address.invalid("may not be in the loopback range (127.0.0.0/8, ::1/128)");
        }
        if local {
            address.invalid("may not be in the link-local range (169.254.0.0/16, fe80::/10)");
        }
        if multicast {
            address.invalid("may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)");
        }
    }
}
