//! The host's side of the conversation: who sits where, what each has sent. Pure: lines and times come in, answers go out.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::deed::unfit;
use super::names::{harmless, nickname};
use super::port::Peer;
use super::result::ResultFile;
use super::roster::{Learner, Roster};
use super::wire::{Answer, Hello, Numbered, Refusal, Said, VERSION};
use crate::progress::Record;
use crate::text::sha256;

/// Learners of a class.
const MOST_SEATS: usize = 200;
/// Journals of one learner: machines, and machines that were set up anew.
const MOST_STREAMS: usize = 16;
/// Records of one learner; far more than a course makes.
const MOST_RECORDS: usize = 50_000;
/// Wrong PINs before a name is closed for a while.
const TRIES: u32 = 5;
/// For how long.
const CLOSED: SignedDuration = SignedDuration::from_secs(60);
/// Clocks that differ less than this are the same.
const SAME_CLOCK: SignedDuration = SignedDuration::from_secs(3);

/// A class as its host knows it.
#[derive(Debug, Default)]
pub struct Room {
    seats: BTreeMap<String, Seat>,
    /// Who said hello on which connection: name and stream.
    peers: BTreeMap<Peer, (String, String)>,
}

#[derive(Debug, Default)]
struct Seat {
    /// The PIN's checksum; empty until somebody takes the seat.
    pin: String,
    learner: Learner,
    /// How many records of each stream are here.
    streams: BTreeMap<String, u64>,
    /// The journal of the file that the seat was filled from.
    journal: String,
    /// Records that are not merged yet.
    fresh: Vec<Record>,
    wrong: u32,
    closed_until: Option<Timestamp>,
    changed: bool,
}

/// The PINs of a class, kept beside its results so that a host may be started anew.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Pins(pub BTreeMap<String, String>);

/// What the host answers, and whether that was the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reply {
    /// The answer, if there is one.
    pub answer: Option<Answer>,
    /// Whether the connection ends.
    pub ends: bool,
}

impl Reply {
    fn have(number: u64) -> Self {
        Self { answer: Some(Answer::Have(number)), ends: false }
    }

    fn refuse(why: Refusal) -> Self {
        Self { answer: Some(Answer::Refused(why)), ends: true }
    }
}

fn sealed(name: &str, pin: &str) -> String {
    sha256(format!("{name}\n{pin}").as_bytes())
}

impl Room {
    /// A room with the results that are there already, and the PINs of those who sat here before.
    pub fn new(files: Vec<ResultFile>, pins: &Pins) -> Self {
        let mut room = Self::default();
        for file in files {
            let seat = room.seats.entry(file.learner.clone()).or_default();
            seat.pin = pins.0.get(&file.learner).cloned().unwrap_or_default();
            seat.learner.name.clone_from(&file.learner);
            (seat.journal, seat.learner.program, seat.learner.pack) = (file.journal, file.program, file.pack);
            seat.fresh.extend(file.events);
        }
        room
    }

    /// Takes a line from a connection.
    pub fn hear(&mut self, peer: Peer, line: &[u8], now: Timestamp) -> Reply {
        match (Said::read(line), self.peers.get(&peer).cloned()) {
            (Some(Said::Hello(hello)), None) => self.greet(peer, &hello, now),
            (Some(Said::Record(record)), Some((name, stream))) => self.take(&name, &stream, record),
            (Some(Said::Ping), Some((name, stream))) => Reply::have(self.have(&name, &stream)),
            _ => Reply::refuse(Refusal::Nonsense),
        }
    }

    /// A connection has ended.
    pub fn gone(&mut self, peer: Peer) {
        self.peers.remove(&peer);
    }

    /// How many learners are connected, one with two consoles counted once.
    pub fn present(&self) -> usize {
        self.peers.values().map(|(name, _)| name).collect::<std::collections::BTreeSet<_>>().len()
    }

    fn have(&self, name: &str, stream: &str) -> u64 {
        self.seats.get(name).and_then(|seat| seat.streams.get(stream)).copied().unwrap_or(0)
    }

    fn greet(&mut self, peer: Peer, hello: &Hello, now: Timestamp) -> Reply {
        if hello.v != VERSION {
            return Reply::refuse(Refusal::Version);
        }
        let is_pin = (4..=64).contains(&hello.pin.len());
        let is_stream = hello.stream.len() <= 64 && hello.stream.bytes().all(|byte| byte.is_ascii_hexdigit());
        let Some(name) = nickname(&hello.name).filter(|_| is_pin && is_stream) else {
            return Reply::refuse(Refusal::BadName);
        };
        if !self.seats.contains_key(&name) && self.seats.len() >= MOST_SEATS {
            return Reply::refuse(Refusal::Full);
        }
        let seat = self.seats.entry(name.clone()).or_default();
        if let Err(why) = seat.admit(&name, hello, now) {
            return Reply::refuse(why);
        }
        if !seat.streams.contains_key(&hello.stream) && seat.streams.len() >= MOST_STREAMS {
            return Reply::refuse(Refusal::Full);
        }
        seat.learner.name.clone_from(&name);
        (seat.learner.program, seat.learner.pack) = (harmless(&hello.program, 20), harmless(&hello.pack, 64));
        let behind = now.duration_since(hello.now);
        seat.learner.behind = if behind.abs() < SAME_CLOCK { SignedDuration::ZERO } else { behind };
        let have = *seat.streams.entry(hello.stream.clone()).or_default();
        self.peers.insert(peer, (name, hello.stream.clone()));
        Reply::have(have)
    }

