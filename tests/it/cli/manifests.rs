//! Questions about manifests: validate, effective, credentials, netpol, kubectl, explain; and the keys of their JSON.

use insta::assert_snapshot;
use serde_json::Value;

use super::{Answer, Learner};

const PODS: &str = "apiVersion: v1
kind: Pod
metadata: {name: web, labels: {app: web}}
spec:
  containers:
  - {name: c, image: 'nginx:1.31', ports: [{containerPort: 80}]}
---
apiVersion: v1
kind: Pod
metadata: {name: db, labels: {app: db}}
spec:
  securityContext: {runAsUser: 1000, runAsGroup: 3000, fsGroup: 2000}
  containers:
  - name: c
    image: redis:8
    ports: [{containerPort: 6379}]
    securityContext: {readOnlyRootFilesystem: true, capabilities: {drop: [ALL]}}
";
const POLICY: &str = "apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: db-policy}
spec:
  podSelector: {matchLabels: {app: db}}
  ingress:
  - from: [{podSelector: {matchLabels: {app: api}}}]
";
const BAD: &str = "apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
  - name: web
    image: nginx
    ports: []
    imagePullPolcy: Always
";
const SECRET: &str = "apiVersion: v1
kind: Secret
metadata: {name: regcred}
type: kubernetes.io/dockerconfigjson
stringData:
  .dockerconfigjson: '{\"auths\": {\"registry.lab:5000\": {\"username\": \"dock_user\", \"password\": \"p\"}}}'
---
apiVersion: v1
kind: Secret
metadata: {name: other}
type: kubernetes.io/dockerconfigjson
stringData:
  .dockerconfigjson: '{\"auths\": {\"registry.lab\": {\"username\": \"u\", \"password\": \"p\"}}}'
";

fn learner() -> Learner {
    let learner = Learner::new();
    learner.write("pods.yaml", PODS);
    learner.write("policy.yaml", POLICY);
    learner.write("bad.yaml", BAD);
    learner.write("secrets.yaml", SECRET);
    learner
}

/// The keys of every line, in order.
fn keys(answer: &Answer) -> Vec<Vec<String>> {
    let lines = answer.out.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    lines.map(|line| line.as_object().unwrap().keys().cloned().collect()).collect()
}

