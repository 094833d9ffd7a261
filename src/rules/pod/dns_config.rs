//! Name servers, search domains and options. Source: `validatePodDNSConfig`, 1.35.
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("dns-config", check, include_str!("dns_config.md"));

fn check(spec: Field<'_>) {
    let config = spec.at("dnsConfig");
    let (servers, searches) = (config.at("nameservers"), config.at("searches"));
    if spec.at("dnsPolicy").str() == "None" {
        if !config.exists() {
            return config.required("must provide `dnsConfig` when `dnsPolicy` is None");
        }
        if servers.is_empty() {
            return servers.required("must provide at least one DNS nameserver when `dnsPolicy` is None");
        }
    }
    if servers.len() > 3 {
        servers.invalid("must not have more than 3 nameservers");
    }
    for server in servers.each() {
        server.invalid_each(format::ip(server.str(), server.since(36)));
    }
    if searches.len() > 32 {
        searches.invalid("must not have more than 32 search paths");
    }
    let length = searches.each().map(|search| search.len() + 1).sum::<usize>().saturating_sub(1);
    if length > 2048 {
        searches.invalid("must not have more than 2048 characters (including spaces) in the search list");
    }
    for search in searches.each().filter(|search| search.str() != ".") {
        let name = search.str().strip_suffix('.').unwrap_or(search.str());
        for message in format::dns_subdomain_underscore(name) {
            search.invalid_value(Rendered::text(name), message);
        }
    }
    for option in config.at("options").each() {
        if option.at("name").is_empty() {
            option.required("must not be empty");
        }
    }
}
