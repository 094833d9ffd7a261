//! Names that a kernel has below `/proc` and `/sys` and that are not simulated: whoever looks at one is told so.

/// In the directory of a process.
const PROCESS: &str = "arch_status attr autogroup auxv clear_refs coredump_filter cpu_resctrl_groups cpuset fd fdinfo io ksm_stat latency limits \
    loginuid map_files maps mem mountinfo mountstats net numa_maps oom_adj oom_score oom_score_adj pagemap patch_state personality projid_map \
    sched schedstat sessionid setgroups smaps smaps_rollup stack stat statm syscall task timens_offsets timerslack_ns timers wchan";

/// Directly below `/proc`, beside what the world says of the kernel (`runtime.proc`).
const SYSTEM: &str = "buddyinfo cgroups cmdline config.gz consoles crypto devices diskstats dma driver dynamic_debug execdomains fb iomem ioports \
    kallsyms key-users kmsg kpagecgroup kpagecount kpageflags locks mdstat misc modules mtrr net pagetypeinfo partitions pressure schedstat \
    slabinfo softirqs stat swaps sysvipc thread-self tty vmallocinfo vmstat zoneinfo";

/// Directories below which there is more than is simulated.
const DEEP: [&str; 13] = [
    "/proc/sys/kernel/",
    "/proc/sys/net/",
    "/proc/sys/vm/",
    "/proc/sys/fs/",
    "/proc/sys/user/",
    "/proc/sys/dev/",
    "/sys/block/",
    "/sys/bus/",
    "/sys/class/",
    "/sys/devices/",
    "/sys/fs/",
    "/sys/kernel/",
    "/sys/module/",
];

/// Whether a kernel has something at this path, as far as it is known.
pub fn has(path: &str) -> bool {
    let among = |list: &str, name: &str| list.split_whitespace().any(|known| known == name);
    if DEEP.iter().any(|above| path.starts_with(above)) {
        return true;
    }
    let Some((first, rest)) = path.strip_prefix("/proc/").map(|below| below.split_once('/').unwrap_or((below, ""))) else { return false };
    match first.parse::<u32>() {
        // The three streams are known to be there, and to be no pipes of ours.
        Ok(_) if matches!(rest, "fd/0" | "fd/1" | "fd/2") => false,
        Ok(_) => among(PROCESS, rest.split('/').next().unwrap_or_default()),
        Err(_) => among(SYSTEM, first),
    }
}
