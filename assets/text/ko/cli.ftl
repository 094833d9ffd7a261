# The command line. `command-<path>` is a command's own line in the help, its attributes are its flags.

cli-error = cofferdam: { $message }
cli-see-help = `{ $command } --help`를 참고하십시오.
cli-did-you-mean = 혹시 { $names }입니까?
cli-valid-values = 가능한 값: { $names }.
cli-unknown-argument = { $arg }: 여기에는 그런 인수가 없습니다.
cli-unknown-command = { $name }: 그런 명령이 없습니다.
cli-value-missing = { $arg }: 값이 빠졌습니다.
cli-value-number = { $arg }: { $value }{ PARTICLE($value, "은/는") } 쓸 수 있는 정수가 아닙니다
cli-format-elsewhere = --format { $format }{ PARTICLE($format, "은/는") } `cofferdam { $command }`에서만 씁니다. 다른 명령은 human, json, linear로 답합니다.
cli-value-invalid = { $arg }: { $value } 값은 맞지 않습니다
cli-argument-missing = 빠진 인수: { $arg }.
cli-argument-conflict = { $arg }{ PARTICLE($arg, "과/와") } { $other }{ PARTICLE($other, "은/는") } 함께 쓸 수 없습니다.
cli-subcommand-missing = 이 명령 뒤에 하위 명령이 빠졌습니다.
cli-unknown-language = { $lang }: 그런 언어가 없습니다. 있는 언어: { $known }.
cli-no-terminal = 콘솔에는 터미널이 필요한데 여기는 터미널이 아닙니다. `cofferdam list` 같은 명령을 쓰거나 터미널에서 시작하십시오.
cli-no-console = 이 빌드에는 콘솔이 없습니다("tui" 기능 없이 만들어졌습니다). 명령은 모두 됩니다. `cofferdam --help`를 참고하십시오.
cli-config-invalid = { $file }: 설정 파일을 쓸 수 없습니다: { $error }. 쓸 수 있는 키: lang, color, pack.
cli-file-missing = { $file }: 그런 파일이나 폴더가 없습니다. 이름과 현재 위치를 확인하십시오.
cli-file-denied = { $file }: 권한이 없습니다. 파일의 모드와 소유자를 확인하십시오.
cli-file-is-folder = { $file }: 폴더입니다. 파일이 필요합니다.
cli-file-under-file = { $file }: 경로의 한 부분이 폴더가 아니라 파일입니다.
cli-disk-full = { $file }: 디스크가 가득 찼습니다. 공간을 비우고 다시 하십시오.
cli-disk-read-only = { $file }: 파일시스템이 읽기 전용입니다. 다른 폴더를 고르십시오.
cli-file-trouble = { $file }: { $error }.
cli-bug = cofferdam: 학습자의 작업이 아니라 cofferdam의 버그입니다. 작업은 저장되어 있습니다.
    { $summary }
    보고서는 { $file }에 있습니다. 매니페스트는 들어 있지 않으니 이슈에 첨부해 주십시오.
cli-bug-unsaved = cofferdam: 학습자의 작업이 아니라 cofferdam의 버그이며, 보고서를 디스크에 쓰지 못했습니다. 내용은 다음과 같습니다.
    { $summary }

cli-heading-usage = 사용법:
cli-heading-commands = 명령
cli-heading-arguments = 인수
cli-heading-options = 옵션
cli-heading-examples = 예:

command = 터미널에서 익히는 쿠버네티스 보안: 풀 시크릿, 시큐리티 컨텍스트, 네트워크폴리시. 명령 없이 실행하면 콘솔이 열립니다.
    .format = 답을 쓰는 방식. linear는 화면 낭독기용입니다
    .linear = --format linear와 같습니다. 명령 없이 쓰면 콘솔 화면 대신 대화로 진행합니다
    .lang = 언어
    .color = 색. NO_COLOR와 CLICOLOR_FORCE를 따릅니다
    .config = 설정 파일
    .quiet = stderr에 오류만 씁니다
    .verbose = 더 자세히 말합니다
    .help = 도움말을 출력합니다
    .version = 버전을 출력합니다
    .files = 매니페스트: 파일, 폴더 또는 -
    .namespace = kubectl 컨텍스트의 네임스페이스
    .k8s-version = 쿠버네티스 버전
    .world = 매니페스트가 말하지 않는 클러스터의 사실
    .seed = 변형의 번호: 같은 내용에 이름만 새로 붙입니다
    .ports = 물어볼 포트. 여러 번 쓸 수 있습니다
    .externals = 함께 따질 클러스터 밖의 주소. 여러 번 쓸 수 있습니다
