//! Programs that make and sift text.

use regex::Regex;

use super::Call;
use crate::simulate::machine::{Session, Stop, Streams};

/// Runs one of them.
pub fn run(session: &mut Session<'_>, call: Call<'_>, streams: &mut Streams) -> Result<i32, Stop> {
    match call.name {
        "echo" => return Ok(echo(call.args, streams)),
        "printf" => return Ok(printf(call.args, streams)),
        "grep" | "egrep" | "fgrep" => return grep(session, call, streams),
        "tr" => return Ok(translate(&call, streams)),
        "seq" => return Ok(sequence(&call, streams)),
        "yes" => {
            streams.out += &format!("{}\n", call.args.get(1).map_or("y", String::as_str)).repeat(64);
            return Err(Stop::Forever);
        }
        "basename" | "dirname" => return Ok(path_part(&call, streams)),
        _ => {}
    }
    let valued = match call.name {
        "head" | "tail" => "nc",
        "cut" => "dfcb",
        "sort" => "kt",
        _ => "",
    };
    let call = call.reading(valued);
    let mut code = 0;
    let texts = inputs(session, &call, streams, &call.options.rest.clone(), &mut code);
    for (name, text) in &texts {
        match call.name {
            "head" | "tail" => ends(&call, text, streams),
            "wc" => count(session, &call, name, text, streams),
            "cut" => cut(&call, text, streams),
            "uniq" => {
                let mut lines: Vec<&str> = text.lines().collect();
                lines.dedup();
                lines.iter().for_each(|line| streams.say(line));
            }
            "sort" => {
                let mut lines: Vec<&str> = text.lines().collect();
                match call.options.has('n') {
                    true => lines.sort_by_key(|line| line.split_whitespace().next().and_then(|word| word.parse::<i64>().ok()).unwrap_or(0)),
                    false => lines.sort_unstable(),
                }
                if call.options.has('r') {
                    lines.reverse();
                }
                if call.options.has('u') {
                    lines.dedup();
                }
                lines.iter().for_each(|line| streams.say(line));
            }
            "tac" => text.lines().rev().for_each(|line| streams.say(line)),
            "rev" => text.lines().for_each(|line| streams.say(line.chars().rev().collect::<String>())),
            "nl" => text.lines().enumerate().for_each(|(n, line)| streams.say(format!("{:>6}\t{line}", n + 1))),
            "base64" => base64(&call, text, streams),
            name => return Err(Stop::NotSimulated(name.to_owned())),
        }
    }
    Ok(code)
}

/// The files, or standard input.
fn inputs(session: &mut Session<'_>, call: &Call<'_>, streams: &mut Streams, paths: &[String], code: &mut i32) -> Vec<(String, String)> {
    if paths.is_empty() {
        return vec![(String::new(), std::mem::take(&mut streams.input))];
    }
    let mut texts = Vec::new();
    for path in paths {
        match session.read(path) {
            _ if path == "-" => texts.push((path.clone(), std::mem::take(&mut streams.input))),
            Ok(text) => texts.push((path.clone(), text)),
            Err(errno) => *code = call.fail(session, streams, path, &format!("cannot open '{path}' for reading"), errno),
        }
    }
    texts
}

fn echo(args: &[String], streams: &mut Streams) -> i32 {
    let mut rest = &args[1..];
    let (mut newline, mut escapes) = (true, false);
    while let Some(flags) = rest.first().filter(|arg| arg.len() > 1 && arg.starts_with('-') && arg[1..].chars().all(|c| "neE".contains(c)))
    {
        newline &= !flags.contains('n');
        escapes |= flags.contains('e');
        rest = &rest[1..];
    }
    let text = rest.join(" ");
    streams.out += &if escapes { unescape(&text) } else { text };
    if newline {
        streams.out.push('\n');
    }
    0
}

fn unescape(text: &str) -> String {
    let mut out = String::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match (c, c == '\\').1.then(|| chars.next()) {
            Some(Some('n')) => out.push('\n'),
            Some(Some('t')) => out.push('\t'),
            Some(Some('r')) => out.push('\r'),
            Some(Some('\\')) => out.push('\\'),
            Some(Some(other)) => out.extend(['\\', other]),
            Some(None) => out.push('\\'),
            None => out.push(c),
        }
    }
    out
}

fn printf(args: &[String], streams: &mut Streams) -> i32 {
    let Some(format) = args.get(1) else { return 1 };
    let format: Vec<char> = unescape(format).chars().collect();
    let mut values = args[2..].iter();
    loop {
        let mut at = 0;
        let mut used = false;
        while at < format.len() {
            if format[at] != '%' {
                streams.out.push(format[at]);
                at += 1;
                continue;
            }
            let length = format[at + 1..].iter().position(|c| c.is_ascii_alphabetic() || *c == '%').unwrap_or(0) + 1;
            match format.get(at + length) {
                Some('%') => streams.out.push('%'),
                Some(_) => {
                    used = true;
                    streams.out += values.next().map_or("", String::as_str);
                }
                None => {}
            }
            at += length + 1;
        }
        if !used || values.len() == 0 {
            return 0;
        }
    }
}

