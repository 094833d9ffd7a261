//! Where objects go: the paths of their collections, and what is never sent.

use serde_json::Value;

use super::link::text;

/// The parameters of every write: unknown fields are refused, as `kubectl apply` has it.
pub(super) const STRICT: &str = "fieldValidation=Strict&fieldManager=cofferdam";

/// The path of an object's collection. The plural of every kind we send is regular.
pub(super) fn collection(object: &Value, namespace: Option<&str>) -> Option<String> {
    let (api_version, plural) = (text(object, "/apiVersion"), plural(text(object, "/kind"))?);
    let root = match api_version.contains('/') {
        true => format!("/apis/{api_version}"),
        false => format!("/api/{api_version}"),
    };
    Some(match namespace {
        Some(namespace) => format!("{root}/namespaces/{namespace}/{plural}"),
        None => format!("{root}/{plural}"),
    })
}

fn plural(kind: &str) -> Option<String> {
    let lower = kind.to_ascii_lowercase();
    if !lower.bytes().all(|byte| byte.is_ascii_lowercase()) || lower.is_empty() {
        return None;
    }
    Some(match lower.strip_suffix('y') {
        Some(stem) => format!("{stem}ies"),
        None if lower.ends_with('s') => format!("{lower}es"),
        None => format!("{lower}s"),
    })
}

/// Commands that change the machine under the cluster: its clock, its modules, its power, its kernel's settings. No
/// isolation of a container keeps them in once their capability is granted.
const HOST: [(&str, &[&str]); 11] = [
    ("date", &["-s", "--set"]),
    ("hwclock", &[]),
    ("reboot", &[]),
    ("poweroff", &[]),
    ("halt", &[]),
    ("insmod", &[]),
    ("modprobe", &[]),
    ("rmmod", &[]),
    ("swapoff", &[]),
    ("sysctl", &["-w", "--write"]),
    ("kexec", &[]),
];

/// The part of a command line that would change the node, if there is one.
pub(super) fn affects_host(command: &[String]) -> Option<String> {
    let line = command.join(" ");
    for part in line.split([';', '&', '|', '\n']) {
        let words: Vec<_> = part.split_whitespace().skip_while(|word| word.contains('=') || ["sh", "-c", "exec"].contains(word)).collect();
        let Some(program) = words.first().map(|word| word.rsplit('/').next().unwrap_or(word)) else { continue };
        for (name, flags) in HOST {
            let flagged = flags.is_empty() || words.iter().skip(1).any(|word| flags.iter().any(|flag| word.starts_with(flag)));
            if program == name && flagged {
                return Some(part.trim().to_owned());
            }
        }
    }
    ["/proc/sysrq-trigger", "/proc/sys/kernel"].into_iter().find(|path| line.contains('>') && line.contains(path)).map(str::to_owned)
}

/// Every command line in a manifest that would change the node.
pub(super) fn manifest_affects_host(value: &Value) -> Option<String> {
    match value {
        Value::Array(items) => items.iter().find_map(manifest_affects_host),
        Value::Object(fields) => {
            let words = |key: &str| fields.get(key).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
            let line: Vec<_> = words("command").chain(words("args")).map(str::to_owned).collect();
            affects_host(&line).or_else(|| fields.values().find_map(manifest_affects_host))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn collections_are_where_the_server_serves_them() {
        for (api_version, kind, namespace, wanted) in [
            ("v1", "Pod", Some("a"), "/api/v1/namespaces/a/pods"),
            ("networking.k8s.io/v1", "NetworkPolicy", Some("a"), "/apis/networking.k8s.io/v1/namespaces/a/networkpolicies"),
            ("v1", "Namespace", None, "/api/v1/namespaces"),
            ("networking.k8s.io/v1", "IngressClass", None, "/apis/networking.k8s.io/v1/ingressclasses"),
        ] {
            let object = json!({"apiVersion": api_version, "kind": kind, "metadata": {"name": "x"}});
            assert_eq!(collection(&object, namespace).as_deref(), Some(wanted));
        }
    }

    #[test]
    fn what_changes_the_node_is_never_run() {
        let found = |line: &str| affects_host(&line.split(' ').map(str::to_owned).collect::<Vec<_>>());
        for line in
            ["date -s 2020-01-01", "sh -c sleep 1; /sbin/reboot", "sysctl -w vm.overcommit_memory=1", "sh -c echo b >/proc/sysrq-trigger"]
        {
            assert!(found(line).is_some(), "{line}");
        }
        for line in ["date", "date -u", "nc -zv -w 2 db-pod 6379", "sysctl net.ipv4.ip_forward", "sh -c touch /reboot"] {
            assert_eq!(found(line), None, "{line}");
        }
        let pod = json!({"spec": {"containers": [{"name": "a", "command": ["sh", "-c"], "args": ["date -s @0 && sleep 1d"]}]}});
        assert!(manifest_affects_host(&pod).is_some());
    }
}