command-completions = 셸의 자동 완성 스크립트를 출력합니다
    .shell = 셸
command-man = 매뉴얼 페이지를 출력합니다
command-help = 명령을 설명합니다
    .command = 명령

cli-file-large = { $file }: { $limit } MiB보다 커서 매니페스트로 볼 수 없습니다. 나누거나 필요한 파일만 지정하십시오.
cli-file-binary = { $place }: 텍스트(UTF-8)가 아닙니다. 압축 파일이나 이미지가 아니라 매니페스트인지 확인하십시오.
cli-folder-empty = { $folder }: 이 폴더에는 매니페스트(*.yaml, *.yml, *.json)가 없습니다.
cli-folder-deep = { $folder }: 폴더가 너무 깊습니다. 링크가 자기 자신으로 돌아오는지 확인하십시오.
cli-version-unknown = { $version }: 규칙을 아는 쿠버네티스 버전이 아닙니다. { $oldest }부터 { $newest }까지 있습니다.
cli-pss-unknown = { $level }: 파드 시큐리티 표준이 아닙니다. privileged, baseline, restricted 중 하나를 쓰고 필요하면 버전을 붙이십시오: restricted:v1.34.
cli-content-broken = 레슨과 시나리오를 읽을 수 없습니다.
    { $errors }
cli-no-variant = { $id }: 이 번호의 새 이름은 이 시나리오에 맞지 않습니다. 다른 번호를 고르십시오.
cli-no-scenario = { $id }: 그런 시나리오가 없습니다. `cofferdam list scenarios`로 모두 볼 수 있습니다.
cli-scenario-no-lesson = { $id }{ PARTICLE($id, "은/는") } 레슨이 아니라 시나리오입니다. 과제와 레슨은 `cofferdam show { $id }`로 볼 수 있습니다.
cli-no-lesson = { $id }: 그런 레슨이 없습니다. `cofferdam list lessons`로 모두 볼 수 있습니다.
cli-lesson-no-scenario = { $id }{ PARTICLE($id, "은/는") } 시나리오가 아니라 레슨입니다. `cofferdam read { $id }`로 읽고 그 시나리오를 확인하십시오.

