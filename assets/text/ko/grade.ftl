# Checks and verdicts. `check-<kind>` says what is asked, `diag-<id>` what happened, `why-<id>` the reason.

check-accepted = API 서버가 모든 문서를 받아들입니다.
check-built = 이미지 { $image }{ PARTICLE($image, "이/가") } 빌드됩니다.
check-object = 네임스페이스 { $namespace }에 { $kind } { $name }{ PARTICLE($name, "이/가") } 있습니다.
check-absent-besides = 과제가 요구한 것 말고 다른 { $kind }{ PARTICLE($kind, "이/가") } 여기에도 다른 곳에도 없습니다.
check-absent-outside = { $namespaces } 밖에 새 { $kind }{ PARTICLE($kind, "이/가") } 없습니다.
check-absent = 네임스페이스 { $namespace }에 { $kind } { $name }{ PARTICLE($name, "이/가") } 없습니다.
check-kept = { $kind } { $name }{ PARTICLE($name, "은/는") } 처음 그대로입니다.
check-kept-paths = { $kind } { $name }의 { $paths }{ PARTICLE($paths, "은/는") } 처음 그대로입니다.
check-field = { $kind } { $name }: { $path } { $relation ->
    [equals] 값은 { $value }입니다
    [contains] 값에 { $value }{ PARTICLE($value, "이/가") } 들어 있습니다
    [absent] 필드는 없습니다
    [unsaid] 값이 과제에 맞습니다
   *[present] 필드가 있습니다
  }.
check-secret = 시크릿 { $name }에 { $registry }용 { $username }의 인증 정보가 들어 있습니다.
check-pull = { $pod }의 이미지: { $result ->
    [pulled] 레지스트리에서 받아 옵니다
    [present] 노드에 있는 것을 씁니다
    [unauthorized] 레지스트리가 거부합니다
   *[other] { $word }
  }.
check-starts = { $container ->
    [all] { $pod }{ PARTICLE($pod, "이/가") } 실행됩니다
   *[other] { $pod }의 컨테이너 { $container }{ PARTICLE($container, "이/가") } 실행됩니다
  }.
check-starts-stays = { $container ->
    [all] { $pod }{ PARTICLE($pod, "이/가") } 실행되고, 계속 실행됩니다
   *[other] { $pod }의 컨테이너 { $container }{ PARTICLE($container, "이/가") } 실행되고, 계속 실행됩니다
  }.
check-effective = { $pod }, { $container ->
    [all] 모든 컨테이너
   *[other] 컨테이너 { $container }
  }: { $facts }.
check-run = { $pod }에서 `{ $command }`: { $wanted }.
check-flows = 과제가 요구하는 연결만 정확히 열려 있습니다.
check-flows-of = 정책 { $policy }{ PARTICLE($policy, "이/가") } 혼자 있어도 과제가 맡긴 연결만 정확히 엽니다.
check-selects = 정책 { $policy }{ PARTICLE($policy, "이/가") } 과제가 뜻하는 파드만 정확히 선택합니다.
check-ready = { $namespace }의 { $kind } { $name }에 필요한 파드({ $replicas }개 이상)가 모두 있고 실행됩니다.
check-isolated = { $pod }{ PARTICLE($pod, "은/는") } { $ingress ->
    [yes] 인그레스가 격리되고
    [no] 인그레스가 격리되지 않고
   *[any] 인그레스는 어떻든 되고
  } { $egress ->
    [yes] 이그레스가 격리됩니다
    [no] 이그레스가 격리되지 않습니다
   *[any] 이그레스는 어떻든 됩니다
  }.
