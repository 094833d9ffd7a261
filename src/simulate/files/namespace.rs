//! What a container sees: mounts over one another, paths, and the kernel's checks in the kernel's order.

use std::collections::VecDeque;

use jiff::Timestamp;

use super::tree::{Filesystem, Kind, Medium, Node, NodeId};
use super::{Credentials, Errno, PROGRAM, ProcFile, kernel};
use crate::simulate::tool::Programs;

/// A file system, or a part of one, at a place.
#[derive(Clone, Debug)]
pub struct Mount {
    /// Where, absolute.
    pub at: String,
    /// Which file system of the Pod.
    pub filesystem: usize,
    /// Its node that is shown there.
    pub root: NodeId,
    /// Whether it is mounted read-only.
    pub read_only: bool,
    /// First field of `/proc/mounts`.
    pub source: String,
    /// Third field.
    pub kind: String,
    /// Fourth field, without `ro` or `rw`.
    pub options: String,
}

/// Where a path leads.
#[derive(Clone, Debug)]
pub struct Place {
    /// The path without links, dots and doubled slashes.
    pub path: String,
    /// The mount of the node, or of its directory while there is none.
    pub mount: usize,
    /// The node; `None` when only the last name is missing.
    pub node: Option<NodeId>,
    /// The directory that holds the last name, with its mount.
    pub parent: Option<(usize, NodeId)>,
    /// The last name.
    pub name: String,
}

/// How a file is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Open {
    /// `>`
    Truncate,
    /// `>>`
    Append,
}

/// A container's view of its Pod's file systems.
pub struct Namespace<'a> {
    /// All file systems of the Pod.
    pub filesystems: &'a mut Vec<Filesystem>,
    /// The container's mounts; a later one covers an earlier.
    pub mounts: &'a Vec<Mount>,
    /// Directories where the image's programs lie, and the programs: they become files when somebody looks.
    pub programs: &'a Programs,
    /// The process that looks.
    pub pid: u32,
    /// What it looked for in the kernel's own files that is there and not simulated.
    pub missed: Option<String>,
}

const READ: u32 = 4;
const WRITE: u32 = 2;
const EXECUTE: u32 = 1;

