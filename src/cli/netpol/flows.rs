//! `cofferdam netpol flows`: every source, destination and port.

use serde_json::{Value, json};

use super::{Asked, Scope};
use crate::cli::paint::Role;
use crate::cli::{Context, Exit, Failure, Format};
use crate::probe::Flow;

/// The list.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Flows {
    #[command(flatten)]
    scope: Scope,
}

impl Flows {
    pub(super) fn run(self, cx: &mut Context<'_>) -> Result<Exit, Failure> {
        let ports = self.scope.ports(cx)?;
        let network = match self.scope.own_network(cx)? {
            Asked::Network(asked) => asked.1,
            Asked::Refused(exit) => return Ok(exit),
        };
        let flows = network.flows(&ports);
        let on_host = network.on_host_network();
        let undefined = |flow: &Flow| on_host.contains(&flow.src) || on_host.contains(&flow.dst);
        for flow in &flows {
            match cx.format {
                Format::Json => cx.json(&row(flow, undefined(flow))),
                Format::Human => human(cx, flow),
                Format::Linear | Format::Sarif | Format::Csv => linear(cx, flow),
            }
            if !cx.is_heard() {
                break;
            }
        }
        let open = flows.iter().filter(|flow| flow.allowed()).count().to_string();
        let text = cx.locale.format("cli-netpol-count", &[("flows", &flows.len().to_string()), ("open", &open)]);
        cx.talk(&text);
        super::say_undefined(cx, &network);
        Ok(Exit::Passed)
    }
}

/// The keys and the order of the contract; `undefined` stands only where it is true.
fn row(flow: &Flow, undefined: bool) -> Value {
    let mut row = json!({
        "src": flow.src.to_string(), "dst": flow.dst.to_string(), "port": flow.port.number, "protocol": flow.port.protocol.to_string(),
        "allowed": flow.allowed(), "ingress": flow.ingress, "egress": flow.egress, "decidedBy": flow.decided_by,
    });
    if undefined {
        row["undefined"] = true.into();
    }
    row
}

fn human(cx: &mut Context<'_>, flow: &Flow) {
    let (symbol, role) = if flow.allowed() { ("✓", Role::Good) } else { ("✗", Role::Bad) };
    let by = if flow.decided_by.is_empty() { String::new() } else { format!("  {}", flow.decided_by.join(", ")) };
    let line = format!("{} {} → {} {}{}", cx.paint(role, symbol), flow.src, flow.dst, flow.port, cx.paint(Role::Muted, &by));
    cx.line(&line);
}

fn linear(cx: &mut Context<'_>, flow: &Flow) {
    let id = if flow.allowed() { "cli-netpol-open" } else { "cli-netpol-blocked" };
    let by = flow.decided_by.join(", ");
    let args = [
        ("src", flow.src.to_string()),
        ("dst", flow.dst.to_string()),
        ("port", flow.port.to_string()),
        ("count", flow.decided_by.len().to_string()),
    ];
    let mut args: Vec<_> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
    args.push(("policies", &by));
    let line = cx.locale.format(id, &args);
    cx.line(&line);
}
