//! Types that read their JSON themselves: Quantity, IntOrString, Time.

use serde_json::Value;

use super::golang;
use super::quantity::Quantity;
use super::typed::Read;
use crate::schema::asset::Special;

/// Why such a type refuses a value.
#[derive(Debug, PartialEq)]
pub enum Error {
    /// Go's type error, to which the decoder adds the field.
    Type {
        /// What was found.
        found: String,
        /// The Go type that was wanted.
        wanted: &'static str,
    },
    /// A text of the type's own.
    Text(String),
}

/// Reads a value as `special` does.
pub fn read(value: &Value, special: Special) -> Result<Read, Error> {
    let mistyped = |wanted| Error::Type { found: golang::kind_of(value).into(), wanted };
    match (special, value) {
        (Special::Raw, _) => Ok(Read::AsWritten),
        (_, Value::Null) => Ok(Read::Nothing),
        (Special::Quantity, _) => {
            let text = match value {
                Value::String(text) => text.trim_matches(is_bare_blank).to_owned(),
                Value::Number(number) => golang::number(number),
                // Brackets and words are no number, whatever they hold.
                _ => "[]".into(),
            };
            let quantity = Quantity::parse(&text).map_err(|error| Error::Text(error.into()))?;
            let stored = quantity.stored(&text);
            Ok(if value.as_str() == Some(&stored) { Read::AsWritten } else { Read::Other(Value::String(stored)) })
        }
        (Special::IntOrString, Value::String(_)) => Ok(Read::AsWritten),
        (Special::IntOrString, Value::Number(number)) if !golang::fits(number, 32, false) => {
            Err(Error::Type { found: format!("number {}", golang::number(number)), wanted: "int32" })
        }
        (Special::IntOrString, Value::Number(_)) => Ok(Read::AsWritten),
        (Special::IntOrString, _) => Err(mistyped("int32")),
        (Special::Time | Special::MicroTime, Value::String(text)) => {
            let layout = if special == Special::Time { LAYOUT } else { MICRO_LAYOUT };
            read_time(text, layout).map(|text| Read::Other(Value::String(text))).map_err(Error::Text)
        }
        (Special::Duration, Value::String(_)) => Ok(Read::AsWritten),
        (Special::Time | Special::MicroTime | Special::Duration, _) => Err(mistyped("string")),
    }
}

/// Whether Go trims the character from the JSON of a quantity. It looks at the JSON text itself, in which some are escaped.
fn is_bare_blank(c: char) -> bool {
    c.is_whitespace() && c >= ' ' && !matches!(c, '\u{2028}' | '\u{2029}')
}

/// Go's RFC 3339.
const LAYOUT: &str = "2006-01-02T15:04:05Z07:00";
const MICRO_LAYOUT: &str = "2006-01-02T15:04:05.000000Z07:00";

/// How Go's package `time` quotes: what is not printable ASCII byte by byte.
fn quote_time(text: &str) -> String {
    let mut out = String::from('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            ' '..='\u{7f}' => out.push(c),
            c => c.encode_utf8(&mut [0; 4]).bytes().for_each(|byte| out.push_str(&format!("\\x{byte:02x}"))),
        }
    }
    out.push('"');
    out
}

