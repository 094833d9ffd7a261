//! The other judge: a real cluster, reached with kube-rs. Only `main` names this module.
