//! A command line in words, with a shell's quotes.

/// The words of a line; the quote that was opened and not closed, if one was.
pub(super) fn split(line: &str) -> Result<Vec<String>, char> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        match (quote, c) {
            (None, ' ' | '\t') => words.extend(word.take()),
            (None, '\'' | '"') => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (Some(open), _) if open == c => quote = None,
            (None | Some('"'), '\\') => word.get_or_insert_default().extend(chars.next()),
            _ => word.get_or_insert_default().push(c),
        }
    }
    match quote {
        Some(quote) => Err(quote),
        None => {
            words.extend(word);
            Ok(words)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_a_shells() {
        let words = |line: &str| split(line).unwrap();
        assert_eq!(
            words("k run web --labels='app=a b' -- sh -c \"echo \\\"x\\\"\""),
            ["k", "run", "web", "--labels=app=a b", "--", "sh", "-c", "echo \"x\""]
        );
        assert_eq!(words("  k   get  '' "), ["k", "get", ""]);
        assert_eq!(split("k get 'po"), Err('\''));
    }
}
