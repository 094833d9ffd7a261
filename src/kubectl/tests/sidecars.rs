//! Sidecars, hooks and what else random Pods of a Kubernetes 1.35.4 cluster (containerd 1.6.20, runc 1.1.5) showed on 28 November 2026:
//! `tests/live/random`, seeds 7, 9 and 11.

use super::transcript;
use crate::kubectl::*;
use crate::text::SourceFile;

/// What the commands say of a Pod with this spec.
pub(super) fn of(spec: &str, commands: &str) -> String {
    let pod = format!(
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: cfg}}\ndata: {{app.conf: \"mode=a\\n\"}}\n---\napiVersion: v1\nkind: Pod\nmetadata: {{name: p}}\nspec: {{{spec}}}\n"
    );
    transcript(&mut World::default(), &[SourceFile::new("a.yaml", pod)], &format!("k apply -f a.yaml\n{commands}"))
}

const STATES: &str = "k get pod p -o jsonpath={.status.phase};{.status.initContainerStatuses};{.status.containerStatuses}";

fn sidecar(more: &str) -> String {
    format!("{{name: side, image: 'busybox:1.37', restartPolicy: Always, command: [sleep, '3600'], {more}}}")
}

#[test]
fn a_sidecar_that_does_not_start_up_is_killed_and_keeps_the_others_waiting() {
    let side = sidecar("startupProbe: {exec: {command: [test, -e, /ready]}, periodSeconds: 1, failureThreshold: 3}");
    let spec =
        |more: &str| format!("{more}initContainers: [{side}], containers: [{{name: c, image: 'busybox:1.37', command: [sleep, '3600']}}]");
    let said = of(&spec(""), &format!("{STATES}\nk describe pod p"));
    for part in [
        "Pending;",
        "\"exitCode\":137",
        "PodInitializing",
        "Init container side failed startup probe\n",
        "Startup probe failed:",
        "Initialized                 False ",
    ] {
        assert!(said.contains(part), "{part}\n{said}");
    }
    // In a process namespace that is not its own it hears the signal.
    let said = of(&spec("hostPID: true, "), STATES);
    assert!(said.contains("\"exitCode\":143"), "{said}");
    let passes = sidecar("startupProbe: {exec: {command: ['true']}}");
    let said = of(&spec("").replace(&side, &passes), "k get pod p --no-headers");
    assert!(said.contains("2/2   Running"), "{said}");
}

#[test]
fn a_sidecar_ends_with_the_last_container() {
    let spec = |policy: &str, command: &str| {
        format!(
            "restartPolicy: {policy}, initContainers: [{}], containers: [{{name: c, image: 'busybox:1.37', command: {command}}}]",
            sidecar("")
        )
    };
    let said = of(&spec("Never", "[sh, -c, 'exit 1']"), &format!("{STATES}\nk get events"));
    for part in ["Failed;", "\"exitCode\":137", "Stopping container side\n"] {
        assert!(said.contains(part), "{part}\n{said}");
    }
    let said = of(&spec("OnFailure", "['true']"), STATES);
    assert!(said.contains("Succeeded;") && said.contains("\"exitCode\":137"), "{said}");
    let said = of(&spec("Never", "[sleep, '3600']"), "k get events");
    assert!(!said.contains("Stopping"), "{said}");
    let fails = "restartPolicy: Never, initContainers: [SIDE, {name: i, image: 'busybox:1.37', command: ['false']}], containers: [{name: c, image: 'busybox:1.37'}]";
    let said = of(&fails.replace("SIDE", &sidecar("")), &format!("{STATES}\nk get events"));
    assert!(said.contains("Failed;") && said.contains("Stopping container side\n"), "{said}");
}

#[test]
fn a_sidecar_that_is_not_ready_keeps_its_pod_from_being_ready() {
    let side = sidecar("readinessProbe: {exec: {command: ['false']}}");
    let spec = format!("initContainers: [{side}], containers: [{{name: c, image: 'busybox:1.37', command: [sleep, '3600']}}]");
    let said = of(&spec, "k get pod p --no-headers\nk get pod p -o jsonpath={.status.conditions[2].message}");
    assert!(said.contains("1/2   Running") && said.contains("containers with unready status: [side]"), "{said}");
}

