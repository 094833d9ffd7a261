//! File names that a pattern stands for; a pattern without a match stays as it is.

use super::{Letter, Pattern};
use crate::simulate::files::Kind;
use crate::simulate::session::Session;
use crate::simulate::shell::state::Flavour;

/// The names, sorted, or the text itself.
pub fn expand(session: &mut Session<'_>, letters: &[Letter]) -> Vec<String> {
    let plain: String = letters.iter().map(|letter| letter.c).collect();
    if session.shell.has('f') || !Pattern::new(letters).is_pattern() {
        return vec![plain];
    }
    let mut found = vec![String::new()];
    for (index, part) in letters.split(|letter| letter.c == '/').enumerate() {
        let text: String = part.iter().map(|letter| letter.c).collect();
        let pattern = Pattern::new(part);
        let separator = if index == 0 { "" } else { "/" };
        if !pattern.is_pattern() {
            found.iter_mut().for_each(|path| *path += &format!("{separator}{text}"));
            continue;
        }
        let mut next = Vec::new();
        for path in found {
            let directory = if path.is_empty() && index == 0 { ".".to_owned() } else { format!("{path}/") };
            // bash 5.2 skips the two (`globskipdots`).
            let dotted = text.starts_with('.') && session.shell.flavour != Flavour::Bash;
            let dots = [".", ".."].into_iter().filter(|_| dotted).map(str::to_owned);
            let names = dots.chain(names_in(session, &directory)).filter(|name| !name.starts_with('.') || text.starts_with('.'));
            next.extend(names.filter(|name| pattern.matches(name)).map(|name| format!("{path}{separator}{name}")));
        }
        found = next;
    }
    // Behind the last pattern there may be names that are not there.
    found.retain(|path| session.walk(path, false).is_ok_and(|place| place.node.is_some()));
    if found.is_empty() { vec![plain] } else { found }
}

fn names_in(session: &mut Session<'_>, directory: &str) -> Vec<String> {
    let Ok(place) = session.walk(directory, true) else { return Vec::new() };
    let Some(node) = place.node else { return Vec::new() };
    if !matches!(session.files().node(place.mount, node).kind, Kind::Directory(_)) {
        return Vec::new();
    }
    let listed = session.with_files(|files, who, _| files.list(who, &place, node));
    listed.map(|list| list.into_iter().map(|(name, ..)| name).collect()).unwrap_or_default()
}
