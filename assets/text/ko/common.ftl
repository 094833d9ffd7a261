# Words that every room uses.

# What an answer means
class-ok = 성공
class-no_name = 이름 없음
class-erofs = 읽기 전용
class-eacces = 거부
class-eperm = 허용 안 됨
class-notfound = 없음
class-open = 열림
class-timeout = 막힘
class-refused = 연결 거절
class-dns_fail = 없는 이름
class-pulled = 받음
class-present = 이미 있음
class-unauthorized = 인증 실패
class-not_found = 없는 이미지
class-never = 받지 않음
class-invalid_name = 잘못된 이름
class-unreachable = 닿지 않음
class-running = 실행 중
class-absent = 오브젝트 없음
class-other = 그 밖
class-not_simulated = 계산 안 함

# What is asked where no command stands
asks-pull = 이미지 받기
asks-start = 시작
asks-ready = 모든 파드 실행
asks-flows = 전체 흐름
open-flows = { $count }개 열림

# A page that is read aloud
prose-heading = 제목 { $level }: { $text }
prose-code = 코드, { $language }:

# Kinds of task
kind-predict = 예측
kind-write = 작성
kind-fix = 수정
kind-debug = 진단

# Points
score-nothing-new = 처음부터 맞던 것(✓)은 다른 것이 하나라도 통과하면 점수가 됩니다.
