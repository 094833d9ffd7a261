//! Random Pods: the same command line answers in the simulated cluster as in the real one.
//!
//! `COFFERDAM_RANDOM=N` plays N Pods (`COFFERDAM_SEED` chooses which), in namespaces `sim-*` that are taken away again.
//! The world is that of `tests/oracle/world.yaml`: the cluster of `../shared/cluster`.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use cofferdam::kubectl;
use cofferdam::text::SourceFile;
use cofferdam::world::{Facts, World};
use serde_json::{Value, json};

/// Pods that start side by side.
const BATCH: usize = 15;

/// Plays `count` Pods and fails with every difference.
pub fn compare(count: usize, seed: u64, kubeconfig: &Path) {
    let mut differences = Vec::new();
    for (number, first) in (0..count).step_by(BATCH).enumerate() {
        let namespace = format!("sim-{seed}-{number}");
        let mut dice = Dice(seed.wrapping_mul(1000).wrapping_add(number as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        let pods: Vec<_> = (first..count.min(first + BATCH)).map(|n| Played::new(&mut dice, &format!("p{n}"))).collect();
        differences.extend(play(&Cluster { kubeconfig, namespace }, &pods));
    }
    println!("{count} random Pods of seed {seed}: {} differences", differences.len());
    assert!(differences.is_empty(), "simulated and observed differ:\n{}", differences.join("\n"));
}

fn play(cluster: &Cluster<'_>, pods: &[Played]) -> Vec<String> {
    let namespace = json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": cluster.namespace}});
    let mut answers = vec![cluster.run(&["apply", "-f", "-"], &namespace.to_string())];
    answers.push(cluster.run(&["apply", "-f", "-"], &list(shared())));
    answers.push(cluster.run(&["apply", "-f", "-"], &list(pods.iter().map(|played| played.pod.clone()).collect())));
    cluster.settle();
    let differences = pods.iter().flat_map(|played| played.differences(cluster)).collect();
    cluster.run(&["delete", "namespace", &cluster.namespace, "--wait=false"], "");
    differences
}

/// What every Pod may mount.
fn shared() -> Vec<Value> {
    vec![
        json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "cfg"}, "data": {"app.conf": "mode=a\n", "b": "two\n"}}),
        json!({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "sec"}, "stringData": {"token": "s3cret"}}),
    ]
}

pub(crate) fn list(items: Vec<Value>) -> String {
    json!({"apiVersion": "v1", "kind": "List", "items": items}).to_string()
}

/// The real one.
pub(crate) struct Cluster<'k> {
    pub kubeconfig: &'k Path,
    pub namespace: String,
}

#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Said {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Cluster<'_> {
    pub fn run(&self, args: &[&str], input: &str) -> Said {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/cluster/cluster");
        let mut command = if script.exists() { Command::new(script) } else { Command::new("kubectl") };
        if command.get_program() != "kubectl" {
            command.arg("kubectl");
        }
        command.arg("--kubeconfig").arg(self.kubeconfig).args(["--context", "kind-cofferdam", "-n", &self.namespace]).args(args);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        std::io::Write::write_all(&mut child.stdin.take().unwrap(), input.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Said { code: output.status.code().unwrap_or(-1), out: text(&output.stdout), err: text(&output.stderr) }
    }

    /// Waits until no container is on its way, a minute and a half at most.
    pub fn settle(&self) {
        let begun = Instant::now();
        let moving = |pod: &Value| {
            let waits = |container: &Value| {
                matches!(container["state"]["waiting"]["reason"].as_str(), Some("ContainerCreating" | "PodInitializing"))
            };
            let containers = pod["status"]["containerStatuses"].as_array();
            pod["status"]["phase"] == "Pending" && containers.is_none_or(|all| all.iter().any(waits))
        };
        while begun.elapsed() < Duration::from_secs(90) {
            let pods: Value = serde_json::from_str(&self.run(&["get", "pods", "-o", "json"], "").out).unwrap_or_default();
            if !pods["items"].as_array().is_none_or(|items| items.iter().any(moving)) {
                break;
            }
            std::thread::sleep(Duration::from_secs(3));
        }
    }
}

/// A Pod and what is asked in it.
struct Played {
    name: String,
    pod: Value,
    lines: Vec<&'static str>,
}

impl Played {
    fn new(dice: &mut Dice, name: &str) -> Self {
        let pod = pod(dice, name);
        let lines = LINES.iter().copied().filter(|_| dice.chance(35)).collect();
        Self { name: name.to_owned(), pod, lines }
    }

