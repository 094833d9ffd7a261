//! Parameters and what `${…}` does with them.

use super::{Letter, Pattern, Piece, arithmetic, give_up, letters, pieces, separators, text_of};
use crate::simulate::session::{Session, Stop, Streams};
use crate::simulate::shell::state::Flavour;
use crate::simulate::shell::syntax::{Operation, Word};

/// Expands one parameter.
pub fn expand(
    session: &mut Session<'_>,
    name: &str,
    operation: &Operation,
    quoted: bool,
    streams: &mut Streams,
) -> Result<Vec<Piece>, Stop> {
    let whole = |text: &str| if quoted { vec![Piece::Quotes, text_of(text, true, false)] } else { vec![text_of(text, false, true)] };
    if matches!(name, "@" | "*") && *operation == Operation::Value {
        return Ok(positional(session, name, quoted));
    }
    let found = value(session, name);
    Ok(match operation {
        Operation::Value => match found {
            Some(value) => whole(&value),
            None => {
                unset(session, name, streams)?;
                whole("")
            }
        },
        Operation::Length if matches!(name, "@" | "*") => whole(&session.parameters.len().to_string()),
        Operation::Length => whole(&found.unwrap_or_default().chars().count().to_string()),
        Operation::Default(sign, empty, word) => return default(session, name, found, (*sign, *empty, word), quoted, streams),
        Operation::Trim(end, longest, pattern) => {
            let pattern = Pattern::new(&letters(session, pattern, streams)?);
            whole(&pattern.trim(&found.unwrap_or_default(), *end, *longest))
        }
        Operation::Replace(all, pattern, with) => {
            let pattern = Pattern::new(&letters(session, pattern, streams)?);
            let with: String = letters(session, with, streams)?.iter().map(|letter| letter.c).collect();
            whole(&pattern.replace(&found.unwrap_or_default(), &with, *all))
        }
        Operation::Slice(offset, length) => {
            let text: Vec<char> = found.unwrap_or_default().chars().collect();
            let at = |number: i64| (if number < 0 { text.len() as i64 + number } else { number }).clamp(0, text.len() as i64) as usize;
            let from = at(arithmetic::number(session, offset, streams)?);
            let to = match length {
                None => text.len(),
                Some(length) => match arithmetic::number(session, length, streams)? {
                    length if length < 0 => at(length),
                    length => (from + length as usize).min(text.len()),
                },
            };
            whole(&text.get(from..to.max(from)).unwrap_or_default().iter().collect::<String>())
        }
        // bash changes case, refers and lists.
        Operation::Bad(text)
            if session.shell.flavour == Flavour::Bash && (text.starts_with('!') || text.contains(['^', ',', '@', '['])) =>
        {
            return Err(Stop::NotSimulated(format!("${{{text}}}")));
        }
        Operation::Bad(text) => {
            let said = match session.shell.flavour {
                Flavour::Ash => "syntax error: bad substitution".to_owned(),
                Flavour::Dash => "Bad substitution".into(),
                Flavour::Bash => format!("${{{text}}}: bad substitution"),
            };
            let stop = give_up(session, &said, streams);
            return Err(if session.shell.flavour == Flavour::Bash { Stop::Exit(1) } else { stop });
        }
    })
}

/// `$@` and `$*`
fn positional(session: &Session<'_>, name: &str, quoted: bool) -> Vec<Piece> {
    let parameters = &session.parameters;
    if quoted && name == "*" {
        let separator = separators(session).chars().next().map(String::from).unwrap_or_default();
        return vec![Piece::Quotes, text_of(&parameters.join(&separator), true, false)];
    }
    let mut all = Vec::new();
    for (index, parameter) in parameters.iter().enumerate() {
        if index > 0 {
            all.push(if quoted { Piece::Break } else { text_of(" ", false, true) });
        }
        if quoted {
            all.push(Piece::Quotes);
        }
        all.push(text_of(parameter, quoted, true));
    }
    all
}

