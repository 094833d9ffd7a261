//! The notepad: an exercise without a task, whose text nobody judges.

use crate::content::{Catalogue, Files, Scenario};
use crate::locale::Locale;

/// The file of the notes.
pub const FILE: &str = "notes.md";

/// A scenario of one empty page.
pub(super) fn scenario() -> Option<Scenario> {
    let mut files = Files::new();
    let mut put = |name: &str, text: String| files.insert(format!("scenarios/N01/{name}"), text.into_bytes().into());
    let titles: Vec<_> =
        Locale::available().into_iter().map(|tag| format!("{tag}: {:?}", Locale::new(tag).text("tui-exam-notes"))).collect();
    let yaml = format!(
        "id: N01\nversion: 1\nkind: write\ndifficulty: 1\ntitle: {{{}}}\nlesson: L01\npoints: 0\nminutes: 1\nexams: []\ntags: []\nseeds: []\n\
         misconceptions: []\nnamespace: default\nworld:\n  version: \"1.35\"\nfiles:\n- {{path: {FILE}}}\nchecks: []\nprobes: []\nhints: []\n\
         wrong: []\n",
        titles.join(", ")
    );
    put("scenario.yaml", yaml);
    put(&format!("start/{FILE}"), String::new());
    put(&format!("solutions/1/{FILE}"), String::new());
    for tag in Locale::available() {
        put(&format!("task.{tag}.md"), Locale::new(tag).text("tui-exam-notes-hint"));
        put(&format!("debrief.{tag}.md"), String::new());
    }
    // It is no exercise of the pack, so what the contract would miss in it does not matter.
    let (catalogue, _) = Catalogue::survey(files);
    catalogue.scenario("N01").cloned()
}