/// `grep -E -i -v -q -c -o -n -w -F`.
fn grep(session: &mut Session<'_>, call: Call<'_>, streams: &mut Streams) -> Result<i32, Stop> {
    let call = call.reading("emABC");
    let options = &call.options;
    let (pattern, paths) = match options.value('e') {
        Some(pattern) => (pattern.to_owned(), options.rest.as_slice()),
        None => match options.rest.split_first() {
            Some((pattern, paths)) => (pattern.clone(), paths),
            None => {
                streams.complain("grep: missing pattern");
                return Ok(2);
            }
        },
    };
    let source = match (call.name, options.has('F'), options.has('E')) {
        ("fgrep", ..) | (_, true, _) => regex::escape(&pattern),
        ("egrep", ..) | (.., true) => pattern.clone(),
        _ => basic(&pattern),
    };
    let source = if options.has('w') { format!(r"\b(?:{source})\b") } else { source };
    let source = if options.has('x') { format!("^(?:{source})$") } else { source };
    let Ok(regex) = Regex::new(&format!("{}{source}", if options.has('i') { "(?i)" } else { "" })) else {
        return Err(Stop::NotSimulated(format!("grep {pattern}")));
    };
    let mut failed = 0;
    let mut texts = Vec::new();
    if paths.is_empty() {
        texts.push((String::new(), std::mem::take(&mut streams.input)));
    }
    for path in paths {
        match session.read(path) {
            Ok(text) => texts.push((path.clone(), text)),
            Err(errno) => {
                if !options.has('s') {
                    streams.complain(format!("grep: {path}: {}", errno.text()));
                }
                failed = 2;
            }
        }
    }
    let (mut matched, several) = (false, paths.len() > 1 && !options.has('h'));
    for (path, text) in &texts {
        let prefix = if several { format!("{path}:") } else { String::new() };
        let mut count = 0;
        for (number, line) in text.lines().enumerate() {
            if regex.is_match(line) == options.has('v') {
                continue;
            }
            (matched, count) = (true, count + 1);
            let number = if options.has('n') { format!("{}:", number + 1) } else { String::new() };
            match (options.has('q') || options.has('c') || options.has('l'), options.has('o')) {
                (true, _) => {}
                (false, true) => regex.find_iter(line).for_each(|hit| streams.say(format!("{prefix}{number}{}", hit.as_str()))),
                (false, false) => streams.say(format!("{prefix}{number}{line}")),
            }
        }
        if options.has('c') {
            streams.say(format!("{prefix}{count}"));
        }
        if options.has('l') && count > 0 {
            streams.say(path);
        }
    }
    Ok(if matched && (failed == 0 || options.has('q')) { 0 } else { failed.max(i32::from(!matched)) })
}

/// A basic regular expression as an extended one: `\|`, `\(`, `\+` are operators, `|`, `(`, `+` are not.
fn basic(pattern: &str) -> String {
    let mut out = String::new();
    let mut chars = pattern.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some(c) if "|(){}+?".contains(c) => out.push(c),
                Some(c) => out.extend(['\\', c]),
                None => out += "\\\\",
            },
            c if "|(){}+?".contains(c) => out.extend(['\\', c]),
            c => out.push(c),
        }
    }
    out
}

fn ends(call: &Call<'_>, text: &str, streams: &mut Streams) {
    let short = call.args.iter().skip(1).find_map(|arg| arg.strip_prefix('-')?.parse::<usize>().ok());
    if let Some(bytes) = call.options.value('c').and_then(|count| count.parse::<usize>().ok()) {
        let text: String = if call.name == "head" {
            text.chars().take(bytes).collect()
        } else {
            text.chars().skip(text.chars().count().saturating_sub(bytes)).collect()
        };
        streams.out += &text;
        return;
    }
    let count = call.options.value('n').and_then(|count| count.trim_start_matches('-').parse().ok()).or(short).unwrap_or(10);
    let lines: Vec<&str> = text.lines().collect();
    let range = if call.name == "head" { 0..count.min(lines.len()) } else { lines.len().saturating_sub(count)..lines.len() };
    lines[range].iter().for_each(|line| streams.say(line));
}

