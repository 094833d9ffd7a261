//! Building a scenario's body from its folder.

use std::collections::{BTreeMap, BTreeSet};

use super::pack::Folder;
use super::quiz;
use super::scenario::{Answer, Body, Kind, Scenario, Ungraded, Watch, WrongAnswer};
use super::yaml::{self, AnswerFile, BodyFile, PortText, ProbeFile, SaysFile, WorkloadFile};
use super::{ContentError, Localized};
use crate::grade::{Says, words};
use crate::locale::{Locale, Sentence};
use crate::object::Object;
use crate::probe::{Probe, Target};
use crate::rules::{self, Options};
use crate::text::SourceFile;
use crate::world::{Key, World};

/// Builds the body. What cannot be read is left out and told in `errors`.
pub fn build(scenario: &Scenario, folder: Folder, errors: &mut Vec<ContentError>) -> Body {
    let read = folder.text("scenario.yaml").and_then(|text| Ok((text, yaml::body(&folder.file("scenario.yaml"), text)?)));
    let (text, file) = match read {
        Ok(read) => read,
        Err(error) => {
            errors.push(error);
            return Body::default();
        }
    };
    let mut builder = Builder { scenario, folder, text, errors };
    builder.stray(&file);
    builder.build(file)
}

struct Builder<'b> {
    scenario: &'b Scenario,
    folder: Folder<'b>,
    text: &'b str,
    errors: &'b mut Vec<ContentError>,
}

