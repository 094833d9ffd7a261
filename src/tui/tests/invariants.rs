//! Whatever comes, in whatever order and at whatever size: no panic, and what must hold holds.

use crossterm::event::{KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use proptest::prelude::*;
use proptest::sample::select;

use super::harness::{Console, With};
use crate::tui::chord::Chord;
use crate::tui::keymap::BINDINGS;
use crate::tui::msg::{Msg, Outcome};

#[derive(Clone, Debug)]
enum Step {
    Key(&'static str),
    Char(char),
    Paste(String),
    Resize(u16, u16),
    Mouse(MouseEventKind, u16, u16),
    Time,
    Late(u64),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    // Leaving and stopping end the run early; they have tests of their own.
    let keys: Vec<&'static str> = BINDINGS.iter().map(|binding| binding.key).filter(|key| !matches!(*key, "Ctrl-Q" | "Ctrl-Z")).collect();
    let mouse = select(vec![
        MouseEventKind::Down(MouseButton::Left),
        MouseEventKind::Drag(MouseButton::Left),
        MouseEventKind::ScrollDown,
        MouseEventKind::ScrollUp,
    ]);
    let step = prop_oneof![
        6 => select(keys).prop_map(Step::Key),
        2 => select(vec!["Backspace", "Delete", "Left", "Right", "Ctrl-W", "Ctrl-V", "Ctrl-F", "Shift-Down", "Ctrl-A"]).prop_map(Step::Key),
        6 => select("abi:oyndw/ \u{ac00}\u{1f469}-{}#\"".chars().collect::<Vec<_>>()).prop_map(Step::Char),
        1 => "[a-z:\\- \n\t\r가-힣]{0,40}".prop_map(Step::Paste),
        1 => (1u16..220, 1u16..70).prop_map(|(width, height)| Step::Resize(width, height)),
        1 => (mouse, 0u16..130, 0u16..45).prop_map(|(kind, x, y)| Step::Mouse(kind, x, y)),
        1 => Just(Step::Time),
        1 => (0u64..60).prop_map(Step::Late),
    ];
    proptest::collection::vec(step, 0..60)
}

fn holds(console: &Console) {
    let state = &console.state;
    assert!(!state.screens.is_empty(), "home is gone");
    assert!(state.session.tasks.len() <= 16, "tasks pile up: {}", state.session.tasks.len());
    let (buffer, cursor) = console.draw();
    assert!(cursor.is_none_or(|at| buffer.area.contains(at)), "the cursor is outside");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn any_messages_keep_the_console_whole(keys in select(vec!["vim", "plain", ""]), steps in steps()) {
        let mut console = Console::start(With { keys, ..With::default() });
        for step in steps {
            match step {
                Step::Key(key) => { console.press(key); }
                Step::Char(c) => console.send(Msg::Key(Chord::parse(&c.to_string()).unwrap_or(Chord::parse("x").unwrap()).event())),
                Step::Paste(text) => console.send(Msg::Paste(text)),
                Step::Resize(width, height) => { console.resize(width, height); }
                Step::Mouse(kind, column, row) => console.send(Msg::Mouse(MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE })),
                Step::Time => { console.pass_time(); }
                Step::Late(id) => console.send(Msg::Done(crate::tui::effect::TaskId(id), Outcome::Elapsed)),
            }
            holds(&console);
        }
    }

    #[test]
    fn any_size_is_drawn(width in 1u16..240, height in 1u16..80, ways in select(vec!["", "c", "c Enter", "c l", "c Enter Ctrl-S", "c Enter Ctrl-G", "c Enter F3", "F1", "Ctrl-P", "c Enter F6", "c Enter Ctrl-K"])) {
        let mut console = Console::start(With { size: (width, height), ..With::default() });
        console.press(ways);
        holds(&console);
    }
}
