//! The result file: one JSON object with what a learner hands over, and a checksum that shows edits.
//!
//! It is made from the journal alone, so that the same journal gives the same bytes. `events` is the truth; `scenarios`
//! is its summary for people and other programs, and is made anew and compared when the file is read.

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Value, json};

use super::deed::{stream_id, unfit};
use super::names::{harmless, nickname};
use super::standing::{Standing, standings};
use crate::locale::Sentence;
use crate::progress::Record;
use crate::text::sha256;

/// The version of the form that is written here.
const VERSION: u64 = 1;
/// What says that a JSON file is one of ours.
const KIND: &str = "cofferdam-result";
/// No journal of a course grows so large.
const LIMIT: usize = 8 * 1024 * 1024;

/// What a learner hands over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResultFile {
    /// The nickname.
    pub learner: String,
    /// Which journal it was made from; empty for an empty one.
    pub journal: String,
    /// The version of the program that made it.
    pub program: String,
    /// The checksum of the lessons and scenarios that it was made with.
    pub pack: String,
    /// The time of the last record.
    pub until: Option<Timestamp>,
    /// The records, in the order of the journal.
    pub events: Vec<Record>,
}

/// What is wrong with a result file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Larger than any.
    Large,
    /// No JSON: the line, and the reader's words.
    NotJson(usize, String),
    /// JSON of something else.
    NotOurs,
    /// Written by a newer program, of this version.
    Newer(String),
    /// A key is missing or holds something else.
    Form(String),
    /// The nickname cannot be shown.
    Name,
    /// An event, from 1, that no journal holds, and why.
    Event(usize, &'static str),
    /// Changed after it was written; where, if that can be seen (`E03.score`).
    Edited(Option<String>),
}

impl Fault {
    /// Its word in JSON.
    pub fn word(&self) -> &'static str {
        match self {
            Fault::Large => "large",
            Fault::NotJson(..) => "not-json",
            Fault::NotOurs => "not-a-result",
            Fault::Newer(_) => "newer",
            Fault::Form(_) | Fault::Name | Fault::Event(..) => "broken",
            Fault::Edited(_) => "edited",
        }
    }

    /// The line it is about.
    pub fn line(&self) -> Option<usize> {
        if let Fault::NotJson(line, _) = self { Some(*line) } else { None }
    }

    /// What and why.
    pub fn sentence(&self) -> Sentence {
        let plain = |id: &str| Sentence::new(id, &[]);
        match self {
            Fault::Large => plain("class-file-large"),
            Fault::NotJson(_, error) => Sentence::new("class-file-not-json", &[("error", error)]),
            Fault::NotOurs => plain("class-file-not-ours"),
            Fault::Newer(version) => Sentence::new("class-file-newer", &[("version", version)]),
            Fault::Form(error) => Sentence::new("class-file-form", &[("error", error)]),
            Fault::Name => plain("class-file-name"),
            Fault::Event(number, why) => Sentence::new("class-file-event", &[("number", &number.to_string()), ("why", why)]),
            Fault::Edited(None) => plain("class-file-edited"),
            Fault::Edited(Some(place)) => Sentence::new("class-file-edited-at", &[("place", place)]),
        }
    }
}

/// The keys as they stand in the file.
#[derive(Deserialize)]
struct Form {
    learner: String,
    program: String,
    pack: String,
    scenarios: Vec<Standing>,
    events: Vec<Record>,
}

impl ResultFile {
    /// The result of these shared records.
    pub fn new(learner: &str, program: &str, pack: &str, events: Vec<Record>) -> Self {
        let journal = stream_id(&events).as_deref().unwrap_or_default().to_owned();
        let until = events.iter().map(|record| record.at).max();
        Self { learner: learner.to_owned(), journal, program: program.to_owned(), pack: pack.to_owned(), until, events }
    }

