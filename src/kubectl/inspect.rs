//! Commands that only ask: `wait`, `auth`, `api-resources`, `version`, `cluster-info`.

use serde_json::Value;

use super::failure::Failure;
use super::flags::{Flag, short, short_switch, switch, value};
use super::kind::{KINDS, Kind};
use super::output::jsonpath;
use super::select::wanted;
use super::session::Session;
use super::tabwriter::align;

pub(super) const WAIT: &[Flag] = &[
    value("for"),
    value("timeout"),
    switch("all"),
    short_switch("all-namespaces", 'A'),
    short("selector", 'l'),
    value("field-selector"),
    switch("local"),
];
pub(super) const AUTH: &[Flag] =
    &[switch("list"), short_switch("all-namespaces", 'A'), short_switch("quiet", 'q'), value("subresource"), switch("no-headers")];
pub(super) const RESOURCES: &[Flag] =
    &[value("namespaced"), value("api-group"), switch("no-headers"), value("verbs"), value("sort-by"), switch("cached")];

/// Runs `kubectl wait`. The world has settled: what is not so now will not be.
pub(super) fn wait(session: &mut Session<'_>) -> Result<(), Failure> {
    let Some(condition) = session.flags.get("for").map(str::to_owned) else {
        return Err(Failure::error("unrecognized condition: \"\""));
    };
    let test = Test::of(&condition)?;
    let asked = wanted(&session.flags.words)?;
    let (found, missing) = if session.flags.has("filename") { super::change::named(session)? } else { session.select(&asked)? };
    if matches!(test, Test::Deleted) {
        let mut failures = Vec::new();
        for (kind, object) in found {
            failures.push(Failure::error(format!(
                "timed out waiting for the condition on {}/{}",
                kind.plural,
                object["metadata"]["name"].as_str().unwrap_or_default()
            )));
        }
        return Failure::several(failures);
    }
    if found.is_empty() && missing.is_empty() {
        return Err(Failure::error("no matching resources found"));
    }
    let mut failures = missing;
    for (kind, object) in found {
        let name = super::output::name_of(&object);
        match test.holds(&object) {
            true => session.say(format!("{name} condition met")),
            false => failures.push(Failure::error(format!(
                "timed out waiting for the condition on {}/{}",
                kind.plural,
                object["metadata"]["name"].as_str().unwrap_or_default()
            ))),
        }
    }
    Failure::several(failures)
}

enum Test {
    Deleted,
    Created,
    Condition(String, String),
    JsonPath(String, Option<String>),
}

impl Test {
    fn of(text: &str) -> Result<Self, Failure> {
        match text.split_once('=') {
            None if text == "delete" => Ok(Self::Deleted),
            None if text == "create" => Ok(Self::Created),
            Some(("condition", condition)) => {
                let (kind, wanted) = condition.split_once('=').unwrap_or((condition, "true"));
                Ok(Self::Condition(kind.to_owned(), wanted.to_owned()))
            }
            Some(("jsonpath", rest)) => {
                let (path, wanted) =
                    rest.rsplit_once("}=").map_or((rest.to_owned(), None), |(path, wanted)| (format!("{path}}}"), Some(wanted.to_owned())));
                Ok(Self::JsonPath(path, wanted))
            }
            _ => Err(Failure::error(format!("unrecognized condition: {text:?}"))),
        }
    }

    fn holds(&self, object: &Value) -> bool {
        match self {
            Test::Deleted => false,
            Test::Created => true,
            Test::Condition(kind, wanted) => {
                let all = object["status"]["conditions"].as_array().into_iter().flatten();
                let own = all.into_iter().find(|own| own["type"].as_str().is_some_and(|own| own.eq_ignore_ascii_case(kind)));
                own.is_some_and(|own| own["status"].as_str().is_some_and(|status| status.eq_ignore_ascii_case(wanted)))
            }
            Test::JsonPath(path, wanted) => {
                let found = jsonpath::find(path.trim_matches(['\'', '"']), object).unwrap_or_default();
                let text = found.first().map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned));
                wanted.as_ref().map_or(text.is_some(), |wanted| text.as_ref() == Some(wanted))
            }
        }
    }
}

/// Runs `kubectl auth`. The learner is the cluster's administrator; a ServiceAccount has what bindings give it.
pub(super) fn auth(session: &mut Session<'_>) -> Result<(), Failure> {
    let words = session.flags.words.clone();
    match words.first().map(String::as_str) {
        Some("can-i") if session.flags.on("list") => Err(Failure::not_simulated("kubectl auth can-i --list")),
        Some("can-i") => can_i(session, &words[1..]),
        Some("whoami") => {
            let user = session.flags.get("as").unwrap_or("kubernetes-admin").to_owned();
            session.out.push_str(&align(
                &format!("ATTRIBUTE\tVALUE\nUsername\t{user}\nGroups\t[kubeadm:cluster-admins system:authenticated]\n"),
                6,
                3,
            ));
            Ok(())
        }
        Some(other) => Err(Failure::not_simulated(format!("kubectl auth {other}"))),
        None => Err(Failure::subcommands(
            "Inspect authorization.\n\nAvailable Commands:\n  can-i         Check whether an action is allowed\n  reconcile     Reconciles rules for RBAC role, role binding, cluster role, and cluster role binding objects\n  whoami        Experimental: Check self subject attributes",
            "kubectl auth",
            "[flags]",
        )),
    }
}

