//! Programs that make, remove and show files.

use super::Call;
use super::options::{check, missing};
use crate::simulate::files::{Errno, Kind, Node, NodeId, Open, Place};
use crate::simulate::session::{Session, Stop, Streams};

/// Runs one of them.
pub fn run(session: &mut Session<'_>, call: Call<'_>, streams: &mut Streams) -> Result<i32, Stop> {
    let valued = match call.name {
        "mkdir" | "mknod" => "m",
        "stat" => "c",
        "touch" => "drt",
        "truncate" => "s",
        "cp" | "mv" => "tS",
        "mktemp" => "p",
        _ => "",
    };
    // A mode like `-x` or `-rwx` is no option of chmod.
    let call = if call.name == "chmod" { super::mode::call(call) } else { call.reading(valued) };
    if let Some(ended) = check(session, &call, streams) {
        return ended;
    }
    Ok(match call.name {
        "touch" => super::touch::touch(session, &call, streams)?,
        "mkdir" => each(session, &call, "missing operand", streams, mkdir),
        "rmdir" => each(session, &call, "missing operand", streams, rmdir),
        "rm" if call.options.rest.is_empty() && call.options.has('f') => 0,
        "rm" => each(session, &call, "missing operand", streams, rm),
        "cat" => cat(session, &call, streams),
        // A pager whose output is no terminal passes on what it reads.
        "less" | "more" if call.options.flags().next().is_none() => cat(session, &call, streams),
        "tee" => tee(session, &call, streams),
        "chmod" => super::mode::chmod(session, &call, streams),
        "chown" | "chgrp" => super::mode::chown(session, &call, streams),
        "mknod" => mknod(session, &call, streams),
        "cp" | "mv" => return super::copy::copy(session, &call, streams),
        "ln" => link(session, &call, streams)?,
        "readlink" => readlink(session, &call, streams),
        "stat" => super::stat::stat(session, &call, streams)?,
        "mktemp" if call.args.len() == 1 => mktemp(session, streams),
        "mktemp" => return super::make::temporary(session, &call, streams),
        "truncate" => return super::make::truncate(session, &call, streams),
        name => return Err(Stop::NotSimulated(name.to_owned())),
    })
}

/// Does one thing to each operand.
pub fn each(
    session: &mut Session<'_>,
    call: &Call<'_>,
    what: &str,
    streams: &mut Streams,
    one: impl Fn(&mut Session<'_>, &Call<'_>, &str, &mut Streams) -> i32,
) -> i32 {
    if call.options.rest.is_empty() {
        return missing(session, call.name, what, streams);
    }
    call.options.rest.iter().map(|path| one(session, call, path, streams)).max().unwrap_or(0)
}

fn mkdir(session: &mut Session<'_>, call: &Call<'_>, path: &str, streams: &mut Streams) -> i32 {
    let parents = call.options.has('p');
    let umask = session.who.umask;
    let mode = match call.options.value('m') {
        Some(text) => match super::mode::new_mode(text, 0o777, true, umask) {
            Some(mode) => mode,
            None => return super::mode::invalid(session, call.name, text, streams),
        },
        None => 0o777 & !umask,
    };
    let mut prefixes = vec![path.to_owned()];
    if parents {
        let absolute = if path.starts_with('/') { "/" } else { "" };
        let names: Vec<_> = path.split('/').filter(|name| !name.is_empty()).collect();
        prefixes = (1..=names.len()).map(|end| absolute.to_owned() + &names[..end].join("/")).collect();
    }
    let last = prefixes.len().saturating_sub(1);
    let bare = session.busybox() && call.options.value('m').is_some();
    for (index, prefix) in prefixes.into_iter().enumerate() {
        // Directories on the way get the usual mode, with u+wx.
        let mode = if index == last { mode } else { 0o777 & !umask | 0o300 };
        let done = session.with_files(|files, who, cwd| {
            let place = files
                .walk(who, cwd, prefix.trim_end_matches('/'), true)
                .or_else(|errno| if prefix.trim_end_matches('/').is_empty() { files.walk(who, cwd, "/", true) } else { Err(errno) })?;
            match place.node {
                Some(node) if parents && matches!(files.node(place.mount, node).kind, Kind::Directory(_)) => Ok(false),
                Some(_) if parents && index < last => Err(Errno::NotDirectory),
                _ => files.create(who, &place, Node::directory(mode)).map(|node| {
                    // BusyBox gives the mode once more with chmod(2): a set-gid bit that the directory inherited goes.
                    if bare && index == last {
                        let filesystem = files.mounts[place.mount].filesystem;
                        files.filesystems[filesystem].nodes[node].mode = mode;
                    }
                    true
                }),
            }
        });
        match done {
            Ok(made) if made && call.options.has('v') => {
                let said = if session.busybox() {
                    format!("created directory: '{prefix}'")
                } else {
                    format!("mkdir: created directory '{prefix}'")
                };
                streams.say(said);
            }
            Ok(_) => {}
            Err(errno) => {
                let slash = if index < last { "/" } else { "" };
                return call.fail(
                    session,
                    streams,
                    &format!("can't create directory '{prefix}{slash}'"),
                    &format!("cannot create directory '{prefix}'"),
                    errno,
                );
            }
        }
    }
    0
}

