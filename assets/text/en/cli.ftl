# The command line. `command-<path>` is a command's own line in the help, its attributes are its flags.

cli-error = cofferdam: { $message }
cli-see-help = See `{ $command } --help`.
cli-did-you-mean = Did you mean: { $names }?
cli-valid-values = Possible: { $names }.
cli-unknown-argument = { $arg }: there is no such argument here.
cli-unknown-command = { $name }: there is no such command.
cli-value-missing = { $arg }: a value is missing.
cli-value-number = { $arg }: { $value } is not a whole number that fits
cli-format-elsewhere = --format { $format } is for `cofferdam { $command }` alone. Every other command answers with human, json or linear.
cli-value-invalid = { $arg }: { $value } does not fit
cli-argument-missing = Missing: { $arg }.
cli-argument-conflict = { $arg } and { $other } exclude each other.
cli-subcommand-missing = A command of its own is missing behind this one.
cli-unknown-language = { $lang }: no such language. There are: { $known }.
cli-no-terminal = The console needs a terminal, and this is none. Run a command instead, such as `cofferdam list`, or start it in a terminal.
cli-no-console = This build has no console: it was made without the feature "tui". The commands work; see `cofferdam --help`.
cli-config-invalid = { $file }: the configuration cannot be used: { $error }. Known keys: lang, color, pack.
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
    .linear = the same as --format linear; without a command, a conversation instead of the console's screen
    .lang = language
    .color = colour; NO_COLOR and CLICOLOR_FORCE are honoured
    .config = configuration file
    .quiet = say nothing on stderr but errors
    .verbose = say more
    .help = print help
    .version = print the version
    .files = manifests: files, folders or -
    .namespace = namespace of the kubectl context
    .k8s-version = Kubernetes version
    .world = facts about the cluster that manifests do not say
    .seed = seed of a variant: the same idea with new names
    .ports = port to ask about; repeatable
    .externals = address outside the cluster that takes part; repeatable
command-completions = Print the completion script of a shell
    .shell = shell
command-man = Print the manual page
command-help = Explain a command
    .command = the command

cli-file-large = { $file }: larger than { $limit } MiB, so it is not a manifest. Split it, or name the files you mean.
cli-file-binary = { $place }: this is not text (UTF-8). Check that it is the manifest and not an archive or an image.
cli-folder-empty = { $folder }: there is no manifest (*.yaml, *.yml, *.json) in this folder.
cli-folder-deep = { $folder }: the folders are nested too deep; a link may lead back to itself.
cli-version-unknown = { $version }: no Kubernetes version whose rules are known. There are { $oldest } to { $newest }.
cli-pss-unknown = { $level }: no Pod Security Standard. Write privileged, baseline or restricted, with a version if you like: restricted:v1.34.
cli-content-broken = The lessons and scenarios cannot be read:
    { $errors }
cli-no-variant = { $id }: the new names of this seed do not fit this scenario. Choose another seed.
cli-no-scenario = { $id }: there is no such scenario. `cofferdam list scenarios` shows them all.
cli-scenario-no-lesson = { $id } is a scenario, not a lesson. `cofferdam show { $id }` shows its task and names its lesson.
cli-no-lesson = { $id }: there is no such lesson. `cofferdam list lessons` shows them all.
cli-lesson-no-scenario = { $id } is a lesson, not a scenario. `cofferdam read { $id }` shows it and names its scenarios.

cli-list-module = Module { $module }
cli-list-minutes = { $minutes } min
cli-list-read = { $minutes } min · { $percent } % read
cli-list-scenario = { $kind } · { $minutes } min · { $points } { $points ->
        [one] point
       *[other] points
    }
cli-list-passed = passed, best { $best }
cli-list-tried = tried, best { $best }
cli-list-started = started
cli-next = { $id } { $title }: { $because }
cli-next-how = Run `cofferdam { $command } { $id }`.
cli-review-nothing = Nothing returns today.
cli-review-no-item = { $item }: there is no such item. `cofferdam review` and `cofferdam placement` show the items there are.
cli-review-right = Right.
cli-review-wrong = Not right; it returns tomorrow.
cli-placement-how = Answer each with `cofferdam placement ITEM true`, `false` or `unknown`. A right answer asks a few more: a lesson counts as known when its own claims are right.
cli-placement-more = Now these:
cli-list-nothing = Nothing fits these conditions. Take one away, or run `cofferdam list` alone.
cli-list-lesson-linear = Lesson { $id }: { $title }. Module { $module }, { $minutes } minutes, { $percent } percent read.
cli-list-scenario-linear = Scenario { $id }: { $title }. Of lesson { $lesson }: { $note }.
cli-read-next = Practise it: { $ids }
cli-show-about = { $kind } · lesson { $lesson } · { $minutes } min · { $points } { $points ->
        [one] point
       *[other] points
    }
