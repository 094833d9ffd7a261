//! A template's tree (go1.25 `text/template/parse/parse.go`).

use serde_json::Value;

use super::functions;
use super::lex::{Piece, Word, pieces};

/// How deep blocks and brackets may stand in each other.
const DEPTH: usize = 50;

#[derive(Clone, Debug)]
pub(super) enum Node {
    Text(String),
    Action(Pipe),
    If(Pipe, Vec<Node>, Vec<Node>),
    With(Pipe, Vec<Node>, Vec<Node>),
    Range(Pipe, Vec<Node>, Vec<Node>),
    Break,
    Continue,
}

/// `$x, $y := a b | c`
#[derive(Clone, Debug, Default)]
pub(super) struct Pipe {
    /// Variables that get the value, and whether they are new.
    pub variables: Vec<String>,
    pub declares: bool,
    pub commands: Vec<Vec<Term>>,
}

/// A word of a command, with fields behind it.
#[derive(Clone, Debug)]
pub(super) struct Term {
    pub head: Head,
    pub fields: Vec<String>,
    /// Where Go places it in the template: of a path, at its second part.
    pub place: usize,
}

#[derive(Clone, Debug)]
pub(super) enum Head {
    Dot,
    Variable(String),
    Function(String),
    Value(Value),
    Nil,
    Pipe(Pipe),
}

pub(super) fn parse(template: &str) -> Result<Vec<Node>, String> {
    let mut parser = Parser { pieces: pieces(template)?.into_iter(), line: 1 };
    let (nodes, end) = parser.block(0)?;
    match end {
        Ending::Eof => Ok(nodes),
        Ending::Keyword => Err(parser.said("unexpected {{end}}")),
        Ending::Else(_) => Err(parser.said("unexpected {{else}}")),
    }
}

struct Parser {
    pieces: std::vec::IntoIter<Piece>,
    line: usize,
}

/// What ended a block.
enum Ending {
    Eof,
    /// `{{end}}`
    Keyword,
    /// With the words behind `else`.
    Else(Vec<Word>),
}

impl Parser {
    fn said(&self, what: &str) -> String {
        format!("template: output:{}: {what}", self.line)
    }

    fn block(&mut self, depth: usize) -> Result<(Vec<Node>, Ending), String> {
        if depth > DEPTH {
            return Err(self.said("max depth exceeded"));
        }
        let mut nodes = Vec::new();
        while let Some(piece) = self.pieces.next() {
            let (words, line) = match piece {
                Piece::Text(text) => {
                    nodes.push(Node::Text(text));
                    continue;
                }
                Piece::Action(words, line) => (trimmed(words), line),
            };
            self.line = line;
            let Some((first, rest)) = words.split_first() else { return Err(self.said("missing value for command")) };
            let word = if let Word::Name(name, _) = first { name.as_str() } else { "" };
            let rest = trimmed(rest.to_vec());
            match word {
                "end" => return Ok((nodes, Ending::Keyword)),
                "else" => return Ok((nodes, Ending::Else(rest))),
                "break" => nodes.push(Node::Break),
                "continue" => nodes.push(Node::Continue),
                "if" | "with" | "range" => nodes.push(self.control(word, &rest, depth)?),
                "template" | "define" | "block" => return Err(self.said(&format!("{{{{{word}}}}} is not simulated here"))),
                _ => nodes.push(Node::Action(self.pipe(&words, 0)?)),
            }
        }
        Ok((nodes, Ending::Eof))
    }

    fn control(&mut self, word: &str, rest: &[Word], depth: usize) -> Result<Node, String> {
        if rest.is_empty() {
            return Err(self.said(&format!("missing value for {word}")));
        }
        let pipe = self.pipe(rest, 0)?;
        let (inner, end) = self.block(depth + 1)?;
        let otherwise = match end {
            Ending::Keyword => Vec::new(),
            Ending::Eof => return Err(self.said("unexpected EOF")),
            Ending::Else(words) => match words.split_first() {
                // `{{else if …}}` stands for an `if` in the `else`, and ends with it.
                Some((Word::Name(again, _), rest)) if again == "if" && word == "if" || again == "with" && word == "with" => {
                    vec![self.control(again, &trimmed(rest.to_vec()), depth + 1)?]
                }
                Some(_) => return Err(self.said("unexpected word in else")),
                None => match self.block(depth + 1)? {
                    (nodes, Ending::Keyword) => nodes,
                    (_, Ending::Eof) => return Err(self.said("unexpected EOF")),
                    (_, Ending::Else(_)) => return Err(self.said("expected end; found {{else}}")),
                },
            },
        };
        Ok(match word {
            "if" => Node::If(pipe, inner, otherwise),
            "with" => Node::With(pipe, inner, otherwise),
            _ => Node::Range(pipe, inner, otherwise),
        })
    }

