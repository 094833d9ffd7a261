//! runc, which starts a container's first process: what it looks at before, and its words.

use crate::simulate::files::{Errno, Kind};
use crate::simulate::session::Session;

/// The home that runc's init gives a user whose environment has none: that of the first line of `/etc/passwd` with the number (a line
/// without one counts as 0), or the root directory (moby/sys `user/user.go` parseLine, GetExecUser).
pub(super) fn home_of(passwd: &str, uid: i64) -> String {
    let number = uid.to_string();
    let of = |line: &&str| {
        let mut fields = line.split(':');
        fields.next() == Some(number.as_str()) || fields.nth(1).map_or(0, |own| own.parse::<i64>().unwrap_or(0)) == uid
    };
    let found = passwd.lines().map(str::trim).filter(|line| !line.is_empty()).find(of);
    found.map_or("/", |line| line.split(':').nth(5).unwrap_or("")).to_owned()
}

/// containerd's sentence about what kept runc from starting a container.
pub(super) fn failed(cause: &str) -> String {
    format!(
        "failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: {cause}: unknown"
    )
}

/// What runc finds before it starts the first program.
pub(super) fn startable(session: &mut Session<'_>, program: &str) -> Result<(), String> {
    let cwd = session.cwd.clone();
    let is_directory = session.with_files(|files, who, _| {
        files.find(who, "/", &cwd, true).map(|(place, node)| matches!(files.node(place.mount, node).kind, Kind::Directory(_)))
    });
    if is_directory == Ok(false) {
        return Err(format!("error during container init: mkdir {cwd}: not a directory"));
    }
    if session
        .with_files(|files, who, _| files.find(who, "/", &cwd, true).and_then(|(place, node)| files.may(who, &place, node, 1)))
        .is_err()
    {
        return Err(format!("chdir to cwd (\"{cwd}\") set in config.json failed: permission denied"));
    }
    match session.program(program) {
        Ok(_) => Ok(()),
        Err(Errno::Access | Errno::IsDirectory) => Err(format!("exec: \"{program}\": permission denied")),
        Err(_) if !program.contains('/') => Err(format!("exec: \"{program}\": executable file not found in $PATH")),
        Err(errno) => Err(format!("exec: \"{program}\": stat {program}: {}", errno.text().to_lowercase())),
    }
}
