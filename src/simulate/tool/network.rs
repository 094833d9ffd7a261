//! Network clients and `nc -l`: their words for what [`network::connect`] finds.

use super::Call;
use crate::probe::{CHOOSES, Class, Endpoint, Port, Protocol, Target};
use crate::simulate::network::{self, Ending};
use crate::simulate::session::{Session, Stop, Streams};
use crate::world::{Image, Reference, Tools};

/// Runs one of them.
pub fn run(session: &mut Session<'_>, call: Call<'_>, streams: &mut Streams) -> Result<i32, Stop> {
    match call.name {
        "nc" => netcat(session, call, streams),
        "wget" => wget(session, call, streams),
        "curl" => curl(session, call, streams),
        "telnet" => telnet(session, &call, streams),
        name => Err(Stop::NotSimulated(name.to_owned())),
    }
}

/// How many seconds a node asks in vain for the hardware address of a host that is not there (three times, `mcast_solicit`): then it says that
/// no way leads there.
const SOLICITED: f64 = 3.0;

/// How an attempt ended, and with whom.
pub struct Attempt {
    /// How.
    pub class: Class,
    /// Whether no way leads there.
    unreachable: bool,
    ip: String,
    /// Whether the other side answers requests, and its page.
    pub page: Option<String>,
    answers: bool,
    /// The Pod behind it, where it is another.
    pub server: Option<Endpoint>,
    /// The container of this Pod that listens.
    at: Option<usize>,
}

impl Attempt {
    /// strerror(3) of connect(2) that failed.
    pub fn why(&self) -> &'static str {
        match self.class {
            Class::Refused => "Connection refused",
            _ if self.unreachable => "No route to host",
            _ => "Connection timed out",
        }
    }

    /// Whether the client waits until it gives up.
    pub fn hangs(&self) -> bool {
        self.class == Class::Timeout && !self.unreachable
    }

    /// The same as somebody notices who waits so long.
    fn within(mut self, seconds: Option<&str>) -> Self {
        let waits = seconds.and_then(|text| text.parse::<f64>().ok());
        self.unreachable &= waits.is_none_or(|seconds| seconds > SOLICITED);
        self
    }
}

/// Tries to reach a port.
pub fn connect(session: &mut Session<'_>, host: &str, port: u16, protocol: Protocol) -> Attempt {
    let place = session.machine.place.clone();
    let found = super::lookup::in_hosts_file(session, host);
    let host = found.as_deref().unwrap_or(host);
    let loopback = host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback());
    if loopback || host == place.ip {
        let ip = if host == "localhost" { "127.0.0.1".to_owned() } else { host.to_owned() };
        let port = Port { number: port, protocol };
        let listener = session.machine.containers.iter().find(|container| container.listens.contains(&port));
        let declared = session.world.facts.listeners.get(&format!("{}/{}", place.namespace, place.name));
        let extra = declared.is_some_and(|ports| ports.contains(&port));
        let class = if listener.is_some() || extra { Class::Open } else { Class::Refused };
        let server = listener.and_then(|container| container.image.server.clone());
        let at = listener.and_then(|own| session.machine.containers.iter().position(|one| one.name == own.name));
        return Attempt {
            class,
            unreachable: false,
            ip,
            page: server.and_then(|server| server.page),
            answers: listener.is_some_and(|one| one.answers),
            server: None,
            at,
        };
    }
    let target = Target { namespace: place.namespace, pod: place.name, container: None };
    let found = network::connect(session.around.wiring(), &target, host, Port { number: port, protocol });
    let chance = found.trace.iter().find(|step| step.id == CHOOSES);
    session.machine.chance = chance.cloned().or(session.machine.chance.take());
    session.machine.connection = found.trace.iter().filter(|step| step.id != CHOOSES).cloned().collect();
    // A plug-in that rejects looks refused to the client, though a policy forbade it.
    let class = match (found.class, found.ending) {
        (Class::Timeout, Ending::Rejected) => Class::Refused,
        (class, _) => class,
    };
    let page = found.server.as_ref().and_then(|server| page_of(session, server));
    let unreachable = found.ending == Ending::Unreachable;
    Attempt {
        class,
        unreachable,
        ip: found.address.map_or_else(String::new, |ip| ip.to_string()),
        page,
        answers: !found.silent,
        server: found.server,
        at: None,
    }
}

