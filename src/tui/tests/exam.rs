//! A paper in the console: drawn, sat, left, killed, run out of time, handed in, read.

use std::sync::Arc;

use jiff::SignedDuration;

use super::harness::{Console, With};
use crate::content::Catalogue;
use crate::exam::{Order, draw};
use crate::host::Memory;
use crate::progress::{Drafts, Event, Journal};
use crate::tui::msg::Msg;

fn library() -> Result<Catalogue, String> {
    Catalogue::embedded().map_err(|errors| errors[0].to_string())
}

fn with(language: &'static str, size: (u16, u16)) -> With {
    With { size, language, judge: crate::assess::assess, library, ..With::default() }
}

/// A learner with a paper drawn by seed 7; its clock stands at what the harness calls now.
fn drawn() -> Arc<Memory> {
    let host = Arc::new(Memory::new());
    host.set_now("2026-11-21T10:00:00Z".parse().unwrap());
    let order = Order { blueprint: "sprint".into(), exam: "cka".into(), topic: None, seed: 7 };
    let paper = draw(&library().unwrap(), &order).unwrap();
    let mut journal = Journal::open(host.clone());
    journal.record(Event::Set { setting: "keys".into(), value: "plain".into() });
    journal.record(Event::ExamDrawn(paper));
    host
}

fn begun(language: &'static str, size: (u16, u16)) -> Console {
    let mut console = Console::on(drawn(), with(language, size));
    console.press("x Enter");
    console
}

/// Lets the clock of the console and of its machine go on.
fn later(console: &mut Console, seconds: i64) {
    let now = console.state.session.now + SignedDuration::from_secs(seconds);
    console.host.set_now(now);
    console.send(Msg::Clock(now));
    console.pass_time();
}

#[test]
fn a_paper_is_drawn_in_the_console_and_begins_with_its_first_task() {
    let mut console = Console::start(with("en", (80, 24)));
    assert!(console.shows("Exam: a paper under exam rules"), "{}", console.text());
    console.press("x");
    assert!(console.shows("sprint: 4 tasks, 25 minutes") && console.shows("CKA, 66 % to pass"), "{}", console.text());
    console.press("Down Right Left Down Down").type_text("7x").press("Enter");
    assert!(console.shows("cka-sprint-7 is drawn: 4 tasks, 25 minutes") && !console.shows("left"), "{}", console.text());
    console.press("Enter");
    assert!(console.shows("Task 1 of 4") && console.shows("25:00 left") && console.shows("Work here: context"), "{}", console.text());
}

#[test]
fn too_large_a_topic_is_said() {
    let mut console = Console::start(with("ko", (80, 24)));
    console.press("x Right Down Down Right Enter");
    assert!(console.shows("과제 17개가 필요한데") || console.shows("17개"), "{}", console.text());
}

#[test]
fn every_screen_of_an_exam_fits_and_speaks_both_languages() {
    for (language, task, left, sheet) in
        [("en", "Task 1 of 4", "25:00 left", "not passed"), ("ko", "과제 1/4", "남은 시간 25:00", "불합격")]
    {
        for size in [(80, 24), (120, 40), (60, 20), (40, 12)] {
            let mut console = Console::on(drawn(), with(language, size));
            console.press("x");
            assert!(console.shows("cka-sprint-7") || size.1 < 20, "{}", console.text());
            console.press("Enter");
            assert!(console.shows(left), "{size:?} {}", console.text());
            assert!(console.shows(task) || size.0 < 60, "{size:?} {}", console.text());
            console.press("F6 F10 y");
            assert!(console.shows(sheet), "{size:?} {}", console.text());
            for row in console.text().lines() {
                assert!(crate::locale::display_width(row) <= size.0 as usize, "{row}");
            }
        }
    }
}

