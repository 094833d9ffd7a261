//! What becomes of Pods, Jobs and CronJobs as time passes: answers of a Kubernetes 1.35.4 cluster of 28 November 2026, whose kubelet took a
//! few seconds more for each step.

use super::transcript;
use crate::kubectl::*;
use crate::simulate::pass;
use crate::text::SourceFile;

/// The world after `seconds`.
fn after(manifest: &str, seconds: u32) -> World {
    let mut world = World::default();
    let applied = run(&mut world, &[SourceFile::new("a.yaml", manifest)], &split("apply -f a.yaml").unwrap(), "");
    assert_eq!(applied.exit, 0, "{}", applied.stderr);
    pass(&mut world, seconds);
    world
}

fn said(world: &mut World, command: &str) -> String {
    transcript(world, &[], command).lines().skip(1).map(|line| format!("{line}\n")).collect()
}

fn pod(spec: &str) -> String {
    format!("apiVersion: v1\nkind: Pod\nmetadata: {{name: p}}\nspec: {spec}\n")
}

fn sleeper(more: &str) -> String {
    pod(&format!("{{containers: [{{name: c, image: 'busybox:1.37', command: [sleep, '3600'], {more}}}]}}"))
}

/// READY, STATUS and RESTARTS of the one Pod.
fn row(manifest: &str, seconds: u32) -> String {
    let line = said(&mut after(manifest, seconds), "k get pod p --no-headers");
    line.split_whitespace().skip(1).take(3).collect::<Vec<_>>().join(" ")
}

#[test]
fn a_container_that_fails_is_started_again_in_growing_intervals() {
    let crash = pod("{containers: [{name: c, image: 'busybox:1.37', command: [sh, -c, 'exit 3']}]}");
    let rows = [0, 10, 25, 60, 106, 206, 309].map(|seconds| row(&crash, seconds));
    assert_eq!(
        rows,
        [
            "0/1 CrashLoopBackOff 1",
            "0/1 CrashLoopBackOff 1",
            "0/1 CrashLoopBackOff 2",
            "0/1 CrashLoopBackOff 3",
            "0/1 CrashLoopBackOff 4",
            "0/1 CrashLoopBackOff 5",
            "0/1 CrashLoopBackOff 5",
        ]
    );
    let mut world = after(&crash, 60);
    let message = said(&mut world, "k get pod p -o jsonpath={.status.containerStatuses[0].state.waiting.message}");
    assert!(message.starts_with("back-off 40s restarting failed container=c pod=p_default("), "{message}");
    let described = said(&mut world, "k describe pod p");
    assert!(described.contains("27s (x4 over 60s)"), "{described}");
    assert!(said(&mut world, "k get pod p").contains("3 (27s ago)   60s"));
    let init =
        pod("{initContainers: [{name: i, image: 'busybox:1.37', command: ['false']}], containers: [{name: c, image: 'busybox:1.37'}]}");
    assert_eq!(row(&init, 60), "0/1 Init:CrashLoopBackOff 3");
}

/// Random world 78-19: the second try finds the image that the first one pulled.
#[test]
fn a_container_that_cannot_be_made_is_tried_again() {
    let root = pod("{containers: [{name: c, image: 'nginx:1.25', imagePullPolicy: IfNotPresent, securityContext: {runAsNonRoot: true}}]}");
    let told = |seconds| said(&mut after(&root, seconds), "k describe pod p").contains("Container image \"nginx:1.25\" already present");
    assert_eq!([0, 1, 2, 30].map(told), [false, false, true, true]);
}