/// Where nginx has its pages.
const PAGES: &str = "/usr/share/nginx/html";

/// A page of a server in this Pod, as it lies on its disk now.
fn own_page(session: &mut Session<'_>, attempt: &Attempt, path: &str) -> Option<String> {
    let at = attempt.at?;
    let path = if path.ends_with('/') { format!("{PAGES}{path}index.html") } else { format!("{PAGES}{path}") };
    let container = &session.machine.containers[at];
    let who = container.processes.iter().find(|process| process.pid == 1)?.who.clone();
    session.machine.files(at, 1).read(&who, "/", &path).ok()?.ok()
}

/// What a Pod's server answers `GET /` with.
fn page_of(session: &Session<'_>, server: &Endpoint) -> Option<String> {
    let Endpoint::Pod { namespace, name } = server else { return None };
    let pod = crate::simulate::find_pod(session.world, namespace, name)?;
    pod.spec().containers.iter().find_map(|container| {
        let reference = Reference::parse(container.image.as_deref()?).ok()?;
        Image::find(&session.world.facts, &reference)?.server?.page
    })
}

fn netcat(session: &mut Session<'_>, call: Call<'_>, streams: &mut Streams) -> Result<i32, Stop> {
    let call = call.reading("wpsieIo");
    let options = &call.options;
    if let Some(other) = options.flags().find(|letter| session.busybox() && !"lkpswienvzuoI".contains(*letter)) {
        streams.complain(format!("nc: invalid option -- '{other}'"));
        return Ok(super::options::usage(session, "nc", streams));
    }
    if options.has('l') {
        let port = options.value('p').or(options.rest.last().map(String::as_str)).and_then(|port| port.parse().ok()).unwrap_or(0u16);
        return listen(session, port, if options.has('u') { Protocol::Udp } else { Protocol::Tcp }, streams);
    }
    if options.rest.len() > 2 && session.busybox() {
        return Ok(super::options::usage(session, "nc", streams));
    }
    if let Some(path) = options.value('o').map(str::to_owned)
        && let Err(errno) = session.with_files(|files, who, cwd| files.open(who, cwd, &path, crate::simulate::files::Open::Truncate))
    {
        return Ok(call.fail(session, streams, &format!("can't open '{path}'"), &path, errno));
    }
    // A host without a port is tried at port 0.
    let zero = "0".to_owned();
    let (host, port) = match options.rest.as_slice() {
        [] => return Ok(super::options::usage(session, "nc", streams)),
        [host] => (host, &zero),
        [host, port, ..] => (host, port),
    };
    let Ok(number) = port.parse::<u16>() else {
        streams.complain(format!("nc: bad port '{port}'"));
        return Ok(1);
    };
    let protocol = if options.has('u') { Protocol::Udp } else { Protocol::Tcp };
    // Nothing answers a datagram, and nobody waits for it.
    if options.has('u') && !options.has('v') && !options.has('z') {
        return Ok(i32::from(attempt_fails(session, host, number)));
    }
    // A datagram's socket is connected without a word to the other side: BusyBox takes it for open.
    if options.has('u') && session.busybox() {
        let attempt = connect(session, host, number, protocol);
        if attempt.class == Class::DnsFail {
            streams.complain(format!("nc: bad address '{host}'"));
            return Ok(1);
        }
        if options.has('v') {
            streams.complain(format!("{host} ({}:{number}) open", attempt.ip));
        }
        return Ok(0);
    }
    let verbose = call.args.iter().filter(|arg| arg.starts_with('-')).map(|arg| arg.matches('v').count()).sum::<usize>();
    let attempt = connect(session, host, number, protocol).within(options.value('w'));
    let at = format!("{host} ({}:{number})", attempt.ip);
    let musl = session.tools() == Tools::Alpine;
    let code = match attempt.class {
        Class::Open => {
            if verbose > 0 {
                streams.complain(format!("{at} open"));
            }
            if !options.has('z') {
                let input = std::mem::take(&mut streams.input);
                return talk(&attempt, &input, streams);
            }
            0
        }
        Class::Timeout => {
            if verbose > 0 {
                streams.complain(format!("nc: {at}: {}", if musl && attempt.hangs() { "Operation timed out" } else { attempt.why() }));
            }
            1
        }
        Class::Refused => {
            // A refusal is told from the second `-v` on, or from the first without `-z`.
            if verbose > 1 || verbose > 0 && !options.has('z') {
                streams.complain(format!("nc: {at}: Connection refused"));
            }
            1
        }
        Class::DnsFail => {
            streams.complain(format!("nc: bad address '{host}'"));
            return Ok(1);
        }
        _ => return Err(Stop::NotSimulated(format!("nc {host} {port}"))),
    };
    if verbose > 1 && code != 0 {
        streams.complain("sent 0, rcvd 0");
    }
    Ok(code)
}

