//! BusyBox's `adduser` and `addgroup` (`loginutils/adduser.c`, `loginutils/addgroup.c`).

use super::getopt::{Given, getopt};
use super::{Accounts, Call, field, make_home};
use crate::simulate::session::{Session, Stop, Streams};

/// Ranges of its default configuration.
const SYSTEM: (i64, i64) = (100, 999);
const USERS: (i64, i64) = (1000, 60000);

const USER: &[(&str, char)] = &[
    ("home", 'h'),
    ("gecos", 'g'),
    ("shell", 's'),
    ("ingroup", 'G'),
    ("disabled-password", 'D'),
    ("empty-password", 'D'),
    ("system", 'S'),
    ("no-create-home", 'H'),
    ("uid", 'u'),
    ("skel", 'k'),
];

/// Runs one of them.
pub fn run(session: &mut Session<'_>, call: &Call<'_>, streams: &mut Streams) -> Result<i32, Stop> {
    let name = call.name;
    if session.who.uid != 0 {
        streams.complain(format!("{name}: permission denied (are you root?)"));
        return Ok(1);
    }
    let read = match name {
        "adduser" => getopt(call.args, "h:g:s:G:DSHu:k:", USER),
        _ => getopt(call.args, "g:S", &[("gid", 'g'), ("system", 'S')]),
    };
    let given = match read {
        Ok(given) if (1..=2).contains(&given.rest.len()) => given,
        Ok(_) => return Ok(usage(name, streams)),
        Err(complaint) => {
            streams.complain(complaint);
            return Ok(usage(name, streams));
        }
    };
    let mut accounts = Accounts::of(session);
    let done = match (name, given.rest.as_slice()) {
        ("adduser", [user, group]) if given.options.is_empty() => member(&mut accounts, user, group),
        ("addgroup", [user, group]) if !given.has('g') => member(&mut accounts, user, group),
        ("addgroup", [group]) => add_group(&mut accounts, &given, group),
        ("adduser", [user, ..]) => return add_user(session, accounts, &given, user, streams),
        _ => return Ok(usage(name, streams)),
    };
    match done {
        Ok(()) => {
            accounts.keep(session);
            Ok(0)
        }
        Err(complaint) => {
            streams.complain(format!("addgroup: {complaint}"));
            Ok(1)
        }
    }
}

fn usage(name: &str, streams: &mut Streams) -> i32 {
    let rest = if name == "adduser" { "[OPTIONS] USER [GROUP]" } else { "[-g GID] [-S] [USER] GROUP" };
    streams.complain(format!("BusyBox v1.37.0 multi-call binary.\n\nUsage: {name} {rest}"));
    1
}

fn member(accounts: &mut Accounts, user: &str, group: &str) -> Result<(), String> {
    if accounts.user(user).is_none() {
        return Err(format!("unknown user {user}"));
    }
    if accounts.group(group).is_none() {
        return Err(format!("unknown group {group}"));
    }
    accounts.join(group, user);
    Ok(())
}

fn add_group(accounts: &mut Accounts, given: &Given, name: &str) -> Result<(), String> {
    if accounts.group(name).is_some() {
        return Err(format!("group '{name}' in use"));
    }
    let gid = match given.value('g') {
        Some(value) => {
            let gid = value.parse().map_err(|_| format!("invalid number '{value}'"))?;
            if accounts.gid_taken(gid) {
                return Err(format!("gid '{gid}' in use"));
            }
            gid
        }
        None => {
            let range = if given.has('S') { SYSTEM } else { USERS };
            (range.0..=range.1).find(|gid| !accounts.gid_taken(*gid)).ok_or("no gids left")?
        }
    };
    accounts.group.push(format!("{name}:x:{gid}:"));
    Ok(())
}

fn add_user(session: &mut Session<'_>, mut accounts: Accounts, given: &Given, name: &str, streams: &mut Streams) -> Result<i32, Stop> {
    let system = given.has('S');
    if !given.has('D') && !system {
        return Err(Stop::NotSimulated("adduser without -D, which asks for a password".into()));
    }
    let added = account(&mut accounts, given, name, system);
    let (uid, gid, home) = match added {
        Ok(added) => added,
        Err(complaint) => {
            streams.complain(format!("adduser: {complaint}"));
            return Ok(1);
        }
    };
    accounts.keep(session);
    if !given.has('H') {
        // A home that is there already is given to the user too.
        let _ = make_home(session, &home, 0o755, uid, gid);
        let _ = session.with_files(|files, who, cwd| {
            let (place, node) = files.find(who, cwd, &home, true)?;
            files.chown(who, &place, node, Some(uid), Some(gid))?;
            files.chmod(who, &place, node, 0o2755)
        });
    }
    Ok(0)
}

/// Adds the account; gives uid, gid and home.
fn account(accounts: &mut Accounts, given: &Given, name: &str, system: bool) -> Result<(i64, i64, String), String> {
    let group = given.value('G').or(system.then_some("nogroup"));
    let known = match group {
        Some(group) => Some(accounts.group(group).and_then(|line| field(line, 2).parse().ok()).ok_or(format!("unknown group {group}"))?),
        None => None,
    };
    if accounts.user(name).is_some() {
        return Err(format!("user '{name}' in use"));
    }
    let taken = |uid: i64| accounts.uid_taken(uid) || known.is_none() && accounts.gid_taken(uid);
    let uid = match given.value('u') {
        Some(value) => {
            let uid = value.parse().map_err(|_| format!("invalid number '{value}'"))?;
            if taken(uid) {
                return Err(format!("uid '{uid}' in use"));
            }
            uid
        }
        None => {
            let range = if system { SYSTEM } else { USERS };
            (range.0..=range.1).find(|uid| !taken(*uid)).ok_or("no uids left")?
        }
    };
    if known.is_none() && accounts.group(name).is_some() {
        return Err(format!("group '{name}' in use"));
    }
    let gid = known.unwrap_or(uid);
    let home = given.value('h').map_or_else(|| format!("/home/{name}"), str::to_owned);
    let shell = given.value('s').unwrap_or(if system { "/bin/false" } else { "/bin/sh" });
    let gecos = given.value('g').unwrap_or("Linux User,,,");
    accounts.passwd.push(format!("{name}:x:{uid}:{gid}:{gecos}:{home}:{shell}"));
    match group {
        Some(group) => accounts.join(group, name),
        None => accounts.group.push(format!("{name}:x:{gid}:")),
    }
    Ok((uid, gid, home))
}
