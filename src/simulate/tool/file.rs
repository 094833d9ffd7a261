//! Programs that make, change and show files.

use super::Call;
use crate::simulate::files::{Errno, Kind, Node, NodeId, Open, Place};
use crate::simulate::machine::{Session, Stop, Streams};

/// Runs one of them.
pub fn run(session: &mut Session<'_>, call: Call<'_>, streams: &mut Streams) -> Result<i32, Stop> {
    let valued = match call.name {
        "mkdir" | "mknod" => "m",
        "stat" => "cf",
        "touch" => "drt",
        "truncate" => "s",
        _ => "",
    };
    // A mode like `-x` or `-rwx` is no option of chmod.
    let call = if call.name == "chmod" { chmod_call(call) } else { call.reading(valued) };
    Ok(match call.name {
        "touch" => each(session, &call, streams, touch),
        "mkdir" => each(session, &call, streams, mkdir),
        "rmdir" => each(session, &call, streams, rmdir),
        "rm" => each(session, &call, streams, rm),
        "cat" => cat(session, &call, streams),
        "tee" => tee(session, &call, streams),
        "chmod" => chmod(session, &call, streams),
        "chown" | "chgrp" => chown(session, &call, streams),
        "mknod" => mknod(session, &call, streams),
        "cp" | "mv" => copy(session, &call, streams),
        "ln" => link(session, &call, streams),
        "readlink" => readlink(session, &call, streams),
        "stat" => stat(session, &call, streams),
        "mktemp" => mktemp(session, streams),
        name => return Err(Stop::NotSimulated(name.to_owned())),
    })
}

fn each(
    session: &mut Session<'_>,
    call: &Call<'_>,
    streams: &mut Streams,
    one: fn(&mut Session<'_>, &Call<'_>, &str, &mut Streams) -> i32,
) -> i32 {
    if call.options.rest.is_empty() && !call.options.has('f') {
        let said = if session.busybox() {
            format!("BusyBox v1.37 multi-call binary.\n\nUsage: {}", call.name)
        } else {
            format!("{}: missing operand", call.name)
        };
        streams.complain(said);
        return 1;
    }
    call.options.rest.iter().map(|path| one(session, call, path, streams)).max().unwrap_or(0)
}

fn touch(session: &mut Session<'_>, call: &Call<'_>, path: &str, streams: &mut Streams) -> i32 {
    let no_create = call.options.has('c');
    let done = session.with_files(|files, who, cwd| {
        let place = files.walk(who, cwd, path, true)?;
        match place.node {
            Some(node) => files.touch(who, &place, node),
            None if no_create => Ok(()),
            None => files.create(who, &place, Node::file("", 0o644)).map(|_| ()),
        }
    });
    match done {
        Ok(()) => 0,
        Err(errno) => call.fail(session, streams, path, &format!("cannot touch '{path}'"), errno),
    }
}

fn mkdir(session: &mut Session<'_>, call: &Call<'_>, path: &str, streams: &mut Streams) -> i32 {
    let parents = call.options.has('p');
    let mode = call.options.value('m').and_then(|mode| u32::from_str_radix(mode, 8).ok()).unwrap_or(0o755);
    let mut prefixes = vec![path.to_owned()];
    if parents {
        let absolute = if path.starts_with('/') { "/" } else { "" };
        let names: Vec<_> = path.split('/').filter(|name| !name.is_empty()).collect();
        prefixes = (1..=names.len()).map(|end| absolute.to_owned() + &names[..end].join("/")).collect();
    }
    for prefix in prefixes {
        let done = session.with_files(|files, who, cwd| {
            let place = files.walk(who, cwd, &prefix, true)?;
            match place.node {
                Some(node) if parents && matches!(files.node(place.mount, node).kind, Kind::Directory(_)) => Ok(()),
                _ => files.create(who, &place, Node::directory(mode)).map(|_| ()),
            }
        });
        if let Err(errno) = done {
            return call.fail(
                session,
                streams,
                &format!("can't create directory '{prefix}'"),
                &format!("cannot create directory '{prefix}'"),
                errno,
            );
        }
    }
    0
}

fn rmdir(session: &mut Session<'_>, call: &Call<'_>, path: &str, streams: &mut Streams) -> i32 {
    let done = session.with_files(|files, who, cwd| {
        let place = files.walk(who, cwd, path, false)?;
        files.remove(who, &place, true)
    });
    match done {
        Ok(()) => 0,
        Err(errno) => call.fail(session, streams, &format!("'{path}'"), &format!("failed to remove '{path}'"), errno),
    }
}

