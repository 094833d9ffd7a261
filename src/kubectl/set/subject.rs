//! `kubectl set subject`: more subjects in a RoleBinding or ClusterRoleBinding.

use serde_json::{Value, json};

use crate::kubectl::failure::Failure;
use crate::kubectl::select::targets;
use crate::kubectl::session::{DryRun, Session};

/// Runs `kubectl set subject`.
pub(in crate::kubectl) fn subject(session: &mut Session<'_>) -> Result<(), Failure> {
    let dry_run = session.dry_run()?;
    let words = session.flags.words.clone();
    if words.is_empty() && !session.flags.has("filename") {
        return Err(Failure::no_resources());
    }
    let (found, mut failures) = targets(session, &words)?;
    if ["user", "group", "serviceaccount"].iter().all(|flag| session.flags.all(flag).is_empty()) {
        return Err(Failure::error("you must specify at least one value of user, group or serviceaccount"));
    }
    for (kind, object) in found {
        if !matches!(kind.name, "RoleBinding" | "ClusterRoleBinding") {
            let name = object["metadata"]["name"].as_str().unwrap_or_default();
            failures.push(Failure::error(format!(
                "{}/{name} setting subjects is only supported for RoleBinding/ClusterRoleBinding",
                kind.resource()
            )));
            continue;
        }
        let new = subjects(session, kind.name == "ClusterRoleBinding")?;
        let mut after = session.stored(kind, &object);
        let mut own = after["subjects"].as_array().cloned().unwrap_or_default();
        let before = own.len();
        for subject in new {
            if !own.contains(&subject) {
                own.push(subject);
            }
        }
        if own.len() == before {
            continue;
        }
        after["subjects"] = own.into();
        let result = if dry_run == DryRun::Client { Ok(after) } else { session.update(&after, dry_run) };
        match result {
            Ok(after) => session.report(&after, "subjects updated", dry_run)?,
            Err(failure) => failures.push(Failure::error(format!("failed to patch subjects to rolebinding: {}", failure.message))),
        }
    }
    Failure::several(failures)
}

fn subjects(session: &Session<'_>, cluster_wide: bool) -> Result<Vec<Value>, Failure> {
    let sorted = |flag: &str| {
        let mut all: Vec<String> = session.flags.all(flag).into_iter().map(str::to_owned).collect();
        all.sort();
        all.dedup();
        all
    };
    let mut made = Vec::new();
    for (flag, kind) in [("user", "User"), ("group", "Group")] {
        made.extend(sorted(flag).into_iter().map(|name| json!({"apiGroup": "rbac.authorization.k8s.io", "kind": kind, "name": name})));
    }
    for account in sorted("serviceaccount") {
        let Some((namespace, name)) = account.split_once(':').filter(|(_, name)| !name.is_empty() && !name.contains(':')) else {
            return Err(Failure::error("serviceaccount must be <namespace>:<name>"));
        };
        if namespace.is_empty() && cluster_wide {
            return Err(Failure::error("serviceaccount must be <namespace>:<name>, namespace must be specified"));
        }
        let namespace = if namespace.is_empty() { session.namespace() } else { namespace.to_owned() };
        made.push(json!({"kind": "ServiceAccount", "name": name, "namespace": namespace}));
    }
    Ok(made)
}