cli-list-module = 모듈 { $module }
cli-list-minutes = { $minutes }분
cli-list-read = { $minutes }분 · { $percent } % 읽음
cli-list-scenario = { $kind } · { $minutes }분 · { $points }점
cli-list-passed = 통과, 최고 { $best }점
cli-list-tried = 시도함, 최고 { $best }점
cli-list-started = 시작함
cli-next = { $id } { $title }: { $because }
cli-next-how = `cofferdam { $command } { $id }`{ PARTICLE($id, "을/를") } 실행하십시오.
cli-review-nothing = 오늘 다시 볼 것이 없습니다.
cli-review-no-item = { $item }: 그런 문항이 없습니다. `cofferdam review`와 `cofferdam placement`가 있는 문항을 보여 줍니다.
cli-review-right = 맞습니다.
cli-review-wrong = 틀렸습니다. 내일 다시 나옵니다.
cli-placement-how = 문항마다 `cofferdam placement ITEM true`, `false` 또는 `unknown`으로 답하십시오. 맞히면 문항이 몇 개 더 나옵니다. 레슨 자신의 문항을 맞혀야 아는 레슨으로 칩니다.
cli-placement-more = 이어지는 문항:
cli-list-nothing = 조건에 맞는 것이 없습니다. 조건을 하나 빼거나 `cofferdam list`만 실행하십시오.
cli-list-lesson-linear = 레슨 { $id }: { $title }. 모듈 { $module }, { $minutes }분, { $percent }퍼센트 읽음.
cli-list-scenario-linear = 시나리오 { $id }: { $title }. 레슨 { $lesson }: { $note }.
cli-read-next = 연습: { $ids }
cli-show-about = { $kind } · 레슨 { $lesson } · { $minutes }분 · { $points }점
cli-show-place = 네임스페이스 { $namespace }. 파일: { $files }.
cli-show-start = `cofferdam start { $id }`로 파일을 받아 쓰던 편집기로 고칠 수 있습니다.
cli-start-exists = { $files }: 이미 있어서 아무것도 쓰지 않았습니다. 처음부터 하려면 --force를, 다른 폴더에 쓰려면 --dir를 쓰십시오.
cli-start-next = 파일을 고친 다음 `cofferdam check { $id } --dir { $dir }`를 실행하십시오.
cli-hint-none = { $id }에는 힌트가 없습니다.
cli-hint-free = 힌트 { $number }/{ $count }. 무료입니다.
cli-hint-cost = 힌트 { $number }/{ $count }. 이제 통과하면 { $points }점 중 많아야 { $left }점입니다.
cli-hint-again = 힌트 { $count }개 중 마지막 힌트를 다시 보여 드립니다. 통과하면 그대로 { $points }점 중 많아야 { $left }점입니다.
cli-hint-ask = 힌트 { $number }{ PARTICLE($number, "을/를") } 보면 점수가 깎여 { $points }점 중 많아야 { $left }점이 남습니다. 보시겠습니까? [y/N]
cli-hint-confirm = 힌트 { $number }{ PARTICLE($number, "을/를") } 보면 점수가 깎여 { $points }점 중 많아야 { $left }점이 남습니다. 그래도 보려면 `cofferdam hint { $id } --yes`를 실행하십시오.
cli-solution-ask = { $id }{ PARTICLE($id, "을/를") } 아직 통과하지 않았습니다. 답을 보면 초기화하기 전까지 점수를 모두 잃습니다. 보시겠습니까? [y/N]
cli-solution-yes = 예
cli-solution-confirm = { $id }{ PARTICLE($id, "을/를") } 아직 통과하지 않았고, 답을 보면 초기화하기 전까지 점수를 모두 잃습니다. 그래도 보려면 --yes를 붙이십시오.
cli-validate-fixed = { $file }: { $count }군데를 고쳤습니다.
cli-validate-accepted = { $file }, { $line }행: { $object }: 받아들여집니다.
cli-validate-refused = { $file }, { $line }행: { $object }: 거부됩니다.
cli-validate-dockerfile = Dockerfile은 매니페스트가 아닙니다. 빌드하지 않고 `docker build --check`처럼 봅니다.
cli-validate-summary = 문서 { $documents }개 중 { $accepted }개가 받아들여지고, 지적은 { $findings }건입니다.

command-list = 레슨과 시나리오를 진도와 함께 보여 줍니다
    .what = 둘 중 하나만
    .module = 이 모듈만
    .exam = 이 시험에 도움이 되는 시나리오만
    .kind = 이 종류의 시나리오만
    .minutes = 이 시간 안에 끝나는 것만
command-next = 다음에 할 일 하나를 이유와 함께 권합니다
    .module = 이 모듈에서만
    .exam = 이 시험에 도움이 되는 시나리오만
    .kind = 이 종류의 시나리오만
    .minutes = 이 시간 안에 끝나는 것만
command-review = 틀렸던 것 가운데 오늘 다시 볼 것(1일, 3일, 7일 뒤)을 보여 줍니다. 답을 주면 맞는지 알려 줍니다
    .item = 문항, 예: L07/3
    .answer = 그 말이 맞는지
command-placement = 이미 아는 것을 찾는 여섯 문항을 보여 줍니다. 답을 주면 맞는지 알려 줍니다
    .item = 문항, 예: L06/3
    .answer = 그 말이 맞는지
command-read = 레슨을 보여 줍니다
    .lesson = 레슨 ID. 예: L13
command-show = 과제나 레슨을 보여 줍니다
    .id = ID. 예: E03
