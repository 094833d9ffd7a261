//! `sed`, as far as lines typed at a prompt go: `s`, `y`, `p`, `d`, `q`, `=`, `a`, `i`, `c` with addresses. What goes beyond is not
//! simulated and says so. The words are BusyBox's and GNU's.

use regex::Regex;

use super::Call;
use super::grep::basic;
use crate::simulate::files::Open;
use crate::simulate::session::{Session, Stop, Streams};

/// Why a script is not run.
enum Wrong {
    /// What is said of it: by BusyBox, by GNU.
    Said(String, String),
    NotSimulated(String),
}

/// Where a command holds.
#[derive(Clone, Debug)]
enum Address {
    Line(usize),
    Last,
    Match(Regex),
}

/// One command with its addresses.
#[derive(Debug)]
struct Command {
    from: Option<Address>,
    to: Option<Address>,
    not: bool,
    does: Does,
    /// Whether a range has begun.
    inside: bool,
}

#[derive(Debug)]
enum Does {
    Substitute { regex: Regex, with: String, all: bool, nth: usize, print: bool },
    Map(Vec<char>, Vec<char>),
    Print,
    Delete,
    Quit,
    Number,
    Append(String),
    Insert(String),
    Change(String),
}

/// `sed [-nrEi] [-e SCRIPT]… [SCRIPT] [FILE]…`
pub fn sed(session: &mut Session<'_>, call: &Call<'_>, streams: &mut Streams) -> Result<i32, Stop> {
    let (mut quiet, mut extended, mut in_place) = (false, false, false);
    let (mut scripts, mut words): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    let mut args = call.args[1..].iter();
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--" => words.extend(args.by_ref().cloned()),
            "-" => words.push(arg.clone()),
            "--quiet" | "--silent" => quiet = true,
            flags if flags.starts_with('-') => {
                for (at, flag) in flags.char_indices().skip(1) {
                    match flag {
                        'n' => quiet = true,
                        'r' | 'E' => extended = true,
                        'i' if at + 1 == flags.len() => in_place = true,
                        'e' if at + 1 == flags.len() => scripts.extend(args.next().cloned()),
                        _ => return Err(Stop::NotSimulated(format!("sed {flags}"))),
                    }
                }
            }
            _ => words.push(arg.clone()),
        }
    }
    if scripts.is_empty() {
        if words.is_empty() {
            return Ok(no_script(session, streams));
        }
        scripts.push(words.remove(0));
    }
    let mut script = match read(&scripts.join("\n"), extended) {
        Ok(script) => script,
        Err(Wrong::NotSimulated(what)) => return Err(Stop::NotSimulated(format!("sed {what}"))),
        Err(Wrong::Said(busybox, gnu)) => {
            streams.complain(if session.busybox() { format!("sed: {busybox}") } else { format!("sed: -e expression #1, {gnu}") });
            return Ok(1);
        }
    };
    let mut code = 0;
    let mut texts = Vec::new();
    if words.is_empty() {
        texts.push((None, std::mem::take(&mut streams.input)));
    }
    for path in words {
        match session.read(&path) {
            _ if path == "-" => texts.push((None, std::mem::take(&mut streams.input))),
            Ok(text) => texts.push((Some(path), text)),
            Err(errno) => {
                streams.complain(match session.busybox() {
                    true => format!("sed: {path}: {}", errno.text()),
                    false => format!("sed: can't read {path}: {}", errno.text()),
                });
                code = if session.busybox() { 1 } else { 2 };
            }
        }
    }
    if !in_place {
        let all: String = texts.iter().map(|(_, text)| text.as_str()).collect();
        streams.out += &edited(&mut script, &all, quiet, !session.busybox());
        return Ok(code);
    }
    for (path, text) in texts {
        let Some(path) = path else { continue };
        let text = edited(&mut script, &text, quiet, !session.busybox());
        let written =
            session.with_files(|files, who, cwd| files.open(who, cwd, &path, Open::Truncate).map(|open| files.write(open, &text)));
        if let Err(errno) = written {
            streams.complain(match session.busybox() {
                true => format!("sed: can't create temp file '{path}aBcDeF': {}", errno.text()),
                false => format!(
                    "sed: couldn't open temporary file {}/sedaBcDeF: {}",
                    path.rsplit_once('/').map_or(".", |(folder, _)| folder),
                    errno.text()
                ),
            });
            code = if session.busybox() { 1 } else { 4 };
        }
    }
    Ok(code)
}

