//! A container that could not be made is tried again whenever its Pod is looked at: soon, as its status has changed, then every ten to fifteen
//! seconds (Kubernetes `pkg/kubelet/pod_workers.go` completeWork). Its image has stayed meanwhile.

use k8s_openapi::api::core::v1::Container;

use super::{Starter, field_path};
use crate::simulate::pull::Puller;
use crate::simulate::status::{Event, Times};

/// Seconds until the second try, and from then on.
const SOON: u32 = 2;
const PERIOD: u32 = 12;

impl Starter<'_, '_> {
    /// Tells of the tries behind the first one, each of which ends in `failed`.
    pub(super) fn tries_again(&mut self, container: &Container, puller: &Puller<'_>, failed: Event) {
        let first = self.run.status.moment + SOON;
        let Some(passed) = self.age.checked_sub(first) else { return };
        let count = passed / PERIOD + 1;
        let times = Times { first, last: first + (count - 1) * PERIOD, count };
        let image = container.image.as_deref().unwrap_or_default();
        let mut told = puller.again(image, container.image_pull_policy.as_deref()).events;
        told.push(failed);
        for event in told {
            let field = field_path(self.spec, &container.name);
            self.run.status.happened(Event { field, times, ..event });
        }
    }
}
