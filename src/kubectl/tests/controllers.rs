//! What controllers make of workloads, and how the tables, descriptions and selectors see it.

use super::transcript;
use crate::kubectl::*;
use crate::text::SourceFile;

fn play(manifests: &str, commands: &str) -> String {
    let files = [SourceFile::new("a.yaml", manifests)];
    transcript(&mut World::default(), &files, &format!("k apply -f a.yaml\n{commands}"))
}

/// The words of the line that begins so.
fn words(said: &str, begins: &str) -> Vec<String> {
    let line = said.lines().find(|line| line.starts_with(begins)).unwrap_or_else(|| panic!("{begins}\n{said}"));
    line.split_whitespace().map(str::to_owned).collect()
}

fn pod(name: &str, spec: &str) -> String {
    format!("apiVersion: v1\nkind: Pod\nmetadata: {{name: {name}}}\nspec: {{{spec}}}\n---\n")
}

const SLEEP: &str = "containers: [{name: c, image: 'busybox:1.37', command: [sleep, '3600']}]";

#[test]
fn a_pod_that_waits_for_a_node_has_no_containers_yet() {
    let manifests = pod("a", &format!("nodeSelector: {{disk: ssd}}, initContainers: [{{name: i, image: 'busybox:1.37'}}], {SLEEP}"));
    let said = play(&manifests, "k get pod a\nk describe pod a\nk get pod a -o jsonpath={.status.containerStatuses}\nk logs a");
    assert_eq!(words(&said, "a ")[1..4], ["0/1", "Pending", "0"]);
    assert!(said.contains("FailedScheduling"), "{said}");
    for line in ["State:", "Ready:", "Restart Count:", "Container ID:"] {
        assert!(!said.contains(line), "{line}\n{said}");
    }
    assert!(said.ends_with("k logs a\n! Defaulted container \"c\" out of: c, i (init)\n"), "{said}");
}

#[test]
fn a_pod_for_a_node_that_is_not_there_has_neither_events_nor_conditions() {
    let said = play(&pod("a", &format!("nodeName: nope, {SLEEP}")), "k get pod a -o wide\nk describe pod a\nk exec a -- id");
    assert_eq!(words(&said, "a ")[1..3], ["0/1", "Pending"]);
    assert!(said.lines().any(|line| line.starts_with("Events:") && line.ends_with("<none>")) && !said.contains("Conditions:"), "{said}");
    assert!(said.contains("! Error from server (NotFound): nodes \"nope\" not found"), "{said}");
}

#[test]
fn a_volume_that_no_container_mounts_stops_nothing() {
    let volume = "volumes: [{name: v, secret: {secretName: nope}}]";
    let mounted = "containers: [{name: c, image: 'busybox:1.37', command: [sleep, '3600'], volumeMounts: [{name: v, mountPath: /v}]}]";
    let manifests = pod("free", &format!("{volume}, {SLEEP}")) + &pod("held", &format!("{volume}, {mounted}"));
    let said = play(&manifests, "k get pods");
    assert_eq!(words(&said, "free ")[1..3], ["1/1", "Running"]);
    assert_eq!(words(&said, "held ")[1..3], ["0/1", "ContainerCreating"]);
}

#[test]
fn an_init_container_that_backs_off_was_started_again() {
    let init =
        "initContainers: [{name: i, image: 'busybox:1.37', command: ['false']}, {name: s, image: 'busybox:1.37', restartPolicy: Always}]";
    let said = play(&pod("a", &format!("{init}, {SLEEP}")), "k get pod a");
    assert_eq!(words(&said, "a ")[1..6], ["0/2", "Init:CrashLoopBackOff", "1", "(0s", "ago)"]);
}

#[test]
fn sidecars_count_as_containers() {
    let side = "initContainers: [{name: s, image: 'busybox:1.37', command: [sleep, '3600'], restartPolicy: Always}]";
    let said = play(&pod("a", &format!("{side}, {SLEEP}")), "k get pod a");
    assert_eq!(words(&said, "a ")[1..3], ["2/2", "Running"]);
}

