//! What `update` wants done. Effects are data; only the runtime does anything.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use crate::confirm::Identity;
use crate::content::{Catalogue, Scenario};
use crate::exam::Order;
use crate::progress::{Event, Sitting};
use crate::terminal::Terminal;
use crate::text::SourceFile;

/// Names one run of a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TaskId(pub u64);

/// Something for the runtime to do.
#[derive(Clone, Debug)]
pub enum Effect {
    /// Do this and answer with `Msg::Done`.
    Start(TaskId, Work),
    /// The answer is no longer wanted.
    Cancel(TaskId),
    /// Put text on the clipboard of the terminal (OSC 52).
    Copy(String),
    /// Stop until the shell's `fg`.
    Suspend,
    /// End.
    Quit,
}

/// What a task does. It owns all it needs.
#[derive(Clone, Debug)]
pub enum Work {
    /// Read the lessons and scenarios.
    Catalogue,
    /// Prepare the highlighter.
    Grammar,
    /// Read the learner's files of a scenario, which are kept under this name.
    Files(String, Arc<Scenario>),
    /// Judge the files.
    Assess(Arc<Scenario>, Vec<SourceFile>),
    /// Ask the API server alone, as an exam allows.
    Admit(Arc<Scenario>, Vec<SourceFile>),
    /// Draw a paper.
    Draw(Arc<Catalogue>, Order),
    /// Mark a paper by what is kept of it.
    Mark(Arc<Catalogue>, Box<Sitting>),
    /// Wait.
    Wait(Duration),
    /// Wait for the next second of a clock that is shown.
    Tick,
    /// Keep a file of a scenario.
    Save {
        /// The scenario's id.
        scenario: String,
        /// The file.
        file: SourceFile,
    },
    /// Append to the journal.
    Record(Event),
    /// Try again to write what the disk refused.
    Retry,
    /// Run a line in the terminal.
    Kubectl {
        /// The terminal before it.
        terminal: Box<Terminal>,
        /// What was typed.
        line: String,
    },
    /// Ask for every flow.
    Flows(Arc<Scenario>, Vec<SourceFile>),
    /// Ask for every identity.
    Identities(Arc<Scenario>, Vec<SourceFile>),
    /// Compare with the reference solution.
    Compare(Arc<Scenario>, Vec<SourceFile>),
    /// Find out which cluster would be asked.
    Identify,
    /// Confirm the predictions on a cluster; one that the learner has just agreed to is remembered.
    Confirm(Arc<Scenario>, Vec<SourceFile>, Option<Identity>),
}

/// What a task is for. A slot holds one task; starting another drops the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Slot {
    /// The lessons and scenarios.
    Catalogue,
    /// The highlighter.
    Grammar,
    /// The files of the scenario that is opened.
    Files,
    /// The judgement.
    Assess,
    /// The end of a pause in typing.
    Pause,
    /// The time to save.
    SaveDue,
    /// Writing; many may be under way.
    Keep,
    /// The time to try again what the disk refused.
    RetryDue,
    /// kubectl.
    Kubectl,
    /// The flow matrix.
    Flows,
    /// The identities.
    Identities,
    /// The comparison.
    Compare,
    /// The cluster.
    Cluster,
    /// Drawing or marking a paper.
    Paper,
    /// The exam's clock.
    Tick,
}

/// The tasks under way. An answer that is not among them is late and dropped.
#[derive(Clone, Debug, Default)]
pub struct Tasks {
    last: u64,
    live: BTreeMap<TaskId, Slot>,
}

impl Tasks {
    /// Starts `work`; the slot's task before it, if any, is cancelled.
    pub fn start(&mut self, slot: Slot, work: Work, effects: &mut Vec<Effect>) -> TaskId {
        if slot != Slot::Keep {
            self.cancel(slot, effects);
        }
        self.last += 1;
        let id = TaskId(self.last);
        self.live.insert(id, slot);
        effects.push(Effect::Start(id, work));
        id
    }

    /// Drops what a slot holds.
    pub fn cancel(&mut self, slot: Slot, effects: &mut Vec<Effect>) {
        let ids: Vec<_> = self.live.iter().filter(|(_, held)| **held == slot).map(|(id, _)| *id).collect();
        for id in ids {
            self.live.remove(&id);
            effects.push(Effect::Cancel(id));
        }
    }

    /// Whether a slot holds a task.
    pub fn runs(&self, slot: Slot) -> bool {
        self.live.values().any(|held| *held == slot)
    }

    /// Whether this very task is still wanted.
    pub fn wants(&self, id: TaskId) -> bool {
        self.live.contains_key(&id)
    }

    /// Takes an answer's slot; `None` for a late answer.
    pub fn finish(&mut self, id: TaskId) -> Option<Slot> {
        self.live.remove(&id)
    }

    /// How many tasks are under way.
    pub fn len(&self) -> usize {
        self.live.len()
    }

    /// Whether nothing is under way.
    pub fn is_empty(&self) -> bool {
        self.live.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_replaced_task_answers_too_late() {
        let (mut tasks, mut effects) = (Tasks::default(), Vec::new());
        let first = tasks.start(Slot::Pause, Work::Wait(Duration::ZERO), &mut effects);
        let second = tasks.start(Slot::Pause, Work::Wait(Duration::ZERO), &mut effects);
        assert!(matches!(effects[1], Effect::Cancel(id) if id == first));
        assert_eq!(tasks.finish(first), None);
        assert_eq!(tasks.finish(second), Some(Slot::Pause));
        assert_eq!(tasks.finish(second), None);
        assert!(tasks.is_empty());
    }
}
