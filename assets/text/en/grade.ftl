# Checks and verdicts. `check-<kind>` says what is asked, `diag-<id>` what happened, `why-<id>` the reason.

check-accepted = The API server accepts every document.
check-built = The image { $image } can be built.
check-object = { $kind } { $name } exists in namespace { $namespace }.
check-absent-besides = There is no further { $kind }, here or elsewhere, than the task asks for.
check-absent-outside = There is no new { $kind } outside of { $namespaces }.
check-absent = There is no { $kind } { $name } in namespace { $namespace }.
check-kept = { $kind } { $name } is as it was.
check-kept-paths = { $kind } { $name } keeps { $paths }.
check-field = { $kind } { $name }: { $path } { $relation ->
    [equals] is { $value }
    [contains] contains { $value }
    [absent] is not set
    [unsaid] is what the task means
   *[present] is set
  }.
check-secret = Secret { $name } holds a credential of { $username } for { $registry }.
check-pull = The image of { $pod }: { $result ->
    [pulled] it is pulled
    [present] it is used from the node
    [unauthorized] the registry refuses the pull
   *[other] { $word }
  }.
check-starts = { $container ->
    [all] { $pod } runs
   *[other] Container { $container } of { $pod } runs
  }.
check-starts-stays = { $container ->
    [all] { $pod } runs, and goes on running
   *[other] Container { $container } of { $pod } runs, and goes on running
  }.
check-effective = { $pod }, { $container ->
    [all] every container
   *[other] container { $container }
  }: { $facts }.
check-run = In { $pod }, `{ $command }`: { $wanted }.
check-flows = Exactly the flows that the task asks for are open.
check-flows-of = Policy { $policy }, were it the only one, opens exactly what the task gives to it.
check-selects = Policy { $policy } selects exactly the Pods that the task means.
check-ready = { $kind } { $name } in { $namespace } has all its Pods ({ $replicas } or more), and they run.
check-isolated = { $pod } is { $ingress ->
    [yes] isolated for ingress
    [no] not isolated for ingress
   *[any] as it may be for ingress
  } and { $egress ->
    [yes] isolated for egress
    [no] not isolated for egress
   *[any] as it may be for egress
  }.
check-minimal = { $pod } may use no capability besides: { $caps }.
check-writable-only = { $pod } can write below { $paths } and nowhere else.
check-skipped = Not looked at yet: { $stage ->
    [document] first the documents must be right
    [image] first the image must arrive
    [start] first the container must start
    [effective] first the container must be and have what is asked
    [probe] first the commands and flows must be right
   *[quality] first what stands before must be right
  }.

diag-not-answered = No judge has answered this question, so it does not count as passed.
diag-empty = The files hold no manifest. Write one, or reset the files.
diag-not-built = `{ $file }` gives no image: { $server }.
diag-not-built-unknown = Whether `{ $file }` gives an image cannot be said here: it needs something that is not simulated, and is not judged.
diag-not-built-missing = There is no `{ $file }`, so { $image } cannot be built.
diag-not-parsed = { $file }, document { $document }: { $kind } { $name } is not valid YAML: { $server }
diag-not-parsed-unnamed = { $file }, document { $document }, is not valid YAML: { $server }
diag-unknown-field = The server refuses { $kind } { $name } ({ $file }, document { $document }): a field is not known there. { $server }
diag-unknown-field-unnamed = The server refuses document { $document } of { $file }: a field is not known there. { $server }
diag-wrong-type = The server refuses { $kind } { $name } ({ $file }, document { $document }): a value has the wrong type. { $server }
diag-wrong-type-unnamed = The server refuses document { $document } of { $file }: a value has the wrong type. { $server }
diag-not-valid = The server refuses { $kind } { $name } ({ $file }, document { $document }): { $server }
diag-not-valid-unnamed = The server refuses document { $document } of { $file }: { $server }
diag-not-admitted = { $kind } { $name } ({ $file }, document { $document }) is valid, but an admission rule of its namespace refuses it: { $server }
diag-not-admitted-unnamed = Document { $document } of { $file } is valid, but an admission rule refuses it: { $server }
diag-object-missing = There is no { $kind } { $name } in namespace { $namespace }.
diag-kept-missing = { $kind } { $name } in namespace { $namespace } is gone; the task leaves it as it was.
diag-kept-missing-refused = { $kind } { $name } is not in namespace { $namespace }: the server does not take it. The task leaves it as it was.
diag-secret-missing = There is no { $kind } { $name } in namespace { $namespace }.
diag-start-absent = Nothing can run: there is no { $kind } { $name } in namespace { $namespace }.
diag-start-absent-container = Pod { $pod } has no container { $container }.
diag-object-unwanted = { $kind } { $name } exists in namespace { $namespace }; it should not.
diag-kept-changed = { $kind } { $name }: { $path } was { $was } and is now { $is }; the task leaves it as it was.
diag-kept-changed-removed = { $kind } { $name }: { $path } was { $was } and is gone; the task leaves it as it was.
diag-kept-changed-added = { $kind } { $name }: { $path } was not set and is now { $is }; the task leaves it as it was.
diag-field-differs = { $kind } { $name } in { $namespace }: { $path } is { $found }; { $relation ->
    [equals] { $value } is asked for
    [contains] it must contain { $value }
    [absent] it must not be set
    [unsaid] the task means another value
   *[present] it must be set
  }.
