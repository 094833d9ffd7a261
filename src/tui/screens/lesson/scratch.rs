//! The example of a lesson as an exercise without a task, so that it can be tried.

use crate::content::{Catalogue, Files, Lesson, Scenario};

/// A scenario `T13` of the example of `L13`, worth no points; `None` without an example.
pub(super) fn scenario(lesson: &Lesson) -> Option<Scenario> {
    if lesson.example.is_empty() {
        return None;
    }
    let id = format!("T{}", lesson.id.get(1..)?);
    let folder = format!("scenarios/{id}/");
    let mut files = Files::new();
    let mut put = |name: String, text: String| files.insert(format!("{folder}{name}"), text.into_bytes().into());
    let mut list = String::new();
    for file in &lesson.example {
        list.push_str(&format!("- {{path: {:?}}}\n", file.name()));
        put(format!("start/{}", file.name()), file.text().to_owned());
        put(format!("solutions/1-reference/{}", file.name()), file.text().to_owned());
    }
    let title: String = lesson.title.0.iter().map(|(tag, title)| format!("{tag}: {title:?}, ")).collect();
    let facts = lesson.example_facts.as_ref().map_or("  version: \"1.35\"\n".to_owned(), |facts| indented(facts.text()));
    let yaml = format!(
        "id: {id}\nversion: 1\nkind: write\ndifficulty: 1\ntitle: {{{title}}}\nlesson: {}\npoints: 0\nminutes: {}\nexams: []\ntags: []\nseeds: []\n\
         misconceptions: []\nnamespace: default\nworld:\n{facts}files:\n{list}checks: []\nprobes: []\nhints: []\nwrong: []\n",
        lesson.id, lesson.minutes
    );
    put("scenario.yaml".into(), yaml);
    for tag in lesson.title.0.keys() {
        put(format!("task.{tag}.md"), lesson.title.get(tag).to_owned());
        put(format!("debrief.{tag}.md"), String::new());
    }
    for file in &lesson.example_world {
        put(format!("world/{}", file.name()), file.text().to_owned());
    }
    // It is no exercise of the pack, so what the contract would miss in it does not matter.
    let (catalogue, _) = Catalogue::survey(files);
    catalogue.scenario(&id).cloned()
}

fn indented(text: &str) -> String {
    text.lines().map(|line| format!("  {line}\n")).collect()
}
