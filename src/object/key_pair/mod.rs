//! Whether a certificate and a private key belong together, in the words of Go's `tls.X509KeyPair` (1.25), which the API
//! server asks to warn about a TLS Secret and kubectl before it creates one.
//!
//! Read are the PEM, the certificate down to its public key, and the private key in the three forms that Go takes. Not
//! read are a certificate's extensions, whether a point lies on its curve or a modulus is the product of its primes, and a
//! key that does not carry its public half (Ed25519, some of EC): those are believed.

mod certificate;
mod der;
mod distinguished_name;
mod key;
mod pem;

use certificate::PublicKey;
use key::PrivateKey;

/// What Go says, and of which of the two.
#[derive(Debug, PartialEq, Eq)]
pub enum KeyPairError {
    /// Of the certificate.
    Certificate(String),
    /// Of the private key, or of the two together.
    Key(String),
}

impl KeyPairError {
    /// Go's sentence.
    pub fn message(&self) -> &str {
        match self {
            KeyPairError::Certificate(message) | KeyPairError::Key(message) => message,
        }
    }
}

/// Holds a certificate (`tls.crt`, PEM) and a private key (`tls.key`, PEM) against each other.
///
/// # Errors
/// The first thing that Go's `tls.X509KeyPair` objects to.
pub fn check(certificate: &[u8], key: &[u8]) -> Result<(), KeyPairError> {
    let in_key = |message: &str| KeyPairError::Key(message.to_owned());
    let first = pem::certificate(certificate).map_err(KeyPairError::Certificate)?;
    let found = pem::private_key(key).map_err(KeyPairError::Key)?;
    let public = certificate::public_key(&first).map_err(KeyPairError::Certificate)?;
    let private = key::parse(&found).map_err(in_key)?;
    let belong = match (&public, &private) {
        (PublicKey::Unknown, _) => return Err(KeyPairError::Certificate("tls: unknown public key algorithm".into())),
        (PublicKey::Rsa(public), PrivateKey::Rsa(private)) => public == private,
        (PublicKey::Ec(curve, point), PrivateKey::Ec(other, own)) => curve == other && own.as_ref().is_none_or(|own| own == point),
        (PublicKey::Ed25519, PrivateKey::Ed25519) => true,
        _ => return Err(in_key("tls: private key type does not match public key type")),
    };
    match belong {
        true => Ok(()),
        false => Err(in_key("tls: private key does not match public key")),
    }
}
