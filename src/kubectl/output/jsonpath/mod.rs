//! JSONPath templates as kubectl has them (client-go `util/jsonpath`): text with `{…}` in it.

mod parse;

use serde_json::Value;

use parse::{Filter, Index, Node, Operand, Step, parse, path_steps};

/// Fills a template in for `value`.
///
/// # Errors
/// What kubectl says of the template, or of a key that is not there.
pub(crate) fn render(template: &str, value: &Value, missing_is_error: bool) -> Result<String, String> {
    let nodes = parse(template)?;
    let mut out = String::new();
    Walk { missing_is_error }.nodes(&nodes, value, value, &mut out)?;
    Ok(out)
}

/// The values that a path without braces and text finds, as `--sort-by` and custom columns need them.
pub(crate) fn find(path: &str, value: &Value) -> Result<Vec<Value>, String> {
    let steps = path_steps(&relaxed(path))?;
    Walk { missing_is_error: false }.find(&steps, value, value)
}

/// `metadata.name`, `.metadata.name` and `{.metadata.name}` all mean the same (`RelaxedJSONPathExpression`).
pub(crate) fn relaxed(path: &str) -> String {
    let path = path.strip_prefix('{').and_then(|path| path.strip_suffix('}')).unwrap_or(path);
    if path.starts_with(['.', '[', '$']) { path.to_owned() } else { format!(".{path}") }
}

/// The same as a whole template (`RelaxedJSONPathExpression`).
///
/// # Errors
/// What kubectl says of other forms.
pub(crate) fn relaxed_template(path: &str) -> Result<String, String> {
    let bare = path.strip_prefix('{').and_then(|path| path.strip_suffix('}')).unwrap_or(path);
    if bare.is_empty() || bare.contains(['{', '}']) {
        return Err("unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' or '{.name1.name2}'".into());
    }
    Ok(format!("{{.{}}}", bare.strip_prefix('.').unwrap_or(bare)))
}

/// Whether a template can be read.
///
/// # Errors
/// Why not.
pub(crate) fn check(template: &str) -> Result<(), String> {
    parse(template).map(|_| ())
}

/// The values that the first path of a template finds.
///
/// # Errors
/// What kubectl says of a template that cannot be read.
pub(crate) fn values(template: &str, value: &Value) -> Result<Vec<Value>, String> {
    let nodes = parse(template)?;
    let first = nodes.iter().find_map(|node| if let Node::Path(steps) = node { Some(steps) } else { None });
    first.map_or(Ok(Vec::new()), |steps| Walk { missing_is_error: false }.find(steps, value, value))
}

struct Walk {
    missing_is_error: bool,
}

impl Walk {
    fn nodes(&self, nodes: &[Node], root: &Value, current: &Value, out: &mut String) -> Result<(), String> {
        for node in nodes {
            match node {
                Node::Text(text) => out.push_str(text),
                Node::Wrong(said) => return Err(said.clone()),
                Node::Path(steps) => {
                    let found = self.find(steps, root, current)?;
                    out.push_str(&found.iter().map(text).collect::<Vec<_>>().join(" "));
                }
                Node::Range(steps, inner) => {
                    for item in self.find(steps, root, current)? {
                        self.nodes(inner, root, &item, out)?;
                    }
                }
            }
        }
        Ok(())
    }

    fn find(&self, steps: &[Step], root: &Value, current: &Value) -> Result<Vec<Value>, String> {
        let mut found = vec![current.clone()];
        for step in steps {
            let mut next = Vec::new();
            for value in &found {
                self.step(step, root, value, &mut next)?;
            }
            found = next;
        }
        Ok(found)
    }

    fn step(&self, step: &Step, root: &Value, value: &Value, out: &mut Vec<Value>) -> Result<(), String> {
        match step {
            Step::Root => out.push(value.clone()),
            Step::Key(key) => match (value, value.get(key)) {
                (_, Some(found)) => out.push(found.clone()),
                (Value::Array(_), None) => {}
                _ if self.missing_is_error => return Err(format!("{key} is not found")),
                _ => {}
            },
            Step::All => match value {
                Value::Array(items) => out.extend(items.iter().cloned()),
                Value::Object(map) => out.extend(map.values().cloned()),
                _ => {}
            },
            Step::Anywhere(key) => anywhere(key, value, out),
            Step::Pick(indices) => {
                for index in indices {
                    self.pick(index, value, out)?;
                }
            }
            Step::Filter(filter) => {
                for item in value.as_array().into_iter().flatten() {
                    if self.holds(filter, root, item)? {
                        out.push(item.clone());
                    }
                }
            }
        }
        Ok(())
    }

