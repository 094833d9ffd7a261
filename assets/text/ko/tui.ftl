# The console.

## Home
tui-home-title = 홈
tui-home-loading = 레슨을 읽는 중입니다 …
tui-home-empty = 이 빌드에는 레슨이 없습니다.
tui-home-continue = 이어서 하기
tui-home-suggested = 추천
tui-home-modules = 모듈
tui-home-counts = 통과 { $passed }/{ $all } · 읽음 { $read }/{ $lessons }
tui-home-everything = 시나리오 { $count }개 모두 보기
tui-module-1 = 밑바탕: 컨테이너는 프로세스다
tui-module-2 = 신뢰할 수 있는 이미지
tui-module-3 = 런타임 보안
tui-module-4 = 네트워크폴리시

## Catalogue
tui-catalogue-title = 모든 시나리오
tui-catalogue-count = { $all }개 중 { $shown }개
tui-catalogue-hint = / 키로 제목, 아이디, 태그, 시험을 찾습니다
tui-catalogue-none = 맞는 것이 없습니다. Esc를 누르면 다시 모두 보입니다.
tui-column-state = 상태
tui-column-id = ID
tui-column-title = 제목
tui-column-lesson = 레슨
tui-column-difficulty = 단계
tui-column-minutes = 분
tui-column-points = 점수
tui-column-best = 최고
tui-state-new = 새것
tui-state-open = 진행 중
tui-state-failed = 아직
tui-state-passed = 통과

## Workspace
tui-pane-task = 과제
tui-pane-editor = 편집기
tui-pane-predictions = 예상 결과
tui-pane-problems = 문제
tui-task-namespace = 네임스페이스
tui-task-hint = 힌트 { $number }
tui-hint-cost = { $points ->
    [0] 무료
   *[other] { $points }점이 듭니다
    }
tui-points = { $points }점
tui-offline = 오프라인
tui-online = 클러스터
tui-modified = 고침
tui-from = 어디서
tui-command = 명령
tui-now = 지금
tui-wanted = 목표
tui-judging = 계산하는 중입니다 …
tui-no-predictions = 이 시나리오에는 예상 결과가 없습니다.
tui-no-problems = 문제가 없습니다.
tui-no-fix = 여기에는 확실한 수정이 없습니다.
tui-fixed = 고쳤습니다: { $fix }
tui-passed = 통과했습니다: { $points }점 중 { $score }점.
tui-not-yet = 아직입니다: { $points }점 중 { $score }점.
tui-checked-failed = 아직입니다: { $points }점 중 { $score }점. { $key } 키가 판정 전체를 엽니다.
tui-checked-passed = 통과했습니다: { $points }점 중 { $score }점. { $key } 키로 돌아보고 다음으로 갑니다.
tui-checked-lesson = 레슨 { $lesson }
tui-checked-whole = { $key } 판정
tui-vim-leave = :q는 뒤로, :w는 저장하고 검사합니다
tui-asks-pull = 이미지 받기
tui-asks-start = 시작
tui-all-flows = 전체 흐름
tui-open-flows = { $count }개 열림

## Lesson
tui-minutes = { $minutes }분
tui-lesson-end = 더 이상 레슨이 없습니다.
tui-lesson-no-example = 이 레슨에는 해 볼 예제가 없습니다.
tui-scratch-checked = 해 보기 위한 예제입니다. 묻는 것도 점수도 없습니다.
tui-true = 참
tui-false = 거짓
tui-it-is-true = 참입니다.
tui-it-is-false = 거짓입니다.
callout-exam = 시험에서는
callout-note = 참고
callout-tip = 요령
callout-important = 중요
callout-warning = 주의
callout-caution = 조심

## Verdict
tui-verdict-title = 판정
tui-verdict-cost = 힌트나 답을 보아 점수의 { $percent } %가 빠집니다.
tui-verdict-again = Enter는 그 자리로, Esc는 실습으로, F6은 힌트로 갑니다.
tui-verdict-next = n이나 Enter는 다음 시나리오로, F7은 답으로 갑니다.
tui-verdict-compared = 내 답과 기준 답
tui-verdict-same = 뜻이 같습니다.
tui-verdict-skipped = 앞에서 막혀 아직 보지 않았습니다.
tui-verdict-lesson = l 레슨 { $lesson }
tui-verdict-flow = 지금 { $got }, 목표 { $wanted }
tui-verdict-decided = , { $policies }에서 정함
tui-all-passed = 모두 통과했습니다. 수고하셨습니다.

