//! Services before the Pods of a world.

use serde_json::{Value, json};

use crate::dice::Dice;

/// One or two Services, by number and by name of a port, with and without an address.
pub fn services(dice: &mut Dice) -> Vec<Value> {
    (0..1 + dice.below(2)).map(|number| service(dice, &format!("s{number}"))).collect()
}

fn service(dice: &mut Dice, name: &str) -> Value {
    let mut port = json!({"port": dice.of(&[80, 8080, 6379]), "name": "front"});
    dice.maybe(70, &mut port, "targetPort", &[json!(80), json!("serve"), json!("none"), json!(6379)]);
    let mut ports = vec![port];
    if dice.chance(30) {
        ports.push(json!({"name": "second", "port": 9090, "targetPort": dice.of(&[json!("serve"), json!(9090)])}));
    }
    let mut spec = json!({"selector": {"app": dice.of(&["web", "db"])}, "ports": ports});
    dice.maybe(20, &mut spec, "clusterIP", &[json!("None")]);
    dice.maybe(15, &mut spec, "publishNotReadyAddresses", &[json!(true)]);
    dice.maybe(10, &mut spec, "type", &[json!("NodePort"), json!("ExternalName")]);
    if spec["type"] == "ExternalName" {
        spec["externalName"] = "example.com".into();
    }
    json!({"apiVersion": "v1", "kind": "Service", "metadata": {"name": name}, "spec": spec})
}
