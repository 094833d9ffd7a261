//! What a redis-server keeps, and its commands for keys and texts.

use std::collections::{BTreeMap, BTreeSet};

use super::collection;
use super::reply::Reply;
use crate::simulate::shell::glob;
use crate::world::Asked;

/// The databases of a server.
#[derive(Clone, Debug, Default)]
pub struct Keys {
    databases: BTreeMap<u8, Database>,
}

/// One of them.
pub(super) type Database = BTreeMap<String, Entry>;

/// A value, and for how many seconds.
#[derive(Clone, Debug)]
pub struct Entry {
    pub(super) kept: Kept,
    left: Option<i64>,
}

/// A value.
#[derive(Clone, Debug)]
pub(super) enum Kept {
    Text(String),
    List(Vec<String>),
    /// Fields in the order in which they came.
    Hash(Vec<(String, String)>),
    Set(BTreeSet<String>),
}

impl Entry {
    pub(super) fn of(kept: Kept) -> Self {
        Self { kept, left: None }
    }
}

/// How many arguments commands take: at least, at most.
const ARGUMENTS: &[(&str, usize, usize)] = &[
    ("append", 2, 2),
    ("auth", 1, 2),
    ("dbsize", 0, 0),
    ("decr", 1, 1),
    ("decrby", 2, 2),
    ("del", 1, MANY),
    ("echo", 1, 1),
    ("exists", 1, MANY),
    ("expire", 2, 3),
    ("get", 1, 1),
    ("getdel", 1, 1),
    ("getset", 2, 2),
    ("hdel", 2, MANY),
    ("hexists", 2, 2),
    ("hget", 2, 2),
    ("hgetall", 1, 1),
    ("hkeys", 1, 1),
    ("hlen", 1, 1),
    ("hmget", 2, MANY),
    ("hmset", 3, MANY),
    ("hset", 3, MANY),
    ("hvals", 1, 1),
    ("incr", 1, 1),
    ("incrby", 2, 2),
    ("keys", 1, 1),
    ("lindex", 2, 2),
    ("llen", 1, 1),
    ("lpop", 1, 2),
    ("lpush", 2, MANY),
    ("lrange", 3, 3),
    ("mget", 1, MANY),
    ("mset", 2, MANY),
    ("persist", 1, 1),
    ("ping", 0, 1),
    ("pttl", 1, 1),
    ("publish", 2, 2),
    ("quit", 0, MANY),
    ("randomkey", 0, 0),
    ("rename", 2, 2),
    ("rpop", 1, 2),
    ("rpush", 2, MANY),
    ("sadd", 2, MANY),
    ("save", 0, 0),
    ("scard", 1, 1),
    ("select", 1, 1),
    ("set", 2, MANY),
    ("setex", 3, 3),
    ("setnx", 2, 2),
    ("sismember", 2, 2),
    ("smembers", 1, 1),
    ("srem", 2, MANY),
    ("strlen", 1, 1),
    ("ttl", 1, 1),
    ("type", 1, 1),
    ("unlink", 1, MANY),
];
const MANY: usize = usize::MAX;
/// The databases there are (`databases 16`).
const DATABASES: u8 = 16;

/// Commands that Redis has and that are not simulated; others are unknown to it.
const OTHERS: &str = "acl bgsave bitcount blpop brpop client cluster command config copy debug dump eval function geoadd getex getrange hincrby hello \
    incrbyfloat info lastsave latency linsert lpos lrem lset ltrim memory module monitor move msetnx multi object pexpire pfadd psetex psubscribe \
    replicaof restore role scan script sdiff setrange shutdown sinter slaveof slowlog sort spop subscribe sunion swapdb time touch unwatch wait \
    watch xadd xlen xrange zadd zcard zrange zrem zscore";

impl Keys {
    /// The answer to a command; `None` if it is not simulated.
    pub fn answer(&mut self, asked: &Asked) -> Option<Reply> {
        let Asked { database, words } = asked;
        let (name, given) = (words.first()?.to_lowercase(), &words[1..]);
        if *database >= DATABASES {
            return None;
        }
        if let Some((_, least, most)) = ARGUMENTS.iter().find(|(known, ..)| *known == name)
            && !(least..=most).contains(&&given.len())
        {
            return Some(misused(&name));
        }
        match name.as_str() {
            "flushall" => {
                self.databases.clear();
                return Some(ok());
            }
            "auth" => {
                let text = "ERR AUTH <password> called without any password configured for the default user. Are you sure your configuration is correct?";
                return Some(Reply::Error(text.into()));
            }
            "ping" => return Some(given.first().map_or_else(|| Reply::Status("PONG".into()), |text| Reply::Text(text.clone()))),
            "echo" => return Some(Reply::Text(given[0].clone())),
            "hmset" if given.len().is_multiple_of(2) => return Some(misused("hmset")),
            "hmset" => {
                let words = [&["hset".to_owned()], given].concat();
                let reply = self.answer(&Asked { database: *database, words })?;
                return Some(if matches!(reply, Reply::Number(_)) { ok() } else { reply });
            }
            "quit" => return Some(ok()),
            "save" => return Some(ok()),
            "publish" => return Some(Reply::Number(0)),
            "select" => return Some(select(&given[0])),
            _ => {}
        }
        let keys = self.databases.entry(*database).or_default();
        if let Some(reply) =
            of_keys(keys, &name, given).or_else(|| of_texts(keys, &name, given)).or_else(|| collection::answer(keys, &name, given))
        {
            return Some(reply);
        }
        if OTHERS.split_whitespace().any(|known| known == name) || ARGUMENTS.iter().any(|(known, ..)| *known == name) {
            return None;
        }
        let given: String = given.iter().map(|word| format!("'{word}' ")).collect();
        Some(Reply::Error(format!("ERR unknown command '{}', with args beginning with: {given}", words[0])))
    }
}

