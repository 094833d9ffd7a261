//! What a learner knows already: six claims, and behind each that is answered right a few more, so that no lesson is
//! skipped on one lucky guess.

use super::review::{Item, drill};
use crate::content::Catalogue;
use crate::contract::{Drill, drills};
use crate::progress::Progress;

/// An item of the placement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlacementItem {
    /// Which item of which lesson: its id is what the journal's `answered` names.
    pub item: Item,
    /// The claim, true or false, in the learner's language.
    pub drill: Drill,
    /// The lessons that it opens the way to: its own and those before it, up to the item before.
    pub covers: Vec<String>,
}

/// The six items that are always asked: one of each lesson whose page says `placement: N`, in syllabus order.
pub fn placement(catalogue: &Catalogue, language: &str) -> Vec<PlacementItem> {
    let mut items = Vec::new();
    let mut covers = Vec::new();
    for lesson in &catalogue.lessons {
        covers.push(lesson.id.clone());
        let Some(number) = lesson.placement else { continue };
        let item = Item::Drill { lesson: lesson.id.clone(), number };
        if let Some(drill) = drill(catalogue, &item, language) {
            items.push(PlacementItem { item, drill, covers: std::mem::take(&mut covers) });
        }
    }
    items
}

/// What is asked once `first` was answered right: another claim of its lesson, true where that one was false, and one of
/// each lesson before it. The first of these decides whether the others count.
pub fn placement_more(catalogue: &Catalogue, first: &PlacementItem, language: &str) -> Vec<PlacementItem> {
    let own = lesson_of(&first.item);
    let before = first.covers.iter().filter(|lesson| Some(lesson.as_str()) != own);
    let before = before.enumerate().filter_map(|(place, lesson)| claim(catalogue, lesson, place % 2 == 1, &first.item));
    let second = own.and_then(|lesson| claim(catalogue, lesson, !first.drill.answer, &first.item));
    let in_language = |item: Item| Some(PlacementItem { drill: drill(catalogue, &item, language)?, item, covers: Vec::new() });
    second.into_iter().chain(before).filter_map(in_language).collect()
}

/// The lesson of a claim.
fn lesson_of(item: &Item) -> Option<&str> {
    match item {
        Item::Drill { lesson, .. } => Some(lesson),
        Item::Scenario { .. } => None,
    }
}

/// A claim of the lesson that is true or false as wanted, if it has one, and not `but` this one.
fn claim(catalogue: &Catalogue, lesson: &str, truth: bool, but: &Item) -> Option<Item> {
    let claims = drills(catalogue.lesson(lesson)?.body.get("en")).ok()?;
    let item = |at: usize| Item::Drill { lesson: lesson.to_owned(), number: at + 1 };
    let others = || (0..claims.len()).filter(|at| item(*at) != *but);
    others().find(|at| claims[*at].answer == truth).or_else(|| others().next()).map(item)
}

/// The lessons that the placement showed to be known: those of which claims of their own were answered right.
pub fn known_lessons(catalogue: &Catalogue, progress: &Progress) -> Vec<String> {
    let right = |item: &PlacementItem| progress.placed.contains(&item.item.id());
    let mut known = Vec::new();
    for first in placement(catalogue, "en").into_iter().filter(right) {
        let more = placement_more(catalogue, &first, "en");
        let passed = |lesson: &str| more.iter().filter(|item| lesson_of(&item.item) == Some(lesson)).all(right);
        if lesson_of(&first.item).is_some_and(passed) {
            known.extend(first.covers.iter().filter(|lesson| passed(lesson)).cloned());
        }
    }
    known
}