fn no_script(session: &Session<'_>, streams: &mut Streams) -> i32 {
    if session.busybox() {
        return super::options::usage(session, "sed", streams);
    }
    streams.complain("Usage: sed [OPTION]... {script-only-if-no-other-script} [input-file]...");
    1
}

/// What becomes of a text.
fn edited(script: &mut [Command], text: &str, quiet: bool, gnu: bool) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let mut out = String::new();
    for (at, line) in lines.iter().enumerate() {
        let (mut line, mut after, mut gone, mut quits) = ((*line).to_owned(), String::new(), false, false);
        for command in script.iter_mut() {
            if !command.takes(at + 1, lines.len(), &line) {
                continue;
            }
            match &command.does {
                Does::Substitute { regex, with, all, nth, print } => {
                    if let Some(new) = substituted(&line, regex, with, (*all, *nth), gnu) {
                        line = new;
                        if *print {
                            out += &format!("{line}\n");
                        }
                    }
                }
                Does::Map(from, to) => {
                    line = line.chars().map(|c| from.iter().position(|own| *own == c).map_or(c, |at| to[at])).collect();
                }
                Does::Print => out += &format!("{line}\n"),
                Does::Number => out += &format!("{}\n", at + 1),
                Does::Insert(text) => out += &format!("{text}\n"),
                Does::Append(text) => after += &format!("{text}\n"),
                Does::Change(text) => {
                    out += &format!("{text}\n");
                    gone = true;
                }
                Does::Delete => gone = true,
                Does::Quit => quits = true,
            }
            if gone || quits {
                break;
            }
        }
        if !gone && !quiet {
            out += &line;
            // A last line without an end stays so.
            if at + 1 < lines.len() || text.ends_with('\n') {
                out.push('\n');
            }
        }
        out += &after;
        if quits {
            break;
        }
    }
    out
}

/// GNU's `\U`, `\L`, `\E`, `\u`, `\l` in a replacement.
#[derive(Default)]
struct Case {
    /// For all that follows, and for the next character.
    all: Option<char>,
    next: Option<char>,
}

impl Case {
    fn push(&mut self, out: &mut String, text: &str) {
        for c in text.chars() {
            match self.next.take().or(self.all) {
                Some('U' | 'u') => out.extend(c.to_uppercase()),
                Some(_) => out.extend(c.to_lowercase()),
                None => out.push(c),
            }
        }
    }
}

fn substituted(line: &str, regex: &Regex, with: &str, (all, nth): (bool, usize), gnu: bool) -> Option<String> {
    let (mut out, mut last, mut count) = (String::new(), 0, 0);
    let mut hit = false;
    for found in regex.captures_iter(line) {
        let Some(whole) = found.get(0) else { continue };
        count += 1;
        if count < nth {
            continue;
        }
        hit = true;
        out += &line[last..whole.start()];
        let (mut chars, mut case) = (with.chars(), Case::default());
        while let Some(c) = chars.next() {
            match c {
                '&' => case.push(&mut out, whole.as_str()),
                '\\' => match chars.next() {
                    Some(digit) if digit.is_ascii_digit() => {
                        case.push(&mut out, found.get(digit as usize - '0' as usize).map_or("", |group| group.as_str()));
                    }
                    Some(letter @ ('U' | 'L')) if gnu => case.all = Some(letter),
                    Some('E') if gnu => case.all = None,
                    Some(letter @ ('u' | 'l')) if gnu => case.next = Some(letter),
                    Some('n') => out.push('\n'),
                    Some('t') => out.push('\t'),
                    Some(other) => out.push(other),
                    None => {}
                },
                other => case.push(&mut out, other.encode_utf8(&mut [0; 4])),
            }
        }
        last = whole.end();
        if !all {
            break;
        }
    }
    hit.then(|| out + &line[last..])
}

impl Address {
    fn is(&self, number: usize, last: usize, line: &str) -> bool {
        match self {
            Address::Line(own) => *own == number,
            Address::Last => number == last,
            Address::Match(regex) => regex.is_match(line),
        }
    }
}

impl Command {
    fn takes(&mut self, number: usize, last: usize, line: &str) -> bool {
        let takes = match (&self.from, &self.to) {
            (None, _) => true,
            (Some(from), None) => from.is(number, last, line),
            (Some(_), Some(to)) if self.inside => {
                self.inside = match to {
                    Address::Line(end) => number < *end,
                    other => !other.is(number, last, line),
                };
                !matches!(to, Address::Line(end) if number > *end)
            }
            (Some(from), Some(to)) => {
                let begins = from.is(number, last, line);
                self.inside =
                    begins && !matches!(to, Address::Line(end) if *end <= number) && !(matches!(to, Address::Last) && number == last);
                begins
            }
        };
        takes != self.not
    }
}

