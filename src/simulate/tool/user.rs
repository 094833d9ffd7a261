//! `whoami`, `id`, `groups`.

use super::Call;
use crate::simulate::session::{Session, Stop, Streams};
use crate::world::{RuntimeName, Tools};

/// Programs ask `/etc/passwd` and `/etc/group` who is who, as they stand in the container now: a volume may cover them.
pub fn know_accounts(session: &mut Session<'_>) {
    let lines = |text: String| text.lines().map(str::to_owned).collect::<Vec<_>>();
    let mut read = |path: &str| lines(session.read(path).unwrap_or_default());
    let (passwd, group) = (read("/etc/passwd"), read("/etc/group"));
    let image = &mut session.container_mut().image;
    (image.passwd, image.group) = (passwd, group);
}

/// `/etc/passwd` or `/etc/group`: its path, its lines, and how many fields a record has.
struct Book<'b> {
    path: &'static str,
    lines: &'b [String],
    fields: usize,
}

/// BusyBox complains of every record with another number of fields that it passes over until it finds who is meant, by name or number
/// (Debian's 1.35, `libpwdgrp/pwd_grp.c` parse_file).
fn complain(session: &Session<'_>, program: &str, book: &Book<'_>, key: &str, streams: &mut Streams) {
    if session.tools() != Tools::Busybox {
        return;
    }
    let field = if key.parse::<i64>().is_ok() { 2 } else { 0 };
    for line in book.lines.iter().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let fields: Vec<_> = line.split(':').collect();
        if fields.len() != book.fields {
            streams.complain(format!("{program}: {}: bad record", book.path));
        } else if fields[field] == key {
            return;
        }
    }
}

/// Complains of `/etc/passwd`, as far as it is read for the user `key`.
pub fn look_up_user(session: &Session<'_>, program: &str, key: &str, streams: &mut Streams) {
    let book = Book { path: "/etc/passwd", lines: &session.container().image.passwd, fields: 7 };
    complain(session, program, &book, key, streams);
}

/// Complains of `/etc/group`, as far as it is read for the group `key`.
pub fn look_up_group(session: &Session<'_>, program: &str, key: &str, streams: &mut Streams) {
    let book = Book { path: "/etc/group", lines: &session.container().image.group, fields: 4 };
    complain(session, program, &book, key, streams);
}

/// The name of a uid. CRI-O writes a passwd entry for one that has none.
fn user_name(session: &Session<'_>, uid: i64) -> Option<String> {
    let known = session.container().image.accounts().find(|(_, known, _)| *known == uid).map(|(name, ..)| name.to_owned());
    let made = session.world.facts.runtime.name == RuntimeName::CriO && uid == session.container().who.uid;
    known.or_else(|| made.then(|| uid.to_string()))
}

fn group_name(session: &Session<'_>, gid: i64) -> Option<String> {
    session.container().image.groups().find(|(_, known, _)| *known == gid).map(|(name, ..)| name.to_owned())
}

/// `whoami`
pub fn whoami(session: &mut Session<'_>, args: &[String], streams: &mut Streams) -> Result<i32, Stop> {
    let call = super::Call { name: "whoami", args, options: super::Options::default() }.reading("");
    if let Some(ended) = super::options::check(session, &call, streams) {
        return ended;
    }
    if let Some(extra) = call.options.rest.first() {
        return Ok(super::options::missing(session, "whoami", &format!("extra operand '{extra}'"), streams));
    }
    let uid = session.who.uid;
    look_up_user(session, "whoami", &uid.to_string(), streams);
    let Some(name) = user_name(session, uid) else {
        streams.complain(match session.busybox() {
            true => format!("whoami: unknown uid {uid}"),
            false => format!("whoami: cannot find name for user ID {uid}{}", why_unread(session)),
        });
        return Ok(1);
    };
    streams.say(name);
    Ok(0)
}

