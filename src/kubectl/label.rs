//! `kubectl label` and `kubectl annotate` (kubectl v0.35 `pkg/cmd/label`, `pkg/cmd/annotate`).

use serde_json::{Map, Value};

use super::failure::Failure;
use super::kind::Kind;
use super::select::targets;
use super::session::{DryRun, Session};

/// `kubectl annotate` may always overwrite this one.
const CHANGE_CAUSE: &str = "kubernetes.io/change-cause";

/// Resource words and, behind them, changes: `a=b`, `c-` (`GetResourcesAndPairs`).
pub(super) fn pairs_of(words: &[String], what: &str) -> Result<(Vec<String>, Vec<String>), Failure> {
    let is_pair = |word: &&String| word.find('=').is_some_and(|at| at > 0) || word.ends_with('-') && *word != "-";
    let at = words.iter().position(|word| is_pair(&word)).unwrap_or(words.len());
    let (resources, pairs) = words.split_at(at);
    match pairs.iter().find(|word| !is_pair(word)) {
        Some(word) => Err(Failure::error(format!("all resources must be specified before {what} changes: {word}"))),
        None => Ok((resources.to_vec(), pairs.to_vec())),
    }
}

/// What the words change.
struct Change {
    set: Vec<(String, String)>,
    unset: Vec<String>,
}

impl Change {
    fn read(pairs: &[String], annotates: bool) -> Result<Self, Failure> {
        let mut change = Self { set: Vec::new(), unset: Vec::new() };
        for pair in pairs {
            match pair.split_once('=') {
                Some((_, value)) if !annotates && value.contains('=') => {
                    return Err(Failure::error(format!("invalid label spec: {pair}")));
                }
                Some((key, value)) => {
                    if let Some(why) =
                        (!annotates).then(|| crate::rules::format::label_value(value).join(";")).filter(|why| !why.is_empty())
                    {
                        return Err(Failure::error(format!("invalid label value: {pair:?}: {why}")));
                    }
                    change.set.retain(|(own, _)| own != key);
                    change.set.push((key.to_owned(), value.to_owned()));
                }
                None => change.unset.push(pair.trim_end_matches('-').to_owned()),
            }
        }
        change.set.sort();
        let both: Vec<&str> = change.unset.iter().filter(|key| change.set.iter().any(|(own, _)| own == *key)).map(String::as_str).collect();
        match (both.is_empty(), annotates) {
            (true, _) => Ok(change),
            (false, false) => Err(Failure::error("can not both modify and remove a label in the same command")),
            (false, true) => Err(Failure::error(format!(
                "can not both modify and remove the following annotation(s) in the same command: {}",
                both.join(", ")
            ))),
        }
    }
}

/// Runs `kubectl label` and `kubectl annotate`.
pub(super) fn run(session: &mut Session<'_>) -> Result<(), Failure> {
    let annotates = session.path == "kubectl annotate";
    let (field, noun) = if annotates { ("annotations", "annotation") } else { ("labels", "label") };
    let dry_run = session.dry_run()?;
    let (resources, pairs) = pairs_of(&session.flags.words, noun)?;
    let change = Change::read(&pairs, annotates)?;
    let listed = session.flags.on("list");
    check(session, &resources, noun, listed || !pairs.is_empty())?;
    let (found, mut failures) = targets(session, &resources)?;
    let several = found.len() != 1;
    for (kind, object) in found {
        if listed {
            list(session, kind, &object, field, several);
            continue;
        }
        let done = change_one(session, kind, &object, &change, dry_run, annotates);
        failures.extend(done.err());
    }
    Failure::several(failures)
}

