//! `kubectl set`: one field of what is there (kubectl v0.35 `pkg/cmd/set`).

use serde_json::{Map, Value};

use super::failure::Failure;
use super::kind::Kind;
use super::label::pairs_of;
use super::select::{match_selector, targets};
use super::session::{DryRun, Session};
use crate::object::quantity::Quantity;

mod env;
mod subject;

pub(super) use env::env;
pub(super) use subject::subject;

/// The path of the Pod spec in an object of this kind.
pub(super) fn pod_spec<'o>(kind: &Kind, object: &'o mut Value) -> Option<&'o mut Value> {
    let pointer = match kind.name {
        "Pod" => "/spec",
        "CronJob" => "/spec/jobTemplate/spec/template/spec",
        "Deployment" | "ReplicaSet" | "StatefulSet" | "DaemonSet" | "Job" | "ReplicationController" => "/spec/template/spec",
        _ => return None,
    };
    object.pointer_mut(pointer)
}

/// What every subcommand refuses first.
fn check(session: &Session<'_>, resources: &[String]) -> Result<DryRun, Failure> {
    if session.flags.on("all") && session.flags.get("selector").is_some_and(|text| !text.is_empty()) {
        return Err(Failure::error("cannot set --all and --selector at the same time"));
    }
    if resources.is_empty() && !session.flags.has("filename") && !session.flags.has("kustomize") {
        return Err(Failure::error("one or more resources must be specified as <resource> <name> or <resource>/<name>"));
    }
    if session.flags.on("local") {
        return Err(Failure::not_simulated(format!("{} --local", session.path)));
    }
    Ok(DryRun::None)
}

/// Runs `kubectl set image`.
pub(super) fn image(session: &mut Session<'_>) -> Result<(), Failure> {
    let dry_run = session.dry_run()?;
    let (resources, images) = pairs_of(&session.flags.words, "image")?;
    // The objects are looked for first.
    if resources.is_empty() && !session.flags.has("filename") {
        return Err(Failure::no_resources());
    }
    super::select::wanted(&resources)?;
    if !session.flags.has("filename") {
        // What is named and not there is told before the images are looked at.
        let (_, missing) = targets(session, &resources)?;
        Failure::several(missing)?;
    }
    let odd: Vec<&str> = images.iter().filter(|pair| !pair.contains('=')).map(String::as_str).collect();
    if !odd.is_empty() {
        return Err(Failure::error(format!("invalid image format: {}", odd.join(", "))));
    }
    check(session, &resources)?;
    if images.is_empty() {
        return Err(Failure::error("at least one image update is required"));
    }
    if images.len() > 1 && images.iter().any(|pair| pair.starts_with("*=")) {
        return Err(Failure::error(
            "all containers are already specified by *, but saw more than one container_name=container_image pairs",
        ));
    }
    each_pod_spec(session, &resources, dry_run, "image updated", "failed to patch image update to pod template:", |_, spec| {
        let mut unknown = Vec::new();
        for (name, image) in images.iter().filter_map(|pair| pair.split_once('=')) {
            let mut hit = false;
            for list in ["initContainers", "containers"] {
                for container in
                    spec.get_mut(list).and_then(Value::as_array_mut).into_iter().flatten().filter(|own| name == "*" || own["name"] == *name)
                {
                    container["image"] = image.into();
                    hit = true;
                }
            }
            if !hit {
                unknown.push(Failure::error(format!("unable to find container named {name:?}")));
            }
        }
        Failure::several(unknown)
    })
}

/// Runs `kubectl set serviceaccount`.
pub(super) fn service_account(session: &mut Session<'_>) -> Result<(), Failure> {
    let dry_run = session.dry_run()?;
    let words = session.flags.words.clone();
    let Some((account, resources)) = words.split_last() else { return Err(Failure::error("serviceaccount is required")) };
    if resources.is_empty() && !session.flags.has("filename") {
        return Err(Failure::no_resources());
    }
    each_pod_spec(session, resources, dry_run, "serviceaccount updated", "failed to patch ServiceAccountName", |_, spec| {
        spec["serviceAccountName"] = account.as_str().into();
        Ok(())
    })
}

/// Runs `kubectl set resources`.
pub(super) fn resources(session: &mut Session<'_>) -> Result<(), Failure> {
    let dry_run = session.dry_run()?;
    let words = session.flags.words.clone();
    if words.is_empty() && !session.flags.has("filename") {
        return Err(Failure::no_resources());
    }
    let amounts = |flag: &str| -> Result<Vec<(String, String)>, Failure> {
        let given = session.flags.get(flag).unwrap_or_default().split(',').filter(|part| !part.is_empty());
        let read = given.map(|part| match part.split('=').collect::<Vec<_>>().as_slice() {
            [name, amount] => Ok(((*name).to_owned(), quantity(amount)?)),
            _ => Err(Failure::error(format!("Invalid argument syntax {part}, expected <resource>=<value>"))),
        });
        read.collect()
    };
    let (limits, requests) = (amounts("limits")?, amounts("requests")?);
    if limits.is_empty() && requests.is_empty() {
        return Err(Failure::error("you must specify an update to requests or limits (in the form of --requests/--limits)"));
    }
    check(session, &words)?;
    let pattern = session.flags.get("containers").unwrap_or("*").to_owned();
    each_pod_spec(
        session,
        &words,
        dry_run,
        "resource requirements updated",
        "failed to patch resources update to pod template",
        |_, spec| {
            let mut hit = false;
            for list in ["containers", "initContainers"] {
                for container in
                    spec.get_mut(list).and_then(Value::as_array_mut).into_iter().flatten().filter(|own| matches(&pattern, &own["name"]))
                {
                    hit = true;
                    for (field, amounts) in [("limits", &limits), ("requests", &requests)] {
                        for (name, amount) in amounts {
                            container["resources"][field][name] = amount.as_str().into();
                        }
                    }
                }
            }
            if hit { Ok(()) } else { Err(Failure::error(format!("unable to find container named {pattern}"))) }
        },
    )
}

