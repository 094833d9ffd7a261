//! Go's `%q` (strconv.Quote), the way the server prints strings.

use std::fmt::Write;

/// `text` in double quotes, escaped as Go's `strconv.Quote` does.
pub fn quote(text: &str) -> String {
    quoted(text, is_print)
}

/// `text` in double quotes and ASCII alone: Go's `strconv.QuoteToASCII`.
pub fn quote_ascii(text: &str) -> String {
    quoted(text, |c| c.is_ascii() && is_print(c))
}

fn quoted(text: &str, plain: fn(char) -> bool) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\u{7}' => out.push_str("\\a"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{b}' => out.push_str("\\v"),
            c if plain(c) => out.push(c),
            c => escape(&mut out, c as u32),
        }
    }
    out.push('"');
    out
}

fn escape(out: &mut String, code: u32) {
    let _ = match code {
        0..0x20 | 0x7f => write!(out, "\\x{code:02x}"),
        0x20..0x1_0000 => write!(out, "\\u{code:04x}"),
        _ => write!(out, "\\U{code:08x}"),
    };
}

/// Go's `unicode.IsPrint`. Rust's own escaping knows the same table; the leading letter keeps it from
/// escaping combining marks, which Go prints.
pub fn is_print(c: char) -> bool {
    if c.is_ascii() {
        return (' '..='~').contains(&c);
    }
    let mut buffer = [b'a', 0, 0, 0, 0];
    let length = c.encode_utf8(&mut buffer[1..]).len();
    std::str::from_utf8(&buffer[..=length]).is_ok_and(|pair| pair.escape_debug().nth(1) == Some(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_quoted_as_go_does() {
        assert_eq!(quote_ascii("é\u{1f600}"), r#""\u00e9\U0001f600""#);
        assert_eq!(quote("a\"b\\\n\u{1}\u{7f}"), r#""a\"b\\\n\x01\x7f""#);
        assert_eq!(quote("가é e\u{301}"), "\"가é e\u{301}\"");
        assert_eq!(quote("\u{a0}\u{feff}\u{e000}\u{fffff}"), r#""\u00a0\ufeff\ue000\U000fffff""#);
    }
}
