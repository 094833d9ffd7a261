# 실제 클러스터: 무엇이 잘못되었는지, 무엇을 기다리는지, 예측과 어떻게 다른지.

cluster-stopped = 중단했습니다. 클러스터에는 아무것도 남지 않았습니다.
cluster-stopped-left = 중단했습니다. cofferdam-…이라는 네임스페이스가 클러스터에 남았을 수 있습니다. `cofferdam cluster clean`으로 지우십시오.
cluster-stopped-undone = 중단했습니다. 만들다 만 클러스터는 다시 지웠습니다.
cluster-stopped-resumable = 중단했습니다. 노드는 남아 있습니다. `cofferdam cluster create`를 다시 실행하면 여기에서 이어집니다.
cluster-stopped-deleting = 중단했습니다. 아직 다 지우지 못했습니다. `cofferdam cluster delete`를 다시 실행하면 여기에서 이어집니다.
cluster-no-kubeconfig = { $path }에 kubeconfig가 없습니다. `cofferdam cluster create`가 kind로 클러스터를 만듭니다. 이미 있는 클러스터는 --kubeconfig나 KUBECONFIG, 그리고 --context로 지정하십시오.
cluster-kubeconfig = { $file }{ PARTICLE($file, "을/를") } kubeconfig로 사용할 수 없습니다: { $reason }. `kubectl config view`로 kubectl이 읽는 내용을 볼 수 있습니다.
cluster-incomplete = { $lacks ->
        [context] kubeconfig에 컨텍스트 “{ $context }”{ PARTICLE($context, "이/가") } 없습니다. 있는 컨텍스트: { $names }. --context로 그중 하나를 지정하십시오.
        [cluster] 컨텍스트 “{ $context }”{ PARTICLE($context, "이/가") } 가리키는 클러스터 “{ $names }”{ PARTICLE($names, "이/가") } kubeconfig에 없습니다. `kubectl config set-context { $context } --cluster=NAME`으로 바꾸십시오.
        [server] 컨텍스트 “{ $context }”의 클러스터 “{ $names }”에 서버 주소가 없습니다. `kubectl config set-cluster { $names } --server=https://HOST:PORT`로 적으십시오.
        [address] 컨텍스트 “{ $context }”의 서버 주소 “{ $names }”{ PARTICLE($names, "은/는") } URL이 아닙니다. https://HOST:PORT 형식이어야 합니다. `kubectl config set-cluster NAME --server=…`로 바꾸십시오.
        [no-user] 컨텍스트 “{ $context }”에 사용자가 적혀 있지 않습니다. kubeconfig의 사용자: { $names }. `kubectl config set-context { $context } --user=NAME`으로 지정하십시오.
        [auth-provider] 컨텍스트 “{ $context }”의 사용자는 auth-provider “{ $names }”{ PARTICLE($names, "으로/로") } 로그인하는데, cofferdam은 이 방식을 알지 못합니다. kubectl에서도 oidc 말고는 없어졌습니다. 클러스터 제공자의 안내에 따라 자격 증명 플러그인(`exec`)을 쓰십시오.
       *[user] 컨텍스트 “{ $context }”{ PARTICLE($context, "이/가") } 가리키는 사용자 “{ $names }”{ PARTICLE($names, "이/가") } kubeconfig에 없습니다. `kubectl config set-context { $context } --user=NAME`으로 kubeconfig의 사용자를 지정하십시오.
    }
cluster-not-allowed = { $server }의 컨텍스트 “{ $context }”{ PARTICLE($context, "은/는") } cofferdam이 만든 것도 아니고 허용 목록에도 없습니다. 아무것도 보내지 않았습니다. 사용하려면 `--context { $context }`{ PARTICLE($context, "으로/로") } 지정하십시오.
cluster-no-context = kubeconfig에 cofferdam이 만든 클러스터가 없습니다(현재 컨텍스트: “{ $current }”). `cofferdam cluster create`가 만들어 줍니다. 이미 있는 클러스터는 --context로 지정해야 사용합니다.
cluster-no-current-context = kubeconfig에 cofferdam이 만든 클러스터도 현재 컨텍스트도 없습니다. `cofferdam cluster create`가 클러스터를 만들어 줍니다. 이미 있는 클러스터는 --context로 지정해야 사용합니다.
cluster-plugin-failed = kubeconfig가 인증에 쓰는 프로그램 { $program }{ PARTICLE($program, "이/가") } 실패했습니다: { $said }
    직접 실행해 보거나 다시 로그인하십시오.
