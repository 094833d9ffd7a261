//! What containers are told, and what commands in them answer.

use super::transcript;
use crate::kubectl::*;

const MANIFESTS: &str = r#"apiVersion: v1
kind: Service
metadata: {name: my-db}
spec: {clusterIP: 10.96.190.114, selector: {app: db}, ports: [{port: 6379, name: redis}]}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: cm}
data: {a: "1"}
binaryData: {bin: "AAEC"}
---
apiVersion: v1
kind: Pod
metadata: {name: p, labels: {app: db, x: v}, annotations: {z: "1", q: "a \"b\""}}
spec:
  hostname: host1
  subdomain: my-db
  hostAliases: [{ip: 1.2.3.4, hostnames: [foo, bar]}]
  dnsConfig: {searches: [corp.local], options: [{name: ndots, value: "2"}]}
  containers:
  - name: c
    image: busybox:1.37
    command: [sleep, "9999"]
    env:
    - {name: A, value: "$(B)"}
    - {name: B, value: b}
    - {name: C, value: "$(B)-$$(B)-$(X)-$(PATH)-$(MY_DB_SERVICE_PORT)"}
    - {name: CPU, valueFrom: {resourceFieldRef: {resource: limits.cpu}}}
    - {name: MEM, valueFrom: {resourceFieldRef: {resource: requests.memory, divisor: 1Mi}}}
    - {name: HIP, valueFrom: {fieldRef: {fieldPath: status.hostIP}}}
    - {name: LBL, valueFrom: {fieldRef: {fieldPath: "metadata.labels['app']"}}}
    envFrom: [{configMapRef: {name: cm}}]
    resources: {requests: {memory: 64Mi, cpu: 100m}, limits: {cpu: 1500m, memory: 64Mi}}
    volumeMounts: [{name: d, mountPath: /podinfo}]
  - name: old
    image: busybox:1.28
    command: [sleep, "9999"]
  volumes:
  - name: d
    downwardAPI:
      items:
      - {path: labels, fieldRef: {fieldPath: metadata.labels}}
      - {path: annotations, fieldRef: {fieldPath: metadata.annotations}}
      - {path: quoted, fieldRef: {fieldPath: "metadata.annotations['q']"}}
      - {path: cpu, resourceFieldRef: {containerName: c, resource: limits.cpu, divisor: 1m}}
      - {path: unset, resourceFieldRef: {containerName: old, resource: limits.cpu}}
      - {path: sub/name, fieldRef: {fieldPath: metadata.name}}
---
apiVersion: v1
kind: Pod
metadata: {name: my-db}
spec:
  enableServiceLinks: false
  containers: [{name: c, image: "busybox:1.37", command: [sleep, "9999"]}]
"#;

fn world() -> World {
    let mut world = World::default();
    let files = [SourceFile::new("all.yaml", MANIFESTS)];
    let made = run(&mut world, &files, &split("apply -f all.yaml").unwrap(), "");
    assert_eq!((made.exit, made.stderr.as_str()), (0, ""));
    world
}

/// Standard output, standard error and exit code of a command in a container.
fn exec(world: &mut World, command: &str) -> (String, String, i32) {
    let outcome = run(world, &[], &split(&format!("exec {command}")).unwrap(), "");
    (outcome.stdout, outcome.stderr, outcome.exit)
}

fn out(world: &mut World, command: &str) -> String {
    exec(world, command).0
}

#[test]
fn the_environment_is_what_the_kubelet_makes() {
    let mut world = world();
    let env = out(&mut world, "p -c c -- env");
    // Beyond the first and the last, the order of a real one is random; ours is that of the manifest.
    let wanted = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
HOSTNAME=host1
a=1
A=$(B)
B=b
C=b-$(B)-$(X)-$(PATH)-6379
CPU=2
MEM=64
HIP=172.18.0.2
LBL=db
KUBERNETES_SERVICE_HOST=10.96.0.1
KUBERNETES_SERVICE_PORT=443
KUBERNETES_SERVICE_PORT_HTTPS=443
KUBERNETES_PORT=tcp://10.96.0.1:443
KUBERNETES_PORT_443_TCP=tcp://10.96.0.1:443
KUBERNETES_PORT_443_TCP_PROTO=tcp
KUBERNETES_PORT_443_TCP_PORT=443
KUBERNETES_PORT_443_TCP_ADDR=10.96.0.1
MY_DB_SERVICE_HOST=10.96.190.114
MY_DB_SERVICE_PORT=6379
MY_DB_SERVICE_PORT_REDIS=6379
MY_DB_PORT=tcp://10.96.190.114:6379
MY_DB_PORT_6379_TCP=tcp://10.96.190.114:6379
MY_DB_PORT_6379_TCP_PROTO=tcp
MY_DB_PORT_6379_TCP_PORT=6379
MY_DB_PORT_6379_TCP_ADDR=10.96.190.114
HOME=/root
";
    assert_eq!(env, wanted);
    let without = out(&mut world, "my-db -- env");
    assert!(without.contains("KUBERNETES_PORT=") && !without.contains("MY_DB"), "{without}");
    assert!(out(&mut world, "p -c c -- sh -c 'echo $MY_DB_SERVICE_HOST'").starts_with("10.96.190.114"));
}

