//! Volumes over what an image has, servers on one port, Pods on full nodes: answers of a Kubernetes 1.35.4 cluster (containerd 1.6.20, runc
//! 1.1.5) of 28 November 2026.

use super::transcript;
use crate::kubectl::*;
use crate::text::SourceFile;

const MAP: &str =
    "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: cm}\ndata: {passwd: \"me:x:1234:1234::/:/bin/sh\\n\", a.txt: hello}\n---\n";

/// What the commands say of a Pod whose one volume is mounted at `at`.
fn mounted(image: &str, volume: &str, at: &str, commands: &str) -> String {
    let command = if image.starts_with("nginx") { "" } else { "command: [sleep, '999'], " };
    let pod = format!(
        "{MAP}apiVersion: v1\nkind: Pod\nmetadata: {{name: p}}\nspec: {{volumes: [{{name: v, {volume}}}], containers: [{{name: c, image: '{image}', {command}volumeMounts: [{{name: v, {at}}}]}}]}}\n"
    );
    transcript(&mut World::default(), &[SourceFile::new("a.yaml", pod)], &format!("k apply -f a.yaml\n{commands}"))
}

#[test]
fn a_volume_over_etc_hides_the_accounts() {
    let said = mounted(
        "busybox:1.37",
        "emptyDir: {}",
        "mountPath: /etc",
        "k exec p -- whoami\nk exec p -- id\nk exec p -- ls /etc\nk exec p -- cat /etc/passwd\nk exec p -- ls -ld /etc",
    );
    for part in [
        "! whoami: unknown uid 0\n",
        "uid=0 gid=0 groups=",
        "hostname\nhosts\nresolv.conf\n",
        "! cat: can't open '/etc/passwd': No such file or directory\n",
        "drwxrwxrwx    2 0        0             4096",
    ] {
        assert!(said.contains(part), "{part}\n{said}");
    }
    let said = mounted(
        "busybox:1.37",
        "configMap: {name: cm}",
        "mountPath: /etc/passwd, subPath: passwd",
        "k exec p -- id me\nk exec p -- whoami",
    );
    assert!(said.contains("uid=1234(me) gid=1234 groups=1234\n") && said.contains("! whoami: unknown uid 0\n"), "{said}");
    let said = mounted("busybox:1.37", "emptyDir: {}", "mountPath: /a/../b", "k exec p -- ls -d /b\nk exec p -- ls -d /a");
    assert!(said.contains("/b\n") && said.contains("ls: /a: No such file or directory"), "{said}");
    // An account that is written at run time counts, too.
    let said =
        mounted("busybox:1.37", "emptyDir: {}", "mountPath: /x", "k exec p -- sh -c 'echo joe:x:7:7::/:/bin/sh >> /etc/passwd; id joe'");
    assert!(said.contains("uid=7(joe) gid=7"), "{said}");
}

#[test]
fn what_does_not_fit_is_said_as_runc_says_it() {
    let message = |image: &str, volume: &str, at: &str| {
        mounted(
            image,
            volume,
            at,
            "k get pod p -o jsonpath={.status.containerStatuses[0].state.waiting.reason}|{.status.containerStatuses[0].state.waiting.message}",
        )
    };
    let begins = "RunContainerError|failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: ";
    let cases = [
        (
            "busybox:1.37",
            "configMap: {name: cm}",
            "mountPath: /etc",
            "to rootfs at \"/etc/hosts\": open /run/containerd/io.containerd.runtime.v2.task/k8s.io/",
        ),
        ("busybox:1.37", "configMap: {name: cm}", "mountPath: /etc", "/rootfs/etc/hosts: read-only file system: unknown"),
        (
            "busybox:1.37",
            "configMap: {name: cm}",
            "mountPath: /tmp, subPath: passwd",
            "/volume-subpaths/v/c/0:/tmp (via /proc/self/fd/6), flags: 0x5001: not a directory: unknown",
        ),
        (
            "nginx:1.27",
            "configMap: {name: cm}",
            "mountPath: /etc/nginx/nginx.conf",
            "/volumes/kubernetes.io~configmap/v:/etc/nginx/nginx.conf (via /proc/self/fd/6), flags: 0x5001: not a directory: unknown",
        ),
        ("busybox:1.37", "emptyDir: {}", "mountPath: /dev", "unable to setup user: stat /dev/null: no such file or directory: unknown"),
        ("busybox:1.37", "emptyDir: {}", "mountPath: /proc", "/rootfs/proc\" cannot be mounted because it is not of type proc: unknown"),
        ("busybox:1.37", "configMap: {name: cm}", "mountPath: //", "to rootfs at \"/etc/hosts\": mkdir /run/containerd/"),
        ("busybox:1.37", "configMap: {name: cm}", "mountPath: //", "/rootfs/etc: read-only file system: unknown"),
        ("busybox:1.37", "emptyDir: {}", "mountPath: //", "error closing exec fds: open /proc/self/fd: no such file or directory: unknown"),
    ];
    for (image, volume, at, part) in cases {
        let said = message(image, volume, at);
        assert!(said.contains(begins) && said.contains(part), "{volume} {at}\n{said}");
    }
}

