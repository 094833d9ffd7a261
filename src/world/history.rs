//! Earlier templates of workloads, as their controllers keep them in ReplicaSets and ControllerRevisions.

use std::collections::BTreeMap;

use serde_json::Value;

use super::Key;

/// A template that a workload had.
#[derive(Clone, Debug, PartialEq)]
pub struct Revision {
    /// Its number, from 1.
    pub number: u64,
    /// `spec.template`
    pub template: Value,
    /// The annotation `kubernetes.io/change-cause` that the workload had then.
    pub cause: Option<String>,
    /// When it took the place of the one before; `None` for the first.
    pub since: Option<String>,
}

/// The earlier templates of every workload that had several.
#[derive(Clone, Debug, Default)]
pub struct History(BTreeMap<Key, Entry>);

#[derive(Clone, Debug)]
struct Entry {
    current: u64,
    since: Option<String>,
    earlier: Vec<Revision>,
}

impl History {
    /// The number of the template that a workload has now.
    pub fn current(&self, key: &Key) -> u64 {
        self.0.get(key).map_or(1, |entry| entry.current)
    }

    /// When a workload got the template that it has now, if it had another.
    pub fn since(&self, key: &Key) -> Option<&str> {
        self.0.get(key).and_then(|entry| entry.since.as_deref())
    }

    /// What it had before, oldest first.
    pub fn earlier(&self, key: &Key) -> &[Revision] {
        self.0.get(key).map_or(&[], |entry| entry.earlier.as_slice())
    }

    /// Notes that a workload's template `old` gave way to `new` at `now`. A template that comes back gets a new number.
    pub fn replace(&mut self, key: Key, old: Value, cause: Option<String>, new: &Value, now: &str) {
        let entry = self.0.entry(key).or_insert_with(|| Entry { current: 1, since: None, earlier: Vec::new() });
        entry.earlier.push(Revision { number: entry.current, template: old, cause, since: entry.since.take() });
        entry.since = Some(now.to_owned());
        entry.earlier.retain(|revision| revision.template != *new);
        entry.current += 1;
    }

    /// Forgets a workload.
    pub fn forget(&mut self, key: &Key) {
        self.0.remove(key);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_template_that_comes_back_gets_a_new_number() {
        let key = Key { kind: "Deployment".into(), namespace: Some("a".into()), name: "b".into() };
        let mut history = History::default();
        assert_eq!(history.current(&key), 1);
        history.replace(key.clone(), json!(1), None, &json!(2), "2026-11-21T08:00:00Z");
        history.replace(key.clone(), json!(2), Some("why".into()), &json!(1), "2026-11-21T09:00:00Z");
        assert_eq!(
            (history.since(&key), history.earlier(&key)[0].since.as_deref()),
            (Some("2026-11-21T09:00:00Z"), Some("2026-11-21T08:00:00Z"))
        );
        assert_eq!(history.current(&key), 3);
        assert_eq!(history.earlier(&key).iter().map(|revision| revision.number).collect::<Vec<_>>(), [2]);
        history.forget(&key);
        assert!(history.earlier(&key).is_empty());
    }
}