fn read(script: &str, extended: bool) -> Result<Vec<Command>, Wrong> {
    let mut all = Vec::new();
    let mut rest = script;
    loop {
        rest = rest.trim_start_matches([' ', '\t', '\n', ';']);
        if rest.is_empty() {
            return Ok(all);
        }
        let (from, after) = address(rest, extended)?;
        rest = after.trim_start();
        let mut to = None;
        if let Some(after) = rest.strip_prefix(',').filter(|_| from.is_some()) {
            let (second, after) = address(after.trim_start(), extended)?;
            (to, rest) = (second, after.trim_start());
        }
        let not = rest.starts_with('!');
        rest = rest.trim_start_matches('!').trim_start();
        let (does, after) = command(rest, extended)?;
        all.push(Command { from, to, not, does, inside: false });
        rest = after;
    }
}

fn address(text: &str, extended: bool) -> Result<(Option<Address>, &str), Wrong> {
    if let Some(after) = text.strip_prefix('$') {
        return Ok((Some(Address::Last), after));
    }
    if let Some(after) = text.strip_prefix('/') {
        let (pattern, after) = until(after, '/')?;
        return Ok((Some(Address::Match(compiled(&pattern, extended, false)?)), after));
    }
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let number = text[..end].parse().ok().map(Address::Line);
    match text[end..].starts_with(['~', '+']) {
        true => Err(Wrong::NotSimulated(text.to_owned())),
        false => Ok((number, &text[end..])),
    }
}

fn command(text: &str, extended: bool) -> Result<(Does, &str), Wrong> {
    let Some(letter) = text.chars().next() else {
        return Err(Wrong::Said("missing command".into(), "char 1: missing command".into()));
    };
    let after = &text[letter.len_utf8()..];
    let simple = match letter {
        'p' => Does::Print,
        'd' => Does::Delete,
        'q' => Does::Quit,
        '=' => Does::Number,
        's' => return substitute(after, extended),
        'y' => {
            let Some(mark) = after.chars().next() else { return Err(unmatched('/')) };
            let (from, after) = until(&after[mark.len_utf8()..], mark)?;
            let (to, after) = until(after, mark)?;
            let (from, to): (Vec<char>, Vec<char>) = (from.chars().collect(), to.chars().collect());
            if from.len() != to.len() {
                let said = "strings for `y' command are different lengths";
                return Err(Wrong::Said(said.into(), format!("char {}: {said}", text.len())));
            }
            return Ok((Does::Map(from, to), after));
        }
        'a' | 'i' | 'c' => {
            let (line, after) = after.split_once('\n').unwrap_or((after, ""));
            let said = line.trim_start().strip_prefix('\\').unwrap_or(line.trim_start()).trim_start().to_owned();
            let does = match letter {
                'a' => Does::Append(said),
                'i' => Does::Insert(said),
                _ => Does::Change(said),
            };
            return Ok((does, after));
        }
        other if "{}bthHgGxnNDPlrwTe:Wz".contains(other) => return Err(Wrong::NotSimulated(other.to_string())),
        other => return Err(Wrong::Said(format!("unsupported command {other}"), format!("char 1: unknown command: `{other}'"))),
    };
    match after.trim_start().chars().next() {
        None | Some(';' | '\n') => Ok((simple, after)),
        Some('}') => Err(Wrong::NotSimulated("{}".into())),
        Some(_) => Err(Wrong::Said("extra characters after command".into(), "char 2: extra characters after command".into())),
    }
}

fn unmatched(mark: char) -> Wrong {
    Wrong::Said(format!("unmatched '{mark}'"), "char 0: unterminated `s' command".into())
}

fn substitute(text: &str, extended: bool) -> Result<(Does, &str), Wrong> {
    let Some(mark) = text.chars().next() else { return Err(unmatched('/')) };
    let whole = text.len() + 1;
    let unended = |wrong: Wrong| match wrong {
        Wrong::Said(busybox, _) => Wrong::Said(busybox, format!("char {whole}: unterminated `s' command")),
        other => other,
    };
    let (pattern, after) = until(&text[mark.len_utf8()..], mark).map_err(unended)?;
    let (with, after) = until(after, mark).map_err(unended)?;
    let end = after.find([';', '\n', ' ', '}']).unwrap_or(after.len());
    let (flags, after) = after.split_at(end);
    let (mut all, mut print, mut fold) = (false, false, false);
    let mut nth = String::new();
    for flag in flags.chars() {
        match flag {
            'g' => all = true,
            'p' => print = true,
            'i' | 'I' => fold = true,
            digit if digit.is_ascii_digit() => nth.push(digit),
            'w' | 'e' | 'm' | 'M' => return Err(Wrong::NotSimulated(format!("s///{flag}"))),
            _ => return Err(Wrong::Said("bad option in substitution expression".into(), format!("char {whole}: unknown option to `s'"))),
        }
    }
    let regex = compiled(&pattern, extended, fold)?;
    Ok((Does::Substitute { regex, with, all, nth: nth.parse().unwrap_or(1), print }, after))
}

