# Words that every room uses.

# What an answer means
class-ok = works
class-no_name = no name
class-erofs = read-only
class-eacces = denied
class-eperm = not permitted
class-notfound = not found
class-open = open
class-timeout = blocked
class-refused = refused
class-dns_fail = no such name
class-pulled = pulled
class-present = present
class-unauthorized = unauthorized
class-not_found = no such image
class-never = never pulled
class-invalid_name = invalid name
class-unreachable = unreachable
class-running = running
class-absent = absent
class-other = other
class-not_simulated = not simulated

# What is asked where no command stands
asks-pull = pull the image
asks-start = start
asks-ready = all Pods run
asks-flows = the whole flow set
open-flows = { $count } open

# A page that is read aloud
prose-heading = Heading { $level }: { $text }
prose-code = Code, { $language }:

# Kinds of task
kind-predict = predict
kind-write = write
kind-fix = fix
kind-debug = debug

# Points
score-nothing-new = What held from the start (✓) counts as soon as something else passes too.