cli-show-place = Namespace { $namespace }. Files: { $files }.
cli-show-start = `cofferdam start { $id }` writes the files for your own editor.
cli-start-exists = { $files }: already there, and nothing was written. Use --force to start over, or --dir for another folder.
cli-start-next = Edit the files, then run `cofferdam check { $id } --dir { $dir }`.
cli-hint-none = { $id } has no hints.
cli-hint-free = Hint { $number } of { $count }. It is free.
cli-hint-cost = Hint { $number } of { $count }. A pass counts at most { $left } of { $points } points now.
cli-hint-again = This is the last of { $count } hints, said again. A pass still counts at most { $left } of { $points } points.
cli-hint-ask = Hint { $number } costs points: at most { $left } of { $points } are left then. Show it? [y/N]
cli-hint-confirm = Hint { $number } costs points: at most { $left } of { $points } are left then. `cofferdam hint { $id } --yes` shows it.
cli-solution-ask = You have not passed { $id } yet. Seeing the solution costs all its points until you reset it. Show it? [y/N]
cli-solution-yes = yes
cli-solution-confirm = You have not passed { $id } yet, and seeing the solution costs all its points until you reset it. Add --yes to see it all the same.
cli-validate-fixed = { $file }: { $count } { $count ->
        [one] repair
       *[other] repairs
    } applied.
cli-validate-accepted = { $file }, line { $line }: { $object } is accepted.
cli-validate-refused = { $file }, line { $line }: { $object } is refused.
cli-validate-dockerfile = A Dockerfile is no manifest: it is looked at as `docker build --check` does, without building it.
cli-validate-summary = { $documents } { $documents ->
        [one] document
       *[other] documents
    }, { $accepted } accepted, { $findings } { $findings ->
        [one] finding
       *[other] findings
    }.

command-list = Show lessons and scenarios with your progress
    .what = only one of the two
    .module = only this module
    .exam = only scenarios that serve this exam
    .kind = only scenarios of this kind
    .minutes = only what takes at most this long
command-next = Suggest one thing to do next, and say why
    .module = only in this module
    .exam = only scenarios that serve this exam
    .kind = only scenarios of this kind
    .minutes = only what takes at most this long
command-review = Show what was wrong and returns today, after 1, 3 and 7 days; with an answer, say whether it is right
    .item = item, such as L07/3
    .answer = whether the claim is true
command-placement = Show six items that find out what you know already; with an answer, say whether it is right
    .item = item, such as L06/3
    .answer = whether the claim is true
command-read = Show a lesson
    .lesson = id of the lesson, such as L13
command-show = Show a task or a lesson
    .id = id, such as E03
command-start = Write a scenario's files to a folder, for your own editor
    .id = id of the scenario
    .dir = folder; the id in the current folder, if left out
    .force = write over files that are there
command-hint = Show the next hint and its cost
    .id = id of the scenario
    .yes = show it without asking, though it costs points
command-solution = Show the reference solution
    .id = id of the scenario
    .yes = show it even before passing, for all points
command-validate = Say what the API server would say of manifests
    .files = files, folders (walked) or - for standard input
    .k8s-version = version of the API server
    .namespace = namespace of the kubectl context
    .pss = Pod Security Standard to enforce: privileged, baseline, restricted
    .fix = apply the certain repairs to the files

