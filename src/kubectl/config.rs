//! `kubectl config`: contexts and the namespace one works in.

use serde_json::json;

use super::failure::Failure;
use super::session::Session;
use super::tabwriter::align;
use crate::world::Context;

/// What kubectl does with arguments that do not fit: it shows its help, and says so.
fn misused(session: &mut Session<'_>, said: String) -> Failure {
    session.out.push_str(super::command::of(session.path).map_or("", |command| command.help));
    Failure::error(said)
}

/// The words of a command that takes exactly `count`.
fn words(session: &mut Session<'_>, count: usize) -> Result<Vec<String>, Failure> {
    let words = session.flags.words.clone();
    match words.len() == count {
        true => Ok(words),
        false => Err(misused(session, format!("Unexpected args: [{}]", words.join(" ")))),
    }
}

/// Runs `kubectl config current-context`.
pub(super) fn current(session: &mut Session<'_>) -> Result<(), Failure> {
    let current = session.world.config.current.clone();
    if current.is_empty() {
        return Err(Failure::error("current-context is not set"));
    }
    session.say(current);
    Ok(())
}

/// Runs `kubectl config get-clusters`.
pub(super) fn clusters(session: &mut Session<'_>) -> Result<(), Failure> {
    named(session, |context| context.cluster.clone())
}

/// Runs `kubectl config get-users`.
pub(super) fn users(session: &mut Session<'_>) -> Result<(), Failure> {
    named(session, |context| context.user.clone())
}

fn named(session: &mut Session<'_>, of: fn(&Context) -> String) -> Result<(), Failure> {
    let mut names: Vec<_> = session.world.config.contexts.iter().map(of).collect();
    names.sort();
    names.dedup();
    session.say("NAME");
    names.iter().for_each(|name| session.say(name));
    Ok(())
}

/// Runs `kubectl config get-contexts`.
pub(super) fn contexts(session: &mut Session<'_>) -> Result<(), Failure> {
    let names = session.flags.words.clone();
    let config = session.world.config.clone();
    let mut failures = Vec::new();
    for name in &names {
        if !config.contexts.iter().any(|context| context.name == *name) {
            failures.push(Failure::error(format!("context {name} not found")));
        }
    }
    let shown = config.contexts.iter().filter(|context| names.is_empty() || names.contains(&context.name));
    if session.flags.get("output") == Some("name") {
        shown.for_each(|context| session.say(&context.name));
        return Failure::several(failures);
    }
    let mut table = if session.flags.on("no-headers") { String::new() } else { "CURRENT\tNAME\tCLUSTER\tAUTHINFO\tNAMESPACE\n".to_owned() };
    for context in shown {
        let mark = if context.name == config.current { "*" } else { "" };
        let namespace = context.namespace.as_deref().unwrap_or_default();
        table.push_str(&format!("{mark}\t{}\t{}\t{}\t{namespace}\n", context.name, context.cluster, context.user));
    }
    session.out.push_str(&align(&table, 6, 3));
    Failure::several(failures)
}

/// Runs `kubectl config use-context`.
pub(super) fn use_context(session: &mut Session<'_>) -> Result<(), Failure> {
    let words = words(session, 1)?;
    let name = &words[0];
    if !session.world.config.contexts.iter().any(|context| context.name == *name) {
        return Err(Failure::error(format!("no context exists with the name: {name:?}")));
    }
    session.world.config.current.clone_from(name);
    session.say(format!("Switched to context {name:?}."));
    Ok(())
}

