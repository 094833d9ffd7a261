//! A template's text and the words of its actions (go1.25 `text/template/parse/lex.go`).

/// A piece of a template.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Piece {
    Text(String),
    /// The words between `{{` and `}}`, and its line.
    Action(Vec<Word>, usize),
}

/// A word of an action.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Word {
    /// `.a`, one field, and where it stands in the template; a path is several without blanks between.
    Field(String, usize),
    /// `.`
    Dot,
    /// `$`, `$x`
    Variable(String, usize),
    Name(String, usize),
    Text(String),
    Number(serde_json::Number),
    Open,
    /// `)`; what follows at once may be a field of it.
    Close,
    Pipe,
    Comma,
    Declare,
    Assign,
    Blank,
}

impl Word {
    /// Where it stands, as far as an error may name it.
    pub fn place(&self) -> usize {
        match self {
            Self::Field(_, place) | Self::Variable(_, place) | Self::Name(_, place) => *place,
            _ => 0,
        }
    }
}

/// Takes a template apart.
pub(super) fn pieces(template: &str) -> Result<Vec<Piece>, String> {
    let mut pieces = Vec::new();
    let mut rest = template;
    let mut line = 1;
    let mut trims = false;
    loop {
        let open = rest.find("{{");
        let text = &rest[..open.unwrap_or(rest.len())];
        let after = open.map(|at| &rest[at + 2..]);
        let trims_before = after.is_some_and(|after| after.starts_with('-') && after[1..].starts_with([' ', '\t', '\n', '\r']));
        let shown = if trims { text.trim_start() } else { text };
        let shown = if trims_before { shown.trim_end() } else { shown };
        if !shown.is_empty() {
            pieces.push(Piece::Text(shown.to_owned()));
        }
        line += text.matches('\n').count();
        let Some(mut inside) = after else { return Ok(pieces) };
        if trims_before {
            inside = inside[1..].trim_start();
        }
        if let Some(comment) = inside.strip_prefix("/*") {
            let end = comment.find("*/").ok_or_else(|| format!("template: output:{line}: unclosed comment"))?;
            let tail = &comment[end + 2..];
            let trimmed = tail.trim_start();
            (trims, rest) = match (trimmed.strip_prefix("-}}"), tail.strip_prefix("}}")) {
                (Some(rest), _) if trimmed.len() < tail.len() => (true, rest),
                (_, Some(rest)) => (false, rest),
                _ => return Err(format!("template: output:{line}: comment ends before closing delimiter")),
            };
            continue;
        }
        let (words, used, trims_after) = words(inside, line, template.len() - inside.len())?;
        line += inside[..used].matches('\n').count();
        pieces.push(Piece::Action(words, line));
        rest = &inside[used..];
        trims = trims_after;
    }
}

/// The words up to `}}`, how many bytes they take with it, and whether it trims what follows. `from`: where the text stands in its template.
fn words(text: &str, line: usize, from: usize) -> Result<(Vec<Word>, usize, bool), String> {
    let fail = |said: String| Err(format!("template: output:{line}: {said}"));
    let mut words = Vec::new();
    let mut at = 0;
    loop {
        let rest = &text[at..];
        let Some(c) = rest.chars().next() else { return fail("unclosed action".into()) };
        if rest.starts_with("}}") {
            return Ok((words, at + 2, false));
        }
        let name_end = |from: usize| rest[from..].find(|c: char| !c.is_alphanumeric() && c != '_').map_or(rest.len(), |end| from + end);
        match c {
            ' ' | '\t' | '\n' | '\r' => {
                let blanks = rest.len() - rest.trim_start().len();
                if rest.trim_start().starts_with("-}}") {
                    return Ok((words, at + blanks + 3, true));
                }
                words.push(Word::Blank);
                at += blanks;
            }
            '"' => {
                let Some((value, used)) = quoted(rest) else { return fail("unterminated quoted string".into()) };
                words.push(Word::Text(value));
                at += used;
            }
            '`' => {
                let Some(end) = rest[1..].find('`') else { return fail("unterminated raw quoted string".into()) };
                words.push(Word::Text(rest[1..=end].to_owned()));
                at += end + 2;
            }
            '.' if rest[1..].starts_with(|c: char| c.is_alphabetic() || c == '_') => {
                let end = name_end(1);
                words.push(Word::Field(rest[1..end].to_owned(), from + at));
                at += end;
            }
            '.' => {
                words.push(Word::Dot);
                at += 1;
            }
            '$' => {
                let end = name_end(1);
                words.push(Word::Variable(rest[1..end].to_owned(), from + at));
                at += end;
            }
            '(' | ')' | '|' | ',' => {
                words.push(match c {
                    '(' => Word::Open,
                    ')' => Word::Close,
                    '|' => Word::Pipe,
                    _ => Word::Comma,
                });
                at += 1;
            }
            ':' if rest.starts_with(":=") => {
                words.push(Word::Declare);
                at += 2;
            }
            '=' => {
                words.push(Word::Assign);
                at += 1;
            }
            c if c.is_ascii_digit() || "+-".contains(c) => {
                let end = rest[1..].find(|c: char| !c.is_alphanumeric() && c != '.').map_or(rest.len(), |end| end + 1);
                let Ok(number) = rest[..end].trim_start_matches('+').parse() else {
                    return fail(format!("bad number syntax: {:?}", &rest[..end]));
                };
                words.push(Word::Number(number));
                at += end;
            }
            c if c.is_alphabetic() || c == '_' => {
                let end = name_end(0);
                words.push(Word::Name(rest[..end].to_owned(), from + at));
                at += end;
            }
            c => return fail(format!("unrecognized character in action: U+{:04X} {c:?}", c as u32).replace('"', "'")),
        }
    }
}

/// A quoted string at the beginning, and how long it is with its quotes.
fn quoted(text: &str) -> Option<(String, usize)> {
    let mut out = String::new();
    let mut chars = text.char_indices().skip(1);
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return Some((out, at + 1)),
            '\n' => return None,
            '\\' => match chars.next()?.1 {
                'n' => out.push('\n'),
                't' => out.push('\t'),
                'r' => out.push('\r'),
                other => out.push(other),
            },
            c => out.push(c),
        }
    }
    None
}
