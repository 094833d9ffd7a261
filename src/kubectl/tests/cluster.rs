//! Nodes, rights, and what a cluster says of itself.

use super::transcript;
use crate::kubectl::*;

fn lines(commands: &str) -> Vec<String> {
    transcript(&mut World::default(), &[], commands).lines().map(str::to_owned).collect()
}

fn assert_has(said: &[String], wanted: &[&str]) {
    for line in wanted {
        assert!(said.iter().any(|own| own == line), "{line}\n{}", said.join("\n"));
    }
}

#[test]
fn nodes_are_tainted_cordoned_and_drained() {
    let said = lines(
        "
        k taint nodes kind-worker key=a:NoSchedule
        k taint nodes kind-worker key=b:NoSchedule
        k taint nodes kind-worker key=b:NoSchedule --overwrite
        k get node kind-worker -o jsonpath={.spec.taints}
        k taint nodes kind-worker key:NoSchedule-
        k taint nodes kind-worker key-
        k cordon kind-worker
        k cordon kind-worker
        k get nodes
        k uncordon kind-worker
        k label node kind-worker disk=ssd
        k get nodes -l disk=ssd -o name
        k cordon nobody
        k run a --image=nginx:1.31
        k create deploy b --image=nginx:1.31
        k drain kind-worker
        k drain kind-worker --force
        k get pod a
    ",
    );
    assert_has(
        &said,
        &[
            "node/kind-worker tainted",
            "! error: node kind-worker already has key taint(s) with same effect(s) and --overwrite is false",
            "node/kind-worker modified",
            "[{\"effect\":\"NoSchedule\",\"key\":\"key\",\"value\":\"b\"}]",
            "node/kind-worker untainted",
            "! error: taint \"key\" not found",
            "node/kind-worker cordoned",
            "node/kind-worker already cordoned",
            "node/kind-worker uncordoned",
            "node/kind-worker labeled",
            "! Error from server (NotFound): nodes \"nobody\" not found",
            "! error: unable to drain node \"kind-worker\" due to error: cannot delete cannot delete Pods that declare no controller (use --force to override): default/a, continuing command...",
            "! There are pending nodes to be drained:",
            "!  kind-worker",
            "! Warning: deleting Pods that declare no controller: default/a",
            "evicting pod default/a",
            "pod/a evicted",
            "node/kind-worker drained",
            "! Error from server (NotFound): pods \"a\" not found",
        ],
    );
    assert!(said.iter().any(|line| line.contains("Ready,SchedulingDisabled")), "{said:?}");
}

#[test]
fn a_taint_drives_out_pods_that_do_not_tolerate_it() {
    let said = lines(
        r#"
        k run a --image=nginx:1.31
        k run b --image=nginx:1.31 --overrides='{"spec":{"tolerations":[{"key":"gone","operator":"Exists","effect":"NoExecute"}]}}'
        k create deploy c --image=nginx:1.31
        k taint nodes kind-worker gone=now:NoExecute --dry-run=client
        k get pod a -o name
        k taint nodes kind-worker gone=now:NoExecute
        k get pod a
        k get pod b -o name
        k get pods -l app=c --no-headers
    "#,
    );
    assert_has(&said, &["pod/a", "! Error from server (NotFound): pods \"a\" not found", "pod/b"]);
    assert!(said.iter().any(|line| line.starts_with("c-") && line.contains("Pending")), "{said:?}");
}