fn job(spec: &str, command: &str) -> String {
    format!(
        "apiVersion: batch/v1\nkind: Job\nmetadata: {{name: job}}\nspec: {{{spec}, template: {{spec: {{restartPolicy: Never, containers: [{{name: c, image: 'busybox:1.37', command: [sh, -c, {command:?}]}}]}}}}}}\n"
    )
}

#[test]
fn a_job_is_played_to_its_end() {
    let said = play(
        &job("completions: 3, parallelism: 2", "echo hi"),
        "k get jobs\nk get pods -l job-name=job --no-headers\nk logs job/job\nk wait --for=condition=complete job/job\nk describe job job",
    );
    assert_eq!(words(&said, "job ")[1..3], ["Complete", "3/3"]);
    assert_eq!(said.lines().filter(|line| line.starts_with("job-") && line.contains(" Completed ")).count(), 3, "{said}");
    for line in ["hi", "job.batch/job condition met", "! Found 3 pods, using pod/job-"] {
        assert!(said.lines().any(|own| own.starts_with(line)), "{line}\n{said}");
    }
    for part in [
        "Selector:",
        "batch.kubernetes.io/controller-uid=",
        "0 Active (0 Ready) / 3 Succeeded / 0 Failed",
        "Job completed",
        "Created pod: job-",
    ] {
        assert!(said.contains(part), "{part}\n{said}");
    }
}

#[test]
fn a_job_that_fails_or_waits_makes_no_more_pods_than_it_may() {
    let said = play(&job("completions: 5, parallelism: 2", "exit 1"), "k get jobs\nk get pods --no-headers");
    assert_eq!(words(&said, "job ")[1..3], ["Running", "0/5"]);
    assert_eq!(said.lines().filter(|line| line.starts_with("job-")).count(), 2, "{said}");
    let said = play(&job("backoffLimit: 0", "exit 1"), "k get jobs\nk get events");
    assert_eq!(words(&said, "job ")[1], "Failed");
    assert!(said.contains("Job has reached the specified backoff limit"), "{said}");
    let said = play(&job("suspend: true", "echo hi"), "k get jobs\nk get pods");
    assert_eq!(words(&said, "job ")[1], "Suspended");
    assert!(said.contains("No resources found"), "{said}");
}

#[test]
fn the_pods_of_an_indexed_job_know_their_number() {
    let said = play(
        &job("completions: 4, parallelism: 1, completionMode: Indexed", "test $JOB_COMPLETION_INDEX -lt 2"),
        "k get jobs\nk get pods --show-labels --no-headers\nk get job job -o jsonpath={.status.completedIndexes}",
    );
    assert_eq!(words(&said, "job ")[1..3], ["Running", "2/4"]);
    assert!(words(&said, "job-2-").join(" ").contains("Error") && !said.contains("job-3-"), "{said}");
    assert!(said.contains("batch.kubernetes.io/job-completion-index=1") && said.ends_with("\n0,1\n"), "{said}");
}

const SET: &str = "apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db}
spec:
  replicas: 2
  serviceName: db
  selector: {matchLabels: {app: db}}
  template: {metadata: {labels: {app: db}}, spec: {containers: [{name: c, image: 'IMAGE', command: [sleep, '3600'], volumeMounts: [{name: d, mountPath: /d}]}]}}
  volumeClaimTemplates: [{metadata: {name: d}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}]
";