#[test]
fn a_log_ends_where_the_container_stopped_to_write() {
    let spec = "containers: [{name: c, image: 'busybox:1.37', command: [sh, -c, 'id -u; printf s3cret; sleep 3600']}]";
    let files = [SourceFile::new("a.yaml", format!("apiVersion: v1\nkind: Pod\nmetadata: {{name: p}}\nspec: {{{spec}}}\n"))];
    let mut world = World::default();
    let mut logs = |line: &str| run(&mut world, &files, &split(line).unwrap(), "").stdout;
    logs("k apply -f a.yaml");
    assert_eq!(logs("k logs p"), "0\ns3cret");
}

#[test]
fn a_place_inside_a_volume_that_nobody_writes_cannot_be_made() {
    let spec = "restartPolicy: Never, volumes: [{name: data, emptyDir: {}}], containers: [{name: c, image: 'busybox:1.37', command: [sleep, '3600'], \
                volumeMounts: [{name: data, mountPath: /data, readOnly: true}, {name: data, mountPath: /data/part, subPath: a/b}]}]";
    let said = of(spec, &format!("{STATES}\nk get events\nk logs p"));
    let cause = "to rootfs at \\\"/data/part\\\": mkdir /run/containerd/io.containerd.runtime.v2.task/k8s.io/";
    for part in
        [cause, "/rootfs/data/part: read-only file system: unknown", "StartError", "k8s.io/c/rootfs/data/part", "Container created\n"]
    {
        assert!(said.contains(part), "{part}\n{said}");
    }
    assert!(!said.contains("BadRequest"), "{said}");
}

#[test]
fn a_key_that_a_config_map_lacks_is_named() {
    let spec = "volumes: [{name: odd, configMap: {name: cfg, items: [{key: none, path: x}]}}], \
                containers: [{name: c, image: 'busybox:1.37', volumeMounts: [{name: odd, mountPath: /odd}]}]";
    let said = of(spec, "k get events");
    assert!(said.contains("MountVolume.SetUp failed for volume \"odd\" : configmap references non-existent config key: none\n"), "{said}");
}

#[test]
fn the_nodes_network_keeps_its_own_rules() {
    let line = "k exec p -- cat /proc/sys/net/ipv4/ip_unprivileged_port_start";
    let container = "containers: [{name: c, image: 'busybox:1.37', command: [sleep, '3600']}]";
    assert!(of(container, line).contains("start\n0\n"));
    assert!(of(&format!("hostNetwork: true, {container}"), line).contains("start\n1024\n"));
}

#[test]
fn the_home_is_that_of_the_accounts_that_the_container_sees() {
    let home = |user: u32, over: &str| {
        let spec = format!(
            "securityContext: {{runAsUser: {user}}}, volumes: [{{name: one, configMap: {{name: cfg}}}}], containers: [{{name: c, image: 'busybox:1.37', command: [sleep, '3600'], \
             volumeMounts: [{{name: one, mountPath: {over}, subPath: app.conf}}]}}]"
        );
        of(&spec, "k exec p -- sh -c 'echo =$HOME='")
    };
    assert!(home(0, "/etc/app.conf").contains("=/root="));
    // `mode=a` is a line of an account with the number 0 and no home.
    assert!(home(0, "/etc/passwd").contains("=="));
    assert!(home(1000, "/etc/passwd").contains("=/="));
}

#[test]
fn a_hook_comes_too_late_to_a_container_that_ends_at_once() {
    let spec = |command: &str| {
        format!(
            "containers: [{{name: c, image: 'busybox:1.37', command: [sh, -c, '{command}'], lifecycle: {{postStart: {{exec: {{command: ['true']}}}}}}}}]"
        )
    };
    let said = of(&spec("echo done"), "k describe pod p");
    assert!(said.contains("PostStartHook failed\n") && said.contains(": FailedPostStartHook\n"), "{said}");
    assert!(said.contains("Exit Code:    0"), "{said}");
    assert!(!of(&spec("echo done; sleep 3600"), "k describe pod p").contains("Hook"));
    let fails = "containers: [{name: c, image: 'nginx:1.27', lifecycle: {postStart: {exec: {command: ['false']}}}}]";
    let said = of(fails, "k describe pod p");
    assert!(said.contains("PostStartHook failed\n") && said.contains("Exit Code:    0"), "{said}");
}

