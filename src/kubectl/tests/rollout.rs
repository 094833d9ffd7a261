//! Rollouts and events.

use super::{manifests, transcript};
use crate::kubectl::*;

#[test]
fn a_rollout_is_watched_and_restarted_and_events_are_told() {
    let mut world = World::default();
    let said = transcript(
        &mut world,
        &manifests(),
        "
        k create deploy web --image=nginx:1.31 --replicas=2
        k rollout status deploy/web
        k rollout restart deployment web
        k rollout pause deploy/web
        k rollout pause deploy/web
        k rollout resume deploy/web
        k set resources deploy web --limits=cpu=200m,memory=64Mi
        k create deploy bad --image=nginx:nope
        k rollout status deploy/bad
        k apply -f web.yaml
        k set selector svc web app=other
        k get svc web -o jsonpath={.spec.selector}
        k get pod nothing
    ",
    );
    for line in [
        "deployment \"web\" successfully rolled out",
        "deployment.apps/web restarted",
        "deployment.apps/web paused",
        "! error: deployments.apps \"web\" is already paused",
        "deployment.apps/web resumed",
        "deployment.apps/web resource requirements updated",
        "Waiting for deployment \"bad\" rollout to finish: 0 of 1 updated replicas are available...",
        "! error: deployment \"bad\" exceeded its progress deadline",
        "service/web selector updated",
        "{\"app\":\"other\"}",
    ] {
        assert!(said.lines().any(|own| own == line), "{line}\n{said}");
    }
    for command in ["k events --for pod/web", "k get events --field-selector involvedObject.name=web"] {
        let told = transcript(&mut world, &manifests(), command);
        let head = told.lines().nth(1).unwrap_or_default().split("  ").map(str::trim).filter(|word| !word.is_empty()).collect::<Vec<_>>();
        assert_eq!(head, ["LAST SEEN", "TYPE", "REASON", "OBJECT", "MESSAGE"], "{told}");
        assert!(told.to_lowercase().contains("pod/web"), "{told}");
    }
}

#[test]
fn earlier_templates_are_kept_and_brought_back() {
    let mut world = World::default();
    let said = transcript(
        &mut world,
        &[],
        "
        k create deploy web --image=nginx:1.31
        k rollout undo deploy/web
        k set image deploy/web nginx=nginx:1.27
        k annotate deploy web kubernetes.io/change-cause=older
        k rollout history deploy/web
        k rollout history deploy/web --revision=9
        k rollout undo deploy/web --to-revision=2
        k rollout undo deploy/web
        k get deploy web -o jsonpath={.spec.template.spec.containers[0].image}
        k rollout history deploy/web
        k get rs
        k rollout undo deploy/web --to-revision=7
        k rollout history pod/web
        k rollout history sts/none
    ",
    );
    for line in [
        "! error: no rollout history found for deployment \"web\"",
        "deployment.apps/web ",
        "REVISION  CHANGE-CAUSE",
        "1         <none>",
        "2         older",
        "! error: unable to find the specified revision",
        "deployment.apps/web skipped rollback (current template already matches revision 2)",
        "deployment.apps/web rolled back",
        "nginx:1.31",
        "3         <none>",
        "! error: unable to find specified revision 7 in history",
        "! Error from server (NotFound): statefulsets.apps \"none\" not found",
    ] {
        assert!(said.lines().any(|own| own == line), "{line}\n{said}");
    }
    let sets: Vec<Vec<&str>> =
        said.lines().filter(|line| line.starts_with("web-")).map(|line| line.split_whitespace().skip(1).take(3).collect()).collect();
    assert!(sets.contains(&vec!["1", "1", "1"]) && sets.contains(&vec!["0", "0", "0"]), "{said}");
}

#[test]
fn a_rollout_that_is_stuck_leaves_the_earlier_pods() {
    let mut world = World::default();
    let commands = "
        k create deploy web --image=nginx:1.31 --replicas=4
        k set image deploy/web nginx=nginx:nope
        k get pods --no-headers
        k get deploy web --no-headers
        k get rs --no-headers
        k rollout status deploy/web
        k describe deploy web
        k rollout undo deploy/web
        k get pods --no-headers
    ";
    let said = transcript(&mut world, &[], commands);
    let (stuck, undone) = said.split_once("k rollout undo").unwrap();
    let count = |text: &str, state: &str| text.lines().filter(|line| line.starts_with("web-") && line.contains(state)).count();
    assert_eq!((count(stuck, " Running "), count(stuck, "Image")), (3, 2), "{said}");
    assert_eq!((count(undone, " Running "), count(undone, "Image")), (4, 0), "{said}");
    let sets = |text: &str| -> std::collections::BTreeSet<String> {
        text.lines()
            .filter(|line| line.starts_with("web-") && line.contains(" Running "))
            .map(|line| line[..line.len().min(14)].to_owned())
            .collect()
    };
    assert_eq!(sets(stuck), sets(undone), "a template that comes back has the ReplicaSet it had");
    let rows: Vec<Vec<&str>> =
        stuck.lines().filter(|line| line.starts_with("web")).map(|line| line.split_whitespace().skip(1).take(3).collect()).collect();
    for row in [vec!["3/4", "2", "3"], vec!["3", "3", "3"], vec!["2", "2", "0"]] {
        assert!(rows.contains(&row), "{row:?}\n{said}");
    }
    for part in [
        "2 out of 4 new replicas have been updated...",
        "4 desired | 2 updated | 5 total | 3 available | 2 unavailable",
        "OldReplicaSets:  web-",
    ] {
        assert!(said.contains(part), "{part}\n{said}");
    }
}
