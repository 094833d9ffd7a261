//! `chmod`, `chown`, `chgrp`: permissions and owners.

use super::Call;
use super::list::permissions;
use super::options::{missing, usage};
use crate::simulate::files::{Errno, Kind};
use crate::simulate::session::{Session, Streams};

/// chmod's arguments: only these few are options, everything else is a mode or a file.
pub fn call(call: Call<'_>) -> Call<'_> {
    let mut call = call;
    for arg in &call.args[1..] {
        if let Some(long) = arg.strip_prefix("--").filter(|long| !long.is_empty()) {
            call.options.add_long(long);
            call.options.set(&super::options::letter_of("chmod", long).map_or_else(String::new, String::from));
            continue;
        }
        let option = arg.len() > 1 && arg.starts_with('-') && arg[1..].chars().all(|letter| "Rvcf".contains(letter));
        match option {
            true => call.options.set(&arg[1..]),
            false if arg == "--" => {}
            false => call.options.rest.push(arg.clone()),
        }
    }
    call
}

/// `755`, `u+x,go-w`. A clause without a who leaves alone what the umask takes away.
pub fn new_mode(text: &str, old: u32, directory: bool, umask: u32) -> Option<u32> {
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        return u32::from_str_radix(text, 8).ok().filter(|mode| *mode <= 0o7777);
    }
    text.split(',').try_fold(old, |mode, clause| {
        let at = clause.find(['+', '-', '='])?;
        let (who, mut rest) = clause.split_at(at);
        if !who.chars().all(|c| "ugoa".contains(c)) {
            return None;
        }
        let mut mask = 0;
        for (letters, bits) in [("ua", 0o4700), ("ga", 0o2070), ("oa", 0o1007)] {
            if who.is_empty() || who.contains(|c| letters.contains(c)) {
                mask |= bits;
            }
        }
        let masked = if who.is_empty() { mask & !umask } else { mask };
        let mut mode = mode;
        while let Some(operator) = rest.chars().next() {
            if !"+-=".contains(operator) {
                return None;
            }
            rest = &rest[1..];
            let end = rest.find(['+', '-', '=']).unwrap_or(rest.len());
            let bits = rest[..end].chars().try_fold(0, |bits, letter| Some(bits | permission(letter, mode, directory)?))?;
            let bits = bits & masked;
            rest = &rest[end..];
            mode = match operator {
                '+' => mode | bits,
                '-' => mode & !bits,
                _ => mode & !(mask & 0o777) | bits,
            };
        }
        Some(mode)
    })
}

fn permission(letter: char, mode: u32, directory: bool) -> Option<u32> {
    let copied = |shift: u32| (mode >> shift & 7) * 0o111;
    Some(match letter {
        'r' => 0o444,
        'w' => 0o222,
        'x' => 0o111,
        'X' if directory || mode & 0o111 != 0 => 0o111,
        'X' => 0,
        's' => 0o6000,
        't' => 0o1000,
        'u' => copied(6),
        'g' => copied(3),
        'o' => copied(0),
        _ => return None,
    })
}

/// A mode that is none.
pub fn invalid(session: &Session<'_>, name: &str, text: &str, streams: &mut Streams) -> i32 {
    if session.busybox() {
        streams.complain(format!("{name}: invalid mode '{text}'"));
        return 1;
    }
    let colon = if name == "chmod" { ":" } else { "" };
    streams.complain(format!("{name}: invalid mode{colon} '{text}'"));
    if name == "chmod" { usage(session, name, streams) } else { 1 }
}

