//! `read`: a line of standard input into variables.

use super::assign;
use crate::simulate::session::{Session, Stop, Streams};
use crate::simulate::shell::expand::separators;
use crate::simulate::shell::state::Flavour;

/// `read`
pub fn read(session: &mut Session<'_>, args: &[String], streams: &mut Streams) -> Result<i32, Stop> {
    let (mut raw, mut names, mut at) = (false, Vec::new(), 1);
    while let Some(arg) = args.get(at) {
        at += 1;
        match arg.as_str() {
            "-r" => raw = true,
            "-s" => {}
            "-p" | "-t" => at += 1,
            option if option.starts_with('-') && option.len() > 1 => return Err(Stop::NotSimulated(format!("read {option}"))),
            name => names.push(name.to_owned()),
        }
    }
    if names.is_empty() {
        if session.shell.flavour == Flavour::Dash {
            return Ok(super::fail(session, "read", "arg count", 2, streams));
        }
        names.push("REPLY".into());
    }
    let (line, found) = take(streams, raw);
    let ifs = separators(session);
    let values = if names == ["REPLY"] { vec![line] } else { fields(&line, &ifs, names.len()) };
    for (index, name) in names.into_iter().enumerate() {
        assign(session, &name, values.get(index).cloned().unwrap_or_default(), streams)?;
    }
    Ok(i32::from(!found))
}

/// A line, and whether it had an end. A backslash joins lines and protects, unless it is to be read raw.
fn take(streams: &mut Streams, raw: bool) -> (String, bool) {
    let text = std::mem::take(&mut streams.input);
    let mut line = String::new();
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '\n' => {
                streams.input = text[at + 1..].to_owned();
                return (line, true);
            }
            '\\' if !raw => match chars.next() {
                Some((_, '\n')) | None => {}
                Some((_, c)) => line.push(c),
            },
            c => line.push(c),
        }
    }
    (line, false)
}

/// At most `count` fields; the last takes what is left.
fn fields(line: &str, ifs: &str, count: usize) -> Vec<String> {
    let blank = |c: char| ifs.contains(c) && c.is_whitespace();
    let mut rest = line.trim_matches(blank);
    let mut all = Vec::new();
    while all.len() + 1 < count && !rest.is_empty() {
        let end = rest.find(|c| ifs.contains(c)).unwrap_or(rest.len());
        all.push(rest[..end].to_owned());
        let mut after = rest[end..].trim_start_matches(blank);
        if let Some(sign) = after.chars().next().filter(|c| ifs.contains(*c)) {
            after = after[sign.len_utf8()..].trim_start_matches(blank);
        }
        rest = after;
    }
    all.push(rest.to_owned());
    all
}
