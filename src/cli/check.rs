//! `cofferdam check`: grades what is in the folder, or the console's saved work.

use std::path::{Path, PathBuf};

use super::access::Where;
use super::confirm::confirm;
use super::grading::{record, show, tell_worth};
use super::library::Which;
use super::{Context, Exit, Failure};
use crate::assess::assess;
use crate::content::{Kind, Scenario};
use crate::progress::Journal;
use crate::text::SourceFile;

/// One grading.
#[derive(Debug, clap::Args)]
pub(super) struct Check {
    #[command(flatten)]
    which: Which,
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
    #[arg(long)]
    cluster: bool,
    #[command(flatten)]
    place: Where,
}

impl Check {
    pub(super) fn run(self, cx: &mut Context<'_>) -> Result<Exit, Failure> {
        let scenario = &cx.one_scenario(&self.which.id())?;
        let mut journal = cx.outside_exam(scenario)?;
        let files = match folder_of(cx, scenario, self.dir.as_deref()) {
            Some(dir) => {
                let files = from_folder(cx, scenario, &dir)?;
                let text = cx.locale.format("cli-check-folder", &[("dir", &dir.display().to_string())]);
                cx.talk(&text);
                tell_other_files(cx, scenario, &dir, &files);
                files
            }
            None => from_console(cx, scenario),
        };
        if self.cluster {
            return Ok(Exit::passed(confirm(cx, &mut journal, scenario, &files, &self.place)?));
        }
        Ok(Exit::passed(grade(cx, &mut journal, scenario, &files)))
    }
}

/// The folder to grade: the one that was named, else one named like the scenario, as `start` makes it.
fn folder_of(cx: &Context<'_>, scenario: &Scenario, named: Option<&Path>) -> Option<PathBuf> {
    let usual = PathBuf::from(&scenario.id);
    named.map(Path::to_owned).or_else(|| cx.host.is_dir(&usual).then_some(usual))
}

/// The learner's files in `dir`; those that may only be read are the scenario's own. Further manifests there are an answer's
/// as well, as they are for `kubectl apply -f dir`, and may stand for files that are not there; without any, a file that is
/// not there changes nothing.
pub(super) fn from_folder(cx: &Context<'_>, scenario: &Scenario, dir: &Path) -> Result<Vec<SourceFile>, Failure> {
    let shown = dir.display().to_string();
    if !cx.host.is_dir(dir) {
        return Err(Failure::Environment(cx.locale.format("cli-check-no-folder", &[("dir", &shown), ("id", &scenario.id)])));
    }
    let others = other_manifests(cx, scenario, dir);
    let has_some = scenario.start.iter().any(|file| cx.host.exists(&dir.join(file.name())));
    let mut files = Vec::new();
    for file in &scenario.start {
        if scenario.read_only.contains(file.name()) {
            files.push(file.clone());
            continue;
        }
        let path = dir.join(file.name());
        match cx.host.exists(&path) {
            true => files.push(read(cx, &path)?),
            false if others.is_empty() && has_some => files.push(file.clone()),
            false if others.is_empty() => {
                let args = [("file", path.display().to_string()), ("id", scenario.id.clone()), ("dir", shown.clone())];
                let args = args.each_ref().map(|(name, value)| (*name, value.as_str()));
                return Err(Failure::Environment(cx.locale.format("cli-check-no-file", &args)));
            }
            false => {}
        }
    }
    for path in &others {
        files.push(read(cx, path)?);
    }
    Ok(files)
}

fn read(cx: &Context<'_>, path: &Path) -> Result<SourceFile, Failure> {
    let text = cx.file(&path.display().to_string())?;
    Ok(SourceFile::new(path.file_name().unwrap_or_default().to_string_lossy(), text.text()))
}

/// Manifests in the folder that the scenario did not put there, by name. None where they mean nothing: beside a sheet of
/// answers, and in the folder that a scenario itself is written in.
fn other_manifests(cx: &Context<'_>, scenario: &Scenario, dir: &Path) -> Vec<PathBuf> {
    if scenario.kind == Kind::Predict || cx.host.exists(&dir.join("scenario.yaml")) {
        return Vec::new();
    }
    let own = |path: &Path| scenario.start.iter().any(|file| path.file_name().is_some_and(|name| name == file.name()));
    let is_manifest =
        |path: &Path| path.extension().is_some_and(|extension| ["yaml", "yml", "json"].iter().any(|known| extension == *known));
    let is_hidden = |path: &Path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
    let mut found = cx.host.list(dir).unwrap_or_default();
    found.retain(|path| is_manifest(path) && !is_hidden(path) && !own(path) && !cx.host.is_dir(path));
    found.sort();
    found
}

/// Says which files were graded that the scenario does not know, and which of its own were not there.
fn tell_other_files(cx: &mut Context<'_>, scenario: &Scenario, dir: &Path, files: &[SourceFile]) {
    let has = |files: &[SourceFile], name: &str| files.iter().any(|file| file.name() == name);
    let names = |files: &[SourceFile], fits: &dyn Fn(&str) -> bool| {
        files.iter().map(SourceFile::name).filter(|name| fits(name)).collect::<Vec<_>>().join(", ")
    };
    let missing = |name: &str| !scenario.read_only.contains(name) && !cx.host.exists(&dir.join(name));
    let told = [
        ("cli-check-other-files", names(files, &|name| !has(&scenario.start, name))),
        ("cli-check-without-files", names(&scenario.start, &|name| missing(name) && !has(files, name))),
        ("cli-check-unchanged-files", names(&scenario.start, &|name| missing(name) && has(files, name))),
    ];
    for (id, names) in told.iter().filter(|(_, names)| !names.is_empty()) {
        let text = cx.locale.format(id, &[("files", names), ("id", &scenario.id)]);
        cx.talk(&text);
    }
}

/// What the console saved, or the starting files.
fn from_console(cx: &mut Context<'_>, scenario: &Scenario) -> Vec<SourceFile> {
    let drafts = cx.drafts();
    let id = if drafts.exist(&scenario.id) { "cli-check-saved" } else { "cli-check-start" };
    let text = cx.locale.format(id, &[("id", &scenario.id)]);
    cx.talk(&text);
    drafts.load(&scenario.id, &scenario.start)
}

/// Grades, records and reports; whether all checks passed.
pub(super) fn grade(cx: &mut Context<'_>, journal: &mut Journal, scenario: &Scenario, files: &[SourceFile]) -> bool {
    let assessment = assess(scenario, files);
    record(cx, journal, scenario, &assessment);
    show(cx, scenario, files, &assessment, journal);
    tell_worth(cx, scenario, &assessment, journal);
    assessment.passed
}
