//! Security contexts of a Pod and of its containers.

use serde_json::{Value, json};

use crate::dice::Dice;

/// `spec.securityContext`.
pub fn of_pod(dice: &mut Dice) -> Value {
    let mut of_pod = json!({});
    dice.maybe(45, &mut of_pod, "runAsUser", &[0, 0, 1000, 101, 999, 65534, 33, 10001].map(Value::from));
    dice.maybe(25, &mut of_pod, "runAsGroup", &[0, 3000, 101, 33].map(Value::from));
    dice.maybe(15, &mut of_pod, "runAsNonRoot", &[json!(true), json!(false)]);
    dice.maybe(40, &mut of_pod, "fsGroup", &[2000, 0, 33].map(Value::from));
    dice.maybe(10, &mut of_pod, "fsGroupChangePolicy", &[json!("OnRootMismatch"), json!("Always")]);
    dice.maybe(20, &mut of_pod, "supplementalGroups", &[json!([4000, 10]), json!([0]), json!([])]);
    dice.maybe(25, &mut of_pod, "seccompProfile", &profiles());
    dice.maybe(
        6,
        &mut of_pod,
        "sysctls",
        &[
            json!([{"name": "kernel.msgmax", "value": "1"}]),
            json!([{"name": "net.ipv4.tcp_syncookies", "value": "1"}]),
            json!([{"name": "net.ipv4.ip_unprivileged_port_start", "value": "1024"}]),
        ],
    );
    of_pod
}

fn profiles() -> [Value; 4] {
    [
        json!({"type": "RuntimeDefault"}),
        json!({"type": "RuntimeDefault"}),
        json!({"type": "Unconfined"}),
        json!({"type": "Localhost", "localhostProfile": "profiles/none.json"}),
    ]
}

/// `securityContext` of a container.
pub fn of_container(dice: &mut Dice) -> Value {
    let mut own = json!({});
    dice.maybe(20, &mut own, "runAsUser", &[0, 1000, 101, 999].map(Value::from));
    dice.maybe(12, &mut own, "runAsGroup", &[0, 4000].map(Value::from));
    dice.maybe(30, &mut own, "readOnlyRootFilesystem", &[json!(true), json!(true), json!(false)]);
    dice.maybe(8, &mut own, "runAsNonRoot", &[json!(true), json!(false)]);
    dice.maybe(8, &mut own, "seccompProfile", &profiles());
    dice.maybe(2, &mut own, "procMount", &[json!("Unmasked"), json!("Default")]);
    if dice.chance(6) {
        own["privileged"] = true.into();
    } else {
        dice.maybe(30, &mut own, "allowPrivilegeEscalation", &[json!(false), json!(false), json!(true)]);
    }
    own["capabilities"] = capabilities(dice);
    own
}

/// Without SYS_TIME, SYS_ADMIN and their like: the node may be the machine on which this runs.
fn capabilities(dice: &mut Dice) -> Value {
    const NAMES: [&str; 13] = [
        "CHOWN",
        "NET_RAW",
        "NET_ADMIN",
        "SETUID",
        "SETGID",
        "DAC_OVERRIDE",
        "FOWNER",
        "KILL",
        "NET_BIND_SERVICE",
        "MKNOD",
        "FSETID",
        "CAP_CHOWN",
        "chown",
    ];
    let mut capabilities = json!({});
    dice.maybe(
        30,
        &mut capabilities,
        "drop",
        &[json!(["ALL"]), json!(["ALL"]), json!(["all"]), json!(["CHOWN", "SETUID"]), json!(["NET_RAW"])],
    );
    if dice.chance(30) {
        capabilities["add"] = json!([dice.of(&NAMES), dice.of(&NAMES)]);
    }
    capabilities
}
