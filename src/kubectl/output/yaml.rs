//! YAML as kubectl writes it (sigs.k8s.io/yaml over go-yaml v2): keys sorted, lists not indented, long
//! lines broken at a blank after column 80.

use serde_json::Value;

const WIDTH: usize = 80;

/// `value` as a document, with a newline at its end.
pub(crate) fn write(value: &Value) -> String {
    let mut out = String::new();
    match value {
        Value::Object(map) if !map.is_empty() => mapping(&mut out, value, 0),
        Value::Array(items) if !items.is_empty() => sequence(&mut out, value, 0),
        scalar => {
            leaf(&mut out, scalar, 0);
            out.push('\n');
        }
    }
    out
}

fn mapping(out: &mut String, value: &Value, indent: usize) {
    let mut entries: Vec<_> = value.as_object().into_iter().flatten().collect();
    entries.sort_by_key(|(key, _)| *key);
    for (at, (key, value)) in entries.into_iter().enumerate() {
        // The first key of a list item follows its dash.
        if at > 0 || !out.ends_with("- ") {
            blanks(out, indent);
        }
        string(out, key, indent, false);
        out.push(':');
        match value {
            Value::Object(map) if !map.is_empty() => {
                out.push('\n');
                mapping(out, value, indent + 2);
            }
            Value::Array(items) if !items.is_empty() => {
                out.push('\n');
                sequence(out, value, indent);
            }
            scalar => {
                out.push(' ');
                leaf(out, scalar, indent);
                out.push('\n');
            }
        }
    }
}

fn sequence(out: &mut String, value: &Value, indent: usize) {
    for item in value.as_array().into_iter().flatten() {
        if !out.ends_with("- ") {
            blanks(out, indent);
        }
        out.push_str("- ");
        match item {
            Value::Object(map) if !map.is_empty() => mapping(out, item, indent + 2),
            Value::Array(items) if !items.is_empty() => sequence(out, item, indent + 2),
            scalar => {
                leaf(out, scalar, indent);
                out.push('\n');
            }
        }
    }
}

fn blanks(out: &mut String, count: usize) {
    out.extend(std::iter::repeat_n(' ', count));
}

fn leaf(out: &mut String, value: &Value, indent: usize) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(flag) => out.push_str(if *flag { "true" } else { "false" }),
        Value::Number(number) => out.push_str(&number.to_string()),
        Value::String(text) => string(out, text, indent, true),
        Value::Array(_) => out.push_str("[]"),
        Value::Object(_) => out.push_str("{}"),
    }
}

fn string(out: &mut String, text: &str, indent: usize, may_break: bool) {
    if text.contains('\n') && text.chars().all(printable) && !text.starts_with([' ', '\n']) {
        return literal(out, text, indent);
    }
    if is_typed(text) || !text.chars().all(printable) || text.contains('\n') {
        return double_quoted(out, text);
    }
    let quoted = !may_be_plain(text);
    let text = if quoted { text.replace('\'', "''") } else { text.to_owned() };
    let column = out.len() - out.rfind('\n').map_or(0, |at| at + 1);
    let text = if may_break { broken(&text, column + usize::from(quoted), indent + 2) } else { text };
    if quoted {
        out.push('\'');
    }
    out.push_str(&text);
    if quoted {
        out.push('\'');
    }
}

/// Breaks at the first single blank behind column 80, again and again.
fn broken(text: &str, column: usize, indent: usize) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut column, chars): (usize, Vec<char>) = (column, text.chars().collect());
    for (at, c) in chars.iter().enumerate() {
        let alone = *c == ' ' && at > 0 && chars[at - 1] != ' ' && chars.get(at + 1).is_some_and(|next| *next != ' ');
        if alone && column > WIDTH {
            out.push('\n');
            blanks(&mut out, indent);
            column = indent;
        } else {
            out.push(*c);
            column += 1;
        }
    }
    out
}

fn literal(out: &mut String, text: &str, indent: usize) {
    out.push('|');
    let body = text.trim_end_matches('\n');
    match text.len() - body.len() {
        0 => out.push('-'),
        1 => {}
        _ => out.push('+'),
    }
    let kept = if text.ends_with("\n\n") { &text[..text.len() - 1] } else { body };
    for line in kept.split('\n') {
        out.push('\n');
        if !line.is_empty() {
            blanks(out, indent + 2);
            out.push_str(line);
        }
    }
}

