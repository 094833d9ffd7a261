//! The command line of `find`: where to begin, how deep to go, and what to ask.

use jiff::Timestamp;
use regex::Regex;

use crate::simulate::session::{Session, Stop};

/// What is asked of every file, and done with it.
pub enum Expression {
    And(Vec<Expression>),
    Or(Vec<Expression>),
    Not(Box<Expression>),
    Test(Test),
    Prune,
    /// The path and what ends it.
    Print(char),
    Printf(String),
    List,
    Delete,
    /// A command for each file, or one for all of them.
    Execute(Vec<String>, bool),
}

/// What is asked.
pub enum Test {
    Name(String, bool),
    Path(String, bool),
    Regex(Regex),
    Type(Vec<char>),
    /// The exact mode, all of its bits, any of its bits.
    Mode(u32, char),
    User(i64),
    Group(i64),
    Unowned,
    Ungrouped,
    Empty,
    Links(Count),
    Inode(Count),
    /// In units of so many bytes, rounded up.
    Size(Count, usize),
    /// In units of so many seconds.
    Age(Count, i64),
    Newer(Timestamp),
    True,
    False,
}

/// `5`, `+5`, `-5`
#[derive(Clone, Copy)]
pub struct Count {
    number: i64,
    sign: char,
}

impl Count {
    fn read(text: &str) -> Option<Self> {
        let sign = text.chars().next().filter(|sign| "+-".contains(*sign)).unwrap_or('=');
        let digits = text.trim_start_matches(['+', '-']);
        Some(Self { number: digits.parse().ok().filter(|number| *number >= 0)?, sign })
    }

    pub fn fits(self, value: i64) -> bool {
        match self.sign {
            '+' => value > self.number,
            '-' => value < self.number,
            _ => value == self.number,
        }
    }
}

/// What a command line asks for.
pub struct Plan {
    pub roots: Vec<String>,
    pub least: usize,
    pub most: usize,
    /// What a directory holds comes before it.
    pub depth_first: bool,
    /// Other file systems are not entered.
    pub stays: bool,
    pub expression: Expression,
}

impl Plan {
    /// Whether the expression leaves out what lies below `path`: `-path '/proc/*' -prune`, `-not -path '/proc/*'`.
    pub fn avoids(&self, path: &str) -> bool {
        self.expression.avoids(&format!("{path}/x"))
    }
}

impl Expression {
    fn avoids(&self, path: &str) -> bool {
        match self {
            Self::And(parts) | Self::Or(parts) => parts.iter().any(|part| part.avoids(path)),
            Self::Not(part) => part.avoids(path),
            Self::Test(Test::Path(pattern, _)) => crate::simulate::shell::glob(pattern, path) || path.starts_with(&format!("{pattern}/")),
            _ => false,
        }
    }

    /// Whether it asks for a name, or for a bit that none of the kernel's files has.
    pub fn is_narrow(&self) -> bool {
        match self {
            Self::And(parts) => parts.iter().any(Self::is_narrow),
            Self::Or(parts) => parts.iter().all(|part| part.is_narrow() || matches!(part, Self::And(inner) if inner.is_empty())),
            Self::Test(Test::Name(pattern, _)) => pattern != "*",
            Self::Test(Test::Mode(mode, _)) => mode & 0o6000 != 0,
            Self::Test(Test::Unowned | Test::Ungrouped) => true,
            _ => false,
        }
    }
}

/// Reads the words. The inner error is what find says of a mistake.
pub fn plan(session: &mut Session<'_>, words: &[String]) -> Result<Result<Plan, String>, Stop> {
    let first =
        words.iter().position(|word| word.starts_with('-') && word.len() > 1 || matches!(word.as_str(), "!" | "(")).unwrap_or(words.len());
    let mut roots = words[..first].to_vec();
    if roots.is_empty() {
        roots.push(".".into());
    }
    let plan = Plan { roots, least: 0, most: usize::MAX, depth_first: false, stays: false, expression: Expression::And(Vec::new()) };
    let mut reader = Reader { words: &words[first..], at: 0, plan, acts: false };
    let expression = match reader.either(session) {
        Ok(expression) => expression,
        Err(Wrong::Said(said)) => return Ok(Err(said)),
        Err(Wrong::Unknown(what)) => return Err(Stop::NotSimulated(format!("find {what}"))),
    };
    let Reader { mut plan, acts, .. } = reader;
    // Without an action the path is printed.
    plan.expression = if acts { expression } else { Expression::And(vec![expression, Expression::Print('\n')]) };
    Ok(Ok(plan))
}

