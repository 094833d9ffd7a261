//! What happens when keys are pressed: from the catalogue to a pass, saving, resuming, and what stands in the way.

use std::sync::Arc;

use crossterm::event::{MouseButton, MouseEventKind};

use super::harness::{Console, With};
use crate::host::{Fault, Host};
use crate::tui::msg::Msg;
use crate::tui::session::Keeping;

const DRAFT: &str = "/data/drafts/E01/pod.yaml";

fn exercise(keys: &'static str) -> Console {
    let mut console = Console::start(With { keys, size: (120, 36), ..With::default() });
    console.press("c Enter");
    console
}

#[test]
fn an_error_waits_while_its_line_is_typed_and_then_says_what_and_where() {
    let mut console = exercise("plain");
    console.type_text("spec:\ningres:");
    assert!(!console.shows("unknown field"));
    console.pass_time();
    assert!(console.shows("2:3 unknown field \"spec.ingres\""), "{}", console.text());
    console.type_text(" ");
    assert!(!console.shows("unknown field"));
    console.press("Up");
    assert!(console.shows("unknown field"));
}

#[test]
fn a_repair_is_one_key_and_one_undo() {
    let mut console = exercise("plain");
    console.type_text("ingres: x").pass_time().press("Alt-Enter");
    assert!(console.shows("ingress: x") && !console.shows("unknown field"));
    console.press("Ctrl-Z");
    assert!(!console.shows("ingress: x"));
}

#[test]
fn predictions_change_in_place_and_mark_what_changed() {
    let mut console = exercise("plain");
    assert!(console.shows("✗ web-pod  nc -zv -w 2 db-pod 6379") && console.shows("12 open"));
    console.type_text("ingress");
    assert!(console.shows("✓ web-pod") && console.shows("blocked ●") && console.shows("3 open ●"), "{}", console.text());
}

#[test]
fn edits_are_saved_when_time_passes_and_when_one_leaves() {
    let mut console = exercise("plain");
    console.type_text("a: 1");
    assert_eq!(console.saved(DRAFT), None);
    assert_eq!(console.state.session.keeping, Keeping::Waiting);
    console.pass_time();
    assert_eq!(console.saved(DRAFT).unwrap(), "a: 1# Write the Pod here.\n");
    assert_eq!(console.state.session.keeping, Keeping::Saved);
    console.type_text("b").press("Ctrl-Q");
    assert_eq!(console.saved(DRAFT).unwrap(), "a: 1b# Write the Pod here.\n");
    assert!(console.state.ended);
}

#[test]
fn a_new_start_continues_at_scenario_file_and_cursor() {
    let mut console = exercise("plain");
    console.type_text("a: 1\nb: 2").press("Ctrl-Q");
    let mut again = Console::on(Arc::clone(&console.host), With::default());
    assert!(again.shows("Continue") && again.shows("E01 Close the database"));
    again.press("Enter");
    assert!(again.shows("b: 2# Write"), "{}", again.text());
    assert!(again.shows("2:5"), "{}", again.text());
}

#[test]
fn two_consoles_on_one_file_lose_nothing_and_the_second_to_save_is_told() {
    let mut one = exercise("plain");
    let mut two = Console::on(Arc::clone(&one.host), With { size: (120, 36), ..With::default() });
    two.press("c Enter");
    one.type_text("one ").pass_time();
    assert!(!one.shows("Another console"));
    two.type_text("two ").pass_time();
    assert!(two.shows("Another console changed this file."), "{}", two.text());
    assert_eq!(two.saved(DRAFT).unwrap(), "two # Write the Pod here.\n");
    assert_eq!(two.saved("/data/drafts/E01/pod.yaml.1").unwrap(), "one # Write the Pod here.\n");
}

#[test]
fn a_read_only_disk_is_told_once_and_work_goes_on() {
    let mut console = exercise("plain");
    console.host.set_fault(Some(Fault::ReadOnly));
    console.type_text("a: 1").pass_time();
    assert!(matches!(console.state.session.keeping, Keeping::Memory(_)));
    assert!(console.shows("not saved"));
    console.type_text("2");
    assert!(console.shows("a: 12"));
    console.host.set_fault(None);
    console.pass_time();
    assert!(console.shows("saved ✓"));
}