check-minimal = { $pod }{ PARTICLE($pod, "이/가") } 쓸 수 있는 커패빌리티는 이것뿐입니다: { $caps }.
check-writable-only = { $pod }{ PARTICLE($pod, "은/는") } { $paths } 아래에만 쓸 수 있습니다.
check-skipped = 아직 보지 않았습니다. { $stage ->
    [document] 먼저 문서가 맞아야 합니다
    [image] 먼저 이미지를 받아야 합니다
    [start] 먼저 컨테이너가 시작되어야 합니다
    [effective] 먼저 컨테이너가 요구된 신원과 권한을 가져야 합니다
    [probe] 먼저 명령과 연결이 맞아야 합니다
   *[quality] 먼저 앞의 것이 맞아야 합니다
  }.

diag-not-answered = 이 질문에 답한 판정자가 없어 통과로 세지 않습니다.
diag-empty = 파일에 매니페스트가 없습니다. 하나를 쓰거나 파일을 처음으로 되돌리십시오.
diag-not-built = `{ $file }`에서 이미지가 나오지 않습니다: { $server }.
diag-not-built-unknown = `{ $file }`에서 이미지가 나오는지 여기서는 말할 수 없습니다. 시뮬레이션하지 않는 것이 필요해 판정하지 않습니다.
diag-not-built-missing = `{ $file }` 파일이 없어 { $image }{ PARTICLE($image, "을/를") } 빌드할 수 없습니다.
diag-not-parsed = { $file }의 문서 { $document }: { $kind } { $name }{ PARTICLE($name, "은/는") } 올바른 YAML이 아닙니다: { $server }
diag-not-parsed-unnamed = { $file }의 문서 { $document }{ PARTICLE($document, "은/는") } 올바른 YAML이 아닙니다: { $server }
diag-unknown-field = 서버가 { $kind } { $name }({ $file }, 문서 { $document })의 적용을 거부합니다. 그 자리에 없는 필드가 있습니다. { $server }
diag-unknown-field-unnamed = 서버가 { $file }의 문서 { $document }{ PARTICLE($document, "을/를") } 거부합니다. 그 자리에 없는 필드가 있습니다. { $server }
diag-wrong-type = 서버가 { $kind } { $name }({ $file }, 문서 { $document })의 적용을 거부합니다. 값의 타입이 틀렸습니다. { $server }
diag-wrong-type-unnamed = 서버가 { $file }의 문서 { $document }{ PARTICLE($document, "을/를") } 거부합니다. 값의 타입이 틀렸습니다. { $server }
diag-not-valid = 서버가 { $kind } { $name }({ $file }, 문서 { $document })의 적용을 거부합니다: { $server }
diag-not-valid-unnamed = 서버가 { $file }의 문서 { $document }{ PARTICLE($document, "을/를") } 거부합니다: { $server }
diag-not-admitted = { $kind } { $name }({ $file }, 문서 { $document })의 형식은 맞지만 네임스페이스의 어드미션 규칙이 거부합니다: { $server }
diag-not-admitted-unnamed = { $file }의 문서 { $document }의 형식은 맞지만 어드미션 규칙이 거부합니다: { $server }
diag-object-missing = 네임스페이스 { $namespace }에 { $kind } { $name }{ PARTICLE($name, "이/가") } 없습니다.
diag-kept-missing = 네임스페이스 { $namespace }의 { $kind } { $name }{ PARTICLE($name, "이/가") } 사라졌습니다. 과제에서 그대로 두라고 한 것입니다.
diag-kept-missing-refused = 서버가 받아들이지 않아 네임스페이스 { $namespace }에 { $kind } { $name }{ PARTICLE($name, "이/가") } 없습니다. 과제에서 그대로 두라고 한 것입니다.
diag-secret-missing = 네임스페이스 { $namespace }에 { $kind } { $name }{ PARTICLE($name, "이/가") } 없습니다.
diag-start-absent = 실행할 것이 없습니다. 네임스페이스 { $namespace }에 { $kind } { $name }{ PARTICLE($name, "이/가") } 없습니다.
diag-start-absent-container = 파드 { $pod }에 컨테이너 { $container }{ PARTICLE($container, "이/가") } 없습니다.
diag-object-unwanted = 네임스페이스 { $namespace }에 { $kind } { $name }{ PARTICLE($name, "이/가") } 있습니다. 없어야 합니다.
diag-kept-changed = { $kind } { $name }: { $path }의 값이 { $was }에서 { $is }{ PARTICLE($is, "으로/로") } 바뀌었습니다. 과제에서 그대로 두라고 한 것입니다.
diag-kept-changed-removed = { $kind } { $name }: { $path }에 있던 { $was }{ PARTICLE($was, "이/가") } 없어졌습니다. 과제에서 그대로 두라고 한 것입니다.
diag-kept-changed-added = { $kind } { $name }: { $path }에 없던 { $is }{ PARTICLE($is, "이/가") } 생겼습니다. 과제에서 그대로 두라고 한 것입니다.
diag-field-differs = { $namespace }의 { $kind } { $name }: { $path }의 값이 { $found }입니다. { $relation ->
    [equals] 요구된 값은 { $value }입니다
    [contains] { $value }{ PARTICLE($value, "이/가") } 들어 있어야 합니다
    [absent] 없어야 합니다
    [unsaid] 과제에 맞는 값이 아닙니다
   *[present] 있어야 합니다
  }.