## Beside the exercise
tui-ask-hint = { $cost ->
    [0] 이 힌트는 무료입니다. 볼까요?
   *[other] 이 힌트에는 { $cost }점이 듭니다. 그러면 { $points }점 중 많아야 { $left }점이 남습니다. 볼까요?
    }
    .title = 힌트 { $number }
tui-ask-solution = 아직 통과하지 않았습니다. 지금 답을 보면 처음으로 되돌릴 때까지 { $points }점을 모두 잃습니다. 볼까요?
    .title = 답
tui-ask-reset = 파일 { $files }개가 처음 상태로 돌아갑니다. 실습을 열어 둔 동안은 실행 취소로 글을 되찾을 수 있습니다. 계속할까요?
    .title = 처음으로
tui-reset-done = 파일이 처음 상태가 되었습니다.
tui-no-hints = 이 시나리오에는 힌트가 없습니다.
tui-cluster-none = 연결된 클러스터가 없습니다. 없어도 모두 할 수 있습니다. 무엇이 빠졌는지는 “cofferdam doctor”가 알려 줍니다.
tui-cluster-later = 클러스터 확인은 “cofferdam check --cluster”로 합니다.
tui-solution-which = 맞는 답 { $count }개 중 { $number }번째
tui-no-offers = 여기에 더 올 수 있는 것을 알지 못합니다.
tui-no-docs = 커서 아래에 쿠버네티스가 아는 필드가 없습니다.
tui-docs-optional = 빼도 됩니다.
tui-docs-required = 반드시 있어야 합니다.
tui-docs-default = 빼면 `{ $value }`입니다.
tui-docs-values = { $values } 가운데 하나입니다.
tui-docs-fields = 필드
tui-map-title = 지도
tui-map-port = 포트 { $port } ({ $count }개 중 { $at }번째)
tui-map-legend = ✓ 열림   ✗ 인그레스가 막음   ↑ 이그레스가 막음   × 둘 다 막음   · 자신 또는 바깥
tui-map-empty = 이 세계에는 이을 것이 없습니다.
tui-why-title = 이유
tui-why-empty = 아직 파드를 만드는 파일이 없습니다.
tui-why-unknown = 이 컨테이너는 없거나 시작하지 않아서 알 수 있는 것이 없습니다.
tui-why-field = 필드
tui-why-value = 값
tui-why-level = 정한 곳
tui-why-none = 없음
tui-why-count = { $count }개 중 { $at }번째
tui-why-rule = 컨테이너의 값이 파드의 값을, 파드의 값이 이미지의 값을, 이미지의 값이 기본값을 이깁니다.
tui-level-container = 컨테이너
tui-level-pod = 파드
tui-level-image = 이미지
tui-level-default = 기본값
tui-level-namespace = 네임스페이스
tui-level-runtime = 컨테이너 런타임
tui-kubectl-hint = kubectl 또는 k는 내 파일이 들어 있는 별도의 세계에서 돕니다: k apply -f FILE, k get pods, k describe netpol NAME, k exec POD -- COMMAND. ls, cat, clear도 됩니다. Tab은 완성, ↑는 앞의 명령입니다.
tui-kubectl-quote = 따옴표 { $quote }{ PARTICLE($quote, "이/가") } 닫히지 않았습니다.
tui-kubectl-only = { $word }: 여기에는 kubectl(또는 k), ls, cat, clear만 있습니다.
tui-kubectl-no-file = cat: { $name }: No such file or directory
tui-kubectl-namespace = 네임스페이스 { $namespace }

## What an answer means
tui-class-ok = 됨
tui-class-no-name = 이름 없음
tui-class-read-only = 읽기 전용
tui-class-denied = 거부
tui-class-not-permitted = 허용 안 됨
tui-class-not-found = 없음
tui-class-open = 열림
tui-class-blocked = 막힘
tui-class-refused = 연결 거절
tui-class-no-dns = 없는 이름
tui-class-pulled = 받음
tui-class-present = 이미 있음
tui-class-unauthorized = 인증 실패
tui-class-no-image = 없는 이미지
tui-class-never-pull = 받지 않음
tui-class-invalid-name = 잘못된 이름
tui-class-unreachable = 닿지 않음
tui-class-running = 실행 중
tui-class-absent = 오브젝트 없음
tui-class-other = 그 밖
tui-class-not-simulated = 계산 안 함

