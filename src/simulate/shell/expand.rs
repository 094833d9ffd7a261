//! Expansions: variables, command output, arithmetic, field splitting and file names.

use super::syntax::{Part, Word, parse};
use crate::simulate::files::Kind;
use crate::simulate::machine::{Session, Stop, Streams};

/// Expands words into fields.
pub fn fields(session: &mut Session<'_>, words: &[Word], streams: &mut Streams) -> Result<Vec<String>, Stop> {
    let mut all = Vec::new();
    for word in words {
        all.extend(field(session, word, streams)?);
    }
    Ok(all)
}

/// Expands a word into one string, as in an assignment or a redirection.
pub fn single(session: &mut Session<'_>, word: &Word, streams: &mut Streams) -> Result<String, Stop> {
    let mut text = String::new();
    for part in &word.0 {
        text += &value(session, part, streams)?.0;
    }
    Ok(text)
}

/// A character and whether it is protected from file name expansion.
type Letters = Vec<(char, bool)>;

fn field(session: &mut Session<'_>, word: &Word, streams: &mut Streams) -> Result<Vec<String>, Stop> {
    if let [Part::Variable(name, _, _, true)] = word.0.as_slice()
        && name == "@"
    {
        return Ok(session.parameters.clone());
    }
    let mut done: Vec<Letters> = Vec::new();
    let mut current: Option<Letters> = None;
    for (index, part) in word.0.iter().enumerate() {
        let (text, quoted) = value(session, part, streams)?;
        let literal = matches!(part, Part::Text(..));
        let text = if index == 0 && literal && !quoted { home(session, &text) } else { text };
        if quoted || literal {
            current.get_or_insert_default().extend(text.chars().map(|c| (c, quoted)));
            continue;
        }
        for c in text.chars() {
            match c {
                ' ' | '\t' | '\n' => done.extend(current.take()),
                c => current.get_or_insert_default().push((c, false)),
            }
        }
    }
    done.extend(current);
    let mut names = Vec::new();
    for letters in done {
        names.extend(file_names(session, &letters));
    }
    Ok(names)
}

fn home(session: &Session<'_>, text: &str) -> String {
    match text.strip_prefix('~').filter(|rest| rest.is_empty() || rest.starts_with('/')) {
        Some(rest) => session.variables.get("HOME").map_or("/root", String::as_str).to_owned() + rest,
        None => text.to_owned(),
    }
}

fn value(session: &mut Session<'_>, part: &Part, streams: &mut Streams) -> Result<(String, bool), Stop> {
    Ok(match part {
        Part::Text(text, quoted) => (text.clone(), *quoted),
        Part::Variable(name, operator, operand, quoted) => (variable(session, name, operator, operand), *quoted),
        Part::Arithmetic(text) => {
            let list = text.split_whitespace().collect::<Vec<_>>().join("");
            let filled = substitute(session, &list);
            let Some(number) = arithmetic(&filled) else { return Err(Stop::NotSimulated(format!("$(({text}))"))) };
            (number.to_string(), true)
        }
        Part::Output(text, quoted) => {
            let mut inner = Streams::default();
            match parse(text) {
                Ok(list) => {
                    session.depth += 1;
                    let outcome = if session.depth > 40 { Err(Stop::Forever) } else { super::list(session, &list, &mut inner) };
                    session.depth -= 1;
                    match outcome {
                        Ok(code) | Err(Stop::Exit(code)) => session.status = code,
                        Err(stop) => return Err(stop),
                    }
                }
                Err(error) => super::syntax_error(session, &error, &mut inner),
            }
            streams.err += &inner.err;
            (inner.out.trim_end_matches('\n').to_owned(), *quoted)
        }
    })
}

fn variable(session: &Session<'_>, name: &str, operator: &str, operand: &str) -> String {
    let found = match name {
        "?" => Some(session.status.to_string()),
        "!" => session.background.map(|pid| pid.to_string()),
        "$" => Some(session.pid.to_string()),
        "#" => Some(session.parameters.len().to_string()),
        "@" | "*" => Some(session.parameters.join(" ")),
        "0" => Some("sh".into()),
        number if number.parse::<usize>().is_ok() => number.parse::<usize>().ok().and_then(|n| session.parameters.get(n - 1).cloned()),
        name => session.variables.get(name).cloned(),
    };
    let set = found.clone().filter(|value| !operator.starts_with(':') || !value.is_empty());
    match operator.trim_start_matches(':') {
        "-" | "=" => set.unwrap_or_else(|| operand.to_owned()),
        "+" => set.map_or_else(String::new, |_| operand.to_owned()),
        "%" => found.map(|value| value.strip_suffix(operand).map_or(value.clone(), str::to_owned)).unwrap_or_default(),
        "#" => found.map(|value| value.strip_prefix(operand).map_or(value.clone(), str::to_owned)).unwrap_or_default(),
        _ => found.unwrap_or_default(),
    }
}

