//! What went wrong returns after 1, 3 and 7 days.

use jiff::Timestamp;

use crate::content::{Catalogue, Kind};
use crate::contract::{Drill, drills};
use crate::progress::{Progress, Recall};

/// Something that can return.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Item {
    /// A true-or-false item of a lesson.
    Drill {
        /// The lesson.
        lesson: String,
        /// Its number in the lesson's text, from 1.
        number: usize,
    },
    /// A scenario, or a variant of it.
    Scenario {
        /// Which.
        id: String,
    },
}

impl Item {
    /// As the journal calls it: `L07/3`, `B01`.
    pub fn id(&self) -> String {
        match self {
            Self::Drill { lesson, number } => format!("{lesson}/{number}"),
            Self::Scenario { id } => id.clone(),
        }
    }

    /// What the journal calls `id`.
    pub fn named(id: &str) -> Self {
        match id.split_once('/').map(|(lesson, number)| (lesson, number.parse())) {
            Some((lesson, Ok(number))) => Self::Drill { lesson: lesson.to_owned(), number },
            _ => Self::Scenario { id: id.to_owned() },
        }
    }

    /// Where it is practised, as the journal writes places.
    pub fn place(&self) -> String {
        match self {
            Self::Drill { lesson, .. } => format!("lesson/{lesson}"),
            Self::Scenario { id } => format!("scenario/{id}"),
        }
    }
}

/// An item that is to be asked again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// Which.
    pub item: Item,
    /// Since when.
    pub due: Timestamp,
    /// How often it was right since the mistake: 0, 1 or 2. It returns after 1, 3 and 7 days.
    pub step: usize,
}

/// What is to be asked again by now, the longest due first: items that were answered wrong, questions of a predict
/// scenario that were not right at first, and scenarios that were passed with help that costs points. A scenario that is
/// not passed yet is no review: the next suggestion leads back to it.
pub fn due_reviews(catalogue: &Catalogue, progress: &Progress, now: Timestamp) -> Vec<Due> {
    let due = progress.recalls.iter().filter(|(_, recall)| recall.due() <= now).filter_map(|(id, recall)| {
        let item = Item::named(id);
        returns(catalogue, progress, &item, recall).then(|| Due { item, due: recall.due(), step: recall.step })
    });
    let mut due: Vec<_> = due.collect();
    due.sort_by(|a, b| (a.due, &a.item).cmp(&(b.due, &b.item)));
    due
}

fn returns(catalogue: &Catalogue, progress: &Progress, item: &Item, recall: &Recall) -> bool {
    match item {
        Item::Drill { .. } => drill(catalogue, item, "en").is_some(),
        // Checking often is how a manifest is written; a wrong prediction is a wrong idea.
        Item::Scenario { id } => {
            progress.attempt(id).passed
                && catalogue
                    .scenario(id.split('@').next().unwrap_or(id))
                    .is_some_and(|scenario| recall.helped || scenario.kind == Kind::Predict)
        }
    }
}

/// The claim of an item, in a language; `None` for a scenario and for an item that is no longer there.
pub fn drill(catalogue: &Catalogue, item: &Item, language: &str) -> Option<Drill> {
    let Item::Drill { lesson, number } = item else { return None };
    let text = catalogue.lesson(lesson)?.body.get(language);
    drills(text).ok()?.into_iter().nth(number.checked_sub(1)?)
}