diag-field-differs-absent = { $namespace }의 { $kind } { $name }: { $path } 필드가 없습니다. { $relation ->
    [equals] 요구된 값은 { $value }입니다
    [contains] { $value }{ PARTICLE($value, "이/가") } 들어 있어야 합니다
   *[present] 과제가 이것을 요구합니다
  }.
diag-secret-type = 시크릿 { $name }의 타입이 { $found }입니다. kubelet은 { $wanted } 타입에서만 풀 인증 정보를 읽습니다.
diag-secret-key = 시크릿 { $name }의 { $key } 키에 Docker 설정이 없습니다. 키가 없거나 값이 `auths`를 가진 JSON이 아닙니다.
diag-secret-registry = 시크릿 { $name }에 { $wanted } 항목이 없습니다. 있는 것: { $found }. 호스트와 포트가 모두 이미지 이름과 같아야 합니다.
diag-secret-user = 시크릿 { $name }의 인증 정보는 { $wanted }의 것이 아닙니다. 사용자가 "{ $found }"입니다.
diag-secret-user-password = 시크릿 { $name }에 있는 { $wanted }의 비밀번호가 과제에 적힌 것과 다릅니다.
diag-pull-unauthorized = { $pod }/{ $container }: 레지스트리가 { $image }{ PARTICLE($image, "을/를") } 내주지 않습니다: unauthorized.
diag-pull-not-found = { $pod }/{ $container }: 레지스트리에 { $image } 이미지가 없습니다.
diag-pull-unreachable = { $pod }/{ $container }: { $image }의 레지스트리에 연결할 수 없습니다.
diag-pull-invalid-name = { $pod }/{ $container }: { $image }{ PARTICLE($image, "은/는") } 올바른 이미지 이름이 아닙니다.
diag-pull-never = { $pod }/{ $container }: { $image }{ PARTICLE($image, "은/는") } 받을 수 없고(imagePullPolicy Never) 노드에도 쓸 수 있는 것이 없습니다.
diag-pull-succeeded = { $pod }/{ $container }: { $image }{ PARTICLE($image, "이/가") } 도착하지만 과제가 요구하는 방식이 아닙니다.
diag-pull-other = { $pod }/{ $container }: { $image }{ PARTICLE($image, "을/를") } 받지 못합니다.
diag-pull-other-secret = { $pod }/{ $container }: { $image }{ PARTICLE($image, "을/를") } 받을 때 시크릿 { $wanted }{ PARTICLE($wanted, "이/가") } 아닌 다른 인증 정보를 썼습니다: { $found }.
diag-start-waiting = { $pod }/{ $container }{ PARTICLE($container, "이/가") } 시작되지 않습니다: { $reason }. { $text }
diag-start-ended = { $pod }/{ $container }{ PARTICLE($container, "이/가") } 끝났습니다: { $reason }. { $text }
diag-start-waiting-later = { $pod }/{ $container }{ PARTICLE($container, "은/는") } 시작되지만 계속 실행되지 않습니다. { $after }초 뒤: { $reason }. { $text }
diag-start-ended-later = { $pod }/{ $container }{ PARTICLE($container, "은/는") } 시작되지만 계속 실행되지 않습니다. { $after }초 뒤에는 끝나 있습니다: { $reason }. { $text }
diag-effective-uid = { $pod }/{ $container }의 uid는 { $found }입니다. 요구된 것은 { $wanted }입니다.
diag-effective-non-root = { $pod }/{ $container }의 uid는 { $found }, 곧 root입니다.
diag-effective-gid = { $pod }/{ $container }의 gid는 { $found }입니다. 요구된 것은 { $wanted }입니다.
diag-effective-groups = { $pod }/{ $container }의 그룹은 { $found }입니다. { $wanted }에 속해야 합니다.
diag-effective-guard = { $pod }/{ $container }: runAsNonRoot의 최종 값은 { $found }입니다. 요구된 것은 { $wanted }입니다.
diag-effective-privileged = { $pod }/{ $container }: privileged 값이 { $found }입니다. 요구된 것은 { $wanted }입니다.
diag-effective-host-namespaces = 파드 { $pod }: { $field } 값이 { $found }입니다. 과제는 그 반대를 요구합니다. 이 필드가 true이면 파드가 노드의 네임스페이스를 함께 씁니다.
diag-effective-no-new-privs = { $pod }/{ $container }: no_new_privs 값이 { $found }입니다. 요구된 것은 { $wanted }입니다. `allowPrivilegeEscalation`이 이것을 정합니다.
diag-effective-read-only-root = { $pod }/{ $container }: 루트 파일시스템{ $found ->
    [true] 이 읽기 전용입니다
   *[false] 에 쓸 수 있습니다
  }. { $wanted ->
    [true] 읽기 전용이어야 합니다
   *[false] 쓸 수 있어야 합니다
  }.