command-start = 쓰던 편집기로 고칠 수 있게 시나리오의 파일을 폴더에 씁니다
    .id = 시나리오 ID
    .dir = 폴더. 없으면 현재 폴더 아래 ID 이름의 폴더
    .force = 이미 있는 파일에 덮어씁니다
command-hint = 다음 힌트와 그 비용을 보여 줍니다
    .id = 시나리오 ID
    .yes = 점수가 깎이더라도 묻지 않고 봅니다
command-solution = 기준 답안을 보여 줍니다
    .id = 시나리오 ID
    .yes = 통과하기 전이라도 점수를 모두 걸고 봅니다
command-validate = 매니페스트에 대해 API 서버가 무엇이라고 답할지 알려 줍니다
    .files = 파일, 폴더(하위 폴더까지) 또는 표준 입력을 뜻하는 -
    .k8s-version = API 서버 버전
    .namespace = kubectl 컨텍스트의 네임스페이스
    .pss = 강제할 파드 시큐리티 표준: privileged, baseline, restricted
    .fix = 확실한 수정을 파일에 적용합니다

cli-world-invalid = 세계(world) 파일을 쓸 수 없습니다: { $error }
cli-refused = { $place }: 매니페스트가 거부됩니다.
cli-no-pods = 이 매니페스트에는 파드도, 파드를 만드는 워크로드도 없습니다.
cli-no-pod = { $pod }: 이 매니페스트에는 그런 파드가 없습니다. 이름과 --namespace를 확인하십시오.
cli-effective-container = 파드 { $pod }, 컨테이너 { $container }
cli-effective-init = 파드 { $pod }, 초기화 컨테이너 { $container }
cli-effective-origin = 출처: { $origin }
cli-effective-linear = { $name }: { $value }, 출처 { $origin }.
cli-effective-linear-plain = { $name }: { $value }.
cli-why-pod = 파드 { $pod }: { $phase }
cli-why-workload = { $kind } { $name }: 파드 없음
cli-why-container = 컨테이너 { $container }: { $state }, 재시작 { $restarts }번
cli-why-exit = 종료 코드는 { $code }입니다.
cli-why-no-exit = 명령이 끝까지 실행되지 않았습니다.
cli-why-not-simulated = 이 명령이 하는 일은 시뮬레이션하지 않습니다.
cli-credentials-for = kubelet은 { $image }의 인증 정보를 { $repository }{ PARTICLE($repository, "으로/로") } 찾습니다.
cli-credentials-none = 맞는 인증 정보가 없어서 인증 정보 없이 요청합니다.
cli-credentials-try = { $number }. 시크릿 { $secret }의 사용자 { $username }, 항목 { $key }.
cli-netpol-address = { $address }: IP 주소가 아닙니다.
cli-netpol-port = { $port }: 포트가 아닙니다. 1부터 65535까지의 숫자를 쓰고 필요하면 /TCP, /UDP, /SCTP를 붙이십시오.
cli-netpol-no-port = 포트를 선언한 파드도, 포트를 말하는 정책도 없습니다. --port 80처럼 고르십시오.
cli-netpol-no-pods = 이 매니페스트에는 파드가 없습니다. 표를 그리려면 정책이 말하는 파드의 파일도 -f로 지정하십시오.
cli-netpol-no-pod = { $id }: 이 매니페스트에는 그런 파드가 없습니다. 네임스페이스/이름이나 IP 주소로 쓰십시오.
cli-netpol-none = 이 매니페스트에는 네트워크폴리시가 없습니다.
cli-netpol-count = 흐름 { $flows }개 중 { $open }개가 열려 있습니다.
cli-netpol-open = { $src }에서 { $dst }의 { $port } 포트로 연결할 수 있습니다{ $count ->
        [0] . 관여하는 정책이 없습니다
       *[other] . 결정한 정책: { $policies }
    }.
cli-netpol-blocked = { $src }에서 { $dst }의 { $port } 포트로 연결할 수 없습니다. 결정한 정책: { $policies }{ $count ->
        [1] {""}
       *[other] {" "}(함께)
    }.
