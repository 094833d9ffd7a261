# 다음에 할 일, 다시 풀 문제, 수준 확인.

course-because-diag = { $scenario }{ PARTICLE($scenario, "이/가") } “{ $diag }”에서 막혔기 때문입니다
course-because-failed = { $scenario }{ PARTICLE($scenario, "을/를") } 아직 통과하지 못했기 때문입니다
course-because-open = 열어 두고 끝내지 않았기 때문입니다
course-because-first = 여기서 시작하면 좋습니다
course-because-next = 다음 차례이기 때문입니다
course-because-practice = { $lesson }{ PARTICLE($lesson, "을/를") } 연습하기 때문입니다
course-because-weakest = { $points }점 중 { $best }점으로 점수가 가장 낮기 때문입니다
course-because-due = 틀렸던 { $count }개를 오늘 다시 볼 차례이기 때문입니다
course-because-known = { $lesson }의 내용을 이미 알고 있기 때문입니다
