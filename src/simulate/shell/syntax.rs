//! The shell language, as far as manifests and exec commands use it: lists, pipes, redirections, quotes, expansions, and
//! the compound commands `if`, `while`, `until`, `for`, `{ }` and `( )`.

/// Commands in a row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct List(pub Vec<Item>);

/// `a && b || c`, perhaps in the background.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// The first pipeline.
    pub first: Pipeline,
    /// The others: `true` for `&&`.
    pub rest: Vec<(bool, Pipeline)>,
    /// `&`
    pub background: bool,
}

/// `a | b`
#[derive(Clone, Debug, PartialEq)]
pub struct Pipeline {
    /// `!`
    pub negated: bool,
    /// At least one.
    pub commands: Vec<Command>,
}

/// A command with its redirections.
#[derive(Clone, Debug, PartialEq)]
pub struct Command {
    /// What is run.
    pub body: Body,
    /// Left to right.
    pub redirects: Vec<Redirect>,
}

/// What a command runs.
#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    /// `A=b cmd arg`
    Simple(Vec<(String, Word)>, Vec<Word>),
    /// `( )`
    Subshell(List),
    /// `{ }`
    Group(List),
    /// Condition and body, more of them, and `else`.
    If(Vec<(List, List)>, Option<List>),
    /// Condition, body, and whether it is `until`.
    While(List, List, bool),
    /// Variable, words, body.
    For(String, Vec<Word>, List),
}

/// `2>&1`, `> file`, …
#[derive(Clone, Debug, PartialEq)]
pub struct Redirect {
    /// Which descriptor: 0, 1, 2; 3 stands for `&>`.
    pub descriptor: u8,
    /// Where to.
    pub to: Target,
}

/// Where a redirection leads.
#[derive(Clone, Debug, PartialEq)]
pub enum Target {
    /// `< file`
    Read(Word),
    /// `> file`
    Write(Word),
    /// `>> file`
    Append(Word),
    /// `>&1`
    Same(u8),
    /// `<<EOF`
    Here(String),
}

/// Pieces that stand together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Word(pub Vec<Part>);

/// A piece of a word.
#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    /// Plain text; `true` when quoted.
    Text(String, bool),
    /// `$name` or `${name:-word}`: name, operator, operand, quoted.
    Variable(String, String, String, bool),
    /// `$(list)`, quoted.
    Output(String, bool),
    /// `$((expression))`
    Arithmetic(String),
}

/// Why text is no shell program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SyntaxError {
    /// A quote or bracket is not closed.
    Unterminated(&'static str),
    /// A word or sign stands where it may not.
    Unexpected(String),
}

/// Reads a program.
pub fn parse(text: &str) -> Result<List, SyntaxError> {
    let mut parser = Parser { chars: text.chars().collect(), at: 0, depth: 0 };
    let list = parser.list(&[])?;
    match parser.peek() {
        None => Ok(list),
        Some(c) => Err(SyntaxError::Unexpected(c.to_string())),
    }
}

struct Parser {
    chars: Vec<char>,
    at: usize,
    depth: u32,
}

const ENDS: &str = " \t\n;&|<>()";

impl Parser {
    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    fn starts(&self, text: &str) -> bool {
        text.chars().enumerate().all(|(i, c)| self.chars.get(self.at + i) == Some(&c))
    }

    fn eat(&mut self, text: &str) -> bool {
        let found = self.starts(text);
        self.at += if found { text.chars().count() } else { 0 };
        found
    }

    fn blanks(&mut self) {
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
        while matches!(self.peek(), Some('\n' | ';')) {
            self.at += 1;
            self.blanks();
        }
    }

    /// The bare word at this place, without consuming it.
    fn keyword(&self) -> String {
        self.chars[self.at.min(self.chars.len())..].iter().take_while(|c| !ENDS.contains(**c)).collect()
    }

