//! Clusters from the command line: both judges side by side on a cluster in memory, kubeconfigs that cannot be used, and
//! kind as a stand-in program that checks what it is asked and fails as the real one does.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use cofferdam::cli::{self, Request, Streams, Terminal};
use cofferdam::confirm::{Fake, FakeCluster};
use cofferdam::host::{Host, Memory};
use cofferdam::locale::Sentence;
use insta::assert_snapshot;
use serde_json::Value;

use super::{Answer, Learner};

/// A command on a machine and a cluster in memory.
fn on(cluster: &Arc<FakeCluster>, host: &Arc<dyn Host>, args: &[&str]) -> Answer {
    let args: Vec<_> = std::iter::once("cofferdam").chain(args.iter().copied()).map(Into::into).collect();
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let streams = Streams { out: &mut out, err: &mut err };
    let ports = cli::Ports { cluster: Some(cluster.clone()), network: None };
    let Request::Done(code) = cli::run(host, ports, &args, Terminal::default(), streams) else { panic!("a console") };
    Answer { code, out: String::from_utf8(out).unwrap(), err: String::from_utf8(err).unwrap() }
}

fn with(mood: Fake, args: &[&str]) -> (Answer, Vec<String>) {
    let (cluster, host): (_, Arc<dyn Host>) = (Arc::new(FakeCluster::new(mood)), Arc::new(Memory::new()));
    let answer = on(&cluster, &host, args);
    let deeds = cluster.deeds.lock().unwrap().clone();
    (answer, deeds)
}

#[test]
fn both_judges_stand_side_by_side() {
    let (answer, deeds) = with(Fake::default(), &["check", "E02", "--cluster"]);
    assert_eq!(answer.code, 1, "{answer}");
    assert_eq!(deeds, ["confirm E02 on kind-cofferdam", "clean"]);
    let table = answer.out.split("Predicted and observed").nth(1).unwrap();
    assert!(table.lines().filter(|line| line.starts_with('=')).count() > 2 && !table.contains('≠'), "{answer}");
    let (json, _) = with(Fake::default(), &["check", "E02", "--cluster", "--format", "json"]);
    let row: Value = serde_json::from_str(json.out.trim()).unwrap();
    let keys: Vec<_> = row.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(keys, ["scenario", "passed", "score", "points", "verdicts", "judge", "confirmation"]);
    assert_eq!((&row["judge"], &row["confirmation"]["differs"]), (&"cluster".into(), &false.into()), "{json}");
    let (linear, _) = with(Fake::default(), &["check", "E02", "--cluster", "--format", "linear", "--lang", "ko"]);
    assert!(linear.out.contains("예측과 관찰이 모두"), "{linear}");
}

#[test]
fn a_difference_is_shown_and_written_down_and_the_better_score_kept() {
    let mood = Fake { differs: Some("refused".parse().unwrap()), ..Fake::default() };
    let (cluster, host): (_, Arc<dyn Host>) = (Arc::new(FakeCluster::new(mood)), Arc::new(Memory::new()));
    let answer = on(&cluster, &host, &["check", "E03", "--cluster"]);
    assert!(answer.out.contains('≠') && answer.err.contains("gh issue create"), "{answer}");
    let report = host.list(&host.data_dir()).unwrap().into_iter().find(|path| path.to_string_lossy().contains("difference-E03")).unwrap();
    let text = String::from_utf8(host.read(&report).unwrap()).unwrap();
    assert!(text.contains("observed **refused**") && text.contains("kind: NetworkPolicy") && text.contains("v1.35.4"), "{text}");
}

#[test]
fn a_cluster_in_the_way_leaves_the_offline_verdict() {
    let trouble = Sentence::new("cluster-unreachable", &[("server", "https://a.test"), ("reason", "connection refused")]);
    let (answer, _) = with(Fake { trouble: Some(trouble), ..Fake::default() }, &["check", "E02", "--cluster", "--format", "json"]);
    assert_eq!(answer.code, 3, "{answer}");
    let row: Value = serde_json::from_str(answer.out.trim()).unwrap();
    assert_eq!(row["judge"], "offline");
    assert!(answer.err.contains("https://a.test does not answer") && answer.err.contains("offline verdict stands"), "{answer}");
}

