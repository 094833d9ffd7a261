//! The way through the course: what to do next and why, what a learner knows already, what returns.
//!
//! Everything here is a pure function of the catalogue, the progress and the time.

mod placement;
mod review;
mod suggest;

pub use placement::{PlacementItem, known_lessons, placement, placement_more};
pub use review::{Due, Item, drill, due_reviews};
pub use suggest::{Reason, Suggestion, suggest};

#[cfg(test)]
mod tests;
