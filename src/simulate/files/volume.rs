//! Volumes: what lies in them, whose it is, and why one cannot be set up.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use k8s_openapi::api::core::v1::{Container, DownwardAPIVolumeFile, KeyToPath, PodSpec, Volume as CoreVolume, VolumeMount};

use super::Mount;
use super::root::{mount, place};
use super::tree::{Filesystem, Kind, Medium, Node, NodeId};
use crate::simulate::downward;
use crate::simulate::pull::secret;
use crate::simulate::start::expand;
use crate::simulate::variables::Variables;
use crate::simulate::workload::Pod;
use crate::world::World;

/// A volume that is set up.
#[derive(Clone, Debug)]
pub struct Volume {
    /// Its file system among the Pod's.
    pub filesystem: usize,
    /// The node that a mount shows.
    pub root: NodeId,
    /// Whether nobody can write to it (ConfigMap, Secret, projected, downwardAPI).
    pub read_only: bool,
    /// Whether the Pod's fsGroup owns it.
    pub group_owned: bool,
    /// Third field of `/proc/mounts`.
    kind: &'static str,
}

/// Sets up the Pod's volumes, in order; the first that fails ends it, with the message of the kubelet's event. A volume
/// that no container mounts is nothing to the kubelet (`pkg/kubelet/volumemanager/populator`).
pub fn volumes(world: &World, pod: &Pod, filesystems: &mut Vec<Filesystem>) -> Result<BTreeMap<String, Volume>, String> {
    let spec = pod.spec();
    let group = spec.security_context.as_ref().and_then(|context| context.fs_group);
    let setup = Setup { world, pod, namespace: pod.namespace(), group };
    let mut all = BTreeMap::new();
    for volume in spec.volumes.iter().flatten().filter(|volume| is_used(spec, &volume.name)) {
        all.insert(volume.name.clone(), setup.volume(volume, filesystems)?);
    }
    Ok(all)
}

fn is_used(spec: &PodSpec, name: &str) -> bool {
    spec.init_containers.iter().flatten().chain(&spec.containers).any(|container| {
        container.volume_mounts.iter().flatten().any(|mount| mount.name == name)
            || container.volume_devices.iter().flatten().any(|device| device.name == name)
    })
}

/// The user of all containers, if they have but one (`FsUserFrom`, Kubernetes `pkg/volume/util/util.go`).
fn only_user(spec: &PodSpec) -> Option<i64> {
    let of_pod = spec.security_context.as_ref().and_then(|context| context.run_as_user);
    let of = |container: &Container| container.security_context.as_ref().and_then(|context| context.run_as_user).or(of_pod);
    let mut users = spec.init_containers.iter().flatten().chain(&spec.containers).map(of);
    let first = users.next()??;
    users.all(|user| user == Some(first)).then_some(first)
}

struct Setup<'a> {
    world: &'a World,
    pod: &'a Pod,
    namespace: &'a str,
    group: Option<i64>,
}

/// A file of a volume: path, bytes, mode.
type Entry = (String, String, u32);