/// Whether a host's name is not known.
fn attempt_fails(session: &mut Session<'_>, host: &str, port: u16) -> bool {
    connect(session, host, port, Protocol::Udp).class == Class::DnsFail
}

fn talk(attempt: &Attempt, input: &str, streams: &mut Streams) -> Result<i32, Stop> {
    match (&attempt.page, input) {
        (Some(page), request) if request.starts_with("GET") && attempt.answers => {
            streams.out += &format!("HTTP/1.1 200 OK\r\n\r\n{page}");
            Ok(0)
        }
        (None, request) if request.to_uppercase().starts_with("PING") => {
            for line in request.lines().map(|line| line.trim().to_uppercase()) {
                match line.as_str() {
                    "PING" => streams.say("+PONG\r"),
                    "QUIT" => {
                        streams.say("+OK\r");
                        break;
                    }
                    "" => {}
                    _ => return Err(Stop::NotSimulated(format!("nc: {line}"))),
                }
            }
            Ok(0)
        }
        // A server closes when its client does, and a client whose input has an end does.
        (_, "") if streams.waits => Err(Stop::Forever),
        _ => Ok(0),
    }
}

fn listen(session: &mut Session<'_>, port: u16, protocol: Protocol, streams: &mut Streams) -> Result<i32, Stop> {
    if !session.may_bind(port) {
        streams.complain("nc: bind: Permission denied");
        return Ok(1);
    }
    let port = Port { number: port, protocol };
    if session.machine.containers.iter().any(|container| container.running && container.listens.contains(&port)) {
        streams.complain("nc: bind: Address in use");
        return Ok(1);
    }
    session.container_mut().listens.push(port);
    session.container_mut().answers = true;
    Err(Stop::Forever)
}

/// A scheme and the port that it means.
const SCHEMES: [(&str, u16); 3] = [("http://", 80), ("https://", 443), ("ftp://", 21)];

/// Scheme aside: host, port and path.
fn url(text: &str) -> Option<(String, u16, String)> {
    let (rest, usual) = SCHEMES.iter().find_map(|(scheme, port)| Some((text.strip_prefix(scheme)?, *port))).unwrap_or((text, 80));
    let (authority, path) = rest.find(['/', '?']).map_or((rest, "/"), |at| rest.split_at(at));
    // A page is found by its path, whatever is asked behind it.
    let path = path.split(['?', '#']).next().filter(|path| !path.is_empty()).unwrap_or("/");
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) => (host, port.parse().ok()?),
        None => (authority, usual),
    };
    Some((host.to_owned(), port, path.to_owned()))
}

