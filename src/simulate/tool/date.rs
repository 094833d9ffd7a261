//! `date`, and points in time as people write them.

use super::Call;
use super::list::MONTHS;
use crate::simulate::session::{Session, Stop, Streams};

/// `date [-u] [-d TIME] [-r FILE] [-s TIME] [+FORMAT]`
pub fn date(session: &mut Session<'_>, call: Call<'_>, streams: &mut Streams) -> Result<i32, Stop> {
    // `-I` takes its form without a blank.
    let in_words = |arg: &String| match arg.strip_prefix("-I") {
        Some("") => "--iso-8601".to_owned(),
        Some(form) => format!("--iso-8601={form}"),
        None => arg.clone(),
    };
    let args: Vec<String> = call.args.iter().map(in_words).collect();
    let mut call = Call { args: &args, ..call }.reading("sdrD");
    if let Some(other) = call.options.long_words().find(|word| matches!(*word, "version" | "help" | "debug" | "resolution")) {
        return Err(Stop::NotSimulated(format!("date --{other}")));
    }
    if let Some(other) = call.options.flags().find(|letter| !"sdruRD".contains(*letter)) {
        streams.complain(format!("date: invalid option -- '{other}'"));
        return Ok(super::options::usage(session, "date", streams));
    }
    if session.busybox() && (call.options.has('R') || call.options.long("iso-8601").is_some()) {
        let form =
            if call.options.has('R') { "+%a, %d %b %Y %H:%M:%S +0000" } else { iso(call.options.long("iso-8601").unwrap_or_default()) };
        call.options.rest.push(form.to_owned());
    }
    if !session.busybox() {
        let long = |name: &str| call.options.long(name).map(str::to_owned);
        let format = match (
            long("iso-8601").or_else(|| long("rfc-3339").map(|spec| format!("rfc-{spec}"))),
            long("rfc-email").is_some() || call.options.has('R'),
        ) {
            (Some(spec), _) if spec == "rfc-seconds" => Some("+%Y-%m-%d %H:%M:%S+00:00"),
            (Some(spec), _) => Some(iso(spec.trim_start_matches("rfc-"))),
            (None, true) => Some("+%a, %d %b %Y %H:%M:%S +0000"),
            (None, false) => None,
        };
        let date = long("date");
        call.options.rest.extend(format.map(str::to_owned));
        if let Some(date) = date {
            call.options.set_value('d', date);
        }
    }
    let now: jiff::Timestamp = session.world.facts.now.parse().unwrap_or_default();
    let wrong = |text: &str| format!("date: invalid date '{text}'");
    if let Some(word) = call.options.rest.iter().find(|word| !word.starts_with('+')) {
        streams.complain(wrong(word));
        return Ok(1);
    }
    if let Some(path) = call.options.value('r').map(str::to_owned) {
        let found =
            session.with_files(|files, who, cwd| files.find(who, cwd, &path, true).map(|(place, node)| files.node(place.mount, node).time));
        match found {
            Ok(Some(time)) => call.options.set_value('d', format!("@{}", time.as_second())),
            // When an image's files were made is not known.
            Ok(None) => return Err(Stop::NotSimulated(format!("date -r {path}"))),
            Err(errno) => {
                streams.complain(format!("date: {path}: {}", errno.text()));
                return Ok(1);
            }
        }
    }
    let busybox = session.busybox();
    let read = |text: &str| match busybox {
        true => point_in_time(text, now).or_else(|| overflowing(text, now)),
        false => relative(text, now).or_else(|| point_in_time(text, now)).or_else(|| spelled(text, now)),
    };
    let asked = match call.options.value('d').map(|text| (text, read(text))) {
        // GNU reads whole sentences.
        Some((text, None)) if !busybox && is_sentence(text) => return Err(Stop::NotSimulated(format!("date -d {text}"))),
        Some((text, None)) => {
            streams.complain(wrong(text));
            return Ok(1);
        }
        Some((_, time)) => time,
        None => None,
    };
    let asked = asked.unwrap_or(now).to_zoned(jiff::tz::TimeZone::UTC);
    let shown = match call.options.rest.iter().find_map(|arg| arg.strip_prefix('+')) {
        Some(format) => asked.strftime(&of_c(format)).to_string(),
        None => asked.strftime("%a %b %e %H:%M:%S UTC %Y").to_string(),
    };
    if let Some(wanted) = call.options.value('s')
        && !session.who.effective.has("SYS_TIME")
    {
        let busybox = session.busybox();
        streams.complain(if busybox {
            "date: can't set date: Operation not permitted"
        } else {
            "date: cannot set date: Operation not permitted"
        });
        // Both go on to print the time that they were given.
        let given = point_in_time(wanted, now).map(|time| time.strftime("%a %b %e %H:%M:%S UTC %Y").to_string());
        streams.say(given.unwrap_or(shown));
        return Ok(i32::from(!busybox));
    }
    streams.say(shown);
    Ok(0)
}

/// The form of `-I`.
fn iso(spec: &str) -> &'static str {
    match spec {
        "hours" => "+%Y-%m-%dT%H+00:00",
        "minutes" => "+%Y-%m-%dT%H:%M+00:00",
        "seconds" => "+%Y-%m-%dT%H:%M:%S+00:00",
        "ns" => "+%Y-%m-%dT%H:%M:%S,000000000+00:00",
        _ => "+%Y-%m-%d",
    }
}

