//! Bindings (K `pkg/apis/rbac/v1/defaults.go`).

use super::fields::{Object, each, make, set_zero, text};
use crate::schema::Version;

const GROUP: &str = "rbac.authorization.k8s.io";

pub fn binding(object: &mut Object, _: Version) {
    if let Some(role) = make(object, "roleRef") {
        set_zero(role, "apiGroup", GROUP);
    }
    for subject in each(object, "subjects") {
        if matches!(text(subject, "kind"), "User" | "Group") {
            set_zero(subject, "apiGroup", GROUP);
        }
    }
}
