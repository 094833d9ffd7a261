//! The words of an awk program.

use super::Wrong;

/// A word.
#[derive(Clone, Debug, PartialEq)]
pub enum Token {
    /// `12.5`
    Number(f64),
    /// `"text"`
    Text(String),
    /// `/pattern/`
    Pattern(String),
    /// A name or a keyword.
    Name(String),
    /// A name with `(` right behind it.
    Call(String),
    /// An operator or a bracket.
    Sign(&'static str),
    /// The end of a line or `;`.
    End,
}

/// Longest first.
const SIGNS: [&str; 37] = [
    "&&", "||", "==", "!=", "<=", ">=", "++", "--", "+=", "-=", "*=", "/=", "%=", "^=", "!~", ">>", "**", "{", "}", "(", ")", "[", "]",
    "+", "-", "*", "/", "%", "^", "!", "<", ">", "~", ",", "?", ":", "$",
];

/// Cuts a program into words.
pub fn tokens(text: &str) -> Result<Vec<Token>, Wrong> {
    let mut found: Vec<Token> = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if c == '#' {
            rest = rest.find('\n').map_or("", |at| &rest[at..]);
        } else if let Some(after) = rest.strip_prefix("\\\n") {
            rest = after;
        } else if matches!(c, '\n' | ';') {
            found.push(Token::End);
            rest = &rest[1..];
        } else if c.is_whitespace() {
            rest = &rest[c.len_utf8()..];
        } else if c == '"' {
            let (text, after) = until(&rest[1..], '"')?;
            found.push(Token::Text(unescape(&text)));
            rest = after;
        } else if c == '/' && begins_pattern(found.last()) {
            let (text, after) = until(&rest[1..], '/')?;
            found.push(Token::Pattern(text.replace("\\/", "/")));
            rest = after;
        } else if c.is_ascii_digit() || c == '.' {
            let end = number_end(rest);
            let number = rest[..end].parse().map_err(|_| Wrong::Syntax("Unexpected token".into()))?;
            found.push(Token::Number(number));
            rest = &rest[end..];
        } else if c.is_ascii_alphabetic() || c == '_' {
            let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
            let name = rest[..end].to_owned();
            rest = &rest[end..];
            found.push(if rest.starts_with('(') { Token::Call(name) } else { Token::Name(name) });
        } else if let Some(sign) = SIGNS.iter().find(|sign| rest.starts_with(**sign)) {
            found.push(Token::Sign(if *sign == "**" { "^" } else { sign }));
            rest = &rest[sign.len()..];
        } else if let Some(after) = rest.strip_prefix('=') {
            found.push(Token::Sign("="));
            rest = after;
        } else if c == '|' {
            return Err(Wrong::NotSimulated("|".into()));
        } else {
            return Err(Wrong::Syntax("Unexpected token".into()));
        }
    }
    Ok(found)
}

/// Whether a slash after this word begins a pattern and is no division.
fn begins_pattern(before: Option<&Token>) -> bool {
    match before {
        None | Some(Token::End) => true,
        Some(Token::Sign(sign)) => !matches!(*sign, ")" | "]" | "$" | "++" | "--"),
        Some(Token::Name(name)) => matches!(name.as_str(), "print" | "return" | "in" | "BEGIN" | "END"),
        Some(_) => false,
    }
}

fn number_end(text: &str) -> usize {
    let mut end = 0;
    for (at, c) in text.char_indices() {
        let exponent = matches!(c, 'e' | 'E') && text[at + 1..].starts_with(|c: char| c.is_ascii_digit() || c == '-' || c == '+');
        let sign = matches!(c, '+' | '-') && text[..at].ends_with(['e', 'E']);
        if !(c.is_ascii_digit() || c == '.' || exponent || sign) {
            break;
        }
        end = at + 1;
    }
    end.max(1)
}

/// The text up to an unescaped `end`, escapes kept, and what follows.
fn until(text: &str, end: char) -> Result<(String, &str), Wrong> {
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == end => return Ok((text[..at].to_owned(), &text[at + c.len_utf8()..])),
            _ => {}
        }
    }
    Err(Wrong::Syntax("Unexpected end of string".into()))
}

/// Escapes in a string; one that is none keeps its backslash, as a pattern in quotes needs it.
fn unescape(text: &str) -> String {
    let mut out = String::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match (c, chars.clone().next()) {
            ('\\', Some(next)) => {
                chars.next();
                match next {
                    'n' => out.push('\n'),
                    't' => out.push('\t'),
                    'r' => out.push('\r'),
                    '"' | '\\' | '/' => out.push(next),
                    other => out.extend(['\\', other]),
                }
            }
            (c, _) => out.push(c),
        }
    }
    out
}