#[test]
fn a_downward_volume_holds_labels_and_amounts() {
    let mut world = world();
    assert_eq!(out(&mut world, "p -c c -- cat /podinfo/labels"), "app=\"db\"\nx=\"v\"");
    assert_eq!(out(&mut world, "p -c c -- cat /podinfo/quoted"), "a \"b\"");
    let all = out(&mut world, "p -c c -- cat /podinfo/annotations");
    assert!(
        all.starts_with("kubectl.kubernetes.io/last-applied-configuration=\"{") && all.contains("\nq=\"a \\\"b\\\"\"\nz=\"1\""),
        "{all}"
    );
    assert!(all.contains("\nkubernetes.io/config.source=\"api\"\n"), "{all}");
    assert_eq!(out(&mut world, "p -c c -- cat /podinfo/cpu /podinfo/unset /podinfo/sub/name"), "15004p");
    let listed = out(&mut world, "p -c c -- ls -a /podinfo");
    // The moment of the world, and a random number.
    assert!(listed.contains("..2026_11_21_08_00_00."), "{listed}");
}

#[test]
fn names_of_the_pod_stand_in_its_files() {
    let mut world = world();
    let hosts = out(&mut world, "p -c c -- cat /etc/hosts");
    let own = "fe00::2\tip6-allrouters\n10.244.";
    assert!(hosts.starts_with("# Kubernetes-managed hosts file.\n127.0.0.1\tlocalhost\n") && hosts.contains(own), "{hosts}");
    let end = "\thost1.my-db.default.svc.cluster.local\thost1\n\n# Entries added by HostAliases.\n1.2.3.4\tfoo\tbar\n";
    assert!(hosts.ends_with(end), "{hosts}");
    let resolv = "search default.svc.cluster.local svc.cluster.local cluster.local corp.local\nnameserver 10.96.0.10\noptions ndots:2\n";
    assert_eq!(out(&mut world, "p -c c -- cat /etc/resolv.conf"), resolv);
    assert_eq!(out(&mut world, "p -c c -- hostname -f"), "host1.my-db.default.svc.cluster.local\n");
    assert_eq!(out(&mut world, "my-db -- hostname -f"), "my-db\n");
    let ping = out(&mut world, "p -c c -- ping -c 1 host1");
    assert!(ping.starts_with("PING host1 (10.244.") && ping.contains("0% packet loss"), "{ping}");
    let other = out(&mut world, "p -c c -- ping -c 1 my-db");
    assert!(other.starts_with("PING my-db (10.96.190.114): 56 data bytes") && other.contains("100% packet loss"), "{other}");
}

