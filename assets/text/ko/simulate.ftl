# 시뮬레이션한 클러스터가 왜 그렇게 답하는지: 한 단계에 한 문장.

pull-reference = { $image }의 뜻: 레지스트리 { $registry }, 저장소 { $path }, 버전 { $version }.
pull-policy = 이미지 풀(pull) 정책은 { $policy }입니다.
pull-broken-secret = 풀 시크릿 하나를 디코딩할 수 없어 인증 정보 조회 전체가 실패합니다: { $error }
pull-secret-missing = 파드의 네임스페이스에 시크릿 { $secret }{ PARTICLE($secret, "이/가") } 없습니다. kubelet은 그 시크릿 없이 계속합니다.
pull-credential = 시도한 인증 정보: 시크릿 { $secret }, 항목 { $key }, 사용자 { $username }.
pull-present = 이미지가 노드 { $node }에 있고, 이 파드가 사용할 수 있습니다.
pull-present-not-allowed = 이미지가 노드 { $node }에 있지만, kubelet이 이 파드에 없는 인증 정보로 받은 것입니다(1.35부터 확인합니다).
pull-pulled = { $registry }{ PARTICLE($registry, "이/가") } 인증 정보 없이 이미지를 주었습니다.
pull-pulled-with = 시크릿 { $secret }의 인증 정보가 통했습니다.
pull-unauthorized-anonymous = { $registry }{ PARTICLE($registry, "은/는") } { $image }에 사용자를 요구하지만, 맞는 인증 정보가 없습니다.
pull-unauthorized = { $registry }{ PARTICLE($registry, "이/가") } { $image }에 대한 모든 인증 정보를 거부했습니다. 인증 정보가 있으면 kubelet은 익명으로 다시 시도하지 않습니다.
pull-not-found = { $registry }에 { $image }{ PARTICLE($image, "이/가") } 없습니다.
pull-runtime-refuses = 컨테이너 런타임이 { $image }{ PARTICLE($image, "을/를") } 이미지 참조로 읽지 못합니다. 런타임의 문법이 kubelet보다 오래되었습니다.
pull-unreachable = { $registry }에 닿을 수 없습니다.
pull-never = 정책이 Never이면 kubelet은 레지스트리에 묻지 않습니다.
pull-invalid-name = { $image }{ PARTICLE($image, "은/는") } 이미지 이름이 아닙니다: { $error }

ignored-type = 시크릿 { $secret }{ PARTICLE($secret, "은/는") } 쓰이지 않습니다. 타입이 kubernetes.io/dockerconfigjson도 kubernetes.io/dockercfg도 아닙니다.
ignored-data = 시크릿 { $secret }{ PARTICLE($secret, "은/는") } 쓰이지 않습니다. 타입이 요구하는 키가 없거나 비어 있습니다.
ignored-entries = 시크릿 { $secret }{ PARTICLE($secret, "은/는") } 쓰이지 않습니다. 레지스트리 항목이 하나도 없습니다.
ignored-key = 시크릿 { $secret }의 항목 "{ $key }"{ PARTICLE($key, "은/는") } 쓰이지 않습니다. 주소가 아닙니다.
ignored-port = 시크릿 { $secret }의 항목 "{ $key }"{ PARTICLE($key, "은/는") } 맞지 않습니다. 포트가 같아야 합니다.
ignored-host = 시크릿 { $secret }의 항목 "{ $key }"{ PARTICLE($key, "은/는") } 맞지 않습니다. 호스트가 다릅니다. 별표는 점 사이의 한 부분만 대신합니다.
ignored-path = 시크릿 { $secret }의 항목 "{ $key }"{ PARTICLE($key, "은/는") } 맞지 않습니다. 경로가 이미지 경로의 앞부분이 아닙니다.
ignored-missing = 시크릿 { $secret }{ PARTICLE($secret, "이/가") } 없습니다.

effective-uid = uid { $uid }: { $origin ->
    [container] 컨테이너가 정했습니다
    [pod] 파드가 정했습니다
    [image] 이미지의 USER가 정했습니다
   *[other] 아무도 정하지 않아 root입니다
    }.
effective-gid = gid { $gid }: { $origin ->
    [container] 컨테이너가 정했습니다
    [pod] 파드가 정했습니다
    [image] 이미지의 passwd에서 그 uid의 항목이 정했습니다
   *[other] 아무도 정하지 않아 root 그룹입니다
    }.
effective-no-capabilities = uid { $uid }{ PARTICLE($uid, "은/는") } root가 아닙니다. 무엇을 더하든 permitted와 effective 커패빌리티는 비어 있습니다.
effective-groups = 그룹: { $groups }.
effective-capabilities = 적용되는 커패빌리티({ $origin ->
    [container] 컨테이너가 바꿈
   *[other] 런타임의 기본 집합
    }): { $names }.
