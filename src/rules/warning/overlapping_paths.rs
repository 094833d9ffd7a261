//! Two files of one volume at one path. Source: `warningsForOverlappingVirtualPaths`, 1.35.
use std::collections::BTreeMap;

use crate::rules::prelude::*;

pub static RULE: Rule = Rule::warning("overlapping-paths", check, include_str!("overlapping_paths.md"));

/// Every file is told of every other at its path; what no server would send is not made.
const PAIRS: usize = 1000;

/// A path and who puts a file there.
type File = (String, String);

fn check(object: Field<'_>) {
    for volume in object.path("spec.volumes").each().filter(|volume| !volume.is_token_volume()) {
        let (config, secret) = (volume.at("configMap"), volume.at("secret"));
        let name = |field: Field<'_>| quote(field.str());
        overlaps(volume, config.at("items"), || format!("ConfigMap {}", name(config.at("name"))));
        overlaps(volume, secret.at("items"), || format!("Secret {}", name(secret.at("secretName"))));
        overlaps(volume, volume.path("downwardAPI.items"), || "DownwardAPI".into());
        projected(volume);
    }
}

fn overlaps(volume: Field<'_>, items: Field<'_>, what: impl Fn() -> String) {
    if items.len() < 2 {
        return;
    }
    let (mut files, what) = (Files::default(), what());
    for item in items.each() {
        add(volume, &mut files, (item.at("path").str().to_owned(), String::new()), &what);
    }
}

fn projected(volume: Field<'_>) {
    let mut files = Files::default();
    for source in volume.path("projected.sources").each() {
        if source.value().and_then(|v| v.as_object()).is_none_or(|map| map.values().all(serde_json::Value::is_null)) {
            source.say(format!("volume {} (Projected) has no sources provided", quote(volume.at("name").str())));
            continue;
        }
        let listed = ["configMap", "secret", "downwardAPI"].map(|kind| source.at(kind)).into_iter().find(|part| part.at("items").exists());
        if let Some(part) = listed {
            let who = match part.name() {
                "configMap" => format!("ConfigMap {}", quote(part.at("name").str())),
                "secret" => format!("Secret {}", quote(part.at("name").str())),
                _ => "DownwardAPI".into(),
            };
            for item in part.at("items").each() {
                add(volume, &mut files, (item.at("path").str().to_owned(), who.clone()), "Projected");
            }
        } else if source.at("serviceAccountToken").exists() {
            let path = source.path("serviceAccountToken.path").str().to_owned();
            add(volume, &mut files, (path, "ServiceAccountToken".into()), "Projected");
        }
    }
}

/// Up to this many files are compared one by one.
const FEW: usize = 8;

/// The files so far, in their order and, once there are many, by path.
#[derive(Default)]
struct Files {
    list: Vec<File>,
    by_path: BTreeMap<String, Vec<usize>>,
    /// How many of the list are in `by_path`.
    indexed: usize,
}

impl Files {
    /// Which of them are at `path`, around it, or in it.
    fn overlapping(&mut self, path: &str) -> Vec<usize> {
        if self.list.len() <= FEW {
            let files = self.list.iter().enumerate();
            return files.filter(|(_, (other, _))| is_around(other, path) || is_around(path, other)).map(|(at, _)| at).collect();
        }
        for (at, (other, _)) in self.list.iter().enumerate().skip(self.indexed).filter(|(_, (other, _))| !other.is_empty()) {
            self.by_path.entry(other.clone()).or_default().push(at);
        }
        self.indexed = self.list.len();
        let around = path.match_indices('/').map(|(at, _)| &path[..at]);
        let mut found: Vec<usize> = around.chain([path]).filter_map(|path| self.by_path.get(path)).flatten().copied().collect();
        let folder = format!("{path}/");
        let inside = self.by_path.range(folder.clone()..).take_while(|(path, _)| path.starts_with(&folder));
        found.extend(inside.flat_map(|(_, files)| files));
        found.sort_unstable();
        found
    }
}

fn add(volume: Field<'_>, files: &mut Files, file: File, what: &str) {
    let file = (file.0.trim_end_matches('/').to_owned(), file.1);
    if !file.0.is_empty() {
        for other in files.overlapping(&file.0).into_iter().take_while(|_| volume.walk().count() < PAIRS) {
            let other = shown(&files.list[other]);
            let name = quote(volume.at("name").str());
            volume.say(format!("volume {name} ({what}): overlapping paths: {} with {other}", shown(&file)));
        }
    }
    files.list.push(file);
}

/// Whether `outer` is `path` or a folder around it.
fn is_around(outer: &str, path: &str) -> bool {
    !outer.is_empty() && path.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn shown((path, who): &File) -> String {
    if who.is_empty() { quote(path) } else { format!("{} ({who})", quote(path)) }
}