    fn pick(&self, index: &Index, value: &Value, out: &mut Vec<Value>) -> Result<(), String> {
        match index {
            Index::Named(key) => self.step(&Step::Key(key.clone()), value, value, out),
            Index::At(at) => {
                let items = elements(value)?;
                let length = items.len() as i64;
                let place = if *at < 0 { at + length } else { *at };
                match usize::try_from(place).ok().and_then(|place| items.get(place)) {
                    Some(item) => out.push(item.clone()),
                    None => return Err(format!("array index out of bounds: index {at}, length {length}")),
                }
                Ok(())
            }
            Index::Slice(from, to, step) => {
                let items = elements(value)?;
                let length = items.len() as i64;
                let place = |at: i64| if at < 0 { (at + length).max(0) } else { at.min(length) };
                let (from, to) = (place(from.unwrap_or(0)), place(to.unwrap_or(length)));
                let picked =
                    items.iter().enumerate().filter(|(at, _)| (from..to).contains(&(*at as i64)) && (*at as i64 - from) % step == 0);
                out.extend(picked.map(|(_, item)| item.clone()));
                Ok(())
            }
        }
    }

    fn holds(&self, filter: &Filter, root: &Value, item: &Value) -> Result<bool, String> {
        let quiet = Walk { missing_is_error: false };
        let value = |operand: &Operand| match operand {
            Operand::Value(value) => Ok(Some(value.clone())),
            Operand::Path(steps) => quiet.find(steps, root, item).map(|found| found.into_iter().next()),
        };
        let left = value(&filter.left)?;
        let Some((operator, right)) = &filter.test else { return Ok(left.is_some()) };
        let (Some(left), Some(right)) = (left, value(right)?) else { return Ok(false) };
        let order = match (&left, &right) {
            (Value::String(one), Value::String(two)) => one.partial_cmp(two),
            (one, two) => one.as_f64().zip(two.as_f64()).and_then(|(one, two)| one.partial_cmp(&two)),
        };
        Ok(match *operator {
            "==" => left == right || order == Some(std::cmp::Ordering::Equal),
            "!=" => left != right && order != Some(std::cmp::Ordering::Equal),
            "<" => order.is_some_and(std::cmp::Ordering::is_lt),
            ">" => order.is_some_and(std::cmp::Ordering::is_gt),
            "<=" => order.is_some_and(std::cmp::Ordering::is_le),
            _ => order.is_some_and(std::cmp::Ordering::is_ge),
        })
    }
}

/// The items of a list; a list that is not there has none.
fn elements(value: &Value) -> Result<&[Value], String> {
    match value {
        Value::Array(items) => Ok(items),
        Value::Null => Ok(&[]),
        Value::String(_) => Err("string is not array or slice".into()),
        Value::Bool(_) => Err("bool is not array or slice".into()),
        Value::Number(number) => Err(format!("{} is not array or slice", if number.is_f64() { "float64" } else { "int64" })),
        Value::Object(_) => Err("map[string]interface {} is not array or slice".into()),
    }
}

fn anywhere(key: &str, value: &Value, out: &mut Vec<Value>) {
    match value {
        Value::Object(map) => {
            for (name, inner) in map {
                if key.is_empty() || name == key {
                    out.push(inner.clone());
                }
                anywhere(key, inner, out);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| anywhere(key, item, out)),
        _ => {}
    }
}

/// A value as the template prints it: text bare, everything else as JSON.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => super::json::compact(other),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::render;

    #[test]
    fn templates_are_filled_as_kubectl_fills_them() {
        let list = json!({"items": [
            {"metadata": {"name": "a", "labels": {"app.io/x": "1"}}, "spec": {"containers": [{"name": "c", "image": "i:1"}, {"name": "d", "image": "i:2"}]}},
            {"metadata": {"name": "b"}, "spec": {"containers": [{"name": "c", "image": "i:3"}], "n": 5}},
        ]});
        let fill = |template: &str| render(template, &list, false).unwrap_or_else(|error| format!("error: {error}"));
        for (template, wanted) in [
            ("{.items[*].metadata.name}", "a b"),
            ("{.items[0].metadata.name}", "a"),
            ("{.items[-1:].metadata.name}", "b"),
            ("{..image}", "i:1 i:2 i:3"),
            ("{.items[0].metadata.labels.app\\.io/x}", "1"),
            ("{.items[0].metadata.labels['app.io/x']}", "1"),
            ("{range .items[*]}{.metadata.name}{\"\\t\"}{.spec.n}{\"\\n\"}{end}", "a\t\nb\t5\n"),
            ("{.items[?(@.metadata.name==\"b\")].spec.n}", "5"),
            ("{.items[?(@.spec.n>4)].metadata.name}", "b"),
            ("{.items[0].spec.containers[?(@.name=='d')].image}", "i:2"),
            ("{.items[0].metadata}", "{\"labels\":{\"app.io/x\":\"1\"},\"name\":\"a\"}"),
            ("name: {.items[1].metadata.name}!", "name: b!"),
            ("{.items[0].spec.containers[0,1].name}", "c d"),
            ("{.items[0].spec.containers[5].name}", "error: array index out of bounds: index 5, length 2"),
            ("{.items[0", "error: unclosed action"),
            ("{.none}", ""),
        ] {
            assert_eq!(fill(template), wanted, "{template}");
        }
        assert_eq!(render("{.none}", &list, true), Err("none is not found".into()));
    }
}
