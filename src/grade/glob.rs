//! `*` in the patterns of content files.

/// Whether `text` fits `pattern`, in which `*` stands for any characters. Linear in the number of stars times the text.
pub fn glob(pattern: &str, text: &str) -> bool {
    let Some((head, rest)) = pattern.split_once('*') else { return pattern == text };
    let Some(mut text) = text.strip_prefix(head) else { return false };
    let mut parts: Vec<_> = rest.split('*').collect();
    let tail = parts.pop().unwrap_or("");
    for part in parts {
        match text.find(part) {
            Some(at) => text = &text[at + part.len()..],
            None => return false,
        }
    }
    text.len() >= tail.len() && text.ends_with(tail)
}

#[cfg(test)]
mod tests {
    use super::glob;

    #[test]
    fn a_star_is_any_text() {
        for (pattern, text) in [("*", ""), ("other/*", "other/api"), ("*/db*", "default/db-pod"), ("a*b*c", "a-b-b-c"), ("x", "x")] {
            assert!(glob(pattern, text), "{pattern} {text}");
        }
        for (pattern, text) in [("other/*", "default/api"), ("a*a", "a"), ("x", "xy"), ("*b", "bc")] {
            assert!(!glob(pattern, text), "{pattern} {text}");
        }
    }
}
