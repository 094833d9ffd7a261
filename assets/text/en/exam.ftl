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