#[test]
fn policies_that_are_ignored_change_no_verdict() {
    let (answer, _) = with(Fake { ignores_policies: true, ..Fake::default() }, &["check", "E02", "--cluster"]);
    assert!(answer.err.contains("ignores network policies") && !answer.out.contains('≠'), "{answer}");
}

#[test]
fn the_doctor_says_one_line_a_prerequisite() {
    let (answer, _) = with(Fake::default(), &["doctor", "--format", "json"]);
    let first: Value = serde_json::from_str(answer.out.lines().next().unwrap()).unwrap();
    assert_eq!((first["check"].as_str(), first["state"].as_str(), answer.code), (Some("kubeconfig"), Some("ok"), 0), "{answer}");
    let (answer, _) = with(Fake { ignores_policies: true, ..Fake::default() }, &["doctor"]);
    assert_snapshot!(answer, @r#"
    exit 0
    ✓ kubeconfig   context kind-cofferdam at https://kind-cofferdam.test:6443
    ▲ policies     this cluster accepts network policies and ignores them
                   Network exercises are judged offline there. kind enforces them from v0.24.0; elsewhere a plug-in such as Calico or Cilium does.

    A cluster can confirm your exercises: `cofferdam check ID --cluster`.
    "#);
}

#[test]
fn what_is_left_is_told_and_removed() {
    let (answer, _) = with(Fake::default(), &["cluster", "status"]);
    assert_snapshot!(answer, @r#"
    exit 0
    Kubernetes v1.35.4, network plug-in kindnet (fake), containerd://2.3.4.
    Node cofferdam-control-plane: Ready.
    cofferdam-e03-k3f9x2-default: left over from E03. `cofferdam cluster clean` removes it.
    "#);
    let (answer, deeds) = with(Fake::default(), &["cluster", "clean", "--format", "json"]);
    assert_eq!(deeds, ["clean"]);
    assert_snapshot!(answer, @r#"
    exit 0
    {"removed":[{"namespace":"cofferdam-e03-k3f9x2-default","scenario":"E03","inUse":false}]}
    "#);
}

#[test]
fn a_foreign_context_is_asked_about_once() {
    let (cluster, host): (_, Arc<dyn Host>) = (Arc::new(FakeCluster::default()), Arc::new(Memory::new()));
    let named = on(&cluster, &host, &["cluster", "clean", "--context", "prod"]);
    assert!(named.code == 0 && named.err.contains("https://prod.test:6443"), "{named}");
    on(&cluster, &host, &["cluster", "clean", "--context", "lab", "--yes"]);
    let again = on(&cluster, &host, &["cluster", "clean", "--context", "lab"]);
    assert!(again.code == 0 && !again.err.contains("lab.test"), "{again}");
}

// The real adapter from here on: no cluster is there, and every way in which one can be missing is told within five seconds.

const KUBECONFIG: &str = "apiVersion: v1\nkind: Config\ncurrent-context: kind-cofferdam\n\
    contexts: [{name: kind-cofferdam, context: {cluster: c, user: u}}]\n\
    clusters: [{name: c, cluster: {server: SERVER}}]\nusers: [{name: u, user: {token: t}}]\n";

/// `check --cluster` with this kubeconfig: exit 3, in time, the offline verdict shown, and what is said.
fn refused(kubeconfig: &str) -> String {
    let learner = Learner::new();
    learner.write("config.yaml", kubeconfig);
    let begun = Instant::now();
    let mut command = learner.command(&["check", "C01", "--cluster"]);
    let answer = learner.answer(command.env("KUBECONFIG", learner.home.path().join("config.yaml")));
    assert_eq!(answer.code, 3, "{answer}");
    assert!(begun.elapsed() < Duration::from_secs(8), "{:?}: {answer}", begun.elapsed());
    assert!(answer.out.contains("C01 ") && answer.err.contains("The offline verdict stands"), "{answer}");
    answer.err
}

#[test]
fn a_kubeconfig_that_cannot_be_used_is_told_with_the_remedy() {
    let free = { TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap() };
    let server = KUBECONFIG.replace("SERVER", &format!("https://{free}"));
    for (kubeconfig, wanted) in [
        ("a: [", "config.yaml:1:4 cannot be used as a kubeconfig: unclosed bracket"),
        ("clusters: 5", "config.yaml:1:11 cannot be used as a kubeconfig: expected sequence start. "),
        ("", "There is no cluster of cofferdam's in the kubeconfig, and it has no current context"),
        (&server.replace("user: u}", "user: gone}"), "names the user “gone”"),
        (&server.replace(", user: u}", "}"), "names no user. The kubeconfig has: u."),
        (&server.replace("{token: t}", "{auth-provider: {name: gcp}}"), "logs in with the auth-provider “gcp”"),
        (
            &server.replace("{token: t}", "{tokenFile: /none.token}"),
            "config.yaml cannot be used as a kubeconfig: failed to read token file /none.token: No such file or directory. ",
        ),
        (&server.replace("https://", ""), "is not a URL"),
        (&server.replace("cluster: c,", "cluster: gone,"), "names the cluster “gone”"),
        (
            &server.replace("{token: t}", "{exec: {apiVersion: client.authentication.k8s.io/v1, command: \"false\"}}"),
            "for credentials, failed: exit 1\n",
        ),
        (
            &server.replace("{token: t}", "{exec: {apiVersion: client.authentication.k8s.io/v1, command: no-such-plugin}}"),
            "no-such-plugin, which the kubeconfig names for credentials, is not installed",
        ),
        (&server.replace("{token: t}", "{client-certificate: /none.crt, client-key: /none.key}"), "/none.crt: No such file or directory. "),
        (&server, "does not answer: Connection refused. "),
        (&server.replace("127.0.0.1", "no-such-host.invalid"), "was not made by cofferdam"),
        (&server.replace("kind-cofferdam", "prod"), "its current context is “prod”"),
    ] {
        let said = refused(kubeconfig);
        assert!(said.contains(wanted), "{kubeconfig}\n{said}");
    }
    let learner = Learner::new();
    let mut command = learner.command(&["check", "C01", "--cluster"]);
    let answer = learner.answer(command.env("KUBECONFIG", "/none/at/all"));
    assert!(answer.code == 3 && answer.err.contains("There is no kubeconfig at /none/at/all"), "{answer}");
    let mut command = learner.command(&["cluster", "clean", "--context", "gone"]);
    learner.write("config.yaml", &server);
    let answer = learner.answer(command.env("KUBECONFIG", learner.home.path().join("config.yaml")));
    assert!(answer.code == 3 && answer.err.contains("It has: kind-cofferdam"), "{answer}");
}

#[test]
fn a_plugin_that_hangs_is_not_waited_for() {
    let plugin = "{exec: {apiVersion: client.authentication.k8s.io/v1, command: sleep, args: [\"60\"]}}";
    let said = refused(&KUBECONFIG.replace("SERVER", "https://127.0.0.1:1").replace("{token: t}", plugin));
    assert!(said.contains("sleep, which the kubeconfig names for credentials, was not done within 4 s and was ended"), "{said}");
}

#[test]
fn a_proxy_variable_is_named() {
    let learner = Learner::new();
    learner.write("config.yaml", &KUBECONFIG.replace("SERVER", "https://10.255.255.1:6443"));
    let mut command = learner.command(&["cluster", "clean", "--context", "kind-cofferdam"]);
    command.env("KUBECONFIG", learner.home.path().join("config.yaml")).env("HTTPS_PROXY", "http://proxy.test:3128");
    let answer = learner.answer(&mut command);
    assert!(answer.code == 3 && answer.err.contains("NO_PROXY=10.255.255.1"), "{answer}");
}

#[test]
fn a_proxy_of_the_kubeconfig_is_told_where_it_stands() {
    let proxied = KUBECONFIG.replace("{server: SERVER}", "{server: \"https://127.0.0.1:6443\", proxy-url: \"http://proxy.test:3128\"}");
    let said = refused(&proxied);
    assert!(said.contains("http://proxy.test:3128") && said.contains("take proxy-url out of the cluster there"), "{said}");
}

/// A server that answers every request with `body`.
fn serve(status: &'static str, body: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            let mut bytes = [0; 4096];
            let _ = stream.read(&mut bytes);
            let length = body.len();
            let _ = write!(
                stream,
                "HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
            );
        }
    });
    format!("http://{address}")
}

