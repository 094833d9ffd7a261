//! What servers write when they are told to stop, whether they do, and what they leave for their next start.

use crate::simulate::files::{Errno, Namespace, Open};
use crate::simulate::machine::{Container, Machine, Process};
use crate::world::{Server, ServerKind};

/// The signal that the runtime sends first where the image says no other.
const SIGTERM: i32 = 15;
/// The name of what redis-server keeps, in its working directory.
pub const DUMP: &str = "dump.rdb";

/// How a server takes the signal.
pub struct Farewell {
    /// What it writes.
    pub said: String,
    /// Whether it ends by it.
    pub ends: bool,
}

/// The number of the signal by which the runtime asks the image's program to end: `STOPSIGNAL`, by name or number.
pub fn stop_signal(container: &Container) -> i32 {
    let Some(written) = container.image.stop_signal.as_deref() else { return SIGTERM };
    let name = written.trim_start_matches("SIG");
    let number = |name: &str| {
        [("HUP", 1), ("INT", 2), ("QUIT", 3), ("USR1", 10), ("USR2", 12), ("TERM", 15), ("WINCH", 28)]
            .into_iter()
            .find_map(|(known, number)| (known == name).then_some(number))
    };
    name.parse().ok().or_else(|| number(name)).unwrap_or(SIGTERM)
}

/// What the server that is a container's first process does when the runtime tells it to stop; `None` if no server is. `log` is what
/// it wrote before.
pub fn farewell(machine: &mut Machine, at: usize, log: &str) -> Option<Farewell> {
    let container = &machine.containers[at];
    let server = container.image.server.clone()?;
    let first = first_of(container, &server)?.clone();
    match server.kind {
        ServerKind::Plain => None,
        ServerKind::Nginx => nginx(container, &first, log),
        ServerKind::Redis => redis(machine, at, &server, &first, log),
    }
}

/// The server's process, if the runtime started it: in a shared process namespace there are others that it started.
fn first_of<'c>(container: &'c Container, server: &Server) -> Option<&'c Process> {
    let name = server.command.rsplit('/').next().unwrap_or_default();
    container.processes.iter().find(|process| process.parent == 0 && process.comm == name)
}

/// nginx 1.22 (`src/os/unix/ngx_process.c` ngx_signal_handler, `ngx_process_cycle.c`), written down from a container of the recorded
/// cluster: it ends at once by SIGTERM and SIGINT, and after its last request by SIGQUIT.
fn nginx(container: &Container, master: &Process, log: &str) -> Option<Farewell> {
    let (signal, how) = match stop_signal(container) {
        2 => ("2 (SIGINT)", "exiting"),
        3 => ("3 (SIGQUIT)", "shutting down"),
        15 => ("15 (SIGTERM)", "exiting"),
        _ => return None,
    };
    let date = log.lines().last().and_then(|line| line.split_once(" [")).map_or("", |(date, _)| date);
    let mut said = String::new();
    let mut line = |pid: u32, text: &str| said += &format!("{date} [notice] {pid}#{pid}: {text}\n");
    line(master.pid, &format!("signal {signal} received, {how}"));
    let worker = container.processes.iter().find(|process| process.parent == master.pid && process.pid != master.pid);
    if let Some(pid) = worker.map(|worker| worker.pid) {
        if how == "shutting down" {
            line(pid, "gracefully shutting down");
        }
        line(pid, "exiting");
        line(pid, "exit");
        line(master.pid, &format!("signal 17 (SIGCHLD) received from {pid}"));
        line(master.pid, &format!("worker process {pid} exited with code 0"));
    }
    line(master.pid, "exit");
    Some(Farewell { said, ends: true })
}

/// redis-server (`src/server.c` prepareForShutdown, finishShutdown, `src/rdb.c` rdbSave): it keeps what it has in its working
/// directory, and goes on where it cannot. SIGTERM and SIGINT are all that it hears.
fn redis(machine: &mut Machine, at: usize, server: &Server, first: &Process, log: &str) -> Option<Farewell> {
    let signal = match stop_signal(&machine.containers[at]) {
        2 => "SIGINT",
        15 => "SIGTERM",
        _ => return None,
    };
    let (before, _) = log.lines().last()?.split_once(['*', '#'])?;
    let notice = super::server::redis_notice(server);
    let date = before.trim_end().split_once(' ').map_or("", |(_, date)| date);
    let seconds = jiff::civil::DateTime::strptime("%d %b %Y %H:%M:%S%.f", date)
        .ok()
        .and_then(|date| date.to_zoned(jiff::tz::TimeZone::UTC).ok())
        .map_or(0, |date| date.timestamp().as_second());
    let pid = first.pid;
    let begun = format!(
        "{pid}:signal-handler ({seconds}) Received {signal} scheduling shutdown...\n{before}{notice} User requested shutdown...\n\
         {before}* Saving the final RDB snapshot before exiting.\n"
    );
    let directory = machine.containers[at].workdir.clone();
    let mut files = machine.files(at, pid);
    Some(match save(&mut files, first, &directory, &dump(&server.version)) {
        Ok(()) => Farewell {
            said: format!("{begun}{before}* DB saved on disk\n{before}{notice} Redis is now ready to exit, bye bye...\n"),
            ends: true,
        },
        Err(errno) => Farewell {
            said: format!(
                "{begun}{before}# Failed opening the temp RDB file temp-{pid}.rdb (in server root dir {directory}) for saving: {}\n\
                 {before}# Error trying to save the DB, can't exit.\n\
                 {before}# Errors trying to shut down the server. Check the logs for more information.\n",
                errno.text()
            ),
            ends: false,
        },
    })
}

