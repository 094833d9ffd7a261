//! `find`, with the tests that are used at a prompt. What goes beyond (`-exec`, sizes, times) is not simulated and says so.

use super::Call;
use crate::simulate::files::Kind;
use crate::simulate::session::{Session, Stop, Streams};
use crate::simulate::shell::glob;

/// What is asked of a file.
enum Test {
    Name(String, bool),
    Path(String),
    Type(char),
    /// The exact mode, all of its bits, any of its bits.
    Mode(u32, char),
    User(i64),
    Group(i64),
    Empty,
    Not(Box<Test>),
}

/// What is known of a file.
struct Seen {
    path: String,
    kind: char,
    mode: u32,
    uid: i64,
    gid: i64,
    empty: bool,
}

/// `find [PATH]… [-maxdepth N] [-name …] [-type …] …`
pub fn find(session: &mut Session<'_>, call: &Call<'_>, streams: &mut Streams) -> Result<i32, Stop> {
    let mut words = call.args[1..].iter().peekable();
    let mut roots: Vec<String> = Vec::new();
    while let Some(word) = words.next_if(|word| !word.starts_with('-') && *word != "!" && *word != "(") {
        roots.push(word.clone());
    }
    if roots.is_empty() {
        roots.push(".".into());
    }
    let (mut least, mut most, mut tests, mut not) = (0, usize::MAX, Vec::new(), false);
    while let Some(word) = words.next() {
        let mut value = || words.next().cloned();
        let unsupported = || Stop::NotSimulated(format!("find {word}"));
        let test = match word.as_str() {
            "!" | "-not" => {
                not = !not;
                continue;
            }
            "-print" | "-a" | "-xdev" | "-mount" => continue,
            "-maxdepth" => {
                most = value().and_then(|depth| depth.parse().ok()).ok_or_else(unsupported)?;
                continue;
            }
            "-mindepth" => {
                least = value().and_then(|depth| depth.parse().ok()).ok_or_else(unsupported)?;
                continue;
            }
            "-name" | "-iname" => Test::Name(value().ok_or_else(unsupported)?, word == "-iname"),
            "-path" => Test::Path(value().ok_or_else(unsupported)?),
            "-type" => {
                Test::Type(value().and_then(|kind| kind.chars().next()).filter(|kind| "fdlbcp".contains(*kind)).ok_or_else(unsupported)?)
            }
            "-empty" => Test::Empty,
            "-perm" => {
                let text = value().ok_or_else(unsupported)?;
                let sign = text.chars().next().filter(|sign| "-/+".contains(*sign)).unwrap_or('=');
                let digits = text.trim_start_matches(['-', '/', '+']);
                Test::Mode(u32::from_str_radix(digits, 8).map_err(|_| unsupported())?, sign)
            }
            "-user" | "-uid" => {
                let text = value().ok_or_else(unsupported)?;
                let known = session.container().image.accounts().find(|(name, ..)| *name == text).map(|(_, uid, _)| uid);
                Test::User(known.or_else(|| text.parse().ok()).ok_or_else(unsupported)?)
            }
            "-group" | "-gid" => {
                let text = value().ok_or_else(unsupported)?;
                let known = session.container().image.groups().find(|(name, ..)| *name == text).map(|(_, gid, _)| gid);
                Test::Group(known.or_else(|| text.parse().ok()).ok_or_else(unsupported)?)
            }
            _ => return Err(unsupported()),
        };
        tests.push(if std::mem::take(&mut not) { Test::Not(Box::new(test)) } else { test });
    }
    let mut code = 0;
    for root in roots {
        let mut walk = Walk { most, code: 0, found: Vec::new() };
        walk.visit(session, &root, 0, streams);
        code = code.max(walk.code);
        for (seen, depth) in walk.found {
            if depth >= least && tests.iter().all(|test| test.holds(&seen)) {
                streams.say(&seen.path);
            }
        }
    }
    Ok(code)
}

struct Walk {
    most: usize,
    code: i32,
    found: Vec<(Seen, usize)>,
}

impl Walk {
    fn visit(&mut self, session: &mut Session<'_>, path: &str, depth: usize, streams: &mut Streams) {
        let looked = session.with_files(|files, who, cwd| {
            let (place, node) = files.find(who, cwd, path, false)?;
            let own = files.node(place.mount, node);
            let (kind, empty) = match &own.kind {
                Kind::Directory(names) => ('d', names.is_empty()),
                Kind::Symlink(_) => ('l', false),
                Kind::Device(kind, ..) => (*kind, false),
                Kind::File(text) => ('f', text.is_empty()),
                Kind::Proc(_) => ('f', true),
            };
            let seen = Seen { path: path.to_owned(), kind, mode: own.mode, uid: own.uid, gid: own.gid, empty };
            let names = if kind == 'd' && depth < self.most { files.list(who, &place, node).map(Some) } else { Ok(None) };
            Ok((seen, names))
        });
        let (seen, names) = match looked {
            Ok(found) => found,
            Err(errno) => return self.fail(session, path, errno, streams),
        };
        self.found.push((seen, depth));
        match names {
            Ok(None) => {}
            Ok(Some(names)) => {
                for (name, ..) in names.into_iter().filter(|(name, ..)| !matches!(name.as_str(), "." | "..")) {
                    self.visit(session, &format!("{}/{name}", path.trim_end_matches('/')), depth + 1, streams);
                }
            }
            Err(errno) => self.fail(session, path, errno, streams),
        }
    }

    fn fail(&mut self, session: &Session<'_>, path: &str, errno: crate::simulate::files::Errno, streams: &mut Streams) {
        self.code = 1;
        streams.complain(match session.busybox() {
            true => format!("find: {path}: {}", errno.text()),
            false => format!("find: '{path}': {}", errno.text()),
        });
    }
}

impl Test {
    fn holds(&self, seen: &Seen) -> bool {
        let name = seen.path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
        match self {
            Test::Name(pattern, true) => glob(&pattern.to_lowercase(), &name.to_lowercase()),
            Test::Name(pattern, false) => glob(pattern, name),
            Test::Path(pattern) => glob(pattern, &seen.path),
            Test::Type(kind) => seen.kind == *kind,
            Test::Mode(mode, '-') => seen.mode & mode == *mode,
            Test::Mode(mode, '/' | '+') => seen.mode & mode != 0,
            Test::Mode(mode, _) => seen.mode & 0o7777 == *mode,
            Test::User(uid) => seen.uid == *uid,
            Test::Group(gid) => seen.gid == *gid,
            Test::Empty => seen.empty,
            Test::Not(test) => !test.holds(seen),
        }
    }
}
