//! Whether a cluster does what network policies say, tried before anything is believed: one connection must pass, one must
//! be blocked, and names must resolve. Kept for an hour.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tokio::time::{Instant, sleep};

use super::drive::Brake;
use super::link::{Link, text};
use super::observe::Observer;
use super::runs::{self, Runs};
use super::session::Session;
use super::submit::{STRICT, collection};
use super::{ClusterError, wait};
use crate::probe::{Class, Probe, Target};

/// How long a result counts, in seconds.
const LIFETIME: u64 = 60 * 60;
/// How long policies may take to come into force.
const PATIENCE: Duration = Duration::from_secs(30);
const PORT: u16 = 8080;

/// What a cluster did with two connections and a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Canary {
    /// The cluster: the uid of its `kube-system`, which no other cluster has.
    cluster: String,
    /// Seconds since 1970.
    at: u64,
    /// The forbidden connection was blocked and the other was not.
    pub enforces: bool,
    /// The allowed connection passed at all.
    pub connects: bool,
    /// Forbidden connections are refused at once, not dropped.
    pub refuses: bool,
    /// Names resolve.
    pub resolves: bool,
    /// What the exercises' private registry said to the right credential, asked for an image that is not there: nothing
    /// stays on the node. Only the doctor asks.
    #[serde(default)]
    pub registry: Option<String>,
}

/// The canary's result: kept, or found out now.
pub(super) async fn sing(link: &Link, runs: &Runs, folder: &Path, fresh: bool, brake: &Brake) -> Result<Canary, ClusterError> {
    let cluster = link.must("GET", "/api/v1/namespaces/kube-system", None).await?;
    let cluster = text(&cluster, "/metadata/uid").to_owned();
    let path = folder.join("canary.json");
    let known: Option<Canary> = std::fs::read(&path).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok());
    if let Some(known) = known.filter(|known| !fresh && known.cluster == cluster && runs::now().abs_diff(known.at) < LIFETIME) {
        return Ok(known);
    }
    link.stage("confirm-stage-canary", &[]);
    let canary = try_it(link, runs, cluster, fresh, brake).await?;
    keep(&path, &canary);
    Ok(canary)
}

/// A result that cannot be kept is found out again.
fn keep(path: &PathBuf, canary: &Canary) {
    if let (Some(folder), Ok(bytes)) = (path.parent(), serde_json::to_vec(canary)) {
        let _ = std::fs::create_dir_all(folder);
        let _ = std::fs::write(path, bytes);
    }
}

async fn try_it(link: &Link, runs: &Runs, cluster: String, registry: bool, brake: &Brake) -> Result<Canary, ClusterError> {
    let image = image(link).await?;
    let mut session = Session::new(link, runs, "canary", BTreeSet::from(["canary".to_owned()]));
    let stay = async {
        let plan = crate::confirm::Plan { scenario: "canary".into(), namespace: "canary".into(), ..Default::default() };
        session.furnish(&plan).await?;
        let namespace = session.names.real("canary");
        let private = if registry { private().to_vec() } else { Vec::new() };
        for manifest in manifests(&image).into_iter().chain(private) {
            let path = collection(&manifest, Some(&namespace)).unwrap_or_default();
            link.must("POST", &format!("{path}?{STRICT}"), Some(&manifest)).await?;
        }
        wait::settled(link, &session.names, &[namespace]).await?;
        observe(&session, cluster, registry).await
    };
    let outcome = brake.guard(stay).await;
    session.leave(outcome, brake).await.map(|(canary, _)| canary)
}

/// An image with `nc` that the nodes have; else the smallest that Docker Hub has.
async fn image(link: &Link) -> Result<String, ClusterError> {
    let images = super::images::on_nodes(&link.list(super::nodes::NODES).await?);
    Ok(images.into_iter().find(|name| name.contains("busybox")).unwrap_or_else(|| "busybox:1.37".into()))
}

