//! Our own cluster: kind's nodes and, beside them, a private registry. Each step is left out when it is done already, so
//! that an interrupted creation goes on where it was.

use std::path::Path;
use std::time::Duration;

use tokio::sync::mpsc::UnboundedSender;

use super::ClusterError;
use super::drive::Brake;
use super::program::{self, must, run};
use crate::confirm::{Event, Profile};
use crate::locale::Sentence;

/// kind's name for it; its context is `kind-cofferdam`.
pub(super) const NAME: &str = "cofferdam";
/// The registry's container.
const REGISTRY: &str = "cofferdam-registry";
/// Its image: registry:2 as the exercises expect it.
const REGISTRY_IMAGE: &str = "registry:2";
/// What marks containers and images of ours.
const LABEL: &str = "cofferdam.dev/owner=cluster";
/// `dock_user` / `dock_password`, for the registry's htpasswd (bcrypt, which alone it takes).
const HTPASSWD: &str = include_str!("../../assets/registry.htpasswd");
/// The host names under which the exercises know the registry.
const HOSTS: [&str; 2] = ["registry.lab:5000", "myprivateregistry.com:5000"];
/// What exercises run.
const IMAGES: [&str; 6] = ["busybox:1.28", "busybox:1.37", "ubuntu:22.04", "ubuntu:24.04", "nginx:1.31", "redis:8"];
/// The container, never started, whose file system becomes the private images: no builder is needed, and no internet.
const PRIVATE_SOURCE: &str = "cofferdam-private";
/// What the private registry holds.
const PRIVATE: [&str; 2] = ["team/web:v1", "nginx:alpine"];

const QUICK: Duration = Duration::from_secs(30);
const SLOW: Duration = Duration::from_secs(900);

type Sender = UnboundedSender<Event>;

/// docker, or podman where that is all there is: as kind itself chooses.
pub(super) fn engine() -> &'static str {
    let asked = std::env::var("KIND_EXPERIMENTAL_PROVIDER").unwrap_or_default();
    match asked.as_str() {
        "podman" => "podman",
        "nerdctl" => "nerdctl",
        _ if program::find("docker").is_none() && program::find("podman").is_some() => "podman",
        _ => "docker",
    }
}

/// Whether kind has our cluster; `None` without kind, or where it cannot be asked.
pub(super) async fn exists(sender: &Sender) -> Option<bool> {
    let ended = run(sender, "kind", &["get", "clusters"], "", QUICK).await.ok()?;
    (ended.code == 0).then(|| ended.stdout.lines().any(|line| line.trim() == NAME))
}

/// Makes the cluster, the registry and the images in them.
pub(super) async fn create(profile: &Profile, sender: &Sender, brake: &Brake) -> Result<(), ClusterError> {
    let mut steps = Steps { sender, done: 0, total: if profile.registry { 4 } else { 3 } };
    steps.next("confirm-step-nodes");
    brake.guard(daemon(sender)).await?;
    let existed = brake.guard(async { Ok(exists(sender).await) }).await? == Some(true);
    if !existed {
        let made = brake.guard(nodes(profile, sender)).await;
        if let Err(error) = made {
            // Half a cluster helps nobody, and its name would be taken.
            let _ = run(sender, "kind", &["delete", "cluster", "--name", NAME], "", SLOW).await;
            return Err(error);
        }
    }
    steps.next("confirm-step-images");
    brake.guard(load(profile, sender)).await?;
    if profile.registry {
        steps.next("confirm-step-registry");
        brake.guard(registry(sender)).await?;
    }
    steps.next("confirm-step-done");
    Ok(())
}

/// Deletes the cluster and the registry; whether there was one.
pub(super) async fn delete(sender: &Sender) -> Result<bool, ClusterError> {
    let existed = exists(sender).await;
    if existed == Some(true) {
        must(sender, "kind", &["delete", "cluster", "--name", NAME], "", SLOW).await?;
    } else if existed.is_none() {
        // Says what is missing.
        must(sender, "kind", &["get", "clusters"], "", QUICK).await?;
    }
    let found =
        run(sender, engine(), &["ps", "-aq", "--filter", &format!("name=^{REGISTRY}$"), "--filter", &format!("label={LABEL}")], "", QUICK)
            .await?;
    if !found.stdout.trim().is_empty() {
        must(sender, engine(), &["rm", "-f", "-v", REGISTRY], "", QUICK).await?;
    }
    Ok(existed == Some(true) || !found.stdout.trim().is_empty())
}

struct Steps<'s> {
    sender: &'s Sender,
    done: usize,
    total: usize,
}

impl Steps<'_> {
    fn next(&mut self, id: &str) {
        let _ = self.sender.send(Event::Stage(Sentence::new(id, &[])));
        let _ = self.sender.send(Event::Progress { done: self.done, total: self.total });
        self.done += 1;
    }
}

async fn daemon(sender: &Sender) -> Result<(), ClusterError> {
    must(sender, "kind", &["version"], "", QUICK).await?;
    must(sender, engine(), &["version"], "", QUICK).await.map(|_| ())
}

async fn nodes(profile: &Profile, sender: &Sender) -> Result<(), ClusterError> {
    let image = match &profile.image {
        Some(image) => Some(image.clone()),
        None => cached(sender).await,
    };
    let config = config(profile);
    let mut args = vec!["create", "cluster", "--name", NAME, "--config", "-", "--wait", "120s"];
    if let Some(image) = &image {
        args.extend(["--image", image]);
    }
    must(sender, "kind", &args, &config, SLOW).await.map(|_| ())
}

