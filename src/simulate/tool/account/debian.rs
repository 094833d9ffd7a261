//! Debian's `adduser` and `addgroup` 3.118 (the package adduser of Ubuntu 22.04 and Debian 12; later base images have none).

use super::getopt::{Given, getopt};
use super::{Accounts, Call, field, make_home};
use crate::simulate::session::{Session, Stop, Streams};

/// Numbers of accounts of the system (`/etc/adduser.conf`).
const SYSTEM: std::ops::RangeInclusive<i64> = 100..=999;

const OPTIONS: &[(&str, char)] = &[
    ("system", 'S'),
    ("group", 'G'),
    ("ingroup", 'I'),
    ("home", 'h'),
    ("shell", 's'),
    ("no-create-home", 'H'),
    ("uid", 'u'),
    ("gid", 'g'),
    ("gecos", 'c'),
    ("disabled-password", 'D'),
    ("disabled-login", 'L'),
    ("quiet", 'q'),
    ("force-badname", 'B'),
];

/// Runs one of them.
pub fn run(session: &mut Session<'_>, call: &Call<'_>, streams: &mut Streams) -> Result<i32, Stop> {
    let name = call.name;
    let given = match getopt(call.args, "SGI:h:s:Hu:g:c:DLqB", OPTIONS) {
        Ok(given) => given,
        Err(complaint) => {
            let option = complaint.split('\'').nth(1).unwrap_or_default().trim_start_matches('-').to_owned();
            streams.complain(format!("Unknown option: {option}"));
            streams.complain(format!("{name}: Use --help for usage information"));
            return Ok(1);
        }
    };
    if session.who.uid != 0 {
        streams.complain(format!("{name}: Only root may add a user or group to the system."));
        return Ok(1);
    }
    let mut accounts = Accounts::of(session);
    let mut said = Vec::new();
    let done = match (name, given.rest.as_slice()) {
        (_, [user, group]) => member(&mut accounts, user, group, &mut said),
        ("addgroup", [group]) => add_group(&mut accounts, &given, group, &mut said).map(|_| ()),
        ("adduser", [group]) if given.has('G') && !given.has('S') => add_group(&mut accounts, &given, group, &mut said).map(|_| ()),
        ("adduser", [user]) => {
            let asks = !given.has('S') && !(given.has('c') && (given.has('D') || given.has('L')));
            if asks {
                return Err(Stop::NotSimulated("adduser without --disabled-password and --gecos, which asks questions".into()));
            }
            add_user(session, &mut accounts, &given, user, &mut said)
        }
        _ => Err("Only one or two names allowed.".into()),
    };
    if let Err(complaint) = done {
        streams.complain(format!("{name}: {complaint}"));
        return Ok(1);
    }
    accounts.keep(session);
    if !given.has('q') {
        said.iter().for_each(|line| streams.say(line));
    }
    Ok(0)
}

fn member(accounts: &mut Accounts, user: &str, group: &str, said: &mut Vec<String>) -> Result<(), String> {
    if accounts.user(user).is_none() {
        return Err(format!("The user `{user}' does not exist."));
    }
    if accounts.group(group).is_none() {
        return Err(format!("The group `{group}' does not exist."));
    }
    accounts.join(group, user);
    said.extend([format!("Adding user `{user}' to group `{group}' ..."), format!("Adding user {user} to group {group}"), "Done.".into()]);
    Ok(())
}

