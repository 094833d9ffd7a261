//! A question of a predict scenario: what is asked, what one may choose, and the fact that decides.
//!
//! The right answer is never written down. It is worked out from the answers of a judge, the same facts from
//! which every other check is judged; a choice is a name for one or several of the values that may come out.

use std::collections::BTreeMap;

use super::case::Side;
use crate::locale::{Localized, Sentence};
use crate::probe::Probe;

mod change;
mod fact;
mod file;
mod policy;
mod sheet;

pub use fact::Fact;
pub use sheet::{ANSWERS, Sheet, answered, sheet};

/// How a question is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// One choice.
    Choice,
    /// One choice for each row of a table.
    Class,
    /// Any number of choices, none included.
    Set,
    /// Choices in their order.
    Order,
}

impl Form {
    /// Its word in scenario.yaml and in message ids.
    pub fn word(self) -> &'static str {
        match self {
            Form::Choice => "choice",
            Form::Class => "class",
            Form::Set => "set",
            Form::Order => "order",
        }
    }
}

/// Something that may be chosen.
#[derive(Clone, Debug)]
pub struct Choice {
    /// Its word, as the learner's file has it.
    pub value: String,
    /// What it says, where the word alone does not say it.
    pub label: Option<Localized>,
    /// The values of the fact for which it is right.
    pub is: Vec<String>,
    /// In a set where every choice has a fact of its own.
    pub of: Option<Fact>,
    /// What a learner who is wrong about it has misunderstood.
    pub says: Option<Localized>,
}

impl Choice {
    /// Its text: the label, or else the word as code.
    pub fn text(&self, language: &str) -> String {
        self.label.as_ref().map_or_else(|| format!("`{}`", self.value), |label| label.get(language).to_owned())
    }
}

/// A line of a table, or the only line of a question of one choice.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its key in the learner's file; empty for the only line.
    pub id: String,
    /// What it says.
    pub label: Option<Localized>,
    /// What decides.
    pub of: Fact,
    /// Own sentences for wrong choices in this line.
    pub says: BTreeMap<String, Localized>,
}

impl Row {
    /// Its text: the label, or else the key as code.
    pub fn text(&self, language: &str) -> String {
        self.label.as_ref().map_or_else(|| format!("`{}`", self.id), |label| label.get(language).to_owned())
    }
}

/// A question.
#[derive(Clone, Debug)]
pub struct Question {
    /// How it is answered.
    pub form: Form,
    /// What is asked.
    pub ask: Localized,
    /// What may be chosen, in the order in which it is shown.
    pub choices: Vec<Choice>,
    /// The lines: one, or those of a table. None for sets and orders.
    pub rows: Vec<Row>,
    /// For sets and orders: the fact that is a list.
    pub of: Option<Fact>,
    /// Why, shown when the answer is right.
    pub because: Option<Localized>,
}

/// An answer, given or right.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Given {
    /// Nothing yet.
    #[default]
    Nothing,
    /// A choice.
    One(String),
    /// A set or an order.
    Many(Vec<String>),
    /// A table: row → choice.
    Rows(BTreeMap<String, String>),
}

impl Given {
    /// Whether nothing is answered: no word, or a table without one.
    pub fn is_nothing(&self) -> bool {
        match self {
            Self::Nothing => true,
            Self::Rows(rows) => rows.is_empty(),
            Self::One(_) | Self::Many(_) => false,
        }
    }

    /// Whether it says the same.
    pub fn is(&self, other: &Self) -> bool {
        self == other || (self.is_nothing() && other.is_nothing())
    }
}

impl Question {
    /// Whether `given` answers all of it.
    pub fn is_answered(&self, given: &Given) -> bool {
        match given {
            Given::Rows(rows) => self.rows.iter().all(|row| rows.contains_key(&row.id)),
            given => !given.is_nothing(),
        }
    }

    /// What has to be asked of a judge.
    pub fn probes(&self) -> Vec<Probe> {
        self.facts().flat_map(Fact::probes).collect()
    }