cluster-plugin-missing = kubeconfig가 인증에 쓰는 프로그램 { $program }{ PARTICLE($program, "이/가") } 없거나 PATH에 없습니다. 설치하거나 kubeconfig의 다른 사용자를 쓰십시오.{ $said }
cluster-plugin-silent = kubeconfig가 인증에 쓰는 프로그램 { $program }{ PARTICLE($program, "이/가") } { $said }초 안에 끝나지 않아 종료했습니다. 로그인을 기다리고 있을 수 있습니다. 먼저 직접 실행해 보십시오.
cluster-plugin-empty = kubeconfig가 인증에 쓰는 프로그램 { $program }{ PARTICLE($program, "이/가") } 토큰도, 키가 딸린 인증서도 주지 않았습니다. 직접 실행해 보거나 다시 로그인하십시오.{ $said }
cluster-unreachable = { $server }에서 응답이 없습니다: { $reason }. 클러스터가 실행 중인지, 주소가 맞는지 확인하십시오. `cofferdam doctor`가 더 자세히 살펴봅니다.
cluster-late = { $server }에서 { $seconds }초 안에 응답이 없습니다. 클러스터가 실행 중인지, 주소가 맞는지 확인하십시오. `cofferdam doctor`가 더 자세히 살펴봅니다.
cluster-proxy = { $server }에 접속하려면 프록시 { $proxy }{ PARTICLE($proxy, "을/를") } 거쳐야 하는데, 프록시는 지원하지 않습니다. { $from ->
        [kubeconfig] kubeconfig에 적힌 프록시입니다. 서버에 바로 접속할 수 있으면 그 클러스터에서 proxy-url을 빼십시오.
       *[environment] 환경 변수에 적힌 프록시입니다. 서버에 바로 접속할 수 있으면 호스트를 NO_PROXY에 더하십시오(NO_PROXY={ $host }).
    }
cluster-certificate = { $fault ->
        [authority] { $server }의 인증서에 서명한 기관을 kubeconfig가 신뢰하지 않습니다. certificate-authority가 없거나, 읽을 수 없거나, 다른 클러스터의 것입니다. kubeconfig를 다시 받으십시오(kind 클러스터: `kind export kubeconfig --name cofferdam`).
        [expired] { $server }의 인증서가 만료되었거나 이 컴퓨터의 시계가 맞지 않습니다. 인증서를 갱신하거나(kubeadm certs renew all) 클러스터를 다시 만드십시오.
        [name] { $server }의 인증서는 다른 이름으로 발급되었습니다. 클러스터의 kubeconfig에 있던 주소나 tls-server-name을 사용하십시오.
       *[other] { $server }의 인증서를 확인할 수 없습니다. kubeconfig를 다시 받거나, 서버의 certificate-authority를 클러스터 관리자에게 문의하십시오.
    } ({ $reason })
cluster-client-certificate = { $fault ->
        [expired] { $file }의 클라이언트 인증서가 { $reason }에 만료되어 서버가 받아들이지 않습니다. kubeconfig를 다시 받거나(kind 클러스터: `kind export kubeconfig --name cofferdam`) 인증서를 갱신하십시오(kubeadm certs renew all).
        [mismatch] { $file }의 클라이언트 인증서와 클라이언트 키가 서로 맞지 않습니다({ $reason }). kubeconfig를 다시 받으십시오.
       *[broken] { $file }의 클라이언트 인증서나 그 키를 사용할 수 없습니다: { $reason }. kubeconfig를 다시 받으십시오.
    }
