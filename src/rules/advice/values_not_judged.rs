//! A kind of which only fields, types and metadata are judged. The server has rules for its values too, which this
//! program does not know: an accept says less here.
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::advice("values-not-judged", |object| object.at("kind").advise(None), include_str!("values_not_judged.md"));
