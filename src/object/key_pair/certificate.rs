//! A certificate down to its public key. Source: `parseCertificate`, `parsePublicKey` (`crypto/x509/parser.go`, Go 1.25),
//! whose order decides which objection is the one that is told.

use super::der::{Der, GENERALIZED_TIME, SEQUENCE, UTC_TIME, explicit, positive};
use super::distinguished_name;

const RSA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01];
const EC: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01];
const X25519: &[u8] = &[0x2b, 0x65, 0x6e];
const ED25519: &[u8] = &[0x2b, 0x65, 0x70];

/// An algorithm's identifier and its parameters, in DER.
#[derive(Clone, Copy)]
pub(super) struct Algorithm<'a> {
    pub identifier: &'a [u8],
    pub parameters: &'a [u8],
}

impl Algorithm<'_> {
    pub(super) fn is_rsa(self) -> bool {
        self.identifier == RSA
    }

    pub(super) fn is_ec(self) -> bool {
        self.identifier == EC
    }

    pub(super) fn is_x25519(self) -> bool {
        self.identifier == X25519
    }

    pub(super) fn is_ed25519(self) -> bool {
        self.identifier == ED25519
    }
}

/// An RSA key's public half.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Rsa {
    pub modulus: Vec<u8>,
    pub exponent: Vec<u8>,
}

/// The curves that Go knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Curve {
    P224,
    P256,
    P384,
    P521,
}

impl Curve {
    /// The curve of an object identifier in DER.
    pub(super) fn of(identifier: &[u8]) -> Option<Curve> {
        match identifier {
            [0x2b, 0x81, 0x04, 0x00, 0x21] => Some(Curve::P224),
            [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07] => Some(Curve::P256),
            [0x2b, 0x81, 0x04, 0x00, 0x22] => Some(Curve::P384),
            [0x2b, 0x81, 0x04, 0x00, 0x23] => Some(Curve::P521),
            _ => None,
        }
    }

    /// The length of a coordinate and of a private key, in bytes.
    pub(super) fn length(self) -> usize {
        match self {
            Curve::P224 => 28,
            Curve::P256 => 32,
            Curve::P384 => 48,
            Curve::P521 => 66,
        }
    }
}

/// Whom a certificate is for.
#[derive(Debug)]
pub(super) enum PublicKey {
    Rsa(Rsa),
    /// The curve and the point on it.
    Ec(Curve, Vec<u8>),
    Ed25519,
    /// An algorithm that TLS does not use.
    Unknown,
}

/// The public key of a certificate in DER, or Go's objection.
pub(super) fn public_key(der: &[u8]) -> Result<PublicKey, String> {
    let mut rest = Der(der);
    let mut certificate = rest.within(SEQUENCE).ok_or("x509: malformed certificate")?;
    let mut body = certificate.within(SEQUENCE).ok_or("x509: malformed tbs certificate")?;
    version(&mut body)?;
    let serial = body.integer().ok_or("x509: malformed serial number")?;
    if serial[0] & 0x80 != 0 {
        return Err("x509: negative serial number".into());
    }
    let inner = body.value(SEQUENCE).ok_or("x509: malformed signature algorithm identifier")?;
    let outer = certificate.value(SEQUENCE).ok_or("x509: malformed algorithm identifier")?;
    if inner.content != outer.content {
        return Err("x509: inner and outer signature algorithm identifiers don't match".into());
    }
    algorithm(Der(inner.content))?;
    distinguished_name::read(body.within(SEQUENCE).ok_or("x509: malformed issuer")?)?;
    let mut validity = body.within(SEQUENCE).ok_or("x509: malformed validity")?;
    time(&mut validity)?;
    time(&mut validity)?;
    distinguished_name::read(body.within(SEQUENCE).ok_or("x509: malformed issuer")?)?;
    let public = subject(body.within(SEQUENCE).ok_or("x509: malformed spki")?)?;
    certificate.bits().ok_or("x509: malformed signature")?;
    match rest.is_empty() {
        true => Ok(public),
        false => Err("x509: trailing data".into()),
    }
}

