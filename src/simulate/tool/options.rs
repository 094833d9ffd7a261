//! Which options a program knows, which of them are simulated, and what it says of others.

use super::Call;
use crate::simulate::session::{Session, Stop, Streams};

/// Program, BusyBox' letters, GNU's, and those that are simulated.
const KNOWN: &[(&str, &str, &str, &str)] = &[
    ("cat", "nbvteA", "AbeEnstTuv", "AbeEnstTuv"),
    ("ls", "1AaCxdLHRFplinshrSXvctuk", "aAbBcCdDfFgGhHiIklLmnNopqQrRsStTuUvwxXZ1", "1AadLHRFplnhrSsk"),
    ("touch", "chamdtr", "acdfhmrt", "acdfhmrt"),
    ("mkdir", "mpvZ", "mpvZ", "mpv"),
    ("rmdir", "p", "pv", "pv"),
    ("rm", "irfRv", "dfiIrRv", "rfRvd"),
    ("cp", "arRPLHpfinlsTuvtd", "abdfHilLnprRsStTuvxPZ", "arRPLpfnTvd"),
    ("mv", "finTtuv", "bfinSTtuvZ", "fnTv"),
    ("chown", "RhLHPcvf", "cfhvRHLP", "RhPf"),
    ("chgrp", "RhLHPcvf", "cfhvRHLP", "RhPf"),
    ("ln", "sfnbtvST", "bdfFiLnPrsStTv", "sfnTv"),
    ("stat", "ltfcL", "Lfct", "Lct"),
    ("mknod", "mZ", "mZ", "m"),
    ("tee", "ai", "aip", "ai"),
    ("readlink", "fnv", "femnqsvz", "fn"),
    ("head", "ncqv", "cnqvz", "ncqv"),
    ("tail", "fnscqvF", "cfFnqsvz", "ncqv"),
    ("wc", "cmlwL", "cmlLw", "cmlwL"),
    ("sort", "nrugMcszbdfiokt", "bdfgikhMmnorRsStTuVz", "nruktbf"),
    ("uniq", "cduizfsw", "cdDfisuwz", "cdui"),
    ("cut", "bcdfsnFO", "bcdfnsz", "bcdfs"),
    ("grep", "HhnlLoqvsrRiwFEzmABCefxc", "EFGPefiwxzsvVmbnHhoqaIdDrRLlcTZABCU", "HhnlLoqvsrRiwFEmABCexc"),
    ("base64", "dw", "diw", "dw"),
    ("id", "ugGnr", "agGnruzZ", "ugGnr"),
    ("whoami", "", "", ""),
    ("sleep", "", "", ""),
];

/// Program and the long options that BusyBox' and GNU's know.
const LONG: &[(&str, &str, &str)] = &[
    ("cat", "", "show-all number-nonblank show-ends number squeeze-blank show-tabs show-nonprinting"),
    (
        "ls",
        "full-time group-directories-first color",
        "all almost-all author escape block-size ignore-backups color directory dired classify file-type format full-time group-directories-first \
         no-group human-readable si dereference-command-line dereference hide hyperlink indicator-style inode ignore kibibytes dereference \
         numeric-uid-gid literal hide-control-chars show-control-chars quote-name quoting-style reverse recursive size sort time time-style \
         tabsize width context zero",
    ),
    ("touch", "no-create date reference no-dereference time", "no-create date no-dereference reference time"),
    ("mkdir", "mode parents verbose", "mode parents verbose context"),
    ("rmdir", "ignore-fail-on-non-empty parents verbose", "ignore-fail-on-non-empty parents verbose"),
    ("rm", "", "force interactive one-file-system no-preserve-root preserve-root recursive dir verbose"),
    ("id", "", "context group groups name real user zero"),
    ("whoami", "", ""),
    ("printenv", "", "null"),
    (
        "wget",
        "continue quiet server-response spider output-document output-file directory-prefix proxy user-agent timeout tries header post-data \
         post-file no-check-certificate passive-ftp no-clobber no-verbose no-host-directories",
        "",
    ),
];

