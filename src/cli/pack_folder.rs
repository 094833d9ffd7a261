//! A pack's folder: the files in it, and what it lacks or gets wrong.

use std::path::Path;

use serde_json::json;

use super::{Context, Failure, Format};
use crate::content::Files;
use crate::contract::LintFinding;

/// Folders deeper than this are a loop of links.
const DEPTH: usize = 16;

/// The files of the pack in `dir`: what its `lessons` and `scenarios` hold.
pub(super) fn pack_files(cx: &Context<'_>, dir: &Path) -> Result<Files, Failure> {
    let mut files = Files::new();
    for root in ["lessons", "scenarios"] {
        if cx.host.is_dir(&dir.join(root)) {
            gather(cx, &dir.join(root), root, 0, &mut files)?;
        }
    }
    if files.is_empty() {
        return Err(Failure::Environment(cx.locale.format("cli-pack-empty", &[("dir", &dir.display().to_string())])));
    }
    Ok(files)
}

fn gather(cx: &Context<'_>, folder: &Path, name: &str, depth: usize, files: &mut Files) -> Result<(), Failure> {
    let trouble = |path: &Path, error: &std::io::Error| cx.file_trouble(&path.display().to_string(), error);
    if depth > DEPTH {
        return Err(Failure::Environment(cx.locale.format("cli-folder-deep", &[("folder", &folder.display().to_string())])));
    }
    for path in cx.host.list(folder).map_err(|error| trouble(folder, &error))? {
        let own = path.file_name().map(|own| own.to_string_lossy().into_owned()).unwrap_or_default();
        let name = format!("{name}/{own}");
        if cx.host.is_dir(&path) {
            gather(cx, &path, &name, depth + 1, files)?;
        } else {
            files.insert(name, cx.host.read(&path).map_err(|error| trouble(&path, &error))?.into());
        }
    }
    Ok(())
}

/// What a pack lacks or gets wrong, one line each, and how much that is.
pub(super) fn show_findings(cx: &mut Context<'_>, findings: &[LintFinding]) {
    for finding in findings {
        if cx.format == Format::Json {
            let message = finding.sentence.text(&cx.locale);
            cx.json(&json!({"file": finding.file, "line": finding.line, "message": message}));
        } else {
            let text = finding.text(&cx.locale);
            cx.line(&text);
        }
    }
    let text = cx.locale.format("cli-pack-findings", &[("count", &findings.len().to_string())]);
    cx.talk(&text);
}
