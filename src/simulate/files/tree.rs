//! One file system: nodes with owner, group and mode.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::ProcFile;

/// A node's place in its file system.
pub type NodeId = usize;

/// What a file system lies on: it shows in sizes and link counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Medium {
    /// The container's layers.
    Overlay,
    /// A directory of the node's disk.
    Disk,
    /// Memory.
    Tmpfs,
    /// The kernel's own.
    Proc,
}

/// What a node is.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// Names and nodes.
    Directory(BTreeMap<String, NodeId>),
    /// Text. A program is a file whose text names it.
    File(String),
    /// Where it points.
    Symlink(String),
    /// A device (`b`, `c`) or a pipe (`p`) with its numbers; what is written disappears.
    Device(char, u32, u32),
    /// Written by the kernel when it is read.
    Proc(ProcFile),
}

/// A file, directory, link or device.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// What it is.
    pub kind: Kind,
    /// Permission bits with set-uid, set-gid and sticky.
    pub mode: u32,
    /// Owner.
    pub uid: i64,
    /// Group.
    pub gid: i64,
    /// The time that somebody gave it; without one it counts as changed just now.
    pub time: Option<Timestamp>,
}

/// A file system.
#[derive(Clone, Debug)]
pub struct Filesystem {
    /// Its nodes; the first is the root directory.
    pub nodes: Vec<Node>,
    /// What it lies on.
    pub medium: Medium,
    /// How many nodes are the image's; later ones are the container's own.
    image: usize,
    /// Directories of the image beside which the container's layer has one.
    merged: BTreeSet<NodeId>,
}

impl Filesystem {
    /// An empty one whose root is `root:root` with `mode`.
    pub fn new(medium: Medium, mode: u32) -> Self {
        Self {
            nodes: vec![Node { kind: Kind::Directory(BTreeMap::new()), mode, uid: 0, gid: 0, time: None }],
            medium,
            image: 0,
            merged: BTreeSet::new(),
        }
    }

    /// What is there by now is the image.
    pub fn seal(&mut self) {
        self.image = self.nodes.len();
    }

    /// A change below `node` brings its directory, and those above, into the container's layer (`fs/overlayfs/copy_up.c`).
    pub fn copy_up(&mut self, node: NodeId) {
        if self.medium != Medium::Overlay {
            return;
        }
        let mut at = Some(node);
        while let Some(node) = at {
            let directory = matches!(self.nodes[node].kind, Kind::Directory(_)) && node < self.image;
            if directory && !self.merged.insert(node) || node == 0 {
                return;
            }
            at = self
                .nodes
                .iter()
                .position(|holder| matches!(&holder.kind, Kind::Directory(children) if children.values().any(|child| *child == node)));
        }
    }

    /// The node called `name` in `directory`.
    pub fn child(&self, directory: NodeId, name: &str) -> Option<NodeId> {
        match &self.nodes[directory].kind {
            Kind::Directory(children) => children.get(name).copied(),
            _ => None,
        }
    }

    /// Puts a node into `directory`, in place of one of that name.
    pub fn put(&mut self, directory: NodeId, name: &str, node: Node) -> NodeId {
        let id = self.nodes.len();
        self.nodes.push(node);
        if let Kind::Directory(children) = &mut self.nodes[directory].kind {
            children.insert(name.to_owned(), id);
        }
        id
    }

    /// Takes a name out of `directory`.
    pub fn unlink(&mut self, directory: NodeId, name: &str) -> Option<NodeId> {
        match &mut self.nodes[directory].kind {
            Kind::Directory(children) => children.remove(name),
            _ => None,
        }
    }

    /// Links an existing node into `directory`.
    pub fn link(&mut self, directory: NodeId, name: &str, node: NodeId) {
        if let Kind::Directory(children) = &mut self.nodes[directory].kind {
            children.insert(name.to_owned(), node);
        }
    }

