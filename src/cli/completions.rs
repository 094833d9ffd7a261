//! `cofferdam completions`: the script that completes commands and flags in a shell.

use super::{Context, Exit, Failure, language};

/// For packagers.
#[derive(Debug, clap::Args)]
pub(super) struct Completions {
    #[arg(value_enum, value_name = "bash|elvish|fish|powershell|zsh")]
    shell: clap_complete::Shell,
}

impl Completions {
    pub(super) fn run(self, cx: &mut Context<'_>) -> Result<Exit, Failure> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut language::localised(&cx.locale), "cofferdam", &mut script);
        cx.write(&String::from_utf8_lossy(&script));
        Ok(Exit::Passed)
    }
}
