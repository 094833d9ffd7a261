//! getopt_long(3): options wherever they stand, long ones shortened, in glibc's words.

/// What was given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Given {
    /// Letters with their values, in order.
    pub options: Vec<(char, String)>,
    /// What is no option.
    pub rest: Vec<String>,
}

impl Given {
    /// Whether a letter was given.
    pub fn has(&self, letter: char) -> bool {
        self.options.iter().any(|(own, _)| *own == letter)
    }

    /// The last value of a letter.
    pub fn value(&self, letter: char) -> Option<&str> {
        self.options.iter().rfind(|(own, _)| *own == letter).map(|(_, value)| value.as_str())
    }
}

/// Reads `args` (the program's name first). In `short` a colon follows letters that take a value; `long` gives the letter
/// that a long option stands for.
///
/// # Errors
/// glibc's complaint.
pub fn getopt(args: &[String], short: &str, long: &[(&str, char)]) -> Result<Given, String> {
    let name = args[0].rsplit('/').next().unwrap_or_default();
    let valued = |letter: char| short.split_once(letter).is_some_and(|(_, rest)| rest.starts_with(':'));
    let mut given = Given::default();
    let mut words = args[1..].iter();
    while let Some(word) = words.next() {
        if word == "--" {
            given.rest.extend(words.cloned());
            break;
        }
        if let Some(option) = word.strip_prefix("--") {
            let (key, inline) = option.split_once('=').map_or((option, None), |(key, value)| (key, Some(value.to_owned())));
            let exact = long.iter().filter(|(own, _)| *own == key).collect::<Vec<_>>();
            let near = long.iter().filter(|(own, _)| own.starts_with(key)).collect::<Vec<_>>();
            let found = if exact.is_empty() { near } else { exact };
            let letter = match found.as_slice() {
                [] => return Err(format!("{name}: unrecognized option '--{key}'")),
                [(_, letter)] => *letter,
                several => {
                    let all: String = several.iter().map(|(own, _)| format!(" '--{own}'")).collect();
                    return Err(format!("{name}: option '--{key}' is ambiguous; possibilities:{all}"));
                }
            };
            let whole = found.first().map_or(key, |(own, _)| own);
            match (valued(letter), inline) {
                (true, Some(value)) => given.options.push((letter, value)),
                (true, None) => match words.next() {
                    Some(value) => given.options.push((letter, value.clone())),
                    None => return Err(format!("{name}: option '--{whole}' requires an argument")),
                },
                (false, Some(_)) => return Err(format!("{name}: option '--{whole}' doesn't allow an argument")),
                (false, None) => given.options.push((letter, String::new())),
            }
            continue;
        }
        let Some(letters) = word.strip_prefix('-').filter(|letters| !letters.is_empty()) else {
            given.rest.push(word.clone());
            continue;
        };
        for (at, letter) in letters.char_indices() {
            if letter == ':' || !short.contains(letter) {
                return Err(format!("{name}: invalid option -- '{letter}'"));
            }
            if !valued(letter) {
                given.options.push((letter, String::new()));
                continue;
            }
            let inline = &letters[at + letter.len_utf8()..];
            match if inline.is_empty() { words.next().cloned() } else { Some(inline.to_owned()) } {
                Some(value) => given.options.push((letter, value)),
                None => return Err(format!("{name}: option requires an argument -- '{letter}'")),
            }
            break;
        }
    }
    Ok(given)
}
