//! The simulator against a recorded cluster: 535 answers of Kubernetes 1.35.4 on pulls, start, identity, files and
//! capabilities. The class of every answer must be equal; texts, too, but for what a machine makes up as it goes.
//!
//! `COFFERDAM_OBSERVED=FILE` replays another recording of the same form too.

use std::collections::BTreeMap;

use cofferdam::object::Object;
use cofferdam::probe::{Class, Probe, Target};
use cofferdam::simulate;
use cofferdam::text::SourceFile;
use cofferdam::world::{Act, Facts, World};
use regex::Regex;
use serde::Deserialize;
use serde_json::{Value, json};

const FILES: [(&str, &[u8]); 5] = [
    ("pull", include_bytes!("../observed/pull.json.gz")),
    ("start", include_bytes!("../observed/start.json.gz")),
    ("identity", include_bytes!("../observed/identity.json.gz")),
    ("filesystem", include_bytes!("../observed/filesystem.json.gz")),
    ("capabilities", include_bytes!("../observed/capabilities.json.gz")),
];

/// Answers that differ, each with its reason.
const EXCEPTIONS: [(&str, &str); 4] = [
    ("B02-edited-after", "the Pod was edited after it ran: its events hold both pulls"),
    ("B11-patched-later-recreated", "ServiceAccount builder-4 was made and patched by hand, between two creations of the Pod"),
    ("B12-A-pulls", "recorded before the image was on the node; the world is that of the entries after it"),
    ("C11-wrong-2777-lsf", "lists a file that a command made which is not among the entries"),
];

#[derive(Deserialize)]
struct Entry {
    id: String,
    manifests: String,
    context: BTreeMap<String, Value>,
    probe: Option<Asked>,
    observed: Observed,
}

#[derive(Deserialize)]
struct Asked {
    pod: String,
    container: String,
    command: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Observed {
    accepted: Option<bool>,
    class: Option<String>,
    exit: Option<i32>,
    phase: Option<String>,
    stdout: Option<String>,
    stderr: Option<String>,
    waiting_reason: Option<String>,
    waiting_message: Option<String>,
    events: Option<Vec<Event>>,
}

#[derive(Deserialize)]
struct Event {
    reason: String,
    message: String,
}

fn facts() -> Facts {
    Facts::parse(&SourceFile::new("world.yaml", include_str!("../oracle/world.yaml"))).unwrap()
}

/// The manifests as the API server would store them, as far as the simulator looks.
fn world(facts: &Facts, manifests: &str, namespace: &str) -> (World, Option<String>) {
    let mut world = World { facts: facts.clone(), ..World::default() };
    let mut last = None;
    for document in serde_yaml::Deserializer::from_str(manifests) {
        let Ok(mut value) = Value::deserialize(document) else { continue };
        if !value.is_object() {
            continue;
        }
        if value["metadata"]["namespace"].is_null() {
            value["metadata"]["namespace"] = json!(namespace);
        }
        let object = Object::from_value(value).unwrap();
        if object.kind == "Pod" {
            last = Some(object.name.clone());
        }
        world.store.insert(object);
    }
    (world, last)
}

/// What differs from run to run on any machine.
fn even(text: &str) -> String {
    let rules = [
        (r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "UID"),
        (r"in [0-9.]+m?s \([0-9.]+m?s including waiting\)", "in TIME"),
        (r"(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) +\d+ \d\d:\d\d", "DATE"),
        (r"back-off \d+s", "back-off TIME"),
        (r"time=[0-9.]+ ms", "time"),
        (r"min/avg/max = [0-9./]+ ms", "min/avg/max"),
        (r"kill pid \d+", "kill pid N"),
    ];
    rules.iter().fold(text.to_owned(), |text, (pattern, with)| Regex::new(pattern).unwrap().replace_all(&text, *with).into_owned())
}

#[derive(Default)]
struct Tally {
    entries: usize,
    outcomes: usize,
    texts: usize,
    same_texts: usize,
    differences: Vec<String>,
}

impl Tally {
    fn outcome(&mut self, id: &str, ours: &str, theirs: &str) {
        self.entries += 1;
        if ours == theirs {
            self.outcomes += 1;
        } else {
            self.differences.push(format!("{id}: outcome {ours}, recorded {theirs}"));
        }
    }

