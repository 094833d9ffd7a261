# The console.

## Home
tui-home-title = Home
tui-home-loading = Reading the lessons …
tui-home-empty = There are no lessons in this build.
tui-home-continue = Continue
tui-home-suggested = Suggested
tui-home-modules = Modules
tui-home-counts = { $passed } of { $all } passed · { $read } of { $lessons } read
tui-home-placement = What do you know already? A few claims find the lessons that you can skip.
tui-home-returning = { $count ->
    [one] one thing that was wrong returns today
   *[other] { $count } things that were wrong return today
    }
tui-review-title = Review
tui-review-count = { $at } of { $all }
tui-review-how = This was wrong some days ago. Is it true?
tui-review-done = { $right } of { $all } right.
tui-review-nothing = Nothing returns today.
tui-review-returns = What was wrong returns after one day, then after three and seven.
tui-review-scenarios = These exercises return as well. Enter opens one:
tui-placement-title = What do you know already?
tui-placement-how = True or false? If you are not sure, say so: a lucky guess only skips a lesson that you need.
tui-placement-known = You know what these lessons teach: { $lessons }. They are no longer suggested; the list of lessons on the home screen keeps them. Enter leads to the next step.
tui-placement-count = claim { $at }
tui-placement-none = Begin at the beginning. Enter leads to the first lesson.
tui-linear-claim = Say true, false, or unsure if you do not know.
tui-linear-next = Say next to go on.
tui-home-lessons = { $count ->
        [one] The lesson
       *[other] All { $count } lessons
    }
tui-home-everything = All { $count } scenarios
tui-module-1 = Underneath: containers are processes
tui-module-2 = Images you may trust
tui-module-3 = Runtime confinement
tui-module-4 = Network policy

## Catalogue
tui-catalogue-title = All scenarios
tui-catalogue-count = { $shown } of { $all }
tui-catalogue-hint = / filters by title, id, tag, exam
tui-catalogue-none = Nothing fits. Esc shows everything again.
tui-filter-all = all
tui-filter-minutes = up to { $minutes } min
tui-column-kind = Task
tui-column-state = State
tui-column-id = Id
tui-column-title = Title
tui-column-lesson = Lesson
tui-column-difficulty = Level
tui-column-minutes = Min
tui-column-points = Points
tui-column-best = Best
tui-column-exercises = Exercises
tui-state-new = new
tui-state-open = open
tui-state-failed = not yet
tui-state-passed = passed

## Workspace
tui-pane-task = Task
tui-pane-editor = Editor
tui-pane-predictions = What would happen
tui-pane-questions = Questions
tui-questions-count = answered { $answered } of { $all }
tui-questions-unreadable = { $file } cannot be read as YAML, so the questions cannot be shown. Put the text right in the editor; “reset” begins anew.
tui-questions-linear = Say answer, the question and a choice, in words or numbers: answer 1 2. In a table the line comes second: answer 1 3 2. Of a list say all: answer 2 1 4, or answer 2 none.
tui-question-choice = one of these:
    .told = One of:
tui-question-class = for each line one of these, by its number or with ← →:
    .told = For each line one of:
tui-question-set = all that apply:
    .told = All that apply of:
tui-question-order = in the right order, one after the other:
    .told = In the right order:
tui-question-none = none of these
tui-question-open = not answered
tui-question-answer = Your answer: { $answer }.
tui-question-right = Right.
tui-question-wrong = Not right.
tui-question-unknown = The file says “{ $word }”, which is none of the choices.
tui-pane-problems = Problems
tui-task-namespace = namespace
tui-task-hint = hint { $number }
tui-hint-cost = { $points ->
    [0] free
    [one] costs { $points } point
   *[other] costs { $points } points
    }
