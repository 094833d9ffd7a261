//! Our own cluster: kind's nodes and, beside them, a private registry. Each step is left out when it is done already, so
//! that an interrupted creation goes on where it was.

use std::path::Path;
use std::time::Duration;

use tokio::sync::mpsc::UnboundedSender;
use tokio::time::{Instant, sleep};

use super::ClusterError;
use super::drive::Brake;
use super::private::{self, LABEL, PRIVATE_SOURCE, REGISTRY};
use super::program::{self, QUICK, SLOW, aloud, must, run};
use crate::confirm::{Event, Profile};
use crate::locale::Sentence;

/// kind's name for it; its context is `kind-cofferdam`.
const NAME: &str = "cofferdam";
/// What exercises run.
const IMAGES: [&str; 6] = ["busybox:1.28", "busybox:1.37", "ubuntu:22.04", "ubuntu:24.04", "nginx:1.31", "redis:8"];
/// The administrator's kubeconfig on a control plane that kubeadm has begun to make.
const ADMIN: &str = "/etc/kubernetes/admin.conf";
/// How long a cluster whose nodes were stopped may take to answer again.
const WAKING: Duration = Duration::from_secs(90);

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
    let mut steps = Steps { sender, done: 0, total: if profile.registry { 3 } else { 2 } };
    steps.next("confirm-step-nodes");
    brake.guard(daemon(sender)).await?;
    let existed = brake.guard(async { Ok(exists(sender).await) }).await? == Some(true);
    if !existed || !brake.guard(resume(sender)).await? {
        if existed {
            let _ = sender.send(Event::Note(Sentence::new("confirm-unfinished", &[])));
            brake.guard(unmake(sender)).await?;
        }
        if let Err(error) = brake.guard(nodes(profile, sender)).await {
            // Half a cluster helps nobody, and its name would be taken.
            let _ = unmake(sender).await;
            return Err(error.leaving("cluster-stopped-undone"));
        }
    }
    let rest = async {
        steps.next("confirm-step-images");
        load(profile, sender).await?;
        if profile.registry {
            steps.next("confirm-step-registry");
            private::registry(sender, engine(), NAME).await?;
        }
        Ok(())
    };
    brake.guard(rest).await.map_err(|error| error.leaving("cluster-stopped-resumable"))?;
    steps.next("confirm-step-done");
    Ok(())
}

async fn unmake(sender: &Sender) -> Result<(), ClusterError> {
    must(sender, "kind", &["delete", "cluster", "--name", NAME], "", SLOW).await.map(|_| ())
}

/// Goes on with a cluster that is there: starts its nodes if they were stopped, and makes sure that the kubeconfig names it.
/// `false` if its making never came to an end: killed, kind leaves nodes without Kubernetes, or without each other.
async fn resume(sender: &Sender) -> Result<bool, ClusterError> {
    let engine = engine();
    let listed = must(sender, "kind", &["get", "nodes", "--name", NAME], "", QUICK).await?;
    let nodes: Vec<_> = listed.stdout.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    for node in &nodes {
        must(sender, engine, &["start", node], "", QUICK).await?;
    }
    let control_plane = format!("{NAME}-control-plane");
    let begun = Instant::now();
    loop {
        let finished = run(sender, engine, &["exec", &control_plane, "test", "-f", ADMIN], "", QUICK).await?;
        if finished.code != 0 {
            return Ok(false);
        }
        let args = [
            "exec",
            &control_plane,
            "kubectl",
            "--kubeconfig",
            ADMIN,
            "--request-timeout",
            "5s",
            "get",
            "nodes,storageclasses",
            "-o",
            "name",
        ];
        let known = run(sender, engine, &args, "", QUICK).await?;
        if known.code == 0 {
            // The storage class comes after the network plug-in, the workers after both.
            let has = |wanted: &str| known.stdout.lines().any(|line| line.trim() == wanted);
            let whole = nodes.iter().all(|node| has(&format!("node/{node}"))) && known.stdout.contains("storageclass.storage.k8s.io/");
            if whole {
                must(sender, "kind", &["export", "kubeconfig", "--name", NAME], "", QUICK).await?;
            }
            return Ok(whole);
        }
        if begun.elapsed() > WAKING {
            return Err(ClusterError::Program { program: NAME.into(), id: "cluster-program-half", said: known.stderr.trim().to_owned() });
        }
        sleep(Duration::from_secs(1)).await;
    }
}

/// Deletes the cluster and the registry; whether there was one.
pub(super) async fn delete(sender: &Sender, brake: &Brake) -> Result<bool, ClusterError> {
    brake.guard(remove(sender)).await.map_err(|error| error.leaving("cluster-stopped-deleting"))
}

async fn remove(sender: &Sender) -> Result<bool, ClusterError> {
    let existed = exists(sender).await;
    if existed == Some(true) {
        unmake(sender).await?;
    } else if existed.is_none() {
        // Says what is missing.
        must(sender, "kind", &["get", "clusters"], "", QUICK).await?;
    }
    let mut found = false;
    for container in [REGISTRY, PRIVATE_SOURCE] {
        let filters = [format!("name=^{container}$"), format!("label={LABEL}")];
        let listed = run(sender, engine(), &["ps", "-aq", "--filter", &filters[0], "--filter", &filters[1]], "", QUICK).await?;
        if !listed.stdout.trim().is_empty() {
            must(sender, engine(), &["rm", "-f", "-v", container], "", QUICK).await?;
            found = true;
        }
    }
    Ok(existed == Some(true) || found)
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
    aloud(sender, "kind", &args, &config, SLOW).await.map(|_| ())
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
            let _ = sender.send(Event::Stage(Sentence::new("confirm-stage-load", &[("image", &archive)])));
            must(sender, "kind", &["load", "image-archive", &archive, "--name", NAME], "", SLOW).await?;
        }
        return Ok(());
    }
    for image in IMAGES {
        // Podman finds an image by a short name that the nodes would not know it by.
        let name = if engine() == "podman" { format!("docker.io/library/{image}") } else { image.to_owned() };
        let there = run(sender, engine(), &["image", "inspect", "--format", "{{.Id}}", &name], "", QUICK).await?;
        if there.code == 0 {
            let _ = sender.send(Event::Stage(Sentence::new("confirm-stage-load", &[("image", image)])));
            match engine() {
                "podman" => load_saved(&name, sender).await?,
                _ => must(sender, "kind", &["load", "docker-image", image, "--name", NAME], "", SLOW).await.map(drop)?,
            }
        } else {
            let _ = sender.send(Event::Note(Sentence::new("confirm-image-not-here", &[("image", image), ("engine", engine())])));
        }
    }
    Ok(())
}

/// `kind load docker-image` asks Docker alone, whatever the provider (kind 0.33, `pkg/cmd/kind/load/docker-image`): an image of
/// Podman's goes by way of an archive.
async fn load_saved(image: &str, sender: &Sender) -> Result<(), ClusterError> {
    let failed =
        |error: std::io::Error| ClusterError::Program { program: engine().into(), id: "cluster-program-failed", said: error.to_string() };
    let folder = tempfile::tempdir().map_err(failed)?;
    let archive = folder.path().join("image.tar").display().to_string();
    must(sender, engine(), &["save", "--format", "docker-archive", "--output", &archive, image], "", SLOW).await?;
    must(sender, "kind", &["load", "image-archive", &archive, "--name", NAME], "", SLOW).await.map(drop)
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
