//! What Go's `encoding/json` says when bytes are no JSON object (`encoding/json/scanner.go`, go1.25).

use crate::rules::value::quote;

/// The error of syntax, with which Go looks at no value.
pub fn json_error(bytes: &[u8]) -> Option<String> {
    Scanner { bytes, at: 0 }.document().err()
}

/// The error of `json.Unmarshal(bytes, &map[string]interface{}{})`.
pub fn json_object_error(bytes: &[u8]) -> Option<String> {
    if let Some(error) = json_error(bytes) {
        return Some(error);
    }
    let first = bytes.iter().find(|b| !b.is_ascii_whitespace())?;
    let kind = match first {
        b'[' => "array",
        b'"' => "string",
        b't' | b'f' => "bool",
        b'n' | b'{' => {
            return too_large(bytes).map(|number| format!("json: cannot unmarshal number {number} into Go value of type float64"));
        }
        _ => "number",
    };
    Some(format!("json: cannot unmarshal {kind} into Go value of type map[string]interface {{}}"))
}

/// The first number of sound JSON that no float holds.
fn too_large(bytes: &[u8]) -> Option<&str> {
    json_numbers(bytes).find(|number| number.parse::<f64>().is_ok_and(f64::is_infinite))
}

/// The numbers of sound JSON as they are written.
pub fn json_numbers(bytes: &[u8]) -> impl Iterator<Item = &str> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            match bytes.get(at)? {
                b'"' => at = string_end(bytes, at),
                b'-' | b'0'..=b'9' => {
                    let length = bytes[at..].iter().take_while(|b| b.is_ascii_digit() || b"+-.eE".contains(b)).count();
                    let number = std::str::from_utf8(&bytes[at..at + length]).unwrap_or_default();
                    at += length;
                    return Some(number);
                }
                _ => at += 1,
            }
        }
    })
}

fn string_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => return at + 1,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    bytes.len()
}

struct Scanner<'a> {
    bytes: &'a [u8],
    at: usize,
}

const DEPTH: usize = 10_000;

/// What is open around the place, innermost last.
#[derive(Clone, Copy, PartialEq)]
enum Open {
    Object,
    Array,
}