cli-netpol-port-title = 포트 { $port }: 왼쪽이 위쪽에 닿는지
cli-netpol-legend = ✓ 열림 · ✗i 목적지의 인그레스가 막음 · ✗e 출발지의 이그레스가 막음 · ✗ei 둘 다 막음
cli-netpol-reaches = { $src }{ PARTICLE($src, "이/가") } { $port }에서 닿는 곳: { $count ->
        [0] 없음
       *[other] { $open }
    }.
cli-netpol-opened = 이제 { $src }에서 { $dst }의 { $port } 포트로 연결할 수 있습니다.
cli-netpol-closed = 이제 { $src }에서 { $dst }의 { $port } 포트로 연결할 수 없습니다.
cli-netpol-ends = 어떤 연결인지 쓰십시오: SRC DST PORT, 예를 들면 web db 6379.
cli-netpol-undefined = { $pods }{ PARTICLE($pods, "은/는") } 노드의 네트워크(hostNetwork)를 씁니다. 이런 트래픽에 네트워크폴리시가 무엇을 하는지는 { $count ->
       *[other] 정해져 있지 않습니다.
    }
cli-netpol-same = 둘의 뜻이 같습니다. 다른 흐름이 없습니다.

command-effective = 각 컨테이너의 최종 시큐리티 컨텍스트와 값마다 그 출처를 보여 줍니다
command-credentials = 이미지에 어떤 풀 인증 정보가 어떤 순서로, 왜 쓰일지 보여 줍니다
    .image = 파드에 쓴 그대로의 이미지
    .namespace = 파드의 네임스페이스
    .pod = imagePullSecrets를 따질 파드. 없으면 네임스페이스의 모든 시크릿
command-why = 파드가 왜 지금 상태가 되었는지, 파드 안의 명령이 왜 그렇게 답하는지 설명합니다
    .pod = 파드 이름. 쓰지 않으면 매니페스트의 모든 파드
    .namespace = 파드의 네임스페이스
    .container = 명령을 실행할 컨테이너. 쓰지 않으면 파드의 첫 컨테이너
    .command = 설명할 명령. kubectl exec가 실행하는 그대로 씁니다
command-netpol = 네트워크폴리시의 뜻을 보여 줍니다
command-netpol-matrix = 누가 누구에게 닿는지 포트마다 표로 보여 줍니다
command-netpol-flows = 모든 출발지, 목적지, 포트를 나열합니다
command-netpol-why = 한 연결이 왜 열려 있거나 막혀 있는지 말합니다
    .src = 네임스페이스/이름으로 쓴 파드 또는 IP 주소
    .dst = 네임스페이스/이름으로 쓴 파드 또는 IP 주소
    .at = 목적지의 포트
command-netpol-diff = 두 묶음의 매니페스트를 모든 흐름에 대해 비교합니다
    .files = 이전 매니페스트: 파일, 폴더 또는 -
    .after = 이후 매니페스트
command-netpol-describe = 정책을 kubectl의 말로 설명합니다
command-kubectl = 시뮬레이션된 클러스터에서 kubectl 명령 하나를 실행합니다
    .files = 클러스터를 이루는 매니페스트
    .world = 매니페스트가 말하지 않는 클러스터의 사실
    .scenario = 이 시나리오의 클러스터에 저장된 내 파일을 적용한 것
    .arguments = kubectl이라는 말 뒤에 올 것
