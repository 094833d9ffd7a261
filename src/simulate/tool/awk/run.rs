//! An awk program at work.

use std::collections::BTreeMap;

use regex::Regex;

use super::Wrong;
use super::format::formatted;
use super::parse::{Expr, Program, Statement, When};
use super::value::Value;

/// Steps after which a program counts as endless.
const BUDGET: u32 = 200_000;

/// What a statement does to the flow.
enum Flow {
    On,
    Next,
    Break,
    Continue,
    Exit(i32),
}

/// Variables and the line at hand.
#[derive(Default)]
pub struct Machine {
    names: BTreeMap<String, Value>,
    arrays: BTreeMap<String, BTreeMap<String, Value>>,
    line: String,
    fields: Vec<String>,
    inside: Vec<bool>,
    steps: u32,
}

impl Machine {
    /// Gives a variable what stands on the command line.
    pub fn set(&mut self, name: &str, text: &str) {
        self.names.insert(name.to_owned(), Value::Read(text.to_owned()));
    }

    /// Gives an array what stands in the environment.
    pub fn set_array(&mut self, name: &str, entries: impl IntoIterator<Item = (String, String)>) {
        let values = entries.into_iter().map(|(key, text)| (key, Value::Read(text))).collect();
        self.arrays.insert(name.to_owned(), values);
    }

