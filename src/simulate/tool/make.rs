//! Files of a wanted name or size: `mktemp` and `truncate`.

use super::Call;
use crate::simulate::files::{Node, Open};
use crate::simulate::session::{Session, Stop, Streams};

/// What stands in the place of the X's of a template.
const LETTERS: &str = "aBcDeFgHiJkLmNoP";

/// `mktemp [-d] [-u] [-q] [-t] [-p DIR] [TEMPLATE]`
pub fn temporary(session: &mut Session<'_>, call: &Call<'_>, streams: &mut Streams) -> Result<i32, Stop> {
    let options = &call.options;
    if options.flags().any(|letter| !"duqtp".contains(letter)) || options.long_words().next().is_some() {
        return Err(Stop::NotSimulated(call.args.join(" ")));
    }
    let busybox = session.busybox();
    let own = if busybox { "tmp.XXXXXX" } else { "tmp.XXXXXXXXXX" };
    let template = options.rest.first().map_or(own, String::as_str);
    let holes = template.chars().rev().take_while(|c| *c == 'X').count();
    let least = if busybox { 6 } else { 3 };
    let kind = if options.has('d') { "directory" } else { "file" };
    if holes < least {
        streams.complain(match busybox {
            true => "mktemp: (null): Invalid argument".to_owned(),
            false => format!("mktemp: too few X's in template '{template}'"),
        });
        return Ok(1);
    }
    let inside = options.has('t') || options.has('p') || options.rest.is_empty();
    let folder =
        options.value('p').map_or_else(|| session.variables.get("TMPDIR").cloned().unwrap_or_else(|| "/tmp".into()), str::to_owned);
    let whole = if inside { format!("{}/{template}", folder.trim_end_matches('/')) } else { template.to_owned() };
    let kept = whole.len() - holes;
    let path = format!("{}{}", &whole[..kept], LETTERS.chars().cycle().take(holes).collect::<String>());
    let made = session.with_files(|files, who, cwd| {
        let place = files.walk(who, cwd, &path, true)?;
        match (options.has('u'), options.has('d')) {
            (true, _) => Ok(()),
            (false, true) => files.create(who, &place, Node::directory(0o700)).map(|_| ()),
            (false, false) => files.create(who, &place, Node::file("", 0o600)).map(|_| ()),
        }
    });
    match made {
        Ok(()) => {
            streams.say(path);
            Ok(0)
        }
        Err(_) if options.has('q') => Ok(1),
        Err(errno) => {
            streams.complain(match busybox {
                true => format!("mktemp: (null): {}", errno.text()),
                false => format!("mktemp: failed to create {kind} via template '{whole}': {}", errno.text()),
            });
            Ok(1)
        }
    }
}

/// `truncate [-c] -s SIZE FILE…`
pub fn truncate(session: &mut Session<'_>, call: &Call<'_>, streams: &mut Streams) -> Result<i32, Stop> {
    let options = &call.options;
    let Some(text) = options.value('s') else {
        return Ok(super::options::missing(session, "truncate", "you must specify either '--size' or '--reference'", streams));
    };
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit = match &text[digits.len()..] {
        "" => 1,
        "K" | "k" => 1 << 10,
        "M" | "m" => 1 << 20,
        _ => return Err(Stop::NotSimulated(call.args.join(" "))),
    };
    // What is longer than anybody looks at is not kept.
    let Some(size) = digits.parse::<usize>().ok().map(|number| number * unit).filter(|size| *size <= 1 << 22) else {
        return Err(Stop::NotSimulated(call.args.join(" ")));
    };
    let mut code = 0;
    for path in &options.rest {
        let there = session.walk(path, true).is_ok_and(|place| place.node.is_some());
        if options.has('c') && !there {
            continue;
        }
        let before = if there { session.read(path).unwrap_or_default() } else { String::new() };
        match session.with_files(|files, who, cwd| files.open(who, cwd, path, Open::Truncate)) {
            Ok(node) => {
                let kept: String = before.chars().take(size).collect();
                let text = format!("{kept}{}", "\0".repeat(size.saturating_sub(kept.len())));
                session.files().write(node, &text);
            }
            Err(errno) => {
                let gnu = format!("cannot open '{path}' for writing");
                code = call.fail(session, streams, path, &gnu, errno);
            }
        }
    }
    Ok(code)
}
