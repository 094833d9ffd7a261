//! `diff` and `cmp` of texts.

use super::Call;
use crate::simulate::session::{Session, Stop, Streams};
use crate::text::unified;

/// `diff [-uq] ONE TWO` in BusyBox' words; GNU's has another form, with the files' times.
pub fn diff(session: &mut Session<'_>, call: &Call<'_>, streams: &mut Streams) -> Result<i32, Stop> {
    let (flags, paths): (Vec<&String>, Vec<&String>) = call.args[1..].iter().partition(|arg| arg.len() > 1 && arg.starts_with('-'));
    let brief = flags.iter().any(|flag| *flag == "-q");
    let known = flags.iter().all(|flag| matches!(flag.as_str(), "-u" | "-q"));
    let [one, two] = paths.as_slice() else { return Err(Stop::NotSimulated(call.args.join(" "))) };
    if !known || !session.busybox() && !brief {
        return Err(Stop::NotSimulated(call.args.join(" ")));
    }
    let mut texts = Vec::new();
    for path in [one, two] {
        match session.read(path) {
            Ok(text) => texts.push(text),
            Err(errno) => {
                streams.complain(match session.busybox() {
                    true => format!("diff: can't stat '{path}': {}", errno.text()),
                    false => format!("diff: {path}: {}", errno.text()),
                });
                return Ok(2);
            }
        }
    }
    if texts[0] == texts[1] {
        return Ok(0);
    }
    // What ends without a line break gets a line of its own that says so.
    if !brief && texts.iter().any(|text| !text.is_empty() && !text.ends_with('\n')) {
        return Err(Stop::NotSimulated("diff of a text without a line break at its end".into()));
    }
    match brief {
        true => streams.say(format!("Files {one} and {two} differ")),
        false => streams.out += &format!("--- {one}\n+++ {two}\n{}", unified(&texts[0], &texts[1])),
    }
    Ok(1)
}

/// `cmp ONE TWO`
pub fn cmp(session: &mut Session<'_>, call: &Call<'_>, streams: &mut Streams) -> Result<i32, Stop> {
    let [_, one, two] = call.args else { return Err(Stop::NotSimulated(call.args.join(" "))) };
    let mut texts = Vec::new();
    for path in [one, two] {
        match session.read(path) {
            Ok(text) => texts.push(text),
            Err(errno) => return Ok(call.fail(session, streams, &format!("can't open '{path}'"), path, errno).max(2)),
        }
    }
    let (left, right) = (texts[0].as_bytes(), texts[1].as_bytes());
    let Some(at) = left.iter().zip(right).position(|(one, two)| one != two) else {
        if left.len() == right.len() {
            return Ok(0);
        }
        return Err(Stop::NotSimulated("cmp of a file and its beginning".into()));
    };
    let line = 1 + left[..at].iter().filter(|byte| **byte == b'\n').count();
    let unit = if session.busybox() { "char" } else { "byte" };
    streams.say(format!("{one} {two} differ: {unit} {}, line {line}", at + 1));
    Ok(1)
}
