//! `kubectl edit`, as kubectl 1.35.4 answered on a real cluster (28 November 2026), with editors that need no hands.

use super::*;

/// Saves what a function makes of a file.
struct Hand<F>(F, Vec<String>);

impl<F: FnMut(&str) -> Result<String, String>> Editor for Hand<F> {
    fn open(&mut self, text: &str, suffix: &str) -> Result<Saved, String> {
        self.1.push(text.to_owned());
        Ok(Saved { path: format!("/tmp/kubectl-edit-1{suffix}"), text: (self.0)(text)? })
    }
}

/// What the command answers and what the editor was shown, time by time.
fn edit(world: &mut World, command: &str, hand: impl FnMut(&str) -> Result<String, String>) -> (Outcome, Vec<String>) {
    let mut hand = Hand(hand, Vec::new());
    let outcome = run_with(world, &[], &split(command).unwrap(), "", Some(&mut hand));
    (outcome, hand.1)
}

fn replacing(from: &'static str, to: &'static str) -> impl FnMut(&str) -> Result<String, String> {
    move |text| Ok(text.replace(from, to))
}

fn world() -> World {
    let mut world = World::default();
    let text = "{apiVersion: v1, kind: Pod, metadata: {name: web, labels: {app: web}}, spec: {containers: [{name: app, image: nginx}]}}
---
{apiVersion: v1, kind: ConfigMap, metadata: {name: cm}, data: {a: '1'}}
---
{apiVersion: v1, kind: ConfigMap, metadata: {name: cm2}, data: {a: '2'}}";
    assert_eq!(run(&mut world, &[], &["apply", "-f", "-"].map(str::to_owned), text).exit, 0);
    world
}

const NOTHING_VALID: &str =
    "A copy of your changes has been stored to \"/tmp/kubectl-edit-1.yaml\"\nerror: Edit cancelled, no valid changes were saved.\n";

#[test]
fn what_was_saved_is_stored() {
    let mut world = world();
    let (outcome, shown) = edit(&mut world, "edit pod web", replacing("app: web", "app: front"));
    assert_eq!((outcome.stdout.as_str(), outcome.stderr.as_str(), outcome.exit), ("pod/web edited\n", "", 0));
    assert!(shown[0].starts_with("# Please edit the object below.") && shown[0].contains("#\napiVersion: v1\n"), "{}", shown[0]);
    assert_eq!(world.store.get("Pod", Some("default"), "web").unwrap().labels().get("app").map(|app| &**app), Some("front"));
    let (outcome, _) = edit(&mut world, "edit pod web", replacing("app: web", "app: front"));
    assert_eq!((outcome.stdout.as_str(), outcome.stderr.as_str(), outcome.exit), ("", "Edit cancelled, no changes made.\n", 0));
}

#[test]
fn several_objects_are_one_list_and_only_what_changed_is_sent() {
    let (outcome, shown) = edit(&mut world(), "edit cm cm cm2", replacing("a: \"1\"", "a: \"9\""));
    assert_eq!((outcome.stdout.as_str(), outcome.stderr.as_str()), ("configmap/cm edited\nconfigmap/cm2 skipped\n", ""));
    assert!(shown[0].contains("\nkind: List\n"));
    let (_, shown) = edit(&mut world(), "edit cm cm -o json", |text| Ok(text.to_owned()));
    assert!(shown[0].starts_with("{\n    \"apiVersion\": \"v1\","), "{}", shown[0]);
}

