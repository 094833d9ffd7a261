//! Instructions: a line split into its word, flags and arguments, and what these may be
//! (BuildKit `frontend/dockerfile/parser/line_parsers.go`, `split_command.go` and `instructions/parse.go`, August 2026).

use serde_json::Value;

use super::lines::Line;
use crate::text::{Span, quote};

/// Every instruction there is.
pub const NAMES: [&str; 18] = [
    "ADD",
    "ARG",
    "CMD",
    "COPY",
    "ENTRYPOINT",
    "ENV",
    "EXPOSE",
    "FROM",
    "HEALTHCHECK",
    "LABEL",
    "MAINTAINER",
    "ONBUILD",
    "RUN",
    "SHELL",
    "STOPSIGNAL",
    "USER",
    "VOLUME",
    "WORKDIR",
];

/// An instruction.
#[derive(Clone, Debug)]
pub struct Instruction {
    /// In capitals.
    pub name: &'static str,
    /// As written.
    pub written: String,
    /// The word in the file.
    pub span: Span,
    /// The arguments in the file, as far as they stand on the first of their lines; the word where there are none.
    pub arguments: Span,
    /// `--chown=app`, in order.
    pub flags: Vec<Flag>,
    /// What it says.
    pub what: What,
    /// Its line.
    pub line: Line,
}

/// A flag of an instruction.
#[derive(Clone, Debug)]
pub struct Flag {
    /// Without the dashes.
    pub name: String,
    /// Behind `=`.
    pub value: Option<String>,
    /// In the file.
    pub span: Span,
}

/// A command line: words, or a text for a shell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// `["a", "b"]`
    Words(Vec<String>),
    /// `a b`
    Shell(String),
}

/// `NAME=value`, or a name alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The name.
    pub name: String,
    /// The value, quotes and variables still in it.
    pub value: Option<String>,
}

/// What an instruction says.
#[derive(Clone, Debug)]
pub enum What {
    /// `FROM image AS name`
    From {
        /// The image or stage.
        base: String,
        /// `AS`, as written.
        keyword: Option<String>,
        /// The stage's name, as written.
        stage: Option<String>,
    },
    /// `RUN`, `CMD`, `ENTRYPOINT`, `SHELL`
    Command(Command),
    /// `COPY`, `ADD`
    Copy {
        /// Sources.
        sources: Vec<String>,
        /// Destination.
        destination: String,
    },
    /// `ENV`, `LABEL`, `ARG`; whether it is the old form with a space.
    Pairs(Vec<Pair>, bool),
    /// One word or more: `USER`, `WORKDIR`, `STOPSIGNAL`, `MAINTAINER`, `EXPOSE`, `VOLUME`.
    Words(Vec<String>),
    /// `HEALTHCHECK`, `ONBUILD`: nothing that shows in a Pod.
    Quiet,
}

/// What is wrong with a line: BuildKit's words, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The words.
    pub text: String,
    /// In the file.
    pub span: Span,
}

impl Instruction {
    /// A flag's value.
    pub fn flag(&self, name: &str) -> Option<&str> {
        self.flags.iter().find(|flag| flag.name == name).and_then(|flag| flag.value.as_deref())
    }

    /// Where a flag stands, or the word.
    pub fn flag_span(&self, name: &str) -> Span {
        self.flags.iter().find(|flag| flag.name == name).map_or(self.span, |flag| flag.span)
    }

    /// The words of `USER`, `WORKDIR` and their like.
    pub fn words(&self) -> &[String] {
        if let What::Words(words) = &self.what { words } else { &[] }
    }

    /// Instructions that a continuation took for itself: the escape character before them, their word, and that in the file.
    pub fn swallowed(&self) -> Vec<(Span, &'static str, Span)> {
        // These have such a word of their own on their next line.
        if matches!(self.name, "HEALTHCHECK" | "ONBUILD") {
            return Vec::new();
        }
        let taken = self.line.joints.iter().filter_map(|(escape, at)| {
            let rest = &self.line.text[*at..];
            let indent = rest.len() - rest.trim_start().len();
            let (word, behind) = rest.trim_start().split_once([' ', '\t'])?;
            let name = NAMES.iter().find(|name| **name == word).filter(|_| !behind.trim_start().starts_with('='))?;
            Some((Span::new(*escape, escape + 1), *name, self.line.span(at + indent, word.len())))
        });
        taken.collect()
    }
}

