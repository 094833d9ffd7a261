//! The recorded connections of a real cluster (Kubernetes 1.35.4, 2026-11-21) as `kubectl exec` shows them: the words
//! of `nc`, standard error and exit code, with the Pods' own commands deciding who listens.

use cofferdam::kubectl;
use cofferdam::world::World;
use serde_json::Value;

use crate::network_observed::{ENFORCER_WRONG, entries, objects, world};

/// What may differ in a recorded text: addresses, which every cluster gives out anew.
fn without_addresses(text: &str) -> String {
    let mut out = String::new();
    for word in text.split_inclusive([' ', '(', ')', ':', '\n']) {
        let bare = word.trim_end_matches([' ', '(', ')', ':', '\n']);
        match bare.parse::<std::net::Ipv4Addr>() {
            Ok(_) => out.push_str(&word.replace(bare, "IP")),
            Err(_) => out.push_str(word),
        }
    }
    out
}

fn address(world: &World, pod: &Value) -> Option<String> {
    let network = cofferdam::simulate::network::Network::of(world);
    Some(network.pod(pod["namespace"].as_str()?, pod["pod"].as_str()?)?.address().to_string())
}

#[test]
fn exec_shows_what_the_cluster_showed() {
    let entries = entries();
    let home = world(&entries);
    let (mut count, mut wrong) = (0, Vec::new());
    for entry in entries.iter().filter(|entry| entry.context["world"] == "W1-world" && !entry.id.starts_with(ENFORCER_WRONG)) {
        let Some(probe) = entry.probe.as_ref().filter(|probe| probe["pod"].is_string() && probe["pod"] != "host-client") else { continue };
        let mut world = home.clone();
        for object in objects(&entry.manifests, entry.context["namespace"].as_str().unwrap()) {
            world.store.insert(object);
        }
        let text = |pointer: &str| probe.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned();
        let mut args: Vec<String> =
            ["-n", &text("/namespace"), "exec", &text("/pod"), "-c", &text("/container"), "--"].map(str::to_owned).to_vec();
        for word in probe["command"].as_array().unwrap() {
            let word = word.as_str().unwrap();
            args.push(if word.starts_with("10.244.") {
                address(&world, &probe["to"]).unwrap_or_else(|| word.to_owned())
            } else {
                word.to_owned()
            });
        }
        let ours = kubectl::run(&mut world, &[], &args, "");
        let wanted =
            (entry.observed["exit"].as_i64().unwrap_or(-1), without_addresses(entry.observed["stderr"].as_str().unwrap_or_default()));
        let got = (i64::from(ours.exit), without_addresses(&ours.stderr));
        count += 1;
        if wanted != got {
            wrong.push(format!("{}: {args:?}\n  cluster {wanted:?}\n  ours    {got:?}", entry.id));
        }
    }
    assert!(wrong.is_empty(), "{} of {count}:\n{}", wrong.len(), wrong.iter().take(12).cloned().collect::<Vec<_>>().join("\n"));
    assert!(count > 330, "{count}");
}

/// Commands and what kubectl answered, recorded with the rejections: exit, words, streams.
#[test]
fn commands_are_answered_as_recorded() {
    let text = crate::recording::unpacked(include_bytes!("../observed/rejections.json.gz"));
    let entries: Vec<Value> = serde_json::from_str(&text).unwrap();
    let (mut count, mut wrong) = (0, Vec::new());
    for entry in &entries {
        let id = entry["id"].as_str().unwrap();
        let Some(command) = entry["context"]["command"].as_str().and_then(|command| command.strip_prefix("kubectl ")) else { continue };
        if KNOWN.iter().any(|(known, _)| id.starts_with(known)) {
            continue;
        }
        let args: Vec<String> = match command.contains('\'') {
            true => kubectl::split(command).unwrap(),
            false => command.split(' ').map(str::to_owned).collect(),
        };
        let named = args.windows(2).find(|pair| pair[0] == "-f").map(|pair| pair[1].clone());
        let manifests = entry["manifests"].as_str().unwrap_or_default();
        let files: Vec<_> = named.into_iter().map(|name| cofferdam::text::SourceFile::new(name, manifests)).collect();
        let mut world = World::default();
        kubectl::run(&mut world, &[], &["create", "namespace", "t-rejections"].map(str::to_owned), "");
        world.config.set_namespace("t-rejections");
        // What stood in the namespace when these were recorded.
        let live = "apiVersion: v1\nkind: Pod\nmetadata: {name: live, labels: {app: x}}\nspec: {containers: [{name: app, image: 'busybox:1.28', command: [sleep, '3600']}]}";
        let typed = "apiVersion: v1\nkind: Secret\nmetadata: {name: typed}";
        let before = [("live.yaml", live), ("typed.yaml", typed)].map(|(name, text)| cofferdam::text::SourceFile::new(name, text));
        for words in ["apply -f live.yaml", "apply -f typed.yaml", "create sa other"] {
            let made = kubectl::run(&mut world, &before, &kubectl::split(words).unwrap(), "");
            assert_eq!(made.exit, 0, "{made:?}");
        }
        let ours = kubectl::run(&mut world, &files, &args, "");
        let observed = |field: &str| entry["observed"][field].as_str().unwrap_or_default().trim_end().to_owned();
        let wanted = format!("{}{}{}", observed("serverMessage"), observed("stdout"), observed("stderr"));
        let got = format!("{}{}", ours.stderr, ours.stdout).trim_end().to_owned();
        // The server shows a diff of its internal structs; ours is of the stored object.
        let [wanted, got] = [wanted, got].map(|text| text.split("\n@@").next().unwrap_or_default().to_owned());
        count += 1;
        if wanted != got {
            wrong.push(format!("{id}: {command}\n  cluster {wanted:?}\n  ours    {got:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {count}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(count > 100, "{count}");
}

/// Recordings that a fresh world cannot repeat, and why.
const KNOWN: &[(&str, &str)] = &[
    ("G-secret-exists", "the Secret of the entry before it is there already"),
    (
        "G-unknown-flag",
        "the recorder's program said `Error:` (component-base cli.Run); kubectl's own main says `error:` (cmd/kubectl/kubectl.go, v1.35.4)",
    ),
];