#[test]
fn what_is_refused_is_opened_again_with_the_reason_and_kept() {
    let refused = |hand: fn(&str) -> Result<String, String>| {
        let (outcome, shown) = edit(&mut world(), "edit pod web", hand);
        assert_eq!((outcome.stdout.as_str(), outcome.exit), ("", 1));
        assert_eq!(outcome.stderr, format!("error: pods \"web\" is invalid\n{NOTHING_VALID}"), "{shown:?}");
        assert_eq!(outcome.written[0].0, "/tmp/kubectl-edit-1.yaml");
        shown[1].lines().skip(3).take_while(|line| line.starts_with('#')).collect::<Vec<_>>().join("\n")
    };
    let label = refused(|text| Ok(text.replace("app: web", "app: a b")));
    assert!(label.starts_with("#\n# pods \"web\" was not valid:\n# * metadata.labels: Invalid value: \"a b\": a valid label"), "{label}");
    assert!(label.ends_with("\n#"), "{label}");
    let policy = refused(|text| Ok(text.replace("restartPolicy: Always", "restartPolicy: Never")));
    assert!(policy.contains("# * spec: Forbidden: pod updates may not change fields other than"), "{policy}");
    let unknown = refused(|text| Ok(text.replace("restartPolicy: Always", "restartPolicyy: Never")));
    assert!(unknown.contains("# * patch: Invalid value: ") && unknown.contains("unknown field \"spec.restartPolicyy\""), "{unknown}");
    refused(|text| Ok(text.replace("restartPolicy: Always", "restartPolicy: [")));
    refused(|text| Ok(text.replace("kind: Pod\n", "")));
    refused(|_| Ok(String::new()));
}

#[test]
fn a_second_try_can_be_right() {
    let mut tries = ["Never", "Always"].into_iter();
    let mut world = world();
    let (outcome, shown) = edit(&mut world, "edit pod web", |text| {
        let text = text.replace("restartPolicy: Always", "restartPolicy: Never").replace("app: web", "app: front");
        Ok(text.replace("restartPolicy: Never", &format!("restartPolicy: {}", tries.next().unwrap())))
    });
    assert_eq!((outcome.stdout.as_str(), outcome.stderr.as_str()), ("pod/web edited\n", "error: pods \"web\" is invalid\n"));
    assert_eq!(shown.len(), 2);
}

#[test]
fn names_kinds_and_namespaces_stay() {
    let kept = |command: &str, from: &'static str, to: &'static str| edit(&mut world(), command, replacing(from, to)).0.stderr;
    let copy = "A copy of your changes has been stored to \"/tmp/kubectl-edit-1.yaml\"\n";
    assert_eq!(
        kept("edit pod web", "name: web\n", "name: web2\n"),
        format!("{copy}error: At least one of apiVersion, kind and name was changed\n")
    );
    assert_eq!(
        kept("edit pod web", "namespace: default", "namespace: other"),
        format!(
            "{copy}error: the namespace from the provided object \"other\" does not match the namespace \"default\". You must pass '--namespace=other' to perform this operation.\n"
        )
    );
    assert_eq!(kept("edit cm cm", "kind: ConfigMap", "kind: Nothing"), NOTHING_VALID);
}

#[test]
fn an_editor_may_fail_and_an_object_be_missing() {
    let (outcome, _) = edit(&mut world(), "edit cm cm", |_| Err("there was a problem with the editor \"false\"".into()));
    assert_eq!((outcome.stderr.as_str(), outcome.exit), ("error: there was a problem with the editor \"false\"\n", 1));
    let (outcome, shown) = edit(&mut world(), "edit cm nosuch", |text| Ok(text.to_owned()));
    assert_eq!((outcome.stderr.as_str(), shown.len()), ("Error from server (NotFound): configmaps \"nosuch\" not found\n", 0));
    // Where nobody sits at an editor, that is said.
    assert!(run(&mut world(), &[], &split("edit cm cm").unwrap(), "").stderr.contains("is not simulated here"));
}

#[test]
fn an_editor_that_never_ends_is_stopped() {
    let mut more = 0;
    let (outcome, shown) = edit(&mut world(), "edit cm cm", |text| {
        more += 1;
        Ok(format!("{text}\nnosuch{more}: 1\n"))
    });
    assert!(outcome.stderr.ends_with(NOTHING_VALID) && shown.len() == 100, "{}", shown.len());
}