cluster-unauthorized = { $server }{ PARTICLE($server, "이/가") } 이 인증 정보를 받아들이지 않습니다: { $reason }. 만료되었을 수 있습니다. kubeconfig를 다시 받거나 다시 로그인하십시오.
cluster-anonymous = kubeconfig에 { $server }{ PARTICLE($server, "이/가") } 아는 인증 정보가 없습니다: { $answer }. 다시 로그인하거나 --context로 다른 컨텍스트를 지정하십시오.
cluster-not-kubernetes = { $server }에서 응답은 오지만 쿠버네티스 API 서버가 아닙니다. kubeconfig의 주소(https인지)와 포트를 확인하십시오.
cluster-unsupported = 클러스터의 쿠버네티스 버전은 { $version }입니다. cofferdam은 1.33부터 1.37까지 압니다. 다른 클러스터를 고르거나 `cofferdam cluster create`를 실행하십시오.
cluster-refused = 클러스터가 { $what } 요청을 거부했습니다: { $answer }. 어떤 권한이 없는지는 `cofferdam doctor`가 보여 줍니다. 쿼터나 클러스터의 정책이 막을 수도 있습니다.
cluster-in-the-way = 이 클러스터가 { $what }{ PARTICLE($what, "을/를") } 거부했습니다: { $answer }. 쿠버네티스 자체는 받아들이지만 이 클러스터의 쿼터, 웹훅 또는 정책이 막습니다. 그런 것이 없는 클러스터(`cofferdam cluster create`)를 쓰거나 클러스터 관리자에게 문의하십시오.
cluster-dangerous = { $why ->
        [cluster-scoped] { $what }: 보내지 않았습니다. 실습용 네임스페이스뿐 아니라 클러스터 전체에 적용되기 때문입니다.
       *[other] { $what }: 보내지 않았습니다. `{ $why }` 명령이 클러스터 아래의 컴퓨터를 바꾸기 때문입니다.
    }
cluster-timed-out = { $what }: { $seconds }초 안에 끝나지 않았습니다: { $state }. 클러스터가 정상인지는 `kubectl -n kube-system get pods`로 볼 수 있습니다. 컴퓨터가 바쁘면 다시 시도하십시오.
cluster-still-running = `{ $what }` 명령이 { $seconds }초 안에 끝나지 않아 종료했습니다. 컴퓨터에 부하가 너무 많은지 확인하고 다시 실행하십시오.
cluster-no-address = 시험용 파드 { $what }{ PARTICLE($what, "이/가") } { $seconds }초 안에 주소를 받지 못했습니다({ $state }). 노드에 busybox처럼 nc가 있는 이미지가 필요합니다: `kind load docker-image busybox:1.28 --name cofferdam`. `kubectl get events -A`에 더 자세한 내용이 있을 수 있습니다.
cluster-terminating = 네임스페이스 { $namespace }의 삭제가 { $seconds }초가 지나도 끝나지 않습니다: { $reason }. `kubectl get namespace { $namespace } -o yaml`로 무엇이 붙잡고 있는지 볼 수 있습니다. `cofferdam cluster clean`으로 다시 시도하십시오.
cluster-lost = { $server } 연결이 끊어졌습니다: { $reason }. 파일은 저장되어 있습니다. cofferdam-…이라는 네임스페이스가 남았을 수 있으니, 서버가 다시 응답하면 `cofferdam cluster clean`으로 지우십시오.
cluster-silent = { $server }에서 { $seconds }초 동안 응답이 없습니다. 파일은 저장되어 있습니다. cofferdam-…이라는 네임스페이스가 남았을 수 있으니, 서버가 다시 응답하면 `cofferdam cluster clean`으로 지우십시오.
cluster-broke = cofferdam의 오류로 확인이 중단되었습니다. 오프라인 판정이 유효합니다. cofferdam-…이라는 네임스페이스가 남아 있을 수 있습니다. `cofferdam cluster clean`으로 지우십시오.
cluster-program-missing = { $program } 프로그램이 없거나 PATH에 없습니다.{ $said } kind: https://kind.sigs.k8s.io, Docker: https://docs.docker.com/engine/install/. 실습은 클러스터 없이도 됩니다.
cluster-program-broken = { $program } 프로그램을 시작할 수 없습니다: { $said }.
cluster-program-no-daemon = { $program } 프로그램은 있지만 데몬이 응답하지 않습니다. Docker(또는 Podman)를 시작한 뒤 다시 실행하십시오.
    { $said }