fn rm(session: &mut Session<'_>, call: &Call<'_>, path: &str, streams: &mut Streams) -> i32 {
    let (force, recursive) = (call.options.has('f'), call.options.has('r') || call.options.has('R'));
    let found = session.with_files(|files, who, cwd| files.find(who, cwd, path, false));
    let (place, node) = match found {
        Ok(found) => found,
        Err(Errno::NotFound) if force => return 0,
        Err(errno) => return call.fail(session, streams, &format!("can't remove '{path}'"), &format!("cannot remove '{path}'"), errno),
    };
    let directory = matches!(session.files().node(place.mount, node).kind, Kind::Directory(_));
    if directory && !recursive {
        let said =
            if session.busybox() { format!("rm: '{path}' is a directory") } else { format!("rm: cannot remove '{path}': Is a directory") };
        streams.complain(said);
        return 1;
    }
    if directory {
        let inside = session.with_files(|files, who, _| files.list(who, &place, node)).unwrap_or_default();
        let codes: Vec<_> =
            inside.iter().map(|(name, ..)| rm(session, call, &format!("{}/{name}", path.trim_end_matches('/')), streams)).collect();
        if codes.contains(&1) {
            return 1;
        }
    }
    match session.with_files(|files, who, _| files.remove(who, &place, directory)) {
        Ok(()) => 0,
        Err(errno) => call.fail(session, streams, &format!("can't remove '{path}'"), &format!("cannot remove '{path}'"), errno),
    }
}

fn cat(session: &mut Session<'_>, call: &Call<'_>, streams: &mut Streams) -> i32 {
    if call.options.rest.is_empty() {
        streams.out += &std::mem::take(&mut streams.input);
        return 0;
    }
    let mut code = 0;
    for path in &call.options.rest {
        match session.read(path) {
            _ if path == "-" => streams.out += &std::mem::take(&mut streams.input),
            Ok(text) => streams.out += &text,
            Err(Errno::IsDirectory) if session.busybox() => {
                streams.complain("cat: read error: Is a directory");
                code = 1;
            }
            Err(errno) => code = call.fail(session, streams, &format!("can't open '{path}'"), path, errno),
        }
    }
    code
}

fn tee(session: &mut Session<'_>, call: &Call<'_>, streams: &mut Streams) -> i32 {
    let text = std::mem::take(&mut streams.input);
    let how = if call.options.has('a') { Open::Append } else { Open::Truncate };
    let mut code = 0;
    for path in &call.options.rest {
        match session.with_files(|files, who, cwd| files.open(who, cwd, path, how)) {
            Ok(node) => session.files().write(node, &text),
            Err(errno) => code = call.fail(session, streams, path, path, errno),
        }
    }
    streams.out += &text;
    code
}

