//! `cofferdam pack export` and `pack import`: a pack as one file.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_json::json;

use super::pack_folder::{pack_files, show_findings};
use super::{Context, Exit, Failure, Format};
use crate::content::archive::{self, Contents, Unfit};
use crate::content::{Catalogue, Files};
use crate::contract;
use crate::text::sha256;

/// Writes a pack, or some of its lessons, to one file.
#[derive(Debug, clap::Args)]
pub(super) struct Export {
    #[arg(value_name = "DIR|ID")]
    what: Vec<String>,
    #[arg(short, long, value_name = "FILE")]
    out: PathBuf,
}

/// Unpacks an archive after looking at everything in it.
#[derive(Debug, clap::Args)]
pub(super) struct Import {
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
}

impl Export {
    pub(super) fn run(self, cx: &mut Context<'_>) -> Result<Exit, Failure> {
        let (dirs, ids): (Vec<_>, Vec<_>) = self.what.iter().partition(|what| cx.host.is_dir(Path::new(what)));
        let files = match dirs.as_slice() {
            [] => cx.pack()?,
            [dir] => pack_files(cx, Path::new(dir))?,
            _ => return Err(Failure::Usage(cx.locale.text("cli-pack-one-folder"))),
        };
        let files = if ids.is_empty() { files } else { chosen(cx, files, &ids)? };
        let findings = contract::lint(files.clone());
        if !findings.is_empty() {
            show_findings(cx, &findings);
            return Ok(Exit::Findings);
        }
        let bytes = archive::write(&files, env!("CARGO_PKG_VERSION")).map_err(|unfit| trouble(cx, &self.out, &unfit))?;
        let shown = self.out.display().to_string();
        if cx.host.exists(&self.out) && cx.host.read(&self.out).is_ok_and(|old| archive::read(&old, env!("CARGO_PKG_VERSION")).is_err()) {
            return Err(Failure::Environment(cx.locale.format("cli-pack-no-archive-there", &[("file", &shown)])));
        }
        cx.host.replace(&self.out, &bytes).map_err(|error| cx.file_trouble(&shown, &error))?;
        let (contents, _) = archive::read(&bytes, env!("CARGO_PKG_VERSION")).map_err(|unfit| trouble(cx, &self.out, &unfit))?;
        report(cx, "cli-pack-exported", &shown, &bytes, &contents);
        Ok(Exit::Passed)
    }
}

/// The lessons that are named, those of the scenarios that are named, and all their scenarios: a lesson lists them, so a
/// part of them would be a pack that does not hold what it says.
fn chosen(cx: &Context<'_>, files: Files, ids: &[&String]) -> Result<Files, Failure> {
    let (catalogue, _) = Catalogue::survey(files.clone());
    let mut wanted = BTreeSet::new();
    for id in ids {
        let lesson = match (catalogue.lesson(id), catalogue.scenario(id)) {
            (Some(lesson), _) => Some(lesson),
            (None, Some(scenario)) => catalogue.lesson(&scenario.lesson),
            (None, None) => {
                let known =
                    catalogue.lessons.iter().map(|lesson| &lesson.id).chain(catalogue.scenarios.iter().map(|scenario| &scenario.id));
                return Err(cx.unknown("cli-pack-no-id", id, known.map(String::as_str)));
            }
        };
        if let Some(lesson) = lesson {
            wanted.insert(format!("lessons/{}/", lesson.id));
            wanted.extend(lesson.scenarios.iter().map(|id| format!("scenarios/{id}/")));
        }
    }
    Ok(files.into_iter().filter(|(path, _)| wanted.iter().any(|folder| path.starts_with(folder))).collect())
}

impl Import {
    pub(super) fn run(self, cx: &mut Context<'_>) -> Result<Exit, Failure> {
        let shown = self.file.display().to_string();
        let bytes = cx.host.read(&self.file).map_err(|error| cx.file_trouble(&shown, &error))?;
        let (contents, files) = archive::read(&bytes, env!("CARGO_PKG_VERSION")).map_err(|unfit| trouble(cx, &self.file, &unfit))?;
        let dir = self.dir.unwrap_or_else(|| folder_for(&self.file));
        let folder = dir.display().to_string();
        if cx.host.exists(&dir) {
            return Err(Failure::Environment(cx.locale.format("cli-pack-exists", &[("folder", &folder)])));
        }
        let findings = contract::lint(files.clone());
        if !findings.is_empty() {
            show_findings(cx, &findings);
            return Ok(Exit::Findings);
        }
        for (name, content) in &files {
            let path = name.split('/').fold(dir.clone(), |path, part| path.join(part));
            cx.host.replace(&path, content).map_err(|error| cx.file_trouble(&path.display().to_string(), &error))?;
        }
        report(cx, "cli-pack-imported", &folder, &bytes, &contents);
        let text = cx.locale.format("cli-pack-use", &[("dir", &folder)]);
        cx.talk(&text);
        Ok(Exit::Passed)
    }
}

/// `class.tar.gz` is unpacked to `class`.
fn folder_for(file: &Path) -> PathBuf {
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let stem = [".tar.gz", ".tgz", ".cofferdam"].iter().find_map(|ending| name.strip_suffix(ending)).unwrap_or("pack");
    PathBuf::from(if stem.is_empty() { "pack" } else { stem })
}

fn trouble(cx: &Context<'_>, file: &Path, unfit: &Unfit) -> Failure {
    let entry = unfit.entry.as_ref().map(|entry| format!("{entry}: ")).unwrap_or_default();
    Failure::Environment(format!("{}: {entry}{}", file.display(), unfit.sentence.text(&cx.locale)))
}

/// What is in it, and the checksum that both sides compare.
fn report(cx: &mut Context<'_>, id: &str, place: &str, bytes: &[u8], contents: &Contents) {
    let sum = sha256(bytes);
    if cx.format == Format::Json {
        cx.json(&json!({
            "place": place, "sha256": sum, "bytes": bytes.len(), "program": contents.program, "pack": contents.pack,
            "lessons": contents.lessons, "scenarios": contents.scenarios, "images": contents.images,
        }));
        return;
    }
    let counts = [contents.lessons.len(), contents.scenarios.len(), contents.images.len(), bytes.len().div_ceil(1024)]
        .map(|count| count.to_string());
    let args = [("place", place), ("lessons", &counts[0]), ("scenarios", &counts[1]), ("images", &counts[2]), ("kib", &counts[3])];
    let text = cx.locale.format(id, &args);
    cx.line(&text);
    cx.line(&format!("SHA-256 {sum}"));
    let text = cx.locale.format("cli-pack-needs", &[("program", &contents.program), ("images", &contents.images.join(", "))]);
    cx.talk(&text);
}
