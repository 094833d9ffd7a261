//! PEM, as Go's `encoding/pem` reads it: a block whose text is not base64 is none.

use base64::Engine;
use base64::engine::{GeneralPurpose, GeneralPurposeConfig};

struct Block {
    kind: String,
    bytes: Vec<u8>,
}

impl Block {
    fn is_private_key(&self) -> bool {
        self.kind == "PRIVATE KEY" || self.kind.ends_with(" PRIVATE KEY")
    }
}

/// The first certificate in DER.
pub(super) fn certificate(text: &[u8]) -> Result<Vec<u8>, String> {
    let found = blocks(text);
    let kinds = kinds(&found);
    if let Some(first) = found.into_iter().find(|block| block.kind == "CERTIFICATE") {
        return Ok(first.bytes);
    }
    Err(match kinds.as_slice() {
        [] => "tls: failed to find any PEM data in certificate input".into(),
        [one] if one.ends_with("PRIVATE KEY") => {
            "tls: failed to find certificate PEM data in certificate input, but did find a private key; PEM inputs may have been switched"
                .into()
        }
        _ => skipped("\"CERTIFICATE\" PEM block in certificate input", &kinds),
    })
}

/// The first private key in DER.
pub(super) fn private_key(text: &[u8]) -> Result<Vec<u8>, String> {
    let found = blocks(text);
    let kinds = kinds(&found);
    if let Some(first) = found.into_iter().find(Block::is_private_key) {
        return Ok(first.bytes);
    }
    Err(match kinds.as_slice() {
        [] => "tls: failed to find any PEM data in key input".into(),
        [one] if one == "CERTIFICATE" => "tls: found a certificate rather than a key in the PEM for the private key".into(),
        _ => skipped("PEM block with type ending in \"PRIVATE KEY\" in key input", &kinds),
    })
}

fn kinds(blocks: &[Block]) -> Vec<String> {
    blocks.iter().map(|block| block.kind.clone()).collect()
}

fn skipped(wanted: &str, kinds: &[String]) -> String {
    format!("tls: failed to find {wanted} after skipping PEM blocks of the following types: [{}]", kinds.join(" "))
}

fn blocks(bytes: &[u8]) -> Vec<Block> {
    let text = String::from_utf8_lossy(bytes);
    let mut found = Vec::new();
    let mut open: Option<(&str, Vec<&str>)> = None;
    for line in text.lines().map(str::trim_end) {
        if let Some(kind) = line.strip_prefix("-----BEGIN ").and_then(|rest| rest.strip_suffix("-----")) {
            open = Some((kind, Vec::new()));
        } else if let Some(end) = line.strip_prefix("-----END ") {
            let whole = open.take().filter(|(kind, _)| end.strip_suffix("-----") == Some(kind));
            found.extend(whole.and_then(|(kind, body)| Some(Block { kind: kind.to_owned(), bytes: decoded(&body)? })));
        } else if let Some((_, body)) = &mut open {
            body.push(line);
        }
    }
    found
}

/// The content of a block, whose first lines may be headers (`Proc-Type: 4,ENCRYPTED`).
fn decoded(body: &[&str]) -> Option<Vec<u8>> {
    // Go's `base64.StdEncoding` is not strict about the bits after the last byte.
    let go = GeneralPurpose::new(&base64::alphabet::STANDARD, GeneralPurposeConfig::new().with_decode_allow_trailing_bits(true));
    let lines = body.iter().skip_while(|line| line.contains(':'));
    let text: String = lines.flat_map(|line| line.chars()).filter(|c| !c.is_ascii_whitespace()).collect();
    go.decode(text).ok()
}
