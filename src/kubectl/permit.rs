//! What the server lets another user do (`--as`): the administrator may everything, others what bindings give them.

use super::auth::{Who, allows, rules, unknown_role};
use super::failure::Failure;
use super::kind::Kind;
use super::session::Session;

impl Session<'_> {
    /// Refuses what the user of `--as` may not do. `what` may name a part: `pods/exec`.
    pub(super) fn permit(&self, verb: &str, kind: &Kind, part: &str, namespace: Option<&str>, name: Option<&str>) -> Result<(), Failure> {
        let who = Who::of(self);
        if who.may_everything() {
            return Ok(());
        }
        let resource = if part.is_empty() { kind.plural.to_owned() } else { format!("{}/{part}", kind.plural) };
        if rules(self, &who, namespace).iter().any(|rule| allows(rule, verb, &resource, kind.group(), name)) {
            return Ok(());
        }
        if let Some(role) = unknown_role(self, &who) {
            return Err(Failure::not_simulated(format!("what the cluster role {role:?} allows")));
        }
        let whole = if kind.group().is_empty() { kind.plural.to_owned() } else { format!("{}.{}", kind.plural, kind.group()) };
        let object = name.map_or(whole.clone(), |name| format!("{whole} {name:?}"));
        // A request for one namespace is one within it (apiserver `pkg/endpoints/request/requestinfo.go`).
        let namespace = namespace.or(name.filter(|_| kind.name == "Namespace"));
        let place = namespace.map_or("at the cluster scope".to_owned(), |namespace| format!("in the namespace {namespace:?}"));
        Err(Failure::plain(format!(
            "Error from server (Forbidden): {object} is forbidden: User {:?} cannot {verb} resource {resource:?} in API group {:?} {place}",
            who.name,
            kind.group()
        )))
    }

    /// The requests that stand behind looking for objects: a list, or one for each name. `kubectl delete` names them without a look.
    pub(super) fn permit_search(&self, kind: &Kind, namespace: Option<&str>, name: Option<&str>) -> Result<(), Failure> {
        let deletes = self.path == "kubectl delete";
        match name {
            Some(_) => self.permit(if deletes { "delete" } else { "get" }, kind, "", namespace, name),
            None => {
                self.permit("list", kind, "", namespace, None)?;
                if deletes { self.permit("delete", kind, "", namespace, None) } else { Ok(()) }
            }
        }
    }
}
