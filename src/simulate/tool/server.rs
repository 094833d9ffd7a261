//! Servers: what they need to start, what they say when they do not get it, and their clients.

use super::Call;
use super::farewell::{DUMP, loading, writer_of};
use crate::probe::{Port, Protocol};
use crate::simulate::capability::CapabilitySet;
use crate::simulate::files::{Credentials, Errno, Kind, Node};
use crate::simulate::machine::Process;
use crate::simulate::session::{Session, Stop, Streams};
use crate::world::{Server, ServerKind};

/// Runs a server, an entry point, or a client of one.
pub fn run(session: &mut Session<'_>, call: Call<'_>, streams: &mut Streams) -> Result<i32, Stop> {
    let server = session.container().image.server.clone();
    let base = |name: &str| name.rsplit('/').next().unwrap_or(name).to_owned();
    match (call.name, server) {
        ("nginx", Some(server)) if called(call.args) => nginx_option(session, &call, &server, streams),
        ("redis-server", Some(server)) if call.args.iter().any(|arg| arg == "--version" || arg == "-v") => {
            Err(Stop::NotSimulated(format!("redis-server --version of {}", server.version)))
        }
        // What a second server tells beside the first is not known.
        (name, Some(_)) if session.background == Some(session.pid) => Err(Stop::NotSimulated(format!("{name} &"))),
        (name, Some(mut server)) if base(&server.command) == name => {
            listen_elsewhere(&mut server, call.args);
            start(session, &server, streams)
        }
        (name, server) if name.ends_with("entrypoint.sh") => entry_point(session, &call, server.as_ref(), streams),
        (name, _) => Err(Stop::NotSimulated(name.to_owned())),
    }
}

/// Whether nginx is called for anything but to serve: `nginx -g '…'` is how it starts.
fn called(args: &[String]) -> bool {
    let mut words = args[1..].iter();
    words.next().is_some_and(|first| !matches!(first.as_str(), "-g" | "-c" | "-p" | "-e"))
        || args.iter().any(|arg| matches!(arg.as_str(), "-t" | "-s"))
}

/// `nginx -v`, `-t`, `-s reload`; another letter is refused.
fn nginx_option(session: &mut Session<'_>, call: &Call<'_>, server: &Server, streams: &mut Streams) -> Result<i32, Stop> {
    let has = |flag: &str| call.args.iter().skip(1).any(|arg| arg == flag);
    if has("-V") {
        return Err(Stop::NotSimulated("nginx -V".into()));
    }
    if has("-t") || has("-v") {
        return nginx_test(session, call, server, streams);
    }
    if let Some(at) = call.args.iter().position(|arg| arg == "-s") {
        let Some(signal) = call.args.get(at + 1).filter(|signal| ["stop", "quit", "reopen", "reload"].contains(&signal.as_str())) else {
            let given = call
                .args
                .get(at + 1)
                .map_or("nginx: option \"-s\" requires parameter".to_owned(), |given| format!("nginx: invalid option: \"-s {given}\""));
            streams.complain(given);
            return Ok(1);
        };
        if signal != "reload" {
            return Err(Stop::NotSimulated(format!("nginx -s {signal}")));
        }
        let (date, pid) = (date_of(session), session.pid);
        streams.complain(format!("{date} [notice] {pid}#{pid}: signal process started"));
        return Ok(0);
    }
    let flag = call.args.get(1).map_or("", String::as_str);
    match flag.strip_prefix('-') {
        Some("T" | "h" | "?" | "q" | "c" | "g" | "p" | "e") => Err(Stop::NotSimulated(format!("nginx {flag}"))),
        Some(letter) => {
            streams.complain(format!("nginx: invalid option: \"{letter}\""));
            Ok(1)
        }
        None => {
            streams.complain(format!("nginx: invalid option: \"{flag}\""));
            Ok(1)
        }
    }
}

/// The time as servers log it.
fn date_of(session: &Session<'_>) -> String {
    session.world.facts.now.replace('-', "/").replace('T', " ").trim_end_matches('Z').to_owned()
}

/// `redis-server --port N`.
fn listen_elsewhere(server: &mut Server, args: &[String]) {
    let given = args.windows(2).find(|pair| server.kind == ServerKind::Redis && pair[0] == "--port").and_then(|pair| pair[1].parse().ok());
    if let Some(number) = given {
        server.listens = vec![Port { number, protocol: Protocol::Tcp }];
    }
}

