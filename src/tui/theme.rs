//! Colour by role. A screen names what a thing is; the theme knows how that looks in truecolor, 256 or
//! 16 colours, on a dark or a light ground, or without colour at all.

use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier, Style};

/// What a piece of text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Ordinary text: the terminal's own colour.
    Text,
    /// Text that may be passed over.
    Muted,
    /// The one accent: what to press, where you are.
    Accent,
    /// A heading.
    Heading,
    /// As wanted.
    Good,
    /// Worth a look.
    Warning,
    /// Not as wanted.
    Error,
    /// Neutral news.
    Info,
    /// The selected row or text.
    Selection,
    /// What a search found.
    Found,
    /// The border of the focused pane.
    Focused,
    /// The border of the others.
    Unfocused,
    /// A mapping's key.
    Key,
    /// A string.
    String,
    /// A number, a boolean, null.
    Constant,
    /// A comment.
    Comment,
    /// `:`, `-`, braces.
    Punctuation,
}

/// How many colours the terminal shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Depth {
    /// None: bold, underline, reverse and symbols.
    Plain,
    /// The 16 named ones.
    Sixteen,
    /// xterm's 256.
    Indexed,
    /// 24 bits.
    #[default]
    True,
}

/// What the text stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Ground {
    /// Light text on dark.
    #[default]
    Dark,
    /// Dark text on light.
    Light,
}

/// One role on one ground: 24 bits, xterm index, named colour.
type Paint = (u32, u8, Color);

struct Row {
    role: Role,
    dark: Paint,
    light: Paint,
    always: Modifier,
    plain: Modifier,
}

const NONE: Modifier = Modifier::empty();
const BOLD: Modifier = Modifier::BOLD;

/// Foregrounds. Contrast against #1e1e1e and #ffffff is at least 4.5 (3 for the border that is not focused).
#[rustfmt::skip]
const FOREGROUNDS: &[Row] = &[
    row(Role::Muted,       (0x9aa5b1, 248, Color::Gray),         (0x5a6472, 241, Color::DarkGray), NONE, NONE),
    row(Role::Accent,      (0x5fd7c4,  79, Color::LightCyan),    (0x00695f,  23, Color::Blue),     NONE, BOLD),
    row(Role::Heading,     (0x5fd7c4,  79, Color::LightCyan),    (0x00695f,  23, Color::Blue),     BOLD, BOLD),
    row(Role::Good,        (0x8bd49c, 114, Color::LightGreen),   (0x1a7032,  22, Color::Green),    NONE, NONE),
    row(Role::Warning,     (0xe8c17a, 180, Color::LightYellow),  (0x8a5a00,  94, Color::Magenta),  NONE, BOLD),
    row(Role::Error,       (0xff8f8f, 210, Color::LightRed),     (0xb3261e, 124, Color::Red),      NONE, BOLD),
    row(Role::Info,        (0x9fb8ff, 147, Color::LightBlue),    (0x2f5fb3,  25, Color::Blue),     NONE, NONE),
    row(Role::Focused,     (0x5fd7c4,  79, Color::LightCyan),    (0x00695f,  23, Color::Blue),     NONE, BOLD),
    row(Role::Unfocused,   (0x6b7785, 243, Color::DarkGray),     (0x7a8594, 244, Color::Gray),     NONE, Modifier::DIM),
    row(Role::Key,         (0x8ab8ff, 111, Color::LightBlue),    (0x1f4fa8,  25, Color::Blue),     NONE, NONE),
    row(Role::String,      (0xb8d99a, 150, Color::Green),        (0x3d6b12,  58, Color::Green),    NONE, NONE),
    row(Role::Constant,    (0xf0b47a, 215, Color::Yellow),       (0x96480f,  94, Color::Red),      NONE, NONE),
    row(Role::Comment,     (0x8b96a3, 246, Color::Gray),         (0x66707c, 242, Color::DarkGray), Modifier::ITALIC, Modifier::DIM),
    row(Role::Punctuation, (0xa3adb8, 248, Color::Gray),         (0x4f5965, 240, Color::DarkGray), NONE, NONE),
];

const fn row(role: Role, dark: Paint, light: Paint, always: Modifier, plain: Modifier) -> Row {
    Row { role, dark, light, always, plain }
}

