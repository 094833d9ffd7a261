//! What awk computes with: numbers and texts that may be both.

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Nothing was assigned.
    None,
    /// A number.
    Number(f64),
    /// A text.
    Text(String),
    /// A text that was read: it compares as a number if it looks like one.
    Read(String),
}

impl Value {
    /// As a number: what the text begins with.
    pub fn number(&self) -> f64 {
        match self {
            Value::None => 0.0,
            Value::Number(number) => *number,
            Value::Text(text) | Value::Read(text) => leading(text),
        }
    }

    /// As a text (`CONVFMT` is `%.6g`).
    pub fn text(&self) -> String {
        match self {
            Value::None => String::new(),
            Value::Number(number) => shown(*number),
            Value::Text(text) | Value::Read(text) => text.clone(),
        }
    }

    /// Whether it is true.
    pub fn holds(&self) -> bool {
        match self.as_number() {
            Some(number) => number != 0.0,
            None => !self.text().is_empty(),
        }
    }

    /// The number that it is or looks like.
    fn as_number(&self) -> Option<f64> {
        match self {
            Value::None => Some(0.0),
            Value::Number(number) => Some(*number),
            Value::Read(text) => text.trim().parse().ok().filter(|_| !text.trim().contains(['i', 'n', 'I', 'N'])),
            Value::Text(_) => None,
        }
    }

    /// Compares as numbers if both are, else as texts.
    pub fn compare(&self, other: &Self) -> std::cmp::Ordering {
        match (self.as_number(), other.as_number()) {
            (Some(one), Some(two)) => one.total_cmp(&two),
            _ => self.text().cmp(&other.text()),
        }
    }
}

fn leading(text: &str) -> f64 {
    let text = text.trim_start();
    let mut end = 0;
    let mut seen_exponent = false;
    for (at, c) in text.char_indices() {
        let sign = (c == '-' || c == '+') && (at == 0 || text[..at].ends_with(['e', 'E']));
        let exponent = matches!(c, 'e' | 'E') && at > 0 && !seen_exponent;
        seen_exponent |= exponent;
        if !(c.is_ascii_digit() || c == '.' || sign || exponent) {
            break;
        }
        end = at + 1;
    }
    (0..=end).rev().find_map(|end| text[..end].parse().ok()).unwrap_or(0.0)
}

/// `%.6g`, and whole numbers as they are.
pub fn shown(number: f64) -> String {
    if number == number.trunc() && number.abs() < 1e16 {
        return format!("{}", number as i64);
    }
    general(number, 6)
}

/// `%.Ng`
pub fn general(number: f64, digits: usize) -> String {
    if number == 0.0 || !number.is_finite() {
        return if number.is_finite() { "0".into() } else { number.to_string() };
    }
    let digits = digits.max(1);
    let exponent = format!("{number:.*e}", digits - 1).split_once('e').and_then(|(_, e)| e.parse::<i32>().ok()).unwrap_or(0);
    let trimmed = |text: String| match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => text,
    };
    if exponent < -4 || exponent >= digits as i32 {
        let text = format!("{number:.*e}", digits - 1);
        let (mantissa, _) = text.split_once('e').unwrap_or((&text, ""));
        let sign = if exponent < 0 { '-' } else { '+' };
        return format!("{}e{sign}{:02}", trimmed(mantissa.to_owned()), exponent.abs());
    }
    trimmed(format!("{number:.*}", (digits as i32 - 1 - exponent).max(0) as usize))
}
