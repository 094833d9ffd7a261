//! Programs that ask the kernel for a privilege: identities, mounts, interfaces, raw sockets.

use super::Call;
use crate::simulate::capability::CapabilitySet;
use crate::simulate::files::{Credentials, Errno, Filesystem, Medium, Mount, Open, process_directory};
use crate::simulate::machine::Process;
use crate::simulate::session::{Session, Stop, Streams};

/// Runs one of them.
pub fn run(session: &mut Session<'_>, call: Call<'_>, streams: &mut Streams) -> Result<i32, Stop> {
    match call.name {
        "setuidgid" => set_user(session, &call, streams),
        "setpriv" => set_privileges(session, &call, streams),
        "unshare" => unshare(session, &call, streams),
        "mount" => mount(session, call, streams),
        "umount" => unmount(session, call, streams),
        "ip" => super::interface::ip(session, &call, streams),
        "ifconfig" => super::interface::ifconfig(session, &call, streams),
        "ping" => super::lookup::ping(session, call, streams),
        "sysctl" => sysctl(session, call, streams),
        "chroot" => chroot(session, &call, streams),
        "dmesg" if call.args.len() == 1 && !session.who.effective.has("SYSLOG") && session.busybox() => {
            streams.complain("dmesg: klogctl: Operation not permitted");
            Ok(1)
        }
        "nsenter" => enter(session, &call, streams),
        name => Err(Stop::NotSimulated(name.to_owned())),
    }
}

/// `chroot / PROGRAM…`; another root is not simulated.
fn chroot(session: &mut Session<'_>, call: &Call<'_>, streams: &mut Streams) -> Result<i32, Stop> {
    let Some(root) = call.args.get(1) else { return Ok(super::options::missing(session, "chroot", "missing operand", streams)) };
    let (said, code) = if session.busybox() {
        (format!("can't change root directory to '{root}'"), 1)
    } else {
        (format!("cannot change root directory to '{root}'"), 125)
    };
    // chroot(2) looks for the directory before it asks for the power.
    let why = match session.walk(root, true) {
        Err(errno) => Some(errno.text()),
        Ok(place) if place.node.is_none() => Some("No such file or directory"),
        Ok(_) if !session.who.effective.has("SYS_CHROOT") => Some("Operation not permitted"),
        Ok(_) => None,
    };
    if let Some(why) = why {
        streams.complain(format!("chroot: {said}: {why}"));
        return Ok(code);
    }
    match (root.as_str(), call.args.get(2..)) {
        ("/", Some(command)) if !command.is_empty() => session.execute(command, streams),
        _ => Err(Stop::NotSimulated(call.args.join(" "))),
    }
}

/// `nsenter`: nobody without SYS_ADMIN enters another process's namespaces.
fn enter(session: &Session<'_>, call: &Call<'_>, streams: &mut Streams) -> Result<i32, Stop> {
    const KINDS: [(&str, &str); 5] = [("-m", "mnt"), ("-u", "uts"), ("-i", "ipc"), ("-n", "net"), ("-p", "pid")];
    let given: Vec<&str> = KINDS.iter().filter(|(flag, _)| call.args.iter().any(|arg| arg == flag)).map(|(_, kind)| *kind).collect();
    let [kind] = given.as_slice() else { return Err(Stop::NotSimulated(call.args.join(" "))) };
    let own = call.args.windows(2).any(|pair| pair[0] == "-t" && pair[1] == "1");
    if !own || session.who.uid != 0 || session.who.effective.has("SYS_ADMIN") || !session.busybox() {
        return Err(Stop::NotSimulated(call.args.join(" ")));
    }
    streams.complain(format!("nsenter: setns(): can't reassociate to namespace '{kind}': Operation not permitted"));
    Ok(1)
}

/// `setpriv -d`: what the process may, in BusyBox' words.
fn dump(session: &Session<'_>, streams: &mut Streams) {
    let who = &session.who;
    let numbers = |numbers: &[i64]| match numbers {
        [] => "[none]".to_owned(),
        numbers => numbers.iter().map(i64::to_string).collect::<Vec<_>>().join(","),
    };
    let bounding: Vec<String> = who.bounding.names().into_iter().map(|name| name.to_lowercase()).collect();
    let bounding = if bounding.is_empty() { "[none]".to_owned() } else { bounding.join(",") };
    streams.say(format!("uid: {}\neuid: {}\ngid: {}\negid: {}", who.real_uid, who.uid, who.gid, who.gid));
    streams.say(format!("Supplementary groups: {}\nno_new_privs: {}", numbers(&who.groups), i32::from(who.no_new_privs)));
    streams.say(format!("Inheritable capabilities: [none]\nAmbient capabilities: [none]\nCapability bounding set: {bounding}"));
}

