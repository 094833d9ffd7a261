//! Who else is there: a place among the programs that use the same folder.

use std::any::Any;
use std::fmt;

/// A place among the programs that stand at one file. Dropping it gives it up.
pub struct Presence {
    alone: bool,
    /// What holds the place: a locked file, or a share of a count.
    _held: Box<dyn Any + Send + Sync>,
}

impl Presence {
    /// A place that lasts as long as `held`.
    pub(super) fn new(alone: bool, held: impl Any + Send + Sync) -> Self {
        Self { alone, _held: Box::new(held) }
    }

    /// Whether nobody else was there on joining.
    pub fn alone(&self) -> bool {
        self.alone
    }
}

impl fmt::Debug for Presence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Presence").field("alone", &self.alone).finish_non_exhaustive()
    }
}