fn can_i(session: &mut Session<'_>, words: &[String]) -> Result<(), Failure> {
    let [verb, resource, rest @ ..] = words else {
        return Err(Failure::error(
            "you must specify two arguments: verb resource or verb resource/resourceName.\nSee 'kubectl auth can-i -h' for help and examples.",
        ));
    };
    let (resource, name) =
        resource.split_once('/').map_or((resource.as_str(), rest.first().map(String::as_str)), |(resource, name)| (resource, Some(name)));
    let kind = Kind::find(resource);
    if kind.is_none() && resource != "*" {
        session.warn(format!("Warning: the server doesn't have a resource type '{resource}'\n"));
    }
    if kind.is_some_and(|kind| !kind.namespaced) && !session.flags.on("all-namespaces") {
        let kind = kind.map_or("", |kind| kind.plural);
        session.warn(format!("Warning: resource '{kind}' is not namespace scoped\n"));
    }
    let allowed = match session.flags.get("as") {
        None => true,
        Some(user) => granted(session, user, verb, kind, resource, name),
    };
    if !session.flags.on("quiet") {
        session.say(if allowed { "yes" } else { "no" });
    }
    if allowed { Ok(()) } else { Err(Failure::plain("")) }
}

/// Whether a role that is bound to the user allows the verb (RBAC: rules add up, nothing denies).
fn granted(session: &Session<'_>, user: &str, verb: &str, kind: Option<&Kind>, resource: &str, name: Option<&str>) -> bool {
    let namespace = session.namespace();
    let account = user.strip_prefix("system:serviceaccount:").and_then(|rest| rest.split_once(':'));
    let is_subject = |subject: &Value| {
        let text = |field: &str| subject[field].as_str().unwrap_or_default();
        match (text("kind"), account) {
            ("ServiceAccount", Some((namespace, name))) => text("namespace") == namespace && text("name") == name,
            ("User", _) => text("name") == user,
            _ => false,
        }
    };
    let store = &session.world.store;
    let bindings = store
        .of_kind("RoleBinding")
        .filter(|binding| binding.namespace.as_deref() == Some(&namespace))
        .chain(store.of_kind("ClusterRoleBinding"));
    let bound = bindings.filter(|binding| binding.value["subjects"].as_array().into_iter().flatten().any(is_subject));
    let mut roles = bound.filter_map(|binding| {
        let reference = &binding.value["roleRef"];
        let (kind, name) = (reference["kind"].as_str()?, reference["name"].as_str()?);
        let namespace = (kind == "Role").then_some(binding.namespace.as_deref()).flatten();
        store.get(kind, namespace, name)
    });
    let has = |rule: &Value, field: &str, wanted: &str| rule[field].as_array().into_iter().flatten().any(|own| own == "*" || own == wanted);
    let (plural, group) = kind.map_or((resource, ""), |kind| (kind.plural, kind.group()));
    roles.any(|role| {
        role.value["rules"].as_array().into_iter().flatten().any(|rule| {
            let named =
                rule["resourceNames"].as_array().is_none_or(Vec::is_empty) || name.is_some_and(|name| has(rule, "resourceNames", name));
            has(rule, "verbs", verb) && has(rule, "resources", plural) && has(rule, "apiGroups", group) && named
        })
    })
}

/// Runs `kubectl api-resources`.
pub(super) fn api_resources(session: &mut Session<'_>) -> Result<(), Failure> {
    let wide = session.flags.get("output") == Some("wide");
    let group = session.flags.get("api-group").map(str::to_owned);
    let namespaced = session.flags.get("namespaced").map(str::to_owned);
    let kinds = KINDS.iter().filter(|kind| {
        group.as_ref().is_none_or(|group| kind.group() == group)
            && namespaced.as_ref().is_none_or(|wanted| kind.namespaced.to_string() == *wanted)
    });
    if session.flags.get("output") == Some("name") {
        kinds.for_each(|kind| session.say(kind.resource()));
        return Ok(());
    }
    if wide {
        return Err(Failure::not_simulated("kubectl api-resources -o wide"));
    }
    let mut table =
        if session.flags.on("no-headers") { String::new() } else { "NAME\tSHORTNAMES\tAPIVERSION\tNAMESPACED\tKIND\n".to_owned() };
    for kind in kinds {
        table.push_str(&format!("{}\t{}\t{}\t{}\t{}\n", kind.plural, kind.short.join(","), kind.api_version, kind.namespaced, kind.name));
    }
    session.out.push_str(&align(&table, 6, 3));
    Ok(())
}

/// Runs `kubectl version`.
pub(super) fn version(session: &mut Session<'_>) -> Result<(), Failure> {
    let version = session.world.facts.version;
    session.say(format!("Client Version: v{version}.0\nKustomize Version: v5.7.1"));
    if !session.flags.on("client") {
        session.say(format!("Server Version: v{version}.0"));
    }
    Ok(())
}