#[test]
fn what_a_probe_wrote_is_told_with_its_line_end() {
    let spec = "containers: [{name: c, image: 'busybox:1.37', command: [sleep, '3600'], readinessProbe: {exec: {command: [cat, /none]}}}]";
    let said = of(spec, "k get events -o json\nk get events");
    assert!(said.contains("Readiness probe failed: cat: can't open '/none': No such file or directory\\n\""), "{said}");
    assert!(said.ends_with("No such file or directory\n"), "{said}");
}

#[test]
fn a_redis_server_hangs_up_on_http() {
    let spec = "containers: [{name: c, image: 'redis:7', readinessProbe: {httpGet: {port: 6379, path: /}}}]";
    let said = of(spec, "k describe pod p\nk logs p");
    assert!(said.contains(":6379/\": EOF\n") && said.contains("# Possible SECURITY ATTACK detected. "), "{said}");
}

#[test]
fn pods_with_other_numbers_for_a_port_lie_in_slices_of_their_own() {
    let pod = |name: &str, ports: &str| {
        format!(
            "---\napiVersion: v1\nkind: Pod\nmetadata: {{name: {name}, labels: {{app: db}}}}\nspec: {{containers: [{{name: c, image: 'busybox:1.37', command: [sleep, '3600'], ports: [{ports}]}}]}}\n"
        )
    };
    let all = "apiVersion: v1\nkind: Service\nmetadata: {name: s}\nspec: {selector: {app: db}, ports: [{port: 6379, name: front, targetPort: serve}]}\n"
        .to_owned()
        + &pod("a", "")
        + &pod("b", "{name: serve, containerPort: 80}")
        + &pod("c", "{name: serve, containerPort: 80}")
        + &pod("d", "{name: serve, containerPort: 90}");
    let files = [SourceFile::new("a.yaml", all)];
    let said = transcript(&mut World::default(), &files, "k apply -f a.yaml\nk get endpointslices --no-headers");
    let mut rows: Vec<(&str, usize)> = said
        .lines()
        .filter_map(|line| line.strip_prefix("s-"))
        .map(|line| line.split_whitespace().collect::<Vec<_>>())
        .map(|cells| (cells[2], cells[3].split(',').count()))
        .collect();
    rows.sort_unstable();
    assert_eq!(rows, [("80", 2), ("90", 1), ("<unset>", 1)], "{said}");
}

#[test]
fn a_redis_server_that_is_killed_says_goodbye() {
    let spec = "restartPolicy: Never, containers: [{name: c, image: 'redis:7', livenessProbe: {exec: {command: ['false']}}}]";
    let said = of(spec, "k logs p");
    assert!(said.contains("Received SIGTERM scheduling shutdown...\n") && said.contains("* DB saved on disk\n"), "{said}");
    assert!(said.contains("Redis is now ready to exit, bye bye...\n"), "{said}");
}

#[test]
fn missing_pull_secrets_are_told_before_the_sandbox_is_made() {
    let spec =
        "hostUsers: false, imagePullSecrets: [{name: gone}], containers: [{name: c, image: 'busybox:1.37', command: [sleep, '3600']}]";
    let said = of(spec, "k get events");
    assert!(said.contains("Unable to retrieve some image pull secrets (gone)"), "{said}");
}

#[test]
fn the_nodes_first_process_has_every_power() {
    let spec =
        "hostPID: true, containers: [{name: c, image: 'busybox:1.37', securityContext: {runAsUser: 1000}, command: [sleep, '3600']}]";
    let said = of(spec, "k exec p -- grep -E '^(CapPrm|CapEff|Seccomp|NoNewPrivs):' /proc/1/status");
    for part in ["CapPrm:\t000001ffffffffff\n", "CapEff:\t000001ffffffffff\n", "Seccomp:\t0\n", "NoNewPrivs:\t0\n"] {
        assert!(said.contains(part), "{part}\n{said}");
    }
}

