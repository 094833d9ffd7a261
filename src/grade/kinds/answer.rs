//! `answer`: a question of a predict scenario, answered in `answers.yaml`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::Deserialize;

use super::CheckKind;
use crate::grade::case::{Case, Failure};
use crate::grade::question::{ANSWERS, Choice, Fact, Form, Given, Question, Row, Sheet};
use crate::grade::verdict::{Place, Stage};
use crate::grade::Sentence;
use crate::locale::{Localized, Word};
use crate::probe::Probe;
use crate::text::Span;
use crate::world::World;

/// A question under the key by which it is answered: the check's id.
#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "SpecFile")]
pub struct Spec {
    question: Question,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SpecFile {
    form: Option<Form>,
    ask: Localized,
    of: Option<Fact>,
    #[serde(default)]
    rows: Vec<RowFile>,
    choices: Vec<ChoiceFile>,
    because: Option<Localized>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RowFile {
    id: String,
    label: Option<Localized>,
    of: Fact,
    #[serde(default)]
    says: BTreeMap<String, Localized>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum ChoiceFile {
    Full(Box<FullChoice>),
    Word(serde_yaml::Value),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FullChoice {
    value: serde_yaml::Value,
    label: Option<Localized>,
    is: Option<Words>,
    of: Option<Fact>,
    says: Option<Localized>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Words {
    Many(Vec<serde_yaml::Value>),
    One(serde_yaml::Value),
}

/// A word, however YAML reads it.
fn word(value: serde_yaml::Value) -> Result<String, String> {
    match value {
        serde_yaml::Value::String(text) => Ok(text),
        serde_yaml::Value::Number(number) => Ok(number.to_string()),
        serde_yaml::Value::Bool(yes) => Ok(yes.to_string()),
        _ => Err("a choice is a word, or a mapping with `value`, and perhaps `label`, `is`, `of`, `says`".into()),
    }
}

impl TryFrom<ChoiceFile> for Choice {
    type Error = String;

    fn try_from(file: ChoiceFile) -> Result<Self, String> {
        match file {
            ChoiceFile::Word(value) => {
                let value = word(value)?;
                Ok(Self { is: vec![value.clone()], value, label: None, of: None, says: None })
            }
            ChoiceFile::Full(full) => {
                let value = word(full.value)?;
                let is = match full.is {
                    Some(Words::Many(words)) => words.into_iter().map(word).collect::<Result<_, _>>()?,
                    Some(Words::One(one)) => vec![word(one)?],
                    None => vec![value.clone()],
                };
                Ok(Self { value, label: full.label, is, of: full.of, says: full.says })
            }
        }
    }
}

impl TryFrom<SpecFile> for Spec {
    type Error = String;

    fn try_from(file: SpecFile) -> Result<Self, String> {
        let choices = file.choices.into_iter().map(Choice::try_from).collect::<Result<Vec<_>, _>>()?;
        let mut rows: Vec<_> =
            file.rows.into_iter().map(|row| Row { id: row.id, label: row.label, of: row.of, says: row.says }).collect();
        let own = choices.iter().filter(|choice| choice.of.is_some()).count();
        let form = file.form.unwrap_or(match (rows.is_empty(), own) {
            (false, _) => Form::Class,
            (true, 0) => Form::Choice,
            (true, _) => Form::Set,
        });
        let mut of = file.of;
        match (form, of.is_some(), rows.len(), own) {
            (Form::Choice, true, 0, 0) => {
                rows.extend(of.take().map(|of| Row { id: String::new(), label: None, of, says: BTreeMap::new() }));
            }
            (Form::Class, false, 1.., 0) | (Form::Set | Form::Order, true, 0, 0) => {}
            (Form::Set, false, 0, own) if own == choices.len() && own > 0 => {}
            _ => {
                return Err("a choice has `of`; a class has `rows`, each with `of`; an order has `of`, a list; a set has `of`, a list, or \
                            an `of` in every choice"
                    .into());
            }
        }
        Ok(Self { question: Question { form, ask: file.ask, choices, rows, of, because: file.because } })
    }
}

impl<'de> Deserialize<'de> for Form {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let all = [Form::Choice, Form::Class, Form::Set, Form::Order];
        all.into_iter()
            .find(|form| form.word() == text)
            .ok_or_else(|| serde::de::Error::custom(format!("{text}: a form is choice, class, set or order")))
    }
}

impl CheckKind for Spec {
    fn stage(&self) -> Stage {
        Stage::Probe
    }

    fn asks(&self) -> Sentence {
        own("check-answer", &self.question.ask)
    }

    fn probes(&self, _: &World) -> Vec<Probe> {
        self.question.probes()
    }

    fn question(&self) -> Option<&Question> {
        Some(&self.question)
    }

    fn reordered(&self, order: &mut dyn FnMut(usize) -> Vec<usize>) -> Option<Arc<dyn CheckKind>> {
        let mut question = self.question.clone();
        question.choices = order(question.choices.len()).into_iter().filter_map(|at| self.question.choices.get(at).cloned()).collect();
        question.rows = order(question.rows.len()).into_iter().filter_map(|at| self.question.rows.get(at).cloned()).collect();
        Some(Arc::new(Self { question }))
    }

    fn because(&self, case: &Case) -> Option<Sentence> {
        let written = self.question.because.as_ref().map(|text| own("check-answer", text));
        // Of several facts one explanation would speak of one line only.
        let mut facts = self.question.facts();
        let only = facts.next().filter(|_| facts.next().is_none());
        written.or_else(|| only?.because(&case.now))
    }

    fn judge(&self, case: &Case) -> Result<(), Box<Failure>> {
        let Some(file) = case.files.iter().find(|file| file.name() == ANSWERS) else { return Failure::new("answer-missing", &[]).err() };
        let sheet = Sheet::read(file, &[(case.check, &self.question)]);
        let place = |span: Span| case.at(ANSWERS, span, case.check);
        if !sheet.readable {
            return Failure::new("answer-unreadable", &[("file", ANSWERS)]).at(place(Span { start: 0, end: 0 })).err();
        }
        let nothing = (Given::Nothing, Span { start: 0, end: 0 });
        let (given, span) = sheet.given.get(case.check).unwrap_or(&nothing);
        let key = self.question.key(&case.now).map_err(|reason| Box::new(Failure::new("not-answered", &[]).because(reason)))?;
        let asked = Asked { question: &self.question, place: place(*span) };
        match (given, &key) {
            (Given::Nothing, _) => asked.fail("answer-missing", &[]).err(),
            (Given::One(word), Given::One(right)) => asked.one(&self.question.rows[0], word, right),
            (Given::Rows(rows), Given::Rows(right)) => {
                let at = |row: &str| sheet.rows.get(&(case.check.to_owned(), row.to_owned())).and_then(|span| place(*span));
                asked.rows(rows, right, at)
            }
            (Given::Many(words), Given::Many(right)) => asked.many(words, right),
            _ => asked.fail("answer-form", &[]).err(),
        }
    }
}

/// A sentence that the author wrote.
fn own(id: &str, text: &Localized) -> Sentence {
    Sentence { own: Some(Box::new(text.clone())), ..Sentence::new(id, &[]) }
}

/// One question while it is judged.
struct Asked<'a> {
    question: &'a Question,
    place: Option<Place>,
}

impl Asked<'_> {
    fn fail(&self, diag: &'static str, facts: &[(&str, &str)]) -> Failure {
        Failure::new(diag, facts).at(self.place.clone())
    }

    /// The failure about a choice, named as the question names it.
    fn about(&self, diag: &'static str, choice: &Choice) -> Failure {
        named(self.fail(diag, &[]), "given", &choice.value, choice.label.as_ref())
    }

    /// The choice that was meant, or the failure that says that there is none.
    fn known(&self, word: &str) -> Result<&Choice, Box<Failure>> {
        let words = || self.question.choices.iter().map(|choice| choice.value.as_str()).collect::<Vec<_>>().join(", ");
        self.question.choice(word).ok_or_else(|| Box::new(self.fail("answer-unknown", &[("given", word), ("choices", &words())])))
    }

    fn one(&self, row: &Row, word: &str, right: &str) -> Result<(), Box<Failure>> {
        let choice = self.known(word)?;
        if word == right {
            return Ok(());
        }
        let says = row.says.get(word).or(choice.says.as_ref()).cloned();
        let mut failure = self.about("answer-wrong", choice);
        if !row.id.is_empty() {
            failure = named(failure.variant("row"), "row", &row.id, row.label.as_ref());
        }
        said(failure, says).err()
    }

    fn rows(
        &self,
        given: &BTreeMap<String, String>,
        right: &BTreeMap<String, String>,
        at: impl Fn(&str) -> Option<Place>,
    ) -> Result<(), Box<Failure>> {
        let fits = |row: &&Row| given.contains_key(&row.id) && given.get(&row.id) == right.get(&row.id);
        let fit = self.question.rows.iter().filter(fits).count().to_string();
        let all = self.question.rows.len().to_string();
        for row in &self.question.rows {
            let place = at(&row.id).or_else(|| self.place.clone());
            let here = Asked { question: self.question, place };
            let (Some(word), Some(right)) = (given.get(&row.id), right.get(&row.id)) else {
                let failure = here.fail("answer-missing", &[("right", &fit), ("all", &all)]).variant("row");
                return named(failure, "row", &row.id, row.label.as_ref()).err();
            };
            here.one(row, word, right).map_err(|mut failure| {
                failure.message = failure.message.with("right", &fit).with("all", &all);
                failure
            })?;
        }
        Ok(())
    }

    fn many(&self, given: &[String], right: &[String]) -> Result<(), Box<Failure>> {
        for word in given {
            self.known(word)?;
        }
        let distinct: BTreeSet<_> = given.iter().collect();
        if distinct.len() != given.len() {
            return self.fail("answer-twice", &[]).err();
        }
        if let Some(extra) = given.iter().find(|word| !right.contains(word)) {
            let choice = self.known(extra)?;
            return said(self.about("answer-extra", choice), choice.says.clone()).err();
        }
        if let Some(lacking) = right.iter().find(|word| !given.contains(word)) {
            // Which one is left out is not said: that would be the answer.
            let says = self.question.choice(lacking).and_then(|choice| choice.says.clone()).filter(|_| self.question.form == Form::Set);
            return said(self.fail("answer-left-out", &[]), says).err();
        }
        if self.question.form == Form::Order && given != right {
            return self.fail("answer-order", &[]).err();
        }
        Ok(())
    }
}

/// The failure with a choice or a line as an argument: its label, or the word itself where that is all there is.
fn named(mut failure: Failure, name: &str, id: &str, label: Option<&Localized>) -> Failure {
    failure.message = match label {
        Some(label) => failure.message.with_word(name, Word::Own(label.clone())),
        None => failure.message.with(name, id),
    };
    failure
}

/// The failure with the author's explanation behind it.
fn said(failure: Failure, says: Option<Localized>) -> Failure {
    match says {
        Some(text) => failure.because(own("check-answer", &text)),
        None => failure,
    }
}
