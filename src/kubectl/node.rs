//! `kubectl cordon|uncordon|drain|taint` (kubectl v0.35 `pkg/cmd/drain`, `pkg/drain`, `pkg/cmd/taint`). A node keeps what is
//! said of it; Pods that are there stay, unless they are evicted or a taint drives them out, and later ones go elsewhere.

use k8s_openapi::api::core::v1::PodSpec;
use serde::Deserialize;
use serde_json::{Value, json};

use super::failure::Failure;
use super::kind::Kind;
use super::session::{DryRun, Session};
use super::view;
use crate::rules::format::{label_value, qualified_name};
use crate::simulate::tolerates;

fn nodes(session: &Session<'_>, words: &[String]) -> Result<Vec<Value>, Failure> {
    let kind = Kind::of("Node").ok_or_else(|| Failure::not_simulated("Node"))?;
    if let Some(text) = session.flags.get("selector").filter(|text| !text.is_empty()) {
        let fits = super::select::labels_of(kind, text)?;
        return Ok(view::list(session.world, kind, None).into_iter().filter(|node| fits(node)).collect());
    }
    words.iter().map(|name| session.find(kind, name)).collect()
}

/// Keeps a node's new spec and metadata.
fn keep(session: &mut Session<'_>, node: &Value, dry_run: DryRun) {
    session.keep_node(node, dry_run);
}

/// Runs `kubectl cordon`.
pub(super) fn cordon(session: &mut Session<'_>) -> Result<(), Failure> {
    chosen(session, "cordon NODE").and_then(|found| mark(session, found, true).map(|_| ()))
}

/// Runs `kubectl uncordon`.
pub(super) fn uncordon(session: &mut Session<'_>) -> Result<(), Failure> {
    chosen(session, "uncordon NODE").and_then(|found| mark(session, found, false).map(|_| ()))
}

fn chosen(session: &Session<'_>, usage: &str) -> Result<Vec<Value>, Failure> {
    let words = &session.flags.words;
    if words.is_empty() && !session.flags.has("selector") {
        return Err(Failure::usage(session.path, format!("USAGE: {usage} [flags]")));
    }
    if !words.is_empty() && session.flags.get("selector").is_some_and(|text| !text.is_empty()) {
        return Err(Failure::usage(session.path, "cannot specify both a node name and a --selector option"));
    }
    nodes(session, words)
}

fn mark(session: &mut Session<'_>, found: Vec<Value>, off: bool) -> Result<Vec<Value>, Failure> {
    let dry_run = session.dry_run()?;
    let word = if off { "cordoned" } else { "uncordoned" };
    let mut marked = Vec::new();
    for mut node in found {
        let name = super::output::name_of(&node);
        let already = (node["spec"]["unschedulable"] == true) == off;
        if already {
            session.say(format!("{name} already {word}{}", dry_run.suffix()));
        } else {
            match off {
                true => node["spec"]["unschedulable"] = true.into(),
                false => {
                    node["spec"].as_object_mut().map(|spec| spec.remove("unschedulable"));
                }
            }
            keep(session, &node, dry_run);
            session.say(format!("{name} {word}{}", dry_run.suffix()));
        }
        marked.push(node);
    }
    Ok(marked)
}

/// What stands against taking a Pod away (kubectl `pkg/drain/filters.go`), in the order of kubectl's sentence.
const LOCAL: &str = "cannot delete Pods with local storage (use --delete-emptydir-data to override)";
const UNMANAGED: &str = "cannot delete cannot delete Pods that declare no controller (use --force to override)";
const DAEMONS: &str = "cannot delete DaemonSet-managed Pods (use --ignore-daemonsets to ignore)";

/// Runs `kubectl drain`.
pub(super) fn drain(session: &mut Session<'_>) -> Result<(), Failure> {
    let found = chosen(session, "drain NODE")?;
    let dry_run = session.dry_run()?;
    let found = mark(session, found, true)?;
    let mut fatal = Vec::new();
    let mut left = Vec::new();
    for node in found {
        let name = node["metadata"]["name"].as_str().unwrap_or_default().to_owned();
        match drain_one(session, &name, dry_run) {
            Ok(()) => session.say(format!("node/{name} drained{}", dry_run.suffix())),
            Err(failure) => {
                let said = failure.message.trim_start_matches("error: ").to_owned();
                session.warn(format!("error: unable to drain node {name:?} due to error: {said}, continuing command..."));
                left.push(name);
                fatal.push(failure);
            }
        }
    }
    if !left.is_empty() {
        session.warn("There are pending nodes to be drained:");
        left.iter().for_each(|name| session.warn(format!(" {name}")));
    }
    Failure::several(fatal)
}