fn manifests(image: &str) -> [Value; 4] {
    let pod = |name: &str, command: Value| {
        json!({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": name, "labels": {"app": name}}, "spec": {
            "terminationGracePeriodSeconds": 0, "automountServiceAccountToken": false, "securityContext": {"runAsUser": 65534, "runAsNonRoot": true,
            "seccompProfile": {"type": "RuntimeDefault"}}, "containers": [{"name": "main", "image": image, "imagePullPolicy": "IfNotPresent",
            "command": command, "securityContext": {"allowPrivilegeEscalation": false, "capabilities": {"drop": ["ALL"]}}}]}})
    };
    let server = || json!(["nc", "-lk", "-p", PORT.to_string(), "-e", "true"]);
    [
        json!({"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "metadata": {"name": "closed"},
            "spec": {"podSelector": {"matchLabels": {"app": "closed"}}, "policyTypes": ["Ingress"]}}),
        pod("open", server()),
        pod("closed", server()),
        pod("client", json!(["sleep", "600"])),
    ]
}

/// A Pod that asks the private registry for an image it does not have.
fn private() -> [Value; 2] {
    let login = json!({"auths": {"registry.lab:5000": {"username": "dock_user", "password": "dock_password"}}}).to_string();
    [
        json!({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "login"}, "type": "kubernetes.io/dockerconfigjson",
            "stringData": {".dockerconfigjson": login}}),
        json!({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "private"}, "spec": {"imagePullSecrets": [{"name": "login"}],
            "automountServiceAccountToken": false, "containers": [{"name": "main", "image": "registry.lab:5000/team/none:none"}]}}),
    ]
}

async fn observe(session: &Session<'_>, cluster: String, registry: bool) -> Result<Canary, ClusterError> {
    let observer = Observer { link: session.link, names: &session.names };
    let (to_open, to_closed) = (address(&observer, "open").await?, address(&observer, "closed").await?);
    let (open, closed, name) = tokio::try_join!(
        class(&observer, &to_open, PORT, &[Class::Open]),
        class(&observer, &to_closed, PORT, &[Class::Timeout, Class::Refused]),
        class(&observer, "kubernetes.default.svc.cluster.local", 443, &[Class::Open]),
    )?;
    let pulled = match registry {
        true => observer.observe(&Probe::Pull(target("private"))).await?.map(|answer| answer.class.to_string()),
        false => None,
    };
    let connects = open == Class::Open;
    Ok(Canary {
        cluster,
        at: runs::now(),
        enforces: connects && matches!(closed, Class::Timeout | Class::Refused),
        connects,
        refuses: closed == Class::Refused,
        resolves: !matches!(name, Class::DnsFail),
        registry: pulled,
    })
}

async fn address(observer: &Observer<'_>, pod: &str) -> Result<String, ClusterError> {
    let target = target(pod);
    let end = Instant::now() + PATIENCE;
    loop {
        let found = observer.pod(&target).await?.and_then(|pod| pod.status?.pod_ip);
        match found {
            Some(address) => return Ok(address),
            None if Instant::now() < end => sleep(Duration::from_millis(300)).await,
            None => {
                let state = observer.pod(&target).await?.map(|pod| wait::describe(&pod)).unwrap_or_default();
                return Err(ClusterError::TimedOut { id: "cluster-no-address", what: pod.into(), seconds: PATIENCE.as_secs(), state });
            }
        }
    }
}

fn target(pod: &str) -> Target {
    Target { namespace: "canary".into(), pod: pod.into(), container: None }
}

/// What a connection comes to, after two equal answers that were hoped for, or when time is over.
async fn class(observer: &Observer<'_>, host: &str, port: u16, hoped: &[Class]) -> Result<Class, ClusterError> {
    let command = ["nc", "-zv", "-w", "2", host, &port.to_string()].map(str::to_owned).to_vec();
    let probe = Probe::Exec { target: target("client"), command };
    let begun = Instant::now();
    let mut before = None;
    loop {
        let class = observer.observe(&probe).await?.map_or(Class::Other, |answer| answer.class);
        let twice = before.as_ref() == Some(&class);
        if (twice && hoped.contains(&class)) || begun.elapsed() > PATIENCE / 2 {
            return Ok(class);
        }
        before = Some(class);
        sleep(Duration::from_millis(500)).await;
    }
}