/// The first line of BusyBox' help, behind `Usage: `.
const USAGE: &[(&str, &str)] = &[
    ("touch", "touch [-cham] [-d DATE] [-t DATE] [-r FILE] FILE..."),
    ("mkdir", "mkdir [-m MODE] [-p] DIRECTORY..."),
    ("rmdir", "rmdir [-p] DIRECTORY..."),
    ("rm", "rm [-irf] FILE..."),
    ("cp", "cp [-arPLHpfinlsTu] SOURCE DEST"),
    ("mv", "mv [-finT] SOURCE DEST"),
    ("chmod", "chmod [-Rcvf] MODE[,MODE]... FILE..."),
    ("chown", "chown [-RhLHPcvf]... USER[:[GRP]] FILE..."),
    ("chgrp", "chgrp [-RhLHPcvf]... GROUP FILE..."),
    ("mknod", "mknod [-m MODE] NAME TYPE [MAJOR MINOR]"),
    ("sleep", "sleep [N]..."),
    ("stat", "stat [-ltf] [-c FMT] FILE..."),
    ("timeout", "timeout [-s SIG] [-k KILL_SECS] SECS PROG ARGS"),
    ("awk", "awk [OPTIONS] [AWK_PROGRAM] [FILE]..."),
    ("sed", "sed [-i[SFX]] [-nrE] [-f FILE]... [-e CMD]... [FILE]...\nor: sed [-i[SFX]] [-nrE] CMD [FILE]..."),
    ("basename", "basename FILE [SUFFIX] | -a FILE... | -s SUFFIX FILE..."),
    ("dirname", "dirname FILENAME"),
    ("nc", "nc [OPTIONS] HOST PORT  - connect"),
    ("nslookup", "nslookup [-type=QUERY_TYPE] [-debug] HOST [DNS_SERVER]"),
    ("which", "which [-a] COMMAND..."),
    ("ping", "ping [OPTIONS] HOST"),
    ("ip", "ip [OPTIONS] address|route|link|tunnel|neigh|rule [ARGS]"),
    ("ls", "ls [-1AaCxdLHRFplinshrSXvctu] [-w WIDTH] [FILE]..."),
    ("id", "id [-ugGnr] [USER]"),
    ("cat", "cat [-nbvteA] [FILE]..."),
    ("grep", "grep [-HhnlLoqvsrRiwFE] [-m N] [-A|B|C N] { PATTERN | -e PATTERN... | -f FILE... } [FILE]..."),
    ("telnet", "telnet [-a] [-l USER] HOST [PORT]"),
    ("wget", "wget [-cqS] [--spider] [-O FILE] [-o LOGFILE] [--header STR]"),
];

/// Looks at a call's options before it runs: an unknown one is refused, one that is not simulated says so.
pub fn check(session: &Session<'_>, call: &Call<'_>, streams: &mut Streams) -> Option<Result<i32, Stop>> {
    if let Some(ended) = check_long(session, call, streams) {
        return Some(ended);
    }
    let (_, busybox, gnu, simulated) = KNOWN.iter().find(|(name, ..)| *name == call.name)?;
    let known = if session.busybox() { busybox } else { gnu };
    for flag in call.options.flags() {
        if !known.contains(flag) && !flag.is_ascii_digit() {
            streams.complain(format!("{}: invalid option -- '{flag}'", call.name));
            return Some(Ok(usage(session, call.name, streams)));
        }
        if !simulated.contains(flag) && !flag.is_ascii_digit() {
            return Some(Err(Stop::NotSimulated(format!("{} -{flag}", call.name))));
        }
    }
    None
}

/// The same for its long options.
fn check_long(session: &Session<'_>, call: &Call<'_>, streams: &mut Streams) -> Option<Result<i32, Stop>> {
    let (_, busybox, gnu) = LONG.iter().find(|(program, ..)| *program == call.name)?;
    let own = if session.busybox() { busybox } else { gnu };
    for word in call.options.long_words() {
        let name = word.split('=').next().unwrap_or_default();
        if !session.busybox() && ["help", "version"].contains(&name) {
            return Some(Err(Stop::NotSimulated(format!("{} --{name}", call.name))));
        }
        if !own.split(' ').any(|known| !known.is_empty() && known.starts_with(name)) {
            streams.complain(format!("{}: unrecognized option '--{word}'", call.name));
            return Some(Ok(usage(session, call.name, streams)));
        }
    }
    None
}

/// How a program ends that was called wrongly. BusyBox prints its help, of which the first line stands here.
pub fn usage(session: &Session<'_>, name: &str, streams: &mut Streams) -> i32 {
    if session.busybox() {
        let line = USAGE.iter().find(|(known, _)| *known == name).map_or(name, |(_, line)| line);
        streams.complain(format!("BusyBox v1.37.0 multi-call binary.\n\nUsage: {line}"));
        return if name == "grep" { 2 } else { 1 };
    }
    streams.complain(format!("Try '{name} --help' for more information."));
    match name {
        "ls" | "grep" | "sort" => 2,
        "env" | "timeout" | "nohup" => 125,
        "printenv" => 2,
        _ => 1,
    }
}

/// A program without its operands: GNU says which is missing.
pub fn missing(session: &Session<'_>, name: &str, what: &str, streams: &mut Streams) -> i32 {
    if !session.busybox() {
        streams.complain(format!("{name}: {what}"));
    }
    usage(session, name, streams)
}