/// Runs `kubectl config set-context`.
pub(super) fn set_context(session: &mut Session<'_>) -> Result<(), Failure> {
    let rest = session.flags.words.clone();
    let current = session.flags.on("current");
    let name = match (rest.as_slice(), current) {
        ([name], false) => name.clone(),
        ([], true) => session.world.config.current.clone(),
        ([_], true) => return Err(Failure::error("you cannot specify both --current and a context name")),
        ([], false) => return Err(Failure::error("you must specify a non-empty context name or --current")),
        (several, _) => {
            let said = format!("Unexpected args: [{}]", several.join(" "));
            return Err(misused(session, said));
        }
    };
    let set = |flag: &str| session.flags.get(flag).map(str::to_owned);
    let (namespace, cluster, user) = (set("namespace"), set("cluster"), set("user"));
    let contexts = &mut session.world.config.contexts;
    let known = contexts.iter().any(|context| context.name == name);
    if !known {
        contexts.push(Context { name: name.clone(), cluster: String::new(), user: String::new(), namespace: None });
    }
    if let Some(context) = contexts.iter_mut().find(|context| context.name == name) {
        if namespace.is_some() {
            context.namespace = namespace.filter(|namespace| !namespace.is_empty());
        }
        context.cluster = cluster.unwrap_or_else(|| context.cluster.clone());
        context.user = user.unwrap_or_else(|| context.user.clone());
    }
    session.say(format!("Context {name:?} {}.", if known { "modified" } else { "created" }));
    Ok(())
}

/// The file that the real kubectl would name; there is none here.
const FILE: &str = "~/.kube/config";

/// Runs `kubectl config delete-context`.
pub(super) fn delete_context(session: &mut Session<'_>) -> Result<(), Failure> {
    let words = session.flags.words.clone();
    let [name] = words.as_slice() else {
        session.out.push_str(super::command::of(session.path).map_or("", |command| command.help));
        return Ok(());
    };
    let config = &mut session.world.config;
    if !config.contexts.iter().any(|context| context.name == *name) {
        return Err(Failure::error(format!("cannot delete context {name}, not in {FILE}")));
    }
    config.contexts.retain(|context| context.name != *name);
    if config.current == *name {
        session.warn("warning: this removed your active context, use \"kubectl config use-context\" to select a different one");
    }
    session.say(format!("deleted context {name} from {FILE}"));
    Ok(())
}

/// Runs `kubectl config rename-context`.
pub(super) fn rename_context(session: &mut Session<'_>) -> Result<(), Failure> {
    let words = words(session, 2)?;
    let (old, new) = (&words[0], &words[1]);
    let config = &mut session.world.config;
    if config.contexts.iter().any(|context| context.name == *new) {
        return Err(Failure::error(format!("cannot rename the context {old:?}, the context {new:?} already exists in {FILE}")));
    }
    let Some(context) = config.contexts.iter_mut().find(|context| context.name == *old) else {
        return Err(Failure::error(format!("cannot rename the context {old:?}, it's not in {FILE}")));
    };
    context.name.clone_from(new);
    if config.current == *old {
        config.current.clone_from(new);
    }
    session.say(format!("Context {old:?} renamed to {new:?}."));
    Ok(())
}

/// Runs `kubectl config view`.
pub(super) fn view(session: &mut Session<'_>) -> Result<(), Failure> {
    let config = &session.world.config;
    let minify = session.flags.on("minify");
    let shown: Vec<_> = config.contexts.iter().filter(|context| !minify || context.name == config.current).collect();
    let contexts: Vec<_> = shown
        .iter()
        .map(|context| {
            let mut body = json!({"cluster": context.cluster, "user": context.user});
            if let Some(namespace) = &context.namespace {
                body["namespace"] = namespace.as_str().into();
            }
            json!({"context": body, "name": context.name})
        })
        .collect();
    let mut clusters: Vec<_> = shown.iter().map(|context| context.cluster.clone()).collect();
    clusters.dedup();
    let mut users: Vec<_> = shown.iter().map(|context| context.user.clone()).collect();
    users.dedup();
    let clusters: Vec<_> = clusters
        .iter()
        .map(|name| json!({"cluster": {"certificate-authority-data": "DATA+OMITTED", "server": super::cluster::SERVER}, "name": name}))
        .collect();
    let users: Vec<_> = users
        .iter()
        .map(|name| json!({"name": name, "user": {"client-certificate-data": "DATA+OMITTED", "client-key-data": "DATA+OMITTED"}}))
        .collect();
    let value = json!({"apiVersion": "v1", "clusters": clusters, "contexts": contexts, "current-context": config.current, "kind": "Config", "users": users});
    let text = match session.format()? {
        super::output::Format::Table { .. } => super::output::yaml::write(&value),
        format => format.print(&[value], false, true)?,
    };
    session.out.push_str(&text);
    Ok(())
}