#[test]
fn a_container_that_ends_late_runs_in_between() {
    let slow = pod("{containers: [{name: c, image: 'busybox:1.37', command: [sleep, '60']}]}");
    assert_eq!(
        [0, 50, 70, 125].map(|seconds| row(&slow, seconds)),
        ["1/1 Running 0", "1/1 Running 0", "1/1 Running 1", "0/1 CrashLoopBackOff 1"]
    );
    // What a run leaves in a volume is there in the next.
    let marked = pod(
        "{volumes: [{name: v, emptyDir: {}}], containers: [{name: c, image: 'busybox:1.37', volumeMounts: [{name: v, mountPath: /v}], \
         command: [sh, -c, 'test -f /v/seen && sleep 3600; touch /v/seen; exit 1']}]}",
    );
    assert_eq!(row(&marked, 0), "1/1 Running 1");
}

#[test]
fn a_probe_that_kills_ends_in_back_off_when_it_outgrows_the_lives() {
    let live = sleeper("livenessProbe: {exec: {command: [cat, /tmp/healthy]}, periodSeconds: 5}");
    let rows = [0, 79, 160, 310].map(|seconds| row(&live, seconds));
    assert_eq!(rows, ["1/1 Running 1", "1/1 Running 1", "1/1 Running 3", "0/1 CrashLoopBackOff 5"]);
    let described = said(&mut after(&live, 310), "k describe pod p");
    for part in [
        "Liveness probe failed: cat: can't open '/tmp/healthy': No such file or directory",
        "Container c failed liveness probe, will be restarted",
        "Exit Code:    137",
    ] {
        assert!(described.contains(part), "{part}\n{described}");
    }
    let nginx = pod("{containers: [{name: c, image: 'nginx:1.27', livenessProbe: {httpGet: {path: /nope, port: 80}, periodSeconds: 3}}]}");
    assert_eq!([79, 160].map(|seconds| row(&nginx, seconds)), ["0/1 CrashLoopBackOff 4", "0/1 CrashLoopBackOff 5"]);
    let never = pod("{restartPolicy: Never, containers: [{name: c, image: 'nginx:1.27', livenessProbe: {tcpSocket: {port: 81}}}]}");
    assert_eq!(row(&never, 0), "0/1 Completed 0");
}

#[test]
fn a_probe_that_cannot_be_made_kills_nothing() {
    let exec = |kind: &str| sleeper(&format!("{kind}: {{exec: {{command: [nope]}}}}"));
    let rows = ["livenessProbe", "readinessProbe", "startupProbe"].map(|kind| row(&exec(kind), 300));
    assert_eq!(rows, ["1/1 Running 0", "0/1 Running 0", "0/1 Running 0"]);
    let described = said(&mut after(&exec("livenessProbe"), 0), "k describe pod p");
    assert!(described.contains("Liveness probe errored and resulted in unknown state: rpc error: code = Unknown desc = failed to exec in container: failed to start exec \""), "{described}");
    assert!(
        described.contains("unable to start container process: exec: \"nope\": executable file not found in $PATH: unknown"),
        "{described}"
    );
    let named = sleeper("livenessProbe: {httpGet: {port: nosuch}}");
    let described = said(&mut after(&named, 0), "k describe pod p");
    assert!(
        described.contains("Liveness probe errored and resulted in unknown state: strconv.Atoi: parsing \"nosuch\": invalid syntax"),
        "{described}"
    );
}

#[test]
fn probes_fail_in_the_kubelets_words() {
    let cases = [
        (sleeper("readinessProbe: {grpc: {port: 9000}}"), ":9000\" within 1s: context deadline exceeded"),
        (
            sleeper("readinessProbe: {grpc: {port: 9000, service: liveness}, timeoutSeconds: 2}"),
            "Readiness probe failed: timeout: failed to connect service \"",
        ),
        (
            sleeper("readinessProbe: {exec: {command: [sh, -c, 'echo hi; sleep 20']}}"),
            "Readiness probe failed: command timed out: \"sh -c echo hi; sleep 20\" timed out after 1s",
        ),
        (
            pod("{containers: [{name: c, image: 'nginx:1.27', readinessProbe: {httpGet: {port: 80, scheme: HTTPS}}}]}"),
            ":80/\": http: server gave HTTP response to HTTPS client",
        ),
    ];
    for (manifest, part) in cases {
        let described = said(&mut after(&manifest, 0), "k describe pod p");
        assert!(described.contains(part), "{part}\n{described}");
    }
}

