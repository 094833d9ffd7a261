//! `cp` and `mv`.

use super::Call;
use super::options::missing;
use crate::simulate::files::{Errno, Kind, Node, NodeId, Open, Place};
use crate::simulate::session::{Session, Stop, Streams};

/// What went wrong, and with which path.
enum Failure {
    At(String, Errno),
    /// A whole sentence: BusyBox', GNU's.
    Said(String, String),
}

/// `cp` and `mv`
pub fn copy(session: &mut Session<'_>, call: &Call<'_>, streams: &mut Streams) -> Result<i32, Stop> {
    let (to, sources) = match call.options.rest.as_slice() {
        sources if call.options.value('t').is_some() && !sources.is_empty() => {
            (call.options.value('t').unwrap_or_default().to_owned(), sources.to_vec())
        }
        [] => return Ok(missing(session, call.name, "missing file operand", streams)),
        [one] => return Ok(missing(session, call.name, &format!("missing destination file operand after '{one}'"), streams)),
        [sources @ .., to] => (to.clone(), sources.to_vec()),
    };
    let directory = is_directory(session, &to) && !call.options.has('T');
    if call.options.has('t') && !directory {
        let errno = if exists(session, &to) { Errno::NotDirectory } else { Errno::NotFound };
        return Ok(call.fail(session, streams, &to, &format!("target directory '{to}'"), errno));
    }
    if sources.len() > 1 && !directory && !session.busybox() {
        let errno = if exists(session, &to) { Errno::NotDirectory } else { Errno::NotFound };
        streams.complain(format!("{}: target '{to}': {}", call.name, errno.text()));
        return Ok(1);
    }
    let mut code = 0;
    for source in &sources {
        let whole = call.options.long("parents").is_some() && session.busybox();
        let name = if whole { source.trim_matches('/') } else { source.trim_end_matches('/').rsplit('/').next().unwrap_or(source) };
        if whole && let Some((above, _)) = name.rsplit_once('/') {
            make_parents(session, &to, above);
        }
        let target = if directory || sources.len() > 1 { format!("{}/{name}", to.trim_end_matches('/')) } else { to.clone() };
        if call.options.has('n') && exists(session, &target) {
            continue;
        }
        // A directory is told of in the order in which the disk has it.
        if call.name == "cp" && call.options.has('v') && is_directory(session, source) {
            return Err(Stop::NotSimulated(call.args.join(" ")));
        }
        let done = if call.name == "mv" { move_one(session, source, &target) } else { copy_one(session, call, source, &target, 0) };
        match done {
            Ok(()) if call.options.has('v') => {
                let verb = if call.name == "mv" && !session.busybox() { "renamed " } else { "" };
                streams.say(format!("{verb}'{source}' -> '{target}'"));
            }
            Ok(()) => {}
            Err(failure) => code = complain(session, call, source, &target, failure, streams),
        }
    }
    Ok(code)
}

fn complain(session: &mut Session<'_>, call: &Call<'_>, source: &str, target: &str, failure: Failure, streams: &mut Streams) -> i32 {
    let (path, errno) = match failure {
        Failure::Said(busybox, gnu) => {
            streams.complain(format!("{}: {}", call.name, if session.busybox() { busybox } else { gnu }));
            return 1;
        }
        Failure::At(path, errno) => (path, errno),
    };
    let reading = path == *source;
    // BusyBox tries once more to make a file that it may not write to: then that is in the way.
    let denied = call.name == "cp" && !reading && errno == Errno::Access && session.busybox();
    let errno = if denied && exists(session, target) { Errno::Exists } else { errno };
    let busybox = match (call.name, reading, errno) {
        ("mv", ..) => format!("can't rename '{source}'"),
        (_, true, Errno::NotFound | Errno::NotDirectory) => format!("can't stat '{path}'"),
        (_, true, _) => format!("can't open '{path}'"),
        (_, false, _) => format!("can't create '{path}'"),
    };
    let gnu = match (call.name, reading, errno) {
        (_, true, Errno::NotFound | Errno::NotDirectory) => format!("cannot stat '{path}'"),
        ("mv", ..) => format!("cannot move '{source}' to '{target}'"),
        (_, true, _) => format!("cannot open '{path}' for reading"),
        (_, false, _) => format!("cannot create regular file '{path}'"),
    };
    call.fail(session, streams, &busybox, &gnu, errno)
}

