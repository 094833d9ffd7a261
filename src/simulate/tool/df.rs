//! `df`: the file systems of a container (BusyBox coreutils/df.c, GNU coreutils 8 and 9). The node's disk is one of ours: how full it is nobody asks.

use super::Call;
use crate::simulate::files::{Kind, Mount};
use crate::simulate::session::{Session, Stop, Streams};

/// The node's disk in KiB: what it holds, what is used, what is free for others than root.
const DISK: (u64, u64, u64) = (103_080_888, 24_733_248, 73_065_360);
/// Its inodes.
const INODES: (u64, u64) = (16_553_600, 412_345);

/// One line.
struct Row {
    source: String,
    kind: String,
    total: u64,
    used: u64,
    free: u64,
    at: String,
}

impl Row {
    /// In percent: BusyBox rounds, GNU rounds up.
    fn share(&self, busybox: bool) -> String {
        match self.used + self.free {
            0 if busybox => "0%".into(),
            0 => "-".into(),
            all if busybox => format!("{}%", (self.used * 100 + all / 2) / all),
            all => format!("{}%", (self.used * 100).div_ceil(all)),
        }
    }
}

/// `df [-hkmTiPa] [PATH]…`
pub fn df(session: &mut Session<'_>, call: Call<'_>, streams: &mut Streams) -> Result<i32, Stop> {
    let call = call.reading("Bt");
    let busybox = session.busybox();
    if let Some(other) = call.options.flags().find(|letter| !"hkmTiPa".contains(*letter)) {
        return Err(Stop::NotSimulated(format!("df -{other}")));
    }
    let output = call.options.long("output").map(str::to_owned);
    if call.options.long_words().any(|word| !word.starts_with("output=") || busybox) {
        return Err(Stop::NotSimulated(call.args.join(" ")));
    }
    let (rows, wrong) = rows(session, &call);
    if !busybox {
        wrong.iter().for_each(|path| streams.complain(format!("df: {path}: No such file or directory")));
    }
    let code = i32::from(!wrong.is_empty());
    match (output.as_deref(), busybox) {
        (Some("target"), _) => {
            streams.say("Mounted on");
            rows.iter().for_each(|row| streams.say(&row.at));
        }
        (Some(columns), _) => return Err(Stop::NotSimulated(format!("df --output={columns}"))),
        (None, true) => {
            of_busybox(&call, &rows, streams);
            // What was written before goes out first (BusyBox `libbb/verror_msg.c`).
            wrong.iter().for_each(|path| streams.complain(format!("df: {path}: can't find mount point")));
        }
        (None, false) if rows.is_empty() => {}
        (None, false) => of_gnu(&call, &rows, streams),
    }
    Ok(code)
}

/// What is listed, and the paths that are not there.
fn rows(session: &mut Session<'_>, call: &Call<'_>) -> (Vec<Row>, Vec<String>) {
    let mounts = session.container().mounts.clone();
    let mut wrong = Vec::new();
    let all = call.options.has('a');
    let chosen: Vec<usize> = if call.options.rest.is_empty() {
        let listed = (0..mounts.len()).filter(|at| all || has_blocks(&mounts[*at]));
        if session.busybox() || all { listed.collect() } else { listed.filter(|at| stands_for(&mounts, *at)).collect() }
    } else {
        let mut found = Vec::new();
        for path in &call.options.rest {
            match session.walk(path, true) {
                Ok(place) if place.node.is_some() => found.push(place.mount),
                _ => wrong.push(path.clone()),
            }
        }
        found
    };
    (chosen.into_iter().map(|at| row(session, &mounts[at], call.options.has('i'))).collect(), wrong)
}

fn has_blocks(mount: &Mount) -> bool {
    matches!(mount.kind.as_str(), "overlay" | "ext4" | "xfs" | "tmpfs")
}

/// What a mount lies on: file systems in memory are one each.
fn device(mount: &Mount) -> String {
    if mount.source.starts_with('/') { mount.source.clone() } else { format!("{}#{}", mount.source, mount.filesystem) }
}

/// GNU lists a device once: at the place with the shortest name.
fn stands_for(mounts: &[Mount], at: usize) -> bool {
    let own = &mounts[at];
    let same = |other: &&Mount| has_blocks(other) && device(other) == device(own);
    mounts.iter().filter(same).min_by_key(|mount| mount.at.len()).is_some_and(|first| first.at == own.at)
}

fn row(session: &mut Session<'_>, mount: &Mount, inodes: bool) -> Row {
    let (total, used, free) = match (mount.kind.as_str(), inodes) {
        ("overlay" | "ext4" | "xfs", false) => DISK,
        ("overlay" | "ext4" | "xfs", true) => (INODES.0, INODES.1, INODES.0 - INODES.1),
        ("tmpfs", _) => {
            let (size, used) = memory(session, mount);
            (size, used, size - used.min(size))
        }
        _ => (0, 0, 0),
    };
    Row { source: mount.source.clone(), kind: mount.kind.clone(), total, used, free, at: mount.at.clone() }
}

