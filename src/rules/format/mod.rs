//! The forms that strings must have: names, labels, ports, addresses. Each function returns the server's
//! objections, one a broken sub-rule (apimachinery `pkg/util/validation`, `pkg/api/validate/content`, 1.35).

mod dns;
mod duration;
mod ip;
mod json_syntax;
mod label;
mod path;
mod words;

pub use dns::{dns_1035_label, dns_label, dns_subdomain, dns_subdomain_underscore, name_prefix, wildcard_dns_subdomain};
pub use duration::duration_error;
pub use ip::{Cidr, Ip, cidr, cidr_warnings, ip, ip_warnings, parse_cidr, parse_ip};
pub use json_syntax::{json_error, json_numbers, json_object_error};
pub use label::{fully_qualified_name, label_key, label_value, qualified_name};
pub use path::{absolute_path, clean_path, local_path, no_backsteps, path_segment};
pub use words::{c_identifier, config_key, env_name, http_header, percent, port_name, port_number, sysctl_name, user_id};

/// `must be no more than N characters`
pub fn max_length(length: usize) -> String {
    format!("must be no more than {length} characters")
}

/// `must be between LO and HI, inclusive`
pub fn range(low: i64, high: i64) -> String {
    format!("must be between {low} and {high}, inclusive")
}

/// A regular expression's objection, with the server's odd spacing between examples.
pub fn regex(message: &str, pattern: &str, examples: &[&str]) -> String {
    if examples.is_empty() {
        return format!("{message} (regex used for validation is '{pattern}')");
    }
    let examples: Vec<_> = examples.iter().map(|example| format!("'{example}', ")).collect();
    format!("{message} (e.g. {}regex used for validation is '{pattern}')", examples.join(" or "))
}
