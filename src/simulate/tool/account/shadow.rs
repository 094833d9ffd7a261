//! `useradd`, `usermod`, `userdel`, `groupadd`, `groupdel`: shadow-utils 4.8.1 (`src/useradd.c`, `lib/commonio.c` …), as Debian
//! and Ubuntu configure it: a group for each user, no home directory unless asked for, names with capitals allowed.

use super::getopt::{Given, getopt};
use super::{Accounts, Call, field, give, make_home};
use crate::simulate::session::{Session, Stop, Streams};

/// Codes of shadow-utils.
const USAGE: i32 = 2;
const BAD_ARG: i32 = 3;
const ID_IN_USE: i32 = 4;
const NOT_FOUND: i32 = 6;
const NAME_IN_USE: i32 = 9;
const GROUP_UPDATE: i32 = 10;

/// Ranges of `/etc/login.defs`.
const USERS: (i64, i64) = (1000, 60000);
const SYSTEM: (i64, i64) = (100, 999);

const USER_ADD: &[(&str, char)] = &[
    ("base-dir", 'b'),
    ("comment", 'c'),
    ("home-dir", 'd'),
    ("defaults", 'D'),
    ("expiredate", 'e'),
    ("inactive", 'f'),
    ("gid", 'g'),
    ("groups", 'G'),
    ("help", 'h'),
    ("skel", 'k'),
    ("key", 'K'),
    ("no-log-init", 'l'),
    ("create-home", 'm'),
    ("no-create-home", 'M'),
    ("no-user-group", 'N'),
    ("non-unique", 'o'),
    ("password", 'p'),
    ("system", 'r'),
    ("root", 'R'),
    ("prefix", 'P'),
    ("shell", 's'),
    ("uid", 'u'),
    ("user-group", 'U'),
    ("badnames", 'B'),
];

const USER_MOD: &[(&str, char)] = &[
    ("append", 'a'),
    ("badnames", 'b'),
    ("comment", 'c'),
    ("home", 'd'),
    ("expiredate", 'e'),
    ("inactive", 'f'),
    ("gid", 'g'),
    ("groups", 'G'),
    ("help", 'h'),
    ("login", 'l'),
    ("lock", 'L'),
    ("move-home", 'm'),
    ("non-unique", 'o'),
    ("password", 'p'),
    ("root", 'R'),
    ("prefix", 'P'),
    ("shell", 's'),
    ("uid", 'u'),
    ("unlock", 'U'),
];

const GROUP_ADD: &[(&str, char)] = &[
    ("force", 'f'),
    ("gid", 'g'),
    ("help", 'h'),
    ("key", 'K'),
    ("non-unique", 'o'),
    ("password", 'p'),
    ("system", 'r'),
    ("root", 'R'),
    ("prefix", 'P'),
];

/// A complaint and its code.
type Refusal = (String, i32);

/// Runs one of them.
pub fn run(session: &mut Session<'_>, call: &Call<'_>, streams: &mut Streams) -> Result<i32, Stop> {
    let name = call.name;
    let (short, long, what) = match name {
        "useradd" => ("b:c:d:De:f:g:G:hk:K:lmMNop:rR:P:s:u:UB", USER_ADD, "LOGIN"),
        "usermod" => ("abc:d:e:f:g:G:hl:Lmop:R:s:u:UP:", USER_MOD, "LOGIN"),
        "userdel" => ("fhrR:P:", &[("force", 'f'), ("help", 'h'), ("remove", 'r'), ("root", 'R'), ("prefix", 'P')][..], "LOGIN"),
        "groupadd" => ("fg:hK:op:rR:P:", GROUP_ADD, "GROUP"),
        "groupdel" => ("fhR:P:", &[("force", 'f'), ("help", 'h'), ("root", 'R'), ("prefix", 'P')][..], "GROUP"),
        other => return Err(Stop::NotSimulated(other.to_owned())),
    };
    let usage = |streams: &mut Streams| {
        streams.complain(format!("Usage: {name} [options] {what}"));
        Ok(USAGE)
    };
    let given = match getopt(call.args, short, long) {
        Ok(given) => given,
        Err(complaint) => {
            streams.complain(complaint);
            return usage(streams);
        }
    };
    if let Some((letter, _)) = given.options.iter().find(|(letter, _)| "DhKRP".contains(*letter)) {
        return Err(Stop::NotSimulated(format!("{name} -{letter}")));
    }
    // Options are looked at as they come, so that what is wrong with one is said before a missing name.
    let accounts = Accounts::of(session);
    if let Err((complaint, code)) = values(&accounts, session, name, &given, streams) {
        streams.complain(format!("{name}: {complaint}"));
        return Ok(code);
    }
    let [login] = given.rest.as_slice() else { return usage(streams) };
    let done = match name {
        "useradd" => user_add(session, accounts, &given, login, streams),
        "usermod" => user_mod(session, accounts, &given, login, streams)?,
        "userdel" => user_del(session, accounts, &given, login)?,
        "groupadd" => group_add(session, accounts, &given, login),
        _ => group_del(session, accounts, login),
    };
    match done {
        Ok(()) => Ok(0),
        Err((complaint, code)) => {
            streams.complain(format!("{name}: {complaint}"));
            Ok(code)
        }
    }
}