#[test]
fn a_stateful_set_has_numbered_pods_with_claims() {
    let said = play(
        &SET.replace("IMAGE", "busybox:1.37"),
        "k get pods --show-labels\nk get pvc\nk get pv\nk get sc\nk describe pvc d-db-1\nk get sts db -o jsonpath={.status.readyReplicas}\nk exec db-1 -- hostname",
    );
    assert_eq!(words(&said, "db-0 ")[1..3], ["1/1", "Running"]);
    let labels = words(&said, "db-1 ").pop().unwrap();
    for label in ["apps.kubernetes.io/pod-index=1", "controller-revision-hash=db-", "statefulset.kubernetes.io/pod-name=db-1"] {
        assert!(labels.contains(label), "{labels}");
    }
    let claim = words(&said, "d-db-1 ");
    assert_eq!([&claim[1], &claim[3], &claim[4], &claim[5], &claim[6]], ["Bound", "1Gi", "RWO", "standard", "<unset>"]);
    assert_eq!(words(&said, "pvc-")[3..7], ["Delete", "Bound", "default/d-db-1", "standard"], "{said}");
    assert_eq!(words(&said, "standard (default)")[2..5], ["rancher.io/local-path", "Delete", "WaitForFirstConsumer"]);
    assert!(said.contains("Used By:       db-1") && said.ends_with("2\n$ k exec db-1 -- hostname\ndb-1\n"), "{said}");
}

#[test]
fn a_stateful_set_waits_for_one_pod_before_the_next() {
    let said = play(&SET.replace("IMAGE", "nginx:nope"), "k get pods\nk get sts db\nk get pvc\nk describe sts db");
    assert!(!said.contains("db-1"), "{said}");
    assert_eq!(words(&said, "db ")[1], "0/2");
    for line in
        ["Create Claim d-db-0 Pod db-0 in StatefulSet db success", "Create Pod db-0 in StatefulSet db successful", "2 desired | 1 total"]
    {
        assert!(said.contains(line), "{line}\n{said}");
    }
    let parallel = SET.replace("IMAGE", "nginx:nope").replace("replicas: 2", "replicas: 2\n  podManagementPolicy: Parallel");
    assert!(play(&parallel, "k get pods").contains("db-1"));
}

#[test]
fn a_claim_without_a_class_waits_for_a_volume() {
    let claim = "apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: data}\nspec: {accessModes: [ReadWriteOnce], storageClassName: '', resources: {requests: {storage: 1Gi}}}\n---\n";
    let user = pod("a", &format!("volumes: [{{name: v, persistentVolumeClaim: {{claimName: data}}}}], {SLEEP}"));
    let lost = pod("b", &format!("volumes: [{{name: v, persistentVolumeClaim: {{claimName: none}}}}], {SLEEP}"));
    let manifests = format!("{claim}{user}{lost}");
    let said = play(&manifests, "k get pvc\nk get pods\nk describe pod a\nk describe pod b\nk describe pvc data");
    assert_eq!(words(&said, "data ")[1..3], ["Pending", "<unset>"]);
    assert_eq!(words(&said, "a ")[1..3], ["0/1", "Pending"]);
    for line in [
        "0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims. not found",
        "0/1 nodes are available: persistentvolumeclaim \"none\" not found. not found",
        "no persistent volumes available for this claim and no storage class is set",
    ] {
        assert!(said.contains(line), "{line}\n{said}");
    }
    let volume = "apiVersion: v1\nkind: PersistentVolume\nmetadata: {name: disk}\nspec: {accessModes: [ReadWriteOnce], capacity: {storage: 2Gi}, hostPath: {path: /srv}}\n---\n";
    let said = play(&format!("{volume}{manifests}"), "k get pvc\nk get pv\nk get pod a");
    assert_eq!(words(&said, "data ")[1..5], ["Bound", "disk", "2Gi", "RWO"]);
    assert_eq!(words(&said, "disk ")[3..6], ["Retain", "Bound", "default/data"]);
    assert_eq!(words(&said, "a ")[1..3], ["1/1", "Running"]);
}

const DEPLOYMENT: &str = "apiVersion: apps/v1
kind: Deployment
metadata: {name: api, annotations: {team: blue}}
spec:
  replicas: 2
  selector: {matchLabels: {app: api}}
  template: {metadata: {labels: {app: api}}, spec: {containers: [{name: c, image: 'busybox:1.37', command: [sleep, '3600']}]}}
";

