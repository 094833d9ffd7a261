//! Reading words: quotes, and what begins with `$`.

use super::{Fault, Operation, Parser, Part, SyntaxError, Word};
use crate::simulate::shell::state::Flavour;

/// Characters that end a word.
pub(super) const ENDS: &str = " \t\n;&|<>()";

/// Parameters of one letter.
const SPECIAL: &str = "?!$#@*-0123456789";

/// The text of a here-document, in which `$` and `` ` `` still mean something.
pub fn here_text(text: &str, flavour: Flavour) -> Result<Word, SyntaxError> {
    let mut parser = Parser::new(text, flavour);
    let mut parts = Vec::new();
    parser.quoted(None, &mut parts)?;
    Ok(Word(parts))
}

impl Parser {
    pub(super) fn word(&mut self) -> Result<Word, SyntaxError> {
        self.word_until(ENDS)
    }

    fn word_until(&mut self, ends: &str) -> Result<Word, SyntaxError> {
        let mut parts = Vec::new();
        while let Some(c) = self.peek() {
            match c {
                c if ends.contains(c) => break,
                '\'' => {
                    self.at += 1;
                    let text = self.until('\'').ok_or(self.fault(Fault::Quote('\'')))?;
                    parts.push(Part::Text(text, true));
                }
                '"' => {
                    self.at += 1;
                    self.quoted(Some('"'), &mut parts)?;
                }
                '\\' => {
                    self.at += 1;
                    match self.peek() {
                        Some('\n') => self.at += 1,
                        Some(c) => {
                            self.at += 1;
                            parts.push(Part::Text(c.into(), true));
                        }
                        None => parts.push(Part::Text("\\".into(), true)),
                    }
                }
                '$' if self.flavour != Flavour::Dash && self.starts("$'") => {
                    self.at += 2;
                    let text = self.escaped()?;
                    parts.push(Part::Text(text, true));
                }
                '$' if self.flavour == Flavour::Bash && self.starts("$\"") => self.at += 1,
                '$' | '`' => self.expansion(&mut parts, false)?,
                c => {
                    self.at += 1;
                    match parts.last_mut() {
                        Some(Part::Text(text, false)) => text.push(c),
                        _ => parts.push(Part::Text(c.into(), false)),
                    }
                }
            }
        }
        Ok(Word(parts))
    }

    /// `$'a\tb'`
    fn escaped(&mut self) -> Result<String, SyntaxError> {
        let mut text = String::new();
        loop {
            match self.peek().ok_or(self.fault(Fault::Quote('\'')))? {
                '\'' => {
                    self.at += 1;
                    return Ok(text);
                }
                '\\' => {
                    self.at += 1;
                    let next = self.peek().unwrap_or('\\');
                    self.at += 1;
                    match next {
                        'n' => text.push('\n'),
                        't' => text.push('\t'),
                        'r' => text.push('\r'),
                        'a' => text.push('\u{7}'),
                        'b' => text.push('\u{8}'),
                        'e' => text.push('\u{1b}'),
                        '\\' | '\'' | '"' => text.push(next),
                        other => text.extend(['\\', other]),
                    }
                }
                c => {
                    text.push(c);
                    self.at += 1;
                }
            }
        }
    }

    pub(super) fn until(&mut self, end: char) -> Option<String> {
        let length = self.chars[self.at..].iter().position(|c| *c == end)?;
        let text = self.chars[self.at..self.at + length].iter().collect();
        self.at += length + 1;
        Some(text)
    }

    /// Text between double quotes, or a here-document, which has no end of its own.
    pub(super) fn quoted(&mut self, end: Option<char>, parts: &mut Vec<Part>) -> Result<(), SyntaxError> {
        let mut text = String::new();
        loop {
            let Some(c) = self.peek() else {
                if end.is_some() {
                    return Err(self.fault(Fault::Quote('"')));
                }
                parts.push(Part::Text(text, true));
                return Ok(());
            };
            match c {
                c if Some(c) == end => {
                    self.at += 1;
                    parts.push(Part::Text(text, true));
                    return Ok(());
                }
                '\\' => {
                    self.at += 1;
                    match self.peek() {
                        Some(c @ ('\\' | '$' | '`')) => text.push(c),
                        Some('"') if end.is_some() => text.push('"'),
                        Some('\n') => {}
                        Some(c) => text.extend(['\\', c]),
                        None => {
                            text.push('\\');
                            continue;
                        }
                    }
                    self.at += 1;
                }
                '$' | '`' => {
                    parts.push(Part::Text(std::mem::take(&mut text), true));
                    self.expansion(parts, true)?;
                }
                c => {
                    text.push(c);
                    self.at += 1;
                }
            }
        }
    }

    fn expansion(&mut self, parts: &mut Vec<Part>, quoted: bool) -> Result<(), SyntaxError> {
        if self.eat("`") {
            let mut text = String::new();
            loop {
                match self.peek().ok_or(self.fault(Fault::Backquote))? {
                    '`' => break,
                    '\\' if matches!(self.chars.get(self.at + 1), Some('`' | '\\' | '$')) => {
                        text.push(self.chars[self.at + 1]);
                        self.at += 2;
                    }
                    c => {
                        text.push(c);
                        self.at += 1;
                    }
                }
            }
            self.at += 1;
            parts.push(Part::Output(text, quoted));
            return Ok(());
        }
        self.at += 1;
        if self.starts("((") && self.is_arithmetic() {
            self.at += 2;
            let text = self.balanced()?;
            self.eat(")");
            parts.push(Part::Arithmetic(text, quoted));
        } else if self.eat("(") {
            parts.push(Part::Output(self.balanced()?, quoted));
        } else if self.eat("{") {
            parts.push(self.braces(quoted)?);
        } else {
            let special = self.peek().filter(|c| SPECIAL.contains(*c));
            let name = match special {
                Some(c) => c.to_string(),
                None => self.name(),
            };
            if special.is_some() {
                self.at += 1;
            }
            match name.is_empty() {
                true => parts.push(Part::Text("$".into(), true)),
                false => parts.push(Part::Parameter(name, Operation::Value, quoted)),
            }
        }
        Ok(())
    }

