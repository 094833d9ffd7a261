//! Names as programs look them up: `/etc/hosts`, `nslookup`, `ping` (BusyBox 1.28 and 1.35, networking/nslookup.c and ping.c).

use std::net::IpAddr;

use super::Call;
use crate::probe::Target;
use crate::simulate::network::{self, Answer, Ping, Query};
use crate::simulate::session::{Session, Stop, Streams};

/// N of BusyBox 1.N from which on nslookup puts its questions itself; before, it asked the C library.
const ASKS_ITSELF: u32 = 29;

/// The address that `/etc/hosts` has for a name.
pub(super) fn in_hosts_file(session: &mut Session<'_>, name: &str) -> Option<String> {
    let lines = hosts_file(session);
    lines.into_iter().find(|(_, names)| names.iter().any(|own| own.eq_ignore_ascii_case(name))).map(|(address, _)| address)
}

/// The names of this host: what `/etc/hosts` has on the line with its host name.
pub(super) fn own_names(session: &mut Session<'_>) -> Vec<String> {
    let host = session.container().hostname.clone();
    hosts_file(session).into_iter().find(|(_, names)| names.contains(&host)).map(|(_, names)| names).unwrap_or_default()
}

/// Addresses with their names.
fn hosts_file(session: &mut Session<'_>) -> Vec<(String, Vec<String>)> {
    let text = session.read("/etc/hosts").unwrap_or_default();
    let line = |line: &str| {
        let mut words = line.split('#').next().unwrap_or_default().split_whitespace().map(str::to_owned);
        Some((words.next()?, words.collect()))
    };
    text.lines().filter_map(line).collect()
}

fn target(session: &Session<'_>) -> Target {
    let place = &session.machine.place;
    Target { namespace: place.namespace.clone(), pod: place.name.clone(), container: None }
}

/// Runs `nslookup`.
pub(super) fn nslookup(session: &mut Session<'_>, call: &Call<'_>, streams: &mut Streams) -> Result<i32, Stop> {
    let (options, words): (Vec<&String>, Vec<&String>) = call.args[1..].iter().partition(|arg| arg.starts_with('-'));
    let Some(name) = words.first() else {
        return Ok(super::options::usage(session, "nslookup", streams));
    };
    if session.container().image.busybox.is_some_and(|minor| minor < ASKS_ITSELF) {
        return by_library(session, name, words.get(1).copied(), streams);
    }
    let kind = options.first().map(|option| option.trim_start_matches('-'));
    let kinds: &[Kind] = match kind
        .map(|kind| kind.trim_start_matches("querytype=").trim_start_matches("query=").trim_start_matches("type=").trim_start_matches("q="))
    {
        None => &[Kind::A, Kind::Aaaa],
        Some("a" | "A") => &[Kind::A],
        Some("aaaa" | "AAAA") => &[Kind::Aaaa],
        Some(other) => return Err(Stop::NotSimulated(format!("nslookup -type={other}"))),
    };
    let server = match words.get(1) {
        Some(server) => Some(address_of(session, server).ok_or_else(|| Stop::NotSimulated(format!("nslookup {name} {server}")))?),
        None => None,
    };
    if name.is_empty() {
        let Some(server) = server.or_else(|| network::query(session.around.wiring(), &target(session), "localhost", None)?.server) else {
            return Err(Stop::NotSimulated("nslookup ''".into()));
        };
        streams.complain(format!("nslookup: write to '{server}': Message too long"));
        streams.say(";; connection timed out; no servers could be reached\n");
        return Ok(1);
    }
    let address = name.parse::<IpAddr>().ok();
    let asked = address.map_or_else(|| (*name).clone(), network::reversed);
    let place = target(session);
    let Some(found) = network::query(session.around.wiring(), &place, &asked, server) else {
        return Err(Stop::NotSimulated("nslookup".into()));
    };
    if !found.answered {
        streams.say(";; connection timed out; no servers could be reached\n");
        return Ok(1);
    }
    let Some(server) = found.server else { return Err(Stop::NotSimulated(format!("nslookup {name} of the node's own resolver"))) };
    if found.list.iter().any(|query| query.answer == Answer::Unknown) {
        return Err(Stop::NotSimulated(format!("nslookup {name}")));
    }
    streams.say(format!("Server:\t\t{server}\nAddress:\t{server}:53\n"));
    if let Some(address) = address {
        return Ok(match network::reverse(session.around.wiring(), &place, address) {
            Some(name) => {
                streams.say(format!("{asked}\tname = {name}\n"));
                0
            }
            None => {
                streams.say(format!("** server can't find {asked}: NXDOMAIN\n"));
                1
            }
        });
    }
    // Whom CoreDNS would ask for other names is not there.
    let alone = !session.world.facts.internet;
    let all = kinds.iter().flat_map(|kind| found.list.iter().map(move |query| shown(query, *kind, alone)));
    let (texts, missing): (Vec<_>, Vec<_>) = all.unzip();
    streams.out += &texts.concat();
    Ok(i32::from(missing.contains(&true)))
}

/// What a question is about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    A,
    Aaaa,
}

