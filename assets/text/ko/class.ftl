# 수업: 결과 파일과 강사의 현황판.

class-same-name = 이 이름의 학습 기록이 여러 개라서 번호를 붙여 구분했습니다. 한 사람이 여러 컴퓨터를 쓴 것이면 --merge-names를 붙이십시오.
class-other-pack = 이 프로그램과 다른 레슨이나 시나리오로 학습했습니다(프로그램 { $program }). 숫자를 그대로 비교하기 어려울 수 있습니다.
class-file-unreadable = { $error }. 제외했습니다.
class-file-large = 8 MiB보다 커서 결과 파일이 아닙니다. 제외했습니다.
class-file-not-json = JSON이 아닙니다: { $error }. 제외했습니다. 파일을 다시 받으십시오.
class-file-not-ours = `cofferdam class result`로 만든 파일이 아닙니다. 제외했습니다.
class-file-newer = 더 새로운 프로그램({ $version })으로 만든 파일입니다. 제외했습니다. 이 프로그램을 업데이트하십시오.
class-file-form = 결과 파일의 형식이 아닙니다: { $error }. 제외했습니다.
class-file-name = 학습자 이름이 비었거나 너무 길거나 표시할 수 없는 문자가 있습니다. 제외했습니다.
class-file-event = 이벤트 { $number }: { $why ->
    [kind] 결과 파일에 들어가지 않는 종류입니다
    [scenario] 시나리오 이름이 아닙니다
    [diags] 진단 이름이 아닙니다
    [score] 있을 수 없는 점수입니다
   *[hint] 있을 수 없는 힌트입니다
  }. 제외했습니다.
class-file-edited = 만든 뒤에 바뀌었습니다. 바뀌지 않은 파일이 없을 때만 셉니다.
class-file-edited-at = 만든 뒤에 바뀌었습니다. { $place }의 값이 이벤트와 다릅니다. 바뀌지 않은 파일이 없을 때만 셉니다.

class-title = 학습자 { $learners }명, 시나리오 { $scenarios }개: 통과 { $passed }, 진행 중 { $working }, 막힘 { $stuck }
class-stuck-title = 막힌 사람 (오래된 순)
class-stuck-since = { $minutes }분 동안 진전 없음{ $count ->
    [0] {""}
   *[other] , 마지막 진단: { $diags }
  }
class-stuck-linear = { $name }: { $scenario }에서 막혔습니다. { $minutes }분 동안 새로 통과한 검사가 없습니다. 마지막 진단: { $diags }.
class-wrong-title = 가장 많은 오답
class-wrong-often = { $learners }명/{ $checks }회
class-wrong-linear = { $scenario }의 오답 { $diag }: 학습자 { $learners }명, 검사 { $checks }회.
class-more = 그 밖에 { $count }개
class-legend = ✓ 통과 · ! 막힘 · ● 진행 중 · · 시작 전
    숫자: 작업한 시간(분) · h: 힌트 · s: 답안을 봄 · *: 바뀐 파일
    오답: 학습자 수/검사 수
class-state-passed = 통과
class-state-stuck = 막힘
class-state-working = 진행 중
class-state-new = 시작 전
class-cell = { $name }, { $scenario }: { $state }, { $minutes }분, 검사 { $attempts }회, 힌트 { $hints }개, { $points }점 중 { $score }점.
class-cell-new = { $name }, { $scenario }: { $state }.

