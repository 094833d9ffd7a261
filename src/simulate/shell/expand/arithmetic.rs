//! `$((…))`: C's expressions on 64-bit integers.

use super::{parameter, single};
use crate::simulate::session::{Session, Stop, Streams};
use crate::simulate::shell::complaint::expansion_code;
use crate::simulate::shell::state::Flavour;
use crate::simulate::shell::syntax::here_text;

/// Binary operators by how loosely they bind; `**` and the unary ones come after them.
const LEVELS: [&[&str]; 10] =
    [&["||"], &["&&"], &["|"], &["^"], &["&"], &["==", "!="], &["<=", ">=", "<", ">"], &["<<", ">>"], &["+", "-"], &["*", "/", "%"]];

/// Why an expression has no value.
enum Fault {
    Zero,
    /// A digit that its base has not.
    Digit(String),
    Syntax(String),
}

/// The value of an expression.
pub fn number(session: &mut Session<'_>, text: &str, streams: &mut Streams) -> Result<i64, Stop> {
    let word = here_text(text, session.shell.flavour).map_err(|_| Stop::NotSimulated(format!("$(({text}))")))?;
    let text = single(session, &word, streams)?;
    let mut reader = Reader { session, chars: text.chars().collect(), at: 0, depth: 0 };
    let value = reader.comma(true).and_then(|value| if reader.rest().is_empty() { Ok(value) } else { Err(Fault::Syntax(reader.rest())) });
    value.map_err(|fault| {
        let said = said(session, &text, &fault);
        streams.complain(format!("{}{said}", session.shell.prefix()));
        Stop::Exit(expansion_code(session))
    })
}

fn said(session: &Session<'_>, text: &str, fault: &Fault) -> String {
    let text = text.trim_start();
    match (session.shell.flavour, fault) {
        (Flavour::Ash, Fault::Zero) => "divide by zero".into(),
        (Flavour::Bash, Fault::Digit(token)) => format!("{}: value too great for base (error token is \"{token}\")", text.trim_end()),
        (Flavour::Dash, Fault::Digit(_)) => format!("arithmetic expression: expecting primary: \"{text}\""),
        (Flavour::Ash, Fault::Syntax(_) | Fault::Digit(_)) => "arithmetic syntax error".into(),
        (Flavour::Dash, Fault::Zero) => format!("arithmetic expression: division by zero: \"{text}\""),
        (Flavour::Dash, Fault::Syntax(_)) => format!("arithmetic expression: expecting primary: \"{text}\""),
        (Flavour::Bash, Fault::Zero) => {
            format!("{text}: division by 0 (error token is \"{}\")", text.rsplit(['/', '%']).next().unwrap_or("0").trim_start())
        }
        (Flavour::Bash, Fault::Syntax(at)) => {
            let token = if at.is_empty() { text.chars().last().map(String::from).unwrap_or_default() } else { at.clone() };
            format!("{text}: syntax error: operand expected (error token is \"{token}\")")
        }
    }
}

struct Reader<'s, 'w> {
    session: &'s mut Session<'w>,
    chars: Vec<char>,
    at: usize,
    depth: u32,
}

impl Reader<'_, '_> {
    fn rest(&mut self) -> String {
        self.blanks();
        self.chars[self.at..].iter().collect()
    }

    fn blanks(&mut self) {
        while self.chars.get(self.at).is_some_and(|c| c.is_whitespace()) {
            self.at += 1;
        }
    }

    fn starts(&self, text: &str) -> bool {
        text.chars().enumerate().all(|(i, c)| self.chars.get(self.at + i) == Some(&c))
    }

    fn eat(&mut self, text: &str) -> bool {
        self.blanks();
        let found = self.starts(text);
        self.at += if found { text.len() } else { 0 };
        found
    }

    fn syntax<T>(&mut self) -> Result<T, Fault> {
        Err(Fault::Syntax(self.rest()))
    }

