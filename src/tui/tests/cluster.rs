//! Confirming in the console: side by side, live, beside the editing, and given up.

use super::harness::{Console, With};
use crate::assess::assess;
use crate::confirm::Fake;
use crate::content::Catalogue;
use crate::host::Host;
use crate::locale::Sentence;

fn exercise(mood: Fake, holds: bool) -> Console {
    let library = || Catalogue::embedded().map_err(|errors| errors[0].to_string());
    Console::start(With {
        size: (120, 36),
        place: Some("scenario/E02"),
        judge: assess,
        library,
        cluster: Some(mood),
        holds,
        ..With::default()
    })
}

#[test]
fn without_a_cluster_the_key_says_so() {
    let mut console = Console::start(With { place: Some("scenario/E01"), ..With::default() });
    console.press("F5");
    assert!(console.shows("No cluster is connected"), "{}", console.text());
}

#[test]
fn one_key_shows_both_judges_side_by_side() {
    let mut console = exercise(Fake::default(), false);
    console.press("F5");
    assert!(console.shows("answers agree") && console.shows("predicted") && console.shows("observed"), "{}", console.text());
    assert!(console.shows("✓ default/api-pod") || console.shows("✓ api-pod"), "{}", console.text());
    console.press("l");
    assert!(console.shows("GET /version"), "{}", console.text());
    console.press("Esc");
    assert!(console.shows("cluster ✓"), "{}", console.text());
}

#[test]
fn editing_goes_on_while_the_cluster_answers() {
    let mut console = exercise(Fake::default(), true);
    console.press("F5");
    assert!(console.shows("Esc goes back to the editor while it runs"), "{}", console.text());
    console.press("Esc").type_text("# mine\n");
    assert!(console.shows("# mine") && console.shows("cluster …"), "{}", console.text());
    console.confirm();
    assert!(console.shows("Confirming has ended: cluster ✓"), "{}", console.text());
}

#[test]
fn what_was_given_up_answers_too_late() {
    let mut console = exercise(Fake::default(), true);
    console.press("F5 x");
    assert!(console.shows("Not confirmed"), "{}", console.text());
    console.confirm();
    assert!(console.shows("Not confirmed") && !console.shows("answers agree"), "{}", console.text());
    console.press("F5").confirm();
    assert!(console.shows("answers agree"), "{}", console.text());
}

#[test]
fn a_difference_is_marked_and_written_down() {
    let mut console = exercise(Fake { differs: Some("refused".parse().unwrap()), ..Fake::default() }, false);
    console.press("F5");
    assert!(console.shows("✗ ") && console.shows("refused"), "{}", console.text());
    console.press("G");
    assert!(console.shows("difference-E02"), "{}", console.text());
    let files = console.host.list(&console.host.data_dir()).unwrap();
    assert!(files.iter().any(|file| file.to_string_lossy().contains("difference-E02")), "{files:?}");
}

#[test]
fn a_foreign_cluster_is_asked_about_and_remembered() {
    let mut console = exercise(Fake { foreign: true, ..Fake::default() }, false);
    console.press("F5");
    assert!(console.shows("Use this cluster?") && console.shows("https://prod.test:6443"), "{}", console.text());
    console.press("n");
    assert!(!console.shows("answers agree"));
    console.press("F5 y");
    assert!(console.shows("answers agree"), "{}", console.text());
    console.press("Esc").type_text("# mine\n").press("F5");
    assert!(console.shows("answers agree") && !console.shows("Use this cluster?"), "{}", console.text());
}

#[test]
fn what_stands_in_the_way_is_told_and_the_offline_verdict_stands() {
    let trouble = Sentence::new("cluster-unreachable", &[("server", "https://a.test"), ("reason", "connection refused")]);
    let mut console = exercise(Fake { trouble: Some(trouble), ..Fake::default() }, false);
    console.press("F5");
    assert!(console.shows("https://a.test does not answer") && console.shows("The offline verdict stands"), "{}", console.text());
}
