//! Pull secrets that the Pods of workloads were given when they were made.

use std::collections::BTreeMap;

use serde_json::Value;

use super::Key;

/// For workloads whose account has other pull secrets by now: what the Pods of a template were given.
#[derive(Clone, Debug, Default)]
pub struct Admitted(BTreeMap<Key, Vec<(Value, Value)>>);

impl Admitted {
    /// Keeps what the Pods of `template` were given. What was kept before counts.
    pub fn keep(&mut self, key: Key, template: Value, secrets: Value) {
        let kept = self.0.entry(key).or_default();
        if kept.iter().all(|(own, _)| *own != template) {
            kept.push((template, secrets));
        }
    }

    /// What the Pods of a template were given, if it is not what they would be given now.
    pub fn of(&self, key: &Key, template: &Value) -> Option<&Value> {
        self.0.get(key)?.iter().find(|(own, _)| own == template).map(|(_, secrets)| secrets)
    }

    /// Its Pods are made anew.
    pub fn forget(&mut self, key: &Key) {
        self.0.remove(key);
    }

    /// Whether there is nothing to know.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