/// Random worlds 24-6 and 31-6: who failed at once and is the last to change stays in the slice.
#[test]
fn a_pod_that_has_ended_is_behind_a_service_until_something_else_changes() {
    let behind = |command: &str, others: &str| {
        let pod = |name: &str, spec: &str| {
            format!("---\napiVersion: v1\nkind: Pod\nmetadata: {{name: {name}, labels: {{app: db}}}}\nspec: {{{spec}}}\n")
        };
        let service = "apiVersion: v1\nkind: Service\nmetadata: {name: s}\nspec: {selector: {app: db}, ports: [{port: 80}]}\n".to_owned();
        let own = format!("restartPolicy: Never, containers: [{{name: c, image: 'busybox:1.37', command: {command}}}]");
        let lasting = "containers: [{name: c, image: 'busybox:1.37', command: [sleep, '3600']}]";
        let others: String = others.split_whitespace().map(|name| pod(name, lasting)).collect();
        let files = [SourceFile::new("a.yaml", service + &pod("p", &own) + &others)];
        let ask = "k apply -f a.yaml\nk get endpointslices -o jsonpath={.items[*].endpoints[*].targetRef.name}";
        transcript(&mut World::default(), &files, ask).lines().last().unwrap_or_default().to_owned()
    };
    assert_eq!(behind("[nosuch]", ""), "p");
    assert_eq!(behind("[nosuch]", "a"), "a p");
    assert_eq!(behind("[nosuch]", "a z"), "a z");
    assert!(!behind("[sleep, '3']", "a").contains('p'));
}

/// Random world 43-1.
#[test]
fn a_pod_on_the_nodes_network_has_its_address_before_it_runs() {
    let spec = "hostNetwork: true, volumes: [{name: v, configMap: {name: none}}], \
                containers: [{name: c, image: 'busybox:1.37', volumeMounts: [{name: v, mountPath: /v}]}]";
    let ask = "k label pod p app=db\nk expose pod p --port=80 --name=s\nk get pod p -o jsonpath={.status.podIP}\nk get endpointslices";
    let said = of(spec, ask);
    let lines: Vec<_> = said.lines().map(|line| line.split_whitespace().collect::<Vec<_>>()).collect();
    let slice = lines.iter().find(|words| words[0].starts_with("s-")).unwrap();
    assert!(lines.iter().any(|words| words.len() == 1 && words[0] == slice[3]), "{said}");
}

/// Random world 52-1: of a container that its probe kills again and again, the endpoint is not ready while it waits.
#[test]
fn an_endpoint_is_ready_when_its_pod_is() {
    let spec =
        "containers: [{name: c, image: 'nginx:1.27', livenessProbe: {exec: {command: ['false']}, periodSeconds: 1, failureThreshold: 2}}]";
    let ask = "k get pod p -o jsonpath={.status.containerStatuses[0].ready}\n\
               k get endpointslices -o jsonpath={.items[?(@.ports[0].port==80)].endpoints[0].conditions.ready}\n";
    let said = of(
        spec,
        &format!(
            "k label pod p app=db\nk expose pod p --port=80 --name=s\n{}",
            format!("{ask}k wait pod/none --for=delete --timeout=7s\nk wait pod p --for=jsonpath={{.status.phase}}=Failed --timeout=7s\n")
                .repeat(8)
        ),
    );
    let words: Vec<_> = said.lines().filter(|line| ["true", "false"].contains(line)).collect();
    assert!(words.contains(&"false") && words.chunks(2).all(|pair| pair[0] == pair[1]), "{said}");
}

/// Random world 52-1: what was pulled for the first run is there for the next.
#[test]
fn a_container_that_is_killed_finds_its_image_on_the_node() {
    let probe = "livenessProbe: {exec: {command: ['false']}, periodSeconds: 1, failureThreshold: 2}";
    let ask = "k wait pod/p --for=delete --timeout=20s\nk get events";
    let spec = |policy: &str| format!("containers: [{{name: c, image: 'nginx:1.25', imagePullPolicy: {policy}, {probe}}}]");
    let said = of(&spec("IfNotPresent"), ask);
    assert!(
        said.contains("Successfully pulled image \"nginx:1.25\"") && said.contains("Container image \"nginx:1.25\" already present"),
        "{said}"
    );
    let said = of(&spec("Always"), ask);
    assert!(said.contains("Successfully pulled image \"nginx:1.25\"") && !said.contains("already present"), "{said}");
}