/// How roles look here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Theme {
    /// Colours there are.
    pub depth: Depth,
    /// The ground.
    pub ground: Ground,
    /// Whether the terminal shows more than ASCII.
    pub unicode: bool,
}

impl Default for Theme {
    fn default() -> Self {
        Self { depth: Depth::True, ground: Ground::Dark, unicode: true }
    }
}

impl Theme {
    /// What the environment says: `NO_COLOR`, `COLORTERM`, `TERM`, `COLORFGBG`, and the locale's encoding.
    pub fn from_environment(env: impl Fn(&str) -> Option<String>) -> Self {
        let set = |name: &str| env(name).filter(|value| !value.is_empty());
        let term = set("TERM").unwrap_or_default();
        let depth = if set("NO_COLOR").is_some() || term == "dumb" || term.starts_with("vt") {
            Depth::Plain
        } else if set("COLORTERM").is_some_and(|value| value == "truecolor" || value == "24bit") || term.ends_with("-direct") {
            Depth::True
        } else if term.contains("256") {
            Depth::Indexed
        } else {
            Depth::Sixteen
        };
        // rxvt's and konsole's "foreground;background": 7 and 9 to 15 are light grounds.
        let background = set("COLORFGBG").and_then(|value| value.rsplit(';').next().and_then(|last| last.parse::<u8>().ok()));
        let ground = if background.is_some_and(|colour| colour == 7 || (9..=15).contains(&colour)) { Ground::Light } else { Ground::Dark };
        let encoding = set("LC_ALL").or_else(|| set("LC_CTYPE")).or_else(|| set("LANG")).unwrap_or_default().to_ascii_lowercase();
        let unicode = encoding.contains("utf-8") || encoding.contains("utf8");
        Self { depth, ground, unicode }
    }

    /// How `role` looks.
    pub fn style(&self, role: Role) -> Style {
        match role {
            Role::Text => Style::new(),
            Role::Selection => self.ground_style((0x2f4a6b, 24, Color::Blue), (0xcfe3ff, 153, Color::Cyan), Modifier::REVERSED),
            Role::Found => self.ground_style((0x5c4a1e, 58, Color::Yellow), (0xffe9a8, 229, Color::Yellow), Modifier::UNDERLINED),
            _ => match FOREGROUNDS.iter().find(|row| row.role == role) {
                Some(row) => self.foreground(row),
                None => Style::new(),
            },
        }
    }

    /// `role`, bold.
    pub fn bold(&self, role: Role) -> Style {
        self.style(role).add_modifier(BOLD)
    }

    /// A wavy underline's place in `role`'s colour: underlined where colours are few.
    pub fn underline(&self, role: Role) -> Style {
        let style = Style::new().add_modifier(Modifier::UNDERLINED);
        match (self.depth, self.style(role).fg) {
            (Depth::True | Depth::Indexed, Some(colour)) => style.underline_color(colour),
            _ => style,
        }
    }

    fn foreground(&self, row: &Row) -> Style {
        match self.depth {
            Depth::Plain => Style::new().add_modifier(row.always | row.plain),
            _ => Style::new().fg(self.colour(row.dark, row.light)).add_modifier(row.always),
        }
    }

    fn ground_style(&self, dark: Paint, light: Paint, plain: Modifier) -> Style {
        let ink = match self.ground {
            Ground::Dark => self.colour((0xffffff, 231, Color::White), (0xffffff, 231, Color::White)),
            Ground::Light => self.colour((0x10233a, 16, Color::Black), (0x10233a, 16, Color::Black)),
        };
        match self.depth {
            Depth::Plain => Style::new().add_modifier(plain),
            Depth::Sixteen if dark.2 == Color::Yellow => Style::new().bg(Color::Yellow).fg(Color::Black),
            _ => Style::new().bg(self.colour(dark, light)).fg(ink),
        }
    }

    fn colour(&self, dark: Paint, light: Paint) -> Color {
        let (rgb, index, named) = if self.ground == Ground::Dark { dark } else { light };
        match self.depth {
            Depth::True => Color::from_u32(rgb),
            Depth::Indexed => Color::Indexed(index),
            _ => named,
        }
    }
}

