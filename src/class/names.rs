//! Nicknames: what a learner is called in a class.

use unicode_normalization::UnicodeNormalization;

use crate::locale::{display_width, truncate};

/// Columns of the longest nickname.
const LONGEST: usize = 40;

/// `name` as it is kept and compared: composed (some systems write Hangul in pieces), without blanks around or doubled.
/// `None` for one that is empty, too long, or holds what a terminal would obey or nobody can see.
pub fn nickname(name: &str) -> Option<String> {
    let composed: String = name.nfc().collect();
    let name = composed.split_whitespace().collect::<Vec<_>>().join(" ");
    let seen = name.chars().all(|c| !c.is_control() && !is_invisible(c));
    (!name.is_empty() && seen && display_width(&name) <= LONGEST).then_some(name)
}

/// Format characters that hide or turn text around: zero width, bidirectional marks, tags.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}

/// Any text as a terminal may be given it: without control characters, at most `width` columns.
pub(super) fn harmless(text: &str, width: usize) -> String {
    let plain: String = text.chars().map(|c| if c.is_control() || is_invisible(c) { '\u{fffd}' } else { c }).collect();
    truncate(&plain, width)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_composed_trimmed_and_visible() {
        assert_eq!(nickname(" \u{1106}\u{1175}\u{11ab}\u{110c}\u{1175} ").as_deref(), Some("민지"));
        assert_eq!(nickname("Ana  Maria").as_deref(), Some("Ana Maria"));
        for bad in ["", "  ", "a\u{1b}[2J", "a\u{200b}b", "\u{202e}ana", &"가".repeat(21)] {
            assert_eq!(nickname(bad), None, "{bad:?}");
        }
    }
}
