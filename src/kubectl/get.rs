//! `kubectl get`.

use serde_json::Value;

use super::failure::Failure;
use super::flags::{Flag, optional, short, short_switch, switch, value};
use super::kind::Kind;
use super::output::{Format, jsonpath};
use super::select::wanted;
use super::session::Session;
use super::table::{self, Shape};

pub(super) const FLAGS: &[Flag] = &[
    short_switch("all-namespaces", 'A'),
    short("selector", 'l'),
    value("field-selector"),
    switch("show-labels"),
    switch("show-kind"),
    switch("no-headers"),
    short("label-columns", 'L'),
    short_switch("watch", 'w'),
    switch("watch-only"),
    value("sort-by"),
    switch("ignore-not-found"),
    optional("server-print", "true"),
    value("chunk-size"),
    value("subresource"),
    value("raw"),
];

const NO_KIND: &str = "You must specify the type of resource to get. Use \"kubectl api-resources\" for a complete list of supported resources.\n\nerror: Required resource not specified.\nUse \"kubectl explain <resource>\" for a detailed description of that resource (e.g. kubectl explain pods).\nSee 'kubectl get -h' for help and examples";

/// Runs `kubectl get`.
pub(super) fn run(session: &mut Session<'_>) -> Result<(), Failure> {
    if session.flags.has("raw") {
        return Err(Failure::not_simulated("kubectl get --raw"));
    }
    let format = session.format()?;
    let from_files = session.flags.has("filename");
    let asked = if from_files { Vec::new() } else { wanted(&session.flags.words)? };
    if asked.is_empty() && !from_files {
        return Err(Failure::plain(NO_KIND));
    }
    let (mut found, mut missing) = if from_files { super::change::named(session)? } else { session.select(&asked)? };
    if session.flags.on("ignore-not-found") {
        missing.clear();
    }
    if let Some(path) = session.flags.get("sort-by") {
        sort(&mut found, path)?;
    }
    let single = asked.len() == 1 && asked[0].names.len() == 1 || from_files && found.len() == 1;
    match &format {
        Format::Table { wide } => tables(session, &asked, &found, *wide, missing.is_empty())?,
        // With one name that is not there, there is nothing to print.
        _ if found.is_empty() && (single || !missing.is_empty() || matches!(format, Format::Name)) => {}
        format => {
            let objects: Vec<_> = found.iter().map(|(_, object)| object.clone()).collect();
            let text = format.print(&objects, !single, !session.flags.on("no-headers"))?;
            session.out.push_str(&text);
        }
    }
    Failure::several(missing)
}

fn sort(found: &mut [(&'static Kind, Value)], path: &str) -> Result<(), Failure> {
    let mut keyed = Vec::new();
    for (at, (_, object)) in found.iter().enumerate() {
        let value = jsonpath::find(path, object).map_err(Failure::error)?.into_iter().next().unwrap_or(Value::Null);
        keyed.push((at, value));
    }
    keyed.sort_by(|(_, one), (_, two)| match (one.as_f64(), two.as_f64()) {
        (Some(one), Some(two)) => one.total_cmp(&two),
        _ => one.as_str().unwrap_or_default().cmp(two.as_str().unwrap_or_default()),
    });
    let sorted: Vec<_> = keyed.into_iter().map(|(at, _)| found[at].clone()).collect();
    found.clone_from_slice(&sorted);
    Ok(())
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
    let several = asked.iter().map(|one| one.kind.name).collect::<std::collections::BTreeSet<_>>().len() > 1;
    let mut texts = Vec::new();
    for kind in kinds {
        let objects: Vec<_> = found.iter().filter(|(own, _)| *own == kind).map(|(_, object)| object.clone()).collect();
        let shape = Shape {
            wide,
            namespaces: flags.on("all-namespaces") && kind.namespaced,
            labels: flags.on("show-labels"),
            headers: !flags.on("no-headers"),
            kinds: several || flags.on("show-kind"),
        };
        texts.push(table::write(session.world, kind, &objects, shape, &labels));
    }
    session.out.push_str(&texts.join("\n"));
    Ok(())
}
