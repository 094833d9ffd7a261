//! Keys as people write them: `Ctrl-S`, `Shift-F8`, `g`, `Space`.

use std::fmt;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// A key with its modifiers, one spelling for each: capital letters carry no Shift, `BackTab` is `Shift-Tab`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Chord {
    /// The key.
    pub code: KeyCode,
    /// Ctrl, Alt and Shift.
    pub modifiers: KeyModifiers,
}

impl Chord {
    /// The chord of a key event.
    pub fn of(event: KeyEvent) -> Self {
        let mut modifiers = event.modifiers & (KeyModifiers::CONTROL | KeyModifiers::ALT | KeyModifiers::SHIFT);
        let code = match event.code {
            KeyCode::BackTab => {
                modifiers |= KeyModifiers::SHIFT;
                KeyCode::Tab
            }
            KeyCode::Char(c) if modifiers.contains(KeyModifiers::CONTROL) => {
                let c = c.to_ascii_lowercase();
                // Terminals without the extended protocol send Ctrl-/ as the control character of `_` or `7`.
                KeyCode::Char(if c == '_' || c == '7' { '/' } else { c })
            }
            KeyCode::Char(c) => {
                modifiers -= KeyModifiers::SHIFT;
                KeyCode::Char(c)
            }
            code => code,
        };
        Self { code, modifiers }
    }

    /// Reads `Ctrl-S`, `Alt-Enter`, `F8`, `?`, `Space`.
    pub fn parse(text: &str) -> Option<Self> {
        let mut modifiers = KeyModifiers::NONE;
        let mut rest = text;
        loop {
            let (modifier, tail) = match rest.split_once('-') {
                Some(("Ctrl", tail)) if !tail.is_empty() => (KeyModifiers::CONTROL, tail),
                Some(("Alt", tail)) if !tail.is_empty() => (KeyModifiers::ALT, tail),
                Some(("Shift", tail)) if !tail.is_empty() => (KeyModifiers::SHIFT, tail),
                _ => break,
            };
            modifiers |= modifier;
            rest = tail;
        }
        let code = match rest {
            "Enter" => KeyCode::Enter,
            "Esc" => KeyCode::Esc,
            "Tab" => KeyCode::Tab,
            "Space" => KeyCode::Char(' '),
            "Backspace" => KeyCode::Backspace,
            "Delete" => KeyCode::Delete,
            "Up" => KeyCode::Up,
            "Down" => KeyCode::Down,
            "Left" => KeyCode::Left,
            "Right" => KeyCode::Right,
            "Home" => KeyCode::Home,
            "End" => KeyCode::End,
            "PageUp" => KeyCode::PageUp,
            "PageDown" => KeyCode::PageDown,
            _ => match (rest.strip_prefix('F').and_then(|n| n.parse().ok()), single(rest)) {
                (Some(number @ 1..=12), _) => KeyCode::F(number),
                (None, Some(c)) if modifiers.contains(KeyModifiers::CONTROL) => KeyCode::Char(c.to_ascii_lowercase()),
                (None, Some(c)) => KeyCode::Char(c),
                _ => return None,
            },
        };
        Some(Self { code, modifiers })
    }

    /// The key event a terminal would send.
    pub fn event(self) -> KeyEvent {
        KeyEvent::new(self.code, self.modifiers)
    }

    /// The character that is typed, if this types one.
    pub fn typed(self) -> Option<char> {
        match self.code {
            KeyCode::Char(c) if !self.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT) => Some(c),
            _ => None,
        }
    }
}

fn single(text: &str) -> Option<char> {
    let mut chars = text.chars();
    chars.next().filter(|_| chars.next().is_none())
}

impl fmt::Display for Chord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (modifier, name) in [(KeyModifiers::CONTROL, "Ctrl-"), (KeyModifiers::ALT, "Alt-"), (KeyModifiers::SHIFT, "Shift-")] {
            if self.modifiers.contains(modifier) {
                f.write_str(name)?;
            }
        }
        match self.code {
            KeyCode::Char(' ') => f.write_str("Space"),
            KeyCode::Char(c) if self.modifiers.contains(KeyModifiers::CONTROL) => write!(f, "{}", c.to_ascii_uppercase()),
            KeyCode::Char(c) => write!(f, "{c}"),
            KeyCode::F(number) => write!(f, "F{number}"),
            KeyCode::Up => f.write_str("↑"),
            KeyCode::Down => f.write_str("↓"),
            KeyCode::Left => f.write_str("←"),
            KeyCode::Right => f.write_str("→"),
            code => write!(f, "{code:?}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chords_read_back_as_written() {
        for text in ["Ctrl-S", "Shift-F8", "Alt-Enter", "?", "g", "G", "Space", "Shift-Tab", "Ctrl-/", "-", "PageDown"] {
            assert_eq!(Chord::parse(text).unwrap().to_string(), text);
        }
        assert_eq!(Chord::parse("Hyper-X"), None);
    }

    #[test]
    fn terminals_spell_one_key_in_several_ways() {
        let event = |code, modifiers| Chord::of(KeyEvent::new(code, modifiers)).to_string();
        assert_eq!(event(KeyCode::BackTab, KeyModifiers::SHIFT), "Shift-Tab");
        assert_eq!(event(KeyCode::BackTab, KeyModifiers::NONE), "Shift-Tab");
        assert_eq!(event(KeyCode::Char('G'), KeyModifiers::SHIFT), "G");
        assert_eq!(event(KeyCode::Char('S'), KeyModifiers::CONTROL), "Ctrl-S");
        assert_eq!(event(KeyCode::Char('7'), KeyModifiers::CONTROL), "Ctrl-/");
    }
}