/// What the C locale means by `%c`, `%x`, `%X` and `%r`.
fn of_c(format: &str) -> String {
    let mut out = String::new();
    let mut chars = format.chars();
    while let Some(c) = chars.next() {
        match (c, chars.clone().next()) {
            ('%', Some(letter @ ('c' | 'x' | 'X' | 'r' | 'h' | 'N'))) => {
                chars.next();
                out += match letter {
                    'c' => "%a %b %e %H:%M:%S %Y",
                    'x' => "%m/%d/%y",
                    'X' => "%H:%M:%S",
                    'r' => "%I:%M:%S %p",
                    'N' => "000000000",
                    _ => "%b",
                };
            }
            ('%', Some(next)) => {
                chars.next();
                out.extend(['%', next]);
            }
            _ => out.push(c),
        }
    }
    out
}

/// `2020-01-01`, `2020-01-01 12:30`, `12:30:00`, `@0`.
pub fn point_in_time(text: &str, now: jiff::Timestamp) -> Option<jiff::Timestamp> {
    if let Some(seconds) = text.strip_prefix('@') {
        return jiff::Timestamp::from_second(seconds.parse().ok()?).ok();
    }
    let text = text.strip_suffix('Z').filter(|text| text.contains('T')).unwrap_or(text);
    let today = now.strftime("%Y-%m-%d").to_string();
    let (date, time) = match text.split_once([' ', 'T']) {
        Some((date, time)) => (date, time),
        None if text.contains(':') => (today.as_str(), text),
        None => (text, "00:00:00"),
    };
    let time = if time.matches(':').count() == 1 { format!("{time}:00") } else { time.to_owned() };
    format!("{date}T{time}Z").parse().ok()
}

/// `now`, `yesterday`, `2 days ago`, `+1 hour`, as GNU's date takes them.
fn relative(text: &str, now: jiff::Timestamp) -> Option<jiff::Timestamp> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let seconds = match words.as_slice() {
        ["now" | "today"] => 0,
        ["yesterday"] => -86400,
        ["tomorrow"] => 86400,
        [number, unit] => number.parse::<i64>().ok()? * unit_of(unit)?,
        [number, unit, "ago"] => -number.parse::<i64>().ok()? * unit_of(unit)?,
        _ => return None,
    };
    now.checked_add(jiff::SignedDuration::from_secs(seconds)).ok()
}

fn unit_of(unit: &str) -> Option<i64> {
    Some(match unit.trim_end_matches('s') {
        "sec" | "second" => 1,
        "min" | "minute" => 60,
        "hour" => 3600,
        "day" => 86400,
        "week" => 7 * 86400,
        _ => return None,
    })
}

/// A day that its month does not have counts on from its end (mktime(3)).
fn overflowing(text: &str, now: jiff::Timestamp) -> Option<jiff::Timestamp> {
    let (date, time) = text.split_once([' ', 'T']).map_or((text, ""), |(date, time)| (date, time));
    let (month, day) = date.rsplit_once('-')?;
    let beyond = day.parse::<i64>().ok().filter(|day| (1..=31).contains(day))? - 1;
    let first = point_in_time(format!("{month}-01 {time}").trim_end(), now)?;
    first.checked_add(jiff::SignedDuration::from_secs(beyond * 86400)).ok()
}

/// The number of the month with whose three letters a word begins.
fn month_of(word: &str) -> Option<usize> {
    let start = word.get(..3)?;
    MONTHS.iter().position(|month| month.eq_ignore_ascii_case(start)).map(|at| at + 1)
}

/// `Jan 5 2020`, `5 Jan 2020`, `2020-01-01 + 1 day`, `2020-01-01 -2 hours`: a day, and what is added to it.
fn spelled(text: &str, now: jiff::Timestamp) -> Option<jiff::Timestamp> {
    if let Some((before, sum)) = text.split_once(" + ").or_else(|| text.split_once(" +")) {
        return added(before, sum, 1, now);
    }
    if let Some((before, sum)) = text.split_once(" - ").or_else(|| text.split_once(" -")) {
        return added(before, sum, -1, now);
    }
    let words: Vec<String> = text.replace(',', " ").split_whitespace().map(str::to_lowercase).collect();
    let [first, second, year] = words.as_slice() else { return None };
    let (month, day) = month_of(first).zip(second.parse::<u8>().ok()).or_else(|| month_of(second).zip(first.parse::<u8>().ok()))?;
    point_in_time(&format!("{:04}-{month:02}-{day:02}", year.parse::<u16>().ok()?), now)
}

fn added(before: &str, sum: &str, sign: i64, now: jiff::Timestamp) -> Option<jiff::Timestamp> {
    let (number, unit) = sum.trim().split_once(' ')?;
    let seconds = number.parse::<i64>().ok()? * unit_of(unit.trim())? * sign;
    let start = point_in_time(before.trim(), now).or_else(|| relative(before.trim(), now))?;
    start.checked_add(jiff::SignedDuration::from_secs(seconds)).ok()
}

/// Whether a text consists of words with which GNU's date begins something, though it is not read here.
fn is_sentence(text: &str) -> bool {
    const WORDS: [&str; 13] =
        ["next", "last", "ago", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "noon", "month", "year"];
    let text = text.to_lowercase();
    let words: Vec<&str> = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let known =
        |word: &str| month_of(word).is_some() || WORDS.iter().any(|known| word.get(..3).is_some_and(|start| known.starts_with(start)));
    words.iter().any(|word| known(word)) && words.iter().all(|word| known(word) || word.parse::<u32>().is_ok() || unit_of(word).is_some())
}