enum Wrong {
    /// A mistake of the caller's.
    Said(String),
    /// What is not simulated.
    Unknown(String),
}

struct Reader<'w> {
    words: &'w [String],
    at: usize,
    plan: Plan,
    acts: bool,
}

impl<'w> Reader<'w> {
    fn next(&mut self) -> Option<&'w str> {
        let word = self.words.get(self.at)?;
        self.at += 1;
        Some(word)
    }

    fn either(&mut self, session: &mut Session<'_>) -> Result<Expression, Wrong> {
        let mut parts = vec![self.all(session)?];
        while matches!(self.words.get(self.at).map(String::as_str), Some("-o" | "-or")) {
            self.at += 1;
            parts.push(self.all(session)?);
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { Expression::Or(parts) })
    }

    fn all(&mut self, session: &mut Session<'_>) -> Result<Expression, Wrong> {
        let mut parts = Vec::new();
        while let Some(word) = self.words.get(self.at).filter(|word| !matches!(word.as_str(), "-o" | "-or" | ")")) {
            if matches!(word.as_str(), "-a" | "-and") {
                self.at += 1;
                continue;
            }
            parts.extend(self.one(session)?);
        }
        Ok(Expression::And(parts))
    }

    fn value(&mut self, session: &Session<'_>, name: &str) -> Result<&'w str, Wrong> {
        self.next().ok_or_else(|| {
            Wrong::Said(match session.busybox() {
                true => format!("find: {name} requires an argument"),
                false => format!("find: missing argument to `{name}'"),
            })
        })
    }

    /// One test or action; an option that holds for the whole walk is none.
    fn one(&mut self, session: &mut Session<'_>) -> Result<Option<Expression>, Wrong> {
        let Some(word) = self.next() else { return Ok(None) };
        let unknown = |what: &str| Wrong::Unknown(what.to_owned());
        let count = |text: &str| Count::read(text).ok_or_else(|| unknown(&format!("{word} {text}")));
        let test = match word {
            "!" | "-not" => return Ok(self.one(session)?.map(|part| Expression::Not(Box::new(part)))),
            "(" => {
                let inner = self.either(session)?;
                return match self.next() {
                    Some(")") => Ok(Some(inner)),
                    _ => Err(unknown("(")),
                };
            }
            "-xdev" | "-mount" => {
                self.plan.stays = true;
                return Ok(None);
            }
            "-depth" | "-d" => {
                self.plan.depth_first = true;
                return Ok(None);
            }
            "-follow" | "-noleaf" | "-warn" | "-nowarn" => return Ok(None),
            "-maxdepth" | "-mindepth" => {
                let depth = self.value(session, word)?.parse().map_err(|_| unknown(word))?;
                let place = if word == "-maxdepth" { &mut self.plan.most } else { &mut self.plan.least };
                *place = depth;
                return Ok(None);
            }
            "-prune" => return Ok(Some(Expression::Prune)),
            "-print" => return Ok(Some(self.act(Expression::Print('\n')))),
            "-print0" => return Ok(Some(self.act(Expression::Print('\0')))),
            "-ls" if !session.busybox() => return Ok(Some(self.act(Expression::List))),
            "-printf" if !session.busybox() => {
                let format = self.value(session, word)?.to_owned();
                return Ok(Some(self.act(Expression::Printf(format))));
            }
            "-delete" => {
                self.plan.depth_first = true;
                return Ok(Some(self.act(Expression::Delete)));
            }
            "-exec" | "-ok" | "-execdir" => {
                let mut command = Vec::new();
                let together = loop {
                    match self.next() {
                        Some(";") => break false,
                        Some("+") if command.last().is_some_and(|word| word == "{}") => break true,
                        Some(word) => command.push(word.to_owned()),
                        None => {
                            return Err(Wrong::Said(match session.busybox() {
                                true => "find: -exec requires an argument".into(),
                                false => format!("find: missing argument to `{word}'"),
                            }));
                        }
                    }
                };
                if word != "-exec" {
                    return Err(unknown(word));
                }
                return Ok(Some(self.act(Expression::Execute(command, together))));
            }
            "-name" | "-iname" => Test::Name(self.value(session, word)?.to_owned(), word == "-iname"),
            "-path" | "-wholename" | "-ipath" => Test::Path(self.value(session, word)?.to_owned(), word == "-ipath"),
            "-regex" | "-iregex" => {
                let pattern = self.value(session, word)?;
                let ignore = if word == "-iregex" { "(?i)" } else { "" };
                Test::Regex(Regex::new(&format!("{ignore}^(?:{pattern})$")).map_err(|_| unknown(word))?)
            }
            "-type" => {
                let kinds: Vec<char> = self.value(session, word)?.split(',').filter_map(|kind| kind.chars().next()).collect();
                if kinds.is_empty() || kinds.iter().any(|kind| !"fdlbcps".contains(*kind)) {
                    return Err(unknown(word));
                }
                Test::Type(kinds)
            }
            "-empty" => Test::Empty,
            "-true" => Test::True,
            "-false" => Test::False,
            "-nouser" => Test::Unowned,
            "-nogroup" => Test::Ungrouped,
            "-perm" => {
                let text = self.value(session, word)?;
                let sign = text.chars().next().filter(|sign| "-/+".contains(*sign)).unwrap_or('=');
                let rest = text.strip_prefix(['-', '/', '+']).unwrap_or(text);
                let mode = super::super::new_mode(rest, 0, false, 0).ok_or_else(|| unknown(&format!("-perm {text}")))?;
                Test::Mode(mode, sign)
            }
            "-user" | "-uid" => {
                let text = self.value(session, word)?;
                let known = session.container().image.accounts().find(|(name, ..)| *name == text).map(|(_, uid, _)| uid);
                Test::User(known.or_else(|| text.parse().ok()).ok_or_else(|| nobody(session, text, "user"))?)
            }
            "-group" | "-gid" => {
                let text = self.value(session, word)?;
                let known = session.container().image.groups().find(|(name, ..)| *name == text).map(|(_, gid, _)| gid);
                Test::Group(known.or_else(|| text.parse().ok()).ok_or_else(|| nobody(session, text, "group"))?)
            }
            "-links" => Test::Links(count(self.value(session, word)?)?),
            "-inum" => Test::Inode(count(self.value(session, word)?)?),
            "-size" => {
                let text = self.value(session, word)?;
                let (digits, unit) = match text.chars().last() {
                    Some('c') => (&text[..text.len() - 1], 1),
                    Some('w') => (&text[..text.len() - 1], 2),
                    Some('b') => (&text[..text.len() - 1], 512),
                    Some('k') => (&text[..text.len() - 1], 1 << 10),
                    Some('M') => (&text[..text.len() - 1], 1 << 20),
                    Some('G') => (&text[..text.len() - 1], 1 << 30),
                    _ => (text, 512),
                };
                Test::Size(count(digits)?, unit)
            }
            "-mtime" | "-atime" | "-ctime" => Test::Age(count(self.value(session, word)?)?, 86400),
            "-mmin" | "-amin" | "-cmin" => Test::Age(count(self.value(session, word)?)?, 60),
            "-newer" => {
                let other = self.value(session, word)?;
                let now: Timestamp = session.world.facts.now.parse().unwrap_or_default();
                let found = session.with_files(|files, who, cwd| {
                    files.find(who, cwd, other, true).map(|(place, node)| files.node(place.mount, node).time)
                });
                Test::Newer(found.map_err(|errno| Wrong::Said(format!("find: {other}: {}", errno.text())))?.unwrap_or(now))
            }
            other => {
                return Err(match session.busybox() {
                    true => Wrong::Said(format!("find: unrecognized: {other}")),
                    false if other.starts_with('-') && KNOWN.split(' ').any(|known| known == other) => unknown(other),
                    false if other.starts_with('-') => Wrong::Said(format!("find: unknown predicate `{other}'")),
                    false => Wrong::Said(format!("find: paths must precede expression: `{other}'")),
                });
            }
        };
        Ok(Some(Expression::Test(test)))
    }

    fn act(&mut self, action: Expression) -> Expression {
        self.acts = true;
        action
    }
}

/// What GNU's find knows besides.
const KNOWN: &str = "-readable -writable -executable -samefile -lname -ilname -anewer -cnewer -used -context -fstype -xtype -quit -fprint \
    -fprintf -fls -okdir -daystart -regextype -files0-from -help -version --help --version";

fn nobody(session: &Session<'_>, name: &str, what: &str) -> Wrong {
    Wrong::Said(match (session.busybox(), what) {
        (true, what) => format!("find: unknown {what} {name}"),
        (false, "user") => format!("find: '{name}' is not the name of a known user"),
        (false, _) => format!("find: '{name}' is not the name of an existing group"),
    })
}
