# Why a simulated cluster answers as it does: one sentence a step.

pull-reference = { $image } means: registry { $registry }, repository { $path }, version { $version }.
pull-policy = The pull policy is { $policy }.
pull-broken-secret = A pull secret does not decode, and that spoils the whole lookup: { $error }
pull-secret-missing = The Secret { $secret } does not exist in the Pod's namespace. The kubelet goes on without it.
pull-credential = Credential tried: user { $username } from Secret { $secret }, entry { $key }.
pull-present = The image is on node { $node }, and this Pod may use it.
pull-present-not-allowed = The image is on node { $node }, but the kubelet pulled it with a credential that this Pod does not have (checked since 1.35).
pull-pulled = { $registry } gave the image without a credential.
pull-pulled-with = The credential of Secret { $secret } worked.
pull-unauthorized-anonymous = { $registry } wants a user for { $image }, and no credential matched.
pull-unauthorized = { $registry } refused every credential for { $image }. With credentials the kubelet does not try without.
pull-not-found = { $registry } has no { $image }.
pull-runtime-refuses = The container runtime cannot read { $image } as a reference: it is older than the kubelet's grammar.
pull-unreachable = { $registry } cannot be reached.
pull-never = With policy Never the kubelet asks no registry.
pull-invalid-name = { $image } is not an image name: { $error }

ignored-type = Secret { $secret } is not used: its type is neither kubernetes.io/dockerconfigjson nor kubernetes.io/dockercfg.
ignored-data = Secret { $secret } is not used: the key that its type asks for is missing or empty.
ignored-entries = Secret { $secret } is not used: it holds no registry entry.
ignored-key = Entry "{ $key }" of Secret { $secret } is not used: it is not an address.
ignored-port = Entry "{ $key }" of Secret { $secret } does not match: the ports must be equal.
ignored-host = Entry "{ $key }" of Secret { $secret } does not match: another host. A star stands for one part between dots.
ignored-path = Entry "{ $key }" of Secret { $secret } does not match: its path is not the beginning of the image's.
ignored-missing = Secret { $secret } does not exist.

effective-uid = uid { $uid }: set by { $origin ->
    [container] the container
    [pod] the Pod
    [image] the image's USER
   *[other] nobody, so root
    }.
effective-gid = gid { $gid }: set by { $origin ->
    [container] the container
    [pod] the Pod
    [image] the image's passwd entry for that uid
   *[other] nobody, so the root group
    }.
effective-no-capabilities = uid { $uid } is not root: its permitted and effective capabilities are empty, whatever is added.
effective-groups = Groups: { $groups }.
effective-capabilities = Capabilities in force ({ $origin ->
    [container] changed by the container
   *[other] the runtime's own set
    }): { $names }.
effective-root-without = It is root, but every capability was dropped: permissions hold for it as for anybody.
effective-read-only-root = readOnlyRootFilesystem: nothing below / can be written but what is mounted.
effective-no-new-privileges = allowPrivilegeEscalation is false: no_new_privs is set, so set-uid programs gain nothing.
effective-non-root = runAsNonRoot holds ({ $origin ->
    [container] set by the container
   *[other] set by the Pod
    }): the kubelet starts nothing that runs as uid 0, or whose user it cannot check.
effective-privileged = Privileged: all capabilities, no seccomp, no AppArmor, no masked paths.

start-container = Container { $container } with image { $image }:
start-volume-group = Volume { $volume }: fsGroup { $group } owns it, and it is among the groups of every process.
start-volume-no-group = Volume { $volume }: fsGroup { $group } does not touch a volume of this kind; it keeps its owner and mode.
start-restarted = restartPolicy { $policy } starts container { $container } again, after a growing pause.
start-not-restarted = restartPolicy { $policy } does not start container { $container } again.
start-pods-refused = The workload is accepted, but the API server refuses the Pods that its controller makes. The controller keeps trying.
start-unscheduled = No node takes the Pod: { $message }
start-rejected = The kubelet refuses the whole Pod ({ $reason }): { $message }
start-volume = A volume cannot be set up, so nothing starts: { $message }
start-sandbox = The Pod's sandbox cannot be made, so nothing starts: { $message }
start-init-blocks = Init container { $container } has not ended well: the containers after it wait.
start-waits = Container { $container } waits with { $reason }: { $message }
start-no-program = Container { $container } has nothing to start: { $message }
start-ended = The first process of container { $container } ended with code { $code }.
start-running = Container { $container } runs.
start-hook = The postStart hook of container { $container } fails, and its container is ended
start-probe = The { $probe } probe of container { $container } fails: { $failure }
start-image-unknown = The contents of { $image } are not known here: container { $container } is taken to do its work.
start-program-unknown = What { $program } does is not simulated: container { $container } is taken to do its work.

exec-as = The command runs in container { $container } as uid { $uid }, groups { $groups }.
exec-no-program = The image of container { $container } has no { $program }.
exec-endless = { $program } never ends by itself.
exec-not-simulated = { $program } is not simulated. On a real cluster it would do its work.
exec-image-unknown = The contents of the image of container { $container } are not known here.
exec-read-only-root = The root file system is read-only: nobody writes to it, not even root.
exec-read-only-mount = { $mount } is mounted read-only: nobody writes to it, not even root.
exec-denied = The owner, group and mode of the file or its directory do not let uid { $uid } do this.
exec-no-capabilities = uid { $uid } holds no capability, and this needs one.
exec-capability-missing = This needs a capability that is not among those in force: { $held }.
