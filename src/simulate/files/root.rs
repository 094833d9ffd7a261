//! A container's root: the image's files, and the mounts that every container gets.

use std::collections::BTreeMap;

use super::proc;
use super::tree::{Filesystem, Kind, Medium, Node};
use super::{Mount, NodeId};
use crate::world::{Image, Tools};

/// What the text of a program's file begins with; its name follows.
pub const PROGRAM: &str = "\u{7f}ELF ";

/// The image's layers.
pub fn image_root(image: &Image) -> Filesystem {
    let mut root = Filesystem::new(Medium::Overlay, 0o755);
    if image.recipe.is_some() {
        image.files.iter().for_each(|file| place(&mut root, file));
        return root;
    }
    let directories: &[&str] = match image.tools {
        None | Some(Tools::None) => &["dev", "etc", "home", "proc", "run", "sys", "usr/bin", "var"],
        Some(Tools::Debian) => &[
            "boot",
            "dev",
            "etc",
            "home",
            "media",
            "mnt",
            "opt",
            "proc",
            "root",
            "run",
            "srv",
            "sys",
            "usr/bin",
            "usr/local/bin",
            "usr/sbin",
            "var/cache",
            "var/lib",
            "var/log",
        ],
        Some(Tools::Alpine) => {
            &["bin", "dev", "etc", "lib", "lib64", "proc", "root", "run", "sbin", "sys", "usr/bin", "usr/sbin", "var/log"]
        }
        Some(_) => &["bin", "dev", "etc", "lib", "lib64", "proc", "root", "run", "sys", "usr/bin", "usr/sbin", "var/log"],
    };
    for directory in directories {
        root.make_directories(directory);
    }
    if image.tools == Some(Tools::Debian) {
        for (name, to) in [("bin", "usr/bin"), ("sbin", "usr/sbin")] {
            root.put(0, name, Node::symlink(to));
        }
        root.put_at("/var/tmp", Node::directory(0o1777));
        root.put_at("/var/run", Node::symlink("/run"));
    }
    root.put_at("/tmp", Node::directory(0o1777));
    let lines = |lines: &[String]| lines.iter().fold(String::new(), |text, line| text + line + "\n");
    root.put_at("/etc/passwd", Node::file(lines(&image.passwd), 0o644));
    root.put_at("/etc/group", Node::file(lines(&image.group), 0o644));
    for file in &image.files {
        place(&mut root, file);
    }
    for program in image.entrypoint.iter().flatten().take(1).filter(|program| program.starts_with('/')) {
        let name = program.rsplit('/').next().unwrap_or_default();
        root.put_at(program, Node::file(format!("{PROGRAM}{name}"), 0o755));
    }
    if let Some(workdir) = &image.workdir {
        root.make_directories(workdir);
    }
    root.seal();
    root
}

/// Puts a file of the world's facts at its place.
pub fn place(filesystem: &mut Filesystem, file: &crate::world::File) {
    let (uid, gid) = file.owner.split_once(':').unwrap_or((&file.owner, "0"));
    let mode = file.mode.as_deref().and_then(|mode| u32::from_str_radix(mode, 8).ok());
    let node = match (&file.content, &file.link) {
        (_, Some(to)) => Node::symlink(to.as_str()),
        (Some(text), None) => Node::file(text.as_str(), mode.unwrap_or(0o644)),
        (None, None) => Node::directory(mode.unwrap_or(0o755)),
    };
    filesystem.put_at(&file.path, node.owned(uid.parse().unwrap_or(0), gid.parse().unwrap_or(0)));
}

/// What the mounts of a container depend on.
pub struct Setting<'a> {
    /// `readOnlyRootFilesystem`
    pub read_only: bool,
    /// All devices, nothing masked.
    pub privileged: bool,
    /// `procMount: Unmasked`
    pub unmasked: bool,
    /// The container's host name.
    pub hostname: &'a str,
    /// Text of `/etc/hosts`.
    pub hosts: String,
    /// Text of `/etc/resolv.conf`.
    pub resolv: String,
    /// Paths below `/proc` that the kernel has.
    pub proc: &'a [String],
    /// The Pod's sysctls over the runtime's.
    pub sysctls: &'a BTreeMap<String, String>,
}

