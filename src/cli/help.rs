//! `cofferdam help [COMMAND…]`: the same as `--help`.

use super::{Context, Exit, Failure, language};

/// Help, asked for as a command.
#[derive(Debug, clap::Args)]
pub(super) struct Help {
    #[arg(value_name = "COMMAND")]
    command: Vec<String>,
}

impl Help {
    pub(super) fn run(self, cx: &mut Context<'_>) -> Result<Exit, Failure> {
        let mut root = language::localised(&cx.locale);
        root.build();
        let mut at = &mut root;
        for name in &self.command {
            at = at.find_subcommand_mut(name).ok_or_else(|| Failure::Usage(cx.locale.format("cli-unknown-command", &[("name", name)])))?;
        }
        cx.write(&at.render_help().to_string());
        Ok(Exit::Passed)
    }
}
