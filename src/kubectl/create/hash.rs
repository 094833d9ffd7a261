//! `--append-hash`: a name that says what a ConfigMap or Secret holds (kubectl v0.35 `pkg/util/hash/hash.go`).

use serde_json::{Value, json};

use crate::object::{golang, sorted};
use crate::text::sha256;

/// Puts the hash of its content behind an object's name.
pub(super) fn append(object: &mut Value) {
    let Some(name) = object["metadata"]["name"].as_str().map(str::to_owned) else { return };
    let data = if object["data"].is_object() { object["data"].clone() } else { json!({}) };
    let mut content = json!({"kind": object["kind"], "name": name, "data": data});
    if object["kind"] == "Secret" {
        content["type"] = object["type"].as_str().unwrap_or_default().into();
    }
    object["metadata"]["name"] = format!("{name}-{}", shown(&sha256(golang::json(&sorted(&content)).as_bytes()))).into();
}

/// Ten of its letters, in which no word can be read.
fn shown(hash: &str) -> String {
    let letter = |letter| match letter {
        '0' => 'g',
        '1' => 'h',
        '3' => 'k',
        'a' => 'm',
        'e' => 't',
        other => other,
    };
    hash.chars().take(10).map(letter).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_that_of_kubectl() {
        let mut secret = json!({"kind": "Secret", "metadata": {"name": "r4"}, "data": {"a": "Yg=="}});
        append(&mut secret);
        // As kubectl 1.35.4 said of `create secret generic r4 --append-hash --from-literal=a=b`.
        assert_eq!(secret["metadata"]["name"], "r4-fc8tkm57t5");
    }
}
