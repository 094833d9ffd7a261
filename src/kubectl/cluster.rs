//! What a cluster says of itself: `cluster-info`, `version`, `api-resources`, `api-versions`, `top`.

use serde_json::json;

use super::failure::Failure;
use super::resources::{OTHER_VERSIONS, RESOURCES, Resource};
use super::session::Session;
use super::tabwriter::align;

/// Where the API server of the simulated cluster is.
pub(super) const SERVER: &str = "https://127.0.0.1:6443";

/// Runs `kubectl cluster-info`.
pub(super) fn info(session: &mut Session<'_>) -> Result<(), Failure> {
    session.say(format!("Kubernetes control plane is running at {SERVER}"));
    session.say(format!("CoreDNS is running at {SERVER}/api/v1/namespaces/kube-system/services/kube-dns:dns/proxy"));
    session.say("\nTo further debug and diagnose cluster problems, use 'kubectl cluster-info dump'.");
    Ok(())
}

/// Runs `kubectl top`: nothing measures in this cluster, as in a new one.
pub(super) fn top(session: &mut Session<'_>) -> Result<(), Failure> {
    let flags = &session.flags;
    let selects = flags.get("selector").is_some_and(|text| !text.is_empty());
    if !matches!(flags.get("sort-by").unwrap_or_default(), "" | "cpu" | "memory") {
        return Err(Failure::error("--sort-by accepts only cpu or memory"));
    }
    if !flags.words.is_empty() && selects {
        return Err(Failure::error("only one of NAME or selector can be provided"));
    }
    if flags.words.len() > 1 {
        return Err(Failure::usage(session.path, flags.words.join(" ")));
    }
    Err(Failure::error("Metrics API not available"))
}

/// Runs `kubectl version`.
pub(super) fn version(session: &mut Session<'_>) -> Result<(), Failure> {
    if !session.flags.words.is_empty() {
        return Err(Failure::error(format!("extra arguments: [{}]", session.flags.words.join(" "))));
    }
    let version = session.world.facts.version;
    let own = json!({
        "buildDate": "1970-01-01T00:00:00Z", "compiler": "gc", "gitCommit": "$Format:%H$", "gitTreeState": "clean",
        "gitVersion": format!("v{version}"), "goVersion": "go1.25.0", "major": "1", "minor": version.minor.to_string(),
        "platform": "linux/amd64",
    });
    let mut answer = json!({"clientVersion": own, "kustomizeVersion": "v5.7.1"});
    if !session.flags.on("client") {
        answer["serverVersion"] = own;
    }
    match session.flags.get("output").unwrap_or_default() {
        "" => {
            session.say(format!("Client Version: v{version}\nKustomize Version: v5.7.1"));
            if !session.flags.on("client") {
                session.say(format!("Server Version: v{version}"));
            }
        }
        "yaml" => session.say(super::output::yaml::write(&answer)),
        "json" => session.say(super::output::json::indented(&answer, "  ")),
        _ => return Err(Failure::error("--output must be 'yaml' or 'json'")),
    }
    Ok(())
}

fn served(session: &Session<'_>) -> impl Iterator<Item = &'static Resource> {
    let minor = session.world.facts.version.minor;
    RESOURCES.iter().filter(move |resource| resource.since <= minor)
}

/// Runs `kubectl api-versions`.
pub(super) fn api_versions(session: &mut Session<'_>) -> Result<(), Failure> {
    if !session.flags.words.is_empty() {
        return Err(Failure::usage(session.path, format!("unexpected arguments: [{}]", session.flags.words.join(" "))));
    }
    let mut all: Vec<&str> = served(session).map(|resource| resource.api_version).chain(OTHER_VERSIONS.iter().copied()).collect();
    all.sort_unstable();
    all.dedup();
    all.iter().for_each(|version| session.say(version));
    Ok(())
}

/// Runs `kubectl api-resources`.
pub(super) fn api_resources(session: &mut Session<'_>) -> Result<(), Failure> {
    let flags = &session.flags;
    if !flags.words.is_empty() {
        return Err(Failure::usage(session.path, format!("unexpected arguments: [{}]", flags.words.join(" "))));
    }
    let form = flags.get("output").unwrap_or_default().to_owned();
    if !["", "wide", "name"].contains(&form.as_str()) {
        return Err(match form.as_str() {
            "json" | "yaml" => Failure::not_simulated(format!("kubectl api-resources -o {form}")),
            other => Failure::error(format!(
                "unable to match a printer suitable for the output format {other:?}, allowed formats are: json,kyaml,name,wide,yaml"
            )),
        });
    }
    let sort = flags.get("sort-by").unwrap_or_default().to_owned();
    if !["", "name", "kind"].contains(&sort.as_str()) {
        return Err(Failure::error("--sort-by accepts only name or kind"));
    }
    let group = flags.get("api-group").map(str::to_owned);
    let namespaced = flags.get("namespaced").map(|word| word == "true");
    let (verbs, categories) = (flags.list("verbs"), flags.list("categories"));
    let mut rows: Vec<_> = served(session)
        .filter(|one| group.as_ref().is_none_or(|group| one.group() == group))
        .filter(|one| namespaced.is_none_or(|wanted| one.namespaced == wanted))
        .filter(|one| verbs.iter().all(|verb| one.verbs().contains(verb)))
        .filter(|one| categories.iter().all(|category| one.categories == *category))
        .collect();
    match sort.as_str() {
        "name" => rows.sort_by_key(|one| one.plural),
        "kind" => rows.sort_by_key(|one| one.kind),
        _ => {}
    }
    let headers = !flags.on("no-headers");
    if form == "name" {
        rows.iter().for_each(|one| match one.group() {
            "" => session.say(one.plural),
            group => session.say(format!("{}.{group}", one.plural)),
        });
        return Ok(());
    }
    let wide = form == "wide";
    let mut table = match (headers, wide) {
        (true, false) => "NAME\tSHORTNAMES\tAPIVERSION\tNAMESPACED\tKIND\n".to_owned(),
        (true, true) => "NAME\tSHORTNAMES\tAPIVERSION\tNAMESPACED\tKIND\tVERBS\tCATEGORIES\n".to_owned(),
        (false, _) => String::new(),
    };
    for one in rows {
        table.push_str(&format!("{}\t{}\t{}\t{}\t{}", one.plural, one.short, one.api_version, one.namespaced, one.kind));
        if wide {
            table.push_str(&format!("\t{}\t{}", one.verbs().join(","), one.categories));
        }
        table.push('\n');
    }
    session.out.push_str(&align(&table, 6, 3));
    Ok(())
}