    /// `live` is false where a value is read that does not count, as behind `0 &&`.
    fn comma(&mut self, live: bool) -> Result<i64, Fault> {
        if self.rest().is_empty() {
            return Ok(0);
        }
        let mut value = self.assignment(live)?;
        while self.eat(",") {
            value = self.assignment(live)?;
        }
        Ok(value)
    }

    fn name(&mut self) -> Option<String> {
        self.blanks();
        let name: String = self.chars[self.at..].iter().take_while(|c| c.is_ascii_alphanumeric() || **c == '_').collect();
        name.starts_with(|c: char| !c.is_ascii_digit()).then_some(name).filter(|name| !name.is_empty())
    }

    fn assignment(&mut self, live: bool) -> Result<i64, Fault> {
        self.depth += 1;
        if self.depth > 60 {
            return self.syntax();
        }
        let start = self.at;
        if let Some(name) = self.name() {
            self.at += name.len();
            self.blanks();
            let operator =
                ["<<=", ">>=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^="].into_iter().find(|operator| self.starts(operator));
            let plain = self.starts("=") && !self.starts("==");
            if operator.is_some() || plain {
                self.at += operator.map_or(1, str::len);
                let right = self.assignment(live)?;
                let value = match operator {
                    Some(operator) => apply(&operator[..operator.len() - 1], self.variable(&name), right, live)?,
                    None => right,
                };
                self.set(&name, value, live);
                self.depth -= 1;
                return Ok(value);
            }
            self.at = start;
        }
        let value = self.choice(live)?;
        self.depth -= 1;
        Ok(value)
    }

    fn choice(&mut self, live: bool) -> Result<i64, Fault> {
        let condition = self.binary(0, live)?;
        if !self.eat("?") {
            return Ok(condition);
        }
        let yes = self.assignment(live && condition != 0)?;
        if !self.eat(":") {
            return self.syntax();
        }
        let no = self.assignment(live && condition == 0)?;
        Ok(if condition != 0 { yes } else { no })
    }