    fn differences(&self, cluster: &Cluster<'_>) -> Vec<String> {
        let ask = |args: &[&str]| (cluster.run(args, ""), self.simulated(&cluster.namespace, args));
        let at = |what: &str, (real, ours): &(Said, Said)| {
            format!("{what} in {}\n  cluster    {real:?}\n  simulation {ours:?}", self.pod["spec"])
        };
        let state = ask(&["get", "pod", &self.name, "-o", "json"]);
        if (state.0.code == 0) != (state.1.code == 0) {
            return vec![at("accepted", &state)];
        }
        let (real, ours) = (outcome(&state.0.out), outcome(&state.1.out));
        if real != ours {
            return vec![format!("state of {}\n  cluster    {real}\n  simulation {ours}", self.pod["spec"])];
        }
        if real != "Running" {
            return Vec::new();
        }
        let script: String = self.lines.iter().enumerate().map(|(n, line)| format!("{{ {line}; }} 2>&1; echo \"#{n} $?\"\n")).collect();
        let both = ask(&["exec", &self.name, "-c", "c", "--", "sh", "-c", &script]);
        let (real, ours) = (even(&both.0.out), even(&both.1.out));
        // What one line leaves behind, the next one sees: the first difference counts.
        let differs = real.lines().zip(ours.lines()).position(|(one, other)| one != other);
        let from = differs.or_else(|| (real != ours).then(|| real.lines().count().min(ours.lines().count())));
        from.map(|from| {
            let line = real.lines().skip(from).find_map(|line| line.split_once('#')?.1.split(' ').next()?.parse::<usize>().ok());
            let shown = |text: &str| text.lines().skip(from).take(2).collect::<Vec<_>>().join(" | ");
            let command = line.and_then(|line| self.lines.get(line)).copied().unwrap_or("?");
            format!("{command} in {}\n  cluster    {}\n  simulation {} {}", self.pod["spec"], shown(&real), shown(&ours), both.1.err)
        })
        .into_iter()
        .collect()
    }

    /// The simulated kubectl's answer in a world of this Pod alone.
    fn simulated(&self, namespace: &str, args: &[&str]) -> Said {
        let facts = Facts::parse(&SourceFile::new("world.yaml", include_str!("../oracle/world.yaml"))).unwrap();
        let mut world = World { facts, ..World::default() };
        let mut run = |args: &[&str], input: &str| {
            let args: Vec<String> = ["-n", namespace].iter().chain(args).map(|word| (*word).to_owned()).collect();
            let outcome = kubectl::run(&mut world, &[], &args, input);
            Said { code: outcome.exit, out: outcome.stdout, err: outcome.stderr }
        };
        run(&["create", "namespace", namespace], "");
        run(&["apply", "-f", "-"], &list(shared()));
        let applied = run(&["apply", "-f", "-"], &self.pod.to_string());
        if applied.code == 0 { run(args, "") } else { applied }
    }
}

/// Where a Pod has come to: a reason, or `Running`. Before it fails for good a crashing container comes and goes.
fn outcome(json: &str) -> String {
    let pod: Value = serde_json::from_str(json).unwrap_or_default();
    let status = &pod["status"];
    if let Some(reason) = status["reason"].as_str() {
        return format!("{reason} {}", status["message"].as_str().unwrap_or_default());
    }
    let all = ["initContainerStatuses", "containerStatuses"].iter().flat_map(|list| status[*list].as_array().into_iter().flatten());
    for container in all {
        let state = &container["state"];
        let ended = [&state["terminated"], &container["lastState"]["terminated"]].into_iter().find_map(|end| end["exitCode"].as_i64());
        if let Some(code) = ended.filter(|code| *code != 0) {
            return format!("{} ended with {code}", container["name"]);
        }
        if let Some(reason) = state["waiting"]["reason"].as_str().filter(|reason| *reason != "PodInitializing") {
            return format!("{reason} {}", even(state["waiting"]["message"].as_str().unwrap_or_default()));
        }
    }
    status["phase"].as_str().unwrap_or("none").to_owned()
}

