use super::*;

fn terminal() -> Terminal {
    Terminal::new(World::default()).unwrap()
}

/// What each line prints, one after another in one shell.
fn shown(lines: &[&str]) -> Vec<String> {
    let mut terminal = terminal();
    lines.iter().map(|line| terminal.enter(line).shown).collect()
}

#[test]
fn kubectl_writes_files_and_reads_them() {
    let lines = [
        "export do='--dry-run=client -o yaml'",
        "k run web --image=nginx:1.31 $do > web.yaml",
        "ls",
        "k apply -f web.yaml",
        "k get pods -o name | wc -l",
    ];
    let shown = shown(&lines);
    assert_eq!(shown[..4], ["", "", "web.yaml\n", "pod/web created\n"]);
    assert_eq!(shown[4].trim(), "1");
}

#[test]
fn a_here_document_waits_for_its_end() {
    let mut terminal = terminal();
    for line in ["cat <<EOF | kubectl apply -f -", "apiVersion: v1", "kind: Namespace", "metadata: {name: shop}"] {
        assert_eq!(terminal.enter(line).shown, "");
        assert!(terminal.continues());
    }
    assert_eq!(terminal.enter("EOF").shown, "namespace/shop created\n");
    assert!(!terminal.continues());
}

#[test]
fn an_open_quote_can_be_given_up() {
    let mut terminal = terminal();
    terminal.enter("echo 'a");
    assert!(terminal.continues());
    terminal.interrupt();
    assert_eq!(terminal.enter("echo b").shown, "b\n");
}

#[test]
fn aliases_variables_and_codes_stay() {
    let lines = [
        "alias kn='kubectl config set-context --current --namespace'",
        "kn shop",
        "k config view --minify | grep namespace",
        "false",
        "echo $?",
        "cd /tmp; pwd",
        "pwd",
    ];
    let shown = shown(&lines);
    assert_eq!(shown[1], "Context \"kind-kind\" modified.\n");
    assert!(shown[2].contains("namespace: shop"), "{}", shown[2]);
    assert_eq!(shown[4..], ["1\n", "/tmp\n", "/tmp\n"]);
}

#[test]
fn time_passes_in_the_cluster_too() {
    let lines = [
        "k run crash --image=busybox:1.37 --command -- sh -c 'exit 3'",
        "date +%H:%M:%S",
        "sleep 60; k get pod crash --no-headers | awk '{print $3, $4}'",
        "date +%H:%M:%S",
        "k get pod crash -o jsonpath={.metadata.creationTimestamp}",
    ];
    let shown = shown(&lines);
    assert_eq!(shown, ["pod/crash created\n", "08:00:00\n", "CrashLoopBackOff 3\n", "08:01:00\n", "2026-11-21T08:00:00Z"]);
}

#[test]
fn the_shell_speaks_as_bash() {
    let lines = ["kubctl get pods", "cat none.yaml", "whoami; hostname", "k get pods > /etc/x", "echo $(k get ns -o name | head -1)"];
    let wanted = [
        "bash: kubctl: command not found\n",
        "cat: none.yaml: No such file or directory\n",
        "candidate\nterminal\n",
        "bash: /etc/x: Permission denied\n",
        "namespace/default\n",
    ];
    assert_eq!(shown(&lines), wanted);
}

#[test]
fn what_changes_a_file_of_the_exercise_changes_the_editor() {
    let mut terminal = terminal();
    terminal.bring(&[SourceFile::new("pod.yaml", "a: 1\n"), SourceFile::new("sub/b.yaml", "b: 1\n")]);
    assert_eq!(terminal.enter("cat pod.yaml sub/b.yaml").shown, "a: 1\nb: 1\n");
    let answer = terminal.enter("echo 'a: 2' > pod.yaml");
    let changed: Vec<_> = answer.changed.iter().map(|file| (file.name(), file.text())).collect();
    assert_eq!(changed, [("pod.yaml", "a: 2\n")]);
    assert!(terminal.enter("ls").changed.is_empty());
    assert_eq!(terminal.enter("vim pod.yaml").opens.as_deref(), Some("pod.yaml"));
    assert_eq!(terminal.enter("cd sub; vi b.yaml").opens.as_deref(), Some("sub/b.yaml"));
    assert_eq!(terminal.enter("nano other.yaml").foreign.as_deref(), Some("sub/other.yaml"));
}

#[test]
fn the_end_the_endless_and_the_unknown_are_told_apart() {
    let mut terminal = terminal();
    assert!(terminal.enter("while true; do sleep 1; done").endless);
    assert_eq!(terminal.enter("source <(kubectl completion bash)").not_simulated.as_deref(), Some("<( )"));
    assert!(!terminal.enter("(exit 3)").ended);
    assert!(!terminal.enter("echo ')").ended);
    terminal.interrupt();
    assert!(terminal.enter("exit").ended);
}
