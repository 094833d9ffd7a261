//! Two files of one volume at one path. Source: `warningsForOverlappingVirtualPaths`, 1.35.
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::warning("overlapping-paths", check, include_str!("overlapping_paths.md"));

/// A path and who puts a file there.
type File = (String, String);

fn check(object: Field<'_>) {
    for volume in object.path("spec.volumes").each() {
        let (config, secret) = (volume.at("configMap"), volume.at("secret"));
        let name = |field: Field<'_>| quote(field.str());
        overlaps(volume, config.at("items"), &format!("ConfigMap {}", name(config.at("name"))));
        overlaps(volume, secret.at("items"), &format!("Secret {}", name(secret.at("secretName"))));
        overlaps(volume, volume.path("downwardAPI.items"), "DownwardAPI");
        projected(volume);
    }
}

fn overlaps(volume: Field<'_>, items: Field<'_>, what: &str) {
    let mut files = Vec::new();
    for item in items.each() {
        add(volume, &mut files, (item.at("path").str().to_owned(), String::new()), what);
    }
}

fn projected(volume: Field<'_>) {
    let mut files = Vec::new();
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

fn add(volume: Field<'_>, files: &mut Vec<File>, file: File, what: &str) {
    let path = file.0.trim_end_matches('/').to_owned();
    let file = (path, file.1);
    let inside = |a: &str, b: &str| format!("{a}/").starts_with(&format!("{b}/"));
    if !file.0.is_empty() {
        for other in files.iter().filter(|other| !other.0.is_empty() && (inside(&other.0, &file.0) || inside(&file.0, &other.0))) {
            let name = quote(volume.at("name").str());
            volume.say(format!("volume {name} ({what}): overlapping paths: {} with {}", shown(&file), shown(other)));
        }
    }
    files.push(file);
}

fn shown((path, who): &File) -> String {
    if who.is_empty() { quote(path) } else { format!("{} ({who})", quote(path)) }
}
