//! The rules under which the simulated build of a Dockerfile reports, and their pages. None of them runs here: `simulate` builds.

use super::rule::Rule;
use crate::diag::Stage;

static RULES: [Rule; 11] = [
    reported("dockerfile-syntax", Stage::Build, include_str!("syntax.md")),
    reported("dockerfile-swallowed", Stage::Build, include_str!("swallowed.md")),
    reported("dockerfile-run", Stage::Build, include_str!("run.md")),
    reported("dockerfile-unprivileged", Stage::Build, include_str!("unprivileged.md")),
    reported("dockerfile-no-user", Stage::Build, include_str!("no_user.md")),
    reported("dockerfile-step", Stage::Build, include_str!("step.md")),
    reported("dockerfile-not-simulated", Stage::Build, include_str!("not_simulated.md")),
    reported("dockerfile-check", Stage::Build, include_str!("check.md")),
    reported("dockerfile-chown", Stage::Advice, include_str!("chown.md")),
    reported("dockerfile-user-root", Stage::Advice, include_str!("user_root.md")),
    reported("dockerfile-user-name", Stage::Advice, include_str!("user_name.md")),
];

const fn reported(id: &'static str, stage: Stage, page: &'static str) -> Rule {
    Rule { stage, ..Rule::new(id, |_| {}, page) }
}

/// All of them.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    RULES.iter()
}
