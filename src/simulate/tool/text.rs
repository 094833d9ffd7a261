//! Programs that make and sift text.

use super::Call;
use super::options::check;
use crate::simulate::session::{Session, Stop, Streams};

/// Runs one of them.
pub fn run(session: &mut Session<'_>, call: Call<'_>, streams: &mut Streams) -> Result<i32, Stop> {
    match call.name {
        "echo" => return Ok(super::print::echo(session, call.args, streams)),
        "printf" => return Ok(super::print::printf(session, call.args, "printf: ", streams)),
        "grep" | "egrep" | "fgrep" => return super::grep::grep(session, call, streams),
        "tr" => return translate(session, &call, streams),
        "seq" => return Ok(sequence(session, &call, streams)),
        "yes" => {
            streams.out += &format!("{}\n", call.args.get(1).map_or("y", String::as_str)).repeat(64);
            return Err(Stop::Forever);
        }
        "basename" | "dirname" => return Ok(path_part(session, &call, streams)),
        _ => {}
    }
    let valued = match call.name {
        "head" | "tail" => "nc",
        "cut" => "dfcb",
        "sort" => "kto",
        "base64" => "w",
        "paste" => "d",
        "fold" => "w",
        _ => "",
    };
    let call = call.reading(valued);
    if let Some(ended) = check(session, &call, streams) {
        return ended;
    }
    if call.name == "cut" && !"fcb".chars().any(|letter| call.options.has(letter)) {
        let said = if session.busybox() {
            "expected a list of bytes, characters, or fields"
        } else {
            "you must specify a list of bytes, characters, or fields"
        };
        streams.complain(format!("cut: {said}"));
        return Ok(if session.busybox() { 1 } else { super::options::usage(session, "cut", streams) });
    }
    // BusyBox and GNU before POSIX 2001: `tail +3`.
    let mut call = call;
    if call.name == "tail"
        && let Some(at) =
            call.options.rest.iter().position(|word| word.len() > 1 && word.starts_with('+') && word[1..].parse::<usize>().is_ok())
    {
        let from = call.options.rest.remove(at);
        call.options.set_value('n', from);
    }
    if let Some(count) = call.options.value('n').or(call.options.value('c')).filter(|_| matches!(call.name, "head" | "tail")) {
        let digits = count.trim_start_matches(['-', '+']);
        if digits.is_empty() || digits.chars().any(|c| !c.is_ascii_digit() && !"bkmKM".contains(c)) {
            let what = if call.options.has('c') { "bytes" } else { "lines" };
            streams.complain(match session.busybox() {
                true => format!("{}: invalid number '{count}'", call.name),
                false => format!("{}: invalid number of {what}: '{count}'", call.name),
            });
            return Ok(1);
        }
    }
    let mut code = 0;
    let texts = match endless(session, &call) {
        Some(text) => vec![(String::new(), text)],
        None => inputs(session, &call, streams, &call.options.rest.clone(), &mut code),
    };
    match call.name {
        "paste" => return Ok(paste(session, &call, &texts, code, streams)),
        "comm" => return comm(&call, &texts, streams),
        "wc" => return Ok(count(session, &call, &texts, code, streams)),
        "sort" => {
            let all: String = texts.iter().map(|(_, text)| text.as_str()).collect();
            if call.options.has('c') {
                return Ok(super::sort::sorted(session, &call, &texts, streams));
            }
            let before = std::mem::take(&mut streams.out);
            super::sort::sort(&call, &all, streams);
            let text = std::mem::replace(&mut streams.out, before);
            match call.options.value('o').map(str::to_owned) {
                None => streams.out += &text,
                Some(path) => {
                    match session.with_files(|files, who, cwd| files.open(who, cwd, &path, crate::simulate::files::Open::Truncate)) {
                        Ok(node) => session.files().write(node, &text),
                        Err(errno) => {
                            return Ok(call
                                .fail(session, streams, &format!("can't open '{path}'"), &format!("open failed: {path}"), errno)
                                .max(2));
                        }
                    }
                }
            }
            return Ok(code);
        }
        _ => {}
    }
    let headed = matches!(call.name, "head" | "tail") && (call.options.rest.len() > 1 && !call.options.has('q') || call.options.has('v'));
    for (index, (name, text)) in texts.iter().enumerate() {
        if headed {
            streams.say(format!("{}==> {name} <==", if index > 0 { "\n" } else { "" }));
        }
        match call.name {
            "head" | "tail" => ends(&call, text, streams),
            "cut" => cut(&call, text, streams),
            "uniq" => unique(&call, text, streams),
            "tac" => text.lines().rev().for_each(|line| streams.say(line)),
            "rev" => text.lines().for_each(|line| streams.say(line.chars().rev().collect::<String>())),
            "nl" => text.lines().enumerate().for_each(|(n, line)| streams.say(format!("{:>6}\t{line}", n + 1))),
            "base64" => code = code.max(base64(session, &call, text, streams)),
            "fold" => {
                let width = call.options.value('w').and_then(|width| width.parse().ok()).filter(|width| *width > 0).unwrap_or(80);
                for line in text.lines() {
                    let letters: Vec<char> = line.chars().collect();
                    let folded: Vec<String> = letters.chunks(width).map(|chunk| chunk.iter().collect()).collect();
                    streams.say(folded.join("\n"));
                }
            }
            "expand" if !text.contains('\t') => streams.out += text,
            name => return Err(Stop::NotSimulated(name.to_owned())),
        }
    }
    Ok(code)
}

