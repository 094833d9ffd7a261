//! bash's `{a,b}` and `{1..3}`: words made of one, before anything else is expanded.

use crate::simulate::shell::syntax::{Part, Word};

/// The words that a word stands for.
pub fn expand(word: &Word) -> Vec<Word> {
    for (index, part) in word.0.iter().enumerate() {
        let Part::Text(text, false) = part else { continue };
        let Some((before, choices, after)) = choices(text) else { continue };
        let mut all = Vec::new();
        for choice in choices.into_iter().take(1000) {
            let mut parts = word.0[..index].to_vec();
            parts.push(Part::Text(format!("{before}{choice}{after}"), false));
            parts.extend_from_slice(&word.0[index + 1..]);
            all.extend(expand(&Word(parts)));
        }
        return all;
    }
    vec![word.clone()]
}

fn choices(text: &str) -> Option<(&str, Vec<String>, &str)> {
    let open = text.find('{')?;
    let close = open + text[open..].find('}')?;
    let inside = &text[open + 1..close];
    let list = match inside.split_once("..") {
        Some((low, high)) => range(low, high)?,
        None if inside.contains(',') => inside.split(',').map(str::to_owned).collect(),
        None => return None,
    };
    Some((&text[..open], list, &text[close + 1..]))
}

fn range(low: &str, high: &str) -> Option<Vec<String>> {
    if let (Ok(from), Ok(to)) = (low.parse::<i32>(), high.parse::<i32>()) {
        // A leading zero makes all as wide as the widest.
        let padded = [low, high].iter().any(|text| text.trim_start_matches('-').len() > 1 && text.trim_start_matches('-').starts_with('0'));
        let width = if padded { low.len().max(high.len()) } else { 0 };
        let (low, high) = (from, to);
        let up = (low..=high.min(low.saturating_add(1000))).map(|number| format!("{number:0width$}"));
        let down = (high.max(low.saturating_sub(1000))..=low).rev().map(|number| format!("{number:0width$}"));
        return Some(if low <= high { up.collect() } else { down.collect() });
    }
    let letter = |text: &str| text.chars().next().filter(|c| text.len() == 1 && c.is_ascii_alphabetic());
    let (low, high) = (letter(low)?, letter(high)?);
    Some(if low <= high { (low..=high).map(String::from).collect() } else { (high..=low).rev().map(String::from).collect() })
}
