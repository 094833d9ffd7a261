# Exam papers: drawing, sitting, the score sheet.

exam-unknown = { $word }: there is no such paper or exam. There are: { $known }.
exam-too-few-tasks = This paper needs { $wanted } tasks, and there { $there ->
        [1] is 1
       *[other] are { $there }
    } of this exam on this topic. Choose a shorter paper, or no topic.
exam-too-few-repairs = At least { $wanted } tasks of this paper are to repair something, and this topic has { $there }. Choose another topic, or none.
exam-lost = { $paper }: this version of the program no longer has { $ids }, so the sheet cannot be drawn again. The result in the list stands.
exam-domain-network = Networking and policies
exam-domain-security-context = Security contexts
exam-domain-images = Images and registries
exam-domain-admission = Admission
exam-where = Work here: context { $context }, namespace { $namespace }. Work elsewhere is lost.
exam-state-drawn = drawn, not begun
exam-state-running = under way, { $left } left
exam-state-locked = time is over, not marked yet
exam-state-passed = { $total } %, passed ({ $pass } % needed)
exam-state-failed = { $total } %, not passed ({ $pass } % needed)
exam-readiness = Readiness, from the last { $count ->
        [1] paper
       *[other] { $count } papers
    }:
exam-passed = { $paper }: { $total } %, passed ({ $pass } % needed). { $full } of { $tasks } tasks whole, { $used } of { $whole } used.
exam-failed = { $paper }: { $total } %, not passed ({ $pass } % needed). { $full } of { $tasks } tasks whole, { $used } of { $whole } used.
exam-late = Handed in after 0:00 from a folder: what was written by then cannot be known, so it is marked and does not pass.
exam-domain-line = { $domain }: { $earned } of { $weight } % ({ $share } %)
exam-medians = Half of the tasks took { $taken } or less; half are meant to take { $meant } or less.
exam-row = Task { $number }, { $id } { $title }: { $earned } of { $weight } %, { $taken } (suggested { $meant })
exam-row-full = whole
exam-row-part = in part
exam-row-none = nothing
exam-misplaced = Lost, right work in the wrong place: { $kind } { $name } is in namespace { $found }; it belongs in { $wanted }.
exam-asked = ✗ { $weight } %  Asked: { $asks }
exam-nearest = The nearest solution ({ $solution }) differs in:
exam-diff-added = { $file } line { $line } is missing: { $text }
exam-diff-removed = { $file } line { $line } is too much: { $text }
exam-last = Last papers: { $papers }
exam-ready = { $domain }: { $share } % in { $tasks ->
        [1] 1 task
       *[other] { $tasks } tasks
    }

tui-exam-title = Exam
tui-exam-home = Exam: { $paper }, { $state }
tui-exam-home-none = Exam: a paper under exam rules, 25, 60 or 120 minutes
tui-exam-paper = Paper
tui-exam-for = Exam
tui-exam-topic = Topic
tui-exam-seed = Seed
tui-exam-full = full: { $tasks } tasks, { $minutes } minutes
tui-exam-half = half: { $tasks } tasks, { $minutes } minutes
tui-exam-sprint = sprint: { $tasks } tasks, { $minutes } minutes
tui-exam-pass = { $exam }, { $pass } % to pass
tui-exam-topic-all = everything, in the exam's mix
tui-exam-seed-any = any (type a number to sit the same paper as others)
tui-exam-draw-how = ←/→ change, Enter draws the paper. Its clock starts later, with the first task.
tui-exam-drawing = Drawing the paper …
tui-exam-marking = Marking …
tui-exam-rule-clock = The clock starts with the first task and never stops, not even while the program is closed. At 0:00 the paper locks and is marked.
tui-exam-rule-silence = No hints, no solutions, no verdicts until you hand in. What the API server says of your files is shown, as kubectl would; for the rest there is kubectl (Ctrl-K) and the documentation (F4).
tui-exam-rule-files = What stands in your files is marked. What you change with kubectl alone is not.
tui-exam-rule-place = Each task names its context and namespace. Right work elsewhere is lost.
tui-exam-rule-credit = Each check has its share of the task, each task its share of the paper. Jump, flag, take notes as you like.
tui-exam-drawn = { $paper } is drawn: { $tasks } tasks, { $minutes } minutes, { $pass } % to pass. Mark of this paper: { $fingerprint }.
tui-exam-begin = Enter shows the first task and starts the clock.
tui-exam-resume = Enter goes back to task { $number }. { $left } left.
tui-exam-mark-now = The time is over. Enter marks the paper.
tui-exam-past = Papers so far
tui-exam-task = Task { $number } of { $tasks }
tui-exam-left = { $left } left
tui-exam-notes = Notes
tui-exam-notes-hint = Your notes for this paper. Nobody marks them.
tui-exam-flagged = Task { $number } is flagged.
tui-exam-unflagged = Task { $number } is no longer flagged.
tui-exam-not-now = Not during an exam: hand the paper in first.
tui-exam-running = { $paper } is under way, { $left } left: only the exam can be opened until it is handed in.
tui-exam-submit = Hand in { $paper } and have it marked? { $left } left; { $unseen ->
        [0] every task was looked at
        [one] one task was never looked at
       *[other] { $unseen } tasks were never looked at
    }. Nothing can be changed afterwards.
    .title = Hand in
tui-exam-locked = 0:00. The paper is locked and being marked.
tui-exam-five-minutes = Five minutes left.
tui-exam-report = Score sheet
tui-exam-again = The same idea in new names: { $id }
tui-exam-report-how = ↑/↓ a task, Enter opens it in new names, Esc back
tui-exam-problems-none = The API server has nothing against these files.
tui-exam-another = Draw another paper instead
tui-exam-kept = Saved. Nothing is checked before the paper is handed in.
tui-exam-list-flagged = flagged
tui-home-exam-last = Exam: the last paper, { $paper }, was worth { $total } %
