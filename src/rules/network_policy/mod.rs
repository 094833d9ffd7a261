//! NetworkPolicies.

mod ip_block;
mod peer;
mod policy_types;
mod port;
mod selector;

use super::meta;
use super::rule::Step::{self, At, Each, Run, Then};

static PORT: &[Step] = &[Run(&port::RULE)];
static PEER: &[Step] = &[Run(&selector::PEER), Run(&ip_block::RULE), Run(&peer::RULE)];

/// `ValidateNetworkPolicy`
pub static NETWORK_POLICY: &[Step] = &[
    Then(meta::SUBDOMAIN),
    At(
        "spec",
        &[
            Run(&selector::RULE),
            Each("ingress", &[Each("ports", PORT), Each("from", PEER)]),
            Each("egress", &[Each("ports", PORT), Each("to", PEER)]),
            Run(&policy_types::RULE),
        ],
    ),
];
