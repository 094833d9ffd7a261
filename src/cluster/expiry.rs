//! Until when a client certificate is valid. A server that refuses an expired one says no more than "Unauthorized".

use jiff::civil::DateTime;

/// The day and time (UTC) after which the first certificate of a PEM text is not valid; `None` if it cannot be read.
pub(super) fn of(pem: &[u8]) -> Option<DateTime> {
    let text = std::str::from_utf8(pem).ok()?;
    let body = text.split_once("-----BEGIN CERTIFICATE-----")?.1.split_once("-----END CERTIFICATE-----")?.0;
    let base64: String = body.split_whitespace().collect();
    let der = base64::Engine::decode(&base64::engine::general_purpose::STANDARD, base64).ok()?;
    // RFC 5280: Certificate { tbsCertificate { [0] version, serialNumber, signature, issuer, validity { notBefore, notAfter } … } … }
    let certificate = element(&der)?;
    let mut rest = element(certificate.body)?.body;
    let first = element(rest)?;
    if first.tag == 0xa0 {
        rest = first.rest;
    }
    for _ in ["serialNumber", "signature", "issuer"] {
        rest = element(rest)?.rest;
    }
    let not_before = element(element(rest)?.body)?;
    let not_after = element(not_before.rest)?;
    time(not_after.tag, std::str::from_utf8(not_after.body).ok()?)
}

/// A value in DER: its tag, its body and what comes after it.
struct Element<'d> {
    tag: u8,
    body: &'d [u8],
    rest: &'d [u8],
}

fn element(der: &[u8]) -> Option<Element<'_>> {
    let (&tag, after) = der.split_first()?;
    let (&first, after) = after.split_first()?;
    let (length, after) = match first {
        0..=0x7f => (usize::from(first), after),
        0x81..=0x84 => {
            let bytes = after.get(..usize::from(first & 0x7f))?;
            (bytes.iter().fold(0, |length, byte| length << 8 | usize::from(*byte)), &after[bytes.len()..])
        }
        _ => return None,
    };
    Some(Element { tag, body: after.get(..length)?, rest: after.get(length..)? })
}

/// `UTCTime` (two digits of the year, 1950 to 2049) or `GeneralizedTime` (four), always in UTC.
fn time(tag: u8, text: &str) -> Option<DateTime> {
    let digits = text.strip_suffix('Z')?;
    let whole = match (tag, digits.len()) {
        (0x17, 12) => format!("{}{digits}", if digits < "50" { "20" } else { "19" }),
        (0x18, 14) => digits.to_owned(),
        _ => return None,
    };
    DateTime::strptime("%Y%m%d%H%M%S", whole).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const IN_TWO_DIGITS: &str = "-----BEGIN CERTIFICATE-----\n\
        MIHCMHYCAQEwBQYDK2VwMA4xDDAKBgNVBAMMA2xhYjAeFw0yNTAxMDEwMDAwMDBa\n\
        Fw0yNjAxMDIwMzA0MDVaMA4xDDAKBgNVBAMMA29sZDAqMAUGAytlcAMhAEwHbXSz\n\
        BcaTl3beVD6VVFalA8oOc5Nr3EywhoFj8wAlMAUGAytlcANBAFgXOVt18/2Z+Cko\n\
        uKjmPHeTk3OZhPNTw5tg080gXLY6cLYOE6QT3AWZ2aaFhM0zSZ34wQCyDIf88pFi\n\
        jZ75hQU=\n\
        -----END CERTIFICATE-----";
    const IN_FOUR_DIGITS: &str = "-----BEGIN CERTIFICATE-----\n\
        MIIBIzCB1qADAgECAgEDMAUGAytlcDAOMQwwCgYDVQQDDANsYWIwIBcNMjUwMTAx\n\
        MDAwMDAwWhgPMjA5OTAxMDIwMzA0MDVaMA4xDDAKBgNVBAMMA29sZDAqMAUGAytl\n\
        cAMhAEwHbXSzBcaTl3beVD6VVFalA8oOc5Nr3EywhoFj8wAlo1cwVTATBgNVHSUE\n\
        DDAKBggrBgEFBQcDAjAdBgNVHQ4EFgQUd/uGsIitebvD8w/c2yF0V90MciUwHwYD\n\
        VR0jBBgwFoAU5AoB5S1RugeXfzVbNzCcE303y8gwBQYDK2VwA0EA3N+gdcYpK5Xj\n\
        047gEUt+PCydNiJgmfX+RrLOPHf0eSkNyPrQTcC+0WnUxDY19Mb6hbzM+vKd0Jl4\n\
        BKEvtSITAQ==\n\
        -----END CERTIFICATE-----";

    #[test]
    fn the_end_of_a_certificate_is_read() {
        for (pem, wanted) in [(IN_TWO_DIGITS, "2026-01-02T03:04:05"), (IN_FOUR_DIGITS, "2099-01-02T03:04:05")] {
            assert_eq!(of(pem.as_bytes()).map(|time| time.to_string()).as_deref(), Some(wanted));
        }
    }

    #[test]
    fn what_is_no_certificate_has_no_end() {
        for text in [
            "",
            "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----",
            "-----BEGIN CERTIFICATE-----\nMIT/\n-----END CERTIFICATE-----",
        ] {
            assert_eq!(of(text.as_bytes()), None, "{text}");
        }
    }
}
