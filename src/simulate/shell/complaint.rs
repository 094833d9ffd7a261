//! What shells say when something is wrong, each in its own words.

use super::state::{Flavour, Shell};
use super::syntax::{Fault, SyntaxError, Token};
use crate::simulate::files::Errno;
use crate::simulate::session::{Session, Stop, Streams};

/// A program text that cannot be read. ash and dash speak of what they wanted, bash of what it found, and shows the line. How
/// the shell ends with it.
pub fn syntax_error(shell: &Shell, error: &SyntaxError, text: &str, streams: &mut Streams) -> Stop {
    // What these shells know beyond is not read here: arrays, arithmetic loops, process substitution.
    let beyond: &[&str] = match shell.flavour {
        Flavour::Bash => &["=(", "for ((", "<(", ">(", "select ", "coproc "],
        Flavour::Ash => &["<(", ">("],
        Flavour::Dash => &[],
    };
    if let Some(what) =
        beyond.iter().find(|what| text.contains(**what)).filter(|_| matches!(error.fault, Fault::Unexpected(..) | Fault::ForVariable))
    {
        return Stop::NotSimulated(format!("the shell's {}", what.trim()));
    }
    complain(shell, error, streams);
    Stop::Exit(2)
}

fn complain(shell: &Shell, error: &SyntaxError, streams: &mut Streams) {
    let said = match shell.flavour {
        Flavour::Bash => return bash(shell, error, streams),
        Flavour::Ash => format!("{}: syntax error: {}", shell.name, almquist(error, true)),
        Flavour::Dash => format!("{}: {}: Syntax error: {}", shell.name, error.line, almquist(error, false)),
    };
    streams.complain(said);
}

/// bash warns of a here-document that ends with the text.
pub fn cut_short(session: &Session<'_>, text: &str, wanted: &str, line: usize, streams: &mut Streams) {
    if session.shell.flavour == Flavour::Bash {
        let (name, last) = (&session.shell.name, text.lines().count().max(1));
        streams
            .complain(format!("{name}: line {last}: warning: here-document at line {line} delimited by end-of-file (wanted `{wanted}')"));
    }
}

/// ash and dash stem from the same shell.
fn almquist(error: &SyntaxError, ash: bool) -> String {
    let name = |token: &Token| match token {
        Token::End => "end of file".to_owned(),
        Token::Newline => "newline".into(),
        Token::Redirection(_) => "redirection".into(),
        Token::Word(_) => "word".into(),
        Token::Sign(sign) => format!("\"{sign}\""),
    };
    match &error.fault {
        Fault::Quote(_) if ash => "unterminated quoted string".into(),
        Fault::Quote(_) => "Unterminated quoted string".into(),
        Fault::Backquote => "EOF in backquote substitution".into(),
        Fault::Brace if ash => "missing '}'".into(),
        Fault::Brace => "Missing '}'".into(),
        Fault::Parenthesis if ash => "unexpected end of file (expecting \")\")".into(),
        Fault::Parenthesis => "end of file unexpected (expecting \")\")".into(),
        Fault::ForVariable if ash => "bad for loop variable".into(),
        Fault::ForVariable => "Bad for loop variable".into(),
        Fault::FunctionName if ash => "bad function name".into(),
        Fault::FunctionName => "Bad function name".into(),
        Fault::Unexpected(token, wanted) => {
            let found = if ash { format!("unexpected {}", name(token)) } else { format!("{} unexpected", name(token)) };
            let wanted = wanted.map(|wanted| if wanted == "word" { "word".to_owned() } else { format!("\"{wanted}\"") });
            wanted.map_or(found.clone(), |wanted| format!("{found} (expecting {wanted})"))
        }
    }
}

fn bash(shell: &Shell, error: &SyntaxError, streams: &mut Streams) {
    let (line, last) = (error.line, shell.text.trim_end_matches('\n').lines().count().max(1));
    let prefix = |line: usize| match shell.interactive {
        true => shell.prefix(),
        false => format!("{}: -c: line {line}: ", shell.name),
    };
    let matching = |sign: char, line: usize| format!("{}unexpected EOF while looking for matching `{sign}'", prefix(line));
    let near = |token: &str, streams: &mut Streams| {
        streams.complain(format!("{}syntax error near unexpected token `{token}'", prefix(line)));
        if shell.interactive {
            return;
        }
        let shown = shell.text.lines().nth(line - 1).unwrap_or_default();
        streams.complain(format!("{}`{shown}'", prefix(line)));
    };
    match &error.fault {
        Fault::Quote(quote) => streams.complain(matching(*quote, last)),
        Fault::Backquote => streams.complain(matching('`', last)),
        Fault::Brace => streams.complain(matching('}', last)),
        Fault::Parenthesis => streams.complain(matching(')', last + 1)),
        Fault::Unexpected(Token::End, _) => streams.complain(format!("{}syntax error: unexpected end of file", prefix(last + 1))),
        Fault::ForVariable => near("newline", streams),
        Fault::FunctionName => near("(", streams),
        Fault::Unexpected(token, _) => {
            let text = match token {
                Token::Word(text) | Token::Sign(text) | Token::Redirection(text) => text.as_str(),
                _ => "newline",
            };
            near(text, streams);
        }
    }
}

/// What the shell says of a program that does not start, and its code.
pub fn cannot_execute(session: &Session<'_>, name: &str, errno: Errno, streams: &mut Streams) -> i32 {
    let shell = &session.shell;
    let path = name.contains('/');
    let why = match (shell.flavour, errno) {
        (Flavour::Bash, Errno::NotFound) if !path => "command not found",
        (Flavour::Ash | Flavour::Dash, Errno::NotFound) => "not found",
        (Flavour::Ash | Flavour::Dash, Errno::IsDirectory) => Errno::Access.text(),
        (_, errno) => errno.text(),
    };
    streams.complain(format!("{}{name}: {why}", shell.prefix()));
    if matches!(errno, Errno::NotFound | Errno::NotDirectory) { 127 } else { 126 }
}

/// A file that cannot be opened for a redirection, and the code of the command that is not run.
pub fn cannot_open(session: &Session<'_>, path: &str, errno: Errno, create: bool, streams: &mut Streams) -> i32 {
    let shell = &session.shell;
    let text = match (shell.flavour, create, errno) {
        (Flavour::Bash, true, Errno::Exists) => "cannot overwrite existing file",
        (Flavour::Bash, ..) => errno.text(),
        (Flavour::Ash, true, Errno::NotFound) => "nonexistent directory",
        (Flavour::Ash, false, Errno::NotFound) => "no such file",
        (Flavour::Dash, true, Errno::NotFound) => "Directory nonexistent",
        (Flavour::Dash, false, Errno::NotFound) => "No such file",
        (_, _, errno) => errno.text(),
    };
    let verb = match (shell.flavour, create) {
        (Flavour::Bash, _) => "",
        (Flavour::Ash, true) => "can't create ",
        (Flavour::Ash, false) => "can't open ",
        (Flavour::Dash, true) => "cannot create ",
        (Flavour::Dash, false) => "cannot open ",
    };
    streams.complain(format!("{}{verb}{path}: {text}", shell.prefix()));
    if shell.flavour == Flavour::Dash { 2 } else { 1 }
}

/// The code with which a shell gives up on an expansion. bash is stricter under the name `sh`.
pub fn expansion_code(session: &Session<'_>) -> i32 {
    match session.shell.flavour {
        Flavour::Bash if session.shell.name.ends_with("bash") => 1,
        Flavour::Bash => 127,
        _ => 2,
    }
}
