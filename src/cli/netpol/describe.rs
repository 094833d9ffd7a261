//! `cofferdam netpol describe`: the policies as `kubectl describe networkpolicy` words them; linear says them in sentences.

use k8s_openapi::api::networking::v1::NetworkPolicy;
use serde_json::json;

use super::{Asked, Scope};
use crate::cli::{Context, Exit, Failure, Format};
use crate::simulate::network::{Network, describe};
use crate::world::World;

/// The description.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Describe {
    #[command(flatten)]
    scope: Scope,
}

impl Describe {
    pub(super) fn run(self, cx: &mut Context<'_>) -> Result<Exit, Failure> {
        let (world, network) = match self.scope.own_network(cx)? {
            Asked::Network(asked) => *asked,
            Asked::Refused(exit) => return Ok(exit),
        };
        let found = describe_all(cx, &world, &network);
        if !found {
            let text = cx.locale.text("cli-netpol-none");
            cx.talk(&text);
        }
        Ok(Exit::passed(found))
    }
}

/// Whether there was any policy.
fn describe_all(cx: &mut Context<'_>, world: &World, network: &Network) -> bool {
    let mut first = true;
    for object in world.store.of_kind("NetworkPolicy") {
        let Some(policy) = object.typed::<NetworkPolicy>() else { continue };
        let namespace = object.namespace.as_deref().unwrap_or("default");
        let sentences = network.reading(namespace, &object.name).map(|reading| reading.sentences(&cx.locale)).unwrap_or_default();
        match cx.format {
            Format::Json => cx.json(&json!({"policy": object.key(), "describe": describe(&policy), "sentences": sentences})),
            Format::Human => {
                // kubectl puts two empty lines between objects.
                let gap = if first { "" } else { "\n\n" };
                cx.write(&format!("{gap}{}", describe(&policy)));
            }
            Format::Linear | Format::Sarif | Format::Csv => {
                cx.line(&format!("NetworkPolicy {}.", object.key()));
                sentences.iter().for_each(|sentence| cx.line(sentence));
            }
        }
        first = false;
    }
    !first
}
