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

/// `path` as it leads in `now` to the list items that have the name of those in `before`: a container stays the same one
/// where another was put before it.
pub fn counterpart(before: &Value, now: &Value, path: &str) -> String {
    let (mut there, mut here) = (Some(before), Some(now));
    let (mut rest, mut out) = (path, String::new());
    while !rest.is_empty() {
        let (step, after) = step(rest);
        match step.parse::<usize>() {
            Ok(index) => {
                let item = there.and_then(|list| list.get(index));
                let name = item.and_then(|item| item.get("name")).filter(|name| name.is_string());
                let items = here.and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
                let same = items.iter().position(|item| name.is_some() && item.get("name") == name).unwrap_or(index);
                out += &format!("[{same}]");
                (there, here) = (item, items.get(same));
            }
            Err(_) => {
                push(&mut out, step);
                (there, here) = (there.and_then(|value| value.get(step)), here.and_then(|value| value.get(step)));
            }
        }
        rest = after;
    }
    out
}

/// Goes one key deeper.
pub fn push(path: &mut String, key: &str) {
    match key.contains(['.', '[']) {
        true => *path += &format!("[{key}]"),
        false if path.is_empty() => *path += key,
        false => *path += &format!(".{key}"),
    }
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

    #[test]
    fn an_item_is_found_by_its_name() {
        let before = json!({"spec": {"containers": [{"name": "a"}, {"name": "b", "command": ["x"]}]}});
        let now = json!({"spec": {"containers": [{"name": "b"}, {"name": "c"}, {"name": "a"}]}});
        let to = |path: &str| super::counterpart(&before, &now, path);
        assert_eq!(to("spec.containers[0].image"), "spec.containers[2].image");
        assert_eq!(to("spec.containers[1].command[0]"), "spec.containers[0].command[0]");
        assert_eq!(to("spec.containers[2]"), "spec.containers[2]");
        assert_eq!(to("metadata.labels[a.b/c]"), "metadata.labels[a.b/c]");
    }
}