fn drain_one(session: &mut Session<'_>, node: &str, dry_run: DryRun) -> Result<(), Failure> {
    let Some(pods) = Kind::of("Pod") else { return Ok(()) };
    let fits = session.flags.get("pod-selector").map(|text| super::select::labels_of(pods, text)).transpose()?;
    let here: Vec<_> = view::list(session.world, pods, None)
        .into_iter()
        .filter(|pod| pod["spec"]["nodeName"] == *node && fits.as_ref().is_none_or(|fits| fits(pod)))
        .collect();
    let flags = &session.flags;
    let (force, ignore, local) = (flags.on("force"), flags.on("ignore-daemonsets"), flags.on("delete-emptydir-data"));
    let mut against: Vec<(&str, Vec<String>)> = Vec::new();
    let (mut warned_daemons, mut warned_unmanaged) = (Vec::new(), Vec::new());
    let mut going = Vec::new();
    for pod in here {
        let name = format!(
            "{}/{}",
            pod["metadata"]["namespace"].as_str().unwrap_or_default(),
            pod["metadata"]["name"].as_str().unwrap_or_default()
        );
        let ended = matches!(pod["status"]["phase"].as_str(), Some("Succeeded" | "Failed"));
        let owner = pod["metadata"]["ownerReferences"][0]["kind"].as_str();
        let mut refuse = |why| match against.iter_mut().find(|(own, _)| *own == why) {
            Some((_, names)) => names.push(name.clone()),
            None => against.push((why, vec![name.clone()])),
        };
        let has_local = pod["spec"]["volumes"].as_array().into_iter().flatten().any(|volume| volume["emptyDir"].is_object());
        match owner {
            Some("DaemonSet") if !ended && ignore => {
                warned_daemons.push(name.clone());
                continue;
            }
            Some("DaemonSet") if !ended => refuse(DAEMONS),
            _ if has_local && !ended && !local => refuse(LOCAL),
            None if !ended && !force => refuse(UNMANAGED),
            None if !ended => {
                warned_unmanaged.push(name.clone());
                going.push(pod);
            }
            _ => going.push(pod),
        }
    }
    if !against.is_empty() {
        against.sort();
        let said: Vec<_> = against.iter().map(|(why, names)| format!("{why}: {}", names.join(", "))).collect();
        return Err(match said.as_slice() {
            [one] => Failure::error(one),
            several => Failure::error(format!("[{}]", several.join(", "))),
        });
    }
    let mut warnings = Vec::new();
    if !warned_unmanaged.is_empty() {
        warnings.push(format!("deleting Pods that declare no controller: {}", warned_unmanaged.join(", ")));
    }
    if !warned_daemons.is_empty() {
        warnings.push(format!("ignoring DaemonSet-managed Pods: {}", warned_daemons.join(", ")));
    }
    warnings.sort();
    if !warnings.is_empty() {
        session.warn(format!("Warning: {}", warnings.join("; ")));
    }
    for pod in going {
        evict(session, pods, &pod, dry_run);
    }
    Ok(())
}

/// Takes a Pod away. One that a controller makes would come back, and there is another node only if the world has one.
fn evict(session: &mut Session<'_>, kind: &Kind, pod: &Value, dry_run: DryRun) {
    let (namespace, name) =
        (pod["metadata"]["namespace"].as_str().unwrap_or_default(), pod["metadata"]["name"].as_str().unwrap_or_default());
    session.say(format!("evicting pod {namespace}/{name}{}", dry_run.suffix()));
    if dry_run == DryRun::Client {
        return;
    }
    if dry_run == DryRun::None {
        session.remove(kind, Some(namespace), name);
    }
    session.say(format!("pod/{name} evicted{}", dry_run.suffix()));
}

const EFFECTS: [&str; 3] = ["NoSchedule", "PreferNoSchedule", "NoExecute"];

