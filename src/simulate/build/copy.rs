//! COPY and ADD: files from the build context, another stage or another image
//! (BuildKit `solver/llbsolver/file/backend.go`, fsutil `copy/copy.go`, August 2026).

use crate::simulate::files::{Filesystem, Kind, Node, NodeId};
use crate::simulate::shell::glob;
use crate::simulate::tool::new_mode;

/// What a copy does besides copying.
#[derive(Clone, Debug, Default)]
pub struct Manner {
    /// `--chown`, looked up.
    pub owner: Option<(i64, i64)>,
    /// `--chmod`, as written.
    pub mode: Option<String>,
}

impl Manner {
    fn dress(&self, node: &Node) -> Node {
        let (uid, gid) = self.owner.unwrap_or((node.uid, node.gid));
        let directory = matches!(node.kind, Kind::Directory(_));
        let mode = self.mode.as_deref().and_then(|mode| new_mode(mode, node.mode, directory, 0)).unwrap_or(node.mode);
        let kind = if directory { Node::directory(0).kind } else { node.kind.clone() };
        Node { kind, mode, uid, gid, time: node.time }
    }

    /// A directory on the way that was missing.
    fn missing(&self) -> Node {
        let (uid, gid) = self.owner.unwrap_or((0, 0));
        let octal = self.mode.as_deref().and_then(|mode| u32::from_str_radix(mode, 8).ok());
        Node::directory(octal.unwrap_or(0o755)).owned(uid, gid)
    }
}

/// Copies one source.
///
/// # Errors
/// What is not found, or cannot lie where it is to.
pub fn copy(to: &mut Filesystem, destination: &str, from: &Filesystem, source: &str, manner: &Manner) -> Result<(), String> {
    let source = clean(source);
    matching(from, &source)?.into_iter().try_for_each(|(name, node)| one(to, destination, from, &name, node, manner))
}

/// Puts a text where COPY would put a file of this name.
pub fn put_text(to: &mut Filesystem, destination: &str, name: &str, text: &str, manner: &Manner) -> Result<(), String> {
    let mut from = Filesystem::new(crate::simulate::files::Medium::Overlay, 0o755);
    from.put(0, name, Node::file(text, 0o644));
    copy(to, destination, &from, name, manner)
}

/// Makes a directory with those above it, as WORKDIR does.
pub fn make_directory(to: &mut Filesystem, path: &str, owner: (i64, i64)) -> Result<(), String> {
    directory(to, path, &Manner { owner: Some(owner), mode: None }).map(|_| ())
}

/// The sources that a path or pattern means: their last name and node.
fn matching(from: &Filesystem, source: &str) -> Result<Vec<(String, NodeId)>, String> {
    let name = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
    if !source.contains(['*', '?', '[']) {
        return match find(from, source) {
            Some(node) => Ok(vec![(name(source), node)]),
            None => Err(format!("\"{source}\": not found")),
        };
    }
    let mut found = vec![(String::new(), 0)];
    for pattern in source.split('/').filter(|part| !part.is_empty()) {
        let below = found.into_iter().flat_map(|(_, node)| children(from, node));
        found = below.filter(|(name, _)| glob(pattern, name)).collect();
    }
    Ok(found)
}

fn children(files: &Filesystem, node: NodeId) -> Vec<(String, NodeId)> {
    match &files.nodes[node].kind {
        Kind::Directory(children) => children.iter().map(|(name, node)| (name.clone(), *node)).collect(),
        _ => Vec::new(),
    }
}

fn one(to: &mut Filesystem, destination: &str, from: &Filesystem, name: &str, node: NodeId, manner: &Manner) -> Result<(), String> {
    let is_directory = matches!(from.nodes[node].kind, Kind::Directory(_));
    let there = find(to, destination).is_some_and(|node| matches!(to.nodes[node].kind, Kind::Directory(_)));
    if is_directory {
        let target = match there || destination.ends_with('/') {
            // What is there already keeps its owner: only what is in it is copied.
            true => directory(to, destination, manner)?,
            false => {
                let (above, last) = split(destination);
                let above = directory(to, above, manner)?;
                put(to, above, last, destination, manner.dress(&from.nodes[node]))?
            }
        };
        return contents(to, target, &clean(destination), from, node, manner);
    }
    let path =
        if there || destination.ends_with('/') { format!("{}/{name}", destination.trim_end_matches('/')) } else { destination.into() };
    let (above, last) = split(&path);
    let above = directory(to, above, manner)?;
    put(to, above, last, &path, manner.dress(&from.nodes[node])).map(|_| ())
}

