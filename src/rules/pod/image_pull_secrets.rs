//! imagePullSecrets hold names only; which names, nobody checks. Source: `validateImagePullSecrets`, 1.35: its one
//! rule can only be broken by fields that no version of the API has, so strict decoding speaks first.
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("image-pull-secret", check, include_str!("image_pull_secrets.md"));

fn check(spec: Field<'_>) {
    let _ = spec;
}