fn check(session: &Session<'_>, resources: &[String], noun: &str, asks: bool) -> Result<(), Failure> {
    let flags = &session.flags;
    if flags.on("list") && flags.get("output").is_some_and(|form| !form.is_empty()) {
        return Err(Failure::error("--list and --output may not be specified together"));
    }
    for other in ["selector", "field-selector"] {
        if flags.on("all") && flags.get(other).is_some_and(|text| !text.is_empty()) {
            return Err(Failure::error(format!("cannot set --all and --{other} at the same time")));
        }
    }
    if flags.on("local") {
        return Err(Failure::not_simulated(format!("{} --local", session.path)));
    }
    if resources.is_empty() && !flags.has("filename") && !flags.has("kustomize") {
        return Err(Failure::error("one or more resources must be specified as <resource> <name> or <resource>/<name>"));
    }
    if !asks {
        return Err(Failure::error(format!("at least one {noun} update is required")));
    }
    Ok(())
}

fn list(session: &mut Session<'_>, kind: &Kind, object: &Value, field: &str, several: bool) {
    let name = object["metadata"]["name"].as_str().unwrap_or_default();
    let mut pairs: Vec<_> = object["metadata"][field].as_object().into_iter().flatten().collect();
    pairs.sort_by_key(|(key, _)| *key);
    if several {
        session.say(format!("Listing {field} for {}.{}/{name}:", kind.name, kind.group()));
    }
    for (key, value) in pairs {
        session.say(format!("{}{key}={}", if several { " " } else { "" }, value.as_str().unwrap_or_default()));
    }
}

fn change_one(
    session: &mut Session<'_>,
    kind: &'static Kind,
    object: &Value,
    change: &Change,
    dry_run: DryRun,
    annotates: bool,
) -> Result<(), Failure> {
    let field = if annotates { "annotations" } else { "labels" };
    let before = session.stored(kind, object);
    // What the server adds by itself, as the name of a namespace, is there to see but not stored.
    let mut own: Map<String, Value> = object["metadata"][field].as_object().cloned().unwrap_or_default();
    let overwrites = session.flags.on("overwrite");
    let asked = session.flags.get("resource-version").filter(|asked| !asked.is_empty());
    if asked.is_some_and(|asked| object["metadata"]["resourceVersion"] != *asked) && dry_run != DryRun::Client {
        return Err(super::patch::conflict(kind, object["metadata"]["name"].as_str().unwrap_or_default()));
    }
    if !annotates && dry_run != DryRun::Client {
        for key in change.unset.iter().filter(|key| !own.contains_key(*key)) {
            session.say(format!("label {key:?} not found."));
        }
    }
    if !overwrites {
        let mut taken = Vec::new();
        for (key, value) in &change.set {
            match own.get(key).and_then(Value::as_str) {
                Some(old) if old != value && !(annotates && key == CHANGE_CAUSE) => {
                    taken.push(format!("'{key}' already has a value ({old})"));
                }
                _ => {}
            }
        }
        if !taken.is_empty() && annotates {
            return Err(Failure::error(format!(
                "--overwrite is false but found the following declared annotation(s): {}",
                taken.join("; ")
            )));
        }
        if !taken.is_empty() {
            let lines = taken.iter().map(|text| Failure::error(format!("{text}, and --overwrite is false"))).collect::<Vec<_>>();
            return match lines.len() {
                1 => Failure::several(lines),
                _ => Err(Failure::error(format!(
                    "[{}]",
                    lines.iter().map(|line| line.message.trim_start_matches("error: ")).collect::<Vec<_>>().join(", ")
                ))),
            };
        }
    }
    let size = |value: &Value| value.as_object().map_or(0, |_| value.to_string().len() + 10);
    let old_size = size(&object["metadata"][field]);
    change.unset.iter().for_each(|key| {
        own.remove(key);
    });
    change.set.iter().for_each(|(key, value)| {
        own.insert(key.clone(), value.as_str().into());
    });
    let own = Value::Object(own);
    let changed = own != object["metadata"][field];
    let word = match () {
        () if annotates => "annotated",
        () if !changed => "not labeled",
        () if !overwrites && size(&own) < old_size => "unlabeled",
        () => "labeled",
    };
    let mut after = before;
    after["metadata"][field] = own;
    let after = match dry_run == DryRun::Client || !changed {
        true => after,
        false => session.update(&after, dry_run)?,
    };
    session.report(&after, word, dry_run)
}