    fn name(&mut self) -> String {
        let name: String = self.chars[self.at..].iter().take_while(|c| c.is_ascii_alphanumeric() || **c == '_').collect();
        self.at += name.len();
        name
    }

    /// Whether `$((` ends in `))`: otherwise it is a command in a subshell.
    fn is_arithmetic(&self) -> bool {
        let mut depth = 0;
        for (at, c) in self.chars.iter().enumerate().skip(self.at) {
            match c {
                '(' => depth += 1,
                ')' => depth -= 1,
                _ => {}
            }
            if depth == 1 && *c == ')' {
                return self.chars.get(at + 1) == Some(&')');
            }
        }
        true
    }

    /// What stands in `${…}`.
    fn braces(&mut self, quoted: bool) -> Result<Part, SyntaxError> {
        let start = self.at;
        let length = self.starts("#")
            && !self.starts("#}")
            && self.chars.get(self.at + 1).is_some_and(|c| c.is_ascii_alphanumeric() || "_@*?!#$-".contains(*c));
        if length {
            self.at += 1;
        }
        let name = match self.peek() {
            Some(c) if SPECIAL.contains(c) && !c.is_ascii_digit() => {
                self.at += 1;
                c.to_string()
            }
            _ => self.name(),
        };
        let operation = match self.peek() {
            _ if name.is_empty() => Operation::Bad(String::new()),
            Some('}') if length => Operation::Length,
            _ if length => Operation::Bad(String::new()),
            Some('}') => Operation::Value,
            Some(sign @ ('-' | '=' | '+' | '?')) => {
                self.at += 1;
                Operation::Default(sign, false, self.operand(quoted)?)
            }
            Some(':') if self.chars.get(self.at + 1).is_some_and(|c| "-=+?".contains(*c)) => {
                let sign = self.chars[self.at + 1];
                self.at += 2;
                Operation::Default(sign, true, self.operand(quoted)?)
            }
            Some(':') if self.flavour != Flavour::Dash => {
                self.at += 1;
                let text: String = self.chars[self.at..].iter().take_while(|c| **c != '}').collect();
                self.at += text.chars().count();
                match text.split_once(':') {
                    Some((offset, length)) => Operation::Slice(offset.into(), Some(length.into())),
                    None => Operation::Slice(text, None),
                }
            }
            Some(sign @ ('%' | '#')) => {
                self.at += 1;
                let longest = self.eat(&sign.to_string());
                Operation::Trim(sign == '%', longest, self.operand(false)?)
            }
            Some('/') if self.flavour != Flavour::Dash => {
                self.at += 1;
                let all = self.eat("/");
                let pattern = self.word_until("/}")?;
                let with = if self.eat("/") { self.operand(false)? } else { Word::default() };
                Operation::Replace(all, pattern, with)
            }
            _ => Operation::Bad(String::new()),
        };
        if let Operation::Bad(_) = operation {
            let rest = self.until('}').ok_or(self.fault(Fault::Brace))?;
            let whole: String = self.chars[start..self.at - 1].iter().collect();
            let _ = rest;
            return Ok(Part::Parameter(name, Operation::Bad(whole), quoted));
        }
        if !self.eat("}") {
            return Err(self.fault(Fault::Brace));
        }
        Ok(Part::Parameter(name, operation, quoted))
    }

    /// The word of an operation, up to the closing brace.
    fn operand(&mut self, quoted: bool) -> Result<Word, SyntaxError> {
        if !quoted {
            return self.word_until("}");
        }
        let mut parts = Vec::new();
        let mut text = String::new();
        loop {
            match self.peek().ok_or(self.fault(Fault::Brace))? {
                '}' => {
                    parts.push(Part::Text(text, true));
                    return Ok(Word(parts));
                }
                '$' | '`' => {
                    parts.push(Part::Text(std::mem::take(&mut text), true));
                    self.expansion(&mut parts, true)?;
                }
                '"' => self.at += 1,
                '\\' if self.chars.get(self.at + 1).is_some_and(|c| "$`\"\\}".contains(*c)) => {
                    text.push(self.chars[self.at + 1]);
                    self.at += 2;
                }
                c => {
                    text.push(c);
                    self.at += 1;
                }
            }
        }
    }

    /// Text up to the bracket that closes the one just opened.
    pub(super) fn balanced(&mut self) -> Result<String, SyntaxError> {
        let start = self.at;
        let mut depth = 1;
        while let Some(c) = self.peek() {
            self.at += 1;
            match c {
                '(' => depth += 1,
                ')' => depth -= 1,
                '\\' => self.at += 1,
                '\'' => {
                    self.until('\'').ok_or(self.fault(Fault::Quote('\'')))?;
                }
                _ => {}
            }
            if depth == 0 {
                return Ok(self.chars[start..self.at - 1].iter().collect());
            }
        }
        Err(self.fault(Fault::Parenthesis))
    }
}
