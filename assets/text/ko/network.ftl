# NetworkPolicies in words: why a connection is open or blocked, and what a policy says.

network-open = { $src }{ PARTICLE($src, "은/는") } { $dst }의 { $port }에 연결할 수 있습니다.
network-blocked-egress = { $src }{ PARTICLE($src, "은/는") } { $dst }의 { $port }에 연결할 수 없습니다. 출발지의 이그레스가 막습니다.
network-blocked-ingress = { $src }{ PARTICLE($src, "은/는") } { $dst }의 { $port }에 연결할 수 없습니다. 목적지의 인그레스가 막습니다.
network-blocked-both = { $src }{ PARTICLE($src, "은/는") } { $dst }의 { $port }에 연결할 수 없습니다. 출발지의 이그레스와 목적지의 인그레스가 모두 막습니다.

network-unenforced = 이 클러스터의 네트워크 플러그인은 네트워크폴리시를 받아들이기만 하고 집행하지 않습니다.
network-myself = 파드는 언제나 자기 자신에게 연결할 수 있으며, 어떤 정책도 이를 막지 못합니다.
network-own-node = 파드와 그 파드가 있는 노드는 언제나 서로 연결할 수 있으며, 어떤 정책도 이를 막지 못합니다.
network-side-outside = { $pod }{ PARTICLE($pod, "은/는") } 클러스터 밖에 있어 어떤 정책도 적용되지 않습니다.
network-side-host-network = { $pod }{ PARTICLE($pod, "은/는") } 노드의 네트워크를 쓰므로 어떤 정책도 적용되지 않습니다. 이런 트래픽을 플러그인이 어떻게 다루는지는 정해져 있지 않습니다.

network-ingress-not-isolated = { $pod }의 인그레스를 격리하는 정책이 없으므로 모두 들어올 수 있습니다.
network-egress-not-isolated = { $pod }의 이그레스를 격리하는 정책이 없으므로 어디로든 나갈 수 있습니다.
network-ingress-granted = { $pod }의 인그레스는 { $rules }에 따라 { $peer }에 열려 있습니다.
network-egress-granted = { $pod }의 이그레스는 { $rules }에 따라 { $peer }에 열려 있습니다.
network-ingress-denied = { $policies } 정책이 { $pod }의 인그레스를 격리하며, { $peer }에서 { $port }로 들어오는 것을 허용하는 규칙이 { $count ->
       *[other] 없습니다.
    }
network-egress-denied = { $policies } 정책이 { $pod }의 이그레스를 격리하며, { $peer }의 { $port }로 나가는 것을 허용하는 규칙이 { $count ->
       *[other] 없습니다.
    }
network-no-rule = 이 방향에는 규칙이 하나도 없으므로 아무것도 지나갈 수 없습니다.

network-miss-peer-and-port = 가장 가까운 규칙({ $rule })은 상대도 포트도 맞지 않습니다.
network-miss-not-a-pod = 가장 가까운 규칙({ $rule })은 파드를 선택합니다. { $found }{ PARTICLE($found, "은/는") } 파드가 아니므로 ipBlock으로만 선택할 수 있습니다.
network-miss-block = 가장 가까운 규칙({ $rule })은 { $wanted }의 주소를 허용하지만, { $found }{ PARTICLE($found, "은/는") } 그 안에 없습니다.
network-miss-peer = 가장 가까운 규칙({ $rule })은 다른 네임스페이스의 다른 파드를 선택합니다.
network-miss-pod-labels = 가장 가까운 규칙({ $rule })은 레이블이 { $wanted }인 파드를 요구하지만, 이 파드의 레이블은 { $found }입니다.
network-miss-namespace-labels = 가장 가까운 규칙({ $rule })은 레이블이 { $wanted }인 네임스페이스를 요구하지만, 이 네임스페이스의 레이블은 { $found }입니다.
network-miss-other-namespace = 가장 가까운 규칙({ $rule })은 podSelector만 있으므로 정책이 있는 네임스페이스 { $wanted }의 파드만 뜻하지만, 이 파드는 { $found }에 있습니다.
network-miss-except = 가장 가까운 규칙({ $rule })은 { $wanted }{ PARTICLE($wanted, "을/를") } 허용하지만, except가 { $found }{ PARTICLE($found, "을/를") } 뺍니다.
network-miss-port = 가장 가까운 규칙({ $rule })은 이 상대에게 { $wanted } 포트를 허용하지만 { $found } 포트는 허용하지 않습니다. 정책의 포트는 서비스가 아니라 파드의 포트입니다.
network-miss-named-port = 가장 가까운 규칙({ $rule })은 이 상대에게 이름이 { $wanted }인 포트를 허용하지만, 목적지의 { $found }에는 그 이름의 컨테이너 포트가 없습니다.
network-miss-protocol = 가장 가까운 규칙({ $rule })은 이 상대에게 { $wanted } 포트를 허용하지만, { $found } 포트는 프로토콜이 다릅니다.

