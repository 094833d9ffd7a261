//! Holds the arrows that ARCHITECTURE.md draws: which module may name which, and what the core may never name.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::source;

/// Modules that touch the outside by design; of `tui` only its runtime does.
const OUTSIDE: [&str; 5] = ["src/host", "src/cluster", "src/lan", "src/tui/runtime", "src/main.rs"];
/// What a core module never names, and why.
const FORBIDDEN: [(&str, &str); 16] = [
    ("std::fs", "files go through `host`"),
    ("std::env::", "the environment goes through `host`"),
    ("std::process", "no module starts programs"),
    ("std::net::Tcp", "no network"),
    ("std::net::Udp", "no network"),
    ("ToSocketAddrs", "no network"),
    ("Instant::now", "the clock goes through `host`"),
    ("SystemTime", "the clock goes through `host`"),
    ("Timestamp::now", "the clock goes through `host`"),
    ("Zoned::now", "the clock goes through `host`"),
    ("thread::sleep", "nothing waits"),
    ("rand::", "no randomness"),
    ("tokio::", "no asynchronous runtime"),
    ("kube::", "no cluster"),
    ("ratatui::", "no screen"),
    ("crossterm::", "no terminal"),
];

/// The table `| module | may name |` of ARCHITECTURE.md.
fn arrows() -> BTreeMap<String, BTreeSet<String>> {
    let page = std::fs::read_to_string(source::root().join("ARCHITECTURE.md")).unwrap();
    let rows = page.lines().filter_map(|line| {
        let mut cells = line.trim().strip_prefix("| `")?.split(" | ");
        let module = cells.next()?.trim_end_matches('`').to_owned();
        let names = cells.next()?.split('`').skip(1).step_by(2).map(str::to_owned).collect();
        Some((module, names))
    });
    rows.collect()
}

/// Every `crate::module` a file names.
fn named(code: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for part in code.split("crate::").skip(1) {
        let path = part.trim_start_matches('{');
        names.insert(path.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next().unwrap_or_default().to_owned());
        assert!(!part.starts_with('{'), "write one `use crate::module` a line: {}", part.lines().next().unwrap_or_default());
    }
    names
}

fn module_of(path: &Path) -> Option<String> {
    let mut parts = path.strip_prefix("src").ok()?.components();
    let first = parts.next()?.as_os_str().to_str()?.to_owned();
    parts.next().is_some().then_some(first)
}

#[test]
fn modules_name_only_what_their_row_allows() {
    let arrows = arrows();
    let mut wrong = Vec::new();
    let mut modules = BTreeSet::new();
    for (path, text) in source::files("src", "rs") {
        let Some(module) = module_of(&path) else { continue };
        let Some(allowed) = arrows.get(&module) else {
            wrong.push(format!("{}: `{module}` has no row in the table of ARCHITECTURE.md", path.display()));
            continue;
        };
        for name in named(&source::code(&text)) {
            if name != module && !allowed.contains(&name) {
                wrong.push(format!("{}: `{module}` may not name `{name}`", path.display()));
            }
        }
        modules.insert(module);
    }
    wrong.extend(arrows.keys().filter(|module| !modules.contains(*module)).map(|module| format!("`{module}` has a row and no folder")));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn arrows_point_one_way() {
    let mut left = arrows();
    assert!(left.len() > 15, "the table of ARCHITECTURE.md was not found");
    while !left.is_empty() {
        let free: Vec<_> =
            left.iter().filter(|(_, names)| names.iter().all(|name| !left.contains_key(name))).map(|(m, _)| m.clone()).collect();
        assert!(!free.is_empty(), "these modules name each other in a circle: {:?}", left.keys());
        left.retain(|module, _| !free.contains(module));
    }
}

#[test]
fn the_core_names_no_outside() {
    let mut wrong = Vec::new();
    for (path, text) in source::files("src", "rs") {
        let name = path.to_string_lossy();
        if OUTSIDE.iter().any(|outside| name.starts_with(outside)) || name == "src/crash.rs" {
            continue;
        }
        let is_tui = name.starts_with("src/tui");
        for (number, line) in source::code(&text).lines().enumerate() {
            for (word, why) in FORBIDDEN {
                if is_tui && matches!(word, "ratatui::" | "crossterm::" | "tokio::") {
                    continue;
                }
                if line.match_indices(word).any(|(at, _)| !line[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_')) {
                    wrong.push(format!("{name}: near code line {}: `{word}`: {why}", number + 1));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn only_main_chooses_the_machine() {
    for (path, text) in source::files("src", "rs") {
        if path.starts_with("src/host") || path == Path::new("src/main.rs") {
            continue;
        }
        let code = source::code(&text);
        assert!(
            !["host::Machine", "crate::cluster", "crate::lan"].iter().any(|adapter| code.contains(adapter)),
            "{}: only main.rs names adapters",
            path.display()
        );
    }
}

/// A row for this package in `[profile.release.package]` makes cargo 1.95 pass `strip=debuginfo` whatever the profile says: 8 MB of names.
#[test]
fn the_release_profile_strips_the_program() {
    let manifest = std::fs::read_to_string(source::root().join("Cargo.toml")).unwrap();
    let release: Vec<_> = manifest.split("\n[").filter(|section| section.starts_with("profile.release")).collect();
    let says = |section: &&str| section.starts_with("profile.release]") && section.contains("\nstrip = \"symbols\"");
    assert!(release.iter().any(says), "the release profile strips symbols");
    let names = |section: &&str| section.contains(".cofferdam]") || section.lines().any(|line| line.starts_with("cofferdam ="));
    assert!(!release.iter().any(names), "no row for this package");
}