/// Measured with BusyBox 1.35 against a DNS server that knows one name (2026-11-28).
#[test]
fn nslookup_asks_as_busybox_does() {
    let mut world = world();
    let head = "Server:\t\t10.96.0.10\nAddress:\t10.96.0.10:53\n\n";
    let missing = |name: &str| format!("** server can't find {name}: NXDOMAIN\n\n");
    let name = "my-db.default.svc.cluster.local";
    let found = format!("Name:\t{name}\nAddress: 10.96.190.114\n\n");
    let others = missing("my-db.svc.cluster.local") + &missing("my-db.cluster.local");
    // The Pod itself is called so, and has that name in /etc/hosts.
    let (short, _, code) = exec(&mut world, "my-db -- nslookup my-db");
    assert_eq!((short, code), (format!("{head}{found}{others}\n{others}"), 1));
    let (dotted, _, code) = exec(&mut world, "my-db -- nslookup my-db.default");
    assert_eq!((dotted, code), (format!("{head}{}", missing("my-db.default").repeat(2)), 1));
    let (full, _, code) = exec(&mut world, &format!("my-db -- nslookup {name}"));
    assert_eq!((full, code), (format!("{head}{found}\n"), 0));
    let (none, _, code) = exec(&mut world, "my-db -- nslookup nope");
    let all = missing("nope.default.svc.cluster.local") + &missing("nope.svc.cluster.local") + &missing("nope.cluster.local");
    assert_eq!((none, code), (format!("{head}{}", all.repeat(2)), 1));
    let (bare, _, code) = exec(&mut world, "my-db -- nslookup my-db 10.96.0.10");
    assert_eq!((bare, code), (format!("{head}{}", missing("my-db").repeat(2)), 1));
    let (back, _, code) = exec(&mut world, "my-db -- nslookup 10.96.190.114");
    assert_eq!((back, code), (format!("{head}114.190.96.10.in-addr.arpa\tname = {name}\n\n"), 0));
}

#[test]
fn nslookup_of_an_old_busybox_asks_the_library() {
    let mut world = world();
    let head = "Server:    10.96.0.10\nAddress 1: 10.96.0.10 kube-dns.kube-system.svc.cluster.local\n\n";
    let (found, _, code) = exec(&mut world, "p -c old -- nslookup my-db.default");
    let wanted = format!("{head}Name:      my-db.default\nAddress 1: 10.96.190.114 my-db.default.svc.cluster.local\n");
    assert_eq!((found, code), (wanted, 0));
    let (none, said, code) = exec(&mut world, "p -c old -- nslookup nope");
    assert_eq!((none.as_str(), said.as_str(), code), (head, "nslookup: can't resolve 'nope'\ncommand terminated with exit code 1\n", 1));
}

#[test]
fn events_say_of_which_container_they_are() {
    let mut world = world();
    let page = out_of(&mut world, "describe pod p");
    for container in ["c", "old"] {
        assert!(page.contains(&format!("spec.containers{{{container}}}: Container created")), "{page}");
        assert!(page.contains(&format!("spec.containers{{{container}}}: Container started")), "{page}");
    }
    assert!(page.contains("default-scheduler  Successfully assigned default/p to"), "{page}");
    let events = out_of(&mut world, "get events -o jsonpath='{.items[?(@.reason==\"Started\")].involvedObject.fieldPath}'");
    assert_eq!(events, "spec.containers{c} spec.containers{c} spec.containers{old}");
    assert!(page.contains("      CPU:  2 (limits.cpu)\n      MEM:  64 (requests.memory)\n      HIP:   (v1:status.hostIP)\n"), "{page}");
}

fn out_of(world: &mut World, command: &str) -> String {
    run(world, &[], &split(command).unwrap(), "").stdout
}

#[test]
fn files_go_in_and_out() {
    let mut world = world();
    let files = [SourceFile::new("a.txt", "one\n"), SourceFile::new("dir/b.txt", "two\n")];
    let said = transcript(
        &mut world,
        &files,
        "
        cp a.txt my-db:/tmp
        cp ./dir my-db:/opt -c c
        exec my-db -- cat /tmp/a.txt /opt/b.txt
        cp a.txt my-db:/none/x
        cp nothing.txt my-db:/tmp
        cp a.txt nobody:/tmp
        cp my-db:/none x
        cp my-db:/etc/hostname host
        exec my-db -- ls -l /tmp/a.txt
        cp a.txt b.txt
    ",
    );
    let wanted = "$ cp a.txt my-db:/tmp
$ cp ./dir my-db:/opt -c c
$ exec my-db -- cat /tmp/a.txt /opt/b.txt
one
two
$ cp a.txt my-db:/none/x
! tar: can't change directory to '/none': No such file or directory
! command terminated with exit code 1
[1]
$ cp nothing.txt my-db:/tmp
! error: nothing.txt doesn't exist in local filesystem
[1]
$ cp a.txt nobody:/tmp
! Error from server (NotFound): pods \"nobody\" not found
[1]
$ cp my-db:/none x
tar: /none: No such file or directory
tar: error exit delayed from previous errors
! command terminated with exit code 1
[1]
$ cp my-db:/etc/hostname host
tar: removing leading '/' from member names
$ exec my-db -- ls -l /tmp/a.txt
-rw-r--r--    1 1000     1000             4 Nov 21 08:00 /tmp/a.txt
$ cp a.txt b.txt
! error: one of src or dest must be a remote file specification
[1]
";
    assert_eq!(said, wanted);
    let back = run(&mut world, &files, &split("cp my-db:/tmp/a.txt ./back.txt").unwrap(), "");
    assert_eq!(back.written, [("back.txt".to_owned(), "one\n".to_owned())]);
    let whole = run(&mut world, &files, &split("cp default/my-db:tmp out").unwrap(), "");
    assert_eq!(whole.written, [("out/a.txt".to_owned(), "one\n".to_owned())]);
}