#[test]
fn a_replica_set_has_the_hash_of_its_template() {
    let said = play(
        DEPLOYMENT,
        "k get rs -o wide\nk get rs -o yaml\nk get pods -o jsonpath={.items[0].metadata.labels.pod-template-hash}\nk describe deploy api\nk get events",
    );
    let hash = words(&said, "api-").remove(0)["api-".len()..].to_owned();
    assert!(hash.chars().all(|letter| "456789bcdf".contains(letter)), "{hash}");
    assert_eq!(words(&said, "api-").pop().unwrap(), format!("app=api,pod-template-hash={hash}"));
    for line in [
        "      deployment.kubernetes.io/desired-replicas: \"2\"",
        "      deployment.kubernetes.io/max-replicas: \"3\"",
        "      deployment.kubernetes.io/revision: \"1\"",
        "      team: blue",
        "    - apiVersion: apps/v1",
        "      blockOwnerDeletion: true",
        "          resources: {}",
        "    fullyLabeledReplicas: 2",
        &hash,
    ] {
        assert!(said.lines().any(|own| own == line), "{line}\n{said}");
    }
    assert!(said.contains(&format!("Scaled up replica set api-{hash} from 0 to 2")), "{said}");
    assert!(said.contains(&format!("NewReplicaSet:   api-{hash} (2/2 replicas created)")), "{said}");
    assert_eq!(said.matches("Created pod: api-").count(), 2, "{said}");
}

#[test]
fn a_daemon_set_has_a_pod_for_each_node_that_it_allows() {
    let set = "apiVersion: apps/v1\nkind: DaemonSet\nmetadata: {name: ds}\nspec: {selector: {matchLabels: {app: ds}}, template: {metadata: {labels: {app: ds}}, spec: {SELECT containers: [{name: c, image: 'busybox:1.37', command: [sleep, '3600']}]}}}\n";
    let facts = "nodes: [{name: one, address: 172.18.0.2}, {name: two, address: 172.18.0.3, labels: {disk: ssd}}]";
    let played = |select: &str| {
        let files = [SourceFile::new("a.yaml", set.replace("SELECT", select))];
        let facts = crate::world::Facts::parse(&SourceFile::new("world.yaml", facts)).unwrap();
        let mut world = World { facts, ..World::default() };
        transcript(&mut world, &files, "k apply -f a.yaml\nk get pods -o wide --show-labels --no-headers\nk get ds ds")
    };
    let said = played("");
    assert!(said.contains(" one ") && said.contains(" two "), "{said}");
    assert!(said.contains("controller-revision-hash=") && said.contains("pod-template-generation=1"), "{said}");
    let said = played("nodeSelector: {disk: ssd},");
    assert!(!said.contains(" one "), "{said}");
    assert_eq!(words(&said, "ds ")[1..4], ["1", "1", "1"]);
}

#[test]
fn a_policy_selects_pods_by_the_labels_of_their_controller() {
    let policy = "---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: first}\nspec: {podSelector: {matchLabels: {statefulset.kubernetes.io/pod-name: db-0}}}\n";
    let mut world = World::default();
    let files = [SourceFile::new("a.yaml", SET.replace("IMAGE", "busybox:1.37") + policy)];
    transcript(&mut world, &files, "k apply -f a.yaml");
    let network = crate::simulate::network::Network::of(&world);
    assert_eq!(network.selects("default", "first"), Some(vec!["default/db-0".to_owned()]));
}