/// What coreutils adds where `/etc/passwd` could not be read: the error of the call is told.
fn why_unread(session: &mut Session<'_>) -> String {
    session.read("/etc/passwd").err().map_or_else(String::new, |errno| format!(": {}", errno.text()))
}

/// All groups in the order of the image's `id`: BusyBox as the kernel lists them, GNU the primary first.
fn ordered(session: &Session<'_>, primary_first: bool) -> Vec<i64> {
    let mut groups = session.who.groups.clone();
    if primary_first || groups.is_empty() {
        groups.retain(|gid| *gid != session.who.gid);
        groups.insert(0, session.who.gid);
    }
    groups
}

/// `id`
pub fn id(session: &mut Session<'_>, call: Call<'_>, streams: &mut Streams) -> Result<i32, Stop> {
    let call = call.reading("");
    if let Some(ended) = super::options::check(session, &call, streams) {
        return ended;
    }
    if !session.busybox() && call.options.has('z') && !call.options.flags().any(|flag| "ugG".contains(flag)) {
        streams.complain("id: option --zero not permitted in default format");
        return Ok(1);
    }
    if call.options.rest.len() < 2 {
        return Ok(identity(session, &call, streams));
    }
    if session.busybox() {
        return Ok(super::options::usage(session, "id", streams));
    }
    let mut code = 0;
    for name in call.options.rest.clone() {
        let mut one = Call { name: "id", args: call.args, options: call.options.clone() };
        one.options.rest = vec![name];
        code = identity(session, &one, streams).max(code);
    }
    Ok(code)
}

fn identity(session: &mut Session<'_>, call: &Call<'_>, streams: &mut Streams) -> i32 {
    let options = &call.options;
    let real = options.has('r');
    let (mut uid, mut gid, mut groups) =
        (if real { session.who.real_uid } else { session.who.uid }, session.who.gid, ordered(session, true));
    if let Some(name) = options.rest.first() {
        look_up_user(session, "id", name, streams);
        let account = session
            .container()
            .image
            .accounts()
            .find(|(known, uid, _)| known == name || !session.busybox() && *name == uid.to_string())
            .map(|(name, uid, gid)| (name.to_owned(), uid, gid));
        match account {
            Some((name, ..)) if options.flags().next().is_none() => return id_of(session, &name, streams),
            Some((name, own, primary)) => {
                (uid, gid) = (own, primary);
                let others = session
                    .container()
                    .image
                    .groups()
                    .filter(|(_, gid, members)| members.contains(&name.as_str()) && *gid != primary)
                    .map(|(_, gid, _)| gid);
                groups = [primary].into_iter().chain(others).collect();
            }
            None => return id_of(session, name, streams),
        }
    }
    let (mut code, names, unread) = (0, options.has('n'), why_unread(session));
    let mut show = |number: i64, name: Option<String>, kind: &str, streams: &mut Streams| match name.filter(|_| names) {
        Some(name) => name,
        None => {
            if names {
                code = 1;
                // BusyBox's complaint pushes out what stands before it, the number too.
                if session.busybox() {
                    streams.write(1, &number.to_string());
                    streams.complain(format!("id: unknown ID {number}"));
                    return String::new();
                }
                let why = if kind == "user" { unread.as_str() } else { "" };
                streams.complain(format!("id: cannot find name for {kind} ID {number}{why}"));
            }
            number.to_string()
        }
    };
    if options.has('u') {
        look_up_user(session, "id", &uid.to_string(), streams);
        let shown = show(uid, user_name(session, uid), "user", streams);
        streams.say(shown);
    } else if options.has('g') {
        look_up_group(session, "id", &gid.to_string(), streams);
        let shown = show(gid, group_name(session, gid), "group", streams);
        streams.say(shown);
    } else if options.has('G') && session.busybox() {
        for (at, gid) in groups.into_iter().enumerate() {
            streams.write(1, if at == 0 { "" } else { " " });
            look_up_group(session, "id", &gid.to_string(), streams);
            let shown = show(gid, group_name(session, gid), "group", streams);
            streams.write(1, &shown);
        }
        streams.say("");
    } else if options.has('G') {
        let all: Vec<_> = groups.into_iter().map(|gid| show(gid, group_name(session, gid), "group", streams)).collect();
        streams.say(all.join(" "));
    } else {
        let named = |number: i64, name: Option<String>| name.map_or_else(|| number.to_string(), |name| format!("{number}({name})"));
        look_up_user(session, "id", &uid.to_string(), streams);
        streams.write(1, &format!("uid={}", named(uid, user_name(session, uid))));
        let all = [gid].into_iter().chain(ordered(session, !session.busybox()));
        for (gid, before) in all.zip([" gid=", " groups="].into_iter().chain(std::iter::repeat(","))) {
            look_up_group(session, "id", &gid.to_string(), streams);
            streams.write(1, &format!("{before}{}", named(gid, group_name(session, gid))));
        }
        streams.say("");
    }
    code
}

