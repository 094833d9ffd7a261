//! Object metadata, the same for every kind (`ValidateObjectMeta`, apimachinery `pkg/api/validation/objectmeta.go`).

mod annotations;
mod finalizers;
mod generation;
pub mod labels;
mod managed_fields;
mod name;
mod namespace;
mod owner_references;

pub use annotations::annotation_keys;
pub use finalizers::standard as standard_finalizer;

use super::rule::Step::{self, At, Run};

/// apimachinery's own `ValidateObjectMeta`; `$more` is what a caller adds at its end.
macro_rules! generic {
    ($name:ident, $rule:path, $namespace:path, $doc:literal $(, $more:expr)*) => {
        #[doc = $doc]
        pub static $name: &[Step] = &[At(
            "metadata",
            &[
                Run(&$rule),
                Run(&$namespace),
                Run(&generation::RULE),
                Run(&labels::RULE),
                Run(&annotations::RULE),
                Run(&owner_references::RULE),
                Run(&finalizers::RULE),
                Run(&managed_fields::RULE),
                $($more,)*
            ],
        )];
    };
}

/// `ValidateObjectMeta` of `pkg/apis/core/validation`: the same, and finalizers of the standard form.
macro_rules! metadata {
    ($name:ident, $rule:path, $namespace:path, $doc:literal) => {
        generic!($name, $rule, $namespace, $doc, Run(&finalizers::STANDARD));
    };
}

// Kinds of API groups that ask apimachinery's `ValidateObjectMeta` itself, without the core's word on finalizers.
generic!(GENERIC, name::SUBDOMAIN, namespace::NAMESPACED, "Namespaced, named by a DNS subdomain; any qualified finalizer.");
generic!(CLUSTER_GENERIC, name::SUBDOMAIN, namespace::CLUSTER, "Cluster-scoped, named by a DNS subdomain; any qualified finalizer.");
generic!(ANY_NAME, name::PATH_SEGMENT, namespace::NAMESPACED, "Namespaced, of a kind that has no rule for names (`BeforeCreate`).");

metadata!(SUBDOMAIN, name::SUBDOMAIN, namespace::NAMESPACED, "Namespaced, named by a DNS subdomain.");
metadata!(SERVICE, name::SERVICE, namespace::NAMESPACED, "Namespaced, named as Services are.");
metadata!(CLUSTER_LABEL, name::LABEL, namespace::CLUSTER, "Cluster-scoped, named by a DNS label.");
metadata!(LONG_NAME, name::LONG_NAME, namespace::NAMESPACED, "Namespaced, named by a DNS subdomain, in declarative validation's words.");
metadata!(CLUSTER_SUBDOMAIN, name::SUBDOMAIN, namespace::CLUSTER, "Cluster-scoped, named by a DNS subdomain.");
metadata!(PATH_SEGMENT, name::PATH_SEGMENT, namespace::NAMESPACED, "Namespaced, named by a segment of an address.");
metadata!(CLUSTER_PATH_SEGMENT, name::PATH_SEGMENT, namespace::CLUSTER, "Cluster-scoped, named by a segment of an address.");
metadata!(STATEFUL_SET, name::STATEFUL_SET, namespace::NAMESPACED, "Namespaced, named as StatefulSets are.");
