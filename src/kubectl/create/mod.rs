//! `kubectl create`: from files, or a generated object (kubectl v0.35 `pkg/cmd/create`).

use serde_json::{Value, json};

use super::failure::Failure;
use super::kind::Kind;
use super::session::{DryRun, Session};

mod access;
mod hash;
mod ingress;
mod limits;
pub(super) mod pod;
mod secret;
mod service;
mod token;
mod workload;

/// Runs `kubectl create` without a subcommand: `-f`.
pub(super) fn run(session: &mut Session<'_>) -> Result<(), Failure> {
    if !session.flags.words.is_empty() {
        return Err(Failure::usage("kubectl create", format!("Unexpected args: [{}]", session.flags.words.join(" "))));
    }
    if !session.flags.has("filename") && !session.flags.has("kustomize") {
        return Err(Failure::error("must specify one of -f and -k"));
    }
    if session.flags.on("edit") || session.flags.has("raw") {
        return Err(Failure::not_simulated("kubectl create --edit and --raw"));
    }
    super::apply::create_files(session)
}

/// Runs a subcommand that generates an object.
pub(super) fn generate(session: &mut Session<'_>) -> Result<(), Failure> {
    if session.path == "kubectl create token" {
        return token::run(session);
    }
    let words = session.flags.words.clone();
    let (names, command) = words.split_at(session.flags.dash.unwrap_or(words.len()).min(words.len()));
    let takes_command = matches!(session.path, "kubectl create deployment" | "kubectl create job" | "kubectl create cronjob");
    let counted = if takes_command { names } else { &words };
    let [name] = counted else {
        return Err(Failure::usage(session.path, format!("exactly one NAME is required, got {}", counted.len())));
    };
    let dry_run = session.dry_run()?;
    let what = session.path.trim_start_matches("kubectl create ");
    let (mut object, failing) = object(session, what, name, command)?;
    if session.flags.on("append-hash") {
        hash::append(&mut object);
    }
    emit(session, &object, dry_run, failing)
}

/// The object of a subcommand, and what kubectl says before a server's refusal.
fn object(session: &mut Session<'_>, what: &str, name: &str, command: &[String]) -> Result<(Value, Option<&'static str>), Failure> {
    Ok(match what {
        "secret generic" => (secret::generic(session, name)?, Some("failed to create secret")),
        "secret docker-registry" => (secret::docker(session, name)?, Some("failed to create secret")),
        "secret tls" => (secret::tls(session, name)?, Some("failed to create secret")),
        "configmap" => (secret::config_map(session, name)?, Some("failed to create configmap:")),
        "serviceaccount" => {
            (json!({"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": name}}), Some("failed to create serviceaccount:"))
        }
        "namespace" => (json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name}, "spec": {}, "status": {}}), None),
        "deployment" => (workload::deployment(session, name, command)?, Some("failed to create deployment:")),
        "job" => (workload::job(session, name, command)?, Some("failed to create job:")),
        "cronjob" => (workload::cron_job(session, name, command)?, Some("failed to create cronjob:")),
        "service clusterip" => (service::service(session, name, "ClusterIP")?, Some("failed to create ClusterIP service:")),
        "service nodeport" => (service::service(session, name, "NodePort")?, Some("failed to create NodePort service:")),
        "service loadbalancer" => (service::service(session, name, "LoadBalancer")?, Some("failed to create LoadBalancer service:")),
        "service externalname" => (service::service(session, name, "ExternalName")?, Some("failed to create ExternalName service:")),
        "role" => (access::role(session, name)?, None),
        "clusterrole" => (access::cluster_role(session, name)?, None),
        "rolebinding" => (access::role_binding(session, name)?, Some("failed to create rolebinding:")),
        "clusterrolebinding" => (access::cluster_role_binding(session, name)?, Some("failed to create clusterrolebinding:")),
        "quota" => (limits::quota(session, name)?, Some("failed to create quota:")),
        "poddisruptionbudget" => (limits::disruption_budget(session, name)?, Some("failed to create poddisruptionbudgets:")),
        "priorityclass" => (limits::priority_class(session, name)?, Some("failed to create priorityclass:")),
        "ingress" => (ingress::ingress(session, name)?, Some("failed to create ingress:")),
        other => return Err(Failure::not_simulated(format!("kubectl create {other}"))),
    })
}

/// Creates a generated object, or prints it with `--dry-run=client`. `failing` is what kubectl says before a server's refusal.
pub(super) fn emit(session: &mut Session<'_>, object: &Value, dry_run: DryRun, failing: Option<&str>) -> Result<(), Failure> {
    let mut object = object.clone();
    let kind = object["kind"].as_str().and_then(Kind::of);
    if session.flags.on("save-config") {
        let text = format!("{}\n", super::output::order::typed(&object));
        super::apply::annotate(&mut object, text);
    }
    let verb = if session.path == "kubectl expose" { "exposed" } else { "created" };
    if dry_run == DryRun::Client {
        if session.namespace_is_chosen() && kind.is_some_and(|kind| kind.namespaced) {
            object["metadata"]["namespace"] = session.namespace().into();
        }
        return session.report_generated(&object, verb, dry_run);
    }
    if let Some(map) = object.as_object_mut() {
        map.remove("status");
    }
    let admitted = session.admit(&object).and_then(|object| session.create(object, dry_run));
    let created = admitted.map_err(|failure| match (failing, kind.and_then(|kind| failure.of_server(kind))) {
        (Some(failing), Some(said)) => Failure::error(format!("{failing} {said}")),
        _ => failure,
    })?;
    match session.path.starts_with("kubectl create") {
        true => session.report_generated(&created, verb, dry_run),
        false => session.report(&created, verb, dry_run),
    }
}

/// The text behind a Secret's value.
pub(super) fn decoded(value: &str) -> String {
    use base64::Engine;
    let bytes = base64::engine::general_purpose::STANDARD.decode(value).unwrap_or_default();
    String::from_utf8_lossy(&bytes).into_owned()
}