cluster-program-denied = { $program } 프로그램이 Docker 소켓을 사용할 수 없습니다. “docker” 그룹에 들어가거나 rootless 모드를 쓰십시오.
    { $said }
cluster-program-port = { $program } 프로그램에 필요한 포트를 다른 프로그램이 쓰고 있습니다. 그 프로그램을 멈추고(`docker ps`, `ss -ltnp`) 다시 실행하십시오.
    { $said }
cluster-program-image = 이미지가 여기에도 없고 받을 수도 없습니다. 인터넷이 없으면 먼저 불러오거나(docker load -i FILE) --image나 --archives로 지정하십시오.
    { $said }
cluster-program-disk = 디스크가 가득 찼습니다. 공간을 비우고(`docker system prune`, `docker volume prune`) 다시 실행하십시오.
    { $said }
cluster-program-half = 만들다 만 클러스터의 노드가 남아 있습니다. `cofferdam cluster delete`로 지운 뒤 다시 실행하십시오.
    { $said }
cluster-program-failed = { $program } 프로그램이 실패했습니다. 마지막으로 출력한 내용:
    { $said }
cluster-archives = { $program }: 읽을 수 있는 이미지 아카이브(*.tar, *.tar.gz)가 없습니다: { $said }. `docker save busybox:1.28 -o busybox.tar`로 만들 수 있습니다.

confirm-word = { $word }
confirm-accepted = 받아들임
confirm-refused = 거부
confirm-flows = 전체 흐름
confirm-pull = 풀
confirm-start = 시작
confirm-effective = 신원
confirm-selects = 선택된 파드
confirm-isolation = 격리
confirm-workload = 이 { $kind }에서 실행되는 파드
confirm-open = { $tried }개를 시도해 { $open }개 열림
confirm-open-predicted = { $open }개 열림
confirm-not-sent = 보내지 않음
confirm-offline-only = 오프라인으로만 판정합니다. 아무리 많이 시도해도 다른 흐름이 없음을 보일 수는 없습니다
confirm-no-outside = { $address }: 이 클러스터 밖의 주소로, 실습 안에만 있습니다
confirm-dangerous = `{ $command }` 명령은 클러스터 아래의 컴퓨터를 바꾸므로 실행하지 않습니다
confirm-not-simulated = 시뮬레이션하지 않으므로 확인할 것이 없습니다
confirm-not-enforced = 이 클러스터는 네트워크폴리시를 무시합니다. 오프라인 판정이 유효합니다
confirm-enforced = 이 클러스터는 네트워크폴리시를 집행하지만 실습의 클러스터는 무시합니다
confirm-unreadable = 컨테이너 안을 볼 수 없습니다
confirm-no-image = 이 클러스터에는 이미지가 없습니다: { $said }
confirm-only-simulated = { $image } 이미지의 레지스트리나 노드는 실습 안에만 있습니다
confirm-no-process = `{ $command }` 명령의 번호를 가진 프로세스가 없습니다. 번호는 시작할 때마다 다릅니다
confirm-unsettled = { $pod } 파드가 { $seconds }초가 지나도 안정되지 않았습니다: { $state }
confirm-no-nc = 여기에는 연결을 시도할 nc가 있는 파드가 없습니다
confirm-cached = 이전 시도에서 이미 노드에 받아 둔 이미지입니다
confirm-another-image = 클러스터에서 실행되는 { $image } 이미지는 다른 빌드입니다. 계정(/etc/passwd, /etc/group)이 다르고, 그 계정으로 예측하면 같은 답입니다
confirm-by-endpoint = 서비스 뒤의 파드마다 답이 다르고({ $answers }) 연결마다 그 가운데 하나를 만납니다
confirm-node-lacks = 이 노드는 어떤 컨테이너에도 { $capabilities } 커패빌리티를 줄 수 없습니다
confirm-no-app-armor = 이 클러스터의 노드에는 커널에 AppArmor가 없습니다. AppArmor 없이 예측하면 같은 답입니다
confirm-no-seccomp-profiles = 이 실습이 /var/lib/kubelet/seccomp 아래에 두는 seccomp 프로파일이 이 클러스터의 노드에는 없습니다. 프로파일 없이 예측하면 같은 답입니다
confirm-no-groups-policy = 이 클러스터의 컨테이너 런타임은 supplementalGroupsPolicy를 알지 못합니다(containerd 2.0과 CRI-O 1.31부터 압니다). 그것 없이 예측하면 같은 답입니다
confirm-no-user-namespaces = 이 클러스터의 노드는 파드에 사용자 네임스페이스를 줄 수 없습니다. 그것 없이 예측하면 같은 답입니다
confirm-low-ports-closed = 이 클러스터의 컨테이너 런타임은 1024보다 작은 포트와 ping을 커패빌리티가 있는 프로세스에만 허용합니다(containerd 2는 모두에게 엽니다). 그렇게 예측하면 같은 답입니다
confirm-image-replaced = { $before } 이미지가 노드에 없어 { $after } 이미지를 대신 사용합니다.
confirm-image-not-here = 이 컴퓨터의 { $engine }에 { $image } 이미지가 없습니다. 이 이미지를 쓰는 실습에는 노드의 인터넷이 필요합니다. 또는 `{ $engine } pull { $image }` 뒤에 이 명령을 다시 실행하십시오.
confirm-unfinished = 같은 이름으로 만들다 만 클러스터가 있어 지우고 다시 만듭니다.
confirm-row-same = { $label }: 예측과 관찰이 모두 { $predicted }입니다.
confirm-row-same-but = { $label }: 예측 { $predicted }, 관찰 { $observed }. { $why }.
confirm-row-different = { $label }: 예측은 { $predicted }, 그러나 관찰은 { $observed }입니다.
confirm-row-unasked = { $label }: 예측 { $predicted }. 관찰하지 않음: { $why }.

