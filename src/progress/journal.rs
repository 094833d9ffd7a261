//! The journal on its host, and the present state beside it.

use std::collections::VecDeque;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use super::{Event, Line, Progress, Record, Trouble, VERSION};
use crate::host::Host;
use crate::locale::Sentence;

/// A learner's journal. Lines are only ever added, each under a lock and with the system before [`Journal::record`]
/// returns, so that two consoles can share one and a killed one loses nothing that was recorded; what was earned is then
/// on disk as well ([`Event::must_last`]). Where nothing can be written
/// the events wait in memory and go out as soon as writing works again.
pub struct Journal {
    host: Arc<dyn Host>,
    path: PathBuf,
    progress: Progress,
    /// Lines that could not be written yet, and their events.
    waiting: VecDeque<Record>,
    /// Whether a line was written that even a power cut may not take.
    unsynced: bool,
    trouble: Option<Trouble>,
    passed_over: PassedOver,
}

/// Lines of the journal that say nothing to this program.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct PassedOver {
    /// The number of the first.
    first: Option<usize>,
    newer: usize,
    broken: usize,
}

impl PassedOver {
    fn note(&mut self, number: usize, line: &Line) {
        match line {
            Line::Known(_) => return,
            Line::Newer => self.newer += 1,
            Line::Broken => self.broken += 1,
        }
        self.first = self.first.or(Some(number));
    }
}

impl Journal {
    /// Reads the journal of the host's data folder. A missing one is an empty one; what cannot be read is passed over.
    pub fn open(host: Arc<dyn Host>) -> Self {
        let path = path(host.as_ref());
        let mut journal = Self {
            host,
            path,
            progress: Progress::default(),
            waiting: VecDeque::new(),
            unsynced: false,
            trouble: None,
            passed_over: PassedOver::default(),
        };
        journal.refresh();
        journal
    }

    /// What the host's journal holds, line by line. A missing one is an empty one; torn and newer lines are passed over.
    ///
    /// # Errors
    /// When the journal is there and cannot be read.
    pub fn records(host: &dyn Host) -> io::Result<Vec<Record>> {
        let bytes = match host.read(&path(host)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
            read => read?,
        };
        let known = Line::read_all(&bytes).filter_map(|line| match line {
            Line::Known(record) => Some(record),
            Line::Newer | Line::Broken => None,
        });
        Ok(known.collect())
    }

    /// The present state.
    pub fn progress(&self) -> &Progress {
        &self.progress
    }

    /// Why the last event could not be saved; `None` when all is on disk.
    pub fn trouble(&self) -> Option<&Trouble> {
        self.trouble.as_ref()
    }

    /// That lines were passed over: how many, the first one, and what to do. Lines torn by a crash are told only where
    /// `all` is wanted; those of a newer version always, for what they record is missing here.
    pub fn passed_over(&self, all: bool) -> Option<Sentence> {
        let PassedOver { first, newer, broken } = self.passed_over;
        let told = newer > 0 || (all && broken > 0);
        let facts = [
            ("file", self.path.display().to_string()),
            ("line", first.filter(|_| told)?.to_string()),
            ("newer", newer.to_string()),
            ("broken", broken.to_string()),
        ];
        let facts = facts.each_ref().map(|(name, value)| (*name, value.as_str()));
        Some(Sentence::new(if newer > 0 { "progress-newer" } else { "progress-torn" }, &facts))
    }

    /// Records that `event` happened now. An event that changes nothing (the same place, the same setting) is left out.
    pub fn record(&mut self, event: Event) {
        let before = self.progress.clone();
        let now = self.host.now();
        self.progress.apply(&event, now);
        let counts = matches!(event, Event::Checked { .. } | Event::Edited { .. } | Event::Reset { .. });
        if counts || self.progress != before {
            self.waiting.push_back(Record { v: VERSION, at: now, event });
        }
        self.write_waiting();
    }

    /// Reads what other consoles recorded meanwhile; whether anything changed.
    pub fn refresh(&mut self) -> bool {
        let bytes = match self.host.read(&self.path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
            Err(error) => {
                self.trouble = Some(Trouble::new(&self.path, &error));
                return false;
            }
        };
        let mut progress = Progress::default();
        self.passed_over = PassedOver::default();
        for (number, line) in Line::numbered(&bytes) {
            self.passed_over.note(number, &line);
            if let Line::Known(record) = line {
                progress.apply(&record.event, record.at);
            }
        }
        self.waiting.iter().for_each(|record| progress.apply(&record.event, record.at));
        let changed = progress != self.progress;
        self.progress = progress;
        changed
    }