impl Scanner<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn space(&mut self) {
        while self.peek().is_some_and(|b| matches!(b, b' ' | b'\t' | b'\r' | b'\n')) {
            self.at += 1;
        }
    }

    fn wrong(&self, context: &str) -> String {
        // At the end of the text Go tries a blank, which fits between tokens only.
        let inside = ["in literal", "numeric literal", "string escape code", "hexadecimal"].iter().any(|part| context.contains(part));
        let Some(byte) = self.peek().or(inside.then_some(b' ')) else { return "unexpected end of JSON input".into() };
        let character = match byte {
            b'\'' => r"'\''".to_owned(),
            b'"' => "'\"'".to_owned(),
            byte => {
                let quoted = quote(&char::from(byte).to_string());
                format!("'{}'", &quoted[1..quoted.len() - 1])
            }
        };
        format!("invalid character {character} {context}")
    }

    fn expect(&mut self, byte: u8, context: &str) -> Result<(), String> {
        if self.peek() == Some(byte) {
            self.at += 1;
            return Ok(());
        }
        Err(self.wrong(context))
    }

    /// Values nest on a stack of our own: the input may be deep.
    fn document(&mut self) -> Result<(), String> {
        let mut open = Vec::new();
        loop {
            self.space();
            if !self.begin(&mut open)? {
                continue;
            }
            loop {
                self.space();
                match (open.last(), self.peek()) {
                    (None, None) => return Ok(()),
                    (None, _) => return Err(self.wrong("after top-level value")),
                    (Some(Open::Object), Some(b'}')) | (Some(Open::Array), Some(b']')) => {
                        self.at += 1;
                        open.pop();
                    }
                    (Some(Open::Object), Some(b',')) => {
                        self.at += 1;
                        self.space();
                        self.key()?;
                        break;
                    }
                    (Some(Open::Array), Some(b',')) => {
                        self.at += 1;
                        break;
                    }
                    (Some(Open::Object), _) => return Err(self.wrong("after object key:value pair")),
                    (Some(Open::Array), _) => return Err(self.wrong("after array element")),
                }
            }
        }
    }

    /// Starts a value; true if it is also at its end.
    fn begin(&mut self, open: &mut Vec<Open>) -> Result<bool, String> {
        match self.peek() {
            Some(b'{') => {
                self.at += 1;
                self.space();
                if self.peek() == Some(b'}') {
                    self.at += 1;
                    return Ok(true);
                }
                self.key()?;
                open.push(Open::Object);
            }
            Some(b'[') => {
                self.at += 1;
                self.space();
                if self.peek() == Some(b']') {
                    self.at += 1;
                    return Ok(true);
                }
                open.push(Open::Array);
            }
            Some(b'"') => {
                self.string()?;
                return Ok(true);
            }
            Some(b'-' | b'0'..=b'9') => {
                self.number()?;
                return Ok(true);
            }
            Some(b't') => return self.literal("true"),
            Some(b'f') => return self.literal("false"),
            Some(b'n') => return self.literal("null"),
            _ => return Err(self.wrong("looking for beginning of value")),
        }
        if open.len() > DEPTH { Err("exceeded max depth".into()) } else { Ok(false) }
    }

    fn key(&mut self) -> Result<(), String> {
        if self.peek() != Some(b'"') {
            return Err(self.wrong("looking for beginning of object key string"));
        }
        self.string()?;
        self.space();
        self.expect(b':', "after object key")
    }

    fn string(&mut self) -> Result<(), String> {
        self.at += 1;
        loop {
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(());
                }
                Some(b'\\') => {
                    self.at += 1;
                    match self.peek() {
                        Some(b'b' | b'f' | b'n' | b'r' | b't' | b'\\' | b'/' | b'"') => self.at += 1,
                        Some(b'u') => {
                            self.at += 1;
                            for _ in 0..4 {
                                if !self.peek().is_some_and(|b| b.is_ascii_hexdigit()) {
                                    return Err(self.wrong(r"in \u hexadecimal character escape"));
                                }
                                self.at += 1;
                            }
                        }
                        _ => return Err(self.wrong("in string escape code")),
                    }
                }
                Some(byte) if byte >= 0x20 => self.at += 1,
                _ => return Err(self.wrong("in string literal")),
            }
        }
    }

    fn digits(&mut self, context: &str) -> Result<(), String> {
        if !self.peek().is_some_and(|b| b.is_ascii_digit()) {
            return Err(self.wrong(context));
        }
        while self.peek().is_some_and(|b| b.is_ascii_digit()) {
            self.at += 1;
        }
        Ok(())
    }

    fn number(&mut self) -> Result<(), String> {
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        if self.peek() == Some(b'0') {
            self.at += 1
        } else {
            self.digits("in numeric literal")?
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            self.digits("after decimal point in numeric literal")?;
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.at += 1;
            }
            self.digits("in exponent of numeric literal")?;
        }
        Ok(())
    }

    fn literal(&mut self, word: &str) -> Result<bool, String> {
        self.at += 1;
        for byte in word.bytes().skip(1) {
            self.expect(byte, &format!("in literal {word} (expecting '{}')", char::from(byte)))?;
        }
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use super::json_object_error;

    #[test]
    fn errors_are_worded_as_in_go() {
        for (text, error) in [
            ("", "unexpected end of JSON input"),
            ("not json", "invalid character 'o' in literal null (expecting 'u')"),
            ("hello", "invalid character 'h' looking for beginning of value"),
            ("{", "unexpected end of JSON input"),
            ("{a: 1}", "invalid character 'a' looking for beginning of object key string"),
            (r#"{"a" 1}"#, "invalid character '1' after object key"),
            (r#"{"a": 1 "b"}"#, "invalid character '\"' after object key:value pair"),
            (r#"{"a": [1 2]}"#, "invalid character '2' after array element"),
            ("{} x", "invalid character 'x' after top-level value"),
            (r#"{"a": 1,}"#, "invalid character '}' looking for beginning of object key string"),
            ("[1]", "json: cannot unmarshal array into Go value of type map[string]interface {}"),
            ("1e", "invalid character ' ' in exponent of numeric literal"),
            ("[-", "invalid character ' ' in numeric literal"),
            ("tru", "invalid character ' ' in literal true (expecting 'e')"),
            (r#"{"a\"#, "invalid character ' ' in string escape code"),
            (r#"{"a"#, "unexpected end of JSON input"),
            ("'x'", r"invalid character '\'' looking for beginning of value"),
        ] {
            assert_eq!(json_object_error(text.as_bytes()).as_deref(), Some(error), "{text}");
        }
        assert_eq!(json_object_error(b" {\"auths\": {\"a\": [1, -2.5e3, null, true]}} "), None);
        assert_eq!(json_object_error(b"null"), None);
    }
}
