# 검증 이전에 문서에서 잘못된 것: YAML, 종류(kind), 필드, 타입.

label-first-here = 처음 나온 곳

rule-yaml-syntax = kubectl이 YAML로 읽을 수 없습니다: { $problem }
rule-duplicate-key = `{ $key }` 키가 { $first }번째 줄에 이어 다시 나옵니다. kubectl은 마지막 것만 사용합니다
    .help = 둘 중 하나만 남겨야 합니다. YAML을 그대로 받는 서버는 중복된 키를 거부합니다.
rule-kubectl-refuses = 서버에 묻기 전에 kubectl이 거부합니다: { $problem }
rule-unknown-kind = 쿠버네티스 { $version }의 `{ $api }`에는 `{ $kind }` 종류가 없습니다
    .help = { $hint ->
        [meant] `{ $meant }`의 apiVersion은 `{ $meantapi }`입니다.
       *[none] `kubectl api-resources`로 클러스터가 제공하는 종류를 볼 수 있습니다.
    }
rule-wrong-type = `{ $field }`의 타입이 잘못되었습니다. 필요한 값: { $wanted ->
        [text] 문자열
        [number] 숫자
        [boolean] `true` 또는 `false`
        [list] 목록
        [map] 이름과 값의 맵
        [quantity] `500m`이나 `1Gi` 같은 수량
        [time] `2024-01-31T12:00:00Z` 같은 시각
        [base64] base64
       *[object] 필드가 있는 오브젝트
    }
    .help = { $wanted ->
        [text] YAML이 숫자나 불리언으로 읽는 값은 따옴표로 감쌉니다.
        [number] 숫자를 따옴표 없이 씁니다.
        [boolean] `true`나 `false`를 따옴표 없이 씁니다.
        [list] 항목마다 대시(-)로 시작합니다.
        [base64] 값을 `base64`로 인코딩하거나 `stringData`에 그대로 씁니다.
       *[object] 서버는 타입이 잘못된 첫 번째 값에서 멈추고 다른 오류는 알리지 않습니다.
    }
rule-unknown-field = { $owner }에는 `{ $field }` 필드가 없습니다
    .help = { $hint ->
        [misspelled] `{ $meant }` 필드를 쓰려던 것입니까?
        [misplaced] `{ $field }` 필드의 자리는 `{ $meant }`입니다.
       *[none] `kubectl explain`으로 쓸 수 있는 필드를 볼 수 있습니다.
    }

fix-rename = 이름을 `{ $new }`{ PARTICLE($new, "으로/로") } 변경
fix-replace = `{ $new }` 쓰기
fix-move = `{ $place }`{ PARTICLE($place, "으로/로") } 이동
fix-remove = `{ $field }` 제거

# What a YAML error means
yaml-advice = { $problem ->
        [did-not-find-expected-key] 이 줄의 들여쓰기가 한 단계 깊거나 얕습니다. 아니면 값이 끝난 뒤 같은 줄에 다른 것이 이어졌습니다. 키는 한 줄에 하나씩, 이웃한 키와 같은 열에 씁니다.
        [mapping-values-are-not-allowed-in-this-context] 키가 올 수 없는 자리입니다. 한 줄에 키가 둘이거나, 윗줄에 이미 값이 있는데 그 아래로 들여썼습니다.
        [could-not-find-expected] 키 뒤에 콜론이 없습니다. `key: value`처럼 콜론 뒤에 공백을 둡니다.
        [did-not-find-expected-indicator] 목록의 항목은 같은 열에 대시(-)를 두고 씁니다. 이 줄에는 대시가 없습니다.
        [did-not-find-expected-or] 괄호를 닫지 않았거나 항목 사이에 쉼표가 없습니다.
        [found-character-that-cannot-start-any-token] 값이 YAML에서 따로 쓰는 문자로 시작합니다. 값을 따옴표로 묶으십시오.
        [found-a-tab-character-that-violates-indentation] 들여쓰기에 탭이 있습니다. YAML에는 공백을 써야 합니다.
        [block-sequence-entries-are-not-allowed-in-this-context] 키와 같은 줄에 대시(-)가 있습니다. 목록은 다음 줄에서 시작합니다.
        [found-unexpected-end-of-stream] 따옴표나 괄호를 열고 닫지 않았습니다.
       *[other] 이 줄과 윗줄의 들여쓰기와 콜론을 살펴보십시오.
    }