fn id_of(session: &Session<'_>, name: &str, streams: &mut Streams) -> i32 {
    let Some((name, uid, gid)) = session.container().image.accounts().find(|(known, ..)| *known == name) else {
        let said = if session.busybox() { format!("id: unknown user {name}") } else { format!("id: '{name}': no such user") };
        streams.complain(said);
        return 1;
    };
    let group = |gid: i64| group_name(session, gid).map_or_else(|| gid.to_string(), |name| format!("{gid}({name})"));
    let mut groups = vec![gid];
    groups.extend(
        session.container().image.groups().filter(|(_, own, members)| members.contains(&name) && *own != gid).map(|(_, gid, _)| gid),
    );
    let groups: Vec<_> = groups.into_iter().map(group).collect();
    streams.say(format!("uid={uid}({name}) gid={} groups={}", group(gid), groups.join(",")));
    0
}

/// `groups [USER]`
pub fn groups(session: &Session<'_>, args: &[String], streams: &mut Streams) -> i32 {
    if let Some(name) = args.get(1) {
        return groups_of(session, name, streams);
    }
    if session.busybox() {
        return busybox_groups(session, streams);
    }
    let mut code = 0;
    let names: Vec<_> = ordered(session, true)
        .into_iter()
        .map(|gid| {
            group_name(session, gid).unwrap_or_else(|| {
                code = 1;
                streams.complain(format!("groups: cannot find name for group ID {gid}"));
                gid.to_string()
            })
        })
        .collect();
    streams.say(names.join(" "));
    code
}

/// The groups of another user, by `/etc/group`.
fn groups_of(session: &Session<'_>, name: &str, streams: &mut Streams) -> i32 {
    look_up_user(session, "groups", name, streams);
    let image = &session.container().image;
    let Some((.., primary)) = image.accounts().find(|(known, ..)| *known == name) else {
        let said = if session.busybox() { format!("groups: unknown user {name}") } else { format!("groups: '{name}': no such user") };
        streams.complain(said);
        return 1;
    };
    let others = image.groups().filter(|(_, gid, members)| members.contains(&name) && *gid != primary).map(|(_, gid, _)| gid);
    let names = [primary].into_iter().chain(others).map(|gid| group_name(session, gid).unwrap_or_else(|| gid.to_string()));
    let names = names.collect::<Vec<_>>().join(" ");
    streams.say(if session.busybox() { names } else { format!("{name} : {names}") });
    0
}

/// BusyBox writes group by group, and a complaint pushes out what stands before it.
fn busybox_groups(session: &Session<'_>, streams: &mut Streams) -> i32 {
    let mut code = 0;
    for (at, gid) in ordered(session, true).into_iter().enumerate() {
        let name = group_name(session, gid);
        let space = if at == 0 { "" } else { " " };
        look_up_group(session, "groups", &gid.to_string(), streams);
        streams.write(1, &format!("{space}{}", name.clone().unwrap_or_else(|| gid.to_string())));
        if name.is_none() {
            code = 1;
            streams.complain(format!("groups: unknown ID {gid}"));
        }
    }
    streams.say("");
    code
}