network-selects = 네임스페이스 { $namespace }에서 레이블이 { $pods }인 파드를 선택합니다.
network-selects-all = 네임스페이스 { $namespace }의 모든 파드를 선택합니다.
network-ingress-untouched = 인그레스는 건드리지 않습니다.
network-ingress-closed = 인그레스를 격리하며 규칙이 없으므로 아무것도 들어올 수 없습니다.
network-ingress-only = 인그레스를 격리하며 다음만 들어올 수 있습니다.
network-egress-untouched = 이그레스는 건드리지 않습니다.
network-egress-closed = 이그레스를 격리하며 규칙이 없으므로 아무것도 나갈 수 없습니다.
network-egress-only = 이그레스를 격리하며 다음만 나갈 수 있습니다.
network-rule-ingress = { $rule }: 출발지는 { $peers }, 그리고(AND) 포트는 { $ports }.
network-rule-egress = { $rule }: 목적지는 { $peers }, 그리고(AND) 포트는 { $ports }.
network-or = 또는(OR)
network-peers-any = 클러스터 안팎의 누구나
network-ports-any = 모든 포트
network-peer-nobody = 아무도 없음(빈 상대)
network-peer-own = 네임스페이스 { $namespace }에서 레이블이 { $pods }인 파드
network-peer-own-all = 네임스페이스 { $namespace }의 모든 파드
network-peer-namespaces = 레이블이 { $namespaces }인 네임스페이스의 모든 파드
network-peer-everywhere = 모든 네임스페이스의 모든 파드
network-peer-everywhere-pods = 모든 네임스페이스에서 레이블이 { $pods }인 파드
network-peer-and = 레이블이 { $pods }인 파드이면서(AND) 레이블이 { $namespaces }인 네임스페이스에 있는 파드
network-peer-block = { $cidr }에 속하는 주소
network-peer-block-except = { $cidr }에 속하되 { $except }에는 속하지 않는 주소

network-dns-found = { $name }의 전체 이름은 { $full }, 주소는 { $address }입니다.
network-dns-missing = DNS에 { $name } 이름이 없습니다. 이 네임스페이스의 서비스이거나 이름.네임스페이스 형식이어야 합니다.
network-dns-pod-name = { $name }{ PARTICLE($name, "은/는") } 파드이며, 파드 이름은 DNS 이름이 아닙니다. 앞에 서비스를 두거나 파드의 주소를 쓰십시오.
network-dns-unanswered = { $name } 이름을 찾을 수 없습니다. 53/UDP 질의가 DNS 서버에 닿지 않습니다.
network-dns-unknown = { $name } 이름은 클러스터 밖의 이름이므로 시뮬레이션하지 않습니다.
network-service-translates = 서비스 { $service }의 { $port } 포트는 { $pod }의 { $target } 포트로 바뀝니다. 정책은 파드의 포트를 봅니다.
network-service-chooses = 서비스 { $service } 뒤에는 준비된 파드가 { $count }개 있고, kube-proxy가 연결마다 하나를 무작위로 고릅니다. 파드마다 답이 다릅니다: { $answers }.
network-service-other-port = 서비스 { $service }에는 { $port } 포트가 없고 { $ports } 포트만 있으므로 응답이 없습니다.
network-service-empty = 서비스 { $service }의 { $port } 포트 뒤에 준비된 파드가 없습니다.
network-nobody-listens = { $pod }에서 { $port } 포트에서 듣는 프로세스가 없으므로 연결이 거절됩니다.
network-outside-refuses = { $address }에서 { $port } 포트에서 듣는 프로세스가 없으므로 연결이 거절됩니다.
network-outside-unknown = { $address }의 { $port } 포트에서 무엇이 응답하는지는 시뮬레이션하지 않습니다.
network-no-such-service = { $address } 주소를 가진 서비스가 없으므로 { $port } 포트에는 응답이 없습니다.