# 이름과 관계없이 진단이 뜻하는 것.
class-diag-not-answered = 질문에 답한 판정자가 없습니다.
class-diag-empty = 파일에 매니페스트가 없습니다.
class-diag-not-parsed = 올바른 YAML이 아닙니다.
class-diag-not-built = 이미지를 빌드할 수 없습니다.
class-diag-unknown-field = 그 자리에 없는 필드를 썼습니다.
class-diag-wrong-type = 값의 타입이 틀렸습니다.
class-diag-not-valid = 서버가 문서를 거부합니다.
class-diag-not-admitted = 네임스페이스의 어드미션 규칙이 거부합니다.
class-diag-object-missing = 요구된 오브젝트가 없습니다.
class-diag-object-unwanted = 없어야 할 오브젝트가 있습니다.
class-diag-kept-missing = 그대로 두어야 할 것이 사라졌습니다.
class-diag-kept-changed = 그대로 두어야 할 것이 바뀌었습니다.
class-diag-field-differs = 필드의 값이 요구된 것과 다릅니다.
class-diag-secret-missing = 시크릿이 없습니다.
class-diag-secret-type = 시크릿의 타입이 풀 인증 정보를 읽는 타입이 아닙니다.
class-diag-secret-key = 시크릿의 키에 Docker 설정이 없습니다.
class-diag-secret-registry = 시크릿에 이 레지스트리(호스트와 포트)의 항목이 없습니다.
class-diag-secret-user = 인증 정보의 사용자나 비밀번호가 다릅니다.
class-diag-pull-unauthorized = 레지스트리가 이미지를 내주지 않습니다: unauthorized.
class-diag-pull-not-found = 레지스트리에 그 이미지가 없습니다.
class-diag-pull-unreachable = 레지스트리에 연결할 수 없습니다.
class-diag-pull-invalid-name = 올바른 이미지 이름이 아닙니다.
class-diag-pull-never = 이미지를 받을 수 없고 노드에도 없습니다.
class-diag-pull-succeeded = 이미지는 도착하지만 과제가 요구하는 방식이 아닙니다.
class-diag-pull-other = 이미지를 받지 못하거나 다른 인증 정보로 받습니다.
class-diag-start-absent = 실행할 것이 없습니다.
class-diag-start-waiting = 컨테이너가 시작되지 않습니다.
class-diag-start-ended = 컨테이너가 끝났습니다.
class-diag-effective-uid = 컨테이너가 다른 사용자로 실행됩니다.
class-diag-effective-non-root = 컨테이너가 root로 실행됩니다.
class-diag-effective-guard = 컨테이너 하나에서 root를 막는 안전장치가 꺼져 있습니다.
class-diag-effective-gid = 컨테이너의 그룹이 다릅니다.
class-diag-effective-groups = 컨테이너에 필요한 보조 그룹이 없습니다.
class-diag-effective-privileged = privileged 값이 요구된 것과 다릅니다.
class-diag-effective-host-namespaces = 노드의 네임스페이스를 함께 쓰는지가 과제와 다릅니다.
class-diag-effective-no-new-privs = 권한 상승 설정이 요구된 것과 다릅니다.
class-diag-effective-read-only-root = 루트 파일시스템의 읽기 전용 여부가 과제와 다릅니다.
class-diag-effective-capabilities = 컨테이너의 커패빌리티가 다릅니다.
class-diag-effective-seccomp = 다른 seccomp 프로파일이 적용됩니다.
class-diag-effective-proc-mount = procMount 값이 요구된 것과 다릅니다.
class-diag-run-differs = 명령의 답이 요구된 것과 다릅니다.
class-diag-flow-leaked = 허용보다 많은 연결이 열려 있습니다.
class-diag-flow-stranger = 아직 없는 파드까지 허용하는 규칙이 있습니다.
class-diag-flow-missing = 열려야 할 연결이 막혀 있습니다.
class-diag-selects-too-many = 정책이 선택하지 말아야 할 파드까지 선택합니다.
class-diag-selects-too-few = 정책이 선택해야 할 파드를 모두 선택하지 못합니다.
class-diag-selects-nothing = 정책이 아무 파드도 선택하지 않습니다.
class-diag-workload-refused = 컨트롤러가 파드를 만들지 못합니다.
class-diag-workload-waiting = 워크로드의 파드가 실행되지 않습니다.
class-diag-workload-few = 워크로드가 요청하는 파드가 너무 적습니다.
class-diag-isolation-differs = 파드의 격리 여부가 과제와 다릅니다.
class-diag-too-much = 필요한 것보다 많이 허용합니다.
class-diag-answer-missing = 답하지 않은 질문이 있습니다.
class-diag-answer-wrong = 질문의 답이 틀렸습니다.
class-diag-answer-extra = 맞지 않는 것을 골랐습니다.
class-diag-answer-left-out = 맞는 것을 빠뜨렸습니다.
class-diag-answer-order = 고른 것은 맞지만 순서가 다릅니다.
class-diag-answer-twice = 같은 선택지가 두 번 있습니다.
class-diag-answer-unknown = 선택지에 없는 답입니다.
class-diag-answer-form = 답의 형식이 다릅니다.
class-diag-answer-unreadable = 답안 파일이 올바른 YAML이 아닙니다.