diag-effective-capabilities = { $pod }/{ $container }: bounding 집합은 { $found }입니다. 요구된 것: { $wanted }.
diag-effective-capabilities-in-force = { $pod }/{ $container }: 실제로 쓸 수 있는 커패빌리티는 { $found }입니다. 요구된 것: { $wanted }.
diag-effective-seccomp = { $pod }/{ $container }: seccomp 프로파일이 { $found }입니다. 요구된 것은 { $wanted }입니다.
diag-effective-proc-mount = { $pod }/{ $container }: procMount 값이 { $found }입니다. 요구된 것은 { $wanted }입니다.
diag-run-differs = { $pod }에서 `{ $command }`: { $got }. 목표: { $wanted }.
diag-flow-leaked = { $src }{ PARTICLE($src, "이/가") } { $dst }의 { $port }에 닿습니다. 막혀야 합니다.{ $count ->
    [1] {""}
    [2] {" "}이렇게 열린 연결이 하나 더 있습니다.
   *[other] {" "}이렇게 열린 연결이 모두 { $count }개입니다.
  }
diag-flow-leaked-alone = { $policy }만 있으면 { $src }{ PARTICLE($src, "이/가") } { $dst }의 { $port }에 닿습니다. 과제는 이것을 이 정책에 맡기지 않았습니다.
diag-flow-missing-alone = { $policy }만 있으면 { $src }{ PARTICLE($src, "이/가") } { $dst }의 { $port }에 닿지 못합니다. 과제는 이것을 다른 정책이 아니라 이 정책에 맡겼습니다.
diag-flow-stranger = 네임스페이스 { $namespace }에 { $labels } 레이블의 파드가 생기면 { $other }의 { $port }에 닿습니다. 막혀야 합니다. 지금은 그런 파드가 없지만, 누구든 만들면 들어올 수 있습니다.
diag-flow-stranger-reached = 네임스페이스 { $namespace }에 { $labels } 레이블의 파드가 생기면 { $other }{ PARTICLE($other, "이/가") } 그 파드의 { $port }에 닿습니다. 막혀야 합니다. 지금은 그런 파드가 없지만, 누구든 만들면 연결됩니다.
diag-flow-stranger-port = 네임스페이스 { $namespace }에 { $labels } 레이블의 파드가 포트 하나를 { $port }{ PARTICLE($port, "이라고/라고") } 부르면 { $other }{ PARTICLE($other, "이/가") } 그 포트에 닿습니다. 막혀야 합니다. 지금은 그런 이름의 포트가 없지만, 누구든 그 이름을 쓰면 열립니다.
diag-flow-missing = { $src }{ PARTICLE($src, "이/가") } { $dst }의 { $port }에 닿지 못합니다. 열려야 합니다.{ $count ->
    [1] {""}
    [2] {" "}이렇게 막힌 연결이 하나 더 있습니다.
   *[other] {" "}이렇게 막힌 연결이 모두 { $count }개입니다.
  }