diag-field-differs-absent = { $kind } { $name } in { $namespace }: { $path } is not set; { $relation ->
    [equals] { $value } is asked for
    [contains] it must contain { $value }
   *[present] the task asks for it
  }.
diag-secret-type = Secret { $name } has type { $found }; the kubelet reads pull credentials only from { $wanted }.
diag-secret-key = Secret { $name } holds no Docker config under the key { $key }: the key is missing, or its value is not JSON with `auths`.
diag-secret-registry = Secret { $name } has no entry for { $wanted }. It has: { $found }. Host and port must both be those of the image.
diag-secret-user = The credential in Secret { $name } is not that of { $wanted }: its user is "{ $found }".
diag-secret-user-password = The credential of { $wanted } in Secret { $name } has another password than the one given in the task.
diag-pull-unauthorized = { $pod }/{ $container }: the registry refuses to hand out { $image }: unauthorized.
diag-pull-not-found = { $pod }/{ $container }: the registry has no image { $image }.
diag-pull-unreachable = { $pod }/{ $container }: the registry of { $image } cannot be reached.
diag-pull-invalid-name = { $pod }/{ $container }: { $image } is not a valid image reference.
diag-pull-never = { $pod }/{ $container }: { $image } may not be pulled (imagePullPolicy Never) and is not at hand on the node.
diag-pull-succeeded = { $pod }/{ $container }: { $image } arrives, but not in the way the task asks for.
diag-pull-other = { $pod }/{ $container }: { $image } is not pulled.
diag-pull-other-secret = { $pod }/{ $container }: { $image } was pulled with another credential than that of Secret { $wanted }: { $found }.
diag-start-waiting = { $pod }/{ $container } does not start: { $reason }. { $text }
diag-start-ended = { $pod }/{ $container } has ended: { $reason }. { $text }
diag-start-waiting-later = { $pod }/{ $container } starts, but does not go on running. After { $after } seconds: { $reason }. { $text }
diag-start-ended-later = { $pod }/{ $container } starts, but does not go on running. After { $after } seconds it has ended: { $reason }. { $text }
diag-effective-uid = { $pod }/{ $container } runs as uid { $found }; { $wanted } is asked for.
diag-effective-non-root = { $pod }/{ $container } runs as uid { $found }, and that is root.
diag-effective-gid = { $pod }/{ $container } runs with gid { $found }; { $wanted } is asked for.
diag-effective-groups = { $pod }/{ $container } belongs to the groups { $found }; it must belong to { $wanted }.
diag-effective-guard = { $pod }/{ $container }: runAsNonRoot ends up as { $found }; { $wanted } is asked for.
diag-effective-privileged = { $pod }/{ $container }: privileged is { $found }; { $wanted } is asked for.
diag-effective-host-namespaces = Pod { $pod }: { $field } is { $found }; the task asks for the opposite. With it the Pod shares a namespace of its node.
diag-effective-no-new-privs = { $pod }/{ $container }: no_new_privs is { $found }; { $wanted } is asked for. `allowPrivilegeEscalation` decides it.
diag-effective-read-only-root = { $pod }/{ $container }: the root file system is { $found ->
    [true] read-only
   *[false] writable
  }; { $wanted ->
    [true] it must be read-only
   *[false] it must be writable
  }.
diag-effective-capabilities = { $pod }/{ $container }: the bounding set holds { $found }; asked for: { $wanted }.
diag-effective-capabilities-in-force = { $pod }/{ $container }: in force are the capabilities { $found }; asked for: { $wanted }.
diag-effective-seccomp = { $pod }/{ $container }: the seccomp profile is { $found }; { $wanted } is asked for.
diag-effective-proc-mount = { $pod }/{ $container }: procMount is { $found }; { $wanted } is asked for.
diag-run-differs = In { $pod }, `{ $command }`: { $got }. Asked for: { $wanted }.
diag-flow-leaked = { $src } reaches { $dst } on { $port }, and must not.{ $count ->
    [1] {""}
    [2] {" "}One more flow is open like it.
   *[other] {" "}In all, { $count } flows are open like this.
  }