class-heading = 참여 방법: cofferdam class join { $join } --name NICK · { $present }명 연결됨
class-refused-name-taken = 이 수업에 { $name }{ PARTICLE($name, "이라는/라는") } 이름을 쓰는 사람이 이미 있거나 PIN이 틀렸습니다. 다른 --name을 고르거나 그 이름의 --pin을 적으십시오.
class-refused-too-many-tries = 이 이름의 PIN이 여러 번 틀려 1분 동안 막았습니다.
class-refused-bad-name = 호스트가 이 이름이나 PIN을 받지 않습니다. 다른 --name을 고르십시오.
class-refused-full = 수업의 자리가 다 찼거나, 이 이름으로 보낸 것이 너무 많습니다.
class-refused-version = 호스트의 프로그램 버전이 달라 통신할 수 없습니다. 양쪽이 같은 버전을 써야 합니다.
class-refused-nonsense = 그 주소에서 답하는 것은 이 프로그램의 수업이 아닙니다. 주소와 프로그램 버전을 확인하십시오.

cli-class-nothing = 학습 기록에 아직 시나리오가 없어 제출할 것이 없습니다. `cofferdam next`로 시작하십시오.
cli-class-exists = { $file }: 같은 학습자의 결과가 아닌 파일이 이미 있어 쓰지 않았습니다. --out으로 다른 파일을 고르십시오.
cli-class-written = { $name }의 결과입니다. 시각, 점수, 힌트, 진단이 담긴 이벤트 { $count }개이며 작성한 파일의 내용은 들어 있지 않습니다.
cli-class-bad-name = 표시할 수 없는 이름입니다. 비었거나 40칸보다 길거나 보이지 않는 문자가 있습니다.
cli-class-no-name = 이름이 없습니다: --name NICK.
cli-class-bad-pin = PIN은 4~64자입니다.
cli-class-bad-address = { $address }: 인터페이스의 주소가 아닙니다. IP 주소를 적고 필요하면 포트를 붙이십시오: --listen { $own ->
    [none] 192.168.0.12
   *[other] { $own }
  }:7411.
cli-class-no-address = 어느 주소에서 기다릴지 정하십시오. 시키지 않으면 아무 데서도 기다리지 않습니다. { $own ->
    [none] 이 컴퓨터의 주소를 적습니다(예: --listen 192.168.0.12)
   *[other] 이 컴퓨터의 주소는 아마 { $own }입니다: --listen { $own }
  }.
cli-class-no-listening = { $address }: 여기서 기다릴 수 없습니다: { $error }. 이 컴퓨터의 주소인지, 다른 수업이 열려 있지 않은지 확인하십시오.
cli-class-no-network = 이 빌드는 네트워크를 쓸 수 없습니다.
cli-class-bad-host = { $address }: 수업의 주소가 아닙니다. 192.168.0.12나 192.168.0.12:7411처럼 적습니다. 강사의 화면에 나와 있습니다.
cli-class-open = { $join }에서 수업이 열렸습니다. 학습자가 입력할 명령: cofferdam class join { $join } --name NICK
    결과는 { $dir } 폴더에 남으며 `cofferdam class board`로 다시 볼 수 있습니다. Ctrl-C로 끝냅니다. 같은 --listen과 --dir로 다시 열면 이어집니다.
