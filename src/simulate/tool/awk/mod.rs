//! `awk`, as far as lines typed at a prompt go: patterns, fields, arithmetic, arrays, `printf`, the usual functions. What goes
//! beyond (user functions, `getline`, pipes) is not simulated and says so. The words are BusyBox's.

mod format;
mod lex;
mod parse;
mod run;
mod value;

use super::Call;
use crate::simulate::session::{Session, Stop, Streams};
use run::Machine;

/// Why a program is not run.
enum Wrong {
    /// It is none.
    Syntax(String),
    /// It says something that is not simulated.
    NotSimulated(String),
}

/// `awk [-F SEP] [-v VAR=VAL]… PROGRAM [FILE]…`
pub fn awk(session: &mut Session<'_>, call: &Call<'_>, streams: &mut Streams) -> Result<i32, Stop> {
    let mut machine = Machine::default();
    let mut words = call.args[1..].iter().peekable();
    while let Some(word) = words.peek().filter(|word| word.len() > 1 && word.starts_with('-')).map(|word| word.to_string()) {
        words.next();
        let value = |words: &mut std::iter::Peekable<std::slice::Iter<'_, String>>| match &word[2..] {
            "" => words.next().cloned().unwrap_or_default(),
            rest => rest.to_owned(),
        };
        match &word[..2] {
            "--" if word == "--" => break,
            "-F" => machine.set("FS", &super::print::unescape(&value(&mut words))),
            "-v" => match value(&mut words).split_once('=') {
                Some((name, text)) => machine.set(name, &super::print::unescape(text)),
                None => return Err(Stop::NotSimulated(format!("awk {word}"))),
            },
            _ => return Err(Stop::NotSimulated(format!("awk {word}"))),
        }
    }
    let Some(text) = words.next() else { return Ok(super::options::usage(session, "awk", streams)) };
    let program = match lex::tokens(text).and_then(parse::program) {
        Ok(program) => program,
        Err(Wrong::NotSimulated(what)) => return Err(Stop::NotSimulated(format!("awk: {what}"))),
        Err(Wrong::Syntax(said)) => {
            streams.complain(format!("awk: cmd. line:1: {said}"));
            return Ok(1);
        }
    };
    let mut code = 0;
    let mut inputs = Vec::new();
    if program.reads() {
        let paths: Vec<&String> = words.collect();
        if paths.is_empty() {
            inputs.push((String::new(), std::mem::take(&mut streams.input)));
        }
        for path in paths {
            match session.read(path) {
                _ if path == "-" => inputs.push((String::new(), std::mem::take(&mut streams.input))),
                Ok(text) => inputs.push((path.clone(), text)),
                Err(errno) => {
                    streams.complain(format!("awk: {path}: {}", errno.text()));
                    code = 1;
                    break;
                }
            }
        }
    }
    machine.set_array("ENVIRON", session.environment().iter().map(|(name, value)| (name.to_owned(), value.to_owned())));
    match machine.run(&program, &inputs, &mut streams.out) {
        Ok(0) => Ok(code),
        Ok(exit) => Ok(exit),
        Err(Wrong::Syntax(said)) => {
            streams.complain(format!("awk: cmd. line:1: {said}"));
            Ok(1)
        }
        Err(Wrong::NotSimulated(what)) => Err(Stop::NotSimulated(format!("awk: {what}"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ran(program: &str, input: &str) -> String {
        let mut out = String::new();
        match lex::tokens(program).and_then(parse::program) {
            Ok(program) => match Machine::default().run(&program, &[(String::new(), input.to_owned())], &mut out) {
                Ok(0) => out,
                Ok(code) => format!("{out}[{code}]"),
                Err(Wrong::Syntax(said) | Wrong::NotSimulated(said)) => said,
            },
            Err(Wrong::Syntax(said)) => format!("syntax: {said}"),
            Err(Wrong::NotSimulated(what)) => format!("not simulated: {what}"),
        }
    }

    /// BusyBox 1.35 of the recorded cluster, 28 November 2026.
    #[test]
    fn programs_that_learners_type_answer_as_busybox() {
        let cases = [
            ("{print $2}", "a b c\nd e f\n", "b\ne\n"),
            ("/x/ {print $1}", "1 x\n2 y\n", "1\n"),
            ("$1>1 {print $2}", "1 x\n2 y\n", "y\n"),
            ("$2==\"y\"", "1 x\n2 y\n", "2 y\n"),
            ("NR==2", "1 x\n2 y\n", "2 y\n"),
            ("NR>1{print NR\": \"$0}", "1 x\n2 y\n", "2: 2 y\n"),
            ("{s+=$1} END {print s}", "1\n2\n", "3\n"),
            ("BEGIN{printf \"%d %s\\n\", 3, \"x\"}", "", "3 x\n"),
            ("{print NF}", "a b c\n", "3\n"),
            ("{print $1 $2}", "a b c\n", "ab\n"),
            ("{gsub(\"a\",\"x\"); print length($1), toupper($2), substr($1,2)}", "abc def\n", "3 DEF bc\n"),
            ("BEGIN{FS=\":\"} $3==0{print $NF}", "root:x:0:/bin/sh\nweb:x:7:/bin/no\n", "/bin/sh\n"),
            ("{print $1", "a\n", "syntax: Unexpected token"),
        ];
        for (program, input, wanted) in cases {
            assert_eq!(ran(program, input), wanted, "{program}");
        }
    }

    /// POSIX awk.
    #[test]
    fn control_arrays_and_functions_work() {
        let cases = [
            ("{n[$1]++} END {for (k in n) print k, n[k]}", "a\na\n", "a 2\n"),
            ("BEGIN{for(i=0;i<3;i++) {if (i==1) continue; print i}}", "", "0\n2\n"),
            ("BEGIN{while(i<2){i++}; print i; exit 3}", "", "2\n[3]"),
            ("{$2=\"z\"; print; print NF}", "a b  c\n", "a z c\n3\n"),
            ("BEGIN{print 1/4, 2^10, 7%4, -3, !0, 1e3, 100000000}", "", "0.25 1024 3 -3 1 1000 100000000\n"),
            (
                "BEGIN{n=split(\"a:b:c\",p,\":\"); print n, p[2]; print index(\"abc\",\"c\"), match(\"xab\",/ab/), RSTART, RLENGTH}",
                "",
                "3 b\n3 2 2 2\n",
            ),
            ("BEGIN{print (2>1)?\"yes\":\"no\"; print 1==1.0, \"a\"<\"b\", \"10\"<\"9\"}", "", "yes\n1 1 1\n"),
            ("/a/,/c/", "x\na\nb\nc\nd\n", "a\nb\nc\n"),
            ("{sub(/b+/,\"[&]\"); print}", "abbbc\n", "a[bbb]c\n"),
            ("$1 ~ /^a/ && $2 !~ /z/ {print; next} {print \"no\"}", "ab c\nb c\n", "ab c\nno\n"),
            ("BEGIN{\"date\" | getline x}", "", "not simulated: |"),
            ("function f(x) {return x} BEGIN{print f(1)}", "", "not simulated: function"),
            ("BEGIN { printf \"%5.1f|%-3s|%03d|%x|%c|%%\\n\", 3.14159, \"a\", 7, 255, \"hi\" }", "", "  3.1|a  |007|ff|h|%\n"),
            ("END{print NR, $0}", "a\nb\n", "2 b\n"),
        ];
        for (program, input, wanted) in cases {
            assert_eq!(ran(program, input), wanted, "{program}");
        }
    }
}
