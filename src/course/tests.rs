use jiff::Timestamp;

use super::*;
use crate::content::{Catalogue, Kind};
use crate::locale::Locale;
use crate::progress::{Event, Progress};

fn day(day: i64) -> Timestamp {
    Timestamp::from_second(1_760_000_000 + day * 86_400).unwrap()
}

fn after(events: &[(i64, Event)]) -> Progress {
    let mut progress = Progress::default();
    events.iter().for_each(|(at, event)| progress.apply(event, day(*at)));
    progress
}

fn read(lesson: &str) -> Event {
    Event::Read { lesson: lesson.into(), percent: 100 }
}

fn checked(id: &str, passed: bool) -> Event {
    let diags = if passed { vec![] } else { vec!["flow-leaked".to_owned()] };
    Event::Checked { scenario: id.into(), score: if passed { 4 } else { 1 }, points: 4, passed, diags }
}

fn answered(item: &str, right: bool, placement: bool) -> Event {
    Event::Answered { item: item.into(), right, placement }
}

fn next(events: &[(i64, Event)], today: i64) -> (String, &'static str) {
    let catalogue = Catalogue::embedded().unwrap();
    let found = suggest(&catalogue, &after(events), day(today)).unwrap();
    for language in Locale::available() {
        let sentence = found.reason.sentence(&Locale::new(language));
        assert!(!sentence.contains("course-") && !sentence.contains("{$"), "{language}: {sentence}");
    }
    (found.id().to_owned(), found.reason.word())
}

#[test]
fn the_next_step_is_what_failed_then_what_is_open_then_what_returns_then_what_is_new() {
    let mut events = vec![];
    assert_eq!(next(&events, 0), ("L01".into(), "first"));
    events.push((0, read("L01")));
    assert_eq!(next(&events, 0), ("A01".into(), "practice"));
    events.push((0, checked("A01", true)));
    events.push((0, answered("L01/2", false, false)));
    assert_eq!(next(&events, 0), ("L02".into(), "next"));
    assert_eq!(next(&events, 1), ("L01".into(), "due"));
    events.push((1, Event::Started { scenario: "E02".into() }));
    assert_eq!(next(&events, 1), ("E02".into(), "open"));
    events.push((1, checked("E03", false)));
    assert_eq!(next(&events, 1), ("E03".into(), "failed"));
    // A diagnostic that speaks of names, which only the attempt knew.
    let diags = vec!["effective-uid".to_owned()];
    events.push((2, Event::Checked { scenario: "C05".into(), score: 1, points: 6, passed: false, diags }));
    events.push((2, checked("E03", true)));
    assert_eq!(next(&events, 2), ("C05".into(), "failed"));
}

#[test]
fn a_wrong_answer_returns_after_one_three_and_seven_days_and_a_right_one_never() {
    let catalogue = Catalogue::embedded().unwrap();
    let mut events = vec![(0, answered("L07/3", false, false)), (0, answered("L07/4", true, false))];
    let due = |events: &[(i64, Event)], today: i64| -> Vec<(String, usize)> {
        due_reviews(&catalogue, &after(events), day(today)).iter().map(|due| (due.item.id(), due.step)).collect()
    };
    for (today, step, next) in [(1, 0, 3), (4, 1, 7), (11, 2, 99)] {
        assert!(due(&events, today - 1).is_empty(), "{today}");
        assert_eq!(due(&events, today), [("L07/3".to_owned(), step)], "{today}");
        events.push((today, answered("L07/3", true, false)));
        assert!(due(&events, today + next - 1).is_empty(), "{today}");
    }
    assert!(due(&events, 1000).is_empty());
    // An item that a later edition no longer has does not return.
    assert!(due(&[(0, answered("L07/99", false, false)), (0, answered("L99/1", false, false))], 9).is_empty());
}

#[test]
fn a_wrong_prediction_returns_and_so_does_a_pass_with_dear_help_but_not_a_manifest_that_took_checks() {
    let catalogue = Catalogue::embedded().unwrap();
    let due = |events: &[(i64, Event)]| -> Vec<String> {
        due_reviews(&catalogue, &after(events), day(1)).iter().map(|due| due.item.id()).collect()
    };
    let kind = |id: &str| catalogue.scenario(id).unwrap().kind;
    assert_eq!([kind("B01"), kind("E03")], [Kind::Predict, Kind::Write]);
    assert_eq!(due(&[(0, checked("B01", false)), (0, checked("B01", true))]), ["B01"]);
    assert_eq!(due(&[(0, checked("B01@7", false)), (0, checked("B01@7", true))]), ["B01@7"]);
    assert!(due(&[(0, checked("B01", false))]).is_empty(), "not passed: the suggestion leads back to it");
    assert!(due(&[(0, checked("E03", false)), (0, checked("E03", true))]).is_empty());
    let hint = Event::Hinted { scenario: "E03".into(), hint: 3 };
    assert_eq!(due(&[(0, hint), (0, checked("E03", true))]), ["E03"]);
}

#[test]
fn the_placement_has_six_items_half_of_them_true_and_covers_all_lessons_but_those_after_the_last() {
    let catalogue = Catalogue::embedded().unwrap();
    for language in Locale::available() {
        let items = placement(&catalogue, language);
        assert_eq!((items.len(), items.iter().filter(|item| item.drill.answer).count()), (6, 3), "{language}");
        let covered: Vec<_> = items.iter().flat_map(|item| item.covers.clone()).collect();
        let lessons: Vec<_> = catalogue.lessons.iter().map(|lesson| lesson.id.clone()).collect();
        assert_eq!(covered, lessons[..covered.len()]);
        assert!(covered.len() + 1 >= lessons.len());
    }
}

#[test]
fn what_the_placement_shows_to_be_known_is_not_suggested_again() {
    let catalogue = Catalogue::embedded().unwrap();
    let items = placement(&catalogue, "en");
    let first = items[0].item.id();
    let more = |first: &PlacementItem| placement_more(&catalogue, first, "en");
    let right = |items: &[PlacementItem]| items.iter().map(|item| (0, answered(&item.item.id(), true, true))).collect::<Vec<_>>();
    // One right answer opens the way to more questions and makes nothing known.
    assert!(known_lessons(&catalogue, &after(&right(&items))).is_empty());
    let whole = |first: &PlacementItem| [vec![first.clone()], more(first)].concat();
    let (id, reason) = next(&right(&whole(&items[0])), 0);
    let easy = |id: &str| catalogue.scenario(id).unwrap().difficulty == 1;
    assert!(reason == "known" && !easy(&id), "{id}");
    let all: Vec<_> = items.iter().flat_map(whole).collect();
    assert_eq!(known_lessons(&catalogue, &after(&right(&all))).len(), items.iter().map(|item| item.covers.len()).sum::<usize>());
    // A lesson is known by its own claims: one of the lessons before the first item's stays unknown when its claim was wrong.
    let mut some = whole(&items[0]);
    let wrong = some.remove(2);
    let known = known_lessons(&catalogue, &after(&right(&some)));
    assert_eq!(known.len() + 1, items[0].covers.len());
    assert!(!known.contains(&wrong.item.id().split('/').next().unwrap().to_owned()), "{known:?}");
    // A wrong answer returns the next day.
    let wrong = after(&[(0, answered(&first, false, true))]);
    assert_eq!(due_reviews(&catalogue, &wrong, day(1)).len(), 1);
    assert!(known_lessons(&catalogue, &wrong).is_empty());
}