cli-check-folder = 채점한 것: { $dir }의 파일.
cli-check-saved = 채점한 것: 콘솔이 저장한 { $id }의 파일. 직접 만든 파일은 --dir로 지정하십시오.
cli-check-start = 채점한 것: { $id }의 시작 파일. 아직 저장된 것이 없습니다. 직접 만든 파일은 --dir로 지정하십시오.
cli-check-no-folder = { $dir }: 그런 폴더가 없습니다. `cofferdam start { $id } --dir { $dir }`로 시작 파일과 함께 만들 수 있습니다.
cli-check-no-file = { $file }: { $id }의 이 파일이 없습니다. `cofferdam start { $id } --dir { $dir }`로 다시 쓸 수 있습니다.
cli-check-other-files = 함께 채점한 것: { $files }. { $id }에는 없는 파일이지만, 폴더 전체를 `kubectl apply -f`로 적용할 때처럼 그 안의 내용도 답으로 칩니다.
cli-check-without-files = 폴더에 없어서 빼고 채점한 것: { $files }.
cli-check-unchanged-files = 폴더에 없어서 시작 때의 것으로 채점한 것: { $files }.
cli-check-passed = { $id } { $title }: 통과했습니다. { $points }점 중 { $score }점.
cli-check-failed = { $id } { $title }: 아직 통과하지 못했습니다. { $points }점 중 { $score }점.
cli-check-cost = 힌트나 답을 보아 점수의 { $cost } %가 빠졌습니다.
cli-check-will-count = 통과하면 { $points }점 중 { $worth }점으로 계산합니다. 힌트나 답을 보아 점수의 { $cost } %가 빠집니다.
cli-check-would-happen = 실행하면 일어날 일
cli-check-wanted = 목표: { $wanted }
cli-check-linear-passed = 통과, { $weight }퍼센트: { $message }
cli-check-linear-failed = 실패, { $weight }퍼센트: { $message }
cli-check-linear-skipped = 건너뜀, { $weight }퍼센트: { $message }
cli-check-linear-place = { $file }, { $line }행 { $column }열을 보십시오.
cli-watch-waiting = { $dir }에 다음 저장을 기다립니다. Ctrl-C로 끝냅니다.

command-check = 파일을 채점합니다
    .id = 시나리오 ID
    .dir = 파일이 있는 폴더. 없으면 시나리오 이름의 폴더나 콘솔이 저장한 것
    .cluster = 실제 클러스터에서 판정을 확인합니다
    .context = 사용할 kubeconfig 컨텍스트
    .kubeconfig = kubeconfig 파일. 없으면 KUBECONFIG나 ~/.kube/config
    .yes = 묻지 않고 이 컨텍스트를 사용하고 기억합니다
command-watch = 통과할 때까지 저장할 때마다 채점합니다
    .id = 시나리오 ID
    .dir = 파일이 있는 폴더. 없으면 시나리오 이름의 폴더

cli-explain-parent = 어떤 필드가 있는지는 `cofferdam explain { $path }`로 볼 수 있습니다.
cli-explain-unknown = { $name }: 그런 이름의 필드도, 규칙도, 검사도 없습니다. 필드 경로는 종류로 시작합니다: pod.spec.securityContext.
cli-validate-document = 문서 { $document }

command-explain = 필드나 규칙, 검사를 설명합니다
    .name = pod.spec.securityContext 같은 필드 경로, 또는 규칙이나 검사의 ID
    .k8s-version = 쿠버네티스 버전
cli-netpol-standing = 어떤 파드도 선언하지 않고 어떤 정책도 말하지 않는 포트는 그런 나머지 포트를 모두 대신합니다.

cli-pack-findings = { $count ->
        [0] 계약을 모두 지킵니다.
       *[other] 지적 { $count }건.
    }
cli-pack-id = { $id }: ID는 E20처럼 대문자 하나와 숫자 둘입니다.
cli-pack-exists = { $folder }: 이미 있어서 아무것도 쓰지 않았습니다. 다른 ID나 폴더를 고르십시오.
cli-pack-empty = { $dir }: 팩이 없습니다. 파일이 든 `lessons` 폴더도 `scenarios` 폴더도 없습니다.
cli-pack-next = 파일을 채운 다음 `cofferdam pack lint { $dir }`를 실행하십시오.

command-pack = 저자용: 레슨과 시나리오를 점검하고 만들고 미리 봅니다
command-pack-lint = 팩이 콘텐츠 계약을 지키는지 점검합니다
    .dir = 팩 폴더. 없으면 프로그램에 들어 있는 레슨과 시나리오
    .seeds = 번호 1부터 N까지의 변형을 대신 검사합니다
command-pack-new = 새 시나리오의 파일을 만듭니다
    .id = 새 시나리오 ID
    .dir = 팩 폴더. 없으면 현재 폴더
    .kind = write(기본값)는 매니페스트가 답인 시나리오, predict는 시뮬레이터가 정답을 계산하는 질문
