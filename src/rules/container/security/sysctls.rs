//! Kernel parameters of a Pod. Source: `validateSysctls`, 1.35; namespaces:
//! `component-helpers/node/util/sysctl/namespace.go`.
use std::collections::BTreeSet;

use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("sysctl", check, include_str!("sysctls.md")).about(&["sysctls"]);

fn check(context: Field<'_>) {
    let spec = context.pod_spec();
    let mut names = BTreeSet::new();
    for item in context.at("sysctls").each() {
        let field = item.at("name");
        let name = field.str();
        if name.is_empty() {
            field.required("");
        } else if name.len() > 253 || !is_name(name) {
            let regex = r"^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$";
            field.invalid(format!("must have at most 253 characters and match regex {regex}"));
        } else if names.contains(name) {
            field.duplicate();
        }
        let of_host = match namespace(name) {
            Some("net") => "hostNetwork",
            Some("ipc") => "hostIPC",
            _ => "",
        };
        if !of_host.is_empty() && spec.at(of_host).bool() {
            field.invalid_value(Rendered::text(name), format!("may not be specified when '{of_host}' is true"));
        }
        names.insert(name);
    }
}

fn is_name(name: &str) -> bool {
    let edge = |b: Option<&u8>| b.is_some_and(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    let segment = |part: &[u8]| {
        edge(part.first())
            && edge(part.last())
            && part.iter().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_'))
    };
    name.as_bytes().split(|b| matches!(b, b'.' | b'/')).all(segment)
}

/// The namespace a parameter belongs to. A name whose first separator is a slash is written the other way round.
fn namespace(name: &str) -> Option<&'static str> {
    let dotted: String = match name.find(['.', '/']) {
        Some(at) if name.as_bytes()[at] == b'/' => name
            .chars()
            .map(|c| {
                if c == '.' {
                    '/'
                } else if c == '/' {
                    '.'
                } else {
                    c
                }
            })
            .collect(),
        _ => name.to_owned(),
    };
    let name = dotted.split('*').next().unwrap_or("");
    match name {
        "kernel.sem" | "kernel.shm" | "kernel.shmall" | "kernel.shmmax" | "kernel.shmmni" | "kernel.shm_rmid_forced" => Some("ipc"),
        "kernel.msg" | "kernel.msgmax" | "kernel.msgmnb" | "kernel.msgmni" => Some("ipc"),
        _ if name.starts_with("fs.mqueue.") => Some("ipc"),
        _ if name.starts_with("net.") => Some("net"),
        _ => None,
    }
}
