//! Volumes of a Pod and where its containers mount them.

use serde_json::{Value, json};

use crate::dice::Dice;

/// Volumes and mounts that refer to them.
#[derive(Default)]
pub struct Volumes {
    pub volumes: Vec<Value>,
    pub mounts: Vec<Value>,
}

impl Volumes {
    pub fn new(dice: &mut Dice, nginx: bool) -> Self {
        let mut made = Self::default();
        made.scratch(dice);
        made.files(dice);
        if dice.chance(15) {
            made.add("all", projected(dice), "/all", false);
        }
        if dice.chance(10) {
            made.add("info", downward(dice), "/info", false);
        }
        if dice.chance(15) {
            made.single_files(dice);
        }
        if nginx && dice.chance(60) {
            made.add("cache", json!({"emptyDir": {}}), "/var/cache/nginx", false);
            made.add("run", json!({"emptyDir": {}}), "/run", false);
        }
        if dice.chance(4) {
            made.missing(dice);
        }
        made
    }

    fn add(&mut self, name: &str, mut source: Value, at: &str, read_only: bool) {
        source["name"] = name.into();
        self.volumes.push(source);
        self.mounts.push(json!({"name": name, "mountPath": at, "readOnly": read_only}));
    }

    /// What a container may write into.
    fn scratch(&mut self, dice: &mut Dice) {
        if dice.chance(50) {
            let kinds = [json!({"emptyDir": {}}), json!({"emptyDir": {"medium": "Memory"}}), json!({"emptyDir": {"sizeLimit": "1Mi"}})];
            self.add("data", dice.of(&kinds), "/data", dice.chance(10));
            if dice.chance(25) {
                let mut part =
                    json!({"name": "data", "mountPath": dice.of(&["/part", "/data/part", "/opt"]), "subPath": dice.of(&["one", "a/b"])});
                dice.maybe(20, &mut part, "readOnly", &[json!(true)]);
                self.mounts.push(part);
            }
        }
        if dice.chance(30) {
            self.add("tmp", json!({"emptyDir": {}}), "/tmp", false);
        }
    }

    /// ConfigMap and Secret as folders.
    fn files(&mut self, dice: &mut Dice) {
        if dice.chance(35) {
            let mut source = json!({"name": "cfg"});
            dice.maybe(70, &mut source, "defaultMode", &[0o400, 0o440, 0o644, 0o755, 0o000].map(Value::from));
            let items =
                [json!([{"key": "app.conf", "path": "app.conf", "mode": 0o600}]), json!([{"key": "app.conf", "path": "deep/app.conf"}])];
            dice.maybe(20, &mut source, "items", &items);
            self.add("cfg", json!({"configMap": source}), "/cfg", false);
        }
        if dice.chance(35) {
            let mut source = json!({"secretName": "sec"});
            dice.maybe(70, &mut source, "defaultMode", &[0o400, 0o440, 0o600, 0o644].map(Value::from));
            self.add("sec", json!({"secret": source}), "/sec", dice.chance(20));
        }
    }

    /// One key of a volume as one file, over what the image has there or not.
    fn single_files(&mut self, dice: &mut Dice) {
        let at = dice.of(&["/etc/app.conf", "/etc/passwd", "/srv/deep/app.conf", "/app.conf"]);
        self.volumes.push(json!({"name": "one", "configMap": {"name": "cfg", "defaultMode": dice.of(&[0o644, 0o400])}}));
        self.mounts.push(json!({"name": "one", "mountPath": at, "subPath": dice.of(&["app.conf", "app.conf", "b", "none"])}));
    }

    /// What is not there, or is not what it should be.
    fn missing(&mut self, dice: &mut Dice) {
        let sources = [
            json!({"configMap": {"name": "none"}}),
            json!({"configMap": {"name": "none", "optional": true}}),
            json!({"secret": {"secretName": "none"}}),
            json!({"configMap": {"name": "cfg", "items": [{"key": "none", "path": "x"}]}}),
            json!({"secret": {"secretName": "sec", "items": [{"key": "none", "path": "x"}], "optional": true}}),
            json!({"hostPath": {"path": "/nonexistent", "type": "Directory"}}),
            json!({"hostPath": {"path": "/etc/passwd", "type": "Directory"}}),
            json!({"persistentVolumeClaim": {"claimName": "none"}}),
        ];
        self.add("odd", dice.of(&sources), "/odd", false);
    }
}

/// Several sources in one folder.
fn projected(dice: &mut Dice) -> Value {
    let mut sources = vec![json!({"configMap": {"name": "cfg"}})];
    if dice.chance(60) {
        sources.push(json!({"secret": {"name": "sec", "items": [{"key": "token", "path": "private/token", "mode": 0o400}]}}));
    }
    if dice.chance(50) {
        sources.push(json!({"downwardAPI": {"items": [{"path": "labels", "fieldRef": {"fieldPath": "metadata.labels"}}]}}));
    }
    if dice.chance(40) {
        sources.push(json!({"serviceAccountToken": {"path": "sa-token", "audience": "vault", "expirationSeconds": 600}}));
    }
    let mut projected = json!({"sources": sources});
    dice.maybe(50, &mut projected, "defaultMode", &[0o400, 0o444, 0o640].map(Value::from));
    json!({"projected": projected})
}

/// What the Pod knows of itself.
fn downward(dice: &mut Dice) -> Value {
    let fields = [
        json!({"path": "name", "fieldRef": {"fieldPath": "metadata.name"}}),
        json!({"path": "app", "fieldRef": {"fieldPath": "metadata.labels['app']"}}),
        json!({"path": "all", "fieldRef": {"fieldPath": "metadata.labels"}, "mode": 0o440}),
        json!({"path": "notes", "fieldRef": {"fieldPath": "metadata.annotations"}}),
    ];
    json!({"downwardAPI": {"items": [dice.of(&fields[..2]), dice.of(&fields[2..])]}})
}
