//! What nginx and redis-server write and leave when they start and when they are stopped, as containers of a Kubernetes 1.35.4 cluster
//! (containerd 1.6.20; nginx 1.22.1, redis 7.0.15, BusyBox 1.35) showed on 28 November 2026: `tests/live/random`, seeds 9 to 16.

use super::sidecars::of;

const FAILING: &str = "livenessProbe: {tcpSocket: {port: 81}, periodSeconds: 1, failureThreshold: 2}";

fn redis(container: &str, pod: &str) -> String {
    format!("terminationGracePeriodSeconds: 0, containers: [{{name: c, image: 'redis:7', {FAILING}, {container}}}], {pod}")
}

#[test]
fn a_redis_server_that_was_killed_loads_what_it_left_in_a_volume() {
    let volume = redis("volumeMounts: [{name: d, mountPath: /data}]", "volumes: [{name: d, emptyDir: {}}]");
    let said = of(&volume, "k logs p\nk exec p -- ls -ln /data");
    for part in ["* Loading RDB produced by version 8.2.1\n", "* Done loading RDB, keys loaded: 0, keys expired: 0.\n", " dump.rdb\n"] {
        assert!(said.contains(part), "{part}\n{said}");
    }
    // What lay in the container's own layer is gone with it.
    let said = of(&redis("", ""), "k logs p\nk logs p -p");
    assert!(!said.contains("Loading RDB") && said.contains("* DB saved on disk\n"), "{said}");
}

#[test]
fn a_redis_server_that_cannot_save_does_not_end_and_is_killed() {
    let cases = [
        ("securityContext: {readOnlyRootFilesystem: true}", "Read-only file system"),
        ("securityContext: {runAsUser: 1000}", "Permission denied"),
    ];
    for (container, why) in cases {
        let said = of(&redis(container, ""), "k logs p -p\nk get pod p -o jsonpath={.status.containerStatuses[0].lastState}");
        for part in [
            &format!("# Failed opening the temp RDB file temp-1.rdb (in server root dir /data) for saving: {why}\n"),
            "# Error trying to save the DB, can't exit.\n",
            "# Errors trying to shut down the server. Check the logs for more information.\n",
            "\"exitCode\":137",
        ] {
            assert!(said.contains(part), "{part}\n{said}");
        }
    }
}

#[test]
fn nginx_tells_by_which_signal_it_ended() {
    let spec = |image: &str| format!("containers: [{{name: c, image: '{image}', {FAILING}}}]");
    // Its official images ask for SIGQUIT.
    let said = of(&spec("nginx:1.27"), "k logs p -p");
    for part in [
        "1#1: signal 3 (SIGQUIT) received, shutting down\n",
        "gracefully shutting down\n",
        "1#1: signal 17 (SIGCHLD) received from ",
        " exited with code 0\n",
        "1#1: exit\n",
    ] {
        assert!(said.contains(part), "{part}\n{said}");
    }
}

#[test]
fn servers_in_a_shared_process_namespace_log_the_numbers_that_they_have() {
    let containers = "containers: [{name: c, image: 'nginx:1.27'}, {name: r, image: 'redis:7'}]";
    let said = of(&format!("shareProcessNamespace: true, {containers}"), "k logs p -c c\nk logs p -c r");
    assert!(said.contains(" [notice] 7#7: start worker processes\n"), "{said}");
    assert!(!said.contains("1#1") && !said.contains("\n1:M") && !said.contains("pid=1,"), "{said}");
    // It hears the signal there, too, and ends well.
    let spec = format!("hostPID: true, restartPolicy: Never, containers: [{{name: c, image: 'nginx:1.27', {FAILING}}}]");
    let said = of(&spec, "k get pod p -o jsonpath={.status.containerStatuses[0].state}");
    assert!(said.contains("\"exitCode\":0"), "{said}");
}

/// A Pod whose container sees a ConfigMap's text as `/etc/passwd`.
fn with_passwd(container: &str) -> String {
    format!(
        "containers: [{{name: c, {container}, volumeMounts: [{{name: one, mountPath: /etc/passwd, subPath: app.conf}}]}}], \
         volumes: [{{name: one, configMap: {{name: cfg}}}}]"
    )
}

#[test]
fn nginx_does_not_start_without_the_account_of_its_workers() {
    let said = of(&with_passwd("image: 'nginx:1.27'"), "k logs p\nk get pod p");
    assert!(said.contains("[emerg] 1#1: getpwnam(\"nginx\") failed in /etc/nginx/nginx.conf:1\n"), "{said}");
    assert!(said.contains("Error") || said.contains("CrashLoopBackOff"), "{said}");
    let test = with_passwd("image: 'nginx:1.27', command: [sleep, '3600']");
    let said = of(&test, "k exec p -- nginx -t");
    assert!(said.contains("getpwnam(\"nginx\") failed in /etc/nginx/nginx.conf:1\n"), "{said}");
    assert!(said.contains("test failed\n") && !said.contains("syntax is ok"), "{said}");
}