confirm-stage-connect = 연결하는 중 …
confirm-stage-canary = 이 클러스터가 네트워크폴리시를 집행하는지 시험하는 중 …
confirm-stage-world = 실습용 네임스페이스와 파드를 만드는 중 …
confirm-stage-files = 파일을 보내는 중 …
confirm-stage-pod = { $pod } 파드를 기다리는 중: { $state } (아직 { $count }개 준비되지 않음)
confirm-stage-probes = 질문 { $count }개를 던지는 중 …
confirm-stage-clean = 네임스페이스 { $count }개를 지우는 중 …
confirm-stage-stopping = 중단하는 중 … Ctrl-C를 한 번 더 누르면 남은 것은 `cofferdam cluster clean`에 맡기고 끝냅니다.
confirm-stage-load = { $image } 이미지를 노드에 올리는 중 …
confirm-stage-program = { $line }
confirm-step-nodes = 노드: kind가 만듭니다
confirm-step-images = 이미지: 노드에 올립니다
confirm-step-registry = 레지스트리: 시작하고 채웁니다
confirm-step-done = 끝났습니다

doctor-good = 클러스터로 실습을 확인할 수 있습니다: `cofferdam check ID --cluster`.
doctor-bad = 아직 실습을 확인할 클러스터가 없습니다. 모든 실습은 오프라인으로도 됩니다.
doctor-state-ok = 좋음
doctor-state-warning = 제한이 있지만 동작함
doctor-state-failed = 문제가 있음
doctor-state-skipped = 살펴보지 않음
doctor-skipped = 앞의 항목이 갖추어지지 않아 살펴보지 않았습니다
doctor-docker = { $engine } 응답함, 버전 { $version }
doctor-docker-down = { $engine } 프로그램은 있지만 데몬이 응답하지 않습니다: { $said }
    .fix = 데몬을 시작하십시오. 여기에서 클러스터를 만들 때만 필요합니다. 이미 있는 클러스터는 없어도 됩니다.
doctor-docker-missing = { $engine } 프로그램이 없습니다
    .fix = 여기에서 클러스터를 만들 때만 필요합니다: https://docs.docker.com/engine/install/