    fn expect(&mut self, word: &str) -> Result<(), SyntaxError> {
        self.newlines();
        if self.keyword() == word || (word.len() == 1 && self.starts(word)) {
            self.at += word.len();
            return Ok(());
        }
        match self.peek() {
            None => Err(SyntaxError::Unexpected("end of file".into())),
            Some(_) => Err(SyntaxError::Unexpected(self.keyword())),
        }
    }

    fn list(&mut self, ends: &[&str]) -> Result<List, SyntaxError> {
        self.depth += 1;
        if self.depth > 30 {
            return Err(SyntaxError::Unexpected("(".into()));
        }
        let mut items = Vec::new();
        loop {
            self.newlines();
            let end = self.keyword();
            if self.peek().is_none() || self.peek() == Some(')') || ends.contains(&end.as_str()) {
                self.depth -= 1;
                return Ok(List(items));
            }
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
            let background = !self.starts("&&") && self.eat("&");
            items.push(Item { first, rest, background });
            self.blanks();
            match self.peek() {
                None | Some('\n' | ')') => {}
                Some(';') if self.chars.get(self.at + 1) == Some(&';') => return Err(SyntaxError::Unexpected(";;".into())),
                Some(';') => self.at += 1,
                Some(_) if background => {}
                Some(_) => return Err(SyntaxError::Unexpected(self.next_token())),
            }
        }
    }

