# A real cluster: what goes wrong with it, what it is waiting for, and how its answers compare.

cluster-stopped = Stopped. Nothing is left on the cluster.
cluster-stopped-left = Stopped. Namespaces named cofferdam-… may be left on the cluster: `cofferdam cluster clean` removes them.
cluster-stopped-undone = Stopped. The unfinished cluster was deleted again.
cluster-stopped-resumable = Stopped. The nodes are there: `cofferdam cluster create` goes on from here.
cluster-stopped-deleting = Stopped. Not everything is deleted: `cofferdam cluster delete` goes on from here.
cluster-no-kubeconfig = There is no kubeconfig at { $path }. `cofferdam cluster create` makes a cluster with kind; an existing one is named with --kubeconfig or KUBECONFIG, and --context.
cluster-kubeconfig = { $file } cannot be used as a kubeconfig: { $reason }. `kubectl config view` shows what kubectl reads.
cluster-incomplete = { $lacks ->
        [context] The kubeconfig has no context “{ $context }”. It has: { $names }. Name one of them with --context.
        [cluster] Context “{ $context }” names the cluster “{ $names }”, which the kubeconfig does not have. `kubectl config set-context { $context } --cluster=NAME` names another.
        [server] The cluster “{ $names }” of context “{ $context }” has no server address. `kubectl config set-cluster { $names } --server=https://HOST:PORT` sets it.
        [address] The server address “{ $names }” of context “{ $context }” is not a URL. It looks like https://HOST:PORT; `kubectl config set-cluster NAME --server=…` sets it.
        [no-user] Context “{ $context }” names no user. The kubeconfig has: { $names }. `kubectl config set-context { $context } --user=NAME` sets one.
        [auth-provider] The user of context “{ $context }” logs in with the auth-provider “{ $names }”, which cofferdam does not know; kubectl too has dropped all but oidc. Use a credential plugin (`exec`) instead, as the cluster's provider describes.
       *[user] Context “{ $context }” names the user “{ $names }”, which the kubeconfig does not have. `kubectl config set-context { $context } --user=NAME` names another.
    }
cluster-not-allowed = Context “{ $context }” at { $server } was not made by cofferdam and is not on your allow-list: nothing was sent. If you mean it, name it with --context { $context }.
cluster-no-context = There is no cluster of cofferdam's in the kubeconfig (its current context is “{ $current }”). `cofferdam cluster create` makes one; an existing one is used when you name it with --context.
cluster-no-current-context = There is no cluster of cofferdam's in the kubeconfig, and it has no current context. `cofferdam cluster create` makes one; an existing one is used when you name it with --context.
cluster-plugin-failed = { $program }, which the kubeconfig names for credentials, failed: { $said }
    Run it by hand, or log in again.
cluster-plugin-missing = { $program }, which the kubeconfig names for credentials, is not installed or not in PATH. Install it, or use another user of the kubeconfig.{ $said }
cluster-plugin-silent = { $program }, which the kubeconfig names for credentials, was not done within { $said } s and was ended. It may be waiting for you to log in: run it by hand first.
cluster-plugin-empty = { $program }, which the kubeconfig names for credentials, gave neither a token nor a certificate with its key. Run it by hand, or log in again.{ $said }
cluster-unreachable = { $server } does not answer: { $reason }. Is the cluster running, and is this its address? `cofferdam doctor` looks closer.
cluster-late = { $server } does not answer within { $seconds } s. Is the cluster running, and is this its address? `cofferdam doctor` looks closer.
cluster-proxy = { $server } would be reached through the proxy { $proxy }, which is not supported. { $from ->
        [kubeconfig] The kubeconfig names it: take proxy-url out of the cluster there, if the server can be reached directly.
       *[environment] The environment names it: add the host to NO_PROXY (NO_PROXY={ $host }), if the server can be reached directly.
    }
cluster-certificate = { $fault ->
        [authority] The certificate of { $server } is signed by somebody the kubeconfig does not trust: its certificate-authority is missing, cannot be read, or belongs to another cluster. Fetch the kubeconfig again (of a kind cluster: `kind export kubeconfig --name cofferdam`).
        [expired] The certificate of { $server } has expired, or this computer's clock is wrong. Renew it (kubeadm certs renew all), or make the cluster again.
        [name] The certificate of { $server } is made out for other names. Use the address that the cluster's kubeconfig had, or its tls-server-name.
       *[other] The certificate of { $server } cannot be checked. Fetch the kubeconfig again, or ask the cluster's administrator for the server's certificate-authority.
    } ({ $reason })
