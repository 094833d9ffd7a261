# The command line. `command-<path>` is a command's own line in the help, its attributes are its flags.

cli-error = cofferdam: { $message }
cli-see-help = `cofferdam --help`를 참고하십시오.
cli-did-you-mean = 혹시 { $names }입니까?
cli-valid-values = 가능한 값: { $names }.
cli-unknown-argument = { $arg }: 여기에는 그런 인수가 없습니다.
cli-unknown-command = { $name }: 그런 명령이 없습니다.
cli-value-missing = { $arg }: 값이 빠졌습니다.
cli-value-invalid = { $arg }: { $value } 값은 맞지 않습니다
cli-argument-missing = 빠진 인수: { $arg }.
cli-argument-conflict = { $arg }{ PARTICLE($arg, "과/와") } { $other }{ PARTICLE($other, "은/는") } 함께 쓸 수 없습니다.
cli-subcommand-missing = 이 명령 뒤에 하위 명령이 빠졌습니다.
cli-unknown-language = { $lang }: 그런 언어가 없습니다. 있는 언어: { $known }.
cli-no-terminal = 콘솔에는 터미널이 필요한데 여기는 터미널이 아닙니다. `cofferdam list` 같은 명령을 쓰거나 터미널에서 시작하십시오.
cli-no-console = 이 빌드에는 콘솔이 없습니다("tui" 기능 없이 만들어졌습니다). 명령은 모두 됩니다. `cofferdam --help`를 참고하십시오.
cli-config-invalid = { $file }: 설정 파일을 쓸 수 없습니다: { $error }. 쓸 수 있는 키: lang, color.
cli-file-missing = { $file }: 그런 파일이나 폴더가 없습니다. 이름과 현재 위치를 확인하십시오.
cli-file-denied = { $file }: 권한이 없습니다. 파일의 모드와 소유자를 확인하십시오.
cli-file-is-folder = { $file }: 폴더입니다. 파일이 필요합니다.
cli-file-under-file = { $file }: 경로의 한 부분이 폴더가 아니라 파일입니다.
cli-disk-full = { $file }: 디스크가 가득 찼습니다. 공간을 비우고 다시 하십시오.
cli-disk-read-only = { $file }: 파일 시스템이 읽기 전용입니다. 다른 폴더를 고르십시오.
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
    .lang = 언어
    .color = 색. NO_COLOR와 CLICOLOR_FORCE를 따릅니다
    .config = 설정 파일
    .quiet = stderr에 오류만 씁니다
    .verbose = 더 자세히 말합니다
    .help = 도움말을 출력합니다
    .version = 버전을 출력합니다
command-completions = 셸의 자동 완성 스크립트를 출력합니다
    .shell = 셸
command-man = 매뉴얼 페이지를 출력합니다
command-help = 명령을 설명합니다
    .command = 명령
