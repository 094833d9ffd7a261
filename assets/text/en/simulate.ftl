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
pull-unreachable = { $registry } cannot be reached.
pull-never = With policy Never the kubelet asks no registry.
pull-invalid-name = { $image } is no image name: { $error }

ignored-type = Secret { $secret } is not used: its type is neither kubernetes.io/dockerconfigjson nor kubernetes.io/dockercfg.
ignored-data = Secret { $secret } is not used: the key that its type asks for is missing or empty.
ignored-entries = Secret { $secret } is not used: it holds no registry entry.
ignored-key = Entry "{ $key }" of Secret { $secret } is not used: it is no address.
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
effective-privileged = Privileged: all capabilities, no seccomp, no AppArmor, no masked paths.
