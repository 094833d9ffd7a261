//! `sort`: lines in order, by a key if one is named.

use super::Call;
use crate::simulate::session::{Session, Streams};

/// `sort -c`: the first line that is not where it belongs.
pub fn sorted(session: &Session<'_>, call: &Call<'_>, texts: &[(String, String)], streams: &mut Streams) -> i32 {
    for (name, text) in texts {
        let mut inner = Streams::default();
        sort(call, text, &mut inner);
        let wrong = text.lines().zip(inner.out.lines()).position(|(own, sorted)| own != sorted);
        if let Some(at) = wrong {
            // The line that is too late is the one before which an earlier one stands.
            let lines: Vec<&str> = text.lines().collect();
            let late = (1..lines.len()).find(|n| lines[*n] < lines[*n - 1]).unwrap_or(at);
            let name = if name.is_empty() { "-" } else { name };
            streams.complain(match session.busybox() {
                true => format!("Check line {}", late + 1),
                false => format!("sort: {name}:{}: disorder: {}", late + 1, lines.get(late).copied().unwrap_or_default()),
            });
            return 1;
        }
    }
    0
}

/// `sort -n -r -u -k N -t C -f -b`
pub fn sort(call: &Call<'_>, text: &str, streams: &mut Streams) {
    let options = &call.options;
    let key = options.value('k').unwrap_or("");
    let field: usize = key.split([',', '.']).next().and_then(|field| field.trim_end_matches(char::is_alphabetic).parse().ok()).unwrap_or(0);
    let flag = |letter: char| options.has(letter) || key.contains(letter);
    let part = |line: &str| -> String {
        let part = match (field, options.value('t').and_then(|t| t.chars().next())) {
            (0, _) => line.to_owned(),
            (field, Some(separator)) => line.split(separator).skip(field - 1).collect::<Vec<_>>().join(&separator.to_string()),
            (field, None) => line.split_whitespace().skip(field - 1).collect::<Vec<_>>().join(" "),
        };
        if flag('f') { part.to_uppercase() } else { part }
    };
    let mut lines: Vec<&str> = text.lines().collect();
    let compare = |one: &&str, two: &&str| {
        let (a, b) = (part(one), part(two));
        match () {
            () if flag('n') => number(&a).0.total_cmp(&number(&b).0),
            () if flag('h') => human(&a).total_cmp(&human(&b)),
            () if flag('V') => versions(&a).cmp(&versions(&b)),
            () => a.cmp(&b),
        }
    };
    lines.sort_by(|one, two| {
        let order = compare(one, two).then_with(|| if options.has('u') { std::cmp::Ordering::Equal } else { one.cmp(two) });
        if flag('r') { order.reverse() } else { order }
    });
    if options.has('u') {
        lines.dedup_by(|one, two| compare(&&**one, &&**two).is_eq());
    }
    lines.iter().for_each(|line| streams.say(line));
}

/// The number with which a text begins, and what stands behind it.
fn number(text: &str) -> (f64, &str) {
    let text = text.trim_start();
    let end = text.find(|c: char| !c.is_ascii_digit() && !"-.".contains(c)).unwrap_or(text.len());
    (text[..end].parse().unwrap_or(0.0), &text[end..])
}

/// `1K`, `2M`: for `sort -h`.
fn human(text: &str) -> f64 {
    let (number, rest) = number(text);
    let power = rest.chars().next().and_then(|unit| "KMGTPE".find(unit.to_ascii_uppercase())).map_or(0, |at| at as i32 + 1);
    number * 1024_f64.powi(power)
}

/// Texts and numbers in turns: for `sort -V`.
fn versions(text: &str) -> Vec<(String, u64)> {
    let mut parts = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let number = rest.find(|c: char| c.is_ascii_digit()).unwrap_or(rest.len());
        let (word, after) = rest.split_at(number);
        let end = after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len());
        parts.push((word.to_owned(), after[..end].parse().unwrap_or(0)));
        rest = &after[end..];
    }
    parts
}
