//! Texts without what a machine makes up as it goes: uids, dates, sums of blocks, addresses.

use std::sync::LazyLock;

use regex::Regex;

/// The log of a server that shares the node's processes, or its Pod's: its number there hangs on what else the node and the runtime
/// have started.
pub fn numberless(log: &str) -> String {
    static NUMBERS: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?m)\b\d+#\d+: |^\d+:|\bpid=\d+").unwrap());
    NUMBERS.replace_all(log, "PID ").into_owned()
}

/// Text that both clusters can agree on.
pub fn even(text: &str) -> String {
    static MADE_UP: LazyLock<Vec<(Regex, &str)>> = LazyLock::new(|| {
        [
            (r"\([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\)", "(UID)"),
            (r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "UID"),
            (r"\b[0-9a-f]{64}\b", "ID"),
            (r"/var/lib/[a-z-]+/kubelet/", "/var/lib/kubelet/"),
            (r"/var/lib/[a-z-]+/run/containerd/", "/run/containerd/"),
            (r"\(combined from similar events\): ", ""),
            (r"\b\d{4}/\d\d/\d\d \d\d:\d\d:\d\d\b", "DATE"),
            (r"\b\d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d\.\d{3}\b", "DATE"),
            (r"signal-handler \(\d+\)", "signal-handler"),
            (r"OS: Linux \S+", "OS"),
            (r"RLIMIT_NOFILE\): \d+:\d+", "RLIMIT_NOFILE)"),
            (r"worker process \d+", "worker process"),
            // The runtime's own threads take a number or two more or fewer before nginx forks its worker.
            (r"\b(?:[2-9]|[1-9]\d+)#(?:[2-9]|[1-9]\d+): ", "WORKER: "),
            (r"WORKER: \*\d+ ", "WORKER: "),
            (r"\(SIGCHLD\) received from \d+", "(SIGCHLD) received"),
            (r"RDB age \d+ seconds", "RDB age"),
            (r"DB loaded from disk: [0-9.]+ seconds", "DB loaded from disk"),
            // The test cluster's images are built where it is set up, and are of another size each time.
            (r"Image size: \d+ bytes", "Image size"),
            (r"\b(10\.244\.\d+\.\d+|172\.30\.0\.\d+)\b", "IP"),
            (r"IP:\d{5}->", "IP:PORT->"),
            // The test cluster's node is a process namespace whose first process calls itself so.
            (r"(?m)^node$", "systemd"),
            // Which resolver a node asks is its own business.
            (r"(lookup [a-z0-9.-]+) on \S+:53: (read udp \S+: )?", "$1: "),
            (r"back-off [0-9ms]+ restarting", "back-off restarting"),
            (r"in [0-9.]+m?s \([0-9.]+m?s including waiting\)", "in TIME"),
            (r"\b(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) +\d+ +[0-9:]+", "DATE"),
            (r"(?m)^total \d+$", "total"),
            (r"\bkube-api-access-[0-9a-z]{5}\b", "kube-api-access"),
        ]
        .map(|(made_up, word)| (Regex::new(made_up).unwrap(), word))
        .into()
    });
    // The test cluster's node is this machine in namespaces of its own, and may go by its name.
    static MACHINE: LazyLock<Option<Regex>> = LazyLock::new(|| {
        let name = std::fs::read_to_string("/proc/sys/kernel/hostname").ok()?;
        Regex::new(&format!("(?m)^{}$", regex::escape(name.trim()))).ok()
    });
    let text = MACHINE.as_ref().map_or_else(|| text.to_owned(), |name| name.replace_all(text, "node-1").into_owned());
    let even = MADE_UP.iter().fold(text, |text, (made_up, word)| made_up.replace_all(&text, *word).into_owned());
    told_once(&even).unwrap_or(even)
}

/// `[why]` of `[why, why]`: two pulls that failed for one reason are told in one sentence where the words are the same, and whether they
/// are hangs on the ports from which the resolver was asked.
fn told_once(text: &str) -> Option<String> {
    let (before, rest) = text.split_once('[')?;
    let (both, after) = rest.rsplit_once(']')?;
    let half = both.len().checked_sub(2)? / 2;
    let (one, other) = (both.get(..half)?, both.get(half + 2..)?);
    (one == other && both.get(half..half + 2) == Some(", ")).then(|| format!("{before}{one}{after}"))
}