cluster-client-certificate = { $fault ->
        [expired] The client certificate in { $file } ended on { $reason }, so the server does not accept it. Fetch the kubeconfig again (of a kind cluster: `kind export kubeconfig --name cofferdam`), or renew it (kubeadm certs renew all).
        [mismatch] The client certificate and the client key in { $file } do not belong together ({ $reason }). Fetch the kubeconfig again.
       *[broken] The client certificate or its key in { $file } cannot be used: { $reason }. Fetch the kubeconfig again.
    }
cluster-unauthorized = { $server } does not accept these credentials: { $reason }. They may have expired; fetch the kubeconfig again or log in again.
cluster-anonymous = The kubeconfig gives no credentials that { $server } knows: { $answer }. Log in again, or choose another context with --context.
cluster-not-kubernetes = Something answers at { $server }, but it is not a Kubernetes API server. Check https, address and port in the kubeconfig.
cluster-unsupported = The cluster runs Kubernetes { $version }; cofferdam knows 1.33 to 1.37. Choose another cluster, or `cofferdam cluster create`.
cluster-refused = The cluster refused { $what }: { $answer }. `cofferdam doctor` shows which rights are missing; a quota or a policy of the cluster may be in the way too.
cluster-in-the-way = This cluster refused { $what }: { $answer }. Kubernetes itself would take it; a quota, webhook or policy of this cluster is in the way. Use a cluster without it (`cofferdam cluster create`), or ask its administrator.
cluster-dangerous = { $why ->
        [cluster-scoped] { $what } was not sent: it would be in force for the whole cluster, not only in the exercise's namespaces.
       *[other] { $what } was not sent: `{ $why }` would change the machine under the cluster.
    }
cluster-timed-out = { $what } did not come about within { $seconds } s: { $state }. `kubectl -n kube-system get pods` shows whether the cluster itself is well; a busy machine may need another try.
cluster-still-running = `{ $what }` was not done within { $seconds } s and was ended. Is the machine overloaded? Run this again.
cluster-no-address = The test Pod { $what } got no address within { $seconds } s ({ $state }). It needs an image with nc, such as busybox, on the nodes: `kind load docker-image busybox:1.28 --name cofferdam`. `kubectl get events -A` may say more.
cluster-terminating = Namespace { $namespace } is still terminating after { $seconds } s: { $reason }. `kubectl get namespace { $namespace } -o yaml` shows what holds it; `cofferdam cluster clean` tries again.
cluster-lost = The connection to { $server } broke: { $reason }. Your files are saved. Namespaces named cofferdam-… may be left: `cofferdam cluster clean` removes them once the server answers again.
cluster-silent = { $server } has not answered for { $seconds } s. Your files are saved. Namespaces named cofferdam-… may be left: `cofferdam cluster clean` removes them once the server answers again.
cluster-broke = Confirming broke off through a mistake of cofferdam's. The offline verdict stands. Namespaces named cofferdam-… may be left: `cofferdam cluster clean` removes them.
cluster-program-missing = { $program } is not installed or not in PATH.{ $said } kind: https://kind.sigs.k8s.io, Docker: https://docs.docker.com/engine/install/. Exercises work without a cluster.
cluster-program-broken = { $program } cannot be started: { $said }.
cluster-program-no-daemon = { $program } is there, but its daemon does not answer: start Docker (or Podman), then run this again.
    { $said }
cluster-program-denied = { $program } may not use the Docker socket: join the group “docker”, or use rootless mode.
    { $said }
cluster-program-port = A port that { $program } needs is taken. Stop what listens there (`docker ps`, `ss -ltnp`), then run this again.
    { $said }
cluster-program-image = An image is neither here nor to be had. Without internet, load it first (docker load -i FILE), or name one with --image or --archives.
    { $said }
cluster-program-disk = The disk is full. Make room (`docker system prune`, `docker volume prune`), then run this again.
    { $said }
cluster-program-half = Nodes of an unfinished cluster are in the way. `cofferdam cluster delete` removes them; then run this again.
    { $said }
cluster-program-failed = { $program } failed. What it said last:
    { $said }
cluster-archives = { $program }: no image archives (*.tar, *.tar.gz) can be read there: { $said }. `docker save busybox:1.28 -o busybox.tar` makes one.