/// The scripts that official images start with: they may give up root, then become their arguments.
fn entry_point(session: &mut Session<'_>, call: &Call<'_>, server: Option<&Server>, streams: &mut Streams) -> Result<i32, Stop> {
    let mut rest = call.args[1..].to_vec();
    let Some(server) = server else { return session.execute(&rest, streams) };
    if rest.first().is_some_and(|first| first.ends_with(".yml") || first.ends_with(".yaml")) {
        rest.insert(0, server.command.clone());
    }
    if rest.is_empty() {
        return Ok(0);
    }
    if server.kind == ServerKind::Redis && rest[0] == server.command {
        // The script asks `id -u`.
        super::user::look_up_user(session, "id", &session.who.uid.to_string(), streams);
    }
    let account = server.workers.as_ref().filter(|_| server.kind == ServerKind::Redis && session.who.uid == 0 && rest[0] == server.command);
    if let Some(user) = account {
        let known = session.container().image.accounts().find(|(name, ..)| name == user).map_or(0, |(.., gid)| gid);
        let gid = user.parse().unwrap_or(known);
        let line = ["setpriv", &format!("--reuid={user}"), &format!("--regid={gid}"), "--clear-groups", "--"].map(str::to_owned);
        return session.execute(&[line.as_slice(), &rest].concat(), streams);
    }
    become_process(session, &rest);
    session.execute(&rest, streams)
}

fn become_process(session: &mut Session<'_>, args: &[String]) {
    let (pid, who) = (session.pid, session.who.clone());
    if let Some(process) = session.container_mut().processes.iter_mut().find(|process| process.pid == pid) {
        *process = Process::new(pid, args, who);
    }
}

/// Starts a server in this process. Of a configuration that is not the image's, where it listens is read; what it logs and which
/// files it wants is not.
fn start(session: &mut Session<'_>, server: &Server, streams: &mut Streams) -> Result<i32, Stop> {
    if server.kind != ServerKind::Nginx || !has_config(session) || has_own_config(session) {
        return begin(session, server, streams);
    }
    let text = session.read(CONFIG).unwrap_or_default();
    let ports = listened(&text);
    let server = Server { listens: if ports.is_empty() { server.listens.clone() } else { ports }, ..server.clone() };
    match begin(session, &server, &mut Streams::default()) {
        Err(Stop::Forever) => Err(Stop::Forever),
        _ => Err(Stop::NotSimulated(format!("nginx with another {CONFIG} than its image's"))),
    }
}

/// The ports of `listen 8080;`, `listen 127.0.0.1:80 default_server;`.
fn listened(config: &str) -> Vec<Port> {
    let mut ports = Vec::new();
    let statements = config.lines().map(|line| line.split('#').next().unwrap_or_default()).flat_map(|line| line.split([';', '{', '}']));
    for statement in statements {
        let mut words = statement.split_whitespace();
        let Some(number) = words.next().filter(|word| *word == "listen").and_then(|_| words.next()) else { continue };
        let number = number.rsplit(':').next().and_then(|number| number.parse::<u16>().ok());
        let port = number.map(|number| Port { number, protocol: Protocol::Tcp });
        ports.extend(port.filter(|port| !ports.contains(port)));
    }
    ports
}

