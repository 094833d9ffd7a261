//! What a plain scalar means: YAML 1.1 as go-yaml v2 resolves it.

use super::Value;

const TAG_PREFIX: &str = "tag:yaml.org,2002:";

/// Whether a word without quotes is read as a text: `yes`, `5` and nothing at all are not.
pub fn reads_as_text(word: &str) -> bool {
    plain(word).is_none()
}

/// Resolves a scalar. `implicit` scalars get their type from their text, others from `tag` (a string if it
/// is empty). `None` is the text as it stands; `Err` holds go-yaml's sentence (`cannot decode !!str `x` as a !!int`).
pub(super) fn resolve(text: &str, tag: &str, implicit: bool) -> Result<Option<Value>, String> {
    if tag.is_empty() && !implicit {
        return Ok(None);
    }
    let tag = if tag == "!" { "!" } else { tag.strip_prefix(TAG_PREFIX).unwrap_or(tag) };
    match tag {
        "" => Ok(plain(text)),
        "binary" => binary(text).map(Some),
        "bool" | "int" | "float" | "null" | "timestamp" => tagged(text, tag),
        _ => Ok(None),
    }
}

fn binary(text: &str) -> Result<Value, String> {
    use base64::Engine as _;
    use base64::engine::{GeneralPurpose, GeneralPurposeConfig};
    // Go's decoder lets the last bits be anything.
    const LENIENT: GeneralPurpose =
        GeneralPurpose::new(&base64::alphabet::STANDARD, GeneralPurposeConfig::new().with_decode_allow_trailing_bits(true));
    let compact: String = text.chars().filter(|c| !matches!(c, '\r' | '\n')).collect();
    let bytes = LENIENT.decode(compact).map_err(|_| "!!binary value contains invalid base64 data".to_owned())?;
    let mut out = String::new();
    for chunk in bytes.utf8_chunks() {
        out.push_str(chunk.valid());
        out.extend(chunk.invalid().iter().map(|_| char::REPLACEMENT_CHARACTER));
    }
    Ok(Value::String(out))
}

fn tagged(text: &str, tag: &str) -> Result<Option<Value>, String> {
    let value = plain(text);
    // go-yaml looks for dates only where no other tag is asked for.
    let timestamp = tag == "timestamp" && value.is_none() && is_timestamp(text);
    let found = match &value {
        Some(Value::Null) => "null",
        Some(Value::Bool(_)) => "bool",
        Some(Value::Int(_) | Value::UInt(_)) => "int",
        Some(Value::Float(_)) => "float",
        _ if timestamp => "timestamp",
        _ => "str",
    };
    match value {
        value if found == tag => Ok(value),
        Some(Value::Int(number)) if tag == "float" => Ok(Some(Value::Float(number as f64))),
        _ => Err(format!("cannot decode !!{found} `{text}` as a !!{tag}")),
    }
}

/// Resolves a plain scalar without a tag; `None` is text. Dates stay text: go-yaml hands them on as they were written.
fn plain(text: &str) -> Option<Value> {
    let Some(first) = text.bytes().next() else { return Some(Value::Null) };
    match first {
        b'y' | b'Y' | b'n' | b'N' | b't' | b'T' | b'f' | b'F' | b'o' | b'O' | b'~' => word(text),
        b'.' => special_float(text).or_else(|| float(text)),
        b'+' | b'-' | b'0'..=b'9' => special_float(text).or_else(|| number(text)),
        _ => None,
    }
}

fn word(text: &str) -> Option<Value> {
    Some(match text {
        "y" | "Y" | "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => Value::Bool(true),
        "n" | "N" | "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => Value::Bool(false),
        "~" | "null" | "Null" | "NULL" => Value::Null,
        _ => return None,
    })
}

fn special_float(text: &str) -> Option<Value> {
    Some(Value::Float(match text {
        ".nan" | ".NaN" | ".NAN" => f64::NAN,
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" => f64::INFINITY,
        "-.inf" | "-.Inf" | "-.INF" => f64::NEG_INFINITY,
        _ => return None,
    }))
}

fn number(text: &str) -> Option<Value> {
    if is_timestamp(text) {
        return None;
    }
    let compact: String = text.chars().filter(|c| *c != '_').collect();
    integer(&compact).or_else(|| if looks_like_float(&compact) { float(&compact) } else { None })
}

