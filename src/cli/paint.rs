//! Colour by role, so that nothing depends on it: every role also has a word or a symbol.

use super::Context;

/// What a piece of text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// A heading.
    Title,
    /// Beside the point.
    Muted,
    /// Good news.
    Good,
    /// Bad news.
    Bad,
    /// Something to look at.
    Warn,
    /// A name or code within text.
    Code,
}

impl Role {
    /// SGR parameters of the sixteen-colour palette, which every theme keeps readable.
    fn sgr(self) -> &'static str {
        match self {
            Role::Title => "1",
            Role::Muted => "2",
            Role::Good => "32",
            Role::Bad => "31",
            Role::Warn => "33",
            Role::Code => "36",
        }
    }
}

impl Context<'_> {
    /// `text` in the colour of `role`, if colour is on.
    pub(super) fn paint(&self, role: Role, text: &str) -> String {
        if self.color && !text.is_empty() { format!("\u{1b}[{}m{text}\u{1b}[0m", role.sgr()) } else { text.to_owned() }
    }
}