/// Starts a server as its image has it.
fn begin(session: &mut Session<'_>, server: &Server, streams: &mut Streams) -> Result<i32, Stop> {
    let date = if server.kind == ServerKind::Redis { redis_date(session) } else { date_of(session) };
    let log = Log { date, kind: server.kind };
    if server.kind == ServerKind::Nginx && !has_config(session) {
        let what = format!("open() \"{CONFIG}\" failed");
        return Ok(log.fatal(streams, &what, Errno::NotFound, false));
    }
    let root = session.who.uid == 0;
    let worker = server
        .workers
        .as_ref()
        .and_then(|name| session.container().image.accounts().find(|(known, ..)| known == name).map(|(_, uid, gid)| (uid, gid)));
    if server.kind == ServerKind::Nginx && !root && server.workers.is_some() {
        log.line(streams, "warn", IGNORED);
    }
    if server.kind == ServerKind::Nginx
        && root
        && let Some(name) = server.workers.as_ref().filter(|_| worker.is_none())
    {
        log.line(streams, "emerg", &nobody(name));
        return Ok(1);
    }
    for path in &server.makes {
        if let Err(errno) = make_directory(session, path) {
            return Ok(log.fatal(streams, &format!("mkdir() \"{path}\" failed"), errno, false));
        }
        if let Some((uid, _)) = worker.filter(|_| root && server.kind == ServerKind::Nginx)
            && let Err(errno) = give(session, path, uid)
        {
            return Ok(log.fatal(streams, &format!("chown(\"{path}\", {uid})"), errno, false));
        }
    }
    let ports: Vec<Port> = server.listens.clone();
    if let Some(port) = ports.iter().find(|port| !session.may_bind(port.number)) {
        return Ok(log.fatal(streams, &format!("bind() to 0.0.0.0:{} failed", port.number), Errno::Access, true));
    }
    let taken = |port: &&Port| session.machine.containers.iter().any(|container| container.listens.contains(*port));
    if let Some(port) = ports.iter().find(taken).filter(|_| server.kind != ServerKind::Plain) {
        if server.kind == ServerKind::Redis {
            redis_begins(session, server, true, streams);
        }
        return Ok(log.taken(streams, port.number));
    }
    if server.kind == ServerKind::Nginx {
        let version = format!("nginx/{}", server.version);
        for notice in ["using the \"epoll\" event method", &version, "OS: Linux 6.12.0", "getrlimit(RLIMIT_NOFILE): 1048576:1048576"] {
            log.line(streams, "notice", notice);
        }
    }
    if let Some(path) = &server.pid
        && let Err(errno) = write(session, path, "1\n")
    {
        return Ok(log.fatal(streams, &format!("open() \"{path}\" failed"), errno, true));
    }
    if server.kind == ServerKind::Redis {
        let port = ports.first().map_or(6379, |port| port.number);
        let configured = session.container().processes.iter().any(|process| process.pid == session.pid && process.args.len() > 1);
        redis_begins(session, server, configured, streams);
        let notice = redis_notice(server);
        let now = redis_date(session);
        streams.say(format!("1:M {now} * monotonic clock: POSIX clock_gettime"));
        streams.say(format!("1:M {now} * Running mode=standalone, port={port}."));
        streams.say(format!("1:M {now} {notice} Server initialized"));
        match session.read(DUMP) {
            Err(Errno::NotFound) => {}
            Ok(text) if writer_of(&text).is_some() => {
                streams.write(1, &loading(&format!("1:M {now} "), &writer_of(&text).unwrap_or_default(), 1));
            }
            _ => return Err(Stop::NotSimulated(format!("redis-server with a {DUMP} that it did not write"))),
        }
        streams.say(format!("1:M {now} * Ready to accept connections{}", if notice == '*' { " tcp" } else { "" }));
        entitle(session, &ports);
    }
    let answers = server.kind != ServerKind::Nginx || workers(session, &log, worker.filter(|_| root), streams);
    let container = session.container_mut();
    container.listens.extend(ports);
    container.answers = answers;
    Err(Stop::Forever)
}

/// How redis-server marks what it tells; before 7.2 it warned of it.
pub fn redis_notice(server: &Server) -> char {
    let mut parts = server.version.split('.').map(|part| part.parse::<u32>().unwrap_or(0));
    let version = (parts.next().unwrap_or(0), parts.next().unwrap_or(0));
    if version == (0, 0) || version >= (7, 2) { '*' } else { '#' }
}

/// `28 Nov 2026 16:19:16.664`
fn redis_date(session: &Session<'_>) -> String {
    let now: jiff::Timestamp = session.world.facts.now.parse().unwrap_or_default();
    now.strftime("%d %b %Y %H:%M:%S.000").to_string()
}

/// The first words of redis-server (src/server.c main).
fn redis_begins(session: &Session<'_>, server: &Server, configured: bool, streams: &mut Streams) {
    let (now, notice, version) = (redis_date(session), redis_notice(server), &server.version);
    streams.say(format!("1:C {now} {notice} oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo"));
    streams.say(format!("1:C {now} {notice} Redis version={version}, bits=64, commit=00000000, modified=0, pid=1, just started"));
    streams.say(match configured {
        true => format!("1:C {now} {notice} Configuration loaded"),
        false => format!("1:C {now} # Warning: no config file specified, using the default config. In order to specify a config file use redis-server /path/to/redis.conf"),
    });
}

/// Redis writes where it listens into its command line (`redisSetProcTitle`).
fn entitle(session: &mut Session<'_>, ports: &[Port]) {
    let (pid, port) = (session.pid, ports.first().map_or(6379, |port| port.number));
    if let Some(process) = session.container_mut().processes.iter_mut().find(|process| process.pid == pid) {
        process.args = vec![format!("redis-server *:{port}")];
    }
}

