//! Holds the message tables: every language has every message with the same arguments, and code and tables agree.

use std::collections::{BTreeMap, BTreeSet};

use crate::source;

/// Message id (attributes as `id.attribute`) → the names of its arguments.
type Table = BTreeMap<String, BTreeSet<String>>;

/// Reads the tables of one language, with the file each message is in.
fn table(language: &str) -> Table {
    let mut table = Table::new();
    for (path, text) in source::files(&format!("assets/text/{language}"), "ftl") {
        let mut id = String::new();
        let mut key = String::new();
        for (number, line) in text.lines().enumerate() {
            let place = format!("{}:{}", path.display(), number + 1);
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let is_inside = line.starts_with(' ');
            let head = line.trim_start().split_once('=').map(|(head, _)| head.trim());
            match head {
                Some(head) if !is_inside => {
                    assert!(is_identifier(head), "{place}: no message id: {head}");
                    id = head.to_owned();
                    key = id.clone();
                    assert!(table.insert(key.clone(), BTreeSet::new()).is_none(), "{place}: {key} stands twice");
                }
                Some(head) if head.strip_prefix('.').is_some_and(is_identifier) => {
                    key = format!("{id}{head}");
                    assert!(table.insert(key.clone(), BTreeSet::new()).is_none(), "{place}: {key} stands twice");
                }
                _ => assert!(is_inside, "{place}: neither a message nor a part of one"),
            }
            table.get_mut(&key).unwrap().extend(arguments(line));
        }
    }
    assert!(!table.is_empty(), "no messages for {language}");
    table
}

fn is_identifier(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_alphabetic()) && word.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c))
}

fn arguments(line: &str) -> impl Iterator<Item = String> + '_ {
    line.split('$').skip(1).map(|rest| rest.split(|c: char| !c.is_ascii_alphanumeric() && !"-_".contains(c)).next().unwrap().to_owned())
}

#[test]
fn all_languages_say_the_same() {
    let english = table("en");
    for language in cofferdam::locale::Locale::available() {
        let other = table(language);
        let missing: Vec<_> = english.keys().filter(|id| !other.contains_key(*id)).collect();
        let surplus: Vec<_> = other.keys().filter(|id| !english.contains_key(*id)).collect();
        assert!(missing.is_empty() && surplus.is_empty(), "{language}: missing {missing:?}, surplus {surplus:?}");
        let differing: Vec<_> = english.iter().filter(|(id, args)| other[*id] != **args).map(|(id, _)| id).collect();
        assert!(differing.is_empty(), "{language}: other arguments than in English: {differing:?}");
    }
}

#[test]
fn every_table_parses_whole() {
    for (path, text) in source::files("assets/text", "ftl") {
        if let Err((_, errors)) = fluent_bundle::FluentResource::try_new(text) {
            panic!("{}: {errors:?}", path.display());
        }
    }
}

/// The string literals of the code, in order of place.
fn literals(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    for line in code.lines() {
        found.extend(line.split('"').skip(1).step_by(2).map(str::to_owned));
    }
    found
}

#[test]
fn every_message_that_the_code_names_exists() {
    let english = table("en");
    let mut missing = Vec::new();
    for (path, text) in source::files("src", "rs") {
        let code = source::code(&text);
        for call in [".text(\"", ".format(\"", ".try_format(\""] {
            for (at, _) in code.match_indices(call) {
                // `write!` and friends have no receiver named like this; `locale` is what such a call is made on.
                let id = code[at + call.len()..].split('"').next().unwrap_or_default();
                let receiver = code[..at].rsplit(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default();
                if receiver == "locale" && !id.contains('{') && !english.contains_key(id) {
                    missing.push(format!("{}: {id}", path.display()));
                }
            }
        }
    }
    assert!(missing.is_empty(), "no such message:\n{}", missing.join("\n"));
}

#[test]
fn every_message_is_used() {
    let mut exact = BTreeSet::new();
    let mut prefixes = BTreeSet::new();
    for (_, text) in source::files("src", "rs") {
        for literal in literals(&source::code(&text)) {
            if let Some((prefix, _)) = literal.split_once('{') {
                prefixes.insert(prefix.to_owned());
            }
            exact.insert(literal);
        }
    }
    // An id put together in code (`rule-{id}`, `{id}.help`) counts by its beginning.
    prefixes.retain(|prefix| prefix.len() > 3 && is_identifier(prefix));
    let command = |id: &str| id == "command" || id.starts_with("command-");
    let unused: Vec<_> = table("en")
        .into_keys()
        .filter(|id| !id.contains('.') && !command(id))
        .filter(|id| {
            !exact.contains(id) && !exact.iter().any(|literal| literal.strip_prefix(id.as_str()).is_some_and(|rest| rest.starts_with('.')))
        })
        .filter(|id| !prefixes.iter().any(|prefix| id.starts_with(prefix.as_str())))
        .collect();
    assert!(unused.is_empty(), "no code names these messages: {unused:?}");
}
