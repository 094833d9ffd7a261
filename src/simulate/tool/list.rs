//! `ls`.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::Call;
use super::options::check;
use crate::simulate::files::{Errno, Filesystem, Kind, Medium, NodeId};
use crate::simulate::session::{Session, Stop, Streams};

/// One line.
struct Entry {
    name: String,
    mount: usize,
    node: NodeId,
}

/// Whether a directory of the kernel's has more in it than is simulated.
fn is_partial(session: &mut Session<'_>, path: &str) -> bool {
    ["/proc", "/sys"].iter().any(|own| path.strip_prefix(own).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')))
        && !path.ends_with("/ns")
        && session.walk(path, true).is_ok_and(|place| session.files().filesystem(place.mount).medium == Medium::Proc)
}

/// `ls` with `-l -n -d -a -A -L -1 -R -F -p -r -S -s -h`.
pub fn ls(session: &mut Session<'_>, call: Call<'_>, streams: &mut Streams) -> Result<i32, Stop> {
    let call = call.reading("");
    if let Some(ended) = check(session, &call, streams) {
        return ended;
    }
    let options = &call.options;
    let mut paths = options.rest.clone();
    if paths.is_empty() {
        paths.push(".".into());
    }
    let busybox = session.busybox();
    let (long, follow) = (is_long(options), options.has('L') || options.has('H'));
    let (mut code, mut files, mut directories) = (0, Vec::new(), Vec::new());
    for path in &paths {
        let follows = follow || path.ends_with('/') || !long && !options.has('d');
        let found = session.with_files(|fs, who, cwd| match fs.find(who, cwd, path, follows) {
            // GNU shows a link that leads nowhere.
            Err(Errno::NotFound) if !busybox && !follow => fs.find(who, cwd, path, false),
            found => found,
        });
        match found {
            Ok((place, node)) => {
                let is_directory = matches!(session.files().node(place.mount, node).kind, Kind::Directory(_));
                match is_directory && !options.has('d') {
                    true => directories.push((path.clone(), place, node)),
                    false => files.push(Entry { name: path.clone(), mount: place.mount, node }),
                }
            }
            Err(errno) => {
                code = call.fail(session, streams, path, &format!("cannot access '{path}'"), errno);
                if !busybox {
                    code = 2;
                }
            }
        }
    }
    sort(session, &call, &mut files);
    directories.sort_by(|one, two| one.0.cmp(&two.0));
    if options.has('r') {
        directories.reverse();
    }
    print(session, &call, &files, streams);
    let several = directories.len() + files.len() > 1 || options.has('R') || paths.len() > 1;
    let mut first = files.is_empty();
    let mut queue: Vec<_> = directories.into_iter().rev().collect();
    while let Some((path, place, node)) = queue.pop() {
        let listed = session.with_files(|fs, who, _| fs.list(who, &place, node));
        if is_partial(session, &place.path) {
            return Err(Stop::NotSimulated(format!("ls {path}")));
        }
        if several && (busybox || listed.is_ok()) {
            streams.say(format!("{}{path}:", if first { "" } else { "\n" }));
        }
        first = false;
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
            let target = if options.has('L') {
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
        sort(session, &call, &mut shown);
        if long || options.has('s') {
            let total: usize = shown.iter().map(|entry| session.files().filesystem(entry.mount).blocks(entry.node)).sum();
            streams.say(format!("total {total}"));
        }
        print(session, &call, &shown, streams);
        if options.has('R') {
            let below = shown.iter().filter(|entry| entry.name != "." && entry.name != "..");
            let names: Vec<String> = below.map(|entry| format!("{}/{}", path.trim_end_matches('/'), entry.name)).collect();
            for name in names.into_iter().rev() {
                let found = session.with_files(|fs, who, cwd| fs.find(who, cwd, &name, false));
                if let Ok((place, node)) = found
                    && matches!(session.files().node(place.mount, node).kind, Kind::Directory(_))
                {
                    queue.push((name, place, node));
                }
            }
        }
    }
    Ok(code)
}

/// Whether each file gets a line with all that is known of it.
fn is_long(options: &super::Options) -> bool {
    "lngo".chars().any(|letter| options.has(letter))
}

/// By name, by time or by size; the other way round with `-r`.
fn sort(session: &mut Session<'_>, call: &Call<'_>, entries: &mut [Entry]) {
    entries.sort_by(|one, two| one.name.cmp(&two.name));
    if call.options.has('S') {
        let files = session.files();
        entries.sort_by_key(|entry| std::cmp::Reverse(files.filesystem(entry.mount).size(entry.node)));
    }
    if call.options.has('t') {
        let now: Timestamp = session.world.facts.now.parse().unwrap_or_default();
        let files = session.files();
        entries.sort_by_key(|entry| std::cmp::Reverse(files.node(entry.mount, entry.node).time.unwrap_or(now)));
    }
    if call.options.has('r') {
        entries.reverse();
    }
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

fn print(session: &mut Session<'_>, call: &Call<'_>, entries: &[Entry], streams: &mut Streams) {
    let options = &call.options;
    let (long, numeric, busybox) = (is_long(options), options.has('n'), session.busybox());
    let now = session.world.facts.now.clone();
    let rows: Vec<_> = entries.iter().map(|entry| row(session, call, entry, numeric)).collect();
    let width = |of: fn(&Row) -> usize| rows.iter().map(of).max().unwrap_or(0);
    let (links, user, group, size) = (width(|r| r.links.len()), width(|r| r.user.len()), width(|r| r.group.len()), width(|r| r.size.len()));
    let blocks = width(|r| r.blocks.len());
    let sizes = if options.has('h') { 7 } else { 9 };
    let mut known = BTreeSet::new();
    let inodes = width(|r| r.inode.len());
    if !long && ['C', 'x', 'm'].iter().any(|letter| options.has(*letter)) {
        return streams.out.push_str(&in_one_line(&rows, options.has('m')));
    }
    for row in rows {
        let Row { mode, name, .. } = &row;
        let date = row.time.map_or_else(|| short_date(&now), |time| date_of(time, &now));
        let number = match (options.has('i'), busybox) {
            (false, _) => String::new(),
            (true, true) => format!("{:>7} ", row.inode),
            (true, false) => format!("{:>inodes$} ", row.inode),
        };
        let before = number
            + &match (options.has('s'), busybox) {
                (false, _) => String::new(),
                (true, true) => format!("{:>6} ", row.blocks),
                (true, false) => format!("{:>blocks$} ", row.blocks),
            };
        let line = match (long, busybox) {
            (false, _) => format!("{before}{name}"),
            (true, true) => {
                // A complaint pushes out what stands before it; a name that was looked up is kept.
                streams.write(1, &format!("{before}{mode} {:>4} ", row.links));
                if !numeric && known.insert(('u', row.uid)) {
                    super::user::look_up_user(session, "ls", &row.uid.to_string(), streams);
                }
                if !numeric && known.insert(('g', row.gid)) {
                    super::user::look_up_group(session, "ls", &row.gid.to_string(), streams);
                }
                let owner = if options.has('g') { String::new() } else { format!("{:<8} ", row.user) };
                format!("{owner}{:<8} {:>sizes$} {date} {name}", row.group, row.size)
            }
            (true, false) => {
                // Names stand to the left, numbers to the right (`src/ls.c` format_user_or_group).
                let column = |text: &str, width: usize, hidden: bool| match text.parse::<i64>() {
                    _ if hidden => String::new(),
                    Ok(_) => format!("{text:>width$} "),
                    Err(_) => format!("{text:<width$} "),
                };
                let (owner, of) = (column(&row.user, user, options.has('g')), column(&row.group, group, options.has('o')));
                format!("{before}{mode} {:>links$} {owner}{of}{:>size$} {date} {name}", row.links, row.size)
            }
        };
        streams.say(line);
    }
}

/// `162`, `4.0K`, `1.1M`
fn human(size: usize) -> String {
    let (mut value, mut unit) = (size as f64, "");
    for next in ["K", "M", "G"] {
        if value < 1024.0 {
            break;
        }
        (value, unit) = (value / 1024.0, next);
    }
    if unit.is_empty() || value >= 9.95 { format!("{value:.0}{unit}") } else { format!("{value:.1}{unit}") }
}

/// What `-F` and `-p` put behind a name.
fn mark(call: &Call<'_>, kind: &Kind, mode: u32) -> &'static str {
    match kind {
        Kind::Directory(_) if call.options.has('F') || call.options.has('p') => "/",
        Kind::Symlink(_) if call.options.has('F') => "@",
        Kind::Device('p', ..) if call.options.has('F') => "|",
        Kind::File(_) if call.options.has('F') && mode & 0o111 != 0 => "*",
        _ => "",
    }
}

/// Names beside one another, as long as they fit a line of 80 letters; more lines are not simulated and stand below one another.
fn in_one_line(rows: &[Row], commas: bool) -> String {
    let names: Vec<&str> = rows.iter().map(|row| row.name.as_str()).collect();
    let line = names.join(if commas { ", " } else { "  " });
    match names.is_empty() {
        true => String::new(),
        false if line.chars().count() <= 78 => format!("{line}\n"),
        false => names.join("\n") + "\n",
    }
}

struct Row {
    inode: String,
    mode: String,
    links: String,
    uid: i64,
    user: String,
    gid: i64,
    group: String,
    size: String,
    blocks: String,
    name: String,
    time: Option<Timestamp>,
}

fn row(session: &mut Session<'_>, call: &Call<'_>, entry: &Entry, numeric: bool) -> Row {
    let busybox = session.busybox();
    let long = is_long(&call.options);
    let inode;
    let (mode, uid, gid, time, target, links, size, blocks) = {
        let files = session.files();
        let filesystem = files.filesystem(entry.mount);
        let node = files.node(entry.mount, entry.node);
        let target = match &node.kind {
            Kind::Symlink(to) if long => format!(" -> {to}"),
            kind => mark(call, kind, node.mode).to_owned(),
        };
        let size = match node.kind {
            Kind::Device('b' | 'c', major, minor) if busybox => format!("{major}, {minor:>3}"),
            Kind::Device('b' | 'c', major, minor) => format!("{major}, {minor}"),
            _ if call.options.has('h') => human(filesystem.size(entry.node)),
            _ => filesystem.size(entry.node).to_string(),
        };
        let blocks = filesystem.blocks(entry.node).to_string();
        inode = super::stat::inode(filesystem, entry.node).to_string();
        (mode_text(filesystem, entry.node), node.uid, node.gid, node.time, target, filesystem.links(entry.node).to_string(), size, blocks)
    };
    let image = &session.container().image;
    let user =
        image.accounts().find(|(_, known, _)| *known == uid && !numeric).map_or_else(|| uid.to_string(), |(name, ..)| name.to_owned());
    let group =
        image.groups().find(|(_, known, _)| *known == gid && !numeric).map_or_else(|| gid.to_string(), |(name, ..)| name.to_owned());
    let name = if call.options.has('Q') { format!("\"{}\"", entry.name) } else { entry.name.clone() };
    Row { inode, mode, links, uid, user, gid, group, size, blocks, time, name: format!("{name}{target}") }
}

/// `drwxrwsrwt`
pub fn mode_text(filesystem: &Filesystem, node: NodeId) -> String {
    let node = &filesystem.nodes[node];
    let kind = match &node.kind {
        Kind::Directory(_) => 'd',
        Kind::Symlink(_) => 'l',
        Kind::Device('b', ..) => 'b',
        Kind::Device('p', ..) => 'p',
        Kind::Device(..) => 'c',
        _ => '-',
    };
    format!("{kind}{}", permissions(node.mode))
}

/// `rwxrwsrwt`
pub fn permissions(mode: u32) -> String {
    let mut text = String::new();
    for (shift, special, letter) in [(6, 0o4000, 's'), (3, 0o2000, 's'), (0, 0o1000, 't')] {
        let bits = mode >> shift & 7;
        text.push(if bits & 4 != 0 { 'r' } else { '-' });
        text.push(if bits & 2 != 0 { 'w' } else { '-' });
        text.push(match (bits & 1 != 0, mode & special != 0) {
            (true, true) => letter,
            (false, true) => letter.to_ascii_uppercase(),
            (true, false) => 'x',
            (false, false) => '-',
        });
    }
    text
}

/// The months in the C locale.
pub const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// `Nov 21 08:00` of `2026-11-21T08:00:00Z`.
pub fn short_date(now: &str) -> String {
    let month = now.get(5..7).and_then(|month| month.parse::<usize>().ok()).unwrap_or(1).clamp(1, 12);
    let day: u8 = now.get(8..10).and_then(|day| day.parse().ok()).unwrap_or(1);
    format!("{} {day:>2} {}", MONTHS[month - 1], now.get(11..16).unwrap_or("00:00"))
}

/// The same of another moment: further than half a year away, or to come, it shows the year in place of the time.
fn date_of(time: Timestamp, now: &str) -> String {
    const HALF_A_YEAR: i64 = 31_556_952 / 2;
    let since = now.parse::<Timestamp>().unwrap_or_default().as_second() - time.as_second();
    let shown = if (0..HALF_A_YEAR).contains(&since) { "%b %e %H:%M" } else { "%b %e  %Y" };
    time.strftime(shown).to_string()
}