    fn text(&mut self, id: &str, what: &str, ours: &str, theirs: &str) {
        self.texts += 1;
        let (ours, theirs) = (even(ours), even(theirs));
        if ours == theirs {
            self.same_texts += 1;
        } else {
            self.differences.push(format!("{id}: {what}\n    ours     {ours:?}\n    recorded {theirs:?}"));
        }
    }
}

/// The commands that were run before a directory was listed: those of the same Pod that made files.
fn before(entry: &Entry, entries: &[Entry], target: &Target) -> Vec<(Target, Act)> {
    if !entry.id.ends_with("-lsf") {
        return Vec::new();
    }
    let same = |asked: &&Asked| asked.pod == target.pod && asked.command[0] == "touch";
    entries
        .iter()
        .filter_map(|other| other.probe.as_ref())
        .filter(same)
        .map(|asked| (target.clone(), Act::Command(asked.command.clone())))
        .collect()
}

fn replay(facts: &Facts, topic: &str, entry: &Entry, entries: &[Entry], tally: &mut Tally) {
    let observed = &entry.observed;
    if observed.accepted == Some(false) {
        return;
    }
    let namespace = entry.context.get("namespace").and_then(Value::as_str).unwrap_or("default");
    let (mut world, last) = world(facts, &entry.manifests, namespace);
    let class = observed.class.clone().unwrap_or_default();
    let Some(asked) = &entry.probe else {
        return replay_start(&world, namespace, &last.unwrap(), topic, entry, &class, tally);
    };
    let target = Target { namespace: namespace.into(), pod: asked.pod.clone(), container: Some(asked.container.clone()) };
    world.executed = before(entry, entries, &target);
    let answer = simulate::observe(&world, &Probe::Exec { target, command: asked.command.clone() });
    let ours = format!("{} {:?}", answer.class, answer.exit);
    tally.outcome(&entry.id, &ours, &format!("{class} {:?}", observed.exit));
    tally.text(&entry.id, "stdout", &answer.stdout, observed.stdout.as_deref().unwrap_or(""));
    let ended =
        answer.exit.filter(|code| *code != 0).map_or_else(String::new, |code| format!("command terminated with exit code {code}\n"));
    tally.text(&entry.id, "stderr", &(answer.stderr + &ended), observed.stderr.as_deref().unwrap_or(""));
}

fn replay_start(world: &World, namespace: &str, name: &str, topic: &str, entry: &Entry, class: &str, tally: &mut Tally) {
    let observed = &entry.observed;
    let pod = simulate::find_pod(world, namespace, name).unwrap();
    let run = simulate::run(world, &pod);
    let probe = |container: &str| {
        let target = Target { namespace: namespace.into(), pod: name.into(), container: Some(container.into()) };
        simulate::observe(world, &if topic == "pull" { Probe::Pull(target) } else { Probe::Start(target) })
    };
    let containers: Vec<_> = pod.spec().containers.iter().map(|container| probe(&container.name)).collect();
    let answer = containers.iter().find(|answer| answer.class != Class::Running).unwrap_or(&containers[0]);
    tally.outcome(
        &entry.id,
        &format!("{} {}", answer.class, run.status.phase),
        &format!("{class} {}", observed.phase.as_deref().unwrap_or("")),
    );
    if topic != "pull" && answer.exit != observed.exit && observed.exit.is_some() {
        tally.differences.push(format!("{}: exit {:?}, recorded {:?}", entry.id, answer.exit, observed.exit));
    }
    if let (Some(message), Some(reason)) = (&observed.waiting_message, &observed.waiting_reason) {
        tally.text(&entry.id, reason, &answer.stdout, message);
    }
    if let Some(events) = &observed.events {
        let ours: Vec<_> = run.status.events.iter().filter(|event| !matches!(event.reason, "Scheduled" | "Created" | "Started")).collect();
        let mut ours: Vec<_> = ours.iter().map(|event| format!("{}: {}", event.reason, event.message)).collect();
        // The recorder wrote every sentence once, whichever container it was about.
        let mut told = std::collections::BTreeSet::new();
        ours.retain(|text| told.insert(text.clone()));
        let theirs: Vec<_> = events.iter().map(|event| format!("{}: {}", event.reason, event.message)).collect();
        tally.text(&entry.id, "events", &ours.join("\n"), &theirs.join("\n"));
    }
}

fn excepted(difference: &str) -> bool {
    EXCEPTIONS.iter().any(|(id, _)| difference.split(':').next() == Some(id))
}

#[test]
fn recorded_answers_are_ours() {
    let facts = facts();
    let mut wrong = Vec::new();
    let mut files: Vec<_> = FILES.iter().map(|(topic, packed)| ((*topic).to_owned(), crate::recording::unpacked(packed))).collect();
    if let Ok(path) = std::env::var("COFFERDAM_OBSERVED") {
        files.push((path.rsplit('/').next().unwrap().trim_end_matches(".json").to_owned(), std::fs::read_to_string(&path).unwrap()));
    }
    for (topic, text) in &files {
        let entries: Vec<Entry> = serde_json::from_str(text).unwrap();
        let mut tally = Tally::default();
        entries.iter().for_each(|entry| replay(&facts, topic, entry, &entries, &mut tally));
        println!("{topic}: outcome {}/{}, text {}/{}", tally.outcomes, tally.entries, tally.same_texts, tally.texts);
        wrong.extend(tally.differences.into_iter().filter(|difference| !excepted(difference)));
    }
    assert!(wrong.is_empty(), "{} differences:\n{}", wrong.len(), wrong.join("\n"));
}
