//! Commands in simulated containers beyond the recorded ones, and that no command line breaks the simulator.

use cofferdam::object::Object;
use cofferdam::probe::{Observation, Target};
use cofferdam::simulate;
use cofferdam::world::World;
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
        ("echo $(id -u) ${HOME:-none} $((2 + 3))", "0 none 5\n[0]"),
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

#[test]
fn what_was_run_before_is_there() {
    let mut world = world("busybox:1.37", json!({}), json!({}));
    assert_eq!(shell(&world, "ls /tmp"), "[0]");
    let target = Target { namespace: "d".into(), pod: "p".into(), container: Some("a".into()) };
    world.executed.push((target, vec!["touch".into(), "/tmp/x".into()]));
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
