//! `netstat`: who listens in the Pod (BusyBox, networking/netstat.c).

use super::Call;
use crate::probe::{Port, Protocol};
use crate::simulate::machine::Container;
use crate::simulate::session::{Session, Stop, Streams};
use crate::world::ServerKind;

/// `netstat -l -a -t -u -n -p`
pub fn netstat(session: &Session<'_>, call: &Call<'_>, streams: &mut Streams) -> Result<i32, Stop> {
    if let [flags] = &call.args[1..]
        && ["-r", "-rn", "-nr"].contains(&flags.as_str())
    {
        return super::route::table(session, call, flags.contains('n'), streams);
    }
    let letters: String = call.args[1..].iter().map(|arg| arg.trim_start_matches('-')).collect();
    if let Some(other) = letters.chars().find(|letter| !"latunpx".contains(*letter)) {
        return Err(Stop::NotSimulated(format!("netstat -{other}")));
    }
    let has = |letter: char| letters.contains(letter);
    let chosen = ['t', 'u', 'x'].into_iter().any(has);
    let (tcp, udp, unix) = (!chosen || has('t'), !chosen || has('u'), !chosen || has('x'));
    let which = match (has('l'), has('a')) {
        (true, _) => "(only servers)",
        (_, true) => "(servers and established)",
        _ => "(w/o servers)",
    };
    // Others' processes are closed to who is not root: not all of /proc can be searched for sockets.
    if has('p') && session.who.uid != 0 {
        streams.complain("netstat: can't scan /proc - are you root?");
    }
    if tcp || udp {
        streams.say(format!("Active Internet connections {which}"));
        let program = if has('p') { "PID/Program name    " } else { "" };
        streams.say(format!("Proto Recv-Q Send-Q Local Address           Foreign Address         State       {program}"));
    }
    if has('l') || has('a') {
        let wanted = |port: &Port| port.protocol == Protocol::Tcp && tcp || port.protocol == Protocol::Udp && udp;
        for container in &session.machine.containers {
            for port in container.listens.iter().filter(|port| wanted(port)) {
                sockets(session, container, port, has('p'), streams)?;
            }
        }
    }
    if unix {
        streams.say(format!("Active UNIX domain sockets {which}"));
        let program = if has('p') { "PID/Program name    " } else { "" };
        streams.say(format!("Proto RefCnt Flags       Type       State         I-Node {program}Path"));
    }
    Ok(0)
}

/// nginx listens at all IPv4 addresses, Redis at those of both kinds; how others do it is not known.
fn sockets(session: &Session<'_>, container: &Container, port: &Port, programs: bool, streams: &mut Streams) -> Result<(), Stop> {
    let serves = container.image.server.as_ref().filter(|server| server.listens.contains(port)).map(|server| server.kind);
    let addresses: &[(&str, &str)] = match serves {
        Some(ServerKind::Nginx) => &[("0.0.0.0:", "0.0.0.0:*")],
        Some(ServerKind::Redis) => &[("0.0.0.0:", "0.0.0.0:*"), (":::", ":::*")],
        _ => return Err(Stop::NotSimulated("netstat beside this server".into())),
    };
    for (local, foreign) in addresses {
        let program = if programs { owner(session, container) } else { String::new() };
        streams.say(format!("tcp   {:>6} {:>6} {:<23} {foreign:<23} {:<12}{program}", 0, 0, format!("{local}{}", port.number), "LISTEN"));
    }
    Ok(())
}

/// Who holds a socket is read from `/proc/PID/fd`, which is closed to others than the process's own user.
fn owner(session: &Session<'_>, container: &Container) -> String {
    let own = session.container();
    let first = own.processes.iter().find(|process| process.pid == 1).filter(|_| own.name == container.name);
    match first.filter(|process| process.who.uid == session.who.uid && process.who.effective == session.who.effective) {
        Some(process) => format!("1/{}", process.args.join(" ")).chars().take(19).collect(),
        None => "-".into(),
    }
}