fn wget(session: &mut Session<'_>, call: Call<'_>, streams: &mut Streams) -> Result<i32, Stop> {
    // These words take a value without an equals sign, too.
    let mut args: Vec<String> = Vec::new();
    let mut words = call.args.iter().peekable();
    while let Some(word) = words.next() {
        let takes = ["--header", "--post-data", "--post-file", "--output-file"].contains(&word.as_str());
        match words.next_if(|_| takes) {
            Some(value) => args.push(format!("{word}={value}")),
            None => args.push(word.clone()),
        }
    }
    let call = Call { args: &args, ..call }.reading("OTtUPH");
    let options = &call.options;
    if let Some(ended) = super::options::check(session, &call, streams) {
        return ended;
    }
    if options.rest.is_empty() {
        return Ok(super::options::usage(session, "wget", streams));
    }
    let Some((host, port, path)) = options.rest.first().and_then(|text| url(text)) else { return Ok(1) };
    let quiet = options.has('q');
    if options.has('S') {
        return Err(Stop::NotSimulated("wget -S: the headers of an answer".into()));
    }
    let spider = options.long("spider").is_some();
    let attempt = connect(session, &host, port, Protocol::Tcp).within(options.value('T'));
    let text = options.rest[0].clone();
    if attempt.class == Class::Open && attempt.answers {
        if text.starts_with("https://") {
            return secured(&call, &attempt, streams);
        }
        if text.starts_with("ftp://") {
            return Err(Stop::NotSimulated(format!("wget {text}")));
        }
    }
    if !quiet && attempt.class != Class::DnsFail {
        streams.complain(format!(
            "Connecting to {host}{} ({}:{port})",
            if port == 80 { String::new() } else { format!(":{port}") },
            attempt.ip
        ));
    }
    let cannot = |why: &str| format!("wget: can't connect to remote host ({}): {why}", attempt.ip);
    let said = match (&attempt.class, attempt.answers) {
        (Class::Open, true) => {
            let own = own_page(session, &attempt, &path);
            let page = match (&attempt.page, path.as_str()) {
                // nginx serves files to GET alone.
                (Some(_), "/" | "/index.html") if options.long("post-data").is_some() => {
                    streams.complain("wget: server returned error: HTTP/1.1 405 Not Allowed");
                    return Ok(1);
                }
                (Some(_), _) if own.is_some() => own.unwrap_or_default(),
                (Some(page), "/" | "/index.html") => page.clone(),
                (Some(_), _) => {
                    streams.complain("wget: server returned error: HTTP/1.1 404 Not Found");
                    return Ok(1);
                }
                (None, _) => {
                    streams.complain("wget: error getting response");
                    return Ok(1);
                }
            };
            match options.value('O') {
                _ if spider => {
                    if !quiet {
                        streams.complain("remote file exists");
                    }
                }
                Some("/dev/stdout") => streams.out += &page,
                Some("-") => {
                    fetching(session, "writing to stdout", "-", &page, "written to stdout", quiet, streams);
                    streams.out += &page;
                }
                file => {
                    let own = options.value('P').map_or("index.html".to_owned(), |folder| format!("{folder}/index.html"));
                    let file = file.map_or(own, str::to_owned);
                    let code = save(session, &file, &page, streams);
                    if code == 0 {
                        let name = file.rsplit('/').next().unwrap_or(&file);
                        fetching(session, &format!("saving to '{file}'"), name, &page, &format!("'{file}' saved"), quiet, streams);
                    }
                    return Ok(code);
                }
            }
            return Ok(0);
        }
        (Class::Open, false) | (Class::Timeout, _) if attempt.class == Class::Open || options.has('T') && attempt.hangs() => {
            "wget: download timed out".to_owned()
        }
        (Class::Timeout | Class::Refused, _) => cannot(attempt.why()),
        (Class::DnsFail, _) => format!("wget: bad address '{host}{}'", if port == 80 { String::new() } else { format!(":{port}") }),
        _ => return Err(Stop::NotSimulated(format!("wget {host}"))),
    };
    streams.complain(said);
    Ok(1)
}

