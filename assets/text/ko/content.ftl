# Faults in lessons, scenarios and packs: what is wrong and what to do.

content-unknown-key = 여기에 `{ $key }` 키는 없습니다. 쓸 수 있는 것: { $expected }.
content-missing-key = `{ $key }` 키가 없습니다. 추가하십시오.
content-bad-value = { $text }. 값을 고치십시오.
content-missing-file = 이 파일이 없습니다. 작성하십시오.
content-not-utf8 = UTF-8 텍스트가 아닙니다. UTF-8로 저장하십시오.
content-no-folder = { $folder } 폴더가 없거나 비어 있습니다. 만들거나 항목을 지우십시오.
content-wrong-unlisted = { $folder } 폴더가 `wrong:`에 없습니다. 어떤 check와 diag를 일으키는지 적으십시오.
content-missing-language = `{ $language }` 언어가 없습니다. 추가하십시오.
content-no-file = { $file } 파일이 없습니다. 작성하거나 `files:`에서 빼십시오.
content-unlisted-file = { $file } 파일이 `files:`에 없습니다. 적거나 파일을 지우십시오.
content-manifest-refused = API 서버가 거절할 매니페스트이므로 월드에 둘 수 없습니다: { $text }
content-probe = 프로브는 `in`과 `run`이거나 `pull`, `start`, `flows` 가운데 하나입니다.
content-probe-answer = 프로브에는 `before`와 `after`가 필요합니다. 클래스이거나, `flows`라면 열린 연결의 수입니다.
content-read-only-file = { $file }{ PARTICLE($file, "은/는") } 학습자에게 읽기 전용(`editable: false`)이므로 답안이 바꿀 수 없습니다.
content-stray-answer = { $file }{ PARTICLE($file, "은/는") } `start/`에 없는 파일입니다. 거기 있는 이름을 쓰거나 start와 `files:`에 추가하십시오.
content-stray-file = 아무도 읽지 않는 파일입니다. 지우거나 제자리로 옮기십시오.
content-no-files = `files:`가 비어 있습니다. start/의 파일을 하나 이상 적으십시오.
content-id-differs = id { $id }{ PARTICLE($id, "이/가") } 폴더 이름 { $folder }{ PARTICLE($folder, "과/와") } 다릅니다. 같게 하십시오.
content-bad-id = { $id }{ PARTICLE($id, "은/는") } id가 아닙니다. 폴더 이름은 대문자 하나와 숫자 둘입니다.
content-no-lesson = 이 팩에 레슨 { $lesson }{ PARTICLE($lesson, "이/가") } 없습니다. 폴더를 추가하거나 다른 것을 적으십시오.
