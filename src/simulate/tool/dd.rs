//! `dd`: copies by blocks.

use super::Call;
use crate::simulate::files::Open;
use crate::simulate::session::{Session, Stop, Streams};

/// More than this is not kept.
const MOST: usize = 4 << 20;

/// `10`, `4k`, `1M`
fn number(text: &str) -> Option<usize> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit = match &text[digits.len()..] {
        "" | "c" => 1,
        "w" => 2,
        "b" => 512,
        "k" | "K" | "kB" if text.ends_with('B') => 1000,
        "k" | "K" => 1 << 10,
        "M" => 1 << 20,
        "G" => 1 << 30,
        _ => return None,
    };
    digits.parse::<usize>().ok()?.checked_mul(unit)
}

/// `dd [if=FILE] [of=FILE] [bs=N] [count=N]`
pub fn dd(session: &mut Session<'_>, call: &Call<'_>, streams: &mut Streams) -> Result<i32, Stop> {
    let unknown = || Stop::NotSimulated(call.args.join(" "));
    let value = |name: &str| call.args[1..].iter().find_map(|arg| arg.strip_prefix(name)?.strip_prefix('='));
    let known = ["if", "of", "bs", "count", "status"];
    if call.args[1..].iter().any(|arg| arg.split_once('=').is_none_or(|(name, _)| !known.contains(&name))) {
        return Err(unknown());
    }
    let size = value("bs").map_or(Some(512), number).filter(|size| *size > 0).ok_or_else(unknown)?;
    let count = match value("count") {
        Some(text) => Some(number(text).ok_or_else(unknown)?),
        None => None,
    };
    let wanted = count.and_then(|count| count.checked_mul(size));
    let text = match value("if") {
        None => std::mem::take(&mut streams.input),
        Some("/dev/zero") => "\0".repeat(wanted.filter(|all| *all <= MOST).ok_or_else(unknown)?),
        Some("/dev/urandom" | "/dev/random") => "x".repeat(wanted.filter(|all| *all <= MOST).ok_or_else(unknown)?),
        Some(path) => match session.read(path) {
            Ok(text) => text,
            Err(errno) => {
                return Ok(call.fail(session, streams, &format!("can't open '{path}'"), &format!("failed to open '{path}'"), errno));
            }
        },
    };
    let bytes = wanted.unwrap_or(text.len()).min(text.len());
    let Some(text) = text.get(..bytes) else { return Err(unknown()) };
    match value("of") {
        None => streams.write(1, text),
        Some("/dev/full") => return Err(unknown()),
        Some(path) => match session.with_files(|files, who, cwd| files.open(who, cwd, path, Open::Truncate)) {
            Ok(node) => session.files().write(node, text),
            Err(errno) => {
                return Ok(call.fail(session, streams, &format!("can't open '{path}'"), &format!("failed to open '{path}'"), errno));
            }
        },
    }
    let records = format!("{}+{}", bytes / size, usize::from(bytes % size > 0));
    if value("status") != Some("none") {
        streams.complain(format!("{records} records in\n{records} records out"));
    }
    if value("status").is_none() {
        streams.complain(told(bytes, session.busybox()));
    }
    Ok(0)
}

/// How much was copied; how fast is made up.
fn told(bytes: usize, busybox: bool) -> String {
    let units = |base: f64, names: [&str; 3]| {
        let power = (1..=3).rev().find(|power| bytes as f64 >= base.powi(*power));
        power.map(|power| (bytes as f64 / base.powi(power), names[power as usize - 1].to_owned()))
    };
    if busybox {
        let (amount, unit) = units(1024.0, ["KB", "MB", "GB"]).unwrap_or((bytes as f64, "B".into()));
        let amount = if unit == "B" { format!("{bytes}") } else { format!("{amount:.1}") };
        return format!("{bytes} bytes ({amount}{unit}) copied, 0.000100 seconds, {:.1}MB/s", bytes as f64 / 104.857_6);
    }
    let decimals = |amount: f64| if amount < 10.0 { format!("{amount:.1}") } else { format!("{amount:.0}") };
    let [si, binary] = [units(1000.0, ["kB", "MB", "GB"]), units(1024.0, ["KiB", "MiB", "GiB"])]
        .map(|found| found.map(|(amount, unit)| format!("{} {unit}", decimals(amount))));
    let inside = [si, binary].into_iter().flatten().collect::<Vec<_>>().join(", ");
    let inside = if inside.is_empty() { String::new() } else { format!(" ({inside})") };
    format!("{bytes} byte{}{inside} copied, 0.0001 s, {:.1} MB/s", if bytes == 1 { "" } else { "s" }, bytes as f64 / 100.0)
}