    /// Makes every directory of `path` that is missing, `root:root` 0755, and gives the last one.
    pub fn make_directories(&mut self, path: &str) -> NodeId {
        path.split('/').filter(|name| !name.is_empty()).fold(0, |at, name| match self.child(at, name) {
            Some(node) => node,
            None => self.put(at, name, Node::directory(0o755)),
        })
    }

    /// Puts a node at an absolute path, with its directories.
    pub fn put_at(&mut self, path: &str, node: Node) -> NodeId {
        let (parent, name) = path.trim_end_matches('/').rsplit_once('/').unwrap_or(("", path));
        let parent = self.make_directories(parent);
        match (self.child(parent, name), &node.kind) {
            // A directory that is there keeps what it holds.
            (Some(old), Kind::Directory(new)) if new.is_empty() && matches!(self.nodes[old].kind, Kind::Directory(_)) => {
                let old_node = &mut self.nodes[old];
                (old_node.mode, old_node.uid, old_node.gid) = (node.mode, node.uid, node.gid);
                old
            }
            _ => self.put(parent, name, node),
        }
    }

    /// Number of hard links, as `ls -l` prints it.
    pub fn links(&self, node: NodeId) -> usize {
        match &self.nodes[node].kind {
            // A directory of both layers has one link (`fs/overlayfs/inode.c` ovl_getattr).
            Kind::Directory(_) if self.merged.contains(&node) => 1,
            // A process': attr, fd, fdinfo, map_files, net, ns and task.
            Kind::Directory(children) if self.medium == Medium::Proc && children.contains_key("status") => 9,
            Kind::Directory(children) => {
                2 + children.values().filter(|child| matches!(self.nodes[**child].kind, Kind::Directory(_))).count()
            }
            _ => {
                let names =
                    self.nodes.iter().filter_map(|holder| if let Kind::Directory(children) = &holder.kind { Some(children) } else { None });
                names.flat_map(|children| children.values()).filter(|child| **child == node).count().max(1)
            }
        }
    }

    /// Size in bytes.
    pub fn size(&self, node: NodeId) -> usize {
        match &self.nodes[node].kind {
            Kind::Directory(children) if self.medium == Medium::Tmpfs => 40 + 20 * children.len(),
            Kind::Directory(_) | Kind::Symlink(_) if self.medium == Medium::Proc => 0,
            Kind::Directory(_) => 4096,
            Kind::File(text) if text.starts_with(super::PROGRAM) => 1_113_504,
            Kind::File(text) => text.len(),
            Kind::Symlink(to) => to.len(),
            Kind::Device(..) | Kind::Proc(_) => 0,
        }
    }

    /// Blocks of 1 KiB, which `ls -l` adds up.
    pub fn blocks(&self, node: NodeId) -> usize {
        match &self.nodes[node].kind {
            Kind::Directory(_) if matches!(self.medium, Medium::Tmpfs | Medium::Proc) => 0,
            Kind::Directory(_) => 4,
            Kind::File(_) => self.size(node).div_ceil(4096) * 4,
            _ => 0,
        }
    }
}

impl Node {
    /// A directory of root's.
    pub fn directory(mode: u32) -> Self {
        Self { kind: Kind::Directory(BTreeMap::new()), mode, uid: 0, gid: 0, time: None }
    }

    /// A file of root's.
    pub fn file(text: impl Into<String>, mode: u32) -> Self {
        Self { kind: Kind::File(text.into()), mode, uid: 0, gid: 0, time: None }
    }

    /// A symbolic link.
    pub fn symlink(to: impl Into<String>) -> Self {
        Self { kind: Kind::Symlink(to.into()), mode: 0o777, uid: 0, gid: 0, time: None }
    }

    /// A character device of root's, by its numbers.
    pub fn device(major: u32, minor: u32) -> Self {
        Self { kind: Kind::Device('c', major, minor), mode: 0o666, uid: 0, gid: 0, time: None }
    }

    /// The same with another owner.
    pub fn owned(self, uid: i64, gid: i64) -> Self {
        Self { uid, gid, ..self }
    }
}
