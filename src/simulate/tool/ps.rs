//! `ps`: BusyBox's list and procps' forms.

use super::Call;
use crate::simulate::machine::Process;
use crate::simulate::session::{Session, Stop, Streams};

/// Runs `ps`.
pub fn run(session: &mut Session<'_>, call: &Call<'_>, streams: &mut Streams) -> Result<i32, Stop> {
    let busybox = session.busybox();
    let words: Vec<&str> = call.args.iter().skip(1).map(String::as_str).collect();
    // `-o pid,comm`, `-opid`, `-eo pid`
    let at = words.iter().position(|word| word.starts_with("-o") || word.starts_with('-') && word.ends_with('o'));
    let named = at.map(|at| match words[at].strip_prefix("-o") {
        Some(columns) if !columns.is_empty() => (at, columns),
        _ => (at, words.get(at + 1).copied().unwrap_or_default()),
    });
    let letters: String = match named {
        Some((at, _)) => words[..at].concat() + words[at].strip_suffix('o').unwrap_or_default(),
        None => words.concat(),
    };
    if busybox && let Some(said) = refused(&words, at, named.map_or("", |(_, columns)| columns)) {
        let helps = !said.contains("bad -o argument");
        streams.complain(said);
        return Ok(if helps { super::options::usage(session, "ps", streams) } else { 1 });
    }
    let columns: Vec<&str> = match (named, busybox) {
        (Some((_, columns)), _) => columns.split(',').collect(),
        (None, true) => vec!["pid", "user", "time", "args"],
        (None, false) if letters.contains('u') => {
            vec!["user", "pid", "%cpu", "%mem", "vsz", "rss", "tty", "stat", "start", "bsdtime", "args"]
        }
        (None, false) if letters.contains('f') => vec!["uid", "pid", "ppid", "c", "stime", "tty", "time", "cmd"],
        (None, false) => {
            vec!["pid", "tty", "time", if letters.contains(['a', 'x']) && !letters.starts_with('-') { "stat" } else { "ucmd" }]
        }
    };
    if !busybox && let Some(ended) = asked_for(named.map(|(_, columns)| columns), streams) {
        return ended;
    }
    let letters = if named.is_some() { letters.replace(|c: char| c.is_ascii_digit(), "").replace('p', "") } else { letters };
    if !busybox && !letters.trim_matches(['-', 'a', 'u', 'x', 'e', 'f', 'A', 'w']).is_empty() {
        return Err(Stop::NotSimulated(call.args.join(" ")));
    }
    // Without a terminal procps lists what has none either and belongs to the same user.
    let wanted: Option<Vec<u32>> = words
        .iter()
        .position(|word| !busybox && *word == "-p")
        .and_then(|at| words.get(at + 1))
        .map(|pids| pids.split(',').filter_map(|pid| pid.parse().ok()).collect());
    let own = !busybox && !letters.contains(['e', 'A', 'x', 'a']) && wanted.is_none();
    let shape = if busybox { Shape::Busybox } else { Shape::Procps };
    let last = columns.len().saturating_sub(1);
    let line = |cell: &dyn Fn(&str) -> String| {
        // Names are padded to their column unless they stand last.
        let cells = columns.iter().enumerate().map(|(at, column)| if at < last { shape.pad(column, &cell(column)) } else { cell(column) });
        cells.collect::<Vec<_>>().join(" ").trim_end().to_owned()
    };
    // `user=` has no title, and `user=WHO` its own; without any there is no line for them.
    let title = |column: &str| column.split_once('=').map_or_else(|| shape.head(column), |(_, title)| title.to_owned());
    if !columns.iter().all(|column| column.ends_with('=')) {
        streams.say(line(&title));
    }
    let who = session.who.uid;
    let session: &Session<'_> = session;
    for process in session.container().processes.iter().filter(|process| !own || process.who.uid == who) {
        if wanted.as_ref().is_some_and(|pids| !pids.contains(&process.pid)) {
            continue;
        }
        let row = Row { session, process };
        streams.say(line(&|column| row.cell(name_of(column), shape)));
    }
    Ok(0)
}

/// The name of a column, without the title that `user=WHO` gives it.
fn name_of(column: &str) -> &str {
    column.split('=').next().unwrap_or(column)
}

/// Columns that procps lists, as far as they are simulated; one that it does not know it names.
fn asked_for(columns: Option<&str>, streams: &mut Streams) -> Option<Result<i32, Stop>> {
    const COLUMNS: &str = "pid ppid user uid comm args cmd time tty stat c %cpu %mem vsz rss start stime ucmd";
    const OTHERS: &str = "euid ruid suid gid group egroup pgid sid sess nice ni pri psr etime etimes lstart cputime bsdtime s state wchan f flags \
        command tid lwp nlwp thcount label capsh pcpu pmem size sz cgroup ns pidns netns mntns userns utsns ipcns ruser euser rgroup fname tname tt";
    let columns = columns?;
    let known = |list: &str, name: &str| list.split_whitespace().any(|one| one == name);
    for name in columns.split(',').map(name_of).filter(|name| !name.is_empty()) {
        if known(OTHERS, name) {
            return Some(Err(Stop::NotSimulated(format!("ps -o {name}"))));
        }
        if !known(COLUMNS, name) {
            streams.complain(format!("error: unknown user-defined format specifier \"{name}\"\n"));
            streams.complain(
                "Usage:\n ps [options]\n\n Try 'ps --help <simple|list|output|threads|misc|all>'\n  or 'ps --help <s|l|o|t|m|a>'",
            );
            streams.complain(" for additional help text.\n\nFor more details see ps(1).");
            return Some(Ok(1));
        }
    }
    None
}

