//! A private key in the forms that Go's TLS takes, tried in its order: PKCS #1, PKCS #8, SEC 1. Source: `parsePrivateKey`
//! (`crypto/tls/tls.go`), `crypto/x509/{pkcs1,pkcs8,sec1}.go`, Go 1.25.

use super::certificate::{Algorithm, Curve, Rsa, algorithm};
use super::der::{Der, OCTET_STRING, SEQUENCE, explicit, positive};

/// What is held against a certificate's public key.
#[derive(Debug)]
pub(super) enum PrivateKey {
    /// The public half that it carries.
    Rsa(Rsa),
    /// The curve, and the public point if it carries one.
    Ec(Curve, Option<Vec<u8>>),
    Ed25519,
}

/// The private key in DER, or Go's objection.
pub(super) fn parse(der: &[u8]) -> Result<PrivateKey, &'static str> {
    if let Some(key) = pkcs1(der) {
        return Ok(PrivateKey::Rsa(key));
    }
    match pkcs8(der) {
        Some(Wrapped::Key(key)) => return Ok(key),
        Some(Wrapped::Exchange) => return Err("tls: found unknown private key type in PKCS#8 wrapping"),
        None => {}
    }
    match sec1(der, None) {
        Some((curve, point)) => Ok(PrivateKey::Ec(curve, point)),
        None => Err("tls: failed to parse private key"),
    }
}

fn pkcs1(der: &[u8]) -> Option<Rsa> {
    let mut rest = Der(der);
    let mut key = rest.within(SEQUENCE).filter(|_| rest.is_empty())?;
    let version = key.small()?;
    let mut number = || key.integer().filter(|number| positive(number));
    let (modulus, exponent, _private) = (number()?, number()?, number()?);
    let (_p, _q) = (number()?, number()?);
    (version <= 1).then(|| Rsa { modulus: modulus.to_vec(), exponent: exponent.to_vec() })
}

/// What PKCS #8 wraps.
enum Wrapped {
    Key(PrivateKey),
    /// A key that only agrees on secrets (X25519).
    Exchange,
}

fn pkcs8(der: &[u8]) -> Option<Wrapped> {
    let mut key = Der(der).within(SEQUENCE)?;
    key.integer()?;
    let algorithm = algorithm(key.within(SEQUENCE)?).ok()?;
    let inner = key.value(OCTET_STRING)?.content;
    if algorithm.is_rsa() {
        return pkcs1(inner).map(|key| Wrapped::Key(PrivateKey::Rsa(key)));
    }
    if algorithm.is_ec() {
        return sec1(inner, named(algorithm)).map(|(curve, point)| Wrapped::Key(PrivateKey::Ec(curve, point)));
    }
    let seed = || Der(inner).value(OCTET_STRING).is_some_and(|seed| seed.content.len() == 32 && algorithm.parameters.is_empty());
    if algorithm.is_ed25519() {
        return seed().then_some(Wrapped::Key(PrivateKey::Ed25519));
    }
    (algorithm.is_x25519() && seed()).then_some(Wrapped::Exchange)
}

/// The object identifier of the curve in an algorithm's parameters.
fn named(algorithm: Algorithm<'_>) -> Option<&[u8]> {
    Der(algorithm.parameters).object_identifier()
}

fn sec1(der: &[u8], named: Option<&[u8]>) -> Option<(Curve, Option<Vec<u8>>)> {
    let mut key = Der(der).within(SEQUENCE)?;
    key.small().filter(|version| *version == 1)?;
    let secret = key.value(OCTET_STRING)?.content;
    let own = match key.optional(explicit(0))? {
        Some(mut parameters) => Some(parameters.object_identifier()?),
        None => None,
    };
    let point = match key.optional(explicit(1))? {
        Some(mut point) => Some(point.bits()?.to_vec()),
        None => None,
    };
    let curve = Curve::of(named.or(own)?)?;
    let zeros = secret.iter().take_while(|byte| **byte == 0).count();
    (secret.len() - zeros <= curve.length()).then_some((curve, point))
}