diag-selects-too-many = 정책 { $policy }{ PARTICLE($policy, "이/가") } { $extra }도 선택합니다.
diag-selects-too-few = 정책 { $policy }{ PARTICLE($policy, "이/가") } { $lacking }{ PARTICLE($lacking, "을/를") } 선택하지 않습니다.
diag-selects-nothing = 정책 { $policy }{ PARTICLE($policy, "이/가") } 아무 파드도 선택하지 않습니다. { $lacking }{ PARTICLE($lacking, "을/를") } 선택해야 합니다.
diag-workload-refused = { $kind } { $name }에 파드가 없습니다. 컨트롤러가 파드를 만들지 못합니다. { $text }
diag-workload-waiting = { $kind } { $name }: 파드는 있지만 실행되지 않습니다: { $reason }. { $text }
diag-workload-waiting-paused = { $kind } { $name }{ PARTICLE($name, "이/가") } 멈춰(paused) 있습니다. 그동안 컨트롤러는 바뀐 템플릿으로 파드를 만들지 않고, 있던 파드는 그대로입니다.
diag-workload-few = { $kind } { $name }{ PARTICLE($name, "은/는") } 파드를 { $reason }개 요청합니다. 과제는 더 많이 요구합니다.
diag-isolation-differs-open = { $pod }{ PARTICLE($pod, "은/는") } { $direction ->
    [Ingress] 인그레스
   *[Egress] 이그레스
  } 방향으로 격리되지 않았습니다. 그 방향은 누구에게나 열려 있습니다.
diag-isolation-differs-closed = { $policies } 때문에 { $pod }{ PARTICLE($pod, "이/가") } { $direction ->
    [Ingress] 인그레스
   *[Egress] 이그레스
  } 방향으로 격리되었습니다. 과제는 이것을 요구하지 않습니다.
diag-too-much-capabilities = { $pod }/{ $container }에 필요 없는 커패빌리티가 남아 있습니다: { $extra }.
diag-too-much-root = { $pod }/{ $container }{ PARTICLE($container, "은/는") } { $needed } 아래만이 아니라 어디에나({ $at }) 쓸 수 있습니다.
diag-too-much-host = { $pod }/{ $container }: { $at }에 쓰면 노드의 디스크에 쓰게 됩니다(hostPath). 필요한 것은 { $needed }뿐이고, 파드와 함께 사라지는 볼륨이면 됩니다.
diag-too-much-path = { $pod }/{ $container }{ PARTICLE($container, "은/는") } { $at } 아래에도 쓸 수 있습니다. 필요한 것은 { $needed }뿐입니다.