    /// The file: one line a scenario and an event, so that people can read it and tools can compare it.
    pub fn to_text(&self) -> String {
        let mut value = self.value();
        let sum = sha256(value.to_string().as_bytes());
        value["sha256"] = sum.into();
        let mut lines = Vec::new();
        for (key, value) in value.as_object().into_iter().flatten() {
            let key = Value::from(key.as_str());
            lines.push(match value.as_array().filter(|items| !items.is_empty()) {
                Some(items) => {
                    let items: Vec<_> = items.iter().map(|item| format!("    {item}")).collect();
                    format!("  {key}: [\n{}\n  ]", items.join(",\n"))
                }
                None => format!("  {key}: {value}"),
            });
        }
        format!("{{\n{}\n}}\n", lines.join(",\n"))
    }

    /// A name for the file that every file system and mail program takes. Nicknames that only differ in what is left
    /// out get different ones.
    pub fn file_name(&self) -> String {
        let plain: String = self.learner.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
        let mark = sha256(self.learner.as_bytes());
        let mark = if plain == self.learner { "" } else { mark.get(..6).unwrap_or_default() };
        format!("cofferdam-{plain}{mark}.json")
    }

    /// All but the checksum.
    fn value(&self) -> Value {
        let mut records = self.events.clone();
        records.sort_by_key(|record| record.at);
        let mut value = json!({"kind": KIND, "v": VERSION, "learner": self.learner, "journal": self.journal, "program": self.program, "pack": self.pack});
        if let Some(until) = self.until {
            value["until"] = until.to_string().into();
        }
        // Text, numbers and times always have a JSON form.
        value["scenarios"] = serde_json::to_value(standings(&records)).unwrap_or_default();
        value["events"] = serde_json::to_value(&self.events).unwrap_or_default();
        value
    }

    /// Reads a file. One that was edited is read all the same, with its fault beside it.
    ///
    /// # Errors
    /// What keeps it from being read.
    pub fn read(bytes: &[u8]) -> Result<(Self, Option<Fault>), Fault> {
        if bytes.len() > LIMIT {
            return Err(Fault::Large);
        }
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let mut value: Value = serde_json::from_slice(bytes).map_err(|error| Fault::NotJson(error.line().max(1), plain(&error)))?;
        if value["kind"] != KIND {
            return Err(Fault::NotOurs);
        }
        if value["v"].as_u64().is_some_and(|version| version > VERSION) {
            return Err(Fault::Newer(harmless(value["program"].as_str().unwrap_or("?"), 20)));
        }
        let stated = value.as_object_mut().and_then(|keys| keys.remove("sha256"));
        let intact = stated.as_ref().and_then(Value::as_str) == Some(sha256(value.to_string().as_bytes()).as_str());
        let form: Form = serde_json::from_value(value).map_err(|error| Fault::Form(plain(&error)))?;
        let learner = nickname(&form.learner).ok_or(Fault::Name)?;
        if let Some((index, why)) = form.events.iter().enumerate().find_map(|(index, record)| Some((index, unfit(record)?))) {
            return Err(Fault::Event(index + 1, why));
        }
        let file = Self::new(&learner, &harmless(&form.program, 20), &harmless(&form.pack, 64), form.events);
        // Another version may summarise otherwise: that alone is no edit.
        let fault = (!intact).then(|| Fault::Edited(difference(&form.scenarios, &file)));
        Ok((file, fault))
    }
}

/// What serde says, without its repetition of the place, as one harmless line.
fn plain(error: &serde_json::Error) -> String {
    let text = error.to_string();
    harmless(text.rfind(" at line ").map_or(text.as_str(), |cut| &text[..cut]), 120)
}

/// The first place where the summary says otherwise than the events.
fn difference(stated: &[Standing], file: &ResultFile) -> Option<String> {
    let mut records = file.events.clone();
    records.sort_by_key(|record| record.at);
    let made = standings(&records);
    let ids = |standings: &[Standing]| standings.iter().map(|standing| standing.scenario.clone()).collect::<Vec<_>>();
    if ids(stated) != ids(&made) {
        return Some("scenarios".to_owned());
    }
    let keys = |standing: &Standing| serde_json::to_value(standing).unwrap_or_default();
    stated.iter().zip(&made).find_map(|(stated, made)| {
        let (stated, truth) = (keys(stated), keys(made));
        let key =
            truth.as_object()?.keys().chain(stated.as_object()?.keys()).find(|key| stated[key.as_str()] != truth[key.as_str()])?.clone();
        Some(format!("{}.{key}", made.scenario))
    })
}