/// What BusyBox' ps says of words that it does not know; it passes over the letters of other systems' ps.
fn refused(words: &[&str], at: Option<usize>, columns: &str) -> Option<String> {
    const COLUMNS: &str = "user,group,comm,args,pid,ppid,pgid,etime,nice,rgroup,ruser,time,tty,vsz,sid,stat,rss";
    if let Some(odd) =
        columns.split(',').map(name_of).find(|column| !column.is_empty() && !COLUMNS.split(',').any(|known| known == *column))
    {
        return Some(format!("ps: bad -o argument '{odd}', supported arguments: {COLUMNS}"));
    }
    for (place, word) in words.iter().enumerate().filter(|(place, _)| at != Some(*place)) {
        if let Some(long) = word.strip_prefix("--") {
            return Some(format!("ps: unrecognized option '--{long}'"));
        }
        if let Some(letter) = word.strip_prefix('-').and_then(|letters| letters.chars().find(|letter| !"aAdefglnoTwxuZ".contains(*letter)))
        {
            return Some(format!("ps: invalid option -- '{letter}'"));
        }
        let _ = place;
    }
    None
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Busybox,
    Procps,
}

impl Shape {
    fn head(self, column: &str) -> String {
        let title = match (column, self) {
            ("args" | "cmd", Self::Procps) if column == "cmd" => "CMD",
            ("args" | "cmd", _) | ("comm", _) => "COMMAND",
            ("ucmd", _) => "CMD",
            ("bsdtime", _) => "TIME",
            (other, _) => return other.to_uppercase(),
        };
        title.to_owned()
    }

    /// Width and side of a column.
    fn pad(self, column: &str, text: &str) -> String {
        match (column, self) {
            ("pid" | "ppid", Self::Busybox) if text.starts_with('P') => format!("{text:<5}"),
            ("pid" | "ppid", Self::Busybox) => format!("{text:>5}"),
            ("time", Self::Busybox) if text == "TIME" => format!("{text:<5}"),
            ("time", Self::Busybox) => format!("{text:>5}"),
            ("pid" | "ppid", Self::Procps) => format!("{text:>7}"),
            ("time", Self::Procps) => format!("{text:>8}"),
            ("bsdtime", _) => format!("{text:>6}"),
            ("user" | "uid" | "tty", _) => format!("{text:<8}"),
            ("%cpu" | "%mem", _) => format!("{text:>4}"),
            ("vsz", _) => format!("{text:>6}"),
            ("rss", _) => format!("{text:>5}"),
            ("stat", _) => format!("{text:<4}"),
            ("c", _) => format!("{text:>2}"),
            ("comm", Self::Busybox) => format!("{text:<16}"),
            ("comm" | "ucmd", _) => format!("{text:<15}"),
            _ => format!("{text:<5}"),
        }
    }
}

/// A process as one of its lines.
struct Row<'s, 'a> {
    session: &'s Session<'a>,
    process: &'s Process,
}

impl Row<'_, '_> {
    fn cell(&self, column: &str, shape: Shape) -> String {
        let process = self.process;
        match (column, shape) {
            ("pid", _) => process.pid.to_string(),
            ("ppid", _) => process.parent.to_string(),
            ("c", _) => "0".into(),
            ("user", _) | ("uid", Shape::Procps) => self.user(),
            ("uid", Shape::Busybox) => process.who.uid.to_string(),
            ("time", Shape::Busybox) | ("bsdtime", _) => "0:00".into(),
            ("time", Shape::Procps) => "00:00:00".into(),
            ("tty", _) => "?".into(),
            ("%cpu" | "%mem", _) => "0.0".into(),
            // What a small program takes; nothing here measures memory.
            ("vsz", _) => "2792".into(),
            ("rss", _) => "1280".into(),
            // What the runtime started leads a session.
            ("stat", _) => {
                let state = if process.pid == self.session.pid { 'R' } else { 'S' };
                let leads = if process.parent == 0 { "s" } else { "" };
                format!("{state}{leads}")
            }
            ("start" | "stime", _) => self.session.world.facts.now.get(11..16).unwrap_or("00:00").to_owned(),
            ("args" | "cmd", _) => process.args.join(" "),
            _ => process.comm.clone(),
        }
    }

    fn user(&self) -> String {
        let image = &self.session.container().image;
        let named = image.accounts().find(|(_, uid, _)| *uid == self.process.who.uid).map(|(name, ..)| name.to_owned());
        named.unwrap_or_else(|| self.process.who.uid.to_string())
    }
}