#[test]
fn debug_puts_a_container_beside_the_others() {
    let mut world = world();
    let said = transcript(
        &mut world,
        &[],
        "
        debug my-db --image=busybox:1.37 --profile=general -c dbg --target=c -- sleep 9999
        get pod my-db -o jsonpath='{.spec.ephemeralContainers[0].securityContext} {.spec.ephemeralContainers[0].targetContainerName}'
        exec my-db -c dbg -- ps
        debug -it my-db --image=busybox:1.37 --profile=baseline -- id -u
        debug my-db --copy-to=again --set-image=*=busybox:1.28
        get pods -o custom-columns=N:.metadata.name,I:.spec.containers[*].image
        debug node/kind-worker -q --image=busybox:1.37 --profile=sysadmin -c n -- sleep 9999
        get pods -l app.kubernetes.io/managed-by=kubectl-debug -o jsonpath='{.items[0].spec.hostNetwork} {.items[0].spec.volumes[0].hostPath.path}'
    ",
    );
    for line in [
        "Targeting container \"c\". If you don't see processes from this container it may be because the container runtime doesn't support this feature.",
        "{\"capabilities\":{\"add\":[\"SYS_PTRACE\"]}} c",
        "    1 root      0:00 sleep 9999",
        "0",
        "again   busybox:1.28",
        "true /",
    ] {
        assert!(said.lines().any(|own| own == line), "{line}\n{said}");
    }
    let page = out_of(&mut world, "describe pod my-db");
    assert!(
        page.contains("Ephemeral Containers:\n  dbg:\n") && page.contains("spec.ephemeralContainers{dbg}: Container started"),
        "{page}"
    );
}

const APP: &str = r#"apiVersion: apps/v1
kind: Deployment
metadata: {name: api}
spec:
  replicas: 2
  selector: {matchLabels: {app: api}}
  template:
    metadata: {labels: {app: api}}
    spec: {containers: [{name: api, image: "nginx:1.27"}]}
---
apiVersion: v1
kind: Secret
metadata: {name: s}
stringData: {pw: one, user: u}
"#;

#[test]
fn a_diff_shows_what_apply_would_change() {
    let mut world = World::default();
    let before = [SourceFile::new("app.yaml", APP)];
    run(&mut world, &before, &split("apply -f app.yaml").unwrap(), "");
    let same = run(&mut world, &before, &split("diff -f app.yaml").unwrap(), "");
    assert_eq!((same.exit, same.stdout.as_str(), same.stderr.as_str()), (0, "", ""));
    let after = [SourceFile::new("app.yaml", APP.replace("replicas: 2", "replicas: 3").replace("pw: one", "pw: two"))];
    let said = run(&mut world, &after, &split("diff -f app.yaml").unwrap(), "");
    assert_eq!((said.exit, said.stderr.as_str()), (1, ""));
    for part in [
        "diff -u -N /tmp/LIVE-2430741925/apps.v1.Deployment.default.api /tmp/MERGED-1786120443/apps.v1.Deployment.default.api\n--- /tmp/LIVE-",
        "\t2026-11-21 08:00:00.000000000 +0000\n@@ -",
        "\n-  generation: 1\n+  generation: 2\n",
        "\n-  replicas: 2\n+  replicas: 3\n",
        "/v1.Secret.default.s\t",
        "\n-  pw: '*** (before)'\n+  pw: '*** (after)'\n   user: '***'\n",
    ] {
        assert!(said.stdout.contains(part), "{part}\n{}", said.stdout);
    }
    let added = [SourceFile::new("ns.yaml", "apiVersion: v1\nkind: Namespace\nmetadata: {name: new}\n")];
    let said = run(&mut world, &added, &split("diff -f ns.yaml").unwrap(), "");
    assert!(said.exit == 1 && said.stdout.contains("\n@@ -0,0 +1,"), "{}", said.stdout);
    let none = run(&mut world, &[], &split("diff -f none.yaml").unwrap(), "");
    assert_eq!((none.exit, none.stderr.as_str()), (2, "error: the path \"none.yaml\" does not exist\n"));
    // Nothing of it was done.
    assert_eq!(out_of(&mut world, "get deploy api -o jsonpath='{.spec.replicas}'"), "2");
}