tui-points = { $points } pt
tui-offline = offline
tui-modified = modified
tui-from = from
tui-command = command
tui-now = now
tui-wanted = wanted
tui-judging = Working it out …
tui-no-predictions = Nothing is predicted in this scenario.
tui-predictions-unreadable = The files cannot be read as YAML yet, so nothing can be said.
tui-predictions-stale = A file cannot be read; this was true before.
tui-no-problems = No problems.
tui-no-fix = There is no certain repair here.
tui-fixed = Repaired: { $fix }
tui-passed = Passed: { $score } of { $points } points.
tui-not-yet = Not yet: { $score } of { $points } points.
tui-checked-failed = Not yet: { $score } of { $points } points. { $key } opens the whole verdict.
tui-checked-passed = Passed: { $score } of { $points } points. { $key } looks back and leads to the next one.
tui-checked-lesson = lesson { $lesson }
tui-checked-whole = { $key } verdict
tui-vim-leave = :q goes back, :w saves and checks

## Lesson
tui-minutes = { $minutes } min
tui-drill-answered = This one is answered. Tab leads to the next.
tui-lesson-end = There is no further lesson.
tui-lesson-no-example = This lesson has no example to try.
tui-scratch-task = **This is the example of lesson { $lesson }.** Change it and watch what its commands would answer; `Ctrl-K` opens a shell for others. Nothing is asked, and nothing is counted.
tui-lessons-title = All lessons
tui-lesson-exercises = Exercises
tui-lesson-read = read
tui-lesson-known = known
tui-scratch-checked = This is an example to try; nothing is asked and nothing is counted.
tui-answer-right = Right: it is { $truth ->
        [yes] true
       *[no] false
    }.
tui-answer-wrong = { $said ->
        [yes] You said true, but
        [no] You said false, but
       *[unsure] You were not sure:
    } it is { $truth ->
        [yes] true
       *[no] false
    }.
callout-exam = In the exam
callout-note = Note
callout-tip = Tip
callout-important = Important
callout-warning = Mind
callout-caution = Careful

## Verdict
tui-verdict-title = verdict
tui-verdict-cost = Hints or the solution cost { $percent } % of the points.
tui-verdict-again = Enter leads to the place, Esc back to the exercise, F6 to a hint.
tui-verdict-next = n or Enter leads to the next scenario, F7 to the solution.
tui-verdict-compared = Your answer and the reference
tui-verdict-goal = Goal: { $asks }
tui-verdict-same = They mean the same.
tui-verdict-lesson = l lesson { $lesson }
tui-verdict-flow = is { $got }, should be { $wanted }
tui-verdict-decided = , decided by { $policies }
tui-all-passed = Everything is passed. Well done.

## Beside the exercise
tui-ask-hint = { $cost ->
    [0] This hint costs nothing. Show it?
    [one] This hint costs { $cost } point; at most { $left } of { $points } are left then. Show it?
   *[other] This hint costs { $cost } points; at most { $left } of { $points } are left then. Show it?
    }
    .title = Hint { $number }
tui-ask-solution = You have not passed yet. Seeing the solution now costs all { $points } points until you reset. Show it?
    .title = Solution
tui-ask-quit = The disk refused your last changes, so they are in memory only, and leaving loses them. Leave all the same?
    .title = Not saved
tui-ask-reset = { $files ->
    [one] The file goes back to the start. Undo brings your text back as long as the exercise is open. Go on?
   *[other] All { $files } files go back to the start. Undo brings your text back as long as the exercise is open. Go on?
    }
    .title = Reset
tui-reset-done = The files are as at the start.
tui-no-hints = This scenario has no hint.
tui-cluster-none = No cluster is connected. Everything works without one; “cofferdam doctor” says what is missing.
tui-cluster-title = On the cluster
tui-cluster-busy = cluster …
tui-cluster-progress = cluster { $done }/{ $total }
tui-cluster-agrees = cluster ✓
tui-cluster-differs = cluster ✗
tui-cluster-since = { $stage } ({ $seconds } s). x cancels; Esc goes back to the editor while it runs.
tui-cluster-stopped = Not confirmed. F5 begins again.
tui-cluster-no-log = No request has been made yet.
tui-cluster-ended = Confirming has ended: { $state }. F5 shows it.
tui-cluster-leaving = Leaving: what was made on the cluster is being removed …
tui-ask-cluster = The kubeconfig's context is { $context } at { $server }. cofferdam would make namespaces of its own there, all named cofferdam-…, and remove them again. Nothing else is touched. The answer is remembered.
    .title = Use this cluster?
