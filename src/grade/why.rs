//! What a reason is made of.

use super::Sentence;
use super::case::Case;
use super::verdict::Place;
use crate::object::Object;
use crate::probe::Endpoint;

/// A sentence, and the place that it speaks of.
pub type Why = (Option<Sentence>, Option<Place>);

/// The Pod at an end of a flow.
pub fn pod<'a>(case: &Case<'a>, end: &Endpoint) -> Option<&'a Object> {
    match end {
        Endpoint::Pod { namespace, name } => case.now.world.store.get("Pod", Some(namespace), name),
        Endpoint::External(_) => None,
    }
}

/// A sentence with its facts.
pub fn sentence(id: &str, facts: &[(&'static str, String)]) -> Sentence {
    Sentence { id: id.into(), args: facts.iter().map(|(name, value)| ((*name).into(), value.clone())).collect(), ..Sentence::default() }
}