#[test]
fn a_service_gets_ports_on_the_nodes() {
    let service = |kind: &str| {
        format!(
            "apiVersion: v1\nkind: Service\nmetadata: {{name: {}}}\nspec: {{type: {kind}, selector: {{app: a}}, ports: [{{port: 80}}]}}\n---\n",
            kind.to_lowercase()
        )
    };
    let outside = "apiVersion: v1\nkind: Service\nmetadata: {name: ext}\nspec: {type: ExternalName, externalName: example.com}\n---\n";
    let headless =
        "apiVersion: v1\nkind: Service\nmetadata: {name: hl}\nspec: {clusterIP: None, selector: {app: a}, ports: [{port: 80}]}\n";
    let manifests = service("NodePort") + &service("LoadBalancer") + &service("ClusterIP") + outside + headless;
    let said = play(
        &manifests,
        "k get svc\nk describe svc nodeport\nk describe svc ext\nk describe svc hl\nk get svc clusterip -o yaml\nk get ep hl -o yaml",
    );
    let port = |name: &str| words(&said, name)[4].trim_start_matches("80:").trim_end_matches("/TCP").parse::<u16>();
    let (one, two) = (port("nodeport").unwrap(), port("loadbalancer").unwrap());
    assert!((30000..32768).contains(&one) && (30000..32768).contains(&two) && one != two);
    assert_eq!(words(&said, "clusterip")[4], "80/TCP");
    assert!(said.contains(&format!("NodePort:                 <unset>  {one}/TCP")), "{said}");
    for line in [
        "External Traffic Policy:  Cluster",
        "IP Families:       <none>",
        "IPs:                      None",
        "  ipFamilies:",
        "  ipFamilyPolicy: SingleStack",
        "! Warning: v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice",
        "    endpoints.kubernetes.io/managed-by: endpoint-controller",
    ] {
        assert!(said.lines().any(|own| own == line), "{line}\n{said}");
    }
}

#[test]
fn a_pod_that_is_not_ready_is_an_address_all_the_same() {
    let pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: a, labels: {app: a}}\nspec: {containers: [{name: c, image: 'busybox:1.37', command: [sleep, '3600'], readinessProbe: {tcpSocket: {port: 80}}}]}\n---\n";
    let service = "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {selector: {app: a}, ports: [{port: 80}]}\n";
    let said = play(&format!("{pod}{service}"), "k get ep a\nk describe ep a");
    assert_eq!(words(&said, "a ")[1], "<none>");
    assert!(said.contains("NotReadyAddresses:  10.244."), "{said}");
}

#[test]
fn small_things_of_a_cluster_are_there() {
    let binary = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: cm}\nbinaryData: {bin: AAEC}\n";
    let said = play(binary, "k describe cm cm\nk get pc\nk get cm --sort-by=.foo\nk get cm --watch-only");
    assert!(said.contains("BinaryData\n====\nbin: 3 bytes\n"), "{said}");
    assert_eq!(words(&said, "system-node-critical")[1..3], ["2000001000", "false"]);
    assert!(said.ends_with("k get cm --sort-by=.foo\n! No resources found in default namespace.\n$ k get cm --watch-only\n"), "{said}");
    let facts = crate::world::Facts::parse(&SourceFile::new("world.yaml", "version: 1.35.4\n")).unwrap();
    let said = transcript(&mut World { facts, ..World::default() }, &[], "k version\nk get nodes");
    assert!(said.contains("Server Version: v1.35.4") && words(&said, "kind-worker").contains(&"v1.35.4".to_owned()), "{said}");
}

#[test]
fn the_pods_of_controllers_go_through_admission_too() {
    let template = DEPLOYMENT
        .replace("labels: {app: api}}", "labels: {app: api}, annotations: {container.apparmor.security.beta.kubernetes.io/c: unconfined}}")
        .replace("replicas: 2", "replicas: 1");
    let said = play(
        &template,
        "k describe pod -l app=api\nk exec deploy/api -- ls /var/run/secrets/kubernetes.io/serviceaccount\nk get pod -l app=api -o jsonpath={.items[0].spec.containers[0].securityContext.appArmorProfile.type}",
    );
    for part in [
        "/var/run/secrets/kubernetes.io/serviceaccount from kube-api-access-",
        "node.kubernetes.io/not-ready:NoExecute op=Exists for 300s",
        "Container ID:  containerd://",
    ] {
        assert!(said.contains(part), "{part}\n{said}");
    }
    assert!(said.lines().any(|line| line == "token") && said.ends_with("Unconfined\n"), "{said}");
    let group = pod("a", &format!("securityContext: {{runAsUser: 7, runAsGroup: 8, supplementalGroups: [9]}}, {SLEEP}"));
    let said = play(&group, "k get pod a -o jsonpath={.status.containerStatuses[0].user}");
    assert!(said.ends_with("{\"linux\":{\"gid\":8,\"supplementalGroups\":[8,9],\"uid\":7}}\n"), "{said}");
    let account = "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: default}\nautomountServiceAccountToken: false\n---\n";
    let said = play(&format!("{account}{DEPLOYMENT}"), "k exec deploy/api -- ls /var/run/secrets/kubernetes.io/serviceaccount");
    assert!(said.contains("No such file or directory"), "{said}");
    let said = play(account, "k run a --image=busybox:1.37 -- sleep 3600\nk exec a -- ls /var/run/secrets/kubernetes.io/serviceaccount");
    assert!(said.contains("No such file or directory"), "{said}");
}