#[test]
fn nothing_tells_whether_an_answer_is_right_before_the_end() {
    let mut console = begun("en", (120, 40));
    console.type_text("kind: Pod\n");
    for keys in ["Ctrl-S", "F3", "F5", "F11", "Ctrl-G", "Ctrl-Space", "Alt-Enter", "Alt-3", "Alt-4", "Alt-1"] {
        console.press(keys);
        let text = console.text();
        assert!(console.shows("Task 1 of 4"), "{keys}: {text}");
        assert!(!text.contains('✗') && !text.contains("✓ ") && !text.contains("hint") && !text.contains("wanted"), "{keys}: {text}");
    }
    // By name neither, from the palette or in the conversation.
    for action in
        ["check", "hint", "solution", "verdict", "cluster", "map", "why", "lesson", "catalogue", "review", "placement", "quick-fix"]
    {
        let effects = crate::tui::update::perform(&mut console.state, crate::tui::action::Action::from_id(action).unwrap());
        drop(effects);
        assert!(console.shows("Task 1 of 4"), "{action}: {}", console.text());
    }
    assert!(console.state.session.progress.attempts.values().all(|attempt| attempt.checks == 0 && attempt.hints == 0 && !attempt.started));
    // Home leads nowhere else either.
    console.press("Alt-1 Esc Esc c");
    assert!(console.shows("is under way") && console.shows("left"), "{}", console.text());
}

#[test]
fn the_servers_words_stay() {
    let mut console = begun("ko", (120, 40));
    console.press("Ctrl-A Delete").type_text("apiVersion: v1\nkind: Pod\nmetadata:\n  name: x\nspec:\n  container: []\n");
    console.pass_time();
    assert!(console.shows("unknown field"), "{}", console.text());
    assert!(!console.shows("Alt-↵"), "{}", console.text());
}

#[test]
fn tasks_are_jumped_to_flagged_and_noted_and_the_clock_is_seen_everywhere() {
    let mut console = begun("en", (120, 40));
    later(&mut console, 61);
    console.press("Alt-Down");
    assert!(console.shows("Task 2 of 4") && console.shows("23:59 left") && console.shows("1:01"), "{}", console.text());
    console.press("F6");
    assert!(console.shows("▲ flagged"), "{}", console.text());
    console.press("F7").type_text("look at ports again");
    assert!(console.shows("notes.md") && console.shows("look at ports again"), "{}", console.text());
    console.press("F7");
    assert!(console.shows("Task 2 of 4") && !console.shows("look at ports again"), "{}", console.text());
    console.press("Ctrl-K");
    assert!(console.shows("23:59 left"), "{}", console.text());
    console.type_text("k get ns\n");
    assert!(console.shows("NAME") && console.shows("AGE"), "{}", console.text());
    console.press("Esc F1");
    assert!(console.shows("23:59 left"), "{}", console.text());
    console.press("Esc Alt-3 Down Down Enter");
    assert!(console.shows("Task 3 of 4") || console.shows("Task 4 of 4"), "{}", console.text());
}

#[test]
fn leaving_killing_and_coming_back_keep_time_text_and_place() {
    let mut console = begun("en", (120, 40));
    let name = console.state.screen().exercise().unwrap().files()[0].name().to_owned();
    console.press("Alt-Down");
    later(&mut console, 100);
    console.press("Alt-Up").type_text("# mine\n");
    later(&mut console, 5);
    console.pass_time();
    let (host, kept) = (Arc::clone(&console.host), console.state.session.progress.papers[0].clone());
    assert_eq!((kept.at, kept.seconds[1]), (0, 100));
    // Killed: the state is gone, what is on disk stays, and ten minutes pass.
    drop(console);
    host.set_now("2026-11-21T10:11:45Z".parse().unwrap());
    let mut again = Console::on(Arc::clone(&host), with("en", (120, 40)));
    let now = "2026-11-21T10:11:45Z".parse().unwrap();
    again.send(Msg::Clock(now));
    again.press("x Enter");
    assert!(again.shows("Task 1 of 4") && again.shows("13:15 left") && again.shows("# mine"), "{}", again.text());
    let papers = &again.state.session.progress.papers;
    assert!(papers[0].seconds[0] < 20, "the time away belongs to no task: {:?}", papers[0].seconds);
    assert_eq!(papers[0].places[0].as_deref(), Some(format!("{name}:2:1").as_str()));
    assert!(again.shows(" 2:1 "), "{}", again.text());
}

