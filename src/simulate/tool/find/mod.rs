//! `find`: walks trees, and asks of every file what the expression says.

mod parse;
mod print;

use jiff::Timestamp;

use super::Call;
use crate::simulate::files::{Errno, Kind};
use crate::simulate::session::{Session, Stop, Streams};
use crate::simulate::shell::glob;
use parse::{Expression, Test};

/// What is known of a file.
struct Seen {
    path: String,
    depth: usize,
    kind: char,
    mode: u32,
    uid: i64,
    gid: i64,
    empty: bool,
    size: usize,
    links: usize,
    blocks: usize,
    inode: usize,
    target: Option<String>,
    time: Timestamp,
    mount: usize,
}

/// `find [PATH]… [EXPRESSION]`
pub fn find(session: &mut Session<'_>, call: &Call<'_>, streams: &mut Streams) -> Result<i32, Stop> {
    let plan = match parse::plan(session, &call.args[1..])? {
        Ok(plan) => plan,
        Err(said) => {
            let helps = said.starts_with("find: unrecognized");
            streams.complain(said);
            return Ok(if helps { super::options::usage(session, "find", streams) } else { 1 });
        }
    };
    let mut walk = Walk { plan: &plan, code: 0, gathered: Vec::new(), device: None };
    for root in &plan.roots {
        walk.device = None;
        walk.visit(session, root, 0, streams)?;
    }
    let (gathered, mut code) = (std::mem::take(&mut walk.gathered), walk.code);
    for (command, paths) in gathered {
        let words: Vec<String> = command.iter().flat_map(|word| if word == "{}" { paths.clone() } else { vec![word.clone()] }).collect();
        if execute(session, &words, streams)? != 0 {
            code = 1;
        }
    }
    Ok(code)
}

struct Walk<'p> {
    plan: &'p parse::Plan,
    code: i32,
    /// The commands of `-exec … +`, each with the paths it is to get.
    gathered: Vec<(Vec<String>, Vec<String>)>,
    /// With `-xdev`, the mount of the root.
    device: Option<usize>,
}

impl Walk<'_> {
    fn visit(&mut self, session: &mut Session<'_>, path: &str, depth: usize, streams: &mut Streams) -> Result<(), Stop> {
        session.tick()?;
        let now: Timestamp = session.world.facts.now.parse().unwrap_or_default();
        let most = self.plan.most;
        let looked = session.with_files(|files, who, cwd| {
            let (place, node) = files.find(who, cwd, path, false)?;
            let filesystem = files.filesystem(place.mount);
            let own = files.node(place.mount, node);
            let (kind, empty, target) = match &own.kind {
                Kind::Directory(names) => ('d', names.is_empty(), None),
                Kind::Symlink(to) => ('l', false, Some(to.clone())),
                Kind::Device(kind, ..) => (*kind, false, None),
                Kind::File(text) => ('f', text.is_empty(), None),
                Kind::Proc(_) => ('f', true, None),
            };
            let seen = Seen {
                path: path.to_owned(),
                depth,
                kind,
                mode: own.mode,
                uid: own.uid,
                gid: own.gid,
                empty,
                size: filesystem.size(node),
                links: filesystem.links(node),
                blocks: filesystem.blocks(node),
                inode: super::stat::inode(filesystem, node),
                target,
                time: own.time.unwrap_or(now),
                mount: place.mount,
            };
            let names = if kind == 'd' && depth < most { files.list(who, &place, node).map(Some) } else { Ok(None) };
            Ok((seen, names))
        });
        let (seen, names) = match looked {
            Ok(found) => found,
            Err(errno) => {
                self.fail(session, path, errno, streams);
                return Ok(());
            }
        };
        if !self.enters(session, path, streams)? {
            return Ok(());
        }
        let strays = self.plan.stays && self.device.is_some_and(|device| device != seen.mount);
        self.device.get_or_insert(seen.mount);
        let mut pruned = false;
        if !self.plan.depth_first && depth >= self.plan.least {
            self.judge(session, &self.plan.expression, &seen, &mut pruned, streams)?;
        }
        match names {
            Ok(Some(names)) if !pruned && !strays => {
                for (name, ..) in names.into_iter().filter(|(name, ..)| !matches!(name.as_str(), "." | "..")) {
                    self.visit(session, &format!("{}/{name}", path.trim_end_matches('/')), depth + 1, streams)?;
                }
            }
            Ok(_) => {}
            Err(_) if pruned => {}
            Err(errno) => self.fail(session, path, errno, streams),
        }
        if self.plan.depth_first && depth >= self.plan.least {
            self.judge(session, &self.plan.expression, &seen, &mut pruned, streams)?;
        }
        Ok(())
    }

    /// Whether the expression holds; actions in it are done on the way.
    fn judge(
        &mut self,
        session: &mut Session<'_>,
        expression: &Expression,
        seen: &Seen,
        pruned: &mut bool,
        streams: &mut Streams,
    ) -> Result<bool, Stop> {
        Ok(match expression {
            Expression::And(parts) => {
                for part in parts {
                    if !self.judge(session, part, seen, pruned, streams)? {
                        return Ok(false);
                    }
                }
                true
            }
            Expression::Or(parts) => {
                for part in parts {
                    if self.judge(session, part, seen, pruned, streams)? {
                        return Ok(true);
                    }
                }
                false
            }
            Expression::Not(part) => !self.judge(session, part, seen, pruned, streams)?,
            Expression::Test(test) => holds(session, test, seen),
            Expression::Prune => {
                *pruned = true;
                true
            }
            Expression::Print(end) => {
                streams.out += &format!("{}{end}", seen.path);
                true
            }
            Expression::Printf(format) => {
                streams.out += &print::formatted(session, format, seen)?;
                true
            }
            Expression::List => {
                let line = print::long(session, seen);
                streams.say(line);
                true
            }
            Expression::Delete => {
                let done = session.with_files(|files, who, cwd| {
                    let place = files.walk(who, cwd, &seen.path, false)?;
                    files.remove(who, &place, seen.kind == 'd')
                });
                if let Err(errno) = done {
                    let said =
                        if session.busybox() { format!("find: {}: ", seen.path) } else { format!("find: cannot delete '{}': ", seen.path) };
                    streams.complain(said + errno.text());
                    self.code = 1;
                }
                done.is_ok()
            }
            Expression::Execute(command, false) => {
                let words: Vec<String> = command.iter().map(|word| word.replace("{}", &seen.path)).collect();
                execute(session, &words, streams)? == 0
            }
            Expression::Execute(command, true) => {
                match self.gathered.iter_mut().find(|(known, _)| known == command) {
                    Some((_, paths)) => paths.push(seen.path.clone()),
                    None => self.gathered.push((command.clone(), vec![seen.path.clone()])),
                }
                true
            }
        })
    }

    /// What lies in the kernel's own directories is known in part: names that somebody asks for, and set-uid bits, of which there are none. Of
    /// what is closed to others than root find complains, file by file.
    fn enters(&mut self, session: &Session<'_>, path: &str, streams: &Streams) -> Result<bool, Stop> {
        let kernels = ["/proc", "/sys"].iter().any(|own| path == *own || path == format!(".{own}") && session.cwd == "/");
        if !kernels || self.plan.most < 2 || self.plan.stays || self.plan.avoids(path) {
            return Ok(true);
        }
        if !self.plan.expression.is_narrow() || session.who.uid != 0 && !streams.deaf {
            return Err(Stop::NotSimulated(format!("find {path}")));
        }
        self.code = i32::from(session.who.uid != 0).max(self.code);
        Ok(false)
    }

    fn fail(&mut self, session: &Session<'_>, path: &str, errno: Errno, streams: &mut Streams) {
        self.code = 1;
        streams.complain(match session.busybox() {
            true => format!("find: {path}: {}", errno.text()),
            false => format!("find: '{path}': {}", errno.text()),
        });
    }
}

