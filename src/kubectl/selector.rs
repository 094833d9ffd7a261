//! Label selectors as a server reads them: `app=web,tier!=x,env in (a,b),!old` (apimachinery v0.35
//! `pkg/labels/selector.go`, whose words the refusals are).

use std::cmp::Ordering;

use serde_json::Value;

use crate::rules::format::{label_key, label_value};
use crate::text::quote;

/// Whether an object is selected.
pub(super) type Selects = Box<dyn Fn(&Value) -> bool>;

/// One requirement; without values the key itself is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Test {
    pub key: String,
    pub values: Vec<String>,
    pub wanted: bool,
    /// Written with `=`.
    pub exact: bool,
    /// Written with `>` or `<`: how a number has to stand to the value.
    pub than: Option<Ordering>,
}

impl Test {
    fn holds(&self, object: &Value) -> bool {
        let value = object.get("metadata").and_then(|metadata| metadata.get("labels")?.get(self.key.as_str())?.as_str());
        match self.values.as_slice() {
            [bound] if self.than.is_some() => {
                let number = |text: &str| text.parse::<i64>().ok();
                value.and_then(number).zip(number(bound)).map(|(own, bound)| own.cmp(&bound)) == self.than
            }
            [] => value.is_some() == self.wanted,
            values => value.is_some_and(|value| values.iter().any(|one| one == value)) == self.wanted,
        }
    }
}

/// Reads a selector.
pub(super) fn parse(text: &str) -> Result<Vec<Test>, String> {
    let mut parser = Parser { tokens: tokens(text)?, at: 0 };
    let mut tests = Vec::new();
    loop {
        match parser.next_value() {
            Token::Word(_) | Token::Not => {
                tests.push(parser.requirement().map_err(|error| format!("unable to parse requirement: {error}"))?);
                match parser.take_value() {
                    Token::End => return Ok(tests),
                    Token::Comma => match parser.next_value() {
                        Token::Word(_) | Token::Not => {}
                        other => return Err(format!("found '{other}', expected: identifier after ','")),
                    },
                    other => return Err(format!("found '{other}', expected: ',' or 'end of string'")),
                }
            }
            Token::End => return Ok(tests),
            other => return Err(format!("found '{other}', expected: !, identifier, or 'end of string'")),
        }
    }
}

/// The test that a selector makes of an object.
pub(super) fn label_selector(text: &str) -> Result<Selects, String> {
    let tests = parse(text)?;
    Ok(Box::new(move |object: &Value| tests.iter().all(|test| test.holds(object))))
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    Word(String),
    Open,
    Close,
    Comma,
    Not,
    Equals(&'static str),
    NotEquals,
    Greater,
    Less,
    End,
}

impl std::fmt::Display for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Token::Word(word) => word,
            Token::Open => "(",
            Token::Close => ")",
            Token::Comma => ",",
            Token::Not => "!",
            Token::Equals(sign) => sign,
            Token::NotEquals => "!=",
            Token::Greater => ">",
            Token::Less => "<",
            Token::End => "",
        })
    }
}

const SPECIAL: &str = "=!(),><";

fn tokens(text: &str) -> Result<Vec<Token>, String> {
    let mut found = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let signs = [
            ("==", Token::Equals("==")),
            ("!=", Token::NotEquals),
            ("=", Token::Equals("=")),
            ("!", Token::Not),
            ("(", Token::Open),
            (")", Token::Close),
            (",", Token::Comma),
            (">", Token::Greater),
            ("<", Token::Less),
        ];
        rest = match signs.into_iter().find(|(sign, _)| rest.starts_with(sign)) {
            Some((sign, token)) => {
                found.push(token);
                &rest[sign.len()..]
            }
            None if SPECIAL.contains(first) => return Err(format!("found '{first}', expected: !, identifier, or 'end of string'")),
            None => {
                let end = rest.find(|c: char| SPECIAL.contains(c) || c.is_whitespace()).unwrap_or(rest.len());
                found.push(Token::Word(rest[..end].to_owned()));
                &rest[end..]
            }
        }
        .trim_start();
    }
    Ok(found)
}

struct Parser {
    tokens: Vec<Token>,
    at: usize,
}

impl Parser {
    fn next_value(&self) -> Token {
        self.tokens.get(self.at).cloned().unwrap_or(Token::End)
    }

    fn take_value(&mut self) -> Token {
        let token = self.next_value();
        self.at += 1;
        token
    }