#[test]
fn a_failed_check_leads_with_its_verdict_until_it_is_no_longer_true() {
    for size in [(120, 36), (80, 24)] {
        let mut console = exercise("plain");
        console.resize(size.0, size.1).press("Ctrl-S");
        assert!(console.shows("✗ There is no certain repair here.") && !console.shows("│ No problems."), "{}", console.text());
        assert!(console.shows("→ pod.yaml:1:1 · lesson L13 · F10 verdict"), "{}", console.text());
        assert!(console.shows("Not yet: 0 of 5 points. F10 opens"), "{}", console.text());
        console.press("Down F8");
        assert!(console.shows("1:1"), "{}", console.text());
        console.type_text("ingress");
        assert!(!console.shows("F10 verdict") && console.shows("No problems."), "{}", console.text());
        console.press("Ctrl-S");
        assert!(console.shows("✓ Passed: 5 of 5 points.") && console.shows("F10 looks back"), "{}", console.text());
    }
}

#[test]
fn the_verdict_leads_to_the_place_and_to_the_next_scenario() {
    let mut console = exercise("plain");
    console.press("Ctrl-S F10");
    assert!(
        console.shows("Not yet: 0 of 5 points.") && console.shows("[default/web-pod] ───6379/TCP───→ [default/db-pod]"),
        "{}",
        console.text()
    );
    console.press("Enter");
    assert!(console.shows("1:1"));
    console.type_text("ingress").press("Ctrl-S F10");
    assert!(console.shows("Passed: 5 of 5 points."));
    console.press("n");
    assert!(console.shows("E02 Let the API in"));
}

#[test]
fn a_hint_shows_its_cost_first() {
    let mut console = exercise("plain");
    console.press("F6");
    assert!(console.shows("Hint (en)"), "{}", console.text());
    assert_eq!(console.state.session.progress.attempt("E01").hints, 1);
    console.press("Esc F6");
    assert!(console.shows("costs 2 points"), "{}", console.text());
    console.press("n");
    assert_eq!(console.state.session.progress.attempt("E01").hints, 1);
    console.press("F6 y");
    assert_eq!(console.state.session.progress.attempt("E01").hints, 2);
    assert!(console.shows("───") && console.shows("hint 1"), "{}", console.text());
}

#[test]
fn the_solution_asks_before_passing_and_not_after() {
    let mut console = exercise("plain");
    console.press("F7");
    assert!(console.shows("Seeing the solution now"));
    console.press("Esc");
    assert!(!console.state.session.progress.attempt("E01").revealed);
    console.type_text("ingress").press("Ctrl-S F7");
    assert!(console.shows("Right answer 1 of 1"), "{}", console.text());
}

#[test]
fn reset_asks_and_can_be_undone() {
    let mut console = exercise("plain");
    console.type_text("a: 1").press("F9 y");
    assert!(console.shows("# Write the Pod here.") && !console.shows("a: 1#"));
    console.press("Ctrl-Z");
    assert!(console.shows("a: 1#"), "{}", console.text());
}

#[test]
fn the_language_changes_where_one_is() {
    let mut console = exercise("plain");
    console.type_text("a: 1").press("F2");
    assert!(console.shows("예상 결과") && console.shows("1:5"));
    console.press("Esc");
    assert!(console.shows("모든 시나리오"));
}

#[test]
fn vim_commands_save_check_and_leave() {
    let mut console = exercise("vim");
    console.press("i").type_text("ingress").press("Esc");
    assert!(console.shows("NORMAL"));
    console.type_text(":w\n");
    assert!(console.shows("Passed"));
    console.press("Esc").type_text(":q\n");
    assert!(console.shows("All scenarios"));
    assert!(console.saved(DRAFT).unwrap().starts_with("ingress"));
}

#[test]
fn in_vim_esc_never_leaves_and_tab_goes_round() {
    let mut console = exercise("vim");
    console.press("Esc Esc Esc");
    assert!(console.shows(":q goes back"));
    console.press("Tab Tab Esc");
    assert!(console.shows("All scenarios"));
}

#[test]
fn control_w_moves_between_panes_as_in_vim() {
    use crate::tui::screens::Screen;
    use crate::tui::screens::workspace::Pane;
    let mut console = exercise("vim");
    for (keys, pane) in [("h", Pane::Task), ("j", Pane::Predictions), ("l", Pane::Problems), ("k", Pane::Editor)] {
        console.press("Ctrl-W").press(keys);
        let Screen::Workspace(workspace) = console.state.screen() else { panic!("left") };
        assert_eq!(workspace.focus(), pane, "{keys}");
    }
}

