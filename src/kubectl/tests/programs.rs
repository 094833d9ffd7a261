//! Programs in containers, held against what those of a real 1.35.4 cluster answered (BusyBox 1.35, coreutils 9.1, nginx 1.22, redis 7.0).

use super::transcript;
use crate::kubectl::*;

const MANIFESTS: &str = r#"apiVersion: v1
kind: ConfigMap
metadata: {name: cfg}
data: {key: "value\n", b.txt: "b\na\nb\nc 3\n"}
---
apiVersion: v1
kind: Pod
metadata: {name: bb}
spec:
  containers:
  - {name: app, image: "busybox:1.37", command: [sleep, "36000"], volumeMounts: [{name: d, mountPath: /data}, {name: c, mountPath: /cfg}]}
  volumes: [{name: d, emptyDir: {}}, {name: c, configMap: {name: cfg}}]
---
apiVersion: v1
kind: Pod
metadata: {name: user}
spec:
  securityContext: {runAsUser: 1000, runAsGroup: 3000, fsGroup: 2000}
  containers:
  - {name: app, image: "busybox:1.37", command: [sleep, "36000"], securityContext: {capabilities: {drop: [ALL]}, allowPrivilegeEscalation: false}}
---
apiVersion: v1
kind: Pod
metadata: {name: ub}
spec:
  containers:
  - {name: app, image: "ubuntu:24.04", command: [sleep, "36000"], volumeMounts: [{name: c, mountPath: /cfg}]}
  volumes: [{name: c, configMap: {name: cfg}}]
---
apiVersion: v1
kind: Pod
metadata: {name: web}
spec: {containers: [{name: app, image: "nginx:1.27-alpine"}]}
---
apiVersion: v1
kind: Pod
metadata: {name: rd}
spec: {containers: [{name: app, image: "redis:7-alpine"}]}
"#;

/// Everything a command line prints, and its code behind `=> `, as in the recordings.
fn said(world: &mut World, pod: &str, line: &str) -> String {
    let text = format!("( {line}\n) </dev/null 2>&1; echo \"=> $?\"");
    let args: Vec<String> = ["exec", pod, "--", "sh", "-c", &text].map(str::to_owned).into();
    let outcome = run(world, &[], &args, "");
    assert_eq!(outcome.stderr, "", "{line}");
    outcome.stdout
}

fn world() -> World {
    let mut world = World::default();
    let made = run(&mut world, &[SourceFile::new("all.yaml", MANIFESTS)], &split("apply -f all.yaml").unwrap(), "");
    assert_eq!((made.exit, made.stderr.as_str()), (0, ""));
    world
}

