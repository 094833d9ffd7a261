//! Plain init containers have no lifecycle and no probes. Source: `validateInitContainers`, 1.35.
use super::is_plain_init;
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("init-container-probe", check, include_str!("sidecar_only.md")).about(&[
    "lifecycle",
    "livenessProbe",
    "readinessProbe",
    "startupProbe",
]);

fn check(container: Field<'_>) {
    if !is_plain_init(container) {
        return;
    }
    for name in ["lifecycle", "livenessProbe", "readinessProbe", "startupProbe"] {
        if container.at(name).exists() {
            container.at(name).forbidden("may not be set for init containers without restartPolicy=Always");
        }
    }
}
