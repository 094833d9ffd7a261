# A class: results, the instructor's board.

class-same-name = several journals have this name; a number tells the learners apart. If it is one learner with several machines, add --merge-names.
class-other-pack = worked with other lessons or scenarios than this program has (program { $program }); numbers may not compare.
class-file-unreadable = { $error }. Left out.
class-file-large = larger than 8 MiB, so it is not a result. Left out.
class-file-not-json = no JSON: { $error }. Left out; ask for the file again.
class-file-not-ours = not written by `cofferdam class result`. Left out.
class-file-newer = written by a newer program ({ $version }). Left out; update this one.
class-file-form = not in the form of a result: { $error }. Left out.
class-file-name = the learner's name is empty, too long, or has characters that cannot be shown. Left out.
class-file-event = event { $number } { $why ->
    [kind] is none that a result holds
    [scenario] names no scenario
    [diags] names no diagnostics
    [score] has a score that cannot be
   *[hint] has a hint that cannot be
  }. Left out.
class-file-edited = changed after it was written. It counts only if there is no unchanged one.
class-file-edited-at = changed after it was written: { $place } is not what its events say. It counts only if there is no unchanged one.

class-title = { $learners } { $learners ->
    [one] learner
   *[other] learners
  }, { $scenarios } { $scenarios ->
    [one] scenario
   *[other] scenarios
  }: { $passed } passed, { $working } being worked on, { $stuck } stuck
class-stuck-title = Stuck, longest first
class-stuck-since = nothing new for { $minutes } min{ $count ->
    [0] {""}
   *[other] ; last: { $diags }
  }
class-stuck-linear = { $name } is stuck in { $scenario }: nothing new has passed for { $minutes } minutes. Last: { $diags }.
class-wrong-title = Most frequent wrong answers
class-wrong-often = { $learners }×/{ $checks }
class-wrong-linear = Wrong in { $scenario }: { $diag }, by { $learners } { $learners ->
    [one] learner
   *[other] learners
  } in { $checks } { $checks ->
    [one] check
   *[other] checks
  }.
class-more = and { $count } more
class-legend = ✓ passed · ! stuck · ● being worked on · · not begun
    number: minutes of work · h: hints · s: solution seen · *: file changed
    wrong answers: learners×/checks
class-state-passed = passed
class-state-stuck = stuck
class-state-working = being worked on
class-state-new = not begun
class-cell = { $name }, { $scenario }: { $state }, { $minutes } { $minutes ->
    [one] minute
   *[other] minutes
  }, { $attempts } { $attempts ->
    [one] check
   *[other] checks
  }, { $hints } { $hints ->
    [one] hint
   *[other] hints
  }, { $score } of { $points } points.
class-cell-new = { $name }, { $scenario }: { $state }.

# What a diagnostic means, whatever the names in it.
class-diag-not-answered = No judge answered a question.
class-diag-empty = The files hold no manifest.
class-diag-not-parsed = The file is not valid YAML.
class-diag-not-built = The image cannot be built.
class-diag-unknown-field = A field stands where it is not known.
class-diag-wrong-type = A value has the wrong type.
class-diag-not-valid = The server refuses the document.
class-diag-not-admitted = An admission rule of the namespace refuses it.
class-diag-object-missing = An object that is asked for does not exist.
class-diag-object-unwanted = An object exists that should not.
class-diag-kept-missing = Something that was to stay is gone.
class-diag-kept-changed = Something that was to stay was changed.
class-diag-field-differs = A field has another value than is asked for.
class-diag-secret-missing = The Secret does not exist.
class-diag-secret-type = The Secret has a type from which no pull credentials are read.
class-diag-secret-key = The Secret has no Docker configuration under its key.
class-diag-secret-registry = The Secret has no entry for this registry, host and port.
class-diag-secret-user = The credential is another user's or has another password.
class-diag-pull-unauthorized = The registry does not give the image: unauthorized.
class-diag-pull-not-found = The registry has no such image.
class-diag-pull-unreachable = The registry cannot be reached.
class-diag-pull-invalid-name = The image's name is not valid.
class-diag-pull-never = The image may not be pulled, and the node has none.
class-diag-pull-succeeded = The image arrives, but not in the way the task asks for.
class-diag-pull-other = The image is not pulled, or with another credential.
class-diag-start-absent = There is nothing to start.
class-diag-start-waiting = A container does not start.
class-diag-start-ended = A container has ended.
class-diag-effective-uid = A container runs as another user.
class-diag-effective-non-root = A container runs as root.
class-diag-effective-guard = The guard against root is off for a container.
class-diag-effective-gid = A container runs with another group.
class-diag-effective-groups = A container lacks a supplementary group.
class-diag-effective-privileged = Privileged is not as asked for.
class-diag-effective-host-namespaces = The Pod shares a namespace of its node, or does not.
class-diag-effective-no-new-privs = Privilege escalation is not as asked for.
class-diag-effective-read-only-root = The root file system is writable, or read-only, against the task.
class-diag-effective-capabilities = A container has other capabilities.
class-diag-effective-seccomp = Another seccomp profile applies.
class-diag-effective-proc-mount = procMount is not as asked for.
class-diag-run-differs = A command answers otherwise than asked for.
class-diag-flow-leaked = More can connect than may.
class-diag-flow-stranger = A rule also names Pods that are not there yet.
class-diag-flow-missing = Somebody who must connect cannot.
class-diag-selects-too-many = A policy selects Pods that it should not.
class-diag-selects-too-few = A policy does not select all Pods that it should.
class-diag-selects-nothing = A policy selects no Pod.
class-diag-workload-refused = A controller may not create its Pods.
class-diag-workload-waiting = A workload's Pods do not run.
class-diag-workload-few = A workload asks for too few Pods.
class-diag-isolation-differs = A Pod is isolated, or not, against the task.
class-diag-too-much = More is granted than is needed.
class-diag-answer-missing = A question is not answered.
class-diag-answer-wrong = A question is answered wrongly.
class-diag-answer-extra = Something was chosen that does not belong.
class-diag-answer-left-out = Something that belongs was not chosen.
class-diag-answer-order = The right ones, in another order.
class-diag-answer-twice = A choice stands twice.
class-diag-answer-unknown = The answer is none of the choices.
class-diag-answer-form = The answer has another form.
class-diag-answer-unreadable = The file of answers is not valid YAML.

