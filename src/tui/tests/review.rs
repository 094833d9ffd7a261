//! What is known already, what returns, and what is kept of both.

use std::sync::Arc;

use super::harness::{Console, With};
use crate::content::Catalogue;
use crate::progress::{Event, Journal};

fn library() -> Result<Catalogue, String> {
    Catalogue::embedded().map_err(|errors| errors[0].to_string())
}

fn with() -> With {
    With { size: (100, 30), judge: crate::assess::assess, library, ..With::default() }
}

#[test]
fn six_claims_find_out_what_is_known_and_are_offered_once() {
    let mut console = Console::start(with());
    assert!(console.shows("What do you know already? Six claims"), "{}", console.text());
    console.press("Down Enter");
    assert!(console.shows("1 of 6") && console.shows("y true   n false   u I do not know"), "{}", console.text());
    // Before an answer nothing leads on.
    console.press("Enter");
    assert!(console.shows("1 of 6"));
    for _ in 0..6 {
        console.press("u");
        assert!(console.shows("✗ "), "{}", console.text());
        console.press("Enter");
    }
    assert!(console.shows("0 of 6 right.") && console.shows("Begin at the beginning."), "{}", console.text());
    assert_eq!(console.state.session.progress.recalls.len(), 6);
    console.press("Esc");
    assert!(!console.shows("Six claims"), "{}", console.text());
}

#[test]
fn what_is_known_need_not_be_read() {
    let mut console = Console::start(With { language: "ko", ..with() });
    let items = crate::course::placement(&console.state.session.catalogue, "ko");
    console.press("Down Enter");
    for item in &items {
        console.press(if item.drill.answer { "y" } else { "n" });
        assert!(console.shows("✓ "), "{}", console.text());
        console.press("Enter");
    }
    assert!(console.shows("6개 중 6개가 맞았습니다.") && console.shows("이미 아십니다: L01"), "{}", console.text());
}

#[test]
fn a_wrong_answer_of_a_lesson_returns_tomorrow_and_not_today() {
    let first = Console::start(with());
    first.host.set_now(first.state.session.now);
    let wrong = Event::Answered { item: "L13/1".into(), right: false, placement: false };
    Journal::open(first.host.clone()).record(wrong);
    let mut tomorrow = Console::on(Arc::clone(&first.host), with());
    assert!(!tomorrow.shows("returns today"), "{}", tomorrow.text());
    tomorrow.send(crate::tui::msg::Msg::Clock(tomorrow.state.session.now + jiff::SignedDuration::from_hours(48)));
    tomorrow.press("Down Up");
    assert!(tomorrow.shows("one thing that was wrong returns today"), "{}", tomorrow.text());
    tomorrow.press("Home Enter");
    assert!(tomorrow.shows("1 of 1"), "{}", tomorrow.text());
    tomorrow.press("u Enter");
    assert!(tomorrow.shows("0 of 1 right.") && tomorrow.shows("returns after one day"), "{}", tomorrow.text());
}

#[test]
fn a_lessons_drill_is_kept_as_answered() {
    let mut console = Console::start(With { place: Some("lesson/L13"), ..with() });
    let truth = crate::course::drill(&console.state.session.catalogue, &crate::course::Item::named("L13/1"), "en").unwrap().answer;
    console.press("Tab").press(if truth { "n" } else { "y" });
    assert!(console.state.session.progress.recalls.contains_key("L13/1"), "{}", console.text());
}

#[test]
fn the_kubectl_prompt_keeps_its_world_and_shows_nothing_hidden() {
    let mut console = Console::start(With { place: Some("scenario/E03"), ..with() });
    console.press("Ctrl-K").type_text("k get pods\n");
    assert!(console.shows("db-pod") && !console.shows("api-canary"), "{}", console.text());
    console.type_text("k label pod db-pod tried=yes\n").press("Esc").press("Ctrl-K").type_text("k get pod db-pod --show-labels\n");
    assert_eq!(console.text().matches("tried=yes").count(), 2, "the command and its effect: {}", console.text());
    // Back to the start is back to the start of the cluster, too.
    console.press("Esc F9 y").press("Ctrl-K").type_text("k get pod db-pod --show-labels\n");
    assert!(!console.shows("tried=yes") && console.shows("role=db"), "{}", console.text());
}
