//! Sessions with kubectl on a real cluster (`tests/oracle/session`), line after line: words, streams and exit codes as they were recorded.
//!
//! `COFFERDAM_SESSION_CASES=FILE` replays another recording of the same form.

use std::sync::LazyLock;

use cofferdam::kubectl;
use cofferdam::text::SourceFile;
use cofferdam::world::{Facts, World};
use regex::Regex;

use crate::recording::{self, Replay};

/// What a cluster makes up as it goes.
fn even(text: &str) -> String {
    static MADE_UP: LazyLock<Vec<(Regex, &str)>> = LazyLock::new(|| {
        [
            (r"\b[0-9a-f]{64}\b", "ID"),
            (r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "UID"),
            (r"\b10\.(244|96|10\d|11\d)\.\d+\.\d+\b", "IP"),
            (r"\b(\d+m)?\d+s\b *", "AGE "),
            (r"\b(shop|front|back)-[0-9a-f]{8,10}(-[a-z0-9]{5})?\b", "$1-HASH"),
            (r"\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", "TIME"),
            (r"W\d{4} \d\d:\d\d:\d\d\.\d+ +\d+ ", "W "),
            (r"(?m)^(resourceVersion|uid): .*$", "$1"),
            (r"\d+/TCP", "PORT/TCP"),
            // The recorder's own main says so what flags do not allow; kubectl's (cmd/kubectl/kubectl.go) prints every error alike.
            (
                r#"^E\d{4} .* run\.go:72\] "command failed" err="required flag\(s\) \\"([\w-]+)\\" not set""#,
                "error: required flag(s) \"$1\" not set",
            ),
            (r"^Error: ", "error: "),
            (r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \+0000 UTC", "TIME"),
            (r"pod-template-hash=\w+", "pod-template-hash"),
            (r"kind-kind", "kind-cofferdam"),
            (r"(?s)BusyBox v\S+ (\([^)]*\) )?multi-call binary\.\n\nUsage: (\S+).*?(?:\n(command terminated.*)|$)", "Usage: $2\n$3"),
        ]
        .map(|(pattern, word)| (Regex::new(pattern).unwrap(), word))
        .into()
    });
    let text = MADE_UP.iter().fold(text.to_owned(), |text, (pattern, word)| pattern.replace_all(&text, *word).into_owned());
    // The server shows a diff of its internal structs with what admission gave the Pod.
    let text = text.split("\n@@").next().unwrap_or_default();
    // The columns are as wide as what is made up.
    text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ") + "\n").collect()
}

/// Lines that are answered otherwise, by their beginning or (`$`) as a whole, and why.
const KNOWN: &[(&str, &str)] = &[
    ("get pods -A", "Pods of somebody else's"),
    ("label --list", "Go goes through a map in any order"),
    ("rollout status deploy/shop", "what is waited for is over"),
    ("cluster-info nosuch", "the stand-in has no label on its DNS Service"),
    ("nosuch", "the recorder put a flag before the command"),
    ("get pod a -o jsonpath='{..image}'", "one image under two names on the recorded node"),
    ("get pods -o jsonpath='{.items[5].metadata.name}'", "the whole object stands among the words"),
    ("get pods -o jsonpath='{foo}'", "the whole object stands among the words"),
    ("get sa puller -o yaml --show-kind", "a number that the server counts"),
    ("auth whoami", "the recorder's own name"),
    ("label pod a b --list", "Go goes through a map in any order"),
    ("exec a -c main -- \"\"", "the path of the container's files stands among the words"),
    ("cp a:/none", "the command ends before tar's words arrive"),
    ("patch deploy dd --type", "the whole object stands among the words"),
    ("patch netpol back-in --type=merge -p '{\"spec\":{\"policyTypes\":\"Ingress\"}}'", "the whole object stands among the words"),
    ("label ns make pod-security.kubernetes.io/enforce=restricted", "how many Pods a Deployment that is changed has by then"),
    ("rollout restart deploy/d deploy/none", "within the same second"),
    ("rollout restart deploy$", "within the same second"),
    ("get deploy front -o go-template='{{.spec.template.spec.containers.name}}'", "the whole object stands among the words"),
    ("get deploy front -o go-template='{{index .spec.template.spec.containers 5}}'", "the whole object stands among the words"),
    ("get deploy front -o jsonpath='{.spec.template.spec.containers[3].name}'", "the whole object stands among the words"),
    ("get svc front -o jsonpath='{.spec.clusterIPs[1]}'", "the whole object stands among the words"),
    ("get secret db -o go-template='{{.data.none | base64decode}}'", "the whole object stands among the words"),
    ("scale deploy/front --replicas=1 --resource-version=1", "a number that the server counts"),
    ("scale rs --all --replicas=1 --current-replicas=9", "the names of ReplicaSets are made up, and so is their order"),
    ("label pods -l app=front env=prod --dry-run=client", "how many Pods there are during a rollout"),
    ("logs deploy/back$", "how many Pods there are during a rollout"),
    ("logs deploy/front", "how many Pods there are during a rollout"),
    ("gte pods", "the recorder put a flag before the command"),
    ("descrbe pod x", "the recorder put a flag before the command"),
];

const FILES: [(&str, &str); 14] = [
    ("web.yaml", include_str!("../oracle/session/web.yaml")),
    ("bad.yaml", include_str!("../oracle/session/bad.yaml")),
    ("unknown.yaml", include_str!("../oracle/session/unknown.yaml")),
    ("policy.yaml", include_str!("../oracle/session/policy.yaml")),
    ("deploy.yaml", include_str!("../oracle/session/deploy.yaml")),
    ("two.yaml", include_str!("../oracle/session/two.yaml")),
    ("lab.yaml", include_str!("../oracle/session/lab.yaml")),
    ("broken.yaml", include_str!("../oracle/session/broken.yaml")),
    ("typo.yaml", include_str!("../oracle/session/typo.yaml")),
    ("nokind.yaml", include_str!("../oracle/session/nokind.yaml")),
    ("wrongkind.yaml", include_str!("../oracle/session/wrongkind.yaml")),
    ("wronggroup.yaml", include_str!("../oracle/session/wronggroup.yaml")),
    ("patch.yaml", include_str!("../oracle/session/patch.yaml")),
    ("shop.yaml", include_str!("../oracle/session/shop.yaml")),
];

#[test]
fn sessions_go_as_recorded() {
    replayed(&recording::lines("COFFERDAM_SESSION_CASES", include_bytes!("../oracle/session.jsonl.gz")));
}

/// As one types who learns, or sits an exam.
#[test]
fn learners_are_answered_as_recorded() {
    replayed(&recording::lines("COFFERDAM_LEARNER_CASES", include_bytes!("../oracle/learner.jsonl.gz")));
}

fn replayed(all: &[serde_json::Value]) {
    let files: Vec<_> = FILES.iter().map(|(name, text)| SourceFile::new(*name, *text)).collect();
    let facts = Facts::parse(&SourceFile::new("world.yaml", include_str!("../oracle/world.yaml"))).unwrap();
    let (mut world, mut session) = (World::default(), "");
    let mut replay = Replay::default();
    for entry in all {
        if entry["session"] != session {
            session = entry["session"].as_str().unwrap();
            world = World { facts: facts.clone(), ..World::default() };
            kubectl::run(&mut world, &[], &["create", "namespace", session].map(str::to_owned), "");
        }
        let line = entry["line"].as_str().unwrap();
        let mut words = vec!["-n".to_owned(), session.to_owned()];
        words.extend(kubectl::split(line).unwrap());
        let ours = kubectl::run(&mut world, &files, &words, "");
        let known = entry["quiet"] == true
            || KNOWN.iter().any(|(known, _)| known.strip_suffix('$').map_or(line.starts_with(known), |whole| line == whole));
        replay.hold(&format!("{session}: {line}"), known, entry, &ours, even);
    }
    replay.assert(0, usize::MAX);
}