/// Reads a line.
///
/// # Errors
/// What BuildKit refuses, in its words.
pub fn parse(line: &Line, escape: char) -> Result<Instruction, Fault> {
    let text = line.text.as_str();
    let lead = text.len() - text.trim_start().len();
    let end = text[lead..].find(BLANK).map_or(text.len(), |at| lead + at);
    let (written, span) = (&text[lead..end], line.span(lead, end - lead));
    let numbered = |text: String, span| Fault { text: format!("dockerfile parse error on line {}: {text}", line.number), span };
    let Some(name) = NAMES.iter().find(|name| name.eq_ignore_ascii_case(written)) else {
        let near = suggestion(written, &NAMES, false);
        return Err(numbered(format!("unknown instruction: {written}{}", did_you_mean(near)), span));
    };
    let (flags, at) = flags(line, end, escape);
    let rest = text.get(at..).unwrap_or("").trim_end();
    let arguments = if rest.is_empty() { span } else { line.span(at, rest.len()) };
    let heredoc = line.heredocs.first().map(|document| document.word.as_str());
    let what = what(name, rest, escape, heredoc).map_err(|error| match error {
        Error::Line(text) => Fault { text, span: arguments },
        Error::Instruction(text) => numbered(text, arguments),
    })?;
    let instruction = Instruction { name, written: written.to_owned(), span, arguments, flags, what, line: line.clone() };
    check_flags(&instruction).map_err(|(text, span)| numbered(text, span))?;
    Ok(instruction)
}

const BLANK: [char; 5] = ['\t', '\u{b}', '\u{c}', '\r', ' '];

/// Errors of the reader of lines stand alone; those of instructions name their line.
enum Error {
    Line(String),
    Instruction(String),
}

/// The flags behind the word, and where the arguments begin.
fn flags(line: &Line, from: usize, escape: char) -> (Vec<Flag>, usize) {
    let text = line.text.as_str();
    let (mut found, mut at) = (Vec::new(), from);
    loop {
        let rest = &text[at..];
        at += rest.len() - rest.trim_start().len();
        if !text[at..].starts_with("--") {
            return (found, at);
        }
        let (mut word, mut quoted, mut length) = (String::new(), None, text.len() - at);
        let mut letters = text[at..].char_indices();
        while let Some((offset, c)) = letters.next() {
            match (c, quoted) {
                (c, Some(quote)) if c == quote => quoted = None,
                ('"' | '\'', None) => quoted = Some(c),
                (c, None) if c.is_whitespace() => {
                    length = offset;
                    break;
                }
                (c, _) if c == escape => word.extend(letters.next().map(|(_, c)| c)),
                (c, _) => word.push(c),
            }
        }
        let span = line.span(at, length);
        at += length;
        if word == "--" {
            let rest = &text[at..];
            return (found, at + rest.len() - rest.trim_start().len());
        }
        let (name, value) = word.split_once('=').map_or((word.as_str(), None), |(name, value)| (name, Some(value.to_owned())));
        found.push(Flag { name: name.trim_start_matches("--").to_owned(), value, span });
    }
}

/// The flags of each instruction; those with `!` take no value.
const FLAGS: [(&str, &[&str]); 5] = [
    ("ADD", &["chown", "chmod", "link!", "keep-git-dir!", "checksum", "unpack!", "exclude"]),
    ("COPY", &["chown", "from", "chmod", "link!", "exclude", "parents!"]),
    ("FROM", &["platform"]),
    ("RUN", &["mount", "network", "security", "device"]),
    ("HEALTHCHECK", &["interval", "timeout", "start-period", "start-interval", "retries"]),
];

