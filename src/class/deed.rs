//! What leaves a learner's machine: the records about scenarios, and nothing else.

use std::sync::Arc;

use jiff::Timestamp;

use crate::progress::{Event, Record};
use crate::text::sha256;

/// Ids are short; a longer one is not ours.
const LONGEST_ID: usize = 40;
/// More diagnostics than any scenario has checks.
const MOST_DIAGS: usize = 64;

/// Whether a record may be shown to an instructor: it is about a scenario and holds ids, numbers and its time alone.
pub fn is_shared(record: &Record) -> bool {
    scenario(&record.event).is_some()
}

/// Those of `records` that may be shown, from `since` on, in the order of the journal.
pub fn shared(records: Vec<Record>, since: Option<Timestamp>) -> Vec<Record> {
    records.into_iter().filter(|record| is_shared(record) && since.is_none_or(|since| record.at >= since)).collect()
}

/// The scenario an event is about, if it is one that is shared.
pub(super) fn scenario(event: &Event) -> Option<&str> {
    match event {
        Event::Started { scenario }
        | Event::Checked { scenario, .. }
        | Event::Edited { scenario }
        | Event::Hinted { scenario, .. }
        | Event::Revealed { scenario }
        | Event::Reset { scenario } => Some(scenario),
        _ => None,
    }
}

/// What tells one journal from another: the same for every file and connection of the same journal, and nothing that
/// could be read back. `None` for an empty one.
pub fn stream_id(shared: &[Record]) -> Option<Arc<str>> {
    let first = shared.first()?;
    Some(sha256(first.to_line().as_bytes()).get(..16)?.into())
}

/// What is wrong with a record that somebody else made, in one word of the messages `class-unfit-…`; `None` if nothing.
pub fn unfit(record: &Record) -> Option<&'static str> {
    let Some(scenario) = scenario(&record.event) else { return Some("kind") };
    let is_id =
        |id: &str| !id.is_empty() && id.len() <= LONGEST_ID && id.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_@.".contains(&b));
    if !is_id(scenario) {
        return Some("scenario");
    }
    match &record.event {
        Event::Checked { diags, .. } if diags.len() > MOST_DIAGS || !diags.iter().all(|diag| is_id(diag)) => Some("diags"),
        Event::Checked { score, points, .. } if score > points || *points > 10_000 => Some("score"),
        Event::Hinted { hint, .. } if *hint > 100 => Some("hint"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::progress::VERSION;

    fn record(event: Event) -> Record {
        Record { v: VERSION, at: Timestamp::UNIX_EPOCH, event }
    }

    #[test]
    fn places_settings_lessons_and_answers_stay_at_home() {
        let kept = [
            Event::At { place: "scenario/E03".into() },
            Event::Set { setting: "language".into(), value: "ko".into() },
            Event::Read { lesson: "L13".into(), percent: 40 },
            Event::Answered { item: "L13/2".into(), right: false, placement: false },
        ];
        assert!(kept.into_iter().map(record).all(|record| !is_shared(&record) && unfit(&record) == Some("kind")));
        assert!(is_shared(&record(Event::Started { scenario: "E03@7".into() })));
    }

    #[test]
    fn what_no_journal_of_ours_says_is_named() {
        let checked = |scenario: &str, score, diags: &[&str]| {
            let diags = diags.iter().map(|diag| (*diag).to_owned()).collect();
            unfit(&record(Event::Checked { scenario: scenario.into(), score, points: 5, passed: false, diags }))
        };
        assert_eq!(checked("E03", 2, &["flow-leaked"]), None);
        assert_eq!(checked("\u{1b}[2J", 2, &[]), Some("scenario"));
        assert_eq!(checked("E03", 6, &[]), Some("score"));
        assert_eq!(checked("E03", 2, &["=cmd|'/C calc'"]), Some("diags"));
    }
}
