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
        // What the runtime mounts itself comes after it, and needs a place.
        "/" if mount.read_only && is_directory && volume.child(mount.root, "etc").is_none() => {
            let hosts = format!("{kubelet}/etc-hosts");
            return wrong(&hosts, "/etc/hosts", &format!("mkdir {ROOTS}/{id}/rootfs/etc: read-only file system"));
        }
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

/// Why a mount has no place inside another that nobody can write to: runc makes what is missing, directory by directory, then the file.
pub fn no_place(filesystems: &[Filesystem], mounts: &[Mount], mount: &Mount, source: &str, id: &str) -> Option<String> {
    let (outer, rest) = outer(mounts, &mount.at)?;
    if !outer.read_only || ["/proc", "/dev", "/sys"].contains(&outer.at.as_str()) {
        return None;
    }
    let volume = &filesystems[outer.filesystem];
    let (mut node, mut reached) = (outer.root, outer.at.clone());
    let names: Vec<&str> = rest.split('/').filter(|name| !name.is_empty()).collect();
    for (number, name) in names.iter().enumerate() {
        reached = format!("{reached}/{name}");
        let Some(next) = volume.child(node, name) else {
            let is_file = !matches!(filesystems[mount.filesystem].nodes[mount.root].kind, Kind::Directory(_));
            let how = if is_file && number + 1 == names.len() { "open" } else { "mkdir" };
            let at = &mount.at;
            return Some(format!(
                "error during container init: error mounting {source:?} to rootfs at {at:?}: {how} {ROOTS}/{id}/rootfs{reached}: read-only file system"
            ));
        };
        node = next;
    }
    None
}

/// The innermost mount of a volume around a place, and the way on from there.
pub(super) fn outer<'m, 'p>(mounts: &'m [Mount], at: &'p str) -> Option<(&'m Mount, &'p str)> {
    let around = |mount: &'m Mount| Some((mount, at.strip_prefix(mount.at.as_str()).filter(|rest| rest.starts_with('/'))?));
    mounts.iter().filter(|mount| mount.at != "/").filter_map(around).max_by_key(|(mount, _)| mount.at.len())
}

/// The text of a file as a container sees it.
pub fn text_at(filesystems: &[Filesystem], mounts: &[Mount], at: &str) -> Option<String> {
    let exact = mounts.iter().rev().find(|mount| mount.at == at).map(|mount| (mount, ""));
    let (mount, rest) = exact.or_else(|| outer(mounts, at)).or_else(|| Some((mounts.first()?, at)))?;
    let filesystem = &filesystems[mount.filesystem];
    let node = rest.split('/').filter(|name| !name.is_empty()).try_fold(mount.root, |at, name| filesystem.child(at, name))?;
    match &filesystem.nodes[node].kind {
        Kind::File(text) => Some(text.to_string()),
        _ => None,
    }
}
