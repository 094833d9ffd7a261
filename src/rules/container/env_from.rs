//! Sources of whole environments. The server leaves the index out when none or two are given. Source:
//! `ValidateEnvFrom`, 1.35.
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("env-from", check, include_str!("env_from.md")).about(&["envFrom"]);

fn check(container: Field<'_>) {
    let list = container.at("envFrom");
    for (item, hidden) in list.each().zip(list.each_hidden()) {
        let prefix = item.at("prefix");
        if !prefix.is_empty() {
            prefix.invalid_each(format::env_name(prefix.str(), prefix.version()));
        }
        let mut sources = 0;
        for source in ["configMapRef", "secretRef"].map(|name| item.at(name)) {
            if source.exists() {
                sources += 1;
                let name = source.at("name");
                if name.is_empty() {
                    name.required("");
                } else {
                    name.invalid_each(format::dns_subdomain(&format::name_prefix(name.str())));
                }
            }
        }
        match sources {
            0 => hidden.invalid_value(Rendered::text(""), "must specify one of: `configMapRef` or `secretRef`"),
            1 => {}
            _ => hidden.invalid_value(Rendered::text(""), "may not have more than one field specified at a time"),
        }
    }
}
