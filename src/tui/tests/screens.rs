//! A picture of every screen in both languages at three sizes, with colour and without.

use super::harness::{Console, With};
use crate::tui::theme::{Depth, Theme};

/// Opens one screen.
type Way = fn(&mut Console);

const SCREENS: &[(&str, Way)] = &[
    ("home", |_| {}),
    ("catalogue", |c| {
        c.press("c");
    }),
    ("catalogue-filter", |c| {
        c.press("c / e 0 2");
    }),
    ("workspace", |c| {
        c.press("c Enter");
        c.type_text("spec:\ningres:\n").pass_time().press("Up");
    }),
    ("workspace-problems", |c| {
        c.press("c Enter");
        c.type_text("spec:\ningres:\n").pass_time().press("Alt-4");
    }),
    ("lesson", |c| {
        c.press("c l");
    }),
    ("lesson-drill", |c| {
        c.press("c l Tab y");
    }),
    ("checked", |c| {
        c.press("c Enter Ctrl-S");
    }),
    ("checked-passed", |c| {
        c.press("c Enter");
        c.type_text("ingress").press("Ctrl-S");
    }),
    ("verdict", |c| {
        c.press("c Enter Ctrl-S F10");
    }),
    ("verdict-passed", |c| {
        c.press("c Enter");
        c.type_text("ingress").press("Ctrl-S F10");
    }),
    ("solution", |c| {
        c.press("c Enter F7 y");
    }),
    ("map", |c| {
        c.press("c Enter Ctrl-G");
    }),
    ("why", |c| {
        c.press("c Enter F3");
    }),
    ("kubectl", |c| {
        c.press("c Enter Ctrl-K");
        c.type_text("ls\n").type_text("k get 'po\n");
    }),
    ("help", |c| {
        c.press("F1");
    }),
    ("palette", |c| {
        c.press("Ctrl-P");
    }),
    ("hint", |c| {
        c.press("c Enter F6");
    }),
    ("hint-shown", |c| {
        c.press("c Enter F6 y");
    }),
    ("reset", |c| {
        c.press("c Enter F9");
    }),
];

fn open(way: Way, with: With) -> Console {
    let mut console = Console::start(with);
    way(&mut console);
    console
}

#[test]
fn every_screen_in_both_languages_at_three_sizes() {
    for (name, way) in SCREENS {
        let mut pictures = Vec::new();
        for language in ["en", "ko"] {
            for size in [(80, 24), (100, 30), (40, 12)] {
                let console = open(*way, With { language, size, ..With::default() });
                pictures.push(format!("{language} {}x{}\n{}", size.0, size.1, console.text()));
            }
        }
        insta::assert_snapshot!(*name, pictures.join("\n\n"));
    }
}

#[test]
fn a_first_start_asks_in_words() {
    let pictures: Vec<String> = ["en", "ko"].map(|language| open(|_| {}, With { language, keys: "", ..With::default() }).text()).to_vec();
    insta::assert_snapshot!("welcome", pictures.join("\n\n"));
}

#[test]
fn looks_of_the_exercise_with_colour_and_without() {
    for (name, depth) in [("true", Depth::True), ("sixteen", Depth::Sixteen), ("plain", Depth::Plain)] {
        let theme = Theme { depth, ..Theme::default() };
        let console = open(SCREENS[3].1, With { theme, ..With::default() });
        insta::assert_snapshot!(format!("looks-{name}"), console.looks());
    }
}

#[test]
fn without_colour_nothing_is_coloured() {
    use ratatui::style::Color;
    let theme = Theme { depth: Depth::Plain, ..Theme::default() };
    for (name, way) in SCREENS {
        let (buffer, _) = open(*way, With { theme, ..With::default() }).draw();
        assert!(buffer.content.iter().all(|cell| cell.fg == Color::Reset && cell.bg == Color::Reset), "{name}");
    }
}

#[test]
fn without_unicode_nothing_but_ascii_is_drawn() {
    let theme = Theme { unicode: false, ..Theme::default() };
    for (name, way) in SCREENS.iter().filter(|(name, _)| !name.starts_with("lesson")) {
        let console = open(*way, With { theme, ..With::default() });
        let strange: String = console.text().chars().filter(|c| !c.is_ascii() && !('가'..='힣').contains(c)).collect();
        assert!(strange.is_empty(), "{name}: {strange}");
    }
}

/// Nothing is cut without an ellipsis: what reaches the right edge of a wide screen is there whole or says so.
#[test]
fn a_long_title_ends_in_an_ellipsis() {
    let console = open(SCREENS[3].1, With { size: (60, 20), ..With::default() });
    let first = console.text().lines().next().unwrap().to_owned();
    assert!(first.contains("E01 Close the database"), "{first}");
}
