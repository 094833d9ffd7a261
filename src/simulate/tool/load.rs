//! What a machine has to do: BusyBox' `top -b`, `free` and `uptime`, by what the simulated `/proc` says of it.

use super::Call;
use crate::simulate::session::{Session, Stop, Streams};

/// Runs one of them.
pub fn run(session: &mut Session<'_>, call: &Call<'_>, streams: &mut Streams) -> Result<i32, Stop> {
    if !session.busybox() {
        return Err(Stop::NotSimulated(call.args.join(" ")));
    }
    match call.name {
        "free" => free(session, call, streams),
        "uptime" if call.args.len() == 1 => {
            let now = session.world.facts.now.get(11..19).unwrap_or("00:00:00").to_owned();
            let seconds = first(session, "/proc/uptime");
            let (hours, minutes) = (seconds as u64 / 3600, seconds as u64 / 60 % 60);
            let load = averages(session).join(", ");
            streams.say(format!(" {now} up {hours:>2}:{minutes:02},  0 users,  load average: {load}"));
            Ok(0)
        }
        "top" => top(session, call, streams),
        _ => Err(Stop::NotSimulated(call.args.join(" "))),
    }
}

/// The first number of a file.
fn first(session: &mut Session<'_>, path: &str) -> f64 {
    session.read(path).ok().and_then(|text| text.split_whitespace().next().and_then(|word| word.parse().ok())).unwrap_or(0.0)
}

fn averages(session: &mut Session<'_>) -> Vec<String> {
    session.read("/proc/loadavg").unwrap_or_default().split_whitespace().take(3).map(str::to_owned).collect()
}

/// Kilobytes of `/proc/meminfo`.
fn memory(session: &mut Session<'_>, name: &str) -> u64 {
    let text = session.read("/proc/meminfo").unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
    line.and_then(|rest| rest.split_whitespace().next()).and_then(|number| number.parse().ok()).unwrap_or(0)
}

/// What is used, what is free, what buffers the disk: the last is what is free beyond the first.
fn amounts(session: &mut Session<'_>) -> (u64, u64, u64, u64) {
    let [total, free, available] = ["MemTotal", "MemFree", "MemAvailable"].map(|name| memory(session, name));
    let buffered = available.saturating_sub(free);
    (total, total.saturating_sub(free + buffered), free, buffered)
}

/// `free [-bkmgh]` (BusyBox procps/free.c).
fn free(session: &mut Session<'_>, call: &Call<'_>, streams: &mut Streams) -> Result<i32, Stop> {
    let letters: String = call.args[1..].iter().map(|arg| arg.trim_start_matches('-')).collect();
    if let Some(other) = letters.chars().find(|letter| !"bkmgh".contains(*letter)) {
        streams.complain(format!("free: invalid option -- '{other}'"));
        return Ok(super::options::usage(session, "free", streams));
    }
    let shown = |kilobytes: u64| match letters.chars().last() {
        Some('b') => (kilobytes * 1024).to_string(),
        Some('m') => (kilobytes / 1024).to_string(),
        Some('g') => (kilobytes / 1024 / 1024).to_string(),
        Some('h') if kilobytes == 0 => "0".into(),
        Some('h') if kilobytes >= 1024 * 1024 => format!("{:.1}G", kilobytes as f64 / 1024.0 / 1024.0),
        Some('h') => format!("{:.1}M", kilobytes as f64 / 1024.0),
        _ => kilobytes.to_string(),
    };
    let (total, used, free, buffered) = amounts(session);
    let row = |name: &str, cells: &[u64]| {
        let first = format!("{name}{:>width$}", shown(cells[0]), width = 19 - name.len());
        cells[1..].iter().fold(first, |line, cell| line + &format!("{:>12}", shown(*cell)))
    };
    streams.say("              total        used        free      shared  buff/cache   available");
    streams.say(row("Mem:", &[total, used, free, 0, buffered, free + buffered]));
    streams.say(row("Swap:", &[0, 0, 0]));
    Ok(0)
}

/// `top -b -n N` (BusyBox procps/top.c); without an end it goes on.
fn top(session: &mut Session<'_>, call: &Call<'_>, streams: &mut Streams) -> Result<i32, Stop> {
    let call = Call { name: "top", args: call.args, options: super::Options::default() }.reading("dn");
    let times: Option<usize> = call.options.value('n').and_then(|number| number.parse().ok());
    if let Some(other) = call.options.flags().find(|letter| !"bdnmH".contains(*letter)) {
        streams.complain(format!("top: invalid option -- '{other}'"));
        return Ok(super::options::usage(session, "top", streams));
    }
    let (_, used, free, buffered) = amounts(session);
    let load = averages(session).join(" ");
    let running = session.container().processes.len();
    let page = {
        let session: &Session<'_> = session;
        let last = session.container().processes.iter().map(|process| process.pid).max().unwrap_or(1);
        let rows = session.container().processes.iter().map(|process| {
            let image = &session.container().image;
            let user = image.accounts().find(|(_, uid, _)| *uid == process.who.uid).map(|(name, ..)| name.to_owned());
            let user = user.unwrap_or_else(|| process.who.uid.to_string());
            let state = if process.pid == session.pid { 'R' } else { 'S' };
            format!("{:>5} {:>5} {user:<8} {state:<4}  2580  0.0   0  0.0 {}\n", process.pid, process.parent, process.args.join(" "))
        });
        format!(
            "Mem: {used}K used, {free}K free, 0K shrd, 0K buff, {buffered}K cached\nCPU:  0.0% usr  0.0% sys  0.0% nic  100% idle  0.0% io  0.0% irq  \
             0.0% sirq\nLoad average: {load} 1/{running} {last}\n  PID  PPID USER     STAT   VSZ %VSZ CPU %CPU COMMAND\n{}\n",
            rows.collect::<String>()
        )
    };
    match times {
        Some(times) if call.options.has('b') => {
            streams.out += &page.repeat(times.clamp(1, 20));
            Ok(0)
        }
        _ => {
            streams.out += &page;
            Err(Stop::Forever)
        }
    }
}