/// `head -c N` of a device that never ends.
fn endless(session: &mut Session<'_>, call: &Call<'_>) -> Option<String> {
    let [path] = call.options.rest.as_slice() else { return None };
    let count: usize = call.options.value('c').filter(|_| call.name == "head")?.parse().ok().filter(|count| *count <= 1 << 16)?;
    let byte = match path.as_str() {
        "/dev/zero" => '\0',
        "/dev/urandom" | "/dev/random" => 'x',
        _ => return None,
    };
    session.read(path).ok().map(|_| byte.to_string().repeat(count))
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
            Err(errno) => {
                let busybox = if matches!(call.name, "tail" | "uniq") { format!("can't open '{path}'") } else { path.clone() };
                let gnu = if matches!(call.name, "wc" | "cut") { path.clone() } else { format!("cannot open '{path}' for reading") };
                *code = call.fail(session, streams, &busybox, &gnu, errno);
                if call.name == "sort" {
                    *code = 2;
                }
            }
        }
    }
    if texts.is_empty() && call.name == "tail" && session.busybox() {
        streams.complain("tail: no files");
    }
    texts
}

/// How many lines or bytes `head` and `tail` show: `5`, `-5` (all but), `+5` (from there).
fn ends(call: &Call<'_>, text: &str, streams: &mut Streams) {
    let short = call.args.iter().skip(1).find_map(|arg| arg.strip_prefix('-').filter(|rest| rest.parse::<usize>().is_ok()));
    let bytes = call.options.value('c');
    let wanted = bytes.or(call.options.value('n')).or(short).unwrap_or("10");
    let units: Vec<&str> = match bytes {
        Some(_) => text.split_inclusive(|_| true).collect(),
        None => text.split_inclusive('\n').collect(),
    };
    let number: usize = wanted.trim_start_matches(['-', '+']).parse().unwrap_or(10);
    let range = match (call.name, wanted.chars().next()) {
        ("head", Some('-')) => 0..units.len().saturating_sub(number),
        ("head", _) => 0..number.min(units.len()),
        (_, Some('+')) => number.saturating_sub(1).min(units.len())..units.len(),
        _ => units.len().saturating_sub(number)..units.len(),
    };
    streams.out.extend(units[range].iter().copied());
}