    /// Every fact that decides something.
    pub fn facts(&self) -> impl Iterator<Item = &Fact> {
        let rows = self.rows.iter().map(|row| &row.of);
        rows.chain(&self.of).chain(self.choices.iter().filter_map(|choice| choice.of.as_ref()))
    }

    /// The choice with this word.
    pub fn choice(&self, value: &str) -> Option<&Choice> {
        self.choices.iter().find(|choice| choice.value == value)
    }

    /// The choice that a learner's word means: letter case and what stands between its parts tell none from another, as long
    /// as one choice alone is meant. Any other word stays what it is.
    fn chosen(&self, word: String) -> String {
        let plain = |text: &str| -> String { text.to_lowercase().chars().map(|c| if matches!(c, '_' | '-') { ' ' } else { c }).collect() };
        if self.choice(&word).is_some() {
            return word;
        }
        let meant: Vec<_> = self.choices.iter().filter(|choice| plain(&choice.value) == plain(&word)).collect();
        if let [only] = meant[..] { only.value.clone() } else { word }
    }

    /// The words of a list that is written as one text: `web, team` or `web > team`.
    fn listed_in(&self, text: &str) -> Vec<String> {
        if self.choice(text).is_some() {
            return vec![text.to_owned()];
        }
        let words = text.split([',', '>']).map(str::trim).filter(|word| !word.is_empty());
        words.map(|word| self.chosen(word.to_owned())).collect()
    }

    /// The right answer.
    ///
    /// # Errors
    /// What is unknown, or comes out and cannot be chosen.
    pub fn key(&self, side: &Side) -> Result<Given, Sentence> {
        match self.form {
            Form::Choice | Form::Class => {
                let mut rows = BTreeMap::new();
                for row in &self.rows {
                    rows.insert(row.id.clone(), self.right(&row.of, side)?);
                }
                let only = rows.remove("").filter(|_| self.form == Form::Choice);
                Ok(only.map_or(Given::Rows(rows), Given::One))
            }
            Form::Set | Form::Order => match &self.of {
                Some(fact) => self.listed(fact, side).map(Given::Many),
                None => {
                    let mut right = Vec::new();
                    for choice in &self.choices {
                        let Some(fact) = &choice.of else { continue };
                        if choice.is.contains(&told(fact, side)?.join(", ")) {
                            right.push(choice.value.clone());
                        }
                    }
                    Ok(Given::Many(right))
                }
            },
        }
    }

    /// The choice that is right for what comes out of `fact`.
    fn right(&self, fact: &Fact, side: &Side) -> Result<String, Sentence> {
        let found = told(fact, side)?.join(", ");
        self.meaning(&found).ok_or_else(|| Sentence::new("question-no-choice", &[("fact", &fact.to_string()), ("found", &found)]))
    }

    /// The choices that are right for a list; what cannot be chosen and stands in it is an error.
    fn listed(&self, fact: &Fact, side: &Side) -> Result<Vec<String>, Sentence> {
        let mut right = Vec::new();
        for found in told(fact, side)? {
            match self.meaning(&found) {
                Some(value) if !right.contains(&value) => right.push(value),
                Some(_) => {}
                None => return Err(Sentence::new("question-no-choice", &[("fact", &fact.to_string()), ("found", &found)])),
            }
        }
        if self.form == Form::Set {
            right.sort_by_key(|value| self.choices.iter().position(|choice| choice.value == *value));
        }
        Ok(right)
    }

    fn meaning(&self, found: &str) -> Option<String> {
        self.choices.iter().find(|choice| choice.is.iter().any(|is| is == found)).map(|choice| choice.value.clone())
    }
}

fn told(fact: &Fact, side: &Side) -> Result<Vec<String>, Sentence> {
    fact.told(side).ok_or_else(|| Sentence::new("question-no-fact", &[("fact", &fact.to_string())]))
}
