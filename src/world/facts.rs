//! What is true of a cluster and no manifest says: the keys of a scenario's `world:` and of a `--world` file.
//!
//! Every key has a default, and the defaults together are an ordinary kind cluster: one worker, containerd 2,
//! a network plug-in that enforces policies by dropping, Docker Hub within reach, no AppArmor, no SELinux.

use std::collections::BTreeMap;
use std::net::IpAddr;

use serde::Deserialize;

use super::image::Image;
use super::release::Release;
use crate::probe::Port;

/// What is true and no manifest says.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct Facts {
    /// The Kubernetes version of API server and nodes, with or without its patch (`1.35`, `1.35.4`).
    pub version: Release,
    /// The nodes; Pods go to the first that their `nodeSelector` allows.
    pub nodes: Vec<Node>,
    /// The container runtime of every node.
    pub runtime: Runtime,
    /// The network plug-in and the Service proxy.
    pub network: Network,
    /// Registries besides Docker Hub; an entry for `docker.io` replaces it.
    pub registries: Vec<Registry>,
    /// Whether names and addresses outside the cluster can be reached at all.
    pub internet: bool,
    /// Images that `assets/images.yaml` does not know, or knows otherwise.
    pub images: Vec<Image>,
    /// Images that are built from Dockerfiles of the learner's.
    pub builds: Vec<Build>,
    /// Hosts outside the cluster.
    pub outside: Vec<Outside>,
    /// Ports on which Pods (`namespace/name`) listen besides those that their images and commands open.
    pub listeners: BTreeMap<String, Vec<Port>>,
    /// AppArmor on the nodes.
    pub app_armor: AppArmor,
    /// Whether the nodes have SELinux.
    pub selinux: bool,
    /// Seccomp profiles below the kubelet's `seccomp` directory.
    pub seccomp: Vec<SeccompProfile>,
    /// Unsafe sysctls that the kubelet allows (`--allowed-unsafe-sysctls`), `net.*` patterns included.
    pub sysctls: Vec<String>,
    /// Directories and files of the nodes that hostPath volumes can show.
    pub host_paths: Vec<super::image::File>,
    /// The cluster's own StorageClasses, each with a provisioner at work; the first is the default.
    pub storage_classes: Vec<StorageClass>,
    /// The date at which everything happens, `2026-11-21T08:00:00Z`.
    pub now: String,
}

impl Default for Facts {
    fn default() -> Self {
        Self {
            version: Release::default(),
            nodes: vec![Node::default()],
            runtime: Runtime::default(),
            network: Network::default(),
            registries: Vec::new(),
            internet: true,
            images: Vec::new(),
            builds: Vec::new(),
            outside: Vec::new(),
            listeners: BTreeMap::new(),
            app_armor: AppArmor::default(),
            selinux: false,
            seccomp: Vec::new(),
            sysctls: Vec::new(),
            host_paths: Vec::new(),
            storage_classes: vec![StorageClass::default()],
            now: "2026-11-21T08:00:00Z".into(),
        }
    }
}

/// An image that is built on a node from a Dockerfile of the learner's, anew at every change.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Build {
    /// The name that it gets (`docker build --tag`).
    pub image: String,
    /// The learner's file.
    #[serde(default = "dockerfile")]
    pub dockerfile: String,
    /// The directory that it is built from: paths below it, with their modes and texts.
    #[serde(default)]
    pub context: Vec<super::image::File>,
    /// The node; absent: every one.
    #[serde(default)]
    pub node: Option<String>,
}

fn dockerfile() -> String {
    "Dockerfile".into()
}

/// A StorageClass whose volumes somebody makes.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct StorageClass {
    /// Its name.
    pub name: String,
    /// Who makes its volumes.
    pub provisioner: String,
    /// When they are made.
    pub binding: Binding,
}

impl Default for StorageClass {
    /// What kind puts into every cluster.
    fn default() -> Self {
        Self { name: "standard".into(), provisioner: "rancher.io/local-path".into(), binding: Binding::WaitForFirstConsumer }
    }
}

/// `volumeBindingMode`
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
pub enum Binding {
    /// As soon as a claim is there.
    #[default]
    Immediate,
    /// When a Pod needs it.
    WaitForFirstConsumer,
}

impl Binding {
    /// As the API writes it.
    pub fn word(self) -> &'static str {
        match self {
            Binding::Immediate => "Immediate",
            Binding::WaitForFirstConsumer => "WaitForFirstConsumer",
        }
    }
}

/// A node.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct Node {
    /// Its name, and its host name.
    pub name: String,
    /// Its address.
    pub address: IpAddr,
    /// Its labels, besides those that its kubelet sets.
    pub labels: BTreeMap<String, String>,
    /// The images on it.
    pub images: Vec<CachedImage>,
}

