//! `test`, `[` and `[[`: conditions.

use super::expand;
use super::state::Flavour;
use super::syntax::{Part, Word, literal};
use crate::simulate::files::{Credentials, Kind, Node};
use crate::simulate::session::{Session, Stop, Streams};

const BINARY: [&str; 15] = ["=", "==", "!=", "<", ">", "-eq", "-ne", "-lt", "-le", "-gt", "-ge", "-nt", "-ot", "-ef", "=~"];
const FILES: &str = "bcdefghkLprsuwxOGSt";

/// Why a condition has no answer.
enum Fault {
    Number(String),
    Argument(String),
    Operand(String),
    Nothing,
}

/// Runs `test` or `[`; `prefix` begins its errors.
pub fn evaluate(session: &mut Session<'_>, args: &[String], prefix: &str, streams: &mut Streams) -> i32 {
    let bracket = args[0].ends_with('[');
    let mut words: &[String] = &args[1..];
    if bracket {
        words = match words.split_last() {
            Some((last, rest)) if last == "]" => rest,
            _ => {
                let bash = session.shell.flavour == Flavour::Bash;
                streams.complain(format!("{prefix}missing {}", if bash { "`]'" } else { "]" }));
                return 2;
            }
        };
    }
    if words.is_empty() {
        return 1;
    }
    let mut reader = Reader { session, words, at: 0, depth: 0 };
    let answer = reader.or().and_then(|answer| match reader.words.get(reader.at) {
        Some(rest) => Err(Fault::Operand(rest.clone())),
        None => Ok(answer),
    });
    match answer {
        Ok(answer) => i32::from(!answer),
        Err(fault) => {
            let said = said(session.shell.flavour, words, &fault);
            streams.complain(format!("{prefix}{said}"));
            2
        }
    }
}

fn said(flavour: Flavour, words: &[String], fault: &Fault) -> String {
    let first = words.first().map(String::as_str).unwrap_or_default();
    match (flavour, fault) {
        (Flavour::Ash, Fault::Number(text)) => format!("{text}: bad number"),
        (Flavour::Dash, Fault::Number(text)) => format!("Illegal number: {text}"),
        (Flavour::Bash, Fault::Number(text)) => format!("{text}: integer expression expected"),
        (Flavour::Bash, _) if words.len() == 2 => format!("{first}: unary operator expected"),
        (Flavour::Bash, _) if words.len() == 3 => format!("{}: binary operator expected", words[1]),
        (Flavour::Bash, Fault::Argument(_) | Fault::Nothing) => "argument expected".into(),
        (Flavour::Bash, Fault::Operand(_)) => "too many arguments".into(),
        (_, Fault::Argument(operator)) => format!("{operator}: argument expected"),
        (Flavour::Ash, Fault::Operand(text)) => format!("{text}: unknown operand"),
        (Flavour::Dash, Fault::Operand(_)) => format!("{first}: unexpected operator"),
        (_, Fault::Nothing) => "argument expected".into(),
    }
}

struct Reader<'s, 'w, 'a> {
    session: &'s mut Session<'w>,
    words: &'a [String],
    at: usize,
    depth: u32,
}

impl Reader<'_, '_, '_> {
    fn peek(&self) -> Option<&str> {
        self.words.get(self.at).map(String::as_str)
    }

    fn or(&mut self) -> Result<bool, Fault> {
        let mut answer = self.and()?;
        while self.peek() == Some("-o") {
            self.at += 1;
            let other = self.and()?;
            answer |= other;
        }
        Ok(answer)
    }

    fn and(&mut self) -> Result<bool, Fault> {
        let mut answer = self.not()?;
        while self.peek() == Some("-a") {
            self.at += 1;
            let other = self.not()?;
            answer &= other;
        }
        Ok(answer)
    }

    fn is_binary(&self, at: usize) -> bool {
        self.words.get(at).is_some_and(|word| BINARY.contains(&word.as_str())) && self.words.len() > at + 1
    }

    fn not(&mut self) -> Result<bool, Fault> {
        self.depth += 1;
        let alone = self.words.len() - self.at == 1;
        if self.peek() == Some("!") && !alone && !self.is_binary(self.at + 1) && self.depth < 60 {
            self.at += 1;
            return Ok(!self.not()?);
        }
        self.primary()
    }

    fn primary(&mut self) -> Result<bool, Fault> {
        let Some(word) = self.words.get(self.at).cloned() else { return Err(Fault::Nothing) };
        self.at += 1;
        if self.is_binary(self.at) {
            let operator = self.words[self.at].clone();
            let other = self.words[self.at + 1].clone();
            self.at += 2;
            return compare(self.session, &word, &operator, &other);
        }
        let more = self.words.len() > self.at;
        if word == "(" && more && self.depth < 60 {
            let answer = self.or()?;
            if self.peek() != Some(")") {
                return Err(Fault::Argument(")".into()));
            }
            self.at += 1;
            return Ok(answer);
        }
        if more && is_unary(&word) {
            let operand = self.words[self.at].clone();
            self.at += 1;
            return Ok(unary(self.session, &word, &operand));
        }
        // An operator without its second operand.
        if let Some(next) = self.peek().filter(|next| BINARY.contains(next)) {
            return Err(Fault::Argument(next.to_owned()));
        }
        Ok(!word.is_empty())
    }
}

