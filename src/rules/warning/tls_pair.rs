//! The certificate and key of a TLS Secret belong together. Source: `warningsForSecret`, which asks Go's
//! `tls.X509KeyPair`, 1.35.
use crate::object::key_pair::{self, KeyPairError};
use crate::rules::prelude::*;
use crate::rules::secret::bytes;

pub static RULE: Rule = Rule::warning("tls-key-pair", check, include_str!("tls_pair.md"));

fn check(secret: Field<'_>) {
    if secret.at("type").str() != "kubernetes.io/tls" {
        return;
    }
    let (certificate, key) = (secret.at("data").key("tls.crt"), secret.at("data").key("tls.key"));
    match key_pair::check(&bytes(certificate), &bytes(key)) {
        Ok(()) => {}
        Err(KeyPairError::Certificate(message)) => certificate.say(message),
        Err(KeyPairError::Key(message)) => key.say(message),
    }
}
