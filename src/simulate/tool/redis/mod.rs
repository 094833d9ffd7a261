//! `redis-cli` against the redis-server of its own Pod: strings, counters and lists. Of a server elsewhere only `ping` is known, since
//! what others keep there is not. What goes beyond is not simulated and says so.

use std::collections::BTreeMap;

use super::Call;
use super::network::connect;
use crate::probe::{Class, Protocol};
use crate::simulate::session::{Session, Stop, Streams};
use crate::simulate::shell::glob;

/// What a server keeps.
#[derive(Clone, Debug, Default)]
pub struct Keys(BTreeMap<String, Kept>);

#[derive(Clone, Debug)]
enum Kept {
    /// A text, and for how many seconds.
    Text(String, Option<i64>),
    List(Vec<String>),
}

/// An answer, as `redis-cli` writes it to what is no terminal.
enum Reply {
    Line(String),
    Number(i64),
    Nothing,
    Lines(Vec<String>),
    Error(String),
}

/// Commands that Redis has and that are not simulated; others are unknown to it.
const OTHERS: &str = "acl auth bgsave bitcount blpop brpop client cluster command config copy decrby dump eval function geoadd getdel getex getrange \
    getset hdel hexists hget hgetall hincrby hkeys hlen hmget hmset hset hvals incrbyfloat info lindex linsert lpop lpos lrem lset ltrim memory \
    module monitor move msetnx multi object persist pexpire pfadd psetex psubscribe pttl publish randomkey rename replicaof restore role rpop sadd \
    save scan scard script sdiff select setex setnx setrange shutdown sinter sismember slaveof slowlog smembers sort spop srem subscribe sunion \
    swapdb time touch unlink wait watch xadd xlen xrange zadd zcard zrange zrem zscore";

