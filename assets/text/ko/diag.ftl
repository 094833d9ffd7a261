# Words around a finding.

diag-error = 오류
diag-warning = 경고
diag-advice = 조언
diag-server = 서버
diag-help = 도움말
diag-fix = 고치기
diag-linear = { $file }, { $line }행 { $column }열: { $severity }: { $message }
diag-linear-path = 필드: { $path }
diag-linear-server = 서버의 말: { $server }
diag-linear-help = 도움말: { $help }
diag-linear-fix = 고치기: { $fix }