command-pack-schema = 저자의 편집기를 위해 scenario.yaml이나 lesson.yaml의 JSON Schema를 출력합니다
    .page = 어느 파일
command-pack-preview = 팩의 과제나 레슨을 학습자가 볼 모습으로 보여 줍니다
    .id = ID
    .dir = 팩 폴더
command-exam = 시험 규칙대로 시험지를 치릅니다: 시드로 뽑고, 시간을 재고, 부분 점수로 채점합니다
    .examples =
        cofferdam exam new half --exam cka --seed 7
        cofferdam exam show 1 --dir paper
        cofferdam exam submit --dir paper
command-exam-new = 시험지를 뽑습니다. 시계는 첫 과제를 보여 줄 때 시작합니다
    .blueprint = full(과제 17개, 120분), half(8개, 60분), sprint(4개, 25분. 기본값)
    .exam = 과제의 비율과 합격 기준을 따를 시험. 없으면 cka
    .topic = 이 주제만: network, security-context, images, admission 또는 시나리오의 태그
    .seed = 시험지의 번호: 번호가 같으면 누구에게나 같은 시험지입니다
command-exam-list = 시험지들과 영역마다 준비된 정도를 보여 줍니다
command-exam-show = 시험지의 과제를 보여 줍니다. 첫 과제가 시계를 시작합니다
    .number = 과제의 번호. 없으면 마지막에 본 과제
    .paper = 시험지의 이름. 없으면 치르는 중인 것
    .dir = 이 폴더 안 번호 폴더에 과제의 파일을 씁니다. 이미 있으면 그대로 둡니다
command-exam-submit = 시험지를 제출하고 채점해서 채점표를 보여 줍니다
    .paper = 시험지의 이름. 없으면 치르는 중인 것
    .dir = `exam show --dir`로 쓴 폴더. 없으면 콘솔이 저장한 것
    .yes = 시간이 남아도 묻지 않고 제출합니다
command-exam-report = 채점표를 보여 줍니다. 합격이면 0으로 끝납니다
    .paper = 시험지의 이름. 없으면 마지막 것
cli-exam-drawn = { $paper }: 과제 { $tasks }개, { $minutes }분, 합격 { $pass } %, 표식 { $fingerprint }
cli-exam-task = 과제 { $number }: { $weight } %, { $domain }
cli-exam-how = 시계는 첫 과제와 함께 시작합니다. 콘솔을 열거나(홈에서 x) `cofferdam exam show 1 --paper { $paper } --dir paper`를 실행하십시오. 시험에 관한 사실은 { $checked } 기준입니다. 시험 기관과 무관한 독립 프로젝트이며 실제 시험 문제는 없습니다.
cli-exam-none = 아직 뽑은 시험지가 없습니다: `cofferdam exam new`.
cli-exam-no-paper = { $id }: 그런 시험지가 없습니다. `cofferdam exam list`로 볼 수 있습니다.
cli-exam-running = { $paper }{ PARTICLE($paper, "을/를") } 치르는 중이고 { $left } 남았습니다. 먼저 제출하십시오: `cofferdam exam submit`.
cli-exam-over = { $paper }{ PARTICLE($paper, "은/는") } 끝났습니다. 과제는 채점표와 함께 볼 수 있습니다: `cofferdam exam report { $paper }`.
cli-exam-ended = { $paper }{ PARTICLE($paper, "은/는") } 이미 제출했습니다: `cofferdam exam report { $paper }`.
cli-exam-not-begun = { $paper }{ PARTICLE($paper, "은/는") } 아직 시작하지 않았습니다. `cofferdam exam show 1`이 첫 과제를 보여 주고 시계를 시작합니다.
cli-exam-no-task = 과제 { $number }{ PARTICLE($number, "은/는") } 없습니다. 이 시험지의 과제는 { $tasks }개입니다.
cli-exam-head = 과제 { $number }/{ $tasks }, { $weight } %, 남은 시간 { $left }
cli-exam-confirm = { $paper }에 { $left } 남았고 여기서는 물어볼 수 없습니다. --yes로 제출하십시오.
cli-exam-ask = { $paper }에 { $left } 남았습니다. 제출합니까? 그다음에는 아무것도 바꿀 수 없습니다. (y/N)
cli-exam-again = 과제 { $number } 다시, 같은 내용에 새 이름: cofferdam start { $id }
cli-exam-asked = { $id }{ PARTICLE($id, "은/는") } 시계가 가고 있는 { $paper }의 과제입니다. 먼저 제출하십시오: `cofferdam exam submit`.

