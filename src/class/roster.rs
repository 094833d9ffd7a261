//! All learners, merged from files and connections: duplicates once, older and newer records in one order.

use std::collections::BTreeMap;
use std::io;

use jiff::{SignedDuration, Timestamp};

use super::result::{Fault, ResultFile};
use crate::locale::{Locale, Sentence};
use crate::progress::Record;

/// One learner.
#[derive(Clone, Debug, Default)]
pub struct Learner {
    /// The nickname; a second learner of the same name has a number behind it.
    pub name: String,
    /// What was done, in order of time, each once.
    pub records: Vec<Record>,
    /// The program's version, as the last source said.
    pub program: String,
    /// The pack's checksum, as the last source said.
    pub pack: String,
    /// All there is of this learner was edited after it was written.
    pub edited: bool,
    /// How far the learner's clock is behind ours.
    pub behind: SignedDuration,
}

/// Something to know about a source: which, where in it, and what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The file.
    pub source: String,
    /// The line, if it is about one.
    pub line: Option<usize>,
    /// Its word in JSON.
    pub word: &'static str,
    /// The sentence.
    pub sentence: Sentence,
}

/// A file: its name, what it holds, and whether it was edited.
type Source = (String, ResultFile, Option<Fault>);

/// All learners, and what was wrong with their files.
#[derive(Clone, Debug, Default)]
pub struct Roster {
    /// By name.
    pub learners: Vec<Learner>,
    /// In the order of the files.
    pub notes: Vec<Note>,
}

impl Learner {
    /// Takes more records in, those it has already left out.
    pub fn take(&mut self, records: impl IntoIterator<Item = Record>) {
        self.records.extend(records);
        // Sorting is stable: records of the same moment stay in the order of their journal.
        self.records.sort_by_key(|record| record.at);
        drop_duplicates(&mut self.records);
    }

    /// When something was last done, by the learner's clock.
    pub fn last(&self) -> Option<Timestamp> {
        self.records.last().map(|record| record.at)
    }
}

/// Leaves out what stands twice within the same moment.
fn drop_duplicates(records: &mut Vec<Record>) {
    let mut start = 0;
    let mut kept: Vec<Record> = Vec::with_capacity(records.len());
    for record in records.drain(..) {
        if kept.last().is_none_or(|last| last.at != record.at) {
            start = kept.len();
        }
        if !kept[start..].contains(&record) {
            kept.push(record);
        }
    }
    *records = kept;
}

impl Roster {
    /// The learners of result files, which are given with their names. `same` takes equal nicknames as one learner even
    /// where they come from different journals.
    pub fn of_files(files: impl IntoIterator<Item = (String, Vec<u8>)>, same: bool) -> Self {
        let mut roster = Self::default();
        let mut groups: BTreeMap<(String, Option<String>), Vec<Source>> = BTreeMap::new();
        for (source, bytes) in files {
            match ResultFile::read(&bytes) {
                Ok((file, fault)) => {
                    let stream = file.journal.clone();
                    let key = (file.learner.clone(), (!same).then_some(stream));
                    groups.entry(key).or_default().push((source, file, fault));
                }
                Err(fault) => roster.notes.push(Note::new(source, &fault)),
            }
        }
        for ((name, _), files) in groups {
            let learner = roster.merged(&name, files);
            roster.learners.push(learner);
        }
        roster.number_equal_names();
        roster.notes.sort_by(|a, b| (&a.source, a.line).cmp(&(&b.source, b.line)));
        roster
    }

    /// One learner out of files of the same journal. What was edited counts only where nothing else is there.
    fn merged(&mut self, name: &str, mut files: Vec<Source>) -> Learner {
        files.sort_by_key(|(_, file, _)| file.until);
        let edited = files.iter().all(|(_, _, fault)| fault.is_some());
        let mut learner = Learner { name: name.to_owned(), edited, ..Learner::default() };
        for (source, file, fault) in files {
            if let Some(fault) = &fault {
                self.notes.push(Note::new(source, fault));
            }
            if fault.is_none() || edited {
                (learner.program, learner.pack) = (file.program, file.pack);
                learner.take(file.events);
            }
        }
        learner
    }

    /// Tells learners of equal nicknames apart by a number, and says that it did.
    fn number_equal_names(&mut self) {
        self.learners.sort_by_key(|learner| (learner.name.clone(), learner.records.first().map(|record| record.at)));
        let mut number = 1;
        for at in 1..self.learners.len() {
            let first = self.learners[at - number].name.clone();
            number = if self.learners[at].name == first { number + 1 } else { 1 };
            if number == 2 {
                self.notes.push(Note {
                    source: first.clone(),
                    line: None,
                    word: "same-name",
                    sentence: Sentence::new("class-same-name", &[("name", &first)]),
                });
            }
            if number > 1 {
                self.learners[at].name = format!("{first} ({number})");
            }
        }
    }
}

impl Note {
    /// A learner whose lessons and scenarios are not those of this program.
    pub fn other_pack(name: &str, program: &str) -> Self {
        let sentence = Sentence::new("class-other-pack", &[("program", program)]);
        Self { source: name.to_owned(), line: None, word: "other-pack", sentence }
    }

    /// A file that the system does not give.
    pub fn unreadable(source: &str, error: &io::Error) -> Self {
        let sentence = Sentence::new("class-file-unreadable", &[("error", &error.to_string())]);
        Self { source: source.to_owned(), line: None, word: "unreadable", sentence }
    }

    /// Whether something is wrong with a file, and not only to be known.
    pub fn is_fault(&self) -> bool {
        !matches!(self.word, "same-name" | "other-pack")
    }

    /// Where and what, in one line.
    pub fn text(&self, locale: &Locale) -> String {
        let line = self.line.map(|line| format!(":{line}")).unwrap_or_default();
        format!("{}{line}: {}", self.source, self.sentence.text(locale))
    }