diag-flow-leaked-alone = By { $policy } alone, { $src } reaches { $dst } on { $port }. The task does not give that to this policy.
diag-flow-missing-alone = By { $policy } alone, { $src } does not reach { $dst } on { $port }. The task gives that to this policy, and to no other.
diag-flow-stranger = A Pod with { $labels } in namespace { $namespace } would reach { $other } on { $port }, and must not. There is no such Pod today; whoever makes one is let in.
diag-flow-stranger-reached = { $other } would reach a Pod with { $labels } in namespace { $namespace } on { $port }, and must not. There is no such Pod today; whoever makes one is reached.
diag-flow-stranger-port = A Pod with { $labels } in namespace { $namespace } that calls a port { $port } would be open there to { $other }, and must not. No Pod calls a port so today; whoever does opens it.
diag-flow-missing = { $src } does not reach { $dst } on { $port }, and must.{ $count ->
    [1] {""}
    [2] {" "}One more flow is blocked like it.
   *[other] {" "}In all, { $count } flows are blocked like this.
  }
diag-selects-too-many = Policy { $policy } also selects { $extra }.
diag-selects-too-few = Policy { $policy } does not select { $lacking }.
diag-selects-nothing = Policy { $policy } selects no Pod at all; it should select { $lacking }.
diag-workload-refused = { $kind } { $name } has no Pods: its controller may not create them. { $text }
diag-workload-waiting = { $kind } { $name } has its Pods, but they do not run: { $reason }. { $text }
diag-workload-waiting-paused = { $kind } { $name } is paused: as long as it is, its controller makes no Pods from a changed template, and the old ones stay as they are.
diag-workload-few = { $kind } { $name } asks for { $reason } Pods; the task wants more.
diag-isolation-differs-open = { $pod } is not isolated for { $direction ->
    [Ingress] ingress
   *[Egress] egress
  }: everybody may talk to it in that direction.
diag-isolation-differs-closed = { $pod } is isolated for { $direction ->
    [Ingress] ingress
   *[Egress] egress
  } by { $policies }; the task does not ask for that.
diag-too-much-capabilities = { $pod }/{ $container } keeps capabilities that it does not need: { $extra }.
diag-too-much-root = { $pod }/{ $container } can write everywhere ({ $at }), not only below { $needed }.
diag-too-much-host = { $pod }/{ $container }: at { $at } it writes to the node's own disk (hostPath). Only { $needed } is needed, and a volume that dies with the Pod is enough.
diag-too-much-path = { $pod }/{ $container } can also write below { $at }; only { $needed } is needed.

why-other-namespace = { $name } is in namespace { $found }. A name counts only in its namespace, and asked for is `namespace: { $namespace }`.
why-other-kind = There is a { $found } of that name; a { $kind } { $name } is asked for.
why-other-name = Your { $kind } is called { $found }; names are compared letter by letter with { $name }.
why-was-in-file = { $kind } { $name } stood in { $file } at the start. Put it back, or reset the file.
why-document-refused = The { $kind } { $name } in { $file } is refused by the server (see the first verdict), so it does not exist.
why-file-unreadable = { $file } cannot be read as YAML (see the first verdict), so nothing in it exists yet.
why-no-such-object = None of your accepted documents makes a { $kind } { $name } in { $namespace }.
why-origin = { $origin ->
    [container] The value comes from the container's own securityContext, which wins over the Pod's ({ $field }).
    [pod] The value comes from the Pod's securityContext ({ $field }); the container says nothing of its own.
    [image] Neither container nor Pod sets { $field }, so the image decides.
    [namespace] The namespace decides { $field }.
    [runtime] The container runtime decides { $field }.
   *[default] Nobody sets { $field }, so the default holds.
  }
why-rule-empty = { $path } of { $policy } is an empty rule, and an empty rule allows everybody on every port. No rule at all would allow nobody.
why-rule-any-port = { $path } of { $policy } lists no ports, so it allows every port. A rule's peers and ports belong in one list item.
why-rule-ports = { $path } of { $policy } also allows { $port }: it lists { $ports }.
why-rule-any-peer = { $path } of { $policy } has no `{ $list }`, so it allows everybody. A rule's peers and ports belong in one list item.
why-peers-or = { $path } of { $policy } admits it. Each dash begins a peer of its own, and peers are joined by OR; selectors that must both hold stand in one item.
why-peer-block = { $path } of { $policy } admits it: the address lies in { $cidr }.
why-peer-namespace = { $path } of { $policy } is a namespaceSelector alone: it admits every Pod of the namespaces it matches.
why-peer-every-namespace = { $path } of { $policy } has an empty namespaceSelector: it reaches into every namespace.
why-peer-local = { $path } of { $policy } is a podSelector alone: it admits matching Pods of the policy's own namespace { $namespace }.
why-peer-every-pod = { $path } of { $policy } has an empty podSelector: it admits every Pod.
why-rule-admits = { $path } of { $policy } admits it.
why-no-policy = No policy isolates { $pod } for { $direction ->
    [Ingress] ingress
   *[Egress] egress
  }, and a Pod that nothing isolates is open to all.