#[test]
fn a_volume_over_the_root_is_tried_again_and_again() {
    let said = mounted(
        "busybox:1.37",
        "emptyDir: {}",
        "mountPath: //",
        "k get pod p --no-headers\nk wait pod/p --for=condition=Ready --timeout=60s\nk get pod p --no-headers\nk get events",
    );
    assert!(said.contains("RunContainerError") && said.contains("CrashLoopBackOff"), "{said}");
    assert!(said.contains("Back-off restarting failed container c in pod p_default"), "{said}");
}

#[test]
fn servers_miss_their_files_and_their_ports() {
    let said = mounted("nginx:1.27", "emptyDir: {}", "mountPath: /etc/nginx", "k logs p\nk get pod p --no-headers");
    assert!(said.contains("[emerg] 1#1: open() \"/etc/nginx/nginx.conf\" failed (2: No such file or directory)\n"), "{said}");
    assert!(said.contains("CrashLoopBackOff"), "{said}");
    let two = "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: a, image: 'nginx:1.27'}, {name: b, image: 'nginx:1.27'}]}\n";
    let said = transcript(
        &mut World::default(),
        &[SourceFile::new("a.yaml", two)],
        "k apply -f a.yaml\nk get pod p --no-headers\nk logs p -c b\nk exec p -c a -- nginx -x\nk exec p -c a -- nginx -s reload",
    );
    for part in [
        "1/2   CrashLoopBackOff",
        "[emerg] 1#1: bind() to 0.0.0.0:80 failed (98: Address already in use)",
        "[emerg] still could not bind()",
        "! nginx: invalid option: \"x\"",
        "signal process started",
    ] {
        let found = said.contains(part)
            || said.split_whitespace().collect::<Vec<_>>().join(" ").contains(&part.split_whitespace().collect::<Vec<_>>().join(" "));
        assert!(found, "{part}\n{said}");
    }
}

#[test]
fn what_is_said_of_a_node_holds_for_later_pods() {
    let pod = |name: &str| {
        format!(
            "apiVersion: v1\nkind: Pod\nmetadata: {{name: {name}}}\nspec: {{containers: [{{name: c, image: 'busybox:1.37', command: [sleep, '999']}}]}}\n"
        )
    };
    let files = [SourceFile::new("a.yaml", pod("a")), SourceFile::new("b.yaml", pod("b"))];
    let said = transcript(
        &mut World::default(),
        &files,
        "k apply -f a.yaml\nk cordon kind-worker\nk apply -f b.yaml\nk get pods --no-headers\nk describe pod b\nk uncordon kind-worker\nk get pod b --no-headers",
    );
    let rows: Vec<Vec<&str>> = said
        .lines()
        .filter(|line| line.starts_with("a ") || line.starts_with("b "))
        .map(|line| line.split_whitespace().take(3).collect())
        .collect();
    assert_eq!(rows, [["a", "1/1", "Running"], ["b", "0/1", "Pending"], ["b", "1/1", "Running"]], "{said}");
    assert!(said.contains("0/1 nodes are available: 1 node(s) were unschedulable. no new claims to deallocate, preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling."), "{said}");
    let said = transcript(
        &mut World::default(),
        &files,
        "k apply -f a.yaml\nk taint node kind-worker a=b:NoSchedule\nk apply -f b.yaml\nk describe pod b\nk drain kind-worker --force\nk get pod a",
    );
    assert!(said.contains("0/1 nodes are available: 1 node(s) had untolerated taint(s). "), "{said}");
    assert!(said.contains("pod/a evicted"), "{said}");
}