pub(super) fn ok() -> Reply {
    Reply::Status("OK".into())
}

pub(super) fn misused(name: &str) -> Reply {
    Reply::Error(format!("ERR wrong number of arguments for '{name}' command"))
}

pub(super) fn wrong_kind() -> Reply {
    Reply::Error("WRONGTYPE Operation against a key holding the wrong kind of value".into())
}

pub(super) fn no_number() -> Reply {
    Reply::Error("ERR value is not an integer or out of range".into())
}

fn select(number: &str) -> Reply {
    match number.parse::<i64>() {
        Ok(number) if (0..i64::from(DATABASES)).contains(&number) => ok(),
        Ok(_) => Reply::Error("ERR DB index is out of range".into()),
        Err(_) => Reply::Error("ERR invalid DB index".into()),
    }
}

/// Commands that do not look at the value.
fn of_keys(keys: &mut Database, name: &str, given: &[String]) -> Option<Reply> {
    let first = given.first().cloned().unwrap_or_default();
    Some(match name {
        "flushdb" => {
            keys.clear();
            ok()
        }
        "dbsize" => Reply::Number(keys.len() as i64),
        "del" | "unlink" => Reply::Number(given.iter().filter(|key| keys.remove(*key).is_some()).count() as i64),
        "exists" => Reply::Number(given.iter().filter(|key| keys.contains_key(*key)).count() as i64),
        "keys" => Reply::texts(keys.keys().filter(|key| glob(&first, key)).cloned()),
        "randomkey" if keys.is_empty() => Reply::Nothing,
        "rename" => match keys.remove(&first) {
            Some(entry) => {
                keys.insert(given[1].clone(), entry);
                ok()
            }
            None => Reply::Error("ERR no such key".into()),
        },
        "type" => Reply::Status(
            match keys.get(&first).map(|entry| &entry.kept) {
                Some(Kept::Text(_)) => "string",
                Some(Kept::List(_)) => "list",
                Some(Kept::Hash(_)) => "hash",
                Some(Kept::Set(_)) => "set",
                None => "none",
            }
            .into(),
        ),
        "ttl" | "pttl" => Reply::Number(match keys.get(&first).map(|entry| entry.left) {
            Some(Some(seconds)) => seconds * if name == "ttl" { 1 } else { 1000 },
            Some(None) => -1,
            None => -2,
        }),
        "persist" => Reply::Number(i64::from(keys.get_mut(&first).is_some_and(|entry| entry.left.take().is_some()))),
        "expire" if given.len() == 2 => match (keys.get_mut(&first), given[1].parse::<i64>()) {
            (_, Err(_)) => no_number(),
            (None, Ok(_)) => Reply::Number(0),
            (Some(_), Ok(seconds)) if seconds <= 0 => {
                keys.remove(&first);
                Reply::Number(1)
            }
            (Some(entry), Ok(seconds)) => {
                entry.left = Some(seconds);
                Reply::Number(1)
            }
        },
        _ => return None,
    })
}