fn check_flags(instruction: &Instruction) -> Result<(), (String, Span)> {
    if matches!(instruction.name, "ARG" | "STOPSIGNAL") {
        return Ok(());
    }
    let known = FLAGS.iter().find(|(name, _)| *name == instruction.name).map_or(&[][..], |(_, flags)| flags);
    let bare: Vec<&str> = known.iter().map(|flag| flag.trim_end_matches('!')).collect();
    for (index, flag) in instruction.flags.iter().enumerate() {
        let name = flag.name.as_str();
        let Some(at) = bare.iter().position(|known| *known == name) else {
            return Err((format!("unknown flag: --{name}{}", did_you_mean(suggestion(name, &bare, true))), flag.span));
        };
        let repeats = matches!(name, "exclude" | "mount" | "device");
        if !repeats && instruction.flags[..index].iter().any(|earlier| earlier.name == name) {
            return Err((format!("duplicate flag specified: --{name}"), flag.span));
        }
        let value = flag.value.as_deref();
        match known[at].ends_with('!') {
            true if value == Some("") => return Err((format!("missing a value on flag: --{name}"), flag.span)),
            true if value.is_some_and(|value| !["true", "false"].contains(&value.to_ascii_lowercase().as_str())) => {
                let text = format!("expecting boolean value for flag --{name}, not: {}", value.unwrap_or_default());
                return Err((text, flag.span));
            }
            false if value.is_none() => return Err((format!("missing a value on flag: --{name}"), flag.span)),
            _ => {}
        }
    }
    Ok(())
}

fn what(name: &str, rest: &str, escape: char, heredoc: Option<&str>) -> Result<What, Error> {
    let wrong = |text: &str| Err(Error::Instruction(format!("{name} {text}")));
    let split = || rest.split(BLANK).filter(|word| !word.is_empty()).map(str::to_owned).collect::<Vec<_>>();
    Ok(match name {
        "FROM" => match split().as_slice() {
            [base] => What::From { base: base.clone(), keyword: None, stage: None },
            [base, keyword, stage] if keyword.eq_ignore_ascii_case("as") => {
                if !is_stage_name(&stage.to_lowercase()) {
                    let text = format!("invalid name for build stage: {}, name can't start with a number or contain symbols", quote(stage));
                    return Err(Error::Instruction(text));
                }
                What::From { base: base.clone(), keyword: Some(keyword.clone()), stage: Some(stage.clone()) }
            }
            _ => return wrong("requires either one or three arguments"),
        },
        "RUN" if rest.is_empty() => return wrong("requires at least one argument"),
        "RUN" | "CMD" | "ENTRYPOINT" => What::Command(command(rest)?),
        "SHELL" => match command(rest)? {
            Command::Words(words) if words.is_empty() => return wrong("requires at least one argument"),
            Command::Shell(text) if text.is_empty() => return wrong("requires at least one argument"),
            Command::Shell(_) => return wrong("requires the arguments to be in JSON form"),
            words => What::Command(words),
        },
        "COPY" | "ADD" => {
            let mut words = match json(rest)? {
                Some(words) => words,
                None => split(),
            };
            let destination = words.pop().unwrap_or_default();
            if words.is_empty() {
                return wrong("requires at least two arguments, but only one was provided. Destination could not be determined");
            }
            if heredoc == Some(&destination) {
                return wrong("cannot accept a heredoc as a destination");
            }
            What::Copy { sources: words, destination }
        }
        "ENV" | "LABEL" => pairs(name, rest, escape)?,
        "ARG" => {
            let words = quoted_words(rest, escape);
            if words.is_empty() {
                return wrong("requires at least one argument");
            }
            let pair = |word: &String| match word.split_once('=') {
                Some((name, value)) => Pair { name: name.into(), value: Some(value.into()) },
                None => Pair { name: word.clone(), value: None },
            };
            let pairs: Vec<_> = words.iter().map(pair).collect();
            if pairs.iter().any(|pair| pair.name.is_empty()) {
                return wrong("names can not be blank");
            }
            What::Pairs(pairs, false)
        }
        "USER" | "WORKDIR" | "STOPSIGNAL" | "MAINTAINER" => match rest {
            "" => return wrong("requires exactly one argument"),
            one => What::Words(vec![one.to_owned()]),
        },
        "EXPOSE" if rest.is_empty() => return wrong("requires at least one argument"),
        "EXPOSE" => What::Words(split()),
        "VOLUME" => {
            let words = match json(rest)? {
                Some(words) => words,
                None => split(),
            };
            if words.is_empty() {
                return wrong("requires at least one argument");
            }
            What::Words(words)
        }
        "HEALTHCHECK" => healthcheck(rest)?,
        _ => {
            let trigger = rest.split(BLANK).next().unwrap_or_default().to_ascii_uppercase();
            match trigger.as_str() {
                "" => return wrong("requires at least one argument"),
                "ONBUILD" => return Err(Error::Instruction("Chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed".into())),
                "MAINTAINER" | "FROM" => return Err(Error::Instruction(format!("{trigger} isn't allowed as an ONBUILD trigger"))),
                _ => What::Quiet,
            }
        }
    })
}

