//! `kubectl cp` (kubectl v0.35 `pkg/cmd/cp/cp.go`): files between this machine and a container, by `tar` in it.

use super::failure::Failure;
use super::session::Session;
use crate::probe::{Class, Observation, Probe, Target};
use crate::simulate::{self, Pod};
use crate::world::Act;

/// A file's place: with a Pod, maybe of another namespace, in one of its containers.
struct Place<'t> {
    namespace: Option<&'t str>,
    pod: Option<&'t str>,
    path: &'t str,
}

/// Runs `kubectl cp`.
pub(super) fn run(session: &mut Session<'_>) -> Result<(), Failure> {
    let words = session.flags.words.clone();
    let [from, to] = words.as_slice() else { return Err(Failure::error("source and destination are required")) };
    let (from, to) = (place(from)?, place(to)?);
    if from.pod.is_some() && to.pod.is_some() {
        return Err(Failure::error("one of src or dest must be a local file specification"));
    }
    if from.path.is_empty() || to.path.is_empty() {
        return Err(Failure::error("filepath can not be empty"));
    }
    match (from.pod, to.pod) {
        (Some(_), _) => from_pod(session, &from, to.path),
        (None, Some(_)) => to_pod(session, from.path, &to),
        (None, None) => Err(Failure::error("one of src or dest must be a remote file specification")),
    }
}

/// `[[namespace/]pod:]path`
fn place(text: &str) -> Result<Place<'_>, Failure> {
    let Some((pod, path)) = text.split_once(':') else { return Ok(Place { namespace: None, pod: None, path: text }) };
    match pod.split('/').collect::<Vec<_>>().as_slice() {
        [""] => {}
        [pod] => return Ok(Place { namespace: None, pod: Some(pod), path }),
        [namespace, pod] => return Ok(Place { namespace: Some(namespace), pod: Some(pod), path }),
        _ => {}
    }
    Err(Failure::error("filespec must match the canonical format: [[namespace/]pod:]file/path"))
}

fn target(session: &mut Session<'_>, place: &Place<'_>) -> Result<(Pod, Target), Failure> {
    let namespace = place.namespace.map_or_else(|| session.namespace(), str::to_owned);
    let name = place.pod.unwrap_or_default();
    let pod = simulate::find_pod(session.world, &namespace, name);
    let pod = pod.ok_or_else(|| Failure::plain(format!("Error from server (NotFound): pods {name:?} not found")))?;
    // What `-c` names is sent as it is; whether the Pod has it is the server's business.
    let container = match session.flags.get("container").filter(|name| !name.is_empty()).map(str::to_owned) {
        Some(asked) if session.container(&pod, false).is_err() => {
            return Err(Failure::plain(format!("Error from server (BadRequest): container {asked} is not valid for pod {name}")));
        }
        Some(asked) => asked,
        None => session.container(&pod, true)?,
    };
    Ok((pod, Target { namespace, pod: name.to_owned(), container: Some(container) }))
}

/// The files of this machine at a path: below it, or itself under the empty path.
fn local(session: &Session<'_>, path: &str) -> Vec<(String, String)> {
    let bare = path.strip_prefix("./").unwrap_or(path).trim_end_matches('/');
    if let Some(text) = session.file(bare) {
        return vec![(String::new(), text)];
    }
    let below = |name: &str| match bare {
        "." => (!name.starts_with('/')).then(|| format!("/{name}")),
        _ => name.strip_prefix(bare).filter(|rest| rest.starts_with('/')).map(str::to_owned),
    };
    session.files.iter().filter_map(|file| Some((below(file.name())?, file.text().to_owned()))).collect()
}

fn to_pod(session: &mut Session<'_>, from: &str, to: &Place<'_>) -> Result<(), Failure> {
    let files = local(session, from);
    if files.is_empty() {
        return Err(Failure::error(format!("{from} doesn't exist in local filesystem")));
    }
    let (pod, target) = target(session, to)?;
    // What is a directory there gets the file into it.
    let asks = ["test", "-d", to.path].map(str::to_owned).to_vec();
    let is_directory = simulate::observe(session.world, &Probe::Exec { target: target.clone(), command: asks }).exit == Some(0);
    let name = from.trim_end_matches('/').rsplit('/').next().unwrap_or(from);
    let whole = if is_directory { format!("{}/{name}", to.path.trim_end_matches('/')) } else { to.path.trim_end_matches('/').to_owned() };
    let (directory, base) = match whole.rsplit_once('/') {
        Some(("", base)) => ("/", base),
        Some((directory, base)) => (directory, base),
        None => (".", whole.as_str()),
    };
    let files: Vec<_> = files.into_iter().map(|(path, text)| (format!("{base}{path}"), text)).collect();
    let answer = simulate::unpack(session.world, &pod, target.container.as_deref(), directory, &files);
    session.world.executed.push((target, Act::Unpacked(directory.to_owned(), files)));
    session.err.push_str(if answer.exit.is_some() { &answer.stderr } else { "" });
    ended(&answer)
}

fn from_pod(session: &mut Session<'_>, from: &Place<'_>, to: &str) -> Result<(), Failure> {
    let before = session.err.len();
    let (_, target) = target(session, from)?;
    // What runs for this copy has the command's own output for its errors, and says there which container it is.
    let announced = session.err.split_off(before);
    session.out.push_str(&announced);
    let (answer, packed) = simulate::pack(session.world, &target, from.path);
    // kubectl gives tar's errors its own output.
    session.out.push_str(if answer.exit.is_some() { &answer.stderr } else { "" });
    // That tar failed there goes unnoticed here: what it packed is all there is.
    if answer.exit.is_none() {
        ended(&answer)?;
    }
    let to = to.strip_prefix("./").filter(|rest| !rest.is_empty()).unwrap_or(to);
    for (path, text) in packed.files {
        let whole = if path.is_empty() { to.to_owned() } else { format!("{}{path}", to.trim_end_matches('/')) };
        let folder = format!("{}/", whole.trim_end_matches('/'));
        if matches!(whole.as_str(), "." | "..") || whole.ends_with('/') || session.files.iter().any(|file| file.name().starts_with(&folder))
        {
            return Err(Failure::error(format!("open {whole}: is a directory")));
        }
        session.written.push((whole, text));
    }
    for (path, link) in packed.links {
        let whole = if path.is_empty() { to.to_owned() } else { format!("{}{path}", to.trim_end_matches('/')) };
        session.warn(format!("warning: skipping symlink: {whole:?} -> {link:?}"));
    }
    Ok(())
}

fn ended(answer: &Observation) -> Result<(), Failure> {
    match answer.exit {
        Some(0) => Ok(()),
        Some(code) => Err(Failure { message: format!("command terminated with exit code {code}"), exit: code }),
        None if answer.class == Class::NotSimulated => Err(Failure::not_simulated("kubectl cp with this image")),
        None => Err(Failure::plain(answer.stderr.trim_end())),
    }
}