fn rmdir(session: &mut Session<'_>, call: &Call<'_>, path: &str, streams: &mut Streams) -> i32 {
    remove_directory(session, call, path, "", streams)
}

/// `-p` goes on with the directory around it, of which GNU speaks as a `what`.
fn remove_directory(session: &mut Session<'_>, call: &Call<'_>, path: &str, what: &str, streams: &mut Streams) -> i32 {
    let done = session.with_files(|files, who, cwd| {
        let place = files.walk(who, cwd, path, false)?;
        files.remove(who, &place, true)
    });
    match done {
        Ok(()) => {
            let above = path.trim_end_matches('/').rsplit_once('/').map(|(above, _)| above).filter(|above| !above.is_empty());
            match above.filter(|_| call.options.has('p')) {
                Some(above) => remove_directory(session, call, above, "directory ", streams),
                None => 0,
            }
        }
        Err(errno) => call.fail(session, streams, &format!("'{path}'"), &format!("failed to remove {what}'{path}'"), errno),
    }
}

fn rm(session: &mut Session<'_>, call: &Call<'_>, path: &str, streams: &mut Streams) -> i32 {
    let (force, recursive) = (call.options.has('f'), call.options.has('r') || call.options.has('R'));
    let found = session.with_files(|files, who, cwd| files.find(who, cwd, path, false));
    let (place, node) = match found {
        Ok(found) => found,
        Err(Errno::NotFound | Errno::NotDirectory) if force => return 0,
        Err(errno) => return call.fail(session, streams, &format!("can't remove '{path}'"), &format!("cannot remove '{path}'"), errno),
    };
    let directory = matches!(session.files().node(place.mount, node).kind, Kind::Directory(_));
    let empty = session.with_files(|files, who, _| files.list(who, &place, node)).is_ok_and(|inside| inside.is_empty());
    if directory && !recursive && !(call.options.has('d') && empty) {
        let said =
            if session.busybox() { format!("rm: '{path}' is a directory") } else { format!("rm: cannot remove '{path}': Is a directory") };
        streams.complain(said);
        return 1;
    }
    if directory && place.parent.is_none() && !session.busybox() {
        streams.complain("rm: it is dangerous to operate recursively on '/'\nrm: use --no-preserve-root to override this failsafe");
        return 1;
    }
    if directory {
        let listed = session.with_files(|files, who, _| files.list(who, &place, node));
        // BusyBox' remove_file() gives up without a word where it may not look inside.
        if listed.is_err() && session.busybox() {
            return 1;
        }
        let inside = listed.unwrap_or_default();
        let codes: Vec<_> =
            inside.iter().map(|(name, ..)| rm(session, call, &format!("{}/{name}", path.trim_end_matches('/')), streams)).collect();
        if codes.contains(&1) {
            return 1;
        }
    }
    match session.with_files(|files, who, _| files.remove(who, &place, directory)) {
        Ok(()) => {
            if call.options.has('v') {
                let kind = match (directory, session.busybox()) {
                    (true, true) => "directory: ",
                    (true, false) => "directory ",
                    (false, _) => "",
                };
                streams.say(format!("removed {kind}'{path}'"));
            }
            0
        }
        Err(errno) => call.fail(session, streams, &format!("can't remove '{path}'"), &format!("cannot remove '{path}'"), errno),
    }
}

