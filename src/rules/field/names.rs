//! Which names are written anywhere in an object, roughly: most fields that rules ask for are in no object of their kind.

use serde_json::Value;

const WORDS: usize = 16;

/// A set of names that may say yes of one it does not have (a Bloom filter), and never no of one it has.
#[derive(Clone, Copy, Debug)]
pub struct Names([u64; WORDS]);

impl Names {
    /// Of an object of which nothing is known.
    pub const ANY: Self = Self([u64::MAX; WORDS]);

    /// The names of all fields in `value`, however deep.
    pub fn of(value: &Value) -> Self {
        let mut names = Self([0; WORDS]);
        names.note(value);
        names
    }

    fn note(&mut self, value: &Value) {
        match value {
            Value::Object(map) => map.iter().for_each(|(name, value)| {
                let (word, bit) = place(name);
                self.0[word] |= bit;
                self.note(value);
            }),
            Value::Array(items) => items.iter().for_each(|item| self.note(item)),
            _ => {}
        }
    }

    /// False if `name` is certainly not among them.
    #[inline]
    pub fn may_have(&self, name: &str) -> bool {
        let (word, bit) = place(name);
        self.0[word] & bit != 0
    }
}

/// The word and the bit that stand for a name: by its length and three of its letters.
#[inline]
fn place(name: &str) -> (usize, u64) {
    let (bytes, length) = (name.as_bytes(), name.len());
    if length == 0 {
        return (0, 1);
    }
    let letters = (bytes[0] as u32) << 16 | (bytes[length / 2] as u32) << 8 | bytes[length - 1] as u32;
    let hash = (letters ^ (length as u32) << 24).wrapping_mul(0x9E37_79B1) >> 22;
    (hash as usize / 64, 1 << (hash % 64))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn every_name_is_known_however_deep() {
        let value = json!({"spec": {"containers": [{"name": "web", "": 1, "é": null}]}});
        let names = Names::of(&value);
        for name in ["spec", "containers", "name", "", "é"] {
            assert!(names.may_have(name), "{name}");
        }
    }

    #[test]
    fn what_is_not_there_is_mostly_known_not_to_be() {
        let names =
            Names::of(&json!({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web"}, "spec": {"containers": [{"image": "a"}]}}));
        let absent =
            ["hostAliases", "tolerations", "affinity", "lifecycle", "livenessProbe", "volumeDevices", "ephemeralContainers", "overhead"];
        assert!(!absent.iter().any(|name| names.may_have(name)));
        assert!(Names::ANY.may_have("anything"));
    }
}
