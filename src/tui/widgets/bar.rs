//! A bar that fills.

use ratatui::text::Span;

use crate::tui::theme::{Role, Theme};

/// `done` of `all` as a bar of `width` columns. Full only when all is done, empty only when nothing is.
pub fn bar(done: usize, all: usize, width: usize, theme: &Theme) -> [Span<'static>; 2] {
    let mut filled = (done.min(all) * width).checked_div(all).unwrap_or(0);
    if done > 0 && filled == 0 && width > 0 {
        filled = 1;
    }
    let role = if all > 0 && done >= all { Role::Good } else { Role::Accent };
    [Span::styled("━".repeat(filled), theme.style(role)), Span::styled("─".repeat(width - filled), theme.style(Role::Unfocused))]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_all_is_full_and_only_nothing_is_empty() {
        let filled = |done, all| bar(done, all, 10, &Theme::default())[0].content.chars().count();
        assert_eq!((filled(0, 60), filled(1, 60), filled(59, 60), filled(60, 60), filled(0, 0)), (0, 1, 9, 10, 0));
    }
}
