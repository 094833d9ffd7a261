//! Commands in simulated containers beyond the recorded ones, and that no command line breaks the simulator.

use cofferdam::object::Object;
use cofferdam::probe::{Observation, Target};
use cofferdam::simulate;
use cofferdam::world::{Act, World};
use proptest::prelude::*;
use serde_json::{Value, json};

/// A world with one Pod; `spec` is laid over a sleeping container called `a`.
fn world(image: &str, context: Value, pod: Value) -> World {
    let mut world = World::default();
    let mut spec = json!({"containers": [{"name": "a", "image": image, "command": ["sleep", "3600"], "securityContext": context}]});
    for (key, value) in pod.as_object().unwrap() {
        spec[key] = value.clone();
    }
    let value = json!({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p", "namespace": "d"}, "spec": spec});
    world.store.insert(Object::from_value(value).unwrap());
    world
}

fn exec(world: &World, command: &[&str]) -> Observation {
    let target = Target { namespace: "d".into(), pod: "p".into(), container: None };
    simulate::exec(world, &target, &command.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>())
}

/// Output, errors and code of a shell command line.
fn shell(world: &World, line: &str) -> String {
    let answer = exec(world, &["sh", "-c", line]);
    format!("{}{}[{}]", answer.stdout, answer.stderr, answer.exit.map_or_else(|| answer.class.to_string(), |code| code.to_string()))
}

#[test]
fn the_shell_does_what_ash_does() {
    let world = world("busybox:1.37", json!({}), json!({}));
    for (line, wanted) in [
        ("echo a b | wc -w", "2\n[0]"),
        ("false || echo no && echo yes", "no\nyes\n[0]"),
        ("for i in 1 2 3; do echo -n $i; done; echo", "123\n[0]"),
        ("x=5; [ $x -gt 3 ] && echo big", "big\n[0]"),
        ("if test -f /etc/passwd; then echo there; else echo none; fi", "there\n[0]"),
        (
            "echo x > /tmp/f; echo y >> /tmp/f; cat /tmp/f; rm /tmp/f; cat /tmp/f",
            "x\ny\ncat: can't open '/tmp/f': No such file or directory\n[1]",
        ),
        ("echo $(id -u) ${HOME:-none} $((2 + 3))", "0 /root 5\n[0]"),
        ("cd /tmp && pwd; (cd /; pwd); pwd", "/tmp\n/\n/tmp\n[0]"),
        ("ls /nope 2>/dev/null; echo $?", "1\n[0]"),
        ("nosuch", "sh: nosuch: not found\n[127]"),
        ("exit 3", "[3]"),
        ("echo 'a", "sh: syntax error: unterminated quoted string\n[2]"),
        ("printf '%s-%s\\n' a b; seq 3 | head -n 1; echo abc | cut -c2", "a-b\n1\nb\n[0]"),
        ("echo hi >&2 2>/dev/null; echo out | grep -c o", "1\nhi\n[0]"),
        ("mkdir -p /tmp/a/b && touch /tmp/a/b/c && ls /tmp/a/b && mv /tmp/a/b/c /tmp/d && ls -1 /tmp", "c\na\nd\n[0]"),
        ("sleep 100; echo done", "done\n[0]"),
        ("timeout 1 sleep 100", "[143]"),
        ("vi", "[not_simulated]"),
    ] {
        assert_eq!(shell(&world, line), wanted, "{line}");
    }
}

/// Recorded with Debian 12's BusyBox 1.35.0 and bash 5.2.15 (as `sh`), the binaries of the recorded cluster's images, on
/// 2026-11-27: line, answer of ash, answer of bash where it is another.
const SHELLS: &[(&str, &str, &str)] = &[
    ("for i in 1 2 3 4; do [ $i = 3 ] && break; echo $i; done", "1\n2\n[0]", ""),
    ("for i in 1 2; do for j in a b; do echo $i$j; [ $j = a ] && continue 2; done; done", "1a\n2a\n[0]", ""),
    ("case abc in a*) echo A;; *) echo other;; esac", "A\n[0]", ""),
    ("case x in a|b) echo AB;; x|y) echo XY;; esac", "XY\n[0]", ""),
    ("f() { echo \"f:$1:$#\"; return 3; }; f a b; echo $?", "f:a:2\n3\n[0]", ""),
    ("echo $((1+2*3)) $(( (1+2)*3 )) $((7/2)) $((-5+2)) $((2**3)) $((0x10)) $((010))", "7 9 3 -3 8 16 8\n[0]", ""),
    ("echo $((1<2)) $((1&&0)) $((!0)) $((~0)) $((1<<4)) $((5^3))", "1 0 1 -1 16 6\n[0]", ""),
    ("echo $((1/0)); echo after", "sh: divide by zero\n[2]", "sh: line 1: 1/0: division by 0 (error token is \"0\")\n[127]"),
    ("x=abcdef; echo ${#x} ${x#ab} ${x%ef} ${x##*d} ${x%%c*}", "6 cdef abcd ef ab\n[0]", ""),
    ("x=abcabc; echo ${x/b/X} ${x//b/X} ${x:1:3} ${x: -2}", "aXcabc aXcaXc bca bc\n[0]", ""),
    ("echo ${y:-default} ${y-def} ${y:=assigned} $y ${y:+alt} ${z:+alt}", "default def assigned assigned alt\n[0]", ""),
    ("echo ${y:?missing}; echo after", "sh: y: missing\n[2]", "sh: line 1: y: missing\n[127]"),
    ("set -u; echo $none; echo after", "sh: none: parameter not set\n[2]", "sh: line 1: none: unbound variable\n[127]"),
    ("set -e; false; echo after", "[1]", ""),
    ("set -e; false || true; if false; then :; fi; echo after", "after\n[0]", ""),
    ("set -x; echo a", "a\n+ echo a\n[0]", ""),
    ("set -- 'a b' c; for i in \"$@\"; do echo \"[$i]\"; done; echo $#", "[a b]\n[c]\n2\n[0]", ""),
    ("IFS=:; x=a:b; for i in $x; do echo $i; done", "a\nb\n[0]", ""),
    ("x=$(false); echo $?", "1\n[0]", ""),
    ("cat <<EOF\nhello $HOME\nEOF", "hello /root\n[0]", ""),
    ("cat <<< 'here string'", "sh: syntax error: unexpected redirection\n[2]", "here string\n[0]"),
    ("printf '1\\n2\\n' | while read l; do echo \"l=$l\"; done", "l=1\nl=2\n[0]", ""),
    ("echo one two | { read a b; echo $b $a; }", "two one\n[0]", ""),
    (
        "cd /nonexistent; echo $?",
        "2\nsh: cd: line 0: can't cd to /nonexistent: No such file or directory\n[0]",
        "1\nsh: line 1: cd: /nonexistent: No such file or directory\n[0]",
    ),
    ("{ echo a; echo b >&2; echo c; } 2>&1 | head -2", "a\nb\n[0]", ""),
    ("echo x 3>&1 >&3", "x\n[0]", ""),
    ("echo x >&-; echo $?", "1\nsh: write error: Bad file descriptor\n[0]", "1\nsh: line 1: echo: write error: Bad file descriptor\n[0]"),
    (
        "if true; then echo a",
        "sh: syntax error: unexpected end of file (expecting \"fi\")\n[2]",
        "sh: -c: line 2: syntax error: unexpected end of file\n[2]",
    ),
    (
        "a && && b",
        "sh: syntax error: unexpected \"&&\"\n[2]",
        "sh: -c: line 1: syntax error near unexpected token `&&'\nsh: -c: line 1: `a && && b'\n[2]",
    ),
    (
        "echo a ; ; echo b",
        "sh: syntax error: unexpected \";\"\n[2]",
        "sh: -c: line 1: syntax error near unexpected token `;'\nsh: -c: line 1: `echo a ; ; echo b'\n[2]",
    ),
    (
        "echo `echo a",
        "sh: syntax error: EOF in backquote substitution\n[2]",
        "sh: -c: line 1: unexpected EOF while looking for matching ``'\n[2]",
    ),
    ("echo ${x", "sh: syntax error: missing '}'\n[2]", "sh: -c: line 1: unexpected EOF while looking for matching `}'\n[2]"),
    ("trap 'echo bye' EXIT; exit 3", "bye\n[3]", ""),
    ("umask; umask 077; umask -S", "0022\nu=rwx,g=,o=\n[0]", ""),
    ("A=1; env | grep ^A=; export A; env | grep ^A=", "A=1\n[0]", ""),
    ("readonly R=1; R=2; echo $R", "sh: R: is read only\n[2]", "sh: line 1: R: readonly variable\n[127]"),
    ("printf '%d %5d|%-5d|%05d %x %c %%\\n' 1 2 3 4 255 abc", "1     2|3    |00004 ff a %\n[0]", ""),
    ("printf '%d\\n' abc", "0\nsh: invalid number 'abc'\n[1]", "0\nsh: line 1: printf: abc: invalid number\n[1]"),
    ("[[ abc == a* && -d /etc ]]; echo $?", "0\n[0]", ""),
    ("[ 1 -eq a ]; echo $?", "2\nsh: a: bad number\n[0]", "2\nsh: line 1: [: a: integer expression expected\n[0]"),
    ("[ a ; echo $?", "2\nsh: missing ]\n[0]", "2\nsh: line 1: [: missing `]'\n[0]"),
    ("set -o pipefail; false | true; echo $?", "1\n[0]", ""),
    ("kill 99999", "sh: can't kill pid 99999: No such process\n[1]", "sh: line 1: kill: (99999) - No such process\n[1]"),
    ("sh -c 'echo $0 $1' a b; sh -ec 'false; echo no'; echo $?", "a b\n1\n[0]", ""),
    ("exec nosuch; echo after", "sh: exec: line 0: nosuch: not found\n[127]", "sh: line 1: exec: nosuch: not found\n[127]"),
    ("mkdir -p /tmp/d/e && touch /tmp/d/f && ls -R /tmp/d", "/tmp/d:\ne\nf\n\n/tmp/d/e:\n[0]", ""),
    ("cp /etc /tmp", "cp: omitting directory '/etc'\n[1]", "cp: -r not specified; omitting directory '/etc'\n[1]"),
    ("touch /tmp/a; mv -v /tmp/a /tmp/b", "'/tmp/a' -> '/tmp/b'\n[0]", "renamed '/tmp/a' -> '/tmp/b'\n[0]"),
    (
        "mkdir /tmp/d; touch /tmp/f; mv /tmp/d /tmp/f",
        "mv: can't rename '/tmp/d': Not a directory\n[1]",
        "mv: cannot overwrite non-directory '/tmp/f' with directory '/tmp/d'\n[1]",
    ),
    (
        "chmod 999 /etc/passwd",
        "chmod: invalid mode '999'\n[1]",
        "chmod: invalid mode: '999'\nTry 'chmod --help' for more information.\n[1]",
    ),
    ("chmod g=u /etc/passwd; stat -c '%a %5u|' /etc/passwd", "664     0|\n[0]", ""),
    ("chown root:nosuch /etc/passwd", "chown: unknown user/group root:nosuch\n[1]", "chown: invalid group: 'root:nosuch'\n[1]"),
    ("head -n -1 /etc/group | tail -n +2; head -c 4 /etc/group", "daemon:x:1:\nwww-data:x:33:\nroot[0]", ""),
    (
        "wc -l /etc/passwd /etc/group",
        "        4 /etc/passwd\n        4 /etc/group\n        8 total\n[0]",
        "  4 /etc/passwd\n  4 /etc/group\n  8 total\n[0]",
    ),
    (
        "grep -A1 daemon /etc/group; grep -e root -e daemon -c /etc/group; grep -m1 : /etc/group",
        "daemon:x:1:\nwww-data:x:33:\n2\nroot:x:0:\n[0]",
        "",
    ),
    ("cat -n /etc/group | head -1; cat -e /etc/group | head -1", "     1\troot:x:0:\nroot:x:0:$\n[0]", ""),
    ("env nosuch", "env: can't execute 'nosuch': No such file or directory\n[127]", "env: 'nosuch': No such file or directory\n[127]"),
];

#[test]
fn shells_answer_as_recorded() {
    for (image, bash) in [("busybox:1.37", false), ("ubuntu:22.04", true)] {
        let mut world = world(image, json!({}), json!({}));
        world.facts =
            cofferdam::world::Facts::parse(&cofferdam::text::SourceFile::new("world.yaml", include_str!("../oracle/world.yaml"))).unwrap();
        for (line, ash, other) in SHELLS {
            let wanted = if bash && !other.is_empty() { other } else { ash };
            assert_eq!(shell(&world, line), *wanted, "{image}: {line}");
        }
    }
}

#[test]
fn each_image_has_its_own_words() {
    let user = json!({"runAsUser": 1234});
    for (image, command, wanted) in [
        ("busybox:1.37", &["whoami"][..], "whoami: unknown uid 1234\n"),
        ("ubuntu:22.04", &["whoami"], "whoami: cannot find name for user ID 1234\n"),
        ("ubuntu:22.04", &["touch", "/x"], "touch: cannot touch '/x': Permission denied\n"),
        ("ubuntu:22.04", &["cat", "/etc/shadow"], "cat: /etc/shadow: Permission denied\n"),
        ("ubuntu:22.04", &["sh", "-c", "echo x > /f"], "sh: 1: cannot create /f: Permission denied\n"),
        ("busybox:1.37", &["mkdir", "/d"], "mkdir: can't create directory '/d': Permission denied\n"),
        ("ubuntu:24.04", &["mkdir", "/d"], "mkdir: cannot create directory '/d': Permission denied\n"),
        ("busybox:1.37", &["chown", "0", "/tmp"], "chown: /tmp: Operation not permitted\n"),
        ("ubuntu:22.04", &["chown", "0", "/tmp"], "chown: changing ownership of '/tmp': Operation not permitted\n"),
        ("ubuntu:22.04", &["date", "-s", "2020-01-01"], "date: cannot set date: Operation not permitted\n"),
    ] {
        assert_eq!(exec(&world(image, user.clone(), json!({})), command).stderr, wanted, "{image} {command:?}");
    }
    let missing = exec(&world("ubuntu:22.04", json!({}), json!({})), &["ping", "-c1", "127.0.0.1"]);
    assert!(missing.exit.is_none() && missing.stderr.contains("exec: \"ping\": executable file not found in $PATH"));
}

#[test]
fn a_shared_volume_keeps_what_an_init_container_wrote() {
    let mount = json!([{"name": "v", "mountPath": "/v"}]);
    let spec = json!({
        "securityContext": {"fsGroup": 2000},
        "initContainers": [{"name": "i", "image": "busybox:1.37", "command": ["sh", "-c", "echo hi > /v/f; chmod 600 /v/f"], "volumeMounts": mount}],
        "containers": [{"name": "a", "image": "busybox:1.37", "command": ["sleep", "1d"], "volumeMounts": mount, "securityContext": {"runAsUser": 5}}],
        "volumes": [{"name": "v", "emptyDir": {}}],
    });
    let world = world("busybox:1.37", json!({}), spec);
    assert_eq!(shell(&world, "cat /v/f"), "cat: can't open '/v/f': Permission denied\n[1]");
    assert_eq!(shell(&world, "touch /v/g && stat -c '%u:%g' /v/g"), "5:2000\n[0]");
}

/// The state of a Pod's only container, and its answer to a command.
fn pod_answers(spec: Value, container: usize, line: &str) -> (String, String) {
    let mut world = World::default();
    let value = json!({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p", "namespace": "d"}, "spec": spec});
    world.store.insert(Object::from_value(value.clone()).unwrap());
    let name = value["spec"]["containers"][container]["name"].as_str().unwrap().to_owned();
    let pod = simulate::find_pod(&world, "d", "p").unwrap();
    let status = simulate::run(&world, &pod).status;
    let state = status.containers[container].waiting().unwrap_or("Running").to_owned();
    let target = Target { namespace: "d".into(), pod: "p".into(), container: Some(name) };
    let words: Vec<_> = if line.contains(" | ") { vec!["sh", "-c", line] } else { line.split(' ').collect() };
    let answer = simulate::exec(&world, &target, &words.into_iter().map(str::to_owned).collect::<Vec<_>>());
    (state, format!("{}{}", answer.stdout, answer.stderr))
}

#[test]
fn processes_are_those_of_a_node() {
    let bare = |image: &str, more: Value| {
        let mut container = json!({"name": "a", "image": image});
        more.as_object().unwrap().iter().for_each(|(key, value)| container[key] = value.clone());
        json!({"containers": [container]})
    };
    for (spec, wanted) in [
        (bare("busybox:1.28", json!({"tty": true})), "Running"),
        (bare("ubuntu:22.04", json!({"stdin": true})), "Running"),
        (bare("busybox:1.28", json!({})), "CrashLoopBackOff"),
        (bare("busybox:1.28", json!({"args": ["sleep", "infinity"]})), "CrashLoopBackOff"),
        (bare("busybox:1.37", json!({"args": ["sleep", "infinity"]})), "Running"),
        (bare("ubuntu:22.04", json!({"args": ["sleep", "infinity"]})), "Running"),
        (bare("busybox:1.28", json!({"args": ["tail", "-f", "/dev/null"]})), "Running"),
    ] {
        assert_eq!(pod_answers(spec.clone(), 0, "true").0, wanted, "{spec}");
    }
    let shared = json!({"shareProcessNamespace": true, "containers": [
        {"name": "web", "image": "nginx:1.31"},
        {"name": "b", "image": "busybox:1.28", "command": ["sh", "-c", "sleep 3600"]},
        {"name": "u", "image": "ubuntu:22.04", "command": ["sh", "-c", "echo hi; sleep 3600"]},
    ]});
    // As a Kubernetes 1.35.4 node with containerd answered.
    for (container, line, wanted) in [
        (
            1,
            "ps -o pid,args",
            "PID   COMMAND\n    1 /pause\n    7 nginx: master process nginx -g daemon off;\n   14 nginx: worker process\n   15 sleep 3600\n   21 sleep 3600\n   27 ps -o pid,args\n",
        ),
        (2, "ls -d /proc/14 /proc/15", "/proc/14\n/proc/15\n"),
        (2, "cat /proc/7/environ", ""),
    ] {
        let said = pod_answers(shared.clone(), container, line).1;
        if wanted.is_empty() { assert!(said.contains("PATH="), "{said}") } else { assert_eq!(said, wanted, "{line}") }
    }
    let mut owned = shared.clone();
    owned["securityContext"] = json!({"runAsUser": 999, "runAsGroup": 101});
    owned["containers"][0] = json!({"name": "web", "image": "busybox:1.28", "command": ["sleep", "3600"]});
    assert_eq!(
        pod_answers(owned, 1, "grep -E ^(Uid|Gid|CapBnd|NoNewPrivs) /proc/1/status").1,
        "Uid:\t999\t999\t999\t999\nGid:\t101\t101\t101\t101\nCapBnd:\t00000000a80425fb\nNoNewPrivs:\t1\n"
    );
    let plain = pod_answers(bare("busybox:1.28", json!({"command": ["sleep", "3600"]})), 0, "ps").1;
    assert_eq!(plain, "PID   USER     TIME  COMMAND\n    1 root      0:00 sleep 3600\n    6 root      0:00 ps\n");
    let lone =
        |image: &str, line: &str| pod_answers(bare(image, json!({"command": ["sh", "-c", "touch /tmp/ok && sleep 3600"]})), 0, line).1;
    assert_eq!(lone("ubuntu:22.04", "cat /proc/1/comm"), "sleep\n");
    assert_eq!(
        lone("ubuntu:22.04", "ps aux | head -2"),
        "USER         PID %CPU %MEM    VSZ   RSS TTY      STAT START   TIME COMMAND\nroot           1  0.0  0.0   2792  1280 ?        Ss   08:00   0:00 sleep 3600\n"
    );
    assert_eq!(
        lone("ubuntu:22.04", "ps -ef | head -2"),
        "UID          PID    PPID  C STIME TTY          TIME CMD\nroot           1       0  0 08:00 ?        00:00:00 sleep 3600\n"
    );
}

#[test]
fn small_words_are_those_of_the_images() {
    let plain = world("busybox:1.28", json!({"readOnlyRootFilesystem": true}), json!({}));
    let stranger = world("busybox:1.28", json!({"runAsUser": 101}), json!({}));
    for (world, line, wanted) in [
        (&plain, "date -s 2020-01-01", "Wed Jan  1 00:00:00 UTC 2020\ndate: can't set date: Operation not permitted\n[0]"),
        (&plain, "mount -t tmpfs t /nowhere", "mount: mounting t on /nowhere failed: No such file or directory\n[255]"),
        (&plain, "mount -t tmpfs t /tmp", "mount: permission denied (are you root?)\n[1]"),
        (&plain, "test -w /etc && echo root may", "root may\n[0]"),
        (&stranger, "test -w /etc || echo others may not", "others may not\n[0]"),
        (&stranger, "id -nu 2>&1", "101id: unknown ID 101\n\n[1]"),
        (&stranger, "groups 2>&1", "root\n[0]"),
    ] {
        assert_eq!(shell(world, line), wanted, "{line}");
    }
}

#[test]
fn what_was_run_before_is_there() {
    let mut world = world("busybox:1.37", json!({}), json!({}));
    assert_eq!(shell(&world, "ls /tmp"), "[0]");
    let target = Target { namespace: "d".into(), pod: "p".into(), container: Some("a".into()) };
    world.executed.push((target, Act::Command(vec!["touch".into(), "/tmp/x".into()])));
    assert_eq!(shell(&world, "ls /tmp"), "x\n[0]");
}

fn word() -> impl Strategy<Value = String> {
    let known = "echo|cat|ls|rm|cp|mv|chmod|chown|mknod|touch|mkdir|id|ps|sh|grep|sed|nc|wget|ip|mount|kill|test|sleep|seq|yes|head|wc|tr|cut|stat|ln|env|\
                 timeout|setpriv|unshare|setuidgid|/|/etc/passwd|/proc/self/status|/proc/1/status|/tmp/a|..|-l|-R|-rf|-c|-n|0|1|999999999999999999999|755|u+x|\
                 ;|&&|\\|\\||\\||&|>|>>|<|2>&1|\\(|\\)|\\{|\\}|if|then|else|fi|while|true|do|done|for|in|'|\"|\\$x|\\$\\(|\\$\\{x|`|\\*|\\?|\\[|\\\\|#|!|\n|한글";
    prop_oneof![4 => known, 1 => "\\PC{0,6}"]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever is typed, an answer comes.
    #[test]
    fn any_command_line_has_an_answer(words in proptest::collection::vec(word(), 0..12)) {
        let world = world("busybox:1.37", json!({}), json!({}));
        exec(&world, &["sh", "-c", &words.join(" ")]);
        exec(&world, &words.iter().map(String::as_str).collect::<Vec<_>>());
    }
}