#[test]
fn a_pod_keeps_the_pull_secrets_that_its_account_had() {
    let mut world = World {
        facts: crate::world::Facts::parse(&SourceFile::new(
            "world.yaml",
            "registries: [{host: reg.lab, private: true, users: {u: p}, repositories: {app: [v1]}}]\nimages: [{names: ['reg.lab/app:v1'], like: 'busybox:1.37'}]",
        ))
        .unwrap(),
        ..World::default()
    };
    let said = transcript(
        &mut world,
        &[],
        "
        k run old --image=reg.lab/app:v1 -- sleep 3600
        k create deploy kept --image=reg.lab/app:v1 -- sleep 3600
        k create deploy again --image=reg.lab/app:v1 -- sleep 3600
        k create secret docker-registry cred --docker-server=reg.lab --docker-username=u --docker-password=p
        k patch sa default -p '{\"imagePullSecrets\": [{\"name\": \"cred\"}]}'
        k run new --image=reg.lab/app:v1 -- sleep 3600
        k rollout restart deploy again
        k create deploy later --image=reg.lab/app:v1 -- sleep 3600
        k get pods --no-headers
        k get pod new -o jsonpath={.spec.imagePullSecrets}
        k get pod old -o jsonpath={.spec.imagePullSecrets}
    ",
    );
    assert_eq!(words(&said, "old ")[2], "ErrImagePull", "{said}");
    assert_eq!(words(&said, "new ")[2], "Running", "{said}");
    for (name, state) in [("kept-", "ErrImagePull"), ("again-", "Running"), ("later-", "Running")] {
        assert_eq!(words(&said, name)[2], state, "{said}");
    }
    let pod = words(&said, "kept-").remove(0);
    let said_after = transcript(&mut world, &[], &format!("k delete pod {pod}\nk get pods --no-headers"));
    assert_eq!(words(&said_after, "kept-")[2], "Running", "{said_after}");
    assert!(said.contains("[{\"name\":\"cred\"}]") && said.ends_with("k get pod old -o jsonpath={.spec.imagePullSecrets}\n"), "{said}");
}

#[test]
fn the_name_server_of_the_cluster_can_be_found_by_its_labels() {
    let said = transcript(
        &mut World::default(),
        &[],
        "
        k get pods -n kube-system --show-labels
        k get pods -n kube-system -l k8s-app=kube-dns -o name
        k get pods
        k exec -n kube-system coredns-7d764666f9-q8zrt -- id
    ",
    );
    assert_eq!(words(&said, "coredns-")[1..3], ["1/1", "Running"]);
    assert!(words(&said, "coredns-").pop().unwrap().contains("k8s-app=kube-dns"), "{said}");
    for line in ["pod/coredns-7d764666f9-q8zrt", "! No resources found in default namespace."] {
        assert!(said.lines().any(|own| own == line), "{line}\n{said}");
    }
    assert!(said.contains("is not simulated here"), "{said}");
}

