//! `md5sum`, `sha256sum`, `sha512sum` and `su`: what else is typed to look at files and accounts.

use md5::Md5;
use sha2::{Digest, Sha256, Sha512};

use super::Call;
use crate::simulate::session::{Session, Stop, Streams};

/// `md5sum [FILE]…`, `sha256sum`, `sha512sum`
pub fn sum(session: &mut Session<'_>, call: &Call<'_>, streams: &mut Streams) -> Result<i32, Stop> {
    let (name, paths) = (call.name, &call.args[1..]);
    if let Some(flag) = paths.iter().find(|path| path.len() > 1 && path.starts_with('-')) {
        return Err(Stop::NotSimulated(format!("{name} {flag}")));
    }
    let digest = |text: &str| match name {
        "md5sum" => hex(&Md5::digest(text.as_bytes())),
        "sha512sum" => hex(&Sha512::digest(text.as_bytes())),
        _ => hex(&Sha256::digest(text.as_bytes())),
    };
    if paths.is_empty() {
        let text = std::mem::take(&mut streams.input);
        streams.say(format!("{}  -", digest(&text)));
        return Ok(0);
    }
    let mut code = 0;
    for path in paths {
        match session.read(path) {
            // What a program consists of is not here.
            Ok(text) if text.starts_with(crate::simulate::files::PROGRAM) => return Err(Stop::NotSimulated(format!("{name} {path}"))),
            Ok(text) => streams.say(format!("{}  {path}", digest(&text))),
            Err(errno) => code = call.fail(session, streams, &format!("can't open '{path}'"), path, errno),
        }
    }
    Ok(code)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// `su [-s SHELL] [USER] [-c COMMAND]`, for root: others are asked for a password.
pub fn su(session: &mut Session<'_>, call: &Call<'_>, streams: &mut Streams) -> Result<i32, Stop> {
    let call = Call { name: call.name, args: call.args, options: Default::default() }.reading("sc");
    let options = &call.options;
    let name = options.rest.iter().find(|word| *word != "-").map_or("root", String::as_str).to_owned();
    // BusyBox asks first whether it may change anything at all.
    if session.who.uid != 0 && session.busybox() {
        streams.complain("su: must be suid to work properly");
        return Ok(1);
    }
    let account = session.container().image.accounts().find(|(known, ..)| *known == name).map(|(_, uid, gid)| (uid, gid));
    let Some((uid, gid)) = account else {
        streams.complain(if session.busybox() { format!("su: unknown user {name}") } else { format!("su: user {name} does not exist") });
        return Ok(1);
    };
    if session.who.uid != 0 {
        return Err(Stop::NotSimulated("su".into()));
    }
    let members: Vec<i64> = session
        .container()
        .image
        .groups()
        .filter(|(_, own, members)| members.contains(&name.as_str()) && *own != gid)
        .map(|(_, gid, _)| gid)
        .collect();
    // BusyBox' change_identity(): the groups first, which need SETGID whoever one is, then the user.
    let has = |power: &str| session.who.effective.has(power);
    let refused = match (has("SETGID"), has("SETUID") || uid == session.who.uid) {
        (true, true) => None,
        (false, _) if session.busybox() => Some("su: can't set groups: Operation not permitted"),
        (true, false) if session.busybox() => Some("su: setuid: Operation not permitted"),
        (false, _) => Some("su: cannot set groups: Operation not permitted"),
        (true, false) => Some("su: cannot set user id: Operation not permitted"),
    };
    if let Some(said) = refused {
        streams.complain(said);
        return Ok(1);
    }
    let line =
        session.container().image.passwd.iter().find(|line| line.split(':').next() == Some(name.as_str())).cloned().unwrap_or_default();
    let login = line.split(':').nth(6).filter(|shell| !shell.is_empty()).unwrap_or("/bin/sh").to_owned();
    let shell = options.value('s').map_or(login, str::to_owned);
    let mut command = vec![shell];
    if let Some(text) = options.value('c') {
        command.extend(["-c".to_owned(), text.to_owned()]);
    }
    // A login begins at home.
    let logs_in = options.has('l') || options.rest.iter().any(|word| word == "-");
    let home = line.split(':').nth(5).filter(|home| logs_in && !home.is_empty()).unwrap_or("/").to_owned();
    if session.busybox() && session.walk(&home, true).is_ok_and(|place| place.node.is_none()) {
        streams.complain(format!("su: can't change directory to '{home}'"));
    }
    let before = session.who.clone();
    let mut who = before.clone();
    (who.uid, who.real_uid, who.gid) = (uid, uid, gid);
    who.groups = [gid].into_iter().chain(members).collect();
    if uid != 0 {
        who.effective = Default::default();
    }
    session.become_user(who);
    let outcome = session.execute(&command, streams);
    session.become_user(before);
    outcome
}

#[cfg(test)]
mod tests {
    use super::{Md5, hex};
    use sha2::Digest;

    #[test]
    fn digests_are_those_of_the_rfc() {
        let cases = [
            ("", "d41d8cd98f00b204e9800998ecf8427e"),
            ("abc", "900150983cd24fb0d6963f7d28e17f72"),
            ("hi\n", "764efa883dda1e11db47671c4a3bbd9e"),
            ("12345678901234567890123456789012345678901234567890123456789012345678901234567890", "57edf4a22be3c955ac49da2e2107b67a"),
            ("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", "d174ab98d277d9f5a5611c2c9f419d9f"),
        ];
        for (text, wanted) in cases {
            assert_eq!(hex(&Md5::digest(text.as_bytes())), wanted, "{text}");
        }
    }
}
