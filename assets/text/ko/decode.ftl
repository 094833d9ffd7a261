# 검증 이전에 문서에서 잘못된 것: YAML, 종류(kind), 필드, 타입.

label-first-here = 처음 나온 곳

rule-yaml-syntax = kubectl이 YAML로 읽을 수 없습니다: { $problem }
rule-duplicate-key = `{ $key }` 키가 { $first }번째 줄에 이어 다시 나옵니다. kubectl은 마지막 것만 사용합니다
    .help = 둘 중 하나만 남겨야 합니다. YAML을 그대로 받는 서버는 중복된 키를 거부합니다.
