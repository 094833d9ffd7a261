//! `/proc`: what the kernel tells of processes and of itself.

use std::collections::BTreeMap;

use super::tree::{Filesystem, Kind, Medium, Node};

/// A file that the kernel writes when it is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProcFile {
    /// `/proc/PID/status`
    Status(u32),
    /// `/proc/PID/comm`
    Comm(u32),
    /// `/proc/PID/cmdline`
    CommandLine(u32),
    /// `/proc/PID/environ`
    Environment(u32),
    /// `/proc/mounts`
    Mounts,
}

/// The directory of a process that runs the program at `program`.
pub fn process_directory(filesystem: &mut Filesystem, pid: u32, uid: i64, gid: i64, program: Option<&str>) {
    let directory = filesystem.put(0, &pid.to_string(), Node::directory(0o555).owned(uid, gid));
    for (name, file) in [
        ("status", ProcFile::Status(pid)),
        ("comm", ProcFile::Comm(pid)),
        ("cmdline", ProcFile::CommandLine(pid)),
        ("environ", ProcFile::Environment(pid)),
        ("mounts", ProcFile::Mounts),
    ] {
        // The environment is its owner's alone.
        let mode = match name {
            "environ" => 0o400,
            "comm" => 0o644,
            _ => 0o444,
        };
        filesystem.put(directory, name, Node { kind: Kind::Proc(file), mode, uid, gid, time: None });
    }
    for name in ["cwd", "root"] {
        filesystem.put(directory, name, Node::symlink("/").owned(uid, gid));
    }
    if let Some(program) = program {
        filesystem.put(directory, "exe", Node::symlink(program).owned(uid, gid));
    }
    for name in ["uid_map", "gid_map"] {
        filesystem.put(directory, name, Node::file("         0          0 4294967295\n", 0o644).owned(uid, gid));
    }
    // Its own group is all that it sees of cgroup v2.
    filesystem.put(directory, "cgroup", Node::file("0::/\n", 0o444).owned(uid, gid));
    let namespaces = filesystem.put(directory, "ns", Node::directory(0o511).owned(uid, gid));
    for (name, number) in NAMESPACES {
        filesystem.put(namespaces, name, Node::symlink(format!("{}:[{number}]", name.trim_end_matches("_for_children"))).owned(uid, gid));
    }
}

/// The namespaces of a process; those that containers share with the node have the numbers of the first (`PROC_CGROUP_INIT_INO`, …).
const NAMESPACES: [(&str, u32); 10] = [
    ("cgroup", 4_026_531_835),
    ("ipc", 4_026_532_630),
    ("mnt", 4_026_532_701),
    ("net", 4_026_532_557),
    ("pid", 4_026_532_702),
    ("pid_for_children", 4_026_532_702),
    ("time", 4_026_531_834),
    ("time_for_children", 4_026_531_834),
    ("user", 4_026_531_837),
    ("uts", 4_026_532_629),
];

/// A `/proc` with the kernel's values and `sysctls` over them.
pub fn filesystem(paths: &[String], sysctls: &BTreeMap<String, String>, hostname: &str) -> Filesystem {
    let mut filesystem = Filesystem::new(Medium::Proc, 0o555);
    filesystem.put(0, "mounts", Node::symlink("self/mounts"));
    filesystem.put(0, "version", Node::file("Linux version 6.12.0 (builder@kernel) (gcc 14.2.0) #1 SMP PREEMPT_DYNAMIC\n", 0o444));
    filesystem.put(0, "uptime", Node::file("3600.00 3600.00\n", 0o444));
    filesystem.put(0, "loadavg", Node::file("0.10 0.10 0.10 1/100 1000\n", 0o444));
    filesystem.put(
        0,
        "cpuinfo",
        Node::file("processor\t: 0\nvendor_id\t: GenuineIntel\n\nprocessor\t: 1\nvendor_id\t: GenuineIntel\n\n", 0o444),
    );
    filesystem.put(
        0,
        "meminfo",
        Node::file("MemTotal:        8000000 kB\nMemFree:         4000000 kB\nMemAvailable:    6000000 kB\n", 0o444),
    );
    for (name, value) in [("hostname", hostname), ("domainname", "(none)"), ("ostype", "Linux"), ("osrelease", "6.12.0")] {
        filesystem.put_at(&format!("/sys/kernel/{name}"), Node::file(format!("{value}\n"), 0o644));
    }
    filesystem.put(
        0,
        "filesystems",
        Node::file("nodev\tsysfs\nnodev\ttmpfs\nnodev\tproc\nnodev\tcgroup2\nnodev\toverlay\n\text4\n", 0o444),
    );
    for path in paths {
        let node = match path.as_str() {
            "acpi" | "bus" | "fs" | "irq" | "asound" | "scsi" | "sys" => Node::directory(0o555),
            "kcore" => Node::file("", 0o400),
            "sysrq-trigger" => Node::file("", 0o200),
            _ => Node::file("1: perm\n", 0o444),
        };
        filesystem.put_at(&format!("/{path}"), node);
    }
    for (name, value) in KERNEL {
        filesystem.put_at(&sysctl_path(name), Node::file(format!("{value}\n"), 0o644));
    }
    for (name, value) in sysctls {
        let value = value.split_whitespace().collect::<Vec<_>>().join("\t");
        filesystem.put_at(&sysctl_path(name), Node::file(format!("{value}\n"), 0o644));
    }
    filesystem
}

fn sysctl_path(name: &str) -> String {
    format!("/sys/{}", name.replace('.', "/"))
}

/// Kernel parameters that lessons read, with an ordinary kernel's values.
const KERNEL: [(&str, &str); 16] = [
    ("kernel.msgmax", "8192"),
    ("kernel.shmmax", "18446744073692774399"),
    ("kernel.shm_rmid_forced", "0"),
    ("kernel.pid_max", "4194304"),
    ("net.core.somaxconn", "4096"),
    ("net.ipv4.ip_forward", "1"),
    ("net.ipv4.ip_local_port_range", "32768\t60999"),
    ("net.ipv4.ip_local_reserved_ports", ""),
    ("net.ipv4.tcp_syncookies", "1"),
    ("net.ipv4.tcp_keepalive_time", "7200"),
    ("net.ipv4.tcp_keepalive_intvl", "75"),
    ("net.ipv4.tcp_keepalive_probes", "9"),
    ("net.ipv4.tcp_fin_timeout", "60"),
    ("net.ipv4.tcp_rmem", "4096\t131072\t6291456"),
    ("net.ipv4.tcp_wmem", "4096\t16384\t4194304"),
    ("vm.max_map_count", "65530"),
];
