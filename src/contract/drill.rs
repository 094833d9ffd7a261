//! True-or-false items in a lesson's text: the YAML in its `drill` fences.

use serde::Deserialize;

/// A claim that is true or false, and why.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Drill {
    /// What is claimed.
    pub claim: String,
    /// Whether it is true.
    pub answer: bool,
    /// Why, shown after answering.
    pub why: String,
    /// The misconception it drills.
    pub misconception: Option<String>,
}

/// The fences called `name` in a Markdown text: the line (from 1) after the opening, and the content.
pub fn fences(text: &str, name: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut open: Option<(usize, String, bool)> = None;
    for (index, line) in text.lines().enumerate() {
        match (&mut open, line.trim_start().strip_prefix("```")) {
            (None, Some(language)) => open = Some((index + 2, String::new(), language.trim() == name)),
            (Some(_), Some("")) => {
                if let Some((start, content, true)) = open.take() {
                    found.push((start, content));
                }
            }
            (Some((_, content, _)), _) => {
                content.push_str(line);
                content.push('\n');
            }
            (None, None) => {}
        }
    }
    found
}

/// The drill items of a lesson's text, in order.
///
/// # Errors
/// The line in the text and the reader's words, for a fence that is no list of drill items.
pub fn drills(text: &str) -> Result<Vec<Drill>, (usize, String)> {
    let mut items = Vec::new();
    for (start, content) in fences(text, "drill") {
        let read: Vec<Drill> = serde_yaml::from_str(&content).map_err(|error| {
            let line = error.location().map_or(start, |at| start + at.line().saturating_sub(1));
            (line, error.to_string())
        })?;
        items.extend(read);
    }
    Ok(items)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drills_are_read_from_their_fences_and_faults_have_a_line() {
        let text = "# T\n\n```yaml\na: 1\n```\n\n```drill\n- claim: c\n  answer: false\n  why: w\n  misconception: M01\n```\n";
        let item = Drill { claim: "c".into(), answer: false, why: "w".into(), misconception: Some("M01".into()) };
        assert_eq!(drills(text), Ok(vec![item]));
        assert_eq!(drills(&text.replace("  why: w\n", "  wy: w\n")).unwrap_err().0, 10);
    }
}