/// The values of options, in the order in which they were given.
fn values(accounts: &Accounts, session: &mut Session<'_>, name: &str, given: &Given, streams: &mut Streams) -> Result<(), Refusal> {
    let number = |value: &str| value.parse::<i64>().ok().filter(|number| (0..i64::from(u32::MAX)).contains(number));
    for (letter, value) in &given.options {
        let wrong = |what: &str| Err((format!("{what} '{value}'"), BAD_ARG));
        match (name, letter) {
            ("useradd" | "usermod", 'g') if accounts.gid_of(value).is_none() => {
                return Err((format!("group '{value}' does not exist"), NOT_FOUND));
            }
            ("useradd" | "usermod", 'G') => {
                if let Some(group) = value.split(',').find(|group| !group.is_empty() && accounts.gid_of(group).is_none()) {
                    return Err((format!("group '{group}' does not exist"), NOT_FOUND));
                }
            }
            ("useradd" | "usermod", 'u') if number(value).is_none() => return wrong("invalid user ID"),
            ("groupadd", 'g') if number(value).is_none() => return wrong("invalid group ID"),
            ("useradd", 'd') if !value.starts_with('/') => return wrong("invalid home directory"),
            ("useradd", 'b') if !value.starts_with('/') => return wrong("invalid base directory"),
            ("useradd", 'c') if value.contains([':', '\n']) => return wrong("invalid comment"),
            ("useradd", 's') if !(value.is_empty() || value.starts_with(['/', '*'])) => return wrong("invalid shell"),
            ("useradd", 's') if value.starts_with('/') && value != "/sbin/nologin" && session.program(value).is_err() => {
                streams.complain(format!("{name}: Warning: missing or non-executable shell '{value}'"));
            }
            _ => {}
        }
    }
    Ok(())
}

/// Only who is root gets the lock of the files.
fn lock(session: &Session<'_>, streams: &mut Streams, name: &str, file: &str, code: i32) -> Result<(), Refusal> {
    if session.who.uid == 0 {
        return Ok(());
    }
    streams.complain(format!("{name}: Permission denied."));
    Err((format!("cannot lock {file}; try again later."), code))
}

/// Debian allows everything but what the files could not hold.
fn is_name(name: &str) -> bool {
    !name.is_empty() && !name.starts_with(['-', '+', '~']) && !name.contains([':', ',', '/']) && !name.contains(char::is_whitespace)
}