/// nginx's workers: as root they take the group, then the user; without the powers they die and the master stays.
fn workers(session: &mut Session<'_>, log: &Log, account: Option<(i64, i64)>, streams: &mut Streams) -> bool {
    let pid = session.fork();
    log.line(streams, "notice", "start worker processes");
    log.line(streams, "notice", &format!("start worker process {pid}"));
    let mut who = session.who.clone();
    if let Some((uid, gid)) = account {
        let needs = [("SETGID", format!("setgid({gid})")), ("SETUID", format!("setuid({uid})"))];
        if let Some((_, call)) = needs.iter().find(|(capability, _)| !who.effective.has(capability)) {
            streams.complain(format!("{} [emerg] {pid}#{pid}: {call} failed (1: Operation not permitted)", log.date));
            log.line(streams, "notice", &format!("signal 17 (SIGCHLD) received from {pid}"));
            log.line(streams, "notice", &format!("worker process {pid} exited with code 2"));
            log.line(streams, "alert", &format!("worker process {pid} exited with fatal code 2 and cannot be respawned"));
            return false;
        }
        who = Credentials { uid, real_uid: uid, gid, groups: vec![gid], effective: CapabilitySet::default(), ..who };
    }
    let worker = Process { pid, comm: "nginx".into(), args: vec!["nginx: worker process".into()], who, parent: session.pid };
    let own = session.pid;
    if let Some(master) = session.container_mut().processes.iter_mut().find(|process| process.pid == own) {
        master.args = vec![format!("nginx: master process {}", master.args.join(" "))];
    }
    session.add_process(worker);
    true
}

/// The log of a server's start.
struct Log {
    date: String,
    kind: ServerKind,
}

impl Log {
    fn line(&self, streams: &mut Streams, level: &str, text: &str) {
        if self.kind == ServerKind::Nginx {
            streams.complain(format!("{} [{level}] 1#1: {text}", self.date));
        }
    }

    /// What is said when another process of the Pod has the port.
    fn taken(&self, streams: &mut Streams, port: u16) -> i32 {
        if self.kind == ServerKind::Redis {
            streams.say(format!(
                "1:M {} # Warning: Could not create server TCP listening socket *:{port}: bind: Address already in use",
                self.date
            ));
            streams.say(format!("1:M {} # Failed listening on port {port} (TCP), aborting.", self.date));
            return 1;
        }
        let text = format!("bind() to 0.0.0.0:{port} failed (98: Address already in use)");
        for _ in 0..5 {
            self.line(streams, "emerg", &text);
            streams.complain(format!("nginx: [emerg] {text}"));
            self.line(streams, "notice", "try again to bind() after 500ms");
        }
        self.line(streams, "emerg", "still could not bind()");
        streams.complain("nginx: [emerg] still could not bind()");
        1
    }

    /// The last words, twice where nginx says them to its log and to its terminal.
    fn fatal(&self, streams: &mut Streams, what: &str, errno: Errno, twice: bool) -> i32 {
        let text = match what.contains(" failed") {
            true => format!("{what} ({}: {})", errno.number(), errno.text()),
            false => format!("{what} failed ({}: {})", errno.number(), errno.text()),
        };
        match self.kind {
            ServerKind::Nginx => {
                self.line(streams, "emerg", &text);
                if twice {
                    streams.complain(format!("nginx: [emerg] {text}"));
                }
            }
            _ => streams.complain(text),
        }
        1
    }
}

fn make_directory(session: &mut Session<'_>, path: &str) -> Result<(), Errno> {
    session.with_files(|files, who, cwd| {
        let place = files.walk(who, cwd, path, true)?;
        match place.node {
            Some(_) => Ok(()),
            None => files.create(who, &place, Node::directory(0o700)).map(|_| ()),
        }
    })
}

/// Gives a directory to the workers, unless it is theirs.
fn give(session: &mut Session<'_>, path: &str, uid: i64) -> Result<(), Errno> {
    session.with_files(|files, who, cwd| {
        let (place, node) = files.find(who, cwd, path, true)?;
        if files.node(place.mount, node).uid == uid {
            return Ok(());
        }
        files.chown(who, &place, node, Some(uid), None)
    })
}

fn write(session: &mut Session<'_>, path: &str, text: &str) -> Result<(), Errno> {
    let opened = session.with_files(|files, who, cwd| files.open(who, cwd, path, crate::simulate::files::Open::Truncate))?;
    session.files().write(opened, text);
    Ok(())
}

