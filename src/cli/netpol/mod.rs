//! `cofferdam netpol`: what network policies mean, as a table, a list, a reason, a comparison, in kubectl's wording.

use std::net::IpAddr;

use super::world::{Built, Manifests};
use super::{Context, Exit, Failure};
use crate::probe::{Endpoint, Port};
use crate::simulate::network::Network;
use crate::world::{Outside, World};

mod describe;
mod diff;
mod flows;
mod matrix;
mod why;

/// The network policies' meaning.
#[derive(Debug, clap::Args)]
pub(super) struct Netpol {
    #[command(subcommand)]
    question: Question,
}

#[derive(Debug, clap::Subcommand)]
enum Question {
    Matrix(matrix::Matrix),
    Flows(flows::Flows),
    Why(why::Why),
    Diff(diff::Diff),
    Describe(describe::Describe),
}

impl Netpol {
    pub(super) fn run(self, cx: &mut Context<'_>) -> Result<Exit, Failure> {
        match self.question {
            Question::Matrix(question) => question.run(cx),
            Question::Flows(question) => question.run(cx),
            Question::Why(question) => question.run(cx),
            Question::Diff(question) => question.run(cx),
            Question::Describe(question) => question.run(cx),
        }
    }
}

/// What is asked about: manifests, ports, addresses outside.
#[derive(Debug, clap::Args)]
struct Scope {
    #[command(flatten)]
    manifests: Manifests,
    #[arg(long = "port", value_name = "6379/TCP")]
    ports: Vec<String>,
    #[arg(long = "external", value_name = "IP")]
    externals: Vec<String>,
}

/// A network, or how the command ended because a manifest was refused.
enum Asked {
    Network(Box<(World, Network)>),
    Refused(Exit),
}

impl Scope {
    /// The ports that were named; none means every port that a Pod declares or a policy names.
    fn ports(&self, cx: &Context<'_>) -> Result<Vec<Port>, Failure> {
        self.ports.iter().map(|text| port(cx, text)).collect()
    }

    /// The network of the manifests.
    fn network(&self, cx: &mut Context<'_>, names: &[String]) -> Result<Asked, Failure> {
        let mut world = match self.manifests.build_from(cx, names)? {
            Built::World(world) => *world,
            Built::Refused(exit) => return Ok(Asked::Refused(exit)),
        };
        for text in &self.externals {
            let ip: IpAddr = text.parse().map_err(|_| Failure::Usage(cx.locale.format("cli-netpol-address", &[("address", text)])))?;
            world.facts.outside.push(Outside { name: text.clone(), ip, ports: Vec::new() });
        }
        let network = Network::of(&world);
        Ok(Asked::Network(Box::new((world, network))))
    }

    /// As [`Scope::network`], of the files named by `-f`.
    fn own_network(&self, cx: &mut Context<'_>) -> Result<Asked, Failure> {
        self.network(cx, &self.manifests.files)
    }
}

/// Says of which Pods nothing certain can be said.
fn say_undefined(cx: &mut Context<'_>, network: &Network) {
    let pods: Vec<_> = network.on_host_network().iter().map(ToString::to_string).collect();
    if !pods.is_empty() {
        let text = cx.locale.format("cli-netpol-undefined", &[("pods", &pods.join(", ")), ("count", &pods.len().to_string())]);
        cx.talk(&text);
    }
}

/// Reads `6379`, `6379/TCP`.
fn port(cx: &Context<'_>, text: &str) -> Result<Port, Failure> {
    text.parse().map_err(|_| Failure::Usage(cx.locale.format("cli-netpol-port", &[("port", text)])))
}

/// Reads `namespace/name`, `name` (in the context's namespace) or an address.
fn endpoint(text: &str, namespace: &str) -> Endpoint {
    if let Ok(address) = text.parse() {
        return Endpoint::External(address);
    }
    let (namespace, name) = text.split_once('/').unwrap_or((namespace, text));
    Endpoint::Pod { namespace: namespace.into(), name: name.into() }
}
