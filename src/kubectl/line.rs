//! A command line as a shell reads it: words, quotes, backslashes.

/// Splits a line into words. Quotes and backslashes work as in a POSIX shell; nothing is expanded.
///
/// # Errors
/// The quote that is never closed.
pub fn split(line: &str) -> Result<Vec<String>, char> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            ' ' | '\t' | '\n' | '\r' => words.extend(word.take()),
            '\'' => {
                let into = word.get_or_insert_default();
                loop {
                    match chars.next() {
                        Some('\'') => break,
                        Some(c) => into.push(c),
                        None => return Err('\''),
                    }
                }
            }
            '"' => {
                let into = word.get_or_insert_default();
                loop {
                    match chars.next() {
                        Some('"') => break,
                        Some('\\') if chars.peek().is_some_and(|next| "\"\\$`\n".contains(*next)) => match chars.next() {
                            Some('\n') | None => {}
                            Some(escaped) => into.push(escaped),
                        },
                        Some(c) => into.push(c),
                        None => return Err('"'),
                    }
                }
            }
            '\\' => match chars.next() {
                Some('\n') | None => {}
                Some(escaped) => word.get_or_insert_default().push(escaped),
            },
            '#' if word.is_none() => break,
            c => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    Ok(words)
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn words_are_a_shells() {
        let words = |line: &str| split(line).unwrap().join("|");
        assert_eq!(words("  run  a --env='A=b c' -- sh -c \"echo \\\"$x\\\"\" # note"), "run|a|--env=A=b c|--|sh|-c|echo \"$x\"");
        assert_eq!(words("a\\ b '' \"\" c'd'e"), "a b|||cde");
        assert_eq!(words("-o jsonpath='{.data.\\.dockerconfigjson}'"), "-o|jsonpath={.data.\\.dockerconfigjson}");
        assert_eq!(split("a 'b"), Err('\''));
        assert_eq!(split("a \"b"), Err('"'));
    }
}