why-other-namespace = { $name }{ PARTICLE($name, "은/는") } 네임스페이스 { $found }에 있습니다. 이름은 자기 네임스페이스 안에서만 통합니다. 여기서는 `namespace: { $namespace }`{ PARTICLE($namespace, "을/를") } 써야 합니다.
why-other-kind = 그 이름을 가진 것은 { $found }입니다. 요구된 것은 { $kind } { $name }입니다.
why-other-name = 작성한 { $kind }의 이름은 { $found }입니다. 이름은 한 글자씩 { $name }{ PARTICLE($name, "과/와") } 비교합니다.
why-was-in-file = { $kind } { $name }{ PARTICLE($name, "은/는") } 처음에 { $file }에 있었습니다. 다시 넣거나 파일을 처음으로 되돌리십시오.
why-document-refused = { $file }의 { $kind } { $name }{ PARTICLE($name, "을/를") } 서버가 거부하여(첫 판정 참고) 만들어지지 않았습니다.
why-file-unreadable = { $file }{ PARTICLE($file, "을/를") } YAML로 읽을 수 없어(첫 판정 참고) 아직 아무것도 만들어지지 않았습니다.
why-no-such-object = 받아들여진 문서 가운데 { $namespace }에 { $kind } { $name }{ PARTICLE($name, "을/를") } 만드는 것이 없습니다.
why-origin = { $origin ->
    [container] 이 값은 컨테이너의 securityContext에서 옵니다. 파드의 값보다 우선합니다({ $field }).
    [pod] 이 값은 파드의 securityContext에서 옵니다({ $field }). 컨테이너에는 따로 정한 값이 없습니다.
    [image] 컨테이너도 파드도 { $field }{ PARTICLE($field, "을/를") } 정하지 않아 이미지가 정합니다.
    [namespace] { $field }{ PARTICLE($field, "은/는") } 네임스페이스가 정합니다.
    [runtime] { $field }{ PARTICLE($field, "은/는") } 컨테이너 런타임이 정합니다.
   *[default] 아무도 { $field }{ PARTICLE($field, "을/를") } 정하지 않아 기본값이 쓰입니다.
  }
why-rule-empty = { $policy }의 { $path }{ PARTICLE($path, "은/는") } 빈 규칙이고, 빈 규칙은 모두에게 모든 포트를 허용합니다. 규칙이 아예 없어야 아무도 허용하지 않습니다.
why-rule-any-port = { $policy }의 { $path }에는 포트 목록이 없어 모든 포트를 허용합니다. 한 규칙의 상대와 포트는 목록의 한 항목에 함께 씁니다.
why-rule-ports = { $policy }의 { $path }{ PARTICLE($path, "은/는") } { $port }도 허용합니다. 목록은 { $ports }입니다.
why-rule-any-peer = { $policy }의 { $path }에는 `{ $list }`{ PARTICLE($list, "이/가") } 없어 누구나 허용합니다. 한 규칙의 상대와 포트는 목록의 한 항목에 함께 씁니다.
why-peers-or = { $policy }의 { $path }{ PARTICLE($path, "이/가") } 허용합니다. 대시(-)마다 새 상대가 시작되고 상대끼리는 OR입니다. 함께 만족해야 하는 셀렉터는 한 항목에 씁니다.
why-peer-block = { $policy }의 { $path }{ PARTICLE($path, "이/가") } 허용합니다. 주소가 { $cidr } 안에 있습니다.
why-peer-namespace = { $policy }의 { $path }{ PARTICLE($path, "은/는") } namespaceSelector만 있어 맞는 네임스페이스의 모든 파드를 허용합니다.
why-peer-every-namespace = { $policy }의 { $path }{ PARTICLE($path, "은/는") } 빈 namespaceSelector라서 모든 네임스페이스에 미칩니다.
why-peer-local = { $policy }의 { $path }{ PARTICLE($path, "은/는") } podSelector만 있어 정책과 같은 네임스페이스 { $namespace }의 맞는 파드를 허용합니다.
why-peer-every-pod = { $policy }의 { $path }{ PARTICLE($path, "은/는") } 빈 podSelector라서 모든 파드를 허용합니다.
why-rule-admits = { $policy }의 { $path }{ PARTICLE($path, "이/가") } 허용합니다.
why-no-policy = { $pod }{ PARTICLE($pod, "을/를") } { $direction ->
    [Ingress] 인그레스
   *[Egress] 이그레스
  } 방향으로 격리하는 정책이 없습니다. 격리되지 않은 파드는 모두에게 열려 있습니다.