cli-world-invalid = The world file cannot be used: { $error }
cli-refused = { $place }: the manifest is refused.
cli-no-pods = There is no Pod in these manifests, nor a workload that makes one.
cli-no-pod = { $pod }: there is no such Pod in these manifests. Check the name and --namespace.
cli-effective-container = Pod { $pod }, container { $container }
cli-effective-init = Pod { $pod }, init container { $container }
cli-effective-origin = from { $origin }
cli-effective-linear = { $name }: { $value }, from { $origin }.
cli-effective-linear-plain = { $name }: { $value }.
cli-why-pod = Pod { $pod }: { $phase }
cli-why-workload = { $kind } { $name }: no Pods
cli-why-container = Container { $container }: { $state }, restarts: { $restarts }
cli-why-exit = Exit code { $code }.
cli-why-no-exit = The command was not run to its end.
cli-why-not-simulated = What this command does is not simulated.
cli-credentials-for = For { $image } the kubelet looks up { $repository }.
cli-credentials-none = No credential matches, so it asks without one.
cli-credentials-try = { $number }. User { $username } of Secret { $secret }, entry { $key }.
cli-netpol-address = { $address }: no IP address.
cli-netpol-port = { $port }: no port. Write a number from 1 to 65535, with /TCP, /UDP or /SCTP if you like.
cli-netpol-no-port = No Pod declares a port and no policy names one. Choose one with --port, such as --port 80.
cli-netpol-no-pods = There is no Pod in these manifests. A table needs the Pods that the policies speak of: name their files with -f too.
cli-netpol-no-pod = { $id }: there is no such Pod in these manifests. Write namespace/name, or an IP address.
cli-netpol-none = There is no NetworkPolicy in these manifests.
cli-netpol-count = { $flows } { $flows ->
        [one] flow
       *[other] flows
    }, { $open } open.
cli-netpol-open = { $src } can connect to { $dst } on { $port }{ $count ->
        [0] ; no policy has a say
       *[other] ; decided by { $policies }
    }.
cli-netpol-blocked = { $src } cannot connect to { $dst } on { $port }; decided by { $policies }{ $count ->
        [1] {""}
       *[other] {" "}together
    }.
cli-netpol-port-title = Port { $port }: who (left) reaches whom (above)
cli-netpol-legend = ✓ open · ✗i blocked by the destination's ingress · ✗e by the source's egress · ✗ei by both
cli-netpol-reaches = { $src } reaches on { $port } { $count ->
        [0] nobody
       *[other] { $open }
    }.
cli-netpol-opened = { $src } can now connect to { $dst } on { $port }.
cli-netpol-closed = { $src } can no longer connect to { $dst } on { $port }.
cli-netpol-ends = Say which connection: SRC DST PORT, such as web db 6379.
cli-netpol-undefined = { $pods } { $count ->
        [one] uses its
       *[other] use their
    } node's network (hostNetwork): what NetworkPolicies do to such traffic is undefined.
cli-netpol-same = Both mean the same: no flow differs.

command-effective = Show the security context that each container ends up with, and where each value comes from
command-credentials = Show which pull credentials would be tried for an image, in order, and why
    .image = image as a Pod names it
    .namespace = namespace of the Pod
    .pod = Pod whose imagePullSecrets count; without it, every Secret of the namespace
command-why = Say how a Pod ended up as it is, or why a command in it answers as it does
    .pod = Pod; every Pod of the manifests, if left out
    .namespace = namespace of the Pod
    .container = container for the command; the Pod's first, if left out
    .command = command to explain, as kubectl exec would run it
command-netpol = Show what network policies mean
command-netpol-matrix = Show who reaches whom, as a table for each port
command-netpol-flows = List every source, destination and port
command-netpol-why = Say why one connection is open or blocked
    .src = Pod as namespace/name, or an IP address
    .dst = Pod as namespace/name, or an IP address
    .at = port of the destination
command-netpol-diff = Compare two sets of manifests over all their flows
    .files = manifests before: files, folders or -
    .after = manifests after
command-netpol-describe = Describe policies in kubectl's wording
command-kubectl = Run one kubectl command in a simulated cluster
    .files = manifests that make up the cluster
    .world = facts about the cluster that manifests do not say
    .scenario = the cluster of this scenario, with your saved work in it
    .arguments = what follows the word kubectl