/// The newest node image of the local engine: nothing is pulled where one is there.
async fn cached(sender: &Sender) -> Option<String> {
    let listed = run(sender, engine(), &["images", "kindest/node", "--format", "{{.Repository}}:{{.Tag}}"], "", QUICK).await.ok()?;
    let found = listed.stdout.lines().map(str::trim).find(|line| line.starts_with("kindest/node:") && !line.ends_with("<none>"));
    found.map(str::to_owned)
}

/// kind's configuration (`kind.x-k8s.io/v1alpha4`): containerd looks for registries below `certs.d`.
fn config(profile: &Profile) -> String {
    let workers = "- role: worker\n".repeat(profile.workers);
    format!(
        "kind: Cluster\napiVersion: kind.x-k8s.io/v1alpha4\nname: {NAME}\nnodes:\n- role: control-plane\n{workers}containerdConfigPatches:\n- |-\n  \
         [plugins.\"io.containerd.cri.v1.images\".registry]\n    config_path = \"/etc/containerd/certs.d\"\n"
    )
}

/// Loads what the local engine or a folder of archives has; what is nowhere is told.
async fn load(profile: &Profile, sender: &Sender) -> Result<(), ClusterError> {
    if let Some(folder) = &profile.archives {
        for archive in archives(folder)? {
            must(sender, "kind", &["load", "image-archive", &archive, "--name", NAME], "", SLOW).await?;
        }
        return Ok(());
    }
    for image in IMAGES {
        let there = run(sender, engine(), &["image", "inspect", "--format", "{{.Id}}", image], "", QUICK).await?;
        if there.code == 0 {
            must(sender, "kind", &["load", "docker-image", image, "--name", NAME], "", SLOW).await?;
        } else {
            let _ = sender.send(Event::Note(Sentence::new("confirm-image-not-here", &[("image", image), ("engine", engine())])));
        }
    }
    Ok(())
}

fn archives(folder: &Path) -> Result<Vec<String>, ClusterError> {
    let unreadable = |error: std::io::Error| ClusterError::Program {
        program: folder.display().to_string(),
        id: "cluster-archives",
        said: error.to_string(),
    };
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.extension().is_some_and(|extension| extension == "tar" || extension == "gz") {
            found.push(path.display().to_string());
        }
    }
    found.sort();
    match found.is_empty() {
        true => Err(unreadable(std::io::ErrorKind::NotFound.into())),
        false => Ok(found),
    }
}

/// Starts the registry on kind's network, tells the nodes of it, and fills it.
async fn registry(sender: &Sender) -> Result<(), ClusterError> {
    let engine = engine();
    let running = run(sender, engine, &["inspect", "--format", "{{.State.Running}}", REGISTRY], "", QUICK).await?;
    if running.stdout.trim() != "true" {
        let _ = run(sender, engine, &["rm", "-f", "-v", REGISTRY], "", QUICK).await;
        let script = "mkdir -p /auth && printf '%s\\n' \"$HTPASSWD\" >/auth/htpasswd && exec registry serve \"${REGISTRY_CONFIG:-/etc/docker/registry/config.yml}\"";
        let password = format!("HTPASSWD={}", HTPASSWD.trim());
        let args = [
            "run",
            "-d",
            "--name",
            REGISTRY,
            "--label",
            LABEL,
            "--network",
            "kind",
            "--network-alias",
            "registry.lab",
            "--network-alias",
            "myprivateregistry.com",
            "-p",
            "127.0.0.1::5000",
            "-e",
            &password,
            "-e",
            "REGISTRY_AUTH=htpasswd",
            "-e",
            "REGISTRY_AUTH_HTPASSWD_REALM=registry.lab",
            "-e",
            "REGISTRY_AUTH_HTPASSWD_PATH=/auth/htpasswd",
            "--entrypoint",
            "/bin/sh",
            REGISTRY_IMAGE,
            "-c",
            script,
        ];
        must(sender, engine, &args, "", SLOW).await?;
    }
    let listed = must(sender, "kind", &["get", "nodes", "--name", NAME], "", QUICK).await?;
    for node in listed.stdout.lines().map(str::trim).filter(|line| !line.is_empty()) {
        for host in HOSTS {
            let hosts = format!("server = \"http://{host}\"\n[host.\"http://{host}\"]\n  capabilities = [\"pull\", \"resolve\"]\n");
            let script = format!("mkdir -p '/etc/containerd/certs.d/{host}' && cat >'/etc/containerd/certs.d/{host}/hosts.toml'");
            must(sender, engine, &["exec", "-i", node, "sh", "-c", &script], &hosts, QUICK).await?;
        }
    }
    fill(sender, engine).await
}

/// Pushes the private images through the port on this machine: they need digests of their own, or the kubelet takes them
/// for the public image that it has.
async fn fill(sender: &Sender, engine: &str) -> Result<(), ClusterError> {
    let port = must(sender, engine, &["port", REGISTRY, "5000/tcp"], "", QUICK).await?;
    let address = port.stdout.lines().next().unwrap_or_default().trim().to_owned();
    must(sender, engine, &["login", "--username", "dock_user", "--password-stdin", &address], "dock_password", QUICK).await?;
    let _ = run(sender, engine, &["rm", "-f", PRIVATE_SOURCE], "", QUICK).await;
    must(sender, engine, &["create", "--name", PRIVATE_SOURCE, "--label", LABEL, "nginx:1.31"], "", SLOW).await?;
    for image in PRIVATE {
        let name = format!("{address}/{image}");
        must(sender, engine, &["commit", "--change", "ENV COFFERDAM=private", PRIVATE_SOURCE, &name], "", SLOW).await?;
        must(sender, engine, &["push", &name], "", SLOW).await?;
        must(sender, engine, &["rmi", &name], "", QUICK).await?;
    }
    must(sender, engine, &["rm", "-f", PRIVATE_SOURCE], "", QUICK).await?;
    must(sender, engine, &["logout", &address], "", QUICK).await.map(|_| ())
}
