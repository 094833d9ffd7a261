//! The example of a lesson as an exercise without a task, so that it can be tried.

use serde_json::Value;

use crate::content::{Catalogue, Files, Lesson, Scenario};
use crate::grade::words;
use crate::locale::Locale;

/// A scenario `T13` of the example of `L13`, worth no points; `None` without an example. What its commands answer is
/// predicted, as the lesson shows them.
pub(super) fn scenario(lesson: &Lesson) -> Option<Scenario> {
    if lesson.example.is_empty() {
        return None;
    }
    let id = format!("T{}", lesson.id.get(1..)?);
    let folder = format!("scenarios/{id}/");
    let mut files = Files::new();
    let mut put = |name: String, text: String| files.insert(format!("{folder}{name}"), text.into_bytes().into());
    let mut list = String::new();
    for file in in_order(lesson) {
        list.push_str(&format!("- {{path: {:?}}}\n", file.name()));
        put(format!("start/{}", file.name()), file.text().to_owned());
        put(format!("solutions/1-reference/{}", file.name()), file.text().to_owned());
    }
    let title: String = lesson.title.0.iter().map(|(tag, title)| format!("{tag}: {title:?}, ")).collect();
    let facts = lesson.example_facts.as_ref().map_or("  version: \"1.35\"\n".to_owned(), |facts| indented(facts.text()));
    let yaml = format!(
        "id: {id}\nversion: 1\nkind: write\ndifficulty: 1\ntitle: {{{title}}}\nlesson: {}\npoints: 0\nminutes: {}\nexams: []\ntags: []\nseeds: []\n\
         misconceptions: []\nnamespace: default\nworld:\n{facts}files:\n{list}checks: []\nprobes:{}\nhints: []\nwrong: []\n",
        lesson.id,
        lesson.minutes,
        probes(lesson)
    );
    put("scenario.yaml".into(), yaml);
    for tag in lesson.title.0.keys() {
        let what = Locale::new(tag).format("tui-scratch-task", &[("lesson", &lesson.id)]);
        put(format!("task.{tag}.md"), format!("{}\n\n{what}", lesson.title.get(tag)));
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

/// The example's files in the order in which the text speaks of them.
fn in_order(lesson: &Lesson) -> Vec<&crate::text::SourceFile> {
    let text = lesson.body.get("en");
    let mut files: Vec<_> = lesson.example.iter().collect();
    files.sort_by_key(|file| text.find(file.name()).unwrap_or(usize::MAX));
    files
}

/// What is predicted, as scenario.yaml writes it: the commands that the text runs in Pods, and whether the example's other
/// Pods start.
fn probes(lesson: &Lesson) -> String {
    let mut seen: Vec<(String, String)> = Vec::new();
    for line in lesson.body.get("en").lines().filter_map(|line| line.strip_prefix("$ kubectl exec ")) {
        let Some((place, command)) = line.split_once(" -- ") else { continue };
        let found = (target(&words(place)), command.trim().to_owned());
        if !seen.contains(&found) {
            seen.push(found);
        }
    }
    let mut list: Vec<String> = seen.iter().map(|(target, command)| format!("- {{in: {target}, run: {command:?}}}")).collect();
    let asked = |pod: &String| seen.iter().any(|(target, _)| target == pod || target.starts_with(&format!("{pod}/")));
    list.extend(pods(lesson).into_iter().filter(|pod| !asked(pod)).map(|pod| format!("- {{start: {pod}}}")));
    if list.is_empty() { " []".into() } else { format!("\n{}", list.join("\n")) }
}

/// `-n prod api-pod -c app` as namespace/Pod/container.
fn target(words: &[String]) -> String {
    let after = |flag: &str| words.iter().position(|word| word == flag).and_then(|at| words.get(at + 1));
    let mut takes = false;
    let pod = words.iter().find(|word| {
        let value = std::mem::replace(&mut takes, word.starts_with('-'));
        !value && !word.starts_with('-')
    });
    let namespace = after("-n").map_or("default", String::as_str);
    let container = after("-c").map_or_else(String::new, |container| format!("/{container}"));
    format!("{namespace}/{}{container}", pod.map_or("", String::as_str))
}

/// The Pods of the example's files as namespace/name.
fn pods(lesson: &Lesson) -> Vec<String> {
    let read = |text: &str| -> Vec<Value> {
        let documents = serde_yaml::Deserializer::from_str(text);
        documents.filter_map(|document| serde::Deserialize::deserialize(document).ok()).collect()
    };
    let text = |value: &Value, at: &str| value.pointer(at).and_then(Value::as_str).map(str::to_owned);
    let named = |object: &Value| {
        let namespace = text(object, "/metadata/namespace").unwrap_or_else(|| "default".into());
        let name = text(object, "/metadata/name").filter(|_| text(object, "/kind").as_deref() == Some("Pod"))?;
        Some(format!("{namespace}/{name}"))
    };
    in_order(lesson).into_iter().flat_map(|file| read(file.text())).filter_map(|object| named(&object)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assess::assess;
    use crate::probe::Class;

    #[test]
    fn every_example_can_be_tried_and_says_what_would_happen() {
        let catalogue = Catalogue::embedded().unwrap();
        for lesson in catalogue.lessons.iter().filter(|lesson| !lesson.example.is_empty()) {
            let scenario = scenario(lesson).unwrap();
            let only_pods = lesson.example.iter().any(|file| file.text().contains("kind: Pod\n"));
            assert!(!scenario.watches.is_empty() || !only_pods, "{}", lesson.id);
            for prediction in assess(&scenario, &scenario.start).predictions {
                let answered = !matches!(prediction.now.class, Class::NotSimulated | Class::Absent);
                assert!(answered, "{}: {} {}: {:?}", lesson.id, prediction.from, prediction.label, prediction.now);
            }
        }
    }

    #[test]
    fn the_commands_and_the_files_stand_in_the_order_of_the_text() {
        let catalogue = Catalogue::embedded().unwrap();
        let scenario = scenario(catalogue.lesson("L07").unwrap()).unwrap();
        let names: Vec<_> = scenario.start.iter().map(|file| file.name().to_owned()).collect();
        assert_eq!(names, ["pod-level.yaml", "container-level.yaml"]);
        let asked: Vec<_> = scenario.watches.iter().map(|watch| format!("{} {}", watch.from, watch.label)).collect();
        assert_eq!(asked, ["ubuntu-sleeper id -u", "ubuntu-sleeper id", "ubuntu-sleeper whoami", "ubuntu-sleeper-caps start"]);
        assert_eq!(target(&words("-n prod api-pod -c app")), "prod/api-pod/app");
    }
}
