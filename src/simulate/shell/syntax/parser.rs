//! Reading lists and commands, with ash's idea of what may follow what (BusyBox `shell/ash.c` parsecmd; dash and bash
//! agree but for their words).

use std::sync::Arc;

use super::word::ENDS;
use super::{Body, Command, Fault, Item, List, Operation, Part, Pipeline, Redirect, SyntaxError, Target, Token, Word, literal};
use crate::simulate::shell::state::Flavour;

/// Words that end a list.
const CLOSERS: [&str; 8] = ["then", "else", "elif", "fi", "do", "done", "esac", "}"];
/// All reserved words.
pub(super) const RESERVED: [&str; 15] =
    ["then", "else", "elif", "fi", "do", "done", "esac", "}", "if", "while", "until", "for", "case", "{", "!"];

/// A reader of program text.
pub struct Parser {
    pub(super) chars: Vec<char>,
    pub(super) at: usize,
    pub(super) flavour: Flavour,
    depth: u32,
    /// Lines taken out of the text as here-documents.
    pub(super) taken: usize,
    /// Whether a here-document has not met its end.
    pub(super) open_document: bool,
    /// The word that the last such document waited for, and the line on which it begins.
    pub(in crate::simulate::shell) cut_short: Option<(String, usize)>,
}

impl Parser {
    /// Reads `text`.
    pub fn new(text: &str, flavour: Flavour) -> Self {
        Self { chars: text.chars().collect(), at: 0, flavour, depth: 0, taken: 0, open_document: false, cut_short: None }
    }

    /// The commands up to the end of a line, as a shell reads before it runs anything; `None` at the end of the text.
    pub fn line(&mut self) -> Result<Option<List>, SyntaxError> {
        self.newlines();
        if self.peek().is_none() {
            return Ok(None);
        }
        let mut items = Vec::new();
        loop {
            items.push(self.item()?);
            match self.token() {
                Token::End => return Ok(Some(List(items))),
                Token::Newline => return Ok(Some(List(items))),
                Token::Sign(sign) if sign == ";" => {
                    self.at += 1;
                }
                _ if items.last().is_some_and(|item| item.background) => {}
                other => return Err(self.unexpected(other, None)),
            }
            self.blanks();
            if matches!(self.token(), Token::End | Token::Newline) {
                return Ok(Some(List(items)));
            }
        }
    }

    /// Whether `text` wants more lines: a quote, a compound command or a here-document is open, or the line is to go on.
    pub fn unfinished(text: &str, flavour: Flavour) -> bool {
        let mut parser = Self::new(text, flavour);
        loop {
            match parser.line() {
                Ok(Some(_)) => {}
                Ok(None) => return parser.open_document || text.trim_end_matches('\n').ends_with('\\'),
                Err(error) => {
                    return matches!(
                        error.fault,
                        Fault::Quote(_) | Fault::Backquote | Fault::Brace | Fault::Parenthesis | Fault::Unexpected(Token::End, _)
                    );
                }
            }
        }
    }