/// `chmod`
pub fn chmod(session: &mut Session<'_>, call: &Call<'_>, streams: &mut Streams) -> i32 {
    let Some((mode, paths)) = call.options.rest.split_first() else { return missing(session, call.name, "missing operand", streams) };
    if new_mode(mode, 0, false, 0).is_none() {
        return invalid(session, call.name, mode, streams);
    }
    if paths.is_empty() {
        return missing(session, call.name, &format!("missing operand after '{mode}'"), streams);
    }
    let mut code = 0;
    let (allowed, umask, busybox) = (session.who.may_call("chmod"), session.who.umask, session.busybox());
    let mut spared = Spared::default();
    for path in tree(session, paths, call.options.has('R')) {
        if spared.holds(&path) {
            continue;
        }
        let found = session.with_files(|files, who, cwd| files.find(who, cwd, &path, true));
        let done = found.and_then(|(place, node)| {
            let old = session.files().node(place.mount, node).clone();
            let directory = matches!(old.kind, Kind::Directory(_));
            let mut new = new_mode(mode, old.mode, directory, umask).ok_or(Errno::Invalid)?;
            // GNU keeps a directory's set-id bits unless five digits say otherwise.
            if directory && !busybox && mode.starts_with(|c: char| c.is_ascii_digit()) && mode.len() < 5 {
                new |= old.mode & 0o6000;
            }
            if !allowed {
                return Err(Errno::Permission);
            }
            session.with_files(|files, who, _| files.chmod(who, &place, node, new))?;
            Ok((old.mode, new))
        });
        match done {
            Ok((old, new)) if call.options.has('v') || call.options.has('c') && old != new => {
                streams.say(match busybox {
                    true => format!("mode of '{path}' changed to {new:04o} ({})", permissions(new)),
                    false if old == new => format!("mode of '{path}' retained as {new:04o} ({})", permissions(new)),
                    false => format!("mode of '{path}' changed from {old:04o} ({}) to {new:04o} ({})", permissions(old), permissions(new)),
                });
            }
            Ok(_) => {}
            Err(_) if call.options.has('f') => code = 1,
            Err(errno) => {
                let gnu =
                    if errno == Errno::NotFound { format!("cannot access '{path}'") } else { format!("changing permissions of '{path}'") };
                code = call.fail(session, streams, &path, &gnu, errno);
                spared.note(session, call, &path, errno, streams);
                if call.options.has('v') && !busybox {
                    not_changed(session, mode, &path, umask, streams);
                }
            }
        }
    }
    code
}

/// GNU's `chmod -v` says of what did not change what it would have become.
fn not_changed(session: &mut Session<'_>, mode: &str, path: &str, umask: u32, streams: &mut Streams) {
    let found = session.with_files(|files, who, cwd| files.find(who, cwd, path, true));
    let Ok((place, node)) = found else {
        streams.say(format!("failed to change mode of '{path}' from 0000 (---------) to 0000 (---------)"));
        return;
    };
    let old = session.files().node(place.mount, node).clone();
    let directory = matches!(old.kind, Kind::Directory(_));
    let kept = if directory && mode.starts_with(|c: char| c.is_ascii_digit()) && mode.len() < 5 { old.mode & 0o6000 } else { 0 };
    let new = new_mode(mode, old.mode, directory, umask).unwrap_or(old.mode) | kept;
    let shown = |mode: u32| format!("{mode:04o} ({})", permissions(mode));
    streams.say(format!("failed to change mode of '{path}' from {} to {}", shown(old.mode), shown(new)));
}

/// BusyBox' recursive_action() says it once more when a directory could not be changed, and does not enter it.
#[derive(Default)]
struct Spared(Vec<String>);

impl Spared {
    fn holds(&self, path: &str) -> bool {
        self.0.iter().any(|above| path.starts_with(above.as_str()))
    }

    fn note(&mut self, session: &mut Session<'_>, call: &Call<'_>, path: &str, errno: Errno, streams: &mut Streams) {
        let directory = session.with_files(|files, who, cwd| {
            files.find(who, cwd, path, false).is_ok_and(|(place, node)| matches!(files.node(place.mount, node).kind, Kind::Directory(_)))
        });
        if session.busybox() && call.options.has('R') && directory {
            call.fail(session, streams, path, path, errno);
            self.0.push(format!("{}/", path.trim_end_matches('/')));
        }
    }
}