/// The lines for one answer, and whether there is no such name.
fn shown(query: &Query, kind: Kind, alone: bool) -> (String, bool) {
    let Answer::Found(addresses) = &query.answer else {
        let why = if alone && !query.name.trim_end_matches('.').ends_with(".cluster.local") { "SERVFAIL" } else { "NXDOMAIN" };
        return (format!("** server can't find {}: {why}\n\n", query.name), true);
    };
    let aliases = query.aliases.iter().map(|(name, target)| format!("{name}\tcanonical name = {target}\n"));
    let of_kind = addresses.iter().filter(|address| address.is_ipv4() == (kind == Kind::A));
    let lines = of_kind.map(|address| format!("Name:\t{}\nAddress: {address}\n", query.canonical));
    (aliases.chain(lines).collect::<String>() + "\n", false)
}

/// BusyBox before 1.29: getaddrinfo(3) and getnameinfo(3), so that `/etc/hosts` and the search path count.
fn by_library(session: &mut Session<'_>, name: &str, server: Option<&String>, streams: &mut Streams) -> Result<i32, Stop> {
    let place = target(session);
    let own = network::query(session.around.wiring(), &place, "localhost", None).and_then(|found| found.server);
    let server = match server {
        Some(server) => address_of(session, server),
        None => own,
    };
    let Some(server) = server else { return Err(Stop::NotSimulated(format!("nslookup {name} of this server"))) };
    if own != Some(server) {
        return Err(Stop::NotSimulated(format!("nslookup {name} {server}")));
    }
    let line = |session: &mut Session<'_>, at: usize, address: &str| {
        let known = hosts_file(session).into_iter().find(|(own, _)| own == address).and_then(|(_, names)| names.into_iter().next());
        let found = known.or_else(|| network::reverse(session.around.wiring(), &place, address.parse().ok()?));
        format!("Address {at}: {address}{}", found.map_or_else(String::new, |name| format!(" {name}")))
    };
    let first = line(session, 1, &server.to_string());
    streams.say(format!("Server:    {server}\n{first}\n"));
    let addresses: Vec<String> = match in_hosts_file(session, name) {
        Some(address) => vec![address],
        None if name.parse::<IpAddr>().is_ok() => vec![name.to_owned()],
        None => match network::resolve(session.around.wiring(), &place, name).map(|lookup| lookup.answer) {
            Some(Answer::Found(addresses)) => addresses.iter().map(IpAddr::to_string).collect(),
            Some(Answer::Unknown) | None => return Err(Stop::NotSimulated(format!("nslookup {name}"))),
            Some(Answer::Missing | Answer::Unanswered) => Vec::new(),
        },
    };
    if addresses.is_empty() {
        streams.complain(format!("nslookup: can't resolve '{name}'"));
        return Ok(1);
    }
    streams.say(format!("Name:      {name}"));
    for (at, address) in addresses.iter().enumerate() {
        let said = line(session, at + 1, address);
        streams.say(said);
    }
    Ok(0)
}

/// The address that a program finds for a host: as written, in `/etc/hosts`, or by DNS.
fn address_of(session: &mut Session<'_>, host: &str) -> Option<IpAddr> {
    if let Some(address) = host.parse().ok().or_else(|| in_hosts_file(session, host)?.parse().ok()) {
        return Some(address);
    }
    match network::resolve(session.around.wiring(), &target(session), host)?.answer {
        Answer::Found(addresses) => addresses.first().copied(),
        _ => None,
    }
}

/// BusyBox's ping opens a raw socket and nothing else: without NET_RAW it fails.
pub(super) fn ping(session: &mut Session<'_>, call: Call<'_>, streams: &mut Streams) -> Result<i32, Stop> {
    let call = call.reading("cWwistIp");
    if let Some(ended) = super::options::check(session, &call, streams).filter(|_| session.busybox()) {
        return ended;
    }
    if let Some(text) = "cwWst".chars().find_map(|letter| call.options.value(letter).filter(|text| text.parse::<u32>().is_err())) {
        streams.complain(format!("ping: invalid number '{text}'"));
        return Ok(1);
    }
    let Some(host) = call.options.rest.first() else { return Ok(super::options::usage(session, "ping", streams)) };
    let count: u32 = call.options.value('c').and_then(|count| count.parse().ok()).unwrap_or(3).min(10);
    let Some(ip) = address_of(session, host) else {
        streams.complain(format!("ping: bad address '{host}'"));
        return Ok(1);
    };
    streams.say(format!("PING {host} ({ip}): 56 data bytes"));
    if !session.who.effective.has("NET_RAW") {
        streams.complain("ping: permission denied (are you root?)");
        return Ok(1);
    }
    let own = ip.is_loopback() || ip.to_string() == session.machine.place.ip;
    let answered = match own {
        true if session.machine.loopback_down => Ping::Lost,
        true => Ping::Answered,
        false => network::ping(session.around.wiring(), &target(session), ip),
    };
    if answered == Ping::Unknown {
        return Err(Stop::NotSimulated(format!("ping {host}: what becomes of ICMP here")));
    }
    let received = if answered == Ping::Answered { count } else { 0 };
    let hops = if own { 64 } else { 63 };
    for sequence in 0..if call.options.has('q') { 0 } else { received } {
        streams.say(format!("64 bytes from {ip}: seq={sequence} ttl={hops} time=0.164 ms"));
    }
    let loss = 100 - 100 * received / count.max(1);
    streams.say(format!("\n--- {host} ping statistics ---\n{count} packets transmitted, {received} packets received, {loss}% packet loss"));
    if received > 0 {
        streams.say("round-trip min/avg/max = 0.164/0.164/0.164 ms");
    }
    Ok(i32::from(received == 0))
}
