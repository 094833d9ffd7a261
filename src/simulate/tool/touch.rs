//! `touch`: files that are not there, and the time of those that are.

use jiff::Timestamp;

use super::Call;
use super::date::point_in_time;
use super::file::each;
use crate::simulate::files::{Errno, Node};
use crate::simulate::session::{Session, Stop, Streams};

/// `touch [-cham] [-d DATE] [-t DATE] [-r FILE] FILE...`
pub fn touch(session: &mut Session<'_>, call: &Call<'_>, streams: &mut Streams) -> Result<i32, Stop> {
    let busybox = session.busybox();
    let now: Timestamp = session.world.facts.now.parse().unwrap_or_default();
    let date = call.options.value('d').or(call.options.long("date"));
    let asked = date.map(|text| (text, day(text, now, busybox))).or(call.options.value('t').map(|text| (text, stamp(text, now))));
    let mut time = None;
    if let Some((text, found)) = asked {
        // GNU reads whole sentences.
        if found.is_none() && date.is_some() && !busybox && text.contains(|c: char| c.is_ascii_alphabetic()) {
            return Err(Stop::NotSimulated(format!("touch -d {text}")));
        }
        if found.is_none() {
            let what = if busybox { "date" } else { "date format" };
            streams.complain(format!("touch: invalid {what} '{text}'"));
            return Ok(1);
        }
        time = found;
    } else if let Some(other) = call.options.value('r').or(call.options.long("reference")).map(str::to_owned) {
        let found = session
            .with_files(|files, who, cwd| files.find(who, cwd, &other, true).map(|(place, node)| files.node(place.mount, node).time));
        match found {
            Ok(own) => time = own,
            Err(errno) => return Ok(call.fail(session, streams, &other, &format!("failed to get attributes of '{other}'"), errno)),
        }
    }
    let made = |session: &mut Session<'_>, call: &Call<'_>, path: &str, streams: &mut Streams| one(session, call, path, time, streams);
    Ok(each(session, call, "missing file operand", streams, made))
}

fn one(session: &mut Session<'_>, call: &Call<'_>, path: &str, time: Option<Timestamp>, streams: &mut Streams) -> i32 {
    let links = call.options.has('h') && !session.busybox();
    let no_create = call.options.has('c') || links;
    let done = session.with_files(|files, who, cwd| {
        let place = match files.walk(who, cwd, path, !links) {
            Err(Errno::NotFound) if no_create => return Ok(()),
            walked => walked?,
        };
        match place.node {
            Some(node) => files.touch(who, &place, node, time),
            // `-h` is about a link that is there.
            None if links && !call.options.has('c') => Err(Errno::NotFound),
            None if no_create => Ok(()),
            None if path.ends_with('/') => Err(Errno::NotFound),
            None => files.create(who, &place, Node { time, ..Node::file("", 0o666 & !who.umask) }).map(|_| ()),
        }
    });
    match done {
        Ok(()) => 0,
        // utimensat(2) of a file that is not one's own.
        Err(errno) => {
            let what = if errno == Errno::Permission || links { "setting times of" } else { "cannot touch" };
            call.fail(session, streams, path, &format!("{what} '{path}'"), errno)
        }
    }
}

/// What `-d` says. To BusyBox a day without a time is that day at the present time (`libbb/time.c` parse_datestr).
fn day(text: &str, now: Timestamp, busybox: bool) -> Option<Timestamp> {
    let bare = !text.starts_with('@') && !text.contains([' ', 'T', ':']);
    let whole = if busybox && bare { format!("{text} {}", now.strftime("%H:%M:%S")) } else { text.to_owned() };
    point_in_time(&whole, now)
}

/// What `-t` says: `[[CC]YY]MMDDhhmm[.ss]`. A year of two digits is of this century below 69 (POSIX).
fn stamp(text: &str, now: Timestamp) -> Option<Timestamp> {
    let (digits, seconds) = text.split_once('.').unwrap_or((text, "00"));
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number(digits) || !is_number(seconds) || seconds.len() != 2 {
        return None;
    }
    let (year, rest) = match digits.len() {
        8 => (now.strftime("%Y").to_string(), digits),
        10 => (format!("{}{}", if &digits[..2] < "69" { "20" } else { "19" }, &digits[..2]), &digits[2..]),
        12 => (digits[..4].to_owned(), &digits[4..]),
        _ => return None,
    };
    format!("{year}-{}-{}T{}:{}:{seconds}Z", &rest[..2], &rest[2..4], &rest[4..6], &rest[6..8]).parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stamps_have_eight_ten_or_twelve_digits() {
        let now: Timestamp = "2026-11-21T08:30:10Z".parse().unwrap();
        let read = |text: &str| stamp(text, now).map(|time| time.to_string());
        assert_eq!(read("202001011200").as_deref(), Some("2020-01-01T12:00:00Z"));
        assert_eq!(read("9912312359.58").as_deref(), Some("1999-12-31T23:59:58Z"));
        assert_eq!(read("02030405").as_deref(), Some("2026-02-03T04:05:00Z"));
        assert_eq!([read("2020"), read("202013011200"), read("20200101120x"), read("202001011200.5")], [None, None, None, None]);
        assert_eq!(day("2020-01-01", now, true).unwrap().to_string(), "2020-01-01T08:30:10Z");
        assert_eq!(day("2020-01-01", now, false).unwrap().to_string(), "2020-01-01T00:00:00Z");
    }
}
