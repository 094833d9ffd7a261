//! `stat`.

use super::Call;
use super::options::missing;
use crate::simulate::files::{Kind, Place};
use crate::simulate::session::{Session, Stop, Streams};

/// `stat -c FORMAT`
pub fn stat(session: &mut Session<'_>, call: &Call<'_>, streams: &mut Streams) -> Result<i32, Stop> {
    if call.options.rest.is_empty() {
        return Ok(missing(session, call.name, "missing operand", streams));
    }
    let mut code = 0;
    let printf = call.options.long("printf");
    let Some(format) = call.options.value('c').or(call.options.long("format")).or(printf) else {
        return Err(Stop::NotSimulated("stat without -c".into()));
    };
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
        let Some(letter) = chars.next() else {
            out.push('%');
            break;
        };
        let value = value(session, letter, path, place, node, streams)?;
        let width: usize = width.parse().unwrap_or(0).min(200);
        out += &if left { format!("{value:<width$}") } else { format!("{value:>width$}") };
    }
    Ok(out)
}

fn value(session: &mut Session<'_>, letter: char, path: &str, place: &Place, node: usize, streams: &mut Streams) -> Result<String, Stop> {
    let busybox = session.busybox();
    let (text, size, links, blocks, shown) = {
        let files = session.files();
        let filesystem = files.filesystem(place.mount);
        let text = super::list::mode_text(filesystem, node);
        (text, filesystem.size(node), filesystem.links(node), filesystem.blocks(node) * 2, filesystem.nodes[node].clone())
    };
    match letter {
        'U' => super::user::look_up_user(session, "stat", &shown.uid.to_string(), streams),
        'G' => super::user::look_up_group(session, "stat", &shown.gid.to_string(), streams),
        _ => {}
    }
    let image = &session.container().image;
    Ok(match letter {
        '%' => "%".into(),
        'n' => path.to_owned(),
        'N' => {
            let quoted = |text: &str| if busybox { text.to_owned() } else { format!("'{text}'") };
            match &shown.kind {
                Kind::Symlink(to) => format!("{} -> {}", quoted(path), quoted(to)),
                _ => quoted(path),
            }
        }
        'a' => format!("{:o}", shown.mode),
        'A' => text,
        'u' => shown.uid.to_string(),
        'g' => shown.gid.to_string(),
        'U' => image.accounts().find(|(_, uid, _)| *uid == shown.uid).map_or("UNKNOWN", |(name, ..)| name).to_owned(),
        'G' => image.groups().find(|(_, gid, _)| *gid == shown.gid).map_or("UNKNOWN", |(name, ..)| name).to_owned(),
        's' => size.to_string(),
        'h' => links.to_string(),
        'b' => blocks.to_string(),
        'B' => "512".into(),
        'o' => "4096".into(),
        'F' => match shown.kind {
            Kind::Directory(_) => "directory",
            Kind::Symlink(_) => "symbolic link",
            Kind::Device('b', ..) => "block special file",
            Kind::Device('p', ..) => "fifo",
            Kind::Device(..) => "character special file",
            _ if size == 0 => "regular empty file",
            _ => "regular file",
        }
        .into(),
        'x' | 'y' if shown.time.is_some() => shown.time.unwrap_or_default().strftime("%Y-%m-%d %H:%M:%S.000000000 +0000").to_string(),
        'X' | 'Y' if shown.time.is_some() => shown.time.unwrap_or_default().as_second().to_string(),
        other => return Err(Stop::NotSimulated(format!("stat %{other}"))),
    })
}