/// Puts ASCII in the place of every drawing character, for terminals that cannot show more.
pub fn to_ascii(buffer: &mut Buffer) {
    for cell in &mut buffer.content {
        if let Some(plain) = stand_in(cell.symbol()) {
            cell.set_symbol(plain);
        }
    }
}

fn stand_in(symbol: &str) -> Option<&'static str> {
    Some(match symbol {
        "✓" => "+",
        "✗" => "x",
        "▲" => "!",
        "·" => ".",
        "●" => "*",
        "○" => "o",
        "◐" => "%",
        "▸" | "→" | "❯" => ">",
        "▾" | "↓" => "v",
        "←" => "<",
        "↑" => "^",
        "↵" => "<",
        "↪" => ">",
        "…" => "~",
        "━" | "═" => "=",
        "─" | "╌" => "-",
        "│" | "┃" | "▌" => "|",
        "┌" | "┐" | "└" | "┘" | "├" | "┤" | "┬" | "┴" | "┼" | "╭" | "╮" | "╰" | "╯" => "+",
        "█" | "▐" => "#",
        "–" | "—" => "-",
        "“" | "”" => "\"",
        "‘" | "’" => "'",
        "×" => "x",
        "•" => "*",
        "≠" => "!",
        "★" => "*",
        "☆" => ".",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn luminance(rgb: u32) -> f64 {
        let channel = |shift: u32| {
            let value = f64::from((rgb >> shift) & 0xff) / 255.0;
            if value <= 0.03928 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(16) + 0.7152 * channel(8) + 0.0722 * channel(0)
    }

    fn contrast(a: u32, b: u32) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// The colour of an xterm index from 16 up.
    fn xterm(index: u8) -> u32 {
        let level = |n: u32| if n == 0 { 0 } else { 55 + 40 * n };
        match u32::from(index) {
            index @ 16..=231 => {
                let n = index - 16;
                (level(n / 36) << 16) | (level(n / 6 % 6) << 8) | level(n % 6)
            }
            index => (8 + 10 * (index - 232)) * 0x010101,
        }
    }

    #[test]
    fn every_role_can_be_read_on_its_ground() {
        for row in FOREGROUNDS {
            let wanted = if row.role == Role::Unfocused { 3.0 } else { 4.5 };
            for (rgb, ground) in
                [(row.dark.0, 0x1e1e1e), (xterm(row.dark.1), 0x1e1e1e), (row.light.0, 0xffffff), (xterm(row.light.1), 0xffffff)]
            {
                let found = contrast(rgb, ground);
                assert!(found >= wanted, "{:?} {rgb:06x} on {ground:06x}: {found:.2}", row.role);
            }
        }
        for (ink, ground) in [
            (0xffffff, 0x2f4a6b),
            (0x10233a, 0xcfe3ff),
            (0xffffff, 0x5c4a1e),
            (0x10233a, 0xffe9a8),
            (0xffffff, xterm(24)),
            (0x000000, xterm(153)),
        ] {
            assert!(contrast(ink, ground) >= 4.5, "{ink:06x} on {ground:06x}");
        }
    }

    #[test]
    fn the_environment_chooses() {
        let theme = |vars: &[(&str, &str)]| {
            Theme::from_environment(|name| vars.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned()))
        };
        assert_eq!(theme(&[("NO_COLOR", "1"), ("COLORTERM", "truecolor")]).depth, Depth::Plain);
        assert_eq!(theme(&[("NO_COLOR", ""), ("TERM", "xterm-256color")]).depth, Depth::Indexed);
        assert_eq!(theme(&[("TERM", "linux")]).depth, Depth::Sixteen);
        assert_eq!(theme(&[("COLORFGBG", "0;15")]).ground, Ground::Light);
        assert!(theme(&[("LC_ALL", "ko_KR.UTF-8")]).unicode);
        assert!(!theme(&[("LC_ALL", "C"), ("LANG", "en_US.UTF-8")]).unicode);
    }

    #[test]
    fn without_colour_no_style_has_one() {
        let theme = Theme { depth: Depth::Plain, ..Theme::default() };
        for role in [Role::Error, Role::Selection, Role::Focused, Role::Comment, Role::Found] {
            let style = theme.style(role);
            assert_eq!((style.fg, style.bg), (None, None), "{role:?}");
        }
        assert!(theme.style(Role::Selection).add_modifier.contains(Modifier::REVERSED));
    }
}
