# NetworkPolicies in words: why a connection is open or blocked, and what a policy says.

network-open = { $src } can connect to { $dst } on { $port }.
network-blocked-egress = { $src } cannot connect to { $dst } on { $port }: the source's egress forbids it.
network-blocked-ingress = { $src } cannot connect to { $dst } on { $port }: the destination's ingress forbids it.
network-blocked-both = { $src } cannot connect to { $dst } on { $port }: the source's egress and the destination's ingress both forbid it.

network-unenforced = This cluster's network plug-in accepts NetworkPolicies and ignores them.
network-myself = A Pod always reaches itself; no policy can forbid it.
network-own-node = A Pod and its own node always reach each other; no policy can forbid it.
network-side-outside = { $pod } is outside the cluster, where no policy binds it.
network-side-host-network = { $pod } uses its node's network, where no policy binds it; how plug-ins treat such traffic is undefined.

network-ingress-not-isolated = No policy isolates { $pod } for ingress, so everything may come in.
network-egress-not-isolated = No policy isolates { $pod } for egress, so everything may go out.
network-ingress-granted = The ingress of { $pod } is open to { $peer } by { $rules }.
network-egress-granted = The egress of { $pod } is open to { $peer } by { $rules }.
network-ingress-denied = { $policies } { $count ->
        [one] isolates
       *[other] isolate
    } { $pod } for ingress, and no rule lets { $peer } in on { $port }.
network-egress-denied = { $policies } { $count ->
        [one] isolates
       *[other] isolate
    } { $pod } for egress, and no rule lets it out to { $peer } on { $port }.
network-no-rule = There is no rule at all for this direction, so nothing passes.

network-miss-peer-and-port = The nearest rule, { $rule }, fits neither the peer nor the port.
network-miss-not-a-pod = The nearest rule, { $rule }, selects Pods; { $found } is not a Pod, and only an ipBlock matches it.
network-miss-block = The nearest rule, { $rule }, allows addresses in { $wanted }; { $found } is not there.
network-miss-peer = The nearest rule, { $rule }, selects other Pods in other namespaces.
network-miss-pod-labels = The nearest rule, { $rule }, wants Pods with { $wanted }; this one has { $found }.
network-miss-namespace-labels = The nearest rule, { $rule }, wants a namespace with { $wanted }; this one has { $found }.
network-miss-other-namespace = The nearest rule, { $rule }, has a podSelector alone, which means Pods of the policy's namespace { $wanted }; this one is in { $found }.
network-miss-except = The nearest rule, { $rule }, allows { $wanted }; its except takes { $found } out.
network-miss-port = The nearest rule, { $rule }, allows this peer on { $wanted }, not on { $found }. A policy's port is the Pod's port, not the Service's.
network-miss-named-port = The nearest rule, { $rule }, allows this peer on the port named { $wanted }; the destination has no container port of that name at { $found }.
network-miss-protocol = The nearest rule, { $rule }, allows this peer on { $wanted }; { $found } is another protocol.

network-selects = It selects Pods with { $pods } in namespace { $namespace }.
network-selects-all = It selects every Pod in namespace { $namespace }.
network-ingress-untouched = It leaves ingress alone.
network-ingress-closed = It isolates ingress and has no rule: nothing comes in.
network-ingress-only = It isolates ingress; only this comes in:
network-egress-untouched = It leaves egress alone.
network-egress-closed = It isolates egress and has no rule: nothing goes out.
network-egress-only = It isolates egress; only this goes out:
network-rule-ingress = { $rule }: from { $peers }, AND on { $ports }.
network-rule-egress = { $rule }: to { $peers }, AND on { $ports }.
network-or = OR
network-peers-any = anyone, inside or outside the cluster
network-ports-any = every port
network-peer-nobody = nobody (an empty peer)
network-peer-own = Pods with { $pods } in namespace { $namespace }
network-peer-own-all = every Pod in namespace { $namespace }
network-peer-namespaces = every Pod in namespaces with { $namespaces }
network-peer-everywhere = every Pod in every namespace
network-peer-everywhere-pods = Pods with { $pods } in every namespace
network-peer-and = Pods with { $pods } AND in namespaces with { $namespaces }
network-peer-block = addresses in { $cidr }
network-peer-block-except = addresses in { $cidr } but not in { $except }

network-dns-found = { $name } resolves to { $full }, address { $address }.
network-dns-missing = DNS knows no { $name }: the name needs a Service, in this namespace or written name.namespace.
network-dns-pod-name = { $name } is a Pod, and a Pod's name is not a DNS name. Put a Service before it, or use the Pod's address.
network-dns-unanswered = The name { $name } cannot be looked up: the question on 53/UDP does not reach the DNS server.
network-dns-unknown = { $name } is a name of the world outside, which is not simulated.
network-service-translates = Service { $service } translates { $port } to { $target } of { $pod }; policies see the Pod's port.
network-service-chooses = Service { $service } has { $count } ready Pods, and kube-proxy takes one at random for each connection. They do not answer alike: { $answers }.
network-service-other-port = Service { $service } does not list { $port } but { $ports }; the attempt gets no answer.
network-service-empty = Service { $service } has no ready Pod behind { $port }.
network-nobody-listens = No process of { $pod } listens on { $port }, so the connection is refused.
network-outside-refuses = { $address } does not listen on { $port }, so the connection is refused.
network-outside-unknown = What answers at { $address } on { $port } is not simulated.
network-no-such-service = No Service has the address { $address }, so nothing answers on { $port }.