fn is_unary(word: &str) -> bool {
    let mut chars = word.chars();
    matches!((chars.next(), chars.next(), chars.next()), (Some('-'), Some(letter), None) if "nz".contains(letter) || FILES.contains(letter))
}

fn unary(session: &mut Session<'_>, operator: &str, operand: &str) -> bool {
    match operator {
        "-n" => !operand.is_empty(),
        "-z" => operand.is_empty(),
        // Nobody's terminal is attached.
        "-t" => false,
        flag => file_is(session, flag, operand),
    }
}

fn compare(session: &mut Session<'_>, one: &str, operator: &str, two: &str) -> Result<bool, Fault> {
    let number = |text: &str| text.trim().parse::<i64>().map_err(|_| Fault::Number(text.to_owned()));
    Ok(match operator {
        "=" | "==" => one == two,
        "!=" => one != two,
        "<" => one < two,
        ">" => one > two,
        "-eq" => number(one)? == number(two)?,
        "-ne" => number(one)? != number(two)?,
        "-lt" => number(one)? < number(two)?,
        "-le" => number(one)? <= number(two)?,
        "-gt" => number(one)? > number(two)?,
        "-ge" => number(one)? >= number(two)?,
        // All files are of one moment: only one that is not there is older, and to BusyBox not even that.
        "-nt" => !session.busybox() && exists(session, one) && !exists(session, two),
        "-ot" => !session.busybox() && exists(session, two) && !exists(session, one),
        "-ef" => same(session, one, two),
        other => return Err(Fault::Operand(other.to_owned())),
    })
}

fn exists(session: &mut Session<'_>, path: &str) -> bool {
    session.with_files(|files, who, cwd| files.find(who, cwd, path, true).is_ok())
}

fn same(session: &mut Session<'_>, one: &str, two: &str) -> bool {
    let at = |session: &mut Session<'_>, path: &str| {
        session.with_files(|files, who, cwd| files.find(who, cwd, path, true).ok().map(|(place, node)| (place.mount, node)))
    };
    let (one, two) = (at(session, one), at(session, two));
    one.is_some() && one == two
}

/// BusyBox looks at mode and owner alone, not at mounts or capabilities (`coreutils/test.c` test_eaccess).
fn busybox_allows(who: &Credentials, found: &Node, wanted: u32) -> bool {
    if who.uid == 0 && (wanted != 1 || found.mode & 0o111 != 0) {
        return true;
    }
    let shift = match () {
        () if found.uid == who.uid => 6,
        () if found.gid == who.gid || who.groups.contains(&found.gid) => 3,
        () => 0,
    };
    found.mode & (wanted << shift) != 0
}

