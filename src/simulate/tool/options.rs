//! Which options a program knows, which of them are simulated, and what it says of others.

use super::Call;
use crate::simulate::session::{Session, Stop, Streams};

/// Program, BusyBox' letters, GNU's, and those that are simulated.
const KNOWN: &[(&str, &str, &str, &str)] = &[
    ("cat", "nbvteA", "AbeEnstTuv", "AbeEnstTuv"),
    ("ls", "1AaCxdLHRFplinshrSXvctukgQ", "aAbBcCdDfFgGhHiIklLmnNopqQrRsStTuUvwxXZ1", "1AadLHRFplnhrSsktiCxmgoQ"),
    ("touch", "chamdtr", "acdfhmrt", "acdfhmrt"),
    ("mkdir", "mpvZ", "mpvZ", "mpv"),
    ("rmdir", "p", "pv", "pv"),
    ("rm", "irfRv", "dfiIrRv", "rfRvd"),
    ("cp", "arRPLHpfinlsTuvtd", "abdfHilLnprRsStTuvxPZ", "arRPLpfnTvdt"),
    ("mv", "finTtuv", "bfinSTtuvZ", "fnTvt"),
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
    ("sort", "nrugMcszbdfioktV", "bdfgikhMmnorRsStTuVz", "nruktbfcohV"),
    ("uniq", "cduizfsw", "cdDfisuwz", "cdui"),
    ("cut", "bcdfsnFO", "bcdfnsz", "bcdfs"),
    ("grep", "HhnlLoqvsrRiwFEzmABCefxc", "EFGPefiwxzsvVmbnHhoqaIdDrRLlcTZABCUu", "HhnlLoqvsrRiwFEmABCexc"),
    ("base64", "dw", "diw", "dw"),
    ("id", "ugGnr", "agGnruzZ", "ugGnr"),
    ("whoami", "", "", ""),
    ("ping", "qvAcstwWIip46", "", "qvAcstwWIip46"),
    ("wget", "cqSOoPUTtYnH", "", "cqSOoPUTtYH"),
    ("mount", "afrwtonvsi", "", "afrwtonvsi"),
    ("umount", "rladtnfvO", "", "rladtnfvO"),
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
    ("cut", "", "bytes characters complement delimiter fields only-delimited output-delimiter zero-terminated"),
    ("chmod", "", "changes silent quiet verbose no-preserve-root preserve-root reference recursive"),
    ("chown", "", "changes silent quiet verbose dereference no-dereference from no-preserve-root preserve-root reference recursive"),
    ("chgrp", "", "changes silent quiet verbose dereference no-dereference no-preserve-root preserve-root reference recursive"),
    (
        "wget",
        "continue quiet server-response spider output-document output-file directory-prefix proxy user-agent timeout tries header post-data \
         post-file no-check-certificate passive-ftp no-clobber no-verbose no-host-directories",
        "",
    ),
];

/// Long options that say what a letter says, by program.
const LETTERS: &[(&str, &str)] = &[
    ("mkdir", "parents=p verbose=v mode=m"),
    ("rmdir", "parents=p verbose=v"),
    ("rm", "force=f recursive=r verbose=v dir=d"),
    ("cp", "archive=a recursive=R verbose=v force=f no-dereference=P dereference=L no-clobber=n no-target-directory=T"),
    ("mv", "force=f verbose=v no-clobber=n no-target-directory=T"),
    ("ln", "symbolic=s force=f verbose=v no-dereference=n no-target-directory=T"),
    (
        "ls",
        "all=a almost-all=A human-readable=h recursive=R reverse=r numeric-uid-gid=n size=s inode=i dereference=L directory=d classify=F",
    ),
    ("touch", "no-create=c date=d reference=r no-dereference=h"),
    ("chown", "recursive=R verbose=v no-dereference=h changes=c silent=f quiet=f"),
    ("chgrp", "recursive=R verbose=v no-dereference=h changes=c silent=f quiet=f"),
    ("chmod", "recursive=R verbose=v changes=c silent=f quiet=f"),
    ("head", "lines=n bytes=c quiet=q silent=q verbose=v"),
    ("tail", "lines=n bytes=c quiet=q silent=q verbose=v follow=f"),
    ("wc", "lines=l words=w bytes=c chars=m max-line-length=L"),
    ("sort", "numeric-sort=n reverse=r unique=u key=k field-separator=t output=o human-numeric-sort=h ignore-case=f version-sort=V"),
    ("uniq", "count=c repeated=d unique=u ignore-case=i"),
    ("cut", "delimiter=d fields=f characters=c bytes=b only-delimited=s"),
    (
        "grep",
        "count=c ignore-case=i invert-match=v quiet=q silent=q recursive=r line-number=n only-matching=o extended-regexp=E fixed-strings=F \
         files-with-matches=l files-without-match=L word-regexp=w line-regexp=x max-count=m no-messages=s regexp=e after-context=A \
         before-context=B context=C with-filename=H no-filename=h",
    ),
    ("base64", "decode=d wrap=w"),
    ("tee", "append=a"),
    ("stat", "dereference=L format=c terse=t"),
    ("readlink", "canonicalize=f"),
    ("id", "user=u group=g groups=G name=n real=r"),
    ("date", "utc=u universal=u reference=r"),
    ("du", "human-readable=h summarize=s all=a"),
    ("truncate", "size=s"),
    ("wget", "quiet=q output-document=O timeout=T tries=t directory-prefix=P user-agent=U header=H server-response=S continue=c"),
];

