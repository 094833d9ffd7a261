//! The ids of the notes the course grew from, and of the misconceptions found in them.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    seeds: BTreeMap<String, Vec<String>>,
    misconceptions: u32,
}

fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(|| serde_yaml::from_str(include_str!("../../assets/seeds.yaml")).unwrap_or_default())
}

/// Every id with the lessons and scenarios that carry it.
pub fn seeds() -> &'static BTreeMap<String, Vec<String>> {
    &table().seeds
}

/// Whether there is a fact of this id (`S2-47`).
pub fn known_seed(id: &str) -> bool {
    table().seeds.contains_key(id)
}

/// Whether there is a misconception of this id (`M17`).
pub fn known_misconception(id: &str) -> bool {
    let number = id.strip_prefix('M').filter(|number| number.len() == 2).and_then(|number| number.parse::<u32>().ok());
    number.is_some_and(|number| (1..=table().misconceptions).contains(&number))
}

/// The ids that a lesson or scenario carries.
pub fn carried_by(item: &str) -> Vec<&'static str> {
    table().seeds.iter().filter(|(_, items)| items.iter().any(|found| found == item)).map(|(id, _)| id.as_str()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_every_id_from_the_first_to_the_last() {
        let last = [("S0", 25), ("S1", 21), ("S2", 58), ("S3", 36), ("S4", 24)];
        let all: Vec<_> = last.into_iter().flat_map(|(text, last)| (1..=last).map(move |item| format!("{text}-{item:02}"))).collect();
        assert_eq!(seeds().keys().cloned().collect::<Vec<_>>(), all);
        assert!(seeds().values().all(|items| !items.is_empty()));
        assert!(known_misconception("M46") && !known_misconception("M47") && !known_misconception("M1"));
        assert_eq!(carried_by("E03"), ["S2-42", "S2-47", "S3-26", "S3-30", "S3-35", "S3-36"]);
    }
}