/// Go's `ParseInt` and `ParseUint` with base 0.
fn integer(text: &str) -> Option<Value> {
    let (negative, signed, digits) = match text.as_bytes().first() {
        Some(b'-') => (true, true, &text[1..]),
        Some(b'+') => (false, true, &text[1..]),
        _ => (false, false, text),
    };
    let lower = digits.get(..2).unwrap_or("").to_ascii_lowercase();
    let (radix, digits) = match lower.as_str() {
        "0x" => (16, &digits[2..]),
        "0b" => (2, &digits[2..]),
        "0o" => (8, &digits[2..]),
        _ if digits.len() > 1 && digits.starts_with('0') => (8, &digits[1..]),
        _ => (10, digits),
    };
    if digits.is_empty() || !digits.chars().all(|c| c.is_digit(radix)) {
        return None;
    }
    let size = i128::from_str_radix(digits, radix).ok()?;
    let value = if negative { -size } else { size };
    match i64::try_from(value) {
        Ok(number) => Some(Value::Int(number)),
        Err(_) if signed => None,
        Err(_) => u64::try_from(value).ok().map(Value::UInt),
    }
}

/// `[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?`
fn looks_like_float(text: &str) -> bool {
    let rest = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (mantissa, exponent) = rest.split_once(['e', 'E']).map_or((rest, None), |(m, e)| (m, Some(e)));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let mantissa = match mantissa.split_once('.') {
        Some(("", fraction)) => digits(fraction),
        Some((whole, fraction)) => digits(whole) && (fraction.is_empty() || digits(fraction)),
        None => digits(mantissa),
    };
    mantissa && exponent.is_none_or(|e| digits(e.strip_prefix(['-', '+']).unwrap_or(e)))
}

/// Go's `ParseFloat`: out of range is no number.
fn float(text: &str) -> Option<Value> {
    if !text.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    text.parse::<f64>().ok().filter(|number| number.is_finite()).map(Value::Float)
}

/// `2006-1-2`, alone or with a time behind `T`, `t` or a space.
fn is_timestamp(text: &str) -> bool {
    let bytes = text.as_bytes();
    if bytes.len() < 8 || bytes[4] != b'-' || !bytes[..4].iter().all(u8::is_ascii_digit) {
        return false;
    }
    let (date, time) = text.split_once(['T', 't', ' ']).map_or((text, None), |(d, t)| (d, Some(t)));
    let mut parts = date.splitn(3, '-');
    let small = |part: Option<&str>| {
        let part = part.filter(|p| (1..=2).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_digit()))?;
        part.parse::<u8>().ok()
    };
    let year = parts.next().and_then(|y| y.parse::<i16>().ok());
    let (Some(year), Some(month), Some(day)) = (year, small(parts.next()), small(parts.next())) else { return false };
    jiff::civil::Date::new(year, month as i8, day as i8).is_ok() && time.is_none_or(|time| time.contains(':') || time.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(text: &str) -> String {
        match plain(text) {
            None => format!("{text:?}"),
            Some(Value::Null) => "null".into(),
            Some(Value::Bool(b)) => b.to_string(),
            Some(Value::Int(i)) => i.to_string(),
            Some(Value::UInt(u)) => u.to_string(),
            Some(Value::Float(f)) => format!("{f}f"),
            Some(other) => format!("{other:?}"),
        }
    }

    /// Asked of kubectl (`kubectl annotate --local -o json`).
    #[test]
    fn scalars_mean_what_kubectl_makes_of_them() {
        let table = [
            ("yes", "true"),
            ("On", "true"),
            ("n", "false"),
            ("tRUE", "\"tRUE\""),
            ("~", "null"),
            ("", "null"),
            ("0644", "420"),
            ("010", "8"),
            ("0o644", "420"),
            ("0x1F", "31"),
            ("0b11", "3"),
            ("-0b11", "-3"),
            ("1_000", "1000"),
            ("08", "8f"),
            ("0999", "999f"),
            ("1e3", "1000f"),
            ("1.0", "1f"),
            (".5", "0.5f"),
            ("1e400", "\"1e400\""),
            ("0o8", "\"0o8\""),
            ("12:30", "\"12:30\""),
            ("12:30:45", "\"12:30:45\""),
            ("2020-01-01", "\"2020-01-01\""),
            ("1.2.3", "\"1.2.3\""),
            ("+5", "5"),
            ("-", "\"-\""),
            ("9223372036854775808", "9223372036854775808"),
            ("18446744073709551616", "18446744073709552000f"),
            ("10.0.0.0/8", "\"10.0.0.0/8\""),
            ("<<", "\"<<\""),
        ];
        for (text, expected) in table {
            assert_eq!(json(text), expected, "{text}");
        }
    }
}