fn substitute(session: &Session<'_>, text: &str) -> String {
    let mut out = String::new();
    let mut name = String::new();
    for c in text.chars().chain([' ']) {
        if c.is_ascii_alphabetic() || c == '_' || (!name.is_empty() && c.is_ascii_digit()) {
            name.push(c);
            continue;
        }
        if !name.is_empty() {
            out += session.variables.get(&name).map_or("0", String::as_str);
            name.clear();
        }
        if c != '$' {
            out.push(c);
        }
    }
    out.trim().to_owned()
}

/// `+ - * / %` on integers, left to right, without brackets.
fn arithmetic(text: &str) -> Option<i64> {
    let mut total = 0i64;
    let mut term = 1i64;
    let (mut sign, mut operator) = ('+', '*');
    let mut digits = String::new();
    for c in text.chars().chain(['+']) {
        if c.is_ascii_digit()
            || c == '-' && digits.is_empty() && operator != ' ' && term == 1 && total == 0 && sign == '+' && text.starts_with('-')
        {
            digits.push(c);
            continue;
        }
        let number: i64 = digits.parse().ok()?;
        digits.clear();
        term = match operator {
            '*' => term.checked_mul(number)?,
            '/' => term.checked_div(number)?,
            _ => term.checked_rem(number)?,
        };
        match c {
            '*' | '/' | '%' => operator = c,
            '+' | '-' => {
                total = if sign == '+' { total.checked_add(term)? } else { total.checked_sub(term)? };
                (sign, term, operator) = (c, 1, '*');
            }
            _ => return None,
        }
    }
    Some(total)
}

/// Expands `*`, `?` and `[…]`; a pattern without a match stays as it is.
fn file_names(session: &mut Session<'_>, letters: &[(char, bool)]) -> Vec<String> {
    let plain: String = letters.iter().map(|(c, _)| *c).collect();
    if !letters.iter().any(|(c, quoted)| !quoted && "*?[".contains(*c)) {
        return vec![plain];
    }
    let parts: Vec<Letters> = letters.split(|(c, _)| *c == '/').map(<[_]>::to_vec).collect();
    let mut found = vec![String::new()];
    for (index, part) in parts.iter().enumerate() {
        let text: String = part.iter().map(|(c, _)| *c).collect();
        let pattern = part.iter().any(|(c, quoted)| !quoted && "*?[".contains(*c));
        let separator = if index == 0 { "" } else { "/" };
        if !pattern {
            found.iter_mut().for_each(|path| *path += &format!("{separator}{text}"));
            continue;
        }
        let mut next = Vec::new();
        for path in found {
            let directory = if path.is_empty() && index == 0 { ".".to_owned() } else { format!("{path}/") };
            let names = names_in(session, &directory).into_iter().filter(|name| !name.starts_with('.') || text.starts_with('.'));
            next.extend(names.filter(|name| glob(part, &name.chars().collect::<Vec<_>>())).map(|name| format!("{path}{separator}{name}")));
        }
        found = next;
    }
    if found.is_empty() { vec![plain] } else { found }
}

fn names_in(session: &mut Session<'_>, directory: &str) -> Vec<String> {
    let Ok(place) = session.walk(directory, true) else { return Vec::new() };
    let Some(node) = place.node else { return Vec::new() };
    if !matches!(session.files().node(place.mount, node).kind, Kind::Directory(_)) {
        return Vec::new();
    }
    let listed = session.with_files(|files, who, _| files.list(who, &place, node));
    listed.map(|list| list.into_iter().map(|(name, ..)| name).collect()).unwrap_or_default()
}

fn glob(pattern: &[(char, bool)], name: &[char]) -> bool {
    let (mut p, mut n, mut star) = (0, 0, None);
    loop {
        if pattern.get(p) == Some(&('*', false)) {
            star = Some((p, n));
            p += 1;
            continue;
        }
        if n == name.len() {
            return p == pattern.len();
        }
        match pattern.get(p).and_then(|_| one(&pattern[p..], name[n])) {
            Some(length) => (p, n) = (p + length, n + 1),
            None => match star {
                Some((at, from)) if from < name.len() => {
                    star = Some((at, from + 1));
                    (p, n) = (at + 1, from + 1);
                }
                _ => return false,
            },
        }
    }
}

fn one(pattern: &[(char, bool)], c: char) -> Option<usize> {
    match pattern[0] {
        ('?', false) => Some(1),
        ('[', false) => {
            let end = pattern.iter().skip(1).position(|(c, _)| *c == ']')? + 1;
            let class: Vec<char> = pattern[1..end].iter().map(|(c, _)| *c).collect();
            let negated = class.first().is_some_and(|c| "!^".contains(*c));
            let class = &class[usize::from(negated)..];
            let ranges = class.windows(3).any(|w| w[1] == '-' && w[0] <= c && c <= w[2]);
            ((ranges || class.contains(&c)) != negated).then_some(end + 1)
        }
        (literal, _) => (literal == c).then_some(1),
    }
}
