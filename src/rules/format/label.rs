//! Label keys and values (apimachinery `pkg/api/validate/content/kube.go`).

use super::{dns_subdomain, regex};

const KEY: &str = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";

fn is_name(text: &str) -> bool {
    let bytes = text.as_bytes();
    matches!((bytes.first(), bytes.last()), (Some(a), Some(z)) if a.is_ascii_alphanumeric() && z.is_ascii_alphanumeric())
        && bytes.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
}

/// An optional DNS prefix and `/`, then a name of up to 63 bytes.
pub fn label_key(text: &str) -> Vec<String> {
    let message = "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";
    let examples = ["MyName", "my.name", "123-abc"];
    let mut errors = Vec::new();
    let name = match text.split_once('/') {
        None => text,
        Some((_, name)) if name.contains('/') => {
            let shape = regex(message, KEY, &examples);
            return vec![format!("a valid label key {shape} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')")];
        }
        Some((prefix, name)) => {
            if prefix.is_empty() {
                errors.push("prefix part must be non-empty".into());
            } else {
                // This package counts bytes where the older one says characters.
                let bytes = |e: String| if e == super::max_length(253) { "must be no more than 253 bytes".into() } else { e };
                errors.extend(dns_subdomain(prefix).into_iter().map(|e| format!("prefix part {}", bytes(e))));
            }
            name
        }
    };
    if name.is_empty() {
        errors.push("name part must be non-empty".into());
    } else if name.len() > 63 {
        errors.push("name part must be no more than 63 bytes".into());
    }
    if !is_name(name) {
        errors.push(format!("name part {}", regex(message, KEY, &examples)));
    }
    errors
}

/// The same form where it is not called a label.
pub fn qualified_name(text: &str) -> Vec<String> {
    label_key(text)
}

/// Empty, or up to 63 bytes of a name.
pub fn label_value(text: &str) -> Vec<String> {
    let mut errors = Vec::new();
    if text.len() > 63 {
        errors.push("must be no more than 63 bytes".into());
    }
    if !text.is_empty() && !is_name(text) {
        let message = "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";
        errors.push(regex(message, "(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?", &["MyValue", "my_value", "12345"]));
    }
    errors
}

/// A DNS subdomain of at least three segments; the objections joined as the server joins them.
pub fn fully_qualified_name(text: &str) -> Option<String> {
    let errors = dns_subdomain(text);
    if !errors.is_empty() {
        return Some(errors.join(","));
    }
    (text.split('.').count() < 3).then(|| "should be a domain with at least three segments separated by dots".into())
}
