//! Reading redirections and here-documents.

use super::parser::RESERVED;
use super::{Parser, Part, Redirect, SyntaxError, Target, Token, Word, literal};
use crate::simulate::shell::state::Flavour;

impl Parser {
    pub(super) fn redirect(&mut self) -> Result<Option<Vec<Redirect>>, SyntaxError> {
        self.blanks();
        let start = self.at;
        let mut descriptor = None;
        if let Some(digit) = self.peek().and_then(|c| c.to_digit(10))
            && matches!(self.chars.get(self.at + 1), Some('<' | '>'))
        {
            descriptor = Some(digit as u8);
            self.at += 1;
        }
        let dash = self.flavour == Flavour::Dash;
        let (own, kind) = match () {
            () if descriptor.is_none() && !dash && self.eat("&>") => (1, 'b'),
            () if self.eat(">>") => (1, 'a'),
            () if self.eat(">&") => (1, 's'),
            () if self.eat(">|") => (1, 'c'),
            () if self.eat("<>") => (0, 'r'),
            () if self.eat(">") => (1, 'w'),
            () if self.starts("<<<") && self.flavour != Flavour::Bash => {
                self.at += 2;
                return Err(self.unexpected(Token::Redirection("<".into()), None));
            }
            () if self.eat("<<<") => (0, 't'),
            () if self.eat("<<-") => (0, '-'),
            () if self.eat("<<") => (0, 'h'),
            () if self.eat("<&") => (0, 's'),
            () if self.eat("<") => (0, 'r'),
            () => {
                self.at = start;
                return Ok(None);
            }
        };
        let token = self.token();
        if !matches!(token, Token::Word(_)) && !matches!(&token, Token::Sign(sign) if RESERVED.contains(&sign.as_str())) {
            return Err(self.unexpected(token, None));
        }
        let descriptor = descriptor.unwrap_or(own);
        let quoted = matches!(self.peek(), Some('\'' | '"' | '\\'));
        let word = self.word()?;
        let to = match kind {
            'r' => Target::Read(word),
            'a' => Target::Append(word),
            'c' => Target::Clobber(word),
            'b' => Target::Both(word),
            't' => {
                let mut word = word;
                word.0.push(Part::Text("\n".into(), true));
                Target::Here(word)
            }
            'h' | '-' => {
                let text = self.here(&literal(&word), kind == '-');
                Target::Here(if quoted { Word(vec![Part::Text(text, true)]) } else { super::here_text(&text, self.flavour)? })
            }
            's' => match literal(&word).as_str() {
                "-" => Target::Close,
                number => match number.parse() {
                    Ok(number) => Target::Same(number),
                    Err(_) => Target::Both(word),
                },
            },
            _ => Target::Write(word),
        };
        Ok(Some(vec![Redirect { descriptor, to }]))
    }

    /// Takes the here-document out of the text behind this line.
    fn here(&mut self, end: &str, tabs: bool) -> String {
        let Some(line) = self.chars[self.at..].iter().position(|c| *c == '\n').map(|at| self.at + at + 1) else {
            self.open_document = true;
            self.cut_short = Some((end.to_owned(), self.line_number()));
            return String::new();
        };
        let rest: String = self.chars[line..].iter().collect();
        let (mut text, mut taken) = (String::new(), 0);
        self.open_document = true;
        for row in rest.split_inclusive('\n') {
            taken += row.chars().count();
            self.taken += 1;
            let shown = if tabs { row.trim_start_matches('\t') } else { row };
            if shown.trim_end_matches('\n') == end {
                self.open_document = false;
                break;
            }
            text += shown;
        }
        if self.open_document {
            self.cut_short = Some((end.to_owned(), self.line_number()));
        }
        self.chars.drain(line..line + taken);
        text
    }
}
