//! `cofferdam exam`: papers under exam rules, drawn, sat, handed in and marked.

mod list;
mod new;
mod report;
mod show;
mod submit;

use std::path::{Path, PathBuf};

use super::{Context, Exit, Failure};
use crate::content::{Catalogue, Scenario};
use crate::exam::{Lost, Sheet, mark};
use crate::progress::{Event, Sitting};
use crate::text::SourceFile;

/// What to do with a paper.
#[derive(Debug, clap::Args)]
pub(super) struct Exam {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, clap::Subcommand)]
enum Task {
    New(new::New),
    List(list::List),
    Show(show::Show),
    Submit(submit::Submit),
    Report(report::Report),
}

impl Exam {
    pub(super) fn run(self, cx: &mut Context<'_>) -> Result<Exit, Failure> {
        match self.task {
            Task::New(task) => task.run(cx),
            Task::List(task) => Ok(task.run(cx)?),
            Task::Show(task) => task.run(cx),
            Task::Submit(task) => task.run(cx),
            Task::Report(task) => task.run(cx),
        }
    }
}

/// The paper called `name`; without a name, what `choose` finds.
fn sitting(cx: &Context<'_>, name: Option<&str>, choose: impl Fn(&[Sitting]) -> Option<Sitting>) -> Result<Sitting, Failure> {
    let progress = cx.journal().progress().clone();
    match name {
        Some(name) => progress.paper(name).cloned().ok_or_else(|| {
            let known: Vec<_> = progress.papers.iter().map(|sitting| sitting.paper.paper.as_str()).collect();
            cx.unknown("cli-exam-no-paper", name, known)
        }),
        None => choose(&progress.papers).ok_or_else(|| Failure::Usage(cx.locale.text("cli-exam-none"))),
    }
}

/// The scenario of a task, in the paper's names.
fn scenario(cx: &Context<'_>, catalogue: &Catalogue, sitting: &Sitting, index: usize) -> Result<Scenario, Failure> {
    let id = sitting.paper.tasks.get(index).map(|task| task.scenario.as_str()).unwrap_or_default();
    catalogue.find(id).ok_or_else(|| lost(cx, sitting, &Lost(vec![id.to_owned()])))
}

fn lost(cx: &Context<'_>, sitting: &Sitting, lost: &Lost) -> Failure {
    let args = [("paper", sitting.paper.paper.as_str()), ("ids", &lost.0.join(", "))];
    Failure::Environment(cx.locale.format("exam-lost", &args))
}

/// The folder of a task below the one that was named.
fn task_dir(dir: &Path, index: usize) -> PathBuf {
    dir.join(format!("{:02}", index + 1))
}

/// The texts of a task: from its folder, else as the console kept them, else as they were given.
fn texts(cx: &Context<'_>, scenario: &Scenario, sitting: &Sitting, index: usize, dir: Option<&Path>) -> Result<Vec<SourceFile>, Failure> {
    let kept = cx.drafts().load(&sitting.drafts(index), &scenario.start);
    let Some(dir) = dir.map(|dir| task_dir(dir, index)) else { return Ok(kept) };
    let each = kept.into_iter().map(|file| {
        let path = dir.join(file.name());
        if scenario.read_only.contains(file.name()) || !cx.host.exists(&path) {
            return Ok(file);
        }
        let text = cx.file(&path.display().to_string())?;
        Ok(SourceFile::new(file.name(), text.text()))
    });
    each.collect()
}

/// Marks a paper with the texts there are.
fn marked(cx: &Context<'_>, catalogue: &Catalogue, sitting: &Sitting, dir: Option<&Path>) -> Result<Sheet, Failure> {
    let mut files = Vec::new();
    for index in 0..sitting.paper.tasks.len() {
        files.push(texts(cx, &scenario(cx, catalogue, sitting, index)?, sitting, index, dir)?);
    }
    mark(catalogue, sitting, &files).map_err(|ids| lost(cx, sitting, &ids))
}

/// Marks a paper and puts the end into the journal. Texts from a folder may have been changed after the end: they are
/// marked, and the paper is not passed.
fn ended(cx: &mut Context<'_>, catalogue: &Catalogue, sitting: &Sitting, dir: Option<&Path>) -> Result<Sheet, Failure> {
    let late = dir.is_some() && sitting.is_locked(cx.host.now());
    let mut journal = cx.journal();
    let paper = sitting.paper.paper.clone();
    let mut sheet = marked(cx, catalogue, sitting, dir)?;
    if let Some(dir) = dir {
        keep(cx, catalogue, sitting, dir)?;
    }
    journal.record(Event::ExamEnded { paper: paper.clone(), marks: sheet.marks(), late });
    cx.tell_trouble(&journal);
    if let Some(sitting) = journal.progress().paper(&paper) {
        sheet.take_times(sitting);
    }
    Ok(sheet)
}

/// Keeps the texts that were handed in from a folder, so that the score sheet can be drawn again.
fn keep(cx: &mut Context<'_>, catalogue: &Catalogue, sitting: &Sitting, dir: &Path) -> Result<(), Failure> {
    for index in 0..sitting.paper.tasks.len() {
        let scenario = scenario(cx, catalogue, sitting, index)?;
        for file in texts(cx, &scenario, sitting, index, Some(dir))? {
            if let Err(trouble) = cx.drafts().save(&sitting.drafts(index), &file) {
                let message = trouble.message(&cx.locale);
                cx.complain(&message);
                return Ok(());
            }
        }
    }
    Ok(())
}

/// A sitting that waits to be sat or handed in, the one that began last first.
fn open(papers: &[Sitting]) -> Option<Sitting> {
    let open = || papers.iter().rev().filter(|sitting| sitting.end.is_none());
    open().find(|sitting| sitting.begun.is_some()).or_else(|| open().next()).cloned()
}