    fn pipe(&self, words: &[Word], depth: usize) -> Result<Pipe, String> {
        if depth > DEPTH {
            return Err(self.said("max expression depth exceeded"));
        }
        let mut pipe = Pipe::default();
        let mut body = words;
        let sign = words
            .iter()
            .take_while(|word| !matches!(word, Word::Open | Word::Pipe))
            .position(|word| matches!(word, Word::Declare | Word::Assign));
        if let Some(at) = sign {
            pipe.declares = words[at] == Word::Declare;
            pipe.variables =
                words[..at].iter().filter_map(|word| if let Word::Variable(name, _) = word { Some(name.clone()) } else { None }).collect();
            body = &words[at + 1..];
        }
        let mut at = 0;
        let mut command: Vec<Term> = Vec::new();
        while at < body.len() {
            let glued = at > 0 && !command.is_empty() && !matches!(body[at - 1], Word::Blank | Word::Pipe);
            match &body[at] {
                Word::Blank => {}
                Word::Pipe if command.is_empty() => return Err(self.said("missing value for command")),
                Word::Pipe => pipe.commands.push(std::mem::take(&mut command)),
                Word::Field(name, place) if glued => {
                    if let Some(last) = command.last_mut() {
                        let parts = last.fields.len() + usize::from(!matches!(last.head, Head::Dot));
                        last.place = if parts == 1 { *place } else { last.place };
                        last.fields.push(name.clone());
                    }
                }
                Word::Field(name, place) => command.push(Term { head: Head::Dot, fields: vec![name.clone()], place: *place }),
                Word::Open => {
                    let close = closing(body, at).ok_or_else(|| self.said("unclosed left paren"))?;
                    let inner = self.pipe(&trimmed(body[at + 1..close].to_vec()), depth + 1)?;
                    command.push(Term { head: Head::Pipe(inner), fields: Vec::new(), place: 0 });
                    at = close;
                }
                Word::Close => return Err(self.said("unexpected right paren")),
                word => command.push(Term { head: self.head(word)?, fields: Vec::new(), place: word.place() }),
            }
            at += 1;
        }
        if command.is_empty() {
            return Err(self.said("missing value for command"));
        }
        pipe.commands.push(command);
        Ok(pipe)
    }

    fn head(&self, word: &Word) -> Result<Head, String> {
        Ok(match word {
            Word::Dot => Head::Dot,
            Word::Variable(name, _) => Head::Variable(name.clone()),
            Word::Text(text) => Head::Value(text.as_str().into()),
            Word::Number(number) => Head::Value(Value::Number(number.clone())),
            Word::Name(name, _) => match name.as_str() {
                "true" => Head::Value(true.into()),
                "false" => Head::Value(false.into()),
                "nil" => Head::Nil,
                name if functions::NAMES.contains(&name) => Head::Function(name.to_owned()),
                name => return Err(self.said(&format!("function {name:?} not defined"))),
            },
            _ => return Err(self.said("unexpected word in operand")),
        })
    }
}

fn closing(words: &[Word], open: usize) -> Option<usize> {
    let mut depth = 0;
    for (at, word) in words.iter().enumerate().skip(open) {
        match word {
            Word::Open => depth += 1,
            Word::Close => {
                depth -= 1;
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}

fn trimmed(mut words: Vec<Word>) -> Vec<Word> {
    while words.last() == Some(&Word::Blank) {
        words.pop();
    }
    let start = words.iter().position(|word| *word != Word::Blank).unwrap_or(words.len());
    words.split_off(start)
}
