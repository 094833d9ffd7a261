//! `cofferdam doctor`: one line a prerequisite of confirming on a cluster, with what to do.

use serde_json::{Map, json};

use super::access::Where;
use super::paint::Role;
use super::{Context, Exit, Failure, Format};
use crate::confirm::{Finding, Health, Stop};

/// A look at everything that a cluster needs.
#[derive(Debug, clap::Args)]
pub(super) struct Doctor {
    #[command(flatten)]
    which: Where,
}

impl Doctor {
    pub(super) fn run(self, cx: &mut Context<'_>) -> Result<Exit, Failure> {
        let port = cx.port()?;
        // A context that may not be used is a finding, not an end.
        let access = match cx.permitted(&self.which) {
            Err(stopped @ Failure::Stopped(..)) => return Err(stopped),
            Ok(access) => access,
            Err(_) => cx.access(&self.which),
        };
        let mut bad = false;
        let outcome = port.examine(&access, &Stop::default(), &mut |finding| {
            bad |= finding.health == Health::Bad;
            tell(cx, &finding);
            cx.flush();
        });
        outcome.map_err(|trouble| cx.trouble(&trouble))?;
        if cx.format == Format::Human {
            let text = cx.locale.text(if bad { "doctor-bad" } else { "doctor-good" });
            cx.line("");
            cx.line(&text);
        }
        Ok(if bad { Exit::Code(3) } else { Exit::Passed })
    }
}

fn tell(cx: &mut Context<'_>, finding: &Finding) {
    let says = finding.says.text(&cx.locale);
    let fix = finding.fix.as_ref().map(|fix| fix.text(&cx.locale));
    match cx.format {
        Format::Json => {
            let mut row = Map::new();
            row.insert("check".into(), finding.check.into());
            row.insert("state".into(), finding.health.word().into());
            row.insert("message".into(), says.into());
            if let Some(fix) = fix {
                row.insert("fix".into(), fix.into());
            }
            cx.json(&json!(row));
        }
        Format::Human => {
            let (symbol, role) = match finding.health {
                Health::Good => ("✓", Role::Good),
                Health::Warning => ("▲", Role::Code),
                Health::Bad => ("✗", Role::Bad),
                Health::Skipped => ("·", Role::Muted),
            };
            let symbol = cx.paint(role, symbol);
            cx.line(&format!("{symbol} {:<12} {says}", finding.check));
            if let Some(fix) = fix {
                for line in fix.lines() {
                    cx.line(&format!("               {line}"));
                }
            }
        }
        Format::Linear | Format::Sarif | Format::Csv => {
            let state = cx.locale.text(&format!("doctor-state-{}", finding.health.word()));
            cx.line(&format!("{}: {state}. {says}", finding.check));
            if let Some(fix) = fix {
                cx.line(&fix);
            }
        }
    }
}
