//! The two directions of a NetworkPolicy, and their words in it.

/// Which side of a connection a rule is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// Into the selected Pods.
    Ingress,
    /// Out of the selected Pods.
    Egress,
}

impl Direction {
    /// The list of rules in `spec`: `ingress`, `egress`.
    pub fn field(self) -> &'static str {
        match self {
            Direction::Ingress => "ingress",
            Direction::Egress => "egress",
        }
    }

    /// The list of peers in a rule: `from`, `to`.
    pub fn peers(self) -> &'static str {
        match self {
            Direction::Ingress => "from",
            Direction::Egress => "to",
        }
    }

    /// As in `policyTypes`: `Ingress`, `Egress`.
    pub fn policy_type(self) -> &'static str {
        match self {
            Direction::Ingress => "Ingress",
            Direction::Egress => "Egress",
        }
    }
}