cli-class-sent = 학습자가 보내는 것은 다음이 전부입니다: 이름, PIN, 프로그램과 레슨의 버전, 그리고 시나리오마다 시작, 편집, 검사(점수, 통과 여부,
    실패한 진단의 이름), 힌트나 답안을 본 것, 되돌린 것과 그 시각.
    보내지 않는 것: 매니페스트, 명령과 답, 레슨, 설정, 시험. 암호화하지 않으므로 같은 네트워크의 다른 사람이 읽을 수 있습니다.
cli-class-joining = { $host }의 포트 { $port }에 열린 수업에 { $name }{ PARTICLE($name, "으로/로") } 참여합니다. PIN은 { $pin }입니다. 다른 컴퓨터에서 이 이름을 이어 쓸 때(--pin) 필요합니다.
cli-class-waiting = 지금까지의 이벤트 { $count }개를 보내고, Ctrl-C까지 새로 생기는 것을 보냅니다. 콘솔이나 다른 터미널에서 작업하십시오. 네트워크가 끊겨도 잃는 것은 없으며 나중에 보냅니다.
cli-class-joined = 참여했습니다. 보낼 이벤트: { $count }개.
cli-class-all-sent = 호스트가 이벤트 { $count }개를 모두 받았습니다.
cli-class-lost = 연결이 없습니다: { $error }. 보내지 못한 이벤트: { $count }개. 다시 시도합니다.
cli-class-empty = { $dir }: 이 폴더에 결과 파일(*.json)이 없습니다. `cofferdam class result`로 만듭니다.

command-class = 수업용: 결과를 제출하고 누가 막혔는지 봅니다
command-class-result = 제출할 결과를 파일로 씁니다: 시각, 점수, 힌트, 진단. 작성한 파일의 내용은 들어가지 않습니다
    .name = 현황판에 나올 이름. 없으면 사용자 이름
    .out = 파일, 표준 출력이면 -. 없으면 cofferdam-이름.json
command-class-board = 결과 파일을 모아 학습자와 시나리오의 현황을 봅니다. --format csv는 스프레드시트용
    .from = 결과 파일 또는 결과 파일이 있는 폴더
    .scenarios = 현황판에 보일 시나리오(예: E01,E02,E03). 없으면 누구든 시작한 것 모두
    .bom = 스프레드시트가 UTF-8로 알아보도록 CSV 앞에 표시(BOM)를 붙임
    .merge-names = 컴퓨터가 달라도 같은 이름을 한 사람으로 봄
    .watch = 파일이 바뀔 때마다 현황판을 다시 보임
    .examples =
      cofferdam class board results/
      cofferdam class board results/ --scenarios E01,E02,E03 --format csv --bom > class.csv
command-class-host = 한 네트워크에서 수업을 열고 학습자의 현황을 봅니다
    .listen = 기다릴 인터페이스의 주소(예: 192.168.0.12, 192.168.0.12:7411)
    .dir = 결과를 남길 폴더. 없으면 날짜별 폴더
    .scenarios = 현황판에 보일 시나리오(예: E01,E02,E03). 없으면 누구든 시작한 것 모두
    .bom = 스프레드시트가 UTF-8로 알아보도록 CSV 앞에 표시(BOM)를 붙임
    .examples =
      cofferdam class host --listen 192.168.0.12 --scenarios E01,E02,E03
command-class-join = 작업하는 동안 진행 상황을 수업에 보냅니다. 무엇을 보내는지 먼저 말합니다
    .address = 강사의 화면에 나온 주소
    .name = 현황판에 나올 이름. 없으면 지난번 이름이나 사용자 이름
    .pin = 이름의 주인임을 확인하는 번호. 없으면 지난번 것이나 새 번호
    .from-now = 지금 이전에 한 것은 보내지 않음
    .examples =
      cofferdam class join 192.168.0.12 --name 민지
