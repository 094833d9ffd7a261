//! The conversation, asked and answered as the screens are pressed and read.

use std::sync::Arc;

use ratatui::layout::Size;

use super::pack;
use crate::host::{Host, Memory};
use crate::locale::Locale;
use crate::tui::linear::Linear;
use crate::tui::runtime::worker::Worker;
use crate::tui::state::Start;
use crate::tui::theme::Theme;

fn begin(language: &str) -> (Linear, Arc<Memory>) {
    let host = Arc::new(Memory::new());
    let worker = Arc::new(Worker::with(host.clone(), pack::judge, pack::library));
    let start = Start {
        locale: Locale::new(language),
        theme: Theme::default(),
        progress: worker.progress(),
        now: "2026-11-21T10:00:00Z".parse().unwrap(),
        size: Size { width: 100, height: 200 },
        place: None,
        cluster: false,
        alone: worker.alone(),
    };
    (Linear::new(start, worker), host)
}

/// A conversation: every line asked, and what came back.
fn talk(language: &str, lines: &[&str]) -> String {
    let (mut linear, _) = begin(language);
    let mut said = linear.tell().join("\n");
    for line in lines {
        said.push_str(&format!("\n> {line}\n{}", linear.answer(line).lines.join("\n")));
    }
    said
}

#[test]
fn a_conversation_from_home_to_a_hint() {
    let lines = ["find API", "open e01", "check", "back", "hint", "hint", "yes", "back", "ls", "nonsense here", "quit"];
    insta::assert_snapshot!("linear-en", talk("en", &lines));
    insta::assert_snapshot!("linear-ko", talk("ko", &lines));
}

#[test]
fn an_edit_outside_is_judged() {
    let (mut linear, host) = begin("en");
    linear.answer("open E01");
    let answer = linear.answer("edit");
    assert_eq!(answer.edit, Some(("E01".into(), "pod.yaml".into())));
    let path = "/data/drafts/E01/pod.yaml";
    assert!(host.exists(path.as_ref()), "it is on disk before the editor opens it");
    host.replace(path.as_ref(), b"ingress: []\n").unwrap();
    let told = linear.edited().join("\n");
    assert!(told.contains("now blocked, as wanted"), "{told}");
    assert!(linear.answer("check").lines.join("\n").contains("Passed: 5 of 5 points."));
}

#[test]
fn after_a_hint_was_told_the_next_line_means_the_exercise() {
    for line in ["kubectl get pods", "map", "edit", "check"] {
        let (mut linear, _) = begin("en");
        for before in ["open E01", "hint", "hint", "yes"] {
            linear.answer(before);
        }
        let answer = linear.answer(line);
        let said = answer.lines.join("\n");
        assert!(!said.contains("Hint (en)") && !said.contains("not understood") && !said.contains("means nothing"), "{line}: {said}");
    }
    let (mut linear, _) = begin("en");
    for line in ["open E01", "check"] {
        linear.answer(line);
    }
    let said = linear.answer("ls").lines.join("\n");
    assert!(said.contains("pod.yaml"), "{said}");
}
