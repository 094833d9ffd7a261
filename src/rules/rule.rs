//! Rules, and the tree in which the server runs them.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::field::Field;
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
    /// It has nothing to say of an object in which none of these names is written; without any, it is asked of every object.
    pub(super) about: &'static [&'static str],
}

impl Rule {
    /// A validation rule of every version.
    pub const fn new(id: &'static str, check: fn(Field<'_>), page: &'static str) -> Self {
        Self { id, stage: Stage::Validate, since: Version::OLDEST, until: Version::NEWEST, check, page, about: &[] }
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

    /// The same rule, which has nothing to say of an object in which none of `names` is written: then it need not look.
    pub const fn about(self, names: &'static [&'static str]) -> Self {
        Self { about: names, ..self }
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

    /// Runs it, if there is anything to look at: whether there was. A panic costs this rule's findings at this place, and
    /// nothing else.
    pub(super) fn run(&'static self, field: Field<'_>) -> bool {
        if field.version() < self.since || field.version() > self.until {
            return false;
        }
        let names = &field.walk().known.names;
        let asked = self.about.is_empty() || self.about.iter().any(|name| names.may_have(name));
        if asked {
            self.look(field);
        } else if cfg!(debug_assertions) {
            let before = field.walk().count();
            self.look(field);
            debug_assert_eq!(field.walk().count(), before, "{} is about more than it says", self.id);
        }
        asked || cfg!(debug_assertions)
    }

    fn look(&'static self, field: Field<'_>) {
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
    /// Go down into every volume: its source, its name, and what makes it no worse. Those in which nothing is wrong are
    /// remembered by name: mounts look there.
    EachVolume(&'static [Step], &'static [Step], &'static [Step]),
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
            Step::Run(rule) => {
                if !rule.run(field) {
                    continue;
                }
            }
            Step::At(name, steps) => walk(steps, field.at(name)),
            Step::If(name, steps) => {
                if field.has(name) {
                    walk(steps, field.at(name));
                }
            }
            Step::Each(name, steps) => {
                if field.has(name) {
                    let list = field.at(name);
                    let mark = field.walk().mark();
                    list.each().for_each(|item| {
                        walk(steps, item);
                        field.walk().forget_after(mark);
                    });
                }
            }
            Step::EachVolume(source, name, after) => walk_volumes([source, name, after], field.at("volumes")),
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
fn walk_volumes<'a>([source, name, after]: [&'static [Step]; 3], volumes: Field<'a>) {
    for volume in volumes.each() {
        let before = volume.walk().count();
        // What admission has made is sound; only its name may be taken.
        if !volume.is_token_volume() {
            walk(source, volume);
        } else if cfg!(debug_assertions) {
            walk(source, volume);
            debug_assert_eq!(volume.walk().count(), before, "the token's volume is not sound");
        }
        walk(name, volume);
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
            Step::EachVolume(source, name, after) => [source, name, after].into_iter().for_each(|steps| rules_of(steps, out)),
        }
    }
}
