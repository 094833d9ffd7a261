//! `cofferdam netpol matrix`: source × destination, one table a port.

use serde_json::json;

use super::{Asked, Scope};
use crate::cli::paint::Role;
use crate::cli::{Context, Exit, Failure, Format};
use crate::locale::{display_width, pad_end};
use crate::simulate::network::{Cell, Matrix as Table};

/// The table.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Matrix {
    #[command(flatten)]
    scope: Scope,
}

impl Matrix {
    pub(super) fn run(self, cx: &mut Context<'_>) -> Result<Exit, Failure> {
        let mut ports = self.scope.ports(cx)?;
        let network = match self.scope.own_network(cx)? {
            Asked::Network(asked) => asked.1,
            Asked::Refused(exit) => return Ok(exit),
        };
        if ports.is_empty() {
            ports = network.ports();
        }
        if ports.is_empty() {
            let text = cx.locale.text("cli-netpol-no-port");
            cx.talk(&text);
            return Ok(Exit::Findings);
        }
        super::say_undefined(cx, &network);
        for port in ports {
            let table = network.matrix(port);
            if table.sources.is_empty() {
                let text = cx.locale.text("cli-netpol-no-pods");
                cx.talk(&text);
                return Ok(Exit::Findings);
            }
            match cx.format {
                Format::Json => as_json(cx, &table),
                Format::Human => human(cx, &table),
                Format::Linear | Format::Sarif | Format::Csv => linear(cx, &table),
            }
        }
        Ok(Exit::Passed)
    }
}

/// The symbol of a cell, its word in JSON, and its colour.
fn sign(cell: Cell) -> (&'static str, &'static str, Role) {
    match cell {
        Cell::Open => ("✓", "open", Role::Good),
        Cell::BlockedEgress => ("✗e", "blocked-egress", Role::Bad),
        Cell::BlockedIngress => ("✗i", "blocked-ingress", Role::Bad),
        Cell::BlockedBoth => ("✗ei", "blocked-both", Role::Bad),
        Cell::Myself => ("·", "self", Role::Muted),
        Cell::Outside => ("·", "outside", Role::Muted),
    }
}

fn as_json(cx: &mut Context<'_>, table: &Table) {
    let names = |endpoints: &[crate::probe::Endpoint]| endpoints.iter().map(ToString::to_string).collect::<Vec<_>>();
    let cells: Vec<Vec<_>> = table.cells.iter().map(|row| row.iter().map(|cell| sign(*cell).1).collect()).collect();
    cx.json(&json!({
        "port": table.port.number, "protocol": table.port.protocol.to_string(), "sources": names(&table.sources),
        "destinations": names(&table.destinations), "cells": cells,
    }));
}

fn human(cx: &mut Context<'_>, table: &Table) {
    let title = cx.locale.format("cli-netpol-port-title", &[("port", &table.port.to_string())]);
    let title = cx.paint(Role::Title, &title);
    cx.line(&title);
    let sources: Vec<_> = table.sources.iter().map(ToString::to_string).collect();
    let left = sources.iter().map(|name| display_width(name)).max().unwrap_or(0);
    // Destinations are numbered where their names would not fit side by side.
    let names: Vec<_> = table.destinations.iter().map(ToString::to_string).collect();
    let fits = left + names.iter().map(|name| display_width(name) + 2).sum::<usize>() <= cx.width;
    let heads: Vec<_> = if fits { names.clone() } else { (1..=names.len()).map(|number| number.to_string()).collect() };
    let head: Vec<_> = heads.iter().map(|head| pad_end(head, 3)).collect();
    cx.line(format!("{}  {}", " ".repeat(left), head.join("  ")).trim_end());
    for (source, row) in sources.iter().zip(&table.cells) {
        let cells: Vec<_> = row
            .iter()
            .zip(&heads)
            .map(|(cell, head)| {
                let (symbol, _, role) = sign(*cell);
                let width = display_width(head).max(3);
                format!("{}{}", cx.paint(role, symbol), " ".repeat(width - display_width(symbol)))
            })
            .collect();
        cx.line(format!("{}  {}", pad_end(source, left), cells.join("  ")).trim_end());
    }
    if !fits {
        names.iter().enumerate().for_each(|(number, name)| cx.line(&format!("  {} = {name}", number + 1)));
    }
    let legend = cx.locale.text("cli-netpol-legend");
    let legend = cx.paint(Role::Muted, &legend);
    cx.line(&legend);
    cx.line("");
}

fn linear(cx: &mut Context<'_>, table: &Table) {
    for (source, row) in table.sources.iter().zip(&table.cells) {
        let open: Vec<_> =
            table.destinations.iter().zip(row).filter(|(_, cell)| **cell == Cell::Open).map(|(name, _)| name.to_string()).collect();
        let (source, port) = (source.to_string(), table.port.to_string());
        let (count, open) = (open.len().to_string(), open.join(", "));
        let args = [("src", source.as_str()), ("port", &port), ("count", &count), ("open", &open)];
        let line = cx.locale.format("cli-netpol-reaches", &args);
        cx.line(&line);
    }
}