why-other-direction = Policy { $policy } selects { $pod }, but its policyTypes do not name { $direction }, so it isolates in the other direction only.
why-policy-namespace = Policy { $policy } selects Pods of its own namespace { $namespace } only; { $pod } is elsewhere.
why-not-selected = Policy { $policy } does not select { $pod }: it wants { $selector }, and the Pod has { $label }.
why-selector-empty = The empty podSelector of { $policy } selects every Pod of namespace { $namespace }, { $pod } among them.
why-selected = The podSelector of { $policy } matches { $pod }: the Pod has { $label }. A policy guards the Pods that its podSelector names.
why-no-rule = Policy { $policy } isolates { $pod } for { $direction ->
    [Ingress] ingress
   *[Egress] egress
  } and none of its rules admits { $peer }.
why-isolated = { $pod } is isolated for { $direction ->
    [Ingress] ingress
   *[Egress] egress
  } by { $policies }, and none of your policies admits this flow yet.
why-peer-own-namespace = { $path } of { $policy } is a podSelector alone: it means Pods of the policy's own namespace, and { $peer } is in another.
why-peer-label = { $path } of { $policy } wants { $selector }; { $peer } has { $label }.
why-peer-other-block = { $path } of { $policy } allows addresses in { $selector }; { $peer } has none there. A Service's address never matches: a policy sees the Pod behind the Service.
why-peer-outside-block = { $path } of { $policy } allows addresses in { $selector }; { $peer } is not among them.
why-peer-outside = { $path } of { $policy } selects Pods; { $peer } is not a Pod, and only an ipBlock matches it.
why-port-name = { $path } of { $policy } allows the port called { $selector }; { $dst } has no port of that name at { $port }. A name in a policy is that of a port in containers[].ports, and its protocol must be the same.
why-port-not-listed = { $path } of { $policy } lists { $ports }, not { $port }. Ports are those of the Pod, not of the Service.

compare-flow = { $whose } is { $yours } with your policies and { $reference } with the reference.
compare-uid = { $whose } runs as uid { $yours }; in the reference as { $reference }.
compare-gid = { $whose } runs with gid { $yours }; in the reference with { $reference }.
compare-groups = { $whose } belongs to the groups { $yours }; in the reference to { $reference }.
compare-capabilities = { $whose } may use the capabilities { $yours }; in the reference { $reference }.
compare-read-only-root = { $whose }: read-only root file system { $yours }; in the reference { $reference }.
compare-no-new-privs = { $whose }: no_new_privs { $yours }; in the reference { $reference }.
compare-privileged = { $whose }: privileged { $yours }; in the reference { $reference }.
compare-seccomp = { $whose }: seccomp { $yours }; in the reference { $reference }.
compare-credential = { $whose } pulls with the credential of { $yours }; in the reference of { $reference }.
check-answer = The question is answered.
diag-answer-missing = This is not answered yet.
diag-answer-missing-row = The line “{ $row }” is not answered yet. { $right } of { $all } lines fit.
diag-answer-wrong = “{ $given }” is not what happens.
diag-answer-wrong-row = In the line “{ $row }”, “{ $given }” is not what happens. { $right } of { $all } lines fit.
diag-answer-extra = “{ $given }” does not belong here.
diag-answer-left-out = What you chose is right, but something is missing.
diag-answer-order = These are the right ones, in another order.
diag-answer-twice = One of the choices stands here twice; name each once.
diag-answer-unknown = “{ $given }” is none of the choices. They are { $choices }.
diag-answer-form = This is answered in another form; the line above it in the file shows which.
diag-answer-unreadable = { $file } cannot be read as YAML; the first answers cannot be found in it. Put it right, or begin again from the starting file.
question-heading = Questions
question-how = Answer in `answers.yaml`, a word from the choices behind each question. Nothing is explained before you have answered.
question-choice = One of:
question-class = For each line one of:
question-set = All that apply, as a list; `[]` if none does:
question-order = As a list, in the right order; `[]` if none does:
question-no-choice = The fact { $fact } gives `{ $found }`, and no choice stands for it; add one.
question-no-fact = The simulator cannot say { $fact }; ask something that it knows.
