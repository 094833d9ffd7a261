//! A scenario's namespaces under names of our own: `default` of E03 is `cofferdam-e03-k3f9x2-default` on the cluster, so
//! that nothing of anybody else's is touched and several scenarios can run side by side.

use serde_json::Value;

use crate::confirm::SYSTEM;

/// The label that the API server keeps on every namespace, with its name.
const NAME_LABEL: &str = "kubernetes.io/metadata.name";
/// Names of namespaces end here (RFC 1123 label).
const LONGEST: usize = 63;

/// The names of one run.
#[derive(Clone, Debug)]
pub(super) struct Names {
    prefix: String,
    /// Those of the scenario, as it writes them.
    known: Vec<String>,
}

impl Names {
    pub fn new(scenario: &str, run: &str, known: impl IntoIterator<Item = String>) -> Self {
        let scenario: String = scenario.to_ascii_lowercase().chars().filter(char::is_ascii_alphanumeric).take(20).collect();
        Self { prefix: format!("cofferdam-{scenario}-{run}-"), known: known.into_iter().collect() }
    }

    /// The name on the cluster.
    pub fn real(&self, namespace: &str) -> String {
        if SYSTEM.contains(&namespace) || namespace.is_empty() {
            return namespace.to_owned();
        }
        let name = format!("{}{namespace}", self.prefix);
        if name.len() <= LONGEST {
            return name;
        }
        let sum = namespace.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |sum, byte| (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        let short: String = name.chars().take(LONGEST - 9).collect();
        format!("{short}-{:08x}", sum & 0xffff_ffff)
    }

    /// A text of the cluster's with the scenario's names in it.
    pub fn back(&self, text: &str) -> String {
        text.replace(&self.prefix, "")
    }

    /// Renames every namespace in an object.
    pub fn rename(&self, object: &mut Value) {
        if object.get("kind").and_then(Value::as_str) == Some("Namespace")
            && let Some(name) = object.pointer_mut("/metadata/name")
        {
            self.replace(name);
        }
        self.walk(object);
    }

    fn walk(&self, value: &mut Value) {
        match value {
            Value::Array(items) => items.iter_mut().for_each(|item| self.walk(item)),
            Value::Object(fields) => {
                if fields.get("key").and_then(Value::as_str) == Some(NAME_LABEL)
                    && let Some(values) = fields.get_mut("values").and_then(Value::as_array_mut)
                {
                    values.iter_mut().for_each(|value| self.replace(value));
                }
                for (key, value) in fields {
                    match (key.as_str(), &mut *value) {
                        ("namespace" | NAME_LABEL, Value::String(_)) => self.replace(value),
                        ("command" | "args" | "searches", Value::Array(words)) => {
                            words.iter_mut().for_each(|word| self.replace_hosts(word))
                        }
                        ("value" | "externalName" | "host", Value::String(_)) => self.replace_hosts(value),
                        _ => self.walk(value),
                    }
                }
            }
            _ => {}
        }
    }

    fn replace(&self, value: &mut Value) {
        if let Some(name) = value.as_str() {
            *value = self.real(name).into();
        }
    }

    fn replace_hosts(&self, value: &mut Value) {
        if let Some(text) = value.as_str() {
            *value = self.hosts(text).into();
        }
    }

    /// A command's word in which host names (`db.default`, `db.default.svc.cluster.local`) lead to our namespaces.
    pub fn hosts(&self, text: &str) -> String {
        let mut renamed = String::with_capacity(text.len());
        let mut rest = text;
        while !rest.is_empty() {
            let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '.' && c != '-').unwrap_or(rest.len());
            renamed.push_str(&self.host(&rest[..end]));
            let next = rest[end..].chars().next().map_or(0, char::len_utf8);
            renamed.push_str(&rest[end..end + next]);
            rest = &rest[end + next..];
        }
        renamed
    }

    fn host(&self, word: &str) -> String {
        let mut labels: Vec<_> = word.split('.').map(str::to_owned).collect();
        let is_ours = |label: &String| self.known.contains(label);
        let domain = |label: Option<&String>| label.is_none_or(|label| label.is_empty() || label == "svc" || label == "pod");
        // The API server's own Service is in the real `default`.
        let at = match labels.first().map(String::as_str) {
            Some("kubernetes") => None,
            _ if labels.get(1).is_some_and(is_ours) && domain(labels.get(2)) => Some(1),
            _ if labels.first().is_some_and(is_ours) && labels.get(1).is_some_and(|label| label == "svc") => Some(0),
            _ => None,
        };
        match at {
            Some(at) => {
                labels[at] = self.real(&labels[at]);
                labels.join(".")
            }
            None => word.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn names() -> Names {
        Names::new("E03", "k3", ["default".to_owned(), "prod".to_owned()])
    }

    #[test]
    fn namespaces_get_names_of_our_own_and_back() {
        let mut policy = json!({"kind": "NetworkPolicy", "metadata": {"name": "a", "namespace": "default"}, "spec": {"ingress": [{"from": [
            {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "prod", "team": "default"}}},
            {"namespaceSelector": {"matchExpressions": [{"key": "kubernetes.io/metadata.name", "operator": "In", "values": ["kube-system", "x"]}]}},
        ]}]}});
        names().rename(&mut policy);
        assert_eq!(policy["metadata"]["namespace"], "cofferdam-e03-k3-default");
        let from = &policy["spec"]["ingress"][0]["from"];
        assert_eq!(
            from[0]["namespaceSelector"]["matchLabels"],
            json!({"kubernetes.io/metadata.name": "cofferdam-e03-k3-prod", "team": "default"})
        );
        assert_eq!(from[1]["namespaceSelector"]["matchExpressions"][0]["values"], json!(["kube-system", "cofferdam-e03-k3-x"]));
        assert_eq!(names().back("pods \"a\" in namespace \"cofferdam-e03-k3-prod\""), "pods \"a\" in namespace \"prod\"");
    }

    #[test]
    fn host_names_lead_to_our_namespaces() {
        for (text, wanted) in [
            ("db.prod", "db.cofferdam-e03-k3-prod"),
            ("http://db.prod.svc.cluster.local:80/x", "http://db.cofferdam-e03-k3-prod.svc.cluster.local:80/x"),
            ("kubernetes.default.svc", "kubernetes.default.svc"),
            ("db", "db"),
            ("/etc/app.conf db.prod.example.com", "/etc/app.conf db.prod.example.com"),
            ("db.prod; echo 한글", "db.cofferdam-e03-k3-prod; echo 한글"),
        ] {
            assert_eq!(names().hosts(text), wanted);
        }
    }

    #[test]
    fn a_long_name_stays_a_name() {
        let long = "a".repeat(63);
        assert_eq!(names().real(&long).len(), 63);
        assert_ne!(names().real(&long), names().real(&format!("{}b", "a".repeat(62))));
        assert_eq!(names().real("kube-system"), "kube-system");
    }
}