impl Setup<'_> {
    fn volume(&self, volume: &CoreVolume, filesystems: &mut Vec<Filesystem>) -> Result<Volume, String> {
        let failed = |cause: String| format!("MountVolume.SetUp failed for volume \"{}\" : {cause}", volume.name);
        let mut add = |filesystem: Filesystem, read_only: bool, group: bool, kind| {
            filesystems.push(filesystem);
            Ok(Volume { filesystem: filesystems.len() - 1, root: 0, read_only, group_owned: group && self.group.is_some(), kind })
        };
        if let Some(path) = &volume.host_path {
            let (filesystem, root) = self.host(&path.path, path.type_.as_deref().unwrap_or("")).map_err(failed)?;
            filesystems.push(filesystem);
            return Ok(Volume { filesystem: filesystems.len() - 1, root, read_only: false, group_owned: false, kind: "ext4" });
        }
        if let Some(claim) = &volume.persistent_volume_claim {
            // kind's provisioner makes a hostPath volume of mode 0777, and hostPath ignores fsGroup.
            return add(Filesystem::new(Medium::Disk, 0o777), claim.read_only == Some(true), false, "ext4");
        }
        if let Some(source) = &volume.config_map {
            let mode = source.default_mode.unwrap_or(0o644) as u32;
            let entries = self.entries("ConfigMap", &source.name, source.items.as_deref(), mode, source.optional).map_err(failed)?;
            return add(self.atomic(Medium::Disk, &volume.name, entries), true, true, "ext4");
        }
        if let Some(source) = &volume.secret {
            let mode = source.default_mode.unwrap_or(0o644) as u32;
            let name = source.secret_name.as_deref().unwrap_or("");
            let entries = self.entries("Secret", name, source.items.as_deref(), mode, source.optional).map_err(failed)?;
            return add(self.atomic(Medium::Tmpfs, &volume.name, entries), true, true, "tmpfs");
        }
        if let Some(source) = &volume.projected {
            let mode = source.default_mode.unwrap_or(0o644) as u32;
            let mut entries = Vec::new();
            let mut tokens = Vec::new();
            let user = only_user(self.pod.spec());
            for part in source.sources.iter().flatten() {
                if let Some(part) = &part.config_map {
                    entries.extend(self.entries("ConfigMap", &part.name, part.items.as_deref(), mode, part.optional).map_err(failed)?);
                }
                if let Some(part) = &part.secret {
                    entries.extend(self.entries("Secret", &part.name, part.items.as_deref(), mode, part.optional).map_err(failed)?);
                }
                if let Some(part) = &part.service_account_token {
                    // `pkg/volume/projected/projected.go`: whoever is to read it owns it, or the group.
                    let mode = if user.or(self.group).is_some() { 0o600 } else { mode };
                    entries.push((part.path.clone(), "eyJhbGciOiJSUzI1NiJ9".into(), mode));
                    tokens.push(part.path.clone());
                }
                if let Some(part) = &part.downward_api {
                    entries.extend(self.told(part.items.as_deref(), mode));
                }
            }
            let mut filesystem = self.atomic(Medium::Tmpfs, &volume.name, entries);
            for token in tokens.iter().filter(|_| user.is_some()) {
                let parts = std::iter::once(self.dated(&volume.name)).chain(token.split('/').map(str::to_owned));
                if let Some(at) = parts.into_iter().try_fold(0, |at, part| filesystem.child(at, &part)) {
                    filesystem.nodes[at].uid = user.unwrap_or_default();
                }
            }
            return add(filesystem, true, true, "tmpfs");
        }
        if let Some(source) = &volume.downward_api {
            let mode = source.default_mode.unwrap_or(0o644) as u32;
            let entries = self.told(source.items.as_deref(), mode);
            return add(self.atomic(Medium::Tmpfs, &volume.name, entries), true, true, "tmpfs");
        }
        let memory = volume.empty_dir.as_ref().is_some_and(|source| source.medium.as_deref() == Some("Memory"));
        // A tmpfs starts sticky (pkg/volume/emptydir/empty_dir.go: 0777 is asked for, the mount gives 01777).
        let mut filesystem = if memory { Filesystem::new(Medium::Tmpfs, 0o1777) } else { Filesystem::new(Medium::Disk, 0o777) };
        self.own(&mut filesystem, 0o660);
        add(filesystem, false, true, if memory { "tmpfs" } else { "ext4" })
    }

    fn entries(
        &self,
        kind: &str,
        name: &str,
        items: Option<&[KeyToPath]>,
        mode: u32,
        optional: Option<bool>,
    ) -> Result<Vec<Entry>, String> {
        let Some(object) = self.world.store.get(kind, Some(self.namespace), name) else {
            // The control plane publishes it in every namespace (K `pkg/controller/certificates/rootcacertpublisher`).
            if (kind, name) == ("ConfigMap", "kube-root-ca.crt") {
                return Ok(vec![("ca.crt".into(), "-----BEGIN CERTIFICATE-----\n…\n-----END CERTIFICATE-----\n".into(), mode)]);
            }
            let optional = optional == Some(true);
            return if optional { Ok(Vec::new()) } else { Err(format!("{} \"{name}\" not found", kind.to_lowercase())) };
        };
        let data = secret::data(object);
        let text = |bytes: &Vec<u8>| String::from_utf8_lossy(bytes).into_owned();
        let Some(items) = items.filter(|items| !items.is_empty()) else {
            return Ok(data.iter().map(|(key, bytes)| (key.clone(), text(bytes), mode)).collect());
        };
        let mut entries = Vec::new();
        for item in items {
            match data.get(&item.key) {
                Some(bytes) => entries.push((item.path.clone(), text(bytes), item.mode.map_or(mode, |mode| mode as u32))),
                None if optional == Some(true) => {}
                None => {
                    // `pkg/volume/{secret,configmap}` MakePayload
                    let what = if kind == "Secret" { "references non-existent secret" } else { "configmap references non-existent config" };
                    return Err(format!("{what} key: {}", item.key));
                }
            }
        }
        Ok(entries)
    }

    /// The files of a downward API volume (Kubernetes `pkg/volume/downwardapi/downwardapi.go` CollectData).
    fn told(&self, items: Option<&[DownwardAPIVolumeFile]>, mode: u32) -> Vec<Entry> {
        let text = |item: &DownwardAPIVolumeFile| match (&item.field_ref, &item.resource_field_ref) {
            (Some(field), _) => downward::field(self.pod, &field.field_path, &self.world.facts.now),
            (None, Some(of)) => downward::resource_in(self.pod.spec(), None, of),
            (None, None) => None,
        };
        let entry =
            |item: &DownwardAPIVolumeFile| (item.path.clone(), text(item).unwrap_or_default(), item.mode.map_or(mode, |mode| mode as u32));
        items.unwrap_or_default().iter().map(entry).collect()
    }

    /// Name of the directory that Go's `os.MkdirTemp` makes for the kubelet: the moment and a random number.
    fn dated(&self, volume: &str) -> String {
        let now = self.world.facts.now.parse::<jiff::Timestamp>().unwrap_or_default();
        let number = volume.bytes().chain(self.pod.uid().bytes()).fold(7_u32, |sum, byte| sum.wrapping_mul(16_777_619) ^ u32::from(byte));
        format!("{}.{number}", now.strftime("..%Y_%m_%d_%H_%M_%S"))
    }

    /// What the kubelet's AtomicWriter leaves: the files in a dated directory, links beside it.
    fn atomic(&self, medium: Medium, volume: &str, entries: Vec<Entry>) -> Filesystem {
        let dated = self.dated(volume);
        let mut filesystem = Filesystem::new(medium, if medium == Medium::Tmpfs { 0o1777 } else { 0o777 });
        filesystem.put(0, &dated, Node::directory(0o755));
        filesystem.put(0, "..data", Node::symlink(dated.as_str()));
        for (path, text, mode) in entries {
            filesystem.put_at(&format!("/{dated}/{path}"), Node::file(text, mode));
            let first = path.split('/').next().unwrap_or(&path).to_owned();
            filesystem.put(0, &first, Node::symlink(format!("..data/{first}")));
        }
        self.own(&mut filesystem, 0o440);
        filesystem
    }

    /// pkg/volume/volume_linux.go SetVolumeOwnership: group, `mask` for files, and set-gid and 0110 for directories.
    fn own(&self, filesystem: &mut Filesystem, mask: u32) {
        let Some(group) = self.group else { return };
        for node in &mut filesystem.nodes {
            node.gid = group;
            match node.kind {
                Kind::Directory(_) => node.mode |= mask | 0o2110,
                Kind::Symlink(_) => {}
                _ => node.mode |= mask,
            }
        }
    }

    /// A directory of the node; fsGroup does not touch it.
    fn host(&self, path: &str, kind: &str) -> Result<(Filesystem, NodeId), String> {
        let mut node = Filesystem::new(Medium::Disk, 0o755);
        for path in ["/etc", "/var/log", "/var/lib/kubelet/pods", "/var/run", "/proc", "/sys", "/dev", "/root", "/home", "/usr/bin", "/opt"]
        {
            node.make_directories(path);
        }
        node.put_at("/tmp", Node::directory(0o1777));
        let host = self.world.facts.nodes.first().map_or("", |node| node.name.as_str());
        node.put_at("/etc/hostname", Node::file(format!("{host}\n"), 0o644));
        node.put_at("/etc/shadow", Node::file("root:*:20000:0:99999:7:::\n", 0o640).owned(0, 42));
        for file in &self.world.facts.host_paths {
            place(&mut node, file);
        }
        let found = path.split('/').filter(|name| !name.is_empty()).try_fold(0, |at, name| node.child(at, name));
        let is_directory = found.map(|at| matches!(node.nodes[at].kind, Kind::Directory(_)));
        let wrong = |what: &str| Err(format!("hostPath type check failed: {path} is not a {what}"));
        match (kind, found, is_directory) {
            ("Directory", _, Some(false) | None) => return wrong("directory"),
            ("File", _, Some(true) | None) | ("FileOrCreate", _, Some(true)) => return wrong("file"),
            ("DirectoryOrCreate", _, Some(false)) => return wrong("directory"),
            ("Socket", ..) => return wrong("socket file"),
            ("CharDevice", ..) => return wrong("character device"),
            ("BlockDevice", ..) => return wrong("block device"),
            _ => {}
        }
        let root = match found {
            Some(at) => at,
            None if kind == "FileOrCreate" => node.put_at(path, Node::file("", 0o644)),
            None => node.make_directories(path),
        };
        Ok((node, root))
    }
}

