# Words around a finding.

diag-error = error
diag-warning = warning
diag-advice = advice
diag-server = the server
diag-help = help
diag-fix = fix
diag-missing = { $path } is missing.
diag-too-long = { $path } is too long: { $detail }.
diag-not-here = { $path } cannot stay as it is: { $detail }.
diag-linear = { $file }, line { $line }, column { $column }: { $severity }: { $message }
diag-linear-path = Field: { $path }
diag-linear-server = The server says: { $server }
diag-linear-help = Help: { $help }
diag-linear-fix = Fix: { $fix }
