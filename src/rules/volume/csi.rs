//! A csi volume names a driver. Source: `validateCSIVolumeSource`, 1.35.
use super::sole;
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("volume-csi", check, include_str!("csi.md")).about(&["csi"]);

fn check(volume: Field<'_>) {
    let Some(source) = sole(volume, "csi") else { return };
    let driver = source.at("driver");
    if driver.is_empty() {
        driver.required("");
    }
    if driver.len() > 63 {
        driver.too_long(63);
    }
    // Up to 1.34 a driver without a name is malformed besides.
    if !driver.is_empty() || !source.since(35) {
        driver.invalid_each(format::dns_subdomain(&driver.str().to_lowercase()));
    }
    let secret = source.at("nodePublishSecretRef");
    if secret.exists() {
        let name = secret.at("name");
        if name.is_empty() {
            name.required("");
        } else {
            // The server says `csi.name` where it means `csi.nodePublishSecretRef.name`.
            let errors = format::dns_subdomain(name.str());
            source.at_hidden("nodePublishSecretRef").at("name").invalid_each(errors);
        }
    }
}
