//! The doctor: one finding a prerequisite, each as soon as it is known, none that changes anything but the canary's own
//! namespace.

use std::path::Path;
use std::time::Duration;

use serde_json::json;
use tokio::sync::mpsc::{self, UnboundedSender};

use super::connect::{self, Connection};
use super::drive::Brake;
use super::link::{Link, text};
use super::runs::Runs;
use super::{ClusterError, canary, images, kind, kubeconfig, program};
use crate::confirm::{Access, Event, Finding, Health, Trouble};
use crate::locale::Sentence;

/// What exercises need of the public images.
const IMAGES: [&str; 4] = ["busybox:1.28", "ubuntu:22.04", "nginx:1.31", "redis:8"];
/// What a session does: verb, group, resource, subresource.
const RIGHTS: [(&str, &str, &str, &str); 20] = [
    ("create", "", "namespaces", ""),
    ("get", "", "namespaces", ""),
    ("list", "", "namespaces", ""),
    ("patch", "", "namespaces", ""),
    ("delete", "", "namespaces", ""),
    ("create", "", "pods", ""),
    ("get", "", "pods", ""),
    ("list", "", "pods", ""),
    ("delete", "", "pods", ""),
    ("deletecollection", "", "pods", ""),
    ("create", "", "pods", "exec"),
    ("create", "", "secrets", ""),
    ("create", "", "configmaps", ""),
    ("create", "", "services", ""),
    ("create", "", "serviceaccounts", ""),
    ("get", "", "serviceaccounts", ""),
    ("create", "apps", "deployments", ""),
    ("create", "networking.k8s.io", "networkpolicies", ""),
    ("list", "", "events", ""),
    ("list", "", "nodes", ""),
];
const QUICK: Duration = Duration::from_secs(5);

type Sender = UnboundedSender<Finding>;

/// Looks at everything, in the order in which one thing needs the other.
pub(super) async fn examine(access: &Access, runs: &Runs, folder: &Path, sender: &Sender, brake: &Brake) -> Result<(), ClusterError> {
    let say = Say { sender };
    brake.guard(programs(&say)).await?;
    let Some(connection) = brake.guard(cluster(access, &say)).await? else {
        for check in ["version", "permissions", "nodes", "images", "policies", "dns", "registry"] {
            say.skip(check);
        }
        return Ok(());
    };
    // What the doctor asks of the server is its own business.
    let (hear, _unheard) = mpsc::unbounded_channel();
    let link = Link::new(connection, hear);
    brake.guard(version(&link, &say)).await?;
    let may = brake.guard(permissions(&link, &say)).await?;
    brake.guard(nodes(&link, &say)).await?;
    if !may {
        ["policies", "dns", "registry"].into_iter().for_each(|check| say.skip(check));
        return Ok(());
    }
    match canary::sing(&link, runs, folder, true, brake).await {
        Ok(canary) => {
            sung(&canary, &say);
            registry(&canary, &say);
        }
        Err(stopped @ ClusterError::Stopped { .. }) => return Err(stopped),
        Err(error) => {
            say.failure("policies", error);
            ["dns", "registry"].into_iter().for_each(|check| say.skip(check));
        }
    }
    Ok(())
}

struct Say<'s> {
    sender: &'s Sender,
}

impl Say<'_> {
    fn tell(&self, check: &'static str, health: Health, says: Sentence, fix: Option<Sentence>) {
        let _ = self.sender.send(Finding { check, health, says, fix });
    }

    fn good(&self, check: &'static str, id: &str, args: &[(&str, &str)]) {
        self.tell(check, Health::Good, Sentence::new(id, args), None);
    }

    fn skip(&self, check: &'static str) {
        self.tell(check, Health::Skipped, Sentence::new("doctor-skipped", &[]), None);
    }

    fn with_fix(&self, check: &'static str, health: Health, id: &str, args: &[(&str, &str)]) {
        self.tell(check, health, Sentence::new(id, args), Some(Sentence::new(format!("{id}.fix"), args)));
    }

    /// An error's sentence already says what to do.
    fn failure(&self, check: &'static str, error: ClusterError) {
        if let Trouble::Failed(says) = error.into() {
            self.tell(check, Health::Bad, says, None);
        }
    }
}

async fn programs(say: &Say<'_>) -> Result<(), ClusterError> {
    let (hear, _unheard) = mpsc::unbounded_channel::<Event>();
    let engine = kind::engine();
    let version = program::run(&hear, engine, &["version", "--format", "{{.Server.Version}}"], "", QUICK).await;
    match version {
        Ok(ended) if ended.code == 0 => say.good("docker", "doctor-docker", &[("engine", engine), ("version", ended.stdout.trim())]),
        Ok(ended) => {
            let said = ended.stderr.lines().last().unwrap_or_default().trim().to_owned();
            say.with_fix("docker", Health::Warning, "doctor-docker-down", &[("engine", engine), ("said", &said)]);
        }
        Err(_) => say.with_fix("docker", Health::Warning, "doctor-docker-missing", &[("engine", engine)]),
    }
    match program::run(&hear, "kind", &["version"], "", QUICK).await {
        Ok(ended) if ended.code == 0 => say.good("kind", "doctor-kind", &[("version", ended.stdout.trim())]),
        _ => say.with_fix("kind", Health::Warning, "doctor-kind-missing", &[]),
    }
    Ok(())
}