cli-pack-one-folder = 한 번에 폴더 하나만 내보낼 수 있습니다. 그 안의 레슨이나 시나리오는 ID로 고르십시오.
cli-pack-no-id = { $id }: 이 팩에 그런 레슨이나 시나리오가 없습니다.
cli-pack-no-archive-there = { $file }: 팩이 아닌 파일이 이미 있어 쓰지 않았습니다. 다른 파일을 고르십시오.
cli-pack-exported = { $place }: 레슨 { $lessons }개, 시나리오 { $scenarios }개, { $kib } KiB
cli-pack-imported = { $place }: 레슨 { $lessons }개, 시나리오 { $scenarios }개, 압축 파일 { $kib } KiB
cli-pack-needs = 프로그램 { $program } 이상이 필요합니다. 클러스터로 확인하려면 다음 이미지가 필요합니다: { $images }
cli-pack-use = 이 팩으로 학습하려면 COFFERDAM_PACK={ $dir } cofferdam을 실행하거나 설정 파일에 `pack: { $dir }`{ PARTICLE($dir, "을/를") } 적으십시오.
archive-broken = `cofferdam pack export`로 만든 팩이 아니거나 복사하다가 잘렸습니다: { $error }. 다시 복사하고 SHA-256을 비교하십시오.
archive-large = 팩 파일은 5 MiB를 넘을 수 없습니다.
archive-large-file = 팩에 들어갈 수 있는 파일의 크기(2 MiB)를 넘습니다. 아무것도 풀지 않았습니다.
archive-many-files = 팩에 들어갈 수 있는 파일 수(10 000개)를 넘습니다. 아무것도 풀지 않았습니다.
archive-no-contents = 목차(pack.json)가 맨 앞에 없습니다. 아무것도 풀지 않았습니다.
archive-not-ours = 팩의 목차가 아닙니다. 아무것도 풀지 않았습니다.
archive-newer = 이 팩에는 프로그램 { $needed } 이상이 필요하며 지금은 { $own }입니다. 프로그램을 업데이트하십시오.
archive-path = 팩 밖으로 나가거나 모든 시스템에서 쓸 수 없는 이름입니다. 아무것도 풀지 않았습니다.
archive-twice = 같은 이름이 두 번 있습니다(대소문자만 다를 수 있습니다). 아무것도 풀지 않았습니다.
archive-link = 링크입니다. 팩에는 파일만 들어갑니다. 아무것도 풀지 않았습니다.
archive-special = 파일이 아닙니다. 팩에는 파일만 들어갑니다. 아무것도 풀지 않았습니다.
archive-executable = 프로그램으로 실행할 수 있는 파일입니다. 팩에는 글만 들어갑니다. 아무것도 풀지 않았습니다.
archive-binary = 글(UTF-8)이 아닙니다. 팩에는 글만 들어갑니다. 아무것도 풀지 않았습니다.
archive-differs = 파일이 목차와 다릅니다. 팩이 바뀌었습니다. 아무것도 풀지 않았습니다.

command-pack-export = 팩을 검사하고 파일 하나로 씁니다. 같은 팩이면 파일도 같습니다
    .what = 팩의 폴더, 레슨이나 시나리오의 ID, 또는 둘 다. 없으면 지금 쓰는 팩. 레슨에는 그 시나리오가 모두 따라갑니다
    .out = 쓸 파일(예: class.tar.gz)
command-pack-import = 파일 하나로 받은 팩을 검사하고 풉니다
    .file = `pack export`로 만든 파일
    .dir = 새 폴더. 없으면 파일 이름을 따름
