//! `kubectl get`.

use serde_json::Value;

use super::failure::Failure;
use super::kind::Kind;
use super::output::{Format, jsonpath};
use super::select::wanted;
use super::session::Session;
use super::table::{self, Shape};

const NO_KIND: &str = "You must specify the type of resource to get. Use \"kubectl api-resources\" for a complete list of supported resources.\n\nerror: Required resource not specified.\nUse \"kubectl explain <resource>\" for a detailed description of that resource (e.g. kubectl explain pods).\nSee 'kubectl get -h' for help and examples";

/// Runs `kubectl get`.
pub(super) fn run(session: &mut Session<'_>) -> Result<(), Failure> {
    if session.flags.has("raw") {
        if !session.flags.words.is_empty() {
            return Err(Failure::error("arguments may not be passed when --raw is specified"));
        }
        return raw(session);
    }
    if session.flags.on("output-watch-events") && !session.flags.on("watch") && !session.flags.on("watch-only") {
        return Err(Failure::error("--output-watch-events option can only be used with --watch or --watch-only"));
    }
    if let Some(format) = session.flags.get("output").filter(|format| session.flags.on("show-labels") && !["", "wide"].contains(format)) {
        return Err(Failure::error(format!("--show-labels option cannot be used with {format} printer")));
    }
    let format = session.format()?;
    if session.flags.has("filename") && !session.flags.words.is_empty() {
        return Err(Failure::error("when paths, URLs, or stdin is provided as input, you may not specify resource arguments as well"));
    }
    let from_files = session.flags.has("filename");
    let asked = if from_files { Vec::new() } else { wanted(&session.flags.words)? };
    if asked.is_empty() && !from_files {
        return Err(Failure::plain(NO_KIND));
    }
    if asked.iter().any(|one| one.kind.name == "Endpoints") {
        session.warn(super::services::DEPRECATED);
    }
    if let Some(part) = session.flags.get("subresource").filter(|part| !part.is_empty())
        && asked.iter().any(|one| !has_part(one.kind, part))
    {
        return Err(Failure::plain("Error from server (NotFound): the server could not find the requested resource"));
    }
    let (mut found, mut missing) = if from_files { super::select::named(session)? } else { session.select(&asked)? };
    if session.flags.on("ignore-not-found") {
        missing.clear();
    }
    let tabular = matches!(format, Format::Table { .. });
    if let Some(path) = session.flags.get("sort-by").filter(|path| !path.is_empty()) {
        sort(&mut found, path, tabular)?;
    }
    if session.flags.on("watch-only") {
        // Nothing changes while nobody does anything.
        return Failure::several(missing);
    }
    let single = asked.len() == 1 && asked[0].names.len() == 1 || from_files && found.len() == 1;
    match &format {
        Format::Table { wide } => tables(session, &asked, &found, *wide, missing.is_empty())?,
        // With one name that is not there, there is nothing to print.
        _ if found.is_empty() && (single || !missing.is_empty() || matches!(format, Format::Name)) => {}
        format => {
            let objects: Vec<_> = found.iter().map(|(_, object)| object.clone()).collect();
            session.print(format, &objects, !single)?;
        }
    }
    Failure::several(missing)
}

/// `--raw PATH`: what the server itself says there. Of its objects it says more than is known here.
fn raw(session: &mut Session<'_>) -> Result<(), Failure> {
    let path = session.flags.get("raw").unwrap_or_default();
    let first = path.trim_start_matches('/').split(['/', '?']).next().unwrap_or_default();
    match first {
        "healthz" | "livez" | "readyz" if path.trim_matches('/') == first => {
            session.out.push_str("ok");
            Ok(())
        }
        "" | "api" | "apis" | "healthz" | "livez" | "readyz" | "version" | "metrics" | "openapi" | "openid" | ".well-known" | "logs"
        | "debug" => Err(Failure::not_simulated("kubectl get --raw")),
        _ => Err(Failure::plain("Error from server (NotFound): the server could not find the requested resource")),
    }
}