impl Default for Node {
    fn default() -> Self {
        Self { name: "kind-worker".into(), address: IpAddr::from([172, 18, 0, 2]), labels: BTreeMap::new(), images: Vec::new() }
    }
}

impl Node {
    /// What every node has for its Pods.
    pub const ALLOCATABLE: [(&'static str, &'static str); 5] =
        [("cpu", "4"), ("ephemeral-storage", "61255492Ki"), ("hugepages-2Mi", "0"), ("memory", "8140728Ki"), ("pods", "110")];

    /// Every label: what a kubelet sets on its own node (`pkg/kubelet/kubelet_node_status.go`, v1.35), and what is written.
    pub fn all_labels(&self) -> BTreeMap<&str, &str> {
        let own = [
            ("beta.kubernetes.io/arch", "amd64"),
            ("beta.kubernetes.io/os", "linux"),
            ("kubernetes.io/arch", "amd64"),
            ("kubernetes.io/hostname", self.name.as_str()),
            ("kubernetes.io/os", "linux"),
        ];
        let written = self.labels.iter().map(|(key, value)| (key.as_str(), value.as_str()));
        own.into_iter().chain(written).collect()
    }
}

/// An image on a node: the name alone when someone put it there (`kind load`), a mapping when the kubelet pulled it.
#[derive(Clone, Debug, Deserialize)]
#[serde(from = "CachedImageForm")]
pub struct CachedImage {
    /// Its reference.
    pub image: String,
    /// What the kubelet recorded when it pulled the image; `None` for images that it did not pull.
    pub pulled: Option<PulledWith>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum CachedImageForm {
    Name(String),
    Pulled(PulledImage),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct PulledImage {
    image: String,
    #[serde(default)]
    pulled: Option<PulledWith>,
}

impl From<CachedImageForm> for CachedImage {
    fn from(form: CachedImageForm) -> Self {
        match form {
            CachedImageForm::Name(image) => Self { image, pulled: None },
            CachedImageForm::Pulled(form) => Self { image: form.image, pulled: form.pulled },
        }
    }
}

/// The kubelet's record of a pull (Kubernetes `pkg/kubelet/images/pullmanager`, on by default from 1.35).
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct PulledWith {
    /// The Secret, as `namespace/name`.
    pub secret: Option<String>,
    /// The user of its credential.
    pub username: Option<String>,
    /// The password of its credential.
    pub password: Option<String>,
    /// The pull needed no credential: every Pod may use the image.
    pub anonymous: bool,
}

/// The container runtime.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct Runtime {
    /// `containerd` or `cri-o`.
    pub name: RuntimeName,
    /// Its version, as `kubectl get nodes -o wide` shows it.
    pub version: String,
    /// The capabilities of a container that asks for none, without `CAP_`. Absent: the runtime's own.
    pub capabilities: Option<Vec<String>>,
    /// Capabilities that the node itself lacks and no container can have.
    pub withheld: Vec<String>,
    /// Whether ports below 1024 are open to all (`enable_unprivileged_ports`; containerd 2: yes).
    pub unprivileged_ports: bool,
    /// Whether `ping_group_range` is open to all (`enable_unprivileged_icmp`; containerd 2: yes).
    pub unprivileged_ping: bool,
    /// Whether `hostUsers: false` works.
    pub user_namespaces: bool,
    /// Whether `supplementalGroupsPolicy: Strict` works.
    pub supplemental_groups_policy: bool,
    /// The kubelet's `seccompDefault`: RuntimeDefault instead of Unconfined.
    pub seccomp_default: bool,
    /// Paths below `/proc` that this kernel has, of those the runtime masks or makes read-only.
    pub proc: Vec<String>,
}

impl Default for Runtime {
    fn default() -> Self {
        Self {
            name: RuntimeName::Containerd,
            version: "2.1.4".into(),
            capabilities: None,
            withheld: Vec::new(),
            unprivileged_ports: true,
            unprivileged_ping: true,
            user_namespaces: true,
            supplemental_groups_policy: true,
            seccomp_default: false,
            proc: ["acpi", "bus", "fs", "interrupts", "irq", "kcore", "keys", "sys", "sysrq-trigger", "timer_list"]
                .map(Into::into)
                .to_vec(),
        }
    }
}

/// Runtimes that differ in what the learner sees.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RuntimeName {
    /// containerd
    #[default]
    Containerd,
    /// CRI-O: fewer default capabilities, and a passwd entry for a uid that has none.
    #[serde(rename = "cri-o")]
    CriO,
}

