//! Lists, hashes and sets of a redis-server. What becomes empty is gone.

use std::collections::BTreeSet;

use super::keys::{Database, Entry, Kept, misused, no_number, wrong_kind};
use super::reply::Reply;

/// The answer to a command; `None` for another's.
pub fn answer(keys: &mut Database, name: &str, given: &[String]) -> Option<Reply> {
    let key = given.first()?;
    let reply = match name {
        "lpush" | "rpush" | "lpop" | "rpop" | "llen" | "lindex" | "lrange" => list(keys, name, given)?,
        "hset" | "hget" | "hmget" | "hgetall" | "hkeys" | "hvals" | "hlen" | "hexists" | "hdel" => hash(keys, name, given)?,
        "sadd" | "srem" | "scard" | "smembers" | "sismember" => set(keys, name, given)?,
        _ => return None,
    };
    let empty = |entry: &Entry| match &entry.kept {
        Kept::Text(_) => false,
        Kept::List(list) => list.is_empty(),
        Kept::Hash(fields) => fields.is_empty(),
        Kept::Set(members) => members.is_empty(),
    };
    if keys.get(key).is_some_and(empty) {
        keys.remove(key);
    }
    Some(reply)
}

fn list(keys: &mut Database, name: &str, given: &[String]) -> Option<Reply> {
    let Kept::List(list) = &mut keys.entry(given[0].clone()).or_insert_with(|| Entry::of(Kept::List(Vec::new()))).kept else {
        return Some(wrong_kind());
    };
    let place = |at: &str| Some(at.parse::<i64>().ok()?).map(|at| if at < 0 { at + list.len() as i64 } else { at });
    Some(match name {
        "lpush" | "rpush" => {
            for value in &given[1..] {
                list.insert(if name == "lpush" { 0 } else { list.len() }, value.clone());
            }
            Reply::Number(list.len() as i64)
        }
        "lpop" | "rpop" if given.len() == 1 => {
            let popped = if name == "lpop" { (!list.is_empty()).then(|| list.remove(0)) } else { list.pop() };
            popped.map_or(Reply::Nothing, Reply::Text)
        }
        "llen" => Reply::Number(list.len() as i64),
        "lindex" => match place(&given[1]) {
            Some(at) => usize::try_from(at).ok().and_then(|at| list.get(at).cloned()).map_or(Reply::Nothing, Reply::Text),
            None => no_number(),
        },
        "lrange" => match (place(&given[1]), place(&given[2])) {
            (Some(from), Some(to)) => {
                let inside = |(at, _): &(usize, &String)| (from..=to).contains(&(*at as i64));
                Reply::texts(list.iter().enumerate().filter(inside).map(|(_, value)| value.clone()))
            }
            _ => no_number(),
        },
        _ => return None,
    })
}

fn hash(keys: &mut Database, name: &str, given: &[String]) -> Option<Reply> {
    let Kept::Hash(fields) = &mut keys.entry(given[0].clone()).or_insert_with(|| Entry::of(Kept::Hash(Vec::new()))).kept else {
        return Some(wrong_kind());
    };
    let of = |fields: &[(String, String)], wanted: &String| {
        fields.iter().find(|(field, _)| field == wanted).map_or(Reply::Nothing, |(_, value)| Reply::Text(value.clone()))
    };
    Some(match name {
        "hset" if given.len().is_multiple_of(2) => misused("hset"),
        "hset" => {
            let mut added = 0;
            for pair in given[1..].chunks(2) {
                match fields.iter_mut().find(|(field, _)| *field == pair[0]) {
                    Some((_, value)) => value.clone_from(&pair[1]),
                    None => {
                        fields.push((pair[0].clone(), pair[1].clone()));
                        added += 1;
                    }
                }
            }
            Reply::Number(added)
        }
        "hget" => of(fields, &given[1]),
        "hmget" => Reply::List(given[1..].iter().map(|field| of(fields, field)).collect()),
        "hgetall" => Reply::texts(fields.iter().flat_map(|(field, value)| [field.clone(), value.clone()])),
        "hkeys" => Reply::texts(fields.iter().map(|(field, _)| field.clone())),
        "hvals" => Reply::texts(fields.iter().map(|(_, value)| value.clone())),
        "hlen" => Reply::Number(fields.len() as i64),
        "hexists" => Reply::Number(i64::from(fields.iter().any(|(field, _)| *field == given[1]))),
        "hdel" => {
            let before = fields.len();
            fields.retain(|(field, _)| !given[1..].contains(field));
            Reply::Number((before - fields.len()) as i64)
        }
        _ => return None,
    })
}

fn set(keys: &mut Database, name: &str, given: &[String]) -> Option<Reply> {
    let Kept::Set(members) = &mut keys.entry(given[0].clone()).or_insert_with(|| Entry::of(Kept::Set(BTreeSet::new()))).kept else {
        return Some(wrong_kind());
    };
    Some(match name {
        "sadd" => Reply::Number(given[1..].iter().filter(|member| members.insert((*member).clone())).count() as i64),
        "srem" => Reply::Number(given[1..].iter().filter(|member| members.remove(*member)).count() as i64),
        "scard" => Reply::Number(members.len() as i64),
        "sismember" => Reply::Number(i64::from(members.contains(&given[1]))),
        // Of several members the order is the server's own.
        "smembers" if members.len() < 2 => Reply::texts(members.iter().cloned()),
        _ => return None,
    })
}
