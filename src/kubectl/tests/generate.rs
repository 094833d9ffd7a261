//! What kubectl writes by itself.

use super::transcript;
use crate::kubectl::*;

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
    ! error: unknown flag: --imge
    ! See 'kubectl run --help' for usage.
    [1]
    $ k run
    ! error: required flag(s) "image" not set
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
        let words = split(&format!("{line} --dry-run=client -o yaml")).unwrap();
        let outcome = run(&mut World::default(), &[], &words, "");
        assert_eq!((outcome.stdout.as_str(), outcome.exit), (printed, 0), "{line}: {}", outcome.stderr);
    }
}

/// `kubectl run`, `create deployment`, `create namespace` and `create service` before a Kubernetes 1.35.4 cluster, 28 November 2026.
#[test]
fn what_the_server_has_just_made_has_a_status() {
    for (command, status) in [
        ("k run p --image=busybox:1.37 --dry-run=server", "status:\n  phase: Pending\n  qosClass: BestEffort\n"),
        ("k run p --image=busybox:1.37", "status:\n  phase: Pending\n  qosClass: BestEffort\n"),
        ("k create deployment d --image=busybox:1.37 --dry-run=server", "status: {}\n"),
        ("k create namespace lab --dry-run=server", "status:\n  phase: Active\n"),
        ("k create service clusterip s --tcp=80 --dry-run=server", "status:\n  loadBalancer: {}\n"),
    ] {
        let said = transcript(&mut World::default(), &[], &format!("{command} -o yaml"));
        assert!(said.ends_with(status), "{command}\n{said}");
    }
}