fn execute(session: &mut Session<'_>, words: &[String], streams: &mut Streams) -> Result<i32, Stop> {
    let Some(program) = words.first().cloned() else { return Ok(1) };
    if let Err(errno) = session.program(&program) {
        streams.complain(match session.busybox() {
            true => format!("find: {program}: {}", errno.text()),
            false => format!("find: '{program}': {}", errno.text()),
        });
        return Ok(1);
    }
    session.execute(words, streams)
}

fn holds(session: &Session<'_>, test: &Test, seen: &Seen) -> bool {
    let name = seen.path.trim_end_matches('/').rsplit('/').next().filter(|name| !name.is_empty()).unwrap_or("/");
    match test {
        Test::Name(pattern, true) => glob(&pattern.to_lowercase(), &name.to_lowercase()),
        Test::Name(pattern, false) => glob(pattern, name),
        Test::Path(pattern, true) => glob(&pattern.to_lowercase(), &seen.path.to_lowercase()),
        Test::Path(pattern, false) => glob(pattern, &seen.path),
        Test::Regex(regex) => regex.is_match(&seen.path),
        Test::Type(kinds) => kinds.contains(&seen.kind),
        Test::Mode(mode, '-') => seen.mode & mode == *mode,
        Test::Mode(mode, '/' | '+') => seen.mode & mode != 0 || *mode == 0,
        Test::Mode(mode, _) => seen.mode & 0o7777 == *mode,
        Test::User(uid) => seen.uid == *uid,
        Test::Group(gid) => seen.gid == *gid,
        Test::Unowned => !session.container().image.accounts().any(|(_, uid, _)| uid == seen.uid),
        Test::Ungrouped => !session.container().image.groups().any(|(_, gid, _)| gid == seen.gid),
        Test::Empty => seen.empty,
        Test::Links(count) => count.fits(seen.links as i64),
        Test::Inode(count) => count.fits(seen.inode as i64),
        Test::Size(count, unit) => count.fits(seen.size.div_ceil(*unit) as i64),
        Test::Age(count, unit) => {
            let now: Timestamp = session.world.facts.now.parse().unwrap_or_default();
            count.fits((now.as_second() - seen.time.as_second()).div_euclid(*unit))
        }
        Test::Newer(time) => seen.time > *time,
        Test::True => true,
        Test::False => false,
    }
}
