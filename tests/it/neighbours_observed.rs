//! Neighbours of the recorded entries on a real cluster (`tests/oracle/neighbours`): what the server said of them, what became of their Pods,
//! and what commands in them answered.
//!
//! `COFFERDAM_NEIGHBOURS=FILE` replays another recording of the same form.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use cofferdam::kubectl;
use cofferdam::text::SourceFile;
use cofferdam::world::{Facts, World};
use regex::Regex;
use serde_json::{Value, json};

use crate::recording;

/// What a cluster makes up as it goes.
fn even(text: &str) -> String {
    static MADE_UP: LazyLock<Vec<(Regex, &str)>> = LazyLock::new(|| {
        [
            (r"\b[0-9a-f]{64}\b", "ID"),
            (r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "UID"),
            (r"\b10\.(244|96|10\d|11\d)\.\d+\.\d+\b", "IP"),
            (r"kube-api-access-[a-z0-9]{5}", "kube-api-access"),
            (r"in [0-9.]+m?s \([0-9.]+m?s including waiting\)\. Image size: \d+ bytes", "in TIME"),
            (r"\d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d\.\d{3}", "DATE"),
            (r"\b(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) +\d+ +[0-9:]+", "DATE"),
            (r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?( ?\+0000 UTC|Z)?", "TIME"),
            (r"\b\d{4}/\d\d/\d\d \d\d:\d\d:\d\d( \[\w+\]) \d+#\d+", "DATE$1"),
            (r"back-off [0-9ms]+", "back-off TIME"),
            (r"Back-off pulling image \S+: ErrImagePull: ", ""),
            ("trying and failing to pull image", "image can't be pulled"),
            (r"lookup (\S+): .*", "lookup $1"),
            (r"lookup (\S+) on \S+: .*", "lookup $1"),
            (r"(time|round-trip min/avg/max|min/avg/max)[ =]+[0-9./]+ ms", "$1"),
            (r"worker process \d+|received from \d+", "worker"),
            (r"OS: Linux .*", "OS: Linux"),
            (r"getrlimit\(RLIMIT_NOFILE\): .*", "getrlimit"),
            (r"(?m)^( *)\d+( \S+ +0:00 |  ?)ps\b", "${1}PID${2}ps"),
            (r"kill pid \d+", "kill pid N"),
            (r"\.\.2026_[0-9_]+\.\d+", "..DATA"),
            (r"kubernetes\.io~empty-dir/v/ID", "v"),
        ]
        .map(|(pattern, word)| (Regex::new(pattern).unwrap(), word))
        .into()
    });
    MADE_UP.iter().fold(text.to_owned(), |text, (pattern, word)| pattern.replace_all(&text, *word).into_owned())
}

/// Cases with an answer that is another here, and why: the start of an id, and of what differs.
const KNOWN: &[(&str, &str, &str)] = &[];

/// What differs, by its case.
#[derive(Default)]
struct Findings {
    held: usize,
    silent: usize,
    wrong: Vec<String>,
}

impl Findings {
    fn hold(&mut self, id: &str, what: &str, cluster: &str, ours: &str) {
        self.held += 1;
        let (cluster, ours) = (even(cluster), even(ours));
        if ours.contains("not simulated") {
            self.silent += 1;
        } else if cluster != ours && !KNOWN.iter().any(|(known, part, _)| id == *known && what.starts_with(part)) {
            self.wrong.push(format!("{id} | {what}\n  cluster {cluster:?}\n  ours    {ours:?}"));
        }
    }
}

/// A text with its streams and how it ended.
fn said(answer: &Value) -> String {
    format!("{} {} {}", answer["exit"], answer["stdout"].as_str().unwrap(), answer["stderr"].as_str().unwrap())
}

/// A container's state without what the moment decides: whether a failed pull is tried or waited for.
fn state(status: &Value) -> Value {
    let mut state = status["state"].clone();
    if let Some(waiting) = state.get_mut("waiting")
        && waiting["reason"] == "ImagePullBackOff"
    {
        waiting["reason"] = "ErrImagePull".into();
    }
    for part in ["terminated", "running"] {
        if let Some(ended) = state.get_mut(part).and_then(Value::as_object_mut) {
            ["startedAt", "finishedAt", "containerID"].iter().for_each(|key| drop(ended.remove(*key)));
        }
    }
    let last = &status["lastState"]["terminated"];
    json!({
        "name": status["name"], "state": state, "ready": status["ready"], "started": status["started"],
        "last": [last["exitCode"], last["reason"], last["message"]], "restarted": status["restartCount"].as_i64() > Some(0),
    })
}

/// The lines of a stored Pod: its spec, its state, its conditions.
fn lines(pod: &Value) -> [(&'static str, String); 4] {
    let states = |key: &str| {
        pod["status"][key].as_array().into_iter().flatten().map(|one| sorted(&state(one)).to_string()).collect::<Vec<_>>().join("\n")
    };
    let conditions = pod["status"]["conditions"].as_array().into_iter().flatten();
    let mut conditions: Vec<_> =
        conditions.map(|one| json!([one["type"], one["status"], one["reason"], one["message"]]).to_string()).collect();
    conditions.sort();
    let status = &pod["status"];
    [
        ("phase", json!([status["phase"], status["reason"], status["message"], status["qosClass"]]).to_string()),
        ("states", states("initContainerStatuses") + "\n" + &states("containerStatuses")),
        ("conditions", conditions.join("\n")),
        ("spec", serde_json::to_string_pretty(&sorted(&pod["spec"])).unwrap()),
    ]
}

/// The same value with its keys in order.
fn sorted(value: &Value) -> Value {
    match value {
        Value::Object(map) => {
            let mut keys: Vec<_> = map.iter().collect();
            keys.sort_by_key(|(key, _)| key.as_str());
            keys.into_iter().map(|(key, value)| (key.clone(), sorted(value))).collect()
        }
        Value::Array(items) => items.iter().map(sorted).collect(),
        other => other.clone(),
    }
}

/// A description without its dates, ages and images' ids.
fn description(text: &str) -> String {
    static MADE_UP: LazyLock<Vec<(Regex, &str)>> = LazyLock::new(|| {
        [
            (r"(?s)\nEvents:.*", "\n"),
            (r"(Start Time|Started|Finished): .*", "$1"),
            (r"(Container ID|Image ID|Restart Count): .*", "$1"),
            (r"IP: .*|IPs: .*", ""),
            // Whether a failed pull is tried or waited for is the moment's.
            ("ImagePullBackOff", "ErrImagePull"),
        ]
        .map(|(pattern, word)| (Regex::new(pattern).unwrap(), word))
        .into()
    });
    let text = MADE_UP.iter().fold(text.to_owned(), |text, (pattern, word)| pattern.replace_all(&text, *word).into_owned());
    text.lines().map(|line| line.trim_end().to_owned() + "\n").collect()
}

struct Session<'a> {
    world: World,
    file: SourceFile,
    namespace: &'a str,
}

impl Session<'_> {
    fn run(&mut self, words: &[&str]) -> Value {
        let words: Vec<_> = ["-n", self.namespace].iter().chain(words).map(|word| (*word).to_owned()).collect();
        let answer = kubectl::run(&mut self.world, std::slice::from_ref(&self.file), &words, "");
        json!({"exit": answer.exit, "stdout": answer.stdout, "stderr": answer.stderr})
    }

    /// The address of the Pod for which `@POD` stands; any other word stays.
    fn address(&mut self, word: &str) -> String {
        let Some(pod) = word.strip_prefix('@') else { return word.to_owned() };
        let (namespace, name) = pod.split_once('/').unwrap_or(("", pod));
        let namespace = format!("w-network{namespace}");
        let words = ["-n", &namespace, "get", "pod", name, "-o", "jsonpath={.status.podIP}"].map(str::to_owned);
        kubectl::run(&mut self.world, &[], &words, "").stdout
    }

    fn json(&mut self, words: &[&str]) -> Value {
        serde_json::from_str(self.run(words)["stdout"].as_str().unwrap()).unwrap_or_default()
    }
}

