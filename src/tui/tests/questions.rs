//! The questions of predict scenarios: chosen in a form, kept in `answers.yaml`.

use std::sync::Arc;

use crossterm::event::{MouseButton, MouseEventKind};

use super::harness::{Console, With};
use crate::content::{Catalogue, Kind};
use crate::host::Host;
use crate::tui::linear::Linear;
use crate::tui::runtime::worker::Worker;

fn library() -> Result<Catalogue, String> {
    Catalogue::embedded().map_err(|errors| errors[0].to_string())
}

fn with(place: &'static str) -> With {
    With { place: Some(place), size: (120, 40), judge: crate::assess::assess, library, ..With::default() }
}

const DRAFT: &str = "/data/drafts/C03/answers.yaml";

/// The right answers as a file.
fn right() -> String {
    let solution = library().unwrap().scenario("C03").unwrap().solutions[0].clone();
    solution.files.iter().find(|file| file.name() == "answers.yaml").unwrap().text().to_owned()
}

#[test]
fn a_choice_is_written_to_the_file_at_once_and_counted() {
    let mut console = Console::start(with("scenario/C03"));
    assert!(console.shows("Questions") && console.shows("answered 0 of 3"), "{}", console.text());
    assert!(console.shows("Space choose") && !console.shows("## Questions"), "{}", console.text());
    console.press("3 Down 3 Down 3 Down 3 Down 2 n Down Down Space").pass_time();
    assert!(console.shows("answered 2 of 3"), "{}", console.text());
    let saved = console.saved(DRAFT).unwrap();
    assert!(saved.contains("  busybox: name(ubuntu)\n  ubuntu22: name(ubuntu)\n") && saved.contains("why-root: image\n"), "{saved}");
    console.press("u");
    assert!(console.shows("answered 1 of 3"), "{}", console.text());
    console.press("Space Backspace").pass_time();
    assert!(console.saved(DRAFT).unwrap().contains("why-root:\n"), "{:?}", console.saved(DRAFT));
}

#[test]
fn arrows_turn_a_line_of_a_table_and_zero_says_none() {
    let mut console = Console::start(with("scenario/C03"));
    console.press("Left").pass_time();
    assert!(console.saved(DRAFT).unwrap().contains("busybox: name(nginx)"));
    console.press("Right Right").pass_time();
    assert!(console.saved(DRAFT).unwrap().contains("busybox: name(root)"));
    console.press("n n 0").pass_time();
    assert!(console.saved(DRAFT).unwrap().contains("unambiguous: []"), "{:?}", console.saved(DRAFT));
    console.press("3 1").pass_time();
    assert!(console.saved(DRAFT).unwrap().contains("unambiguous: [whoami, 'id -u']"), "{:?}", console.saved(DRAFT));
}

#[test]
fn a_check_says_of_each_question_whether_and_why_until_it_is_answered_anew() {
    let mut console = Console::start(With { size: (160, 60), ..with("scenario/C03") });
    console.press("2 Down 2 Down 2 Down 2 Down 2 n Down Down Space");
    assert!(!console.shows("✗ 1/3") && !console.shows("The official nginx image"), "{}", console.text());
    console.press("Ctrl-S");
    assert!(
        console.shows("✗ 1/3") && console.shows("✗ 2/3") && console.shows("The official nginx image has no USER"),
        "{}",
        console.text()
    );
    assert!(!console.shows("The number comes from"), "{}", console.text());
    // Another answer, even the right one, is not judged before the next check.
    // The first wrong question has the cursor after a check.
    console.press("n 4");
    assert!(!console.shows("✓ 2/3") && !console.shows("✗ 2/3"), "{}", console.text());
    console.press("Ctrl-S");
    assert!(console.shows("✓ 2/3") && console.shows("Not because containers are root"), "{}", console.text());
}

#[test]
fn the_right_answers_pass_and_every_reason_is_told() {
    let first = Console::start(with("scenario/C03"));
    first.host.replace(DRAFT.as_ref(), right().as_bytes()).unwrap();
    let mut console = Console::on(Arc::clone(&first.host), With { size: (160, 60), ..with("scenario/C03") });
    assert!(console.shows("answered 3 of 3"), "{}", console.text());
    console.press("Ctrl-S");
    for text in ["✓ 1/3", "✓ 2/3", "✓ 3/3", "The number comes from the manifest or the image", "Passed: 4 of 4"] {
        assert!(console.shows(text), "{text}: {}", console.text());
    }
    console.press("F10");
    assert!(console.shows("The number comes from the manifest or the image"), "{}", console.text());
}