/// The process goes on as another user with another program.
fn become_program(session: &mut Session<'_>, who: Credentials, args: &[String], streams: &mut Streams) -> Result<i32, Stop> {
    if args.is_empty() {
        return Ok(0);
    }
    let before = session.who.clone();
    let pid = session.pid;
    session.become_user(who.clone());
    if let Some(process) = session.container_mut().processes.iter_mut().find(|process| process.pid == pid) {
        *process = Process::new(pid, args, who.clone());
        // A program that starts as another user is dumpable again: its directory below /proc is that user's.
        let proc = session.container().proc;
        process_directory(&mut session.machine.filesystems[proc], pid, who.uid, who.gid, None);
    }
    let outcome = session.execute(args, streams);
    if outcome != Err(Stop::Forever) {
        session.become_user(before);
    }
    outcome
}

/// Credentials after setresuid(2) and its kind: leaving root empties the effective set.
fn changed(who: &Credentials, uid: i64, gid: i64, groups: Vec<i64>) -> Credentials {
    let effective = if uid == 0 { who.effective } else { CapabilitySet::default() };
    Credentials { uid, real_uid: uid, gid, groups, effective, ..who.clone() }
}

fn set_user(session: &mut Session<'_>, call: &Call<'_>, streams: &mut Streams) -> Result<i32, Stop> {
    let (Some(name), rest) = (call.args.get(1), call.args.get(2..).unwrap_or_default()) else { return Ok(1) };
    let Some((uid, gid)) = session.container().image.accounts().find(|(known, ..)| known == name).map(|(_, uid, gid)| (uid, gid)) else {
        streams.complain(format!("setuidgid: unknown user {name}"));
        return Ok(1);
    };
    for (capability, call) in [("SETGID", "setgroups"), ("SETUID", "setuid")] {
        if !session.who.effective.has(capability) {
            streams.complain(format!("setuidgid: {call}: Operation not permitted"));
            return Ok(1);
        }
    }
    let who = changed(&session.who, uid, gid, vec![gid]);
    become_program(session, who, rest, streams)
}

fn set_privileges(session: &mut Session<'_>, call: &Call<'_>, streams: &mut Streams) -> Result<i32, Stop> {
    if call.args.len() == 1 {
        if session.busybox() {
            return Ok(super::options::usage(session, "setpriv", streams));
        }
        streams.complain("setpriv: No program specified");
        return Ok(1);
    }
    if call.args.get(1).is_some_and(|arg| arg == "-d" || arg == "--dump") && call.args.len() == 2 && session.busybox() {
        dump(session, streams);
        return Ok(0);
    }
    let mut who = session.who.clone();
    let (mut uid, mut gid, mut groups) = (who.uid, who.gid, who.groups.clone());
    let image = session.container().image.clone();
    let user = |text: &str| text.parse().ok().or_else(|| image.accounts().find(|(name, ..)| *name == text).map(|(_, uid, _)| uid));
    let group = |text: &str| text.parse().ok().or_else(|| image.groups().find(|(name, ..)| *name == text).map(|(_, gid, _)| gid));
    let mut at = 1;
    let mut rest = Vec::new();
    while let Some(arg) = call.args.get(at) {
        at += 1;
        match arg.split_once('=').unwrap_or((arg, "")) {
            ("--", _) => {
                rest = call.args[at..].to_vec();
                break;
            }
            ("--reuid", text) => uid = user(text).unwrap_or(uid),
            ("--regid", text) => gid = group(text).unwrap_or(gid),
            ("--clear-groups", _) => groups.clear(),
            ("--no-new-privs", _) => who.no_new_privs = true,
            (option, _) if option.starts_with('-') => return Err(Stop::NotSimulated(format!("setpriv {option}"))),
            _ => {
                rest = call.args[at - 1..].to_vec();
                break;
            }
        }
    }
    let needs =
        [("SETUID", "setresuid", uid != who.uid), ("SETGID", "setresgid", gid != who.gid), ("SETGID", "setgroups", groups != who.groups)];
    for (capability, call, needed) in needs {
        if needed && !who.effective.has(capability) {
            streams.complain(format!("setpriv: {call} failed: Operation not permitted"));
            // SETPRIV_EXIT_PRIVERR
            return Ok(127);
        }
    }
    let who = changed(&who, uid, gid, groups);
    become_program(session, who, &rest, streams)
}