fn double_quoted(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            '\0' => out.push_str("\\0"),
            '\u{1b}' => out.push_str("\\e"),
            c if printable(c) => out.push(c),
            c if (c as u32) < 0x100 => out.push_str(&format!("\\x{:02X}", c as u32)),
            c => out.push_str(&format!("\\u{:04X}", c as u32)),
        }
    }
    out.push('"');
}

fn printable(c: char) -> bool {
    c == '\n' || !c.is_control() && c != '\u{feff}' && c != '\u{2028}' && c != '\u{2029}'
}

/// Whether a plain scalar would read back as this text, typing aside.
fn may_be_plain(text: &str) -> bool {
    let chars: Vec<char> = text.chars().collect();
    let blank_after = |at: usize| chars.get(at + 1).is_none_or(|next| *next == ' ');
    let Some(first) = chars.first() else { return false };
    if "#,[]{}&*!|>'\"%@`".contains(*first) || "?:-".contains(*first) && blank_after(0) {
        return false;
    }
    if text.starts_with(' ') || text.ends_with(' ') || text.starts_with("---") || text.starts_with("...") {
        return false;
    }
    chars.iter().enumerate().all(|(at, c)| match c {
        ':' => !blank_after(at),
        '#' => at == 0 || chars[at - 1] != ' ',
        _ => true,
    })
}

/// Whether YAML 1.1 would read the plain text as something else than a string.
fn is_typed(text: &str) -> bool {
    const WORDS: &[&str] = &[
        "", "~", "null", "Null", "NULL", "true", "True", "TRUE", "false", "False", "FALSE", "y", "Y", "yes", "Yes", "YES", "n", "N", "no",
        "No", "NO", "on", "On", "ON", "off", "Off", "OFF", ".nan", ".NaN", ".NAN", "<<", "=",
    ];
    WORDS.contains(&text) || is_number(text) || is_time(text)
}

fn is_number(text: &str) -> bool {
    let bare = text.strip_prefix(['+', '-']).unwrap_or(text);
    if [".inf", ".Inf", ".INF"].contains(&bare) {
        return true;
    }
    if !bare.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
        return false;
    }
    let plain = bare.replace('_', "");
    let radix = |prefix: &str, radix: u32| plain.strip_prefix(prefix).is_some_and(|digits| u64::from_str_radix(digits, radix).is_ok());
    let sixty = plain.contains(':') && plain.split([':', '.']).all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()));
    let float = plain.bytes().all(|b| b.is_ascii_digit() || b".eE+-".contains(&b)) && plain.parse::<f64>().is_ok();
    radix("0x", 16) || radix("0o", 8) || radix("0b", 2) || sixty || float
}

fn is_time(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() >= 8
        && bytes[..4].iter().all(u8::is_ascii_digit)
        && bytes[4] == b'-'
        && text.split(['T', 't', ' ']).next().is_some_and(is_date)
}

fn is_date(text: &str) -> bool {
    let parts: Vec<_> = text.split('-').collect();
    parts.len() == 3 && parts.iter().all(|part| (1..=4).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::write;

    #[test]
    fn scalars_read_back_as_they_were() {
        let value = json!({"b": ["1", "true", "a: b", "* x", "plain text", "", "2026-11-21T08:00:00Z", "it's #1", "- x", "a\nb\n", "0x1f", "1e3", "v1"], "a": {"z": {}, "y": [], "x": null}, "c": [[1, 2], {"k": {"n": 1}}]});
        let text = write(&value);
        assert_eq!(serde_yaml::from_str::<serde_json::Value>(&text).unwrap(), value);
        insta::assert_snapshot!(text, @r#"
    a:
      x: null
      "y": []
      z: {}
    b:
    - "1"
    - "true"
    - 'a: b'
    - '* x'
    - plain text
    - ""
    - "2026-11-21T08:00:00Z"
    - 'it''s #1'
    - '- x'
    - |
      a
      b
    - "0x1f"
    - "1e3"
    - v1
    c:
    - - 1
      - 2
    - k:
        "n": 1
    "#);
    }

    #[test]
    fn a_long_line_breaks_behind_column_eighty() {
        let text = write(&json!({"status": {"message": "word ".repeat(30).trim_end()}}));
        assert!(text.lines().all(|line| line.len() <= 86) && text.lines().nth(2).unwrap().starts_with("    word"), "{text}");
    }
}