    /// Runs a program over its inputs; the exit code.
    pub fn run(&mut self, program: &Program, inputs: &[(String, String)], out: &mut String) -> Result<i32, Wrong> {
        self.inside = vec![false; program.rules.len()];
        let mut code = None;
        for block in &program.begin {
            if let Flow::Exit(exit) = self.all(block, out)? {
                return Ok(exit);
            }
        }
        let mut number = 0;
        'lines: for (name, text) in inputs {
            self.names.insert("FILENAME".into(), Value::Text(name.clone()));
            for (at, line) in text.lines().enumerate() {
                number += 1;
                self.take(line);
                self.names.insert("NR".into(), Value::Number(f64::from(number)));
                self.names.insert("FNR".into(), Value::Number(at as f64 + 1.0));
                if let Flow::Exit(exit) = self.rules(program, out)? {
                    code = Some(exit);
                    break 'lines;
                }
            }
        }
        for block in &program.end {
            if let Flow::Exit(exit) = self.all(block, out)? {
                return Ok(exit);
            }
        }
        Ok(code.unwrap_or(0))
    }

    fn rules(&mut self, program: &Program, out: &mut String) -> Result<Flow, Wrong> {
        for (at, (when, block)) in program.rules.iter().enumerate() {
            let holds = match when {
                When::Always => true,
                When::If(test) => self.test(test)?,
                When::Range(from, to) => {
                    let begins = self.inside[at] || self.test(from)?;
                    self.inside[at] = begins && !self.test(to)?;
                    begins
                }
            };
            if !holds {
                continue;
            }
            match block {
                None => *out += &format!("{}\n", self.line),
                Some(block) => match self.all(block, out)? {
                    Flow::Next => return Ok(Flow::On),
                    Flow::Exit(code) => return Ok(Flow::Exit(code)),
                    _ => {}
                },
            }
        }
        Ok(Flow::On)
    }

    /// Takes a line and cuts it into fields.
    fn take(&mut self, line: &str) {
        self.line = line.to_owned();
        self.fields = self.cut(line, &self.name("FS"));
    }

    fn name(&self, name: &str) -> String {
        match (self.names.get(name), name) {
            (Some(value), _) => value.text(),
            (None, "FS" | "OFS") => " ".into(),
            (None, "ORS") => "\n".into(),
            _ => String::new(),
        }
    }

    fn cut(&self, text: &str, separator: &str) -> Vec<String> {
        match separator {
            " " | "" => text.split_whitespace().map(str::to_owned).collect(),
            _ if text.is_empty() => Vec::new(),
            one if one.chars().count() == 1 && one != "\\" => text.split(one).map(str::to_owned).collect(),
            pattern => match Regex::new(pattern) {
                Ok(regex) => regex.split(text).map(str::to_owned).collect(),
                Err(_) => vec![text.to_owned()],
            },
        }
    }

    fn all(&mut self, statements: &[Statement], out: &mut String) -> Result<Flow, Wrong> {
        for statement in statements {
            match self.one(statement, out)? {
                Flow::On => {}
                other => return Ok(other),
            }
        }
        Ok(Flow::On)
    }

    fn one(&mut self, statement: &Statement, out: &mut String) -> Result<Flow, Wrong> {
        self.steps += 1;
        if self.steps > BUDGET {
            return Err(Wrong::NotSimulated("a loop without end".into()));
        }
        match statement {
            Statement::Print(values) if values.is_empty() => *out += &format!("{}{}", self.line, self.name("ORS")),
            Statement::Print(values) => {
                let texts = values.iter().map(|value| Ok(self.value(value)?.text())).collect::<Result<Vec<_>, Wrong>>()?;
                *out += &format!("{}{}", texts.join(&self.name("OFS")), self.name("ORS"));
            }
            Statement::Printf(values) => {
                let values = values.iter().map(|value| self.value(value)).collect::<Result<Vec<_>, Wrong>>()?;
                *out += &formatted(&values)?;
            }
            Statement::If(test, yes, no) => match (self.test(test)?, no) {
                (true, _) => return self.one(yes, out),
                (false, Some(no)) => return self.one(no, out),
                _ => {}
            },
            Statement::While(test, body) => return self.repeat(None, Some(test), None, body, out),
            Statement::For(first, test, step, body) => return self.repeat(first.as_deref(), test.as_ref(), step.as_deref(), body, out),
            Statement::Each(name, array, body) => {
                let keys: Vec<String> = self.arrays.get(array).into_iter().flat_map(|array| array.keys().cloned()).collect();
                for key in keys {
                    self.names.insert(name.clone(), Value::Read(key));
                    match self.one(body, out)? {
                        Flow::Break => break,
                        Flow::On | Flow::Continue => {}
                        other => return Ok(other),
                    }
                }
            }
            Statement::Block(all) => return self.all(all, out),
            Statement::Next => return Ok(Flow::Next),
            Statement::Break => return Ok(Flow::Break),
            Statement::Continue => return Ok(Flow::Continue),
            Statement::Exit(code) => {
                let code = code.as_ref().map(|code| self.value(code)).transpose()?;
                return Ok(Flow::Exit(code.map_or(0, |code| code.number() as i32 & 255)));
            }
            Statement::Delete(array, None) => drop(self.arrays.remove(array)),
            Statement::Delete(array, Some(key)) => {
                let key = self.value(key)?.text();
                self.arrays.get_mut(array).map(|array| array.remove(&key));
            }
            Statement::Do(expr) => drop(self.value(expr)?),
        }
        Ok(Flow::On)
    }

    fn repeat(
        &mut self,
        first: Option<&Statement>,
        test: Option<&Expr>,
        step: Option<&Statement>,
        body: &Statement,
        out: &mut String,
    ) -> Result<Flow, Wrong> {
        if let Some(first) = first {
            self.one(first, out)?;
        }
        loop {
            if let Some(test) = test
                && !self.test(test)?
            {
                return Ok(Flow::On);
            }
            match self.one(body, out)? {
                Flow::Break => return Ok(Flow::On),
                Flow::On | Flow::Continue => {}
                other => return Ok(other),
            }
            if let Some(step) = step {
                self.one(step, out)?;
            }
        }
    }

    fn test(&mut self, expr: &Expr) -> Result<bool, Wrong> {
        Ok(self.value(expr)?.holds())
    }

    fn value(&mut self, expr: &Expr) -> Result<Value, Wrong> {
        let truth = |holds: bool| Value::Number(f64::from(u8::from(holds)));
        Ok(match expr {
            Expr::Number(number) => Value::Number(*number),
            Expr::Text(text) => Value::Text(text.clone()),
            Expr::Pattern(pattern) => truth(regex(pattern)?.is_match(&self.line)),
            Expr::Name(name) if name == "NF" => Value::Number(self.fields.len() as f64),
            Expr::Name(name) => self.names.get(name).cloned().unwrap_or(match name.as_str() {
                "FS" | "OFS" | "ORS" => Value::Text(self.name(name)),
                _ => Value::None,
            }),
            Expr::Field(number) => self.field(number)?,
            Expr::Item(array, key) => {
                let key = self.value(key)?.text();
                self.arrays.entry(array.clone()).or_default().entry(key).or_insert(Value::None).clone()
            }
            Expr::One("(", inner) => self.value(inner)?,
            Expr::One("!", inner) => truth(!self.test(inner)?),
            Expr::One(sign, inner) => {
                let number = self.value(inner)?.number();
                Value::Number(if *sign == "-" { -number } else { number })
            }
            Expr::Two("||", left, right) => truth(self.test(left)? || self.test(right)?),
            Expr::Two("&&", left, right) => truth(self.test(left)? && self.test(right)?),
            Expr::Two(sign @ ("~" | "!~"), left, right) => {
                let text = self.value(left)?.text();
                truth(self.pattern(right)?.is_match(&text) == (*sign == "~"))
            }
            Expr::Two(" ", left, right) => Value::Text(self.value(left)?.text() + &self.value(right)?.text()),
            Expr::Two(sign @ ("<" | "<=" | "==" | "!=" | ">" | ">="), left, right) => {
                let order = self.value(left)?.compare(&self.value(right)?);
                truth(match *sign {
                    "<" => order.is_lt(),
                    "<=" => order.is_le(),
                    "==" => order.is_eq(),
                    "!=" => order.is_ne(),
                    ">" => order.is_gt(),
                    _ => order.is_ge(),
                })
            }
            Expr::Two(sign, left, right) => {
                let (left, right) = (self.value(left)?.number(), self.value(right)?.number());
                Value::Number(computed(sign, left, right)?)
            }
            Expr::Set(sign, target, value) => {
                let mut value = self.value(value)?;
                if *sign != "=" {
                    value = Value::Number(computed(sign, self.value(target)?.number(), value.number())?);
                }
                self.assign(target, value.clone())?;
                value
            }
            Expr::Step(target, by, new) => {
                let before = self.value(target)?.number();
                self.assign(target, Value::Number(before + by))?;
                Value::Number(if *new { before + by } else { before })
            }
            Expr::Choose(test, yes, no) => {
                let chosen = if self.test(test)? { yes } else { no };
                self.value(chosen)?
            }
            Expr::In(key, array) => {
                let key = self.value(key)?.text();
                truth(self.arrays.get(array).is_some_and(|array| array.contains_key(&key)))
            }
            Expr::Call(name, given) => self.call(name, given)?,
        })
    }

    fn field(&mut self, number: &Expr) -> Result<Value, Wrong> {
        let number = self.value(number)?.number();
        if number < 0.0 {
            return Err(Wrong::Syntax("Access to negative field".into()));
        }
        Ok(match number as usize {
            0 => Value::Read(self.line.clone()),
            at => self.fields.get(at - 1).map_or(Value::None, |field| Value::Read(field.clone())),
        })
    }

    /// The pattern that stands on the right of `~`, or that a text is.
    fn pattern(&mut self, expr: &Expr) -> Result<Regex, Wrong> {
        match expr {
            Expr::Pattern(pattern) => regex(pattern),
            other => regex(&self.value(other)?.text()),
        }
    }

    fn assign(&mut self, target: &Expr, value: Value) -> Result<(), Wrong> {
        match target {
            Expr::Name(name) if name == "NF" => {
                self.fields.resize(value.number().clamp(0.0, 10_000.0) as usize, String::new());
                self.line = self.fields.join(&self.name("OFS"));
            }
            Expr::Name(name) => drop(self.names.insert(name.clone(), value)),
            Expr::Item(array, key) => {
                let key = self.value(key)?.text();
                self.arrays.entry(array.clone()).or_default().insert(key, value);
            }
            Expr::Field(number) => match self.value(number)?.number().clamp(0.0, 10_000.0) as usize {
                0 => self.take(&value.text()),
                at => {
                    if self.fields.len() < at {
                        self.fields.resize(at, String::new());
                    }
                    self.fields[at - 1] = value.text();
                    self.line = self.fields.join(&self.name("OFS"));
                }
            },
            _ => return Err(Wrong::Syntax("Unexpected token".into())),
        }
        Ok(())
    }

    fn call(&mut self, name: &str, given: &[Expr]) -> Result<Value, Wrong> {
        if matches!(name, "sub" | "gsub") {
            return self.substitute(name == "gsub", given);
        }
        if let ("length", [Expr::Name(array)]) = (name, given)
            && let Some(array) = self.arrays.get(array)
        {
            return Ok(Value::Number(array.len() as f64));
        }
        if name == "split" {
            return self.split(given);
        }
        if name == "match" {
            let [text, pattern] = given else { return Err(Wrong::Syntax("Too few arguments".into())) };
            let text = self.value(text)?.text();
            let found =
                self.pattern(pattern)?.find(&text).map(|found| (text[..found.start()].chars().count(), found.as_str().chars().count()));
            let (start, length) = found.map_or((0.0, -1.0), |(start, length)| (start as f64 + 1.0, length as f64));
            self.names.insert("RSTART".into(), Value::Number(start));
            self.names.insert("RLENGTH".into(), Value::Number(length));
            return Ok(Value::Number(start));
        }
        let values = given.iter().map(|value| self.value(value)).collect::<Result<Vec<_>, Wrong>>()?;
        let text = |at: usize| values.get(at).map(Value::text).unwrap_or_default();
        let number = |at: usize| values.get(at).map_or(0.0, Value::number);
        Ok(match name {
            "length" if values.is_empty() => Value::Number(self.line.chars().count() as f64),
            "length" => Value::Number(text(0).chars().count() as f64),
            "toupper" => Value::Text(text(0).to_uppercase()),
            "tolower" => Value::Text(text(0).to_lowercase()),
            "int" => Value::Number(number(0).trunc()),
            "sqrt" => Value::Number(number(0).sqrt()),
            "index" => Value::Number(text(0).find(&text(1)).map_or(0.0, |at| text(0)[..at].chars().count() as f64 + 1.0)),
            "substr" => {
                let start = number(1).round();
                let end = if values.len() > 2 { start + number(2).round() } else { f64::INFINITY };
                let inside = |at: &usize| (*at as f64 + 1.0) >= start && (*at as f64 + 1.0) < end;
                Value::Text(text(0).chars().enumerate().filter(|(at, _)| inside(at)).map(|(_, c)| c).collect())
            }
            "sprintf" => Value::Text(formatted(&values)?),
            other => return Err(Wrong::NotSimulated(format!("{other}()"))),
        })
    }

    fn split(&mut self, given: &[Expr]) -> Result<Value, Wrong> {
        let (Some(text), Some(Expr::Name(array))) = (given.first(), given.get(1)) else {
            return Err(Wrong::Syntax("Too few arguments".into()));
        };
        let text = self.value(text)?.text();
        let separator = match given.get(2) {
            Some(Expr::Pattern(pattern)) => pattern.clone(),
            Some(other) => self.value(other)?.text(),
            None => self.name("FS"),
        };
        let parts = self.cut(&text, &separator);
        let count = parts.len();
        let items = parts.into_iter().enumerate().map(|(at, part)| ((at + 1).to_string(), Value::Read(part))).collect();
        self.arrays.insert(array.clone(), items);
        Ok(Value::Number(count as f64))
    }

    fn substitute(&mut self, all: bool, given: &[Expr]) -> Result<Value, Wrong> {
        let whole = Expr::Field(Box::new(Expr::Number(0.0)));
        let (Some(pattern), Some(with)) = (given.first(), given.get(1)) else { return Err(Wrong::Syntax("Too few arguments".into())) };
        let target = given.get(2).unwrap_or(&whole);
        let (regex, with, text) = (self.pattern(pattern)?, self.value(with)?.text(), self.value(target)?.text());
        let mut count = 0.0;
        let put = |found: &regex::Captures<'_>| {
            count += 1.0;
            with.replace("\\&", "\u{0}").replace('&', &found[0]).replace('\u{0}', "&")
        };
        let text = if all { regex.replace_all(&text, put).into_owned() } else { regex.replace(&text, put).into_owned() };
        if count > 0.0 {
            self.assign(target, Value::Text(text))?;
        }
        Ok(Value::Number(count))
    }
}

fn regex(pattern: &str) -> Result<Regex, Wrong> {
    Regex::new(pattern).map_err(|_| Wrong::NotSimulated(format!("/{pattern}/")))
}

fn computed(sign: &str, left: f64, right: f64) -> Result<f64, Wrong> {
    Ok(match sign {
        "+" => left + right,
        "-" => left - right,
        "*" => left * right,
        "/" | "%" if right == 0.0 => return Err(Wrong::Syntax("Division by zero".into())),
        "/" => left / right,
        "%" => left % right,
        // Not `powf`, for which alone the program would load the system's libm, half a megabyte.
        _ => libm::pow(left, right),
    })
}
