//! Command lines in the containers of a real cluster (`tests/oracle/exec`): words, streams and exit codes as they were recorded.
//!
//! `COFFERDAM_EXEC_CASES=FILE` replays another recording of the same form.

use std::sync::LazyLock;

use cofferdam::kubectl;
use cofferdam::text::SourceFile;
use cofferdam::world::{Facts, World};
use regex::Regex;

use crate::recording::{self, Replay};

/// What a machine makes up as it goes, and what of BusyBox' help is not simulated: all behind the words of `Usage`.
fn even(text: &str) -> String {
    static MADE_UP: LazyLock<Vec<(Regex, &str)>> = LazyLock::new(|| {
        [
            (r"(?s)BusyBox v\S+ (\([^)]*\) )?multi-call binary\.\n\nUsage: (\S+).*?(?:\n(command terminated.*)|$)", "Usage: $2\n$3"),
            (r"\b[0-9a-f]{64}\b", "ID"),
            (r"\b10\.(244|96|10\d|11\d)\.\d+\.\d+\b", "IP"),
            (r"\b(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) +\d+ +[0-9:]+", "DATE"),
            (r"\b\d{4}/\d\d/\d\d \d\d:\d\d:\d\d( \[\w+\]) \d+#\d+", "DATE$1"),
            (r"\b\d{4}/\d\d/\d\d \d\d:\d\d:\d\d", "DATE"),
            (r"\d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d\.\d{3}", "DATE"),
            (r"\.\.2026_[0-9_]+\.\d+", "..DATA"),
            (r"(?m)^( *)\d+( \S+ +0:00 | \? +00:00:00 |  ?)(ps|sh)\b", "$1PID$2$3"),
            (r"Pid:\t\d+", "Pid:\tPID"),
            (r"(temp file '/cfg/app\.conf|temporary file /cfg/sed)\w{6}", "$1XXXXXX"),
            (r"eth0@if\d+", "eth0"),
            // The time of day that BusyBox' touch gives a day is the present one.
            (r"2020-01-01 (15:44:1\d|07:52:00)\.", "2020-01-01 NOW."),
            (r"(?m)^ *\d+( \S+ +)ps -", "PID${1}ps -"),
            // The name of a volume's directory of data ends with as many digits as the time has.
            (r"\b3\d (DATE \.\.data)", "NN $1"),
            (r"(real|user|sys)(\t0m ?)[0-9.]+s", "${1}${2}0s"),
            (r"(copied, ).*", "$1"),
            (r"(min/avg/max = ).*", "$1"),
            (r"(link/ether|HWaddr) \S+", "$1"),
            (r"fe80::\S+", "fe80::"),
        ]
        .map(|(pattern, word)| (Regex::new(pattern).unwrap(), word))
        .into()
    });
    let text = MADE_UP.iter().fold(text.to_owned(), |text, (pattern, word)| pattern.replace_all(&text, *word).into_owned());
    match text.starts_with("Server:\t\t") {
        true => answers(&text),
        false => text,
    }
}

/// The answers to nslookup's questions come in any order.
fn answers(text: &str) -> String {
    let mut blocks: Vec<_> = text.split("\n\n").map(str::trim).filter(|block| !block.is_empty()).collect();
    blocks.sort_unstable();
    blocks.join("\n")
}

/// In which order a disk has the names of a directory is its own matter.
fn any_order(text: &str) -> String {
    let mut lines: Vec<_> = even(text).split_inclusive('\n').map(str::to_owned).collect();
    lines.sort_unstable();
    lines.concat()
}

/// How large and how full the node's disk is.
fn any_disk(text: &str) -> String {
    static AMOUNT: LazyLock<Regex> = LazyLock::new(|| Regex::new(r" +[\d.]+[KMGT%]?\b%?").unwrap());
    even(text).lines().map(|line| AMOUNT.replace_all(line, " N").split_whitespace().collect::<Vec<_>>().join(" ") + "\n").collect()
}

