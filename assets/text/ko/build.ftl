# 시뮬레이션한 빌드가 Dockerfile에 대해 하는 말.

rule-dockerfile-syntax = Dockerfile을 읽을 수 없습니다: { $problem }
    .help = 지시어는 ADD, ARG, CMD, COPY, ENTRYPOINT, ENV, EXPOSE, FROM, HEALTHCHECK, LABEL, ONBUILD, RUN, SHELL, STOPSIGNAL, USER, VOLUME, WORKDIR 가운데 하나로 시작합니다.
rule-dockerfile-swallowed = 이 역슬래시가 다음 줄을 이어 붙입니다. 거기서 { $instruction } 줄은 지시어가 아니라 { $into }의 인자입니다{ $fails ->
        [yes] . 그래서 { $into } 단계가 실패합니다
       *[no] .
    }
    .help = 역슬래시를 지우십시오. 같은 지시어가 다음 줄로 이어질 때만 씁니다.
rule-dockerfile-run = 명령이 종료 코드 { $code } 상태로 실패해 빌드가 여기서 끝납니다. 명령의 말: { $said }
    .help = 종료 코드가 0이 아니면 빌드가 끝나고 이미지가 없습니다.
rule-dockerfile-unprivileged = 여기서는 root가 아니라 { $user } 사용자로 실행되어 종료 코드 { $code } 상태로 실패합니다: { $said }
    .help = `USER`는 그 아래 전부에 미칩니다. `useradd`, 설치, `chown`처럼 root가 필요한 일은 그 위에 둡니다.
rule-dockerfile-no-user = 다음 `RUN`이 찾을 때 이미지에 아직 계정 `{ $user }` 항목이 없습니다
    .help = 계정을 먼저 만들고 `USER`를 그다음에 두십시오. 번호에는 계정이 필요 없습니다.
rule-dockerfile-step = { $instruction } 단계를 수행할 수 없습니다: { $problem }
    .help = `COPY`의 원본은 빌드 컨텍스트 안의 경로입니다. 나머지는 지시어를 어떻게 썼는지의 문제입니다.
rule-dockerfile-not-simulated = 시뮬레이션하지 않습니다: `{ $what }`. { $goes ->
        [on] 빌드는 된 것으로 치고 계속하지만, 그것이 가져올 것은 없습니다.
       *[no] 그래서 이미지가 빌드되는지 여기서는 아무도 말할 수 없고, 판정하지 않습니다.
    }
    .help = Docker가 있는 컴퓨터에서는 될 수도 있습니다. 여기서는 베이스 이미지에 있는 것을 쓰십시오.
rule-dockerfile-check = { $check ->
        [StageNameCasing] 스테이지 이름은 소문자로 씁니다
        [FromAsCasing] `AS`와 `FROM`은 둘 다 대문자이거나 둘 다 소문자여야 합니다
        [NoEmptyContinuation] 이어지는 지시어 안의 빈 줄은 언젠가 오류가 됩니다
        [ConsistentInstructionCasing] 지시어는 모두 같은 모양, 곧 대문자로 씁니다
        [DuplicateStageName] 두 스테이지의 이름이 같습니다
        [ReservedStageName] 이 스테이지 이름에는 따로 정해진 뜻이 있습니다
        [JSONArgsRecommended] 대괄호 없이 쓰면 명령이 셸 안에서 실행되어 SIGTERM 같은 신호가 닿지 않습니다
        [MaintainerDeprecated] `MAINTAINER`는 더 쓰지 않습니다. 이제 레이블에 적습니다
        [UndefinedArgInFrom] 위의 어느 `ARG`도 선언하지 않은 변수를 `FROM`이 씁니다
        [WorkdirRelativePath] 상대 경로 `WORKDIR`은 베이스 이미지에 따라 달라집니다
        [UndefinedVar] 아무도 정하지 않은 변수를 씁니다
        [MultipleInstructionsDisallowed] 이 줄은 아무 일도 하지 않습니다. 스테이지에서 마지막 것만 남습니다
        [LegacyKeyValueFormat] `name=value`로 쓰십시오. 빈칸을 쓰는 것은 옛 모양입니다
        [SecretsUsedInArgOrEnv] 비밀처럼 보이는 값을 누구나 이미지에서 읽을 수 있습니다
       *[other] 빌드 검사가 경고합니다
    } ({ $check }): { $problem }
    .help = 경고입니다. 이미지는 그래도 빌드됩니다.
rule-dockerfile-chown = 이 줄에서 이미지에 `{ $owner }` 항목이 없어, 파일이 말없이 root의 것이 됩니다
    .help = 계정을 그 위에서 만들거나 번호를 주십시오. `--chown=10001:10001`입니다.
rule-dockerfile-user-root = { $given ->
        [no] 아무도 사용자를 고르지 않았습니다. 이미지는
       *[yes] `USER { $user }`는 root입니다. 이미지는
    } root로 실행되고, `runAsNonRoot: true`인 파드는 거부됩니다
    .help = 마지막 `USER`를 0이 아닌 번호로 쓰십시오.
rule-dockerfile-user-name = `USER { $user }`는 이름입니다. kubelet이 root가 아님을 확인할 수 없어 `runAsNonRoot: true`인 파드를 거부합니다
    .help = { $known ->
        [yes] 번호로 쓰십시오. `USER { $uid }`입니다. kubelet은 이미지 설정만 읽고 passwd 파일은 읽지 않습니다.
       *[no] 번호로 쓰십시오. kubelet은 이미지 설정만 읽고 passwd 파일은 읽지 않습니다.
    }

label-swallowed = 이 지시어가 삼켜졌습니다
label-user-since = 여기부터 root가 아닙니다
fix-swallowed = 역슬래시를 지워 { $instruction } 줄을 다시 지시어로 만들기
build-owner = `{ $path }` 경로는 { $line }번째 줄부터 { $owner } 소유입니다. { $instruction ->
        [COPY] `COPY`는 `USER` 아래에서도 모든 것을 root에게 줍니다. 바꾸는 것은 `--chown`뿐입니다.
        [ADD] `ADD`는 `USER` 아래에서도 모든 것을 root에게 줍니다. 바꾸는 것은 `--chown`뿐입니다.
        [WORKDIR] `WORKDIR`은 없는 디렉터리를 그 자리의 사용자에게 만들어 주는데, 위에 `USER`가 없으면 root입니다. 그 안으로 `COPY`해도 바뀌지 않습니다.
       *[RUN] `RUN`이 그렇게 만들었습니다.
    }
