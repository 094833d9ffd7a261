//! The catalogue and the learner's progress, as the commands want them.

use std::sync::Arc;

use super::near::near;
use super::pack_folder::pack_files;
use super::{Context, Failure};
use crate::content::{Catalogue, Files, Lesson, Scenario, embedded_files};
use crate::contract;
use crate::progress::{Drafts, Journal};

/// A scenario and, perhaps, the seed of a variant.
#[derive(Debug, clap::Args)]
pub(super) struct Which {
    #[arg(value_name = "ID")]
    id: String,
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
}

impl Which {
    /// `E03`, or `E03@7`.
    pub(super) fn id(&self) -> String {
        self.seed.map_or_else(|| self.id.clone(), |seed| format!("{}@{seed}", self.id.split('@').next().unwrap_or(&self.id)))
    }
}

impl From<String> for Which {
    fn from(id: String) -> Self {
        Self { id, seed: None }
    }
}

impl Context<'_> {
    /// The files of the pack in use: the one that `COFFERDAM_PACK` or the configuration names, else the one inside the
    /// program.
    pub(super) fn pack(&self) -> Result<Files, Failure> {
        self.pack_dir.as_ref().map_or_else(|| Ok(embedded_files()), |dir| pack_files(self, dir))
    }

    /// All lessons and scenarios.
    pub(super) fn catalogue(&self) -> Result<Catalogue, Failure> {
        let catalogue = match &self.pack_dir {
            Some(dir) => Catalogue::from_files(pack_files(self, dir)?),
            None => Catalogue::embedded(),
        };
        catalogue.map_err(|errors| {
            let all: Vec<_> = errors.iter().map(ToString::to_string).collect();
            Failure::Environment(self.locale.format("cli-content-broken", &[("errors", &all.join("\n"))]))
        })
    }

    /// The learner's journal; says so if it cannot be kept.
    pub(super) fn journal(&self) -> Journal {
        Journal::open(Arc::clone(&self.host))
    }

    /// The learner's edited files.
    pub(super) fn drafts(&self) -> Drafts {
        Drafts::new(Arc::clone(&self.host))
    }

    /// Says it if something of the learner's progress could not be saved.
    pub(super) fn tell_trouble(&mut self, journal: &Journal) {
        if let Some(trouble) = journal.trouble() {
            let message = trouble.message(&self.locale);
            self.complain(&message);
        }
    }

    /// Says it if the journal holds lines that say nothing to this program.
    pub(super) fn tell_passed_over(&mut self, journal: &Journal) {
        if let Some(sentence) = journal.passed_over(self.verbose) {
            let text = sentence.text(&self.locale);
            self.talk(&text);
        }
    }

    /// The same as [`Context::scenario`] for who needs no catalogue: of the content inside the program one scenario is read, not all.
    pub(super) fn one_scenario(&self, id: &str) -> Result<Scenario, Failure> {
        let embedded = if self.pack_dir.is_none() { Catalogue::embedded_scenario(id) } else { None };
        embedded.map_or_else(|| self.scenario(&self.catalogue()?, id), |found| self.sound(found))
    }

    /// The scenario `id` or its variant (`E03@7`), or a failure that names near ones.
    pub(super) fn scenario(&self, catalogue: &Catalogue, id: &str) -> Result<Scenario, Failure> {
        let found = catalogue.find(id).ok_or_else(|| {
            if catalogue.lesson(id).is_some() {
                return Failure::Usage(self.locale.format("cli-lesson-no-scenario", &[("id", id)]));
            }
            self.unknown("cli-no-scenario", id, catalogue.scenarios.iter().map(|scenario| scenario.id.as_str()))
        })?;
        self.sound(found)
    }

    /// A learner gets no task that cannot be solved.
    fn sound(&self, found: Scenario) -> Result<Scenario, Failure> {
        if found.seed().is_some() && !contract::is_sound(&found) {
            return Err(Failure::Usage(self.locale.format("cli-no-variant", &[("id", &found.id)])));
        }
        Ok(found)
    }

    /// Nothing is checked, hinted at or solved that a paper asks while its clock runs. Answers the journal that says so.
    pub(super) fn outside_exam(&self, scenario: &Scenario) -> Result<Journal, Failure> {
        let journal = self.journal();
        let asks = |id: &str| id.split('@').next() == Some(scenario.base());
        let running = journal.progress().running(self.host.now());
        let asked = running.filter(|sitting| sitting.paper.tasks.iter().any(|task| asks(&task.scenario)));
        let refusal = asked.map(|sitting| {
            let args = [("id", scenario.base()), ("paper", sitting.paper.paper.as_str())];
            Failure::Usage(self.locale.format("cli-exam-asked", &args))
        });
        refusal.map_or(Ok(journal), Err)
    }

    /// The lesson `id`, or a failure that names near ones.
    pub(super) fn lesson<'c>(&self, catalogue: &'c Catalogue, id: &str) -> Result<&'c Lesson, Failure> {
        catalogue.lesson(id).ok_or_else(|| match catalogue.scenario(id) {
            Some(_) => Failure::Usage(self.locale.format("cli-scenario-no-lesson", &[("id", id)])),
            None => self.unknown("cli-no-lesson", id, catalogue.lessons.iter().map(|lesson| lesson.id.as_str())),
        })
    }

    /// A usage failure: the message `id` about `asked`, and near names.
    pub(super) fn unknown<'n>(&self, id: &str, asked: &str, known: impl IntoIterator<Item = &'n str>) -> Failure {
        let message = self.locale.format(id, &[("id", asked)]);
        Failure::Usage(match near(asked, known).as_slice() {
            [] => message,
            names => format!("{message}\n{}", self.locale.format("cli-did-you-mean", &[("names", &names.join(", "))])),
        })
    }
}
