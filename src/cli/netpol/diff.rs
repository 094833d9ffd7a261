//! `cofferdam netpol diff`: the flows on which two sets of manifests differ.

use serde_json::json;

use super::{Asked, Scope};
use crate::cli::paint::Role;
use crate::cli::{Context, Exit, Failure, Format};

/// The comparison: `-f` is before, `--to` after.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Diff {
    #[command(flatten)]
    scope: Scope,
    #[arg(long = "to", value_name = "FILE", num_args = 1.., required = true)]
    after: Vec<String>,
}

impl Diff {
    /// Exit code 1 if they differ, as `kubectl diff` answers.
    pub(super) fn run(self, cx: &mut Context<'_>) -> Result<Exit, Failure> {
        let ports = self.scope.ports(cx)?;
        let before = match self.scope.own_network(cx)? {
            Asked::Network(asked) => asked.1,
            Asked::Refused(exit) => return Ok(exit),
        };
        let after = match self.scope.network(cx, &self.after)? {
            Asked::Network(asked) => asked.1,
            Asked::Refused(exit) => return Ok(exit),
        };
        let differences = after.differences(&before, &ports);
        for difference in &differences {
            let verdict = &difference.here;
            let opened = verdict.allowed();
            if cx.format == Format::Json {
                cx.json(&json!({
                    "src": verdict.src.to_string(), "dst": verdict.dst.to_string(), "port": verdict.port.number,
                    "protocol": verdict.port.protocol.to_string(), "before": !opened, "after": opened,
                    "decidedBy": verdict.decided_by(),
                }));
                continue;
            }
            let args = [("src", verdict.src.to_string()), ("dst", verdict.dst.to_string()), ("port", verdict.port.to_string())];
            let args = args.each_ref().map(|(name, value)| (*name, value.as_str()));
            let sentence = cx.locale.format(if opened { "cli-netpol-opened" } else { "cli-netpol-closed" }, &args);
            let (sign, role) = if opened { ("+", Role::Good) } else { ("-", Role::Bad) };
            let line = if cx.format == Format::Human { cx.paint(role, &format!("{sign} {sentence}")) } else { sentence };
            cx.line(&line);
        }
        let id = match (differences.is_empty(), ports.is_empty()) {
            (true, _) => "cli-netpol-same",
            (false, true) => "cli-netpol-standing",
            (false, false) => return Ok(Exit::Findings),
        };
        let text = cx.locale.text(id);
        cx.talk(&text);
        Ok(Exit::passed(differences.is_empty()))
    }
}
