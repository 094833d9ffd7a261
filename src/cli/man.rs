//! `cofferdam man`: the manual page, in roff.

use super::{Context, Exit, Failure, language};

/// For packagers.
#[derive(Debug, clap::Args)]
pub(super) struct Man {}

impl Man {
    pub(super) fn run(self, cx: &mut Context<'_>) -> Result<Exit, Failure> {
        let mut page = Vec::new();
        let manual = clap_mangen::Man::new(language::localised(&cx.locale));
        // Writing into memory does not fail.
        let _ = manual.render(&mut page);
        cx.write(&String::from_utf8_lossy(&page));
        Ok(Exit::Passed)
    }
}
