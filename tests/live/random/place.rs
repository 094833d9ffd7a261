//! Where a Pod runs and what of the node it shares.

use serde_json::{Value, json};

use crate::dice::Dice;

/// Host namespaces, nodes, resources, deadlines: each in a few Pods. A server keeps off the host's network, where its port may be taken.
pub fn lay_on(dice: &mut Dice, spec: &mut Value, serves: bool) {
    for field in ["hostPID", "hostIPC"] {
        dice.maybe(3, spec, field, &[json!(true)]);
    }
    if !serves {
        dice.maybe(6, spec, "hostNetwork", &[json!(true)]);
    }
    dice.maybe(6, spec, "shareProcessNamespace", &[json!(true)]);
    dice.maybe(2, spec, "hostUsers", &[json!(false)]);
    dice.maybe(2, spec, "nodeSelector", &[json!({"disk": "ssd"}), json!({"kubernetes.io/os": "linux"})]);
    dice.maybe(1, spec, "priorityClassName", &[json!("none"), json!("system-node-critical")]);
    dice.maybe(1, spec, "runtimeClassName", &[json!("none")]);
    dice.maybe(15, spec, "automountServiceAccountToken", &[json!(false)]);
    dice.maybe(5, spec, "hostname", &[json!("other")]);
    dice.maybe(5, spec, "enableServiceLinks", &[json!(false)]);
    dice.maybe(5, spec, "dnsPolicy", &[json!("Default"), json!("ClusterFirst")]);
    dice.maybe(4, spec, "hostAliases", &[json!([{"ip": "10.1.2.3", "hostnames": ["db.local", "db"]}])]);
    dice.maybe(25, spec, "restartPolicy", &[json!("Never"), json!("OnFailure")]);
}

/// `resources` of a container.
pub fn resources(dice: &mut Dice, container: &mut Value) {
    let all = [
        json!({"requests": {"cpu": "10m"}}),
        json!({"limits": {"memory": "64Mi"}}),
        json!({"requests": {"cpu": "10m", "memory": "32Mi"}, "limits": {"cpu": "10m", "memory": "32Mi"}}),
        json!({"requests": {"cpu": "1000"}}),
        json!({"requests": {"cpu": "2"}, "limits": {"cpu": "1"}}),
    ];
    dice.maybe(12, container, "resources", &all);
}
