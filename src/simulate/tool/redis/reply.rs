//! Answers of a redis-server, as `redis-cli` prints them.

use crate::simulate::session::Streams;

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// `OK`
    Status(String),
    Text(String),
    Number(i64),
    Nothing,
    List(Vec<Reply>),
    Error(String),
}

impl Reply {
    /// A list of texts.
    pub fn texts(all: impl IntoIterator<Item = String>) -> Self {
        Reply::List(all.into_iter().map(Reply::Text).collect())
    }

    /// Prints it: with its types as on a terminal, else bare.
    pub fn print(&self, typed: bool, streams: &mut Streams) {
        match (self, typed) {
            (_, true) => streams.out += &self.typed(0),
            // An error is followed by an empty line.
            (Reply::Error(text), false) => streams.say(format!("{text}\n")),
            (_, false) => streams.say(self.bare()),
        }
    }

    fn bare(&self) -> String {
        match self {
            Reply::Status(text) | Reply::Text(text) | Reply::Error(text) => text.clone(),
            Reply::Number(number) => number.to_string(),
            Reply::Nothing => String::new(),
            Reply::List(items) => items.iter().map(Reply::bare).collect::<Vec<_>>().join("\n"),
        }
    }

    /// Lines, those of a list below `indent` letters.
    fn typed(&self, indent: usize) -> String {
        match self {
            Reply::Status(text) => format!("{text}\n"),
            Reply::Text(text) => format!("{}\n", quoted(text)),
            Reply::Number(number) => format!("(integer) {number}\n"),
            Reply::Nothing => "(nil)\n".into(),
            Reply::Error(text) => format!("(error) {text}\n"),
            Reply::List(items) if items.is_empty() => "(empty array)\n".into(),
            Reply::List(items) => {
                let width = items.len().to_string().len();
                let line = |(at, item): (usize, &Reply)| {
                    let space = if at == 0 { String::new() } else { " ".repeat(indent) };
                    format!("{space}{:>width$}) {}", at + 1, item.typed(indent + width + 2))
                };
                items.iter().enumerate().map(line).collect()
            }
        }
    }
}

/// sds.c `sdscatrepr`
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for byte in text.bytes() {
        match byte {
            b'\\' | b'"' => out.extend(['\\', byte as char]),
            b'\n' => out += "\\n",
            b'\r' => out += "\\r",
            b'\t' => out += "\\t",
            b' '..=b'~' => out.push(byte as char),
            _ => out += &format!("\\x{byte:02x}"),
        }
    }
    out + "\""
}