fn unshare(session: &mut Session<'_>, call: &Call<'_>, streams: &mut Streams) -> Result<i32, Stop> {
    let flags: String = call.args[1..].iter().take_while(|arg| arg.starts_with('-')).map(|arg| arg.trim_start_matches('-')).collect();
    let rest: Vec<String> = call.args[1..].iter().skip_while(|arg| arg.starts_with('-')).cloned().collect();
    let user = flags.contains(['U', 'r']);
    let mask = [
        ('U', 0x1000_0000),
        ('r', 0x1000_0000),
        ('m', 0x2_0000),
        ('n', 0x4000_0000),
        ('p', 0x2000_0000),
        ('u', 0x400_0000),
        ('i', 0x800_0000),
    ];
    let bits: u32 = mask.iter().filter(|(flag, _)| flags.contains(*flag)).fold(0, |bits, (_, bit)| bits | bit);
    // Making a user namespace needs no capability, the others do; a filter may refuse them all.
    if !session.who.may_call("unshare") || !user && !session.who.effective.has("SYS_ADMIN") {
        let said = if session.busybox() {
            format!("unshare: unshare(0x{bits:x}): Operation not permitted")
        } else {
            "unshare: unshare failed: Operation not permitted".into()
        };
        streams.complain(said);
        return Ok(1);
    }
    if rest.is_empty() {
        return Ok(0);
    }
    let before = session.who.clone();
    if user {
        // Nobody is mapped into a new user namespace; `-r` maps the user to root.
        let id = if flags.contains('r') { 0 } else { 65534 };
        session.become_user(Credentials { uid: id, real_uid: id, gid: id, groups: vec![id; before.groups.len().max(1)], ..before.clone() });
    }
    let outcome = session.execute(&rest, streams);
    session.become_user(before);
    outcome
}

/// `mount`, `mount -t TYPE -o OPTIONS DEVICE PLACE`
fn mount(session: &mut Session<'_>, call: Call<'_>, streams: &mut Streams) -> Result<i32, Stop> {
    let call = call.reading("to");
    if let Some(ended) = super::options::check(session, &call, streams) {
        return ended;
    }
    if call.options.has('a') && session.busybox() && session.walk("/etc/fstab", true).is_ok_and(|place| place.node.is_none()) {
        streams.complain("mount: can't read '/etc/fstab': No such file or directory");
        return Ok(1);
    }
    if call.options.rest.is_empty() && !session.busybox() && call.options.flags().next().is_some() {
        return Err(Stop::NotSimulated(call.args.join(" ")));
    }
    Ok(mounted(session, &call, streams))
}

fn mounted(session: &mut Session<'_>, call: &Call<'_>, streams: &mut Streams) -> i32 {
    if call.options.rest.is_empty() {
        let mounts = session.container().mounts.clone();
        for mount in mounts {
            let access = if mount.read_only { "ro" } else { "rw" };
            streams.say(format!("{} on {} type {} ({access},{})", mount.source, mount.at, mount.kind, mount.options));
        }
        return 0;
    }
    let Some(target) = call.options.rest.last().cloned() else { return 1 };
    // The kernel looks for the place before it asks for the power; a filter of system calls comes before both.
    let missing = session.walk(&target, true).is_ok_and(|place| place.node.is_none());
    let looked = session.busybox() && missing && session.who.may_call("mount");
    if !looked && (!session.who.effective.has("SYS_ADMIN") || !session.who.may_call("mount")) {
        let said = match session.busybox() {
            true => "mount: permission denied (are you root?)".to_owned(),
            false => format!("mount: {target}: must be superuser to use mount."),
        };
        streams.complain(said);
        return if session.busybox() { 1 } else { 32 };
    }
    match session.walk(&target, true) {
        Ok(place) if place.node.is_some() => {
            session.machine.filesystems.push(Filesystem::new(Medium::Tmpfs, 0o1777));
            let filesystem = session.machine.filesystems.len() - 1;
            let source = call.options.rest.first().cloned().unwrap_or_default();
            let read_only = call.options.value('o').is_some_and(|options| options.split(',').any(|option| option == "ro"));
            let kind = call.options.value('t').unwrap_or("tmpfs").to_owned();
            let mount = Mount { at: place.path, filesystem, root: 0, read_only, source, kind, options: "relatime".into() };
            session.container_mut().mounts.push(mount);
            0
        }
        _ => {
            streams.complain(format!("mount: mounting {} on {target} failed: No such file or directory", call.options.rest[0]));
            255
        }
    }
}