#[test]
fn validate_shows_the_place_and_the_servers_words() {
    assert_snapshot!(learner().run(&["validate", "bad.yaml"]), @r#"
        exit 1
        error[unknown-field]: Container has no field `imagePullPolcy`
          --> bad.yaml:10:5
           |
         8 |     image: nginx
         9 |     ports: []
        10 |     imagePullPolcy: Always
           |     ^^^^^^^^^^^^^^
           |
           = the server: unknown field "spec.containers[0].imagePullPolcy"
           = help: Did you mean `imagePullPolicy`?
        fix: Rename to `imagePullPolicy`
           |
        10 |     imagePullPolicy: Always
           |                 +

        ✗ bad.yaml, line 1: Pod default/web is refused.
          Error from server (BadRequest): error when creating "bad.yaml": Pod in version "v1" cannot be handled as a Pod: strict decoding error: unknown field "spec.containers[0].imagePullPolcy"

        --- stderr
        1 document, 0 accepted, 1 finding.
    "#);
    assert_snapshot!(learner().run(&["validate", "bad.yaml", "--format", "linear"]), @r#"
        exit 1
        bad.yaml, line 10, column 5: error: Container has no field `imagePullPolcy`
        Field: spec.containers[0].imagePullPolcy
        The server says: unknown field "spec.containers[0].imagePullPolcy"
        Help: Did you mean `imagePullPolicy`?
        Fix: Rename to `imagePullPolicy`
        bad.yaml, line 1: Pod default/web is refused.
        Error from server (BadRequest): error when creating "bad.yaml": Pod in version "v1" cannot be handled as a Pod: strict decoding error: unknown field "spec.containers[0].imagePullPolcy"
        --- stderr
        1 document, 0 accepted, 1 finding.
    "#);
    assert_snapshot!(learner().run(&["validate", "pods.yaml"]), @"
        exit 0
        ✓ pods.yaml, line 1: Pod default/web is accepted.
        ✓ pods.yaml, line 8: Pod default/db is accepted.
        --- stderr
        2 documents, 2 accepted, 0 findings.
    ");
}

#[test]
fn validate_writes_the_json_of_the_contract() {
    assert_snapshot!(learner().run(&["validate", "bad.yaml", "--format", "json"]), @r#"
        exit 1
        {"file":"bad.yaml","document":1,"line":1,"apiVersion":"v1","kind":"Pod","namespace":"default","name":"web","accepted":false,"message":"Error from server (BadRequest): error when creating \"bad.yaml\": Pod in version \"v1\" cannot be handled as a Pod: strict decoding error: unknown field \"spec.containers[0].imagePullPolcy\"","diagnostics":[{"rule":"unknown-field","stage":"decode","severity":"error","path":"spec.containers[0].imagePullPolcy","line":10,"column":5,"endLine":10,"endColumn":19,"server":"unknown field \"spec.containers[0].imagePullPolcy\"","message":"Container has no field `imagePullPolcy`","help":"Did you mean `imagePullPolicy`?","url":"https://kubernetes.io/docs/concepts/overview/working-with-objects/#server-side-field-validation"}]}
    "#);
    let learner = learner();
    learner.write("port.yaml", &BAD.replace("ports: []\n    imagePullPolcy: Always", "ports:\n    - containerPort: 70000"));
    let row: Value = serde_json::from_str(&learner.run(&["validate", "port.yaml", "--format", "json"]).out).unwrap();
    let finding = row["diagnostics"][0].as_object().unwrap();
    let order = ["rule", "stage", "severity", "type", "path", "line", "column", "endLine", "endColumn", "server", "message", "help", "url"];
    let keys_there: Vec<_> = finding.keys().map(String::as_str).collect();
    assert_eq!(keys_there, order.into_iter().filter(|key| finding.contains_key(*key)).collect::<Vec<_>>());
    assert_eq!((&finding["type"], &finding["line"], &finding["endColumn"]), (&"FieldValueInvalid".into(), &10.into(), &27.into()));
    let server = "spec.containers[0].ports[0].containerPort: Invalid value: 70000: must be between 1 and 65535, inclusive";
    assert_eq!(
        (finding["server"].as_str(), row["message"].as_str()),
        (Some(server), Some(format!("The Pod \"web\" is invalid: {server}").as_str()))
    );
    let accepted = learner.run(&["validate", "policy.yaml", "--format", "json"]);
    assert_eq!(keys(&accepted), [["file", "document", "line", "apiVersion", "kind", "namespace", "name", "accepted", "diagnostics"]]);
}

#[test]
fn validate_writes_sarif_for_code_scanners() {
    let answer = learner().run(&["validate", "bad.yaml", "--format", "sarif"]);
    let log: Value = serde_json::from_str(&answer.out).unwrap();
    let run = &log["runs"][0];
    assert_eq!((log["version"].as_str(), run["tool"]["driver"]["name"].as_str()), (Some("2.1.0"), Some("cofferdam")));
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    assert!(run["results"].as_array().unwrap().iter().all(|result| rules.iter().any(|rule| rule["id"] == result["ruleId"])));
    assert!(rules.iter().all(|rule| rule["helpUri"].as_str().is_some_and(|url| url.starts_with("https://"))), "{answer}");
    assert_eq!(run["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"], 10);
}

#[test]
fn validate_reads_standard_input_and_walks_folders() {
    let learner = learner();
    let mut command = learner.command(&["validate", "-", "--format", "json"]);
    let answer = learner.answer(command.write_stdin(POLICY));
    assert!(answer.out.starts_with("{\"file\":\"-\",\"document\":1,"), "{answer}");
    learner.write("folder/below/a.yml", POLICY);
    learner.write("folder/note.txt", "no manifest");
    let answer = learner.run(&["validate", "folder", "--format", "json"]);
    assert!(answer.out.starts_with("{\"file\":\"folder/below/a.yml\""), "{answer}");
}

#[test]
fn validate_speaks_korean() {
    let answer = learner().run(&["validate", "bad.yaml", "--lang", "ko"]);
    assert!(answer.out.contains("거부됩니다") && answer.err.contains("문서 1개"), "{answer}");
}

#[test]
fn colour_is_used_when_asked_for_and_never_otherwise() {
    let learner = learner();
    let colored = |args: &[&str], vars: &[(&str, &str)]| {
        let mut command = learner.command(&[&["validate", "bad.yaml"], args].concat());
        learner.answer(command.envs(vars.iter().copied())).out.contains('\u{1b}')
    };
    assert!(!colored(&[], &[]));
    assert!(colored(&["--color", "always"], &[("NO_COLOR", "1")]));
    assert!(colored(&[], &[("CLICOLOR_FORCE", "1")]));
    assert!(!colored(&[], &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]));
    assert!(!colored(&["--color=never"], &[("CLICOLOR_FORCE", "1")]));
    assert!(!colored(&["--color=always", "--format=linear"], &[]));
}

#[test]
fn ten_megabytes_are_answered() {
    let learner = Learner::new();
    let one = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: big\ndata:\n";
    let line = format!("  key-NUMBER: \"{}\"\n", "x".repeat(1000));
    let body: String = (0..10_000).map(|number| line.replace("NUMBER", &number.to_string())).collect();
    learner.write("big.yaml", &format!("{one}{body}"));
    let answer = learner.run(&["validate", "big.yaml", "--format", "json"]);
    assert!(answer.code <= 1 && answer.out.starts_with("{\"file\":\"big.yaml\""), "{}", answer.err);
}

#[test]
fn effective_writes_the_json_of_the_contract() {
    assert_snapshot!(learner().run(&["effective", "-f", "pods.yaml", "--format", "json"]), @r#"
        exit 0
        {"pod":"default/db","container":"c","init":false,"uid":1000,"gid":3000,"groups":[2000,3000],"runAsNonRoot":false,"readOnlyRootFilesystem":true,"allowPrivilegeEscalation":true,"privileged":false,"capabilities":{"effective":[],"bounding":[],"ambient":[]},"seccomp":"Unconfined","procMount":"Default","userNamespace":false,"imagePullPolicy":"IfNotPresent","image":"docker.io/library/redis:8","origin":{"allowPrivilegeEscalation":"default","capabilities":"container","gid":"pod","privileged":"default","procMount":"default","readOnlyRootFilesystem":"container","runAsNonRoot":"default","seccomp":"default","uid":"pod","userNamespace":"default"}}
        {"pod":"default/web","container":"c","init":false,"uid":0,"gid":0,"groups":[0],"runAsNonRoot":false,"readOnlyRootFilesystem":false,"allowPrivilegeEscalation":true,"privileged":false,"capabilities":{"effective":["CHOWN","DAC_OVERRIDE","FOWNER","FSETID","KILL","SETGID","SETUID","SETPCAP","NET_BIND_SERVICE","NET_RAW","SYS_CHROOT","MKNOD","AUDIT_WRITE","SETFCAP"],"bounding":["CHOWN","DAC_OVERRIDE","FOWNER","FSETID","KILL","SETGID","SETUID","SETPCAP","NET_BIND_SERVICE","NET_RAW","SYS_CHROOT","MKNOD","AUDIT_WRITE","SETFCAP"],"ambient":[]},"seccomp":"Unconfined","procMount":"Default","userNamespace":false,"imagePullPolicy":"IfNotPresent","image":"docker.io/library/nginx:1.31","origin":{"allowPrivilegeEscalation":"default","capabilities":"runtime","gid":"default","privileged":"default","procMount":"default","readOnlyRootFilesystem":"default","runAsNonRoot":"default","seccomp":"default","uid":"default","userNamespace":"default"}}
    "#);
    assert_snapshot!(learner().run(&["effective", "-f", "pods.yaml"]), @"
        exit 0
        Pod default/db, container c
          uid                       1000                       from pod
          gid                       3000                       from pod
          groups                    2000 3000
          runAsNonRoot              false                      from default
          readOnlyRootFilesystem    true                       from container
          allowPrivilegeEscalation  true                       from default
          privileged                false                      from default
          capabilities effective    –                          from container
          capabilities bounding     –                          from container
          capabilities ambient      –
          seccomp                   Unconfined                 from default
          procMount                 Default                    from default
          appArmor                  –
          seLinux                   –
          userNamespace             false                      from default
          imagePullPolicy           IfNotPresent
          image                     docker.io/library/redis:8

        Pod default/web, container c
          uid                       0                             from default
          gid                       0                             from default
          groups                    0
          runAsNonRoot              false                         from default
          readOnlyRootFilesystem    false                         from default
          allowPrivilegeEscalation  true                          from default
          privileged                false                         from default
          capabilities effective    CHOWN DAC_OVERRIDE FOWNER FSETID KILL SETGID SETUID SETPCAP NET_BIND_SERVICE NET_RAW SYS_CHROOT MKNOD AUDIT_WRITE SETFCAP  from runtime
          capabilities bounding     CHOWN DAC_OVERRIDE FOWNER FSETID KILL SETGID SETUID SETPCAP NET_BIND_SERVICE NET_RAW SYS_CHROOT MKNOD AUDIT_WRITE SETFCAP  from runtime
          capabilities ambient      –
          seccomp                   Unconfined                    from default
          procMount                 Default                       from default
          appArmor                  –
          seLinux                   –
          userNamespace             false                         from default
          imagePullPolicy           IfNotPresent
          image                     docker.io/library/nginx:1.31
    ");
    assert_snapshot!(learner().run(&["effective", "-f", "policy.yaml"]), @"
        exit 1
        --- stderr
        There is no Pod in these manifests, nor a workload that makes one.
    ");
}

#[test]
fn a_refused_manifest_is_the_answer() {
    assert_snapshot!(learner().run(&["effective", "-f", "bad.yaml"]), @r#"
        exit 1
        --- stderr
        Error from server (BadRequest): error when creating "bad.yaml": Pod in version "v1" cannot be handled as a Pod: strict decoding error: unknown field "spec.containers[0].imagePullPolcy"
    "#);
    assert_snapshot!(learner().run(&["netpol", "flows", "-f", "bad.yaml"]), @r#"
        exit 1
        --- stderr
        Error from server (BadRequest): error when creating "bad.yaml": Pod in version "v1" cannot be handled as a Pod: strict decoding error: unknown field "spec.containers[0].imagePullPolcy"
    "#);
}

#[test]
fn credentials_are_listed_in_order_and_the_others_explained() {
    let args = ["credentials", "registry.lab:5000/team/web:v1", "-f", "secrets.yaml"];
    assert_snapshot!(learner().run(&args), @r#"
        exit 0
        For registry.lab:5000/team/web:v1 the kubelet looks up registry.lab:5000/team/web.
        1. User dock_user of Secret default/regcred, entry registry.lab:5000.
        Entry "registry.lab" of Secret default/other does not match: the ports must be equal.
    "#);
    assert_snapshot!(learner().run(&[&args[..], &["--format", "json"]].concat()), @r#"
        exit 0
        {"image":"registry.lab:5000/team/web:v1","tries":[{"secret":"default/regcred","key":"registry.lab:5000","username":"dock_user"}],"ignored":[{"secret":"default/other","key":"registry.lab","reason":"Entry \"registry.lab\" of Secret default/other does not match: the ports must be equal."}]}
    "#);
    assert_snapshot!(learner().run(&[&args[..], &["--pod", "web"]].concat()), @"
        exit 2
        --- stderr
        cofferdam: default/web: there is no such Pod in these manifests. Check the name and --namespace.
    ");
}

#[test]
fn netpol_flows_write_the_json_of_the_contract() {
    let answer = learner().run(&[
        "netpol",
        "flows",
        "-f",
        "pods.yaml",
        "policy.yaml",
        "--port",
        "6379/TCP",
        "--external",
        "203.0.113.5",
        "--format",
        "json",
    ]);
    assert_snapshot!(answer, @r#"
        exit 0
        {"src":"default/db","dst":"default/db","port":6379,"protocol":"TCP","allowed":true,"ingress":true,"egress":true,"decidedBy":[]}
        {"src":"default/db","dst":"default/web","port":6379,"protocol":"TCP","allowed":true,"ingress":true,"egress":true,"decidedBy":[]}
        {"src":"default/db","dst":"203.0.113.5","port":6379,"protocol":"TCP","allowed":true,"ingress":true,"egress":true,"decidedBy":[]}
        {"src":"default/web","dst":"default/db","port":6379,"protocol":"TCP","allowed":false,"ingress":false,"egress":true,"decidedBy":["default/db-policy"]}
        {"src":"default/web","dst":"default/web","port":6379,"protocol":"TCP","allowed":true,"ingress":true,"egress":true,"decidedBy":[]}
        {"src":"default/web","dst":"203.0.113.5","port":6379,"protocol":"TCP","allowed":true,"ingress":true,"egress":true,"decidedBy":[]}
        {"src":"203.0.113.5","dst":"default/db","port":6379,"protocol":"TCP","allowed":false,"ingress":false,"egress":true,"decidedBy":["default/db-policy"]}
        {"src":"203.0.113.5","dst":"default/web","port":6379,"protocol":"TCP","allowed":true,"ingress":true,"egress":true,"decidedBy":[]}
        --- stderr
        8 flows, 6 open.
    "#);
}

#[test]
fn netpol_answers_in_every_form() {
    let ask = |question: &[&str]| learner().run(&[&["netpol"], question, &["-f", "pods.yaml", "policy.yaml"]].concat());
    assert_snapshot!(ask(&["matrix", "--port", "6379"]), @"
        exit 0
        Port 6379/TCP: who (left) reaches whom (above)
                     default/db  default/web
        default/db   ·           ✓
        default/web  ✗i          ·
        ✓ open · ✗i blocked by the destination's ingress · ✗e by the source's egress · ✗ei by both
    ");
    assert_snapshot!(ask(&["matrix", "--port", "6379", "--format", "linear"]), @"
        exit 0
        default/db reaches on 6379/TCP default/web.
        default/web reaches on 6379/TCP nobody.
    ");
    assert_snapshot!(ask(&["flows", "--port", "6379"]), @"
        exit 0
        ✓ default/db → default/db 6379/TCP
        ✓ default/db → default/web 6379/TCP
        ✗ default/web → default/db 6379/TCP  default/db-policy
        ✓ default/web → default/web 6379/TCP
        --- stderr
        4 flows, 3 open.
    ");
    assert_snapshot!(ask(&["why", "web", "default/db", "6379/TCP"]), @"
        exit 1
        default/web cannot connect to default/db on 6379/TCP: the destination's ingress forbids it.
        default/db-policy isolates default/db for ingress, and no rule lets default/web in on 6379/TCP.
        The nearest rule, default/db-policy spec.ingress[0], wants Pods with app=api; this one has app=web.
    ");
    assert_snapshot!(ask(&["why", "db", "web", "80"]), @"
        exit 0
        default/db can connect to default/web on 80/TCP.
        No policy isolates default/db for egress, so everything may go out.
        No policy isolates default/web for ingress, so everything may come in.
    ");
    assert_snapshot!(ask(&["describe"]), @"
        exit 0
        Name:         db-policy
        Namespace:    default
        Labels:       <none>
        Annotations:  <none>
        Spec:
          PodSelector:     app=db
          Allowing ingress traffic:
            To Port: <any> (traffic allowed to all ports)
            From:
              PodSelector: app=api
          Not affecting egress traffic
          Policy Types: Ingress
    ");
    assert_snapshot!(ask(&["diff", "--to", "pods.yaml"]), @"
        exit 1
        + default/web can now connect to default/db on 6379/TCP.
        + default/web can now connect to default/db on 80/TCP.
        + default/web can now connect to default/db on 65535/TCP.
        + default/web can now connect to default/db on 65535/UDP.
        + default/web can now connect to default/db on 65535/SCTP.
        --- stderr
        A port that no Pod declares and no policy names stands for all others like it.
    ");
    assert_snapshot!(ask(&["diff", "--to", "policy.yaml", "pods.yaml"]), @"
        exit 0
        --- stderr
        Both mean the same: no flow differs.
    ");
}

#[test]
fn netpol_why_takes_files_first_and_marks_the_host_network() {
    let learner = learner();
    let ask = |words: &[&str]| learner.run(&[&["netpol"], words].concat()).to_string();
    let before = ask(&["why", "web", "db", "6379", "-f", "pods.yaml", "policy.yaml"]);
    assert_eq!(ask(&["why", "-f", "pods.yaml", "policy.yaml", "web", "db", "6379"]), before);
    assert!(ask(&["why", "-f", "pods.yaml"]).contains("SRC DST PORT"));
    learner.write(
        "host.yaml",
        "apiVersion: v1\nkind: Pod\nmetadata: {name: host}\nspec: {hostNetwork: true, containers: [{name: c, image: 'nginx:1.31'}]}\n",
    );
    let said = ask(&["flows", "--port", "80", "-f", "pods.yaml", "host.yaml", "--format", "json"]);
    assert!(said.contains(r#""undefined":true"#) && said.contains("hostNetwork"), "{said}");
    assert_eq!(said.matches(r#""undefined":true"#).count(), 5, "{said}");
}

#[test]
fn netpol_names_what_it_does_not_understand() {
    let ask = |question: &[&str]| learner().run(&[&["netpol"], question, &["-f", "pods.yaml"]].concat());
    assert_snapshot!(ask(&["why", "web", "bd", "6379"]), @"
        exit 2
        --- stderr
        cofferdam: default/bd: there is no such Pod in these manifests. Write namespace/name, or an IP address.
        Did you mean: default/db, default/web?
    ");
    assert_snapshot!(ask(&["why", "web", "db", "70000"]), @"
        exit 2
        --- stderr
        cofferdam: 70000: no port. Write a number from 1 to 65535, with /TCP, /UDP or /SCTP if you like.
    ");
    assert_snapshot!(ask(&["flows", "--external", "example.com"]), @"
        exit 2
        --- stderr
        cofferdam: example.com: no IP address.
    ");
    assert_snapshot!(ask(&["flows", "--port", "http"]), @"
        exit 2
        --- stderr
        cofferdam: http: no port. Write a number from 1 to 65535, with /TCP, /UDP or /SCTP if you like.
    ");
}

#[test]
fn explain_knows_checks_and_rules_and_suggests() {
    let learner = learner();
    let flows = learner.run(&["explain", "flows"]);
    assert!(flows.code == 0 && flows.out.contains("flow-leaked"), "{flows}");
    let rule = learner.run(&["explain", "rule:container-port"]);
    assert_eq!(rule.code, 0, "{rule}");
    for (id, words) in [("unknown-field", "strict validation"), ("yaml-syntax", "not YAML"), ("pss-capabilities", "NET_RAW")] {
        let page = learner.run(&["explain", id]);
        assert!(page.code == 0 && page.out.contains(words), "{page}");
    }
    let korean = learner.run(&["explain", "container-port", "--lang", "ko"]);
    for words in ["https://kubernetes.io/docs/", "서비스와 프로브에서", "- containerPort: 70000"] {
        assert!(korean.code == 0 && korean.out.contains(words), "{korean}");
    }
    assert!(!korean.out.contains("is a number from"), "{korean}");
    assert_snapshot!(learner.run(&["explain", "container-prot"]), @"
        exit 2
        --- stderr
        cofferdam: container-prot: no field, rule or check of this name. A field's path begins with its kind: pod.spec.securityContext.
        Did you mean: container-port, container-name?
    ");
}

#[test]
fn a_table_of_policies_alone_says_what_is_missing() {
    assert_snapshot!(learner().run(&["netpol", "matrix", "-f", "policy.yaml", "--port", "80"]), @"
        exit 1
        --- stderr
        There is no Pod in these manifests. A table needs the Pods that the policies speak of: name their files with -f too.
    ");
}

#[test]
fn events_are_listed_as_kubectl_does() {
    let events = |more: &[&str]| learner().run(&[&["kubectl", "-f", "pods.yaml", "--", "get", "events"], more].concat()).out;
    let (narrow, wide) = (events(&[]), events(&["-o", "wide"]));
    let words = |line: Option<&str>| line.unwrap().split_whitespace().map(str::to_owned).collect::<Vec<_>>().join(" ");
    assert_eq!(words(narrow.lines().next()), "LAST SEEN TYPE REASON OBJECT MESSAGE");
    assert_eq!(words(narrow.lines().nth(1)), "0s Normal Scheduled pod/db Successfully assigned default/db to kind-worker");
    assert_eq!(words(wide.lines().next()), "LAST SEEN TYPE REASON OBJECT SUBOBJECT SOURCE MESSAGE FIRST SEEN COUNT NAME");
}

#[cfg(unix)]
#[test]
fn an_object_is_edited_in_the_users_editor_and_no_work_is_lost() {
    let learner = learner();
    let edit = |script: &str| {
        learner.write("editor.sh", script);
        let editor = format!("sh {}/editor.sh", learner.home.path().display());
        let args = ["kubectl", "-f", "pods.yaml", "--", "edit", "pod", "db"];
        let answer = learner.answer(learner.command(&args).env("KUBE_EDITOR", editor).env("TMPDIR", learner.home.path()));
        let left = std::fs::read_dir(learner.home.path()).unwrap().filter_map(Result::ok);
        let left = left.filter(|file| file.file_name().to_string_lossy().starts_with("kubectl-edit-")).count();
        (answer.out, answer.err, left)
    };
    let change = |from: &str, to: &str| format!("sed 's/{from}/{to}/' \"$1\" >\"$1.new\" && mv \"$1.new\" \"$1\"");
    assert_eq!(edit("exit 0"), (String::new(), "Edit cancelled, no changes made.\n".into(), 0));
    assert_eq!(edit(&change("app: db", "app: front")).0, "pod/db edited\n");
    let (out, err, left) = edit(&change("restartPolicy: Always", "restartPolicy: Never"));
    assert!(
        out.is_empty() && err.starts_with("error: pods \"db\" is invalid\nA copy of your changes has been stored to \"HOME/kubectl-edit-"),
        "{err}"
    );
    assert!(err.ends_with("error: Edit cancelled, no valid changes were saved.\n") && left == 1, "{left} {err}");
    let failed = edit("exit 3").1;
    assert!(failed.starts_with("error: there was a problem with the editor \"sh HOME/editor.sh\""), "{failed}");
}

/// A Dockerfile is no manifest: it is looked at without being built, and never read as YAML.
#[test]
fn validate_looks_at_a_dockerfile_as_one() {
    let learner = Learner::new();
    learner.write("app/Dockerfile", "FROM ubuntu:22.04\nUSR 10001\n");
    let answer = learner.run(&["validate", "app/Dockerfile", "--format", "json"]);
    assert!(answer.code == 1 && answer.out.contains("\"kind\":\"Dockerfile\"") && answer.out.contains("dockerfile-syntax"), "{answer}");
    assert!(answer.out.contains("unknown instruction: USR (did you mean USER?)"), "{answer}");
    learner.write("app/Dockerfile", "FROM ubuntu:22.04\nCOPY . /srv/\nUSER 10001\n");
    let answer = learner.run(&["validate", "app/Dockerfile", "--lang", "ko"]);
    assert!(answer.code == 0 && answer.err.contains("매니페스트가 아닙니다"), "{answer}");
    assert!(learner.run(&["validate", "--fix", "app/Dockerfile"]).code == 1);
}