#[test]
fn rights_are_listed_as_rules() {
    let said = lines(
        "
        k create role r --verb=get,list --resource=pods,pods/log,deploy
        k create rolebinding rb --role=r --serviceaccount=default:bot
        k auth can-i --list --as=system:serviceaccount:default:bot
        k auth can-i get pods --as=system:serviceaccount:default:bot
        k auth can-i get pods/log --as=system:serviceaccount:default:bot
        k auth can-i get pods --subresource=log --as=system:serviceaccount:default:bot
        k auth can-i get /healthz --as=bob
        k auth can-i get /metrics --as=bob
        k auth can-i --list
        k auth whoami
        k auth can-i get nodes
        k describe role r
    ",
    );
    assert_has(
        &said,
        &[
            "pods                                            []                                     []               [get list]",
            "pods/log                                        []                                     []               [get list]",
            "deployments.apps                                []                                     []               [get list]",
            "selfsubjectreviews.authentication.k8s.io        []                  []               [create]",
            "                                                [/api/*]            []               [get]",
            "*.*                                             []                  []               [*]",
            "Username    kubernetes-admin",
            "! Warning: resource 'nodes' is not namespace scoped",
            "  pods              []                 []              [get list]",
        ],
    );
}

#[test]
fn a_cluster_says_what_it_is() {
    let said = lines(
        "
        k cluster-info
        k api-versions
        k api-resources --api-group=networking.k8s.io
        k api-resources -o name --namespaced=false
        k top pods
        k version --client
        k create sa bot
        k create token nobody
        k get leases
        k describe node kind-worker
    ",
    );
    assert_has(
        &said,
        &[
            "Kubernetes control plane is running at https://127.0.0.1:6443",
            "networking.k8s.io/v1",
            "networkpolicies   netpol       networking.k8s.io/v1   true         NetworkPolicy",
            "clusterroles.rbac.authorization.k8s.io",
            "! error: Metrics API not available",
            "Kustomize Version: v5.7.1",
            "! error: failed to create token: serviceaccounts \"nobody\" not found",
            "! error: the resource leases is not simulated here",
            "Taints:             <none>",
            "Non-terminated Pods:          (1 in total)",
        ],
    );
    let mut world = World::default();
    run(&mut world, &[], &split("create sa bot").unwrap(), "");
    let token = run(&mut world, &[], &split("create token bot --duration=2h").unwrap(), "").stdout;
    assert_eq!(token.split('.').count(), 3, "{token}");
}

#[test]
fn variables_and_subjects_are_set() {
    let said = lines(
        "
        k create deploy web --image=nginx:1.31
        k create secret generic s --from-literal=pass-word=x
        k set env deploy/web A=b C=d
        k set env deploy/web --list
        k set env deploy/web C-
        k set env deploy/web --from=secret/s
        k set env deploy/web --list --resolve
        k set env deploy/web A=c --overwrite=false
        k create role r --verb=get --resource=pods
        k create rolebinding rb --role=r --user=a
        k set subject rolebinding rb --user=b --serviceaccount=x:y
        k get rolebinding rb -o wide
        k set resources deploy/web --limits=cpu=0.2 -c none
    ",
    );
    assert_has(
        &said,
        &[
            "deployment.apps/web env updated",
            "# Deployment web, container nginx",
            "A=b",
            "C=d",
            "PASS_WORD=x",
            "! error: deployments/web 'A' already has a value (b), and --overwrite is false",
            "rolebinding.rbac.authorization.k8s.io/rb subjects updated",
            "rb     Role/r   0s    a, b             x/y",
            "! error: unable to find container named none",
        ],
    );
}