/// The kubeconfig and the first answer.
async fn cluster(access: &Access, say: &Say<'_>) -> Result<Option<Connection>, ClusterError> {
    let identity = match kubeconfig::identify(access) {
        Ok(identity) => identity,
        Err(error) => {
            say.failure("kubeconfig", error);
            say.skip("server");
            return Ok(None);
        }
    };
    say.good("kubeconfig", "doctor-kubeconfig", &[("context", &identity.context), ("server", &identity.server)]);
    match connect::connect(access).await {
        Ok(connection) => {
            say.good("server", "doctor-server", &[("server", &connection.server)]);
            Ok(Some(connection))
        }
        Err(error) => {
            say.failure("server", error);
            Ok(None)
        }
    }
}

/// The server's version against the one the predictions are made for.
async fn version(link: &Link, say: &Say<'_>) -> Result<(), ClusterError> {
    let server = &link.connection.version;
    let minor = server.trim_start_matches('v').split('.').take(2).collect::<Vec<_>>().join(".");
    let ours = crate::schema::Version::DEFAULT.to_string();
    match minor == ours {
        true => say.good("version", "doctor-version", &[("server", server)]),
        false => say.with_fix("version", Health::Warning, "doctor-version-skew", &[("server", server), ("ours", &ours)]),
    }
    Ok(())
}

/// Asks the server for each right a session uses; whether all are there.
async fn permissions(link: &Link, say: &Say<'_>) -> Result<bool, ClusterError> {
    let mut lacking = Vec::new();
    for (verb, group, resource, subresource) in RIGHTS {
        let review = json!({"apiVersion": "authorization.k8s.io/v1", "kind": "SelfSubjectAccessReview", "spec": {"resourceAttributes":
            {"verb": verb, "group": group, "resource": resource, "subresource": subresource}}});
        let path = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
        let allowed = match link.send("POST", path, Some(&review)).await? {
            Ok(answer) => answer.pointer("/status/allowed").and_then(serde_json::Value::as_bool).unwrap_or(false),
            Err(_) => false,
        };
        if !allowed {
            let sub = if subresource.is_empty() { String::new() } else { format!("/{subresource}") };
            lacking.push(format!("{verb} {resource}{sub}"));
        }
    }
    match lacking.is_empty() {
        true => say.good("permissions", "doctor-permissions", &[("count", &RIGHTS.len().to_string())]),
        false => say.with_fix("permissions", Health::Bad, "doctor-permissions-lacking", &[("rights", &lacking.join(", "))]),
    }
    Ok(lacking.is_empty())
}

async fn nodes(link: &Link, say: &Say<'_>) -> Result<(), ClusterError> {
    let nodes = link.list(super::nodes::NODES).await?;
    let runtime = nodes.first().map(|node| text(node, "/status/nodeInfo/containerRuntimeVersion")).unwrap_or_default();
    match nodes.is_empty() {
        false => say.good("nodes", "doctor-nodes", &[("count", &nodes.len().to_string()), ("runtime", runtime)]),
        true => {
            say.with_fix("nodes", Health::Warning, "doctor-nodes-unseen", &[]);
            say.skip("images");
            return Ok(());
        }
    }
    let there = images::on_nodes(&nodes);
    let has = |image: &str| there.iter().any(|name| name.ends_with(&format!("/{image}")) || name == image);
    let missing: Vec<_> = IMAGES.into_iter().filter(|image| !has(image)).collect();
    match missing.is_empty() {
        true => say.good("images", "doctor-images", &[("count", &IMAGES.len().to_string())]),
        false => say.with_fix("images", Health::Warning, "doctor-images-missing", &[("images", &missing.join(" "))]),
    }
    Ok(())
}

fn sung(canary: &canary::Canary, say: &Say<'_>) {
    match (canary.connects, canary.enforces) {
        (true, true) if canary.refuses => say.good("policies", "doctor-policies-refuse", &[]),
        (true, true) => say.good("policies", "doctor-policies", &[]),
        (true, false) => say.with_fix("policies", Health::Warning, "doctor-policies-ignored", &[]),
        (false, _) => say.with_fix("policies", Health::Bad, "doctor-network-broken", &[]),
    }
    match canary.resolves {
        true => say.good("dns", "doctor-dns", &[]),
        false => say.with_fix("dns", Health::Bad, "doctor-dns-broken", &[]),
    }
}

/// What the private registry said to the right credential.
fn registry(canary: &canary::Canary, say: &Say<'_>) {
    match canary.registry.as_deref() {
        Some("not_found") => say.good("registry", "doctor-registry", &[]),
        Some("unauthorized") => say.with_fix("registry", Health::Warning, "doctor-registry-denies", &[]),
        _ => say.with_fix("registry", Health::Warning, "doctor-registry-unseen", &[]),
    }
}