fn add_group(accounts: &mut Accounts, given: &Given, name: &str, said: &mut Vec<String>) -> Result<i64, String> {
    if let Some(line) = accounts.group(name) {
        let own: i64 = field(line, 2).parse().unwrap_or(0);
        let other = given.value('g').is_some_and(|gid| gid != own.to_string());
        return match () {
            () if !given.has('S') => Err(format!("The group `{name}' already exists.")),
            () if other => Err(format!("The group `{name}' already exists, but has a different GID. Exiting.")),
            () if SYSTEM.contains(&own) => {
                said.push(format!("The group `{name}' already exists as a system group. Exiting."));
                Ok(own)
            }
            () => Err(format!("The group `{name}' already exists and is not a system group. Exiting.")),
        };
    }
    let gid = match given.value('g').or(given.value('u')) {
        Some(value) => {
            let gid = value.parse().map_err(|_| format!("The GID `{value}' is not a number."))?;
            if accounts.gid_taken(gid) {
                return Err(format!("The GID `{gid}' is already in use."));
            }
            gid
        }
        None => first_free(given, |gid| accounts.gid_taken(gid)).ok_or("No GID is available in the range.")?,
    };
    said.extend([format!("Adding group `{name}' (GID {gid}) ..."), "Done.".to_owned()]);
    accounts.group.push(format!("{name}:x:{gid}:"));
    Ok(gid)
}

fn first_free(given: &Given, taken: impl Fn(i64) -> bool) -> Option<i64> {
    let range = if given.has('S') { SYSTEM } else { 1000..=59999 };
    range.into_iter().find(|id| !taken(*id))
}

fn add_user(session: &mut Session<'_>, accounts: &mut Accounts, given: &Given, name: &str, said: &mut Vec<String>) -> Result<(), String> {
    let system = given.has('S');
    if let Some(line) = accounts.user(name) {
        let own: i64 = field(line, 2).parse().unwrap_or(0);
        let other = given.value('u').is_some_and(|uid| uid != own.to_string());
        return match () {
            () if !system => Err(format!("The user `{name}' already exists.")),
            () if other => Err(format!("The user `{name}' already exists with a different UID. Exiting.")),
            () if SYSTEM.contains(&own) => {
                said.push(format!("The system user `{name}' already exists. Exiting."));
                Ok(())
            }
            () => Err(format!("The user `{name}' already exists, and is not a system user.")),
        };
    }
    let uid = match given.value('u') {
        Some(value) => {
            let uid = value.parse().map_err(|_| format!("The UID `{value}' is not a number."))?;
            if accounts.uid_taken(uid) {
                return Err(format!("The UID {uid} is already in use."));
            }
            uid
        }
        None => first_free(given, |uid| accounts.uid_taken(uid) || accounts.gid_taken(uid)).ok_or("No UID is available in the range.")?,
    };
    let kind = if system { "system user" } else { "user" };
    said.push(format!("Adding {kind} `{name}' {}...", if system { format!("(UID {uid}) ") } else { String::new() }));
    let named = given.value('I').or(given.value('g'));
    let (gid, group) = match named {
        Some(group) => (accounts.gid_of(group).ok_or(format!("The group `{group}' does not exist."))?, group.to_owned()),
        None if system && !given.has('G') => (65534, "nogroup".to_owned()),
        None => {
            if accounts.group(name).is_some() {
                return Err(format!("The group `{name}' already exists."));
            }
            let gid = if accounts.gid_taken(uid) { first_free(given, |gid| accounts.gid_taken(gid)).unwrap_or(uid) } else { uid };
            accounts.group.push(format!("{name}:x:{gid}:"));
            said.push(format!("Adding new group `{name}' ({}{gid}) ...", if system { "GID " } else { "" }));
            (gid, name.to_owned())
        }
    };
    said.push(format!("Adding new user `{name}' ({}{uid}) with group `{group}' ...", if system { "UID " } else { "" }));
    let home = given.value('h').map_or_else(|| format!("/home/{name}"), str::to_owned);
    let shell = given.value('s').unwrap_or(if system { "/usr/sbin/nologin" } else { "/bin/bash" });
    let comment = given.value('c').unwrap_or("");
    accounts.passwd.push(format!("{name}:x:{uid}:{gid}:{comment}:{home}:{shell}"));
    if given.has('H') {
        said.push(format!("Not creating home directory `{home}'."));
        return Ok(());
    }
    let mode = if system { 0o755 } else { 0o750 };
    said.push(match make_home(session, &home, mode, uid, gid) {
        Ok(true) => format!("Creating home directory `{home}' ..."),
        _ => format!("The home directory `{home}' already exists.  Not copying from `/etc/skel'."),
    });
    Ok(())
}
