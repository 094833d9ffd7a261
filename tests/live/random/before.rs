//! Init containers and sidecars.

use serde_json::{Value, json};

use super::context;
use crate::dice::Dice;

/// `initContainers`, in some Pods. They see what the first container sees.
pub fn containers(dice: &mut Dice, mounts: &[Value]) -> Vec<Value> {
    if !dice.chance(35) {
        return Vec::new();
    }
    (0..1 + dice.below(2)).map(|number| container(dice, &format!("i{number}"), mounts)).collect()
}

fn container(dice: &mut Dice, name: &str, mounts: &[Value]) -> Value {
    let image = dice.of(&["busybox:1.28", "busybox:1.37", "ubuntu:24.04"]);
    let mut made = json!({"name": name, "image": image, "securityContext": context::of_container(dice)});
    if dice.chance(70) {
        made["volumeMounts"] = mounts.into();
    }
    if dice.chance(25) {
        made["restartPolicy"] = "Always".into();
        made["command"] = dice.of(&[
            json!(["sleep", "3600"]),
            json!(["sh", "-c", "echo side; sleep 3600"]),
            json!(["sh", "-c", "touch /ready; sleep 3600"]),
        ]);
        dice.maybe(
            30,
            &mut made,
            "startupProbe",
            &[json!({"exec": {"command": ["test", "-e", "/ready"]}, "periodSeconds": 1, "failureThreshold": 3})],
        );
        return made;
    }
    made["command"] = dice.of(&[
        json!(["true"]),
        json!(["sh", "-c", "id; echo begun > /data/init"]),
        json!(["sh", "-c", "id > /data/init; chmod 600 /data/init"]),
        json!(["sh", "-c", "chown 1000:1000 /data && echo given"]),
        json!(["sh", "-c", "mkdir -p /data/d && touch /data/d/f"]),
        json!(["sh", "-c", "test -r /sec/token"]),
        json!(["sh", "-c", "echo failed >&2; exit 3"]),
        json!(["nosuch"]),
    ]);
    made
}