/// Makes the container's own file systems and mounts them, in the order of the runtime. Gives the mounts and the
/// index of `/proc`.
pub fn container_mounts(filesystems: &mut Vec<Filesystem>, image: &Image, setting: &Setting<'_>) -> (Vec<Mount>, usize) {
    let add = |filesystems: &mut Vec<Filesystem>, filesystem: Filesystem| {
        filesystems.push(filesystem);
        filesystems.len() - 1
    };
    let root = add(filesystems, image_root(image));
    let proc = add(filesystems, proc::filesystem(setting.proc, setting.sysctls, setting.hostname));
    let dev = add(filesystems, devices(setting));
    let sys = add(filesystems, system());
    let shm = add(filesystems, Filesystem::new(Medium::Tmpfs, 0o1777));
    let (files, kubelet) = kubelet_files(setting);
    let kubelet = add(filesystems, kubelet);
    let mut mounts = vec![mount("/", root, 0, setting.read_only, "overlay", "overlay", "relatime")];
    let mut over = |at: &str, filesystem, node, read_only, source: &str, kind: &str, options: &str| {
        mounts.push(mount(at, filesystem, node, read_only, source, kind, options));
    };
    over("/proc", proc, 0, false, "proc", "proc", "nosuid,nodev,noexec,relatime");
    over("/dev", dev, 0, false, "tmpfs", "tmpfs", "nosuid,size=65536k,mode=755");
    if let Some(node) = filesystems[dev].child(0, "pts") {
        over("/dev/pts", dev, node, false, "devpts", "devpts", "nosuid,noexec,relatime,gid=5,mode=620,ptmxmode=666");
    }
    if let Some(node) = filesystems[dev].child(0, "mqueue") {
        over("/dev/mqueue", dev, node, false, "mqueue", "mqueue", "nosuid,nodev,noexec,relatime");
    }
    over("/sys", sys, 0, !setting.privileged, "sysfs", "sysfs", "nosuid,nodev,noexec,relatime");
    for (at, node) in &files {
        // hosts and termination-log stay writable (kubelet_pods.go makeHostsMount); the runtime's own two follow the root.
        let read_only = setting.read_only && matches!(*at, "/etc/hostname" | "/etc/resolv.conf");
        over(at, kubelet, *node, read_only, "/dev/vda", "ext4", "relatime");
    }
    over("/dev/shm", shm, 0, false, "shm", "tmpfs", "nosuid,nodev,noexec,relatime,size=65536k");
    if !setting.privileged && !setting.unmasked {
        for name in ["bus", "fs", "irq", "sys", "sysrq-trigger"] {
            if let Some(node) = filesystems[proc].child(0, name) {
                over(&format!("/proc/{name}"), proc, node, true, "proc", "proc", "nosuid,nodev,noexec,relatime");
            }
        }
        let null = filesystems[dev].child(0, "null").unwrap_or(0);
        for name in ["asound", "acpi", "interrupts", "kcore", "keys", "latency_stats", "timer_list", "timer_stats", "sched_debug", "scsi"] {
            match filesystems[proc].child(0, name) {
                Some(node) if matches!(filesystems[proc].nodes[node].kind, Kind::Directory(_)) => {
                    filesystems.push(Filesystem::new(Medium::Tmpfs, 0o555));
                    over(&format!("/proc/{name}"), filesystems.len() - 1, 0, true, "tmpfs", "tmpfs", "relatime");
                }
                Some(_) => over(&format!("/proc/{name}"), dev, null, false, "tmpfs", "tmpfs", "nosuid,size=65536k,mode=755"),
                None => {}
            }
        }
    }
    for mount in &mut mounts[1..] {
        make_mount_point(&mut filesystems[root], mount);
    }
    (mounts, proc)
}

/// The runtime makes what is missing below a mount, in the image's layers.
pub fn make_mount_point(root: &mut Filesystem, mount: &mut Mount) {
    if ["/proc/", "/dev/", "/sys/"].iter().any(|own| mount.at.starts_with(own)) {
        return;
    }
    let parts = |path: &str| -> Vec<String> { path.rsplit('/').filter(|name| !name.is_empty()).map(str::to_owned).collect() };
    let (mut at, mut place, mut links) = (0, String::new(), 0);
    let mut left = parts(&mount.at);
    while let Some(name) = left.pop() {
        let found = root.child(at, &name);
        at = match found.map(|node| (node, &root.nodes[node].kind)) {
            Some((node, Kind::Directory(_))) => node,
            // runc looks for the place inside the image: `/var/run` of a Debian image is `/run`.
            Some((_, Kind::Symlink(to))) if links < 40 => {
                links += 1;
                left.extend(parts(to));
                if to.starts_with('/') {
                    (at, place) = (0, String::new());
                }
                continue;
            }
            Some(_) => return,
            None => {
                root.copy_up(at);
                root.put(at, &name, Node::directory(0o755))
            }
        };
        place = format!("{place}/{name}");
    }
    if !place.is_empty() {
        mount.at = place;
    }
}