/// GNU's columns are as wide as the total of the sizes of all files has digits, 7 for what is no file.
fn count(session: &Session<'_>, call: &Call<'_>, texts: &[(String, String)], code: i32, streams: &mut Streams) -> i32 {
    let all = !"lwcmL".chars().any(|flag| call.options.has(flag));
    let figures = |text: &str| {
        let figures = [
            ('l', text.matches('\n').count()),
            ('w', text.split_whitespace().count()),
            ('m', text.chars().count()),
            ('c', text.len()),
            ('L', text.lines().map(|line| line.chars().count()).max().unwrap_or(0)),
        ];
        figures
            .into_iter()
            .filter(|(flag, _)| all && "lwc".contains(*flag) || call.options.has(*flag))
            .map(|(_, figure)| figure)
            .collect::<Vec<_>>()
    };
    let files = !call.options.rest.is_empty();
    let size: usize = texts.iter().map(|(_, text)| text.len()).sum();
    let columns = figures("").len();
    let width = match () {
        () if session.busybox() && columns == 1 && texts.len() == 1 && call.options.rest.len() < 2 => 0,
        () if session.busybox() => 9,
        () if columns == 1 && call.options.rest.len() < 2 => 0,
        () if files => size.to_string().len(),
        () => 7,
    };
    let line = |figures: &[usize], name: &str| {
        let text = figures.iter().map(|figure| format!("{figure:>width$}")).collect::<Vec<_>>().join(" ");
        if name.is_empty() { text } else { format!("{text} {name}") }
    };
    let mut total = vec![0; columns];
    for (name, text) in texts {
        let own = figures(text);
        total.iter_mut().zip(&own).for_each(|(sum, figure)| *sum += figure);
        streams.say(line(&own, name));
    }
    if call.options.rest.len() > 1 {
        streams.say(line(&total, "total"));
    }
    code
}

