//! metadata.generation is not negative. Source: `validateObjectMetaAccessorWithOptsCommon`.
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("object-generation", check, include_str!("generation.md"));

fn check(meta: Field<'_>) {
    let generation = meta.at("generation");
    if generation.int().is_some_and(|n| n < 0) {
        generation.invalid("must be greater than or equal to 0");
    }
}
