//! `resource.Quantity`: an exact number with a suffix (apimachinery `pkg/api/resource/quantity.go`).

use std::cmp::Ordering;
use std::fmt;

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

/// An amount of a resource, exact down to a billionth. Equal and ordered by the amount alone.
#[derive(Clone, Debug, Eq)]
pub struct Quantity {
    /// The amount in billionths (`1` is 10⁹), rounded away from zero. Too large amounts are cut.
    pub nano: i128,
    /// The suffixes it was written with.
    pub format: Format,
    /// Go's short form, `int64` × 10^scale, which overflows in its own way.
    short: Option<(i64, i32)>,
    /// The text itself where Kubernetes keeps it.
    kept: Option<String>,
}

const WRONG: &str = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
const SUFFIX: &str = "unable to parse quantity's suffix";
const NUMERIC: &str = "unable to parse numeric part of quantity";
const NANO: i128 = 1_000_000_000;
/// What too large amounts are cut to: without a fraction in any unit.
const CUT: i128 = 170_000_000_000_000_000_000 * 1_000_000_000_000_000_000;
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

impl fmt::Display for Quantity {
    /// The text with which the server answers: `0.5` is `500m`, `1024Mi` is `1Gi`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(text) = &self.kept {
            return f.write_str(text);
        }
        if self.nano == 0 {
            return f.write_str("0");
        }
        if let Some((value, scale)) = self.short.filter(|_| self.nano.abs() == CUT) {
            let zeros = scale.rem_euclid(3);
            return write!(f, "{}e{}", i128::from(value) * 10i128.pow(zeros.unsigned_abs()), scale - zeros);
        }
        let whole = self.nano % NANO == 0;
        if self.format == Format::BinarySi && whole && self.nano.abs() >= 1024 * NANO {
            let (mut number, mut power) = (self.nano / NANO, 0);
            while number % 1024 == 0 && power < 6 {
                number /= 1024;
                power += 1;
            }
            return write!(f, "{number}{}", ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"][power]);
        }
        let (mut number, mut exponent) = (self.nano, -9_i32);
        while number % 1000 == 0 && (self.format == Format::DecimalExponent || exponent < 18) {
            number /= 1000;
            exponent += 3;
        }
        match (self.format, exponent) {
            (_, 0) => write!(f, "{number}"),
            (Format::DecimalExponent, exponent) => write!(f, "{number}e{exponent}"),
            (_, exponent) => write!(f, "{number}{}", ["n", "u", "m", "", "k", "M", "G", "T", "P", "E"][(exponent / 3 + 3) as usize]),
        }
    }
}

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
        let mut exact = Exact { mantissa: 0, scale: -(parts.fraction.len() as i32) };
        for digit in parts.whole.bytes().chain(parts.fraction.bytes()) {
            exact.mantissa = capped(exact.mantissa.checked_mul(10).and_then(|shifted| shifted.checked_add(i128::from(digit - b'0'))));
        }
        match base {
            2 => exact.mantissa = capped(exact.mantissa.checked_mul(1i128 << exponent)),
            _ => exact.scale = exact.scale.saturating_add(exponent),
        }
        let short = short(&parts, base, exponent);
        // Go's quick way takes a number without digits for 0.
        if parts.whole.is_empty() && parts.fraction.is_empty() && !text.contains('0') && short.is_none() {
            return Err(NUMERIC);
        }
        let size = if format == Format::BinarySi && short.is_none() { exact.nano().min(MAX_BINARY) } else { exact.nano() };
        let below_one = base == 2 && size > 0 && size < NANO;
        Ok(Self {
            nano: if parts.negative { -size } else { size },
            format: if below_one { Format::DecimalSi } else { format },
            short: short.map(|(value, scale)| (if parts.negative { value.wrapping_neg() } else { value }, scale)),
            kept: (short.is_some() && is_canonical(&parts, base, exponent)).then(|| text.to_owned()),
        })
    }

    /// An amount in billionths.
    pub fn of_nano(nano: i128, format: Format) -> Self {
        Self { nano, format, short: None, kept: None }
    }

    /// The text in the decoded object: the canonical one, or `text` where that is read as another form of number in Go.
    pub fn stored(&self, text: &str) -> String {
        let overflows = self.short.is_none() && self.nano.unsigned_abs() / 1_000_000 > u128::from(i64::MAX.unsigned_abs());
        if overflows { text.to_owned() } else { self.to_string() }
    }

    /// −1, 0 or 1.
    pub fn sign(&self) -> i128 {
        self.nano.signum()
    }

    /// Whole units, rounded up (`Quantity.Value`), with Go's overflow.
    pub fn value(&self) -> i64 {
        self.scaled(0)
    }

    /// Thousandths, rounded up (`Quantity.MilliValue`), with Go's overflow.
    pub fn milli(&self) -> i64 {
        self.scaled(-3)
    }

    /// The sum, in the format of `self` unless it is zero.
    pub fn plus(&self, other: &Self) -> Self {
        let format = if self.nano == 0 { other.format } else { self.format };
        Self::of_nano(self.nano.saturating_add(other.nano), format)
    }

    /// `ScaledValue`: the amount over 10^`scale`, rounded up, in 64 bits.
    fn scaled(&self, scale: i32) -> i64 {
        match self.short {
            Some((value, own)) if own < scale => shrink(value, scale - own),
            Some((value, own)) => enlarge(value, own - scale),
            None => {
                let divisor = 10i128.pow((9 + scale).unsigned_abs());
                let units = self.nano.div_euclid(divisor) + i128::from(self.nano.rem_euclid(divisor) != 0);
                units as i64
            }
        }
    }
}