fn user_add(session: &mut Session<'_>, mut accounts: Accounts, given: &Given, login: &str, streams: &mut Streams) -> Result<(), Refusal> {
    let own_group = given.has('U') || !given.has('g') && !given.has('N');
    let flag = |text: &str| Err((text.to_owned(), USAGE));
    if given.has('o') && !given.has('u') {
        return flag("-o flag is only allowed with the -u flag");
    }
    if given.has('k') && !given.has('m') {
        return flag("-k flag is only allowed with the -m flag");
    }
    if given.has('U') && given.has('g') {
        return flag("options -U and -g conflict");
    }
    if given.has('U') && given.has('N') {
        return flag("options -U and -N conflict");
    }
    if given.has('m') && given.has('M') {
        return flag("options -m and -M conflict");
    }
    if !is_name(login) {
        return Err((format!("invalid user name '{login}'"), BAD_ARG));
    }
    if accounts.user(login).is_some() {
        return Err((format!("user '{login}' already exists"), NAME_IN_USE));
    }
    if own_group && accounts.group(login).is_some() {
        let text = format!("group {login} exists - if you want to add this user to that group, use -g.");
        return Err((text, NAME_IN_USE));
    }
    lock(session, streams, "useradd", "/etc/passwd", 1)?;
    let range = if given.has('r') { SYSTEM } else { USERS };
    let uid = match given.value('u').and_then(|value| value.parse().ok()) {
        Some(uid) if !given.has('o') && accounts.uid_taken(uid) => return Err((format!("UID {uid} is not unique"), ID_IN_USE)),
        Some(uid) => uid,
        None => free(|id| accounts.uid_taken(id), range, given.has('r')).ok_or(("can't create user".to_owned(), ID_IN_USE))?,
    };
    let gid = match given.value('g') {
        Some(group) => accounts.gid_of(group).unwrap_or(0),
        None if !own_group => 100,
        None => {
            let preferred = Some(uid).filter(|gid| !accounts.gid_taken(*gid));
            let gid = preferred.or_else(|| free(|id| accounts.gid_taken(id), range, given.has('r')));
            let gid = gid.ok_or(("can't create group".to_owned(), 4))?;
            accounts.group.push(format!("{login}:x:{gid}:"));
            gid
        }
    };
    let home = given.value('d').map_or_else(|| format!("{}/{login}", given.value('b').unwrap_or("/home")), str::to_owned);
    let (comment, shell) = (given.value('c').unwrap_or(""), given.value('s').unwrap_or("/bin/sh"));
    accounts.passwd.push(format!("{login}:x:{uid}:{gid}:{comment}:{home}:{shell}"));
    for group in given.value('G').unwrap_or("").split(',').filter(|group| !group.is_empty()) {
        join(&mut accounts, group, login);
    }
    accounts.keep(session);
    // HOME_MODE of /etc/login.defs.
    let ubuntu = session.container().image.names.iter().any(|name| name.contains("ubuntu"));
    if given.has('m') && make_home(session, &home, if ubuntu { 0o750 } else { 0o700 }, uid, gid) == Ok(false) {
        streams.complain(format!("useradd: warning: the home directory {home} already exists."));
        streams.complain("useradd: Not copying any file from skel directory into it.");
    }
    Ok(())
}

/// A group by its name or number.
fn join(accounts: &mut Accounts, group: &str, login: &str) {
    let gid = accounts.gid_of(group);
    let name = accounts.group.iter().find(|line| field(line, 2).parse().ok() == gid).map(|line| field(line, 0).to_owned());
    if let Some(name) = name {
        accounts.join(&name, login);
    }
}

/// Users get the number above the highest, accounts of the system the highest that is free.
fn free(taken: impl Fn(i64) -> bool, range: (i64, i64), system: bool) -> Option<i64> {
    match system {
        true => (range.0..=range.1).rev().find(|id| !taken(*id)),
        false => Accounts::next(taken, range),
    }
}

fn user_mod(
    session: &mut Session<'_>,
    mut accounts: Accounts,
    given: &Given,
    login: &str,
    streams: &mut Streams,
) -> Result<Result<(), Refusal>, Stop> {
    if given.has('m') {
        return Err(Stop::NotSimulated("usermod -m".into()));
    }
    if given.has('a') && !given.has('G') {
        return Ok(Err(("-a flag is only allowed with the -G flag".into(), USAGE)));
    }
    let Some(line) = accounts.user(login).cloned() else { return Ok(Err((format!("user '{login}' does not exist"), NOT_FOUND))) };
    let mut fields: Vec<String> = line.split(':').map(str::to_owned).collect();
    fields.resize(7, String::new());
    let before = fields.clone();
    for (letter, value) in &given.options {
        let at = match letter {
            'l' => 0,
            'u' => 2,
            'g' => 3,
            'c' => 4,
            'd' => 5,
            's' => 6,
            _ => continue,
        };
        fields[at] = if *letter == 'g' { accounts.gid_of(value).unwrap_or(0).to_string() } else { value.clone() };
    }
    if fields == before && !given.options.iter().any(|(letter, _)| "GeLUpf".contains(*letter)) {
        streams.say("usermod: no changes");
        return Ok(Ok(()));
    }
    if fields[0] != before[0] && accounts.user(&fields[0]).is_some() {
        return Ok(Err((format!("user '{}' already exists", fields[0]), NAME_IN_USE)));
    }
    let (old, new) = (before[2].parse().unwrap_or(0), fields[2].parse().unwrap_or(0));
    if new != old && !given.has('o') && accounts.uid_taken(new) {
        return Ok(Err((format!("UID '{new}' already exists"), ID_IN_USE)));
    }
    if let Err(refusal) = lock(session, streams, "usermod", "/etc/passwd", 1) {
        return Ok(Err(refusal));
    }
    if let Some(own) = accounts.passwd.iter_mut().find(|own| **own == line) {
        *own = fields.join(":");
    }
    if let Some(groups) = given.value('G') {
        let groups: Vec<&str> = groups.split(',').filter(|group| !group.is_empty()).collect();
        if !given.has('a') {
            leave(&mut accounts, login);
        }
        groups.into_iter().for_each(|group| join(&mut accounts, group, &fields[0]));
    }
    accounts.keep(session);
    if new != old {
        // What lies in the home directory and was the user's stays the user's.
        give(session, &before[5], old, new);
    }
    Ok(Ok(()))
}