fn file_is(session: &mut Session<'_>, flag: &str, path: &str) -> bool {
    let busybox = session.busybox();
    session.with_files(|files, who, cwd| {
        let Ok((place, node)) = files.find(who, cwd, path, !matches!(flag, "-L" | "-h")) else { return false };
        let found = files.node(place.mount, node);
        match flag {
            "-e" => true,
            "-f" => !matches!(found.kind, Kind::Directory(_) | Kind::Symlink(_) | Kind::Device(..)),
            "-d" => matches!(found.kind, Kind::Directory(_)),
            "-L" | "-h" => matches!(found.kind, Kind::Symlink(_)),
            "-c" => matches!(found.kind, Kind::Device('c', ..)),
            "-b" => matches!(found.kind, Kind::Device('b', ..)),
            "-p" => matches!(found.kind, Kind::Device('p', ..)),
            "-s" => files.filesystem(place.mount).size(node) > 0,
            "-r" if busybox => busybox_allows(who, found, 4),
            "-w" if busybox => busybox_allows(who, found, 2),
            "-x" if busybox => busybox_allows(who, found, 1),
            "-r" => files.may(who, &place, node, 4).is_ok(),
            "-w" => files.may(who, &place, node, 2).is_ok(),
            "-x" => files.may(who, &place, node, 1).is_ok(),
            "-u" => found.mode & 0o4000 != 0,
            "-g" => found.mode & 0o2000 != 0,
            "-k" => found.mode & 0o1000 != 0,
            "-O" => found.uid == who.uid,
            "-G" => found.gid == who.gid,
            _ => false,
        }
    })
}

/// `[[ … ]]`: nothing splits, `==` takes a pattern, `&&` and `||` stand inside.
pub fn double(session: &mut Session<'_>, words: &[Word], streams: &mut Streams) -> Result<i32, Stop> {
    let mut reader = Double { session, words, at: 0, depth: 0, streams };
    let answer = reader.or(true)?;
    if reader.at < words.len() {
        return Err(Stop::NotSimulated("[[".into()));
    }
    Ok(i32::from(!answer))
}

struct Double<'s, 'w, 'a> {
    session: &'s mut Session<'w>,
    words: &'a [Word],
    at: usize,
    depth: u32,
    streams: &'s mut Streams,
}

impl Double<'_, '_, '_> {
    /// The operator here: an unquoted word.
    fn operator(&self, at: usize) -> Option<String> {
        let word = self.words.get(at)?;
        matches!(word.0.as_slice(), [Part::Text(_, false)]).then(|| literal(word))
    }

    fn eat(&mut self, operator: &str) -> bool {
        let found = self.operator(self.at).as_deref() == Some(operator);
        self.at += usize::from(found);
        found
    }

    fn or(&mut self, live: bool) -> Result<bool, Stop> {
        let mut answer = self.and(live)?;
        while self.eat("||") {
            answer |= self.and(live && !answer)?;
        }
        Ok(answer)
    }

    fn and(&mut self, live: bool) -> Result<bool, Stop> {
        let mut answer = self.primary(live)?;
        while self.eat("&&") {
            answer &= self.primary(live && answer)?;
        }
        Ok(answer)
    }

    fn text(&mut self, at: usize) -> Result<String, Stop> {
        let Some(word) = self.words.get(at) else { return Err(Stop::NotSimulated("[[".into())) };
        expand::single(self.session, word, self.streams)
    }

    fn primary(&mut self, live: bool) -> Result<bool, Stop> {
        self.depth += 1;
        if self.depth > 60 {
            return Err(Stop::NotSimulated("[[".into()));
        }
        if self.eat("!") {
            return Ok(!self.primary(live)?);
        }
        if self.eat("(") {
            let answer = self.or(live)?;
            return if self.eat(")") { Ok(answer) } else { Err(Stop::NotSimulated("[[".into())) };
        }
        let start = self.at;
        if let Some(operator) = self.operator(start + 1).filter(|operator| BINARY.contains(&operator.as_str())) {
            self.at += 3;
            let one = self.text(start)?;
            let answer = match operator.as_str() {
                "=" | "==" | "!=" => expand::fits(self.session, &self.words[start + 2], &one, self.streams)? == (operator != "!="),
                "=~" => return Err(Stop::NotSimulated("=~".into())),
                operator => {
                    let two = self.text(start + 2)?;
                    compare(self.session, &one, operator, &two).map_err(|_| Stop::NotSimulated("[[".into()))?
                }
            };
            return Ok(live && answer);
        }
        if let Some(flag) = self.operator(start).filter(|flag| is_unary(flag) && start + 1 < self.words.len()) {
            self.at += 2;
            let operand = self.text(start + 1)?;
            return Ok(live && unary(self.session, &flag, &operand));
        }
        self.at += 1;
        Ok(!self.text(start)?.is_empty())
    }
}