    fn operator(&mut self, level: usize) -> Option<&'static str> {
        self.blanks();
        LEVELS[level].iter().copied().find(|operator| {
            let next = self.chars.get(self.at + operator.len());
            let longer = match *operator {
                "|" | "&" => next == operator.chars().next().as_ref() || next == Some(&'='),
                "<" | ">" => next == operator.chars().next().as_ref(),
                "*" => next == Some(&'*') || next == Some(&'='),
                "<<" | ">>" | "^" | "+" | "-" | "/" | "%" => next == Some(&'='),
                _ => false,
            };
            self.starts(operator) && !longer
        })
    }

    fn binary(&mut self, level: usize, live: bool) -> Result<i64, Fault> {
        if level == LEVELS.len() {
            return self.power(live);
        }
        let mut left = self.binary(level + 1, live)?;
        while let Some(operator) = self.operator(level) {
            self.at += operator.len();
            let counts = live && !(operator == "&&" && left == 0 || operator == "||" && left != 0);
            let right = self.binary(level + 1, counts)?;
            left = apply(operator, left, right, counts)?;
        }
        Ok(left)
    }

    fn power(&mut self, live: bool) -> Result<i64, Fault> {
        let base = self.unary(live)?;
        if self.session.shell.flavour != Flavour::Dash && self.eat("**") {
            let exponent = self.power(live)?;
            return match u32::try_from(exponent) {
                Ok(exponent) => Ok(base.wrapping_pow(exponent)),
                Err(_) => self.syntax(),
            };
        }
        Ok(base)
    }

    fn unary(&mut self, live: bool) -> Result<i64, Fault> {
        self.blanks();
        for (sign, by) in [("++", 1), ("--", -1)] {
            if self.starts(sign) {
                self.at += 2;
                let Some(name) = self.name() else {
                    self.at -= 1;
                    return self.unary(live);
                };
                self.at += name.len();
                let value = self.variable(&name).wrapping_add(by);
                self.set(&name, value, live);
                return Ok(value);
            }
        }
        self.depth += 1;
        if self.depth > 60 {
            return self.syntax();
        }
        let value = match () {
            () if self.eat("-") => self.unary(live)?.wrapping_neg(),
            () if self.eat("+") => self.unary(live)?,
            () if self.eat("!") => i64::from(self.unary(live)? == 0),
            () if self.eat("~") => !self.unary(live)?,
            () => self.primary(live)?,
        };
        self.depth -= 1;
        Ok(value)
    }

    fn primary(&mut self, live: bool) -> Result<i64, Fault> {
        if self.eat("(") {
            let value = self.assignment(live)?;
            return if self.eat(")") { Ok(value) } else { self.syntax() };
        }
        if let Some(name) = self.name() {
            self.at += name.len();
            let value = self.variable(&name);
            for (sign, by) in [("++", 1), ("--", -1)] {
                if self.eat(sign) {
                    self.set(&name, value.wrapping_add(by), live);
                }
            }
            return Ok(value);
        }
        self.blanks();
        let digits: String = self.chars[self.at..].iter().take_while(|c| c.is_ascii_alphanumeric()).collect();
        let digits = match self.chars.get(self.at + digits.len()) {
            Some('#') if self.session.shell.flavour == Flavour::Bash && !digits.is_empty() => {
                let more: String = self.chars[self.at + digits.len() + 1..].iter().take_while(|c| c.is_ascii_alphanumeric()).collect();
                format!("{digits}#{more}")
            }
            _ => digits,
        };
        match literal(&digits) {
            None if digits.starts_with('0') && digits.chars().all(|c| c.is_ascii_digit()) => Err(Fault::Digit(digits)),
            Some(value) => {
                self.at += digits.len();
                Ok(value)
            }
            None => self.syntax(),
        }
    }

    fn variable(&self, name: &str) -> i64 {
        let text = parameter::value(self.session, name).unwrap_or_default();
        let text = text.trim();
        let (sign, digits) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
        literal(digits).map_or(0, |value| sign * value)
    }

    fn set(&mut self, name: &str, value: i64, live: bool) {
        if live {
            self.session.variables.insert(name.to_owned(), value.to_string());
        }
    }
}

/// `12`, `0x1f`, `017`, bash's `2#101`
fn literal(text: &str) -> Option<i64> {
    if let Some((base, digits)) = text.split_once('#') {
        return i64::from_str_radix(digits, base.parse().ok().filter(|base| (2..=36).contains(base))?).ok();
    }
    if let Some(hex) = text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) {
        return i64::from_str_radix(hex, 16).ok();
    }
    if text.len() > 1 && text.starts_with('0') {
        return i64::from_str_radix(text, 8).ok();
    }
    text.parse().ok()
}

fn apply(operator: &str, left: i64, right: i64, live: bool) -> Result<i64, Fault> {
    if !live && matches!(operator, "/" | "%") {
        return Ok(0);
    }
    Ok(match operator {
        "||" => i64::from(left != 0 || right != 0),
        "&&" => i64::from(left != 0 && right != 0),
        "|" => left | right,
        "^" => left ^ right,
        "&" => left & right,
        "==" => i64::from(left == right),
        "!=" => i64::from(left != right),
        "<=" => i64::from(left <= right),
        ">=" => i64::from(left >= right),
        "<" => i64::from(left < right),
        ">" => i64::from(left > right),
        "<<" => left.wrapping_shl(right as u32),
        ">>" => left.wrapping_shr(right as u32),
        "+" => left.wrapping_add(right),
        "-" => left.wrapping_sub(right),
        "*" => left.wrapping_mul(right),
        "/" if right == 0 => return Err(Fault::Zero),
        "/" => left.wrapping_div(right),
        _ if right == 0 => return Err(Fault::Zero),
        _ => left.wrapping_rem(right),
    })
}
