//! JSONPath templates as kubectl has them (client-go `util/jsonpath`): text with `{…}` in it.

use serde_json::Value;

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

enum Node {
    Text(String),
    Path(Vec<Step>),
    Range(Vec<Step>, Vec<Node>),
    /// What fails only when the template is filled in.
    Wrong(String),
}

#[derive(Clone, Debug)]
enum Step {
    Key(String),
    Anywhere(String),
    All,
    Pick(Vec<Index>),
    Filter(Filter),
    /// `$` and `@`.
    Root,
}

#[derive(Clone, Debug)]
enum Index {
    At(i64),
    Slice(Option<i64>, Option<i64>, i64),
    Named(String),
}

#[derive(Clone, Debug)]
struct Filter {
    left: Operand,
    test: Option<(&'static str, Operand)>,
}

#[derive(Clone, Debug)]
enum Operand {
    Path(Vec<Step>),
    Value(Value),
}

fn parse(template: &str) -> Result<Vec<Node>, String> {
    let mut parts = Vec::new();
    let mut rest = template;
    while let Some(open) = rest.find('{') {
        if open > 0 {
            parts.push(Part::Text(rest[..open].to_owned()));
        }
        let quoted = rest[open + 1..].trim_start().starts_with(['"', '\'']);
        let close = closing(&rest[open..]).ok_or(if quoted { "unterminated quoted string" } else { "unclosed action" })?;
        parts.push(Part::Action(rest[open + 1..open + close].trim().to_owned()));
        rest = &rest[open + close + 1..];
    }
    if !rest.is_empty() {
        parts.push(Part::Text(rest.to_owned()));
    }
    let mut parts = parts.into_iter();
    let (nodes, ended) = nodes(&mut parts, 0)?;
    let mut nodes = nodes;
    if ended {
        nodes.push(Node::Wrong("not in range, nothing to end".into()));
    }
    Ok(nodes)
}

enum Part {
    Text(String),
    Action(String),
}

/// The place of the brace that closes the first one, quotes respected.
fn closing(text: &str) -> Option<usize> {
    let mut quote = None;
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match (quote, c) {
            _ if escaped => escaped = false,
            (_, '\\') => escaped = true,
            (Some(q), c) if q == c => quote = None,
            (None, '\'' | '"') => quote = Some(c),
            (None, '}') => return Some(at),
            _ => {}
        }
    }
    None
}

/// Nodes up to `{end}`; the flag tells whether it was there. Deeply nested ranges are refused.
fn nodes(parts: &mut impl Iterator<Item = Part>, depth: usize) -> Result<(Vec<Node>, bool), String> {
    let mut nodes = Vec::new();
    while let Some(part) = parts.next() {
        match part {
            Part::Text(text) => nodes.push(Node::Text(text)),
            Part::Action(action) if action == "end" => return Ok((nodes, true)),
            Part::Action(action) => match action.strip_prefix("range") {
                Some(path) if path.starts_with([' ', '.', '[']) => {
                    if depth > 20 {
                        return Err("too many nested ranges".into());
                    }
                    // A range that nothing ends goes on to the end of the template.
                    let (inner, _) = self::nodes(parts, depth + 1)?;
                    nodes.push(Node::Range(path_steps(path.trim())?, inner));
                }
                _ => actions(&action, &mut nodes)?,
            },
        }
    }
    Ok((nodes, false))
}

/// One pair of braces may hold several paths and texts.
fn actions(action: &str, nodes: &mut Vec<Node>) -> Result<(), String> {
    let mut rest = action.trim();
    if rest.is_empty() {
        nodes.push(Node::Path(Vec::new()));
    }
    while !rest.is_empty() {
        if let Some(quote) = rest.chars().next().filter(|c| *c == '"' || *c == '\'') {
            let end = quoted_end(rest, quote).ok_or("unterminated quoted string")?;
            nodes.push(Node::Text(unescape(&rest[1..end])));
            rest = rest[end + 1..].trim_start();
        } else {
            let end = path_end(rest);
            nodes.push(match path_steps(&rest[..end]) {
                Ok(steps) => Node::Path(steps),
                Err(said) if said.starts_with("unrecognized identifier") => Node::Wrong(said),
                Err(said) => return Err(said),
            });
            rest = rest[end..].trim_start();
        }
    }
    Ok(())
}

fn quoted_end(text: &str, quote: char) -> Option<usize> {
    let mut escaped = false;
    text.char_indices().skip(1).find_map(|(at, c)| {
        let end = c == quote && !escaped;
        escaped = c == '\\' && !escaped;
        end.then_some(at)
    })
}

fn unescape(text: &str) -> String {
    let mut out = String::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match (c, c == '\\') {
            (_, true) => match chars.next() {
                Some('n') => out.push('\n'),
                Some('t') => out.push('\t'),
                Some('r') => out.push('\r'),
                Some('x') => {
                    let code: String = chars.by_ref().take(2).collect();
                    out.extend(u8::from_str_radix(&code, 16).ok().map(char::from));
                }
                Some(other) => out.push(other),
                None => {}
            },
            (c, false) => out.push(c),
        }
    }
    out
}

