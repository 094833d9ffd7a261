//! A name that is no DNS label becomes an odd hostname. Source: `podStrategy.WarningsOnCreate`, 1.35.
use crate::rules::prelude::*;

pub static POD: Rule = Rule::warning("name-as-hostname", |pod| check(pod, "the Pod's hostname"), include_str!("name_as_hostname.md"));
pub static WORKLOAD: Rule = Rule::warning("name-as-hostname", |o| check(o, "Pod names and hostnames"), include_str!("name_as_hostname.md"));

fn check(object: Field<'_>, use_: &str) {
    let name = object.path("metadata.name");
    let errors = format::dns_label(name.str());
    if !errors.is_empty() {
        name.say(format!(
            "metadata.name: this is used in {use_}, which can result in surprising behavior; a DNS label is recommended: [{}]",
            errors.join(" ")
        ));
    }
}
