//! `cofferdam netpol why`: the reason of one flow.

use serde_json::json;

use super::{Asked, Scope, endpoint, port};
use crate::cli::{Context, Exit, Failure, Format};
use crate::probe::{Endpoint, Step};
use crate::simulate::network::{Network, Party};

/// The reason. `-f` takes every word that follows it: three that stand behind the files are the connection.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Why {
    #[arg(value_name = "SRC")]
    src: Option<String>,
    #[arg(value_name = "DST")]
    dst: Option<String>,
    #[arg(value_name = "PORT")]
    at: Option<String>,
    #[command(flatten)]
    scope: Scope,
}

impl Why {
    /// Exit code 0 for an open connection and 1 for a blocked one, as `kubectl auth can-i` answers.
    pub(super) fn run(mut self, cx: &mut Context<'_>) -> Result<Exit, Failure> {
        let [src, dst, at] = self.connection(cx)?;
        let port = port(cx, &at)?;
        let network = match self.scope.own_network(cx)? {
            Asked::Network(asked) => asked.1,
            Asked::Refused(exit) => return Ok(exit),
        };
        let namespace = self.scope.manifests.context_namespace();
        let src = party(cx, &network, &endpoint(&src, namespace))?;
        let dst = party(cx, &network, &endpoint(&dst, namespace))?;
        let verdict = network.explain(src, dst, port);
        let sentences: Vec<_> = verdict.steps().iter().map(|step| said(cx, step)).collect();
        if cx.format == Format::Json {
            cx.json(&json!({
                "src": verdict.src.to_string(), "dst": verdict.dst.to_string(), "port": port.number, "protocol": port.protocol.to_string(),
                "allowed": verdict.allowed(), "ingress": verdict.ingress.allowed(), "egress": verdict.egress.allowed(),
                "decidedBy": verdict.decided_by(), "why": sentences,
            }));
        } else {
            sentences.iter().for_each(|sentence| cx.line(sentence));
        }
        Ok(Exit::passed(verdict.allowed()))
    }

    /// Source, destination and port, wherever they stand.
    fn connection(&mut self, cx: &Context<'_>) -> Result<[String; 3], Failure> {
        if let (Some(src), Some(dst), Some(at)) = (&self.src, &self.dst, &self.at) {
            return Ok([src.clone(), dst.clone(), at.clone()]);
        }
        let given: Vec<_> = [&self.src, &self.dst, &self.at].into_iter().flatten().cloned().collect();
        let files = &mut self.scope.manifests.files;
        if given.is_empty() && files.len() > 3 {
            let behind = files.split_off(files.len() - 3);
            if let Ok(words) = <[String; 3]>::try_from(behind) {
                return Ok(words);
            }
        }
        Err(Failure::Usage(cx.locale.text("cli-netpol-ends")))
    }
}

fn party(cx: &Context<'_>, network: &Network, endpoint: &Endpoint) -> Result<Party, Failure> {
    if let Endpoint::External(address) = endpoint {
        return Ok(network.at(*address));
    }
    network.party(endpoint).ok_or_else(|| {
        let known: Vec<_> = network.parties().into_iter().map(|party| network.endpoint(party).to_string()).collect();
        cx.unknown("cli-netpol-no-pod", &endpoint.to_string(), known.iter().map(String::as_str))
    })
}

fn said(cx: &Context<'_>, step: &Step) -> String {
    step.sentence().text(&cx.locale)
}
