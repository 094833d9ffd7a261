//! Packs that are not as they should be: every fault has a file, a line and a remedy.

use std::borrow::Cow;

use cofferdam::content::{Catalogue, Files, json_schema, predict_template, template};

/// A pack of one lesson and one scenario that loads without a fault.
fn pack() -> Files {
    let mut files = template("E90");
    for (name, text) in [
        ("lesson.yaml", "id: L13\nmodule: 4\ntitle: {en: Net, ko: 망}\nminutes: 5\nscenarios: [E90]\nseeds: []\nurls: []\n"),
        ("en.md", "# Net\n"),
        ("ko.md", "# 망\n"),
    ] {
        files.insert(format!("lessons/L13/{name}"), text.as_bytes().into());
    }
    files
}

/// The faults of the pack after `change`, one a line.
fn faults(change: impl FnOnce(&mut Files)) -> String {
    let mut files = pack();
    change(&mut files);
    let (_, errors) = Catalogue::survey(files);
    errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

const SCENARIO: &str = "scenarios/E90/scenario.yaml";

/// The faults after a replacement in a file.
fn edited(file: &str, from: &str, to: &str) -> String {
    faults(|files| {
        let text = String::from_utf8(files[file].to_vec()).unwrap();
        assert!(text.contains(from), "{from} is not in {file}");
        files.insert(file.into(), text.replacen(from, to, 1).into_bytes().into());
    })
}

#[test]
fn a_sound_pack_has_no_faults() {
    assert_eq!(faults(|_| {}), "");
    let catalogue = Catalogue::from_files(pack()).unwrap();
    let scenario = catalogue.scenario("e90").unwrap();
    assert_eq!((scenario.module, scenario.start.len(), scenario.solutions.len(), scenario.wrong.len()), (4, 1, 1, 1));
    assert_eq!(scenario.watches[0].from, "web");
}

#[test]
fn unknown_and_missing_keys_are_named_with_their_line() {
    let said = edited(SCENARIO, "points:", "point:");
    assert!(said.starts_with("scenarios/E90/scenario.yaml:8: The key `point` is not known here; expected: id, version,"), "{said}");
    let said = edited(SCENARIO, "version: 1\n", "");
    assert_eq!(said, "scenarios/E90/scenario.yaml:2: The key `version` is missing; add it.");
    let said = edited(SCENARIO, "  accepted: {}", "  accepted: {strict: true}");
    assert!(said.starts_with("scenarios/E90/scenario.yaml:22: The key `strict` is not known here"), "{said}");
    let said = edited(SCENARIO, "  accepted: {}", "  acepted: {}");
    assert!(
        said.starts_with(
            "scenarios/E90/scenario.yaml:20: The key `acepted` is not known here; expected: `id`, `weight`, `accepted`, `built`, `object`"
        ),
        "{said}"
    );
    let said = edited(SCENARIO, "weight: 20", "weight: heavy");
    assert!(said.contains(":21:") && said.contains("invalid type"), "{said}");
    let said = edited("lessons/L13/lesson.yaml", "minutes: 5", "minuten: 5");
    assert!(said.starts_with("lessons/L13/lesson.yaml:4: The key `minuten` is not known here"), "{said}");
}

#[test]
fn a_check_has_one_kind_and_probes_have_known_classes() {
    let said = edited(SCENARIO, "  accepted: {}", "  accepted: {}\n  starts: {pod: default/web}");
    assert!(said.contains("exactly one kind"), "{said}");
    let said = edited(SCENARIO, "after: running", "after: runing");
    assert!(said.contains(":27:"), "{said}");
    let said = edited(SCENARIO, "{start: default/web, before", "{start: default/web, pull: default/web, before");
    assert!(said.starts_with("scenarios/E90/scenario.yaml:27: A probe is `in` and `run`"), "{said}");
    let said = edited(SCENARIO, "before: absent, ", "");
    assert!(said.starts_with("scenarios/E90/scenario.yaml:27: A probe needs `before` and `after`"), "{said}");
}

#[test]
fn missing_files_languages_and_folders_are_named() {
    let said = faults(|files| drop(files.remove("scenarios/E90/task.ko.md")));
    assert_eq!(said, "scenarios/E90/task.ko.md:1: This file is missing; write it.");
    let said = edited(SCENARIO, "- {en: \"Hint (en)\", ko: \"Hint (ko)\"}", "- {en: \"Hint (en)\"}");
    assert_eq!(said, "scenarios/E90/scenario.yaml:29: The language `ko` is missing; add it.");
    let said = faults(|files| drop(files.remove("scenarios/E90/wrong/other-name/pod.yaml")));
    assert_eq!(said, "scenarios/E90/scenario.yaml:33: The folder wrong/other-name is missing or empty; make it, or take out the entry.");
    let said = edited(SCENARIO, "lesson: L13", "lesson: L77");
    assert_eq!(said, "scenarios/E90/scenario.yaml:7: There is no lesson L77 in this pack; add its folder or name another.");
    let said = edited(SCENARIO, "id: E90", "id: E91");
    assert_eq!(said, "scenarios/E90/scenario.yaml:2: The id E91 is not the folder's name E90; make them equal.");
}

#[test]
fn stray_files_and_bad_ids_are_named() {
    let add = |path: &str| {
        let path = path.to_owned();
        faults(move |files| drop(files.insert(path, Cow::Borrowed(b"x: 1\n"))))
    };
    assert!(add("scenarios/E90/notes.txt").starts_with("scenarios/E90/notes.txt:1: Nothing reads this file"));
    assert!(add("scenarios/E90/start/b.yaml").contains("start/b.yaml is not listed under `files:`"));
    assert!(add("scenarios/E90/solutions/1-reference/b.yaml").contains("b.yaml is not a file of `start/`"));
    assert!(add("scenarios/E90/wrong/more/pod.yaml").contains("wrong/more has no entry under `wrong:`"));
    assert!(add("scenarios/e91/scenario.yaml").starts_with("scenarios/e91:1: e91 is not an id"));
    assert!(add("lessons/L13/extra.yaml").starts_with("lessons/L13/extra.yaml:1: Nothing reads this file"));
}

#[test]
fn no_bytes_make_loading_panic() {
    let texts: [&[u8]; 8] = [b"", b"\xff\xfe", b"- \n- [", b"id: [", b"a: &a [*a]", b"checks: {}\n", b"---\n---\n", b"id: E90\nid: E90\n"];
    for (path, _) in pack() {
        for text in texts {
            let path = path.clone();
            faults(move |files| drop(files.insert(path, Cow::Borrowed(text))));
        }
    }
    let text = String::from_utf8(pack()[SCENARIO].to_vec()).unwrap();
    for cut in (0..text.len()).step_by(7) {
        faults(|files| drop(files.insert(SCENARIO.into(), text.as_bytes()[..cut].to_vec().into())));
    }
}

#[test]
fn a_new_predict_scenario_loads_and_its_question_has_a_key() {
    let mut files = pack();
    files.retain(|name, _| name.starts_with("lessons/"));
    files.extend(predict_template("E90"));
    let (catalogue, errors) = Catalogue::survey(files);
    assert!(errors.is_empty(), "{errors:?}");
    let scenario = catalogue.scenario("E90").unwrap();
    assert!(cofferdam::assess::assess(scenario, &scenario.solutions[0].files).passed);
}

/// A YAML value as JSON; keys that are numbers become their text.
fn json(value: serde_yaml::Value) -> serde_json::Value {
    match value {
        serde_yaml::Value::Mapping(entries) => {
            let key =
                |key: serde_yaml::Value| key.as_str().map_or_else(|| serde_yaml::to_string(&key).unwrap().trim().to_owned(), str::to_owned);
            entries.into_iter().map(|(name, value)| (key(name), json(value))).collect()
        }
        serde_yaml::Value::Sequence(items) => items.into_iter().map(json).collect(),
        other => serde_json::to_value(other).unwrap(),
    }
}

/// Where a value breaks a schema of the kinds that `json_schema` writes: types, enums, known and required keys.
fn breaks(schema: &serde_json::Value, value: &serde_json::Value, at: &str, found: &mut Vec<String>) {
    let known = schema["enum"].as_array().is_none_or(|values| values.contains(value));
    let fits = match schema["type"].as_str() {
        Some("object") => value.is_object(),
        Some("array") => value.is_array(),
        Some("string") => value.is_string(),
        Some("integer") => value.is_i64() || value.is_u64(),
        _ => true,
    };
    if !known || !fits {
        found.push(format!("{at}: {value}"));
    }
    for (key, inner) in value.as_object().into_iter().flatten() {
        match schema["properties"].get(key) {
            Some(schema) => breaks(schema, inner, &format!("{at}.{key}"), found),
            None if schema["additionalProperties"] == false => found.push(format!("{at}: the key {key}")),
            None => {}
        }
    }
    if value.is_object() {
        let missing = schema["required"].as_array().into_iter().flatten().filter(|key| value.get(key.as_str().unwrap()).is_none());
        found.extend(missing.map(|key| format!("{at}: {key} is missing")));
    }
    for (index, item) in value.as_array().into_iter().flatten().enumerate() {
        breaks(&schema["items"], item, &format!("{at}[{index}]"), found);
    }
}

#[test]
fn every_page_keeps_the_schema_and_a_wrong_one_does_not() {
    let pages = [(json_schema::scenario(), "scenarios", "scenario.yaml"), (json_schema::lesson(), "lessons", "lesson.yaml")];
    for (schema, folder, page) in pages {
        let mut found = Vec::new();
        for (path, text) in crate::source::files(folder, "yaml").iter().filter(|(path, _)| path.ends_with(page)) {
            breaks(&schema, &json(serde_yaml::from_str(text).unwrap()), &path.display().to_string(), &mut found);
        }
        assert!(found.is_empty(), "{}", found.join("\n"));
    }
    let mut found = Vec::new();
    breaks(&json_schema::scenario(), &serde_json::json!({"id": "E90", "kind": "guess", "chekcs": []}), "page", &mut found);
    assert!(found.iter().any(|line| line.contains("guess")) && found.iter().any(|line| line.contains("chekcs")), "{found:?}");
}
