//! How `find` shows a file: `-printf` and `-ls`.

use super::Seen;
use crate::simulate::session::{Session, Stop};
use crate::simulate::tool::list::permissions;

/// GNU's `-printf`.
pub fn formatted(session: &Session<'_>, format: &str, seen: &Seen) -> Result<String, Stop> {
    let mut out = String::new();
    let mut chars = format.chars();
    while let Some(c) = chars.next() {
        if c != '%' {
            out.push(c);
            continue;
        }
        let path = seen.path.as_str();
        let (folder, name) = path.rsplit_once('/').unwrap_or((".", path));
        match chars.next() {
            Some('%') | None => out.push('%'),
            Some('p') => out += path,
            Some('f') => out += if name.is_empty() { "/" } else { name },
            Some('h') => out += folder,
            Some('m') => out += &format!("{:o}", seen.mode),
            Some('M') => out += &mode(seen),
            Some('u') => out += &user(session, seen.uid),
            Some('g') => out += &group(session, seen.gid),
            Some('U') => out += &seen.uid.to_string(),
            Some('G') => out += &seen.gid.to_string(),
            Some('s') => out += &seen.size.to_string(),
            Some('y') => out.push(seen.kind),
            Some('l') => out += seen.target.as_deref().unwrap_or_default(),
            Some('d') => out += &seen.depth.to_string(),
            Some('i') => out += &seen.inode.to_string(),
            Some('n') => out += &seen.links.to_string(),
            Some(other) => return Err(Stop::NotSimulated(format!("find -printf %{other}"))),
        }
    }
    Ok(super::super::print::unescape(&out))
}

/// `-ls`
pub fn long(session: &Session<'_>, seen: &Seen) -> String {
    let now = super::super::list::short_date(&session.world.facts.now);
    let target = seen.target.as_ref().map_or_else(String::new, |to| format!(" -> {to}"));
    let (user, group) = (user(session, seen.uid), group(session, seen.gid));
    format!(
        "{:>9} {:>6} {} {:>3} {user:<8} {group:<8} {:>8} {now} {}{target}",
        seen.inode,
        seen.blocks,
        mode(seen),
        seen.links,
        seen.size,
        seen.path
    )
}

fn mode(seen: &Seen) -> String {
    let first = if seen.kind == 'f' { '-' } else { seen.kind };
    format!("{first}{}", permissions(seen.mode))
}

fn user(session: &Session<'_>, uid: i64) -> String {
    session.container().image.accounts().find(|(_, known, _)| *known == uid).map_or_else(|| uid.to_string(), |(name, ..)| name.to_owned())
}

fn group(session: &Session<'_>, gid: i64) -> String {
    session.container().image.groups().find(|(_, known, _)| *known == gid).map_or_else(|| gid.to_string(), |(name, ..)| name.to_owned())
}