tui-solution-which = Right answer { $number } of { $count }
tui-no-offers = Nothing more is known that could stand here.
tui-no-docs = The cursor stands on no field that Kubernetes knows.
tui-words-title = Words used here
tui-no-words = None of the glossary's words is used here.
tui-docs-optional = May be left out.
tui-docs-required = Must be given.
tui-docs-default = Left out, it is `{ $value }`.
tui-docs-since = Since Kubernetes { $version }.
tui-docs-until = Up to Kubernetes { $version }.
tui-docs-values = One of { $values }.
tui-docs-fields = Fields
tui-map-title = map
tui-map-port = port { $port } ({ $at } of { $count })
tui-map-legend = ✓ open   ↓ closed by ingress   ↑ closed by egress   ✗ closed by both   · itself or outside
tui-map-axes = Rows connect, columns are connected to. The arrow keys choose a cell.
tui-map-axes-ports = Rows connect, columns are connected to. The arrow keys choose a cell, n the next port.
tui-map-empty = There is nothing to connect in this world.
tui-why-title = why
tui-why-empty = None of your files makes a Pod yet.
tui-why-unknown = Nothing is known about this container: it does not exist or does not start.
tui-why-field = field
tui-why-value = value
tui-why-level = decided by
tui-why-none = none
tui-why-count = { $at } of { $count }
tui-why-rule = The container's value wins over the Pod's, the Pod's over the image's, the image's over the default.
tui-level-container = container
tui-level-pod = Pod
tui-level-image = image
tui-level-default = default
tui-level-namespace = namespace
tui-level-runtime = runtime
tui-kubectl-hint = A shell on a machine of your own: the files of the exercise are here (ls), and kubectl, or k, reaches the cluster that the task describes. k apply -f FILE puts a file in force; k run … --dry-run=client -o yaml > FILE writes one; vim FILE opens it in the editor. What counts for the check is in the files. Tab completes, ↑ recalls, exit leaves.
tui-kubectl-endless = It would go on until somebody stops it, so it was stopped.
tui-kubectl-not-simulated = { $what } is not simulated here, so there is no answer rather than a guess.
tui-kubectl-foreign = { $name } is none of the exercise's files; the editor opens only those. cat shows it, and a redirection writes it.
tui-kubectl-changed = { $name } has changed in the editor too.
tui-kubectl-namespace = namespace { $namespace }

## Editor
mode-plain = EDIT
mode-normal = NORMAL
mode-insert = INSERT
mode-visual = VISUAL
mode-visual-line = V-LINE
mode-visual-block = V-BLOCK
mode-prompt = COMMAND
tui-editor-says = { $text }
tui-read-only = This file may only be read.
tui-search-none = “{ $text }” is not found.
tui-hangul = The keyboard types Hangul; vim's commands are Latin letters. Switch it with 한/영.
tui-command-refused = “:{ $text }” is not available here: it reaches beyond this text.
tui-command-unknown = “:{ $text }” is not a command that this editor knows.
tui-substituted = { $text ->
    [one] { $text } place changed.
   *[other] { $text } places changed.
    }
tui-keys-vim = The editor takes vim's keys now.
tui-keys-plain = The editor takes plain keys now.
tui-ground-dark = The colours are for a dark ground now.
tui-ground-light = The colours are for a light ground now.

## First start
tui-welcome-title = Welcome
tui-welcome = Two questions before the start. Both can be changed at any time with Ctrl-P.
tui-welcome-language = Language: English
    .about = F2 changes it, here and everywhere.
tui-welcome-vim = vim keys
    .about = As in the exam. i types, Esc ends typing, :w saves and checks.
tui-welcome-plain = Plain keys
    .about = Type at once. Arrows move, Shift selects, Ctrl-Z undoes, Ctrl-S checks.

## Palette and help
tui-palette-title = Actions
tui-palette-hint = type a few letters of what you want to do
tui-palette-none = Nothing fits.
tui-help-title = Keys
tui-help-hint = type to find a key

## Frame
tui-saved = saved
tui-unsaved = saving …
tui-memory-only = not saved
tui-second-console = Another console is open on this progress. Both save their work.
tui-kept-aside = Another console changed this file. Its text is kept in { $file }.
tui-too-small = This window is too small. At least { $width } × { $height } characters are needed; Ctrl-Q quits.
tui-at-home = This is home. { $key } quits.
tui-not-here = “{ $action }” does nothing on this screen.
tui-content-broken = The lessons cannot be read: { $reason }
tui-no-terminal = The console cannot use this terminal: { $reason }

