//! What containers are told, and what commands in them answer.

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

pub(super) fn world() -> World {
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

pub(super) fn out_of(world: &mut World, command: &str) -> String {
    run(world, &[], &split(command).unwrap(), "").stdout
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

const PLACES: &str = r#"apiVersion: v1
kind: ConfigMap
metadata: {name: cm}
data: {a: "1"}
---
apiVersion: v1
kind: Pod
metadata: {name: made}
spec:
  containers:
  - {name: c, image: "busybox:1.28", command: [sleep, "9999"], volumeMounts: [{name: v, mountPath: /m/n, subPath: nope}, {name: v, mountPath: /r}]}
  volumes: [{name: v, configMap: {name: cm}}]
---
apiVersion: v1
kind: Pod
metadata: {name: unnamed}
spec:
  containers:
  - name: c
    image: busybox:1.28
    command: [sleep, "9999"]
    env: [{name: EMPTY, value: ""}]
    volumeMounts: [{name: v, mountPath: /m, subPathExpr: "$(ZZ)/$(NOPE)-$(EMPTY)"}]
  volumes: [{name: v, emptyDir: {}}]
---
apiVersion: v1
kind: Pod
metadata: {name: file}
spec:
  containers: [{name: c, image: "busybox:1.28", command: [sleep, "9999"], workingDir: /etc/passwd}]
---
apiVersion: v1
kind: Pod
metadata: {name: token}
spec:
  securityContext: {runAsUser: 1000, fsGroup: 2000}
  containers: [{name: c, image: "busybox:1.28", command: [sleep, "9999"], volumeMounts: [{name: v, mountPath: /m}]}]
  volumes: [{name: v, projected: {defaultMode: 0440, sources: [{serviceAccountToken: {path: t/tok}}, {configMap: {name: cm}}]}}]
"#;

#[test]
fn places_for_containers_are_made_or_missing_as_the_kubelet_and_runc_find_them() {
    let mut world = World::default();
    let made = run(&mut world, &[SourceFile::new("p.yaml", PLACES)], &split("apply -f p.yaml").unwrap(), "");
    assert_eq!((made.exit, made.stderr.as_str()), (0, ""));
    assert_eq!(out(&mut world, "made -- stat -c '%a %u %g' /m/n"), "777 0 0\n");
    let (_, said, code) = exec(&mut world, "made -- mkdir -p /r/d/e");
    assert_eq!((said.lines().next(), code), (Some("mkdir: can't create directory '/r/d/': Read-only file system"), 1));
    assert_eq!(out(&mut world, "token -- stat -Lc '%a %u %g' /m/t/tok /m/a"), "640 1000 2000\n440 0 2000\n");
    let mut told = |name: &str| run(&mut world, &[], &split(&format!("describe pod {name}")).unwrap(), "").stdout;
    let unnamed = told("unnamed");
    assert!(unnamed.contains("CreateContainerConfigError") && unnamed.contains("Error: missing value for EMPTY, NOPE, ZZ\n"), "{unnamed}");
    let file = told("file");
    assert!(
        file.contains("unable to start container process: error during container init: mkdir /etc/passwd: not a directory: unknown"),
        "{file}"
    );
}

#[test]
fn a_description_lists_what_a_downward_api_volume_tells() {
    let page = run(&mut world(), &[], &split("describe pod p").unwrap(), "").stdout;
    let part = "(a volume populated by information about the pod)\n    Items:\n      metadata.labels -> labels\n      metadata.annotations -> annotations\n";
    assert!(page.contains(part) && page.contains("\n      limits.cpu -> cpu\n"), "{page}");
}

#[test]
fn a_hook_that_fails_ends_its_container_and_a_refused_pod_has_no_logs() {
    let pod = "apiVersion: v1
kind: Pod
metadata: {name: 'x-HOW'}
spec:
  containers: [{name: c, image: 'busybox:1.28', command: [sleep, '9999'], lifecycle: {postStart: {exec: {command: ['HOW']}}}}]
";
    let mut world = World::default();
    for how in ["false", "true", "nosuch"] {
        run(&mut world, &[SourceFile::new("p.yaml", pod.replace("HOW", how))], &split("apply -f p.yaml").unwrap(), "");
        let page = run(&mut world, &[], &split(&format!("describe pod x-{how}")).unwrap(), "").stdout;
        for part in ["CrashLoopBackOff", "Exit Code:    137", "PostStartHook failed\n", "FailedPostStartHook\n"] {
            assert_eq!(page.contains(part), how != "true", "{how} {part}\n{page}");
        }
    }
    let pod = "apiVersion: v1
kind: Pod
metadata: {name: refused}
spec:
  securityContext: {sysctls: [{name: net.core.somaxconn, value: '1'}]}
  containers: [{name: c, image: 'busybox:1.28', command: [sleep, '9999']}]
";
    run(&mut world, &[SourceFile::new("p.yaml", pod)], &split("apply -f p.yaml").unwrap(), "");
    let said = run(&mut world, &[], &split("logs refused").unwrap(), "").stderr;
    assert_eq!(said, "Error from server (BadRequest): container \"c\" in pod \"refused\" is not available\n");
}

#[test]
fn a_probe_of_a_page_that_nginx_lacks_fails() {
    let pod = "apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers: [{name: c, image: 'nginx:1.27', readinessProbe: {httpGet: {path: PATH, port: 80}}}]
";
    let ready = |path: &str| {
        let mut world = World::default();
        run(&mut world, &[SourceFile::new("p.yaml", pod.replace("PATH", path))], &split("apply -f p.yaml").unwrap(), "");
        run(&mut world, &[], &split("describe pod web").unwrap(), "").stdout
    };
    assert!(ready("/healthz").contains("Readiness probe failed: HTTP probe failed with statuscode: 404"));
    assert!(!ready("/").contains("probe failed") && !ready("/index.html?x=1").contains("probe failed"));
}
