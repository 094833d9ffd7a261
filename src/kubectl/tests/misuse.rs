//! What is answered to words that do not fit.

use crate::kubectl::*;

#[test]
fn any_words_end_in_an_answer() {
    let mut world = World::default();
    for line in [
        "",
        "get",
        "get -o",
        "get pods -o jsonpath={",
        "exec",
        "exec x",
        "exec x --",
        "logs",
        "label",
        "patch pod x",
        "set",
        "create -f",
        "wait",
        "config",
        "auth can-i",
        "get -l 'a in ('",
        "explain",
        "replace",
        "get po/",
        "delete",
        "expose",
        "run x --image",
        "apply -f",
        "scale deploy x --replicas=z",
        "help nothing",
        "get pods -o custom-columns=x",
    ] {
        let outcome = run(&mut world, &[], &split(line).unwrap_or_default(), "");
        assert!(line.is_empty() || outcome.exit != 0 && !outcome.stderr.is_empty() || !outcome.stdout.is_empty(), "{line}: {outcome:?}");
    }
}

/// What kubectl v1.35.4 says without a server (recorded 2026-11-27): standard error, and exit code 1.
#[test]
fn misuse_is_answered_in_kubectls_words() {
    for (line, said) in [
        ("gt pods", "error: unknown command \"gt\" for \"kubectl\"\n\nDid you mean this?\n\tset\n\tget\n\tcp"),
        ("scal x", "error: unknown command \"scal\" for \"kubectl\"\n\nDid you mean this?\n\tscale"),
        ("create secret foo", "error: unknown command \"foo\"\nSee 'kubectl create secret -h' for help and examples"),
        ("create foo", "error: Unexpected args: [foo]\nSee 'kubectl create -h' for help and examples"),
        ("create svc clusterip s --tcp=x --dry-run=client", "error: strconv.ParseUint: parsing \"x\": invalid syntax"),
        ("set foo", "error: unknown command \"foo\"\nSee 'kubectl set -h' for help and examples"),
        ("replace", "error: must specify one of -f and -k"),
        ("wait pod/x", "error: unrecognized condition: \"\""),
        ("config set-context", "error: you must specify a non-empty context name or --current"),
        ("create secret generic s --from-file=nothere", "error: error reading nothere: no such file or directory"),
    ] {
        let outcome = run(&mut World::default(), &[], &split(line).unwrap(), "");
        assert_eq!((outcome.stderr.trim_end(), outcome.exit, outcome.stdout.as_str()), (said, 1, ""), "{line}");
    }
}