/// A server that takes connections and says nothing.
fn silent() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        let _kept: Vec<_> = listener.incoming().map_while(Result::ok).collect();
    });
    format!("https://{address}")
}

#[test]
fn an_expired_client_certificate_is_told_with_its_day() {
    const DENIED: &str =
        r#"{"kind":"Status","apiVersion":"v1","status":"Failure","message":"Unauthorized","reason":"Unauthorized","code":401}"#;
    // Signed by nobody's authority for `CN=old`; it ended on 2 January 2026.
    const CERTIFICATE: &str = "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCk1JSUJJVENCMUtBREFnRUNBZ0VFTUFVR0F5dGxjREFPTVF3d0NnWURWUVFEREFOc1lXSXdIaGNOTWpVd01UQXgKTURBd01EQXdXaGNOTWpZd01UQXlNRE13TkRBMVdqQU9NUXd3Q2dZRFZRUUREQU52YkdRd0tqQUZCZ01yWlhBRApJUUJNQjIxMHN3WEdrNWQyM2xRK2xWUldwUVBLRG5PVGE5eE1zSWFCWS9NQUphTlhNRlV3RXdZRFZSMGxCQXd3CkNnWUlLd1lCQlFVSEF3SXdIUVlEVlIwT0JCWUVGSGY3aHJDSXJYbTd3L01QM05zaGRGZmRESElsTUI4R0ExVWQKSXdRWU1CYUFGT1FLQWVVdFVib0hsMzgxV3pjd25CTjlOOHZJTUFVR0F5dGxjQU5CQU1ZT0pkalRLL1Y1TUdtSApDczlmNmI3MWkvMkQyc1FhTUtkWDN3c1JveDZtaFBIdXNROVA2bnJpbEJ2Wk5oQkM0SmtuY1RmRWUya3JDUVJCCkNYZ0ZhZ1U9Ci0tLS0tRU5EIENFUlRJRklDQVRFLS0tLS0K";
    const KEY: &str = "LS0tLS1CRUdJTiBQUklWQVRFIEtFWS0tLS0tCk1DNENBUUF3QlFZREsyVndCQ0lFSUVRYmxhWjllWWozNzJjUjNSZnJqQ2pqNHkyS1U0aXNUQUdsNFhmLzFyRDQKLS0tLS1FTkQgUFJJVkFURSBLRVktLS0tLQo=";
    let user = format!("{{client-certificate-data: {CERTIFICATE}, client-key-data: {KEY}}}");
    let server = serve("401 Unauthorized", DENIED);
    let said = refused(&KUBECONFIG.replace("SERVER", &server).replace("{token: t}", &user));
    assert!(said.contains("The client certificate in") && said.contains("ended on 2026-01-02 03:04 UTC"), "{said}");
    let mismatched = user.replace(KEY, "LS0tLS1CRUdJTiBQUklWQVRFIEtFWS0tLS0tCk1DNENBUUF3QlFZREsyVndCQ0lFSVBJNDRIeXJlQTRLMWQ0b3lSQW90SFpsMG1rMGRuNk55RHhwZnUxR3dVM28KLS0tLS1FTkQgUFJJVkFURSBLRVktLS0tLQo=");
    let said = refused(&KUBECONFIG.replace("SERVER", &server).replace("{token: t}", &mismatched));
    assert!(said.contains("do not belong together"), "{said}");
}

