//! Capabilities that the container runtime does not know are ignored without a word: typing errors, the `CAP_`
//! prefix. Source: containerd 2.x `pkg/oci/spec_opts.go` `WithCapabilities`, Linux `include/uapi/linux/capability.h`.
use crate::object::capability::NAMES;
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::advice("capability-name", check, include_str!("capability_name.md")).about(&["capabilities"]);

fn check(container: Field<'_>) {
    for list in ["add", "drop"].map(|name| container.path("securityContext.capabilities").at(name)) {
        for capability in list.each() {
            let name = capability.str();
            let upper = name.to_uppercase();
            let plain = upper.strip_prefix("CAP_").unwrap_or(&upper);
            if name == "ALL" || NAMES.contains(&name) {
                continue;
            }
            let known = plain == "ALL" || NAMES.contains(&plain);
            capability.advise(if known { Some(plain.to_owned()) } else { nearest(plain) });
        }
    }
}

/// The known name that differs by one letter.
fn nearest(name: &str) -> Option<String> {
    NAMES.iter().find(|known| distance_is_one(name.as_bytes(), known.as_bytes())).map(|known| (*known).to_owned())
}

fn distance_is_one(a: &[u8], b: &[u8]) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let same = short.iter().zip(long).take_while(|(x, y)| x == y).count();
    match long.len() - short.len() {
        0 => short[same..].get(1..) == long[same..].get(1..),
        1 => short[same..] == long[same + 1..],
        _ => false,
    }
}
