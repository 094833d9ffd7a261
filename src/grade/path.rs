//! Field paths into stored objects: `spec.containers[0].image`, `metadata.labels[app.kubernetes.io/name]`.

use serde_json::Value;

/// The value at `path`, if it is there.
pub fn get<'v>(value: &'v Value, path: &str) -> Option<&'v Value> {
    let mut at = value;
    let mut rest = path;
    while !rest.is_empty() {
        let (step, after) = step(rest);
        at = match at {
            Value::Array(items) => items.get(step.parse::<usize>().ok()?)?,
            other => other.get(step)?,
        };
        rest = after;
    }
    Some(at)
}

/// The first step of `path` and what follows it.
fn step(path: &str) -> (&str, &str) {
    if let Some((step, after)) = path.strip_prefix('[').and_then(|inside| inside.split_once(']')) {
        return (step, after.strip_prefix('.').unwrap_or(after));
    }
    match path.find(['.', '[']) {
        Some(cut) => (&path[..cut], path[cut..].strip_prefix('.').unwrap_or(&path[cut..])),
        None => (path, ""),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    #[test]
    fn paths_reach_into_lists_and_dotted_keys() {
        let value = json!({"spec": {"containers": [{"image": "a"}]}, "metadata": {"labels": {"a.b/c": "d"}}});
        assert_eq!(super::get(&value, "spec.containers[0].image"), Some(&json!("a")));
        assert_eq!(super::get(&value, "metadata.labels[a.b/c]"), Some(&json!("d")));
        assert_eq!(super::get(&value, "spec.containers[1].image"), None);
        assert_eq!(super::get(&value, "spec..["), None);
    }
}
