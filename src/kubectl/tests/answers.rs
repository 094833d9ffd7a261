//! What a cluster (1.35.4) was seen to answer (`tests/oracle/session`), the smallest case of each.

use super::{manifests, transcript};
use crate::kubectl::*;

/// Holds the transcript of commands, after others whose answers do not matter.
fn answers(before: &str, commands: &str, wanted: &str) {
    let mut world = World::default();
    transcript(&mut world, &manifests(), before);
    let said = transcript(&mut world, &manifests(), commands);
    assert_eq!(said.trim_end(), wanted.trim_end());
}

#[test]
fn apply_takes_what_its_selector_takes() {
    answers(
        "",
        "apply -f web.yaml -l tier=front
         apply -f web.yaml -l tier=back
         apply -f web.yaml -l 'tier in'",
        "$ apply -f web.yaml -l tier=front\npod/web created
$ apply -f web.yaml -l tier=back\n! error: no objects passed to apply\n[1]
$ apply -f web.yaml -l 'tier in'\n! error: unable to parse requirement: found '' expected: '('\n[1]",
    );
}

#[test]
fn a_patch_that_changes_nothing_is_said_to_change_nothing() {
    answers(
        "run r --image=nginx:1.31\ncreate deploy d --image=nginx:1.31",
        r#"patch pod r -p '{"spec":{"hostNetwork":false}}'
         patch pod r -p '{"spec":{"nosuch":1}}'
         patch deploy d --type=json -p '[{"op":"add","path":"spec/ingress","value":[]}]'"#,
        r#"$ patch pod r -p '{"spec":{"hostNetwork":false}}'
pod/r patched (no change)
$ patch pod r -p '{"spec":{"nosuch":1}}'
pod/r patched (no change)
! Warning: unknown field "spec.nosuch"
$ patch deploy d --type=json -p '[{"op":"add","path":"spec/ingress","value":[]}]'
deployment.apps/d patched (no change)
! Warning: unknown field "ingress""#,
    );
}

#[test]
fn one_look_decides_where_there_is_no_time_to_wait() {
    answers(
        "run r --image=nginx:none",
        "wait --for=condition=Ready pod/r --timeout=0
         wait --for=delete pod/r --timeout=0s",
        "$ wait --for=condition=Ready pod/r --timeout=0\n! error: condition not met for pods/r\n[1]
$ wait --for=delete pod/r --timeout=0s\n! error: condition not met for pods/r\n[1]",
    );
}

