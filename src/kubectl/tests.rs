use super::*;

/// Runs commands one after the other and writes a transcript: `$ command`, what it printed (standard error marked `!`),
/// and the exit code when it is not 0.
fn transcript(world: &mut World, files: &[SourceFile], commands: &str) -> String {
    let mut out = String::new();
    for command in commands.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let args = split(command).unwrap();
        let outcome = run(world, files, &args, "");
        out.push_str(&format!("$ {command}\n{}", outcome.stdout));
        if !outcome.stdout.is_empty() && !outcome.stdout.ends_with('\n') {
            out.push('\n');
        }
        outcome.stderr.lines().for_each(|line| out.push_str(&format!("! {line}\n")));
        if outcome.exit != 0 {
            out.push_str(&format!("[{}]\n", outcome.exit));
        }
    }
    out
}

fn manifests() -> Vec<SourceFile> {
    let pod = "apiVersion: v1
kind: Pod
metadata:
  name: web
  labels: {app: web, tier: front}
spec:
  containers:
  - name: app
    image: nginx:1.27
    ports:
    - containerPort: 80
      name: http
---
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector: {app: web}
  ports:
  - port: 8080
    targetPort: http
";
    let policy = "apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: deny
spec:
  podSelector:
    matchLabels:
      app: web
  policyTypes: [Ingress]
";
    let broken = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: bad\nspec:\n  containers:\n  - name: a\n    image: b\n    readOnly: true\n";
    vec![SourceFile::new("web.yaml", pod), SourceFile::new("policy.yaml", policy), SourceFile::new("bad.yaml", broken)]
}

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
fn generators_write_what_kubectl_writes() {
    let mut world = World::default();
    insta::assert_snapshot!(transcript(&mut world, &[], "
        k run g --image=redis --dry-run=client -o yaml
        k run g --image=redis:8 --labels=role=db,x=y --port=6379 --env=A=b --restart=Never --command --dry-run=client -o yaml -- sh -c 'sleep 1'
        k run exposed --image=redis:8 --labels=role=shown --expose --port=6379
        k get svc exposed -o jsonpath={.spec.selector}
        k run g --image=redis --imge=x
        k run
        k run x
        k run x --image=Redis
        k create secret docker-registry g --docker-server=myprivateregistry.com:5000 --docker-username=dock_user --docker-password=dock_password -n t --dry-run=client -o yaml
        k create secret docker-registry g --docker-username=dock_user --docker-password=dock_password --dry-run=client -o jsonpath='{.data.\\.dockerconfigjson}'
        k create secret generic s --from-literal=a=b
        k create secret generic s --from-literal=a=b
        k create ns team
        k create sa bot -n team
        k get sa -n team
        k create deploy web --image=nginx:1.27 --replicas=2 --dry-run=client -o yaml
        k create job j --image=busybox --dry-run=client -o yaml -- date
        k create secret
        k create thing x
    "), @r#"
    $ k run g --image=redis --dry-run=client -o yaml
    apiVersion: v1
    kind: Pod
    metadata:
      labels:
        run: g
      name: g
    spec:
      containers:
      - image: redis
        name: g
        resources: {}
      dnsPolicy: ClusterFirst
      restartPolicy: Always
    status: {}
    $ k run g --image=redis:8 --labels=role=db,x=y --port=6379 --env=A=b --restart=Never --command --dry-run=client -o yaml -- sh -c 'sleep 1'
    apiVersion: v1
    kind: Pod
    metadata:
      labels:
        role: db
        x: "y"
      name: g
    spec:
      containers:
      - command:
        - sh
        - -c
        - sleep 1
        env:
        - name: A
          value: b
        image: redis:8
        name: g
        ports:
        - containerPort: 6379
        resources: {}
      dnsPolicy: ClusterFirst
      restartPolicy: Never
    status: {}
    $ k run exposed --image=redis:8 --labels=role=shown --expose --port=6379
    service/exposed created
    pod/exposed created
    $ k get svc exposed -o jsonpath={.spec.selector}
    {"role":"shown"}
    $ k run g --image=redis --imge=x
    ! Error: unknown flag: --imge
    ! See 'kubectl run --help' for usage.
    [1]
    $ k run
    ! error: NAME is required for run
    ! See 'kubectl run -h' for help and examples
    [1]
    $ k run x
    ! error: required flag(s) "image" not set
    [1]
    $ k run x --image=Redis
    ! error: Invalid image name "Redis": invalid reference format
    [1]
    $ k create secret docker-registry g --docker-server=myprivateregistry.com:5000 --docker-username=dock_user --docker-password=dock_password -n t --dry-run=client -o yaml
    apiVersion: v1
    data:
      .dockerconfigjson: eyJhdXRocyI6eyJteXByaXZhdGVyZWdpc3RyeS5jb206NTAwMCI6eyJ1c2VybmFtZSI6ImRvY2tfdXNlciIsInBhc3N3b3JkIjoiZG9ja19wYXNzd29yZCIsImF1dGgiOiJaRzlqYTE5MWMyVnlPbVJ2WTJ0ZmNHRnpjM2R2Y21RPSJ9fX0=
    kind: Secret
    metadata:
      name: g
      namespace: t
    type: kubernetes.io/dockerconfigjson
    $ k create secret docker-registry g --docker-username=dock_user --docker-password=dock_password --dry-run=client -o jsonpath='{.data.\.dockerconfigjson}'
    eyJhdXRocyI6eyJodHRwczovL2luZGV4LmRvY2tlci5pby92MS8iOnsidXNlcm5hbWUiOiJkb2NrX3VzZXIiLCJwYXNzd29yZCI6ImRvY2tfcGFzc3dvcmQiLCJhdXRoIjoiWkc5amExOTFjMlZ5T21SdlkydGZjR0Z6YzNkdmNtUT0ifX19
    $ k create secret generic s --from-literal=a=b
    secret/s created
    $ k create secret generic s --from-literal=a=b
    ! error: failed to create secret secrets "s" already exists
    [1]
    $ k create ns team
    namespace/team created
    $ k create sa bot -n team
    serviceaccount/bot created
    $ k get sa -n team
    NAME      AGE
    bot       0s
    default   0s
    $ k create deploy web --image=nginx:1.27 --replicas=2 --dry-run=client -o yaml
    apiVersion: apps/v1
    kind: Deployment
    metadata:
      labels:
        app: web
      name: web
    spec:
      replicas: 2
      selector:
        matchLabels:
          app: web
      strategy: {}
      template:
        metadata:
          labels:
            app: web
        spec:
          containers:
          - image: nginx:1.27
            name: nginx
            resources: {}
    status: {}
    $ k create job j --image=busybox --dry-run=client -o yaml -- date
    apiVersion: batch/v1
    kind: Job
    metadata:
      name: j
    spec:
      template:
        metadata: {}
        spec:
          containers:
          - command:
            - date
            image: busybox
            name: j
            resources: {}
          restartPolicy: Never
    status: {}
    $ k create secret
    ! Create a secret with specified type.
    ! 
    !  A docker-registry type secret is for accessing a container registry.
    ! 
    !  A generic type secret indicate an Opaque secret type.
    ! 
    !  A tls type secret holds TLS certificate and its associated key.
    ! 
    ! Available Commands:
    !   docker-registry   Create a secret for use with a Docker registry
    !   generic           Create a secret from a local file, directory, or literal value
    !   tls               Create a TLS secret
    ! 
    ! Usage:
    !   kubectl create secret (docker-registry | generic | tls) [options]
    ! 
    ! Use "kubectl create secret <command> --help" for more information about a given command.
    ! Use "kubectl options" for a list of global command-line options (applies to all commands).
    [1]
    $ k create thing x
    ! error: Unexpected args: [thing x]
    ! See 'kubectl create -h' for help and examples
    [1]
    "#);
}

#[test]
fn config_says_where_one_works() {
    let mut world = World::default();
    insta::assert_snapshot!(transcript(&mut world, &manifests(), "
        k config get-contexts
        k config current-context
        k config set-context --current --namespace=team
        k config view --minify -o jsonpath={..namespace}
        k get pods
        k create ns team
        k apply -f web.yaml
        k get pods -n default
        k -n team get pods
        k config use-context none
        k auth can-i create pods
        k auth can-i list secrets --as=system:serviceaccount:team:bot
        k create role r --verb=list --resource=secrets
        k create rolebinding rb --role=r --serviceaccount=team:bot
        k auth can-i list secrets --as=system:serviceaccount:team:bot
        k wait --for=condition=Ready pod/web
        k wait --for=delete pod/gone
        k rollout undo deploy/x
        k gte pods
        k edit pod web
    "), @r#"
    $ k config get-contexts
    CURRENT   NAME        CLUSTER     AUTHINFO    NAMESPACE
    *         kind-kind   kind-kind   kind-kind   
    $ k config current-context
    kind-kind
    $ k config set-context --current --namespace=team
    Context "kind-kind" modified.
    $ k config view --minify -o jsonpath={..namespace}
    team
    $ k get pods
    ! No resources found in team namespace.
    $ k create ns team
    namespace/team created
    $ k apply -f web.yaml
    pod/web created
    service/web created
    $ k get pods -n default
    ! No resources found in default namespace.
    $ k -n team get pods
    NAME   READY   STATUS    RESTARTS   AGE
    web    1/1     Running   0          0s
    $ k config use-context none
    ! error: no context exists with the name: "none"
    [1]
    $ k auth can-i create pods
    yes
    $ k auth can-i list secrets --as=system:serviceaccount:team:bot
    no
    [1]
    $ k create role r --verb=list --resource=secrets
    role.rbac.authorization.k8s.io/r created
    $ k create rolebinding rb --role=r --serviceaccount=team:bot
    rolebinding.rbac.authorization.k8s.io/rb created
    $ k auth can-i list secrets --as=system:serviceaccount:team:bot
    yes
    $ k wait --for=condition=Ready pod/web
    pod/web condition met
    $ k wait --for=delete pod/gone
    $ k rollout undo deploy/x
    ! error: kubectl rollout undo (no earlier revision is kept) is not simulated here
    [1]
    $ k gte pods
    ! Error: unknown command "gte" for "kubectl"
    ! 
    ! Did you mean this?
    ! 	get
    [1]
    $ k edit pod web
    ! error: kubectl edit opens a terminal editor, which is not simulated here
    ! Edit the file and run: kubectl apply -f FILE (or kubectl replace --force -f FILE for a Pod); or use kubectl patch
    [1]
    "#);
}

#[test]
fn descriptions_have_kubectls_shape() {
    let mut world = World::default();
    insta::assert_snapshot!(transcript(&mut world, &manifests(), "
        k apply -f web.yaml -f policy.yaml
        k describe pod web
        k describe svc web
        k describe netpol deny
        k create secret generic s --from-literal=a=b
        k describe secret s
        k describe ns default
        k describe sa default
        k describe pod we
        k describe pod no
    "), @r#"
    $ k apply -f web.yaml -f policy.yaml
    pod/web created
    service/web created
    networkpolicy.networking.k8s.io/deny created
    $ k describe pod web
    Name:             web
    Namespace:        default
    Priority:         0
    Service Account:  default
    Node:             kind-worker/172.18.0.2
    Start Time:       Sat, 21 Nov 2026 08:00:00 +0000
    Labels:           app=web
                      tier=front
    Annotations:      <none>
    Status:           Running
    IP:               10.244.137.187
    IPs:
      IP:  10.244.137.187
    Containers:
      app:
        Container ID:   
        Image:          nginx:1.27
        Image ID:       
        Port:           80/TCP (http)
        Host Port:      0/TCP (http)
        State:          Running
          Started:      Sat, 21 Nov 2026 08:00:00 +0000
        Ready:          True
        Restart Count:  0
        Environment:    <none>
        Mounts:
          /var/run/secrets/kubernetes.io/serviceaccount from kube-api-access-xn8fg (ro)
    Conditions:
      Type                        Status
      PodReadyToStartContainers   True 
      Initialized                 True 
      Ready                       True 
      ContainersReady             True 
      PodScheduled                True 
    Volumes:
      kube-api-access-xn8fg:
        Type:                    Projected (a volume that contains injected data from multiple sources)
        TokenExpirationSeconds:  3607
        ConfigMapName:           kube-root-ca.crt
        Optional:                false
        DownwardAPI:             true
    QoS Class:                   BestEffort
    Node-Selectors:              <none>
    Tolerations:                 node.kubernetes.io/not-ready:NoExecute op=Exists for 300s
                                 node.kubernetes.io/unreachable:NoExecute op=Exists for 300s
    Events:
      Type    Reason     Age   From               Message
      ----    ------     ----  ----               -------
      Normal  Scheduled  0s    default-scheduler  Successfully assigned default/web to kind-worker
      Normal  Pulling    0s    kubelet            Pulling image "nginx:1.27"
      Normal  Pulled     0s    kubelet            Successfully pulled image "nginx:1.27" in 1s (1s including waiting). Image size: 72324501 bytes.
      Normal  Created    0s    kubelet            Container created
      Normal  Started    0s    kubelet            Container started
    $ k describe svc web
    Name:                     web
    Namespace:                default
    Labels:                   <none>
    Annotations:              <none>
    Selector:                 app=web
    Type:                     ClusterIP
    IP Family Policy:         SingleStack
    IP Families:              IPv4
    IP:                       10.96.221.71
    IPs:                      10.96.221.71
    Port:                     <unset>  8080/TCP
    TargetPort:               http/TCP
    Endpoints:                10.244.137.187:80
    Session Affinity:         None
    Internal Traffic Policy:  Cluster
    Events:                   <none>
    $ k describe netpol deny
    Name:         deny
    Namespace:    default
    Created on:   2026-11-21 08:00:00 +0000 UTC
    Labels:       <none>
    Annotations:  <none>
    Spec:
      PodSelector:     app=web
      Allowing ingress traffic:
        <none> (Selected pods are isolated for ingress connectivity)
      Not affecting egress traffic
      Policy Types: Ingress
    $ k create secret generic s --from-literal=a=b
    secret/s created
    $ k describe secret s
    Name:         s
    Namespace:    default
    Labels:       <none>
    Annotations:  <none>

    Type:  Opaque

    Data
    ====
    a:  1 bytes
    $ k describe ns default
    Name:         default
    Labels:       kubernetes.io/metadata.name=default
    Annotations:  <none>
    Status:       Active

    No resource quota.

    No LimitRange resource.
    $ k describe sa default
    Name:                default
    Namespace:           default
    Labels:              <none>
    Annotations:         <none>
    Image pull secrets:  <none>
    Events:              <none>
    $ k describe pod we
    Name:             web
    Namespace:        default
    Priority:         0
    Service Account:  default
    Node:             kind-worker/172.18.0.2
    Start Time:       Sat, 21 Nov 2026 08:00:00 +0000
    Labels:           app=web
                      tier=front
    Annotations:      <none>
    Status:           Running
    IP:               10.244.137.187
    IPs:
      IP:  10.244.137.187
    Containers:
      app:
        Container ID:   
        Image:          nginx:1.27
        Image ID:       
        Port:           80/TCP (http)
        Host Port:      0/TCP (http)
        State:          Running
          Started:      Sat, 21 Nov 2026 08:00:00 +0000
        Ready:          True
        Restart Count:  0
        Environment:    <none>
        Mounts:
          /var/run/secrets/kubernetes.io/serviceaccount from kube-api-access-xn8fg (ro)
    Conditions:
      Type                        Status
      PodReadyToStartContainers   True 
      Initialized                 True 
      Ready                       True 
      ContainersReady             True 
      PodScheduled                True 
    Volumes:
      kube-api-access-xn8fg:
        Type:                    Projected (a volume that contains injected data from multiple sources)
        TokenExpirationSeconds:  3607
        ConfigMapName:           kube-root-ca.crt
        Optional:                false
        DownwardAPI:             true
    QoS Class:                   BestEffort
    Node-Selectors:              <none>
    Tolerations:                 node.kubernetes.io/not-ready:NoExecute op=Exists for 300s
                                 node.kubernetes.io/unreachable:NoExecute op=Exists for 300s
    Events:
      Type    Reason     Age   From               Message
      ----    ------     ----  ----               -------
      Normal  Scheduled  0s    default-scheduler  Successfully assigned default/web to kind-worker
      Normal  Pulling    0s    kubelet            Pulling image "nginx:1.27"
      Normal  Pulled     0s    kubelet            Successfully pulled image "nginx:1.27" in 1s (1s including waiting). Image size: 72324501 bytes.
      Normal  Created    0s    kubelet            Container created
      Normal  Started    0s    kubelet            Container started
    $ k describe pod no
    ! Error from server (NotFound): pods "no" not found
    [1]
    "#);
}

#[test]
fn any_words_end_in_an_answer() {
    let mut world = World::default();
    for line in [
        "",
        "get",
        "get -o",
        "get pods -o jsonpath={",
        "exec",
        "exec x",
        "exec x --",
        "logs",
        "label",
        "patch pod x",
        "set",
        "create -f",
        "wait",
        "config",
        "auth can-i",
        "get -l 'a in ('",
        "explain",
        "replace",
        "get po/",
        "delete",
        "expose",
        "run x --image",
        "apply -f",
        "scale deploy x --replicas=z",
        "help nothing",
        "get pods -o custom-columns=x",
    ] {
        let outcome = run(&mut world, &[], &split(line).unwrap_or_default(), "");
        assert!(line.is_empty() || outcome.exit != 0 && !outcome.stderr.is_empty() || !outcome.stdout.is_empty(), "{line}: {outcome:?}");
    }
}

/// Recorded from kubectl 1.35.4 on 2026-11-21.
#[test]
fn a_field_is_explained_word_for_word() {
    let mut world = World::default();
    let ours = run(&mut world, &[], &split("explain pod.spec.securityContext.runAsUser").unwrap(), "");
    assert_eq!(
        ours.stdout,
        "KIND:       Pod\nVERSION:    v1\n\nFIELD: runAsUser <integer>\n\n\nDESCRIPTION:\n    The UID to run the entrypoint of the container process. Defaults to user\n    specified in image metadata if unspecified. May also be set in\n    SecurityContext.  If set in both SecurityContext and PodSecurityContext, the\n    value specified in SecurityContext takes precedence for that container. Note\n    that this field cannot be set when spec.os.name is windows.\n    \n\n"
    );
    let listed = run(&mut world, &[], &split("explain netpol.spec.ingress").unwrap(), "").stdout;
    assert!(
        listed.starts_with(
            "GROUP:      networking.k8s.io\nKIND:       NetworkPolicy\nVERSION:    v1\n\nFIELD: ingress <[]NetworkPolicyIngressRule>\n"
        ),
        "{listed}"
    );
    assert!(listed.contains("FIELDS:\n  from\t<[]NetworkPolicyPeer>\n"), "{listed}");
    let wrong = run(&mut world, &[], &split("explain pod.spec.foo").unwrap(), "");
    assert_eq!((wrong.stderr.as_str(), wrong.exit), ("error: field \"foo\" does not exist\n", 1));
    assert!(
        run(&mut world, &[], &split("explain pod.spec --recursive").unwrap(), "")
            .stdout
            .contains("    securityContext\t<SecurityContext>\n")
    );
}

/// What kubectl v1.35.4 says without a server (recorded 2026-11-27): standard error, and exit code 1.
#[test]
fn misuse_is_answered_in_kubectls_words() {
    for (line, said) in [
        ("gt pods", "Error: unknown command \"gt\" for \"kubectl\"\n\nDid you mean this?\n\tset\n\tget\n\tcp"),
        ("scal x", "Error: unknown command \"scal\" for \"kubectl\"\n\nDid you mean this?\n\tscale"),
        ("create secret foo", "error: unknown command \"foo\"\nSee 'kubectl create secret -h' for help and examples"),
        ("create foo", "error: Unexpected args: [foo]\nSee 'kubectl create -h' for help and examples"),
        ("create svc clusterip s --tcp=x --dry-run=client", "error: strconv.ParseUint: parsing \"x\": invalid syntax"),
        ("set foo", "error: unknown command \"foo\"\nSee 'kubectl set -h' for help and examples"),
        ("replace", "error: must specify one of -f and -k"),
        ("wait pod/x", "error: unrecognized condition: \"\""),
        ("config set-context", "error: you must specify a non-empty context name or --current"),
        ("create secret generic s --from-file=nothere", "error: error reading nothere: no such file or directory"),
    ] {
        let outcome = super::run(&mut World::default(), &[], &super::split(line).unwrap(), "");
        assert_eq!((outcome.stderr.trim_end(), outcome.exit, outcome.stdout.as_str()), (said, 1, ""), "{line}");
    }
}

/// What kubectl v1.35.4 prints for `--dry-run=client -o yaml` (recorded 2026-11-27).
#[test]
fn generated_objects_are_kubectls() {
    for (line, printed) in [
        (
            "create service nodeport s --tcp=80:8080 --node-port=30080",
            "apiVersion: v1\nkind: Service\nmetadata:\n  labels:\n    app: s\n  name: s\nspec:\n  ports:\n  - name: 80-8080\n    nodePort: 30080\n    port: 80\n    protocol: TCP\n    targetPort: 8080\n  selector:\n    app: s\n  type: NodePort\nstatus:\n  loadBalancer: {}\n",
        ),
        (
            "create quota q --hard=pods=3,cpu=1",
            "apiVersion: v1\nkind: ResourceQuota\nmetadata:\n  name: q\nspec:\n  hard:\n    cpu: \"1\"\n    pods: \"3\"\nstatus: {}\n",
        ),
    ] {
        let words = super::split(&format!("{line} --dry-run=client -o yaml")).unwrap();
        let outcome = super::run(&mut World::default(), &[], &words, "");
        assert_eq!((outcome.stdout.as_str(), outcome.exit), (printed, 0), "{line}: {}", outcome.stderr);
    }
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

#[test]
fn a_rollout_is_watched_and_restarted_and_events_are_told() {
    let mut world = World::default();
    let said = transcript(
        &mut world,
        &manifests(),
        "
        k create deploy web --image=nginx:1.31 --replicas=2
        k rollout status deploy/web
        k rollout restart deployment web
        k rollout pause deploy/web
        k rollout pause deploy/web
        k rollout resume deploy/web
        k set resources deploy web --limits=cpu=200m,memory=64Mi
        k create deploy bad --image=nginx:nope
        k rollout status deploy/bad
        k apply -f web.yaml
        k set selector svc web app=other
        k get svc web -o jsonpath={.spec.selector}
        k get pod nothing
    ",
    );
    for line in [
        "deployment \"web\" successfully rolled out",
        "deployment.apps/web restarted",
        "deployment.apps/web paused",
        "! error: deployments.apps \"web\" is already paused",
        "deployment.apps/web resumed",
        "deployment.apps/web resource requirements updated",
        "Waiting for deployment \"bad\" rollout to finish: 0 of 1 updated replicas are available...",
        "! error: deployment \"bad\" exceeded its progress deadline",
        "service/web selector updated",
        "{\"app\":\"other\"}",
    ] {
        assert!(said.lines().any(|own| own == line), "{line}\n{said}");
    }
    for command in ["k events --for pod/web", "k get events --field-selector involvedObject.name=web"] {
        let told = transcript(&mut world, &manifests(), command);
        let head = told.lines().nth(1).unwrap_or_default().split("  ").map(str::trim).filter(|word| !word.is_empty()).collect::<Vec<_>>();
        assert_eq!(head, ["LAST SEEN", "TYPE", "REASON", "OBJECT", "MESSAGE"], "{told}");
        assert!(told.to_lowercase().contains("pod/web"), "{told}");
    }
}
