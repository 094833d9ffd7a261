//! A random Pod, put together from its parts.

use serde_json::{Value, json};

use super::volume::Volumes;
use super::{before, context, credential, health, place, variable};
use crate::dice::Dice;

pub fn pod(dice: &mut Dice, name: &str) -> Value {
    let foreign = credential::image(dice);
    let image = foreign.unwrap_or_else(|| {
        dice.of(&["busybox:1.28", "busybox:1.28", "busybox:1.37", "ubuntu:22.04", "ubuntu:24.04", "nginx:1.31", "redis:8"])
    });
    let serves = ["nginx", "redis", "web"].iter().any(|word| image.contains(word));
    let Volumes { volumes, mounts } = Volumes::new(dice, image.contains("nginx") || image.contains("web"));
    let mut first = json!({"name": "c", "image": image, "securityContext": context::of_container(dice), "volumeMounts": mounts});
    if !serves || dice.chance(15) {
        first["command"] = command(dice);
    }
    dice.maybe(8, &mut first, "workingDir", &["/data", "/tmp", "/w"].map(Value::from));
    dice.maybe(12, &mut first, "imagePullPolicy", &[json!("IfNotPresent"), json!("Never")]);
    let port = if image.starts_with("redis") { 6379 } else { 80 };
    dice.maybe(if serves { 70 } else { 10 }, &mut first, "ports", &[json!([{"name": "serve", "containerPort": port}])]);
    variable::lay_on(dice, &mut first);
    health::lay_on(dice, &mut first);
    place::resources(dice, &mut first);
    let mut containers = vec![first];
    if dice.chance(15) {
        containers.push(json!({"name": "d", "image": "busybox:1.28", "command": second(dice), "securityContext": context::of_container(dice), "volumeMounts": mounts}));
    }
    let inits = before::containers(dice, &mounts);
    let mut spec =
        json!({"containers": containers, "terminationGracePeriodSeconds": 0, "securityContext": context::of_pod(dice), "volumes": volumes});
    if !inits.is_empty() {
        spec["initContainers"] = inits.into();
    }
    place::lay_on(dice, &mut spec, serves);
    credential::lay_on(dice, &mut spec, foreign.is_some());
    let mut metadata = json!({"name": name, "labels": {"app": dice.of(&["web", "db"])}});
    dice.maybe(20, &mut metadata, "annotations", &[json!({"note": "a \"quoted\" word", "team": "lab"})]);
    json!({"apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": spec})
}

/// What the first container runs: most stay, some end.
fn command(dice: &mut Dice) -> Value {
    dice.of(&[
        json!(["sleep", "3600"]),
        json!(["sleep", "3600"]),
        json!(["sleep", "3600"]),
        json!(["sh", "-c", "id > /data/who; sleep 3600"]),
        json!(["sh", "-c", "touch /tmp/ok && sleep 3600"]),
        json!(["sh", "-c", "id; touch /tmp/ok; cat /data/init; sleep 3600"]),
        json!(["sh", "-c", "id; cat /sec/token; exit 3"]),
        json!(["sh", "-c", "echo done"]),
        json!(["nosuch", "--flag"]),
        json!(["/etc"]),
    ])
}

fn second(dice: &mut Dice) -> Value {
    dice.of(&[json!(["sleep", "3600"]), json!(["sh", "-c", "echo hello; id; sleep 3600"]), json!(["false"])])
}