    fn requirement(&mut self) -> Result<Test, String> {
        let mut first = self.take_value();
        let negated = first == Token::Not;
        if negated {
            first = self.take_value();
        }
        let Token::Word(key) = first else { return Err(format!("found '{first}', expected: identifier")) };
        let wrong = label_key(&key);
        if !wrong.is_empty() {
            return Err(format!("<nil>: Invalid value: {}: {}", quote(&key), wrong.join("; ")));
        }
        if negated || matches!(self.next_value(), Token::End | Token::Comma) {
            return Ok(Test { key, values: Vec::new(), wanted: !negated, exact: false, than: None });
        }
        let operator = self.take_value();
        let (values, wanted) = match &operator {
            Token::Word(word) if word == "in" || word == "notin" => (self.list()?, word == "in"),
            Token::Equals(_) => (vec![self.exact()?], true),
            Token::NotEquals => (vec![self.exact()?], false),
            Token::Greater | Token::Less => {
                let value = self.exact()?;
                if value.parse::<i64>().is_err() {
                    let what = "for 'Gt', 'Lt' operators, the value must be an integer";
                    return Err(format!("values[0][{key}]: Invalid value: {}: {what}", quote(&value)));
                }
                (vec![value], true)
            }
            other => return Err(format!("found '{other}', expected: in, notin, =, ==, !=, gt, lt")),
        };
        let than = match operator {
            Token::Greater => Some(Ordering::Greater),
            Token::Less => Some(Ordering::Less),
            _ => None,
        };
        for (at, value) in values.iter().enumerate() {
            let wrong = label_value(value);
            if !wrong.is_empty() {
                return Err(format!("values[{at}][{key}]: Invalid value: {}: {}", quote(value), wrong.join("; ")));
            }
        }
        Ok(Test { key, values, wanted, exact: matches!(operator, Token::Equals(_)), than })
    }

    fn exact(&mut self) -> Result<String, String> {
        match self.next_value() {
            Token::End | Token::Comma => Ok(String::new()),
            Token::Word(word) => {
                self.at += 1;
                Ok(word)
            }
            other => Err(format!("found '{other}', expected: identifier")),
        }
    }

    /// `(a,b)`; between commas without a word lies the empty value.
    fn list(&mut self) -> Result<Vec<String>, String> {
        let open = self.take_value();
        if open != Token::Open {
            return Err(format!("found '{open}' expected: '('"));
        }
        let (mut values, mut after_comma) = (Vec::new(), true);
        loop {
            match self.take_value() {
                Token::Word(word) if after_comma => {
                    values.push(word);
                    after_comma = false;
                }
                Token::Comma => {
                    values.extend(after_comma.then(String::new));
                    after_comma = true;
                }
                Token::Close => {
                    values.extend(after_comma.then(String::new));
                    break;
                }
                other if after_comma && values.is_empty() => return Err(format!("found '{other}', expected: ',', ')' or identifier")),
                other if after_comma => return Err(format!("found '{other}', expected: ',', or identifier")),
                other => return Err(format!("found '{other}', expected: ',' or ')'")),
            }
        }
        values.sort();
        values.dedup();
        Ok(values)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::label_selector;

    #[test]
    fn selectors_mean_what_the_api_means() {
        let object = json!({"metadata": {"labels": {"app": "web", "tier": ""}}});
        for (text, wanted) in [
            ("app=web", true),
            ("app==web,tier=", true),
            ("app!=web", false),
            ("env!=x", true),
            ("app in (db, web)", true),
            ("env notin (a,b)", true),
            ("tier in (,x)", true),
            ("tier in ()", true),
            ("tier", true),
            ("!tier", false),
            ("app in (db),tier", false),
            ("", true),
            ("in=x", false),
        ] {
            assert_eq!(label_selector(text).unwrap_or_else(|error| panic!("{error}"))(&object), wanted, "{text}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_refused_in_the_servers_words() {
        let said = |text: &str| label_selector(text).err().unwrap_or_default();
        // Recorded.
        assert_eq!(said("app=web=b"), "found '=', expected: ',' or 'end of string'");
        for (text, wanted) in [
            ("app=a b", "found 'b', expected: ',' or 'end of string'"),
            ("app,", "found '', expected: identifier after ','"),
            (",app", "found ',', expected: !, identifier, or 'end of string'"),
            ("app in web", "unable to parse requirement: found 'web' expected: '('"),
            ("app web", "unable to parse requirement: found 'web', expected: in, notin, =, ==, !=, gt, lt"),
            ("app in (a", "unable to parse requirement: found '', expected: ',' or ')'"),
            ("app=b/c", "unable to parse requirement: values[0][app]: Invalid value: \"b/c\": a valid label must be"),
            ("-a=b", "unable to parse requirement: <nil>: Invalid value: \"-a\": name part must consist of"),
        ] {
            assert!(said(text).starts_with(wanted), "{text}: {}", said(text));
        }
    }
}