#[test]
fn each_object_has_its_answer() {
    answers(
        "apply -f web.yaml -f policy.yaml\ncreate deploy d --image=nginx:1.31",
        "expose netpol deny --port=80
         expose -f web.yaml --port=80 --dry-run=client
         set image pods,deploy --all nosuch=nginx:1.31
         set selector svc web 'a in (b)'
         expose pod web --name=x --port=80 --external-ip=10.0.0.7 --dry-run=client -o jsonpath={.spec.externalIPs}",
        "$ expose netpol deny --port=80\n! error: cannot expose a NetworkPolicy.networking.k8s.io\n[1]
$ expose -f web.yaml --port=80 --dry-run=client\nservice/web exposed (dry run)\nservice/web exposed (dry run)
$ set image pods,deploy --all nosuch=nginx:1.31\n! error: unable to find container named \"nosuch\"\n! error: unable to find container named \"nosuch\"\n! error: unable to find container named \"nosuch\"\n[1]
$ set selector svc web 'a in (b)'\n! error: match expression [{a In [b]}] not supported on this object\n[1]
$ expose pod web --name=x --port=80 --external-ip=10.0.0.7 --dry-run=client -o jsonpath={.spec.externalIPs}\n[\"10.0.0.7\"]",
    );
}

#[test]
fn overrides_go_through_the_types() {
    answers(
        "",
        r#"run r --image=nginx:1.31 --overrides='{"spec":{"securityContext":{"runAsUser":"x"}}}'
         run r --image=nginx:1.31 --overrides='{"spec":{"containers":[{"name":"r","nosuch":1}]}}' --dry-run=client -o jsonpath={.spec.containers}"#,
        r#"$ run r --image=nginx:1.31 --overrides='{"spec":{"securityContext":{"runAsUser":"x"}}}'
! error: json: cannot unmarshal string into Go struct field PodSecurityContext.spec.securityContext.runAsUser of type int64
[1]
$ run r --image=nginx:1.31 --overrides='{"spec":{"containers":[{"name":"r","nosuch":1}]}}' --dry-run=client -o jsonpath={.spec.containers}
[{"name":"r","resources":{}}]"#,
    );
}

#[test]
fn the_server_refuses_scopes_of_quotas() {
    answers(
        "",
        "create quota q --scopes=nosuch
         create quota q --hard=services=1 --scopes=BestEffort
         create quota q --scopes=Terminating,NotTerminating",
        r#"$ create quota q --scopes=nosuch
! error: failed to create quota: ResourceQuota "q" is invalid: spec.scopes: Invalid value: ["nosuch"]: unsupported scope
[1]
$ create quota q --hard=services=1 --scopes=BestEffort
! error: failed to create quota: ResourceQuota "q" is invalid: spec.scopes: Invalid value: ["BestEffort"]: unsupported scope applied to resource
[1]
$ create quota q --scopes=Terminating,NotTerminating
! error: failed to create quota: ResourceQuota "q" is invalid: spec.scopes: Invalid value: ["Terminating","NotTerminating"]: conflicting scopes
[1]"#,
    );
}

#[test]
fn tables_without_the_server_have_names_and_ages() {
    answers(
        "run r --image=nginx:1.31",
        "get pods --server-print=false
         get pods --sort-by=[
         logs r --all-pods --tail=0
         delete ns none -n default",
        "$ get pods --server-print=false\nNAME   AGE\nr      0s
$ get pods --sort-by=[\n! No resources found in default namespace.
$ logs r --all-pods --tail=0
$ delete ns none -n default\n! Warning: deleting cluster-scoped resources, not scoped to the provided namespace\n! Error from server (NotFound): namespaces \"none\" not found\n[1]",
    );
}

#[test]
fn a_pod_of_a_deployment_is_one_pod_also_when_it_was_changed() {
    let mut world = World::default();
    transcript(&mut world, &[], "create deploy d --image=nginx:1.31 --replicas=2\nlabel pods -l app=d env=test");
    let listed = transcript(&mut world, &[], "get pods -o name -l app=d\nget pods -o name -l env=test");
    assert_eq!(listed.lines().filter(|line| line.starts_with("pod/")).count(), 4, "{listed}");
    let refused = transcript(&mut world, &[], "set env pods --all A=b");
    assert!(refused.contains("failed to patch env update to pod template: Pod \"d-") && !refused.contains("env updated"), "{refused}");
}

#[test]
fn a_service_loses_what_its_new_type_has_no_use_for() {
    answers(
        "create svc nodeport s --tcp=80:80 --node-port=30080",
        r#"patch svc s --type=json -p '[{"op":"replace","path":"/spec/type","value":"ClusterIP"}]'
         create svc nodeport t --tcp=80:80 --node-port=40000"#,
        r#"$ patch svc s --type=json -p '[{"op":"replace","path":"/spec/type","value":"ClusterIP"}]'
service/s patched
$ create svc nodeport t --tcp=80:80 --node-port=40000
! error: failed to create NodePort service: Service "t" is invalid: spec.ports[0].nodePort: Invalid value: 40000: provided port is not in the valid range. The range of valid ports is 30000-32767
[1]"#,
    );
}

#[test]
fn a_command_may_record_itself() {
    answers(
        "create deploy d --image=nginx:1.31",
        "set image deploy/d nginx=nginx:1.30 --record
         get deploy d -o jsonpath={.metadata.annotations.kubernetes\\\\.io/change-cause}
         set env deploy/d A=1
         set env deploy/d A=2 --overwrite=false
         explain networkpolicies.networking.k8s.io.spec.podSelector.nosuch",
        "$ set image deploy/d nginx=nginx:1.30 --record\ndeployment.apps/d image updated
! Flag --record has been deprecated, --record will be removed in the future
$ get deploy d -o jsonpath={.metadata.annotations.kubernetes\\\\.io/change-cause}\nkubectl set image deploy/d nginx=nginx:1.30 --record=true
$ set env deploy/d A=1\ndeployment.apps/d env updated
$ set env deploy/d A=2 --overwrite=false\n! error: deployments/d 'A' already has a value (1), and --overwrite is false\n[1]
$ explain networkpolicies.networking.k8s.io.spec.podSelector.nosuch\nGROUP:      networking.k8s.io\nKIND:       NetworkPolicy\nVERSION:    v1\n
! error: field \"nosuch\" does not exist\n[1]",
    );
}
