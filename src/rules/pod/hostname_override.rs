//! hostnameOverride. Source: `validatePodHostName`, 1.35; the field counts since 1.35.
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("hostname-override", check, include_str!("hostname_override.md")).since(35).about(&["hostnameOverride"]);

fn check(spec: Field<'_>) {
    let name = spec.at("hostnameOverride");
    if !name.exists() {
        return;
    }
    if spec.at("setHostnameAsFQDN").bool() {
        name.forbidden("may not be specified when setHostnameAsFQDN is true");
    }
    if spec.at("hostNetwork").bool() {
        name.forbidden("may not be specified when hostNetwork is true");
    }
    if name.len() > 64 {
        name.too_long(64);
    }
    name.invalid_each(format::dns_subdomain(name.str()));
}
