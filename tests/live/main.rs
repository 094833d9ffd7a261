//! The real cluster confirms what the offline judge predicts, and is left as it was found.
//!
//! Runs when `COFFERDAM_LIVE` chooses what to play: `few` (of every scenario the start and the first solution),
//! `solutions` (every solution), `all` (the wrong answers too), or scenario ids separated by commas. `COFFERDAM_INTERRUPTIONS` says how often a confirmation is interrupted. The
//! cluster is the one that `../shared/cluster/cluster` starts (a Kubernetes node without Docker), or the one whose
//! kubeconfig `COFFERDAM_KUBECONFIG` names, with the context `kind-cofferdam`. Otherwise one line says why nothing was
//! played. `COFFERDAM_RANDOM=200` plays as many random worlds besides (`random`),
//! `COFFERDAM_NETWORKS=60` as many random networks (`networks.rs`).

#![allow(missing_docs, clippy::unwrap_used)]

#[cfg(feature = "cluster")]
mod cluster;
#[cfg(feature = "cluster")]
mod dice;
#[cfg(feature = "cluster")]
mod interruptions;
#[cfg(feature = "cluster")]
mod networks;
#[cfg(feature = "cluster")]
mod random;
#[cfg(feature = "cluster")]
mod scenarios;

// One test after the other: the second counts what the first would still be using.
#[test]
fn the_cluster_does_what_was_predicted_and_is_left_as_it_was() {
    #[cfg(feature = "cluster")]
    match scenarios::chosen_by_environment() {
        Ok((wanted, kubeconfig)) => {
            scenarios::confirm(&wanted, &kubeconfig);
            interruptions::leave_nothing(&kubeconfig);
        }
        Err(why) => eprintln!("live tests skipped: {why}"),
    }
    #[cfg(not(feature = "cluster"))]
    eprintln!("live tests skipped: built without the feature `cluster`");
}

/// `COFFERDAM_RANDOM=200`: so many random worlds, on the cluster and in the simulation.
#[test]
#[cfg(feature = "cluster")]
fn random_worlds_do_what_was_simulated() {
    play("COFFERDAM_RANDOM", random::compare);
}

/// `COFFERDAM_NETWORKS=60`: so many random networks, on the cluster and in the simulation.
#[test]
#[cfg(feature = "cluster")]
fn random_networks_connect_as_was_simulated() {
    play("COFFERDAM_NETWORKS", networks::compare);
}

/// Plays as many as the variable says, with the seed of `COFFERDAM_SEED`.
#[cfg(feature = "cluster")]
fn play(variable: &str, compare: impl FnOnce(usize, u64, &std::path::Path)) {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let Some(count) = number(variable) else {
        return eprintln!("skipped: {variable} says not how many");
    };
    match scenarios::kubeconfig() {
        Ok(kubeconfig) => compare(count as usize, number("COFFERDAM_SEED").unwrap_or(1), &kubeconfig),
        Err(why) => eprintln!("skipped: {why}"),
    }
}
