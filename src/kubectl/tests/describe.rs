//! Descriptions and explanations.

use super::{manifests, transcript};
use crate::kubectl::*;

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
        Container ID:   containerd://24c407ba9a9341118c2a5414a7e637f624c404ba9a934bf88c1fe414a7dd2521
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
      Normal  Pulling    0s    kubelet            spec.containers{app}: Pulling image "nginx:1.27"
      Normal  Pulled     0s    kubelet            spec.containers{app}: Successfully pulled image "nginx:1.27" in 1s (1s including waiting). Image size: 72324501 bytes.
      Normal  Created    0s    kubelet            spec.containers{app}: Container created
      Normal  Started    0s    kubelet            spec.containers{app}: Container started
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
    $ k describe pod no
    ! Error from server (NotFound): pods "no" not found
    [1]
    "#);
    // A name that is only the beginning of one describes that one.
    let mut described = |name: &str| {
        let outcome = run(&mut world, &[], &split(&format!("describe pod {name}")).unwrap(), "");
        (outcome.stdout, outcome.stderr, outcome.exit)
    };
    assert_eq!(described("we"), described("web"));
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
