//! `expr`: numbers and comparisons of words.

use std::cmp::Ordering;

use super::Call;
use crate::simulate::session::{Session, Stop, Streams};

/// Why there is no value.
enum Wrong {
    Said(&'static str),
    Syntax,
}

/// `expr 1 + 1`, `expr a = b`, `expr length TEXT`; patterns and substrings are not simulated.
pub fn expr(session: &mut Session<'_>, call: &Call<'_>, streams: &mut Streams) -> Result<i32, Stop> {
    let words: Vec<&str> = call.args[1..].iter().map(String::as_str).collect();
    let unknown = |word: &&&str| matches!(**word, ":" | "match" | "substr" | "index" | "(" | "quote");
    if let Some(word) = words.iter().find(unknown) {
        return Err(Stop::NotSimulated(format!("expr with {word}")));
    }
    if words.is_empty() {
        super::options::missing(session, "expr", "missing operand", streams);
        return Ok(if session.busybox() { 1 } else { 2 });
    }
    let mut parser = Parser { words: &words, at: 0 };
    match parser.level(0).and_then(|value| if parser.at == words.len() { Ok(value) } else { Err(Wrong::Syntax) }) {
        Ok(value) => {
            let empty = value.is_empty() || value == "0";
            streams.say(value);
            Ok(i32::from(empty))
        }
        Err(Wrong::Said(why)) => {
            streams.complain(format!("expr: {why}"));
            Ok(2)
        }
        // GNU names the word at which it stops.
        Err(Wrong::Syntax) if !session.busybox() => Err(Stop::NotSimulated(call.args.join(" "))),
        Err(Wrong::Syntax) => {
            streams.complain("expr: syntax error");
            Ok(2)
        }
    }
}

/// Operators from the loosest to the tightest.
const LEVELS: [&[&str]; 5] = [&["|"], &["&"], &["<", "<=", "=", "==", "!=", ">=", ">"], &["+", "-"], &["*", "/", "%"]];

struct Parser<'a> {
    words: &'a [&'a str],
    at: usize,
}

impl Parser<'_> {
    fn next(&mut self) -> Result<String, Wrong> {
        let word = self.words.get(self.at).ok_or(Wrong::Syntax)?;
        self.at += 1;
        Ok((*word).to_owned())
    }

    fn level(&mut self, level: usize) -> Result<String, Wrong> {
        let Some(operators) = LEVELS.get(level) else { return self.operand() };
        let mut left = self.level(level + 1)?;
        while let Some(operator) = self.words.get(self.at).filter(|word| operators.contains(word)) {
            self.at += 1;
            let right = self.level(level + 1)?;
            left = apply(operator, left, right)?;
        }
        Ok(left)
    }

    fn operand(&mut self) -> Result<String, Wrong> {
        let word = self.next()?;
        match (word.as_str(), self.at < self.words.len()) {
            ("length", true) => Ok(self.next()?.chars().count().to_string()),
            _ => Ok(word),
        }
    }
}

fn apply(operator: &str, left: String, right: String) -> Result<String, Wrong> {
    let truth = |text: &str| !text.is_empty() && text != "0";
    let number = |text: &str| text.parse::<i64>().map_err(|_| Wrong::Said("non-integer argument"));
    let order = || match (left.parse::<i64>(), right.parse::<i64>()) {
        (Ok(one), Ok(two)) => one.cmp(&two),
        _ => left.cmp(&right),
    };
    let yes = |holds: bool| Ok(if holds { "1" } else { "0" }.to_owned());
    match operator {
        "|" => Ok(if truth(&left) { left } else { right }),
        "&" => Ok(if truth(&left) && truth(&right) { left } else { "0".into() }),
        "=" | "==" => yes(order() == Ordering::Equal),
        "!=" => yes(order() != Ordering::Equal),
        "<" => yes(order() == Ordering::Less),
        "<=" => yes(order() != Ordering::Greater),
        ">" => yes(order() == Ordering::Greater),
        ">=" => yes(order() != Ordering::Less),
        _ => {
            let (one, two) = (number(&left)?, number(&right)?);
            if two == 0 && matches!(operator, "/" | "%") {
                return Err(Wrong::Said("division by zero"));
            }
            let value = match operator {
                "+" => one.checked_add(two),
                "-" => one.checked_sub(two),
                "*" => one.checked_mul(two),
                "/" => one.checked_div(two),
                _ => one.checked_rem(two),
            };
            value.map(|value| value.to_string()).ok_or(Wrong::Said("result too large"))
        }
    }
}