/// Copies what a directory holds; what is there takes the copy's owner and mode.
fn contents(to: &mut Filesystem, target: NodeId, path: &str, from: &Filesystem, node: NodeId, manner: &Manner) -> Result<(), String> {
    for (name, child) in children(from, node) {
        let own = format!("{}/{name}", path.trim_end_matches('/'));
        let copy = manner.dress(&from.nodes[child]);
        let there = put(to, target, &name, &own, copy)?;
        contents(to, there, &own, from, child, manner)?;
    }
    Ok(())
}

/// Puts a node in; a directory that is there takes its owner and mode and keeps what it holds.
fn put(to: &mut Filesystem, above: NodeId, name: &str, path: &str, node: Node) -> Result<NodeId, String> {
    let old = to.child(above, name);
    let is_directory = |node: &Node| matches!(node.kind, Kind::Directory(_));
    match old {
        Some(old) if is_directory(&node) && is_directory(&to.nodes[old]) => {
            let there = &mut to.nodes[old];
            (there.mode, there.uid, there.gid) = (node.mode, node.uid, node.gid);
            Ok(old)
        }
        Some(old) if is_directory(&node) != is_directory(&to.nodes[old]) => {
            let what = if is_directory(&node) { "cannot copy to non-directory" } else { "cannot replace to directory" };
            Err(format!("{what}: {path}"))
        }
        _ => Ok(to.put(above, name, node)),
    }
}

/// The directory at a path, made with those above it where it is missing.
fn directory(to: &mut Filesystem, path: &str, manner: &Manner) -> Result<NodeId, String> {
    let (mut at, mut place) = (0, String::new());
    let mut left: Vec<String> = parts(path);
    let mut links = 0;
    while let Some(name) = left.pop() {
        let found = to.child(at, &name);
        at = match found.map(|node| (node, to.nodes[node].kind.clone())) {
            Some((node, Kind::Directory(_))) => node,
            Some((_, Kind::Symlink(target))) if links < 40 => {
                links += 1;
                left.extend(parts(&target));
                if target.starts_with('/') {
                    (at, place) = (0, String::new());
                }
                continue;
            }
            Some(_) => return Err(format!("mkdir {place}/{name}: not a directory")),
            None => to.put(at, &name, manner.missing()),
        };
        place = format!("{place}/{name}");
    }
    Ok(at)
}

/// The names of a path, last first, for a stack.
fn parts(path: &str) -> Vec<String> {
    path.rsplit('/').filter(|name| !name.is_empty() && *name != ".").map(str::to_owned).collect()
}

/// The node at a path, links followed.
pub fn find(files: &Filesystem, path: &str) -> Option<NodeId> {
    let (mut at, mut links) = (vec![0], 0);
    let mut left = parts(path);
    while let Some(name) = left.pop() {
        if name == ".." {
            at.truncate(at.len().saturating_sub(1).max(1));
            continue;
        }
        let node = files.child(*at.last()?, &name)?;
        match &files.nodes[node].kind {
            Kind::Symlink(to) if links < 40 => {
                links += 1;
                left.extend(parts(to));
                if to.starts_with('/') {
                    at = vec![0];
                }
            }
            _ => at.push(node),
        }
    }
    at.last().copied()
}

/// A path from the root, without dots and doubled slashes.
pub fn clean(path: &str) -> String {
    let mut names: Vec<&str> = Vec::new();
    for name in path.split('/') {
        match name {
            "" | "." => {}
            ".." => {
                names.pop();
            }
            name => names.push(name),
        }
    }
    format!("/{}", names.join("/"))
}

fn split(path: &str) -> (&str, &str) {
    path.trim_end_matches('/').rsplit_once('/').unwrap_or(("", path))
}
