//! How Go writes and reads numbers, strings and base64: what its error texts are made of.

use serde_json::{Number, Value};

/// What Go's JSON decoder calls a value in its errors.
pub fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "bool",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

/// A value as Go's `json.Marshal` writes a map or a list: compact, keys in their order in the value, HTML characters escaped.
pub fn json(value: &Value) -> String {
    let mut out = String::new();
    write_json(&mut out, value);
    out
}

/// A string as Go's `json.Marshal` writes it.
pub fn json_string(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    write_string(&mut out, text);
    out
}

fn write_json(out: &mut String, value: &Value) {
    match value {
        Value::Object(entries) => {
            out.push('{');
            for (i, (key, value)) in entries.iter().enumerate() {
                if i > 0 {
                    out.push(',');
                }
                write_string(out, key);
                out.push(':');
                write_json(out, value);
            }
            out.push('}');
        }
        Value::Array(items) => {
            out.push('[');
            for (i, item) in items.iter().enumerate() {
                if i > 0 {
                    out.push(',');
                }
                write_json(out, item);
            }
            out.push(']');
        }
        Value::String(text) => write_string(out, text),
        Value::Number(number) => out.push_str(&self::number(number)),
        other => out.push_str(&other.to_string()),
    }
}

fn write_string(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' | '\0'..='\u{1f}' => out.push_str(&format!("\\u{:04x}", c as u32)),
            c => out.push(c),
        }
    }
    out.push('"');
}

/// A number as Go's JSON encoder writes it.
pub fn number(number: &Number) -> String {
    match (number.as_i64(), number.as_f64()) {
        (Some(integer), _) => integer.to_string(),
        (None, Some(float)) => self::float(float),
        (None, None) => number.to_string(),
    }
}

fn float(number: f64) -> String {
    let size = number.abs();
    if size == 0.0 || (1e-6..1e21).contains(&size) {
        return format!("{number}");
    }
    let text = format!("{number:e}");
    match text.split_once('e') {
        Some((mantissa, exponent)) if !exponent.starts_with('-') => format!("{mantissa}e+{exponent}"),
        _ => text,
    }
}

/// Whether a number fits an integer type: Go's `ParseInt` takes no fraction and no exponent.
pub fn fits(number: &Number, bits: u8, unsigned: bool) -> bool {
    let Some(integer) = number.as_i64() else { return false };
    match (bits, unsigned) {
        (64, false) => true,
        (64.., true) => integer >= 0,
        (bits, true) => (0..1i64 << bits).contains(&integer),
        (bits, false) => (-(1i64 << (bits - 1))..1i64 << (bits - 1)).contains(&integer),
    }
}

/// Where Go's `base64.StdEncoding` finds an error: a byte offset. Line ends do not count as characters.
pub fn base64_error(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let is_digit = |byte: u8| matches!(byte, b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'+' | b'/');
    let mut at = 0;
    let skip = |at: &mut usize| {
        while bytes.get(*at).is_some_and(|byte| matches!(byte, b'\r' | b'\n')) {
            *at += 1;
        }
    };
    loop {
        let mut digits = 0;
        while digits < 4 {
            skip(&mut at);
            let Some(byte) = bytes.get(at) else {
                // Go counts back to the start of the last, incomplete group.
                return if digits == 0 { None } else { Some(at - digits) };
            };
            at += 1;
            if is_digit(*byte) {
                digits += 1;
                continue;
            }
            if *byte != b'=' || digits < 2 {
                return Some(at - 1);
            }
            if digits == 2 {
                skip(&mut at);
                match bytes.get(at) {
                    None => return Some(bytes.len()),
                    Some(b'=') => at += 1,
                    Some(_) => return Some(at - 1),
                }
            }
            skip(&mut at);
            return if at < bytes.len() { Some(at) } else { None };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_errors_lie_where_go_finds_them() {
        // Asked of encoding/base64.
        for (text, at) in [
            ("", None),
            ("YWJj", None),
            ("YWI=", None),
            ("YQ==", None),
            ("YW\nJj", None),
            ("not base64!", Some(3)),
            ("YWJ", Some(0)),
            ("YWJjZ", Some(4)),
            ("YQ=", Some(3)),
            ("YQ=a", Some(2)),
            ("YQ==YQ==", Some(4)),
            ("=", Some(0)),
        ] {
            assert_eq!(base64_error(text), at, "{text:?}");
        }
    }

    #[test]
    fn floats_are_written_as_go_writes_them() {
        for (number, text) in [(1.5, "1.5"), (1e21, "1e+21"), (1e-7, "1e-7"), (9.223_372_036_854_776e18, "9223372036854776000")] {
            assert_eq!(float(number), text);
        }
    }
}
