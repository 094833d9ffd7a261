//! The certificate and key of a TLS Secret belong together. Source: `warningsForSecret`, which asks Go's
//! `tls.X509KeyPair`, 1.35. Here as far as the PEM goes: what is inside a certificate is not read.
use crate::rules::prelude::*;
use crate::rules::secret::bytes;

pub static RULE: Rule = Rule::warning("tls-key-pair", check, include_str!("tls_pair.md"));

/// A PEM block (`encoding/pem`): one whose text is not base64 is none.
struct Block {
    kind: String,
    bytes: Vec<u8>,
}

fn check(secret: Field<'_>) {
    if secret.at("type").str() != "kubernetes.io/tls" {
        return;
    }
    let (certificate, key) = (secret.at("data").key("tls.crt"), secret.at("data").key("tls.key"));
    let found = blocks(&bytes(certificate));
    let Some(first) = found.iter().find(|block| block.kind == "CERTIFICATE") else {
        return certificate.say(missing(&kinds(&found), "certificate", "CERTIFICATE", "PRIVATE KEY"));
    };
    let keys = blocks(&bytes(key));
    if !keys.iter().any(|block| block.kind == "PRIVATE KEY" || block.kind.ends_with(" PRIVATE KEY")) {
        return key.say(missing_key(&kinds(&keys)));
    }
    match sequence(&first.bytes) {
        None => certificate.say("x509: malformed certificate"),
        Some(body) if sequence(body).is_none() => certificate.say("x509: malformed tbs certificate"),
        Some(_) => {}
    }
}

fn kinds(blocks: &[Block]) -> Vec<&str> {
    blocks.iter().map(|block| block.kind.as_str()).collect()
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

fn missing(kinds: &[&str], what: &str, wanted: &str, other: &str) -> String {
    let list = kinds.join(" ");
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

fn missing_key(kinds: &[&str]) -> String {
    let list = kinds.join(" ");
    match kinds {
        [] => "tls: failed to find any PEM data in key input".into(),
        ["CERTIFICATE"] => "tls: found a certificate rather than a key in the PEM for the private key".into(),
        _ => format!(
            "tls: failed to find PEM block with type ending in \"PRIVATE KEY\" in key input after skipping PEM blocks of the following types: [{list}]"
        ),
    }
}

fn blocks(bytes: &[u8]) -> Vec<Block> {
    let text = String::from_utf8_lossy(bytes);
    let mut found = Vec::new();
    let mut open: Option<(&str, Vec<&str>)> = None;
    for line in text.lines().map(str::trim_end) {
        let begins = line.strip_prefix("-----BEGIN ").and_then(|rest| rest.strip_suffix("-----"));
        match (begins, &mut open) {
            (Some(kind), _) => open = Some((kind, Vec::new())),
            (None, Some((kind, body))) if line == format!("-----END {kind}-----") => {
                found.extend(decoded(body).map(|bytes| Block { kind: (*kind).to_owned(), bytes }));
                open = None;
            }
            (None, Some((_, body))) => body.push(line),
            (None, None) => {}
        }
    }
    found
}

/// The content of a block, whose first lines may be headers (`Proc-Type: 4,ENCRYPTED`).
fn decoded(body: &[&str]) -> Option<Vec<u8>> {
    use base64::Engine;
    use base64::engine::{GeneralPurpose, GeneralPurposeConfig};
    // Go's `base64.StdEncoding` is not strict about the bits after the last byte.
    let go = GeneralPurpose::new(&base64::alphabet::STANDARD, GeneralPurposeConfig::new().with_decode_allow_trailing_bits(true));
    let lines = body.iter().skip_while(|line| line.contains(':'));
    let text: String = lines.flat_map(|line| line.chars()).filter(|c| !c.is_ascii_whitespace()).collect();
    go.decode(text).ok()
}
