//! The shapes of scenario.yaml and lesson.yaml as authors write them, and the cut between head and body.

use std::sync::Arc;

use serde::Deserialize;

use super::scenario::{Kind, Rest, Scenario};
use super::{ContentError, Localized};
use crate::grade::Check;
use crate::locale::Sentence;
use crate::probe::{Class, Port, Target};
use crate::schema::Version;
use crate::world::Facts;

/// The keys of scenario.yaml that are read at once.
const HEAD: [&str; 14] = [
    "id",
    "version",
    "kind",
    "difficulty",
    "title",
    "lesson",
    "points",
    "minutes",
    "exams",
    "tags",
    "seeds",
    "misconceptions",
    "k8s",
    "namespace",
];
/// The keys of scenario.yaml that are read when the scenario is looked at.
const BODY: [&str; 9] = ["world", "files", "checks", "probes", "unsaid", "hints", "wrong", "says", "ungraded"];

/// The head of scenario.yaml.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HeadFile {
    id: String,
    version: u32,
    kind: Kind,
    difficulty: u32,
    title: Localized,
    lesson: String,
    points: u32,
    minutes: u32,
    exams: Vec<String>,
    tags: Vec<String>,
    seeds: Vec<String>,
    #[serde(default)]
    misconceptions: Vec<String>,
    k8s: Option<VersionsFile>,
    namespace: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct VersionsFile {
    min: String,
    max: String,
}

/// The keys of scenario.yaml below the head.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BodyFile {
    /// World facts.
    #[serde(default)]
    pub world: Facts,
    /// Tabs.
    #[serde(default)]
    pub files: Vec<TabFile>,
    /// What is asked.
    pub checks: Vec<Check>,
    /// What is predicted.
    #[serde(default)]
    pub probes: Vec<ProbeFile>,
    /// Names that are to be found out.
    #[serde(default)]
    pub unsaid: Vec<String>,
    /// Help, ever more telling.
    #[serde(default)]
    pub hints: Vec<Localized>,
    /// What the folders of `wrong/` trigger.
    #[serde(default)]
    pub wrong: Vec<WrongFile>,
    /// Own sentences.
    #[serde(default)]
    pub says: Vec<SaysFile>,
    /// Lines that may go.
    #[serde(default)]
    pub ungraded: Vec<UngradedFile>,
}

/// A tab of the editor.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TabFile {
    /// The file in `start/`.
    pub path: String,
    /// Whether the learner may change it.
    #[serde(default = "yes")]
    pub editable: bool,
}

fn yes() -> bool {
    true
}

/// A line of "what would happen".
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProbeFile {
    /// Where a command runs.
    #[serde(rename = "in")]
    pub target: Option<Target>,
    /// The command.
    pub run: Option<String>,
    /// Whose image.
    pub pull: Option<Target>,
    /// Whose start.
    pub start: Option<Target>,
    /// Which workload's Pods.
    pub ready: Option<WorkloadFile>,
    /// The whole flow set.
    pub flows: Option<FlowsFile>,
    /// The answer at the start: a class, or a number of open flows.
    pub before: Option<AnswerFile>,
    /// The answer of a right solution.
    pub after: Option<AnswerFile>,
}

/// A workload.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WorkloadFile {
    /// `Deployment`, …
    pub kind: String,
    /// Its namespace.
    pub namespace: String,
    /// Its name.
    pub name: String,
}

/// Which ports a flow count looks at.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FlowsFile {
    /// Empty: the ports of the flows check.
    #[serde(default)]
    pub ports: Vec<Port>,
}

/// An answer as authors write it.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub enum AnswerFile {
    /// Open flows.
    Count(usize),
    /// A class.
    Class(Class),
}

/// What a wrong answer triggers.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrongFile {
    /// Its folder.
    pub dir: String,
    /// The check that fails first.
    pub check: String,
    /// The diagnostic it gives.
    pub diag: String,
}

/// An own sentence. Every key besides the named ones is a language.
#[derive(Debug, Deserialize)]
pub struct SaysFile {
    /// The check's id.
    pub check: String,
    /// The diagnostic.
    pub diag: String,
    /// Filters.
    pub src: Option<String>,
    /// As above.
    pub dst: Option<String>,
    /// As above.
    pub port: Option<PortText>,
    /// As above.
    pub path: Option<String>,
    /// The sentence.
    #[serde(flatten)]
    pub text: Localized,
}

/// A port filter, written as a number or a text.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub enum PortText {
    /// `9121`
    Number(u16),
    /// `9121/TCP`
    Text(String),
}