/// Lines that are answered otherwise, and why.
const KNOWN: &[(&str, &str)] = &[
    ("/proc/mounts", "the node of the recording has cgroup v1: a mount for each of its controllers"),
    ("cat /proc/mounts | grep -c", "the node of the recording has cgroup v1: a mount for each of its controllers"),
    ("mount | wc -l", "the node of the recording has cgroup v1: a mount for each of its controllers"),
    ("mount --version", "the node of the recording has cgroup v1: a mount for each of its controllers"),
    ("mount | grep", "the options of the node's own disk"),
    ("cat /proc/mounts | grep ' /data", "the options of the node's own disk"),
    ("cat /proc/sys/net/ipv4/ip_forward", "recorded before the node forwarded"),
    ("ls -l / | head", "the size of /bin"),
    ("uptime | cut", "the node's clock"),
    ("touch --date=2020-01-01 /data/f; stat", "the time of day that BusyBox gives a day is the present one"),
    ("df -P /cfg", "which mount of a device is the first"),
    ("ulimit -n", "the node's own limits"),
    ("ulimit -c", "the node's own limits"),
    ("ps -o pid,user,comm | grep nginx", "how many processes the runtime started before"),
    ("seq 3 | xargs", "which member of a pipe complains first"),
    ("top -b -n 1 | grep", "the other member of the pipe may be there already"),
    ("top -bn1 | grep", "the other member of the pipe may be there already"),
    ("top -n 1 -b | tail", "the other member of the pipe may be there already"),
    ("command -v sh", "the stand-ins have their programs twice"),
    ("docker-entrypoint.sh id", "the stand-in gives up root for every program"),
    ("setpriv --reuid 999", "the stand-in's setpriv is BusyBox'"),
    ("serviceaccount", "the length of a token, and of a cluster's certificate"),
    ("rm -rf /proc/1", "which of a process' files comes first"),
    ("readlink /cfg/..data | cut", "which member of a pipe complains first"),
    ("sha256sum /cfg/b | cut", "which member of a pipe complains first"),
    ("top -b -n 1 | head", "which member of a pipe complains first"),
    ("mktemp -p /data | cut", "which member of a pipe complains first"),
    ("ps | wc -l", "the other member of the pipe may be there already"),
    ("redis-cli get a", "left there by the lines before"),
    ("redis-cli incrby a", "left there by the lines before"),
    ("redis-cli decr a", "left there by the lines before"),
    ("redis-cli del a", "left there by the lines before"),
    ("ls -ld /data", "left so by the lines before"),
    ("stat -c '%A %h %u:%g' /data", "left so by the lines before"),
    ("chown -R 1000 /data", "left there by the lines before"),
    ("chmod -R 700 /data", "left there by the lines before"),
    ("find /data", "left there by the lines before"),
    ("cd /data && wget", "left there by the lines before"),
    ("redis-server 2>&1 | tail", "the date stands among the words"),
    // Gaps.
    ("cp /etc/passwd /data/k; rm /etc/passwd", "BusyBox' cp asks whether the target is there before it opens it anew"),
    ("cp -a /cfg/b", "who may not give a file away is told so"),
    ("cp -p /etc/passwd", "who may not give a file away is told so"),
    ("mv /cfg/b /data", "who may not give a file away is told so"),
    ("mv /etc/passwd", "who may not give a file away is told so"),
    ("touch /data/f; mv -v /data/f /tmp/f", "between file systems mv copies"),
    ("(exec 3<>/dev/tcp", "bash's /dev/tcp"),
    ("bash -c 'exec 3<>/dev/tcp", "bash's /dev/tcp"),
    ("bash -c 'echo $EUID", "bash's arrays"),
    ("bash -c 'a=(1 2 3)", "bash's arrays"),
    ("bash -c 'function f", "bash's FUNCNAME"),
    ("bash -c 'echo ${HOME^^}", "bash's change of case"),
    ("bash --nosuch", "bash's unknown options"),
    ("chmod --reference", "chmod --reference"),
    ("redis-server --nosuch", "redis-server's configuration on its command line"),
    ("echo hi > /usr/share/nginx/html/index.html", "a page that was changed"),
];

/// The recorded cluster with the Pods in which the lines ran.
fn world() -> World {
    let facts = Facts::parse(&SourceFile::new("world.yaml", include_str!("../oracle/world.yaml"))).unwrap();
    let mut world = World { facts, ..World::default() };
    let pods = SourceFile::new("pods.yaml", include_str!("../oracle/exec/pods.yaml"));
    for line in ["create namespace exec", "apply -n exec -f pods.yaml"] {
        let made = kubectl::run(&mut world, std::slice::from_ref(&pods), &kubectl::split(line).unwrap(), "");
        assert_eq!(made.exit, 0, "{made:?}");
    }
    world
}

#[test]
fn command_lines_are_answered_as_recorded() {
    let (all, world) = (recording::lines("COFFERDAM_EXEC_CASES", include_bytes!("../oracle/exec.jsonl.gz")), world());
    let mut replay = Replay::default();
    for entry in &all {
        let (pod, words) = (entry["pod"].as_str().unwrap(), entry["command"].as_array().unwrap());
        let words: Vec<String> = words.iter().map(|word| word.as_str().unwrap().to_owned()).collect();
        let before = ["-n", "exec", "exec", pod, "-c", "c", "--"].map(str::to_owned);
        let ours = kubectl::run(&mut world.clone(), &[], &before.iter().chain(&words).cloned().collect::<Vec<_>>(), "");
        let line = words.last().unwrap();
        let known = KNOWN.iter().any(|(known, _)| line.starts_with(known) || line.contains("serviceaccount") && *known == "serviceaccount");
        let same = match line.split(' ').next() {
            // Names of one bucket are in the order in which the kubelet's map had them.
            Some("find" | "env") => any_order,
            Some("df") => any_disk,
            _ => even,
        };
        replay.hold(&format!("{pod}: {line}"), known, entry, &ours, same);
    }
    replay.assert(6400, 560);
}