fn count(session: &Session<'_>, call: &Call<'_>, name: &str, text: &str, streams: &mut Streams) {
    let all = !"lwcm".chars().any(|flag| call.options.has(flag));
    let figures = [('l', text.matches('\n').count()), ('w', text.split_whitespace().count()), ('c', text.len())];
    let shown: Vec<_> = figures.iter().filter(|(flag, _)| all || call.options.has(*flag)).map(|(_, count)| *count).collect();
    let width = match shown.len() {
        1 => 0,
        _ if session.busybox() => 9,
        _ => 7,
    };
    let text = shown.iter().map(|count| format!("{count:>width$}")).collect::<Vec<_>>().join(" ");
    streams.say(if name.is_empty() { text } else { format!("{text} {name}") });
}

fn cut(call: &Call<'_>, text: &str, streams: &mut Streams) {
    let delimiter = call.options.value('d').and_then(|d| d.chars().next()).unwrap_or('\t');
    let list = call.options.value('f').or(call.options.value('c')).or(call.options.value('b')).unwrap_or("1");
    let wanted = |number: usize| {
        list.split(',').any(|range| match range.split_once('-') {
            Some((low, high)) => low.parse().unwrap_or(1) <= number && number <= high.parse().unwrap_or(usize::MAX),
            None => range.parse() == Ok(number),
        })
    };
    for line in text.lines() {
        if call.options.has('f') {
            let fields: Vec<&str> = line.split(delimiter).collect();
            let chosen: Vec<&str> = fields.iter().enumerate().filter(|(n, _)| wanted(n + 1)).map(|(_, field)| *field).collect();
            streams.say(if fields.len() == 1 { line.to_owned() } else { chosen.join(&delimiter.to_string()) });
        } else {
            streams.say(line.chars().enumerate().filter(|(n, _)| wanted(n + 1)).map(|(_, c)| c).collect::<String>());
        }
    }
}

fn characters(text: &str) -> Vec<char> {
    let text = match text {
        "[:upper:]" => "A-Z".to_owned(),
        "[:lower:]" => "a-z".to_owned(),
        "[:digit:]" => "0-9".to_owned(),
        other => unescape(other),
    };
    let chars: Vec<char> = text.chars().collect();
    let mut out = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        match (chars.get(at + 1), chars.get(at + 2)) {
            (Some('-'), Some(high)) if *high >= chars[at] => {
                out.extend((chars[at]..=*high).take(256));
                at += 3;
            }
            _ => {
                out.push(chars[at]);
                at += 1;
            }
        }
    }
    out
}

fn translate(call: &Call<'_>, streams: &mut Streams) -> i32 {
    let text = std::mem::take(&mut streams.input);
    let delete = call.args.get(1).is_some_and(|arg| arg == "-d");
    let from = characters(call.args.get(if delete { 2 } else { 1 }).map_or("", String::as_str));
    let to = characters(call.args.get(2).map_or("", String::as_str));
    for c in text.chars() {
        match from.iter().position(|known| *known == c) {
            Some(_) if delete => {}
            Some(at) => streams.out.extend(to.get(at).or(to.last()).copied()),
            None => streams.out.push(c),
        }
    }
    0
}

fn sequence(call: &Call<'_>, streams: &mut Streams) -> i32 {
    let numbers: Vec<i64> = call.args[1..].iter().filter_map(|arg| arg.parse().ok()).collect();
    let (first, step, last) = match numbers.as_slice() {
        [last] => (1, 1, *last),
        [first, last] => (*first, 1, *last),
        [first, step, last] if *step != 0 => (*first, *step, *last),
        _ => return 1,
    };
    let mut at = first;
    for _ in 0..10_000 {
        if step > 0 && at > last || step < 0 && at < last {
            break;
        }
        streams.say(at.to_string());
        at = at.saturating_add(step);
    }
    0
}

fn path_part(call: &Call<'_>, streams: &mut Streams) -> i32 {
    let Some(path) = call.args.get(1) else { return 1 };
    let path = if path.len() > 1 { path.trim_end_matches('/') } else { path };
    let (parent, name) = path.rsplit_once('/').unwrap_or((".", path));
    streams.say(match call.name {
        "basename" => name.strip_suffix(call.args.get(2).map_or("", String::as_str)).filter(|rest| !rest.is_empty()).unwrap_or(name),
        _ if parent.is_empty() => "/",
        _ => parent,
    });
    0
}

fn base64(call: &Call<'_>, text: &str, streams: &mut Streams) {
    use base64::Engine;
    use base64::engine::general_purpose::STANDARD;
    match call.options.has('d') {
        true => {
            streams.out += &STANDARD
                .decode(text.split_whitespace().collect::<String>())
                .map(|b| String::from_utf8_lossy(&b).into_owned())
                .unwrap_or_default()
        }
        false => streams.say(STANDARD.encode(text)),
    }
}
