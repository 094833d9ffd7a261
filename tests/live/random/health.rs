//! Probes and what runs around a container's life.

use serde_json::{Value, json};

use crate::dice::Dice;

/// Probes in some containers, quick enough to be seen.
pub fn lay_on(dice: &mut Dice, container: &mut Value) {
    if dice.chance(20) {
        container["readinessProbe"] = probe(dice);
    }
    if dice.chance(8) {
        container["livenessProbe"] = probe(dice);
    }
    if dice.chance(5) {
        container["startupProbe"] = probe(dice);
    }
    let hooks = [
        json!({"postStart": {"exec": {"command": ["sh", "-c", "echo hooked > /data/hook"]}}}),
        json!({"postStart": {"exec": {"command": ["true"]}}}),
        json!({"preStop": {"exec": {"command": ["sleep", "1"]}}}),
    ];
    dice.maybe(5, container, "lifecycle", &hooks);
}

fn probe(dice: &mut Dice) -> Value {
    let mut probe = dice.of(&[
        json!({"exec": {"command": ["true"]}}),
        json!({"exec": {"command": ["cat", "/tmp/ok"]}}),
        json!({"exec": {"command": ["sh", "-c", "test -w /data"]}}),
        json!({"exec": {"command": ["nosuch"]}}),
        json!({"tcpSocket": {"port": 80}}),
        json!({"tcpSocket": {"port": "serve"}}),
        json!({"httpGet": {"port": 80}}),
        json!({"httpGet": {"port": "serve", "path": "/"}}),
        json!({"httpGet": {"port": 80, "path": "/none"}}),
        json!({"tcpSocket": {"port": 6379}}),
    ]);
    probe["periodSeconds"] = 1.into();
    probe["failureThreshold"] = 2.into();
    dice.maybe(20, &mut probe, "initialDelaySeconds", &[json!(1)]);
    probe
}