    /// A record counts if it is the next of its stream; one that is here already is acknowledged again.
    fn take(&mut self, name: &str, stream: &str, numbered: Numbered) -> Reply {
        let Some(seat) = self.seats.get_mut(name) else { return Reply::refuse(Refusal::Nonsense) };
        let have = seat.streams.entry(stream.to_owned()).or_default();
        if numbered.n > *have + 1 || unfit(&numbered.record).is_some() {
            return Reply::refuse(Refusal::Nonsense);
        }
        if numbered.n == *have + 1 {
            if seat.learner.records.len() + seat.fresh.len() >= MOST_RECORDS {
                return Reply::refuse(Refusal::Full);
            }
            *have += 1;
            seat.fresh.push(numbered.record);
            seat.changed = true;
        }
        Reply::have(*have)
    }

    /// All learners, with what has come until now.
    pub fn roster(&mut self) -> Roster {
        let seats = self.seats.values_mut().filter(|seat| !seat.pin.is_empty() || !seat.journal.is_empty());
        let learners = seats.map(|seat| {
            seat.merge();
            seat.learner.clone()
        });
        Roster { learners: learners.collect(), notes: Vec::new() }
    }

    /// The results that have changed since the last call, to be kept.
    pub fn changed(&mut self) -> Vec<ResultFile> {
        let results = self.seats.values_mut().filter_map(|seat| {
            if !std::mem::take(&mut seat.changed) {
                return None;
            }
            seat.merge();
            let learner = &seat.learner;
            Some(ResultFile::new(&learner.name, &learner.program, &learner.pack, learner.records.clone()))
        });
        results.collect()
    }

    /// The PINs, sealed.
    pub fn pins(&self) -> Pins {
        let taken = self.seats.iter().filter(|(_, seat)| !seat.pin.is_empty());
        Pins(taken.map(|(name, seat)| (name.clone(), seat.pin.clone())).collect())
    }
}

impl Seat {
    fn merge(&mut self) {
        if !self.fresh.is_empty() {
            self.learner.take(std::mem::take(&mut self.fresh));
        }
    }

