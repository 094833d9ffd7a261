//! `redis-cli` before the redis-server of its own Pod or of another. What goes beyond is not simulated and says so.

mod collection;
mod keys;
mod reply;

pub use keys::Keys;

use super::Call;
use super::network::{Attempt, connect};
use crate::probe::{Class, Endpoint, Protocol, Target};
use crate::simulate::machine::{Container, When};
use crate::simulate::session::{Session, Stop, Streams};
use crate::world::{Act, Asked};

use reply::Reply;

/// What the options say.
struct Client {
    host: String,
    port: u16,
    database: u8,
    /// Types are shown, as on a terminal (`--no-raw`).
    typed: bool,
    /// `-a`
    password: bool,
}

/// `redis-cli [-h HOST] [-p PORT] [-n DATABASE] [-a PASSWORD] [COMMAND …]`
pub fn client(session: &mut Session<'_>, call: &Call<'_>, streams: &mut Streams) -> Result<i32, Stop> {
    let mut args = call.args[1..].iter().peekable();
    let mut client = Client { host: "127.0.0.1".to_owned(), port: 6379, database: 0, typed: false, password: false };
    while let Some(arg) = args.next_if(|arg| arg.starts_with('-')) {
        match arg.as_str() {
            "-h" => client.host = args.next().cloned().unwrap_or(client.host),
            "-p" => client.port = args.next().and_then(|port| port.parse().ok()).unwrap_or(client.port),
            "-n" => client.database = args.next().and_then(|number| number.parse().ok()).unwrap_or(0),
            "-a" | "--pass" => client.password = args.next().is_some(),
            "--raw" => client.typed = false,
            "--no-raw" => client.typed = true,
            "--no-auth-warning" => {}
            "-v" | "--version" => {
                let version = session.container().image.server.as_ref().map(|server| server.version.clone()).unwrap_or_default();
                if version.is_empty() {
                    return Err(Stop::NotSimulated(format!("redis-cli {arg}")));
                }
                streams.say(format!("redis-cli {version}"));
                return Ok(0);
            }
            _ => return Err(Stop::NotSimulated(format!("redis-cli {arg}"))),
        }
    }
    let words: Vec<String> = args.cloned().collect();
    // `help` is the client's own: it asks no server.
    if words.first().is_some_and(|word| word.eq_ignore_ascii_case("help") || word == "?") {
        return help(session, &words, streams);
    }
    let lines = if words.is_empty() { typed(&std::mem::take(&mut streams.input)) } else { vec![words] };
    let attempt = connect(session, &client.host, client.port, Protocol::Tcp);
    let why = match attempt.class {
        Class::Open => None,
        // Whom the cluster's DNS would ask is not there.
        Class::DnsFail if !session.world.facts.internet => Some("Temporary failure in name resolution"),
        Class::DnsFail => Some("Name or service not known"),
        Class::Refused | Class::Timeout => Some(attempt.why()),
        _ => return Err(Stop::NotSimulated(format!("redis-cli -h {}", client.host))),
    };
    if let Some(why) = why {
        streams.complain(format!("Could not connect to Redis at {}:{}: {why}", client.host, client.port));
        return Ok(1);
    }
    if attempt.page.is_some() {
        streams.complain("Error: Protocol error, got \"H\" as reply type byte");
        return Ok(1);
    }
    for words in lines {
        let reply = ask(session, &client, &attempt, words)?;
        reply.print(client.typed, streams);
    }
    Ok(0)
}

fn help(session: &Session<'_>, words: &[String], streams: &mut Streams) -> Result<i32, Stop> {
    let version = session.container().image.server.as_ref().map(|server| server.version.clone()).filter(|version| !version.is_empty());
    let (Some(version), [_]) = (version, words) else { return Err(Stop::NotSimulated(format!("redis-cli {}", words.join(" ")))) };
    streams.say(format!("redis-cli {version}\n{HELP}"));
    Ok(0)
}

const HELP: &str = r#"To get help about Redis commands type:
      "help @<group>" to get a list of commands in <group>
      "help <command>" for help on <command>
      "help <tab>" to get a list of possible help topics
      "quit" to exit

To set redis-cli preferences:
      ":set hints" enable online hints
      ":set nohints" disable online hints
Set your preferences in ~/.redisclirc"#;

/// Commands from standard input, one a line.
fn typed(input: &str) -> Vec<Vec<String>> {
    let words = |line: &str| line.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    input.lines().map(words).filter(|words| !words.is_empty()).collect()
}

/// The server's answer to one command.
fn ask(session: &mut Session<'_>, client: &Client, attempt: &Attempt, words: Vec<String>) -> Result<Reply, Stop> {
    let unknown = || Stop::NotSimulated(format!("redis-cli {}", words.join(" ")));
    if client.password {
        return Err(unknown());
    }
    let asked = Asked { database: client.database, words: words.clone() };
    let listens = |one: &Container| one.listens.iter().any(|own| own.number == client.port);
    let own = client.host == "localhost" || client.host.starts_with("127.") || client.host == session.machine.place.ip;
    if own {
        let at = session.machine.containers.iter().position(listens).ok_or_else(unknown)?;
        return session.machine.containers[at].keys.answer(&asked).ok_or_else(unknown);
    }
    if matches!(words[0].to_lowercase().as_str(), "ping" | "echo") {
        return Keys::default().answer(&asked).ok_or_else(unknown);
    }
    elsewhere(session, client, attempt, asked).ok_or_else(unknown)
}

/// The answer of another Pod's server: it keeps what it was told before, by whomever.
fn elsewhere(session: &mut Session<'_>, client: &Client, attempt: &Attempt, asked: Asked) -> Option<Reply> {
    // Several Pods behind one Service keep each their own.
    let Some(Endpoint::Pod { namespace, name }) = attempt.server.clone().filter(|_| session.machine.chance.is_none()) else { return None };
    let upto = match session.machine.when {
        // What a server keeps while Pods start depends on which is first.
        When::Starting => return None,
        When::After(acts) => acts,
    };
    let mut containers = crate::simulate::exec::containers_after(session.world, &namespace, &name, upto)?;
    let server = containers.iter_mut().find(|one| one.listens.iter().any(|own| own.number == client.port))?;
    let target = Target { namespace, pod: name, container: Some(server.name.clone()) };
    for (_, act) in session.machine.sent.iter().filter(|(to, _)| *to == target) {
        if let Act::Asked(earlier) = act {
            server.keys.answer(earlier);
        }
    }
    let reply = server.keys.answer(&asked)?;
    session.machine.sent.push((target, Act::Asked(asked)));
    Some(reply)
}