    /// Writes what waits, in order, as far as the disk takes it.
    pub fn write_waiting(&mut self) {
        let mut written = self.append_waiting();
        if std::mem::take(&mut self.unsynced) && written.is_ok() {
            written = self.host.sync(&self.path);
        }
        self.trouble = written.err().map(|error| Trouble::new(&self.path, &error));
    }

    fn append_waiting(&mut self) -> io::Result<()> {
        while let Some(record) = self.waiting.front() {
            self.host.append_line(&self.path, &record.to_line())?;
            self.unsynced |= record.event.must_last();
            self.waiting.pop_front();
        }
        Ok(())
    }
}

fn path(host: &dyn Host) -> PathBuf {
    host.data_dir().join("journal.jsonl")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::host::{Fault, Memory};
    use crate::locale::Locale;
    use crate::progress::Cause;

    const PATH: &str = "/data/journal.jsonl";

    fn at(place: &str) -> Event {
        Event::At { place: place.into() }
    }

    fn lines(host: &Memory) -> Vec<String> {
        let bytes = host.read(PATH.as_ref()).unwrap_or_default();
        String::from_utf8(bytes).unwrap().lines().map(str::to_owned).collect()
    }

    #[test]
    fn what_was_recorded_is_there_next_time_and_stamped() {
        let host = Arc::new(Memory::new());
        host.set_now("2026-11-21T10:00:00Z".parse().unwrap());
        let mut journal = Journal::open(host.clone());
        journal.record(at("home"));
        journal.record(at("home"));
        assert_eq!(lines(&host), [r#"{"v":1,"at":"2026-11-21T10:00:00Z","event":"at","place":"home"}"#]);
        assert_eq!(Journal::open(host).progress(), journal.progress());
    }

    #[test]
    fn a_full_disk_costs_nothing_once_there_is_room_again() {
        let host = Arc::new(Memory::new());
        let mut journal = Journal::open(host.clone());
        host.set_fault(Some(Fault::FullDisk));
        journal.record(at("scenario/E01"));
        journal.record(at("scenario/E02"));
        assert_eq!(journal.trouble().map(|trouble| &trouble.cause), Some(&Cause::FullDisk));
        assert_eq!(journal.progress().place.as_deref(), Some("scenario/E02"));
        host.set_fault(None);
        journal.record(at("scenario/E03"));
        assert_eq!((journal.trouble(), lines(&host).len()), (None, 3));
    }

    #[test]
    fn newer_and_torn_lines_are_passed_over_and_kept() {
        let host = Arc::new(Memory::new());
        let newer = r#"{"v":9,"at":"2030-01-01T00:00:00Z","event":"duelled"}"#;
        host.put(PATH, format!("{newer}\n{{\"v\":1,\"at\":\"2030-01-0").as_bytes());
        let mut journal = Journal::open(host.clone());
        journal.record(at("home"));
        let lines = lines(&host);
        assert_eq!((lines.len(), lines[0].as_str()), (3, newer));
        let told = |all| Journal::open(host.clone()).passed_over(all).map(|said| said.text(&Locale::new("en")));
        assert!(told(false).is_some_and(|said| said.contains("a newer cofferdam has written one line") && said.contains("line is 1)")));
        host.put(PATH, b"{\"v\":1,\"at\":\"2030");
        assert_eq!(told(false), None);
        assert!(told(true).is_some_and(|said| said.contains("one line cannot be read")));
        host.put(PATH, lines.join("\n").as_bytes());
        assert_eq!(Journal::open(host).progress().place.as_deref(), Some("home"));
    }

    #[test]
    fn two_consoles_see_each_other() {
        let host = Arc::new(Memory::new());
        let (mut one, mut other) = (Journal::open(host.clone()), Journal::open(host));
        one.record(Event::Hinted { scenario: "E03".into(), hint: 2 });
        other.record(Event::Started { scenario: "E04".into() });
        assert!(one.refresh() && other.refresh());
        assert_eq!(one.progress(), other.progress());
        assert!(!one.refresh());
    }
}