fn healthcheck(rest: &str) -> Result<What, Error> {
    let (kind, behind) = rest.split_once(BLANK).unwrap_or((rest, ""));
    let problem = match kind.to_ascii_uppercase().as_str() {
        "" => "HEALTHCHECK requires at least one argument".into(),
        "NONE" if !behind.trim().is_empty() => "HEALTHCHECK NONE takes no arguments".into(),
        "CMD" if behind.trim().is_empty() => "Missing command after HEALTHCHECK CMD".into(),
        "CMD" | "NONE" => return Ok(What::Quiet),
        other => format!("Unknown type {} in HEALTHCHECK (try CMD)", quote(other)),
    };
    Err(Error::Instruction(problem))
}

/// A list of texts in JSON; `None` for what is no list.
fn json(rest: &str) -> Result<Option<Vec<String>>, Error> {
    let rest = rest.trim_start();
    let Some(items) = rest.starts_with('[').then(|| serde_json::from_str::<Vec<Value>>(rest).ok()).flatten() else { return Ok(None) };
    let texts: Option<Vec<_>> = items.into_iter().map(|item| item.as_str().map(str::to_owned)).collect();
    match texts {
        Some(texts) => Ok(Some(texts)),
        None => Err(Error::Line("when using JSON array syntax, arrays must be comprised of strings only".into())),
    }
}

fn command(rest: &str) -> Result<Command, Error> {
    Ok(match json(rest)? {
        Some(words) => Command::Words(words),
        None => Command::Shell(rest.to_owned()),
    })
}

/// `NAME=value …`, or the old `NAME value`.
fn pairs(keyword: &str, rest: &str, escape: char) -> Result<What, Error> {
    let words = quoted_words(rest, escape);
    let Some(first) = words.first() else { return Err(Error::Instruction(format!("{keyword} requires at least one argument"))) };
    if !first.contains('=') {
        let Some((name, value)) = rest.split_once(BLANK) else {
            return Err(Error::Line(format!("{keyword} must have two arguments")));
        };
        return Ok(What::Pairs(vec![Pair { name: name.into(), value: Some(value.trim_start_matches(BLANK).into()) }], true));
    }
    let mut pairs = Vec::new();
    for word in &words {
        let Some((name, value)) = word.split_once('=') else {
            let text = format!("Syntax error - can't find = in {}. Must be of the form: name=value", quote(word));
            return Err(Error::Line(text));
        };
        if name.is_empty() {
            return Err(Error::Instruction(format!("{keyword} names can not be blank")));
        }
        pairs.push(Pair { name: name.into(), value: Some(value.into()) });
    }
    Ok(What::Pairs(pairs, false))
}