/// An amount as the API writes it.
pub(super) fn quantity(text: &str) -> Result<String, Failure> {
    Quantity::parse(text).map(|amount| amount.stored(text)).map_err(Failure::error)
}

/// Whether a container's name fits `-c`, which may have `*` in it.
fn matches(pattern: &str, name: &Value) -> bool {
    let Some(name) = name.as_str() else { return false };
    let Some((first, rest)) = pattern.split_once('*') else { return pattern == name };
    let Some(mut left) = name.strip_prefix(first) else { return false };
    let parts: Vec<&str> = rest.split('*').collect();
    for (at, part) in parts.iter().enumerate() {
        let place =
            if at + 1 == parts.len() { left.len().checked_sub(part.len()).filter(|_| left.ends_with(part)) } else { left.find(part) };
        let Some(place) = place else { return false };
        left = &left[place + part.len()..];
    }
    true
}

/// Runs `kubectl set selector service/web app=a`.
pub(super) fn selector(session: &mut Session<'_>) -> Result<(), Failure> {
    let dry_run = session.dry_run()?;
    let words = session.flags.words.clone();
    let Some((text, resources)) = words.split_last() else { return Err(Failure::error("one selector is required")) };
    let wanted = match_selector(text)?;
    if resources.is_empty() && !session.flags.has("filename") {
        return Err(Failure::no_resources());
    }
    let (found, mut failures) = targets(session, resources)?;
    for (kind, object) in found {
        if kind.name != "Service" {
            failures.push(Failure::error("setting a selector is only supported for Services"));
            continue;
        }
        if let Some(expressions) = wanted.get("matchExpressions") {
            failures.push(Failure::error(format!("match expression {} not supported on this object", shown(expressions))));
            continue;
        }
        let mut after = session.stored(kind, &object);
        after["spec"]["selector"] = wanted.get("matchLabels").cloned().unwrap_or_else(|| Map::new().into());
        let result = if dry_run == DryRun::Client { Ok(after) } else { session.update(&after, dry_run) };
        match result {
            Ok(after) => session.report(&after, "selector updated", dry_run)?,
            Err(failure) => failures.push(failure),
        }
    }
    Failure::several(failures)
}

/// Requirements of a selector as Go prints them: `[{app In [a b]}]`.
fn shown(expressions: &Value) -> String {
    let one = |own: &Value| {
        let values: Vec<_> = own["values"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        format!("{{{} {} [{}]}}", own["key"].as_str().unwrap_or_default(), own["operator"].as_str().unwrap_or_default(), values.join(" "))
    };
    format!("[{}]", expressions.as_array().into_iter().flatten().map(one).collect::<Vec<_>>().join(" "))
}

/// Changes the Pod spec in every object that the words name, of which `change` also hears the place: `deployments/web`.
fn each_pod_spec(
    session: &mut Session<'_>,
    resources: &[String],
    dry_run: DryRun,
    done: &str,
    failing: &str,
    change: impl Fn(&str, &mut Value) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let (found, mut failures) = targets(session, resources)?;
    for (kind, object) in found {
        let before = session.stored(kind, &object);
        let mut after = before.clone();
        let Some(spec) = pod_spec(kind, &mut after) else {
            let name = object["metadata"]["name"].as_str().unwrap_or_default();
            failures.push(Failure::error(format!(
                "{}/{name} the object is not a pod or does not have a pod template: {}",
                kind.resource(),
                format_args!("*{}.{}", kind.api_version.rsplit('/').next().unwrap_or_default(), kind.name)
            )));
            continue;
        };
        let place = format!("{}/{}", kind.plural, object["metadata"]["name"].as_str().unwrap_or_default());
        if let Err(failure) = change(&place, spec) {
            failures.push(failure);
        }
        if after == before {
            continue;
        }
        session.record_cause(&mut after);
        if dry_run == DryRun::Client {
            // Nothing is sent: what is shown is the whole object, as it was read and then changed.
            let mut shown = object.clone();
            pod_spec(kind, &mut shown).map_or(Ok(()), |spec| change(&place, spec)).ok();
            session.report(&shown, done, dry_run)?;
            continue;
        }
        match session.update(&after, dry_run) {
            Ok(after) => session.report(&after, done, dry_run)?,
            Err(failure) => {
                let said = failure.of_server(kind).unwrap_or(failure.message);
                failures.push(Failure::error(format!("{failing} {said}")));
            }
        }
    }
    Failure::several(failures)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::matches;

    #[test]
    fn containers_are_chosen_by_pattern() {
        let found: Vec<_> = ["*", "app", "a*", "*p", "a*p", "*x*", "b*", "app*p"].map(|pattern| matches(pattern, &json!("app"))).into();
        assert_eq!(found, [true, true, true, true, true, false, false, false]);
    }
}
