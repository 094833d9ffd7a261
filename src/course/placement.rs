//! Six items that find out what a learner knows already.

use super::review::{Item, drill};
use crate::content::Catalogue;
use crate::contract::Drill;
use crate::progress::Progress;

/// An item of the placement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlacementItem {
    /// Which item of which lesson: its id is what the journal's `answered` names.
    pub item: Item,
    /// The claim, true or false, in the learner's language.
    pub drill: Drill,
    /// The lessons that a right answer counts as known: this one and those before it, up to the item before.
    pub covers: Vec<String>,
}

/// The placement: one item of each lesson whose page says `placement: N`, in syllabus order.
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

/// The lessons that the placement showed to be known.
pub fn known_lessons(catalogue: &Catalogue, progress: &Progress) -> Vec<String> {
    let right = |item: &PlacementItem| progress.placed.contains(&item.item.id());
    placement(catalogue, "en").into_iter().filter(right).flat_map(|item| item.covers).collect()
}
