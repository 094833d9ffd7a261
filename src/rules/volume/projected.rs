//! Projected volumes: each source is one of its kind, and no two write the same file. Source:
//! `validateProjectionSources`, 1.35.
use std::collections::BTreeSet;

use super::{downward_api, file_mode, key_to_path, local_path, require, sole};
use crate::rules::meta::labels::selector;
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("volume-projected", check, include_str!("projected.md"));

fn check(volume: Field<'_>) {
    let Some(projected) = sole(volume, "projected") else { return };
    file_mode(projected.at("defaultMode"));
    let mut paths = BTreeSet::new();
    for source in projected.at("sources").each() {
        one(projected, source, &mut paths);
    }
}

fn one<'a>(projected: Field<'a>, source: Field<'a>, paths: &mut BTreeSet<&'a str>) {
    let mut take = |path: &'a str, blamed: &str| {
        if !paths.insert(path) {
            projected.invalid_value(Rendered::text(blamed), "conflicting duplicate paths");
        }
    };
    let mut count = 0;
    for kind in ["secret", "configMap"] {
        let part = source.at(kind);
        if part.exists() {
            count += 1;
            require(part.at("name"));
            for item in part.at("items").each() {
                key_to_path(item);
                if !item.at("path").is_empty() {
                    take(item.at("path").str(), part.at("name").str());
                }
            }
        }
    }
    let part = source.at("downwardAPI");
    if part.exists() {
        count += 1;
        for item in part.at_hidden("items").each_hidden() {
            downward_api::file(item);
            let path = item.at("path").str();
            if !path.is_empty() {
                take(path, path);
            }
        }
    }
    let part = source.at("serviceAccountToken");
    if part.exists() {
        count += 1;
        token(projected, part);
    }
    let part = source.at("clusterTrustBundle");
    if part.exists() {
        count += 1;
        trust_bundle(part);
        let path = part.at("path").str();
        take(path, path);
    }
    if count > 1 {
        source.forbidden("may not specify more than 1 volume type per source");
    }
}

fn token<'a>(projected: Field<'a>, part: Field<'a>) {
    let seconds = part.at("expirationSeconds");
    let value = seconds.int().unwrap_or(0);
    if value < 600 {
        seconds.invalid_int("may not specify a duration less than 10 minutes");
    }
    if value > 1 << 32 {
        seconds.invalid_int("may not specify a duration larger than 2^32 seconds");
    }
    // The server writes `projected.path`.
    let path = projected.alias("path", part.at("path"));
    if path.is_empty() { path.required("") } else { local_path(path) }
}

fn trust_bundle(part: Field<'_>) {
    let (name, signer) = (part.at("name"), part.at("signerName"));
    match (name.exists(), signer.exists()) {
        (true, true) => part.invalid("only one of name and signerName may be used"),
        (true, false) => {
            if name.is_empty() {
                name.required("must be a valid object name");
            }
            name.invalid_each(format::dns_subdomain(name.str()).into_iter().map(|m| format!("not a valid clustertrustbundlename: {m}")));
            if part.at("labelSelector").exists() {
                part.at("labelSelector").invalid("labelSelector must be unset if name is specified");
            }
        }
        (false, true) => {
            if signer.is_empty() {
                signer.required("must be a valid signer name");
            }
            selector(part.at("labelSelector"));
        }
        (false, false) => part.required("either name or signerName must be specified"),
    }
    require(part.at("path"));
    local_path(part.at("path"));
}