confirm-word = { $word }
confirm-accepted = accepted
confirm-refused = refused
confirm-flows = the whole flow set
confirm-pull = pull
confirm-start = start
confirm-effective = identity
confirm-selects = selected Pods
confirm-isolation = isolation
confirm-workload = Pods of this { $kind } that run
confirm-open = { $open } open of { $tried } tried
confirm-open-predicted = { $open } open
confirm-not-sent = not sent
confirm-offline-only = judged offline alone: no number of tries shows that there are no others
confirm-no-outside = { $address } is outside this cluster and exists only in the exercise
confirm-dangerous = `{ $command }` would change the machine under the cluster and is not run there
confirm-not-simulated = not simulated, so there is nothing to confirm
confirm-not-enforced = this cluster ignores network policies: the offline verdict stands
confirm-enforced = this cluster enforces network policies, and the exercise's ignores them
confirm-unreadable = the container cannot be looked into
confirm-no-image = this cluster has not got the image: { $said }
confirm-only-simulated = { $image } comes from a registry, or a node, that exists only in the exercise
confirm-no-process = no process has the number that `{ $command }` names: numbers differ from start to start
confirm-unsettled = { $pod } had not come to rest after { $seconds } s: { $state }
confirm-no-nc = no Pod here has nc to try connections with
confirm-cached = already on the node from an earlier attempt
confirm-another-image = the cluster runs another build of { $image }: its accounts (/etc/passwd, /etc/group) are others, and with them the prediction is the same
confirm-by-endpoint = the Service has Pods with different answers ({ $answers }), and each connection meets one of them
confirm-node-lacks = this node cannot give { $capabilities } to any container
confirm-no-app-armor = the nodes of this cluster have no AppArmor in their kernel, and without it the prediction is the same
confirm-no-seccomp-profiles = the nodes of this cluster do not have the seccomp profiles that this exercise puts below /var/lib/kubelet/seccomp, and without them the prediction is the same
confirm-no-groups-policy = the container runtime of this cluster does not know supplementalGroupsPolicy (containerd 2.0 and CRI-O 1.31 do), and without it the prediction is the same
confirm-no-user-namespaces = the nodes of this cluster cannot give a Pod a user namespace, and without it the prediction is the same
confirm-low-ports-closed = the container runtime of this cluster keeps ports below 1024 and ping for those with the capability (containerd 2 opens them), and so does the prediction
confirm-image-replaced = { $before } is not on the nodes: { $after } is used in its place.
confirm-image-not-here = { $image } is not in { $engine } here: exercises that run it need internet on the nodes, or `{ $engine } pull { $image }` and this command again.
confirm-unfinished = A cluster of this name is there whose making was never finished. It is deleted and made again.
confirm-row-same = { $label }: predicted and observed { $predicted }.
confirm-row-same-but = { $label }: predicted { $predicted }, observed { $observed }: { $why }.
confirm-row-different = { $label }: predicted { $predicted }, but observed { $observed }.
confirm-row-unasked = { $label }: predicted { $predicted }; not observed: { $why }.

confirm-stage-connect = Connecting …
confirm-stage-canary = Trying whether this cluster enforces network policies …
confirm-stage-world = Making the exercise's namespaces and Pods …
confirm-stage-files = Sending your files …
confirm-stage-pod = Waiting for { $pod }: { $state } ({ $count } not ready yet)
confirm-stage-probes = Asking { $count } { $count ->
    [one] question
   *[other] questions
  } …
confirm-stage-clean = Removing { $count } { $count ->
    [one] namespace
   *[other] namespaces
  } …
confirm-stage-stopping = Stopping. A second Ctrl-C leaves what is still there to `cofferdam cluster clean`.
confirm-stage-load = Loading { $image } …
confirm-stage-program = { $line }
confirm-step-nodes = Nodes: kind makes them
confirm-step-images = Images: loading them onto the nodes
confirm-step-registry = Registry: starting and filling it
confirm-step-done = Done

doctor-good = A cluster can confirm your exercises: `cofferdam check ID --cluster`.
doctor-bad = No cluster can confirm exercises yet. All of them work offline without one.
doctor-state-ok = good
doctor-state-warning = works with a limitation
doctor-state-failed = in the way
doctor-state-skipped = not looked at
doctor-skipped = not looked at: something before it is missing
doctor-docker = { $engine } answers, version { $version }
doctor-docker-down = { $engine } is installed, but its daemon does not answer: { $said }
    .fix = Start it. It is needed only to make a cluster here; an existing one works without.
doctor-docker-missing = { $engine } is not installed
    .fix = It is needed only to make a cluster here: https://docs.docker.com/engine/install/
doctor-kind = { $version }
doctor-kind-missing = kind is not installed
    .fix = It is needed only to make a cluster here: https://kind.sigs.k8s.io/docs/user/quick-start/#installation
doctor-kubeconfig = context { $context } at { $server }
doctor-server = { $server } answers
doctor-version = { $server }, the version predictions are made for
doctor-version-skew = { $server }; predictions are made for { $ours }
    .fix = Small differences are possible. kind's node image chooses the version: `cofferdam cluster create --image kindest/node:v{ $ours }.4`
doctor-permissions = all { $count } rights that a session uses
doctor-permissions-lacking = missing rights: { $rights }
    .fix = Ask the cluster's administrator for them, or use a cluster of your own: `cofferdam cluster create`
doctor-nodes = { $count } nodes, { $runtime }
doctor-nodes-unseen = the nodes cannot be seen
    .fix = Without the right to list nodes, images cannot be looked up; everything else works.