fn chmod_call(call: Call<'_>) -> Call<'_> {
    let mut call = call;
    for arg in &call.args[1..] {
        let option = matches!(arg.as_str(), "-R" | "-v" | "-c" | "-f");
        match option {
            true => call.options.flags.push_str(&arg[1..]),
            false => call.options.rest.push(arg.clone()),
        }
    }
    call
}

/// `755`, `u+x,go-w`.
fn new_mode(text: &str, old: u32, directory: bool) -> Option<u32> {
    if let Ok(mode) = u32::from_str_radix(text, 8) {
        return Some(mode);
    }
    text.split(',').try_fold(old, |mode, clause| {
        let at = clause.find(['+', '-', '='])?;
        let (who, rest) = clause.split_at(at);
        let mut mask = 0;
        for (letters, bits) in [("ua", 0o4700), ("ga", 0o2070), ("oa", 0o1007)] {
            if who.is_empty() || who.contains(|c| letters.contains(c)) {
                mask |= bits;
            }
        }
        let bits = rest[1..].chars().try_fold(0, |bits, letter| {
            Some(
                bits | match letter {
                    'r' => 0o444,
                    'w' => 0o222,
                    'x' => 0o111,
                    'X' if directory || old & 0o111 != 0 => 0o111,
                    'X' => 0,
                    's' => 0o6000,
                    't' => 0o1000,
                    _ => return None,
                },
            )
        })? & mask;
        Some(match rest.as_bytes()[0] {
            b'+' => mode | bits,
            b'-' => mode & !bits,
            _ => mode & !(mask & 0o777) | bits,
        })
    })
}

fn chmod(session: &mut Session<'_>, call: &Call<'_>, streams: &mut Streams) -> i32 {
    let Some((mode, paths)) = call.options.rest.split_first() else { return each(session, call, streams, |_, _, _, _| 0) };
    let mut code = 0;
    let allowed = session.who.may_call("chmod");
    for path in tree(session, paths, call.options.has('R')) {
        let found = session.with_files(|files, who, cwd| files.find(who, cwd, &path, true));
        let done = found.and_then(|(place, node)| {
            let old = session.files().node(place.mount, node).clone();
            let mode = new_mode(mode, old.mode, matches!(old.kind, Kind::Directory(_))).ok_or(Errno::Invalid)?;
            if !allowed {
                return Err(Errno::Permission);
            }
            session.with_files(|files, who, _| files.chmod(who, &place, node, mode))
        });
        if let Err(errno) = done {
            let gnu =
                if errno == Errno::NotFound { format!("cannot access '{path}'") } else { format!("changing permissions of '{path}'") };
            code = call.fail(session, streams, &path, &gnu, errno);
        }
    }
    code
}

fn chown(session: &mut Session<'_>, call: &Call<'_>, streams: &mut Streams) -> i32 {
    let Some((owner, paths)) = call.options.rest.split_first() else { return each(session, call, streams, |_, _, _, _| 0) };
    let image = &session.container().image;
    let user = |name: &str| name.parse().ok().or_else(|| image.accounts().find(|(known, ..)| *known == name).map(|(_, uid, _)| uid));
    let group = |name: &str| name.parse().ok().or_else(|| image.groups().find(|(known, ..)| *known == name).map(|(_, gid, _)| gid));
    let (who, of) = match (call.name, owner.split_once([':', '.'])) {
        ("chgrp", _) => (None, Some(owner.as_str())),
        (_, Some((user, group))) => (Some(user).filter(|name| !name.is_empty()), Some(group).filter(|name| !name.is_empty())),
        (_, None) => (Some(owner.as_str()), None),
    };
    let (uid, gid) = (who.map(user), of.map(group));
    if uid == Some(None) || gid == Some(None) {
        let (kind, name) = if uid == Some(None) { ("user", who) } else { ("group", of) };
        let name = name.unwrap_or("");
        let said = if session.busybox() { format!("unknown {kind} {name}") } else { format!("invalid {kind}: '{owner}'") };
        streams.complain(format!("{}: {said}", call.name));
        return 1;
    }
    let mut code = 0;
    for path in tree(session, paths, call.options.has('R')) {
        let done = session.with_files(|files, who, cwd| {
            let (place, node) = files.find(who, cwd, &path, true)?;
            files.chown(who, &place, node, uid.flatten(), gid.flatten())
        });
        if let Err(errno) = done {
            let what = if call.name == "chgrp" || who.is_none() { "group" } else { "ownership" };
            let gnu = if errno == Errno::NotFound { format!("cannot access '{path}'") } else { format!("changing {what} of '{path}'") };
            code = call.fail(session, streams, &path, &gnu, errno);
        }
    }
    code
}

/// The paths, and with `-R` everything below them.
fn tree(session: &mut Session<'_>, paths: &[String], recursive: bool) -> Vec<String> {
    let mut all = Vec::new();
    let mut queue: Vec<String> = paths.iter().rev().cloned().collect();
    while let Some(path) = queue.pop() {
        if recursive && all.len() < 10_000 {
            let listed = session.with_files(|files, who, cwd| {
                let (place, node) = files.find(who, cwd, &path, false).ok()?;
                files.list(who, &place, node).ok()
            });
            queue.extend(listed.into_iter().flatten().rev().map(|(name, ..)| format!("{}/{name}", path.trim_end_matches('/'))));
        }
        all.push(path);
    }
    all
}

fn mknod(session: &mut Session<'_>, call: &Call<'_>, streams: &mut Streams) -> i32 {
    let (Some(path), kind) = (call.options.rest.first(), call.options.rest.get(1).map_or("", String::as_str)) else {
        return each(session, call, streams, |_, _, _, _| 0);
    };
    let done = session.with_files(|files, who, cwd| {
        let place = files.walk(who, cwd, path, true)?;
        // vfs_mknod looks at the directory first, then at the capability.
        if kind != "p" && place.node.is_none() && !who.effective.has("MKNOD") {
            let (mount, directory) = place.parent.ok_or(Errno::Exists)?;
            let above = Place { node: Some(directory), mount, parent: None, ..place.clone() };
            files.may(who, &above, directory, 3)?;
            return Err(Errno::Permission);
        }
        let letter = if kind == "b" { 'b' } else { 'c' };
        files.create(who, &place, Node { kind: Kind::Device(letter), ..Node::file("", 0o644) }).map(|_| ())
    });
    match done {
        Ok(()) => 0,
        Err(errno) => call.fail(session, streams, path, path, errno),
    }
}

fn copy(session: &mut Session<'_>, call: &Call<'_>, streams: &mut Streams) -> i32 {
    let Some((to, sources)) = call.options.rest.split_last().filter(|(_, sources)| !sources.is_empty()) else {
        return each(session, call, streams, |_, _, _, _| 0).max(1);
    };
    let mut code = 0;
    for source in sources {
        let into = session.with_files(|files, who, cwd| files.find(who, cwd, to, true)).ok();
        let directory = into.is_some_and(|(place, node)| matches!(session.files().node(place.mount, node).kind, Kind::Directory(_)));
        let name = source.trim_end_matches('/').rsplit('/').next().unwrap_or(source);
        let target = if directory { format!("{}/{name}", to.trim_end_matches('/')) } else { to.clone() };
        let done = if call.name == "mv" { move_one(session, source, &target) } else { copy_one(session, call, source, &target, 0) };
        if let Err((path, errno)) = done {
            let reading = path == *source;
            let busybox = match (call.name, reading, errno) {
                ("mv", ..) => format!("can't rename '{source}'"),
                (_, true, Errno::NotFound) => format!("can't stat '{path}'"),
                (_, true, _) => format!("can't open '{path}'"),
                (_, false, _) => format!("can't create '{path}'"),
            };
            let gnu = match (call.name, reading, errno) {
                (_, true, Errno::NotFound) => format!("cannot stat '{path}'"),
                ("mv", ..) => format!("cannot move '{source}' to '{target}'"),
                (_, true, _) => format!("cannot open '{path}' for reading"),
                (_, false, _) => format!("cannot create regular file '{path}'"),
            };
            code = call.fail(session, streams, &busybox, &gnu, errno);
        }
    }
    code
}

/// The path to an error.
fn at(path: &str) -> impl Fn(Errno) -> (String, Errno) {
    let path = path.to_owned();
    move |errno| (path.clone(), errno)
}

fn copy_one(session: &mut Session<'_>, call: &Call<'_>, source: &str, target: &str, depth: u8) -> Result<(), (String, Errno)> {
    let (place, node) = session.with_files(|files, who, cwd| files.find(who, cwd, source, true)).map_err(at(source))?;
    let copied: Node = session.files().node(place.mount, node).clone();
    if matches!(copied.kind, Kind::Directory(_)) {
        if !(call.options.has('r') || call.options.has('R') || call.options.has('a')) || depth > 20 {
            return Err((source.to_owned(), Errno::IsDirectory));
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
        return Ok(());
    }
    let text = session.read(source).map_err(at(source))?;
    let opened = session.with_files(|files, who, cwd| files.open(who, cwd, target, Open::Truncate)).map_err(at(target))?;
    session.files().write(opened, &text);
    // A new file has the source's permissions.
    let files = session.files();
    let filesystem = files.mounts[opened.0].filesystem;
    let made: &mut Node = &mut files.filesystems[filesystem].nodes[opened.1];
    made.mode = copied.mode & 0o755 | made.mode & 0o7000;
    Ok(())
}

fn move_one(session: &mut Session<'_>, source: &str, target: &str) -> Result<(), (String, Errno)> {
    let (from, node): (Place, NodeId) = session.with_files(|files, who, cwd| files.find(who, cwd, source, false)).map_err(at(source))?;
    let to = session.with_files(|files, who, cwd| files.walk(who, cwd, target, false)).map_err(at(target))?;
    match session.with_files(|files, who, _| files.rename(who, &from, &to)) {
        Ok(()) => Ok(()),
        Err(Errno::Invalid) => {
            let text = session.read(source).map_err(at(source))?;
            let opened = session.with_files(|files, who, cwd| files.open(who, cwd, target, Open::Truncate)).map_err(at(target))?;
            session.files().write(opened, &text);
            let from = Place { node: Some(node), ..from };
            session.with_files(|files, who, _| files.remove(who, &from, false)).map_err(at(source))
        }
        Err(errno) => Err((target.to_owned(), errno)),
    }
}

fn link(session: &mut Session<'_>, call: &Call<'_>, streams: &mut Streams) -> i32 {
    let [to, name] = call.options.rest.as_slice() else { return 1 };
    let done = session.with_files(|files, who, cwd| {
        let place = files.walk(who, cwd, name, false)?;
        if let (Some(_), true) = (place.node, call.options.has('f')) {
            files.remove(who, &place, false)?;
            let place = Place { node: None, ..place };
            return files.create(who, &place, Node::symlink(to.as_str())).map(|_| ());
        }
        files.create(who, &place, Node::symlink(to.as_str())).map(|_| ())
    });
    match done {
        Ok(()) => 0,
        Err(errno) => call.fail(session, streams, name, &format!("failed to create symbolic link '{name}'"), errno),
    }
}

fn readlink(session: &mut Session<'_>, call: &Call<'_>, streams: &mut Streams) -> i32 {
    let Some(path) = call.options.rest.first() else { return 1 };
    let follow = call.options.has('f');
    let Ok(place) = session.walk(path, follow) else { return 1 };
    if follow {
        streams.say(place.path);
        return 0;
    }
    match place.node.map(|node| session.files().node(place.mount, node).kind.clone()) {
        Some(Kind::Symlink(to)) => {
            streams.say(to);
            0
        }
        _ => 1,
    }
}

fn stat(session: &mut Session<'_>, call: &Call<'_>, streams: &mut Streams) -> i32 {
    let mut code = 0;
    let format = call
        .options
        .value('c')
        .or(call.options.long("format"))
        .unwrap_or("  File: %n\n  Size: %s\nAccess: (0%a/%A)  Uid: (%u/%U)   Gid: (%g/%G)")
        .to_owned();
    for path in &call.options.rest {
        let found = session.with_files(|files, who, cwd| files.find(who, cwd, path, call.options.has('L')));
        let (place, node) = match found {
            Ok(found) => found,
            Err(errno) => {
                code = call.fail(session, streams, &format!("can't stat '{path}'"), &format!("cannot statx '{path}'"), errno);
                continue;
            }
        };
        let (text, size, shown) = {
            let files = session.files();
            let filesystem = files.filesystem(place.mount);
            (super::list::mode_text(filesystem, node), filesystem.size(node), filesystem.nodes[node].clone())
        };
        let image = &session.container().image;
        let user = image.accounts().find(|(_, uid, _)| *uid == shown.uid).map_or("UNKNOWN", |(name, ..)| name);
        let group = image.groups().find(|(_, gid, _)| *gid == shown.gid).map_or("UNKNOWN", |(name, ..)| name);
        let kind = match shown.kind {
            Kind::Directory(_) => "directory",
            Kind::Symlink(_) => "symbolic link",
            Kind::Device('b') => "block special file",
            Kind::Device(_) => "character special file",
            _ if size == 0 => "regular empty file",
            _ => "regular file",
        };
        let line = format
            .replace("%n", path)
            .replace("%a", &format!("{:o}", shown.mode))
            .replace("%A", &text)
            .replace("%u", &shown.uid.to_string())
            .replace("%g", &shown.gid.to_string())
            .replace("%U", user)
            .replace("%G", group)
            .replace("%s", &size.to_string())
            .replace("%F", kind);
        streams.say(line);
    }
    code
}

fn mktemp(session: &mut Session<'_>, streams: &mut Streams) -> i32 {
    let path = "/tmp/tmp.aBcDeF";
    let opened = session.with_files(|files, who, cwd| files.open(who, cwd, path, Open::Truncate));
    match opened {
        Ok(_) => {
            streams.say(path);
            0
        }
        Err(errno) => {
            let said = if session.busybox() {
                format!("mktemp: (null): {}", errno.text())
            } else {
                format!("mktemp: failed to create file via template '/tmp/tmp.XXXXXXXXXX': {}", errno.text())
            };
            streams.complain(said);
            1
        }
    }
}