/// Writes a file beside the old one and puts it in its place. What lies in the container's own layer goes with the container.
fn save(files: &mut Namespace<'_>, first: &Process, directory: &str, text: &str) -> Result<(), Errno> {
    let (who, name) = (&first.who, format!("temp-{}.rdb", first.pid));
    let opened = files.open(who, directory, &name, Open::Truncate)?;
    files.write(opened, text);
    let from = files.walk(who, directory, &name, true)?;
    let to = files.walk(who, directory, DUMP, true)?;
    match files.mounts[from.mount].at == "/" {
        true => files.remove(who, &from, false),
        false => files.rename(who, &from, &to),
    }
}

/// A dump without keys: of its length, which is all that can be seen of it. The high bits are left out, for a file's text is UTF-8 here.
fn dump(version: &str) -> String {
    let number = |name: &str, bytes: &str| format!("z{}{name}{bytes}", char::from(name.len() as u8));
    let text = format!("z\tredis-ver{}{version}", char::from(version.len() as u8));
    let fields = [number("redis-bits", "@@"), number("ctime", "B\0\0\0\0"), number("used-mem", "B\0\0\0\0"), number("aof-base", "@\0")];
    format!("REDIS0010{text}{}\u{7f}\0\0\0\0\0\0\0\0", fields.concat())
}

/// The version that wrote a dump, if the text is one.
pub fn writer_of(text: &str) -> Option<String> {
    let (_, rest) = text.strip_prefix("REDIS")?.split_once("redis-ver")?;
    let mut rest = rest.chars();
    let length = rest.next()? as usize;
    Some(rest.take(length).collect())
}

/// What redis-server says of the dump that it finds when it starts (`src/rdb.c` rdbLoad, `src/server.c` loadDataFromDisk). `before`
/// stands at the beginning of its lines.
pub fn loading(before: &str, version: &str, age: u32) -> String {
    [
        format!("Loading RDB produced by version {version}"),
        format!("RDB age {age} seconds"),
        "RDB memory usage when created 0.84 Mb".to_owned(),
        "Done loading RDB, keys loaded: 0, keys expired: 0.".to_owned(),
        "DB loaded from disk: 0.000 seconds".to_owned(),
    ]
    .map(|line| format!("{before}* {line}\n"))
    .concat()
}

/// The log of a redis-server that found a dump so many seconds old, if there is one; `log` is that of its first run.
pub fn as_loaded(machine: &mut Machine, at: usize, log: &str, age: u32) -> String {
    let container = &machine.containers[at];
    let server = container.image.server.as_ref().filter(|server| server.kind == ServerKind::Redis);
    let Some(first) = server.and_then(|server| first_of(container, server)) else { return log.to_owned() };
    let (who, pid, directory) = (first.who.clone(), first.pid, container.workdir.clone());
    let Ok(Ok(text)) = machine.files(at, pid).read(&who, &directory, DUMP) else { return log.to_owned() };
    let version = writer_of(&text).unwrap_or_default();
    let line = |line: &str| match line.split_once("* Ready to accept connections") {
        Some((before, _)) if !log.contains("* Loading RDB") => format!("{}{line}", loading(before, &version, age)),
        _ => line.to_owned(),
    };
    log.split_inclusive('\n').map(line).collect()
}

/// The log of a server whose processes have other numbers than it says.
pub fn renumbered(container: &Container, log: &str, number: impl Fn(u32) -> u32) -> String {
    let Some(kind) = container.image.server.as_ref().map(|server| server.kind) else { return log.to_owned() };
    let other = |text: &str| text.parse::<u32>().map_or_else(|_| text.to_owned(), |pid| number(pid).to_string());
    let nginx = |line: &str| -> Option<String> {
        let (date, rest) = line.split_once("] ")?;
        let (pid, said) = rest.split_once('#')?.1.split_once(": ")?;
        let worker = ["start worker process ", "signal 17 (SIGCHLD) received from ", "worker process "];
        let said = worker.iter().find_map(|words| said.strip_prefix(words).map(|rest| (words, rest))).map_or_else(
            || said.to_owned(),
            |(words, rest)| {
                let (pid, after) = rest.split_at(rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len()));
                format!("{words}{}{after}", other(pid))
            },
        );
        let pid = other(pid);
        Some(format!("{date}] {pid}#{pid}: {said}"))
    };
    let redis = |line: &str| -> Option<String> {
        let (pid, rest) = line.split_once(':').filter(|(pid, _)| !pid.is_empty() && pid.bytes().all(|byte| byte.is_ascii_digit()))?;
        Some(format!("{}:{}", other(pid), rest.replace(&format!("pid={pid},"), &format!("pid={},", other(pid)))))
    };
    let line = |line: &str| match kind {
        ServerKind::Nginx => nginx(line),
        ServerKind::Redis => redis(line),
        ServerKind::Plain => None,
    };
    log.split_inclusive('\n').map(|text| line(text).unwrap_or_else(|| text.to_owned())).collect()
}
