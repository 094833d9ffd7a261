//! A volume over what the image or the kubelet has at its place, and what runc 1.1 says when it does not fit.

use super::Mount;
use super::tree::{Filesystem, Kind, Node};

/// Where a runtime keeps the root of a container.
const ROOTS: &str = "/run/containerd/io.containerd.runtime.v2.task/k8s.io";

/// Puts a volume among the mounts: before those that lie inside it. Their places are made in the volume if it has none.
pub fn add_mount(filesystems: &mut [Filesystem], mounts: &mut Vec<Mount>, mount: Mount) {
    let inside = format!("{}/", mount.at.trim_end_matches('/'));
    let deeper = |own: &Mount| own.at != "/" && own.at.starts_with(&inside);
    let Some(first) = mounts.iter().position(deeper).filter(|_| mount.at != "/") else { return mounts.push(mount) };
    for own in mounts.iter().filter(|own| deeper(own)) {
        let file = !matches!(filesystems[own.filesystem].nodes[own.root].kind, Kind::Directory(_));
        let names: Vec<&str> = own.at[inside.len()..].split('/').collect();
        let mut at = mount.root;
        for (number, name) in names.iter().enumerate() {
            let filesystem = &mut filesystems[mount.filesystem];
            let last = number + 1 == names.len();
            at = match filesystem.child(at, name) {
                Some(node) => node,
                None => filesystem.put(at, name, if last && file { Node::file("", 0o755) } else { Node::directory(0o755) }),
            };
        }
    }
    mounts.insert(first, mount);
}

/// Why a container cannot start with this mount. `image` is its root, `source` the volume's place on the node, `kubelet` that of the Pod's
/// own files, `id` the container's.
pub fn misfit(filesystems: &[Filesystem], image: usize, mount: &Mount, source: &str, kubelet: &str, id: &str) -> Option<String> {
    let volume = &filesystems[mount.filesystem];
    let is_directory = matches!(volume.nodes[mount.root].kind, Kind::Directory(_));
    let wrong = |source: &str, at: &str, why: &str| {
        Some(format!("error during container init: error mounting {source:?} to rootfs at {at:?}: {why}"))
    };
    match mount.at.as_str() {
        "/proc" => {
            return wrong(source, "/proc", &format!("\"{ROOTS}/{id}/rootfs/proc\" cannot be mounted because it is not of type proc"));
        }
        "/dev" => return Some("unable to setup user: stat /dev/null: no such file or directory".into()),
        "/etc" if mount.read_only && is_directory && volume.child(mount.root, "hosts").is_none() => {
            let hosts = format!("{kubelet}/etc-hosts");
            return wrong(&hosts, "/etc/hosts", &format!("open {ROOTS}/{id}/rootfs/etc/hosts: read-only file system"));
        }
        "/etc/hosts" | "/etc/hostname" | "/etc/resolv.conf" | "/dev/termination-log" => return None,
        _ => {}
    }
    let image = &filesystems[image];
    let there = mount.at.split('/').filter(|name| !name.is_empty()).try_fold(0, |at, name| image.child(at, name))?;
    let fits = match &image.nodes[there].kind {
        Kind::Directory(_) => is_directory,
        Kind::File(_) => !is_directory,
        _ => true,
    };
    let flags = if mount.read_only { "0x5001" } else { "0x5000" };
    let at = &mount.at;
    if fits { None } else { wrong(source, at, &format!("mount {source}:{at} (via /proc/self/fd/6), flags: {flags}: not a directory")) }
}