/// `umount PLACE`
fn unmount(session: &mut Session<'_>, call: Call<'_>, streams: &mut Streams) -> Result<i32, Stop> {
    let call = call.reading("");
    if let Some(ended) = super::options::check(session, &call, streams) {
        return ended;
    }
    if call.options.rest.is_empty() && !session.busybox() {
        streams.complain("umount: bad usage\nTry 'umount --help' for more information.");
        return Ok(1);
    }
    if call.options.rest.is_empty() && !call.options.has('a') {
        return Ok(super::options::usage(session, "umount", streams));
    }
    Ok(unmounted(session, &call, streams))
}

fn unmounted(session: &mut Session<'_>, call: &Call<'_>, streams: &mut Streams) -> i32 {
    let Some(target) = call.options.rest.first() else { return 1 };
    let found = session.container().mounts.iter().rposition(|mount| mount.at == *target);
    // The kernel looks for the place before it asks for the power.
    let missing = session.walk(target, true).is_ok_and(|place| place.node.is_none());
    match found {
        _ if missing && session.who.may_call("umount2") => {
            streams.complain(format!("umount: can't unmount {target}: No such file or directory"));
            1
        }
        _ if !session.who.effective.has("SYS_ADMIN") => {
            streams.complain(format!("umount: can't unmount {target}: Operation not permitted"));
            1
        }
        Some(at) => {
            session.container_mut().mounts.remove(at);
            0
        }
        None => {
            streams.complain(format!("umount: can't unmount {target}: Invalid argument"));
            1
        }
    }
}

fn sysctl(session: &mut Session<'_>, call: Call<'_>, streams: &mut Streams) -> Result<i32, Stop> {
    let call = call.reading("");
    let Some(name) = call.options.rest.first() else {
        if !call.options.has('a') {
            return Err(Stop::NotSimulated("sysctl".into()));
        }
        let mut found = Vec::new();
        parameters(session, "/proc/sys", &mut found);
        found.sort();
        found.into_iter().for_each(|(name, value)| streams.say(format!("{name} = {value}")));
        return Ok(0);
    };
    if let Some((name, value)) = name.split_once('=') {
        return Ok(set_kernel_parameter(session, name.trim(), value.trim(), streams));
    }
    if call.options.has('w') {
        return Err(Stop::NotSimulated("sysctl -w".into()));
    }
    match session.read(&format!("/proc/sys/{}", name.replace('.', "/"))) {
        Ok(value) if call.options.has('n') => streams.out += &value,
        Ok(value) => streams.out += &format!("{name} = {value}"),
        Err(errno) => {
            let path = name.replace('.', "/");
            streams.complain(match errno {
                Errno::NotFound | Errno::NotDirectory => format!("sysctl: error: '{path}' is an unknown key"),
                errno => format!("sysctl: error reading key '{path}': {}", errno.text()),
            });
            return Ok(1);
        }
    }
    Ok(0)
}

/// The kernel's parameters below a directory, with their values.
fn parameters(session: &mut Session<'_>, path: &str, found: &mut Vec<(String, String)>) {
    let listed = session.with_files(|files, who, cwd| {
        let (place, node) = files.find(who, cwd, path, true)?;
        files.list(who, &place, node)
    });
    for (name, ..) in listed.unwrap_or_default().into_iter().filter(|(name, ..)| !matches!(name.as_str(), "." | "..")) {
        let inside = format!("{path}/{name}");
        match session.read(&inside) {
            Ok(value) => found.push((inside["/proc/sys/".len()..].replace('/', "."), value.trim_end().to_owned())),
            Err(Errno::IsDirectory) => parameters(session, &inside, found),
            Err(_) => {}
        }
    }
}

/// `sysctl -w NAME=VALUE`
fn set_kernel_parameter(session: &mut Session<'_>, name: &str, value: &str, streams: &mut Streams) -> i32 {
    let path = format!("/proc/sys/{}", name.replace('.', "/"));
    if session.walk(&path, true).is_ok_and(|place| place.node.is_none()) {
        streams.complain(format!("sysctl: error: '{}' is an unknown key", name.replace('.', "/")));
        return 1;
    }
    match session.with_files(|files, who, cwd| files.open(who, cwd, &path, Open::Truncate)) {
        Ok(node) => {
            session.files().write(node, &format!("{value}\n"));
            streams.say(format!("{name} = {value}"));
            0
        }
        Err(errno) => {
            streams.complain(format!("sysctl: error setting key '{name}': {}", errno.text()));
            1
        }
    }
}
