//! What learner and host say to each other: JSON Lines over one connection.
//!
//! ```text
//! learner  {"hello":{"v":1,"name":"민지","pin":"4821","stream":"9f…","now":"…","program":"0.1.0","pack":"…"}}
//! host     {"have":12}                       how many records of this stream it has; the learner sends on from there
//! learner  {"n":13,"v":1,"at":"…","event":"checked",…}
//! host     {"have":13}
//! learner  {"ping":true}                     after a silence; answered with what the host has
//! host     {"refused":"name-taken"}          and the connection ends
//! ```
//!
//! A stream is one journal's shared records in its order, counted from 1. The journal only grows, so the same number is
//! always the same record: whatever was lost on the way is sent again, and what came twice is known by its number.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::progress::Record;

/// The version of the conversation.
pub const VERSION: u32 = 1;

/// Who a learner is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hello {
    /// The version of the conversation.
    pub v: u32,
    /// The nickname.
    pub name: String,
    /// What proves it: the first who uses a name chooses it.
    pub pin: String,
    /// Which journal will be sent.
    pub stream: String,
    /// The learner's clock.
    pub now: Timestamp,
    /// The program's version.
    pub program: String,
    /// The pack's checksum.
    pub pack: String,
}

/// A record and its number in its stream.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Numbered {
    /// From 1.
    pub n: u64,
    /// The record.
    #[serde(flatten)]
    pub record: Record,
}

/// What a learner says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// At the beginning, once.
    Hello(Hello),
    /// A record.
    Record(Numbered),
    /// Still there?
    Ping,
}

/// Why a learner is not let in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Refusal {
    /// Somebody else has the name, or the PIN is wrong.
    NameTaken,
    /// Too many wrong PINs for this name; later again.
    TooManyTries,
    /// No name that can be shown, or no PIN.
    BadName,
    /// All seats are taken.
    Full,
    /// Another version of the conversation.
    Version,
    /// What came is not this conversation.
    Nonsense,
}

impl Refusal {
    /// Whether trying again with the same name and PIN may help.
    pub fn passes(self) -> bool {
        matches!(self, Refusal::Full | Refusal::TooManyTries)
    }

    /// The message that says it.
    pub fn message(self) -> &'static str {
        match self {
            Refusal::NameTaken => "class-refused-name-taken",
            Refusal::TooManyTries => "class-refused-too-many-tries",
            Refusal::BadName => "class-refused-bad-name",
            Refusal::Full => "class-refused-full",
            Refusal::Version => "class-refused-version",
            Refusal::Nonsense => "class-refused-nonsense",
        }
    }
}

/// What the host says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// How many records of the stream it has.
    Have(u64),
    /// Not let in.
    Refused(Refusal),
}

impl Said {
    /// Reads a learner's line.
    pub fn read(line: &[u8]) -> Option<Self> {
        #[derive(Deserialize)]
        struct Greeting {
            hello: Hello,
        }
        #[derive(Deserialize)]
        struct Ping {
            #[serde(rename = "ping")]
            _ping: bool,
        }
        let record = || serde_json::from_slice(line).map(Self::Record).ok();
        let hello = || serde_json::from_slice::<Greeting>(line).map(|greeting| Self::Hello(greeting.hello)).ok();
        let ping = || serde_json::from_slice::<Ping>(line).map(|_| Self::Ping).ok();
        record().or_else(hello).or_else(ping)
    }

    /// The line without its end.
    pub fn line(&self) -> String {
        match self {
            Self::Hello(hello) => serde_json::json!({"hello": hello}).to_string(),
            // Text, numbers and times always have a JSON form.
            Self::Record(record) => serde_json::to_string(record).unwrap_or_default(),
            Self::Ping => r#"{"ping":true}"#.to_owned(),
        }
    }
}

impl Answer {
    /// Reads a host's line.
    pub fn read(line: &[u8]) -> Option<Self> {
        serde_json::from_slice(line).ok()
    }

    /// The line without its end.
    pub fn line(self) -> String {
        serde_json::to_string(&self).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::progress::Event;

    #[test]
    fn lines_are_as_the_page_says_and_read_back() {
        let record = Record { v: 1, at: Timestamp::UNIX_EPOCH, event: Event::Hinted { scenario: "E03".into(), hint: 1 } };
        let said = Said::Record(Numbered { n: 13, record });
        assert_eq!(said.line(), r#"{"n":13,"v":1,"at":"1970-01-01T00:00:00Z","event":"hinted","scenario":"E03","hint":1}"#);
        assert_eq!(Said::read(said.line().as_bytes()), Some(said));
        assert_eq!(Said::read(Said::Ping.line().as_bytes()), Some(Said::Ping));
        assert_eq!(Answer::Have(13).line(), r#"{"have":13}"#);
        assert_eq!(Answer::read(br#"{"refused":"name-taken"}"#), Some(Answer::Refused(Refusal::NameTaken)));
        for line in ["", "GET / HTTP/1.1", "{", "[]", "{\"n\":1}", "\u{0}", r#"{"have":1}"#] {
            assert_eq!(Said::read(line.as_bytes()), None, "{line}");
        }
    }
}