#[test]
fn programs_answer_as_recorded() {
    let mut world = world();
    let cases = [
        ("bb", "echo a b c | xargs -n 1 echo", "a\nb\nc\n=> 0\n"),
        ("bb", "echo a b c | xargs", "a b c\n=> 0\n"),
        ("bb", "ls /cfg | xargs -I {} echo \"<{}>\"", "<b.txt>\n<key>\n=> 0\n"),
        ("bb", "echo | xargs", "\n=> 0\n"),
        ("bb", "printf 'a\\nb\\n' | xargs -n1 nosuch", "xargs: nosuch: No such file or directory\n=> 127\n"),
        ("bb", "expr 3 \\* 4", "12\n=> 0\n"),
        ("bb", "expr 1 = 2", "0\n=> 1\n"),
        ("bb", "expr 5 / 0", "expr: division by zero\n=> 2\n"),
        ("bb", "expr length abc", "3\n=> 0\n"),
        ("bb", "pidof sleep", "1\n=> 0\n"),
        ("bb", "pgrep -l sleep", "1 sleep\n=> 0\n"),
        ("bb", "pkill nosuch", "=> 1\n"),
        ("bb", "killall nosuch", "killall: nosuch: no process killed\n=> 1\n"),
        ("bb", "echo hi | md5sum", "764efa883dda1e11db47671c4a3bbd9e  -\n=> 0\n"),
        ("bb", "md5sum /nothing", "md5sum: can't open '/nothing': No such file or directory\n=> 1\n"),
        ("bb", "cmp /cfg/key /cfg/b.txt", "/cfg/key /cfg/b.txt differ: char 1, line 1\n=> 1\n"),
        ("bb", "diff /cfg/key /cfg/b.txt", "--- /cfg/key\n+++ /cfg/b.txt\n@@ -1 +1,4 @@\n-value\n+b\n+a\n+b\n+c 3\n=> 1\n"),
        ("bb", "diff /cfg/key /nothing", "diff: can't stat '/nothing': No such file or directory\n=> 2\n"),
        ("bb", "less /cfg/key", "value\n=> 0\n"),
        ("bb", "more /nothing", "more: can't open '/nothing': No such file or directory\n=> 1\n"),
        ("bb", "du -s /data", "4\t/data\n=> 0\n"),
        ("bb", "du -sh /etc/passwd", "4.0K\t/etc/passwd\n=> 0\n"),
        ("bb", "du -sh /nothing", "du: /nothing: No such file or directory\n=> 1\n"),
        (
            "bb",
            "df -h /nothing",
            "Filesystem                Size      Used Available Use% Mounted on\ndf: /nothing: can't find mount point\n=> 1\n",
        ),
        ("bb", "dd if=/nothing", "dd: can't open '/nothing': No such file or directory\n=> 1\n"),
        ("bb", "realpath /data/..", "/\n=> 0\n"),
        ("bb", "realpath /nothing/x", "realpath: /nothing/x: No such file or directory\n=> 1\n"),
        ("bb", "tty", "not a tty\n=> 1\n"),
        ("bb", "logname", "logname: getlogin: No such device or address\n=> 1\n"),
        ("bb", "uname -sm", "Linux x86_64\n=> 0\n"),
        ("bb", "uname -o", "GNU/Linux\n=> 0\n"),
        ("bb", "printenv HOME PATH", "/root\n/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\n=> 0\n"),
        ("bb", "hostname -d", "=> 0\n"),
        ("bb", "date -d @0", "Thu Jan  1 00:00:00 UTC 1970\n=> 0\n"),
        ("bb", "date +%Z", "UTC\n=> 0\n"),
        ("bb", "date nosuch", "date: invalid date 'nosuch'\n=> 1\n"),
        ("bb", "sort -n /nothing", "sort: /nothing: No such file or directory\n=> 2\n"),
        ("bb", "uniq /nothing", "uniq: can't open '/nothing': No such file or directory\n=> 1\n"),
        ("bb", "seq -w 8 10", "08\n09\n10\n=> 0\n"),
        ("bb", "mv /etc/hostname /tmp/", "mv: can't rename '/etc/hostname': Device or resource busy\n=> 1\n"),
        ("bb", "mv /cfg/key /tmp/", "mv: can't remove '/cfg/key': Read-only file system\n=> 1\n"),
        ("bb", "chown root:nosuch /data", "chown: unknown user/group root:nosuch\n=> 1\n"),
        ("bb", "chown :nosuch /data", "chown: unknown group nosuch\n=> 1\n"),
        ("bb", "ls /nothing /cfg", "ls: /nothing: No such file or directory\n/cfg:\nb.txt\nkey\n=> 1\n"),
        ("bb", "id 0", "id: unknown user 0\n=> 1\n"),
        ("bb", "type ls", "ls is /bin/ls\n=> 0\n"),
        ("bb", "command -v sh", "/bin/sh\n=> 0\n"),
        ("bb", "nc -w 1 127.0.0.1 9", "=> 1\n"),
        ("bb", "telnet 127.0.0.1 9", "telnet: can't connect to remote host (127.0.0.1): Connection refused\n=> 1\n"),
        ("bb", "chroot /nothing", "chroot: can't change root directory to '/nothing': No such file or directory\n=> 1\n"),
        ("bb", "nsenter -t 1 -m id", "nsenter: setns(): can't reassociate to namespace 'mnt': Operation not permitted\n=> 1\n"),
        ("bb", "dmesg | wc -l", "dmesg: klogctl: Operation not permitted\n0\n=> 0\n"),
        ("bb", "sysctl nosuch.key", "sysctl: error: 'nosuch/key' is an unknown key\n=> 1\n"),
        ("bb", "sysctl -w net.ipv4.ip_forward=1", "sysctl: error setting key 'net.ipv4.ip_forward': Read-only file system\n=> 1\n"),
        ("bb", "ip link set eth0 down", "ip: SIOCSIFFLAGS: Operation not permitted\n=> 2\n"),
        ("bb", "ip a s nosuch", "ip: can't find device 'nosuch'\n=> 1\n"),
        (
            "bb",
            "ip addr show lo",
            "1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue qlen 1000\n    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00\n    \
             inet 127.0.0.1/8 scope host lo\n       valid_lft forever preferred_lft forever\n    inet6 ::1/128 scope host \n       valid_lft \
             forever preferred_lft forever\n=> 0\n",
        ),
        (
            "bb",
            "netstat -tln",
            "Active Internet connections (only servers)\nProto Recv-Q Send-Q Local Address           Foreign Address         State       \n=> 0\n",
        ),
        (
            "user",
            "setpriv -d",
            "uid: 1000\neuid: 1000\ngid: 3000\negid: 3000\nSupplementary groups: 2000,3000\nno_new_privs: 1\nInheritable capabilities: \
             [none]\nAmbient capabilities: [none]\nCapability bounding set: [none]\n=> 0\n",
        ),
        ("ub", "mv /cfg/key /tmp/", "mv: cannot remove '/cfg/key': Read-only file system\n=> 1\n"),
        ("ub", "mv /etc/hosts /etc/hosts2", "mv: cannot move '/etc/hosts' to '/etc/hosts2': Device or resource busy\n=> 1\n"),
        ("ub", "uname -z", "uname: invalid option -- 'z'\nTry 'uname --help' for more information.\n=> 1\n"),
        ("ub", "tr", "tr: missing operand\nTry 'tr --help' for more information.\n=> 1\n"),
        ("ub", "date -d 2020-01-02 +%F", "2020-01-02\n=> 0\n"),
        (
            "web",
            "netstat -tulpn | tail -1",
            "tcp        0      0 0.0.0.0:80              0.0.0.0:*               LISTEN      1/nginx: master pro\n=> 0\n",
        ),
        (
            "rd",
            "netstat -tln | tail -2",
            "tcp        0      0 0.0.0.0:6379            0.0.0.0:*               LISTEN      \ntcp        0      0 :::6379                 \
             :::*                    LISTEN      \n=> 0\n",
        ),
        ("rd", "cat /proc/1/cmdline | tr '\\0' ' '", "redis-server *:6379 => 0\n"),
        ("web", "wget --spider http://127.0.0.1/", "Connecting to 127.0.0.1 (127.0.0.1:80)\nremote file exists\n=> 0\n"),
    ];
    let mut wrong = Vec::new();
    for (pod, line, wanted) in cases {
        let found = said(&mut world, pod, line);
        if found != wanted {
            wrong.push(format!("{pod}: {line}\n  wanted {wanted:?}\n  found  {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_container_that_does_not_run_is_not_found_in_the_words_of_the_api_server() {
    let mut world = World::default();
    let pod =
        "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: app, image: 'busybox:1.37', command: [nosuch]}]}\n";
    run(&mut world, &[SourceFile::new("a.yaml", pod)], &split("apply -f a.yaml").unwrap(), "");
    let outcome = run(&mut world, &[], &split("exec p -- id").unwrap(), "");
    let wanted = "error: Internal error occurred: unable to upgrade connection: container not found (\"app\")\n";
    assert_eq!((outcome.exit, outcome.stderr.as_str()), (1, wanted));
    let outcome = run(&mut world, &[], &split("exec p -c other -- id").unwrap(), "");
    let wanted = "Error from server (BadRequest): container other is not valid for pod p\n";
    assert_eq!((outcome.exit, outcome.stderr.as_str()), (1, wanted));
}

#[test]
fn nginx_with_another_configuration_listens_where_it_says_and_logs_nothing_untrue() {
    let mut world = World::default();
    let text = r#"apiVersion: v1
kind: ConfigMap
metadata: {name: conf}
data: {nginx.conf: "events {}\nhttp { error_log /tmp/e.log; server { listen 8080; } }\n"}
---
apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers: [{name: app, image: "nginx:1.27", volumeMounts: [{name: c, mountPath: /etc/nginx/nginx.conf, subPath: nginx.conf}]}]
  volumes: [{name: c, configMap: {name: conf}}]
"#;
    run(&mut world, &[SourceFile::new("a.yaml", text)], &split("apply -f a.yaml").unwrap(), "");
    let logs = run(&mut world, &[], &split("logs web").unwrap(), "");
    assert_eq!((logs.stdout.as_str(), logs.exit), ("", 0));
    let get =
        |world: &mut World, port: u16| run(world, &[], &split(&format!("exec web -- curl -s http://127.0.0.1:{port}/")).unwrap(), "").exit;
    assert_eq!((get(&mut world, 8080), get(&mut world, 80)), (0, 7));
}

/// `tests/oracle/exec`: `touch` with a time, on BusyBox 1.37 and on GNU coreutils 9.4.
#[test]
fn files_get_the_time_that_touch_is_given() {
    let said = |image: &str, line: &str| {
        let pod = format!(
            "apiVersion: v1\nkind: Pod\nmetadata: {{name: p}}\nspec: {{containers: [{{name: c, image: '{image}', command: [sleep, '3600']}}]}}\n"
        );
        let files = [SourceFile::new("a.yaml", pod)];
        transcript(&mut World::default(), &files, &format!("k apply -f a.yaml\nk exec p -- sh -c \"{line}\""))
    };
    let (box_, gnu) = ("busybox:1.37", "ubuntu:24.04");
    assert!(said(box_, "touch -t 202001011200 /f && ls -l /f").contains(" 0 Jan  1  2020 /f\n"));
    assert!(said(gnu, "touch -t 202001011200 /f && ls -l /f").contains(" 0 Jan  1  2020 /f\n"));
    assert!(said(gnu, "touch -d 2020-01-01 /f && stat -c %y /f").contains("\n2020-01-01 00:00:00.000000000 +0000\n"));
    assert!(said(box_, "touch -d 2020-01-01 /f && stat -c %y /f").contains("\n2020-01-01 08:00:00.000000000 +0000\n"));
    assert!(said(box_, "touch -d 2020-01-01 /f; touch -r /f /g; echo a >> /f; ls -l /f /g").contains("Nov 21 08:00 /f\n"));
    assert!(said(box_, "touch -d 2020-01-01 /f; touch -r /f /g; ls -l /g").contains("Jan  1  2020 /g\n"));
    assert!(said(box_, "touch -t 2020 /f").contains("! touch: invalid date '2020'\n"));
    assert!(said(gnu, "touch -t 2020 /f").contains("! touch: invalid date format '2020'\n"));
}

/// What any_command_line_has_an_answer once drew: the kernel's links lead from `/proc` to the root again.
#[test]
fn a_search_that_follows_links_in_circles_ends() {
    let pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: c, image: 'busybox:1.37', command: [sleep, '3600']}]}\n";
    let said = transcript(&mut World::default(), &[SourceFile::new("a.yaml", pod)], "k apply -f a.yaml\nk exec p -- grep -R nothing ..");
    assert!(said.contains("not simulated") && said.contains("grep -R"), "{said}");
}

/// Random world 81-9: BusyBox has a group for its user `nobody`, the sandbox has not.
#[test]
fn the_sandboxes_environment_is_read_by_its_own_user_and_group_alone() {
    let pod = |user: u32| {
        format!(
            "apiVersion: v1\nkind: Pod\nmetadata: {{name: p}}\nspec: {{shareProcessNamespace: true, securityContext: {{runAsUser: {user}}}, \
             containers: [{{name: c, image: 'busybox:1.37', command: [sleep, '3600']}}]}}"
        )
    };
    let read = |user| {
        let files = [SourceFile::new("p.yaml", pod(user))];
        transcript(&mut World::default(), &files, "k apply -f p.yaml\nk exec p -- cat /proc/1/environ").contains("Permission denied")
    };
    assert_eq!([65534, 1000].map(read), [true, false]);
}