#[test]
fn what_a_cluster_serves_has_endpoints_and_jobs_belong_to_their_cron_job() {
    let cron = "apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: cj}\nspec: {schedule: '* * * * *', jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: c, image: 'busybox:1.37', command: [echo, hi]}]}}}}}\n";
    let said = play(
        cron,
        "k get ep -A\nk describe svc kubernetes\nk create job j --from=cronjob/cj -o yaml\nk describe job j\nk get pod -l job-name=j -o yaml",
    );
    assert!(words(&said, "default ").contains(&"172.18.0.2:6443".to_owned()), "{said}");
    assert!(words(&said, "kube-system ")[2].contains(":53,"), "{said}");
    assert!(said.lines().any(|line| line.starts_with("Endpoints:") && line.ends_with("172.18.0.2:6443")), "{said}");
    for line in ["    kind: CronJob", "    job-name: j", "Controlled By:    CronJob/cj"] {
        assert!(said.lines().any(|own| own == line), "{line}\n{said}");
    }
    assert!(!said.contains("initContainerStatuses"), "{said}");
}

#[test]
fn an_update_of_a_stateful_set_begins_with_its_last_pod_and_stops_at_one_that_fails() {
    let files = [SourceFile::new("a.yaml", SET.replace("IMAGE", "busybox:1.37").replace("replicas: 2", "replicas: 3"))];
    let mut world = World::default();
    let said = transcript(
        &mut world,
        &files,
        "k apply -f a.yaml\nk set image sts/db c=busybox:nope\nk get pods\nk get sts db -o jsonpath={.status.updatedReplicas}:{.status.readyReplicas}",
    );
    assert_eq!(["db-0 ", "db-1 ", "db-2 "].map(|name| words(&said, name).remove(2)), ["Running", "Running", "ErrImagePull"], "{said}");
    assert!(said.ends_with("1:2\n"), "{said}");
    let said = transcript(&mut world, &files, "k set image sts/db c=busybox:1.36\nk get pods");
    assert_eq!(["db-0 ", "db-2 "].map(|name| words(&said, name).remove(2)), ["Running", "Running"], "{said}");
}

#[test]
fn a_node_and_a_container_report_what_they_hold() {
    let facts = crate::world::Facts::parse(&SourceFile::new("world.yaml", "nodes: [{images: ['nginx:1.31']}]")).unwrap();
    let mut world = World { facts, ..World::default() };
    let said = transcript(
        &mut world,
        &[SourceFile::new("a.yaml", pod("a", SLEEP))],
        "k apply -f a.yaml\nk get node kind-worker -o jsonpath={.status.images[0].names}\nk get pod a -o jsonpath={.status.containerStatuses[0].volumeMounts[0].recursiveReadOnly}",
    );
    assert!(said.contains("[\"docker.io/library/nginx:1.31\"]\n") && said.ends_with("Disabled\n"), "{said}");
}

#[test]
fn gates_and_foreign_schedulers_hold_a_pod_back() {
    let manifests = pod("gated", &format!("schedulingGates: [{{name: lab/wait}}], {SLEEP}"))
        + &pod("foreign", &format!("schedulerName: mine, {SLEEP}"))
        + &pod("unready", &format!("readinessGates: [{{conditionType: lab/ok}}], {SLEEP}"));
    let said = play(&manifests, "k get pods -o wide\nk get pod unready -o yaml\nk get pod gated -o yaml\nk describe pod foreign");
    assert_eq!(words(&said, "gated ")[1..3], ["0/1", "SchedulingGated"]);
    assert_eq!(words(&said, "foreign ")[1..3], ["0/1", "Pending"]);
    let unready = words(&said, "unready ");
    assert_eq!((unready[1].as_str(), unready[2].as_str(), unready.last().unwrap().as_str()), ("1/1", "Running", "0/1"));
    for part in [
        "corresponding condition of pod readiness gate \"lab/ok\" does not exist.",
        "reason: ReadinessGatesNotReady",
        "Scheduling is blocked due to non-empty scheduling gates",
    ] {
        assert!(said.contains(part), "{part}\n{said}");
    }
    assert!(said.lines().last().unwrap().starts_with("Events:") && said.ends_with("<none>\n"), "{said}");
}
