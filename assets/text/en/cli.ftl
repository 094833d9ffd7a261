# The command line. `command-<path>` is a command's own line in the help, its attributes are its flags.

cli-error = cofferdam: { $message }
cli-see-help = See `cofferdam --help`.
cli-did-you-mean = Did you mean: { $names }?
cli-valid-values = Possible: { $names }.
cli-unknown-argument = { $arg }: there is no such argument here.
cli-unknown-command = { $name }: there is no such command.
cli-value-missing = { $arg }: a value is missing.
cli-value-invalid = { $arg }: { $value } does not fit
cli-argument-missing = Missing: { $arg }.
cli-argument-conflict = { $arg } and { $other } exclude each other.
cli-subcommand-missing = A command of its own is missing behind this one.
cli-unknown-language = { $lang }: no such language. There are: { $known }.
cli-no-terminal = The console needs a terminal, and this is none. Run a command instead, such as `cofferdam list`, or start it in a terminal.
cli-no-console = This build has no console: it was made without the feature "tui". The commands work; see `cofferdam --help`.
cli-config-invalid = { $file }: the configuration cannot be used: { $error }. Known keys: lang, color.
cli-file-missing = { $file }: no such file or folder. Check the name, or where you are.
cli-file-denied = { $file }: permission denied. Check the file's mode and owner.
cli-file-is-folder = { $file }: this is a folder; a file is needed.
cli-file-under-file = { $file }: a part of this path is a file, not a folder.
cli-disk-full = { $file }: the disk is full. Make room and try again.
cli-disk-read-only = { $file }: the file system is read-only. Choose another folder.
cli-file-trouble = { $file }: { $error }.
cli-bug = cofferdam: this is a bug in cofferdam, not in your work. Your work is saved.
    { $summary }
    The report is in { $file }. It holds no manifest of yours; please attach it to an issue.
cli-bug-unsaved = cofferdam: this is a bug in cofferdam, not in your work, and the report could not be written to disk. It follows.
    { $summary }

cli-heading-usage = Usage:
cli-heading-commands = Commands
cli-heading-arguments = Arguments
cli-heading-options = Options
cli-heading-examples = Examples:

command = Kubernetes security, practised in the terminal: pull secrets, security contexts, network policies. Without a command the console opens.
    .format = how the answer is written; linear is for screen readers
    .lang = language
    .color = colour; NO_COLOR and CLICOLOR_FORCE are honoured
    .config = configuration file
    .quiet = say nothing on stderr but errors
    .verbose = say more
    .help = print help
    .version = print the version
command-completions = Print the completion script of a shell
    .shell = shell
command-man = Print the manual page
command-help = Explain a command
    .command = the command
