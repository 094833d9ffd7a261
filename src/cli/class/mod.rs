//! `cofferdam class`: results to hand in, and the instructor's board, from files or over one network.

use super::{Context, Exit, Failure, Format};

mod board;
mod host;
mod join;
mod result;
mod table;

/// The port of a class, unless another one is named.
const PORT: u16 = 7411;

/// For a class: learners hand over results, the instructor sees who is stuck.
#[derive(Debug, clap::Args)]
pub(super) struct Class {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, clap::Subcommand)]
enum Task {
    Result(result::Write),
    Board(board::Show),
    Host(host::Open),
    Join(join::Enter),
}

impl Class {
    pub(super) fn run(self, cx: &mut Context<'_>) -> Result<Exit, Failure> {
        match self.task {
            Task::Result(task) => task.run(cx),
            Task::Board(task) => task.run(cx),
            Task::Host(task) => task.run(cx),
            Task::Join(task) => task.run(cx),
        }
    }
}
