//! Numbers and letters that a cluster makes up, here made of names: the same on every machine and in every version.

use serde_json::Value;

use crate::object::sorted;

/// The alphabet of generated names (apimachinery `pkg/util/rand`): no vowels, nothing that looks like another.
const ALPHABET: &[u8] = b"bcdfghjklmnpqrstvwxz2456789";

/// The five letters of the Pod of this number.
pub(in crate::simulate) fn suffix(of: &str, number: usize) -> String {
    let mut hash = hash(&format!("{of}/{number}"));
    (0..5)
        .map(|_| {
            let letter = ALPHABET[(hash % ALPHABET.len() as u64) as usize];
            hash = (hash / ALPHABET.len() as u64) ^ hash.rotate_left(23);
            letter as char
        })
        .collect()
}

/// `pod-template-hash`, `controller-revision-hash`: 32 bits in decimal digits, of which `SafeEncodeString` makes letters
/// (Kubernetes `pkg/controller/controller_utils.go` ComputeHash, `pkg/controller/history`). The number itself depends on
/// how Go prints a template and is another.
pub fn template_hash(template: &Value) -> String {
    // However a template is written, it is the same template.
    let hash = hash(&sorted(template).to_string());
    let number = (hash ^ (hash >> 32)) as u32;
    number.to_string().bytes().map(|digit| ALPHABET[digit as usize % ALPHABET.len()] as char).collect()
}

/// FNV-1a
fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// A UUID that depends on `text` alone.
pub fn uid_of(text: &str) -> String {
    let (a, b) = (hash(text), hash(&format!("{text}#")));
    format!(
        "{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}",
        a >> 32,
        (a >> 16) & 0xffff,
        a & 0xfff,
        0x8000 | ((b >> 48) & 0x3fff),
        b & 0xffff_ffff_ffff
    )
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_hash_has_the_letters_that_ten_digits_become() {
        for number in 0..200 {
            let hash = template_hash(&json!({"spec": {"n": number}}));
            assert!((1..=10).contains(&hash.len()) && hash.chars().all(|letter| "456789bcdf".contains(letter)), "{hash}");
        }
        let [one, two] = ["{\"a\": 1, \"b\": [{\"c\": 2, \"d\": 3}]}", "{\"b\": [{\"d\": 3, \"c\": 2}], \"a\": 1}"]
            .map(|text| template_hash(&serde_json::from_str(text).unwrap()));
        assert_eq!(one, two);
        assert_eq!(suffix("web", 0).len(), 5);
        assert_eq!(uid_of("Pod/default/web").len(), 36);
    }
}