/// Reads a time as Go's `time.Parse` does, and gives it in UTC.
fn read_time(text: &str, layout: &str) -> Result<String, String> {
    let bad = |rest: &str, element: &str| {
        let [text, layout, rest, element] = [text, layout, rest, element].map(quote_time);
        Err(format!("parsing time {text} as {layout}: cannot parse {rest} as {element}"))
    };
    let out_of_range = |what: &str| Err(format!("parsing time {}: {what} out of range", quote_time(text)));
    let mut rest = text;
    let mut numbers = [0i64; 6];
    const ELEMENTS: [(&str, &str, usize); 6] =
        [("", "2006", 4), ("-", "01", 2), ("-", "02", 2), ("T", "15", 2), (":", "04", 2), (":", "05", 2)];
    for (slot, (before, element, digits)) in numbers.iter_mut().zip(ELEMENTS) {
        match rest.strip_prefix(before) {
            Some(behind) => rest = behind,
            None => return bad(rest, before),
        }
        // The hour may have one digit.
        let width = if element == "15" && !rest.as_bytes().get(1).is_some_and(u8::is_ascii_digit) { 1 } else { digits };
        match rest.get(..width).filter(|number| number.bytes().all(|b| b.is_ascii_digit())) {
            Some(number) => *slot = number.parse().unwrap_or(0),
            None => return bad(rest, element),
        }
        rest = &rest[width..];
        match (element, *slot) {
            ("01", 0 | 13..) => return out_of_range("month"),
            ("15", 24..) => return out_of_range("hour"),
            ("04", 60..) => return out_of_range("minute"),
            ("05", 60..) => return out_of_range("second"),
            _ => {}
        }
    }
    let mut fraction = "";
    if let Some(digits) = rest.strip_prefix(['.', ',']) {
        let width = digits.bytes().take_while(u8::is_ascii_digit).count();
        if width > 0 {
            fraction = &digits[..width];
            rest = &digits[width..];
        }
    }
    let Some((offset, rest)) = read_zone(rest) else { return bad(rest, "Z07:00") };
    if !rest.is_empty() {
        return Err(format!("parsing time {}: extra text: {}", quote_time(text), quote_time(rest)));
    }
    let [year, month, day, hour, minute, second] = numbers;
    let Ok(date) = jiff::civil::Date::new(year as i16, month as i8, day as i8) else { return out_of_range("day") };
    let moment = date.at(hour as i8, minute as i8, second as i8, 0);
    let moment = moment.saturating_sub(jiff::SignedDuration::from_secs(offset));
    let micro = if layout == MICRO_LAYOUT { format!(".{:0<6.6}", fraction) } else { String::new() };
    Ok(format!("{}{micro}Z", moment.strftime("%Y-%m-%dT%H:%M:%S")))
}

/// `Z` or `+01:00`: seconds east of UTC, and what follows.
fn read_zone(text: &str) -> Option<(i64, &str)> {
    if let Some(rest) = text.strip_prefix('Z') {
        return Some((0, rest));
    }
    let sign = match text.bytes().next()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let number = |part: &str| part.bytes().all(|b| b.is_ascii_digit()).then(|| part.parse::<i64>().ok()).flatten();
    let (hours, minutes) = (number(text.get(1..3)?)?, number(text.get(4..6)?)?);
    (text.get(3..4)? == ":" && hours <= 24 && minutes < 60).then(|| (sign * (hours * 3600 + minutes * 60), &text[6..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_and_refused_as_go_does() {
        let read = |text| read_time(text, LAYOUT);
        assert_eq!(read("2024-02-29T23:30:00+01:00").as_deref(), Ok("2024-02-29T22:30:00Z"));
        assert_eq!(read("2024-02-29T23:30:00.5Z").as_deref(), Ok("2024-02-29T23:30:00Z"));
        let refused = [
            ("yesterday", r#"parsing time "yesterday" as "2006-01-02T15:04:05Z07:00": cannot parse "yesterday" as "2006""#),
            ("2024-01-01", r#"parsing time "2024-01-01" as "2006-01-02T15:04:05Z07:00": cannot parse "" as "T""#),
            ("2023-02-29T00:00:00Z", r#"parsing time "2023-02-29T00:00:00Z": day out of range"#),
            ("2023-13-01T00:00:00Z", r#"parsing time "2023-13-01T00:00:00Z": month out of range"#),
            ("2023-01-01T00:00:00Zx", r#"parsing time "2023-01-01T00:00:00Zx": extra text: "x""#),
        ];
        for (text, error) in refused {
            assert_eq!(read(text), Err(error.to_owned()));
        }
    }
}