/// A parameter's value; `None` when it is not set.
pub fn value(session: &Session<'_>, name: &str) -> Option<String> {
    match name {
        "?" => Some(session.status.to_string()),
        "!" => session.background.map(|pid| pid.to_string()),
        "$" => Some(session.pid.to_string()),
        "#" => Some(session.parameters.len().to_string()),
        "-" => Some(session.shell.letters()),
        "@" | "*" => Some(session.parameters.join(" ")).filter(|_| !session.parameters.is_empty()),
        "0" => Some(session.shell.script.clone()),
        "PPID" => Some("0".into()),
        "UID" | "EUID" if session.shell.flavour == Flavour::Bash => Some(session.who.uid.to_string()),
        "PWD" => Some(session.cwd.clone()),
        "RANDOM" if session.shell.flavour != Flavour::Dash => Some("17284".into()),
        // ash counts the lines of `-c` from 0.
        "LINENO" if session.shell.flavour == Flavour::Ash && !session.shell.from_file => Some((session.shell.line.max(1) - 1).to_string()),
        "LINENO" => Some(session.shell.line.to_string()),
        "BASHPID" if session.shell.flavour == Flavour::Bash => Some(session.pid.to_string()),
        "SECONDS" if session.shell.flavour == Flavour::Bash => Some(format!("{:.0}", session.slept.floor())),
        // A shell without a search path has one of its own.
        "PATH" if !session.variables.contains_key(name) => Some(session.shell.flavour.search_path().to_owned()),
        "SHELL" if session.shell.flavour == Flavour::Bash && !session.variables.contains_key(name) => login_shell(session),
        number if number.parse::<usize>().is_ok() => {
            number.parse::<usize>().ok().and_then(|n| session.parameters.get(n.checked_sub(1)?).cloned())
        }
        name => session.variables.get(name).cloned(),
    }
}

/// The shell of the account, which bash looks up (shell.c get_current_user_info).
fn login_shell(session: &Session<'_>) -> Option<String> {
    let uid = session.who.uid.to_string();
    let lines = &session.container().image.passwd;
    let own = lines.iter().map(|line| line.split(':').collect::<Vec<_>>()).find(|fields| fields.get(2) == Some(&uid.as_str()));
    Some(
        own.and_then(|fields| fields.get(6).map(|shell| (*shell).to_owned()))
            .filter(|shell| !shell.is_empty())
            .unwrap_or_else(|| "/bin/sh".into()),
    )
}

/// `set -u`
fn unset(session: &Session<'_>, name: &str, streams: &mut Streams) -> Result<(), Stop> {
    if !session.shell.has('u') || matches!(name, "!" | "@" | "*") {
        return Ok(());
    }
    let shown = if name.parse::<u32>().is_ok() && session.shell.flavour == Flavour::Bash { format!("${name}") } else { name.to_owned() };
    let said =
        if session.shell.flavour == Flavour::Bash { format!("{shown}: unbound variable") } else { format!("{name}: parameter not set") };
    Err(give_up(session, &said, streams))
}

/// `${name:-word}`, `${name:=word}`, `${name:?word}`, `${name:+word}`
fn default(
    session: &mut Session<'_>,
    name: &str,
    found: Option<String>,
    (sign, empty, word): (char, bool, &Word),
    quoted: bool,
    streams: &mut Streams,
) -> Result<Vec<Piece>, Stop> {
    let set = found.filter(|value| !empty || !value.is_empty());
    let mut other = |session: &mut Session<'_>| -> Result<Vec<Piece>, Stop> {
        let mut pieces = pieces(session, word, streams)?;
        if quoted {
            pieces.insert(0, Piece::Quotes);
            return Ok(pieces);
        }
        // Text that was not quoted splits, since the whole expansion is not.
        for piece in &mut pieces {
            if let Piece::Letters(letters) = piece {
                letters.iter_mut().filter(|letter| !letter.quoted).for_each(|letter| letter.splits = true);
            }
        }
        Ok(pieces)
    };
    let own = |value: &str| if quoted { vec![Piece::Quotes, text_of(value, true, false)] } else { vec![text_of(value, false, true)] };
    match (sign, set) {
        ('+', Some(_)) => other(session),
        ('+', None) => Ok(if quoted { vec![Piece::Quotes] } else { Vec::new() }),
        (_, Some(value)) => Ok(own(&value)),
        ('-', None) => other(session),
        ('=', None) => {
            let letters: Vec<Letter> = letters(session, word, streams)?;
            let value: String = letters.iter().map(|letter| letter.c).collect();
            session.variables.insert(name.to_owned(), value.clone());
            Ok(own(&value))
        }
        (_, None) => {
            let said: String = letters(session, word, streams)?.iter().map(|letter| letter.c).collect();
            let said = match said.as_str() {
                "" if empty => "parameter null or not set",
                "" => "parameter not set",
                said => said,
            };
            Err(give_up(session, &format!("{name}: {said}"), streams))
        }
    }
}