doctor-images = all { $count } images that exercises use most are on the nodes
doctor-images-missing = not on the nodes: { $images }
    .fix = They are pulled when needed. Without internet: `kind load docker-image { $images } --name cofferdam`
doctor-policies = network policies are enforced: forbidden connections are dropped
doctor-policies-refuse = network policies are enforced: forbidden connections are refused
doctor-policies-ignored = this cluster accepts network policies and ignores them
    .fix = Network exercises are judged offline there. kind enforces them from v0.24.0; elsewhere a plug-in such as Calico or Cilium does.
doctor-network-broken = Pods do not reach each other even without a policy
    .fix = The network plug-in is not working: `kubectl -n kube-system get pods` shows it.
doctor-dns = names resolve
doctor-dns-broken = names do not resolve in Pods
    .fix = The cluster's DNS is not working: `kubectl -n kube-system get pods -l k8s-app=kube-dns`
doctor-registry = the private registry takes the exercises' credential
doctor-registry-denies = the private registry does not take dock_user / dock_password
    .fix = `cofferdam cluster create` starts one that does.
doctor-registry-unseen = registry.lab:5000 is not to be reached from the nodes
    .fix = Exercises with a private registry are judged offline there. `cofferdam cluster create` starts one.

cli-no-cluster = This build cannot use clusters: it was made without the feature "cluster".
cli-cluster-ask = Use context { $context } at { $server }? cofferdam makes namespaces of its own there, all named cofferdam-…, and removes them again. Nothing else is touched. [y/N]
cli-cluster-refused = Context { $context } at { $server } is not used.
cli-cluster-used = Using context { $context } at { $server }, as --context says. With --yes it is remembered.
cli-cluster-not-remembered = The allow-list { $file } cannot be written: { $error }. You will be asked again.
cli-cluster-created = The cluster is ready. `cofferdam check ID --cluster` uses it; `cofferdam doctor` looks at it.
cli-cluster-deleted = The cluster and its registry are deleted.
cli-cluster-none-to-delete = There was no cluster of cofferdam's.
cli-cluster-none = There is no cluster of cofferdam's. `cofferdam cluster create` makes one.
cli-cluster-is = Kubernetes { $version }, network plug-in { $plugin }, { $runtime }.
cli-cluster-node = Node { $name }: { $state }.
cli-cluster-in-use = { $namespace }: in use for { $scenario }.
cli-cluster-left = { $namespace }: left over from { $scenario }. `cofferdam cluster clean` removes it.
cli-cluster-removed = Removed { $namespace } ({ $scenario }).
cli-cluster-clean = Nothing of cofferdam's is left on the cluster.
cli-cluster-step = { $bar } { $done }/{ $total }
cli-confirm-title = Predicted and observed (Kubernetes { $version }): { $same } of { $all } answers agree.
cli-confirm-from = from
cli-confirm-question = question
cli-confirm-predicted = predicted
cli-confirm-observed = observed
cli-confirm-check-observed = Check { $check } passes on the cluster and not offline.
cli-confirm-check-predicted = Check { $check } passes offline and not on the cluster.
cli-confirm-offline-stands = The offline verdict stands; the cluster gave none.
cli-confirm-ignored = This cluster ignores network policies (plug-in { $plugin }): it accepts them and lets every connection through. The offline verdict stands.
cli-confirm-differs = The cluster did not do what was predicted (network plug-in { $plugin }). That is a bug of cofferdam's or a peculiarity of the cluster; the better score counts. Everything somebody needs to look into it is in { $file }, nothing personal:
    gh issue create --title "{ $id }: the cluster differs" --body-file { $file }

command-doctor = Look at what confirming on a real cluster needs
    .context = context of the kubeconfig to use
    .kubeconfig = kubeconfig; KUBECONFIG or ~/.kube/config, if left out
    .yes = use the context without asking, and remember it
command-cluster = Make, look at, clean or delete the optional real cluster
command-cluster-create = Make a cluster with kind, or go on where that was interrupted
    .workers = worker nodes besides the control plane; one, if left out
    .image = node image; the one in Docker here, else kind's own, if left out
    .archives = folder with docker save archives to load; images of Docker here, if left out
    .no-registry = start no private registry beside it
command-cluster-status = Say what is there, and what interrupted runs left
    .context = context of the kubeconfig to use
    .kubeconfig = kubeconfig; KUBECONFIG or ~/.kube/config, if left out
    .yes = use the context without asking, and remember it
command-cluster-clean = Remove everything of cofferdam's from the cluster
    .context = context of the kubeconfig to use
    .kubeconfig = kubeconfig; KUBECONFIG or ~/.kube/config, if left out
    .yes = use the context without asking, and remember it
    .all = what a running cofferdam uses right now, too
command-cluster-delete = Delete the cluster that was made with kind, and its registry