fn replay(facts: &Facts, case: &Value, findings: &mut Findings) {
    let text = |key: &str| case[key].as_str().unwrap();
    let (id, file) = (text("id"), text("file"));
    let world = World { facts: facts.clone(), ..World::default() };
    let mut session = Session { world, file: SourceFile::new(file, text("text")), namespace: text("namespace") };
    session.run(&["create", "namespace", text("namespace")]);
    for (label, value) in case["labels"].as_object().unwrap() {
        let label = format!("{label}={}", value.as_str().unwrap());
        session.run(&["label", "namespace", text("namespace"), &label]);
    }
    let dry: &[&str] = if case["dry"] == true { &["--dry-run=server"] } else { &[] };
    let applied = session.run(&[&["apply"], dry, &["-f", file]].concat());
    findings.hold(id, "applied", &said(&case["applied"]), &said(&applied));
    for (line, said_there) in case["lines"].as_array().into_iter().flatten().zip(case["said"].as_array().into_iter().flatten()) {
        let line = line.as_str().unwrap();
        let words = kubectl::split(&line.replace("@NS", text("namespace"))).unwrap();
        let ours = session.run(&words.iter().map(String::as_str).collect::<Vec<_>>());
        findings.hold(id, line, &said(said_there), &said(&ours));
    }
    if !case["stored"]["metadata"].is_object() {
        return;
    }
    let pod = text("pod");
    let stored = session.json(&["get", "pod", pod, "-o", "json"]);
    for ((what, cluster), (_, ours)) in lines(&case["stored"]).into_iter().zip(lines(&stored)) {
        findings.hold(id, what, &cluster, &ours);
    }
    let events = session.json(&["get", "events", "-o", "json"]);
    let ours: BTreeSet<_> = events["items"]
        .as_array()
        .into_iter()
        .flatten()
        .filter(|one| one["involvedObject"]["name"] == pod)
        .collect::<Vec<_>>()
        .into_iter()
        .map(|one| even(&format!("{} {} {}", one["type"], one["reason"], one["message"])))
        .collect();
    let theirs: BTreeSet<_> =
        case["events"].as_array().unwrap().iter().map(|one| even(&format!("{} {} {}", one[0], one[1], one[2]))).collect();
    let told = |all: &BTreeSet<String>, other: &BTreeSet<String>| all.difference(other).cloned().collect::<Vec<_>>().join("\n");
    findings.hold(id, "events", &told(&theirs, &ours), &told(&ours, &theirs));
    let described = session.run(&["describe", "pod", pod]);
    findings.hold(id, "described", &description(text("described")), &description(described["stdout"].as_str().unwrap()));
    for (container, log) in case["logs"].as_object().unwrap() {
        let ours = session.run(&["logs", pod, "-c", container]);
        findings.hold(id, &format!("logs of {container}"), &said(log), &said(&ours));
    }
    for (probe, answer) in case["probes"].as_array().unwrap().iter().zip(case["answers"].as_array().unwrap()) {
        let container = probe[0].as_str().unwrap();
        let words: Vec<_> = probe[1].as_array().unwrap().iter().map(|word| word.as_str().unwrap()).collect();
        let ours = session.run(&[&["exec", pod, "-c", container, "--"], words.as_slice()].concat());
        findings.hold(id, &format!("{container}: {}", words.join(" ")), &said(answer), &said(&ours));
    }
}