class-heading = Join with: cofferdam class join { $join } --name NICK · { $present } connected
class-refused-name-taken = The name { $name } belongs to somebody else here, or the PIN is wrong. Choose another --name, or give the --pin of this one.
class-refused-too-many-tries = Too many wrong PINs for this name; it is closed for a minute.
class-refused-bad-name = The host does not take this name or PIN. Choose another --name.
class-refused-full = The class is full, or this name has sent more than a course can hold.
class-refused-version = The host runs another version of the program, and the two cannot talk. Both sides need the same one.
class-refused-nonsense = What answers there is not a class of this program, or a broken one. Check the address and the versions.

cli-class-nothing = Your journal holds no scenario yet, so there is nothing to hand in. Begin with `cofferdam next`.
cli-class-exists = { $file }: already there and no result of the same learner, so nothing was written. Choose another file with --out.
cli-class-written = The result of { $name }: { $count } { $count ->
    [one] event
   *[other] events
  } with times, scores, hints and diagnostics. It holds none of your files.
cli-class-bad-name = This name cannot be shown: it is empty, longer than 40 columns, or has characters that nobody sees.
cli-class-no-name = A name is missing: --name NICK.
cli-class-bad-pin = A PIN has 4 to 64 characters.
cli-class-bad-address = { $address }: no address of an interface. Write an IP address, with a port if you like: --listen { $own ->
    [none] 192.168.0.12
   *[other] { $own }
  }:7411.
cli-class-no-address = Say at which address to listen; nobody listens unasked. { $own ->
    [none] It is this machine's in your network, such as --listen 192.168.0.12
   *[other] This machine is probably { $own } in your network: --listen { $own }
  }.
cli-class-no-listening = { $address }: listening is not possible here: { $error }. Check that the address is this machine's and that no other class is open.
cli-class-no-network = This build cannot use the network.
cli-class-bad-host = { $address }: no address of a class. It looks like 192.168.0.12 or 192.168.0.12:7411; the instructor's screen shows it.
cli-class-open = The class is open at { $join }. Learners type: cofferdam class join { $join } --name NICK
    Results are kept in { $dir }; `cofferdam class board` shows them again. Ctrl-C ends the class; with the same --listen and --dir it goes on.
cli-class-sent = What learners send, and nothing else: the name, the PIN, the version of program and lessons, and for each scenario when it was
    begun, edited, checked (score, passed or not, ids of what failed), when a hint or the solution was taken, when it was reset.
    Never sent: manifests, commands and answers, lessons, settings, exams. Nothing is encrypted; others in the network could read along.
cli-class-joining = Joining the class at { $host }, port { $port }, as { $name }. PIN { $pin }: with it you can take your name along to another machine (--pin).
cli-class-waiting = { $count } { $count ->
    [one] event
   *[other] events
  } so far, then every new one, until Ctrl-C. Work on in the console or another terminal. Without a network nothing is lost: the rest is sent later.
cli-class-joined = Joined. To send: { $count } { $count ->
    [one] event
   *[other] events
  }.
cli-class-all-sent = The host has all { $count } { $count ->
    [one] event
   *[other] events
  }.
cli-class-lost = No connection: { $error }. Waiting to be sent: { $count } { $count ->
    [one] event
   *[other] events
  }. Trying again.
cli-class-empty = { $dir }: there is no result (*.json) in this folder. `cofferdam class result` writes one.

command-class = For a class: hand in results, see who is stuck
command-class-result = Write your result to a file to hand in: times, scores, hints, diagnostics, none of your files
    .name = the name on the board; your user name, if left out
    .out = file, or - for standard output; cofferdam-NAME.json, if left out
command-class-board = Show learners and scenarios out of result files; with --format csv for a spreadsheet
    .from = result files, or folders of them
    .scenarios = scenarios of the board, such as E01,E02,E03; all that somebody began, if left out
    .bom = begin CSV with the mark by which spreadsheets know UTF-8
    .merge-names = take equal names as one learner, even from different machines
    .watch = show the board anew whenever a file changes
    .examples =
      cofferdam class board results/
      cofferdam class board results/ --scenarios E01,E02,E03 --format csv --bom > class.csv
command-class-host = Show the board of a class in one network while its learners work
    .listen = address of the interface to listen at, such as 192.168.0.12 or 192.168.0.12:7411
    .dir = folder in which results are kept; one for the day, if left out
    .scenarios = scenarios of the board, such as E01,E02,E03; all that somebody began, if left out
    .bom = begin CSV with the mark by which spreadsheets know UTF-8
    .examples =
      cofferdam class host --listen 192.168.0.12 --scenarios E01,E02,E03
command-class-join = Send your progress to a class while you work; it says first what is sent
    .address = the address on the instructor's screen
    .name = the name on the board; the last one or your user name, if left out
    .pin = what proves the name; the last one or a new one, if left out
    .from-now = send nothing that was done before
    .examples =
      cofferdam class join 192.168.0.12 --name Minji
