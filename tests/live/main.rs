//! The real cluster confirms what the offline judge predicts: every scenario's start and answers.
//!
//! Runs when `../shared/cluster/cluster` is there (a Kubernetes node without Docker) or when
//! `COFFERDAM_KUBECONFIG` names a kubeconfig whose context is `kind-cofferdam`; says so in one line otherwise.
//! `COFFERDAM_LIVE` chooses: `few` (the default: of every scenario the start and the first solution), `all`,
//! or scenario ids separated by commas.

#![allow(missing_docs, clippy::unwrap_used)]

#[cfg(feature = "cluster")]
mod scenarios;

#[test]
fn the_cluster_does_what_was_predicted() {
    #[cfg(feature = "cluster")]
    match scenarios::kubeconfig() {
        Ok(path) => scenarios::confirm(&path),
        Err(why) => eprintln!("live tests skipped: {why}"),
    }
    #[cfg(not(feature = "cluster"))]
    eprintln!("live tests skipped: built without the feature `cluster`");
}