cli-check-folder = Graded: the files in { $dir }.
cli-check-saved = Graded: what the console saved of { $id }. For files of your own, use --dir.
cli-check-start = Graded: the starting files of { $id }, for nothing was saved yet. For files of your own, use --dir.
cli-check-no-folder = { $dir }: no such folder. `cofferdam start { $id } --dir { $dir }` makes it with the starting files.
cli-check-no-file = { $file }: this file of { $id } is missing. `cofferdam start { $id } --dir { $dir }` writes it again.
cli-check-other-files = Graded with them: { $files }. { $id } does not know these; what is in them counts as with `kubectl apply -f` of the whole folder.
cli-check-without-files = Not in the folder, so left out: { $files }.
cli-check-unchanged-files = Not in the folder, so taken as at the start: { $files }.
cli-check-passed = { $id } { $title }: passed, { $score } of { $points } points.
cli-check-failed = { $id } { $title }: not passed yet, { $score } of { $points } points.
cli-check-cost = Hints or the solution cost { $cost } % of the points.
cli-check-will-count = A pass will count { $worth } of { $points } points: hints or the solution cost { $cost } %.
cli-check-would-happen = What would happen
cli-check-wanted = wanted: { $wanted }
cli-check-linear-passed = Passed, { $weight } percent: { $message }
cli-check-linear-failed = Failed, { $weight } percent: { $message }
cli-check-linear-skipped = Skipped, { $weight } percent: { $message }
cli-check-linear-place = See { $file }, line { $line }, column { $column }.
cli-watch-waiting = Waiting for the next save in { $dir }. Ctrl-C ends it.

command-check = Grade your files
    .id = id of the scenario
    .dir = folder with your files; the folder named like the scenario, or the console's saved work, if left out
    .cluster = confirm the verdict on a real cluster
    .context = context of the kubeconfig to use
    .kubeconfig = kubeconfig; KUBECONFIG or ~/.kube/config, if left out
    .yes = use the context without asking, and remember it
command-watch = Grade your files at every save, until they pass
    .id = id of the scenario
    .dir = folder with your files; the folder named like the scenario, if left out

cli-explain-parent = `cofferdam explain { $path }` lists the fields there are.
cli-explain-unknown = { $name }: no field, rule or check of this name. A field's path begins with its kind: pod.spec.securityContext.
cli-validate-document = document { $document }

command-explain = Explain a field, a rule or a check
    .name = path of a field such as pod.spec.securityContext, or the id of a rule or check
    .k8s-version = Kubernetes version
cli-netpol-standing = A port that no Pod declares and no policy names stands for all others like it.

cli-pack-findings = { $count ->
        [0] The contract holds.
        [one] { $count } finding.
       *[other] { $count } findings.
    }
cli-pack-id = { $id }: an id is a capital letter and two digits, such as E20.
cli-pack-exists = { $folder }: already there, and nothing was written. Choose another id or folder.
cli-pack-empty = { $dir }: there is no pack here: neither a folder `lessons` nor `scenarios` with files.
cli-pack-next = Fill them in, then run `cofferdam pack lint { $dir }`.

command-pack = For authors: check, make and preview lessons and scenarios
command-pack-lint = Hold a pack against the content contract
    .dir = folder of the pack; the lessons and scenarios inside the program, if left out
    .seeds = hold the variants of the seeds 1 to N to the contract instead
command-pack-new = Make the files of a new scenario
    .id = id of the new scenario
    .dir = folder of the pack; the current one, if left out
    .kind = write (the default): a manifest is the answer; predict: questions, whose key the simulator works out
command-pack-schema = Print the JSON Schema of scenario.yaml or lesson.yaml, for the author's editor
    .page = which page
command-pack-preview = Show a task or a lesson of a pack as a learner sees it
    .id = id
    .dir = folder of the pack
command-exam = Sit a paper under exam rules: drawn by a seed, timed, marked with partial credit
    .examples =
        cofferdam exam new half --exam cka --seed 7
        cofferdam exam show 1 --dir paper
        cofferdam exam submit --dir paper
command-exam-new = Draw a paper; its clock starts with the first task that is shown
    .blueprint = full (17 tasks, 120 minutes), half (8, 60) or sprint (4, 25; the default)
    .exam = whose mix of tasks and pass mark; cka, if left out
    .topic = only this: network, security-context, images, admission, or a tag of scenarios
    .seed = number behind the paper: the same number gives everybody the same paper
command-exam-list = List the papers, and how ready you are in each domain
command-exam-show = Show a task of the paper; the first one starts the clock
    .number = number of the task; the one shown last, if left out
    .paper = name of the paper; the one under way, if left out
    .dir = write the task's files to a folder of its number in this folder, unless they are there
command-exam-submit = Hand the paper in, mark it and show the score sheet
    .paper = name of the paper; the one under way, if left out
    .dir = folder that `exam show --dir` wrote to; what the console saved, if left out
    .yes = hand in without asking, though there is time left
