//! What happened: the closed set of messages `update` understands.

use std::sync::Arc;

use crossterm::event::{KeyEvent, MouseEvent};
use jiff::Timestamp;

use super::confirming::{Confirmed, Told};
use super::editor::highlight::Grammar;
use super::effect::TaskId;
use crate::assess::{Assessment, Comparison};
use crate::confirm::{Identity, Trouble};
use crate::content::Catalogue;
use crate::exam::{Lost, Sheet, Shortage};
use crate::probe::{Observation, Target};
use crate::progress::Paper;
use crate::simulate::network::Network;
use crate::terminal::{Answer, Terminal};
use crate::text::SourceFile;

/// One thing that happened.
#[derive(Clone, Debug)]
pub enum Msg {
    /// A key went down.
    Key(KeyEvent),
    /// Text was pasted (bracketed paste).
    Paste(String),
    /// The mouse did something.
    Mouse(MouseEvent),
    /// The terminal has this many columns and rows now.
    Resize(u16, u16),
    /// What time it is; sent before what happened then.
    Clock(Timestamp),
    /// A confirmation tells what it does.
    Told(TaskId, Told),
    /// A task ended.
    Done(TaskId, Outcome),
    /// The terminal has gone.
    Gone,
}

/// How a task ended.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// The lessons and scenarios, or what is wrong with them.
    Catalogue(Result<Arc<Catalogue>, String>),
    /// The highlighter's grammar is ready.
    Grammar(Arc<Grammar>),
    /// The learner's files of a scenario, as they were kept.
    Files(Vec<SourceFile>),
    /// The judgement of the files.
    Assessed(Arc<Assessment>),
    /// The time asked for is over.
    Elapsed,
    /// Something was written to disk, or was not, with the reason.
    Kept(Result<(), crate::progress::Trouble>),
    /// It was written; what another program had put there meanwhile is kept in this file.
    KeptAside(std::path::PathBuf),
    /// A kubectl command ended.
    Ran(Box<Ran>),
    /// The network of the world with the files in force.
    Flows(Arc<Network>),
    /// What each container of the learner's Pods may do.
    Identities(Vec<Powers>),
    /// How the files differ from a solution, by meaning.
    Compared(Comparison),
    /// Which cluster would be asked.
    Identified(Result<Identity, Trouble>),
    /// A paper, or why there is none.
    Drawn(Result<Paper, Shortage>),
    /// A paper's score sheet, or what the catalogue lacks.
    Marked(Result<Arc<Sheet>, Lost>),
    /// What a cluster answered, or why it did not.
    Confirmed(Result<Confirmed, Trouble>),
}

/// What came of a line in the terminal.
#[derive(Clone, Debug)]
pub struct Ran {
    /// The terminal afterwards.
    pub terminal: Terminal,
    /// What it answered.
    pub answer: Answer,
}

/// A container and what its first process may do.
#[derive(Clone, Debug)]
pub struct Powers {
    /// The container.
    pub target: Target,
    /// The answer to [`crate::probe::Probe::Effective`].
    pub effective: Observation,
    /// The answer to [`crate::probe::Probe::Start`].
    pub start: Observation,
}
