//! Words that an author stressed, `*so*`, in a sentence that is no page of Markdown.

/// The sentence in parts, in order, and whether each is stressed; marks of stress are left out. A star stresses only where
/// it begins a word and another one ends a word: `*.example.com` and `spec.containers[*].name` stay as they are.
pub fn stressed(text: &str) -> Vec<(bool, &str)> {
    let mut parts = Vec::new();
    let mut plain = 0;
    let mut from = 0;
    while let Some((open, close)) = next(text, from) {
        parts.push((false, &text[plain..open]));
        parts.push((true, text[open..close].trim_matches('*')));
        (plain, from) = (close, close);
    }
    parts.push((false, &text[plain..]));
    parts.retain(|(_, part)| !part.is_empty());
    parts
}

/// The sentence without the marks.
pub fn unstressed(text: &str) -> String {
    // Between marks of code a star is a star.
    let pieces: Vec<&str> = text.split('`').collect();
    if pieces.len().is_multiple_of(2) {
        return text.to_owned();
    }
    let plain = |piece: &str| stressed(piece).into_iter().map(|(_, part)| part).collect::<String>();
    let pieces = pieces.iter().enumerate().map(|(index, piece)| if index % 2 == 1 { (*piece).to_owned() } else { plain(piece) });
    pieces.collect::<Vec<_>>().join("`")
}

/// Where the next stressed words begin and end, marks included.
fn next(text: &str, from: usize) -> Option<(usize, usize)> {
    let begins = |at: usize| text[..at].chars().next_back().is_none_or(|before| before.is_whitespace() || "(\"“‘[".contains(before));
    let opens = text[from..].match_indices('*').map(|(at, _)| from + at).filter(|at| begins(*at));
    for open in opens {
        let marks = text[open..].chars().take_while(|c| *c == '*').count();
        let inside = &text[open + marks..];
        if marks > 2 || !inside.starts_with(char::is_alphanumeric) {
            continue;
        }
        let length = inside.find('*')?;
        let close = open + marks + length;
        let closed = text[close..].chars().take_while(|c| *c == '*').count() == marks;
        if closed && !inside[..length].ends_with(char::is_whitespace) && !inside[..length].contains('\n') {
            return Some((open, close + marks));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_around_words_stress_them_and_other_stars_stay() {
        assert_eq!(stressed("정책과 *같은* 곳의"), [(false, "정책과 "), (true, "같은"), (false, " 곳의")]);
        assert_eq!(stressed("**Both** *must hold*."), [(true, "Both"), (false, " "), (true, "must hold"), (false, ".")]);
        for same in ["*.example.com and *.org", "spec.containers[*].image, spec.initContainers[*].image", "2 * 3 * 4", "a *b", "*", ""] {
            assert_eq!(unstressed(same), same);
        }
        assert_eq!(unstressed("read the *key* of `*a*`"), "read the key of `*a*`");
    }
}
