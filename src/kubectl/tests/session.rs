//! Contexts, namespaces and rights.

use super::{manifests, transcript};
use crate::kubectl::*;

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
    ! Error from server (NotFound): deployments.apps "x" not found
    [1]
    $ k gte pods
    ! error: unknown command "gte" for "kubectl"
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