#[test]
fn what_answers_in_a_cluster_s_place_is_told() {
    const OLD: &str = r#"{"major":"1","minor":"20","gitVersion":"v1.20.4","gitCommit":"a","gitTreeState":"clean","buildDate":"2021-02-18T16:12:00Z","goVersion":"go1","compiler":"gc","platform":"linux/amd64"}"#;
    const DENIED: &str =
        r#"{"kind":"Status","apiVersion":"v1","status":"Failure","message":"Unauthorized","reason":"Unauthorized","code":401}"#;
    for (server, wanted) in [
        (serve("200 OK", "<html>hello</html>"), "it is not a Kubernetes API server"),
        (serve("404 Not Found", "404 page not found"), "it is not a Kubernetes API server"),
        (serve("200 OK", OLD), "The cluster runs Kubernetes v1.20.4"),
        (serve("401 Unauthorized", DENIED), "does not accept these credentials"),
        (silent(), "does not answer within 5 s. "),
        (serve("200 OK", "plain").replace("http:", "https:"), "it is not a Kubernetes API server"),
    ] {
        let said = refused(&KUBECONFIG.replace("SERVER", &server));
        assert!(said.contains(wanted), "{server}\n{said}");
    }
}

/// A learner whose `kind`, `docker` and `podman` are a script: it notes what it is asked and answers from `answers`, lines of
/// `word in the arguments|exit code|what it says`; everything else succeeds in silence.
fn with_kind(answers: &str) -> Learner {
    let learner = Learner::new();
    learner.write("answers", answers);
    let script = "#!/bin/sh\nhome=$(dirname \"$0\")/..\nname=${0##*/}\necho \"$name $*\" >>\"$home/asked\"\n\
        case \"$*\" in *--config*) cat >>\"$home/kind.yaml\";; esac\n\
        while IFS='|' read -r words code said; do\n  case \"$name $*\" in *\"$words\"*) printf '%b\\n' \"$said\" | { [ \"$code\" = 0 ] && cat || cat >&2; }; exit \"$code\";; esac\n\
        done <\"$home/answers\"\nexit 0\n";
    for name in ["kind", "docker", "podman"] {
        learner.write(&format!("bin/{name}"), script);
        let path = learner.home.path().join("bin").join(name);
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).unwrap();
    }
    learner
}