fn is_directory(session: &mut Session<'_>, path: &str) -> bool {
    session.with_files(|files, who, cwd| {
        files.find(who, cwd, path, true).is_ok_and(|(place, node)| matches!(files.node(place.mount, node).kind, Kind::Directory(_)))
    })
}

fn exists(session: &mut Session<'_>, path: &str) -> bool {
    session.with_files(|files, who, cwd| files.find(who, cwd, path, true).is_ok())
}

/// `--parents`: the directories above a source are made below the target.
fn make_parents(session: &mut Session<'_>, to: &str, above: &str) {
    let mut path = to.trim_end_matches('/').to_owned();
    for name in above.split('/') {
        path = format!("{path}/{name}");
        session.with_files(|files, who, cwd| {
            let place = files.walk(who, cwd, &path, true).ok().filter(|place| place.node.is_none())?;
            files.create(who, &place, Node::directory(0o777 & !who.umask)).ok()
        });
    }
}

/// The path to an error.
fn at(path: &str) -> impl Fn(Errno) -> Failure {
    let path = path.to_owned();
    move |errno| Failure::At(path.clone(), errno)
}

fn copy_one(session: &mut Session<'_>, call: &Call<'_>, source: &str, target: &str, depth: u8) -> Result<(), Failure> {
    let archive = call.options.has('a') || call.options.has('d') || call.options.has('P');
    // `-R` keeps links: those on the way, and with BusyBox' and GNU's capital letter those that are named.
    let recursive = call.options.has('r') || call.options.has('R');
    let follow = !(archive || recursive && depth > 0 || call.options.has('R')) || call.options.has('L');
    let (place, node) = session.with_files(|files, who, cwd| files.find(who, cwd, source, follow)).map_err(at(source))?;
    let copied: Node = session.files().node(place.mount, node).clone();
    let there = session.with_files(|files, who, cwd| files.find(who, cwd, target, true)).ok().map(|(place, node)| (place.mount, node));
    if there == Some((place.mount, node)) {
        let said = format!("'{source}' and '{target}' are the same file");
        return Err(Failure::Said(said.clone(), said));
    }
    match &copied.kind {
        Kind::Directory(_) => {
            if !(call.options.has('r') || call.options.has('R') || call.options.has('a')) || depth > 20 {
                let busybox = format!("omitting directory '{source}'");
                return Err(Failure::Said(busybox.clone(), format!("-r not specified; {busybox}")));
            }
            session
                .with_files(|files, who, cwd| {
                    let to = files.walk(who, cwd, target, true)?;
                    if to.node.is_some() { Ok(()) } else { files.create(who, &to, Node::directory(copied.mode & 0o777)).map(|_| ()) }
                })
                .map_err(at(target))?;
            let inside = session.with_files(|files, who, _| files.list(who, &place, node)).map_err(at(source))?;
            for (name, ..) in inside {
                copy_one(session, call, &format!("{source}/{name}"), &format!("{target}/{name}"), depth + 1)?;
            }
        }
        Kind::Symlink(to) => {
            let link = Node::symlink(to.as_str());
            session.with_files(|files, who, cwd| files.walk(who, cwd, target, false).and_then(|to| files.create(who, &to, link))).map_err(
                |errno| {
                    let why = errno.text();
                    let gnu = format!("cannot create symbolic link '{target}': {why}");
                    Failure::Said(format!("can't create symlink '{target}' to '{to}': {why}"), gnu)
                },
            )?;
        }
        _ => {
            let text = session.read(source).map_err(at(source))?;
            let fresh = there.is_none();
            let opened = session.with_files(|files, who, cwd| files.open(who, cwd, target, Open::Truncate)).map_err(at(target))?;
            session.files().write(opened, &text);
            if fresh {
                // A new file has the source's permissions, as far as the umask lets it.
                let umask = session.who.umask;
                let files = session.files();
                let filesystem = files.mounts[opened.0].filesystem;
                files.filesystems[filesystem].nodes[opened.1].mode = copied.mode & 0o777 & !umask;
            }
        }
    }
    if call.options.has('p') || call.options.has('a') {
        keep(session, target, &copied);
    }
    Ok(())
}