/// `redis-cli [-h HOST] [-p PORT] [-a PASSWORD] [COMMAND …]`
pub fn client(session: &mut Session<'_>, call: &Call<'_>, streams: &mut Streams) -> Result<i32, Stop> {
    let mut args = call.args[1..].iter().peekable();
    let (mut host, mut port) = ("127.0.0.1".to_owned(), 6379u16);
    while let Some(arg) = args.next_if(|arg| arg.starts_with('-')) {
        match arg.as_str() {
            "-h" => host = args.next().cloned().unwrap_or(host),
            "-p" => port = args.next().and_then(|port| port.parse().ok()).unwrap_or(port),
            "--raw" => {}
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
    let lines: Vec<Vec<String>> = match words.is_empty() {
        true => {
            let input = std::mem::take(&mut streams.input);
            input
                .lines()
                .map(|line| line.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
                .filter(|words| !words.is_empty())
                .collect()
        }
        false => vec![words],
    };
    let attempt = connect(session, &host, port, Protocol::Tcp);
    let why = match attempt.class {
        Class::Open => None,
        Class::Refused => Some("Connection refused"),
        Class::DnsFail => Some("Name or service not known"),
        _ => Some("Connection timed out"),
    };
    if let Some(why) = why {
        streams.complain(format!("Could not connect to Redis at {host}:{port}: {why}"));
        return Ok(1);
    }
    let listens = |one: &crate::simulate::machine::Container| one.listens.iter().any(|own| own.number == port);
    let own = host == "localhost" || host.starts_with("127.") || host == session.machine.place.ip;
    let at = if own { session.machine.containers.iter().position(listens) } else { None };
    for words in lines {
        let name = words[0].to_lowercase();
        let mut nobody = Keys::default();
        let keys = match at {
            Some(at) => &mut session.machine.containers[at].keys,
            None if matches!(name.as_str(), "ping" | "echo") => &mut nobody,
            None => return Err(Stop::NotSimulated(format!("redis-cli -h {host} {name}"))),
        };
        let reply = keys.answer(&name, &words[1..]).ok_or_else(|| Stop::NotSimulated(format!("redis-cli {}", words.join(" "))))?;
        match reply {
            Reply::Line(text) => streams.say(text),
            Reply::Number(number) => streams.say(number.to_string()),
            Reply::Nothing => streams.say(""),
            Reply::Lines(lines) => streams.say(lines.join("\n")),
            Reply::Error(text) => streams.say(format!("{text}\n")),
        }
    }
    Ok(0)
}

impl Keys {
    /// The answer to a command; `None` if it is not simulated.
    fn answer(&mut self, name: &str, given: &[String]) -> Option<Reply> {
        let enough = match name {
            "get" | "incr" | "decr" | "type" | "ttl" | "llen" | "strlen" | "keys" | "echo" => given.len() == 1,
            "del" | "exists" | "mget" => !given.is_empty(),
            "set" | "lpush" | "rpush" => given.len() >= 2,
            "append" | "expire" | "incrby" => given.len() == 2,
            "lrange" => given.len() == 3,
            "mset" => !given.is_empty() && given.len().is_multiple_of(2),
            "dbsize" => given.is_empty(),
            _ => true,
        };
        if !enough {
            return Some(Reply::Error(format!("ERR wrong number of arguments for '{name}' command")));
        }
        let wrong = || Reply::Error("WRONGTYPE Operation against a key holding the wrong kind of value".into());
        let first = given.first().cloned().unwrap_or_default();
        Some(match name {
            "ping" => Reply::Line(if given.is_empty() { "PONG".into() } else { first }),
            "echo" => Reply::Line(first),
            "get" => match self.0.get(&first) {
                Some(Kept::Text(text, _)) => Reply::Line(text.clone()),
                Some(Kept::List(_)) => wrong(),
                None => Reply::Nothing,
            },
            "mget" => Reply::Lines(
                given
                    .iter()
                    .map(|key| if let Some(Kept::Text(text, _)) = self.0.get(key) { text.clone() } else { String::new() })
                    .collect(),
            ),
            "set" => return self.set(&first, given),
            "mset" => {
                for pair in given.chunks(2) {
                    self.0.insert(pair[0].clone(), Kept::Text(pair[1].clone(), None));
                }
                Reply::Line("OK".into())
            }
            "append" => match self.0.entry(first).or_insert_with(|| Kept::Text(String::new(), None)) {
                Kept::Text(text, _) => {
                    text.push_str(&given[1]);
                    Reply::Number(text.len() as i64)
                }
                Kept::List(_) => wrong(),
            },
            "strlen" => match self.0.get(&first) {
                Some(Kept::Text(text, _)) => Reply::Number(text.len() as i64),
                Some(Kept::List(_)) => wrong(),
                None => Reply::Number(0),
            },
            "incr" | "decr" | "incrby" => self.count(first, name, given),
            "del" => Reply::Number(given.iter().filter(|key| self.0.remove(*key).is_some()).count() as i64),
            "exists" => Reply::Number(given.iter().filter(|key| self.0.contains_key(*key)).count() as i64),
            "keys" => Reply::Lines(self.0.keys().filter(|key| glob(&first, key)).cloned().collect()),
            "dbsize" => Reply::Number(self.0.len() as i64),
            "flushall" | "flushdb" => {
                self.0.clear();
                Reply::Line("OK".into())
            }
            "type" => Reply::Line(
                match self.0.get(&first) {
                    Some(Kept::Text(..)) => "string",
                    Some(Kept::List(_)) => "list",
                    None => "none",
                }
                .into(),
            ),
            "ttl" => Reply::Number(match self.0.get(&first) {
                Some(Kept::Text(_, Some(seconds))) => *seconds,
                Some(_) => -1,
                None => -2,
            }),
            "expire" => match (self.0.get_mut(&first), given[1].parse()) {
                (Some(Kept::Text(_, left)), Ok(seconds)) => {
                    *left = Some(seconds);
                    Reply::Number(1)
                }
                (None, Ok(_)) => Reply::Number(0),
                (Some(Kept::List(_)), Ok(_)) => return None,
                (_, Err(_)) => Reply::Error("ERR value is not an integer or out of range".into()),
            },
            "lpush" | "rpush" => match self.0.entry(first).or_insert_with(|| Kept::List(Vec::new())) {
                Kept::List(list) => {
                    for value in &given[1..] {
                        list.insert(if name == "lpush" { 0 } else { list.len() }, value.clone());
                    }
                    Reply::Number(list.len() as i64)
                }
                Kept::Text(..) => wrong(),
            },
            "llen" => match self.0.get(&first) {
                Some(Kept::List(list)) => Reply::Number(list.len() as i64),
                Some(Kept::Text(..)) => wrong(),
                None => Reply::Number(0),
            },
            "lrange" => match (self.0.get(&first), given[1].parse::<i64>(), given[2].parse::<i64>()) {
                (Some(Kept::Text(..)), ..) => wrong(),
                (Some(Kept::List(list)), Ok(from), Ok(to)) => {
                    let place = |at: i64| if at < 0 { at + list.len() as i64 } else { at };
                    let inside = |at: &usize| (place(from)..=place(to)).contains(&(*at as i64));
                    Reply::Lines((0..list.len()).filter(inside).map(|at| list[at].clone()).collect())
                }
                (None, Ok(_), Ok(_)) => Reply::Lines(Vec::new()),
                _ => Reply::Error("ERR value is not an integer or out of range".into()),
            },
            other if OTHERS.split_whitespace().any(|known| known == other) => return None,
            other => {
                let given: String = given.iter().map(|word| format!("'{word}' ")).collect();
                Reply::Error(format!("ERR unknown command '{other}', with args beginning with: {given}"))
            }
        })
    }

    /// `SET key value [EX seconds] [NX|XX]`
    fn set(&mut self, key: &str, given: &[String]) -> Option<Reply> {
        let mut left = None;
        let mut options = given[2..].iter();
        while let Some(option) = options.next() {
            match option.to_lowercase().as_str() {
                "ex" => left = Some(options.next()?.parse().ok()?),
                "nx" if self.0.contains_key(key) => return Some(Reply::Nothing),
                "xx" if !self.0.contains_key(key) => return Some(Reply::Nothing),
                "nx" | "xx" => {}
                "px" | "exat" | "pxat" | "keepttl" | "get" => return None,
                _ => return Some(Reply::Error("ERR syntax error".into())),
            }
        }
        self.0.insert(key.to_owned(), Kept::Text(given[1].clone(), left));
        Some(Reply::Line("OK".into()))
    }

    fn count(&mut self, key: String, name: &str, given: &[String]) -> Reply {
        let no_number = || Reply::Error("ERR value is not an integer or out of range".into());
        let by = match (name, given.get(1).map(|by| by.parse::<i64>())) {
            ("incr", _) => 1,
            ("decr", _) => -1,
            (_, Some(Ok(by))) => by,
            _ => return no_number(),
        };
        match self.0.entry(key).or_insert_with(|| Kept::Text("0".into(), None)) {
            Kept::List(_) => Reply::Error("WRONGTYPE Operation against a key holding the wrong kind of value".into()),
            Kept::Text(text, _) => match text.parse::<i64>().ok().and_then(|number| number.checked_add(by)) {
                Some(number) => {
                    *text = number.to_string();
                    Reply::Number(number)
                }
                None => no_number(),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// redis 7.0.15 of the recorded cluster, 28 November 2026.
    #[test]
    fn a_server_answers_as_redis() {
        let mut keys = Keys::default();
        let mut ask = |line: &str| {
            let words: Vec<String> = line.split(' ').map(str::to_owned).collect();
            match keys.answer(&words[0], &words[1..]) {
                Some(Reply::Line(text) | Reply::Error(text)) => text,
                Some(Reply::Number(number)) => number.to_string(),
                Some(Reply::Nothing) => "(nil)".into(),
                Some(Reply::Lines(lines)) => lines.join(","),
                None => "not simulated".into(),
            }
        };
        let cases = [
            ("ping", "PONG"),
            ("set a 1", "OK"),
            ("get a", "1"),
            ("get nope", "(nil)"),
            ("incr a", "2"),
            ("del a", "1"),
            ("keys *", ""),
            ("foo", "ERR unknown command 'foo', with args beginning with: "),
            ("set", "ERR wrong number of arguments for 'set' command"),
            ("dbsize", "0"),
            ("exists a b", "0"),
            ("lpush l 1 2", "2"),
            ("lrange l 0 -1", "2,1"),
            ("type l", "list"),
            ("get l", "WRONGTYPE Operation against a key holding the wrong kind of value"),
            ("set k v ex 10", "OK"),
            ("ttl k", "10"),
            ("ttl none", "-2"),
            ("hset h a b", "not simulated"),
        ];
        for (line, wanted) in cases {
            assert_eq!(ask(line), wanted, "{line}");
        }
    }
}