#[test]
fn logs_are_cut_and_marked() {
    let pod = "apiVersion: v1
kind: Pod
metadata: {name: two, labels: {app: two}}
spec:
  containers:
  - {name: a, image: 'busybox:1.37', command: [sh, -c, 'echo 1; echo 2; echo 3; sleep 9999']}
  - {name: b, image: 'busybox:1.37', command: [sh, -c, 'echo x; sleep 9999']}
";
    let files = [crate::text::SourceFile::new("two.yaml", pod)];
    let said = transcript(
        &mut World::default(),
        &files,
        "
        k apply -f two.yaml
        k logs two --tail=1
        k logs two --all-containers --prefix
        k logs -l app=two -c b
        k logs two -c none
        k logs nobody
        k logs two -p
        k logs two a --limit-bytes=3
        k logs two --since=1h --since-time=2026-01-01T00:00:00Z
        k port-forward pod/two 8080:80
        k cp two:/etc/passwd ./passwd
        k debug two --image=busybox
    ",
    );
    for line in [
        "! Defaulted container \"a\" out of: a, b",
        "[pod/two/a] 2",
        "[pod/two/b] x",
        "! error: container none is not valid for pod two",
        "! error: error from server (NotFound): pods \"nobody\" not found in namespace \"default\"",
        "! Error from server (BadRequest): previous terminated container \"a\" in pod \"two\" not found",
        "! error: at most one of `sinceTime` or `sinceSeconds` may be specified",
        "Forwarding from 127.0.0.1:8080 -> 80",
        "tar: removing leading '/' from member names",
    ] {
        assert!(said.lines().any(|own| own == line), "{line}\n{said}");
    }
}

#[test]
fn a_pod_goes_where_the_kubelets_own_labels_say_and_all_takes_no_name() {
    let pod = |name: &str, key: &str| {
        let text = format!(
            "apiVersion: v1\nkind: Pod\nmetadata:\n  name: {name}\nspec:\n  nodeSelector:\n    {key}\n  containers:\n  - name: a\n    image: nginx:1.27\n"
        );
        SourceFile::new(format!("{name}.yaml"), text)
    };
    let files = [
        pod("linux", "kubernetes.io/os: linux"),
        pod("here", "kubernetes.io/hostname: kind-worker"),
        pod("windows", "kubernetes.io/os: windows"),
    ];
    let said = transcript(
        &mut World::default(),
        &files,
        "
        k apply -f linux.yaml -f here.yaml -f windows.yaml
        k get pods -o custom-columns=N:.metadata.name,P:.status.phase
        k delete pod linux --all
    ",
    );
    let refused = "! error: name cannot be provided when a selector is specified";
    for line in ["linux     Running", "here      Running", "windows   Pending", refused] {
        assert!(said.lines().any(|own| own == line), "{line}\n{said}");
    }
}

#[test]
fn another_user_may_what_bindings_give() {
    let said = lines(
        "
        k create role reader --verb=get,list --resource=pods
        k create rolebinding reader --role=reader --user=jane
        k create deploy d --image=nginx:1.31
        k run app --image=nginx:1.31
        k get pod app -o name --as=jane
        k get secrets --as=jane
        k get deploy d --as=jane
        k get pods -A --as=jane
        k delete pod app --as=jane
        k exec app --as=jane -- id
        k run other --image=nginx:1.31 --as=jane
        k create configmap cm --from-literal=a=b --as=jane
        k label pod app a=b --as=jane
    ",
    );
    let forbidden = |what: &str, verb: &str, resource: &str, group: &str| {
        format!(
            "{what} is forbidden: User \"jane\" cannot {verb} resource \"{resource}\" in API group \"{group}\" in the namespace \"default\""
        )
    };
    let server = |text: String| format!("! Error from server (Forbidden): {text}");
    let wanted = [
        "pod/app".to_owned(),
        server(forbidden("secrets", "list", "secrets", "")),
        server(forbidden("deployments.apps \"d\"", "get", "deployments", "apps")),
        "! Error from server (Forbidden): pods is forbidden: User \"jane\" cannot list resource \"pods\" in API group \"\" at the cluster scope".into(),
        server(forbidden("pods \"app\"", "delete", "pods", "")),
        server(forbidden("pods \"app\"", "create", "pods/exec", "")),
        server(forbidden("pods", "create", "pods", "")),
        format!("! error: failed to create configmap: {}", forbidden("configmaps", "create", "configmaps", "")),
        server(forbidden("pods \"app\"", "patch", "pods", "")),
    ];
    let wanted: Vec<&str> = wanted.iter().map(String::as_str).collect();
    assert_has(&said, &wanted);
}
