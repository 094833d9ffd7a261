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