/// The cluster's network.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct Network {
    /// The plug-in's name.
    pub plugin: String,
    /// Whether it enforces NetworkPolicy.
    pub enforces: bool,
    /// How a forbidden connection ends.
    pub denied: Denied,
    /// How a connection to a Service without endpoints ends.
    pub no_endpoints: Denied,
    /// How one to a Service address that nobody has ends, or to a port that its Service does not list: no rule of kube-proxy's translates
    /// it, and the node's own routes decide.
    pub no_service: Denied,
    /// The range of Pod addresses.
    pub pods: String,
    /// The range of Service addresses.
    pub services: String,
    /// The address of the cluster's DNS Service.
    pub dns: IpAddr,
}

impl Network {
    /// The node's own address among those of its Pods: the first of their range.
    pub fn gateway(&self) -> String {
        let first = self.pods.split('/').next().and_then(|address| address.parse::<std::net::Ipv4Addr>().ok());
        first.map_or_else(String::new, |first| std::net::Ipv4Addr::from(u32::from(first).wrapping_add(1)).to_string())
    }
}

impl Default for Network {
    fn default() -> Self {
        Self {
            plugin: "kindnet".into(),
            enforces: true,
            denied: Denied::Timeout,
            no_endpoints: Denied::Refused,
            no_service: Denied::Timeout,
            pods: "10.244.0.0/16".into(),
            services: "10.96.0.0/16".into(),
            dns: IpAddr::from([10, 96, 0, 10]),
        }
    }
}

/// How a connection that goes nowhere ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Denied {
    /// Packets are dropped: the client waits in vain.
    Timeout,
    /// The client is told at once that nobody listens.
    Refused,
    /// The client is told that no way leads there (ICMP host unreachable).
    Unreachable,
}

/// A registry.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct Registry {
    /// Host and port as images name it.
    pub host: String,
    /// Other names of the same registry.
    pub aliases: Vec<String>,
    /// Its address.
    pub address: Option<IpAddr>,
    /// Whether it answers.
    pub reachable: bool,
    /// Whether it speaks plain HTTP.
    pub insecure: bool,
    /// Users and their passwords.
    pub users: BTreeMap<String, String>,
    /// Whether every repository needs a user.
    pub private: bool,
    /// Repositories (`team/web`) and their tags.
    pub repositories: BTreeMap<String, Repository>,
}

impl Default for Registry {
    fn default() -> Self {
        Self {
            host: String::new(),
            aliases: Vec::new(),
            address: None,
            reachable: true,
            insecure: false,
            users: BTreeMap::new(),
            private: false,
            repositories: BTreeMap::new(),
        }
    }
}

/// A repository: a list of tags, or tags with a word on who may pull.
#[derive(Clone, Debug, Deserialize)]
#[serde(from = "RepositoryForm")]
pub struct Repository {
    /// Its tags and digests.
    pub tags: Vec<String>,
    /// Whether it needs a user; absent: as its registry.
    pub private: Option<bool>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum RepositoryForm {
    Tags(Vec<String>),
    Full(RepositoryMapping),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct RepositoryMapping {
    tags: Vec<String>,
    #[serde(default)]
    private: Option<bool>,
}

impl From<RepositoryForm> for Repository {
    fn from(form: RepositoryForm) -> Self {
        match form {
            RepositoryForm::Tags(tags) => Self { tags, private: None },
            RepositoryForm::Full(form) => Self { tags: form.tags, private: form.private },
        }
    }
}

/// A host outside the cluster.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Outside {
    /// What lessons call it, and the name that DNS knows.
    pub name: String,
    /// Its address.
    pub ip: IpAddr,
    /// Ports on which it listens.
    #[serde(default)]
    pub ports: Vec<Port>,
}

/// AppArmor on the nodes.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct AppArmor {
    /// Whether the kernel has it.
    pub enabled: bool,
    /// Profiles that are loaded.
    pub profiles: Vec<String>,
}

/// A seccomp profile on the nodes: its path alone, or with the system calls it refuses.
#[derive(Clone, Debug, Deserialize)]
#[serde(from = "SeccompForm")]
pub struct SeccompProfile {
    /// Path below the kubelet's `seccomp` directory (`profiles/audit.json`).
    pub path: String,
    /// System calls that fail with EPERM.
    pub denies: Vec<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum SeccompForm {
    Path(String),
    Full(SeccompMapping),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct SeccompMapping {
    path: String,
    #[serde(default)]
    denies: Vec<String>,
}

impl From<SeccompForm> for SeccompProfile {
    fn from(form: SeccompForm) -> Self {
        match form {
            SeccompForm::Path(path) => Self { path, denies: Vec::new() },
            SeccompForm::Full(form) => Self { path: form.path, denies: form.denies },
        }
    }
}
