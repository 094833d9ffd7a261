//! Who runs which command, and what is said of those that nobody runs.

use super::command::{self, Command};
use super::failure::Failure;
use super::session::Session;
use super::{
    apply, auth, autoscale, cluster, config, copy, create, debug, delete, describe, diff, edit, events, exec, explain, expose, get, label,
    logs, node, patch, remote, replace, rollout, scale, set, wait,
};

type Run = fn(&mut Session<'_>) -> Result<(), Failure>;

/// The commands that are simulated.
const VERBS: &[(&str, Run)] = &[
    ("kubectl annotate", label::run),
    ("kubectl api-resources", cluster::api_resources),
    ("kubectl api-versions", cluster::api_versions),
    ("kubectl apply", apply::run),
    ("kubectl apply view-last-applied", apply::view_last),
    ("kubectl attach", remote::attach),
    ("kubectl auth can-i", auth::can_i),
    ("kubectl auth whoami", auth::whoami),
    ("kubectl autoscale", autoscale::run),
    ("kubectl cluster-info", cluster::info),
    ("kubectl config current-context", config::current),
    ("kubectl config delete-context", config::delete_context),
    ("kubectl config get-clusters", config::clusters),
    ("kubectl config get-contexts", config::contexts),
    ("kubectl config get-users", config::users),
    ("kubectl config rename-context", config::rename_context),
    ("kubectl config set-context", config::set_context),
    ("kubectl config use-context", config::use_context),
    ("kubectl config view", config::view),
    ("kubectl cp", copy::run),
    ("kubectl debug", debug::run),
    ("kubectl cordon", node::cordon),
    ("kubectl create", create::run),
    ("kubectl delete", delete::run),
    ("kubectl describe", describe::run),
    ("kubectl diff", diff::run),
    ("kubectl drain", node::drain),
    ("kubectl edit", edit::run),
    ("kubectl events", events::run),
    ("kubectl exec", exec::exec),
    ("kubectl explain", explain::run),
    ("kubectl expose", expose::run),
    ("kubectl get", get::run),
    ("kubectl label", label::run),
    ("kubectl logs", logs::run),
    ("kubectl options", options),
    ("kubectl port-forward", remote::forward),
    ("kubectl patch", patch::run),
    ("kubectl replace", replace::run),
    ("kubectl rollout history", rollout::history),
    ("kubectl rollout pause", rollout::pause),
    ("kubectl rollout restart", rollout::restart),
    ("kubectl rollout resume", rollout::resume),
    ("kubectl rollout status", rollout::status),
    ("kubectl rollout undo", rollout::undo),
    ("kubectl run", create::pod::run),
    ("kubectl scale", scale::run),
    ("kubectl set env", set::env),
    ("kubectl set image", set::image),
    ("kubectl set resources", set::resources),
    ("kubectl set selector", set::selector),
    ("kubectl set serviceaccount", set::service_account),
    ("kubectl set subject", set::subject),
    ("kubectl taint", node::taint),
    ("kubectl top node", cluster::top),
    ("kubectl top pod", cluster::top),
    ("kubectl uncordon", node::uncordon),
    ("kubectl version", cluster::version),
    ("kubectl wait", wait::run),
];

/// Commands that only hold others: alone they show their help and fail.
const GROUPS: &[&str] = &[
    "kubectl auth",
    "kubectl certificate",
    "kubectl config",
    "kubectl create secret",
    "kubectl create service",
    "kubectl kuberc",
    "kubectl plugin",
    "kubectl rollout",
    "kubectl set",
    "kubectl top",
];

/// Flags that a command cannot do without.
const REQUIRED: &[(&str, &[&str])] = &[
    ("kubectl autoscale", &["max"]),
    ("kubectl create clusterrolebinding", &["clusterrole"]),
    ("kubectl create cronjob", &["image", "schedule"]),
    ("kubectl create deployment", &["image"]),
    ("kubectl create service externalname", &["external-name"]),
    ("kubectl run", &["image"]),
    ("kubectl scale", &["replicas"]),
];

/// Runs a command, if it is simulated.
pub(super) fn run(command: &Command, session: &mut Session<'_>) -> Result<(), Failure> {
    if let Some((_, flags)) = REQUIRED.iter().find(|(path, _)| *path == command.path) {
        let missing: Vec<_> = flags.iter().filter(|flag| !session.flags.has(flag)).map(|flag| format!("{flag:?}")).collect();
        if !missing.is_empty() {
            return Err(Failure::error(format!("required flag(s) {} not set", missing.join(", "))));
        }
    }
    let validate = session.flags.get("validate").unwrap_or_default();
    if !["", "strict", "warn", "ignore", "true", "false"].contains(&validate) {
        return Err(Failure::error(format!(
            "invalid - validate option {validate:?}; must be one of: strict (or true), warn, ignore (or false)"
        )));
    }
    if let Some((_, run)) = VERBS.iter().find(|(path, _)| *path == command.path) {
        return run(session);
    }
    if command.path.starts_with("kubectl create ") && !GROUPS.contains(&command.path) {
        return create::generate(session);
    }
    if !GROUPS.contains(&command.path) {
        return Err(unsimulated(command.path, session));
    }
    match session.flags.words.is_empty() {
        true if command.path == "kubectl certificate" || command.path == "kubectl rollout" => {
            session.out.push_str(command.help);
            if command.path == "kubectl rollout" { Err(Failure::plain("")) } else { Ok(()) }
        }
        true => Err(Failure::plain(command.help.trim_end())),
        false => Err(Failure::usage(command.path, format!("unknown command {:?}", session.flags.words.join(" ")))),
    }
}

/// What is said of a command that nobody runs: of what it cannot do without, kubectl says that first.
fn unsimulated(path: &str, session: &Session<'_>) -> Failure {
    let flags = &session.flags;
    match (path, flags.words.as_slice()) {
        ("kubectl auth reconcile", _) if !flags.has("filename") && !flags.has("kustomize") => {
            Failure::error("must specify one of -f and -k")
        }
        ("kubectl completion", []) => Failure::usage(path, "Shell not specified."),
        ("kubectl completion", [shell]) if !["bash", "zsh", "fish", "powershell"].contains(&shell.as_str()) => {
            Failure::usage(path, format!("Unsupported shell type {shell:?}."))
        }
        _ => Failure::not_simulated(path),
    }
}

/// Whether somebody runs the command of this path.
pub(super) fn is_simulated(path: &str) -> bool {
    path.starts_with("kubectl create") || GROUPS.contains(&path) || VERBS.iter().any(|(own, _)| *own == path)
}

fn options(session: &mut Session<'_>) -> Result<(), Failure> {
    session.out.push_str(command::of("kubectl options").map_or("", |command| command.help));
    Ok(())
}

/// The command that `kubectl help WORD…` is about.
pub(super) fn helped(words: &[String]) -> Result<&'static Command, Failure> {
    let root = command::of("kubectl").ok_or_else(|| Failure::not_simulated("kubectl help"))?;
    let mut found = root;
    for word in words.iter().filter(|word| !word.starts_with('-')) {
        found = match found.below(word) {
            Some(next) => next,
            None if found.path == root.path => return Err(unknown(word)),
            None => break,
        };
    }
    Ok(found)
}