/// Without what a machine makes up as it goes: uids, dates, sums of blocks, addresses.
fn even(text: &str) -> String {
    let word = |word: &str| {
        let uid = word.len() >= 36 && word.matches('-').count() >= 4 && word.contains('(');
        let address = word.starts_with("10.244.");
        if uid {
            word.split('(').next().unwrap_or_default().to_owned()
        } else if address {
            "IP".into()
        } else {
            word.to_owned()
        }
    };
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let line = |line: &str| {
        let words: Vec<_> = line.split(' ').collect();
        let mut out: Vec<String> = Vec::new();
        let mut skip = 0;
        for one in words {
            match () {
                () if skip > 0 => skip -= usize::from(!one.is_empty()),
                () if months.contains(&one) && line.starts_with(['d', '-', 'l', 'c']) => skip = 2,
                () => out.push(word(one)),
            }
        }
        if line.starts_with("total ") { "total".to_owned() } else { out.join(" ") }
    };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// xorshift64: the same Pods from the same seed everywhere.
pub(crate) struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % limit.max(1)
    }

    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub fn of<T: Clone>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())].clone()
    }

    /// Sets `field` in so many cases of a hundred.
    pub fn maybe(&mut self, percent: usize, object: &mut Value, field: &str, values: &[Value]) {
        if self.chance(percent) {
            object[field] = self.of(values);
        }
    }
}