/// `--sort-by` (kubectl `pkg/cmd/get/sorter.go`). Rows that have no such field at all are lost, without a word, unless there is but one (measured, 1.35.4).
fn sort(found: &mut Vec<(&'static Kind, Value)>, path: &str, tabular: bool) -> Result<(), Failure> {
    let template = jsonpath::relaxed_template(path).map_err(Failure::error)?;
    if tabular && jsonpath::check(&template).is_err() {
        // Nobody tells: the rows are lost (measured, 1.35.4).
        found.clear();
        return Ok(());
    }
    let mut keyed = Vec::new();
    for (at, (_, object)) in found.iter().enumerate() {
        keyed.push((at, jsonpath::values(&template, object).map_err(Failure::error)?.into_iter().next()));
    }
    if !keyed.is_empty() && keyed.iter().all(|(_, value)| value.is_none()) {
        if tabular && keyed.len() == 1 {
            return Ok(());
        }
        if tabular {
            found.clear();
            return Ok(());
        }
        return Err(Failure::error(format!("couldn't find any field with path {template:?} in the list of objects")));
    }
    let amount = |value: &Value| value.as_str().and_then(|text| crate::object::quantity::Quantity::parse(text).ok());
    keyed.sort_by(|(_, one), (_, two)| match (one, two) {
        (Some(one), Some(two)) => match (one.as_f64(), two.as_f64()) {
            (Some(one), Some(two)) => one.total_cmp(&two),
            _ => match amount(one).zip(amount(two)) {
                Some((one, two)) => one.cmp(&two),
                None => one.as_str().unwrap_or_default().cmp(two.as_str().unwrap_or_default()),
            },
        },
        (one, two) => one.is_some().cmp(&two.is_some()),
    });
    let sorted: Vec<_> = keyed.into_iter().map(|(at, _)| found[at].clone()).collect();
    *found = sorted;
    Ok(())
}

/// Whether objects of a kind have a part that can be read by itself.
pub(super) fn has_part(kind: &Kind, part: &str) -> bool {
    match part {
        "status" => !matches!(kind.name, "ConfigMap" | "Secret" | "ServiceAccount" | "NetworkPolicy" | "Role" | "RoleBinding" | "Event"),
        "scale" => matches!(kind.name, "Deployment" | "ReplicaSet" | "StatefulSet" | "ReplicationController"),
        "resize" | "ephemeralcontainers" => kind.name == "Pod",
        _ => false,
    }
}

fn tables(
    session: &mut Session<'_>,
    asked: &[super::select::Wanted],
    found: &[(&'static Kind, Value)],
    wide: bool,
    complain: bool,
) -> Result<(), Failure> {
    let mut kinds: Vec<&'static Kind> = Vec::new();
    for (kind, _) in found {
        if !kinds.contains(kind) {
            kinds.push(kind);
        }
    }
    if kinds.is_empty() {
        if complain && !session.flags.on("ignore-not-found") {
            let namespace = session.namespace();
            let anywhere = session.flags.on("all-namespaces") || asked.iter().all(|one| !one.kind.namespaced);
            session.warn(if anywhere { "No resources found".into() } else { format!("No resources found in {namespace} namespace.") });
        }
        return Ok(());
    }
    let flags = &session.flags;
    let labels: Vec<String> = flags.list("label-columns").into_iter().map(str::to_owned).collect();
    let labels: Vec<&str> = labels.iter().map(String::as_str).collect();
    let several =
        asked.iter().map(|one| one.kind.name).collect::<std::collections::BTreeSet<_>>().len() > 1 || asked.is_empty() && kinds.len() > 1;
    let mut texts = Vec::new();
    for kind in kinds {
        let objects: Vec<_> = found.iter().filter(|(own, _)| *own == kind).map(|(_, object)| object.clone()).collect();
        let shape = Shape {
            wide,
            namespaces: flags.on("all-namespaces") && kind.namespaced,
            labels: flags.on("show-labels"),
            headers: !flags.on("no-headers"),
            kinds: several || flags.on("show-kind"),
            events: flags.on("output-watch-events"),
            bare: flags.get("server-print") == Some("false"),
        };
        texts.push(table::write(session.world, kind, &objects, shape, &labels));
    }
    session.out.push_str(&texts.join("\n"));
    Ok(())
}
