//! The shell language, as far as manifests and exec commands use it: lists, pipes, redirections, quotes, expansions,
//! functions and the compound commands `if`, `while`, `until`, `for`, `case`, `{ }`, `( )`, and bash's `[[ ]]` and `(( ))`.

mod parser;
mod redirection;
mod word;

use std::sync::Arc;

use super::state::Flavour;
pub use parser::Parser;
pub use word::here_text;

/// Commands in a row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct List(pub Vec<Item>);

/// `a && b || c`, perhaps in the background.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// The first pipeline.
    pub first: Pipeline,
    /// The others: `true` for `&&`.
    pub rest: Vec<(bool, Pipeline)>,
    /// `&`
    pub background: bool,
}

/// `a | b`
#[derive(Clone, Debug, PartialEq)]
pub struct Pipeline {
    /// `!`
    pub negated: bool,
    /// At least one.
    pub commands: Vec<Command>,
}

/// A command with its redirections.
#[derive(Clone, Debug, PartialEq)]
pub struct Command {
    /// What is run.
    pub body: Body,
    /// Left to right.
    pub redirects: Vec<Redirect>,
    /// The line on which it begins, from 1.
    pub line: usize,
}

/// What a command runs.
#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    /// `A=b cmd arg`
    Simple(Vec<(String, Word)>, Vec<Word>),
    /// `( )`
    Subshell(List),
    /// `{ }`
    Group(List),
    /// Condition and body, more of them, and `else`.
    If(Vec<(List, List)>, Option<List>),
    /// Condition, body, and whether it is `until`.
    While(List, List, bool),
    /// Variable, words (absent: the positional parameters), body.
    For(String, Option<Vec<Word>>, List),
    /// Word, and patterns with their commands.
    Case(Word, Vec<(Vec<Word>, List)>),
    /// `name() body`
    Function(String, Arc<Command>),
    /// `[[ … ]]`
    Test(Vec<Word>),
    /// `(( … ))`
    Arithmetic(String),
}

/// `2>&1`, `> file`, …
#[derive(Clone, Debug, PartialEq)]
pub struct Redirect {
    /// Which descriptor.
    pub descriptor: u8,
    /// Where to.
    pub to: Target,
}

/// Where a redirection leads.
#[derive(Clone, Debug, PartialEq)]
pub enum Target {
    /// `< file`
    Read(Word),
    /// `> file`
    Write(Word),
    /// `>| file`
    Clobber(Word),
    /// `>> file`
    Append(Word),
    /// `&> file`
    Both(Word),
    /// `>&1`
    Same(u8),
    /// `>&-`
    Close,
    /// `<<EOF`, `<<< text`
    Here(Word),
}

/// Pieces that stand together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Word(pub Vec<Part>);

/// A piece of a word.
#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    /// Plain text; `true` when quoted.
    Text(String, bool),
    /// `$name`, `${name…}`: name, what is done with it, quoted.
    Parameter(String, Operation, bool),
    /// `$(list)`, quoted.
    Output(String, bool),
    /// `$((expression))`, quoted.
    Arithmetic(String, bool),
}

/// What `${name…}` does with the parameter.
#[derive(Clone, Debug, PartialEq)]
pub enum Operation {
    /// `$name`
    Value,
    /// `${#name}`
    Length,
    /// `${name:-word}` and its kind: the sign, whether an empty value counts as none, and the word.
    Default(char, bool, Word),
    /// `${name%pattern}`: from the end, the longest match, the pattern.
    Trim(bool, bool, Word),
    /// `${name/pattern/text}`: all of them, the pattern, the text.
    Replace(bool, Word, Word),
    /// `${name:offset:length}`
    Slice(String, Option<String>),
    /// What this shell does not know.
    Bad(String),
}

/// What stands where something else was wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Token {
    /// The end of the text.
    End,
    /// The end of a line.
    Newline,
    /// `>` and its kind.
    Redirection(String),
    /// An ordinary word.
    Word(String),
    /// An operator or a reserved word.
    Sign(String),
}

/// Why text is no shell program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// What is wrong.
    pub fault: Fault,
    /// On which line, from 1.
    pub line: usize,
}

/// What is wrong with a program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A quote is not closed.
    Quote(char),
    /// `` ` `` is not closed.
    Backquote,
    /// `${` is not closed.
    Brace,
    /// `$(` is not closed.
    Parenthesis,
    /// A sign or word stands where it may not; what was wanted instead.
    Unexpected(Token, Option<&'static str>),
    /// `for` without a name.
    ForVariable,
    /// `1x() …`
    FunctionName,
}

/// The text of a word without expansions.
pub fn literal(word: &Word) -> String {
    word.0.iter().map(|part| if let Part::Text(text, _) = part { text.as_str() } else { "" }).collect()
}

/// Reads a whole program: used for `$(…)`, functions of the editor, and tests.
pub fn parse(text: &str, flavour: Flavour) -> Result<List, SyntaxError> {
    let mut parser = Parser::new(text, flavour);
    let mut all = List::default();
    while let Some(list) = parser.line()? {
        all.0.extend(list.0);
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<List, SyntaxError> {
        parse(text, Flavour::Ash)
    }

    #[test]
    fn lists_pipes_and_redirections_are_told_apart() {
        let list = read("a 'b c' | grep x >/tmp/f 2>&1 && ! d || e & f; (g)").unwrap();
        assert_eq!(list.0.len(), 3);
        assert!(list.0[0].background && list.0[0].first.commands.len() == 2 && list.0[0].rest.len() == 2);
        assert_eq!(list.0[0].first.commands[1].redirects.len(), 2);
        assert!(matches!(list.0[2].first.commands[0].body, Body::Subshell(_)));
        let looped = read("while true; do nc -l -p 80; done\nfor i in 1 2; do echo $i; done; if a; then b; else c; fi").unwrap();
        assert_eq!(looped.0.len(), 3);
        let chosen = read("case $1 in (a|b) x;; *) y; z;; esac\nf() { g; }").unwrap();
        assert!(matches!(&chosen.0[0].first.commands[0].body, Body::Case(_, arms) if arms.len() == 2 && arms[0].0.len() == 2));
        assert!(matches!(&chosen.0[1].first.commands[0].body, Body::Function(name, _) if name == "f"));
    }

    #[test]
    fn what_is_no_program_is_refused() {
        for text in ["echo 'a", "a |", "if a; then b", "a )", "a &&", "(a", "$(a", "{ a", ";", "a ;; b", "case x in", "for", "f() ", "fi"] {
            assert!(read(text).is_err(), "{text}");
        }
        assert!(read(&"(".repeat(1000)).is_err() && read(&"$(".repeat(1000)).is_err());
    }
}
