# 검증 이전에 문서에서 잘못된 것: YAML, 종류(kind), 필드, 타입.

label-first-here = 처음 나온 곳

rule-yaml-syntax = kubectl이 YAML로 읽을 수 없습니다: { $problem }
rule-duplicate-key = `{ $key }` 키가 { $first }번째 줄에 이어 다시 나옵니다. kubectl은 마지막 것만 사용합니다
    .help = 둘 중 하나만 남겨야 합니다. YAML을 그대로 받는 서버는 중복된 키를 거부합니다.
rule-kubectl-refuses = 서버에 묻기 전에 kubectl이 거부합니다: { $problem }
rule-unknown-kind = 쿠버네티스 { $version }의 `{ $api }`에는 `{ $kind }` 종류가 없습니다
rule-wrong-type = `{ $field }`의 타입이 잘못되었습니다. `{ $wanted }` 타입이어야 합니다
rule-unknown-field = { $owner }에는 `{ $field }` 필드가 없습니다