    fn new(source: String, fault: &Fault) -> Self {
        Self { source, line: fault.line(), word: fault.word(), sentence: fault.sentence() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::class::shared;
    use crate::progress::{Event, VERSION};

    fn checked(second: i64, score: u32) -> Record {
        let event = Event::Checked { scenario: "E03".into(), score, points: 5, passed: score == 5, diags: Vec::new() };
        Record { v: VERSION, at: Timestamp::from_second(second).unwrap(), event }
    }

    fn file(name: &str, records: &[Record]) -> String {
        ResultFile::new(name, "0.1.0", "pack", shared(records.to_vec(), None)).to_text()
    }

    fn roster(files: &[&str], same: bool) -> Roster {
        let named = files.iter().enumerate().map(|(number, text)| (format!("{}.json", number + 1), text.as_bytes().to_vec()));
        Roster::of_files(named, same)
    }

    fn words(roster: &Roster) -> Vec<(&str, &str)> {
        roster.notes.iter().map(|note| (note.source.as_str(), note.word)).collect()
    }

    #[test]
    fn older_and_doubled_files_of_a_learner_are_one_in_any_order() {
        let records = [checked(10, 1), checked(20, 3), checked(20, 3), checked(20, 2), checked(30, 5)];
        let (old, new) = (file("민지", &records[..2]), file("민지", &records));
        for files in [[&old, &new, &new], [&new, &old, &old], [&new, &new, &old]] {
            let roster = roster(&files.map(String::as_str), false);
            assert_eq!((roster.learners.len(), roster.notes.len()), (1, 0));
            assert_eq!(roster.learners[0].records, [checked(10, 1), checked(20, 3), checked(20, 2), checked(30, 5)]);
        }
    }

    #[test]
    fn equal_names_of_different_journals_are_told_apart_unless_they_are_said_to_be_one() {
        let files = [file("Kim", &[checked(20, 2)]), file("Kim", &[checked(10, 1)]), file("Kim 2", &[checked(5, 1)])];
        let files = files.each_ref().map(String::as_str);
        let apart = roster(&files, false);
        let names: Vec<_> = apart.learners.iter().map(|learner| (learner.name.as_str(), learner.records.len())).collect();
        assert_eq!(names, [("Kim", 1), ("Kim (2)", 1), ("Kim 2", 1)]);
        assert_eq!(words(&apart), [("Kim", "same-name")]);
        let one = roster(&files, true);
        assert_eq!((one.learners.len(), one.learners[0].records.len(), one.notes.len()), (2, 2, 0));
    }

    #[test]
    fn one_journal_under_two_names_is_two_learners() {
        // Thirty machines made from one image may begin with the same journal.
        let files = [file("Ana", &[checked(10, 1), checked(20, 2)]), file("Bo", &[checked(10, 1), checked(30, 5)])];
        assert_eq!(roster(&files.each_ref().map(String::as_str), false).learners.len(), 2);
    }

    #[test]
    fn an_edited_file_is_named_with_its_place_and_gives_way_to_an_unchanged_one() {
        let honest = file("Ana", &[checked(10, 2)]);
        let summary = honest.replacen("\"score\":2", "\"score\":5", 1);
        let event = honest.replace("\"score\":2", "\"score\":5");
        assert_ne!(honest, summary);
        let alone = roster(&[&summary], false);
        assert_eq!((alone.learners.len(), alone.learners[0].edited, words(&alone)), (1, true, vec![("1.json", "edited")]));
        let place = alone.notes[0].sentence.args[0].1.as_str();
        assert_eq!(place, "E03.score");
        let with_honest = roster(&[&event, &honest], false);
        let learner = &with_honest.learners.iter().find(|learner| !learner.edited).unwrap();
        assert_eq!(learner.records, [checked(10, 2)]);
        assert_eq!(words(&with_honest)[0], ("1.json", "edited"));
    }

    #[test]
    fn broken_files_are_named_with_line_and_reason_and_cost_nothing_else() {
        let good = file("Ana", &[checked(10, 2)]);
        let newer = good.replacen("\"v\": 1", "\"v\": 9", 1);
        let injected = good.replace("E03", "\\u001b[2J");
        let nameless = good.replacen("\"Ana\"", "\" \"", 1);
        let torn = &good[..good.len() / 2];
        let roster = roster(&[&good, torn, "[1,2]", "", &newer, &injected, &nameless], false);
        assert_eq!(roster.learners.len(), 1);
        let expected = [
            ("2.json", "not-json"),
            ("3.json", "not-a-result"),
            ("4.json", "not-json"),
            ("5.json", "newer"),
            ("6.json", "broken"),
            ("7.json", "broken"),
        ];
        assert_eq!(words(&roster), expected);
        assert!(roster.notes[0].line > Some(1), "{:?}", roster.notes[0]);
        assert!(roster.notes.iter().all(|note| !note.text(&Locale::new("en")).contains(['\u{1b}', '⟨'])));
    }

    #[test]
    fn the_same_journal_gives_the_same_bytes_and_they_read_back() {
        let records = [checked(10, 2), checked(20, 5)];
        let text = file("민지", &records);
        assert_eq!(text, file("민지", &records));
        let (read, fault) = ResultFile::read(text.as_bytes()).unwrap();
        assert_eq!((read.learner.as_str(), read.events.as_slice(), fault), ("민지", records.as_slice(), None));
        // Another indentation, or line ends that a mail program changed, are no edit.
        let reflowed = format!("\u{feff}{}", text.replace('\n', "\r\n    "));
        assert_eq!(ResultFile::read(reflowed.as_bytes()).unwrap().1, None);
    }
}
