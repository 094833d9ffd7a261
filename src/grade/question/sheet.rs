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
                        rows.insert(entry.key.clone(), question.chosen(word));
                    }
                }
                Given::Rows(rows)
            }
            (Value::Sequence(items), _) => {
                Given::Many(items.iter().filter_map(|item| word(file, item)).map(|word| question.chosen(word)).collect())
            }
            (_, Form::Set | Form::Order) => Given::Many(word(file, node).map_or_else(Vec::new, |words| question.listed_in(&words))),
            _ => word(file, node).map_or(Given::Nothing, |word| Given::One(question.chosen(word))),
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
        text.push_str(&format!("# {}: {}\n", question.form.word(), words.join(" | ")));
        text.push_str(&entry(id, question, given.get(id).unwrap_or(&Given::Nothing)));
        text.push('\n');
    }
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

/// A question's lines in the file.
fn entry(id: &str, question: &Question, answer: &Given) -> String {
    match (question.form, answer) {
        (Form::Class, answer) => {
            let mut text = format!("{id}:\n");
            for row in &question.rows {
                let word = match answer {
                    Given::Rows(rows) => rows.get(&row.id).map(|word| format!(" {}", quoted(word))),
                    _ => None,
                };
                text.push_str(&format!("  {}:{}\n", row.id, word.unwrap_or_default()));
            }
            text
        }
        (_, Given::One(word)) => format!("{id}: {}\n", quoted(word)),
        (_, Given::Many(words)) => {
            let words: Vec<_> = words.iter().map(|word| quoted(word)).collect();
            format!("{id}: [{}]\n", words.join(", "))
        }
        _ => format!("{id}:\n"),
    }
}

/// A file's text with one question answered anew; all else, the learner's own remarks included, stays as it is.
/// A text in which the question cannot be found in lines of its own is written anew with all its answers.
pub fn answered(file: &SourceFile, questions: &[(&str, &Question)], id: &str, answer: &Given) -> String {
    let Some((_, question)) = questions.iter().find(|(known, _)| *known == id) else { return file.text().to_owned() };
    let text = file.text();
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let key = lines.iter().rposition(|line| line.strip_prefix(id).is_some_and(|rest| rest.starts_with(':')));
    let new = match key {
        Some(first) => {
            let inside = |line: &&str| line.trim().is_empty() || line.starts_with([' ', '#']) || line.starts_with("- ");
            let after = lines[first + 1..].iter().take_while(|line| inside(line)).collect::<Vec<_>>();
            // Blank lines and remarks at the end belong to what follows.
            let own = after.iter().rposition(|line| line.starts_with([' ', '-']) && !line.trim().is_empty()).map_or(0, |last| last + 1);
            [&lines[..first].concat(), entry(id, question, answer).as_str(), &lines[first + 1 + own..].concat()].concat()
        }
        None => format!("{}\n\n{}", text.trim_end(), entry(id, question, answer)),
    };
    let given = |text: &str| Sheet::read(&SourceFile::new(file.name(), text), questions).given;
    let all = |given: BTreeMap<String, (Given, Span)>| given.into_iter().map(|(id, (answer, _))| (id, answer)).collect::<BTreeMap<_, _>>();
    let mut wanted = all(given(text));
    wanted.insert(id.to_owned(), answer.clone());
    let same = |(id, answer): (&String, &Given)| all(given(&new)).get(id).is_some_and(|found| found.is(answer));
    if wanted.iter().all(same) { new } else { sheet(questions.iter().copied(), &wanted) }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grade::{Choice, Row};
    use crate::locale::Localized;

    fn question(form: Form, rows: &[&str]) -> Question {
        let fact = || serde_yaml::from_str("image: nginx").unwrap();
        let choice = |value: &str| Choice { value: value.into(), label: None, is: Vec::new(), of: None, says: None };
        let row = |id: &&str| Row { id: (*id).into(), label: None, of: fact(), says: BTreeMap::new() };
        Question {
            form,
            ask: Localized::default(),
            choices: ["a", "id -u", "0644"].map(choice).to_vec(),
            rows: rows.iter().map(row).collect(),
            of: None,
            because: None,
        }
    }

    #[test]
    fn one_answer_changes_and_all_else_stays() {
        let (one, table, list) = (question(Form::Choice, &[""]), question(Form::Class, &["r1", "r2"]), question(Form::Set, &[]));
        let questions = [("one", &one), ("table", &table), ("list", &list)];
        let put = |text: &str, id: &str, answer: Given| answered(&SourceFile::new(ANSWERS, text), &questions, id, &answer);
        let rows = |rows: &[(&str, &str)]| Given::Rows(rows.iter().map(|(row, word)| ((*row).to_owned(), (*word).to_owned())).collect());

        let start = sheet(questions, &BTreeMap::new());
        let text = put(&start, "one", Given::One("id -u".into()));
        assert_eq!(text, start.replace("one:\n", "one: 'id -u'\n"));
        let text = put(&text, "table", rows(&[("r2", "a")]));
        assert!(text.contains("one: 'id -u'\n") && text.contains("  r1:\n  r2: a\n\n# set"), "{text}");
        let text = put(&text, "list", Given::Many(Vec::new()));
        assert!(text.ends_with("list: []\n"), "{text}");
        assert_eq!(put(&text, "one", Given::Nothing), text.replace("one: 'id -u'", "one:"));

        // Remarks and lists in lines of their own.
        let own = "# mine\none: a # sure\n# of table\ntable:\n  r1: a # r\n  r2: a\nlist:\n- a\n- '0644'\n# end\n";
        let text = put(own, "list", Given::Many(vec!["a".into()]));
        assert_eq!(text, own.replace("list:\n- a\n- '0644'\n", "list: [a]\n"));
        assert_eq!(
            put(own, "table", rows(&[("r1", "0644")])),
            own.replace("  r1: a # r\n  r2: a\n", "  r1: '0644'\n  r2:\n").replace("'0644'\n  r2", "0644\n  r2")
        );

        // A flow mapping has no lines of its own; a missing question is added.
        assert_eq!(put("{one: a, list: [a]}\n", "one", Given::One("0644".into())).matches("0644").count(), 4);
        assert_eq!(put("one: a\n", "list", Given::Many(vec!["a".into()])), "one: a\n\nlist: [a]\n");
    }
}
