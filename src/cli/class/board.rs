//! `cofferdam class board`: learners × scenarios out of result files.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::thread;

use super::table;
use super::{Context, Exit, Failure, Format};
use crate::class::{Board, Note, Roster};
use crate::content::{Catalogue, digest};

/// Folders deeper than this are a loop of links.
const DEPTH: usize = 8;

/// Shows the board.
#[derive(Debug, clap::Args)]
pub(super) struct Show {
    #[arg(value_name = "DIR|FILE", required = true)]
    from: Vec<PathBuf>,
    #[command(flatten)]
    which: Which,
    #[arg(long)]
    merge_names: bool,
    #[arg(long)]
    watch: bool,
}

/// What the board shows, and how.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct Which {
    #[arg(long, value_name = "ID,…", value_delimiter = ',')]
    pub(super) scenarios: Vec<String>,
    #[arg(long)]
    pub(super) bom: bool,
}

impl Which {
    /// The wanted scenarios as they are written in journals, each known.
    pub(super) fn ids(&self, cx: &Context<'_>, catalogue: &Catalogue) -> Result<Vec<String>, Failure> {
        self.scenarios.iter().map(|id| Ok(cx.scenario(catalogue, id.trim())?.id)).collect()
    }
}

impl Show {
    pub(super) fn run(self, cx: &mut Context<'_>) -> Result<Exit, Failure> {
        let catalogue = cx.catalogue()?;
        let wanted = self.which.ids(cx, &catalogue)?;
        let pack = digest(&cx.pack()?);
        // Watching begins before the first look, so that nothing between the two is missed.
        let changes = if self.watch { Some(self.changes(cx)?) } else { None };
        let mut last = None;
        loop {
            let mut roster = self.roster(cx)?;
            let board = Board::new(&roster, &catalogue, &wanted, None);
            roster.notes.extend(other_packs(&board, &pack));
            let notes = roster.notes;
            let shown = table::board(cx, &board, &notes, self.which.bom);
            let Some(changes) = &changes else {
                cx.write(&shown);
                tell(cx, &notes);
                return Ok(Exit::passed(!notes.iter().any(Note::is_fault)));
            };
            if last.as_ref() != Some(&shown) {
                table::renew(cx, &shown);
                tell(cx, &notes);
                cx.flush();
                last = Some(shown);
            }
            if changes.recv().is_err() || !cx.is_heard() {
                return Ok(Exit::Passed);
            }
            // Several folders, or several bursts meanwhile: one look is enough.
            while changes.try_recv().is_ok() {}
        }
    }

    /// Tells when something in the folders changes.
    fn changes(&self, cx: &Context<'_>) -> Result<mpsc::Receiver<()>, Failure> {
        let (sender, receiver) = mpsc::channel();
        for path in &self.from {
            let folder = if cx.host.is_dir(path) { path.as_path() } else { path.parent().unwrap_or(path) };
            let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
            let changes = cx.host.watch(folder).map_err(|error| cx.file_trouble(&folder.display().to_string(), &error))?;
            let sender = sender.clone();
            thread::spawn(move || {
                for () in changes {
                    if sender.send(()).is_err() {
                        return;
                    }
                }
            });
        }
        Ok(receiver)
    }

    /// The learners of all files. A file that cannot be read is a note, as a broken one is, unless it was named.
    fn roster(&self, cx: &Context<'_>) -> Result<Roster, Failure> {
        let mut paths = Vec::new();
        for path in &self.from {
            if cx.host.is_dir(path) {
                walk(cx, path, 0, &mut paths)?;
            } else if cx.host.exists(path) {
                paths.push(path.clone());
            } else {
                return Err(cx.file_trouble(&path.display().to_string(), &io::ErrorKind::NotFound.into()));
            }
        }
        if paths.is_empty() && !self.watch {
            let dir = self.from.first().map(|dir| dir.display().to_string()).unwrap_or_default();
            return Err(Failure::Environment(cx.locale.format("cli-class-empty", &[("dir", &dir)])));
        }
        let (mut files, mut unreadable) = (Vec::new(), Vec::new());
        for path in paths {
            let source = path.display().to_string();
            match cx.host.read(&path) {
                Ok(bytes) => files.push((source, bytes)),
                Err(error) => unreadable.push(Note::unreadable(&source, &error)),
            }
        }
        let mut roster = Roster::of_files(files, self.merge_names);
        roster.notes.extend(unreadable);
        Ok(roster)
    }
}

/// The JSON files below a folder.
fn walk(cx: &Context<'_>, folder: &Path, depth: usize, files: &mut Vec<PathBuf>) -> Result<(), Failure> {
    let shown = folder.display().to_string();
    if depth > DEPTH {
        return Err(Failure::Environment(cx.locale.format("cli-folder-deep", &[("folder", &shown)])));
    }
    for path in cx.host.list(folder).map_err(|error| cx.file_trouble(&shown, &error))? {
        let is_hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        if !is_hidden && cx.host.is_dir(&path) {
            walk(cx, &path, depth + 1, files)?;
        } else if !is_hidden && path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json")) {
            files.push(path);
        }
    }
    Ok(())
}

/// Learners whose lessons and scenarios were others than this program's.
fn other_packs(board: &Board, pack: &str) -> Vec<Note> {
    let others = board.rows.iter().filter(|row| row.pack != pack);
    others.map(|row| Note::other_pack(&row.name, &row.program)).collect()
}

fn tell(cx: &mut Context<'_>, notes: &[Note]) {
    if cx.format == Format::Json {
        return;
    }
    for note in notes {
        let text = note.text(&cx.locale);
        cx.complain(&text);
    }
}
