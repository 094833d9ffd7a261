//! The real cluster confirms what the offline judge predicts: every scenario's start and answers.
//!
//! Runs when `COFFERDAM_LIVE` chooses what to play: `few` (of every scenario the start and the first solution), `all`,
//! or scenario ids separated by commas. The cluster is the one that `../shared/cluster/cluster` starts (a Kubernetes node
//! without Docker), or the one whose kubeconfig `COFFERDAM_KUBECONFIG` names, with the context `kind-cofferdam`.
//! Otherwise one line says why nothing was played.

#![allow(missing_docs, clippy::unwrap_used)]

#[cfg(feature = "cluster")]
mod scenarios;

#[test]
fn the_cluster_does_what_was_predicted() {
    #[cfg(feature = "cluster")]
    match scenarios::chosen_by_environment() {
        Ok((wanted, kubeconfig)) => scenarios::confirm(&wanted, &kubeconfig),
        Err(why) => eprintln!("live tests skipped: {why}"),
    }
    #[cfg(not(feature = "cluster"))]
    eprintln!("live tests skipped: built without the feature `cluster`");
}