/// `key=value:effect`; the effect may be empty.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Taint {
    key: String,
    value: String,
    effect: String,
}

impl Taint {
    fn read(text: &str) -> Result<Self, String> {
        let invalid = || format!("invalid taint spec: {text}");
        let parts: Vec<&str> = text.split(':').collect();
        let (pair, effect) = match parts.as_slice() {
            [pair] => (*pair, ""),
            [pair, effect] => (*pair, *effect),
            _ => return Err(invalid()),
        };
        let mut taint = Self { key: pair.to_owned(), value: String::new(), effect: effect.to_owned() };
        if parts.len() == 2 {
            if !EFFECTS.contains(&effect) {
                return Err(format!("invalid taint effect: {effect}, unsupported taint effect"));
            }
            match pair.split('=').collect::<Vec<_>>().as_slice() {
                [_] => {}
                [key, value] => {
                    let wrong = label_value(value);
                    if !wrong.is_empty() {
                        return Err(format!("{}, {}", invalid(), wrong.join("; ")));
                    }
                    (taint.key, taint.value) = ((*key).to_owned(), (*value).to_owned());
                }
                _ => return Err(invalid()),
            }
        }
        let wrong = qualified_name(&taint.key);
        if wrong.is_empty() { Ok(taint) } else { Err(format!("{}, {}", invalid(), wrong.join("; "))) }
    }

    fn of(value: &Value) -> Self {
        let text = |field: &str| value[field].as_str().unwrap_or_default().to_owned();
        Self { key: text("key"), value: text("value"), effect: text("effect") }
    }

    fn to_value(&self) -> Value {
        match self.value.as_str() {
            "" => json!({"effect": self.effect, "key": self.key}),
            value => json!({"effect": self.effect, "key": self.key, "value": value}),
        }
    }

    fn is_like(&self, other: &Self) -> bool {
        self.key == other.key && self.effect == other.effect
    }

    /// As Kubernetes writes it: `key=value:effect`.
    fn written(&self) -> String {
        match (self.value.as_str(), self.effect.as_str()) {
            ("", "") => self.key.clone(),
            ("", effect) => format!("{}:{effect}", self.key),
            (value, "") => format!("{}={value}:", self.key),
            (value, effect) => format!("{}={value}:{effect}", self.key),
        }
    }
}

/// Runs `kubectl taint`.
pub(super) fn taint(session: &mut Session<'_>) -> Result<(), Failure> {
    let dry_run = session.dry_run()?;
    let words = session.flags.words.clone();
    let is_taint = |word: &String| word.contains('=') || word.contains(':') || word.ends_with('-');
    let at = words.iter().position(is_taint).unwrap_or(words.len());
    let (resources, changes) = words.split_at(at);
    if let Some(word) = changes.iter().find(|word| !is_taint(word)) {
        return Err(Failure::error(format!("all resources must be specified before taint changes: {word}")));
    }
    let Some((resource, names)) = resources.split_first() else {
        return Err(Failure::error("one or more resources must be specified as <resource> <name>"));
    };
    if changes.is_empty() {
        return Err(Failure::error("at least one taint update is required"));
    }
    let (add, remove) = changes_of(changes).map_err(|error| Failure::usage(session.path, error))?;
    let resource = resource.to_lowercase();
    match Kind::find(&resource) {
        Some(kind) if kind.name == "Node" => {}
        Some(_) => return Err(Failure::error(format!("invalid resource type {resource}, only node types are supported"))),
        None => return Err(Failure::plain(format!("the server doesn't have a resource type {resource:?}"))),
    }
    let both: Vec<String> = add
        .iter()
        .flat_map(|add| remove.iter().filter(move |gone| gone.key == add.key && (gone.effect.is_empty() || gone.effect == add.effect)))
        .map(|gone| format!("{}={}", gone.key, gone.effect))
        .collect();
    if !both.is_empty() {
        return Err(Failure::error(format!(
            "can not both modify and remove the following taint(s) in the same command: {}",
            both.join(", ")
        )));
    }
    let selects = session.flags.get("selector").is_some_and(|text| !text.is_empty());
    if session.flags.on("all") && selects {
        return Err(Failure::error("setting 'all' parameter with a non empty selector is prohibited"));
    }
    if !session.flags.on("all") && !selects && names.is_empty() {
        return Err(Failure::error("at least one resource name must be specified since 'all' parameter is not set"));
    }
    let all: Vec<String> = session.world.facts.nodes.iter().map(|node| node.name.clone()).collect();
    let found = nodes(session, if session.flags.on("all") { &all } else { names })?;
    let mut failures = Vec::new();
    for node in found {
        failures.extend(taint_one(session, node, &add, &remove, dry_run).err());
    }
    Failure::several(failures)
}

