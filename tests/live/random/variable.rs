//! The environment of a container.

use serde_json::{Value, json};

use crate::dice::Dice;

/// `env` and `envFrom`, in some containers.
pub fn lay_on(dice: &mut Dice, container: &mut Value) {
    let field = |path: &str| json!({"fieldRef": {"fieldPath": path}});
    let sources = [
        json!({"name": "A", "value": "1"}),
        json!({"name": "B", "value": "$(A)-$(C)-$$(A)"}),
        json!({"name": "NODE", "valueFrom": field("spec.nodeName")}),
        json!({"name": "ME", "valueFrom": field("metadata.name")}),
        json!({"name": "ACCOUNT", "valueFrom": field("spec.serviceAccountName")}),
        json!({"name": "MODE", "valueFrom": {"configMapKeyRef": {"name": "cfg", "key": "b"}}}),
        json!({"name": "TOKEN", "valueFrom": {"secretKeyRef": {"name": "sec", "key": "token"}}}),
        json!({"name": "MAYBE", "valueFrom": {"secretKeyRef": {"name": "sec", "key": "none", "optional": true}}}),
        json!({"name": "CPUS", "valueFrom": {"resourceFieldRef": {"resource": "requests.cpu", "divisor": "1m"}}}),
    ];
    if dice.chance(25) {
        container["env"] = (0..1 + dice.below(3)).map(|_| dice.of(&sources)).collect();
    }
    let whole = [
        json!([{"configMapRef": {"name": "cfg"}}]),
        json!([{"prefix": "S_", "secretRef": {"name": "sec"}}]),
        json!([{"configMapRef": {"name": "none", "optional": true}}]),
    ];
    dice.maybe(12, container, "envFrom", &whole);
    if dice.chance(4) {
        let missing = [
            json!({"configMapKeyRef": {"name": "none", "key": "a"}}),
            json!({"secretKeyRef": {"name": "none", "key": "a"}}),
            json!({"secretKeyRef": {"name": "sec", "key": "none"}}),
            json!({"configMapKeyRef": {"name": "cfg", "key": "none"}}),
        ];
        container["env"] = json!([{"name": "GONE", "valueFrom": dice.of(&missing)}]);
    }
}