#[test]
fn a_pod_has_a_deadline() {
    let two = pod(
        "{activeDeadlineSeconds: 10, containers: [{name: a, image: 'busybox:1.37', command: [sleep, '3600']}, {name: b, image: 'nginx:1.27'}]}",
    );
    assert_eq!([0, 9, 60].map(|seconds| row(&two, seconds)), ["2/2 Running 0", "2/2 Running 0", "0/2 Error 0"]);
    let mut world = after(&two, 60);
    let status = said(&mut world, "k get pod p -o jsonpath={.status.phase}|{.status.reason}|{.status.message}");
    assert_eq!(status.trim(), "Failed|DeadlineExceeded|Pod was active on the node longer than the specified deadline");
    let described = said(&mut world, "k describe pod p");
    for part in ["Stopping container a", "Stopping container b", "Exit Code:    137", "Reason:       Completed", "DeadlineExceeded"] {
        assert!(described.contains(part), "{part}\n{described}");
    }
    let crash = pod("{activeDeadlineSeconds: 25, containers: [{name: c, image: 'busybox:1.37', command: ['false']}]}");
    assert_eq!(row(&crash, 60), "0/1 ContainerStatusUnknown 2");
    let mut world = after(&two, 0);
    let waited = said(&mut world, "k wait pod/p --for=jsonpath={.status.phase}=Failed --timeout=60s");
    assert_eq!(waited, "pod/p condition met\n");
}

fn job(spec: &str, pod: &str) -> String {
    format!(
        "apiVersion: batch/v1\nkind: Job\nmetadata: {{name: j}}\nspec: {{{spec} template: {{spec: {{{pod}, containers: [{{name: c, image: 'busybox:1.37', command: [COMMAND]}}]}}}}}}\n"
    )
}

#[test]
fn a_job_gives_up() {
    let state = |manifest: &str, seconds| {
        let mut world = after(manifest, seconds);
        let job = said(&mut world, "k get job j --no-headers");
        let pods = said(&mut world, "k get pods --no-headers");
        let events = said(&mut world, "k get events --no-headers");
        (job.split_whitespace().nth(1).unwrap_or_default().to_owned(), pods.lines().filter(|line| line.starts_with("j-")).count(), events)
    };
    let failing = |spec: &str, policy: &str| job(spec, &format!("restartPolicy: {policy}")).replace("COMMAND", "'false'");
    let never = failing("backoffLimit: 1,", "Never");
    assert_eq!((state(&never, 0).0.as_str(), state(&never, 0).1), ("Running", 1));
    let (status, pods, events) = state(&never, 45);
    assert_eq!((status.as_str(), pods), ("Failed", 2), "{events}");
    assert!(events.contains("Job has reached the specified backoff limit"), "{events}");
    let default = failing("", "Never");
    assert_eq!([45, 100, 204].map(|seconds| state(&default, seconds).1), [3, 4, 5]);
    let (status, pods, events) = state(&failing("backoffLimit: 2,", "OnFailure"), 45);
    assert_eq!((status.as_str(), pods), ("Failed", 0), "{events}");
    assert!(events.contains("Deleted pod: j-"), "{events}");
    let slow = job("activeDeadlineSeconds: 10,", "restartPolicy: Never").replace("COMMAND", "sleep, '2000'");
    assert_eq!(state(&slow, 5).0, "Running");
    let (status, pods, events) = state(&slow, 60);
    assert_eq!((status.as_str(), pods), ("Failed", 0), "{events}");
    assert!(events.contains("Job was active longer than specified deadline"), "{events}");
}