## Conversation
tui-linear-begin = Cofferdam, as a conversation. An empty line tells where you are, help what can be said: open E03, task, check, edit, hint, kubectl get pods, quit.
tui-linear-check-passed = Passed, { $weight } percent: { $asks }
tui-linear-check-failed = Not passed, { $weight } percent: { $asks }
tui-linear-check-skipped = Not looked at yet, { $weight } percent: { $asks }
tui-linear-yes-or-no = Say yes or no.
tui-linear-verdict-again = Say back to return to the exercise, edit to change a file, hint for a hint, lesson to read.
tui-linear-verdict-next = Say next for the next scenario, solution to compare.
tui-linear-help = Besides these: open ID, find WORDS, edit FILE, kubectl COMMAND, yes, no.
tui-linear-unknown = “{ $line }” is not understood. Say help.
tui-linear-nothing-open = No scenario is open. Say open and an id.
tui-linear-no-such = There is no { $id }. “find WORDS” looks for scenarios, “lessons” lists the lessons.
tui-linear-drill = { $count ->
        [one] It has one claim that is true or false. Say next-pane to answer it.
       *[other] It has { $count } claims that are true or false. Say next-pane to answer them one by one.
    }
tui-linear-exercise = Say open to begin the exercise { $id }, { $title }.
tui-linear-next-claim = Say next-pane for the next claim, back to leave them.
tui-linear-no-editor = { $editor } does not start: { $reason }. Set EDITOR.
tui-linear-row = { $minutes } minutes, { $points } points, lesson { $lesson }
tui-linear-met = { $command }: now { $now }, as wanted.
tui-linear-unmet = { $command }: now { $now }, wanted { $wanted }.
tui-linear-free = { $command }: now { $now }.

## Contexts
context-home = Home
context-catalogue = Catalogue
context-lessons = Lessons
context-lesson = Lesson
context-scratch = A lesson's example
context-workspace = Exercise
context-editor = Editor
context-vim-normal = Editor, vim's normal mode
context-vim-typing = Editor, vim's other modes
context-pane = Exercise, outside the editor
context-answers = Exercise, its questions
context-verdict = Verdict
context-review = Review and placement
context-claim = A claim that waits
context-map = Map
context-drill = Lesson's questions
context-turning = Ports, containers, solutions
context-cluster = Cluster
context-kubectl = kubectl
context-question = Questions
context-choice = Choices
context-moving = Lists and pages
context-list = Lists and pages, where nothing is typed
context-reading = Where nothing is typed
context-dialog = Over a screen: questions, lists, pages
context-global = Everywhere

## Actions
action-quit = quit
    .about = Leave. Everything is saved.
action-help = help
    .about = Every key, this screen's first.
action-palette = actions
    .about = Every action, found by typing.
action-language = 한국어
    .about = Change the language.
action-ground = dark or light
    .about = Change the colours' ground.
action-key-style = vim or plain keys
    .about = Change the editor's keys.
action-suspend = suspend
    .about = Back to the shell until fg.
action-back = back
    .about = To the screen before.
action-home = home
    .about = To the first screen.
action-catalogue = catalogue
    .about = Find a scenario.
action-lessons = lessons
    .about = Find a lesson to read.
action-continue = continue
    .about = Go on where you left off.
action-open = open
    .about = Open what is selected.
action-lesson = lesson
    .about = Read the lesson that belongs here.
action-up = up
    .about = One up.
action-down = down
    .about = One down.
action-left = left
    .about = One to the left.
action-right = right
    .about = One to the right.
action-page-up = page up
    .about = A page up.
action-page-down = page down
    .about = A page down.
action-top = first
    .about = To the beginning.
action-bottom = last
    .about = To the end.
action-filter = filter
    .about = Type to narrow the list.
action-filter-exam = exam
    .about = Show one exam's scenarios, then the next one's.
action-filter-module = module
    .about = Show one module's scenarios, then the next one's.
