//! `grep`.

use regex::Regex;

use super::Call;
use super::options::{check, usage};
use crate::simulate::files::{Errno, Kind};
use crate::simulate::session::{Session, Stop, Streams};

/// `grep -E -F -i -v -q -c -o -n -w -x -l -L -h -H -s -r -m -A -B -C -e`
pub fn grep(session: &mut Session<'_>, call: Call<'_>, streams: &mut Streams) -> Result<i32, Stop> {
    let (name, args) = (call.name, call.args);
    let call = Call { name: "grep", ..call }.reading("emABC");
    if let Some(ended) = check(session, &call, streams) {
        return ended;
    }
    let options = &call.options;
    // Every `-e` counts, not only the last.
    let mut patterns: Vec<String> = Vec::new();
    let mut words = args[1..].iter();
    while let Some(word) = words.next() {
        match word.strip_prefix("-e") {
            Some("") => patterns.extend(words.next().cloned()),
            Some(pattern) => patterns.push(pattern.to_owned()),
            None if word == "--" => break,
            None => {}
        }
    }
    let paths: Vec<String> = match options.rest.split_first() {
        _ if !patterns.is_empty() => options.rest.clone(),
        Some((pattern, paths)) => {
            patterns = pattern.split('\n').map(str::to_owned).collect();
            paths.to_vec()
        }
        None => {
            if session.busybox() {
                return Ok(usage(session, "grep", streams));
            }
            streams.complain("Usage: grep [OPTION]... PATTERNS [FILE]...\nTry 'grep --help' for more information.");
            return Ok(2);
        }
    };
    if session.busybox() && !options.has('F') && patterns.iter().any(|pattern| pattern == "[") {
        streams.complain("grep: bad regex '[': Invalid regular expression");
        return Ok(2);
    }
    let regex = compile(&patterns, name, &call)?;
    let recursive = options.has('r') || options.has('R');
    let mut failed = 0;
    let texts = texts(session, &call, paths.clone(), recursive, &mut failed, streams)?;
    // A file that is named alone stays unnamed, however deep grep would go.
    let alone = matches!(paths.as_slice(), [path] if texts.iter().all(|(own, _)| own == path));
    let texts_named = options.has('H') || !alone;
    let several = texts_named && (texts.len() > 1 || options.rest.len() > 2 || recursive || options.has('H')) && !options.has('h');
    let mut matched = false;
    for (path, text) in &texts {
        let prefix = if several && !path.is_empty() { path.as_str() } else { "" };
        matched |= one(&call, &regex, prefix, path, text, streams);
    }
    if options.has('L') {
        // GNU counts a listed file as found, BusyBox a match.
        let listed = texts.iter().any(|(_, text)| !text.lines().any(|line| regex.is_match(line)));
        return Ok(if session.busybox() { i32::from(!listed) } else { i32::from(!listed && !matched) });
    }
    Ok(if matched && (failed == 0 || options.has('q')) { 0 } else { failed.max(i32::from(!matched)) })
}

fn compile(patterns: &[String], name: &str, call: &Call<'_>) -> Result<Regex, Stop> {
    let options = &call.options;
    let source = |pattern: &String| match (name, options.has('F'), options.has('E')) {
        ("fgrep", ..) | (_, true, _) => regex::escape(pattern),
        ("egrep", ..) | (.., true) => pattern.clone(),
        _ => basic(pattern),
    };
    let all = patterns.iter().map(|pattern| format!("(?:{})", source(pattern))).collect::<Vec<_>>().join("|");
    let all = if options.has('w') { format!(r"\b(?:{all})\b") } else { all };
    let all = if options.has('x') { format!("^(?:{all})$") } else { all };
    let flags = if options.has('i') { "(?i)" } else { "" };
    Regex::new(&format!("{flags}{all}")).map_err(|_| Stop::NotSimulated(format!("grep {}", patterns.join(" "))))
}

/// So many paths are looked at: with `-R`, `/proc/self/root` leads to all of them again, and so on.
const MOST_FILES: usize = 10_000;