doctor-kind = { $version }
doctor-kind-missing = kind 프로그램이 없습니다
    .fix = 여기에서 클러스터를 만들 때만 필요합니다: https://kind.sigs.k8s.io/docs/user/quick-start/#installation
doctor-kubeconfig = 컨텍스트 { $context }, 서버 { $server }
doctor-server = { $server } 응답함
doctor-version = { $server }, 예측의 기준 버전입니다
doctor-version-skew = { $server }. 예측은 { $ours } 기준입니다
    .fix = 작은 차이가 있을 수 있습니다. 버전은 kind의 노드 이미지가 정합니다: `cofferdam cluster create --image kindest/node:v{ $ours }.4`
doctor-permissions = 필요한 권한 { $count }개가 모두 있습니다
doctor-permissions-lacking = 없는 권한: { $rights }
    .fix = 클러스터 관리자에게 요청하거나 자신의 클러스터를 쓰십시오: `cofferdam cluster create`
doctor-nodes = 노드 { $count }개, { $runtime }
doctor-nodes-unseen = 노드를 볼 수 없습니다
    .fix = 노드를 볼 권한이 없으면 이미지를 찾아볼 수 없습니다. 나머지는 모두 동작합니다.
doctor-images = 실습에서 가장 많이 쓰는 이미지 { $count }개가 모두 노드에 있습니다
doctor-images-missing = 노드에 없는 이미지: { $images }
    .fix = 필요할 때 받아 옵니다. 인터넷이 없으면: `kind load docker-image { $images } --name cofferdam`
doctor-policies = 네트워크폴리시가 집행됩니다. 금지된 연결의 패킷은 버려집니다
doctor-policies-refuse = 네트워크폴리시가 집행됩니다. 금지된 연결은 거절됩니다
doctor-policies-ignored = 이 클러스터는 네트워크폴리시를 받아들이지만 무시합니다
    .fix = 네트워크 실습은 오프라인으로 판정합니다. kind는 v0.24.0부터 집행합니다. 다른 곳에서는 Calico나 Cilium 같은 플러그인이 집행합니다.
doctor-network-broken = 정책이 없어도 파드끼리 연결되지 않습니다
    .fix = 네트워크 플러그인이 동작하지 않습니다: `kubectl -n kube-system get pods`로 확인하십시오.
doctor-dns = 이름을 찾을 수 있습니다
doctor-dns-broken = 파드에서 이름을 찾지 못합니다
    .fix = 클러스터의 DNS가 동작하지 않습니다: `kubectl -n kube-system get pods -l k8s-app=kube-dns`
doctor-registry = 프라이빗 레지스트리가 실습용 인증 정보를 받아들입니다
doctor-registry-denies = 프라이빗 레지스트리가 dock_user / dock_password를 받아들이지 않습니다
    .fix = `cofferdam cluster create`가 받아들이는 레지스트리를 시작합니다.
doctor-registry-unseen = 노드에서 registry.lab:5000에 닿을 수 없습니다
    .fix = 프라이빗 레지스트리 실습은 오프라인으로 판정합니다. `cofferdam cluster create`가 레지스트리를 시작합니다.