/// Words at blanks outside of quotes; the quotes stay.
fn quoted_words(rest: &str, escape: char) -> Vec<String> {
    let (mut words, mut word, mut quote) = (Vec::new(), String::new(), None);
    let mut letters = rest.chars();
    while let Some(c) = letters.next() {
        match (c, quote) {
            (c, None) if c.is_whitespace() => {
                if !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
                continue;
            }
            ('\'' | '"', None) => quote = Some(c),
            (c, Some(open)) if c == open => quote = None,
            _ => {}
        }
        if c == escape && quote != Some('\'') {
            let Some(next) = letters.next() else { break };
            word.push(c);
            word.push(next);
            continue;
        }
        word.push(c);
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

fn is_stage_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_.".contains(c))
}

fn did_you_mean(near: Option<String>) -> String {
    near.map_or_else(String::new, |near| format!(" (did you mean {near}?)"))
}

/// The word that was meant, at most two letters away (`util/suggest/error.go`).
pub fn suggestion(word: &str, options: &[&str], exact_case: bool) -> Option<String> {
    let fold = |text: &str| if exact_case { text.to_owned() } else { text.to_lowercase() };
    let value = fold(word);
    let near = options
        .iter()
        .map(|option| (strsim::levenshtein(&value, &fold(option)), *option))
        .filter(|(distance, _)| (1..3).contains(distance));
    let (_, found) = near.min_by_key(|(distance, _)| *distance)?;
    Some(match () {
        () if exact_case => found.to_owned(),
        () if word == word.to_lowercase() => found.to_lowercase(),
        () => found.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::super::lines;
    use super::*;

    fn parsed(text: &str) -> Result<Instruction, String> {
        parse(&lines::read(text).lines[0], '\\').map_err(|fault| fault.text)
    }

    /// `parser/testfiles-negative` and `instructions/parse_test.go` of BuildKit.
    #[test]
    fn refusals_are_buildkits() {
        for (text, wanted) in [
            ("USR app", "dockerfile parse error on line 1: unknown instruction: USR (did you mean USER?)"),
            ("COPY . /home/app \\\nUSER 1", ""),
            ("HELLO world", "dockerfile parse error on line 1: unknown instruction: HELLO (did you mean SHELL?)"),
            ("FROM a b", "dockerfile parse error on line 1: FROM requires either one or three arguments"),
            (
                "COPY .",
                "dockerfile parse error on line 1: COPY requires at least two arguments, but only one was provided. Destination could not be \
                 determined",
            ),
            ("USER", "dockerfile parse error on line 1: USER requires exactly one argument"),
            ("COPY --chwon=1 a b", "dockerfile parse error on line 1: unknown flag: --chwon (did you mean chown?)"),
            ("COPY --chown a b", "dockerfile parse error on line 1: missing a value on flag: --chown"),
            ("COPY --chown=1 --chown=2 a b", "dockerfile parse error on line 1: duplicate flag specified: --chown"),
            ("ENV PATH", "ENV must have two arguments"),
            ("CMD [ 1 ]", "when using JSON array syntax, arrays must be comprised of strings only"),
            (
                "FROM a AS 1b",
                "dockerfile parse error on line 1: invalid name for build stage: \"1b\", name can't start with a number or contain symbols",
            ),
            ("ONBUILD FROM a", "dockerfile parse error on line 1: FROM isn't allowed as an ONBUILD trigger"),
            ("HEALTHCHECK CMD", "dockerfile parse error on line 1: Missing command after HEALTHCHECK CMD"),
        ] {
            assert_eq!(parsed(text).err().unwrap_or_default(), wanted, "{text}");
        }
    }

    #[test]
    fn words_flags_and_forms() {
        let copy = parsed("copy --chown=app:app --from='build' a b /c/").unwrap();
        assert_eq!((copy.name, copy.flag("chown"), copy.flag("from")), ("COPY", Some("app:app"), Some("build")));
        assert!(matches!(&copy.what, What::Copy { sources, destination } if sources == &["a", "b"] && destination == "/c/"));
        assert!(matches!(parsed("CMD [\"a\", \"b c\"]").unwrap().what, What::Command(Command::Words(words)) if words == ["a", "b c"]));
        // What is no JSON is a text for the shell.
        assert!(matches!(parsed("CMD ['a']").unwrap().what, What::Command(Command::Shell(text)) if text == "['a']"));
        let What::Pairs(pairs, old) = parsed("ENV A=\"x y\" B=1").unwrap().what else { panic!() };
        assert_eq!((pairs[0].value.as_deref(), pairs[1].name.as_str(), old), (Some("\"x y\""), "B", false));
        assert!(matches!(parsed("ENV A x y").unwrap().what, What::Pairs(pairs, true) if pairs[0].value.as_deref() == Some("x y")));
    }

    #[test]
    fn a_swallowed_instruction_is_seen() {
        let run = parsed("RUN useradd app \\\nCOPY . /app\n").unwrap();
        assert_eq!(run.swallowed(), [(Span::new(16, 17), "COPY", Span::new(18, 22))]);
        assert!(parsed("HEALTHCHECK --interval=5s \\\n  CMD true").unwrap().swallowed().is_empty());
        assert!(parsed("RUN a && \\\n  ENV=1 b").unwrap().swallowed().is_empty());
    }
}
