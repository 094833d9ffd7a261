//! `cp`, `debug`, `diff`, `autoscale`, `attach`, and how refusals read.

use super::container::{out_of, world};
use super::transcript;
use crate::kubectl::*;

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
fn a_refused_change_shows_the_pod_on_its_node() {
    let mut world = world();
    let outcome = run(&mut world, &[], &split("set sa pod my-db bot").unwrap(), "");
    let said = outcome.stderr;
    assert!(said.starts_with("error: failed to patch ServiceAccountName Pod \"my-db\" is invalid: spec: Forbidden: pod updates"), "{said}");
    assert!(said.contains("\n  \"NodeName\": \"kind-worker\",\n") && said.ends_with("\n\n"), "{said}");
}

#[test]
fn what_a_container_writes_no_more_is_not_waited_for() {
    let mut world = world();
    for (line, code, said) in [
        ("attach my-db", 130, "error: the command does not end by itself; it was interrupted\n"),
        ("attach my-db -c none", 1, "error: cannot attach to the container: container none not found in pod my-db\n"),
        ("attach -it my-db", 1, "error: kubectl attach to a terminal is not simulated here\n"),
    ] {
        let outcome = run(&mut world, &[], &split(line).unwrap(), "");
        assert_eq!((outcome.exit, outcome.stderr.as_str()), (code, said), "{line}");
    }
}
