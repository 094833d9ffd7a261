//! Programs that make, change and remove accounts: what they have in common is `/etc/passwd` and `/etc/group`.
//!
//! Debian and Ubuntu have shadow-utils (4.8.1 in Ubuntu 22.04) and the Perl scripts of the package adduser, Alpine and
//! BusyBox have applets of the same names with other options.

mod busybox;
mod debian;
mod getopt;
mod shadow;

use super::Call;
use crate::simulate::files::{Errno, Node};
use crate::simulate::session::{Session, Stop, Streams};

/// Runs one of them.
pub fn run(session: &mut Session<'_>, call: &Call<'_>, streams: &mut Streams) -> Result<i32, Stop> {
    match (session.busybox(), call.name) {
        (_, "getent") => getent(session, call, streams),
        (true, "adduser" | "addgroup") => busybox::run(session, call, streams),
        (true, name) => Err(Stop::NotSimulated(name.to_owned())),
        (false, "adduser" | "addgroup") => debian::run(session, call, streams),
        (false, _) => shadow::run(session, call, streams),
    }
}

/// `getent passwd [KEY]…`, `getent group [KEY]…`
fn getent(session: &mut Session<'_>, call: &Call<'_>, streams: &mut Streams) -> Result<i32, Stop> {
    let path = match call.args.get(1).map(String::as_str) {
        Some("passwd") => "/etc/passwd",
        Some("group") => "/etc/group",
        other => return Err(Stop::NotSimulated(format!("getent {}", other.unwrap_or_default()))),
    };
    let lines = lines(session, path);
    let keys = &call.args[2..];
    let fits = |line: &str, key: &str| line.split(':').next() == Some(key) || line.split(':').nth(2) == Some(key);
    if keys.is_empty() {
        lines.iter().for_each(|line| streams.say(line));
    }
    let mut code = 0;
    for key in keys {
        match lines.iter().find(|line| fits(line, key)) {
            Some(line) => streams.say(line),
            None => code = 2,
        }
    }
    Ok(code)
}

/// What programs read of the accounts.
struct Accounts {
    passwd: Vec<String>,
    group: Vec<String>,
}

impl Accounts {
    fn of(session: &mut Session<'_>) -> Self {
        Self { passwd: lines(session, "/etc/passwd"), group: lines(session, "/etc/group") }
    }

    /// Writes both down; only root does.
    fn keep(&self, session: &mut Session<'_>) {
        session.put("/etc/passwd", &text(&self.passwd));
        session.put("/etc/group", &text(&self.group));
    }

    fn user(&self, name: &str) -> Option<&String> {
        self.passwd.iter().find(|line| field(line, 0) == name)
    }

    fn group(&self, name: &str) -> Option<&String> {
        self.group.iter().find(|line| field(line, 0) == name)
    }

    /// The number of a group that is named by its name or number.
    fn gid_of(&self, word: &str) -> Option<i64> {
        let line = self.group(word).or_else(|| self.group.iter().find(|line| field(line, 2) == word))?;
        field(line, 2).parse().ok()
    }

    fn uid_taken(&self, uid: i64) -> bool {
        self.passwd.iter().any(|line| field(line, 2) == uid.to_string())
    }

    fn gid_taken(&self, gid: i64) -> bool {
        self.group.iter().any(|line| field(line, 2) == gid.to_string())
    }

    /// Adds a member to a group.
    fn join(&mut self, group: &str, user: &str) {
        if let Some(line) = self.group.iter_mut().find(|line| field(line, 0) == group)
            && !field(line, 3).split(',').any(|member| member == user)
        {
            let comma = if field(line, 3).is_empty() { "" } else { "," };
            line.push_str(&format!("{comma}{user}"));
        }
    }

    /// The number above the highest that is used in a range, or the first free one.
    fn next(numbers: impl Fn(i64) -> bool, (low, high): (i64, i64)) -> Option<i64> {
        let top = (low..=high).rev().find(|number| numbers(*number)).map_or(low, |top| top + 1);
        Some(top).filter(|number| *number <= high).or_else(|| (low..=high).find(|number| !numbers(*number)))
    }
}

fn field(line: &str, at: usize) -> &str {
    line.split(':').nth(at).unwrap_or("")
}

fn lines(session: &mut Session<'_>, path: &str) -> Vec<String> {
    session.read(path).unwrap_or_default().lines().map(str::to_owned).collect()
}

fn text(lines: &[String]) -> String {
    lines.iter().fold(String::new(), |text, line| text + line + "\n")
}

/// Makes a home directory; whether it was not there before.
fn make_home(session: &mut Session<'_>, path: &str, mode: u32, uid: i64, gid: i64) -> Result<bool, Errno> {
    let parent = path.trim_end_matches('/').rsplit_once('/').map_or("/", |(parent, _)| parent);
    if !parent.is_empty() {
        session.directories(parent);
    }
    session.with_files(|files, who, cwd| {
        let place = files.walk(who, cwd, path.trim_end_matches('/'), true)?;
        if place.node.is_some() {
            return Ok(false);
        }
        let node = files.create(who, &place, Node::directory(mode))?;
        files.chown(who, &place, node, Some(uid), Some(gid))?;
        Ok(true)
    })
}

/// Gives what is `from`'s at a path and below it to `to`.
fn give(session: &mut Session<'_>, path: &str, from: i64, to: i64) {
    let below = session.with_files(|files, who, cwd| {
        let (place, node) = files.find(who, cwd, path, false)?;
        if files.node(place.mount, node).uid == from {
            files.chown(who, &place, node, Some(to), None)?;
        }
        files.list(who, &place, node)
    });
    for (name, ..) in below.unwrap_or_default() {
        give(session, &format!("{}/{name}", path.trim_end_matches('/')), from, to);
    }
}