#[test]
fn problems_are_reached_in_turn() {
    let mut console = exercise("plain");
    console.type_text("x: 1\ningres: 2\n").pass_time().press("Ctrl-Home F8");
    assert!(console.shows("2:1"), "{}", console.text());
    console.press("Shift-F8");
    assert!(console.shows("2:1"));
}

#[test]
fn the_palette_finds_an_action_by_a_few_letters_in_both_languages() {
    let mut console = exercise("plain");
    console.press("Ctrl-P").type_text("res").press("Enter");
    assert!(console.shows("go back to the start") || console.shows("goes back to the start"), "{}", console.text());
    console.press("Esc F2 Ctrl-P").type_text("힌트").press("Enter");
    assert!(console.shows("힌트 1"), "{}", console.text());
}

#[test]
fn a_click_puts_the_cursor_and_a_double_click_selects_a_word() {
    let mut console = exercise("plain");
    console.type_text("kind: Pod\n");
    let column = console.text().lines().nth(2).unwrap().chars().position(|c| c == 'k').unwrap() as u16;
    console.mouse(MouseEventKind::Down(MouseButton::Left), column + 6, 2);
    assert!(console.shows("1:7"), "{}", console.text());
    console.mouse(MouseEventKind::Down(MouseButton::Left), column + 6, 2).press("Ctrl-C");
    assert_eq!(console.copied, ["Pod"]);
}

#[test]
fn a_paste_keeps_its_indentation() {
    let mut console = exercise("plain");
    console.send(Msg::Paste("spec:\r\n\tports:\r\n\t- port: 1\r\n".into()));
    console.pass_time();
    assert!(console.saved(DRAFT).unwrap().starts_with("spec:\n  ports:\n  - port: 1\n#"), "{:?}", console.saved(DRAFT));
}

#[test]
fn a_small_window_says_so_and_comes_back() {
    let mut console = exercise("plain");
    console.resize(30, 8);
    assert!(console.shows("too small"));
    console.resize(80, 24);
    assert!(console.shows("# Write the Pod here."));
}

#[test]
fn a_lesson_can_be_answered_and_tells_how_far_it_was_read() {
    let mut console = Console::start(With::default());
    console.press("c l Tab n");
    assert!(console.shows("✓ An empty") && console.shows("Right: it is false. It allows nothing."), "{}", console.text());
    console.press("Esc End Esc");
    assert_eq!(console.state.session.progress.lessons["L13"], 100);
}

#[test]
fn two_languages_have_an_own_filter() {
    let mut console = Console::start(With { language: "ko", ..With::default() });
    console.press("c /").type_text("들여");
    assert!(console.shows("E02") && !console.shows("E01"), "{}", console.text());
}

#[test]
fn the_real_pack_opens_everywhere() {
    use crate::tui::runtime::worker::Worker;
    let library = || crate::content::Catalogue::embedded().map_err(|errors| errors[0].to_string());
    let ids: Vec<String> = library().unwrap().scenarios.iter().map(|scenario| scenario.id.clone()).collect();
    let _ = std::mem::size_of::<Worker>();
    for id in ids {
        let place: &'static str = Box::leak(format!("scenario/{id}").into_boxed_str());
        let mut console = Console::start(With { place: Some(place), judge: crate::assess::assess, library, ..With::default() });
        assert!(console.shows(&id), "{}", console.text());
        for keys in ["Ctrl-S Esc", "Ctrl-G Esc", "F3 Esc", "Ctrl-K Esc", "F2 Ctrl-S Esc"] {
            console.press(keys);
        }
    }
}

#[test]
fn a_second_console_says_so_and_the_first_is_left_alone() {
    let first = exercise("plain");
    let mut second = Console::on(first.host.clone(), With { language: "ko", ..With::default() });
    let said = "다른 콘솔이 이미 열려 있습니다. 두 콘솔의 작업은 모두 저장됩니다.";
    assert!(second.shows(said) && !first.shows("Another console"), "{}", second.text());
    let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    second.resize(42, 14);
    assert!(!second.shows(said) && bare(&second.text()).contains(&bare(said)), "{}", second.text());
    second.press("Down");
    assert!(!bare(&second.text()).contains(&bare(said)));
    let host = first.host.clone();
    drop((first, second));
    assert!(!Console::on(host, With::default()).shows("Another console"));
}

