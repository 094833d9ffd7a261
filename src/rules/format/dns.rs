//! DNS names (apimachinery `pkg/util/validation/validation.go`).

use super::{max_length, regex};

const LABEL: &str = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
const SUBDOMAIN: &str = r"[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*";

fn is_lower(b: u8) -> bool {
    b.is_ascii_lowercase() || b.is_ascii_digit()
}

fn is_label(text: &[u8]) -> bool {
    matches!((text.first(), text.last()), (Some(&a), Some(&z)) if is_lower(a) && is_lower(z))
        && text.iter().all(|&b| is_lower(b) || b == b'-')
}

fn is_subdomain(text: &str) -> bool {
    text.as_bytes().split(|b| *b == b'.').all(is_label)
}

/// A DNS-1123 label, up to 63 bytes.
pub fn dns_label(text: &str) -> Vec<String> {
    let mut errors = Vec::new();
    if text.len() > 63 {
        errors.push(max_length(63));
    }
    if !is_label(text.as_bytes()) {
        errors.push(if is_subdomain(text) {
            "must not contain dots".into()
        } else {
            let message = "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character";
            regex(message, LABEL, &["my-name", "123-abc"])
        });
    }
    errors
}

/// A DNS-1123 subdomain, up to 253 bytes.
pub fn dns_subdomain(text: &str) -> Vec<String> {
    let mut errors = Vec::new();
    if text.len() > 253 {
        errors.push(max_length(253));
    }
    if !is_subdomain(text) {
        let message = "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character";
        errors.push(regex(message, SUBDOMAIN, &["example.com"]));
    }
    errors
}

/// A DNS-1123 subdomain whose labels may hold and start with `_` (dnsConfig searches).
pub fn dns_subdomain_underscore(text: &str) -> Vec<String> {
    let mut errors = Vec::new();
    if text.len() > 253 {
        errors.push(max_length(253));
    }
    let label = |text: &[u8]| {
        let body = text.strip_prefix(b"_").unwrap_or(text);
        matches!((body.first(), body.last()), (Some(&a), Some(&z)) if is_lower(a) && is_lower(z))
            && body.iter().all(|&b| is_lower(b) || b == b'-' || b == b'_')
    };
    if !text.as_bytes().split(|b| *b == b'.').all(label) {
        let message = "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.', and must start and end with an alphanumeric character";
        let part = "_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?";
        errors.push(regex(message, &format!(r"{part}(\.{part})*"), &["example.com"]));
    }
    errors
}

/// `*.` and a DNS-1123 subdomain.
pub fn wildcard_dns_subdomain(text: &str) -> Vec<String> {
    let mut errors = Vec::new();
    if text.len() > 253 {
        errors.push(max_length(253));
    }
    if !text.strip_prefix("*.").is_some_and(is_subdomain) {
        let message = "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character";
        errors.push(regex(message, &format!(r"\*\.{SUBDOMAIN}"), &["*.example.com"]));
    }
    errors
}

/// A DNS-1035 label: as [`dns_label`], but starts with a letter.
pub fn dns_1035_label(text: &str) -> Vec<String> {
    let mut errors = Vec::new();
    if text.len() > 63 {
        errors.push(max_length(63));
    }
    if !(is_label(text.as_bytes()) && text.as_bytes()[0].is_ascii_lowercase()) {
        let message = "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character";
        errors.push(regex(message, "[a-z]([-a-z0-9]*[a-z0-9])?", &["my-name", "abc-123"]));
    }
    errors
}

/// `generateName` as it is checked: a dash at the end counts as a letter. (The server replaces the last two
/// characters; the lengths of its answers show that.)
pub fn name_prefix(text: &str) -> String {
    match text.strip_suffix('-') {
        Some(rest) if !rest.is_empty() => {
            let cut = rest.char_indices().next_back().map_or(0, |(i, _)| i);
            format!("{}a", &rest[..cut])
        }
        _ => text.to_owned(),
    }
}
