//! `resource.Quantity` (apimachinery `pkg/api/resource/quantity.go`): exact arithmetic in nano-units and the
//! canonical text.

use std::cmp::Ordering;

/// An amount with the family of suffixes it was written in.
#[derive(Clone, Copy, Debug, Eq)]
pub struct Quantity {
    /// The amount in 10⁻⁹, saturated at the limits of `i128`.
    nano: i128,
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    DecimalExponent,
    BinarySi,
    DecimalSi,
}

const NANO: i128 = 1_000_000_000;
/// 2⁶³ − 1 units: the cap of amounts with binary suffixes.
const MAX_BINARY: i128 = i64::MAX as i128 * NANO;

impl PartialEq for Quantity {
    fn eq(&self, other: &Self) -> bool {
        self.nano == other.nano
    }
}

impl PartialOrd for Quantity {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Quantity {
    fn cmp(&self, other: &Self) -> Ordering {
        self.nano.cmp(&other.nano)
    }
}

impl Quantity {
    /// Nothing.
    pub const ZERO: Self = Self { nano: 0, format: Format::DecimalSi };

    /// Reads a quantity; `None` when Kubernetes refuses it.
    pub fn parse(text: &str) -> Option<Self> {
        let (negative, rest) = match text.as_bytes().first()? {
            b'-' => (true, &text[1..]),
            b'+' => (false, &text[1..]),
            _ => (false, text),
        };
        let digits = |s: &str| s.bytes().take_while(u8::is_ascii_digit).count();
        let whole = digits(rest);
        let (number, rest) = rest.split_at(whole);
        let (fraction, suffix) = match rest.strip_prefix('.') {
            Some(rest) => rest.split_at(digits(rest)),
            None => ("", rest),
        };
        if number.is_empty() && fraction.is_empty() && !rest.starts_with('.') && !suffix.is_empty() {
            return None;
        }
        let (base, exponent, format) = interpret(suffix)?;
        let number = number.trim_start_matches('0');
        let nano = scale(number, fraction, base, exponent);
        let nano = if format == Format::BinarySi { nano.min(MAX_BINARY) } else { nano };
        let format = if format == Format::BinarySi && nano > 0 && nano < NANO { Format::DecimalSi } else { format };
        Some(Self { nano: if negative { -nano } else { nano }, format })
    }

    /// −1, 0 or 1.
    pub fn sign(self) -> i128 {
        self.nano.signum()
    }

    /// Whether it is a whole number of units.
    pub fn is_whole(self) -> bool {
        self.nano % NANO == 0
    }

    /// Whole units, rounded up (`Quantity.Value`).
    pub fn value(self) -> i64 {
        let units = self.nano.div_euclid(NANO) + i128::from(self.nano.rem_euclid(NANO) != 0);
        i64::try_from(units).unwrap_or(if units < 0 { i64::MIN } else { i64::MAX })
    }

    /// Thousandths, rounded up (`Quantity.MilliValue`).
    pub fn milli(self) -> i128 {
        self.nano.div_euclid(1_000_000) + i128::from(self.nano.rem_euclid(1_000_000) != 0)
    }

    /// The sum, in the format of `self` unless it is zero.
    pub fn plus(self, other: Self) -> Self {
        let format = if self.nano == 0 { other.format } else { self.format };
        Self { nano: self.nano.saturating_add(other.nano), format }
    }
}

/// 10^`exponent` or 2^`exponent` times `number.fraction`, in nano-units, rounded up in magnitude.
fn scale(number: &str, fraction: &str, base: u32, exponent: i32) -> i128 {
    let mut mantissa: i128 = 0;
    for digit in number.bytes().chain(fraction.bytes()) {
        mantissa = mantissa.saturating_mul(10).saturating_add(i128::from(digit - b'0'));
    }
    let mut power = 9 - i32::try_from(fraction.len()).unwrap_or(i32::MAX / 2);
    if base == 2 {
        mantissa = mantissa.saturating_mul(1_i128 << exponent);
    } else {
        power = power.saturating_add(exponent);
    }
    for _ in 0..power.clamp(0, 60) {
        mantissa = mantissa.saturating_mul(10);
    }
    let mut rest = false;
    for _ in 0..(-power).clamp(0, 60) {
        rest |= mantissa % 10 != 0;
        mantissa /= 10;
    }
    mantissa.saturating_add(i128::from(rest))
}

fn interpret(suffix: &str) -> Option<(u32, i32, Format)> {
    let decimal = |exponent| Some((10, exponent, Format::DecimalSi));
    let binary = |exponent| Some((2, exponent, Format::BinarySi));
    match suffix {
        "n" => decimal(-9),
        "u" => decimal(-6),
        "m" => decimal(-3),
        "" => decimal(0),
        "k" => decimal(3),
        "M" => decimal(6),
        "G" => decimal(9),
        "T" => decimal(12),
        "P" => decimal(15),
        "E" => decimal(18),
        "Ki" => binary(10),
        "Mi" => binary(20),
        "Gi" => binary(30),
        "Ti" => binary(40),
        "Pi" => binary(50),
        "Ei" => binary(60),
        other => {
            let exponent = other.strip_prefix(['e', 'E'])?;
            Some((10, exponent.parse().ok()?, Format::DecimalExponent))
        }
    }
}

impl std::fmt::Display for Quantity {
    /// The canonical text: the largest suffix that leaves a whole number.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.nano == 0 {
            return f.write_str("0");
        }
        let whole = self.nano % NANO == 0;
        let units = self.nano / NANO;
        if self.format == Format::BinarySi && whole && units.abs() >= 1024 {
            let (mut amount, mut at) = (units, 0);
            while amount % 1024 == 0 && at < 6 {
                amount /= 1024;
                at += 1;
            }
            return write!(f, "{amount}{}", ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"][at]);
        }
        let (mut amount, mut exponent) = (self.nano, -9_i32);
        while amount % 1000 == 0 && (self.format == Format::DecimalExponent || exponent < 18) {
            amount /= 1000;
            exponent += 3;
        }
        match (self.format, exponent) {
            (_, 0) => write!(f, "{amount}"),
            (Format::DecimalExponent, _) => write!(f, "{amount}e{exponent}"),
            _ => write!(f, "{amount}{}", ["n", "u", "m", "", "k", "M", "G", "T", "P", "E"][usize::try_from(exponent / 3 + 3).unwrap_or(3)]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn canonical_texts() {
        for (text, canonical) in [
            ("1000m", "1"),
            ("0.5", "500m"),
            ("1024Mi", "1Gi"),
            ("1.5Gi", "1536Mi"),
            ("100k", "100k"),
            ("1e3", "1e3"),
            ("-1", "-1"),
            ("0.1n", "1n"),
            ("1500Ki", "1500Ki"),
            ("0.5Ki", "512"),
            ("12e6", "12e6"),
            ("1000000", "1M"),
            ("+2", "2"),
            ("0Mi", "0"),
        ] {
            assert_eq!(Quantity::parse(text).map(|q| q.to_string()).as_deref(), Some(canonical), "{text}");
        }
        for text in ["", "1 Gi", "Gi", "1gi", "abc", "1e", "1.2.3"] {
            assert_eq!(Quantity::parse(text), None, "{text}");
        }
    }
}