action-filter-kind = task
    .about = Show one kind of task: predict, write, fix, debug.
action-filter-minutes = time
    .about = Show what fits into 5, 10 or 15 minutes.
action-check = check
    .about = Save and judge your files.
action-next-pane = pane
    .about = To the next pane.
action-previous-pane = pane before
    .about = To the pane before.
action-editor = editor
    .about = To the editor.
action-task = task
    .about = To the task.
action-predictions = predictions
    .about = To what would happen.
action-problems = problems
    .about = To the list of problems.
action-zoom = zoom
    .about = This pane alone, and back.
action-grow = grow
    .about = More room for this pane.
action-shrink = shrink
    .about = Less room for this pane.
action-next-file = next file
    .about = To the next file.
action-previous-file = file before
    .about = To the file before.
action-next-problem = problem
    .about = To the next problem.
action-previous-problem = problem before
    .about = To the problem before.
action-quick-fix = repair
    .about = Apply the certain repair on this line.
action-complete = complete
    .about = Offer what can stand here.
action-words = words
    .about = What the words mean that this text uses.
action-docs = documentation
    .about = What the field under the cursor means.
action-kubectl = kubectl
    .about = Try commands on your files.
action-cluster = cluster
    .about = Confirm on a real cluster.
action-cancel = cancel
    .about = End what is under way and clean up.
action-log = requests
    .about = Show every request that was made, or the answers again.
action-hint = hint
    .about = The next hint, its cost first.
action-solution = solution
    .about = Compare with the solution.
action-reset = reset
    .about = Set the files back to the start.
action-map = map
    .about = Who may reach whom.
action-why = why
    .about = Who the process is, and which level decided.
action-verdict = verdict
    .about = The last verdict again.
action-try = try
    .about = Try the example.
action-next = next
    .about = To the next one.
action-previous = previous
    .about = To the one before.
action-review = review
    .about = Answer what was wrong and returns today.
action-placement = placement
    .about = Find out what you know already.
action-unsure = I do not know
    .about = Say that you do not know.
action-choose = choose
    .about = Choose an answer, or take it back; a digit chooses by number.
action-clear = no answer
    .about = Take the answer away.
action-undo = undo
    .about = Take the last answer back.
action-yes = yes
    .about = Yes.
action-no = no
    .about = No.
action-true = true
    .about = Say that the claim is true.
action-false = false
    .about = Say that the claim is false.
action-copy = copy
    .about = Copy to the clipboard.
tui-first-enter-form = The questions are open. From now on Enter chooses an answer.
tui-first-enter = The text is open. Enter types a line from now on.
context-exam = A task of a paper
context-hall = The exam's hall
context-sheet = Score sheet
action-exam = exam
    .about = Sit a paper under exam rules.
action-submit = hand in
    .about = End the paper and have it marked.
action-flag = flag
    .about = Mark this task to come back to, or no longer.
action-notes = notes
    .about = To the notepad, and back to the task.
action-save = save
    .about = Keep what is typed; nothing is checked.

## The editor's own keys
edit-insert = type
    .about = Type before the cursor.
edit-normal = end typing
    .about = End typing, or drop a selection.
edit-undo = undo
    .about = Take the last change of the text back.
edit-redo = redo
    .about = Make the change again that was taken back.
edit-find = find
    .about = Find words in the text.
edit-find-next = find next
    .about = To the next place that was found.
edit-replace = replace
    .about = Put b in the place of every a.
edit-select-all = select all
    .about = Select the whole text.
edit-select-lines = select lines
    .about = Select whole lines, then move.
edit-copy = copy text
    .about = Copy what is selected, or the line.
edit-cut = cut
    .about = Take what is selected, or the line, away to paste it elsewhere.
edit-paste = paste
    .about = Put in what was copied or cut.
edit-indent = indent
    .about = Move lines two columns to the right.
edit-outdent = outdent
    .about = Move lines two columns to the left.
edit-comment = comment
    .about = Make lines a comment, or text again.
edit-save-check = save and check
    .about = Save, and judge the files.
edit-leave = leave
    .about = Back to the screen before; everything is saved.
edit-save-leave = save, check, verdict
    .about = Save, check, and open the verdict.
