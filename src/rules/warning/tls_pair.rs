//! The certificate and key of a TLS Secret belong together. Source: `warningsForSecret`, which asks Go's
//! `tls.X509KeyPair`, 1.35. Here as far as the PEM goes: what is inside a certificate is not read.
use crate::rules::prelude::*;
use crate::rules::secret::bytes;

pub static RULE: Rule = Rule::warning("tls-key-pair", check, include_str!("tls_pair.md"));

fn check(secret: Field<'_>) {
    if secret.at("type").str() != "kubernetes.io/tls" {
        return;
    }
    let (certificate, key) = (secret.at("data").key("tls.crt"), secret.at("data").key("tls.key"));
    let kinds = blocks(&bytes(certificate));
    if !kinds.iter().any(|kind| kind == "CERTIFICATE") {
        return certificate.say(missing(&kinds, "certificate", "CERTIFICATE", "PRIVATE KEY"));
    }
    let kinds = blocks(&bytes(key));
    if !kinds.iter().any(|kind| kind == "PRIVATE KEY" || kind.ends_with(" PRIVATE KEY")) {
        return key.say(missing_key(&kinds));
    }
    match sequence(&first_block(&bytes(certificate), "CERTIFICATE")) {
        None => certificate.say("x509: malformed certificate"),
        Some(body) if sequence(body).is_none() => certificate.say("x509: malformed tbs certificate"),
        Some(_) => {}
    }
}

/// The bytes of the first block of a type.
fn first_block(bytes: &[u8], kind: &str) -> Vec<u8> {
    use base64::Engine;
    let text = String::from_utf8_lossy(bytes);
    let body =
        text.split_once(&format!("-----BEGIN {kind}-----")).and_then(|(_, rest)| rest.split_once("-----END")).map_or("", |(body, _)| body);
    let body: String = body.chars().filter(|c| !c.is_ascii_whitespace()).collect();
    base64::engine::general_purpose::STANDARD.decode(body).unwrap_or_default()
}

/// What is in the SEQUENCE in DER with which the bytes begin, if they hold it whole.
fn sequence(bytes: &[u8]) -> Option<&[u8]> {
    let (first, rest) = bytes.strip_prefix(&[0x30])?.split_first()?;
    let (length, body) = match first {
        0..=0x7f => (usize::from(*first), rest),
        0x81..=0x84 => {
            let (length, body) = rest.split_at_checked(usize::from(first & 0x7f))?;
            (length.iter().fold(0, |n, byte| n << 8 | usize::from(*byte)), body)
        }
        _ => return None,
    };
    body.get(..length)
}

fn missing(kinds: &[String], what: &str, wanted: &str, other: &str) -> String {
    let list = kinds.iter().map(|kind| kind.as_str()).collect::<Vec<_>>().join(" ");
    match kinds {
        [] => format!("tls: failed to find any PEM data in {what} input"),
        [one] if one.ends_with(other) => {
            "tls: failed to find certificate PEM data in certificate input, but did find a private key; PEM inputs may have been switched"
                .into()
        }
        _ => {
            format!("tls: failed to find \"{wanted}\" PEM block in {what} input after skipping PEM blocks of the following types: [{list}]")
        }
    }
}

fn missing_key(kinds: &[String]) -> String {
    let list = kinds.iter().map(|kind| kind.as_str()).collect::<Vec<_>>().join(" ");
    match kinds {
        [] => "tls: failed to find any PEM data in key input".into(),
        [one] if one == "CERTIFICATE" => "tls: found a certificate rather than a key in the PEM for the private key".into(),
        _ => format!(
            "tls: failed to find PEM block with type ending in \"PRIVATE KEY\" in key input after skipping PEM blocks of the following types: [{list}]"
        ),
    }
}

/// The types of the PEM blocks.
fn blocks(bytes: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(bytes);
    let mut kinds = Vec::new();
    let mut open: Option<&str> = None;
    for line in text.lines().map(str::trim_end) {
        match (line.strip_prefix("-----BEGIN ").and_then(|rest| rest.strip_suffix("-----")), open) {
            (Some(kind), _) => open = Some(kind),
            (None, Some(kind)) if line == format!("-----END {kind}-----") => {
                kinds.push(kind.to_owned());
                open = None;
            }
            _ => {}
        }
    }
    kinds
}
