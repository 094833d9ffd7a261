//! SHA-256, in the small hexadecimal letters that `sha256sum` prints.

use sha2::{Digest, Sha256};

/// The checksum of `bytes`.
pub fn sha256(bytes: &[u8]) -> String {
    sha256_of([bytes])
}

/// The checksum of all `parts` in a row.
pub fn sha256_of<'b>(parts: impl IntoIterator<Item = &'b [u8]>) -> String {
    let mut hasher = Sha256::new();
    parts.into_iter().for_each(|part| hasher.update(part));
    hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_that_of_sha256sum() {
        assert_eq!(sha256(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(sha256_of([b"a".as_slice(), b"bc"]), sha256(b"abc"));
    }
}
