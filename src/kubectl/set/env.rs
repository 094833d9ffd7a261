//! `kubectl set env`: sets, takes away and lists variables (kubectl v0.35 `pkg/cmd/set/set_env.go`, `env/env_parse.go`).

use serde_json::{Map, Value, json};

use super::{check, each_pod_spec, matches, pod_spec};
use crate::kubectl::failure::Failure;
use crate::kubectl::kind::Kind;
use crate::kubectl::select::targets;
use crate::kubectl::session::Session;

/// What a command does to the variables of a container.
#[derive(Default)]
struct Change {
    /// Each as a container has it.
    set: Vec<Value>,
    unset: Vec<String>,
}

/// Runs `kubectl set env`.
pub(in crate::kubectl) fn env(session: &mut Session<'_>) -> Result<(), Failure> {
    let is_change = |word: &String| word.find('=').is_some_and(|at| at > 0) || word.ends_with('-');
    let words = session.flags.words.clone();
    let at = words.iter().position(is_change).unwrap_or(words.len());
    let (resources, changes) = words.split_at(at);
    if changes.iter().any(|word| !is_change(word)) {
        return Err(Failure::error(format!("all resources must be specified before environment changes: {}", words.join(" "))));
    }
    let dry_run = session.dry_run()?;
    check(session, resources)?;
    let listed = session.flags.on("list");
    if listed && session.flags.get("output").is_some_and(|form| !form.is_empty()) {
        return Err(Failure::error("--list and --output may not be specified together"));
    }
    if session.flags.has("keys") && !session.flags.has("from") {
        return Err(Failure::error("when specifying --keys, a configmap or secret must be provided with --from"));
    }
    let change = change(session, changes)?;
    let pattern = session.flags.get("containers").unwrap_or("*").to_owned();
    if listed {
        return list(session, resources, &change, &pattern);
    }
    if change.set.is_empty() && changes.is_empty() {
        // The objects are looked for, and nothing is to be sent.
        let (_, missing) = targets(session, resources)?;
        return Failure::several(missing);
    }
    let keep = session.flags.get("overwrite") == Some("false");
    for (kind, object) in targets(session, resources)?.0 {
        let mut copy = object.clone();
        if pod_spec(kind, &mut copy).is_some_and(|spec| chosen(spec, &pattern).next().is_none()) {
            let name = object["metadata"]["name"].as_str().unwrap_or_default();
            session.warn(format!("Warning: {}/{name} does not have any containers matching {pattern:?}", kind.name));
        }
    }
    each_pod_spec(session, resources, dry_run, "env updated", "failed to patch env update to pod template:", |place, spec| {
        for container in chosen(spec, &pattern) {
            apply(container, &change, keep).map_err(|said| Failure::error(format!("{place} {said}")))?;
        }
        Ok(())
    })
}

/// Containers before init containers, as kubectl goes through them.
fn chosen<'s>(spec: &'s mut Value, pattern: &'s str) -> impl Iterator<Item = &'s mut Value> {
    let Some(spec) = spec.as_object_mut() else { return Vec::new().into_iter() };
    let mut lists: Vec<_> = spec.iter_mut().filter(|(name, _)| matches!(name.as_str(), "containers" | "initContainers")).collect();
    lists.sort_by_key(|(name, _)| name.to_owned());
    let all = lists.into_iter().flat_map(|(_, list)| list.as_array_mut().into_iter().flatten());
    all.filter(|container| matches(pattern, &container["name"])).collect::<Vec<_>>().into_iter()
}

fn change(session: &mut Session<'_>, words: &[String]) -> Result<Change, Failure> {
    let mut change = Change::default();
    let given = session.flags.all("env").into_iter().chain(words.iter().map(String::as_str));
    for word in given {
        if word == "-" {
            let lines = session.stdin.lines().map(|line| line.split('#').next().unwrap_or_default());
            change.set.extend(lines.filter_map(|line| line.split_once('=')).map(|(name, value)| json!({"name": name, "value": value})));
        } else if let Some((name, value)) = word.split_once('=') {
            if name.is_empty() || !name.chars().all(|c| c.is_ascii_graphic() && c != '=' || c == ' ') {
                return Err(Failure::error(format!(
                    "{name:?} is not a valid key name: a valid environment variable name must consist only of printable ASCII characters other than '='"
                )));
            }
            change.set.push(json!({"name": name, "value": value}));
        } else if let Some(name) = word.strip_suffix('-') {
            change.unset.push(name.to_owned());
        } else {
            return Err(Failure::error(format!("unknown environment variable: {word}")));
        }
    }
    if change.set.iter().any(|own| change.unset.iter().any(|name| own["name"] == **name)) {
        return Err(Failure::error("can not both modify and remove the same environment variable in the same command"));
    }
    if let Some(from) = session.flags.get("from").map(str::to_owned) {
        change.set.extend(imported(session, &from)?);
    }
    if let Some(prefix) = session.flags.get("prefix") {
        for own in &mut change.set {
            own["name"] = format!("{prefix}{}", own["name"].as_str().unwrap_or_default()).into();
        }
    }
    Ok(change)
}

