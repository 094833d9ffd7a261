//! Goes through a template's tree (go1.25 `text/template/exec.go`).

use serde_json::Value;

use super::functions::{Datum, call, text, truth};
use super::parse::{Head, Node, Pipe, Term};

/// How much a template may write, and how often a range may turn.
const LIMIT: usize = 4 << 20;

pub(super) fn run(template: &str, nodes: &[Node], value: &Value, missing_is_error: bool, out: &mut String) -> Result<(), String> {
    let root = Datum::Value(value.clone());
    let mut state = State { template, variables: vec![(String::new(), root.clone())], missing_is_error };
    state.nodes(nodes, &root, out).map(|_| ())
}

struct State<'t> {
    template: &'t str,
    variables: Vec<(String, Datum)>,
    missing_is_error: bool,
}

/// How a list of nodes ended.
#[derive(PartialEq, Eq)]
enum Flow {
    On,
    Break,
    Continue,
}

impl State<'_> {
    fn nodes(&mut self, nodes: &[Node], dot: &Datum, out: &mut String) -> Result<Flow, String> {
        for node in nodes {
            if out.len() > LIMIT {
                return Err("the output is too long".into());
            }
            let flow = match node {
                Node::Text(text) => {
                    out.push_str(text);
                    Flow::On
                }
                Node::Action(pipe) => {
                    let value = self.pipe(pipe, dot)?;
                    if pipe.variables.is_empty() {
                        out.push_str(&text(&value));
                    }
                    Flow::On
                }
                Node::If(pipe, inner, otherwise) => self.scoped(|state| {
                    let value = state.pipe(pipe, dot)?;
                    state.nodes(if truth(&value) { inner } else { otherwise }, dot, out)
                })?,
                Node::With(pipe, inner, otherwise) => self.scoped(|state| {
                    let value = state.pipe(pipe, dot)?;
                    if truth(&value) { state.nodes(inner, &value, out) } else { state.nodes(otherwise, dot, out) }
                })?,
                Node::Range(pipe, inner, otherwise) => self.scoped(|state| state.range(pipe, inner, otherwise, dot, out))?,
                Node::Break => Flow::Break,
                Node::Continue => Flow::Continue,
            };
            if flow != Flow::On {
                return Ok(flow);
            }
        }
        Ok(Flow::On)
    }

    /// Variables that are declared within do not live on.
    fn scoped<T>(&mut self, run: impl FnOnce(&mut Self) -> T) -> T {
        let before = self.variables.len();
        let result = run(self);
        self.variables.truncate(before);
        result
    }

    fn range(&mut self, pipe: &Pipe, inner: &[Node], otherwise: &[Node], dot: &Datum, out: &mut String) -> Result<Flow, String> {
        let bare = Pipe { variables: Vec::new(), ..pipe.clone() };
        let items: Vec<(Value, Value)> = match self.pipe(&bare, dot)? {
            Datum::Value(Value::Array(items)) => items.into_iter().enumerate().map(|(at, item)| (at.into(), item)).collect(),
            Datum::Value(Value::Object(map)) => {
                let mut entries: Vec<_> = map.into_iter().map(|(key, value)| (Value::from(key), value)).collect();
                entries.sort_by(|one, two| one.0.as_str().cmp(&two.0.as_str()));
                entries
            }
            Datum::Value(Value::Number(number)) => (0..number.as_u64().unwrap_or(0).min(10_000)).map(|at| (at.into(), at.into())).collect(),
            Datum::Missing | Datum::Value(Value::Null) => Vec::new(),
            other => return Err(format!("range can't iterate over {}", text(&other))),
        };
        if items.is_empty() {
            return self.nodes(otherwise, dot, out);
        }
        for (key, item) in items {
            let item = Datum::Value(item);
            let flow = self.scoped(|state| {
                match pipe.variables.as_slice() {
                    [value] => state.set(value, item.clone(), pipe.declares),
                    [key_name, value] => {
                        state.set(key_name, Datum::Value(key), pipe.declares);
                        state.set(value, item.clone(), pipe.declares);
                    }
                    _ => {}
                }
                state.nodes(inner, &item, out)
            })?;
            if flow == Flow::Break {
                break;
            }
        }
        Ok(Flow::On)
    }

    fn set(&mut self, name: &str, value: Datum, declares: bool) {
        match self.variables.iter_mut().rev().find(|(own, _)| own == name).filter(|_| !declares) {
            Some(own) => own.1 = value,
            None => self.variables.push((name.to_owned(), value)),
        }
    }

    fn pipe(&mut self, pipe: &Pipe, dot: &Datum) -> Result<Datum, String> {
        let mut value = None;
        for command in &pipe.commands {
            value = Some(self.command(command, dot, value)?);
        }
        let value = value.unwrap_or(Datum::Missing);
        for name in &pipe.variables {
            self.set(name, value.clone(), pipe.declares);
        }
        Ok(value)
    }

    fn command(&mut self, command: &[Term], dot: &Datum, last: Option<Datum>) -> Result<Datum, String> {
        let Some((first, rest)) = command.split_first() else { return Ok(Datum::Missing) };
        let Head::Function(name) = &first.head else {
            if !rest.is_empty() || last.is_some() {
                return Err(format!("can't give argument to non-function {}", shown(first)));
            }
            return self.term(first, dot);
        };
        if name == "and" || name == "or" {
            return self.chosen(name, rest, dot, last);
        }
        let mut arguments = rest.iter().map(|term| self.term(term, dot)).collect::<Result<Vec<_>, _>>()?;
        arguments.extend(last);
        call(name, &arguments).map_err(|said| self.at(first.place, &written(command), &said))
    }

    /// `and` and `or` stop at the first value that decides.
    fn chosen(&mut self, name: &str, terms: &[Term], dot: &Datum, last: Option<Datum>) -> Result<Datum, String> {
        let mut value = Datum::Missing;
        for term in terms {
            value = self.term(term, dot)?;
            if truth(&value) == (name == "or") {
                return Ok(value);
            }
        }
        Ok(last.unwrap_or(value))
    }

    fn term(&mut self, term: &Term, dot: &Datum) -> Result<Datum, String> {
        let mut value = match &term.head {
            Head::Dot => dot.clone(),
            Head::Variable(name) => match self.variables.iter().rev().find(|(own, _)| own == name) {
                Some((_, value)) => value.clone(),
                None => return Err(format!("undefined variable \"${name}\"")),
            },
            Head::Value(value) => Datum::Value(value.clone()),
            Head::Nil => return Err("nil is not a command".into()),
            Head::Function(name) => call(name, &[])?,
            Head::Pipe(pipe) => self.pipe(pipe, dot)?,
        };
        for field in &term.fields {
            value = match value {
                Datum::Value(Value::Object(map)) => match map.get(field) {
                    Some(found) => Datum::Value(found.clone()),
                    None if self.missing_is_error => {
                        return Err(self.at(term.place, &shown(term), &format!("map has no entry for key {field:?}")));
                    }
                    None => Datum::Missing,
                },
                // A field of nothing is nothing.
                Datum::Missing | Datum::Value(Value::Null) => Datum::Missing,
                // What comes out of a map or a list is of no type in particular.
                _ => return Err(self.at(term.place, &shown(term), &format!("can't evaluate field {field} in type interface {{}}"))),
            };
        }
        Ok(value)
    }

    /// An error of what is written at a place: line and column (`parse.Tree.ErrorContext`).
    fn at(&self, place: usize, shown: &str, said: &str) -> String {
        let before = self.template.get(..place).unwrap_or_default();
        let (line, column) = (before.matches('\n').count() + 1, before.len() - before.rfind('\n').map_or(0, |at| at + 1));
        format!("template: output:{line}:{column}: executing \"output\" at <{shown}>: {said}")
    }
}

/// The term as it was written.
fn shown(term: &Term) -> String {
    let head = match &term.head {
        Head::Variable(name) => format!("${name}"),
        Head::Value(value) => value.to_string(),
        Head::Function(name) => name.clone(),
        Head::Nil => "nil".into(),
        Head::Dot if term.fields.is_empty() => ".".into(),
        Head::Dot => String::new(),
        Head::Pipe(pipe) => format!("({})", pipe.commands.iter().map(|command| written(command)).collect::<Vec<_>>().join(" | ")),
    };
    term.fields.iter().fold(head, |text, field| format!("{text}.{field}"))
}

/// A command as it was written.
fn written(command: &[Term]) -> String {
    command.iter().map(shown).collect::<Vec<_>>().join(" ")
}