#[test]
fn the_footer_shows_the_way_to_help_and_stands_apart_from_the_state_of_the_files() {
    for (language, keys) in [("en", "plain"), ("en", "vim"), ("ko", "plain"), ("ko", "vim")] {
        let mut console = Console::start(With { language, keys, ..With::default() });
        for way in ["", "c", "Enter", "F6"] {
            let text = console.press(way).text();
            let foot = text.lines().last().unwrap();
            let (keys, _) = foot.rsplit_once(if language == "en" { "sav" } else { "저장" }).unwrap();
            assert!(foot.contains("F1") && keys.ends_with("  "), "{foot}");
        }
    }
}

#[test]
fn what_cannot_be_seen_is_not_changed() {
    let mut console = exercise("plain");
    console.resize(30, 8).type_text("zyx");
    console.send(Msg::Paste("wvu".into()));
    console.resize(120, 36).pass_time();
    assert!(!console.shows("zyx") && !console.shows("wvu"), "{}", console.text());
}

#[test]
fn a_search_without_a_hit_says_so() {
    for (keys, search) in [("plain", "Ctrl-F"), ("vim", "/")] {
        let mut console = exercise(keys);
        console.press(search).type_text("zzz\n");
        assert!(console.shows("“zzz” is not found."), "{}", console.text());
    }
    let mut console = exercise("vim");
    console.press("ㅓ");
    assert!(console.shows("한/영"), "{}", console.text());
}

#[test]
fn writing_and_quitting_shows_the_verdict_and_from_there_the_solution() {
    let mut console = exercise("vim");
    console.press("i").type_text("ingress").press("Esc").type_text(":wq\n");
    assert!(console.shows("Passed: 5 of 5 points.") && console.shows("E01 verdict"), "{}", console.text());
    console.press("F7 Esc");
    assert!(console.shows("E01 verdict"), "{}", console.text());
}

#[test]
fn an_exercise_opens_where_it_was_left_and_its_time_goes_on() {
    let mut console = exercise("plain");
    console.type_text("a: 1\nb: 2");
    let later = console.state.session.now.checked_add(jiff::SignedDuration::from_secs(63)).unwrap();
    console.send(Msg::Clock(later));
    console.press("Esc Enter");
    assert!(console.shows("2:5") && console.shows("01:03"), "{}", console.text());
}

#[test]
fn a_name_is_pressed_and_its_pane_shows() {
    let mut console = exercise("plain");
    console.resize(80, 24);
    let text = console.text();
    let (row, line) = text.lines().enumerate().find(|(_, line)| line.contains("Problems · ")).unwrap();
    let column = line.chars().position(|c| c == 'P').unwrap() as u16;
    console.mouse(MouseEventKind::Down(MouseButton::Left), column, row as u16);
    assert!(console.shows("No problems."), "{}", console.text());
    console.mouse(MouseEventKind::Down(MouseButton::Left), 3, 1);
    assert!(console.shows("namespace  default"), "{}", console.text());
}

#[test]
fn what_cannot_be_read_predicts_nothing_new() {
    let library = || crate::content::Catalogue::embedded().map_err(|errors| errors[0].to_string());
    let with = With { size: (160, 45), place: Some("scenario/E05"), judge: crate::assess::assess, library, ..With::default() };
    let mut console = Console::start(with);
    console.press("Ctrl-Home").type_text("{").pass_time();
    assert!(console.shows("A file cannot be read; this was true before."), "{}", console.text());
    assert!(console.shows("· api-pod") && !console.shows("✗ api-pod"), "{}", console.text());
}

#[test]
fn a_filter_begins_anew() {
    let mut console = Console::start(With::default());
    console.press("c /").type_text("E02\n").press("Esc");
    assert!(console.shows("E01") && console.shows("E02"), "{}", console.text());
    console.press("/").type_text("E01");
    assert!(console.shows("E01") && !console.shows("E02 "), "{}", console.text());
}

