//! Rules, and the tree in which the server runs them.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::field::{Field, member};
use crate::diag::{Severity, Stage};
use crate::schema::Version;

/// One rule: reads a place of an object and reports findings there.
#[derive(Debug)]
pub struct Rule {
    /// The name that `explain` knows, and of the message `rule-<id>`.
    pub id: &'static str,
    /// The step of the server's work it belongs to.
    pub stage: Stage,
    /// The first version that has it.
    pub since: Version,
    /// The last version that has it.
    pub until: Version,
    /// Looks and reports.
    pub check: fn(Field<'_>),
    /// The page beside it: why, and examples that are tests.
    pub page: &'static str,
}

impl Rule {
    /// A validation rule of every version.
    pub const fn new(id: &'static str, check: fn(Field<'_>), page: &'static str) -> Self {
        Self { id, stage: Stage::Validate, since: Version::OLDEST, until: Version::NEWEST, check, page }
    }

    /// A rule that only warns, in the server's words.
    pub const fn warning(id: &'static str, check: fn(Field<'_>), page: &'static str) -> Self {
        Self { stage: Stage::Warning, ..Self::new(id, check, page) }
    }

    /// A refusal by an admission plug-in, which runs it itself.
    pub const fn admission(id: &'static str, page: &'static str) -> Self {
        Self { stage: Stage::Admission, ..Self::new(id, |_| {}, page) }
    }

    /// Our own advice.
    pub const fn advice(id: &'static str, check: fn(Field<'_>), page: &'static str) -> Self {
        Self { stage: Stage::Advice, ..Self::new(id, check, page) }
    }

    /// The same rule from version 1.`minor` on.
    pub const fn since(self, minor: u8) -> Self {
        Self { since: Version { minor }, ..self }
    }

    /// The same rule up to version 1.`minor`.
    pub const fn until(self, minor: u8) -> Self {
        Self { until: Version { minor }, ..self }
    }

    /// Does `report` in this rule's name.
    pub(super) fn instead<'a>(&'static self, field: Field<'a>, report: impl FnOnce(Field<'a>)) {
        let current = field.walk().rule.replace(Some(self));
        report(field);
        field.walk().rule.set(current);
    }

    /// How grave its findings are.
    pub fn severity(&self) -> Severity {
        match self.stage {
            Stage::Warning => Severity::Warning,
            Stage::Advice => Severity::Advice,
            _ => Severity::Error,
        }
    }

    /// The official page that its own page names first.
    pub fn url(&self) -> Option<&'static str> {
        let (_, rest) = self.page.split_once("<https://")?;
        let length = rest.find('>')?;
        let start = self.page.len() - rest.len() - "https://".len();
        self.page.get(start..self.page.len() - rest.len() + length)
    }

    /// Runs it. A panic costs this rule's findings at this place, and nothing else.
    pub(super) fn run(&'static self, field: Field<'_>) {
        if field.version() < self.since || field.version() > self.until {
            return;
        }
        field.walk().rule.set(Some(self));
        let _ = catch_unwind(AssertUnwindSafe(|| (self.check)(field)));
    }
}

/// One step of the tree. The order of the steps is the order of the server's answer.
#[derive(Debug)]
pub enum Step {
    /// Run a rule here.
    Run(&'static Rule),
    /// Go down into a field, whether or not it is written.
    At(&'static str, &'static [Step]),
    /// Go down into a field if it is written.
    If(&'static str, &'static [Step]),
    /// Go down into every item of a list.
    Each(&'static str, &'static [Step]),
    /// As `Each`, and remember by name the items in which nothing is wrong: mounts look there.
    EachVolume(&'static [Step], &'static [Step]),
    /// Go on with more steps here if something holds.
    When(fn(Field<'_>) -> bool, &'static [Step]),
    /// Go on with more steps here.
    Then(&'static [Step]),
}

/// Whether the object is made; else it takes the place of a stored one, and what cannot change is not asked again.
pub fn is_new(field: Field<'_>) -> bool {
    field.walk().old.is_none()
}

/// Runs `steps` at `field`. The places that a step walked are forgotten after it.
pub fn walk(steps: &'static [Step], field: Field<'_>) {
    let mark = field.walk().mark();
    for step in steps {
        match *step {
            Step::Run(rule) => rule.run(field),
            Step::At(name, steps) => walk(steps, field.at(name)),
            Step::If(name, steps) => {
                if field.has(name) {
                    walk(steps, field.at(name));
                }
            }
            Step::Each(name, steps) => {
                if field.value().is_some_and(|v| member(v, name).is_some()) {
                    let list = field.at(name);
                    let mark = field.walk().mark();
                    list.each().for_each(|item| {
                        walk(steps, item);
                        field.walk().forget_after(mark);
                    });
                }
            }
            Step::EachVolume(steps, after) => walk_volumes(steps, after, field.at("volumes")),
            Step::When(holds, steps) => {
                if holds(field) {
                    walk(steps, field);
                }
            }
            Step::Then(steps) => walk(steps, field),
        }
        field.walk().forget_after(mark);
    }
}

/// A volume in which something is wrong does not exist for the mounts (`ValidateVolumes`).
fn walk_volumes<'a>(steps: &'static [Step], after: &'static [Step], volumes: Field<'a>) {
    for volume in volumes.each() {
        let before = volume.walk().count();
        walk(steps, volume);
        if volume.walk().count() == before {
            let map = volume.value().and_then(|v| v.as_object());
            let source = map.and_then(|map| map.iter().find(|(key, value)| *key != "name" && !value.is_null()));
            let source = source.map(|(key, _)| key.as_str());
            volume.walk().volumes.borrow_mut().entry(volume.at("name").str()).or_insert(source);
        }
        walk(after, volume);
    }
}

/// Every rule of a tree, in order, each once.
pub fn rules_of(steps: &'static [Step], out: &mut Vec<&'static Rule>) {
    for step in steps {
        match *step {
            Step::Run(rule) => {
                if !out.iter().any(|known| known.id == rule.id) {
                    out.push(rule);
                }
            }
            Step::At(_, steps) | Step::If(_, steps) | Step::Each(_, steps) | Step::When(_, steps) | Step::Then(steps) => {
                rules_of(steps, out)
            }
            Step::EachVolume(steps, after) => {
                rules_of(steps, out);
                rules_of(after, out);
            }
        }
    }
}
