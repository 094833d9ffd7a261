//! True or false: the questions of a lesson (a `drill` block, YAML).

use serde::Deserialize;

/// One claim.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(super) struct Item {
    /// What is claimed.
    pub claim: String,
    /// Whether it is true.
    pub answer: bool,
    /// Why.
    pub why: String,
}

/// A part of a lesson.
pub(super) enum Part<'s> {
    Text(&'s str),
    Drill(Vec<Item>),
}

/// The parts of a lesson's text in their order.
pub(super) fn parts(source: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut rest = source;
    while let Some(start) = rest.find("```drill\n") {
        let inside = &rest[start + "```drill\n".len()..];
        let end = inside.find("\n```").map_or(inside.len(), |end| end + 1);
        parts.push(Part::Text(&rest[..start]));
        // A block that cannot be read is left out; the content contract refuses it before a learner sees it.
        parts.push(Part::Drill(serde_yaml::from_str(&inside[..end]).unwrap_or_default()));
        rest = inside.get(end..).and_then(|tail| tail.strip_prefix("```")).unwrap_or_default();
    }
    parts.push(Part::Text(rest));
    parts
}

/// All claims of a lesson.
pub(super) fn items(source: &str) -> Vec<Item> {
    let drills = parts(source).into_iter().filter_map(|part| match part {
        Part::Drill(items) => Some(items),
        Part::Text(_) => None,
    });
    drills.flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_claims_come_out_of_the_text() {
        let source = "before\n\n```drill\n- claim: \"a\"\n  answer: false\n  why: \"b\"\n  misconception: M1\n```\n\nafter";
        assert_eq!(items(source), [Item { claim: "a".into(), answer: false, why: "b".into() }]);
        let texts: Vec<&str> =
            parts(source).iter().filter_map(|part| if let Part::Text(text) = part { Some(text.trim()) } else { None }).collect();
        assert_eq!(texts, ["before", "after"]);
        assert!(items("```drill\n: : :\n```").is_empty());
        assert!(items("```drill\n- claim: x").is_empty());
    }
}