fn run_kind(learner: &Learner, args: &[&str]) -> (Answer, String) {
    run_kind_with("", learner, args)
}

/// With the provider that kind is told to use.
fn run_kind_with(provider: &str, learner: &Learner, args: &[&str]) -> (Answer, String) {
    let path = format!("{}:/usr/bin:/bin", learner.home.path().join("bin").display());
    let answer = learner.answer(learner.command(args).env("PATH", path).env("KIND_EXPERIMENTAL_PROVIDER", provider));
    let asked = std::fs::read_to_string(learner.home.path().join("asked")).unwrap_or_default();
    (answer, asked)
}

const READY: &str = "kind get clusters|0|\nkind get nodes|0|cofferdam-control-plane\\ncofferdam-worker\n\
    docker images kindest|0|kindest/node:v1.35.4\ndocker inspect|1|Error: No such object\ndocker port|0|127.0.0.1:32768\n\
    image inspect --format {{.Id}} ubuntu:24.04|1|Error: No such image\n";

#[test]
fn a_cluster_is_made_with_what_is_here() {
    let learner = with_kind(READY);
    let (answer, asked) = run_kind(&learner, &["cluster", "create", "--workers", "2"]);
    assert_eq!(answer.code, 0, "{answer}\n{asked}");
    assert!(asked.contains("kind create cluster --name cofferdam --config - --wait 120s --image kindest/node:v1.35.4\n"), "{asked}");
    assert!(asked.contains("kind load docker-image busybox:1.28 --name cofferdam\n"), "{asked}");
    assert!(!asked.contains("docker-image ubuntu:24.04") && answer.err.contains("ubuntu:24.04 is not in docker here"), "{answer}");
    assert!(
        asked.contains("docker exec -i cofferdam-worker sh -c") && asked.contains("docker push 127.0.0.1:32768/team/web:v1\n"),
        "{asked}"
    );
    assert!(asked.contains("docker logout 127.0.0.1:32768"), "{asked}");
    let config = std::fs::read_to_string(learner.home.path().join("kind.yaml")).unwrap();
    assert_eq!(config.matches("role: worker").count(), 2, "{config}");
    assert!(answer.err.ends_with("Done\n[############] 3/3\n") && answer.err.contains("Loading busybox:1.28 …"), "{answer}");
}