#[test]
fn the_language_changes_and_the_cursor_stays() {
    let mut console = Console::start(with("scenario/C03"));
    console.press("Down Down 2 F2");
    assert!(console.shows("질문") && console.shows("▸ u24"), "{}", console.text());
    console.resize(80, 24).press("Down");
    assert!(console.shows("▸ CRI-O를 쓰는 노드의 bb"), "{}", console.text());
}

#[test]
fn a_click_chooses() {
    let mut console = Console::start(with("scenario/C03"));
    console.press("n");
    let text = console.text();
    let row = text.lines().position(|line| line.contains("from the image's USER")).unwrap();
    let column = text.lines().nth(row).unwrap().split("from the image").next().unwrap().chars().count();
    console.mouse(MouseEventKind::Down(MouseButton::Left), column as u16, row as u16).pass_time();
    assert!(console.saved(DRAFT).unwrap().contains("why-root: image\n"), "{}", console.text());
}

#[test]
fn text_and_form_are_one_and_a_broken_text_says_so() {
    let mut console = Console::start(with("scenario/C03"));
    console.press("Alt-Right");
    assert!(console.shows("answers.yaml"), "{}", console.text());
    console.press("Ctrl-Home").type_text("# mine\n").press("Alt-3 2").pass_time();
    let saved = console.saved(DRAFT).unwrap();
    assert!(saved.starts_with("# mine\n# class: ") && saved.contains("busybox: name(root)"), "{saved}");
    console.press("Alt-2 Ctrl-Home").type_text("a: [b").press("Alt-3");
    assert!(console.shows("cannot be read as YAML"), "{}", console.text());
    console.press("2").pass_time();
    assert!(console.saved(DRAFT).unwrap().starts_with("a: [b# mine"), "nothing is written over a text that cannot be read");
}

#[test]
fn every_question_of_the_pack_can_be_answered_with_keys_alone() {
    let predicts: Vec<String> =
        library().unwrap().scenarios.iter().filter(|scenario| scenario.kind == Kind::Predict).map(|s| s.id.clone()).collect();
    assert!(predicts.len() > 15);
    for (index, id) in predicts.iter().enumerate() {
        let place: &'static str = Box::leak(format!("scenario/{id}").into_boxed_str());
        let size = [(80, 24), (120, 40), (50, 14)][index % 3];
        let language = ["en", "ko"][index % 2];
        let mut console = Console::start(With { size, language, ..with(place) });
        let scenario = library().unwrap().scenario(id).unwrap().clone();
        let stops = |question: &crate::grade::Question| question.rows.len().max(question.choices.len()) + 1;
        for _ in 0..scenario.questions().iter().map(|(_, question)| stops(question)).sum::<usize>() {
            // Zero takes nothing from a choice or a table.
            console.press("1 0 Down");
        }
        console.resize(120, 40).press("Ctrl-S");
        let counts = console.text();
        let all = scenario.questions().len();
        let told = if language == "en" { format!("answered {all} of {all}") } else { format!("{all}개 중 {all}개 답함") };
        assert!(counts.contains(&told), "{id}: {counts}");
    }
}

#[test]
fn answers_can_be_said() {
    let host = Arc::new(crate::host::Memory::new());
    let worker = Arc::new(Worker::with(host.clone(), crate::assess::assess, library));
    let start = crate::tui::state::Start {
        locale: crate::locale::Locale::new("en"),
        theme: crate::tui::theme::Theme::default(),
        progress: worker.progress(),
        now: "2026-11-21T10:00:00Z".parse().unwrap(),
        size: ratatui::layout::Size { width: 100, height: 200 },
        place: None,
        cluster: false,
        alone: worker.alone(),
    };
    let mut linear = Linear::new(start, worker);
    let told = linear.answer("open C03").lines.join("\n");
    assert!(told.contains("2 why-root: From where does the container of web have its user?") && told.contains("not answered"), "{told}");
    for line in
        ["answer 1 1 2", "answer whoami u22 1", "answer whoami ubuntu22 no_name", "answer 2 default", "answer 3 id -u", "answer 3 1, 3"]
    {
        linear.answer(line);
    }
    let saved = String::from_utf8(host.read(DRAFT.as_ref()).unwrap()).unwrap();
    assert!(saved.contains("busybox: name(root)\n  ubuntu22: no_name\n") && saved.contains("why-root: default"), "{saved}");
    assert!(saved.contains("unambiguous: [whoami, 'id -u']"), "{saved}");
    assert!(linear.answer("answer 2 nobody").lines.join("\n").contains("not understood"));
    let told = linear.answer("check").lines.join("\n");
    assert!(told.contains("Not because containers are root") && !told.contains("F10") && !told.contains("Enter"), "{told}");
}