/// `uniq -c -d -u -i`
fn unique(call: &Call<'_>, text: &str, streams: &mut Streams) {
    let same = |one: &str, two: &str| if call.options.has('i') { one.eq_ignore_ascii_case(two) } else { one == two };
    let mut runs: Vec<(usize, &str)> = Vec::new();
    for line in text.lines() {
        match runs.last_mut() {
            Some((count, last)) if same(last, line) => *count += 1,
            _ => runs.push((1, line)),
        }
    }
    for (count, line) in runs {
        if call.options.has('d') && count < 2 || call.options.has('u') && count > 1 {
            continue;
        }
        streams.say(if call.options.has('c') { format!("{count:>7} {line}") } else { line.to_owned() });
    }
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
            if fields.len() == 1 && call.options.has('s') {
                continue;
            }
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
        other => super::print::unescape(other),
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

/// `tr -d -s -c`
fn translate(session: &Session<'_>, call: &Call<'_>, streams: &mut Streams) -> Result<i32, Stop> {
    let flags: String = call.args[1..].iter().take_while(|arg| arg.len() > 1 && arg.starts_with('-')).map(|arg| &arg[1..]).collect();
    if let Some(other) = flags.chars().find(|flag| !"dscC".contains(*flag)) {
        return Err(Stop::NotSimulated(format!("tr -{other}")));
    }
    let sets: Vec<&String> = call.args[1..].iter().skip_while(|arg| arg.len() > 1 && arg.starts_with('-')).collect();
    if sets.is_empty() {
        return Ok(super::options::missing(session, "tr", "missing operand", streams));
    }
    if sets.len() == 1 && !flags.contains(['d', 's']) && !session.busybox() {
        let said = format!("missing operand after '{}'\nTwo strings must be given when translating.", sets[0]);
        return Ok(super::options::missing(session, "tr", &said, streams));
    }
    let text = std::mem::take(&mut streams.input);
    let from = characters(sets.first().map_or("", |set| set.as_str()));
    let to = characters(sets.get(1).map_or("", |set| set.as_str()));
    let (delete, squeeze, complement) = (flags.contains('d'), flags.contains('s'), flags.contains(['c', 'C']));
    let squeezed = if to.is_empty() || delete { if delete { to.clone() } else { from.clone() } } else { to.clone() };
    let mut last = None;
    for c in text.chars() {
        let at = from.iter().position(|known| *known == c);
        let hit = at.is_some() != complement;
        let out = match hit {
            true if delete => continue,
            true if !to.is_empty() => at.filter(|_| !complement).and_then(|at| to.get(at)).or(to.last()).copied().unwrap_or(c),
            _ => c,
        };
        let among = if complement && to.is_empty() { hit } else { squeezed.contains(&out) };
        if squeeze && last == Some(out) && among {
            continue;
        }
        last = Some(out);
        streams.out.push(out);
    }
    Ok(0)
}

fn sequence(session: &Session<'_>, call: &Call<'_>, streams: &mut Streams) -> i32 {
    let padded = call.args.iter().any(|arg| arg == "-w");
    let joined = call.args.iter().position(|arg| arg.starts_with("-s"));
    let separator = joined.map(|at| match &call.args[at][2..] {
        "" => call.args.get(at + 1).cloned().unwrap_or_default(),
        own => own.to_owned(),
    });
    let skipped = joined.map_or(1, |at| if call.args[at].len() > 2 { at + 1 } else { at + 2 }).min(call.args.len());
    let words = &call.args[skipped..];
    let numbers: Vec<i64> = words.iter().filter_map(|arg| arg.parse().ok()).collect();
    let fractions: Vec<f64> = words.iter().filter(|arg| !arg.starts_with("-w")).filter_map(|arg| arg.parse().ok()).collect();
    if words.iter().any(|arg| arg.contains('.')) && fractions.len() <= 3 {
        streams.out += &fractional(words, &fractions, separator.as_deref().unwrap_or("\n"));
        return 0;
    }
    let mut all = Vec::new();
    let (first, step, last) = match numbers.as_slice() {
        [last] => (1, 1, *last),
        [first, last] => (*first, 1, *last),
        [first, step, last] if *step != 0 => (*first, *step, *last),
        _ => return super::options::missing(session, "seq", "missing operand", streams),
    };
    let mut at = first;
    for _ in 0..10_000 {
        if step > 0 && at > last || step < 0 && at < last {
            break;
        }
        all.push(at.to_string());
        at = at.saturating_add(step);
    }
    if padded {
        let width = all.iter().map(String::len).max().unwrap_or(0);
        all = all.iter().map(|number| format!("{number:0>width$}")).collect();
    }
    if !all.is_empty() {
        streams.say(all.join(separator.as_deref().unwrap_or("\n")));
    }
    0
}

/// `seq 0 0.5 1`: with as many decimals as the beginning and the step have.
fn fractional(words: &[String], numbers: &[f64], separator: &str) -> String {
    let decimals = |word: &String| word.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let (first, step, last, given) = match numbers {
        [last] => (1.0, 1.0, *last, 0),
        [first, last] => (*first, 1.0, *last, 1),
        [first, step, last] => (*first, *step, *last, 2),
        _ => return String::new(),
    };
    let width = words.iter().take(given).map(decimals).max().unwrap_or(0);
    let count = if step == 0.0 { 0 } else { (((last - first) / step + 1e-9).floor() as i64 + 1).clamp(0, 10_000) };
    let all: Vec<String> = (0..count).map(|at| format!("{:.width$}", first + step * at as f64)).collect();
    if all.is_empty() { String::new() } else { all.join(separator) + "\n" }
}

/// `paste [-d LIST] [-s] FILE…`
fn paste(session: &Session<'_>, call: &Call<'_>, texts: &[(String, String)], code: i32, streams: &mut Streams) -> i32 {
    let between: Vec<char> = super::print::unescape(call.options.value('d').unwrap_or("\t")).chars().collect();
    let joined = |cells: &[&str]| {
        let mut line = String::new();
        for (at, cell) in cells.iter().enumerate() {
            if at > 0 && !between.is_empty() {
                line.push(between[(at - 1) % between.len()]);
            }
            line += cell;
        }
        line
    };
    if call.options.has('s') {
        texts.iter().for_each(|(_, text)| streams.say(joined(&text.lines().collect::<Vec<_>>())));
        return code;
    }
    let columns: Vec<Vec<&str>> = texts.iter().map(|(_, text)| text.lines().collect()).collect();
    for at in 0..columns.iter().map(Vec::len).max().unwrap_or(0) {
        // BusyBox forgets the columns of a file that has ended.
        let there = columns.iter().filter(|lines| !session.busybox() || at < lines.len());
        streams.say(joined(&there.map(|lines| lines.get(at).copied().unwrap_or_default()).collect::<Vec<_>>()));
    }
    code
}

/// `comm [-123] FILE1 FILE2`, of sorted lines.
fn comm(call: &Call<'_>, texts: &[(String, String)], streams: &mut Streams) -> Result<i32, Stop> {
    let [(_, one), (_, other)] = texts else { return Err(Stop::NotSimulated(call.args.join(" "))) };
    let hidden = |column: char| call.args[1..].iter().any(|arg| arg.len() > 1 && arg.starts_with('-') && arg.contains(column));
    let (mut left, mut right) = (one.lines().peekable(), other.lines().peekable());
    loop {
        let column = match (left.peek(), right.peek()) {
            (None, None) => return Ok(0),
            (Some(one), Some(other)) if one == other => '3',
            (Some(one), Some(other)) if one < other => '1',
            (Some(_), None) => '1',
            _ => '2',
        };
        let line = if column == '2' { right.next() } else { left.next() }.unwrap_or_default();
        if column == '3' {
            right.next();
        }
        if !hidden(column) {
            let before = ['1', '2'].iter().filter(|before| **before < column && !hidden(**before)).count();
            streams.say(format!("{}{line}", "\t".repeat(before)));
        }
    }
}

fn path_part(session: &Session<'_>, call: &Call<'_>, streams: &mut Streams) -> i32 {
    let Some(path) = call.args.get(1) else { return super::options::missing(session, call.name, "missing operand", streams) };
    let path = if path.len() > 1 { path.trim_end_matches('/') } else { path };
    if path == "/" {
        streams.say("/");
        return 0;
    }
    let (parent, name) = path.rsplit_once('/').unwrap_or((".", path));
    streams.say(match call.name {
        "basename" => name.strip_suffix(call.args.get(2).map_or("", String::as_str)).filter(|rest| !rest.is_empty()).unwrap_or(name),
        _ if parent.is_empty() => "/",
        _ => parent,
    });
    0
}

fn base64(session: &Session<'_>, call: &Call<'_>, text: &str, streams: &mut Streams) -> i32 {
    use base64::Engine;
    use base64::engine::general_purpose::STANDARD;
    match call.options.has('d') {
        true => {
            let bare: String = text.split_whitespace().collect();
            // What is whole of a text that is not is shown all the same.
            let whole = &bare[..bare.len() / 4 * 4];
            let decoded = STANDARD.decode(&bare).or_else(|_| STANDARD.decode(whole));
            let odd = STANDARD.decode(&bare).is_err();
            streams.out += &decoded.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default();
            if odd {
                streams.complain(if session.busybox() { "base64: truncated input" } else { "base64: invalid input" });
            }
            i32::from(odd)
        }
        false => {
            let encoded = STANDARD.encode(text);
            match call.options.value('w').map_or(76, |width| width.parse().unwrap_or(76)) {
                0 => streams.out += &encoded,
                width => encoded.as_bytes().chunks(width).for_each(|line| streams.say(String::from_utf8_lossy(line))),
            }
            0
        }
    }
}
