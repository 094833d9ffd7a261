//! Suggestions for what was misspelt.

/// At most three of `known` that `asked` may have meant, nearest first.
pub(super) fn near<'a>(asked: &str, known: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let asked = asked.to_lowercase();
    let limit = 1 + asked.chars().count() / 4;
    let mut found: Vec<_> = known
        .into_iter()
        .map(|name| (strsim::damerau_levenshtein(&asked, &name.to_lowercase()), name))
        .filter(|(distance, name)| *distance <= limit || (asked.len() > 2 && name.to_lowercase().starts_with(&asked)))
        .collect();
    found.sort();
    found.dedup();
    found.into_iter().map(|(_, name)| name).take(3).collect()
}

#[cfg(test)]
mod tests {
    use super::near;

    #[test]
    fn the_nearest_come_first_and_strangers_not_at_all() {
        assert_eq!(near("e3", ["E03", "E30", "C01"]), ["E03", "E30"]);
        assert_eq!(near("port-rnge", ["port-range", "duplicate-key"]), ["port-range"]);
        assert!(near("zzz", ["E03"]).is_empty());
    }
}