#[test]
fn podmans_images_go_to_the_nodes_by_way_of_an_archive() {
    let learner = with_kind(&READY.replace("docker ", "podman ").replace(" ubuntu:24.04", " docker.io/library/ubuntu:24.04"));
    let (answer, asked) = run_kind_with("podman", &learner, &["cluster", "create"]);
    assert_eq!(answer.code, 0, "{answer}\n{asked}");
    // As kind 0.33 has it: `load docker-image` says "not present locally" of an image that only Podman has.
    assert!(!asked.contains("docker-image") && !asked.lines().any(|line| line.starts_with("docker ")), "{asked}");
    let saved = asked.lines().find(|line| line.starts_with("podman save") && line.ends_with(" docker.io/library/busybox:1.28")).unwrap();
    let archive = saved.split(' ').nth_back(1).unwrap();
    assert!(asked.contains(&format!("kind load image-archive {archive} --name cofferdam\n")), "{asked}");
    assert!(answer.err.contains("ubuntu:24.04 is not in podman here"), "{answer}");
    assert!(asked.contains("podman push --tls-verify=false 127.0.0.1:32768/team/web:v1\n"), "{asked}");
}

#[test]
fn a_creation_goes_on_where_it_was_interrupted() {
    const WHOLE: &str =
        "get nodes,storageclasses|0|node/cofferdam-control-plane\\nnode/cofferdam-worker\\nstorageclass.storage.k8s.io/standard\n";
    let here = READY
        .replace("kind get clusters|0|", "kind get clusters|0|cofferdam")
        .replace("docker inspect|1|Error: No such object", "docker inspect|0|true");
    let learner = with_kind(&format!("{WHOLE}{here}"));
    let (answer, asked) = run_kind(&learner, &["cluster", "create"]);
    assert!(answer.code == 0 && !asked.contains("create cluster") && !asked.contains("docker run"), "{answer}\n{asked}");
    assert!(asked.contains("docker start cofferdam-worker\n") && asked.contains("kind export kubeconfig --name cofferdam\n"), "{asked}");

    // Killed while it was made: no Kubernetes on the node, a worker that never joined, no storage class.
    for unfinished in [
        "exec cofferdam-control-plane test|1|\n".to_owned(),
        WHOLE.replace("\\nnode/cofferdam-worker", ""),
        WHOLE.replace("\\nstorageclass.storage.k8s.io/standard", ""),
    ] {
        let learner = with_kind(&format!("{unfinished}{here}"));
        let (answer, asked) = run_kind(&learner, &["cluster", "create"]);
        let order = ["kind delete cluster --name cofferdam\n", "kind create cluster --name cofferdam"].map(|words| asked.find(words));
        assert!(answer.code == 0 && order[0].is_some() && order[0] < order[1], "{answer}\n{asked}");
        assert!(answer.err.contains("whose making was never finished"), "{answer}");
    }
}

