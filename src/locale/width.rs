//! Text measured in terminal columns, in which a Hangul syllable takes two.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Columns `text` takes.
pub fn display_width(text: &str) -> usize {
    UnicodeWidthStr::width(text)
}

/// `text` filled with spaces up to `width` columns; unchanged when it is wider.
pub fn pad_end(text: &str, width: usize) -> String {
    let missing = width.saturating_sub(display_width(text));
    format!("{text}{}", " ".repeat(missing))
}

/// `text` cut to `width` columns with an ellipsis where anything was cut; never half a wide character.
pub fn truncate(text: &str, width: usize) -> String {
    if display_width(text) <= width {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut used = 0;
    for grapheme in text.graphemes(true) {
        let columns = display_width(grapheme);
        if used + columns + 1 > width {
            break;
        }
        used += columns;
        out.push_str(grapheme);
    }
    if width > 0 {
        out.push('…');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_characters_are_never_split() {
        assert_eq!(truncate("네트워크폴리시", 7), "네트워…");
        assert_eq!(truncate("네트워크", 6), "네트…");
        assert_eq!(truncate("abc", 3), "abc");
        assert_eq!(truncate("abc", 0), "");
        assert_eq!(display_width(&pad_end("파드", 6)), 6);
    }
}