fn changes_of(words: &[String]) -> Result<(Vec<Taint>, Vec<Taint>), String> {
    let (mut add, mut remove): (Vec<Taint>, Vec<Taint>) = (Vec::new(), Vec::new());
    for word in words {
        if let Some(text) = word.strip_suffix('-') {
            remove.push(Taint::read(text)?);
            continue;
        }
        let taint = Taint::read(word)?;
        if taint.effect.is_empty() {
            return Err(format!("invalid taint spec: {word}"));
        }
        if add.iter().any(|own| own.is_like(&taint)) {
            return Err(format!(
                "duplicated taints with the same key and effect: {{{} {} {} <nil>}}",
                taint.key, taint.value, taint.effect
            ));
        }
        add.push(taint);
    }
    Ok((add, remove))
}

fn taint_one(session: &mut Session<'_>, mut node: Value, add: &[Taint], remove: &[Taint], dry_run: DryRun) -> Result<(), Failure> {
    let name = node["metadata"]["name"].as_str().unwrap_or_default().to_owned();
    let old: Vec<Taint> = node["spec"]["taints"].as_array().into_iter().flatten().map(Taint::of).collect();
    let overwrites = session.flags.on("overwrite");
    let taken: Vec<&str> = add.iter().filter(|new| old.iter().any(|own| own.is_like(new))).map(|new| new.key.as_str()).collect();
    if !overwrites && !taken.is_empty() {
        return Err(Failure::error(format!(
            "node {name} already has {} taint(s) with same effect(s) and --overwrite is false",
            taken.join(",")
        )));
    }
    let mut new = add.to_vec();
    new.extend(old.iter().filter(|own| !add.iter().any(|added| added.is_like(own))).cloned());
    let added = new.len() != old.len();
    let (mut removed, mut missing) = (false, Vec::new());
    for gone in remove {
        let before = new.len();
        new.retain(|own| own.key != gone.key || !gone.effect.is_empty() && own.effect != gone.effect);
        removed = new.len() != before;
        if !removed {
            missing.push(Failure::error(format!("taint {:?} not found", gone.written())));
        }
    }
    if !missing.is_empty() {
        return Failure::several(missing);
    }
    let word = match () {
        () if added && removed || overwrites => "modified",
        () if added => "tainted",
        () => "untainted",
    };
    match new.is_empty() {
        true => {
            node["spec"].as_object_mut().map(|spec| spec.remove("taints"));
        }
        false => node["spec"]["taints"] = new.iter().map(Taint::to_value).collect::<Vec<_>>().into(),
    }
    keep(session, &node, dry_run);
    // Of a dry run it says nothing (kubectl v0.35 `pkg/cmd/taint/taint.go`).
    session.report(&node, word, DryRun::None)?;
    if dry_run == DryRun::None {
        add.iter().filter(|taint| taint.effect == "NoExecute").for_each(|taint| drive_out(session, &name, taint));
    }
    Ok(())
}

/// A taint `NoExecute` ends the Pods of its node that do not tolerate it; those that tolerate it for some seconds stay
/// (`pkg/controller/tainteviction`).
fn drive_out(session: &mut Session<'_>, node: &str, taint: &Taint) {
    let Some(pods) = Kind::of("Pod") else { return };
    let stays = |pod: &Value| {
        let spec = PodSpec::deserialize(&pod["spec"]).unwrap_or_default();
        tolerates(&spec, &taint.key, &taint.value, &taint.effect)
    };
    let here = view::list(session.world, pods, None).into_iter().filter(|pod| pod["spec"]["nodeName"] == *node && !stays(pod));
    for pod in here.collect::<Vec<_>>() {
        let text = |field: &str| pod["metadata"][field].as_str().unwrap_or_default().to_owned();
        session.remove(pods, Some(&text("namespace")), &text("name"));
    }
}
