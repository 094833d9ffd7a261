//! The learner's file of answers: written for a list of questions, and read back with places.

use std::collections::BTreeMap;

use super::{Form, Given, Question};
use crate::text::{SourceFile, Span};
use crate::yaml::{self, Node, Value};

/// The file's name.
pub const ANSWERS: &str = "answers.yaml";

/// What a file of answers holds.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    /// The answers by question.
    pub given: BTreeMap<String, (Given, Span)>,
    /// Where rows stand.
    pub rows: BTreeMap<(String, String), Span>,
    /// Keys that no question has.
    pub unknown: Vec<(String, Span)>,
    /// Whether the text could be read as YAML.
    pub readable: bool,
}

impl Sheet {
    /// Reads a file: total, for any text.
    pub fn read(file: &SourceFile, questions: &[(&str, &Question)]) -> Self {
        let (documents, diagnostics) = yaml::parse(file);
        let mut sheet = Self { readable: !diagnostics.iter().any(|found| found.rule == "yaml-syntax"), ..Self::default() };
        let entries = documents.iter().filter_map(|document| match document.root.as_ref().map(|root| &root.value) {
            Some(Value::Mapping(entries)) => Some(entries),
            _ => None,
        });
        for entry in entries.flatten() {
            match questions.iter().find(|(id, _)| *id == entry.key) {
                Some((_, question)) => sheet.take(file, &entry.key, &entry.value, question),
                None => sheet.unknown.push((entry.key.clone(), entry.key_span)),
            }
        }
        sheet
    }

    fn take(&mut self, file: &SourceFile, id: &str, node: &Node, question: &Question) {
        let given = match (&node.value, question.form) {
            (Value::Null, _) => Given::Nothing,
            (Value::Mapping(entries), _) => {
                let mut rows = BTreeMap::new();
                for entry in entries {
                    self.rows.insert((id.to_owned(), entry.key.clone()), entry.value.span);
                    if !question.rows.iter().any(|row| row.id == entry.key) {
                        self.unknown.push((format!("{id}.{}", entry.key), entry.key_span));
                    } else if let Some(word) = word(file, &entry.value) {
                        rows.insert(entry.key.clone(), word);
                    }
                }
                Given::Rows(rows)
            }
            (Value::Sequence(items), _) => Given::Many(items.iter().filter_map(|item| word(file, item)).collect()),
            (_, Form::Set | Form::Order) => Given::Many(word(file, node).into_iter().collect()),
            _ => word(file, node).map_or(Given::Nothing, Given::One),
        };
        self.given.insert(id.to_owned(), (given, node.span));
    }
}

/// A scalar as it was written: `0644` stays `0644`, `no` stays `no`.
fn word(file: &SourceFile, node: &Node) -> Option<String> {
    match &node.value {
        Value::Null => None,
        Value::String(text) => Some(text.trim().to_owned()),
        _ => Some(file.slice(node.span).trim().to_owned()),
    }
}

/// The text of a file with these answers. Above every question stand the words to choose from.
pub fn sheet<'q>(questions: impl IntoIterator<Item = (&'q str, &'q Question)>, given: &BTreeMap<String, Given>) -> String {
    let mut text = String::new();
    for (id, question) in questions {
        let words: Vec<_> = question.choices.iter().map(|choice| quoted(&choice.value)).collect();
        let nothing = Given::Nothing;
        let answer = given.get(id).unwrap_or(&nothing);
        text.push_str(&format!("# {}: {}\n", question.form.word(), words.join(" | ")));
        match (question.form, answer) {
            (Form::Class, answer) => {
                text.push_str(&format!("{id}:\n"));
                for row in &question.rows {
                    let word = match answer {
                        Given::Rows(rows) => rows.get(&row.id).map(|word| format!(" {}", quoted(word))),
                        _ => None,
                    };
                    text.push_str(&format!("  {}:{}\n", row.id, word.unwrap_or_default()));
                }
            }
            (_, Given::One(word)) => text.push_str(&format!("{id}: {}\n", quoted(word))),
            (_, Given::Many(words)) => {
                let words: Vec<_> = words.iter().map(|word| quoted(word)).collect();
                text.push_str(&format!("{id}: [{}]\n", words.join(", ")));
            }
            _ => text.push_str(&format!("{id}:\n")),
        }
        text.push('\n');
    }
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

/// A word as a plain scalar where that is safe, else in quotes.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '/' | '-' | ':' | '(' | ')' | '+');
    let safe = word.chars().all(plain)
        && word.starts_with(|c: char| c.is_alphanumeric() || c == '/')
        && !word.ends_with(':')
        && !matches!(word.to_ascii_lowercase().as_str(), "null" | "~");
    if safe { word.to_owned() } else { format!("'{}'", word.replace('\'', "''")) }
}