/// `negativeScaleInt64`: away from zero.
fn shrink(value: i64, digits: i32) -> i64 {
    let Some(divisor) = 10i64.checked_pow(digits.unsigned_abs()) else { return value.signum() };
    value / divisor + if value % divisor == 0 { 0 } else { value.signum() }
}

/// `positiveScaleInt64`: up to three, six and nine digits it wraps, beyond it gives nothing.
fn enlarge(value: i64, digits: i32) -> i64 {
    let factor = 10i64.checked_pow(digits.unsigned_abs());
    match (digits, factor) {
        (0..=3 | 6 | 9, Some(factor)) => value.wrapping_mul(factor),
        (_, Some(factor)) => value.checked_mul(factor).unwrap_or(0),
        (_, None) => 0,
    }
}

fn capped(amount: Option<i128>) -> i128 {
    amount.unwrap_or(CUT).min(CUT)
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
            Some(factor) if shift >= 0 => capped(self.mantissa.checked_mul(factor)),
            Some(factor) => self.mantissa / factor + i128::from(self.mantissa % factor != 0),
            None if shift >= 0 => CUT,
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

/// `int64` × 10^scale of an amount that is short enough, without its sign.
fn short(parts: &Parts<'_>, base: u8, exponent: i32) -> Option<(i64, i32)> {
    const MAX_DIGITS: i32 = 18;
    let whole = if parts.whole.is_empty() { "0" } else { parts.whole };
    let digits = (whole.len() + parts.fraction.len()) as i32;
    let value = format!("{whole}{}", parts.fraction).parse::<i64>().ok();
    if base == 2 {
        let room = 15 - whole.len() as i32 - (exponent as f32 * 3.0 / 10.0) as i32 - 1;
        let fits = room >= 0 && parts.fraction.is_empty();
        return value.filter(|_| fits)?.checked_mul(1i64 << exponent).map(|value| (value, 0));
    }
    let scale = exponent.saturating_sub(parts.fraction.len() as i32);
    value.filter(|_| digits <= MAX_DIGITS && scale >= -9).map(|value| (value, scale))
}

/// Whether Kubernetes keeps the text as it is, without putting it into its canonical form.
fn is_canonical(parts: &Parts<'_>, base: u8, exponent: i32) -> bool {
    let whole = if parts.whole.is_empty() { "0" } else { parts.whole };
    if base == 2 {
        return whole.parse::<i64>().is_ok_and(|value| value & 7 != 0);
    }
    let scale = exponent.saturating_sub(parts.fraction.len() as i32);
    let shifted = format!("{whole}{}", parts.fraction);
    scale % 3 == 0 && !shifted.ends_with("000") && !shifted.starts_with('0')
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
            ("-1", "-1"),
            ("0.1n", "1n"),
            ("1500Ki", "1500Ki"),
            ("0.5Ki", "512"),
            ("12e6", "12e6"),
            ("1000000", "1M"),
            // Go keeps the text of a short number in canonical form, also with a sign and zeros before it.
            ("+2", "+2"),
            ("00100", "00100"),
            ("5.", "5."),
            // Numbers without digits are 0 on Go's quick way.
            (".", "0"),
            ("-", "0"),
            ("Ki", "0"),
            ("m", "0"),
            // Too large for any 128 bits.
            ("1e+40", "10e39"),
            ("3e41", "300e39"),
        ] {
            assert_eq!(Quantity::parse(text).map(|q| q.to_string()).as_deref(), Ok(canonical), "{text}");
        }
    }

    #[test]
    fn what_is_no_quantity_is_refused_in_kubernetes_words() {
        for (text, error) in [
            ("", WRONG),
            ("abc", WRONG),
            ("1 Gi", WRONG),
            ("1GB", WRONG),
            ("1mi", SUFFIX),
            ("1MG", SUFFIX),
            ("1KiB", WRONG),
            ("Ei", NUMERIC),
        ] {
            assert_eq!(Quantity::parse(text), Err(error), "{text}");
        }
    }

    /// Thousandths of what fits no 64 bits are what Go makes of them: a warning of half bytes for `100Pi`, none for `10E`.
    #[test]
    fn thousandths_overflow_as_in_go() {
        let milli = |text: &str| Quantity::parse(text).map(|q| q.milli());
        assert_eq!(milli("1.5"), Ok(1500));
        assert_eq!(milli("1n"), Ok(1));
        assert_eq!(milli("-1n"), Ok(-1));
        assert_eq!(milli("10E"), Ok(0));
        assert_ne!(milli("100Pi").map(|milli| milli % 1000), Ok(0));
        assert_ne!(milli("10000000000000000000").map(|milli| milli % 1000), Ok(0));
    }
}
