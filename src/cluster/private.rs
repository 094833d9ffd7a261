//! The private registry beside kind's nodes: started, told to the nodes, and filled with what only it has.

use std::time::Duration;

use tokio::sync::mpsc::UnboundedSender;
use tokio::time::{Instant, sleep};

use super::ClusterError;
use super::program::{QUICK, SLOW, aloud, must, run};
use crate::confirm::Event;

/// The registry's container.
pub(super) const REGISTRY: &str = "cofferdam-registry";
/// Its image: registry:2 as the exercises expect it.
const REGISTRY_IMAGE: &str = "registry:2";
/// What marks containers and images of ours.
pub(super) const LABEL: &str = "cofferdam.dev/owner=cluster";
/// `dock_user` / `dock_password`, for the registry's htpasswd (bcrypt, which alone it takes).
const HTPASSWD: &str = include_str!("../../assets/registry.htpasswd");
/// The host names under which the exercises know the registry.
const HOSTS: [&str; 2] = ["registry.lab:5000", "myprivateregistry.com:5000"];
/// The container, never started, whose file system becomes the private images: no builder is needed, and no internet.
pub(super) const PRIVATE_SOURCE: &str = "cofferdam-private";
/// What the private registry holds.
const PRIVATE: [&str; 2] = ["team/web:v1", "nginx:alpine"];
/// How long the registry may take until it listens.
const LISTENING: Duration = Duration::from_secs(20);

type Sender = UnboundedSender<Event>;

/// Starts the registry on kind's network, tells the nodes of the cluster of it, and fills it.
pub(super) async fn registry(sender: &Sender, engine: &str, cluster: &str) -> Result<(), ClusterError> {
    if !runs(sender, engine).await? {
        run(sender, engine, &["rm", "-f", "-v", REGISTRY], "", QUICK).await?;
        // The image's own entry point knows how its program is called.
        let script =
            "mkdir -p /auth && printf '%s\\n' \"$HTPASSWD\" >/auth/htpasswd && exec /entrypoint.sh /etc/docker/registry/config.yml";
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
        aloud(sender, engine, &args, "", SLOW).await?;
    }
    let listed = must(sender, "kind", &["get", "nodes", "--name", cluster], "", QUICK).await?;
    for node in listed.stdout.lines().map(str::trim).filter(|line| !line.is_empty()) {
        for host in HOSTS {
            let hosts = format!("server = \"http://{host}\"\n[host.\"http://{host}\"]\n  capabilities = [\"pull\", \"resolve\"]\n");
            let script = format!("mkdir -p '/etc/containerd/certs.d/{host}' && cat >'/etc/containerd/certs.d/{host}/hosts.toml'");
            must(sender, engine, &["exec", "-i", node, "sh", "-c", &script], &hosts, QUICK).await?;
        }
    }
    match fill(sender, engine).await {
        // What the registry itself said last explains more than that nobody listens.
        Err(_) if !runs(sender, engine).await? => {
            let words = run(sender, engine, &["logs", "--tail", "12", REGISTRY], "", QUICK).await?;
            let said = format!("{}{}", words.stdout, words.stderr).trim().to_owned();
            Err(ClusterError::Program { program: REGISTRY_IMAGE.into(), id: "cluster-program-failed", said })
        }
        outcome => outcome,
    }
}

/// Pushes the private images through the port on this machine: they need digests of their own, or the kubelet takes them
/// for the public image that it has.
async fn fill(sender: &Sender, engine: &str) -> Result<(), ClusterError> {
    let port = must(sender, engine, &["port", REGISTRY, "5000/tcp"], "", QUICK).await?;
    let address = port.stdout.lines().next().unwrap_or_default().trim().to_owned();
    log_in(sender, engine, &address).await?;
    run(sender, engine, &["rm", "-f", PRIVATE_SOURCE], "", QUICK).await?;
    aloud(sender, engine, &["create", "--name", PRIVATE_SOURCE, "--label", LABEL, "nginx:1.31"], "", SLOW).await?;
    for image in PRIVATE {
        let name = format!("{address}/{image}");
        must(sender, engine, &["commit", "--change", "ENV COFFERDAM=private", PRIVATE_SOURCE, &name], "", SLOW).await?;
        must(sender, engine, &[&["push"], in_clear(engine), &[name.as_str()]].concat(), "", SLOW).await?;
        must(sender, engine, &["rmi", &name], "", QUICK).await?;
    }
    must(sender, engine, &["rm", "-f", PRIVATE_SOURCE], "", QUICK).await?;
    must(sender, engine, &["logout", &address], "", QUICK).await.map(|_| ())
}

async fn runs(sender: &Sender, engine: &str) -> Result<bool, ClusterError> {
    let running = run(sender, engine, &["inspect", "--format", "{{.State.Running}}", REGISTRY], "", QUICK).await?;
    Ok(running.stdout.trim() == "true")
}

/// Docker speaks HTTP to this machine unasked, Podman does not.
fn in_clear(engine: &str) -> &'static [&'static str] {
    if engine == "podman" { &["--tls-verify=false"] } else { &[] }
}

/// Logs in, as soon as the registry listens.
async fn log_in(sender: &Sender, engine: &str, address: &str) -> Result<(), ClusterError> {
    let begun = Instant::now();
    loop {
        let args = [&["login"], in_clear(engine), &["--username", "dock_user", "--password-stdin", address]].concat();
        match must(sender, engine, &args, "dock_password", QUICK).await {
            Ok(_) => return Ok(()),
            Err(error) if begun.elapsed() > LISTENING || !runs(sender, engine).await? => return Err(error),
            Err(_) => sleep(Duration::from_millis(500)).await,
        }
    }
}