/// The recorded world of policies, with nothing but its Pods.
fn network(facts: &Facts) -> World {
    let mut world = World { facts: facts.clone(), ..World::default() };
    let file = SourceFile::new("network.yaml", include_str!("../oracle/neighbours/network.yaml"));
    let made = kubectl::run(&mut world, &[file], &["apply", "-f", "network.yaml"].map(str::to_owned), "");
    assert_eq!(made.exit, 0, "{made:?}");
    world
}

/// Policies in the world of Pods: what the server says of them, and who reaches whom.
fn replay_network(world: &World, case: &Value, findings: &mut Findings) {
    let text = |key: &str| case[key].as_str().unwrap();
    let (id, file) = (text("id"), text("file"));
    let mut session = Session { world: world.clone(), file: SourceFile::new(file, text("text")), namespace: "w-network" };
    let applied = session.run(&["apply", "-f", file]);
    findings.hold(id, "applied", &said(&case["applied"]), &said(&applied));
    let described = session.run(&["describe", "netpol"]);
    findings.hold(id, "described", text("described"), described["stdout"].as_str().unwrap());
    for (probe, answer) in case["probes"].as_array().unwrap().iter().zip(case["answers"].as_array().unwrap()) {
        let word = |place: usize| probe[place].as_str().unwrap();
        let words: Vec<_> = probe[3].as_array().unwrap().iter().map(|word| session.address(word.as_str().unwrap())).collect();
        let words: Vec<_> = words.iter().map(String::as_str).collect();
        session.namespace = word(0);
        let ours = session.run(&[&["exec", word(1), "-c", word(2), "--"], words.as_slice()].concat());
        findings.hold(id, &format!("{} {}: {}", word(0), word(1), probe[3]), &said(answer), &said(&ours));
        session.namespace = "w-network";
    }
}

#[test]
fn neighbours_are_answered_as_recorded() {
    let facts = Facts::parse(&SourceFile::new("world.yaml", include_str!("../oracle/world.yaml"))).unwrap();
    let cases = recording::lines("COFFERDAM_NEIGHBOURS", include_bytes!("../oracle/neighbours.jsonl.gz"));
    let mut findings = Findings::default();
    let world = network(&facts);
    for case in &cases {
        match case["topic"] == "network" {
            true => replay_network(&world, case, &mut findings),
            false => replay(&facts, case, &mut findings),
        }
    }
    let Findings { held, silent, wrong } = &findings;
    println!("{} cases, {held} answers, {silent} not simulated", cases.len());
    assert!(wrong.is_empty(), "{} of {held} answers of {} cases, {silent} not simulated\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}