/// BusyBox' TLS finds no cipher that a Go server of today takes (networking/tls.c); other servers are not simulated.
fn secured(call: &Call<'_>, attempt: &Attempt, streams: &mut Streams) -> Result<i32, Stop> {
    if matches!(attempt.server, None | Some(Endpoint::Pod { .. })) {
        return Err(Stop::NotSimulated(call.args.join(" ")));
    }
    if call.options.long("no-check-certificate").is_none() {
        streams.complain("wget: note: TLS certificate validation not implemented");
    }
    streams.complain("wget: TLS error from peer (alert code 40): handshake failure");
    streams.complain("wget: error getting response: Connection reset by peer");
    Ok(1)
}

/// What wget tells of a fetch; before 1.30, BusyBox' wget showed its bar alone.
fn fetching(session: &Session<'_>, before: &str, name: &str, page: &str, after: &str, quiet: bool, streams: &mut Streams) {
    if quiet {
        return;
    }
    let tells = session.container().image.busybox.is_none_or(|minor| minor >= 30);
    if tells {
        streams.complain(before);
    }
    let name: String = name.chars().take(20).collect();
    streams.complain(format!("{name:<20} 100% |{}| {:>5}  0:00:00 ETA", "*".repeat(32), page.len()));
    if tells {
        streams.complain(after);
    }
}

/// `telnet HOST [PORT]` without a terminal and without input.
fn telnet(session: &mut Session<'_>, call: &Call<'_>, streams: &mut Streams) -> Result<i32, Stop> {
    let Some(host) = call.args.get(1) else { return Ok(super::options::missing(session, "telnet", "missing operand", streams)) };
    let Ok(port) = call.args.get(2).map_or(Ok(23), |port| port.parse::<u16>()) else {
        return Err(Stop::NotSimulated(call.args.join(" ")));
    };
    let attempt = connect(session, host, port, Protocol::Tcp);
    let cannot = |why: &str| format!("telnet: can't connect to remote host ({}): {why}", attempt.ip);
    streams.complain(match attempt.class {
        Class::Open if streams.input.is_empty() && !streams.waits => {
            streams.say(format!("Connected to {host}"));
            return Ok(0);
        }
        Class::Refused | Class::Timeout => cannot(attempt.why()),
        Class::DnsFail => format!("telnet: bad address '{host}'"),
        _ => return Err(Stop::NotSimulated(call.args.join(" "))),
    });
    Ok(1)
}

fn save(session: &mut Session<'_>, path: &str, text: &str, streams: &mut Streams) -> i32 {
    let opened = session.with_files(|files, who, cwd| files.open(who, cwd, path, crate::simulate::files::Open::Truncate));
    match opened {
        Ok(node) => {
            session.files().write(node, text);
            0
        }
        Err(errno) => {
            streams.complain(format!("wget: can't open '{path}': {}", errno.text()));
            1
        }
    }
}

fn curl(session: &mut Session<'_>, call: Call<'_>, streams: &mut Streams) -> Result<i32, Stop> {
    let call = call.reading("mowHXdAu");
    let options = &call.options;
    let Some((host, port, path)) = options.rest.first().and_then(|text| url(text)) else { return Ok(2) };
    let attempt = connect(session, &host, port, Protocol::Tcp);
    let silent = options.has('s') && !options.has('S');
    let (code, said) = match (&attempt.class, attempt.answers) {
        (Class::Open, true) => {
            if let (Some(page), "/" | "/index.html") = (&attempt.page, path.as_str()) {
                streams.out += page;
            }
            (if attempt.page.is_some() { 0 } else { 52 }, "Empty reply from server".to_owned())
        }
        (Class::Open, false) => (28, format!("Failed to connect to {host} port {port}: Connection timed out")),
        (Class::Timeout, _) if attempt.hangs() => (28, format!("Failed to connect to {host} port {port}: Connection timed out")),
        (Class::Refused | Class::Timeout, _) => {
            (7, format!("Failed to connect to {host} port {port} after 0 ms: Couldn't connect to server"))
        }
        (Class::DnsFail, _) => (6, format!("Could not resolve host: {host}")),
        _ => return Err(Stop::NotSimulated(format!("curl {host}"))),
    };
    if code != 0 && !silent {
        streams.complain(format!("curl: ({code}) {said}"));
    }
    Ok(code)
}