/// The runtime makes what is missing below a mount of a volume, in the volume.
pub fn make_place_in_volume(filesystems: &mut [Filesystem], mounts: &[Mount], at: &str) {
    let Some((outer, _)) = super::cover::outer(mounts, at) else { return };
    if outer.read_only || ["/proc", "/dev", "/sys"].contains(&outer.at.as_str()) {
        return;
    }
    let filesystem = &mut filesystems[outer.filesystem];
    let mut node = outer.root;
    for name in at[outer.at.len()..].split('/').filter(|name| !name.is_empty()) {
        node = match filesystem.child(node, name) {
            Some(found) if matches!(filesystem.nodes[found].kind, Kind::Directory(_)) => found,
            Some(_) => return,
            None => filesystem.put(node, name, Node::directory(0o755)),
        };
    }
}

/// A mount in one line.
pub fn mount(at: &str, filesystem: usize, root: NodeId, read_only: bool, source: &str, kind: &str, options: &str) -> Mount {
    Mount { at: at.into(), filesystem, root, read_only, source: source.into(), kind: kind.into(), options: options.into() }
}

fn devices(setting: &Setting<'_>) -> Filesystem {
    let mut dev = Filesystem::new(Medium::Tmpfs, 0o755);
    for (name, major, minor) in [("null", 1, 3), ("zero", 1, 5), ("full", 1, 7), ("random", 1, 8), ("urandom", 1, 9), ("tty", 5, 0)] {
        dev.put(0, name, Node::device(major, minor));
    }
    for (name, to) in [
        ("fd", "/proc/self/fd"),
        ("stdin", "/proc/self/fd/0"),
        ("stdout", "/proc/self/fd/1"),
        ("stderr", "/proc/self/fd/2"),
        ("ptmx", "pts/ptmx"),
    ] {
        dev.put(0, name, Node::symlink(to));
    }
    if setting.proc.iter().any(|path| path == "kcore") {
        dev.put(0, "core", Node::symlink("/proc/kcore"));
    }
    for (name, mode) in [("pts", 0o755), ("shm", 0o1777), ("mqueue", 0o1777)] {
        dev.put(0, name, Node::directory(mode));
    }
    dev.put(0, "termination-log", Node::file("", 0o666));
    if setting.privileged {
        let disks = [
            "vda",
            "vda1",
            "loop0",
            "mem",
            "kmsg",
            "rtc0",
            "loop-control",
            "fuse",
            "tun",
            "kvm",
            "hpet",
            "snapshot",
            "console",
            "tty0",
            "tty1",
            "ttyS0",
        ];
        for name in disks {
            dev.put(0, name, Node { mode: 0o660, ..Node::device(10, 0) });
        }
    }
    dev
}

fn system() -> Filesystem {
    let mut sys = Filesystem::new(Medium::Proc, 0o555);
    for path in ["/block", "/bus", "/class/net", "/dev", "/devices", "/firmware", "/fs/cgroup", "/kernel", "/module", "/power"] {
        sys.make_directories(path);
    }
    sys.put_at("/class/net/eth0/mtu", Node::file("1500\n", 0o644));
    sys.put_at("/class/net/lo/mtu", Node::file("65536\n", 0o644));
    sys
}

fn kubelet_files(setting: &Setting<'_>) -> (Vec<(&'static str, NodeId)>, Filesystem) {
    let mut files = Filesystem::new(Medium::Disk, 0o755);
    let hosts = files.put(0, "hosts", Node::file(setting.hosts.as_str(), 0o644));
    let log = files.put(0, "termination-log", Node::file("", 0o666));
    let name = files.put(0, "hostname", Node::file(format!("{}\n", setting.hostname), 0o644));
    let resolv = files.put(0, "resolv.conf", Node::file(setting.resolv.as_str(), 0o644));
    (vec![("/etc/hosts", hosts), ("/dev/termination-log", log), ("/etc/hostname", name), ("/etc/resolv.conf", resolv)], files)
}