/// `-p`: mode and, as far as this process may, the owner.
fn keep(session: &mut Session<'_>, target: &str, copied: &Node) {
    session.with_files(|files, who, cwd| {
        let Ok((place, node)) = files.find(who, cwd, target, true) else { return };
        if matches!(copied.kind, Kind::Symlink(_)) {
            return;
        }
        let owned = files.chown(who, &place, node, Some(copied.uid), Some(copied.gid)).is_ok();
        let mode = if owned { copied.mode } else { copied.mode & 0o777 };
        // A file that cannot be given away keeps its new owner.
        let _ = files.chmod(who, &place, node, mode);
    });
}

/// BusyBox renames without a look at the source first: what rename(2) says of one that is not there, where a read-only file system comes
/// before a missing name (Linux `fs/namei.c` do_renameat2).
fn fails_unseen(session: &mut Session<'_>, source: &str, target: &str) -> Option<Errno> {
    if !session.busybox() {
        return None;
    }
    session.with_files(|files, who, cwd| {
        let (from, to) = (files.walk(who, cwd, source, false).ok()?, files.walk(who, cwd, target, false).ok()?);
        match from.node {
            Some(_) => None,
            None => files.rename(who, &from, &to).err().filter(|errno| *errno != Errno::CrossDevice),
        }
    })
}

fn move_one(session: &mut Session<'_>, source: &str, target: &str) -> Result<(), Failure> {
    if let Some(errno) = fails_unseen(session, source, target) {
        return Err(Failure::At(source.to_owned(), errno));
    }
    let (from, node): (Place, NodeId) = session.with_files(|files, who, cwd| files.find(who, cwd, source, false)).map_err(at(source))?;
    let to = session.with_files(|files, who, cwd| files.walk(who, cwd, target, false)).map_err(at(target))?;
    let directory =
        |session: &mut Session<'_>, place: &Place, node: NodeId| matches!(session.files().node(place.mount, node).kind, Kind::Directory(_));
    let moves_directory = directory(session, &from, node);
    if let Some(there) = to.node {
        if (to.mount, there) == (from.mount, node) {
            let said = format!("'{source}' and '{target}' are the same file");
            return Err(Failure::Said(said.clone(), said));
        }
        if moves_directory && !directory(session, &to, there) {
            return Err(Failure::Said(
                format!("can't rename '{source}': Not a directory"),
                format!("cannot overwrite non-directory '{target}' with directory '{source}'"),
            ));
        }
        if !moves_directory && directory(session, &to, there) {
            return Err(Failure::Said(
                format!("can't rename '{source}': Is a directory"),
                format!("cannot overwrite directory '{target}' with non-directory '{source}'"),
            ));
        }
    }
    if moves_directory && format!("{}/", to.path).starts_with(&format!("{}/", from.path)) {
        return Err(Failure::Said(
            format!("can't rename '{source}': Invalid argument"),
            format!("cannot move '{source}' to a subdirectory of itself, '{target}'"),
        ));
    }
    match session.with_files(|files, who, _| files.rename(who, &from, &to)) {
        Ok(()) => Ok(()),
        Err(Errno::CrossDevice) if moves_directory => Err(Failure::At(source.to_owned(), Errno::CrossDevice)),
        Err(Errno::CrossDevice) => {
            let text = session.read(source).map_err(at(source))?;
            let opened = session.with_files(|files, who, cwd| files.open(who, cwd, target, Open::Truncate)).map_err(at(target))?;
            session.files().write(opened, &text);
            let from = Place { node: Some(node), ..from };
            session.with_files(|files, who, _| files.remove(who, &from, false)).map_err(|errno| {
                let why = errno.text();
                Failure::Said(format!("can't remove '{source}': {why}"), format!("cannot remove '{source}': {why}"))
            })
        }
        Err(errno) => Err(Failure::At(target.to_owned(), errno)),
    }
}