#[test]
fn a_registry_that_ends_is_told_with_its_last_words() {
    let learner = with_kind(
        &READY.replace("docker port|0|127.0.0.1:32768", "docker port|1|Error: No public port\ndocker logs|0|htpasswd: no such file"),
    );
    let (answer, asked) = run_kind(&learner, &["cluster", "create"]);
    assert!(
        answer.code == 3 && answer.err.contains("registry:2 failed") && answer.err.contains("htpasswd: no such file"),
        "{answer}\n{asked}"
    );
}

#[test]
fn kinds_failures_are_told_with_the_remedy() {
    for (fails, code, wanted) in [
        (
            "docker version|1|Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?",
            3,
            "start Docker",
        ),
        (
            "kind create|1|ERROR: failed to create cluster: failed to pull image \"kindest/node:v9\"",
            3,
            "An image is neither here nor to be had",
        ),
        (
            "kind create|1|ERROR: failed to create cluster: command \"docker run\" failed: Bind for 127.0.0.1:6443 failed: port is already allocated",
            3,
            "A port that kind needs is taken",
        ),
        ("kind load|1|ERROR: write /kind/images: no space left on device", 3, "The disk is full"),
        ("kind create|1|ERROR: node(s) already exist for a cluster with the name \"cofferdam\"", 3, "cofferdam cluster delete"),
        (
            "docker run|125|docker: Error response from daemon: driver failed: port is already allocated",
            3,
            "A port that docker needs is taken",
        ),
    ] {
        let learner = with_kind(&format!("{fails}\n{READY}"));
        let (answer, asked) = run_kind(&learner, &["cluster", "create"]);
        assert!(answer.code == code && answer.err.contains(wanted), "{fails}\n{answer}\n{asked}");
        // Half a cluster is taken away again; a whole one stays, to go on with.
        assert_eq!(asked.contains("kind delete cluster --name cofferdam"), fails.starts_with("kind create"), "{fails}\n{asked}");
    }
    let learner = Learner::new();
    let answer = learner.answer(learner.command(&["cluster", "create"]).env("PATH", "/none"));
    assert!(answer.code == 3 && answer.err.contains("kind is not installed"), "{answer}");
}

#[test]
fn an_interrupted_creation_takes_half_a_cluster_away() {
    let learner = with_kind(READY);
    let slow = "#!/bin/sh\nhome=$(dirname \"$0\")/..\necho \"kind $*\" >>\"$home/asked\"\ncase \"$*\" in create*) echo started >\"$home/started\"; sleep 30;; esac\n";
    learner.write("bin/kind", slow);
    let path = format!("{}:/usr/bin:/bin", learner.home.path().join("bin").display());
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_cofferdam"));
    command.env_clear().env("PATH", path).env("COFFERDAM_DATA", learner.home.path().join("data"));
    let mut child = command.args(["cluster", "create"]).stderr(std::process::Stdio::null()).spawn().unwrap();
    let started = learner.home.path().join("started");
    let begun = Instant::now();
    while !started.exists() {
        assert!(begun.elapsed() < Duration::from_secs(20), "kind was not started");
        std::thread::yield_now();
    }
    let kill = std::process::Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap();
    assert!(kill.success());
    assert_eq!(child.wait().unwrap().code(), Some(143));
    let asked = std::fs::read_to_string(learner.home.path().join("asked")).unwrap();
    assert!(asked.ends_with("kind delete cluster --name cofferdam\n"), "{asked}");
}

#[test]
fn a_cluster_is_deleted_with_its_registry_and_nothing_else() {
    let learner = with_kind("kind get clusters|0|other\\ncofferdam\ndocker ps|0|abc\n");
    let (answer, asked) = run_kind(&learner, &["cluster", "delete"]);
    assert!(
        answer.code == 0
            && asked.contains("kind delete cluster --name cofferdam\n")
            && asked.contains("docker rm -f -v cofferdam-registry\n"),
        "{asked}"
    );
    let learner = with_kind("kind get clusters|0|other\n");
    let (answer, asked) = run_kind(&learner, &["cluster", "delete"]);
    assert!(answer.code == 0 && !asked.contains("delete cluster") && !asked.contains("docker rm"), "{answer}\n{asked}");
}