    /// Whether this is who sits here. The first who comes chooses the PIN; a seat that was filled from a file is the
    /// owner's of that journal.
    fn admit(&mut self, name: &str, hello: &Hello, now: Timestamp) -> Result<(), Refusal> {
        if self.closed_until.is_some_and(|until| now < until) {
            return Err(Refusal::TooManyTries);
        }
        if self.pin.is_empty() && (self.journal.is_empty() || self.journal == hello.stream) {
            self.pin = sealed(name, &hello.pin);
            self.changed = true;
            return Ok(());
        }
        if self.pin == sealed(name, &hello.pin) {
            (self.wrong, self.closed_until) = (0, None);
            return Ok(());
        }
        self.wrong += 1;
        if self.wrong >= TRIES {
            (self.wrong, self.closed_until) = (0, now.checked_add(CLOSED).ok());
        }
        Err(Refusal::NameTaken)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::class::{shared, stream_id};
    use crate::progress::Event;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_760_000_000 + second).unwrap()
    }

    fn record(second: i64) -> Record {
        Record { v: 1, at: at(second), event: Event::Edited { scenario: "E03".into() } }
    }

    fn hello(name: &str, pin: &str, stream: &str) -> String {
        let (name, pin, stream) = (name.into(), pin.into(), stream.into());
        Said::Hello(Hello { v: 1, name, pin, stream, now: at(0), program: "0.1.0".into(), pack: "p".into() }).line()
    }

    fn said(room: &mut Room, peer: Peer, line: &str) -> Answer {
        room.hear(peer, line.as_bytes(), at(0)).answer.unwrap()
    }

    fn sent(room: &mut Room, peer: Peer, n: u64, second: i64) -> Answer {
        said(room, peer, &Said::Record(Numbered { n, record: record(second) }).line())
    }

    fn seconds(room: &mut Room, name: &str) -> Vec<i64> {
        let roster = room.roster();
        let learner = roster.learners.iter().find(|learner| learner.name == name).unwrap();
        learner.records.iter().map(|record| record.at.duration_since(at(0)).as_secs()).collect()
    }

    #[test]
    fn records_come_in_order_once_and_go_on_after_a_break() {
        let mut room = Room::default();
        assert_eq!(said(&mut room, 1, &hello("민지", "4821", "aa")), Answer::Have(0));
        assert_eq!(sent(&mut room, 1, 1, 10), Answer::Have(1));
        assert_eq!(sent(&mut room, 1, 2, 20), Answer::Have(2));
        // The acknowledgement was lost, and the learner comes back on another connection.
        room.gone(1);
        assert_eq!(said(&mut room, 2, &hello("민지", "4821", "aa")), Answer::Have(2));
        assert_eq!(sent(&mut room, 2, 2, 20), Answer::Have(2));
        assert_eq!(sent(&mut room, 2, 3, 30), Answer::Have(3));
        assert_eq!(seconds(&mut room, "민지"), [10, 20, 30]);
        assert_eq!(room.changed().len(), 1);
        assert!(room.changed().is_empty());
    }

    #[test]
    fn a_gap_or_nonsense_ends_the_connection_and_keeps_what_is_there() {
        let mut room = Room::default();
        said(&mut room, 1, &hello("Ana", "4821", "aa"));
        sent(&mut room, 1, 1, 10);
        let gap = Said::Record(Numbered { n: 3, record: record(30) }).line();
        for (peer, line) in [(1, gap.as_str()), (1, "\u{0}\u{1}"), (1, &hello("Bo", "1111", "bb")), (7, r#"{"ping":true}"#)] {
            assert_eq!(room.hear(peer, line.as_bytes(), at(0)), Reply::refuse(Refusal::Nonsense), "{line}");
        }
        let place = Record { v: 1, at: at(9), event: Event::At { place: "home".into() } };
        let place = Said::Record(Numbered { n: 2, record: place }).line();
        assert_eq!(said(&mut room, 1, &place), Answer::Refused(Refusal::Nonsense));
        assert_eq!(seconds(&mut room, "Ana"), [10]);
    }

    #[test]
    fn a_name_is_taken_over_with_its_pin_alone_and_guessing_is_stopped() {
        let mut room = Room::default();
        said(&mut room, 1, &hello("Ana", "4821", "aa"));
        sent(&mut room, 1, 1, 20);
        for guess in 0..5 {
            assert_eq!(said(&mut room, 2, &hello("Ana", &format!("000{guess}"), "bb")), Answer::Refused(Refusal::NameTaken));
        }
        let right = hello("Ana", "4821", "bb");
        assert_eq!(said(&mut room, 2, &right), Answer::Refused(Refusal::TooManyTries));
        assert_eq!(room.hear(2, right.as_bytes(), at(61)).answer, Some(Answer::Have(0)));
        // Both machines' records are one learner's, in order of time.
        sent(&mut room, 2, 1, 10);
        assert_eq!((seconds(&mut room, "Ana"), room.present()), (vec![10, 20], 1));
    }

    #[test]
    fn a_host_that_is_started_anew_knows_results_and_pins() {
        let mut room = Room::default();
        let stream = stream_id(&shared(vec![record(10)], None)).unwrap();
        said(&mut room, 1, &hello("Ana", "4821", &stream));
        sent(&mut room, 1, 1, 10);
        let (files, pins) = (room.changed(), room.pins());
        let mut again = Room::new(files.clone(), &pins);
        assert_eq!(said(&mut again, 1, &hello("Ana", "9999", &stream)), Answer::Refused(Refusal::NameTaken));
        assert_eq!(said(&mut again, 2, &hello("Ana", "4821", &stream)), Answer::Have(0));
        sent(&mut again, 2, 1, 10);
        sent(&mut again, 2, 2, 11);
        assert_eq!(seconds(&mut again, "Ana"), [10, 11]);
        // A result from a stick is its journal's: another machine cannot take the name.
        let mut from_stick = Room::new(files, &Pins::default());
        assert_eq!(said(&mut from_stick, 1, &hello("Ana", "1111", "bb")), Answer::Refused(Refusal::NameTaken));
        assert_eq!(said(&mut from_stick, 2, &hello("Ana", "2222", &stream)), Answer::Have(0));
    }

    #[test]
    fn bad_names_other_versions_and_a_full_room_are_refused() {
        let mut room = Room::default();
        assert_eq!(said(&mut room, 1, &hello("\u{1b}[2J", "4821", "aa")), Answer::Refused(Refusal::BadName));
        assert_eq!(said(&mut room, 1, &hello("Ana", "1", "aa")), Answer::Refused(Refusal::BadName));
        assert_eq!(said(&mut room, 1, &hello("Ana", "4821", "../x")), Answer::Refused(Refusal::BadName));
        assert_eq!(said(&mut room, 1, &hello("Ana", "4821", "aa").replace("\"v\":1", "\"v\":2")), Answer::Refused(Refusal::Version));
        for number in 0..MOST_SEATS {
            assert_eq!(said(&mut room, 100 + number as u64, &hello(&format!("L{number}"), "4821", "aa")), Answer::Have(0));
        }
        assert_eq!(said(&mut room, 1, &hello("Ana", "4821", "aa")), Answer::Refused(Refusal::Full));
    }

    #[test]
    fn a_learners_clock_is_seen_through() {
        let mut room = Room::default();
        room.hear(1, hello("Ana", "4821", "aa").as_bytes(), at(3600));
        assert_eq!(room.roster().learners[0].behind, SignedDuration::from_hours(1));
    }
}