fn of_texts(keys: &mut Database, name: &str, given: &[String]) -> Option<Reply> {
    let first = given.first().cloned().unwrap_or_default();
    let text = |keys: &Database| match keys.get(&first).map(|entry| &entry.kept) {
        Some(Kept::Text(text)) => Ok(Some(text.clone())),
        Some(_) => Err(wrong_kind()),
        None => Ok(None),
    };
    let shown = |found: Option<String>| found.map_or(Reply::Nothing, Reply::Text);
    Some(match name {
        "get" => text(keys).map_or_else(|error| error, shown),
        "getdel" => text(keys).map_or_else(
            |error| error,
            |found| {
                keys.remove(&first);
                shown(found)
            },
        ),
        "getset" => text(keys).map_or_else(
            |error| error,
            |found| {
                keys.insert(first.clone(), Entry::of(Kept::Text(given[1].clone())));
                shown(found)
            },
        ),
        "mget" => {
            let of = |key: &String| match keys.get(key).map(|entry| &entry.kept) {
                Some(Kept::Text(text)) => Reply::Text(text.clone()),
                _ => Reply::Nothing,
            };
            Reply::List(given.iter().map(of).collect())
        }
        "set" => return set(keys, &first, given),
        "setex" => match given[1].parse::<i64>() {
            Ok(seconds) if seconds > 0 => {
                keys.insert(first, Entry { kept: Kept::Text(given[2].clone()), left: Some(seconds) });
                ok()
            }
            Ok(_) => Reply::Error("ERR invalid expire time in 'setex' command".into()),
            Err(_) => no_number(),
        },
        "setnx" if keys.contains_key(&first) => Reply::Number(0),
        "setnx" => {
            keys.insert(first, Entry::of(Kept::Text(given[1].clone())));
            Reply::Number(1)
        }
        "mset" if !given.len().is_multiple_of(2) => misused("mset"),
        "mset" => {
            for pair in given.chunks(2) {
                keys.insert(pair[0].clone(), Entry::of(Kept::Text(pair[1].clone())));
            }
            ok()
        }
        "append" => match &mut keys.entry(first).or_insert_with(|| Entry::of(Kept::Text(String::new()))).kept {
            Kept::Text(text) => {
                text.push_str(&given[1]);
                Reply::Number(text.len() as i64)
            }
            _ => wrong_kind(),
        },
        "strlen" => text(keys).map_or_else(|error| error, |found| Reply::Number(found.map_or(0, |text| text.len() as i64))),
        "incr" => count(keys, first, Some(1)),
        "decr" => count(keys, first, Some(-1)),
        "incrby" => count(keys, first, given[1].parse().ok()),
        "decrby" => count(keys, first, given[1].parse().ok().and_then(i64::checked_neg)),
        _ => return None,
    })
}

/// `SET key value [EX seconds] [NX|XX]`
fn set(keys: &mut Database, key: &str, given: &[String]) -> Option<Reply> {
    let mut left = None;
    let mut options = given[2..].iter();
    while let Some(option) = options.next() {
        match option.to_lowercase().as_str() {
            "ex" => match options.next().map(|seconds| seconds.parse::<i64>()) {
                Some(Ok(seconds)) if seconds > 0 => left = Some(seconds),
                Some(Ok(_)) => return Some(Reply::Error("ERR invalid expire time in 'set' command".into())),
                Some(Err(_)) => return Some(no_number()),
                None => return Some(Reply::Error("ERR syntax error".into())),
            },
            "nx" if keys.contains_key(key) => return Some(Reply::Nothing),
            "xx" if !keys.contains_key(key) => return Some(Reply::Nothing),
            "nx" | "xx" => {}
            "px" | "exat" | "pxat" | "keepttl" | "get" => return None,
            _ => return Some(Reply::Error("ERR syntax error".into())),
        }
    }
    keys.insert(key.to_owned(), Entry { kept: Kept::Text(given[1].clone()), left });
    Some(ok())
}

fn count(keys: &mut Database, key: String, by: Option<i64>) -> Reply {
    let Some(by) = by else { return no_number() };
    match &mut keys.entry(key).or_insert_with(|| Entry::of(Kept::Text("0".into()))).kept {
        Kept::Text(text) => match text.parse::<i64>().ok().and_then(|number| number.checked_add(by)) {
            Some(number) => {
                *text = number.to_string();
                Reply::Number(number)
            }
            None => no_number(),
        },
        _ => wrong_kind(),
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
            let words = line.split(' ').map(str::to_owned).collect();
            let mut streams = crate::simulate::session::Streams::default();
            match keys.answer(&Asked { database: 0, words }) {
                Some(reply) => reply.print(true, &mut streams),
                None => return "not simulated".to_owned(),
            }
            streams.out.trim_end().to_owned()
        };
        let cases = [
            ("ping", "PONG"),
            ("set a 1", "OK"),
            ("get a", "\"1\""),
            ("get nope", "(nil)"),
            ("incr a", "(integer) 2"),
            ("del a", "(integer) 1"),
            ("keys *", "(empty array)"),
            ("foo", "(error) ERR unknown command 'foo', with args beginning with:"),
            ("set", "(error) ERR wrong number of arguments for 'set' command"),
            ("dbsize", "(integer) 0"),
            ("exists a b", "(integer) 0"),
            ("lpush l 1 2", "(integer) 2"),
            ("lrange l 0 -1", "1) \"2\"\n2) \"1\""),
            ("lpop l", "\"2\""),
            ("type l", "list"),
            ("get l", "(error) WRONGTYPE Operation against a key holding the wrong kind of value"),
            ("set k v ex 10", "OK"),
            ("ttl k", "(integer) 10"),
            ("ttl none", "(integer) -2"),
            ("hset h a b c d", "(integer) 2"),
            ("hgetall h", "1) \"a\"\n2) \"b\"\n3) \"c\"\n4) \"d\""),
            ("sadd s x y x", "(integer) 2"),
            ("zadd z 1 a", "not simulated"),
        ];
        for (line, wanted) in cases {
            assert_eq!(ask(line), wanted, "{line}");
        }
    }
}
