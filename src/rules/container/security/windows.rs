//! Windows options. Source: `validateWindowsSecurityContextOptions`, 1.35.
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("windows-options", check, include_str!("windows.md")).about(&["windowsOptions"]);

fn check(context: Field<'_>) {
    let options = context.at("windowsOptions");
    if !options.exists() {
        return;
    }
    let name = options.at("gmsaCredentialSpecName");
    if let Some(text) = name.opt_str() {
        format::dns_subdomain(text).into_iter().for_each(|message| name.invalid_word(message));
    }
    let spec = options.at("gmsaCredentialSpec");
    match spec.opt_str().map(str::len) {
        Some(0) => spec.invalid_word("gmsaCredentialSpec cannot be an empty string"),
        Some(length) if length > 64 * 1024 => spec.invalid_word("gmsaCredentialSpec size must be under 64 KiB"),
        _ => {}
    }
    let user = options.at("runAsUserName");
    if let Some(text) = user.opt_str() {
        user_name(text).into_iter().for_each(|message| user.invalid_word(message));
    }
}

fn user_name(text: &str) -> Vec<&'static str> {
    let mut errors = Vec::new();
    if text.is_empty() {
        return vec!["runAsUserName cannot be an empty string"];
    }
    if text.chars().any(|c| c.is_ascii_control()) {
        return vec!["runAsUserName cannot contain control characters"];
    }
    let parts: Vec<_> = text.split('\\').collect();
    let (domain, user) = match parts[..] {
        [user] => (None, user),
        [domain, user] => (Some(domain), user),
        _ => return vec!["runAsUserName cannot contain more than one backslash"],
    };
    if domain.is_some_and(|domain| domain.len() >= 256) {
        errors.push("runAsUserName's Domain length must be under 256 characters");
    }
    if domain.is_some_and(|domain| !is_net_bios(domain) && !is_dns(domain)) {
        errors.push("runAsUserName's Domain doesn't match the NetBios nor the DNS format");
    }
    if user.is_empty() {
        errors.push("runAsUserName's User cannot be empty");
    } else if user.len() > 104 {
        errors.push("runAsUserName's User length must not be longer than 104 characters");
    }
    if !user.is_empty() && user.chars().all(|c| matches!(c, '.' | ' ')) {
        errors.push("runAsUserName's User cannot contain only periods or spaces");
    }
    if user.contains(['"', '/', '\\', ':', ';', '|', '=', ',', '+', '*', '?', '<', '>', '@', '[', ']']) {
        errors.push(r#"runAsUserName's User cannot contain the following characters: "/\:;|=,+*?<>@[]"#);
    }
    errors
}

fn is_net_bios(domain: &str) -> bool {
    let count = domain.chars().count();
    (1..=15).contains(&count) && !domain.starts_with('.') && !domain.contains(['\\', '/', ':', '*', '?', '"', '<', '>', '|'])
}

fn is_dns(domain: &str) -> bool {
    domain.split('.').all(|label| {
        let bytes = label.as_bytes();
        (1..=63).contains(&bytes.len())
            && bytes.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'-')
            && bytes[0] != b'-'
            && bytes[bytes.len() - 1] != b'-'
    })
}