/// Takes a member out of every group.
fn leave(accounts: &mut Accounts, login: &str) {
    for line in &mut accounts.group {
        let mut fields: Vec<String> = line.split(':').map(str::to_owned).collect();
        if let Some(members) = fields.get_mut(3) {
            *members = members.split(',').filter(|member| *member != login).collect::<Vec<_>>().join(",");
            *line = fields.join(":");
        }
    }
}

fn user_del(session: &mut Session<'_>, mut accounts: Accounts, given: &Given, login: &str) -> Result<Result<(), Refusal>, Stop> {
    let Some(line) = accounts.user(login).cloned() else { return Ok(Err((format!("user '{login}' does not exist"), NOT_FOUND))) };
    let mut streams = Streams::default();
    if let Err((text, code)) = lock(session, &mut streams, "userdel", "/etc/passwd", 1) {
        return Ok(Err((format!("Permission denied.\nuserdel: {text}"), code)));
    }
    accounts.passwd.retain(|own| *own != line);
    leave(&mut accounts, login);
    let gid = field(&line, 3).to_owned();
    let used = accounts.passwd.iter().any(|own| field(own, 3) == gid);
    accounts.group.retain(|own| field(own, 0) != login || field(own, 2) != gid || used);
    accounts.keep(session);
    if given.has('r') {
        let args = ["rm", "-rf", field(&line, 5)].map(str::to_owned);
        session.execute(&args, &mut Streams::default())?;
    }
    Ok(Ok(()))
}

fn group_add(session: &mut Session<'_>, mut accounts: Accounts, given: &Given, name: &str) -> Result<(), Refusal> {
    if given.has('o') && !given.has('g') {
        return Err(("-o flag is only allowed with the -g flag".into(), USAGE));
    }
    if !is_name(name) {
        return Err((format!("'{name}' is not a valid group name"), BAD_ARG));
    }
    if accounts.group(name).is_some() {
        return if given.has('f') { Ok(()) } else { Err((format!("group '{name}' already exists"), NAME_IN_USE)) };
    }
    let mut wanted = given.value('g').and_then(|value| value.parse().ok());
    if let Some(gid) = wanted.filter(|gid| accounts.gid_taken(*gid) && !given.has('o')) {
        if !given.has('f') {
            return Err((format!("GID '{gid}' already exists"), ID_IN_USE));
        }
        wanted = None;
    }
    if session.who.uid != 0 {
        return Err(("Permission denied.\ngroupadd: cannot lock /etc/group; try again later.".into(), GROUP_UPDATE));
    }
    let range = if given.has('r') { SYSTEM } else { USERS };
    let gid = match wanted {
        Some(gid) => gid,
        None => free(|id| accounts.gid_taken(id), range, given.has('r')).ok_or(("can't create group".to_owned(), ID_IN_USE))?,
    };
    accounts.group.push(format!("{name}:x:{gid}:"));
    accounts.keep(session);
    Ok(())
}

fn group_del(session: &mut Session<'_>, mut accounts: Accounts, name: &str) -> Result<(), Refusal> {
    let Some(line) = accounts.group(name).cloned() else { return Err((format!("group '{name}' does not exist"), NOT_FOUND)) };
    if let Some(user) = accounts.passwd.iter().find(|own| field(own, 3) == field(&line, 2)) {
        return Err((format!("cannot remove the primary group of user '{}'", field(user, 0)), 8));
    }
    if session.who.uid != 0 {
        return Err(("Permission denied.\ngroupdel: cannot lock /etc/group; try again later.".into(), GROUP_UPDATE));
    }
    accounts.group.retain(|own| *own != line);
    accounts.keep(session);
    Ok(())
}