#[test]
fn an_autoscaler_keeps_replicas_within_its_bounds() {
    let mut world = World::default();
    let files = [SourceFile::new("app.yaml", APP)];
    run(&mut world, &files, &split("apply -f app.yaml").unwrap(), "");
    let said = transcript(
        &mut world,
        &[],
        "
        autoscale deploy api --min=3 --max=5 --cpu=70%
        get hpa
        get deploy api -o jsonpath='{.spec.replicas}'
        autoscale deploy api --max=5 --cpu=70%
        autoscale deploy api --max=5 --memory=200 --name=m --dry-run=client -o jsonpath='{.spec.metrics[0].resource}'
        autoscale deploy api --max=5 --dry-run=client
        autoscale deploy api --max=5 --cpu-percent=60 --name=old --dry-run=server
        autoscale deploy api --max=0
        autoscale deploy api --max=2 --min=3
        autoscale secret s --max=2
        autoscale deploy api
    ",
    );
    let wanted = "$ autoscale deploy api --min=3 --max=5 --cpu=70%
horizontalpodautoscaler.autoscaling/api autoscaled
$ get hpa
NAME   REFERENCE        TARGETS              MINPODS   MAXPODS   REPLICAS   AGE
api    Deployment/api   cpu: <unknown>/70%   3         5         3          0s
$ get deploy api -o jsonpath='{.spec.replicas}'
3
$ autoscale deploy api --max=5 --cpu=70%
! Error from server (AlreadyExists): horizontalpodautoscalers.autoscaling \"api\" already exists
[1]
$ autoscale deploy api --max=5 --memory=200 --name=m --dry-run=client -o jsonpath='{.spec.metrics[0].resource}'
{\"name\":\"memory\",\"target\":{\"averageValue\":\"200Mi\",\"type\":\"AverageValue\"}}
$ autoscale deploy api --max=5 --dry-run=client
horizontalpodautoscaler.autoscaling/api created (dry run)
$ autoscale deploy api --max=5 --cpu-percent=60 --name=old --dry-run=server
horizontalpodautoscaler.autoscaling/old autoscaled (server dry run)
! Flag --cpu-percent has been deprecated, Use --cpu with percentage or resource quantity format (e.g., '70%' for utilization or '500m' for milliCPU).
$ autoscale deploy api --max=0
! error: --max=MAXPODS is required and must be at least 1, max: 0
[1]
$ autoscale deploy api --max=2 --min=3
! error: --max=MAXPODS must be larger or equal to --min=MINPODS, max: 2, min: 3
[1]
$ autoscale secret s --max=2
! error: cannot autoscale a Secret: could not find scale subresource for /v1, Resource=secrets in discovery information
[1]
$ autoscale deploy api
! error: required flag(s) \"max\" not set
[1]
";
    assert_eq!(said, wanted);
}

#[test]
fn refusals_are_in_the_words_that_were_recorded() {
    let mut world = World::default();
    let files = [SourceFile::new("app.yaml", APP)];
    run(&mut world, &files, &split("apply -f app.yaml").unwrap(), "");
    for (line, said) in [
        (
            "get pods -l app=web=b",
            "Error from server (BadRequest): Unable to find \"/v1, Resource=pods\" that match label selector \"app=web=b\", field selector \"\": found '=', expected: ',' or 'end of string'",
        ),
        (
            "get pods --field-selector foo=bar",
            "Error from server (BadRequest): Unable to find \"/v1, Resource=pods\" that match label selector \"\", field selector \"foo=bar\": field label not supported: foo",
        ),
        (
            "create secret generic s1 --from-literal=a=b --type=kubernetes.io/tls --dry-run=server",
            "error: failed to create secret Secret \"s1\" is invalid: [data[tls.crt]: Required value, data[tls.key]: Required value]",
        ),
        (
            "create cm c1 --from-literal=a=b --from-literal=a=c",
            "error: cannot add key \"a\", another key by that name already exists in Data for ConfigMap \"c1\"",
        ),
        ("run n1 --image=nginx --overrides='{bad'", "error: Invalid JSON Patch"),
        (
            "patch deploy api --type=json -p '[{\"op\":\"replace\",\"path\":\"/foo/bar\",\"value\":1}]'",
            "The request is invalid: the server rejected our request due to an error in our request",
        ),
        ("get pods --x", "error: unknown flag: --x\nSee 'kubectl get --help' for usage."),
        ("scale deploy api --current-replicas=5 --replicas=2", "error: Expected replicas to be 5, was 2"),
    ] {
        let outcome = run(&mut world, &files, &split(line).unwrap(), "");
        assert_eq!((outcome.stderr.trim_end(), outcome.exit), (said, 1), "{line}");
    }
    let cron = run(&mut world, &[], &split("create cj c1 --image=busybox --schedule=bad --dry-run=server").unwrap(), "");
    assert!(
        cron.stderr.starts_with("error: failed to create cronjob: CronJob.batch \"c1\" is invalid: spec.schedule: "),
        "{}",
        cron.stderr
    );
    let set = run(&mut world, &[], &split("set resources deploy api --limits=foo=1,bar=2").unwrap(), "");
    let start =
        "error: failed to patch resources update to pod template Deployment.apps \"api\" is invalid: [spec.template.spec.containers[0]";
    assert!(set.stderr.starts_with(start) && set.stderr.lines().count() == 1, "{}", set.stderr);
    // A client's dry run asks no server; a patch says nothing of being one.
    let said = transcript(
        &mut world,
        &files,
        "
        create -f app.yaml --dry-run=client
        patch deploy api -p '{\"spec\":{\"replicas\":4}}' --dry-run=server
        replace --force -f app.yaml
    ",
    );
    assert!(said.contains("deployment.apps/api created (dry run)\nsecret/s created (dry run)\n"), "{said}");
    assert!(said.contains("--dry-run=server\ndeployment.apps/api patched\n"), "{said}");
    let forced = "deployment.apps \"api\" deleted from default namespace\nsecret \"s\" deleted from default namespace\ndeployment.apps/api replaced\nsecret/s replaced\n";
    assert!(said.contains(forced), "{said}");
}

#[test]
fn a_description_has_probes_and_shortens_what_is_long() {
    let pod = format!(
        "apiVersion: v1
kind: Pod
metadata: {{name: w, annotations: {{note: hello, long: {}}}}}
spec:
  tolerations: [{{key: b, operator: Exists}}, {{operator: Exists, effect: NoExecute}}, {{key: a, value: c, effect: NoSchedule}}]
  containers:
  - name: w
    image: nginx:1.27
    env: [{{name: MULTI, value: \"a\\nb\"}}, {{name: NAME, valueFrom: {{fieldRef: {{fieldPath: metadata.name}}}}}}]
    livenessProbe: {{httpGet: {{path: /, port: http}}, initialDelaySeconds: 3}}
    readinessProbe: {{exec: {{command: [cat, /etc/hostname]}}, periodSeconds: 5}}
    startupProbe: {{tcpSocket: {{port: 80}}}}
    ports: [{{name: http, containerPort: 80}}]
",
        "x".repeat(150)
    );
    let mut world = World::default();
    run(&mut world, &[SourceFile::new("w.yaml", pod)], &split("apply -f w.yaml").unwrap(), "");
    let page = out_of(&mut world, "describe pod w");
    for part in [
        &format!("Annotations:      long:\n                    {}...\n                  note: hello\n", "x".repeat(138)),
        "    Liveness:       http-get http://:http/ delay=3s timeout=1s period=10s #success=1 #failure=3\n",
        "    Readiness:      exec [cat /etc/hostname] delay=0s timeout=1s period=5s #success=1 #failure=3\n",
        "    Startup:        tcp-socket :80 delay=0s timeout=1s period=10s #success=1 #failure=3\n",
        "      MULTI:  a\n              b\n",
        "      NAME:   w (v1:metadata.name)\n",
        "Tolerations:                 :NoExecute op=Exists\n                             a=c:NoSchedule\n                             b op=Exists\n",
    ] {
        assert!(page.contains(part), "{part}\n{page}");
    }
}