#[test]
fn help_and_palette_know_the_editors_own_keys() {
    let mut console = exercise("plain");
    console.type_text("a: 1").press("F1").type_text("undo");
    assert!(console.shows("Ctrl-Z") && console.shows("Take the last change of the text back."), "{}", console.text());
    console.press("Esc Esc Ctrl-P").type_text("undo").press("Enter");
    assert!(!console.shows("a: 1#"), "{}", console.text());

    let mut console = Console::start(With { keys: "vim", language: "ko", size: (120, 36), ..With::default() });
    console.press("c Enter i").type_text("a: 1").press("Ctrl-P").type_text("실행 취소").press("Enter");
    assert!(!console.shows("a: 1#") && console.shows("NORMAL"), "{}", console.text());
    console.type_text(":help\n").type_text(":w");
    assert!(console.shows("저장하고 검사"), "{}", console.text());
}

#[test]
fn the_palette_offers_what_works_where_one_is() {
    let mut console = Console::start(With { size: (120, 36), ..With::default() });
    console.press("Ctrl-P").type_text("module");
    assert!(console.shows("Nothing fits."), "{}", console.text());
    console.press("Esc Esc").press("Ctrl-P").type_text("E02");
    assert!(console.shows("E02") && console.shows("Let the API in"), "{}", console.text());
    console.press("Enter");
    assert!(console.shows("E02 Let the API in"), "{}", console.text());
}

#[test]
fn lessons_are_found_from_home_and_name_the_exercise_that_enter_opens() {
    let mut console = Console::start(With { size: (100, 40), ..With::default() });
    assert!(console.shows("The lesson"), "{}", console.text());
    console.press("l");
    assert!(console.shows("L13"), "{}", console.text());
    console.press("Enter End");
    assert!(console.shows("Exercises") && console.shows("▸ ○ E01 Close the database (Enter)"), "{}", console.text());
    // Who comes from an exercise goes back to it.
    console.press("Esc Esc c Down Enter F11 End");
    assert!(console.shows("▸ ○ E02 Let the API in (Enter)"), "{}", console.text());
}

#[test]
fn enter_pressed_once_too_often_answers_nothing() {
    let library = || crate::content::Catalogue::embedded().map_err(|errors| errors[0].to_string());
    let with = With { size: (120, 36), place: Some("scenario/B01"), judge: crate::assess::assess, library, ..With::default() };
    let mut console = Console::start(with);
    console.press("Enter");
    assert!(console.shows("From now on Enter chooses") && console.shows("answered 0 of"), "{}", console.text());
}

/// A Dockerfile in a tab: its own problems stand under its lines, predictions follow the build, and it is kept as any file.
#[test]
fn a_dockerfile_is_edited_judged_and_kept() {
    const DOCKERFILE: &str = "/data/drafts/A03/Dockerfile";
    let with = || With {
        size: (150, 44),
        judge: crate::assess::assess,
        library: || crate::content::Catalogue::embedded().map_err(|error| format!("{error:?}")),
        place: Some("scenario/A03"),
        ..With::default()
    };
    let mut console = Console::start(with());
    assert!(console.shows("Dockerfile") && console.shows("USER report") && console.shows("ErrImageNeverPull"), "{}", console.text());
    console.press("Alt-4");
    assert!(console.shows("There is no account `report`") || console.shows("There is no account"), "{}", console.text());
    console.press("Alt-2").type_text("USR 10001\n").pass_time();
    assert!(console.shows("cannot be read: unknown"), "{}", console.text());
    // What is offered in manifests is not offered here.
    console.press("Ctrl-Space");
    assert!(!console.shows("apiVersion:   "), "{}", console.text());
    console.press("Ctrl-Q");
    assert!(console.saved(DOCKERFILE).unwrap().starts_with("USR 10001\nFROM ubuntu"));
    let solution = include_str!("../../../scenarios/A03/solutions/1-chown-in-copy/Dockerfile");
    console.host.replace(std::path::Path::new(DOCKERFILE), solution.as_bytes()).unwrap();
    let mut again = Console::on(Arc::clone(&console.host), with());
    assert!(again.shows("COPY --chown=10001:10001") && again.shows("10001") && again.shows("running"), "{}", again.text());
    again.press("Ctrl-S");
    assert!(again.shows("5 of 5") || again.shows("passed"), "{}", again.text());
    // The shell's cluster has the image that the file builds now.
    let mut shell = Console::on(Arc::clone(&console.host), with());
    shell.press("Ctrl-K").type_text("kubectl exec report -- id -u").press("Enter");
    assert!(shell.shows("10001"), "{}", shell.text());
    shell.type_text("kubectl get pods").press("Enter");
    assert!(shell.shows("Running"), "{}", shell.text());
}