/// `chown` and `chgrp`
pub fn chown(session: &mut Session<'_>, call: &Call<'_>, streams: &mut Streams) -> i32 {
    let Some((owner, paths)) = call.options.rest.split_first() else { return missing(session, call.name, "missing operand", streams) };
    if paths.is_empty() {
        return missing(session, call.name, &format!("missing operand after '{owner}'"), streams);
    }
    let image = &session.container().image;
    let user = |name: &str| name.parse().ok().or_else(|| image.accounts().find(|(known, ..)| *known == name).map(|(_, uid, _)| uid));
    let group = |name: &str| name.parse().ok().or_else(|| image.groups().find(|(known, ..)| *known == name).map(|(_, gid, _)| gid));
    let busybox = session.busybox();
    let (who, of) = match (call.name, owner.split_once([':', '.'])) {
        // GNU takes a dot for a colon when nobody is called so, and nothing behind it for a mistake.
        ("chown", Some((_, ""))) if !busybox && owner.ends_with('.') => (Some(owner.as_str()), None),
        ("chgrp", _) => (None, Some(owner.as_str())),
        (_, Some((user, group))) => (Some(user).filter(|name| !name.is_empty()), Some(group)),
        (_, None) => (Some(owner.as_str()), None),
    };
    let uid = who.map(user);
    let gid = match of {
        // `user:` means the user's own group.
        Some("") => who.and_then(|name| {
            let own = image.accounts().find(|(known, uid, _)| *known == name || Some(*uid) == name.parse().ok()).map(|(.., gid)| gid);
            // BusyBox takes a number for the group as well.
            own.or_else(|| name.parse().ok().filter(|_| busybox)).map(Some)
        }),
        of => of.map(group),
    };
    // A number alone is taken as one; before a colon it is looked up first (`libpwdgrp/uidgid_get.c`).
    let is_name = |name: &str| name.parse::<i64>().is_err();
    if let Some(name) = who.filter(|name| is_name(name) || of.is_some()) {
        super::user::look_up_user(session, call.name, name, streams);
    }
    if let Some(name) = of.filter(|name| !name.is_empty() && is_name(name)).filter(|_| uid != Some(None)) {
        super::user::look_up_group(session, call.name, name, streams);
    }
    if uid == Some(None) || gid == Some(None) {
        let said = match (session.busybox(), of.is_some() && call.name == "chown", uid == Some(None)) {
            (true, true, false) if owner.starts_with(':') => format!("unknown group {}", of.unwrap_or_default()),
            (true, true, _) => format!("unknown user/group {owner}"),
            (true, false, true) => format!("unknown user {owner}"),
            (true, false, false) => format!("unknown group {owner}"),
            (false, _, true) => format!("invalid user: '{owner}'"),
            (false, _, false) => format!("invalid group: '{owner}'"),
        };
        streams.complain(format!("{}: {said}", call.name));
        return 1;
    }
    let mut code = 0;
    let mut spared = Spared::default();
    for path in tree(session, paths, call.options.has('R')) {
        if spared.holds(&path) {
            continue;
        }
        let done = session.with_files(|files, who, cwd| {
            let (place, node) = files.find(who, cwd, &path, !call.options.has('h'))?;
            files.chown(who, &place, node, uid.flatten(), gid.flatten())
        });
        if let Err(errno) = done {
            if call.options.has('f') {
                code = 1;
                continue;
            }
            let what = if call.name == "chgrp" || who.is_none() { "group" } else { "ownership" };
            let gnu = if errno == Errno::NotFound { format!("cannot access '{path}'") } else { format!("changing {what} of '{path}'") };
            code = call.fail(session, streams, &path, &gnu, errno);
            spared.note(session, call, &path, errno, streams);
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