/// Mounts a volume into a container. A `subPath` that is missing is made, with the volume's permissions. The error is
/// the message with which the container cannot be created.
pub fn mount_volume(filesystems: &mut [Filesystem], volume: &Volume, wanted: &VolumeMount, env: &Variables) -> Result<Mount, String> {
    let filesystem = &mut filesystems[volume.filesystem];
    let expanded = wanted.sub_path_expr.as_deref().map(|text| expanded(text, env)).transpose()?;
    let path = expanded.as_deref().or(wanted.sub_path.as_deref()).unwrap_or("");
    let mut at = volume.root;
    for name in path.split('/').filter(|name| !name.is_empty()) {
        let found = match filesystem.child(at, name).map(|node| (node, filesystem.nodes[node].kind.clone())) {
            Some((_, Kind::Symlink(to))) => to.split('/').try_fold(volume.root, |at, part| follow(filesystem, at, part)),
            found => found.map(|(node, _)| node),
        };
        at = match found {
            Some(node) => node,
            // The kubelet makes it on the node, where a ConfigMap's directory can be written to.
            None => {
                let above = &filesystem.nodes[at];
                let node =
                    Node { mode: above.mode, ..Node::directory(0o755) }.owned(0, if above.mode & 0o2000 != 0 { above.gid } else { 0 });
                filesystem.put(at, name, node)
            }
        };
    }
    let read_only = volume.read_only || wanted.read_only == Some(true);
    Ok(mount(
        &cleaned(&wanted.mount_path),
        volume.filesystem,
        at,
        read_only,
        if volume.kind == "tmpfs" { "tmpfs" } else { "/dev/vda" },
        volume.kind,
        "relatime",
    ))
}

