//! Objects made, shown, changed and taken away.

use super::{manifests, transcript};
use crate::kubectl::*;

#[test]
fn objects_are_made_shown_and_taken_away() {
    let mut world = World::default();
    insta::assert_snapshot!(transcript(&mut world, &manifests(), "
        kubectl get pods
        k apply -f web.yaml -f policy.yaml
        k apply -f web.yaml
        k get po,svc
        k get netpol -A
        k get pods --show-labels -l app=web
        k get pod web -o jsonpath='{.spec.containers[0].image}'
        k get pods -o custom-columns=NAME:.metadata.name,IMAGE:.spec.containers[*].image
        k get pod/web svc/web -o name
        k get pod nobody
        k get foo
        k get pod web -o foo
        k label pod web tier=back
        k label pod web tier=back --overwrite
        k label pod web tier-
        k label pod web none-
        k annotate pod web note=x
        k set image pod/web app=nginx:1.29
        k set image pod/web b=nginx:1.29
        k patch pod web -p '{\"spec\":{\"securityContext\":{\"runAsUser\":1010}}}'
        k delete pod web
        k delete pod web
        k delete netpol --all
        k apply -f bad.yaml
        k apply -f none.yaml
    "), @r#"
    $ kubectl get pods
    ! No resources found in default namespace.
    $ k apply -f web.yaml -f policy.yaml
    pod/web created
    service/web created
    networkpolicy.networking.k8s.io/deny created
    $ k apply -f web.yaml
    pod/web unchanged
    service/web unchanged
    $ k get po,svc
    NAME      READY   STATUS    RESTARTS   AGE
    pod/web   1/1     Running   0          0s

    NAME                 TYPE        CLUSTER-IP     EXTERNAL-IP   PORT(S)    AGE
    service/kubernetes   ClusterIP   10.96.0.1      <none>        443/TCP    0s
    service/web          ClusterIP   10.96.221.71   <none>        8080/TCP   0s
    $ k get netpol -A
    NAMESPACE   NAME   POD-SELECTOR   AGE
    default     deny   app=web        0s
    $ k get pods --show-labels -l app=web
    NAME   READY   STATUS    RESTARTS   AGE   LABELS
    web    1/1     Running   0          0s    app=web,tier=front
    $ k get pod web -o jsonpath='{.spec.containers[0].image}'
    nginx:1.27
    $ k get pods -o custom-columns=NAME:.metadata.name,IMAGE:.spec.containers[*].image
    NAME   IMAGE
    web    nginx:1.27
    $ k get pod/web svc/web -o name
    pod/web
    service/web
    $ k get pod nobody
    ! Error from server (NotFound): pods "nobody" not found
    [1]
    $ k get foo
    ! error: the server doesn't have a resource type "foo"
    [1]
    $ k get pod web -o foo
    ! error: unable to match a printer suitable for the output format "foo", allowed formats are: custom-columns,custom-columns-file,go-template,go-template-file,json,jsonpath,jsonpath-as-json,jsonpath-file,kyaml,name,template,templatefile,wide,yaml
    [1]
    $ k label pod web tier=back
    ! error: 'tier' already has a value (front), and --overwrite is false
    [1]
    $ k label pod web tier=back --overwrite
    pod/web labeled
    $ k label pod web tier-
    pod/web unlabeled
    $ k label pod web none-
    label "none" not found.
    pod/web not labeled
    $ k annotate pod web note=x
    pod/web annotated
    $ k set image pod/web app=nginx:1.29
    pod/web image updated
    $ k set image pod/web b=nginx:1.29
    ! error: unable to find container named "b"
    [1]
    $ k patch pod web -p '{"spec":{"securityContext":{"runAsUser":1010}}}'
    ! The Pod "web" is invalid: spec: Forbidden: pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)
    ! @@ -157,7 +157,7 @@
    !    "HostUsers": null,
    !    "SELinuxOptions": null,
    !    "WindowsOptions": null,
    ! -  "RunAsUser": null,
    ! +  "RunAsUser": 1010,
    !    "RunAsGroup": null,
    !    "RunAsNonRoot": null,
    !    "SupplementalGroups": null,
    ! 
    [1]
    $ k delete pod web
    pod "web" deleted from default namespace
    $ k delete pod web
    ! Error from server (NotFound): pods "web" not found
    [1]
    $ k delete netpol --all
    networkpolicy.networking.k8s.io "deny" deleted from default namespace
    $ k apply -f bad.yaml
    ! Error from server (BadRequest): error when creating "bad.yaml": Pod in version "v1" cannot be handled as a Pod: strict decoding error: unknown field "spec.containers[0].readOnly"
    [1]
    $ k apply -f none.yaml
    ! error: the path "none.yaml" does not exist
    [1]
    "#);
}

#[test]
fn a_namespace_that_begins_to_enforce_names_the_pods_that_break_it() {
    let mut world = World::default();
    let said = transcript(
        &mut world,
        &manifests(),
        "
        k run old --image=nginx:1.31
        k run older --image=nginx:1.31
        k label ns default pod-security.kubernetes.io/enforce=baseline
        k label --dry-run=server --overwrite ns default pod-security.kubernetes.io/enforce=restricted
        k label --overwrite ns default pod-security.kubernetes.io/enforce=privileged
    ",
    );
    let warned: Vec<_> = said.lines().filter(|line| line.starts_with("! ")).collect();
    assert_eq!(
        warned,
        [
            "! Warning: existing pods in namespace \"default\" violate the new PodSecurity enforce level \"restricted:latest\"",
            "! Warning: old (and 1 other pod): allowPrivilegeEscalation != false, unrestricted capabilities, runAsNonRoot != true, seccompProfile",
        ],
        "{said}"
    );
}

/// On a cluster (1.35.4) such a Pod has no address yet, and the controllers of endpoints pass it over.
#[test]
fn a_pod_without_a_sandbox_is_no_endpoint() {
    let mut world = World::default();
    let text = "apiVersion: v1\nkind: Pod\nmetadata: {name: waits, labels: {app: waits}}\nspec:\n  volumes: [{name: v, secret: {secretName: none}}]\n  \
                containers: [{name: c, image: nginx:1.31, volumeMounts: [{name: v, mountPath: /v}]}]\n";
    let said = transcript(
        &mut world,
        &[SourceFile::new("waits.yaml", text)],
        "
        k apply -f waits.yaml
        k create service clusterip waits --tcp=80:80
        k get endpointslices -l kubernetes.io/service-name=waits -o jsonpath=[{.items[0].endpoints}]
        k get endpoints waits -o jsonpath=[{.subsets}]
        k create secret generic none
        k get endpointslices -l kubernetes.io/service-name=waits -o jsonpath=[{.items[0].endpoints[0].targetRef.name}]
    ",
    );
    let answers: Vec<_> = said.lines().filter(|line| line.starts_with('[')).collect();
    assert_eq!(answers, ["[[]]", "[]", "[waits]"], "{said}");
}

#[test]
fn a_service_has_a_slice_of_its_pods_and_an_annotation_becomes_a_field() {
    let mut world = World::default();
    let said = transcript(
        &mut world,
        &manifests(),
        "
        k apply -f web.yaml
        k get endpointslices
        k get endpointslices -l kubernetes.io/service-name=web -o jsonpath={.items[0].endpoints[0].targetRef.name}:{.items[0].ports[0].port}
        k run aa --image=nginx:1.31 --annotations=container.apparmor.security.beta.kubernetes.io/aa=localhost/b
        k get pod aa -o jsonpath={.spec.containers[0].securityContext.appArmorProfile}
    ",
    );
    let lines: Vec<_> = said.lines().collect();
    assert!(
        lines.iter().any(|line| line.split_whitespace().collect::<Vec<_>>() == ["NAME", "ADDRESSTYPE", "PORTS", "ENDPOINTS", "AGE"]),
        "{said}"
    );
    assert!(lines.iter().any(|line| line.starts_with("web-") && line.contains("IPv4") && line.contains(" 80 ")), "{said}");
    assert!(lines.contains(&"web:80"), "{said}");
    assert!(lines.contains(&"{\"localhostProfile\":\"b\",\"type\":\"Localhost\"}"), "{said}");
}

/// What cannot change and what is wrong in itself, in one answer and in the server's order (`ValidateDeploymentUpdate`,
/// `ValidateConfigMapUpdate`, 1.35).
#[test]
fn a_change_is_refused_whole() {
    let deployment = |app: &str, replicas: i32| {
        let text = format!(
            "apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: api}}\nspec:\n  replicas: {replicas}\n  selector: {{matchLabels: {{app: {app}}}}}\n  template:\n    metadata: {{labels: {{app: {app}}}}}\n    spec: {{containers: [{{name: a, image: nginx}}]}}\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {{name: kept}}\nimmutable: true\ndata: {{{app}: '{replicas}'}}\n"
        );
        vec![SourceFile::new("app.yaml", text)]
    };
    let mut world = World::default();
    transcript(&mut world, &deployment("a", 1), "k apply -f app.yaml");
    let said = transcript(&mut world, &deployment("b c", -1), "k apply -f app.yaml");
    let (spec, selector) = (said.find("* spec.replicas: Invalid value: -1"), said.find("field is immutable"));
    assert!(spec.is_some() && spec < selector, "{said}");
    let map = ["* data: Forbidden: field is immutable when `immutable` is set", "* data[b c]: Invalid value: \"b c\": a valid config key"];
    let at = map.map(|line| said.find(line));
    assert!(at[0].is_some() && at[0] < at[1], "{said}");
    // An address that is left out is the one that the Service has.
    let service = |selector: &str| {
        vec![SourceFile::new(
            "s.yaml",
            format!(
                "apiVersion: v1\nkind: Service\nmetadata: {{name: s}}\nspec: {{selector: {{app: {selector}}}, ports: [{{port: 80}}]}}\n"
            ),
        )]
    };
    transcript(&mut world, &service("a"), "k apply -f s.yaml");
    let said = transcript(&mut world, &service("b"), "k apply -f s.yaml\nk replace -f s.yaml");
    assert!(said.contains("service/s configured") && said.contains("service/s replaced"), "{said}");
}

#[test]
fn patches_and_replacements_end_as_a_cluster_ends_them() {
    let mut world = World::default();
    let files = manifests();
    run(&mut world, &files, &split("apply -f web.yaml").unwrap(), "");
    let json = r#"[{"op":"replace","path":"/spec/nosuch","value":1}]"#;
    let ask = |world: &mut World, words: &[&str]| {
        let outcome = run(world, &files, &words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>(), "");
        format!("{}{}[{}]", outcome.stderr, outcome.stdout, outcome.exit)
    };
    let unknown = "Warning: unknown field \"spec.nosuch\"\npod/web patched (no change)\n[0]";
    assert_eq!(ask(&mut world, &["patch", "pod", "web", "--type=json", "-p", json]), unknown);
    assert_eq!(ask(&mut world, &["patch", "pod", "web", "-p", r#"{"spec":{"nosuch":1}}"#]), unknown);
    let bad = "invalid character 'b' looking for beginning of object key string\n[1]";
    assert_eq!(ask(&mut world, &["patch", "pod", "web", "-p", "{bad"]), format!("Error from server (BadRequest): {bad}"));
    assert_eq!(
        ask(&mut world, &["patch", "pod", "web", "--type=merge", "-p", "{bad"]),
        format!("Error from server (BadRequest): error decoding patch: {bad}")
    );
    // A manifest lacks what the Pod was given when it was made.
    let said = ask(&mut world, &["replace", "-f", "web.yaml"]);
    assert!(said.starts_with("The Pod \"web\" is invalid: spec: Forbidden: pod updates may not change fields other than"), "{said}");
    let whole = run(&mut world, &files, &split("get pod web -o yaml").unwrap(), "").stdout;
    let files = [SourceFile::new("whole.yaml", whole.as_str())];
    let replaced = run(&mut world, &files, &split("replace -f whole.yaml").unwrap(), "");
    assert_eq!((replaced.stdout.as_str(), replaced.stderr.as_str()), ("pod/web replaced\n", ""));
    let exposed = run(&mut world, &files, &split("expose pod web --name=again --port=80").unwrap(), "");
    assert_eq!(exposed.stdout, "service/again exposed\n");
    run(&mut world, &files, &split("create configmap cm --from-literal=key=a").unwrap(), "");
    run(&mut world, &files, &split("create deploy d --image=nginx:1.27").unwrap(), "");
    let env = run(&mut world, &files, &split("set env deploy/d --from=configmap/cm --dry-run=client -o yaml").unwrap(), "");
    assert_eq!(env.stderr, "Warning: key key transferred to KEY\n");
    assert!(env.stdout.contains("- name: KEY") && env.stdout.contains("\nstatus:\n"), "{}", env.stdout);
}

#[test]
fn beside_another_failure_what_validation_refuses_is_an_error_like_any_other() {
    let text = "apiVersion: v2\nkind: Foo\nmetadata: {name: x}\n---\napiVersion: v1\nkind: Pod\nmetadata: {name: extra}\n\
                spec: {containers: [{name: c, image: 'busybox:1.37', securityContext: {runAsUser: -1}}]}\n";
    let said = transcript(&mut World::default(), &[SourceFile::new("two.yaml", text)], "k apply -f two.yaml");
    let wanted = "! Error from server (Invalid): error when creating \"two.yaml\": Pod \"extra\" is invalid: \
                  spec.containers[0].securityContext.runAsUser: Invalid value: -1: must be between 0 and 2147483647, inclusive\n";
    assert!(said.contains(wanted), "{said}");
}