#[test]
fn at_zero_it_locks_and_is_marked_whatever_is_open() {
    let mut console = begun("en", (120, 40));
    console.type_text("# half an idea").press("Ctrl-K");
    later(&mut console, 25 * 60);
    assert!(console.shows("Score sheet cka-sprint-7") && console.shows("25:00 of 25:00 used"), "{}", console.text());
    let sitting = &console.state.session.progress.papers[0];
    assert!(sitting.end.is_some() && sitting.seconds.iter().sum::<u64>() == 1500, "{sitting:?}");
    let drafts = Drafts::new(console.host.clone());
    let start = console.state.session.catalogue.find(&sitting.paper.tasks[0].scenario).unwrap().start.clone();
    assert!(drafts.load(&sitting.drafts(0), &start)[0].text().starts_with("# half an idea"));
    // It stays locked: the hall has it among the papers of before.
    console.press("Esc x");
    assert!(console.shows("cka-sprint-7 0 %, not passed") && console.shows("Enter draws the paper"), "{}", console.text());
}

#[test]
fn a_time_that_ran_out_while_nobody_was_there_is_marked_on_return() {
    // The harness' clock stands still at the start: the console finds out with the first message.
    let host = begun("en", (80, 24)).host;
    host.set_now("2026-11-21T12:00:00Z".parse().unwrap());
    let mut console = Console::on(host, with("en", (80, 24)));
    console.send(Msg::Clock("2026-11-21T12:00:00Z".parse().unwrap()));
    assert!(console.shows("Score sheet") && console.shows("0 %, not passed (66 % needed)"), "{}", console.text());
}

#[test]
fn the_reference_is_worth_everything_and_the_sheet_says_what_is_missing() {
    let host = drawn();
    let catalogue = library().unwrap();
    let sitting = Journal::open(host.clone()).progress().papers[0].clone();
    let drafts = Drafts::new(host.clone());
    for (index, task) in sitting.paper.tasks.iter().enumerate().skip(1) {
        for file in &catalogue.find(&task.scenario).unwrap().solutions[0].files {
            drafts.save(&sitting.drafts(index), file).unwrap();
        }
    }
    let mut console = Console::on(host, with("en", (120, 40)));
    console.press("x Enter F10");
    assert!(console.shows("never looked at"), "{}", console.text());
    console.press("y");
    let weight = sitting.paper.tasks[0].weight;
    assert!(console.shows(&format!("cka-sprint-7: {} %", 100 - weight)) && console.shows("3 of 4 tasks whole"), "{}", console.text());
    assert!(console.shows("Asked:") && console.shows("The nearest solution") && console.shows("in new names"), "{}", console.text());
    // The same idea in new names is one key away.
    console.press("Enter");
    let base = sitting.paper.tasks[0].scenario.split('@').next().unwrap().to_owned();
    assert!(console.shows(&format!("{base}@")), "{}", console.text());
    assert!(console.shows("✗") || console.shows("hint"), "the course helps again: {}", console.text());
}

#[test]
fn the_conversation_sits_a_paper_too() {
    let mut console = begun("en", (80, 24));
    let told = console.state.screen().page().narrate(&console.state.session).join("\n");
    assert!(told.contains("Work here: context") && told.contains(" %"), "{told}");
    console.press("F10 y");
    let told = console.state.screen().page().narrate(&console.state.session).join("\n");
    assert!(told.contains("not passed (66 % needed)") && told.contains("Asked:"), "{told}");
}

#[test]
fn the_shell_of_a_task_does_not_say_which_scenario_it_is() {
    let mut console = begun("en", (120, 36));
    let running = console.state.session.progress.running(console.state.session.now).unwrap();
    let ids: Vec<String> = running.paper.tasks.iter().map(|task| task.scenario.clone()).collect();
    console.press("Ctrl-K");
    let heading = console.text().lines().next().unwrap().to_owned();
    let names = |id: &String| heading.contains(id.as_str()) || heading.contains(id.split('@').next().unwrap());
    assert!(heading.contains("kubectl") && !ids.iter().any(names), "{heading}");
}