/// Where a path ends: at a blank outside brackets.
fn path_end(text: &str) -> usize {
    let mut depth = 0_usize;
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '[' => depth += 1,
            ']' => depth = depth.saturating_sub(1),
            ' ' | '\t' | '\n' | '"' | '\'' if depth == 0 && at > 0 => return at,
            _ => {}
        }
    }
    text.len()
}

fn path_steps(path: &str) -> Result<Vec<Step>, String> {
    let mut steps = Vec::new();
    let mut rest = path;
    while let Some(c) = rest.chars().next() {
        match c {
            '$' | '@' => {
                steps.push(Step::Root);
                rest = &rest[1..];
            }
            '.' if rest.starts_with("..") => {
                let (name, after) = name(&rest[2..]);
                steps.push(if name == "*" || name.is_empty() { Step::Anywhere(String::new()) } else { Step::Anywhere(name) });
                rest = after;
            }
            '.' => {
                let (name, after) = name(&rest[1..]);
                match name.as_str() {
                    "" => {}
                    "*" => steps.push(Step::All),
                    _ => steps.push(Step::Key(name)),
                }
                rest = after;
            }
            '[' => {
                let close = bracket_end(rest).ok_or("unterminated array")?;
                steps.push(bracket(&rest[1..close])?);
                rest = &rest[close + 1..];
            }
            '*' => {
                steps.push(Step::All);
                rest = &rest[1..];
            }
            c if c.is_alphanumeric() || c == '_' => {
                let (name, _) = name(rest);
                return Err(format!("unrecognized identifier {name}"));
            }
            c => {
                return Err(format!("unrecognized character in action: U+{:04X} {c:?}", c as u32));
            }
        }
    }
    Ok(steps)
}

fn name(text: &str) -> (String, &str) {
    let mut out = String::new();
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' => out.extend(chars.next().map(|(_, c)| c)),
            '.' | '[' | ' ' | '@' | '$' | ']' | ',' | ')' | '=' | '<' | '>' | '!' => return (out, &text[at..]),
            c => out.push(c),
        }
    }
    (out, "")
}

fn bracket_end(text: &str) -> Option<usize> {
    let (mut depth, mut quote) = (0_usize, None);
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (Some(q), c) if q == c => quote = None,
            (Some(_), _) => {}
            (None, '\'' | '"') => quote = Some(c),
            (None, '[') => depth += 1,
            (None, ']') => {
                depth -= 1;
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}

fn bracket(inside: &str) -> Result<Step, String> {
    let inside = inside.trim();
    if inside == "*" {
        return Ok(Step::All);
    }
    if let Some(filter) = inside.strip_prefix("?(").and_then(|rest| rest.strip_suffix(')')) {
        return Ok(Step::Filter(self::filter(filter)?));
    }
    let indices: Result<Vec<_>, String> = inside.split(',').map(|part| index(part.trim(), inside)).collect();
    Ok(Step::Pick(indices?))
}

fn index(text: &str, all: &str) -> Result<Index, String> {
    let invalid = || format!("invalid array index {}", all.split(',').next().unwrap_or(all));
    if let Some(name) = text.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\'')) {
        return Ok(Index::Named(name.to_owned()));
    }
    let number = |text: &str| match text {
        "" => Ok(None),
        text => text.parse::<i64>().map(Some).map_err(|_| invalid()),
    };
    match text.split(':').collect::<Vec<_>>().as_slice() {
        [one] => one.parse().map(Index::At).map_err(|_| invalid()),
        [from, to] => Ok(Index::Slice(number(from)?, number(to)?, 1)),
        [from, to, step] => Ok(Index::Slice(number(from)?, number(to)?, number(step)?.filter(|step| *step > 0).unwrap_or(1))),
        _ => Err(invalid()),
    }
}

fn filter(text: &str) -> Result<Filter, String> {
    if let Some(odd) = outside_quotes(text).find(|c| "&~|".contains(*c)) {
        return Err(format!("unrecognized character in action: U+{:04X} {odd:?}", odd as u32));
    }
    for operator in ["==", "!=", "<=", ">=", "<", ">"] {
        if let Some(at) = text.find(operator) {
            let (left, right) = (operand(text[..at].trim())?, operand(text[at + operator.len()..].trim())?);
            return Ok(Filter { left, test: Some((operator, right)) });
        }
    }
    Ok(Filter { left: operand(text.trim())?, test: None })
}

fn outside_quotes(text: &str) -> impl Iterator<Item = char> + '_ {
    let mut quote = None;
    text.chars().filter(move |c| match quote {
        Some(q) => {
            quote = (*c != q).then_some(q);
            false
        }
        None => {
            quote = ['"', '\''].contains(c).then_some(*c);
            quote.is_none()
        }
    })
}

fn operand(text: &str) -> Result<Operand, String> {
    if text.starts_with(['@', '$']) {
        return Ok(Operand::Path(path_steps(text)?));
    }
    if let Some(text) = text.strip_prefix(['"', '\'']).and_then(|rest| rest.strip_suffix(['"', '\''])) {
        return Ok(Operand::Value(Value::String(unescape(text))));
    }
    serde_json::from_str(text).map(Operand::Value).map_err(|_| format!("unrecognized identifier {text}"))
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