/// Every command in the order in which kubectl registers them (`k8s.io/kubectl/pkg/cmd/cmd.go`): its suggestions come so.
const IN_ORDER: &[&str] = &[
    "create",
    "expose",
    "run",
    "set",
    "explain",
    "get",
    "edit",
    "delete",
    "rollout",
    "scale",
    "autoscale",
    "certificate",
    "cluster-info",
    "top",
    "cordon",
    "uncordon",
    "drain",
    "taint",
    "describe",
    "logs",
    "attach",
    "exec",
    "port-forward",
    "proxy",
    "cp",
    "auth",
    "debug",
    "events",
    "diff",
    "apply",
    "patch",
    "replace",
    "wait",
    "kustomize",
    "label",
    "annotate",
    "completion",
    "alpha",
    "plugin",
    "version",
    "api-versions",
    "api-resources",
    "options",
    "config",
];

/// What kubectl says of a command it does not know.
pub(super) fn unknown(word: &str) -> Failure {
    let near: Vec<_> = IN_ORDER.iter().copied().filter(|name| distance(name, word) <= 2 || name.starts_with(word)).collect();
    let hint = if near.is_empty() { String::new() } else { format!("\n\nDid you mean this?\n\t{}", near.join("\n\t")) };
    Failure::error(format!("unknown command {word:?} for \"kubectl\"{hint}"))
}

/// How many letters differ (Levenshtein).
fn distance(one: &str, two: &str) -> usize {
    let two: Vec<char> = two.chars().take(40).collect();
    let mut row: Vec<usize> = (0..=two.len()).collect();
    for (i, a) in one.chars().take(40).enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, b) in two.iter().enumerate() {
            let replaced = corner + usize::from(a != *b);
            corner = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(corner + 1);
        }
    }
    row[two.len()]
}