fn version(body: &mut Der<'_>) -> Result<(), &'static str> {
    let Some(mut version) = body.optional(explicit(0)).ok_or("x509: malformed version")? else { return Ok(()) };
    match version.small().filter(|_| version.is_empty()) {
        Some(0..=2) => Ok(()),
        Some(3..) => Err("x509: invalid version"),
        _ => Err("x509: malformed version"),
    }
}

/// An `AlgorithmIdentifier`.
pub(super) fn algorithm(mut der: Der<'_>) -> Result<Algorithm<'_>, &'static str> {
    let identifier = der.object_identifier().ok_or("x509: malformed OID")?;
    let parameters = match der.is_empty() {
        true => &[],
        false => der.any().ok_or("x509: malformed parameters")?.whole,
    };
    Ok(Algorithm { identifier, parameters })
}

fn time(validity: &mut Der<'_>) -> Result<(), &'static str> {
    let (tag, form, malformed) = match () {
        () if validity.next_is(UTC_TIME) => (UTC_TIME, "%y%m%d%H%M%SZ", "x509: malformed UTCTime"),
        () if validity.next_is(GENERALIZED_TIME) => (GENERALIZED_TIME, "%Y%m%d%H%M%SZ", "x509: malformed GeneralizedTime"),
        () => return Err("x509: unsupported time format"),
    };
    let text = validity.value(tag).and_then(|value| std::str::from_utf8(value.content).ok()).ok_or(malformed)?;
    let digits = text.strip_suffix('Z').is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()));
    let length = if tag == UTC_TIME { 13 } else { 15 };
    let real = digits && text.len() == length && !text.ends_with("60Z") && jiff::civil::DateTime::strptime(form, text).is_ok();
    real.then_some(()).ok_or(malformed)
}

fn subject(mut der: Der<'_>) -> Result<PublicKey, &'static str> {
    let algorithm = algorithm(der.within(SEQUENCE).ok_or("x509: malformed public key algorithm identifier")?)?;
    let bytes = der.bits().ok_or("x509: malformed subjectPublicKey")?;
    if algorithm.is_rsa() {
        return rsa(algorithm.parameters, bytes);
    }
    if algorithm.is_ec() {
        let curve = Der(algorithm.parameters).object_identifier().ok_or("x509: invalid ECDSA parameters")?;
        let curve = Curve::of(curve).ok_or("x509: unsupported elliptic curve")?;
        return match bytes.first() == Some(&4) && bytes.len() == 1 + 2 * curve.length() {
            true => Ok(PublicKey::Ec(curve, bytes.to_vec())),
            false => Err("invalid point encoding"),
        };
    }
    match (algorithm.is_ed25519(), algorithm.parameters, bytes.len()) {
        (false, ..) => Ok(PublicKey::Unknown),
        (true, [], 32) => Ok(PublicKey::Ed25519),
        (true, [], _) => Err("x509: wrong Ed25519 public key size"),
        (true, ..) => Err("x509: Ed25519 key encoded with illegal parameters"),
    }
}

fn rsa(parameters: &[u8], bytes: &[u8]) -> Result<PublicKey, &'static str> {
    if parameters != [5, 0] {
        return Err("x509: RSA key missing NULL parameters");
    }
    let mut key = Der(bytes).within(SEQUENCE).ok_or("x509: invalid RSA public key")?;
    let modulus = key.integer().ok_or("x509: invalid RSA modulus")?;
    let exponent = key.integer().ok_or("x509: invalid RSA public exponent")?;
    match (positive(modulus), positive(exponent)) {
        (false, _) => Err("x509: RSA modulus is not a positive number"),
        (_, false) => Err("x509: RSA public exponent is not a positive number"),
        _ => Ok(PublicKey::Rsa(Rsa { modulus: modulus.to_vec(), exponent: exponent.to_vec() })),
    }
}