/// The text up to an unescaped `mark`; `\mark` is the mark itself.
fn until(text: &str, mark: char) -> Result<(String, &str), Wrong> {
    let mut out = String::new();
    let mut chars = text.char_indices();
    // In brackets the mark is a letter like others, and a bracket that comes first, too.
    let mut inside: Option<usize> = None;
    while let Some((at, c)) = chars.next() {
        if let Some(begun) = inside {
            let first = text[begun..at].chars().all(|letter| letter == '^');
            inside = if c == ']' && !first { None } else { inside };
            out.push(c);
            continue;
        }
        match c {
            '[' if mark != '[' && text[at..].contains(']') => {
                inside = Some(at + 1);
                out.push(c);
            }
            c if c == mark => return Ok((out, &text[at + c.len_utf8()..])),
            '\\' => match chars.next() {
                Some((_, next)) if next == mark => out.push(next),
                Some((_, next)) => out.extend(['\\', next]),
                None => out.push('\\'),
            },
            c => out.push(c),
        }
    }
    Err(unmatched(mark))
}

fn compiled(pattern: &str, extended: bool, fold: bool) -> Result<Regex, Wrong> {
    let pattern = if extended { pattern.to_owned() } else { basic(pattern) };
    let flags = if fold { "(?i)" } else { "" };
    Regex::new(&format!("{flags}{pattern}")).map_err(|_| Wrong::NotSimulated(pattern))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ran(script: &str, input: &str, quiet: bool) -> String {
        match read(script, false) {
            Ok(mut script) => edited(&mut script, input, quiet, false),
            Err(Wrong::Said(said, _)) => format!("said: {said}"),
            Err(Wrong::NotSimulated(what)) => format!("not simulated: {what}"),
        }
    }

    /// BusyBox 1.35 of the recorded cluster, 28 November 2026.
    #[test]
    fn scripts_that_learners_type_answer_as_busybox() {
        let cases = [
            ("s/l/L/", "hello\n", "heLlo\n"),
            ("s/l/L/g", "hello\n", "heLLo\n"),
            ("s/h/H/\ns/o/0/", "hello\n", "Hell0\n"),
            ("2d", "1\n2\n3\n", "1\n3\n"),
            ("$d", "1\n2\n3\n", "1\n2\n"),
            ("/a/d", "a\nb\n", "b\n"),
            ("s/\\(a\\)b/\\1x/", "abc\n", "axc\n"),
            ("y/abc/xyz/", "abc\n", "xyz\n"),
            ("s/x/-/I", "aXb\n", "a-b\n"),
            ("1i top", "a\nb\n", "top\na\nb\n"),
            ("a after", "a\nb\n", "a\nafter\nb\nafter\n"),
            ("s/b", "abc\n", "said: unmatched '/'"),
        ];
        for (script, input, wanted) in cases {
            assert_eq!(ran(script, input, false), wanted, "{script}");
        }
        assert_eq!(ran("2p", "1\n2\n3\n", true), "2\n");
        assert_eq!(ran("2,3p", "1\n2\n3\n", true), "2\n3\n");
    }

    /// POSIX sed.
    #[test]
    fn addresses_and_replacements_work() {
        assert_eq!(ran("/b/,$s#/#-#2; 1q", "a/b/c\n", false), "a/b-c\n");
        assert_eq!(ran("2!d", "1\n2\n3\n", false), "2\n");
        assert_eq!(ran("/b/,/c/s/^/# /", "a\nb\nc\nd\n", false), "a\n# b\n# c\nd\n");
        assert_eq!(ran("s/[0-9]\\+/<&>/g", "a12b3\n", false), "a<12>b<3>\n");
        assert_eq!(ran("$=", "a\nb\n", true), "2\n");
        assert_eq!(ran(":a;N;$!ba", "a\n", false), "not simulated: :");
    }
}
