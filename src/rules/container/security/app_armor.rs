//! AppArmor profiles. Source: `ValidateAppArmorProfileField`, 1.35.
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("app-armor-profile", check, include_str!("app_armor.md")).about(&["appArmorProfile"]);

fn check(context: Field<'_>) {
    let profile = context.at("appArmorProfile");
    if !profile.exists() {
        return;
    }
    let (kind, local) = (profile.at("type"), profile.at("localhostProfile"));
    match kind.str() {
        "Localhost" => match local.opt_str() {
            None => local.required("must be set when AppArmor type is Localhost"),
            Some(name) => {
                if name.trim() != name {
                    local.invalid("must not be padded with whitespace");
                } else if name.is_empty() {
                    local.required("must be set when AppArmor type is Localhost");
                }
                if name.len() > 4095 {
                    local.too_long(4095);
                }
            }
        },
        "RuntimeDefault" | "Unconfined" => {
            if local.exists() {
                local.invalid_word("can only be set when AppArmor type is Localhost");
            }
        }
        "" => kind.required("type is required when appArmorProfile is set"),
        _ => kind.unsupported(&["Localhost", "RuntimeDefault", "Unconfined"]),
    }
}