fn pod(dice: &mut Dice, name: &str) -> Value {
    let image = dice.of(&["busybox:1.28", "busybox:1.28", "busybox:1.37", "ubuntu:22.04", "ubuntu:24.04", "nginx:1.31", "redis:8"]);
    let ids: Vec<Value> = [0, 0, 1000, 101, 999, 65534, 33].map(Value::from).to_vec();
    let mut of_pod = json!({});
    dice.maybe(50, &mut of_pod, "runAsUser", &ids);
    if of_pod["runAsUser"].is_i64() {
        dice.maybe(40, &mut of_pod, "runAsGroup", &[json!(0), json!(3000), json!(101)]);
    }
    dice.maybe(15, &mut of_pod, "runAsNonRoot", &[json!(true), json!(false)]);
    dice.maybe(40, &mut of_pod, "fsGroup", &[json!(2000), json!(0), json!(33)]);
    dice.maybe(20, &mut of_pod, "supplementalGroups", &[json!([4000, 10])]);
    dice.maybe(30, &mut of_pod, "seccompProfile", &[json!({"type": "RuntimeDefault"}), json!({"type": "Unconfined"})]);
    dice.maybe(
        6,
        &mut of_pod,
        "sysctls",
        &[json!([{"name": "kernel.msgmax", "value": "1"}]), json!([{"name": "net.ipv4.tcp_syncookies", "value": "1"}])],
    );
    let (volumes, mounts) = volumes(dice, image.starts_with("nginx"));
    let mut container = json!({"name": "c", "image": image, "securityContext": container_context(dice), "volumeMounts": mounts});
    if !image.starts_with("nginx") && !image.starts_with("redis") || dice.chance(15) {
        container["command"] = dice.of(&[
            json!(["sleep", "3600"]),
            json!(["sh", "-c", "id > /data/who; sleep 3600"]),
            json!(["sh", "-c", "touch /tmp/ok && sleep 3600"]),
        ]);
    }
    dice.maybe(
        15,
        &mut container,
        "env",
        &[json!([{"name": "A", "value": "1"}, {"name": "NODE", "valueFrom": {"fieldRef": {"fieldPath": "spec.nodeName"}}}])],
    );
    dice.maybe(8, &mut container, "workingDir", &[json!("/data"), json!("/tmp"), json!("/w")]);
    let mut spec = json!({"containers": [container], "terminationGracePeriodSeconds": 0, "securityContext": of_pod, "volumes": volumes});
    dice.maybe(15, &mut spec, "automountServiceAccountToken", &[json!(false)]);
    dice.maybe(6, &mut spec, "shareProcessNamespace", &[json!(true)]);
    json!({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": name}, "spec": spec})
}

/// Without SYS_TIME, SYS_ADMIN and their like: the node may be the machine on which this runs.
fn container_context(dice: &mut Dice) -> Value {
    const NAMES: [&str; 11] =
        ["CHOWN", "NET_RAW", "NET_ADMIN", "SETUID", "SETGID", "DAC_OVERRIDE", "FOWNER", "KILL", "NET_BIND_SERVICE", "MKNOD", "FSETID"];
    let mut own = json!({});
    dice.maybe(20, &mut own, "runAsUser", &[json!(0), json!(1000), json!(101), json!(999)]);
    dice.maybe(30, &mut own, "readOnlyRootFilesystem", &[json!(true), json!(true), json!(false)]);
    dice.maybe(8, &mut own, "runAsNonRoot", &[json!(true)]);
    if dice.chance(6) {
        own["privileged"] = true.into();
    } else {
        dice.maybe(30, &mut own, "allowPrivilegeEscalation", &[json!(false), json!(false), json!(true)]);
    }
    let mut capabilities = json!({});
    dice.maybe(30, &mut capabilities, "drop", &[json!(["ALL"]), json!(["ALL"]), json!(["CHOWN", "SETUID"]), json!(["NET_RAW"])]);
    if dice.chance(30) {
        capabilities["add"] = json!([dice.of(&NAMES), dice.of(&NAMES)]);
    }
    own["capabilities"] = capabilities;
    own
}

fn volumes(dice: &mut Dice, nginx: bool) -> (Vec<Value>, Vec<Value>) {
    let (mut volumes, mut mounts) = (Vec::new(), Vec::new());
    let mut add = |name: &str, source: Value, at: &str, read_only: bool| {
        let mut volume = source;
        volume["name"] = name.into();
        volumes.push(volume);
        mounts.push(json!({"name": name, "mountPath": at, "readOnly": read_only}));
    };
    if dice.chance(50) {
        add("data", dice.of(&[json!({"emptyDir": {}}), json!({"emptyDir": {"medium": "Memory"}})]), "/data", dice.chance(10));
    }
    if dice.chance(30) {
        add("tmp", json!({"emptyDir": {}}), "/tmp", false);
    }
    if dice.chance(40) {
        add("cfg", json!({"configMap": {"name": "cfg", "defaultMode": dice.of(&[0o400, 0o440, 0o644, 0o755])}}), "/cfg", false);
    }
    if dice.chance(40) {
        add(
            "sec",
            json!({"secret": {"secretName": "sec", "defaultMode": dice.of(&[0o400, 0o440, 0o600, 0o644])}}),
            "/sec",
            dice.chance(20),
        );
    }
    if nginx && dice.chance(60) {
        add("cache", json!({"emptyDir": {}}), "/var/cache/nginx", false);
        add("run", json!({"emptyDir": {}}), "/run", false);
    }
    (volumes, mounts)
}

/// What is asked: a line runs in the state that the lines before it left.
const LINES: &[&str] = &[
    "id",
    "whoami",
    "groups",
    "pwd",
    "umask",
    "touch /x",
    "touch /tmp/y",
    "echo a > /data/z",
    "ls -ln /data",
    "ls -lnL /cfg",
    "cat /cfg/app.conf",
    "echo x >> /cfg/app.conf",
    "ls -lnL /sec",
    "cat /sec/token",
    "grep -E '^(Uid|Gid|Groups|Cap|NoNewPrivs|Seccomp:)' /proc/self/status",
    "grep -E '^(Uid|Gid|Groups|Cap|NoNewPrivs|Seccomp:)' /proc/1/status",
    "chown 1234 /tmp",
    "chown 1000:1000 /data",
    "mkdir /data/d",
    "mkdir /newdir",
    "mknod /tmp/n c 1 3",
    "rm /etc/hostname",
    "chmod 777 /data",
    "cat /etc/shadow",
    "stat -c '%a %u %g' /tmp /data /etc/passwd",
    "echo $HOME",
    "echo $A $NODE",
    "kill -0 1",
    "cat /proc/1/comm",
    "ls -A /run",
    "test -w /data",
    "test -w /",
    "test -r /sec/token",
    "cp /etc/passwd /data/p",
    "mv /data/p /data/q",
    "ln -s /etc/passwd /data/l",
    "cat /data/who",
    "readlink /cfg/app.conf",
    "cat /proc/sys/net/ipv4/ip_unprivileged_port_start",
    "wc -c /cfg/app.conf",
    "hostname",
    "stat -c %U /proc/1",
    "ls /nope",
    "head -1 /etc/passwd",
    "touch /proc/x",
    "touch /dev/x",
    "ls /var/run/secrets/kubernetes.io/serviceaccount",
    "touch /etc/hosts",
    "echo x >> /etc/resolv.conf",
    "chgrp 2000 /data",
    "id -u",
    "id -G",
    "ping -c 1 127.0.0.1 > /dev/null",
    "cat /proc/1/environ | wc -c | grep -c .",
];