why-other-direction = 정책 { $policy }{ PARTICLE($policy, "은/는") } { $pod }{ PARTICLE($pod, "을/를") } 선택하지만 policyTypes에 { $direction }{ PARTICLE($direction, "이/가") } 없어 다른 방향만 격리합니다.
why-policy-namespace = 정책 { $policy }{ PARTICLE($policy, "은/는") } 자기 네임스페이스 { $namespace }의 파드만 선택합니다. { $pod }{ PARTICLE($pod, "은/는") } 다른 곳에 있습니다.
why-not-selected = 정책 { $policy }{ PARTICLE($policy, "은/는") } { $pod }{ PARTICLE($pod, "을/를") } 선택하지 않습니다. 요구하는 것은 { $selector }인데 파드에는 { $label }{ PARTICLE($label, "이/가") } 있습니다.
why-selector-empty = { $policy }의 빈 podSelector는 네임스페이스 { $namespace }의 모든 파드를 선택합니다. { $pod }도 그렇습니다.
why-selected = { $policy }의 podSelector가 { $pod }{ PARTICLE($pod, "과/와") } 맞습니다. 파드에는 { $label }{ PARTICLE($label, "이/가") } 있습니다. 정책은 podSelector가 가리키는 파드를 지킵니다.
why-no-rule = 정책 { $policy }{ PARTICLE($policy, "은/는") } { $pod }{ PARTICLE($pod, "을/를") } { $direction ->
    [Ingress] 인그레스
   *[Egress] 이그레스
  } 방향으로 격리하고, { $peer }{ PARTICLE($peer, "을/를") } 허용하는 규칙이 없습니다.
why-isolated = { $pod }{ PARTICLE($pod, "은/는") } { $policies } 때문에 { $direction ->
    [Ingress] 인그레스
   *[Egress] 이그레스
  } 방향으로 격리되었고, 이 연결을 허용하는 정책을 아직 쓰지 않았습니다.
why-peer-own-namespace = { $policy }의 { $path }{ PARTICLE($path, "은/는") } podSelector만 있어 정책과 같은 네임스페이스의 파드를 뜻합니다. { $peer }{ PARTICLE($peer, "은/는") } 다른 네임스페이스에 있습니다.
why-peer-label = { $policy }의 { $path }{ PARTICLE($path, "이/가") } 요구하는 것은 { $selector }인데 { $peer }에는 { $label }{ PARTICLE($label, "이/가") } 있습니다.
why-peer-other-block = { $policy }의 { $path }{ PARTICLE($path, "은/는") } { $selector } 안의 주소만 허용합니다. { $peer }의 주소는 거기에 없습니다. 서비스의 주소는 맞지 않습니다. 정책은 서비스 뒤의 파드를 봅니다.
why-peer-outside-block = { $policy }의 { $path }{ PARTICLE($path, "은/는") } { $selector } 안의 주소만 허용합니다. { $peer }{ PARTICLE($peer, "은/는") } 거기에 없습니다.
why-peer-outside = { $policy }의 { $path }{ PARTICLE($path, "은/는") } 파드를 선택합니다. { $peer }{ PARTICLE($peer, "은/는") } 파드가 아니므로 ipBlock만 맞을 수 있습니다.
why-port-name = { $policy }의 { $path }{ PARTICLE($path, "은/는") } 이름이 { $selector }인 포트를 허용합니다. { $dst }의 { $port }에는 그런 이름이 없습니다. 정책의 포트 이름은 containers[].ports에 있는 이름이고, 프로토콜도 같아야 합니다.
why-port-not-listed = { $policy }의 { $path }에는 { $port }{ PARTICLE($port, "이/가") } 아니라 { $ports }{ PARTICLE($ports, "이/가") } 있습니다. 포트는 서비스가 아니라 파드의 포트입니다.

