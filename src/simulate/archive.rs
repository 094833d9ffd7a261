//! `tar` at the other end of `kubectl cp`: files in and out of a container, as its own user (GNU tar 1.35, BusyBox archival/tar.c).

use super::exec::{again, joined, no_such_pod};
use super::files::{Errno, Kind, Open};
use super::session::Session;
use super::{Pod, Run, Scene, Surroundings, workload};
use crate::probe::{Class, Observation, Target};
use crate::world::World;

/// Directories that are looked into, at most this deep.
const DEPTH: u32 = 8;
/// The user at the machine from which files come; root keeps files in their owner's name.
const SENDER: i64 = 1000;

/// What GNU tar says of an absolute path.
const GNU_STRIPS: &str = "tar: Removing leading `/' from member names\n";

/// What `tar cf - PATH` finds.
#[derive(Clone, Debug, Default)]
pub struct Packed {
    /// Files with their paths below the one that was asked for; the empty path is that one itself.
    pub files: Vec<(String, String)>,
    /// Links, which are not followed: path and target.
    pub links: Vec<(String, String)>,
}

/// Unpacks files in `directory` of a container.
pub fn unpack(world: &World, pod: &Pod, container: Option<&str>, directory: &str, files: &[(String, String)]) -> Observation {
    let scene = Scene::of(world);
    unpack_in(&scene, pod, &mut again(&scene, pod), container, directory, files)
}

/// The same in a Pod that was started; what it writes stays.
pub(super) fn unpack_in(
    around: &dyn Surroundings,
    pod: &Pod,
    run: &mut Run,
    container: Option<&str>,
    directory: &str,
    files: &[(String, String)],
) -> Observation {
    let at = match joined(around, pod, run, container, "tar") {
        Ok(at) => at,
        Err(answer) => return *answer,
    };
    let mut session = Session::new(around, &mut run.machine, at, false);
    let busybox = session.busybox();
    if let Err(errno) = session.walk(directory, true).and_then(|place| place.node.ok_or(Errno::NotFound)) {
        return failed(match busybox {
            true => (1, format!("tar: can't change directory to '{directory}': {}\n", errno.text())),
            false => (2, format!("tar: {directory}: Cannot open: {}\ntar: Error is not recoverable: exiting now\n", errno.text())),
        });
    }
    session.cwd = directory.to_owned();
    for (path, text) in files {
        // BusyBox takes away what is there first (archival/libarchive/data_extract_all.c).
        if let (true, Err(errno)) = (busybox, make_room(&mut session, path)) {
            return failed((1, format!("tar: can't remove old file {path}: {}\n", errno.text())));
        }
        if let Err(errno) = write(&mut session, path, text) {
            return failed(match busybox {
                true => (1, format!("tar: can't open '{path}': {}\n", errno.text())),
                false => {
                    (2, format!("tar: {path}: Cannot open: {}\ntar: Exiting with failure status due to previous errors\n", errno.text()))
                }
            });
        }
    }
    Observation { exit: Some(0), ..Observation::of(Class::Ok) }
}

/// Takes away the file at a path, if there is one.
fn make_room(session: &mut Session<'_>, path: &str) -> Result<(), Errno> {
    let removed = session.with_files(|files, who, cwd| {
        let place = files.walk(who, cwd, path, false)?;
        files.remove(who, &place, false)
    });
    match removed {
        Err(Errno::NotFound) => Ok(()),
        other => other,
    }
}

fn write(session: &mut Session<'_>, path: &str, text: &str) -> Result<(), Errno> {
    if let Some((parent, _)) = path.rsplit_once('/') {
        session.directories(parent);
    }
    session.with_files(|files, who, cwd| {
        let open = files.open(who, cwd, path, Open::Truncate)?;
        files.write(open, text);
        if who.uid == 0 {
            let place = files.walk(who, cwd, path, true)?;
            // Without the capability they stay root's.
            let _ = files.chown(who, &place, open.1, Some(SENDER), Some(SENDER));
        }
        Ok(())
    })
}

/// Packs what lies at `path` of a container; without files when it fails.
pub fn pack(world: &World, target: &Target, path: &str) -> (Observation, Packed) {
    let Some(pod) = workload::find(world, &target.namespace, &target.pod) else { return (no_such_pod(&target.pod), Packed::default()) };
    let scene = Scene::of(world);
    let mut run = again(&scene, &pod);
    let at = match joined(&scene, &pod, &mut run, target.container.as_deref(), "tar") {
        Ok(at) => at,
        Err(answer) => return (*answer, Packed::default()),
    };
    let mut session = Session::new(&scene, &mut run.machine, at, false);
    let busybox = session.busybox();
    let mut packed = Packed::default();
    if let Err(errno) = collect(&mut session, path, "", DEPTH, &mut packed) {
        let answer = failed(match busybox {
            true => (1, format!("tar: {path}: {}\ntar: error exit delayed from previous errors\n", errno.text())),
            false => {
                let first = if path.starts_with('/') { GNU_STRIPS } else { "" };
                let said = format!("{first}tar: {path}: Cannot stat: {}\n", errno.text());
                (2, said + "tar: Exiting with failure status due to previous errors\n")
            }
        });
        return (answer, Packed::default());
    }
    let said = match (path.starts_with('/'), busybox) {
        (true, true) => "tar: removing leading '/' from member names\n",
        (true, false) => GNU_STRIPS,
        (false, _) => "",
    };
    (Observation { exit: Some(0), stderr: said.into(), ..Observation::of(Class::Ok) }, packed)
}

fn collect(session: &mut Session<'_>, path: &str, below: &str, depth: u32, packed: &mut Packed) -> Result<(), Errno> {
    let place = session.walk(path, false)?;
    let node = place.node.ok_or(Errno::NotFound)?;
    let kind = session.files().node(place.mount, node).kind.clone();
    match kind {
        Kind::Symlink(to) => packed.links.push((below.to_owned(), to)),
        Kind::Directory(_) if depth > 0 => {
            let listed = session.with_files(|files, who, _| files.list(who, &place, node))?;
            for (name, ..) in listed {
                let inner = if below.is_empty() { format!("/{name}") } else { format!("{below}/{name}") };
                collect(session, &format!("{}/{name}", path.trim_end_matches('/')), &inner, depth - 1, packed)?;
            }
        }
        _ => {
            if let Ok(text) = session.read(path) {
                packed.files.push((below.to_owned(), text));
            }
        }
    }
    Ok(())
}

fn failed((code, said): (i32, String)) -> Observation {
    Observation { exit: Some(code), stderr: said, ..Observation::of(Class::Other) }
}