#[test]
fn busybox_complains_of_every_bad_record_that_it_passes_over() {
    let spec = with_passwd("image: 'busybox:1.37', command: [sleep, '3600']");
    let ask = |line: &str| of(&spec, &format!("k exec p -- sh -c '{{ {line}; }} 2>&1'"));
    let bad = "/etc/passwd: bad record\n";
    for (line, says) in [
        ("id", format!("id: {bad}uid=0 gid=0(root) groups=")),
        ("id -u", format!("id: {bad}0\n")),
        ("whoami", format!("whoami: {bad}whoami: unknown uid 0\n")),
        ("id root", format!("id: {bad}id: unknown user root\n")),
        ("stat -c %U /proc/1", format!("stat: {bad}UNKNOWN\n")),
        ("ls -l /etc/passwd", format!("-rw-r--r--    1 ls: {bad}0        root ")),
        ("chown nobody /tmp", format!("chown: {bad}chown: unknown user nobody\n")),
        ("chown 0:0 /tmp", format!("$ k exec p -- sh -c '{{ chown 0:0 /tmp; }} 2>&1'\nchown: {bad}")),
    ] {
        let said = ask(line);
        assert!(said.contains(&says), "{line}\n{said}");
    }
    for line in ["id -g", "id -G", "groups", "ls -ln /etc/passwd", "chown 1234 /tmp"] {
        let said = ask(line);
        assert!(!said.contains("bad record"), "{line}\n{said}");
    }
}

#[test]
fn the_environment_of_a_process_with_more_powers_is_closed() {
    let spec = "hostPID: true, containers: [{name: c, image: 'busybox:1.37', command: [sleep, '3600']}]";
    let said = of(spec, "k exec p -- cat /proc/1/environ");
    assert!(said.contains("cat: can't open '/proc/1/environ': Permission denied\n"), "{said}");
}

#[test]
fn of_what_mutating_admission_refuses_the_server_warns_not() {
    let spec = "runtimeClassName: none, imagePullSecrets: [{name: other}, {name: other}], containers: [{name: c, image: 'busybox:1.37'}]";
    let said = of(spec, "");
    assert!(said.contains("RuntimeClass \"none\" not found") && !said.contains("Warning"), "{said}");
}

#[test]
fn nginx_logs_what_a_probe_does_not_find() {
    let probe =
        |path: &str| format!("containers: [{{name: c, image: 'nginx:1.27', readinessProbe: {{httpGet: {{port: 80, path: {path}}}}}}}]");
    let said = of(&probe("/none"), "k logs p");
    let line = "#6: *1 open() \"/usr/share/nginx/html/none\" failed (2: No such file or directory), client: 10.244.0.1, server: localhost, \
                request: \"GET /none HTTP/1.1\", host: \"10.244.";
    assert!(said.contains(line), "{said}");
    assert!(!of(&probe("/"), "k logs p").contains("[error]"));
}

#[test]
fn coreutils_tells_why_a_name_is_not_found_and_sets_numbers_to_the_right() {
    let spec = "securityContext: {runAsUser: 1000}, \
                containers: [{name: c, image: 'ubuntu:24.04', command: [sleep, '3600'], volumeMounts: [{name: one, mountPath: /etc/passwd, \
                subPath: app.conf}, {name: d, mountPath: /d}]}], \
                volumes: [{name: one, configMap: {name: cfg, defaultMode: 0400}}, {name: d, emptyDir: {}}]";
    let said = of(spec, "k exec p -- whoami\nk exec p -- id -un\nk exec p -- sh -c 'touch /d/b; ls -ln / /d'");
    assert!(said.contains("whoami: cannot find name for user ID 1000: Permission denied\n"), "{said}");
    assert!(said.contains("id: cannot find name for user ID 1000: Permission denied\n"), "{said}");
    let shown = of(
        "containers: [{name: c, image: 'ubuntu:22.04', command: [sleep, '3600'], volumeMounts: [{name: d, mountPath: /d}]}], volumes: [{name: d, emptyDir: {}}]",
        "k exec p -- sh -c 'touch /d/a /d/b; chown 0:4000 /d/b; ls -ln /d'",
    );
    assert!(shown.contains("-rw-r--r-- 1 0    0 0 ") && shown.contains("-rw-r--r-- 1 0 4000 0 "), "{shown}");
}

#[test]
fn busybox_complains_of_bad_groups_where_it_stands() {
    let spec = with_passwd("image: 'busybox:1.37', command: [sleep, '3600']").replace("/etc/passwd", "/etc/group");
    let bad = "/etc/group: bad record\n";
    for (line, says) in [
        ("id", format!("uid=0(root)id: {bad} gid=0id: {bad} groups=0")),
        ("groups", format!("groups: {bad}0groups: unknown ID 0\n")),
        ("chown 0:root /tmp", format!("chown: {bad}chown: unknown user/group 0:root\n")),
    ] {
        let said = of(&spec, &format!("k exec p -- sh -c '{{ {line}; }} 2>&1'"));
        assert!(said.contains(&says), "{line}\n{said}");
    }
}
