//! Questions and lists over a screen. One more is a file here and a variant below.

pub mod completion;
pub mod palette;
pub mod question;
pub mod sheet;
pub mod welcome;

use super::page::Page;

/// Something asked over a screen.
#[derive(Debug)]
pub enum Dialog {
    /// The question of the first start.
    Welcome(welcome::Welcome),
    /// Every action, found by typing.
    Palette(palette::Palette),
    /// What can stand at the cursor.
    Completion(completion::Completion),
    /// Yes or no.
    Question(question::Question),
    /// A page to read.
    Sheet(sheet::Sheet),
}

impl Dialog {
    /// What all pages have in common.
    pub fn page(&self) -> &dyn Page {
        match self {
            Self::Welcome(dialog) => dialog,
            Self::Palette(dialog) => dialog,
            Self::Completion(dialog) => dialog,
            Self::Question(dialog) => dialog,
            Self::Sheet(dialog) => dialog,
        }
    }

    /// What all pages have in common.
    pub fn page_mut(&mut self) -> &mut dyn Page {
        match self {
            Self::Welcome(dialog) => dialog,
            Self::Palette(dialog) => dialog,
            Self::Completion(dialog) => dialog,
            Self::Question(dialog) => dialog,
            Self::Sheet(dialog) => dialog,
        }
    }
}
