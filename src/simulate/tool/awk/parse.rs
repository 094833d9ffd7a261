//! Words of an awk program as patterns, statements and expressions.

use super::Wrong;
use super::lex::Token;

/// A program.
#[derive(Debug, Default)]
pub struct Program {
    /// `BEGIN`
    pub begin: Vec<Vec<Statement>>,
    /// Patterns and what they do; the place of a range's state is its number.
    pub rules: Vec<(When, Option<Vec<Statement>>)>,
    /// `END`
    pub end: Vec<Vec<Statement>>,
}

impl Program {
    /// Whether it reads its input.
    pub fn reads(&self) -> bool {
        !self.rules.is_empty() || !self.end.is_empty()
    }
}

/// When a rule holds.
#[derive(Debug)]
pub enum When {
    /// Of every line.
    Always,
    /// If this holds.
    If(Expr),
    /// From one line to another.
    Range(Expr, Expr),
}

/// A statement.
#[derive(Clone, Debug)]
pub enum Statement {
    Print(Vec<Expr>),
    Printf(Vec<Expr>),
    If(Expr, Box<Statement>, Option<Box<Statement>>),
    While(Expr, Box<Statement>),
    For(Option<Box<Statement>>, Option<Expr>, Option<Box<Statement>>, Box<Statement>),
    Each(String, String, Box<Statement>),
    Block(Vec<Statement>),
    Next,
    Break,
    Continue,
    Exit(Option<Expr>),
    Delete(String, Option<Expr>),
    Do(Expr),
}

