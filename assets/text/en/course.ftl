# What to do next, what returns, the placement.

course-because-diag = because { $scenario } failed on “{ $diag }”
course-because-failed = because { $scenario } did not pass yet
course-because-open = because it is open and not finished
course-because-first = a good place to start
course-because-next = because it comes next
course-because-practice = because it practises { $lesson }
course-because-weakest = because { $best } of { $points } points is your lowest score
course-because-due = because { $count ->
        [one] something that was wrong returns
       *[other] { $count } things that were wrong return
    } today
course-because-known = because you know { $lesson } already
