//! The names of a certificate's issuer and subject. Source: `parseName`, `parseASN1String` (`crypto/x509/parser.go`, Go 1.25).

use super::der::{Der, SEQUENCE, SET, Value};

/// Reads what is within a name, or tells Go's objection.
pub(super) fn read(mut name: Der<'_>) -> Result<(), String> {
    while !name.is_empty() {
        let mut set = name.within(SET).ok_or("x509: invalid RDNSequence")?;
        while !set.is_empty() {
            let mut attribute = set.within(SEQUENCE).ok_or("x509: invalid RDNSequence: invalid attribute")?;
            attribute.object_identifier().ok_or("x509: invalid RDNSequence: invalid attribute type")?;
            let value = attribute.any().ok_or("x509: invalid RDNSequence: invalid attribute value")?;
            string(value).map_err(|error| format!("x509: invalid RDNSequence: invalid attribute value: {error}"))?;
        }
    }
    Ok(())
}

fn string(value: Value<'_>) -> Result<(), String> {
    let every = |good: fn(&u8) -> bool| value.content.iter().all(good);
    let (good, kind) = match value.tag {
        0x0c => (std::str::from_utf8(value.content).is_ok(), "UTF-8 string"),
        0x12 => (every(|byte| byte.is_ascii_digit() || *byte == b' '), "NumericString"),
        0x13 => (every(printable), "PrintableString"),
        0x14 => (true, "T61String"),
        0x16 => (every(u8::is_ascii), "IA5String"),
        0x1e => (basic_plane(value.content), "BMPString"),
        tag => return Err(format!("unsupported string type: {tag}")),
    };
    good.then_some(()).ok_or_else(|| format!("invalid {kind}"))
}

/// A byte of a `PrintableString`, with the two that Go bears.
fn printable(byte: &u8) -> bool {
    byte.is_ascii_alphanumeric() || b" '()+,-./:=?*&".contains(byte)
}

/// Whether these are characters of two bytes each, none of them reserved.
fn basic_plane(bytes: &[u8]) -> bool {
    let reserved = |point: u16| matches!(point, 0xfffe | 0xffff | 0xfdd0..=0xfdef | 0xd800..=0xdfff);
    bytes.len().is_multiple_of(2) && !bytes.chunks_exact(2).any(|pair| reserved(u16::from_be_bytes([pair[0], pair[1]])))
}