/// An expression.
#[derive(Clone, Debug)]
pub enum Expr {
    Number(f64),
    Text(String),
    Pattern(String),
    Name(String),
    Field(Box<Expr>),
    Item(String, Box<Expr>),
    /// A sign between two.
    Two(&'static str, Box<Expr>, Box<Expr>),
    /// A sign before one.
    One(&'static str, Box<Expr>),
    /// `target OP= value`; `=` has none.
    Set(&'static str, Box<Expr>, Box<Expr>),
    /// `++` and `--`: by how much, and whether the new value counts.
    Step(Box<Expr>, f64, bool),
    Choose(Box<Expr>, Box<Expr>, Box<Expr>),
    In(Box<Expr>, String),
    Call(String, Vec<Expr>),
}

/// Reads a program.
pub fn program(tokens: Vec<Token>) -> Result<Program, Wrong> {
    let mut parser = Parser { tokens, at: 0, angle: true };
    let mut program = Program::default();
    loop {
        parser.ends();
        let Some(token) = parser.peek().cloned() else { return Ok(program) };
        match &token {
            Token::Name(name) if name == "BEGIN" || name == "END" => {
                parser.at += 1;
                let block = parser.block()?;
                if name == "BEGIN" { program.begin.push(block) } else { program.end.push(block) }
            }
            Token::Name(name) | Token::Call(name) if name == "function" || name == "func" => {
                return Err(Wrong::NotSimulated("function".into()));
            }
            Token::Sign("{") => program.rules.push((When::Always, Some(parser.block()?))),
            _ => {
                let first = parser.expr()?;
                let when = match parser.eats(",") {
                    true => When::Range(first, parser.expr()?),
                    false => When::If(first),
                };
                let block = if parser.is("{") { Some(parser.block()?) } else { None };
                program.rules.push((when, block));
            }
        }
    }
}

struct Parser {
    tokens: Vec<Token>,
    at: usize,
    /// Whether `>` compares: in `print` it would redirect.
    angle: bool,
}

fn unexpected<T>() -> Result<T, Wrong> {
    Err(Wrong::Syntax("Unexpected token".into()))
}

impl Parser {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at)
    }

    fn is(&self, sign: &str) -> bool {
        matches!(self.peek(), Some(Token::Sign(own)) if *own == sign)
    }

    fn eats(&mut self, sign: &str) -> bool {
        let is = self.is(sign);
        self.at += usize::from(is);
        is
    }

    fn eats_name(&mut self, name: &str) -> bool {
        let is = matches!(self.peek(), Some(Token::Name(own) | Token::Call(own)) if own == name);
        self.at += usize::from(is);
        is
    }

    fn want(&mut self, sign: &str) -> Result<(), Wrong> {
        if self.eats(sign) { Ok(()) } else { unexpected() }
    }

    fn ends(&mut self) {
        while self.peek() == Some(&Token::End) {
            self.at += 1;
        }
    }

    fn block(&mut self) -> Result<Vec<Statement>, Wrong> {
        self.want("{")?;
        let mut all = Vec::new();
        loop {
            self.ends();
            if self.eats("}") {
                return Ok(all);
            }
            all.push(self.statement()?);
            if !self.is("}")
                && self.peek() != Some(&Token::End)
                && !matches!(self.tokens.get(self.at - 1), Some(Token::Sign("}") | Token::End))
            {
                return unexpected();
            }
        }
    }

    /// A statement behind `if`, `while`, `for`; lines may end before it.
    fn inner(&mut self) -> Result<Box<Statement>, Wrong> {
        self.ends();
        Ok(Box::new(self.statement()?))
    }

    fn statement(&mut self) -> Result<Statement, Wrong> {
        if self.is("{") {
            return Ok(Statement::Block(self.block()?));
        }
        let name = match self.peek() {
            Some(Token::Name(name) | Token::Call(name)) => name.clone(),
            _ => return Ok(Statement::Do(self.expr()?)),
        };
        match name.as_str() {
            "print" | "printf" => {
                self.at += 1;
                self.angle = false;
                let values = self.printed();
                self.angle = true;
                let values = values?;
                if self.is(">") || self.is(">>") {
                    return Err(Wrong::NotSimulated(">".into()));
                }
                Ok(if name == "print" { Statement::Print(values) } else { Statement::Printf(values) })
            }
            "if" => {
                self.at += 1;
                self.want("(")?;
                let test = self.expr()?;
                self.want(")")?;
                let yes = self.inner()?;
                let back = self.at;
                self.ends();
                if self.eats_name("else") {
                    return Ok(Statement::If(test, yes, Some(self.inner()?)));
                }
                self.at = back;
                Ok(Statement::If(test, yes, None))
            }
            "while" => {
                self.at += 1;
                self.want("(")?;
                let test = self.expr()?;
                self.want(")")?;
                Ok(Statement::While(test, self.inner()?))
            }
            "for" => self.each(),
            "next" | "break" | "continue" => {
                self.at += 1;
                Ok(match name.as_str() {
                    "next" => Statement::Next,
                    "break" => Statement::Break,
                    _ => Statement::Continue,
                })
            }
            "exit" => {
                self.at += 1;
                let bare = matches!(self.peek(), None | Some(Token::End | Token::Sign("}")));
                Ok(Statement::Exit(if bare { None } else { Some(self.expr()?) }))
            }
            "delete" => {
                self.at += 1;
                let Some(Token::Name(array)) = self.peek().cloned() else { return unexpected() };
                self.at += 1;
                let key = if self.eats("[") { Some(self.subscript()?) } else { None };
                Ok(Statement::Delete(array, key))
            }
            "getline" | "do" | "return" | "nextfile" => Err(Wrong::NotSimulated(name)),
            _ => Ok(Statement::Do(self.expr()?)),
        }
    }

    fn each(&mut self) -> Result<Statement, Wrong> {
        self.at += 1;
        self.want("(")?;
        if let [Token::Name(name), Token::Name(word), Token::Name(array), Token::Sign(")"), ..] =
            &self.tokens[self.at.min(self.tokens.len())..]
            && word == "in"
        {
            let (name, array) = (name.clone(), array.clone());
            self.at += 4;
            return Ok(Statement::Each(name, array, self.inner()?));
        }
        let part = |parser: &mut Self| -> Result<Option<Box<Statement>>, Wrong> {
            Ok(match parser.peek() {
                Some(Token::End | Token::Sign(")")) => None,
                _ => Some(Box::new(parser.statement()?)),
            })
        };
        let first = part(self)?;
        self.end()?;
        let test = if self.peek() == Some(&Token::End) { None } else { Some(self.expr()?) };
        self.end()?;
        let step = part(self)?;
        self.want(")")?;
        Ok(Statement::For(first, test, step, self.inner()?))
    }

    fn end(&mut self) -> Result<(), Wrong> {
        if self.peek() != Some(&Token::End) {
            return unexpected();
        }
        self.at += 1;
        Ok(())
    }

    /// What is printed; brackets may stand around all of it.
    fn printed(&mut self) -> Result<Vec<Expr>, Wrong> {
        if matches!(self.peek(), None | Some(Token::End | Token::Sign("}" | ">" | ">>"))) {
            return Ok(Vec::new());
        }
        if self.is("(") {
            let back = self.at;
            self.at += 1;
            self.angle = true;
            let inside = self.list(")");
            self.angle = false;
            if let Ok(inside) = inside
                && matches!(self.peek(), None | Some(Token::End | Token::Sign("}" | ">" | ">>")))
            {
                return Ok(inside);
            }
            self.at = back;
        }
        let mut all = vec![self.expr()?];
        while self.eats(",") {
            self.ends();
            all.push(self.expr()?);
        }
        Ok(all)
    }

    fn list(&mut self, close: &str) -> Result<Vec<Expr>, Wrong> {
        let mut all = Vec::new();
        if self.eats(close) {
            return Ok(all);
        }
        loop {
            all.push(self.expr()?);
            if self.eats(close) {
                return Ok(all);
            }
            self.want(",")?;
        }
    }

    /// `[a, b]` is one key.
    fn subscript(&mut self) -> Result<Expr, Wrong> {
        let mut parts = self.list("]")?.into_iter();
        let Some(first) = parts.next() else { return unexpected() };
        let both = |one: Expr, two: Expr| Expr::Two(" ", Box::new(one), Box::new(two));
        Ok(parts.fold(first, |key, part| both(both(key, Expr::Text("\u{1c}".into())), part)))
    }

    fn expr(&mut self) -> Result<Expr, Wrong> {
        let left = self.choice()?;
        for (sign, operator) in [("=", "="), ("+=", "+"), ("-=", "-"), ("*=", "*"), ("/=", "/"), ("%=", "%"), ("^=", "^")] {
            if self.is(sign) {
                if !matches!(left, Expr::Name(_) | Expr::Field(_) | Expr::Item(..)) {
                    return unexpected();
                }
                self.at += 1;
                return Ok(Expr::Set(operator, Box::new(left), Box::new(self.expr()?)));
            }
        }
        Ok(left)
    }

    fn choice(&mut self) -> Result<Expr, Wrong> {
        let test = self.binary(0)?;
        if !self.eats("?") {
            return Ok(test);
        }
        let yes = self.expr()?;
        self.want(":")?;
        Ok(Expr::Choose(Box::new(test), Box::new(yes), Box::new(self.expr()?)))
    }

    /// From `||` down to `^`.
    fn binary(&mut self, level: usize) -> Result<Expr, Wrong> {
        const LEVELS: [&[&str]; 7] =
            [&["||"], &["&&"], &["~", "!~"], &["<", "<=", "==", "!=", ">", ">="], &[" "], &["+", "-"], &["*", "/", "%"]];
        let Some(signs) = LEVELS.get(level) else { return self.unary() };
        let mut left = self.binary(level + 1)?;
        loop {
            if level == 2 && matches!(self.peek(), Some(Token::Name(name)) if name == "in") {
                let Some(Token::Name(array)) = self.tokens.get(self.at + 1).cloned() else { return unexpected() };
                self.at += 2;
                left = Expr::In(Box::new(left), array);
                continue;
            }
            if level == 4 {
                // Two values side by side are joined.
                let begins = match self.peek() {
                    Some(Token::Number(_) | Token::Text(_) | Token::Call(_)) => true,
                    Some(Token::Name(name)) => name != "in",
                    Some(Token::Sign(sign)) => matches!(*sign, "$" | "(" | "!" | "-" | "+") && !matches!(*sign, "!" | "-" | "+"),
                    _ => false,
                };
                if !begins {
                    return Ok(left);
                }
                left = Expr::Two(" ", Box::new(left), Box::new(self.binary(level + 1)?));
                continue;
            }
            let Some(sign) = signs.iter().find(|sign| self.is(sign) && (self.angle || **sign != ">")) else { return Ok(left) };
            self.at += 1;
            self.ends_after(sign);
            left = Expr::Two(sign, Box::new(left), Box::new(self.binary(level + 1)?));
        }
    }

    /// A line may end behind `&&` and `||`.
    fn ends_after(&mut self, sign: &str) {
        if matches!(sign, "&&" | "||") {
            self.ends();
        }
    }

    fn unary(&mut self) -> Result<Expr, Wrong> {
        for sign in ["!", "-", "+"] {
            if self.eats(sign) {
                return Ok(Expr::One(sign, Box::new(self.unary()?)));
            }
        }
        let base = self.postfix()?;
        if self.eats("^") {
            return Ok(Expr::Two("^", Box::new(base), Box::new(self.unary()?)));
        }
        Ok(base)
    }

    fn postfix(&mut self) -> Result<Expr, Wrong> {
        for (sign, by) in [("++", 1.0), ("--", -1.0)] {
            if self.eats(sign) {
                return Ok(Expr::Step(Box::new(self.primary()?), by, true));
            }
        }
        let value = self.primary()?;
        if matches!(value, Expr::Name(_) | Expr::Field(_) | Expr::Item(..)) {
            for (sign, by) in [("++", 1.0), ("--", -1.0)] {
                if self.eats(sign) {
                    return Ok(Expr::Step(Box::new(value), by, false));
                }
            }
        }
        Ok(value)
    }

    fn primary(&mut self) -> Result<Expr, Wrong> {
        let Some(token) = self.peek().cloned() else { return unexpected() };
        self.at += 1;
        Ok(match token {
            Token::Number(number) => Expr::Number(number),
            Token::Text(text) => Expr::Text(text),
            Token::Pattern(pattern) => Expr::Pattern(pattern),
            Token::Sign("$") => {
                let of = if self.is("++") || self.is("--") { self.postfix()? } else { self.primary()? };
                Expr::Field(Box::new(of))
            }
            Token::Sign("(") => {
                let before = std::mem::replace(&mut self.angle, true);
                let inside = self.list(")");
                self.angle = before;
                let mut inside = inside?.into_iter();
                match (inside.next(), inside.next()) {
                    (Some(one), None) => Expr::One("(", Box::new(one)),
                    _ => return unexpected(),
                }
            }
            Token::Name(name) if name == "length" => Expr::Call(name, Vec::new()),
            Token::Name(name) if matches!(name.as_str(), "getline" | "function") => return Err(Wrong::NotSimulated(name)),
            Token::Name(name) if self.eats("[") => Expr::Item(name, Box::new(self.subscript()?)),
            Token::Name(name) => Expr::Name(name),
            Token::Call(name) => {
                self.at += 1;
                let before = std::mem::replace(&mut self.angle, true);
                let given = self.list(")");
                self.angle = before;
                Expr::Call(name, given?)
            }
            _ => return unexpected(),
        })
    }
}