    /// The line at which the reader stands, from 1.
    pub fn line_number(&self) -> usize {
        1 + self.taken + self.chars[..self.at.min(self.chars.len())].iter().filter(|c| **c == '\n').count()
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    pub(super) fn starts(&self, text: &str) -> bool {
        text.chars().enumerate().all(|(i, c)| self.chars.get(self.at + i) == Some(&c))
    }

    pub(super) fn eat(&mut self, text: &str) -> bool {
        let found = self.starts(text);
        self.at += if found { text.chars().count() } else { 0 };
        found
    }

    pub(super) fn fault(&self, fault: Fault) -> SyntaxError {
        SyntaxError { fault, line: self.line_number() }
    }

    pub(super) fn unexpected(&self, token: Token, wanted: Option<&'static str>) -> SyntaxError {
        self.fault(Fault::Unexpected(token, wanted))
    }

    pub(super) fn blanks(&mut self) {
        loop {
            match self.peek() {
                Some(' ' | '\t') => self.at += 1,
                Some('\\') if self.chars.get(self.at + 1) == Some(&'\n') => self.at += 2,
                Some('#') if self.at == 0 || ENDS.contains(self.chars[self.at - 1]) => {
                    while self.peek().is_some_and(|c| c != '\n') {
                        self.at += 1;
                    }
                }
                _ => return,
            }
        }
    }

    fn newlines(&mut self) {
        self.blanks();
        while self.peek() == Some('\n') {
            self.at += 1;
            self.blanks();
        }
    }

    /// The bare word at this place, without consuming it.
    fn keyword(&self) -> String {
        self.chars[self.at.min(self.chars.len())..].iter().take_while(|c| !ENDS.contains(**c)).collect()
    }

    /// What stands here, in the words of an error.
    pub(super) fn token(&mut self) -> Token {
        self.blanks();
        let Some(c) = self.peek() else { return Token::End };
        if c == '\n' {
            return Token::Newline;
        }
        for sign in [";;", "&&", "||", ";", "&", "|", "(", ")"] {
            if self.starts(sign) && !(sign == "&" && self.starts("&>")) {
                return Token::Sign(sign.into());
            }
        }
        let word = self.keyword();
        if word.is_empty() {
            let signs: String = self.chars[self.at..].iter().take_while(|c| "<>&|".contains(**c)).collect();
            return Token::Redirection(signs);
        }
        if RESERVED.contains(&word.as_str()) || self.flavour == Flavour::Bash && word == "[[" {
            Token::Sign(word)
        } else {
            Token::Word(word)
        }
    }

    fn expect(&mut self, word: &'static str) -> Result<(), SyntaxError> {
        self.newlines();
        let found = if word == ")" { self.peek() == Some(')') } else { self.keyword() == word };
        if found {
            self.at += word.len();
            return Ok(());
        }
        let token = self.token();
        Err(self.unexpected(token, Some(word)))
    }

    /// A list inside a compound command, up to a word that ends it.
    fn list(&mut self) -> Result<List, SyntaxError> {
        self.depth += 1;
        if self.depth > 30 {
            return Err(self.unexpected(Token::Sign("(".into()), None));
        }
        let mut items = Vec::new();
        loop {
            self.newlines();
            let token = self.token();
            let ends = match &token {
                Token::End => true,
                Token::Sign(sign) => matches!(sign.as_str(), ")" | ";;") || CLOSERS.contains(&sign.as_str()),
                _ => false,
            };
            if ends {
                break;
            }
            items.push(self.item()?);
            match self.token() {
                Token::Newline => {}
                Token::Sign(sign) if sign == ";" => self.at += 1,
                _ if items.last().is_some_and(|item| item.background) => {}
                _ => break,
            }
        }
        self.depth -= 1;
        Ok(List(items))
    }

    fn item(&mut self) -> Result<Item, SyntaxError> {
        let first = self.pipeline()?;
        let mut rest = Vec::new();
        loop {
            self.blanks();
            let and = self.starts("&&");
            if !and && !self.starts("||") {
                break;
            }
            self.at += 2;
            self.newlines();
            rest.push((and, self.pipeline()?));
        }
        let background = !self.starts("&&") && !self.starts("&>") && self.eat("&");
        Ok(Item { first, rest, background })
    }

    fn pipeline(&mut self) -> Result<Pipeline, SyntaxError> {
        self.blanks();
        let mut negated = false;
        while self.keyword() == "!" {
            self.at += 1;
            negated = !negated;
            self.blanks();
        }
        let mut commands = vec![self.command()?];
        loop {
            self.blanks();
            if self.starts("||") || !self.eat("|") {
                return Ok(Pipeline { negated, commands });
            }
            // `|&` joins the error stream, in bash.
            if self.flavour == Flavour::Bash
                && self.eat("&")
                && let Some(last) = commands.last_mut()
            {
                last.redirects.push(Redirect { descriptor: 2, to: Target::Same(1) });
            }
            self.newlines();
            commands.push(self.command()?);
        }
    }

    fn command(&mut self) -> Result<Command, SyntaxError> {
        self.blanks();
        let line = self.line_number();
        let word = self.keyword();
        let body = match word.as_str() {
            "if" => self.conditional()?,
            "while" | "until" => {
                self.at += 5;
                let condition = self.list()?;
                Body::While(condition, self.body()?, word == "until")
            }
            "for" => self.each()?,
            "case" => self.case()?,
            "{" => {
                self.at += 1;
                let list = self.list()?;
                self.expect("}")?;
                Body::Group(list)
            }
            "[[" if self.flavour != Flavour::Dash => self.test()?,
            "function" if self.flavour != Flavour::Dash => {
                self.at += 8;
                self.blanks();
                let name = self.keyword();
                self.at += name.chars().count();
                self.blanks();
                if self.eat("(") {
                    self.expect(")")?;
                }
                return self.function(name, line);
            }
            "then" | "else" | "elif" | "fi" | "do" | "done" | "}" | "esac" => return Err(self.unexpected(Token::Sign(word), None)),
            _ if self.flavour == Flavour::Bash && self.starts("((") => {
                self.at += 2;
                let text = self.balanced()?;
                self.eat(")");
                Body::Arithmetic(text)
            }
            _ if self.eat("(") => {
                let list = self.list()?;
                self.expect(")")?;
                Body::Subshell(list)
            }
            _ => return self.simple(line),
        };
        let mut redirects = Vec::new();
        while let Some(redirect) = self.redirect()? {
            redirects.extend(redirect);
        }
        Ok(Command { body, redirects, line })
    }

    fn function(&mut self, name: String, line: usize) -> Result<Command, SyntaxError> {
        if name.is_empty() || name.starts_with(|c: char| c.is_ascii_digit()) && self.flavour != Flavour::Bash {
            return Err(self.fault(Fault::FunctionName));
        }
        self.newlines();
        let body = self.command()?;
        Ok(Command { body: Body::Function(name, Arc::new(body)), redirects: Vec::new(), line })
    }

    fn body(&mut self) -> Result<List, SyntaxError> {
        self.expect("do")?;
        let body = self.list()?;
        self.expect("done")?;
        Ok(body)
    }

    fn conditional(&mut self) -> Result<Body, SyntaxError> {
        self.at += 2;
        let mut branches = Vec::new();
        loop {
            let condition = self.list()?;
            self.expect("then")?;
            branches.push((condition, self.list()?));
            self.newlines();
            match self.keyword().as_str() {
                "elif" => self.at += 4,
                "else" => {
                    self.at += 4;
                    let last = self.list()?;
                    self.expect("fi")?;
                    return Ok(Body::If(branches, Some(last)));
                }
                _ => {
                    self.expect("fi")?;
                    return Ok(Body::If(branches, None));
                }
            }
        }
    }

    fn each(&mut self) -> Result<Body, SyntaxError> {
        self.at += 3;
        self.blanks();
        let name = self.keyword();
        let fits =
            name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        if !fits {
            let token = self.token();
            return Err(if self.flavour == Flavour::Bash { self.unexpected(token, None) } else { self.fault(Fault::ForVariable) });
        }
        self.at += name.chars().count();
        self.newlines();
        let mut words = None;
        if self.keyword() == "in" {
            self.at += 2;
            let mut found = Vec::new();
            loop {
                match self.token() {
                    Token::End if self.flavour == Flavour::Ash => return Err(self.unexpected(Token::End, None)),
                    Token::Newline | Token::End => break,
                    Token::Sign(sign) if sign == ";" => break,
                    Token::Sign(sign) if sign.chars().all(|c| "&|()".contains(c)) => return Err(self.unexpected(Token::Sign(sign), None)),
                    Token::Redirection(sign) => return Err(self.unexpected(Token::Redirection(sign), None)),
                    _ => found.push(self.word()?),
                }
            }
            words = Some(found);
        }
        self.blanks();
        if !self.starts(";;") {
            self.eat(";");
        }
        Ok(Body::For(name, words, self.body()?))
    }

    fn case(&mut self) -> Result<Body, SyntaxError> {
        self.at += 4;
        let token = self.token();
        if !matches!(token, Token::Word(_)) {
            return Err(self.unexpected(token, Some("word")));
        }
        let subject = self.word()?;
        self.expect("in")?;
        let mut arms = Vec::new();
        loop {
            self.newlines();
            if self.keyword() == "esac" {
                self.at += 4;
                return Ok(Body::Case(subject, arms));
            }
            self.eat("(");
            let mut patterns = Vec::new();
            loop {
                let token = self.token();
                if matches!(token, Token::End | Token::Newline | Token::Redirection(_))
                    || matches!(&token, Token::Sign(s) if ";&|()".contains(s.as_str()))
                {
                    return Err(self.unexpected(token, Some(")")));
                }
                patterns.push(self.word()?);
                self.blanks();
                if !self.eat("|") {
                    break;
                }
            }
            self.expect(")")?;
            let list = self.list()?;
            arms.push((patterns, list));
            self.newlines();
            if !self.eat(";;") && self.keyword() != "esac" {
                let token = self.token();
                return Err(self.unexpected(token, Some(";;")));
            }
        }
    }

    /// The words between `[[` and `]]`: operators of the shell lose their meaning.
    fn test(&mut self) -> Result<Body, SyntaxError> {
        self.at += 2;
        let mut words = Vec::new();
        loop {
            self.newlines();
            if self.keyword() == "]]" {
                self.at += 2;
                return Ok(Body::Test(words));
            }
            let operator = ["&&", "||", "(", ")", "<", ">"].into_iter().find(|operator| self.starts(operator));
            match (operator, self.peek()) {
                (Some(operator), _) => {
                    self.at += operator.len();
                    words.push(Word(vec![Part::Text(operator.into(), false)]));
                }
                (None, None | Some(';' | '&' | '|')) => {
                    let token = self.token();
                    return Err(self.unexpected(token, None));
                }
                (None, Some(_)) => words.push(self.word()?),
            }
        }
    }

    fn simple(&mut self, line: usize) -> Result<Command, SyntaxError> {
        let (mut assignments, mut words, mut redirects) = (Vec::new(), Vec::new(), Vec::new());
        loop {
            self.blanks();
            if let Some(found) = self.redirect()? {
                redirects.extend(found);
                continue;
            }
            match self.peek() {
                None | Some('\n' | ';' | '&' | '|' | ')') => break,
                Some('(') => {
                    let named = words.len() == 1 && assignments.is_empty() && redirects.is_empty();
                    let name = words.first().map(literal).unwrap_or_default();
                    if !named {
                        return Err(self.unexpected(Token::Sign("(".into()), None));
                    }
                    self.at += 1;
                    self.expect(")")?;
                    return self.function(name, line);
                }
                Some(_) => {}
            }
            let name: String = self.chars[self.at..].iter().take_while(|c| c.is_ascii_alphanumeric() || **c == '_').collect();
            let plus = self.chars.get(self.at + name.len()) == Some(&'+') && self.chars.get(self.at + name.len() + 1) == Some(&'=');
            let sign = self.at + name.len() + usize::from(plus && self.flavour == Flavour::Bash);
            let is_assignment = words.is_empty() && name.starts_with(|c: char| !c.is_ascii_digit()) && self.chars.get(sign) == Some(&'=');
            if is_assignment {
                let adds = sign > self.at + name.len();
                self.at = sign + 1;
                let blank = self.peek().is_none_or(|c| ENDS.contains(c));
                let mut value = if blank { Word::default() } else { self.word()? };
                if adds {
                    value.0.insert(0, Part::Parameter(name.clone(), Operation::Value, true));
                }
                assignments.push((name, value));
            } else {
                words.push(self.word()?);
            }
        }
        if assignments.is_empty() && words.is_empty() && redirects.is_empty() {
            let token = self.token();
            return Err(self.unexpected(token, None));
        }
        Ok(Command { body: Body::Simple(assignments, words), redirects, line })
    }
}
