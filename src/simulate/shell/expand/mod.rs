//! Expansions: parameters, command output, arithmetic, field splitting and file names.

mod arithmetic;
mod brace;
mod filename;
mod parameter;
mod pattern;

use super::complaint;
use super::state::Flavour;
use super::syntax::{Operation, Part, Word, parse};
use crate::simulate::session::{Session, Stop, Streams};

pub use arithmetic::number;
pub use pattern::{Pattern, glob};

/// A character of an expanded word.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Letter {
    /// The character.
    pub c: char,
    /// Whether it stands for itself in a pattern.
    pub quoted: bool,
    /// Whether it may separate fields.
    pub splits: bool,
}

/// What a word expands to, piece by piece.
#[derive(Clone, Debug, PartialEq)]
enum Piece {
    /// Text.
    Letters(Vec<Letter>),
    /// The end of a field that `"$@"` makes.
    Break,
    /// Quotes, perhaps around nothing: there is a field.
    Quotes,
}

/// Expands words into fields.
pub fn fields(session: &mut Session<'_>, words: &[Word], streams: &mut Streams) -> Result<Vec<String>, Stop> {
    let mut all = Vec::new();
    for word in words {
        let words = if session.shell.flavour == Flavour::Bash { brace::expand(word) } else { vec![word.clone()] };
        for word in words {
            for letters in split(session, &word, streams)? {
                all.extend(filename::expand(session, &letters));
            }
        }
    }
    Ok(all)
}

/// Expands a word into one string, as in a redirection.
pub fn single(session: &mut Session<'_>, word: &Word, streams: &mut Streams) -> Result<String, Stop> {
    Ok(letters(session, word, streams)?.iter().map(|letter| letter.c).collect())
}

/// Expands the value of an assignment: like a single word, with `~` at its beginning and behind colons.
pub fn assigned(session: &mut Session<'_>, word: &Word, streams: &mut Streams) -> Result<String, Stop> {
    single(session, word, streams)
}

/// Whether `text` fits the pattern that a word expands to.
pub fn fits(session: &mut Session<'_>, word: &Word, text: &str, streams: &mut Streams) -> Result<bool, Stop> {
    let pattern = Pattern::new(&letters(session, word, streams)?);
    Ok(pattern.matches(text))
}

/// A word's letters, in one field.
fn letters(session: &mut Session<'_>, word: &Word, streams: &mut Streams) -> Result<Vec<Letter>, Stop> {
    let mut all = Vec::new();
    for piece in pieces(session, word, streams)? {
        match piece {
            Piece::Letters(letters) => all.extend(letters),
            Piece::Break => all.push(Letter { c: ' ', quoted: true, splits: false }),
            Piece::Quotes => {}
        }
    }
    Ok(all)
}

/// Field splitting: blanks of IFS join, other characters of it each end a field.
fn split(session: &mut Session<'_>, word: &Word, streams: &mut Streams) -> Result<Vec<Vec<Letter>>, Stop> {
    let pieces = pieces(session, word, streams)?;
    let ifs = separators(session);
    let mut done: Vec<Vec<Letter>> = Vec::new();
    let mut current: Option<Vec<Letter>> = None;
    for piece in pieces {
        match piece {
            Piece::Break => done.push(current.take().unwrap_or_default()),
            Piece::Quotes => {
                current.get_or_insert_default();
            }
            Piece::Letters(letters) => {
                for letter in letters {
                    let separates = letter.splits && ifs.contains(letter.c);
                    match (separates, letter.c.is_whitespace()) {
                        (false, _) => current.get_or_insert_default().push(letter),
                        (true, true) => done.extend(current.take()),
                        (true, false) => done.push(current.take().unwrap_or_default()),
                    }
                }
            }
        }
    }
    done.extend(current);
    Ok(done)
}

/// `$IFS`
pub fn separators(session: &Session<'_>) -> String {
    session.variables.get("IFS").cloned().unwrap_or_else(|| " \t\n".into())
}

fn text_of(text: &str, quoted: bool, splits: bool) -> Piece {
    Piece::Letters(text.chars().map(|c| Letter { c, quoted, splits: splits && !quoted }).collect())
}

fn pieces(session: &mut Session<'_>, word: &Word, streams: &mut Streams) -> Result<Vec<Piece>, Stop> {
    let mut all = Vec::new();
    // `"$@"` of nothing is no field, quotes or not.
    let nobody = session.parameters.is_empty()
        && word.0.iter().any(|part| matches!(part, Part::Parameter(name, Operation::Value, true) if name == "@"));
    for (index, part) in word.0.iter().enumerate() {
        match part {
            Part::Text(text, true) if nobody && text.is_empty() => {}
            Part::Text(text, quoted) => {
                if *quoted {
                    all.push(Piece::Quotes);
                }
                let text = if index == 0 && !quoted { home(session, text) } else { text.clone() };
                all.push(text_of(&text, *quoted, false));
            }
            Part::Parameter(name, operation, quoted) => all.extend(parameter::expand(session, name, operation, *quoted, streams)?),
            Part::Arithmetic(text, quoted) => {
                let value = number(session, text, streams)?;
                all.push(text_of(&value.to_string(), *quoted, true));
            }
            Part::Output(text, quoted) => {
                if *quoted {
                    all.push(Piece::Quotes);
                }
                let text = output(session, text, streams)?;
                all.push(text_of(&text, *quoted, true));
            }
        }
    }
    Ok(all)
}

/// `~` and `~name`
fn home(session: &Session<'_>, text: &str) -> String {
    let Some(rest) = text.strip_prefix('~') else { return text.to_owned() };
    let (name, rest) = rest.find('/').map_or((rest, ""), |at| rest.split_at(at));
    let found = match name {
        "" => session.variables.get("HOME").cloned(),
        name => session.container().image.home(name).map(str::to_owned),
    };
    found.map_or_else(|| text.to_owned(), |home| home + rest)
}

/// `$(…)`
fn output(session: &mut Session<'_>, text: &str, streams: &mut Streams) -> Result<String, Stop> {
    let mut inner = Streams::default();
    session.depth += 1;
    let outcome = match parse(text, session.shell.flavour) {
        _ if session.depth > 40 => Err(Stop::Forever),
        Ok(list) => super::subshell(session, |session| super::list(session, &list, &mut inner)),
        Err(error) => Err(complaint::syntax_error(&session.shell, &error, text, streams)),
    };
    session.depth -= 1;
    streams.write(2, &inner.err);
    session.shell.substituted = Some(outcome?);
    Ok(inner.out.trim_end_matches('\n').to_owned())
}

/// Ends the shell with a message about an expansion.
fn give_up(session: &Session<'_>, said: &str, streams: &mut Streams) -> Stop {
    streams.complain(format!("{}{said}", session.shell.prefix()));
    Stop::Exit(complaint::expansion_code(session))
}