impl Builder<'_> {
    fn build(&mut self, file: BodyFile) -> Body {
        let start = self.start(&file);
        let quiz = self.scenario.kind == Kind::Predict;
        let read_only: BTreeSet<_> = file.files.iter().filter(|tab| quiz || !tab.editable).map(|tab| tab.path.clone()).collect();
        let mut world = World { facts: file.world, ..World::default() };
        self.objects("world/", &mut world);
        let hidden = self.objects("hidden/", &mut world);
        let ports = file.checks.iter().find_map(|check| check.kind.flow_ports()).unwrap_or_default();
        let probes = file.probes.into_iter().enumerate();
        let watches = probes.filter_map(|(index, probe)| self.watch(index, probe, &ports)).collect();
        let says = file.says.into_iter().enumerate().map(|(index, said)| self.said(index, said)).collect();
        let solutions = self.answers("solutions/", &start, &read_only);
        let mut answers: BTreeMap<_, _> = self.answers("wrong/", &start, &read_only).into_iter().map(|a| (a.name.clone(), a)).collect();
        let mut wrong = Vec::new();
        for (index, entry) in file.wrong.into_iter().enumerate() {
            match answers.remove(&entry.dir) {
                Some(answer) => wrong.push(WrongAnswer { answer, check: entry.check, diag: entry.diag }),
                None => {
                    self.fault("wrong", Some(index), Sentence::new("content-no-folder", &[("folder", &format!("wrong/{}", entry.dir))]))
                }
            }
        }
        for name in answers.keys() {
            self.fault("wrong", None, Sentence::new("content-wrong-unlisted", &[("folder", &format!("wrong/{name}"))]));
        }
        for (index, hint) in file.hints.iter().enumerate() {
            self.complete(hint, "hints", index);
        }
        let intro = self.page("task");
        let mut body = Body {
            task: intro.clone(),
            intro,
            debrief: self.page("debrief"),
            hints: file.hints,
            world,
            hidden,
            start,
            read_only,
            checks: file.checks,
            watches,
            unsaid: file.unsaid,
            solutions,
            wrong,
            says,
            ungraded: file.ungraded.into_iter().map(|line| Ungraded { line: line.line, why: line.why }).collect(),
        };
        self.questions(&mut body);
        body
    }

    /// Holds the questions to their languages, and adds what follows from them to a predict scenario.
    fn questions(&mut self, body: &mut Body) {
        if let Some(seed) = self.scenario.seed() {
            quiz::shuffle(body, seed);
        }
        for (index, check) in body.checks.iter().enumerate() {
            let Some(question) = check.kind.question() else { continue };
            for text in quiz::texts(question) {
                self.complete(text, "checks", index);
            }
            for word in quiz::unknown_words(question) {
                let words: Vec<_> = question.choices.iter().map(|choice| choice.value.as_str()).collect();
                let facts = [("key", word), ("expected", &words.join(", "))];
                self.fault("checks", Some(index), Sentence::new("content-unknown-key", &facts));
            }
        }
        if self.scenario.kind == Kind::Predict
            && let Err(faults) = quiz::prepare(body, &self.scenario.namespace)
        {
            for (index, sentence) in faults {
                self.fault("checks", Some(index), sentence);
            }
        }
    }

    /// A fault at a key of scenario.yaml, or at an item of the list below it.
    fn fault(&mut self, key: &str, item: Option<usize>, sentence: Sentence) {
        let line = item.map_or_else(|| yaml::line_of(self.text, key), |index| yaml::line_of_item(self.text, key, index));
        self.errors.push(ContentError::new(self.folder.file("scenario.yaml"), line, sentence));
    }

    /// A page in every language.
    fn page(&mut self, name: &str) -> Localized {
        page(self.folder, name, self.errors)
    }

    /// Holds that a text has every language and no other.
    fn complete(&mut self, text: &Localized, key: &str, item: usize) {
        for language in Locale::available() {
            if text.0.get(language).is_none_or(|text| text.trim().is_empty()) {
                self.fault(key, Some(item), Sentence::new("content-missing-language", &[("language", language)]));
            }
        }
        for language in text.0.keys().filter(|language| !Locale::available().contains(&language.as_str())) {
            self.fault(
                key,
                Some(item),
                Sentence::new("content-unknown-key", &[("key", language), ("expected", &Locale::available().join(", "))]),
            );
        }
    }

    /// The files of `start/` in tab order.
    fn start(&mut self, file: &BodyFile) -> Vec<SourceFile> {
        let mut found: BTreeMap<_, _> =
            self.folder.sources("start/", self.errors).into_iter().map(|source| (source.name().to_owned(), source)).collect();
        let mut start = Vec::new();
        for (index, tab) in file.files.iter().enumerate() {
            match found.remove(&tab.path) {
                Some(source) => start.push(source),
                None => self.fault("files", Some(index), Sentence::new("content-no-file", &[("file", &format!("start/{}", tab.path))])),
            }
        }
        for name in found.keys() {
            self.fault("files", None, Sentence::new("content-unlisted-file", &[("file", &format!("start/{name}"))]));
        }
        start
    }

    /// Applies the manifests below `prefix` to the world; gives the keys of what they hold.
    fn objects(&mut self, prefix: &str, world: &mut World) -> BTreeSet<Key> {
        let sources = self.folder.sources(prefix, self.errors);
        let options = Options { version: *world.facts.version, namespace: self.scenario.namespace.clone(), ..Options::default() };
        let mut keys = BTreeSet::new();
        for document in rules::validate(&sources, &options) {
            match document.object {
                Some(object) if document.accepted => {
                    keys.insert(Key::of(&object));
                    // Nobody sees these files: findings must not point into them.
                    world.store.insert(Object { origin: None, ..object });
                }
                _ => {
                    let text = document.message.unwrap_or_default();
                    let file = self.folder.file(&format!("{prefix}{}", document.file));
                    self.errors.push(ContentError::new(file, document.line, Sentence::new("content-manifest-refused", &[("text", &text)])));
                }
            }
        }
        keys
    }

    /// A container as predictions name it: the namespace only where it is not the scenario's own.
    fn name(&self, target: &Target) -> String {
        let namespace = (target.namespace != self.scenario.namespace).then_some(target.namespace.as_str());
        let parts = [namespace, Some(target.pod.as_str()), target.container.as_deref()];
        parts.into_iter().flatten().collect::<Vec<_>>().join("/")
    }

    fn watch(&mut self, index: usize, probe: ProbeFile, flow_ports: &[crate::probe::Port]) -> Option<Watch> {
        let ProbeFile { target, run, pull, start, ready, flows, before, after } = probe;
        let class = |answer: &Option<AnswerFile>| match answer {
            Some(AnswerFile::Class(class)) => Some(class.clone()),
            _ => None,
        };
        let count = |answer: &Option<AnswerFile>| match answer {
            Some(AnswerFile::Count(count)) => Some(*count),
            _ => None,
        };
        let (from, label, probe) = match (target, run, pull, start, flows, ready) {
            (Some(target), Some(run), None, None, None, None) => {
                (self.name(&target), run.clone(), Probe::Exec { target, command: words(&run) })
            }
            (None, None, Some(target), None, None, None) => (self.name(&target), "pull".into(), Probe::Pull(target)),
            (None, None, None, Some(target), None, None) => (self.name(&target), "start".into(), Probe::Start(target)),
            (None, None, None, None, None, Some(WorkloadFile { kind, namespace, name })) => {
                (format!("{}/{name}", kind.to_ascii_lowercase()), "ready".into(), Probe::Workload { kind, namespace, name })
            }
            (None, None, None, None, Some(flows), None) => {
                let named = flows.ports.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
                let ports = if flows.ports.is_empty() { flow_ports.to_vec() } else { flows.ports };
                (named, String::new(), Probe::Flows { ports })
            }
            _ => {
                self.fault("probes", Some(index), Sentence::new("content-probe", &[]));
                return None;
            }
        };
        let counted = matches!(probe, Probe::Flows { .. });
        let fits = |answer: &Option<AnswerFile>| answer.as_ref().is_none_or(|answer| matches!(answer, AnswerFile::Count(_)) == counted);
        if !fits(&before) || !fits(&after) || (!counted && (before.is_none() || after.is_none())) {
            self.fault("probes", Some(index), Sentence::new("content-probe-answer", &[]));
        }
        Some(Watch { from, label, probe, before: class(&before), wanted: class(&after), open: (count(&before), count(&after)) })
    }

    fn said(&mut self, index: usize, said: SaysFile) -> Says {
        self.complete(&said.text, "says", index);
        let port = said.port.map(|port| match port {
            PortText::Number(number) => number.to_string(),
            PortText::Text(text) => text,
        });
        Says { check: said.check, diag: said.diag, src: said.src, dst: said.dst, port, path: said.path, text: said.text }
    }

    /// The folders below `prefix`, each with the start's files where it has none of its own.
    fn answers(&mut self, prefix: &str, start: &[SourceFile], read_only: &BTreeSet<String>) -> Vec<Answer> {
        let mut answers = Vec::new();
        for name in self.folder.names(prefix) {
            let own = self.folder.sources(&format!("{prefix}{name}/"), self.errors);
            for source in &own {
                let file = format!("{prefix}{name}/{}", source.name());
                let known = start.iter().any(|start| start.name() == source.name());
                if !known || read_only.contains(source.name()) {
                    let id = if known { "content-read-only-file" } else { "content-stray-answer" };
                    self.errors.push(ContentError::new(self.folder.file(&file), 1, Sentence::new(id, &[("file", source.name())])));
                }
            }
            let files = start.iter().map(|start| own.iter().find(|own| own.name() == start.name()).unwrap_or(start).clone());
            answers.push(Answer { name: name.to_owned(), files: files.collect() });
        }
        answers
    }

    /// Files that nothing reads.
    fn stray(&mut self, file: &BodyFile) {
        let pages = |name: &str| {
            let (page, rest) = name.split_once('.').unwrap_or((name, ""));
            ["task", "debrief"].contains(&page) && rest.strip_suffix(".md").is_some_and(|tag| Locale::available().contains(&tag))
        };
        for name in self.folder.below("") {
            let depth = name.matches('/').count();
            let known = match name.split('/').next().unwrap_or("") {
                "world" | "hidden" => depth == 1 && name.ends_with(".yaml"),
                "start" => true,
                "solutions" | "wrong" => depth >= 2 && self.scenario.kind != Kind::Predict,
                _ => name == "scenario.yaml" || pages(name),
            };
            if !known {
                self.errors.push(ContentError::new(self.folder.file(name), 1, Sentence::new("content-stray-file", &[])));
            }
        }
        if file.files.is_empty() && self.scenario.kind != Kind::Predict {
            self.fault("files", None, Sentence::new("content-no-files", &[]));
        }
    }
}

/// A page in every language; a missing one is told in `errors`.
pub fn page(folder: Folder, name: &str, errors: &mut Vec<ContentError>) -> Localized {
    let mut texts = BTreeMap::new();
    for language in Locale::available() {
        let file = if name.is_empty() { format!("{language}.md") } else { format!("{name}.{language}.md") };
        match folder.page(&file) {
            Ok(text) => {
                texts.insert(language.to_owned(), text);
            }
            Err(error) => errors.push(error),
        }
    }
    Localized(texts)
}