/// The files to search, with what could not be read left out.
fn texts(
    session: &mut Session<'_>,
    call: &Call<'_>,
    paths: Vec<String>,
    recursive: bool,
    failed: &mut i32,
    streams: &mut Streams,
) -> Result<Vec<(String, String)>, Stop> {
    if paths.is_empty() && !recursive {
        return Ok(vec![(String::new(), std::mem::take(&mut streams.input))]);
    }
    let mut queue = paths;
    if queue.is_empty() {
        queue.push(".".into());
    }
    queue.reverse();
    let named = queue.clone();
    let mut texts = Vec::new();
    let mut looked = 0;
    while let Some(path) = queue.pop() {
        looked += 1;
        if looked > MOST_FILES {
            return Err(Stop::NotSimulated("grep -R where links lead back up".into()));
        }
        // `-r` follows the links that are named; BusyBox reads those to files, too.
        let link = recursive && !call.options.has('R') && !named.contains(&path) && is_link(session, &path);
        if link && (!session.busybox() || children(session, &path).is_some()) {
            continue;
        }
        if recursive && let Some(inside) = children(session, &path) {
            queue.extend(inside.into_iter().rev());
            continue;
        }
        match session.read(&path) {
            _ if path == "-" => texts.push(("(standard input)".into(), std::mem::take(&mut streams.input))),
            Ok(text) => texts.push((path, text)),
            Err(Errno::IsDirectory) if session.busybox() => {}
            Err(errno) => {
                if !call.options.has('s') {
                    streams.complain(format!("grep: {path}: {}", errno.text()));
                }
                *failed = 2;
            }
        }
    }
    Ok(texts)
}

fn is_link(session: &mut Session<'_>, path: &str) -> bool {
    session.with_files(|files, who, cwd| {
        files.find(who, cwd, path, false).is_ok_and(|(place, node)| matches!(files.node(place.mount, node).kind, Kind::Symlink(_)))
    })
}

fn children(session: &mut Session<'_>, path: &str) -> Option<Vec<String>> {
    session.with_files(|files, who, cwd| {
        let (place, node) = files.find(who, cwd, path, true).ok()?;
        if !matches!(files.node(place.mount, node).kind, Kind::Directory(_)) {
            return None;
        }
        let names = files.list(who, &place, node).ok()?;
        Some(names.into_iter().map(|(name, ..)| format!("{}/{name}", path.trim_end_matches('/'))).collect())
    })
}

/// Searches one text; whether anything matched.
fn one(call: &Call<'_>, regex: &Regex, prefix: &str, path: &str, text: &str, streams: &mut Streams) -> bool {
    let options = &call.options;
    let number = |letter: char| options.value(letter).or(options.value('C')).and_then(|count| count.parse().ok()).unwrap_or(0usize);
    let (after, before) = (number('A'), number('B'));
    let most = options.value('m').and_then(|count| count.parse().ok()).unwrap_or(usize::MAX);
    let quiet = options.has('q') || options.has('c') || options.has('l') || options.has('L');
    let lines: Vec<&str> = text.lines().collect();
    let hits: Vec<usize> = (0..lines.len()).filter(|at| regex.is_match(lines[*at]) != options.has('v')).take(most).collect();
    let head = |at: usize, sign: char| {
        let path = if prefix.is_empty() { String::new() } else { format!("{prefix}{sign}") };
        if options.has('n') { format!("{path}{}{sign}", at + 1) } else { path }
    };
    if !quiet {
        let mut shown = 0;
        for hit in &hits {
            let from = hit.saturating_sub(before).max(shown);
            if shown > 0 && from > shown && after + before > 0 {
                streams.say("--");
            }
            for (at, line) in lines.iter().enumerate().take(hit + after + 1).skip(from) {
                let own = hits.contains(&at);
                if at < shown || own && at > *hit {
                    continue;
                }
                match own && options.has('o') {
                    true => regex.find_iter(line).for_each(|found| streams.say(format!("{}{}", head(at, ':'), found.as_str()))),
                    false => streams.say(format!("{}{}", head(at, if own { ':' } else { '-' }), line)),
                }
                shown = at + 1;
            }
        }
    }
    if options.has('c') && !options.has('q') {
        let path = if prefix.is_empty() { String::new() } else { format!("{prefix}:") };
        streams.say(format!("{path}{}", hits.len()));
    }
    if options.has('l') && !hits.is_empty() || options.has('L') && hits.is_empty() {
        streams.say(path);
    }
    !hits.is_empty()
}

/// A basic regular expression as an extended one: `\|`, `\(`, `\+` are operators, `|`, `(`, `+` are not.
pub fn basic(pattern: &str) -> String {
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
