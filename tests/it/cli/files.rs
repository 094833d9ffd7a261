//! Bad input: every message says what, where and what to do, and the exit code says whose fault it is.

use insta::assert_snapshot;

use super::Learner;

#[test]
fn a_missing_file_or_folder_is_named() {
    assert_snapshot!(Learner::new().run(&["validate", "nowhere.yaml"]), @"
        exit 3
        --- stderr
        cofferdam: nowhere.yaml: no such file or folder. Check the name, or where you are.
    ");
}

#[test]
fn a_folder_without_manifests_is_named() {
    let learner = Learner::new();
    learner.write("empty/readme.txt", "nothing");
    assert_snapshot!(learner.run(&["validate", "empty"]), @"
        exit 3
        --- stderr
        cofferdam: empty: there is no manifest (*.yaml, *.yml, *.json) in this folder.
    ");
}

#[test]
fn a_binary_file_is_named_with_the_place() {
    let learner = Learner::new();
    std::fs::write(learner.home.path().join("image.yaml"), b"kind: Pod\nname: \xff\xfe\x00").unwrap();
    assert_snapshot!(learner.run(&["validate", "image.yaml"]), @"
        exit 3
        --- stderr
        cofferdam: image.yaml:2:7: this is not text (UTF-8). Check that it is the manifest and not an archive or an image.
    ");
}

#[test]
fn an_empty_file_is_answered_as_kubectl_does() {
    let learner = Learner::new();
    learner.write("empty.yaml", "");
    assert_snapshot!(learner.run(&["validate", "empty.yaml"]), @"
        exit 1
        --- stderr
        error: no objects passed to apply
    ");
}

#[test]
#[cfg(unix)]
fn a_file_under_a_file_is_named() {
    let learner = Learner::new();
    learner.write("pod.yaml", "");
    assert_snapshot!(learner.run(&["validate", "pod.yaml/x.yaml"]), @"
        exit 3
        --- stderr
        cofferdam: pod.yaml/x.yaml: a part of this path is a file, not a folder.
    ");
}

#[test]
fn unknown_versions_and_levels_are_answered_with_the_known_ones() {
    let learner = Learner::new();
    learner.write("pod.yaml", "");
    assert_snapshot!(learner.run(&["validate", "pod.yaml", "--k8s-version", "1.12"]), @"
        exit 2
        --- stderr
        cofferdam: 1.12: no Kubernetes version whose rules are known. There are 1.33 to 1.37.
    ");
    assert_snapshot!(learner.run(&["validate", "pod.yaml", "--pss", "strict"]), @"
        exit 2
        --- stderr
        cofferdam: strict: no Pod Security Standard. Write privileged, baseline or restricted, with a version if you like: restricted:v1.34.
    ");
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    use std::io::Read;
    let learner = Learner::new();
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_cofferdam"))
        .args(["completions", "zsh"])
        .env_clear()
        .env("COFFERDAM_DATA", learner.home.path())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let mut talk = String::new();
    child.stderr.take().unwrap().read_to_string(&mut talk).unwrap();
    assert_eq!((child.wait().unwrap().code(), talk.as_str()), (Some(0), ""));
}
