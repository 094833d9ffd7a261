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
    assert!(console.shows("What do you know already? A few claims"), "{}", console.text());
    console.press("Down Enter");
    assert!(console.shows("claim 1") && console.shows("y true   n false   u "), "{}", console.text());
    // Before an answer nothing leads on.
    console.press("Enter");
    assert!(console.shows("claim 1"));
    for _ in 0..6 {
        console.press("u");
        assert!(console.shows("· You were not sure: it is "), "{}", console.text());
        console.press("Enter");
    }
    assert!(console.shows("0 of 6 right.") && console.shows("Begin at the beginning."), "{}", console.text());
    assert_eq!(console.state.session.progress.recalls.len(), 6);
    console.press("Esc");
    assert!(!console.shows("A few claims"), "{}", console.text());
}

/// Answers every claim that is asked: right where `right` says so of it.
fn answer_all(console: &mut Console, right: impl Fn(&str, usize) -> bool) -> usize {
    use crate::tui::screens::Screen;
    let mut asked = 0;
    while let Screen::Review(review) = console.state.screen() {
        let Some((item, truth)) = review.claim(&console.state.session) else { break };
        console.press(if right(&item, asked) == truth { "y" } else { "n" }).press("Enter");
        asked += 1;
    }
    asked
}

#[test]
fn what_is_known_need_not_be_read() {
    let mut console = Console::start(With { language: "ko", ..with() });
    console.press("Down Enter");
    let asked = answer_all(&mut console, |_, _| true);
    assert!(console.shows(&format!("{asked}개 중 {asked}개가 맞았습니다.")) && console.shows("이미 아는 레슨: L01"), "{}", console.text());
}

#[test]
fn one_lucky_guess_makes_no_lesson_known() {
    let firsts: Vec<String> = crate::course::placement(&library().unwrap(), "en").into_iter().map(|first| first.item.id()).collect();
    let mut console = Console::start(with());
    console.press("Down Enter");
    // Each first claim right, whatever follows wrong: the second claim ends the questions about that lesson.
    let asked = answer_all(&mut console, |item, _| firsts.iter().any(|first| first == item));
    assert_eq!(asked, 2 * firsts.len());
    assert!(console.shows("Begin at the beginning."), "{}", console.text());
}

#[test]
fn a_claim_says_what_was_answered_and_can_be_looked_at_again() {
    let mut console = Console::start(with());
    let first = &crate::course::placement(&library().unwrap(), "en")[0];
    console.press("Down Enter").press(if first.drill.answer { "n" } else { "y" });
    let (said, truth) = if first.drill.answer { ("false", "true") } else { ("true", "false") };
    assert!(console.shows(&format!("✗ You said {said}, but it is {truth}.")), "{}", console.text());
    console.press("Enter");
    assert!(console.shows("claim 2"));
    console.press("p");
    assert!(console.shows("claim 1") && console.shows(&format!("it is {truth}")), "{}", console.text());
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
