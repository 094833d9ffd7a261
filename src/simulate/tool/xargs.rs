//! `xargs`: words of the input as arguments of a program.

use super::Call;
use crate::simulate::session::{Session, Stop, Streams};

/// How the input becomes calls.
#[derive(Default)]
struct Plan {
    /// How many words a call takes.
    at_most: Option<usize>,
    /// What in the command a line takes the place of.
    replaced: Option<String>,
    /// Words end at NUL.
    nul: bool,
    /// Without a word there is no call.
    needs_words: bool,
    /// The program with its first arguments.
    command: Vec<String>,
}

/// `xargs [-0r] [-n N] [-I TEXT] [PROGRAM [ARGUMENT]…]`
pub fn xargs(session: &mut Session<'_>, call: &Call<'_>, streams: &mut Streams) -> Result<i32, Stop> {
    let plan = read(call)?;
    let input = std::mem::take(&mut streams.input);
    let mut code = 0;
    for line in lines(&plan, &input) {
        if let Err(errno) = session.program(&line[0]) {
            streams.complain(format!("xargs: {}: {}", line[0], errno.text()));
            return Ok(if errno == crate::simulate::files::Errno::NotFound { 127 } else { 126 });
        }
        match session.execute(&line, streams)? {
            0 => {}
            255 => {
                streams.complain(format!("xargs: {}: exited with status 255; aborting", line[0]));
                return Ok(124);
            }
            _ => code = 123,
        }
    }
    Ok(code)
}

fn read(call: &Call<'_>) -> Result<Plan, Stop> {
    let mut plan = Plan::default();
    let mut words = call.args[1..].iter();
    while let Some(word) = words.next() {
        let Some(flag) = word.strip_prefix('-').filter(|flag| !flag.is_empty()) else {
            plan.command.push(word.clone());
            break;
        };
        let (letter, inline) = flag.split_at(flag.chars().next().map_or(0, char::len_utf8));
        let mut value = || if inline.is_empty() { words.next().cloned().unwrap_or_default() } else { inline.to_owned() };
        match letter {
            "n" => plan.at_most = value().parse().ok().filter(|number| *number > 0),
            "I" => plan.replaced = Some(value()),
            "0" if inline.is_empty() => plan.nul = true,
            "r" if inline.is_empty() => plan.needs_words = true,
            _ => return Err(Stop::NotSimulated(format!("xargs {word}"))),
        }
    }
    plan.command.extend(words.cloned());
    if plan.command.is_empty() {
        plan.command.push("echo".into());
    }
    Ok(plan)
}

/// The calls with all their words.
fn lines(plan: &Plan, input: &str) -> Vec<Vec<String>> {
    if let Some(mark) = &plan.replaced {
        let separator = if plan.nul { '\0' } else { '\n' };
        let texts = input.split(separator).map(str::trim_start).filter(|text| !text.is_empty());
        return texts.map(|text| plan.command.iter().map(|word| word.replace(mark.as_str(), text)).collect()).collect();
    }
    let words = if plan.nul { input.split('\0').filter(|word| !word.is_empty()).map(str::to_owned).collect() } else { split(input) };
    if words.is_empty() {
        return if plan.needs_words { Vec::new() } else { vec![plan.command.clone()] };
    }
    words.chunks(plan.at_most.unwrap_or(words.len())).map(|chunk| [plan.command.as_slice(), chunk].concat()).collect()
}

/// Words at blanks; quotes and backslashes keep blanks together.
fn split(input: &str) -> Vec<String> {
    let (mut words, mut word, mut quote) = (Vec::new(), None::<String>, None);
    let mut chars = input.chars();
    while let Some(c) = chars.next() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (None, '\'' | '"') => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (None, '\\') => word.get_or_insert_default().extend(chars.next()),
            (None, c) if c.is_whitespace() => words.extend(word.take()),
            (_, c) => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    words
}
