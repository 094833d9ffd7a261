//! What Go's `time.ParseDuration` objects to (`time/format.go`, go1.25).

/// The error of `time.ParseDuration(text)`.
pub fn duration_error(text: &str) -> Option<String> {
    let problem = |what: &str| Some(format!("time: {what} {}", quoted(text)));
    let (negative, mut rest) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    if rest == "0" {
        return None;
    }
    if rest.is_empty() {
        return problem("invalid duration");
    }
    let mut total: u64 = 0;
    while !rest.is_empty() {
        let (whole, after) = digits(rest);
        let (fraction, after) = match after.strip_prefix('.') {
            Some(after) => digits(after),
            None => ("", after),
        };
        if whole.is_empty() && fraction.is_empty() {
            return problem("invalid duration");
        }
        let Some(number) = number(whole) else { return problem("invalid duration") };
        let end = after.find(|c: char| c == '.' || c.is_ascii_digit()).unwrap_or(after.len());
        let (unit, next) = after.split_at(end);
        if unit.is_empty() {
            return problem("missing unit in duration");
        }
        let Some(size) = nanoseconds(unit) else {
            return problem(&format!("unknown unit {} in duration", quoted(unit)));
        };
        let Some(sum) = amount(number, fraction, size).and_then(|part| total.checked_add(part)).filter(|sum| *sum <= 1 << 63) else {
            return problem("invalid duration");
        };
        total = sum;
        rest = next;
    }
    if total == 1 << 63 && !negative { problem("invalid duration") } else { None }
}

fn digits(text: &str) -> (&str, &str) {
    text.split_at(text.bytes().take_while(u8::is_ascii_digit).count())
}

/// Up to 2⁶³.
fn number(digits: &str) -> Option<u64> {
    if digits.is_empty() { Some(0) } else { digits.parse().ok().filter(|number| *number <= 1 << 63) }
}

/// As Go counts it: what does not fit into an integer of the fraction's digits is cut off, the rest is a float.
#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn amount(number: u64, fraction: &str, size: u64) -> Option<u64> {
    if number > (1 << 63) / size {
        return None;
    }
    let (mut part, mut scale) = (0_u64, 1.0);
    for digit in fraction.bytes().map(|b| u64::from(b - b'0')) {
        let Some(next) = part.checked_mul(10).and_then(|n| n.checked_add(digit)).filter(|n| *n <= 1 << 63) else { break };
        (part, scale) = (next, scale * 10.0);
    }
    let sum = (number * size).checked_add((part as f64 * (size as f64 / scale)) as u64)?;
    Some(sum).filter(|sum| *sum <= 1 << 63)
}

fn nanoseconds(unit: &str) -> Option<u64> {
    Some(match unit {
        "ns" => 1,
        "us" | "µs" | "μs" => 1_000,
        "ms" => 1_000_000,
        "s" => 1_000_000_000,
        "m" => 60_000_000_000,
        "h" => 3_600_000_000_000,
        _ => return None,
    })
}

/// Package time quotes on its own: what is not ASCII byte by byte.
fn quoted(text: &str) -> String {
    let mut out = String::from('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            ' '..='\u{7f}' => out.push(c),
            _ => c.encode_utf8(&mut [0; 4]).bytes().for_each(|byte| out.push_str(&format!("\\x{byte:02x}"))),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_fail_in_the_words_of_go() {
        for (text, error) in [
            ("1h30m1.5s", ""),
            ("-9223372036854775808ns", ""),
            ("+0", ""),
            ("1", r#"time: missing unit in duration "1""#),
            ("1h 1m", r#"time: unknown unit "h " in duration "1h 1m""#),
            (".s", r#"time: invalid duration ".s""#),
            ("9223372036854775808ns", r#"time: invalid duration "9223372036854775808ns""#),
            ("1é", r#"time: unknown unit "\xc3\xa9" in duration "1\xc3\xa9""#),
        ] {
            assert_eq!(duration_error(text).unwrap_or_default(), error);
        }
    }
}