cli-no-cluster = 이 빌드는 클러스터를 사용할 수 없습니다. "cluster" 기능 없이 만들어졌습니다.
cli-cluster-ask = { $server }의 { $context } 컨텍스트를 사용하시겠습니까? cofferdam은 cofferdam-…이라는 자신의 네임스페이스만 만들고 다시 지웁니다. 다른 것은 건드리지 않습니다. [y/N]
cli-cluster-refused = { $server }의 { $context } 컨텍스트는 사용하지 않습니다.
cli-cluster-used = --context에 적은 대로 { $server }의 { $context } 컨텍스트를 사용합니다. --yes를 붙이면 기억합니다.
cli-cluster-not-remembered = 허용 목록 { $file } 파일에 쓸 수 없습니다: { $error }. 다음에 다시 묻습니다.
cli-cluster-created = 클러스터가 준비되었습니다. `cofferdam check ID --cluster`가 사용하고, `cofferdam doctor`가 살펴봅니다.
cli-cluster-deleted = 클러스터와 레지스트리를 지웠습니다.
cli-cluster-none-to-delete = cofferdam이 만든 클러스터가 없었습니다.
cli-cluster-none = cofferdam이 만든 클러스터가 없습니다. `cofferdam cluster create`가 만듭니다.
cli-cluster-is = 쿠버네티스 { $version }, 네트워크 플러그인 { $plugin }, { $runtime }.
cli-cluster-node = 노드 { $name }: { $state }.
cli-cluster-in-use = { $namespace }: { $scenario }에서 사용 중입니다.
cli-cluster-left = { $namespace }: { $scenario }에서 남은 것입니다. `cofferdam cluster clean`이 지웁니다.
cli-cluster-removed = { $namespace } ({ $scenario }) 네임스페이스를 지웠습니다.
cli-cluster-clean = 클러스터에 cofferdam이 남긴 것이 없습니다.
cli-cluster-step = { $bar } { $done }/{ $total }
cli-confirm-title = 예측과 관찰(쿠버네티스 { $version }): { $all }개 가운데 { $same }개가 일치합니다.
cli-confirm-from = 위치
cli-confirm-question = 질문
cli-confirm-predicted = 예측
cli-confirm-observed = 관찰
cli-confirm-check-observed = 검사 { $check }: 클러스터에서는 통과하고 오프라인에서는 통과하지 못합니다.
cli-confirm-check-predicted = 검사 { $check }: 오프라인에서는 통과하고 클러스터에서는 통과하지 못합니다.
cli-confirm-offline-stands = 오프라인 판정이 유효합니다. 클러스터의 판정은 없습니다.
cli-confirm-ignored = 이 클러스터(플러그인 { $plugin })는 네트워크폴리시를 무시합니다. 받아들이지만 모든 연결을 허용합니다. 오프라인 판정이 유효합니다.
cli-confirm-differs = 클러스터가 예측과 다르게 동작했습니다(네트워크 플러그인 { $plugin }). cofferdam의 버그이거나 클러스터의 특성입니다. 더 좋은 점수가 남습니다. 살펴보는 데 필요한 것은 모두 { $file } 파일에 있고 개인 정보는 없습니다:
    gh issue create --title "{ $id }: the cluster differs" --body-file { $file }

command-doctor = 실제 클러스터로 확인하는 데 필요한 것을 살펴봅니다
    .context = 사용할 kubeconfig 컨텍스트
    .kubeconfig = kubeconfig 파일. 없으면 KUBECONFIG나 ~/.kube/config
    .yes = 묻지 않고 이 컨텍스트를 사용하고 기억합니다
command-cluster = 선택 사항인 실제 클러스터를 만들고, 살펴보고, 치우고, 지웁니다
command-cluster-create = kind로 클러스터를 만들거나, 멈춘 곳에서 이어서 만듭니다
    .workers = 컨트롤 플레인 외의 워커 노드 수. 없으면 하나
    .image = 노드 이미지. 없으면 이 컴퓨터의 Docker에 있는 것, 그것도 없으면 kind의 기본 이미지
    .archives = 올릴 docker save 아카이브가 있는 폴더. 없으면 이 컴퓨터의 Docker 이미지
    .no-registry = 프라이빗 레지스트리를 시작하지 않습니다
command-cluster-status = 무엇이 있고, 중단된 실행이 무엇을 남겼는지 말합니다
    .context = 사용할 kubeconfig 컨텍스트
    .kubeconfig = kubeconfig 파일. 없으면 KUBECONFIG나 ~/.kube/config
    .yes = 묻지 않고 이 컨텍스트를 사용하고 기억합니다
command-cluster-clean = 클러스터에서 cofferdam의 것을 모두 지웁니다
    .context = 사용할 kubeconfig 컨텍스트
    .kubeconfig = kubeconfig 파일. 없으면 KUBECONFIG나 ~/.kube/config
    .yes = 묻지 않고 이 컨텍스트를 사용하고 기억합니다
    .all = 실행 중인 cofferdam이 지금 사용하는 것까지
command-cluster-delete = kind로 만든 클러스터와 레지스트리를 지웁니다
