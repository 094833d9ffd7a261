//! Random worlds: Pods and what surrounds them come to the same state, and answer the same, in the simulated cluster as in the real one.
//!
//! `COFFERDAM_RANDOM=N` plays N worlds (`COFFERDAM_SEED` chooses which, `COFFERDAM_FIRST` the number of the first), in namespaces `sim-*` that are taken away again.
//! The world is that of `tests/oracle/world.yaml`: the cluster of `../shared/cluster`.

use std::path::Path;
use std::sync::Mutex;

use world::Played;

use crate::scenarios::forget_private_images;

mod before;
mod chance;
mod context;
mod credential;
mod even;
mod health;
mod place;
mod pod;
mod question;
mod service;
mod state;
mod variable;
mod volume;
mod world;

/// So many worlds side by side.
const ABREAST: usize = 2;

/// Plays `count` worlds and fails with every difference.
pub fn compare(count: usize, seed: u64, kubeconfig: &Path) {
    let first = std::env::var("COFFERDAM_FIRST").ok().and_then(|text| text.parse::<usize>().ok()).unwrap_or(0);
    let worlds = (first..first + count).map(|number| (number, Played::new(seed, number)));
    // What pulls from the private registry needs the node's images to itself.
    let (alone, others): (Vec<_>, Vec<_>) = worlds.partition(|(_, world)| world.pulls());
    let (alone, others) = (Mutex::new(alone.into_iter()), Mutex::new(others.into_iter()));
    let found = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for lane in 0..ABREAST {
            let (alone, others, found) = (&alone, &others, &found);
            scope.spawn(move || {
                let next = || {
                    let pulling = if lane == 0 { alone.lock().unwrap().next() } else { None };
                    pulling.or_else(|| others.lock().unwrap().next())
                };
                while let Some((number, world)) = next() {
                    if world.pulls() {
                        forget_private_images(kubeconfig);
                    }
                    let differences = world.differences(kubeconfig);
                    println!("world {seed}-{number}: {} differences", differences.len());
                    differences.iter().for_each(|text| println!("{text}"));
                    found.lock().unwrap().extend(differences);
                }
            });
        }
    });
    let differences = found.into_inner().unwrap();
    println!("{count} random worlds of seed {seed}: {} differences", differences.len());
    assert!(differences.is_empty(), "simulated and observed differ:\n{}", differences.join("\n"));
}