## Editor
mode-plain = 편집
mode-normal = NORMAL
mode-insert = INSERT
mode-visual = VISUAL
mode-visual-line = V-LINE
mode-visual-block = V-BLOCK
mode-prompt = 명령
tui-editor-says = { $text }
tui-read-only = 이 파일은 읽기만 할 수 있습니다.
tui-command-refused = “:{ $text }”{ PARTICLE($text, "은/는") } 글 밖의 것을 건드리므로 여기서는 쓸 수 없습니다.
tui-command-unknown = “:{ $text }”{ PARTICLE($text, "은/는") } 여기에 없는 명령입니다.
tui-substituted = { $text }곳을 바꾸었습니다.
tui-keys-vim = 이제 편집기가 vim 키를 받습니다.
tui-keys-plain = 이제 편집기가 일반 키를 받습니다.

## First start
tui-welcome-title = 환영합니다
tui-welcome = 시작하기 전에 두 가지만 고릅니다. 둘 다 언제든지 Ctrl-P로 바꿀 수 있습니다.
tui-welcome-language = 언어: 한국어
    .about = 여기서도 어디서도 F2로 바꿉니다.
tui-welcome-vim = vim 키
    .about = 시험과 같습니다. i로 입력을 시작하고 Esc로 마치며 :w로 저장하고 검사합니다.
tui-welcome-plain = 일반 키
    .about = 바로 입력합니다. 화살표로 움직이고 Shift로 고르며 Ctrl-Z로 되돌리고 Ctrl-S로 검사합니다.

## Palette and help
tui-palette-title = 동작
tui-palette-hint = 하고 싶은 일을 몇 글자 입력합니다
tui-palette-none = 맞는 것이 없습니다.
tui-help-title = 키
tui-help-hint = 입력하여 키를 찾습니다

## Frame
tui-saved = 저장됨
tui-unsaved = 저장 중 …
tui-memory-only = 저장 안 됨
tui-second-console = 다른 콘솔이 이미 열려 있습니다. 두 콘솔의 작업은 모두 저장됩니다.
tui-kept-aside = 다른 콘솔이 이 파일을 바꿨습니다. 그 내용은 { $file }에 있습니다.
tui-too-small = 창이 너무 작습니다. 적어도 { $width } × { $height } 글자가 필요합니다. Ctrl-Q로 끝냅니다.
tui-at-home = 여기가 홈입니다. { $key }로 끝냅니다.
tui-not-here = “{ $action }”{ PARTICLE($action, "은/는") } 여기에서 쓰지 않습니다.
tui-content-broken = 레슨을 읽을 수 없습니다: { $reason }
tui-no-terminal = 이 터미널에서는 콘솔을 쓸 수 없습니다: { $reason }

## Conversation
tui-linear-begin = 대화로 하는 cofferdam입니다. 빈 줄은 지금 어디인지, help는 무엇을 말할 수 있는지 알려 줍니다: open E03, task, check, edit, hint, kubectl get pods, quit.
tui-linear-help = 이 밖에: open 아이디, find 낱말, edit 파일, kubectl 명령, yes, no.
tui-linear-unknown = “{ $line }”{ PARTICLE($line, "을/를") } 알 수 없습니다. help라고 하십시오.
tui-linear-nothing-open = 열린 시나리오가 없습니다. open과 아이디를 말하십시오.
tui-linear-no-editor = { $editor }{ PARTICLE($editor, "이/가") } 시작되지 않습니다: { $reason }. EDITOR를 정하십시오.
tui-linear-row = { $minutes }분, { $points }점, 레슨 { $lesson }
tui-linear-met = { $command }: 지금 { $now }, 목표대로입니다.
tui-linear-unmet = { $command }: 지금 { $now }, 목표는 { $wanted }입니다.
tui-linear-free = { $command }: 지금 { $now }.

## Contexts
context-home = 홈
context-catalogue = 목록
context-lesson = 레슨
context-workspace = 실습
context-editor = 편집기
context-vim-normal = 편집기, vim의 normal 모드
context-pane = 실습, 편집기 밖
context-verdict = 판정
context-map = 지도
context-drill = 레슨의 문제
context-turning = 포트, 컨테이너, 답
context-kubectl = kubectl
context-question = 질문
context-choice = 선택
context-moving = 목록과 글
context-list = 목록과 글, 입력하지 않을 때
context-reading = 입력하지 않는 곳
context-global = 어디서나