/// Every key of the Secret or ConfigMap of `--from`, as a reference.
fn imported(session: &mut Session<'_>, from: &str) -> Result<Vec<Value>, Failure> {
    let (found, missing) = targets(session, &[from.to_owned()])?;
    Failure::several(missing)?;
    let keys: Vec<String> = session.flags.list("keys").into_iter().map(str::to_owned).collect();
    let mut made = Vec::new();
    for (kind, object) in found {
        let field = match kind.name {
            "Secret" => "secretKeyRef",
            "ConfigMap" => "configMapKeyRef",
            _ => return Err(Failure::error("unsupported resource specified in --from")),
        };
        let data: Map<String, Value> = object["data"].as_object().cloned().unwrap_or_default();
        for key in data.keys().filter(|key| keys.is_empty() || keys.contains(key)) {
            let name: String =
                key.chars().map(|c| if c.is_ascii_alphanumeric() || c == '_' { c.to_ascii_uppercase() } else { '_' }).collect();
            if name != *key {
                session.warn(format!("Warning: key {key} transferred to {name}"));
            }
            made.push(json!({"name": name, "valueFrom": {field: {"key": key, "name": object["metadata"]["name"]}}}));
        }
    }
    Ok(made)
}

fn apply(container: &mut Value, change: &Change, keep: bool) -> Result<(), String> {
    let mut own: Vec<Value> = container["env"].as_array().cloned().unwrap_or_default();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    for new in &change.set {
        if let Some(old) = own.iter().find(|old| old["name"] == new["name"]).filter(|old| keep && old["value"] != new["value"]) {
            let (name, value) = (text(&old["name"]), text(&old["value"]));
            return Err(format!("'{name}' already has a value ({value}), and --overwrite is false"));
        }
    }
    own.retain(|old| !change.unset.iter().any(|name| old["name"] == **name));
    for new in &change.set {
        match own.iter_mut().find(|old| old["name"] == new["name"]) {
            Some(old) => *old = new.clone(),
            None => own.push(new.clone()),
        }
    }
    match own.is_empty() {
        true => container.as_object_mut().map(|container| container.remove("env")).map(|_| ()),
        false => container.as_object_mut().and_then(|container| container.insert("env".into(), own.into())).map(|_| ()),
    };
    Ok(())
}

/// `--list`: variables, with what stands behind references when `--resolve` asks for it.
fn list(session: &mut Session<'_>, resources: &[String], change: &Change, pattern: &str) -> Result<(), Failure> {
    let (found, failures) = targets(session, resources)?;
    let resolve = session.flags.on("resolve");
    for (kind, mut object) in found {
        let whole = object.clone();
        let name = object["metadata"]["name"].as_str().unwrap_or_default().to_owned();
        let Some(spec) = pod_spec(kind, &mut object) else { continue };
        let mut lines = Vec::new();
        let mut errors = Vec::new();
        for container in chosen(spec, pattern) {
            apply(container, change, false).map_err(Failure::error)?;
            lines.push(format!("# {} {name}, container {}", kind.name, container["name"].as_str().unwrap_or_default()));
            for own in container["env"].as_array().into_iter().flatten() {
                let variable = own["name"].as_str().unwrap_or_default();
                if !own["valueFrom"].is_object() {
                    lines.push(format!("{variable}={}", own["value"].as_str().unwrap_or_default()));
                    continue;
                }
                let said = reference(&own["valueFrom"]);
                match resolve.then(|| value(session, &whole, &own["valueFrom"])) {
                    Some(Ok(text)) => lines.push(format!("{variable}={text}")),
                    Some(Err(error)) => {
                        lines.push(format!("# {variable} from {said}"));
                        errors.push(format!("error retrieving reference for {variable}: {error}"));
                    }
                    None => lines.push(format!("# {variable} from {said}")),
                }
            }
        }
        lines.iter().for_each(|line| session.say(line));
        errors.iter().for_each(|line| session.warn(line));
    }
    Failure::several(failures)
}

/// What a variable is taken from, in words (`GetEnvVarRefString`).
fn reference(source: &Value) -> String {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    match source.as_object().and_then(|source| source.iter().next()) {
        Some((kind, of)) => match kind.as_str() {
            "configMapKeyRef" => format!("configmap {}, key {}", text(&of["name"]), text(&of["key"])),
            "secretKeyRef" => format!("secret {}, key {}", text(&of["name"]), text(&of["key"])),
            "fieldRef" => format!("field path {}", text(&of["fieldPath"])),
            "resourceFieldRef" => match text(&of["containerName"]).as_str() {
                "" => format!("resource field {}", text(&of["resource"])),
                container => format!("resource field {container}/{}", text(&of["resource"])),
            },
            _ => "invalid valueFrom".into(),
        },
        None => "invalid valueFrom".into(),
    }
}

fn value(session: &Session<'_>, object: &Value, source: &Value) -> Result<String, String> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    for (field, kind, words, missing) in
        [("secretKeyRef", "Secret", "secret", "secret"), ("configMapKeyRef", "ConfigMap", "configmap", "config map")]
    {
        let of = &source[field];
        if !of.is_object() {
            continue;
        }
        let (name, key) = (text(&of["name"]), text(&of["key"]));
        let kind = Kind::of(kind).ok_or(words)?;
        let found = session.find(kind, &name).map_err(|failure| failure.message.replace("Error from server (NotFound): ", ""))?;
        let Some(held) = found["data"][&key].as_str() else { return Err(format!("key {key} not found in {missing} {name}")) };
        return Ok(if kind.name == "Secret" { crate::kubectl::create::decoded(held) } else { held.to_owned() });
    }
    let path = text(&source["fieldRef"]["fieldPath"]);
    match path.as_str() {
        "metadata.name" | "metadata.namespace" | "metadata.uid" => Ok(text(&object["metadata"][path.trim_start_matches("metadata.")])),
        "" => Err("unsupported resource field".into()),
        path => Err(format!("unsupported fieldPath: {path}")),
    }
}
