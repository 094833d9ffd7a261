//! One line of the journal: `{"v":1,"at":"2026-11-21T10:00:00Z","event":"started","scenario":"E03"}`.

use serde::{Deserialize, Serialize};

use super::Event;

/// The version of the lines this program writes. A newer one may add kinds of events and fields of known ones.
pub const VERSION: u32 = 1;

/// An event and when it happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// The version of the line's form.
    pub v: u32,
    /// When, by the wall clock.
    pub at: jiff::Timestamp,
    /// What.
    #[serde(flatten)]
    pub event: Event,
}

/// What a line of the journal turned out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// An event.
    Known(Record),
    /// An event of a newer version, kept in the file and passed over.
    Newer,
    /// Torn by a crash, or no line of ours.
    Broken,
}

impl Record {
    /// The line without its end.
    pub fn to_line(&self) -> String {
        // Text and numbers always have a JSON form.
        serde_json::to_string(self).unwrap_or_default()
    }
}

impl Line {
    /// Reads one line.
    pub fn read(line: &[u8]) -> Self {
        #[derive(Deserialize)]
        struct Head {
            v: u32,
            at: jiff::Timestamp,
        }
        // Read twice, for the head and for the event: serde would keep a flattened line in memory twice over.
        let Ok(Head { v, at }) = serde_json::from_slice(line) else { return Line::Broken };
        match serde_json::from_slice(line) {
            Ok(event) => Line::Known(Record { v, at, event }),
            Err(_) if v > VERSION => Line::Newer,
            Err(_) => Line::Broken,
        }
    }

    /// Reads a whole journal. A last line without its end counts if it is whole.
    pub fn read_all(bytes: &[u8]) -> impl Iterator<Item = Self> + '_ {
        Self::numbered(bytes).map(|(_, line)| line)
    }

    /// The same with each line's number, from 1.
    pub fn numbered(bytes: &[u8]) -> impl Iterator<Item = (usize, Self)> + '_ {
        let lines = (1..).zip(bytes.split(|byte| *byte == b'\n'));
        lines.filter(|(_, line)| !line.trim_ascii().is_empty()).map(|(number, line)| (number, Self::read(line)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_has_version_and_time_and_reads_back() {
        let event = Event::Checked { scenario: "E03".into(), score: 3, points: 5, passed: false, diags: vec!["flow-leaked".into()] };
        let record = Record { v: VERSION, at: "2026-11-21T10:00:00Z".parse().unwrap(), event };
        let line = record.to_line();
        assert_eq!(
            line,
            r#"{"v":1,"at":"2026-11-21T10:00:00Z","event":"checked","scenario":"E03","score":3,"points":5,"passed":false,"diags":["flow-leaked"]}"#
        );
        assert_eq!(Line::read(line.as_bytes()), Line::Known(record));
    }

    #[test]
    fn newer_kinds_are_told_from_torn_lines() {
        let read = |line: &str| Line::read(line.as_bytes());
        assert_eq!(read(r#"{"v":2,"at":"2027-01-01T00:00:00Z","event":"duelled","with":"ana"}"#), Line::Newer);
        assert_eq!(read(r#"{"v":1,"at":"2027-01-01T00:00:00Z","event":"started","scen"#), Line::Broken);
        assert!(matches!(read(r#"{"v":2,"at":"2027-01-01T00:00:00Z","event":"started","scenario":"E01","by":"x"}"#), Line::Known(_)));
    }
}