compare-flow = { $whose } 연결은 작성한 정책에서는 { $yours }, 기준 답안에서는 { $reference }입니다.
compare-uid = { $whose }의 uid는 { $yours }, 기준 답안에서는 { $reference }입니다.
compare-gid = { $whose }의 gid는 { $yours }, 기준 답안에서는 { $reference }입니다.
compare-groups = { $whose }의 그룹은 { $yours }, 기준 답안에서는 { $reference }입니다.
compare-capabilities = { $whose }{ PARTICLE($whose, "이/가") } 쓸 수 있는 커패빌리티는 { $yours }, 기준 답안에서는 { $reference }입니다.
compare-read-only-root = { $whose }: 읽기 전용 루트 파일시스템 { $yours }, 기준 답안에서는 { $reference }.
compare-no-new-privs = { $whose }: no_new_privs { $yours }, 기준 답안에서는 { $reference }.
compare-privileged = { $whose }: privileged { $yours }, 기준 답안에서는 { $reference }.
compare-seccomp = { $whose }: seccomp { $yours }, 기준 답안에서는 { $reference }.
compare-credential = { $whose }{ PARTICLE($whose, "은/는") } { $yours }의 인증 정보로 이미지를 받고, 기준 답안에서는 { $reference }의 것으로 받습니다.
check-answer = 질문에 답했습니다.
diag-answer-missing = 아직 답하지 않았습니다.
diag-answer-missing-row = “{ $row }” 줄에 아직 답하지 않았습니다. { $all }줄 가운데 { $right }줄이 맞습니다.
diag-answer-wrong = 고른 답 “{ $given }”: 실제와 다릅니다.
diag-answer-wrong-row = “{ $row }” 줄의 답 “{ $given }”: 실제와 다릅니다. { $all }줄 가운데 { $right }줄이 맞습니다.
diag-answer-extra = “{ $given }”: 여기에 들어가지 않습니다.
diag-answer-left-out = 고른 것은 맞지만 빠진 것이 있습니다.
diag-answer-order = 고른 것은 모두 맞지만 순서가 다릅니다.
diag-answer-twice = 같은 선택지가 두 번 있습니다. 한 번씩만 적으십시오.
diag-answer-unknown = “{ $given }”: 선택지에 없는 말입니다. 선택지는 { $choices }입니다.
diag-answer-form = 답의 형식이 다릅니다. 파일에서 바로 위 줄이 형식을 보여 줍니다.
diag-answer-unreadable = { $file }{ PARTICLE($file, "을/를") } YAML로 읽을 수 없어 답을 찾지 못합니다. 고치거나 처음 파일에서 다시 시작하십시오.
question-heading = 질문
question-how = `answers.yaml`에 질문마다 선택지의 낱말로 답하십시오. 답하기 전에는 아무것도 설명하지 않습니다.
question-choice = 다음 가운데 하나:
question-class = 줄마다 다음 가운데 하나:
question-set = 해당하는 것을 모두 목록으로, 없으면 `[]`:
question-order = 올바른 순서의 목록으로, 없으면 `[]`:
question-no-choice = 사실 { $fact }의 값은 `{ $found }`인데 이를 나타내는 선택지가 없습니다. 선택지를 추가하십시오.
question-no-fact = 시뮬레이터는 { $fact }{ PARTICLE($fact, "을/를") } 알 수 없습니다. 시뮬레이터가 아는 것을 물으십시오.
