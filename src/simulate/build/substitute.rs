//! `$NAME` and quotes in an instruction's words (BuildKit `frontend/dockerfile/shell/lex.go`).

use std::iter::Peekable;
use std::str::Chars;

/// A word with its variables put in, and the names that nobody has set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Word {
    /// What it is.
    pub text: String,
    /// Variables that are not set.
    pub unset: Vec<String>,
}

/// Puts variables in and takes quotes off.
///
/// # Errors
/// BuildKit's words for what is no word.
pub fn word(text: &str, escape: char, lookup: &dyn Fn(&str) -> Option<String>) -> Result<Word, String> {
    let mut lexer = Lexer { rest: text.chars().peekable(), escape, lookup, unset: Vec::new() };
    let done = lexer.until(None).map_err(|error| format!("failed to process {}: {error}", crate::text::quote(text)))?;
    Ok(Word { text: done, unset: lexer.unset })
}

struct Lexer<'l> {
    rest: Peekable<Chars<'l>>,
    escape: char,
    lookup: &'l dyn Fn(&str) -> Option<String>,
    unset: Vec<String>,
}

impl Lexer<'_> {
    /// Reads up to `stop`, which is taken too; without one, all.
    fn until(&mut self, stop: Option<char>) -> Result<String, String> {
        let mut text = String::new();
        while let Some(c) = self.rest.next() {
            match c {
                _ if stop == Some(c) => return Ok(text),
                '\'' => text += &self.single()?,
                '"' => text += &self.double()?,
                '$' => text += &self.dollar()?,
                _ if c == self.escape => text.extend(self.rest.next()),
                _ => text.push(c),
            }
        }
        match stop {
            Some(stop) => Err(format!("unexpected end of statement while looking for matching {stop}")),
            None => Ok(text),
        }
    }

    fn single(&mut self) -> Result<String, String> {
        let mut text = String::new();
        for c in self.rest.by_ref() {
            match c {
                '\'' => return Ok(text),
                _ => text.push(c),
            }
        }
        Err("unexpected end of statement while looking for matching single-quote".into())
    }

    fn double(&mut self) -> Result<String, String> {
        let mut text = String::new();
        while let Some(c) = self.rest.next() {
            match c {
                '"' => return Ok(text),
                '$' => text += &self.dollar()?,
                _ if c == self.escape => match self.rest.peek().copied() {
                    Some(next) if next == '"' || next == '$' || next == self.escape => text.extend(self.rest.next()),
                    Some(_) => text.push(c),
                    None => {}
                },
                _ => text.push(c),
            }
        }
        Err("unexpected end of statement while looking for matching double-quote".into())
    }

    fn dollar(&mut self) -> Result<String, String> {
        if self.rest.peek() != Some(&'{') {
            let name = self.name();
            return Ok(if name.is_empty() { "$".into() } else { self.value(&name).unwrap_or_default() });
        }
        self.rest.next();
        match self.rest.peek() {
            None => return Err("syntax error: missing '}'".into()),
            Some('{' | '}' | ':') => return Err("syntax error: bad substitution".into()),
            Some(_) => {}
        }
        let name = self.name();
        let (mut operator, mut null_is_unset) = (self.rest.next(), false);
        if operator == Some(':') {
            (operator, null_is_unset) = (self.rest.next(), true);
        }
        let modifier = || format!("{}{}", if null_is_unset { ":" } else { "" }, operator.map_or_else(String::new, String::from));
        if operator == Some('}') && !null_is_unset {
            return Ok(self.value(&name).unwrap_or_default());
        }
        let Some(letter @ ('-' | '+' | '?')) = operator else {
            return Err(format!("unsupported modifier ({}) in substitution", modifier()));
        };
        let other = self.until(Some('}')).map_err(|_| "syntax error: missing '}'".to_owned())?;
        let known = self.unset.len();
        let value = self.value(&name).filter(|value| !(null_is_unset && value.is_empty()));
        // A variable with a default misses nothing.
        self.unset.truncate(known);
        match (letter, value) {
            ('-' | '?', Some(value)) => Ok(value),
            ('-', None) | ('+', Some(_)) => Ok(other),
            ('?', None) => Err(format!("{name}: {}", if other.is_empty() { "is not allowed to be unset" } else { &other })),
            _ => Ok(String::new()),
        }
    }

    fn name(&mut self) -> String {
        let mut name = String::new();
        while let Some(c) = self.rest.peek().copied().filter(|c| c.is_ascii_alphanumeric() || *c == '_') {
            // `$1x` is `$1` and an x.
            if name.is_empty() && c.is_ascii_digit() {
                self.rest.next();
                return c.into();
            }
            name.push(c);
            self.rest.next();
        }
        name
    }

    fn value(&mut self, name: &str) -> Option<String> {
        let value = (self.lookup)(name);
        if value.is_none() {
            self.unset.push(name.to_owned());
        }
        value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn put(text: &str) -> Result<String, String> {
        word(text, '\\', &|name| (name == "A").then(|| "x y".to_owned())).map(|word| word.text)
    }

    #[test]
    fn variables_quotes_and_escapes() {
        for (text, wanted) in [
            ("$A", "x y"),
            ("a${A}b", "ax yb"),
            ("'$A'", "$A"),
            ("\"$A\"", "x y"),
            ("\\$A", "$A"),
            ("\"a\\b\"", "a\\b"),
            ("${B:-d}", "d"),
            ("${A:+set}", "set"),
            ("$B", ""),
            ("10$", "10$"),
        ] {
            assert_eq!(put(text).as_deref(), Ok(wanted), "{text}");
        }
    }

    #[test]
    fn what_is_no_word_is_told_in_buildkits_words() {
        assert_eq!(put("'a").unwrap_err(), "failed to process \"'a\": unexpected end of statement while looking for matching single-quote");
        assert_eq!(put("${A").unwrap_err(), "failed to process \"${A\": unsupported modifier () in substitution");
        assert_eq!(put("${}").unwrap_err(), "failed to process \"${}\": syntax error: bad substitution");
        assert_eq!(put("${B:?}").unwrap_err(), "failed to process \"${B:?}\": B: is not allowed to be unset");
    }

    #[test]
    fn who_is_not_set_is_remembered() {
        let found = word("$A-$B-${C:-x}", '\\', &|_| None).unwrap();
        assert_eq!((found.text.as_str(), found.unset), ("--x", vec!["A".to_owned(), "B".to_owned()]));
    }
}
