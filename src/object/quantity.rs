//! `resource.Quantity`: an exact number with a suffix (apimachinery `pkg/api/resource/quantity.go`).

/// In which family of suffixes a quantity is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// `n u m k M G T P E`
    DecimalSi,
    /// `Ki Mi Gi Ti Pi Ei`
    BinarySi,
    /// `e3`
    DecimalExponent,
}

/// An amount of a resource, exact down to a billionth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quantity {
    /// The amount in billionths (`1` is 10⁹), rounded away from zero. Too large amounts are cut.
    pub nano: i128,
    /// The suffixes it was written with.
    pub format: Format,
    /// The text itself where Kubernetes keeps it.
    kept: Option<String>,
}

const WRONG: &str = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
const SUFFIX: &str = "unable to parse quantity's suffix";
const NUMERIC: &str = "unable to parse numeric part of quantity";
const NANO: i128 = 1_000_000_000;

struct Parts<'t> {
    negative: bool,
    whole: &'t str,
    fraction: &'t str,
    suffix: &'t str,
}

impl Quantity {
    /// Reads a quantity; the error is Kubernetes' own sentence.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let parts = split(text)?;
        let (base, exponent, format) = interpret(parts.suffix).ok_or(SUFFIX)?;
        if parts.whole.is_empty() && parts.fraction.is_empty() && !text.contains('0') {
            return Err(NUMERIC);
        }
        let mut exact = Exact { mantissa: 0, scale: -(parts.fraction.len() as i32) };
        for digit in parts.whole.bytes().chain(parts.fraction.bytes()) {
            exact.mantissa = exact.mantissa.saturating_mul(10).saturating_add(i128::from(digit - b'0'));
        }
        match base {
            2 => exact.mantissa = exact.mantissa.saturating_mul(1i128 << exponent),
            _ => exact.scale = exact.scale.saturating_add(exponent),
        }
        let size = exact.nano();
        let below_one = base == 2 && size > 0 && size < NANO;
        Ok(Self {
            nano: if parts.negative { -size } else { size },
            format: if below_one { Format::DecimalSi } else { format },
            kept: is_canonical(&parts, base, exponent).then(|| text.to_owned()),
        })
    }

    /// An amount in billionths.
    pub fn of_nano(nano: i128, format: Format) -> Self {
        Self { nano, format, kept: None }
    }

    /// The text with which the server answers: `0.5` is `500m`, `1024Mi` is `1Gi`.
    pub fn canonical(&self) -> String {
        if let Some(text) = &self.kept {
            return text.clone();
        }
        if self.nano == 0 {
            return "0".into();
        }
        let whole = self.nano % NANO == 0;
        if self.format == Format::BinarySi && whole && self.nano.abs() >= 1024 * NANO {
            let (mut number, mut power) = (self.nano / NANO, 0);
            while number % 1024 == 0 && power < 6 {
                number /= 1024;
                power += 1;
            }
            return format!("{number}{}", ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"][power]);
        }
        let (mut number, mut exponent) = (self.nano, -9);
        while number % 1000 == 0 && exponent < 18 {
            number /= 1000;
            exponent += 3;
        }
        match (self.format, exponent) {
            (_, 0) => number.to_string(),
            (Format::DecimalExponent, exponent) => format!("{number}e{exponent}"),
            (_, exponent) => format!("{number}{}", ["n", "u", "m", "", "k", "M", "G", "T", "P", "E"][(exponent / 3 + 3) as usize]),
        }
    }
}

/// `mantissa` × 10^`scale`.
struct Exact {
    mantissa: i128,
    scale: i32,
}

impl Exact {
    /// In billionths, rounded up.
    fn nano(&self) -> i128 {
        let shift = self.scale.saturating_add(9);
        if self.mantissa == 0 {
            return 0;
        }
        let factor = 10i128.checked_pow(shift.unsigned_abs());
        match factor {
            Some(factor) if shift >= 0 => self.mantissa.saturating_mul(factor),
            Some(factor) => self.mantissa / factor + i128::from(self.mantissa % factor != 0),
            None if shift >= 0 => i128::MAX,
            None => 1,
        }
    }
}

fn split(text: &str) -> Result<Parts<'_>, &'static str> {
    if text.is_empty() {
        return Err(WRONG);
    }
    let negative = text.starts_with('-');
    let rest = text.strip_prefix(['-', '+']).unwrap_or(text).trim_start_matches('0');
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let (whole, rest) = rest.split_at(digits(rest));
    let (fraction, suffix) = match rest.strip_prefix('.') {
        Some(rest) => rest.split_at(digits(rest)),
        None => ("", rest),
    };
    let letters = suffix.bytes().take_while(|b| b"eEinumkKMGTP".contains(b)).count();
    let exponent = suffix[letters..].strip_prefix(['-', '+']).unwrap_or(&suffix[letters..]);
    if digits(exponent) != exponent.len() {
        return Err(WRONG);
    }
    Ok(Parts { negative, whole, fraction, suffix })
}

fn interpret(suffix: &str) -> Option<(u8, i32, Format)> {
    let decimal = |exponent| Some((10, exponent, Format::DecimalSi));
    let binary = |exponent| Some((2, exponent, Format::BinarySi));
    match suffix {
        "" => decimal(0),
        "n" => decimal(-9),
        "u" => decimal(-6),
        "m" => decimal(-3),
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
        _ => {
            let exponent = suffix.strip_prefix(['e', 'E'])?.parse::<i64>().ok()?;
            Some((10, exponent as i32, Format::DecimalExponent))
        }
    }
}

/// Whether Kubernetes keeps the text as it is, without putting it into its canonical form.
fn is_canonical(parts: &Parts<'_>, base: u8, exponent: i32) -> bool {
    const MAX_DIGITS: i32 = 18;
    let whole = if parts.whole.is_empty() { "0" } else { parts.whole };
    let shifted = format!("{whole}{}", parts.fraction);
    let Ok(value) = shifted.parse::<i64>() else { return false };
    if base == 2 {
        let room = 15 - whole.len() as i32 - (exponent as f32 * 3.0 / 10.0) as i32 - 1;
        return room >= 0 && parts.fraction.is_empty() && value & 7 != 0;
    }
    let scale = exponent.saturating_sub(parts.fraction.len() as i32);
    let room = MAX_DIGITS - shifted.len() as i32;
    room >= 0 && scale >= -9 && scale % 3 == 0 && !shifted.ends_with("000") && !shifted.starts_with('0')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities_are_put_into_their_canonical_form() {
        for (text, canonical) in [
            ("0.5", "500m"),
            ("1000m", "1"),
            ("1500m", "1500m"),
            ("1024Mi", "1Gi"),
            ("1.5Gi", "1536Mi"),
            ("100Mi", "100Mi"),
            ("1e3", "1e3"),
            ("0", "0"),
            ("0Mi", "0"),
            ("12345", "12345"),
            ("1000", "1k"),
            ("0.1Ki", "102400m"),
        ] {
            assert_eq!(Quantity::parse(text).map(|q| q.canonical()).as_deref(), Ok(canonical), "{text}");
        }
    }

    #[test]
    fn what_is_no_quantity_is_refused_in_kubernetes_words() {
        for (text, error) in
            [("", WRONG), ("abc", WRONG), ("1 Gi", WRONG), ("1GB", WRONG), ("1mi", SUFFIX), ("1MG", SUFFIX), ("1KiB", WRONG)]
        {
            assert_eq!(Quantity::parse(text), Err(error), "{text}");
        }
    }
}