/// What nginx says of `user` where it cannot become one (`src/core/nginx.c` ngx_set_user).
const IGNORED: &str =
    "the \"user\" directive makes sense only if the master process runs with super-user privileges, ignored in /etc/nginx/nginx.conf:1";

/// What it says where `/etc/passwd` has no such account.
fn nobody(name: &str) -> String {
    format!("getpwnam(\"{name}\") failed in {CONFIG}:1")
}

/// Where nginx looks for its configuration.
const CONFIG: &str = "/etc/nginx/nginx.conf";

fn has_config(session: &mut Session<'_>) -> bool {
    let found = session.walk(CONFIG, true);
    found.is_ok_and(|place| place.node.is_some_and(|node| matches!(session.files().node(place.mount, node).kind, Kind::File(_))))
}

/// Whether the configuration is the image's: what another says is not read.
fn has_own_config(session: &mut Session<'_>) -> bool {
    let files = &session.container().image.files;
    let own = files.iter().find(|file| file.path == CONFIG).and_then(|file| file.content.clone());
    session.read(CONFIG).is_ok_and(|text| Some(text) == own)
}

fn nginx_test(session: &mut Session<'_>, call: &Call<'_>, server: &Server, streams: &mut Streams) -> Result<i32, Stop> {
    if !call.args.iter().any(|arg| arg == "-t") {
        streams.complain(format!("nginx version: nginx/{}", server.version));
        return Ok(0);
    }
    if let Some(at) = call.args.iter().position(|arg| arg == "-c") {
        let Some(other) = call.args.get(at + 1).filter(|other| other.as_str() != CONFIG) else {
            return nginx_test_of_own(session, call, server, streams);
        };
        if session.read(other).is_ok() {
            return Err(Stop::NotSimulated(format!("nginx -t -c {other}")));
        }
        let (now, pid) = (date_of(session), session.pid);
        streams.complain(format!("{now} [emerg] {pid}#{pid}: open() \"{other}\" failed (2: No such file or directory)"));
        streams.complain(format!("nginx: configuration file {other} test failed"));
        return Ok(1);
    }
    nginx_test_of_own(session, call, server, streams)
}

fn nginx_test_of_own(session: &mut Session<'_>, call: &Call<'_>, server: &Server, streams: &mut Streams) -> Result<i32, Stop> {
    let config = CONFIG;
    if !has_config(session) {
        streams.complain(format!("nginx: [emerg] open() \"{config}\" failed (2: No such file or directory)"));
        return Ok(1);
    }
    if !has_own_config(session) {
        return Err(Stop::NotSimulated(format!("nginx -t with another {CONFIG} than its image's")));
    }
    let quiet = call.args.iter().any(|arg| arg == "-q");
    let (date, pid) = (date_of(session), session.pid);
    let mut log = |level: &str, text: &str| streams.complain(format!("{date} [{level}] {pid}#{pid}: {text}"));
    let failed = format!("nginx: configuration file {config} test failed");
    if let Some(name) = &server.workers {
        let known = session.container().image.accounts().any(|(known, ..)| known == name);
        match session.who.uid == 0 {
            true if !known => {
                log("emerg", &nobody(name));
                streams.complain(failed);
                return Ok(1);
            }
            true => {}
            false => log("warn", IGNORED),
        }
    }
    if !quiet {
        streams.complain(format!("nginx: the configuration file {config} syntax is ok"));
    }
    // A test opens the file with the process id before it makes directories; a start does so after (`src/core/ngx_cycle.c`).
    if let Some(path) = &server.pid
        && let Err(errno) = session.with_files(|files, who, cwd| files.open(who, cwd, path, crate::simulate::files::Open::Append))
    {
        streams.complain(format!("{date} [emerg] {pid}#{pid}: open() \"{path}\" failed ({}: {})", errno.number(), errno.text()));
        streams.complain(failed);
        return Ok(1);
    }
    for path in &server.makes {
        if let Err(errno) = make_directory(session, path) {
            streams.complain(format!("{date} [emerg] {pid}#{pid}: mkdir() \"{path}\" failed ({}: {})", errno.number(), errno.text()));
            streams.complain(failed);
            return Ok(1);
        }
    }
    if !quiet {
        streams.complain(format!("nginx: configuration file {config} test is successful"));
    }
    Ok(0)
}
