//! `printf` of awk.

use super::Wrong;
use super::value::{Value, general};

/// The first value is the format.
pub fn formatted(values: &[Value]) -> Result<String, Wrong> {
    let mut values = values.iter();
    let format = values.next().map(Value::text).unwrap_or_default();
    let mut out = String::new();
    let mut rest = format.as_str();
    while let Some(at) = rest.find('%') {
        out += &rest[..at];
        rest = &rest[at + 1..];
        let end = rest.find(|c: char| c.is_ascii_alphabetic() || c == '%').unwrap_or(rest.len());
        let (spec, after) = rest.split_at(end);
        let Some(kind) = after.chars().next() else { break };
        rest = &after[kind.len_utf8()..];
        match kind {
            '%' => out.push('%'),
            _ => out += &one(spec, kind, values.next().unwrap_or(&Value::None))?,
        }
    }
    Ok(out + rest)
}

/// `%-5.2f`: `spec` is what stands between the two letters.
fn one(spec: &str, kind: char, value: &Value) -> Result<String, Wrong> {
    let flags: String = spec.chars().take_while(|c| "-+ 0#".contains(*c)).collect();
    let (width, precision) = match spec[flags.len()..].split_once('.') {
        Some((width, precision)) => (width, Some(precision.parse::<usize>().unwrap_or(0).min(400))),
        None => (&spec[flags.len()..], None),
    };
    if width.contains('*') {
        return Err(Wrong::NotSimulated(format!("printf %{spec}{kind}")));
    }
    let width = width.parse::<usize>().unwrap_or(0).min(10_000);
    let number = value.number();
    let sign = |text: String| if flags.contains('+') && number >= 0.0 { format!("+{text}") } else { text };
    let text = match kind {
        's' => value.text().chars().take(precision.unwrap_or(usize::MAX)).collect(),
        'c' => match value {
            Value::Number(code) => char::from_u32(*code as u32).map(String::from).unwrap_or_default(),
            other => other.text().chars().take(1).collect(),
        },
        'd' | 'i' => sign(format!("{}", number as i64)),
        'x' => format!("{:x}", number as i64),
        'X' => format!("{:X}", number as i64),
        'o' => format!("{:o}", number as i64),
        'f' | 'F' => sign(format!("{number:.*}", precision.unwrap_or(6))),
        'g' | 'G' => sign(general(number, precision.unwrap_or(6))),
        other => return Err(Wrong::NotSimulated(format!("printf %{other}"))),
    };
    let missing = width.saturating_sub(text.chars().count());
    let zeros = flags.contains('0') && !flags.contains('-') && "diuxXofFgG".contains(kind);
    Ok(match () {
        () if flags.contains('-') => text + &" ".repeat(missing),
        () if zeros => {
            let (sign, digits) = text.strip_prefix(['-', '+']).map_or(("", text.as_str()), |digits| (&text[..1], digits));
            format!("{sign}{}{digits}", "0".repeat(missing))
        }
        () => " ".repeat(missing) + &text,
    })
}