/// Lines of solutions that may be deleted.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UngradedFile {
    /// A regular expression on the line.
    pub line: String,
    /// Why it may go.
    pub why: String,
}

/// lesson.yaml.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LessonFile {
    /// Folder name.
    pub id: String,
    /// From 1.
    pub module: u32,
    /// Title.
    pub title: Localized,
    /// Reading time.
    pub minutes: u32,
    /// Its scenarios, in order.
    #[serde(default)]
    pub scenarios: Vec<String>,
    /// The ids of the notes it carries.
    pub seeds: Vec<String>,
    /// The misconceptions it corrects.
    #[serde(default)]
    pub misconceptions: Vec<String>,
    /// The number of the drill item, from 1, that the placement asks.
    pub placement: Option<usize>,
    /// Official pages.
    pub urls: Vec<String>,
    /// The Kubernetes version it speaks of.
    pub version: Option<String>,
}

/// Reads the head of scenario.yaml: the rest of the text is left out, its lines kept.
pub fn head(path: &str, source: &str, rest: Arc<Rest>) -> Result<Scenario, ContentError> {
    let file: HeadFile = serde_yaml::from_str(&cut(path, source, true)?).map_err(|error| ContentError::yaml(path, &error))?;
    let k8s = file.k8s.map(|k8s| Ok::<_, String>((k8s.min.parse::<Version>()?, k8s.max.parse::<Version>()?))).transpose();
    let k8s =
        k8s.map_err(|text| ContentError::new(path, line_of(source, "k8s"), Sentence::new("content-bad-value", &[("text", &text)])))?;
    Ok(Scenario {
        id: file.id,
        version: file.version,
        kind: file.kind,
        difficulty: file.difficulty,
        title: file.title,
        lesson: file.lesson,
        module: 0,
        points: file.points,
        minutes: file.minutes,
        exams: file.exams,
        tags: file.tags,
        seeds: file.seeds,
        misconceptions: file.misconceptions,
        k8s,
        namespace: file.namespace.unwrap_or_else(|| "default".into()),
        rest,
    })
}

/// The context's namespace in the head of scenario.yaml.
pub fn namespace(source: &str) -> Option<String> {
    let line = source.lines().find_map(|line| line.strip_prefix("namespace:"))?;
    Some(line.split('#').next()?.trim().trim_matches('"').to_owned())
}

/// Reads the rest of scenario.yaml.
pub fn body(path: &str, text: &str) -> Result<BodyFile, ContentError> {
    serde_yaml::from_str(&cut(path, text, false)?).map_err(|error| ContentError::yaml(path, &error))
}

/// The text with the lines of head keys (or of body keys) alone; other lines are empty, so that places stay right.
fn cut(path: &str, text: &str, head: bool) -> Result<String, ContentError> {
    let mut kept = String::with_capacity(text.len());
    let mut keep = false;
    for (number, line) in text.lines().enumerate() {
        if let Some(key) = top_level_key(line) {
            keep = HEAD.contains(&key) == head;
            if !HEAD.contains(&key) && !BODY.contains(&key) {
                let expected = [&HEAD[..], &BODY[..]].concat().join(", ");
                let sentence = Sentence::new("content-unknown-key", &[("key", key), ("expected", &expected)]);
                return Err(ContentError::new(path, number + 1, sentence));
            }
        }
        if keep {
            kept.push_str(line);
        }
        kept.push('\n');
    }
    Ok(kept)
}

/// The key that a line at the left margin begins; `None` for blank lines, comments, list items and indented lines.
fn top_level_key(line: &str) -> Option<&str> {
    let first = line.chars().next()?;
    (!first.is_whitespace() && !matches!(first, '#' | '-')).then(|| line.split(':').next().unwrap_or(line))
}

/// The line (from 1) of a top-level key of `text`.
pub fn line_of(text: &str, key: &str) -> usize {
    text.lines().position(|line| top_level_key(line) == Some(key)).map_or(1, |index| index + 1)
}

/// The line (from 1) of item `index` of the list below a top-level key.
pub fn line_of_item(text: &str, key: &str, index: usize) -> usize {
    let start = line_of(text, key);
    let below = text.lines().enumerate().skip(start).take_while(|(_, line)| top_level_key(line).is_none());
    let mut items = below
        .filter(|(_, line)| line.trim_start().starts_with('-'))
        .map(|(number, line)| (number + 1, line.len() - line.trim_start().len()));
    let Some(first) = items.next() else { return start };
    std::iter::once(first).chain(items).filter(|(_, indent)| *indent == first.1).nth(index).map_or(start, |(line, _)| line)
}