/// The letter for which a long option of a program stands; it may be cut short.
pub fn letter_of(program: &str, long: &str) -> Option<char> {
    let (_, known) = LETTERS.iter().find(|(name, _)| *name == program)?;
    let pairs = || known.split(' ').filter_map(|pair| pair.split_once('='));
    let whole = pairs().find(|(name, _)| *name == long);
    whole.or_else(|| pairs().find(|(name, _)| name.starts_with(long))).and_then(|(_, letter)| letter.chars().next())
}

/// The first line of BusyBox' help, behind `Usage: `.
const USAGE: &[(&str, &str)] = &[
    ("whoami", "whoami"),
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
    ("find", "find [-HL] [PATH]... [OPTIONS] [ACTIONS]"),
    ("mktemp", "mktemp [-dt] [-p DIR] [TEMPLATE]"),
    ("truncate", "truncate [-c] -s SIZE FILE..."),
    ("free", "free [-bkmgh]"),
    ("top", "top [-bmH] [-n COUNT] [-d SECONDS]"),
    ("mountpoint", "mountpoint [-q] { [-dn] DIR | -x DEVICE }"),
    ("date", "date [OPTIONS] [+FMT] [[-s] TIME]"),
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
    if let Some(word) = call.options.long_words().find(|word| beyond(session, call.name, word)) {
        return Some(Err(Stop::NotSimulated(format!("{} --{word}", call.name))));
    }
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

/// Whether a long option is GNU's and not simulated.
fn beyond(session: &Session<'_>, program: &str, word: &str) -> bool {
    const SIMULATED: &str =
        "color time-style format printf no-preserve-root preserve-root time show-all show-ends show-tabs show-nonprinting";
    const LONGER: &str = "ignore hide sort block-size si quoting-style quote-name indicator-style reference no-preserve preserve backup suffix \
        target-directory complement output-delimiter zero-terminated pid retry files0-from total version help canonicalize-existing \
        canonicalize-missing parents attributes-only link symbolic-link update strip-trailing-slashes relative logical physical \
        from ignore-garbage skip-fields skip-chars check-chars group all-repeated null perl-regexp file binary include exclude exclude-dir \
        label initial-tab null-data line-buffered byte-offset check merge batch-size compress-program parallel random-source \
        dictionary-order general-numeric-sort ignore-nonprinting month-sort random-sort stable buffer-size temporary-directory";
    let name = word.split('=').next().unwrap_or_default();
    let own = LETTERS.iter().any(|(known, _)| *known == program) && letter_of(program, name).is_none();
    !session.busybox()
        && own
        && !SIMULATED.split_whitespace().any(|known| known == name)
        && LONGER.split_whitespace().any(|known| known == name)
}

/// `--help` and `--version` alone: BusyBox looks for the first before a program runs (libbb/appletlib.c run_applet_no_and_exit); what GNU's programs
/// tell of themselves is not simulated.
pub fn help(session: &Session<'_>, name: &str, args: &[String], streams: &mut Streams) -> Option<Result<i32, Stop>> {
    let [_, word] = args else { return None };
    let plain = [
        "test",
        "[",
        "[[",
        "true",
        "false",
        "echo",
        "printf",
        "sh",
        "ash",
        "bash",
        "dash",
        "busybox",
        "redis-cli",
        "redis-server",
        "nginx",
    ];
    if plain.contains(&name) {
        return None;
    }
    match (word.as_str(), session.busybox()) {
        ("--help", true) if USAGE.iter().any(|(known, _)| *known == name) => {
            usage(session, name, streams);
            Some(Ok(0))
        }
        ("--help" | "--version", false) => Some(Err(Stop::NotSimulated(format!("{name} {word}")))),
        _ => None,
    }
}

/// How a program ends that was called wrongly. BusyBox prints its help, of which the first line stands here.
pub fn usage(session: &Session<'_>, name: &str, streams: &mut Streams) -> i32 {
    if session.busybox() {
        let line = USAGE.iter().find(|(known, _)| *known == name).map_or(name, |(_, line)| line);
        streams.complain(format!("BusyBox v1.37.0 multi-call binary.\n\nUsage: {line}"));
        return if matches!(name, "grep" | "sort") { 2 } else { 1 };
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
