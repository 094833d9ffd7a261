//! `kubectl replace`.

use super::failure::Failure;
use super::kind::Kind;
use super::session::Session;
use super::view;

/// The kinds of which the server makes what somebody would change (`AllowCreateOnUpdate` in Kubernetes' `pkg/registry`).
const MADE_BY_A_CHANGE: &[&str] =
    &["Service", "Endpoints", "Event", "LimitRange", "PriorityClass", "Role", "RoleBinding", "ClusterRole", "ClusterRoleBinding"];

/// Runs `kubectl replace`; with `--force` it deletes first.
pub(super) fn run(session: &mut Session<'_>) -> Result<(), Failure> {
    let flags = &session.flags;
    if flags.has("raw") {
        return Err(Failure::not_simulated("kubectl replace --raw"));
    }
    let force = flags.on("force");
    if !force && flags.number("grace-period").is_some_and(|grace| grace >= 0) {
        return Err(Failure::error("--grace-period must have --force specified"));
    }
    if !force && flags.get("timeout").is_some_and(|time| time != "0" && time != "0s") {
        return Err(Failure::error("--timeout must have --force specified"));
    }
    if force && flags.has("dry-run") && flags.get("dry-run") != Some("none") {
        return Err(Failure::error("--dry-run can not be used when --force is set"));
    }
    if !flags.has("filename") && !flags.has("kustomize") {
        return Err(Failure::error("must specify one of -f and -k"));
    }
    if force {
        return by_force(session);
    }
    super::apply::each(session, "replace", |session, document, object, dry_run| {
        let Some(kind) = Kind::of(&object.kind) else { return Err(Failure::not_simulated(&object.kind)) };
        if view::find(session.world, kind, object.namespace.as_deref(), &object.name).is_none() {
            if MADE_BY_A_CHANGE.contains(&kind.name) {
                let created = session.create(object, dry_run)?;
                return session.report(&created, "replaced", dry_run);
            }
            return Err(Failure::plain(format!(
                "Error from server (NotFound): error when replacing {:?}: {} {:?} not found",
                document.file,
                kind.resource(),
                object.name
            )));
        }
        if kind.name == "Pod" {
            let new = session.judge(&object.value)?;
            super::immutable::check_whole(session.world, kind, &new)?;
        }
        let updated = session.update(&object.value, dry_run)?;
        session.report(&updated, "replaced", dry_run)
    })
}

/// Everything is deleted first, then everything is created (kubectl v0.35 `pkg/cmd/replace/replace.go` forceReplace).
fn by_force(session: &mut Session<'_>) -> Result<(), Failure> {
    let (found, _) = super::select::named(session)?;
    for (kind, object) in found {
        let (namespace, name) = (object["metadata"]["namespace"].as_str(), object["metadata"]["name"].as_str().unwrap_or_default());
        session.remove(kind, namespace, name);
        let place = namespace.map_or_else(String::new, |namespace| format!(" from {namespace} namespace"));
        session.say(format!("{} {name:?} deleted{place}", kind.written()));
    }
    super::apply::each(session, "replace", |session, _, object, dry_run| {
        let created = session.create(object, dry_run)?;
        session.report(&created, "replaced", dry_run)
    })
}