/// A path from the root on, without `.` and `..`.
fn cleaned(path: &str) -> String {
    let mut names: Vec<&str> = Vec::new();
    for name in path.split('/').filter(|name| !matches!(*name, "" | ".")) {
        match name {
            ".." => drop(names.pop()),
            name => names.push(name),
        }
    }
    format!("/{}", names.join("/"))
}

fn follow(filesystem: &Filesystem, at: NodeId, name: &str) -> Option<NodeId> {
    let node = filesystem.child(at, name)?;
    match &filesystem.nodes[node].kind {
        Kind::Symlink(to) => filesystem.child(at, to),
        _ => Some(node),
    }
}

/// `ExpandContainerVolumeMounts` (Kubernetes `pkg/kubelet/container/helpers.go`): an empty variable is missing, too.
fn expanded(text: &str, env: &Variables) -> Result<String, String> {
    let missing = RefCell::new(BTreeSet::new());
    let path = expand(text, |name| {
        let value = env.get(name).filter(|value| !value.is_empty());
        if value.is_none() {
            missing.borrow_mut().insert(name.to_owned());
        }
        value
    });
    let missing: Vec<_> = missing.into_inner().into_iter().collect();
    if missing.is_empty() { Ok(path) } else { Err(format!("missing value for {}", missing.join(", "))) }
}