    fn next_token(&self) -> String {
        let word = self.keyword();
        if word.is_empty() { self.peek().map(String::from).unwrap_or_default() } else { word }
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
            self.newlines();
            commands.push(self.command()?);
        }
    }

    fn command(&mut self) -> Result<Command, SyntaxError> {
        self.blanks();
        let word = self.keyword();
        let body = match word.as_str() {
            "if" => self.conditional()?,
            "while" | "until" => {
                self.at += 5;
                let condition = self.list(&["do"])?;
                Body::While(condition, self.body()?, word == "until")
            }
            "for" => self.each()?,
            "{" => {
                self.at += 1;
                let list = self.list(&["}"])?;
                self.expect("}")?;
                Body::Group(list)
            }
            "then" | "else" | "elif" | "fi" | "do" | "done" | "}" | "case" | "function" => return Err(SyntaxError::Unexpected(word)),
            _ if self.eat("(") => {
                let list = self.list(&[])?;
                self.expect(")")?;
                Body::Subshell(list)
            }
            _ => return self.simple(),
        };
        let mut redirects = Vec::new();
        while let Some(redirect) = self.redirect()? {
            redirects.push(redirect);
        }
        Ok(Command { body, redirects })
    }

    fn body(&mut self) -> Result<List, SyntaxError> {
        self.expect("do")?;
        let body = self.list(&["done"])?;
        self.expect("done")?;
        Ok(body)
    }

    fn conditional(&mut self) -> Result<Body, SyntaxError> {
        self.at += 2;
        let mut branches = Vec::new();
        loop {
            let condition = self.list(&["then"])?;
            self.expect("then")?;
            branches.push((condition, self.list(&["elif", "else", "fi"])?));
            match self.keyword().as_str() {
                "elif" => self.at += 4,
                "else" => {
                    self.at += 4;
                    let last = self.list(&["fi"])?;
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
        self.at += name.chars().count();
        self.blanks();
        let mut words = Vec::new();
        if self.keyword() == "in" {
            self.at += 2;
            loop {
                self.blanks();
                match self.peek() {
                    None | Some('\n' | ';') => break,
                    Some(c) if ENDS.contains(c) => return Err(SyntaxError::Unexpected(c.into())),
                    Some(_) => words.push(self.word()?),
                }
            }
        }
        Ok(Body::For(name, words, self.body()?))
    }

    fn simple(&mut self) -> Result<Command, SyntaxError> {
        let (mut assignments, mut words, mut redirects) = (Vec::new(), Vec::new(), Vec::new());
        loop {
            self.blanks();
            if let Some(redirect) = self.redirect()? {
                redirects.push(redirect);
                continue;
            }
            match self.peek() {
                None | Some('\n' | ';' | '&' | '|' | ')') => break,
                Some('(') => return Err(SyntaxError::Unexpected("(".into())),
                Some(_) => {}
            }
            let name: String = self.chars[self.at..].iter().take_while(|c| c.is_ascii_alphanumeric() || **c == '_').collect();
            let is_assignment =
                words.is_empty() && name.starts_with(|c: char| !c.is_ascii_digit()) && self.chars.get(self.at + name.len()) == Some(&'=');
            if is_assignment {
                self.at += name.len() + 1;
                let blank = self.peek().is_none_or(|c| ENDS.contains(c));
                let value = if blank { Word::default() } else { self.word()? };
                assignments.push((name, value));
            } else {
                words.push(self.word()?);
            }
        }
        if assignments.is_empty() && words.is_empty() && redirects.is_empty() {
            return Err(SyntaxError::Unexpected(if self.peek().is_none() { "end of file".into() } else { self.next_token() }));
        }
        Ok(Command { body: Body::Simple(assignments, words), redirects })
    }

    fn redirect(&mut self) -> Result<Option<Redirect>, SyntaxError> {
        self.blanks();
        let start = self.at;
        let mut descriptor = None;
        if let Some(digit) = self.peek().and_then(|c| c.to_digit(10))
            && matches!(self.chars.get(self.at + 1), Some('<' | '>'))
        {
            descriptor = Some(digit as u8);
            self.at += 1;
        }
        let both = descriptor.is_none() && self.eat("&>");
        let to = match () {
            () if both => (1, 'w'),
            () if self.eat(">>") => (1, 'a'),
            () if self.eat(">&") => (1, 's'),
            () if self.eat(">|") || self.eat(">") => (1, 'w'),
            () if self.eat("<<") => (0, 'h'),
            () if self.eat("<&") => (0, 's'),
            () if self.eat("<") => (0, 'r'),
            () => {
                self.at = start;
                return Ok(None);
            }
        };
        self.blanks();
        if self.peek().is_none_or(|c| "\n;&|<>()".contains(c)) {
            return Err(SyntaxError::Unexpected(if self.peek().is_none() { "end of file".into() } else { self.next_token() }));
        }
        let descriptor = if both { 3 } else { descriptor.unwrap_or(to.0) };
        let word = self.word()?;
        let to = match to.1 {
            'r' => Target::Read(word),
            'a' => Target::Append(word),
            'h' => Target::Here(self.here(&literal(&word))),
            's' => match literal(&word).parse() {
                Ok(number) => Target::Same(number),
                Err(_) => Target::Same(9),
            },
            _ => Target::Write(word),
        };
        Ok(Some(Redirect { descriptor, to }))
    }

    /// Takes the here-document out of the text behind this line.
    fn here(&mut self, end: &str) -> String {
        let Some(line) = self.chars[self.at..].iter().position(|c| *c == '\n').map(|at| self.at + at + 1) else { return String::new() };
        let rest: String = self.chars[line..].iter().collect();
        let (mut text, mut taken) = (String::new(), 0);
        for row in rest.split_inclusive('\n') {
            taken += row.chars().count();
            if row.trim_end_matches('\n').trim_start_matches('\t') == end {
                break;
            }
            text += row;
        }
        self.chars.drain(line..line + taken);
        text
    }

    fn word(&mut self) -> Result<Word, SyntaxError> {
        let mut parts = Vec::new();
        while let Some(c) = self.peek() {
            match c {
                c if ENDS.contains(c) => break,
                '\'' => {
                    self.at += 1;
                    let text = self.until('\'').ok_or(SyntaxError::Unterminated("quoted string"))?;
                    parts.push(Part::Text(text, true));
                }
                '"' => {
                    self.at += 1;
                    self.double_quoted(&mut parts)?;
                }
                '\\' => {
                    self.at += 1;
                    if let Some(c) = self.peek() {
                        self.at += 1;
                        parts.push(Part::Text(c.into(), true));
                    }
                }
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

    fn until(&mut self, end: char) -> Option<String> {
        let length = self.chars[self.at..].iter().position(|c| *c == end)?;
        let text = self.chars[self.at..self.at + length].iter().collect();
        self.at += length + 1;
        Some(text)
    }

    fn double_quoted(&mut self, parts: &mut Vec<Part>) -> Result<(), SyntaxError> {
        let mut text = String::new();
        loop {
            match self.peek().ok_or(SyntaxError::Unterminated("quoted string"))? {
                '"' => {
                    self.at += 1;
                    parts.push(Part::Text(text, true));
                    return Ok(());
                }
                '\\' => {
                    self.at += 1;
                    match self.peek() {
                        Some(c @ ('"' | '\\' | '$' | '`')) => text.push(c),
                        Some('\n') => {}
                        Some(c) => text.extend(['\\', c]),
                        None => continue,
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
            let text = self.until('`').ok_or(SyntaxError::Unterminated("backquote"))?;
            parts.push(Part::Output(text, quoted));
            return Ok(());
        }
        self.at += 1;
        if self.eat("((") {
            let text = self.balanced()?;
            self.eat(")");
            parts.push(Part::Arithmetic(text));
        } else if self.eat("(") {
            parts.push(Part::Output(self.balanced()?, quoted));
        } else if self.eat("{") {
            let text = self.until('}').ok_or(SyntaxError::Unterminated("quoted string"))?;
            let name: String = text.chars().take_while(|c| c.is_ascii_alphanumeric() || "_@*#?$!".contains(*c)).collect();
            let rest = &text[name.len()..];
            let operator: String = rest.chars().take_while(|c| ":-+=?#%".contains(*c)).collect();
            parts.push(Part::Variable(name.clone(), operator.clone(), rest[operator.len()..].into(), quoted));
        } else {
            let special = self.peek().filter(|c| "?!$#@*0123456789".contains(*c));
            let name = match special {
                Some(c) => c.to_string(),
                None => self.chars[self.at..].iter().take_while(|c| c.is_ascii_alphanumeric() || **c == '_').collect(),
            };
            self.at += name.chars().count();
            match name.is_empty() {
                true => parts.push(Part::Text("$".into(), true)),
                false => parts.push(Part::Variable(name, String::new(), String::new(), quoted)),
            }
        }
        Ok(())
    }

    /// Text up to the bracket that closes the one just opened.
    fn balanced(&mut self) -> Result<String, SyntaxError> {
        let start = self.at;
        let mut depth = 1;
        while let Some(c) = self.peek() {
            self.at += 1;
            match c {
                '(' => depth += 1,
                ')' => depth -= 1,
                '\'' => {
                    self.until('\'').ok_or(SyntaxError::Unterminated("quoted string"))?;
                }
                _ => {}
            }
            if depth == 0 {
                return Ok(self.chars[start..self.at - 1].iter().collect());
            }
        }
        Err(SyntaxError::Unterminated("\")\""))
    }
}

/// The text of a word without expansions.
pub fn literal(word: &Word) -> String {
    word.0.iter().map(|part| if let Part::Text(text, _) = part { text.as_str() } else { "" }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_pipes_and_redirections_are_told_apart() {
        let list = parse("a 'b c' | grep x >/tmp/f 2>&1 && ! d || e & f; (g)").unwrap();
        assert_eq!(list.0.len(), 3);
        assert!(list.0[0].background && list.0[0].first.commands.len() == 2 && list.0[0].rest.len() == 2);
        assert_eq!(list.0[0].first.commands[1].redirects.len(), 2);
        assert!(matches!(list.0[2].first.commands[0].body, Body::Subshell(_)));
        let looped = parse("while true; do nc -l -p 80; done\nfor i in 1 2; do echo $i; done; if a; then b; else c; fi").unwrap();
        assert_eq!(looped.0.len(), 3);
    }

    #[test]
    fn what_is_no_program_is_refused() {
        for text in ["echo 'a", "a |", "if a; then b", "a )", "a &&", "(a", "$(a", "{ a"] {
            assert!(parse(text).is_err(), "{text}");
        }
        assert!(parse(&"(".repeat(1000)).is_err());
    }
}