fn cat(session: &mut Session<'_>, call: &Call<'_>, streams: &mut Streams) -> i32 {
    let mut paths = call.options.rest.clone();
    if paths.is_empty() {
        paths.push("-".into());
    }
    let (mut code, mut text) = (0, String::new());
    let plain = call.options.flags().next().is_none();
    for path in &paths {
        match session.read(path) {
            _ if path == "-" => text += &std::mem::take(&mut streams.input),
            Ok(read) => text += &read,
            Err(errno) => {
                streams.out += &std::mem::take(&mut text);
                code = match errno {
                    Errno::IsDirectory if session.busybox() => {
                        streams.complain("cat: read error: Is a directory");
                        1
                    }
                    errno => call.fail(session, streams, &format!("can't open '{path}'"), path, errno),
                };
            }
        }
    }
    streams.out += &if plain { text } else { decorated(call, &text) };
    code
}

/// `cat -n -b -E -T -s -v` and their sums.
fn decorated(call: &Call<'_>, text: &str) -> String {
    let has = |letters: &str| letters.chars().any(|letter| call.options.has(letter));
    let (ends, tabs, nonblank, numbers) = (has("eEA"), has("tTA"), has("b"), has("n"));
    let (mut out, mut number, mut blank) = (String::new(), 0, false);
    for line in text.split_inclusive('\n') {
        let bare = line.trim_end_matches('\n');
        if has("s") && bare.is_empty() && blank {
            continue;
        }
        blank = bare.is_empty();
        if nonblank && !bare.is_empty() || numbers && !nonblank {
            number += 1;
            out += &format!("{number:>6}\t");
        }
        out += &if tabs { bare.replace('\t', "^I") } else { bare.to_owned() };
        if line.ends_with('\n') {
            out += if ends { "$\n" } else { "\n" };
        }
    }
    out
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

fn mknod(session: &mut Session<'_>, call: &Call<'_>, streams: &mut Streams) -> i32 {
    let words: Vec<&str> = call.options.rest.iter().map(String::as_str).collect();
    let (path, kind) = match words.as_slice() {
        [] => return missing(session, call.name, "missing operand", streams),
        [one] => return missing(session, call.name, &format!("missing operand after '{one}'"), streams),
        [path, kind, ..] => (*path, *kind),
    };
    match (kind, words.len()) {
        ("p", 2) | ("b" | "c" | "u", 4) => {}
        ("b" | "c" | "u", 2 | 3) => {
            let last = words.last().unwrap_or(&"");
            return missing(
                session,
                call.name,
                &format!("missing operand after '{last}'\nSpecial files require major and minor device numbers."),
                streams,
            );
        }
        ("p", _) => {
            return missing(
                session,
                call.name,
                &format!("extra operand '{}'\nFifos do not have major and minor device numbers.", words[2]),
                streams,
            );
        }
        ("b" | "c" | "u", _) => return missing(session, call.name, &format!("extra operand '{}'", words[4]), streams),
        _ => return missing(session, call.name, &format!("invalid device type '{kind}'"), streams),
    }
    let number = |at: usize| words.get(at).and_then(|text| text.parse::<u32>().ok()).unwrap_or(0);
    let umask = session.who.umask;
    let mode = call.options.value('m').and_then(|text| super::mode::new_mode(text, 0o666, false, umask)).unwrap_or(0o666 & !umask);
    let done = session.with_files(|files, who, cwd| {
        let place = files.walk(who, cwd, path, true)?;
        // vfs_mknod looks at the directory first, then at the capability.
        if kind != "p" && place.node.is_none() && !who.effective.has("MKNOD") {
            let (mount, directory) = place.parent.ok_or(Errno::Exists)?;
            let above = Place { node: Some(directory), mount, parent: None, ..place.clone() };
            files.may(who, &above, directory, 3)?;
            return Err(Errno::Permission);
        }
        let letter = match kind {
            "b" => 'b',
            "p" => 'p',
            _ => 'c',
        };
        files.create(who, &place, Node { kind: Kind::Device(letter, number(2), number(3)), ..Node::file("", mode) }).map(|_| ())
    });
    match done {
        Ok(()) => 0,
        Err(errno) => call.fail(session, streams, path, path, errno),
    }
}

fn link(session: &mut Session<'_>, call: &Call<'_>, streams: &mut Streams) -> Result<i32, Stop> {
    let (to, name) = match call.options.rest.as_slice() {
        [] => return Ok(missing(session, call.name, "missing file operand", streams)),
        [to] => (to.clone(), to.trim_end_matches('/').rsplit('/').next().unwrap_or(to).to_owned()),
        [to, name] => (to.clone(), name.clone()),
        _ => return Err(Stop::NotSimulated("ln with many files".into())),
    };
    let symbolic = call.options.has('s');
    let place = session.walk(&name, true);
    let into = place.as_ref().ok().and_then(|place| place.node.map(|node| (place.mount, node)));
    let directory = into.is_some_and(|(mount, node)| matches!(session.files().node(mount, node).kind, Kind::Directory(_)));
    let name = match directory && !call.options.has('n') && !call.options.has('T') {
        true => format!("{}/{}", name.trim_end_matches('/'), to.trim_end_matches('/').rsplit('/').next().unwrap_or(&to)),
        false => name,
    };
    let done = session.with_files(|files, who, cwd| {
        let source: Option<(Place, NodeId)> = if symbolic { None } else { Some(files.find(who, cwd, &to, false)?) };
        let mut place = files.walk(who, cwd, &name, false)?;
        if place.node.is_some() && call.options.has('f') {
            files.remove(who, &place, false)?;
            place.node = None;
        }
        match source {
            Some((from, node)) => files.link(who, &from, node, &place),
            None => files.create(who, &place, Node::symlink(to.as_str())).map(|_| ()),
        }
    });
    match done {
        Ok(()) => {
            if call.options.has('v') {
                streams.say(if session.busybox() {
                    format!("'{name}' -> '{to}'")
                } else {
                    format!("'{name}' {} '{to}'", if symbolic { "->" } else { "=>" })
                });
            }
            Ok(0)
        }
        Err(errno) => {
            let gnu = match (symbolic, errno) {
                (true, _) => format!("failed to create symbolic link '{name}'"),
                (false, Errno::NotFound) => format!("failed to access '{to}'"),
                (false, _) => format!("failed to create hard link '{name}' => '{to}'"),
            };
            Ok(call.fail(session, streams, &name, &gnu, errno))
        }
    }
}

fn readlink(session: &mut Session<'_>, call: &Call<'_>, streams: &mut Streams) -> i32 {
    let Some(path) = call.options.rest.first() else { return missing(session, call.name, "missing operand", streams) };
    let follow = call.options.has('f');
    let Ok(place) = session.walk(path, follow) else { return 1 };
    let end = if call.options.has('n') { "" } else { "\n" };
    if follow {
        streams.out += &format!("{}{end}", place.path);
        return 0;
    }
    match place.node.map(|node| session.files().node(place.mount, node).kind.clone()) {
        Some(Kind::Symlink(to)) => {
            streams.out += &format!("{to}{end}");
            0
        }
        _ => 1,
    }
}

fn mktemp(session: &mut Session<'_>, streams: &mut Streams) -> i32 {
    let path = if session.busybox() { "/tmp/tmp.aBcDeF" } else { "/tmp/tmp.aBcDeFgHiJ" };
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
