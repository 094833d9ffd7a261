//! Which policies select which Pods, without asking every policy about every Pod.

use std::collections::HashMap;

use super::Network;
use super::label::{Labels, Symbol};

/// The policies of one namespace by a label that their selector demands.
struct Candidates {
    anchored: HashMap<(Symbol, Symbol), Vec<u32>>,
    rest: Vec<u32>,
}

impl Network {
    /// Gives every distinct set of Pod labels of a namespace its list of policies.
    pub(super) fn index_selections(&mut self) {
        // The first list is empty: for Pods of the host network, which no policy binds.
        self.selections = vec![Box::default()];
        for namespace in 0..self.namespaces.len() {
            let entry = &self.namespaces[namespace];
            if entry.policies.is_empty() || entry.pods.is_empty() {
                continue;
            }
            let candidates = self.candidates(entry.policies.clone());
            let mut known: HashMap<Labels, u32> = HashMap::new();
            for pod in entry.pods.clone() {
                let pod = pod as usize;
                if self.pods[pod].host_network {
                    continue;
                }
                let selection = match known.get(&self.pods[pod].labels) {
                    Some(selection) => *selection,
                    None => {
                        let selection = self.selections.len() as u32;
                        self.selections.push(self.selecting(&candidates, &self.pods[pod].labels));
                        known.insert(self.pods[pod].labels.clone(), selection);
                        selection
                    }
                };
                self.pods[pod].selection = selection;
            }
        }
    }

    fn candidates(&self, policies: std::ops::Range<u32>) -> Candidates {
        let mut candidates = Candidates { anchored: HashMap::new(), rest: Vec::new() };
        for policy in policies {
            match self.policies[policy as usize].selector.anchor() {
                Some(label) => candidates.anchored.entry(label).or_default().push(policy),
                None => candidates.rest.push(policy),
            }
        }
        candidates
    }

    /// The policies that select Pods with these labels, by name.
    fn selecting(&self, candidates: &Candidates, labels: &Labels) -> Box<[u32]> {
        let anchored = labels.pairs().iter().filter_map(|label| candidates.anchored.get(label)).flatten();
        let all = anchored.chain(&candidates.rest).copied();
        let mut selecting: Vec<_> = all.filter(|policy| self.policies[*policy as usize].selector.matches(labels)).collect();
        selecting.sort_unstable();
        selecting.into()
    }
}
