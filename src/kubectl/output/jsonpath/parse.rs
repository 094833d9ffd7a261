//! Templates read into nodes, paths into steps.

use serde_json::Value;

pub(super) enum Node {
    Text(String),
    Path(Vec<Step>),
    Range(Vec<Step>, Vec<Node>),
    /// What fails only when the template is filled in.
    Wrong(String),
}

#[derive(Clone, Debug)]
pub(super) enum Step {
    Key(String),
    Anywhere(String),
    All,
    Pick(Vec<Index>),
    Filter(Filter),
    /// `$` and `@`.
    Root,
}

#[derive(Clone, Debug)]
pub(super) enum Index {
    At(i64),
    Slice(Option<i64>, Option<i64>, i64),
    Named(String),
}

#[derive(Clone, Debug)]
pub(super) struct Filter {
    pub left: Operand,
    pub test: Option<(&'static str, Operand)>,
}

#[derive(Clone, Debug)]
pub(super) enum Operand {
    Path(Vec<Step>),
    Value(Value),
}

pub(super) fn parse(template: &str) -> Result<Vec<Node>, String> {
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

pub(super) fn path_steps(path: &str) -> Result<Vec<Step>, String> {
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
                return Err(format!("unrecognized character in action: U+{:04X} '{c}'", c as u32));
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
        return Err(format!("unrecognized character in action: U+{:04X} '{odd}'", odd as u32));
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
