# Words around a finding.

diag-error = error
diag-warning = warning
diag-advice = advice
diag-server = the server
diag-help = help
diag-fix = fix
diag-linear = { $file }, line { $line }, column { $column }: { $severity }: { $message }
diag-linear-path = Field: { $path }
diag-linear-server = The server says: { $server }
diag-linear-help = Help: { $help }
diag-linear-fix = Fix: { $fix }