## Actions
action-quit = 끝내기
    .about = 나갑니다. 모두 저장되어 있습니다.
action-help = 도움말
    .about = 모든 키를 이 화면의 것부터 봅니다.
action-palette = 동작
    .about = 모든 동작을 입력하여 찾습니다.
action-language = English
    .about = 언어를 바꿉니다.
action-ground = 어둡게 또는 밝게
    .about = 색의 바탕을 바꿉니다.
action-key-style = vim 키 또는 일반 키
    .about = 편집기의 키를 바꿉니다.
action-suspend = 멈춤
    .about = fg를 칠 때까지 셸로 돌아갑니다.
action-back = 뒤로
    .about = 앞 화면으로 갑니다.
action-home = 홈
    .about = 첫 화면으로 갑니다.
action-catalogue = 목록
    .about = 시나리오를 찾습니다.
action-continue = 이어서
    .about = 그만둔 곳에서 이어서 합니다.
action-open = 열기
    .about = 고른 것을 엽니다.
action-lesson = 레슨
    .about = 여기에 맞는 레슨을 읽습니다.
action-up = 위로
    .about = 하나 위로 갑니다.
action-down = 아래로
    .about = 하나 아래로 갑니다.
action-left = 왼쪽
    .about = 하나 왼쪽으로 갑니다.
action-right = 오른쪽
    .about = 하나 오른쪽으로 갑니다.
action-page-up = 한 쪽 위
    .about = 한 쪽 위로 갑니다.
action-page-down = 한 쪽 아래
    .about = 한 쪽 아래로 갑니다.
action-top = 처음
    .about = 처음으로 갑니다.
action-bottom = 끝
    .about = 끝으로 갑니다.
action-filter = 찾기
    .about = 입력하여 목록을 좁힙니다.
action-check = 검사
    .about = 저장하고 파일을 판정합니다.
action-next-pane = 다음 창
    .about = 다음 창으로 갑니다.
action-previous-pane = 앞 창
    .about = 앞 창으로 갑니다.
action-editor = 편집기
    .about = 편집기로 갑니다.
action-task = 과제
    .about = 과제로 갑니다.
action-predictions = 예상 결과
    .about = 무엇이 일어날지 보러 갑니다.
action-problems = 문제
    .about = 문제 목록으로 갑니다.
action-zoom = 크게
    .about = 이 창만 보거나 되돌립니다.
action-grow = 넓게
    .about = 이 창을 넓힙니다.
action-shrink = 좁게
    .about = 이 창을 좁힙니다.
action-next-file = 다음 파일
    .about = 다음 파일로 갑니다.
action-previous-file = 앞 파일
    .about = 앞 파일로 갑니다.
action-next-problem = 다음 문제
    .about = 다음 문제로 갑니다.
action-previous-problem = 앞 문제
    .about = 앞 문제로 갑니다.
action-quick-fix = 고치기
    .about = 이 줄의 확실한 수정을 적용합니다.
action-complete = 완성
    .about = 여기에 올 수 있는 것을 보여 줍니다.
action-docs = 설명
    .about = 커서 아래 필드의 뜻을 보여 줍니다.
action-kubectl = kubectl
    .about = 내 파일에 명령을 해 봅니다.
action-cluster = 클러스터
    .about = 진짜 클러스터에서 확인합니다.
action-hint = 힌트
    .about = 다음 힌트를 값부터 보여 줍니다.
action-solution = 답
    .about = 답과 견주어 봅니다.
action-reset = 처음으로
    .about = 파일을 처음 상태로 되돌립니다.
action-map = 지도
    .about = 누가 누구에게 닿는지 봅니다.
action-why = 이유
    .about = 프로세스가 누구이고 어느 단계가 정했는지 봅니다.
action-verdict = 판정
    .about = 마지막 판정을 다시 봅니다.
action-try = 해 보기
    .about = 예제를 해 봅니다.
action-next = 다음
    .about = 다음 것으로 갑니다.
action-previous = 앞
    .about = 앞의 것으로 갑니다.
action-yes = 예
    .about = 예.
action-no = 아니요
    .about = 아니요.
action-copy = 복사
    .about = 클립보드에 복사합니다.
