//! `stat`.

use jiff::Timestamp;

use super::Call;
use super::options::missing;
use crate::simulate::files::{Filesystem, Kind, Place};
use crate::simulate::session::{Session, Stop, Streams};

/// What is shown without a format, and with `-t` (BusyBox' coreutils/stat.c do_stat).
const BUSYBOX: [&str; 2] = [
    "  File: %N\n  Size: %-10s\tBlocks: %-10b IO Block: %-6o %F\nDevice: %Dh/%dd\tInode: %-10i  Links: %-5h%r\n\
     Access: (%04a/%10A)  Uid: (%5u/%8U)   Gid: (%5g/%8G)\nAccess: %x\nModify: %y\nChange: %z",
    "%n %s %b %f %u %g %D %i %h %t %T %X %Y %Z %o",
];
/// The same (GNU's src/stat.c default_format).
const GNU: [&str; 2] = [
    "  File: %l\n  Size: %-10s\tBlocks: %-10b IO Block: %-6o %F\nDevice: %Hd,%Ld\tInode: %-11i Links: %h%r\n\
     Access: (%04a/%10A)  Uid: (%5u/%8U)   Gid: (%5g/%8G)\nAccess: %x\nModify: %y\nChange: %z\n Birth: %w",
    "%n %s %b %f %u %g %D %i %h %t %T %X %Y %Z %W %o",
];

/// `stat [-Lt] [-c FORMAT] FILE…`
pub fn stat(session: &mut Session<'_>, call: &Call<'_>, streams: &mut Streams) -> Result<i32, Stop> {
    if call.options.rest.is_empty() {
        return Ok(missing(session, call.name, "missing operand", streams));
    }
    let mut code = 0;
    let printf = call.options.long("printf");
    let given = call.options.value('c').or(call.options.long("format")).or(printf);
    let own = if session.busybox() { BUSYBOX } else { GNU };
    let terse = call.options.has('t') || call.options.long("terse").is_some();
    let format = given.unwrap_or(own[usize::from(terse)]);
    for path in &call.options.rest {
        let found = session.with_files(|files, who, cwd| files.find(who, cwd, path, call.options.has('L')));
        let (place, node) = match found {
            Ok(found) => found,
            Err(errno) => {
                code = call.fail(session, streams, &format!("can't stat '{path}'"), &format!("cannot statx '{path}'"), errno);
                continue;
            }
        };
        let line = filled(session, format, path, &place, node, streams)?;
        match printf {
            Some(_) => streams.out += &super::print::unescape(&line),
            None => streams.say(line),
        }
    }
    Ok(code)
}

fn filled(session: &mut Session<'_>, format: &str, path: &str, place: &Place, node: usize, streams: &mut Streams) -> Result<String, Stop> {
    let mut out = String::new();
    let mut chars = format.chars().peekable();
    while let Some(c) = chars.next() {
        if c != '%' {
            out.push(c);
            continue;
        }
        let (mut left, mut width) = (false, String::new());
        while let Some(next) = chars.peek().copied().filter(|c| c.is_ascii_digit() || *c == '-') {
            chars.next();
            if next == '-' { left = true } else { width.push(next) }
        }
        // GNU's `%Hd` and `%Ld` are the two numbers of a device.
        let part = chars.next_if(|c| matches!(c, 'H' | 'L') && !session.busybox());
        let Some(letter) = chars.next() else {
            out.push('%');
            break;
        };
        let value = value(session, (part, letter), path, place, node, streams)?;
        let zeros = width.starts_with('0');
        let width: usize = width.parse().unwrap_or(0).min(200);
        out += &match (left, zeros) {
            (true, _) => format!("{value:<width$}"),
            (false, true) => format!("{value:0>width$}"),
            (false, false) => format!("{value:>width$}"),
        };
    }
    Ok(out)
}

