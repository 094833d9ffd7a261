//! `ls`.

use super::Call;
use crate::simulate::files::{Errno, Filesystem, Kind, NodeId};
use crate::simulate::machine::{Session, Streams};

/// One line.
struct Entry {
    name: String,
    mount: usize,
    node: NodeId,
}

/// `ls` with `-l -n -d -a -A -L -1 -R`.
pub fn ls(session: &mut Session<'_>, call: Call<'_>, streams: &mut Streams) -> i32 {
    let call = call.reading("");
    let options = &call.options;
    let mut paths = options.rest.clone();
    if paths.is_empty() {
        paths.push(".".into());
    }
    let (long, follow) = (options.has('l') || options.has('n'), options.has('L'));
    let (mut code, mut files, mut directories) = (0, Vec::new(), Vec::new());
    for path in &paths {
        match session.with_files(|fs, who, cwd| fs.find(who, cwd, path, !long || follow || path.ends_with('/'))) {
            Ok((place, node)) => {
                let is_directory = matches!(session.files().node(place.mount, node).kind, Kind::Directory(_));
                match is_directory && !options.has('d') {
                    true => directories.push((path.clone(), place, node)),
                    false => files.push(Entry { name: path.clone(), mount: place.mount, node }),
                }
            }
            Err(errno) => {
                code = call.fail(session, streams, path, &format!("cannot access '{path}'"), errno);
                if !session.busybox() {
                    code = 2;
                }
            }
        }
    }
    print(session, &files, long, options.has('n'), streams);
    let several = directories.len() + files.len() > 1;
    for (path, place, node) in directories {
        if several {
            streams.say(format!("{}{path}:", if streams.out.is_empty() { "" } else { "\n" }));
        }
        let listed = session.with_files(|fs, who, _| fs.list(who, &place, node));
        let mut entries = match listed {
            Ok(entries) => entries,
            Err(errno) => {
                code = cannot_open(session, &path, errno, long, streams);
                continue;
            }
        };
        if !options.has('a') && !options.has('A') {
            entries.retain(|(name, ..)| !name.starts_with('.'));
        }
        let mut shown = Vec::new();
        for (name, mount, node) in entries {
            let inside = format!("{}/{name}", place.path.trim_end_matches('/'));
            let target = if follow {
                session.with_files(|fs, who, _| fs.find(who, "/", &inside, true)).ok().map(|(p, n)| (p.mount, n))
            } else {
                None
            };
            let (mount, node) = target.unwrap_or((mount, node));
            shown.push(Entry { name, mount, node });
        }
        if options.has('a') {
            let parent = place.parent.unwrap_or((place.mount, node));
            shown.insert(0, Entry { name: "..".into(), mount: parent.0, node: parent.1 });
            shown.insert(0, Entry { name: ".".into(), mount: place.mount, node });
        }
        if long {
            let total: usize = shown.iter().map(|entry| session.files().filesystem(entry.mount).blocks(entry.node)).sum();
            streams.say(format!("total {total}"));
        }
        print(session, &shown, long, options.has('n'), streams);
    }
    code
}

fn cannot_open(session: &Session<'_>, path: &str, errno: Errno, long: bool, streams: &mut Streams) -> i32 {
    if session.busybox() {
        streams.complain(format!("ls: can't open '{path}': {}", errno.text()));
        if long {
            streams.say("total 0");
        }
        return 1;
    }
    streams.complain(format!("ls: cannot open directory '{path}': {}", errno.text()));
    2
}

fn print(session: &mut Session<'_>, entries: &[Entry], long: bool, numeric: bool, streams: &mut Streams) {
    let busybox = session.busybox();
    if !long {
        entries.iter().for_each(|entry| streams.say(&entry.name));
        return;
    }
    let date = short_date(&session.world.facts.now);
    let rows: Vec<_> = entries.iter().map(|entry| row(session, entry, numeric)).collect();
    let width = |of: fn(&Row) -> usize| rows.iter().map(of).max().unwrap_or(0);
    let (links, user, group, size) = (width(|r| r.links.len()), width(|r| r.user.len()), width(|r| r.group.len()), width(|r| r.size.len()));
    for row in rows {
        let Row { mode, name, .. } = &row;
        streams.say(match busybox {
            true => format!("{mode} {:>4} {:<8} {:<8} {:>9} {date} {name}", row.links, row.user, row.group, row.size),
            false => format!("{mode} {:>links$} {:<user$} {:<group$} {:>size$} {date} {name}", row.links, row.user, row.group, row.size),
        });
    }
}

struct Row {
    mode: String,
    links: String,
    user: String,
    group: String,
    size: String,
    name: String,
}

fn row(session: &mut Session<'_>, entry: &Entry, numeric: bool) -> Row {
    let (mode, uid, gid, target, links, size) = {
        let files = session.files();
        let filesystem = files.filesystem(entry.mount);
        let node = files.node(entry.mount, entry.node);
        let target = if let Kind::Symlink(to) = &node.kind { format!(" -> {to}") } else { String::new() };
        let size = if let Kind::Device(_) = node.kind { "1,   3".into() } else { filesystem.size(entry.node).to_string() };
        (mode_text(filesystem, entry.node), node.uid, node.gid, target, filesystem.links(entry.node).to_string(), size)
    };
    let image = &session.container().image;
    let user =
        image.accounts().find(|(_, known, _)| *known == uid && !numeric).map_or_else(|| uid.to_string(), |(name, ..)| name.to_owned());
    let group =
        image.groups().find(|(_, known, _)| *known == gid && !numeric).map_or_else(|| gid.to_string(), |(name, ..)| name.to_owned());
    Row { mode, links, user, group, size, name: format!("{}{target}", entry.name) }
}

/// `drwxrwsrwt`
pub fn mode_text(filesystem: &Filesystem, node: NodeId) -> String {
    let node = &filesystem.nodes[node];
    let mut text = String::from(match &node.kind {
        Kind::Directory(_) => "d",
        Kind::Symlink(_) => "l",
        Kind::Device('b') => "b",
        Kind::Device(_) => "c",
        _ => "-",
    });
    for (shift, special, letter) in [(6, 0o4000, 's'), (3, 0o2000, 's'), (0, 0o1000, 't')] {
        let bits = node.mode >> shift & 7;
        text.push(if bits & 4 != 0 { 'r' } else { '-' });
        text.push(if bits & 2 != 0 { 'w' } else { '-' });
        text.push(match (bits & 1 != 0, node.mode & special != 0) {
            (true, true) => letter,
            (false, true) => letter.to_ascii_uppercase(),
            (true, false) => 'x',
            (false, false) => '-',
        });
    }
    text
}

/// `Nov 21 08:00` of `2026-11-21T08:00:00Z`.
pub fn short_date(now: &str) -> String {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let month = now.get(5..7).and_then(|month| month.parse::<usize>().ok()).unwrap_or(1).clamp(1, 12);
    let day: u8 = now.get(8..10).and_then(|day| day.parse().ok()).unwrap_or(1);
    format!("{} {day:>2} {}", MONTHS[month - 1], now.get(11..16).unwrap_or("00:00"))
}