command-exam-report = Show a score sheet; 0 if the paper is passed
    .paper = name of the paper; the last one, if left out
cli-exam-drawn = { $paper }: { $tasks } tasks, { $minutes } minutes, { $pass } % to pass, mark { $fingerprint }
cli-exam-task = Task { $number }: { $weight } %, { $domain }
cli-exam-how = The clock starts with the first task: open the console (x at home), or `cofferdam exam show 1 --paper { $paper } --dir paper`. Facts of the exams as of { $checked }; an independent project, no exam questions.
cli-exam-none = No paper has been drawn yet: `cofferdam exam new`.
cli-exam-no-paper = { $id }: there is no such paper. `cofferdam exam list` shows them.
cli-exam-running = { $paper } is under way with { $left } left. Hand it in first: `cofferdam exam submit`.
cli-exam-over = { $paper } is over; its tasks are shown with the score sheet: `cofferdam exam report { $paper }`.
cli-exam-ended = { $paper } was handed in already: `cofferdam exam report { $paper }`.
cli-exam-not-begun = { $paper } has not begun: `cofferdam exam show 1` shows the first task and starts the clock.
cli-exam-no-task = There is no task { $number }: this paper has { $tasks }.
cli-exam-head = Task { $number } of { $tasks }, { $weight } %, { $left } left
cli-exam-confirm = { $paper } has { $left } left and nobody can be asked here. Hand it in with --yes.
cli-exam-ask = { $paper } has { $left } left. Hand it in? Nothing can be changed afterwards. (y/N)
cli-exam-again = Task { $number } again, the same idea in new names: cofferdam start { $id }
cli-exam-asked = { $id } is asked in { $paper }, whose clock runs. Hand it in first: `cofferdam exam submit`.

cli-pack-one-folder = Only one folder can be exported at a time. Name lessons or scenarios of it by their ids.
cli-pack-no-id = { $id }: there is no such lesson or scenario in this pack.
cli-pack-no-archive-there = { $file }: already there and no pack, so nothing was written. Choose another file.
cli-pack-exported = { $place }: { $lessons } { $lessons ->
    [one] lesson
   *[other] lessons
  }, { $scenarios } { $scenarios ->
    [one] scenario
   *[other] scenarios
  }, { $kib } KiB
cli-pack-imported = { $place }: { $lessons } { $lessons ->
    [one] lesson
   *[other] lessons
  }, { $scenarios } { $scenarios ->
    [one] scenario
   *[other] scenarios
  }, out of { $kib } KiB
cli-pack-needs = Needs program { $program } or newer. A cluster that confirms needs these images: { $images }
cli-pack-use = Work with it: COFFERDAM_PACK={ $dir } cofferdam, or `pack: { $dir }` in the configuration file.
archive-broken = This is not a pack of `cofferdam pack export`, or it was torn on the way: { $error }. Copy it again and compare the SHA-256.
archive-large = A pack is at most 5 MiB as one file.
archive-large-file = This file is larger than any of a pack may be (2 MiB). Nothing was unpacked.
archive-many-files = There are more files than a pack may have (10 000). Nothing was unpacked.
archive-no-contents = The table of contents (pack.json) does not stand first. Nothing was unpacked.
archive-not-ours = This table of contents is not that of a pack. Nothing was unpacked.
archive-newer = This pack needs program { $needed } or newer; this is { $own }. Update the program.
archive-path = This name would leave the pack or cannot be kept on every system. Nothing was unpacked.
archive-twice = This name stands twice, perhaps in other capitals. Nothing was unpacked.
archive-link = This is a link; a pack holds files only. Nothing was unpacked.
archive-special = This is neither a file nor anything else that a pack holds. Nothing was unpacked.
archive-executable = This can be run as a program; a pack holds texts only. Nothing was unpacked.
archive-binary = This is not text (UTF-8); a pack holds texts only. Nothing was unpacked.
archive-differs = The files are not those of the table of contents: the archive was changed. Nothing was unpacked.

command-pack-export = Write a pack to one file, the same bytes for the same pack, after checking it
    .what = folder of the pack, ids of lessons or scenarios, or both; the pack in use, if left out. A lesson comes with all its scenarios
    .out = file to write, such as class.tar.gz
command-pack-import = Check a pack that came as one file and unpack it
    .file = file that `pack export` wrote
    .dir = new folder; named like the file, if left out
