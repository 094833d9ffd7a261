//! Exam papers: drawn by a seed, sat under exam rules, scored with partial credit.
//!
//! Everything here is a pure function of the catalogue, the progress and the learner's texts. The journal knows when a
//! paper began and which task was shown when ([`Sitting`](crate::progress::Sitting)); this room knows what is drawn,
//! what may be said meanwhile, and what it is worth in the end.

mod admitted;
mod draw;
mod exact;
mod facts;
mod mark;
mod misplaced;
mod nearest;
mod readiness;
mod variant;

pub use admitted::admitted;
pub use draw::{Order, Shortage, draw, fingerprint, taken_id};
pub use exact::Exact;
pub use facts::{Blueprint, Domain, ExamFacts, Facts, Source, facts};
pub use mark::{Lost, Marked, Sheet, mark};
pub use misplaced::Misplaced;
pub use nearest::Nearest;
pub use readiness::{Past, Readiness, past, readiness, result};
pub use variant::{another, task};

/// A time as a clock shows it: minutes and seconds, however many minutes.
pub fn clock(seconds: u64) -> String {
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

#[cfg(test)]
mod tests;