/// A file system in memory: as large as it was made, or half of what there is.
fn memory(session: &mut Session<'_>, mount: &Mount) -> (u64, u64) {
    let given = mount.options.split(',').find_map(|option| option.strip_prefix("size=")?.strip_suffix('k')?.parse().ok());
    let filesystem = &session.machine.filesystems[mount.filesystem];
    let files = (0..filesystem.nodes.len()).filter(|node| matches!(filesystem.nodes[*node].kind, Kind::File(_)));
    let used = files.map(|node| filesystem.blocks(node) as u64).sum();
    let all = session.read("/proc/meminfo").unwrap_or_default();
    let total = all.split_whitespace().nth(1).and_then(|number| number.parse::<u64>().ok()).unwrap_or(8_000_000);
    (given.unwrap_or(total / 2), used)
}

/// How one amount is written.
fn amount(call: &Call<'_>, kilobytes: u64, busybox: bool) -> String {
    match () {
        () if call.options.has('i') => kilobytes.to_string(),
        () if call.options.has('h') => readable(kilobytes, busybox),
        () if call.options.has('m') && busybox => ((kilobytes + 512) / 1024).to_string(),
        () if call.options.has('m') => kilobytes.div_ceil(1024).to_string(),
        () => kilobytes.to_string(),
    }
}

/// An amount in the largest unit of which there is one: BusyBox writes one decimal; GNU rounds up, with one below ten.
fn readable(kilobytes: u64, busybox: bool) -> String {
    if kilobytes == 0 {
        return "0".into();
    }
    let power = (0..3).find(|power| kilobytes < 1024_u64.pow(power + 1)).unwrap_or(3);
    let (value, unit) = (kilobytes as f64 / 1024_f64.powi(power as i32), ['K', 'M', 'G', 'T'][power as usize]);
    let tenths = (value * 10.0).ceil() / 10.0;
    match () {
        () if busybox => format!("{value:.1}{unit}"),
        () if tenths < 10.0 => format!("{tenths:.1}{unit}"),
        () => format!("{:.0}{unit}", value.ceil()),
    }
}

fn of_busybox(call: &Call<'_>, rows: &[Row], streams: &mut Streams) {
    let has = |letter: char| call.options.has(letter);
    let unit = match () {
        () if has('i') => "   Inodes",
        () if has('h') => "     Size",
        () if has('m') => "1M-blocks",
        () if has('P') => "1024-blocks",
        () => "1K-blocks",
    };
    let kind = if has('T') { "Type       " } else { "" };
    streams.say(format!("Filesystem           {kind}{unit:<15}Used Available {} Mounted on", if has('P') { "Capacity" } else { "Use%" }));
    for row in rows {
        let kind = if has('T') { format!("{:<10} ", row.kind) } else { String::new() };
        let [total, used, free] = [row.total, row.used, row.free].map(|number| amount(call, number, true));
        streams.say(format!("{:<20} {kind}{total:>9} {used:>9} {free:>9} {:>4} {}", row.source, row.share(true), row.at));
    }
}

fn of_gnu(call: &Call<'_>, rows: &[Row], streams: &mut Streams) {
    let has = |letter: char| call.options.has(letter);
    let (size, free, share) = match () {
        () if has('i') => ("Inodes", "IFree", "IUse%"),
        () if has('h') => ("Size", "Avail", "Use%"),
        () if has('m') => ("1M-blocks", "Available", "Use%"),
        () if has('P') => ("1024-blocks", "Available", "Capacity"),
        () => ("1K-blocks", "Available", "Use%"),
    };
    let mut table =
        vec![["Filesystem", "Type", size, if has('i') { "IUsed" } else { "Used" }, free, share, "Mounted on"].map(str::to_owned)];
    for row in rows {
        let [total, used, free] = [row.total, row.used, row.free].map(|number| amount(call, number, false));
        table.push([row.source.clone(), row.kind.clone(), total, used, free, row.share(false), row.at.clone()]);
    }
    // A name has 14 columns at least, an amount 5.
    let least = [14, 4, 5, 5, 5, 4];
    let width = |column: usize| table.iter().map(|cells| cells[column].len()).max().unwrap_or(0).max(least[column]);
    let widths: Vec<usize> = (0..6).map(width).collect();
    for cells in &table {
        let mut line = format!("{:<width$}", cells[0], width = widths[0]);
        if has('T') {
            line += &format!(" {:<width$}", cells[1], width = widths[1]);
        }
        for column in 2..6 {
            line += &format!(" {:>width$}", cells[column], width = widths[column]);
        }
        streams.say(format!("{line} {}", cells[6]));
    }
}