effective-root-without = root이지만 커패빌리티를 모두 내려놓았습니다. 권한은 다른 사용자와 똑같이 적용됩니다.
effective-read-only-root = readOnlyRootFilesystem이 설정되어 있습니다. 따로 마운트된 곳을 빼면 / 아래에는 아무것도 쓸 수 없습니다.
effective-no-new-privileges = allowPrivilegeEscalation이 false입니다. no_new_privs가 설정되므로 set-uid 프로그램으로도 권한이 늘지 않습니다.
effective-non-root = runAsNonRoot가 적용됩니다({ $origin ->
    [container] 컨테이너가 설정
   *[other] 파드가 설정
    }). kubelet은 uid 0으로 실행되거나 사용자를 확인할 수 없는 것은 시작하지 않습니다.
effective-privileged = 특권(privileged) 컨테이너: 모든 커패빌리티를 갖고, seccomp도 AppArmor도 가려진 경로도 없습니다.

start-container = 컨테이너 { $container }, 이미지 { $image }:
start-volume-group = 볼륨 { $volume }: 소유 그룹은 fsGroup { $group }이고, 이 그룹은 모든 프로세스의 그룹에 들어 있습니다.
start-volume-no-group = 볼륨 { $volume }: fsGroup { $group }{ PARTICLE($group, "은/는") } 이런 볼륨에 적용되지 않습니다. 소유자와 모드는 그대로입니다.
start-restarted = restartPolicy { $policy }에 따라 컨테이너 { $container }{ PARTICLE($container, "을/를") } 점점 길어지는 간격을 두고 다시 시작합니다.
start-not-restarted = restartPolicy { $policy }에 따라 컨테이너 { $container }{ PARTICLE($container, "을/를") } 다시 시작하지 않습니다.
start-pods-refused = 워크로드는 받아들여졌지만, 컨트롤러가 만드는 파드를 API 서버가 거부합니다. 컨트롤러는 계속 시도합니다.
start-unscheduled = 어떤 노드도 파드를 받지 않습니다: { $message }
start-rejected = kubelet이 파드 전체를 거부합니다({ $reason }): { $message }
start-volume = 볼륨을 준비할 수 없어 아무것도 시작하지 않습니다: { $message }
start-sandbox = 파드의 샌드박스를 만들 수 없어 아무것도 시작하지 않습니다: { $message }
start-init-blocks = 초기화 컨테이너 { $container }{ PARTICLE($container, "이/가") } 제대로 끝나지 않아 그 뒤의 컨테이너가 기다립니다.
start-waits = 컨테이너 { $container }{ PARTICLE($container, "이/가") } { $reason } 상태로 기다립니다: { $message }
start-no-program = 컨테이너 { $container }에 시작할 프로그램이 없습니다: { $message }
start-ended = 컨테이너 { $container }의 첫 프로세스가 코드 { $code }{ PARTICLE($code, "으로/로") } 끝났습니다.
start-running = 컨테이너 { $container }{ PARTICLE($container, "이/가") } 실행 중입니다.
start-hook = 컨테이너 { $container }의 postStart 훅이 실패하여 컨테이너가 종료됩니다
start-probe = 컨테이너 { $container }의 { $probe } 프로브가 실패합니다: { $failure }
start-image-unknown = 이미지 { $image }의 내용을 여기서는 모릅니다. 컨테이너 { $container }{ PARTICLE($container, "이/가") } 제 일을 한다고 봅니다.
start-program-unknown = { $program }{ PARTICLE($program, "이/가") } 하는 일은 시뮬레이션하지 않습니다. 컨테이너 { $container }{ PARTICLE($container, "이/가") } 제 일을 한다고 봅니다.

exec-as = 명령은 컨테이너 { $container }에서 uid { $uid }, 그룹 { $groups }{ PARTICLE($groups, "으로/로") } 실행됩니다.
exec-no-program = 컨테이너 { $container }의 이미지에 { $program }{ PARTICLE($program, "이/가") } 없습니다.
exec-endless = { $program }{ PARTICLE($program, "은/는") } 스스로 끝나지 않습니다.
exec-not-simulated = { $program }{ PARTICLE($program, "은/는") } 시뮬레이션하지 않습니다. 실제 클러스터에서는 제 일을 할 것입니다.
exec-image-unknown = 컨테이너 { $container }의 이미지에 무엇이 있는지 여기서는 모릅니다.
exec-read-only-root = 루트 파일시스템이 읽기 전용입니다. root를 포함해 아무도 쓸 수 없습니다.
exec-read-only-mount = { $mount }{ PARTICLE($mount, "은/는") } 읽기 전용으로 마운트되었습니다. root를 포함해 아무도 쓸 수 없습니다.
exec-denied = 파일이나 그 디렉터리의 소유자, 그룹, 모드가 uid { $uid }에게 허용하지 않습니다.
exec-no-capabilities = 이 일에는 커패빌리티가 필요한데 uid { $uid }에는 하나도 없습니다.
exec-capability-missing = 이 일에 필요한 커패빌리티가 지금 적용되는 것에 없습니다: { $held }.