impl Namespace<'_> {
    /// The node at a place that has one.
    pub fn node(&self, mount: usize, node: NodeId) -> &Node {
        &self.filesystems[self.mounts[mount].filesystem].nodes[node]
    }

    fn node_mut(&mut self, mount: usize, node: NodeId) -> &mut Node {
        let filesystem = &mut self.filesystems[self.mounts[mount].filesystem];
        filesystem.copy_up(node);
        &mut filesystem.nodes[node]
    }

    /// The file system of a mount.
    pub fn filesystem(&self, mount: usize) -> &Filesystem {
        &self.filesystems[self.mounts[mount].filesystem]
    }

    fn covering(&self, path: &str) -> Option<usize> {
        self.mounts.iter().rposition(|mount| mount.at == path)
    }

    /// Walks `path` from `cwd`; the last name may be missing.
    pub fn walk(&mut self, who: &Credentials, cwd: &str, path: &str, follow: bool) -> Result<Place, Errno> {
        if path.is_empty() {
            return Err(Errno::NotFound);
        }
        let base = if path.starts_with('/') { "" } else { cwd };
        let mut names: VecDeque<String> =
            base.split('/').chain(path.split('/')).filter(|n| !n.is_empty() && *n != ".").map(Into::into).collect();
        let trailing = path.ends_with('/') || path.ends_with("/.");
        let root = self.covering("/").ok_or(Errno::NotFound)?;
        let mut stack = vec![(String::new(), root, self.mounts[root].root)];
        let mut links = 0;
        while let Some(name) = names.pop_front() {
            let (_, mount, directory) = *stack.last().ok_or(Errno::NotFound)?;
            if !matches!(self.node(mount, directory).kind, Kind::Directory(_)) {
                return Err(Errno::NotDirectory);
            }
            self.check(who, mount, directory, EXECUTE)?;
            if name == ".." {
                if stack.len() > 1 {
                    stack.pop();
                }
                continue;
            }
            let parent = joined(&stack);
            let here = format!("{}/{name}", parent.trim_end_matches('/'));
            self.materialise(&parent, mount, directory, Some(&name));
            let found = match self.covering(&here) {
                Some(covering) => Some((covering, self.mounts[covering].root)),
                None => self.child(mount, directory, &name).map(|node| (mount, node)),
            };
            let Some((at, node)) = found else {
                if self.filesystem(mount).medium == Medium::Proc && kernel::has(&here) {
                    self.missed = Some(here.clone());
                }
                return match names.is_empty() {
                    true => Ok(Place { path: here, mount, node: None, parent: Some((mount, directory)), name }),
                    false => Err(Errno::NotFound),
                };
            };
            if let Kind::Symlink(to) = &self.node(at, node).kind
                && !self.is_magic(at, to)
                && (follow || !names.is_empty() || trailing)
            {
                links += 1;
                if links > 40 {
                    return Err(Errno::Loop);
                }
                let to = to.clone();
                if to.starts_with('/') {
                    stack.truncate(1);
                }
                for part in to.split('/').rev().filter(|part| !part.is_empty() && *part != ".") {
                    names.push_front(part.to_owned());
                }
                continue;
            }
            stack.push((name, at, node));
        }
        let path = joined(&stack);
        let (name, mount, node) = stack.pop().ok_or(Errno::NotFound)?;
        if trailing && !matches!(self.node(mount, node).kind, Kind::Directory(_)) {
            return Err(Errno::NotDirectory);
        }
        Ok(Place { path, mount, node: Some(node), parent: stack.last().map(|(_, mount, node)| (*mount, *node)), name })
    }

    /// A link of `/proc` to a namespace: it leads to something that has no path.
    fn is_magic(&self, mount: usize, to: &str) -> bool {
        self.filesystem(mount).medium == Medium::Proc && to.contains(":[")
    }

    /// A child; `/proc/self` is a link to whoever looks.
    fn child(&mut self, mount: usize, directory: NodeId, name: &str) -> Option<NodeId> {
        let own = self.pid.to_string();
        let filesystem = &mut self.filesystems[self.mounts[mount].filesystem];
        if filesystem.medium == Medium::Proc && directory == 0 && name == "self" && filesystem.child(0, &own).is_some() {
            let known = filesystem.child(0, name).filter(|node| filesystem.nodes[*node].kind == Kind::Symlink(own.clone()));
            return known.or_else(|| Some(filesystem.put(0, name, Node::symlink(own))));
        }
        filesystem.child(directory, name)
    }

    /// Makes files of the image's programs in `directory`: of `name`, or of all.
    fn materialise(&mut self, path: &str, mount: usize, directory: NodeId, name: Option<&str>) {
        if self.mounts[mount].at != "/" {
            return;
        }
        let Some(programs) = self.programs.in_directory(path) else { return };
        let wanted: Vec<String> = programs.filter(|program| name.is_none_or(|name| name == *program)).map(str::to_owned).collect();
        for program in wanted {
            let filesystem = &mut self.filesystems[self.mounts[mount].filesystem];
            if filesystem.child(directory, &program).is_none() {
                filesystem.put(directory, &program, Node::file(format!("{PROGRAM}{program}"), 0o755));
            }
        }
    }

    /// Walks to something that exists.
    pub fn find(&mut self, who: &Credentials, cwd: &str, path: &str, follow: bool) -> Result<(Place, NodeId), Errno> {
        let place = self.walk(who, cwd, path, follow)?;
        let node = place.node.ok_or(Errno::NotFound)?;
        Ok((place, node))
    }

    /// The permission bits, as inode_permission(9) reads them.
    fn check(&self, who: &Credentials, mount: usize, node: NodeId, want: u32) -> Result<(), Errno> {
        let node = self.node(mount, node);
        let shift = match () {
            () if node.uid == who.uid => 6,
            () if who.in_group(node.gid) => 3,
            () => 0,
        };
        if node.mode >> shift & want == want {
            return Ok(());
        }
        let directory = matches!(node.kind, Kind::Directory(_));
        let execute = want & EXECUTE == 0 || directory || node.mode & 0o111 != 0;
        let read_only = want & WRITE == 0 && (directory || want & EXECUTE == 0);
        let allowed = who.effective.has("DAC_OVERRIDE") && execute || who.effective.has("DAC_READ_SEARCH") && read_only;
        if allowed { Ok(()) } else { Err(Errno::Access) }
    }

    /// access(2) with the effective uid.
    pub fn may(&self, who: &Credentials, place: &Place, node: NodeId, want: u32) -> Result<(), Errno> {
        self.check(who, place.mount, node, want)?;
        if want & WRITE != 0 { self.want_write(place.mount) } else { Ok(()) }
    }

    fn want_write(&self, mount: usize) -> Result<(), Errno> {
        if self.mounts[mount].read_only { Err(Errno::ReadOnly) } else { Ok(()) }
    }

    /// Opens a file for reading; the kernel's own files come back as such.
    pub fn read(&mut self, who: &Credentials, cwd: &str, path: &str) -> Result<Result<String, ProcFile>, Errno> {
        let (place, node) = self.find(who, cwd, path, true)?;
        self.check(who, place.mount, node, READ)?;
        match &self.node(place.mount, node).kind {
            Kind::Directory(_) => Err(Errno::IsDirectory),
            Kind::File(text) => Ok(Ok(text.clone())),
            Kind::Proc(file) => Ok(Err(file.clone())),
            Kind::Device('c', 5, 0) => Err(Errno::NoDevice),
            Kind::Symlink(_) => Err(Errno::Invalid),
            Kind::Device(..) => Ok(Ok(String::new())),
        }
    }

    /// open(2) for writing, with O_CREAT. On a read-only mount a missing file is EROFS before the directory's
    /// permissions are looked at; a file that is there is EROFS first only if it would be truncated (fs/namei.c do_open).
    pub fn open(&mut self, who: &Credentials, cwd: &str, path: &str, how: Open) -> Result<(usize, NodeId), Errno> {
        let place = self.walk(who, cwd, path, true)?;
        let Some(node) = place.node else {
            if path.ends_with('/') {
                return Err(Errno::IsDirectory);
            }
            let node = self.create(who, &place, Node::file("", 0o666 & !who.umask))?;
            return Ok((place.mount, node));
        };
        match self.node(place.mount, node).kind {
            Kind::Directory(_) => return Err(Errno::IsDirectory),
            // Without a terminal there is none to open (drivers/tty/tty_io.c tty_open_current_tty).
            Kind::Device('c', 5, 0) => return Err(Errno::NoDevice),
            Kind::Device(..) => {
                self.check(who, place.mount, node, WRITE)?;
                return Ok((place.mount, node));
            }
            _ => {}
        }
        if how == Open::Truncate {
            self.want_write(place.mount)?;
        }
        self.check(who, place.mount, node, WRITE)?;
        self.want_write(place.mount)?;
        if how == Open::Truncate {
            self.node_mut(place.mount, node).time = None;
        }
        if let (Open::Truncate, Kind::File(text)) = (how, &mut self.node_mut(place.mount, node).kind) {
            text.clear();
        }
        Ok((place.mount, node))
    }

    /// Appends to an open file. What goes to a device or the kernel is gone.
    pub fn write(&mut self, (mount, node): (usize, NodeId), text: &str) {
        let own = self.node_mut(mount, node);
        own.time = None;
        if let Kind::File(content) = &mut own.kind {
            // A runaway loop must not eat memory.
            if content.len() < 1 << 20 {
                content.push_str(text);
            }
        }
    }

    /// Makes a node where there is none: EROFS before EACCES. New nodes belong to who makes them; in a set-gid
    /// directory to the directory's group.
    pub fn create(&mut self, who: &Credentials, place: &Place, node: Node) -> Result<NodeId, Errno> {
        let (mount, directory) = place.parent.ok_or(Errno::Exists)?;
        if place.node.is_some() {
            return Err(Errno::Exists);
        }
        self.want_write(mount)?;
        if self.filesystem(mount).medium == Medium::Proc {
            return Err(Errno::NotFound);
        }
        self.check(who, mount, directory, WRITE | EXECUTE)?;
        let parent = self.node(mount, directory);
        let inherited = parent.mode & 0o2000 != 0;
        let gid = if inherited { parent.gid } else { who.gid };
        let mut node = node.owned(who.uid, gid);
        if inherited && matches!(node.kind, Kind::Directory(_)) {
            node.mode |= 0o2000;
        }
        let filesystem = &mut self.filesystems[self.mounts[mount].filesystem];
        filesystem.copy_up(directory);
        Ok(filesystem.put(directory, &place.name, node))
    }

    /// unlink(2) and rmdir(2).
    pub fn remove(&mut self, who: &Credentials, place: &Place, directory: bool) -> Result<(), Errno> {
        let (mount, parent) = place.parent.ok_or(Errno::Busy)?;
        self.want_write(mount)?;
        let node = place.node.ok_or(Errno::NotFound)?;
        self.check(who, mount, parent, WRITE | EXECUTE)?;
        self.check_sticky(who, mount, parent, place.mount, node)?;
        match (&self.node(place.mount, node).kind, directory) {
            _ if self.covering(&place.path).is_some() => return Err(Errno::Busy),
            (Kind::Directory(children), true) if !children.is_empty() => return Err(Errno::NotEmpty),
            (Kind::Directory(_), false) => return Err(Errno::IsDirectory),
            (Kind::Directory(_), true) => {}
            (_, true) => return Err(Errno::NotDirectory),
            (_, false) => {}
        }
        let filesystem = &mut self.filesystems[self.mounts[mount].filesystem];
        filesystem.copy_up(parent);
        filesystem.unlink(parent, &place.name);
        Ok(())
    }

    fn check_sticky(&self, who: &Credentials, mount: usize, parent: NodeId, at: usize, node: NodeId) -> Result<(), Errno> {
        let directory = self.node(mount, parent);
        let sticky = directory.mode & 0o1000 != 0 && directory.uid != who.uid && self.node(at, node).uid != who.uid;
        if sticky && !who.effective.has("FOWNER") { Err(Errno::Permission) } else { Ok(()) }
    }

    /// rename(2) within one mount; across mounts `mv` answers with a copy.
    pub fn rename(&mut self, who: &Credentials, from: &Place, to: &Place) -> Result<(), Errno> {
        let ((from_mount, from_parent), (to_mount, to_parent)) = (from.parent.ok_or(Errno::Busy)?, to.parent.ok_or(Errno::Busy)?);
        if self.mounts[from_mount].filesystem != self.mounts[to_mount].filesystem {
            return Err(Errno::CrossDevice);
        }
        self.want_write(from_mount)?;
        let node = from.node.ok_or(Errno::NotFound)?;
        self.check(who, from_mount, from_parent, WRITE | EXECUTE)?;
        self.check(who, to_mount, to_parent, WRITE | EXECUTE)?;
        self.check_sticky(who, from_mount, from_parent, from.mount, node)?;
        // What is mounted on stays where it is (vfs_rename, is_local_mountpoint).
        if [from, to].iter().any(|place| self.covering(&place.path).is_some()) {
            return Err(Errno::Busy);
        }
        let filesystem = &mut self.filesystems[self.mounts[from_mount].filesystem];
        [from_parent, to_parent].into_iter().for_each(|parent| filesystem.copy_up(parent));
        filesystem.unlink(from_parent, &from.name);
        filesystem.link(to_parent, &to.name, node);
        Ok(())
    }

    /// link(2): another name for the same node.
    pub fn link(&mut self, who: &Credentials, from: &Place, node: NodeId, to: &Place) -> Result<(), Errno> {
        let (mount, directory) = to.parent.ok_or(Errno::Exists)?;
        if to.node.is_some() {
            return Err(Errno::Exists);
        }
        if self.mounts[from.mount].filesystem != self.mounts[mount].filesystem {
            return Err(Errno::CrossDevice);
        }
        self.want_write(mount)?;
        let linked = self.node(from.mount, node);
        if matches!(linked.kind, Kind::Directory(_)) {
            return Err(Errno::Permission);
        }
        // protected_hardlinks: one's own files, or those one may read and write.
        let own = linked.uid == who.uid || who.effective.has("FOWNER");
        if !own && self.check(who, from.mount, node, READ | WRITE).is_err() {
            return Err(Errno::Permission);
        }
        self.check(who, mount, directory, WRITE | EXECUTE)?;
        let filesystem = &mut self.filesystems[self.mounts[mount].filesystem];
        filesystem.copy_up(directory);
        filesystem.link(directory, &to.name, node);
        Ok(())
    }

    /// Whether a node is a device or a pipe.
    pub fn is_device(&self, place: &Place, node: NodeId) -> bool {
        matches!(self.node(place.mount, node).kind, Kind::Device(..))
    }

    /// chmod(2): the owner or FOWNER.
    pub fn chmod(&mut self, who: &Credentials, place: &Place, node: NodeId, mode: u32) -> Result<(), Errno> {
        self.want_write(place.mount)?;
        let old = self.node(place.mount, node);
        // fs/proc/base.c proc_setattr, fs/proc/proc_sysctl.c proc_sys_setattr
        let kernels = self.filesystem(place.mount).medium == Medium::Proc;
        if kernels || old.uid != who.uid && !who.effective.has("FOWNER") {
            return Err(Errno::Permission);
        }
        // Without FSETID a foreign group's set-gid bit is lost.
        let keep = who.in_group(old.gid) || who.effective.has("FSETID");
        let mode = if keep { mode } else { mode & !0o2000 };
        self.node_mut(place.mount, node).mode = mode & 0o7777;
        Ok(())
    }

    /// chown(2): CAP_CHOWN; the owner may give the group to one of his own. An owner that stays is no change.
    pub fn chown(&mut self, who: &Credentials, place: &Place, node: NodeId, uid: Option<i64>, gid: Option<i64>) -> Result<(), Errno> {
        self.want_write(place.mount)?;
        let capable = who.effective.has("CHOWN");
        let old = self.node(place.mount, node);
        let owner = old.uid == who.uid;
        let user = uid.is_none_or(|uid| capable || owner && uid == old.uid);
        let group = gid.is_none_or(|gid| capable || owner && (who.in_group(gid) || gid == old.gid));
        if !user || !group {
            return Err(Errno::Permission);
        }
        let node = self.node_mut(place.mount, node);
        node.uid = uid.unwrap_or(node.uid);
        node.gid = gid.unwrap_or(node.gid);
        if matches!(node.kind, Kind::File(_)) {
            node.mode &= !0o6000;
        }
        Ok(())
    }

    /// utimes(2) with the present time: the owner, or who may write.
    pub fn touch(&mut self, who: &Credentials, place: &Place, node: NodeId, time: Option<Timestamp>) -> Result<(), Errno> {
        self.want_write(place.mount)?;
        if self.node(place.mount, node).uid != who.uid && !who.effective.has("FOWNER") {
            // Who may write may say that something is new, and nothing else.
            if time.is_some() {
                return Err(Errno::Permission);
            }
            self.check(who, place.mount, node, WRITE)?;
        }
        self.node_mut(place.mount, node).time = time;
        Ok(())
    }

    /// The names in a directory with their mounts and nodes, sorted.
    pub fn list(&mut self, who: &Credentials, place: &Place, node: NodeId) -> Result<Vec<(String, usize, NodeId)>, Errno> {
        self.check(who, place.mount, node, READ)?;
        self.materialise(&place.path, place.mount, node, None);
        let Kind::Directory(children) = &self.node(place.mount, node).kind else { return Err(Errno::NotDirectory) };
        let base = place.path.trim_end_matches('/');
        let listed = children.iter().map(|(name, child)| match self.covering(&format!("{base}/{name}")) {
            Some(mount) => (name.clone(), mount, self.mounts[mount].root),
            None => (name.clone(), place.mount, *child),
        });
        Ok(listed.collect())
    }
}

fn joined(stack: &[(String, usize, NodeId)]) -> String {
    if stack.len() == 1 {
        return "/".into();
    }
    stack.iter().skip(1).fold(String::new(), |path, (name, ..)| path + "/" + name)
}
