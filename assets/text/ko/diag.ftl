# Words around a finding.

diag-error = 오류
diag-warning = 경고
diag-advice = 조언
diag-server = 서버
diag-help = 도움말
diag-fix = 고치기
diag-missing = { $path } 값이 없습니다.
diag-too-long = { $path } 값이 너무 깁니다: { $detail }.
diag-not-here = { $path } 값을 이대로 둘 수 없습니다: { $detail }.
diag-linear = { $file }, { $line }행 { $column }열: { $severity }: { $message }
diag-linear-path = 필드: { $path }
diag-linear-server = 서버의 말: { $server }
diag-linear-help = 도움말: { $help }
diag-linear-fix = 고치기: { $fix }