fn value(
    session: &mut Session<'_>,
    (part, letter): (Option<char>, char),
    path: &str,
    place: &Place,
    node: usize,
    streams: &mut Streams,
) -> Result<String, Stop> {
    let busybox = session.busybox();
    let now = session.world.facts.now.parse().unwrap_or_default();
    let (text, size, links, blocks, inode, device, shown) = {
        let files = session.files();
        let filesystem = files.filesystem(place.mount);
        let text = super::list::mode_text(filesystem, node);
        let blocks = filesystem.blocks(node) * 2;
        let device = FIRST_DEVICE + files.mounts[place.mount].filesystem;
        (text, filesystem.size(node), filesystem.links(node), blocks, inode(filesystem, node), device, filesystem.nodes[node].clone())
    };
    match letter {
        'U' => super::user::look_up_user(session, "stat", &shown.uid.to_string(), streams),
        'G' => super::user::look_up_group(session, "stat", &shown.gid.to_string(), streams),
        _ => {}
    }
    let time: Timestamp = shown.time.unwrap_or(now);
    let image = &session.container().image;
    Ok(match (part, letter) {
        (_, '%') => "%".into(),
        (Some('H'), 'd') => "0".into(),
        (_, 'n') => path.to_owned(),
        // GNU's own form shows where a link leads, without quotes.
        (_, 'l') => match &shown.kind {
            Kind::Symlink(to) => format!("{path} -> {to}"),
            _ => path.to_owned(),
        },
        (_, 'N') => match &shown.kind {
            Kind::Symlink(to) => format!("'{path}' -> '{to}'"),
            _ if busybox => path.to_owned(),
            _ => format!("'{path}'"),
        },
        (_, 'a') => format!("{:o}", shown.mode),
        (_, 'A') => text,
        (_, 'f') => format!("{:x}", file_type(&shown.kind) | shown.mode),
        (_, 'u') => shown.uid.to_string(),
        (_, 'g') => shown.gid.to_string(),
        (_, 'U') => image.accounts().find(|(_, uid, _)| *uid == shown.uid).map_or("UNKNOWN", |(name, ..)| name).to_owned(),
        (_, 'G') => image.groups().find(|(_, gid, _)| *gid == shown.gid).map_or("UNKNOWN", |(name, ..)| name).to_owned(),
        (_, 's') => size.to_string(),
        (_, 'h') => links.to_string(),
        (_, 'b') => blocks.to_string(),
        (_, 'B') => "512".into(),
        (_, 'o') if matches!(shown.kind, Kind::Proc(_)) => "1024".into(),
        (_, 'o') => "4096".into(),
        (_, 'i') => inode.to_string(),
        (_, 'd') => device.to_string(),
        (_, 'D') => format!("{device:x}"),
        (_, 't' | 'T' | 'r') => match (&shown.kind, letter) {
            // BusyBox writes a device's own numbers behind its links, GNU too.
            (Kind::Device('b' | 'c', major, minor), 'r') if busybox => format!(" Device type: {major:x},{minor:x}"),
            (Kind::Device('b' | 'c', major, minor), 'r') => format!("     Device type: {major},{minor}"),
            (_, 'r') => String::new(),
            (Kind::Device(_, major, _), 't') => format!("{major:x}"),
            (Kind::Device(_, _, minor), _) => format!("{minor:x}"),
            _ => "0".into(),
        },
        (_, 'F') => match shown.kind {
            Kind::Directory(_) => "directory",
            Kind::Symlink(_) => "symbolic link",
            Kind::Device('b', ..) => "block special file",
            Kind::Device('p', ..) => "fifo",
            Kind::Device(..) => "character special file",
            _ if size == 0 => "regular empty file",
            _ => "regular file",
        }
        .into(),
        (_, 'x' | 'y' | 'z' | 'w') => time.strftime("%Y-%m-%d %H:%M:%S.000000000 +0000").to_string(),
        (_, 'X' | 'Y' | 'Z' | 'W') => time.as_second().to_string(),
        (_, other) => return Err(Stop::NotSimulated(format!("stat %{other}"))),
    })
}

/// The number of a container's first file system; a node's own disks come before.
const FIRST_DEVICE: usize = 48;

/// A file's number: file systems in memory begin to count at 1, others give away high ones.
pub fn inode(filesystem: &Filesystem, node: usize) -> usize {
    use crate::simulate::files::Medium;
    match filesystem.medium {
        Medium::Tmpfs => node + 1,
        Medium::Proc => 4_026_531_840 + node,
        Medium::Disk => 786_433 + node,
        Medium::Overlay => 524_289 + node,
    }
}

/// The bits of a mode that say what a file is (`S_IFMT`).
fn file_type(kind: &Kind) -> u32 {
    match kind {
        Kind::Directory(_) => 0o040_000,
        Kind::Symlink(_) => 0o120_000,
        Kind::Device('b', ..) => 0o060_000,
        Kind::Device('p', ..) => 0o010_000,
        Kind::Device(..) => 0o020_000,
        Kind::File(_) | Kind::Proc(_) => 0o100_000,
    }
}