fn cron(spec: &str, command: &str) -> String {
    format!(
        "apiVersion: batch/v1\nkind: CronJob\nmetadata: {{name: tick}}\nspec: {{schedule: '* * * * *', {spec} jobTemplate: {{spec: {{template: {{spec: {{restartPolicy: Never, containers: [{{name: c, image: 'busybox:1.37', command: [{command}]}}]}}}}}}}}}}\n"
    )
}

#[test]
fn a_cron_job_fires_by_the_minute() {
    let mut world = after(&cron("successfulJobsHistoryLimit: 2,", "date"), 30);
    assert!(said(&mut world, "k get jobs").contains("No resources found"));
    pass(&mut world, 45);
    let jobs = said(&mut world, "k get jobs --no-headers");
    assert!(jobs.starts_with("tick-29920801   Complete   1/1"), "{jobs}");
    assert!(said(&mut world, "k get cronjob tick").contains("15s"));
    pass(&mut world, 240);
    let jobs = said(&mut world, "k get jobs -o name");
    assert_eq!(jobs, "job.batch/tick-29920804\njob.batch/tick-29920805\n");
    let described = said(&mut world, "k describe cronjob tick");
    for part in [
        "Created job tick-29920801",
        "Saw completed job: tick-29920801, condition: Complete",
        "Deleted job tick-29920801",
        "Active Jobs:         <none>",
    ] {
        assert!(described.contains(part), "{part}\n{described}");
    }
    assert!(
        said(&mut world, "k get job tick-29920805 -o yaml")
            .contains("batch.kubernetes.io/cronjob-scheduled-timestamp: \"2026-11-21T08:05:00Z\"")
    );
    let mut world = after(&cron("concurrencyPolicy: Forbid,", "sleep, '1000'"), 150);
    assert_eq!(said(&mut world, "k get jobs -o name"), "job.batch/tick-29920801\n");
    let described = said(&mut world, "k describe cronjob tick");
    assert!(described.contains("Not starting job because prior execution is running and concurrency policy is Forbid"), "{described}");
    assert!(described.contains("Active Jobs:         tick-29920801"), "{described}");
    let mut world = after(&cron("suspend: true,", "date"), 150);
    assert!(said(&mut world, "k get jobs").contains("No resources found"));
}

#[test]
fn a_cron_job_without_a_calendar_fires_again_and_again() {
    let every = cron("", "date").replace("'* * * * *'", "'@every 90s'");
    let mut world = after(&every, 100);
    assert_eq!(said(&mut world, "k get jobs -o name"), "job.batch/tick-29920801\n");
    pass(&mut world, 90);
    assert_eq!(said(&mut world, "k get jobs -o name"), "job.batch/tick-29920801\njob.batch/tick-29920803\n");
}

#[test]
fn a_cron_job_by_the_clock_of_a_place_says_that_it_does_not_fire() {
    let mut world = after(&cron("timeZone: Asia/Seoul,", "date"), 150);
    assert!(said(&mut world, "k get jobs").contains("No resources found"));
    let described = said(&mut world, "k describe cronjob tick");
    assert!(described.contains("The time zone Asia/Seoul is not simulated: this CronJob does not fire"), "{described}");
}

#[test]
fn a_pod_of_an_absent_node_is_collected() {
    let ghost = pod("{nodeName: ghost, containers: [{name: c, image: 'busybox:1.37'}]}");
    assert_eq!([0, 46].map(|seconds| row(&ghost, seconds)), ["0/1 Pending 0", "0/1 Pending 0"]);
    assert!(said(&mut after(&ghost, 75), "k get pod p").contains("NotFound"));
}

#[test]
fn a_rollout_that_gets_nowhere_misses_its_deadline() {
    let web = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, spec: {containers: [{name: c, image: 'busybox:none'}]}}}\n";
    let reason = |seconds| said(&mut after(web, seconds), "k get deploy web -o jsonpath={.status.conditions[1].reason}");
    assert_eq!([reason(0), reason(700)], ["ReplicaSetUpdated\n", "ProgressDeadlineExceeded\n"]);
}
