//! Patterns of `case`, `${name#…}` and file names: `*`, `?`, `[…]`.

use super::Letter;

/// A pattern.
#[derive(Clone, Debug)]
pub struct Pattern(Vec<Letter>);

/// Whether a pattern matches all of a text (`fnmatch`).
pub fn glob(pattern: &str, text: &str) -> bool {
    let letters: Vec<Letter> = pattern.chars().map(|c| Letter { c, quoted: false, splits: false }).collect();
    Pattern::new(&letters).matches(text)
}

impl Pattern {
    /// Of expanded letters: quoted ones stand for themselves.
    pub fn new(letters: &[Letter]) -> Self {
        Self(letters.to_vec())
    }

    /// Whether any letter means more than itself.
    pub fn is_pattern(&self) -> bool {
        self.0.iter().any(|letter| !letter.quoted && "*?[".contains(letter.c))
    }

    /// Whether it matches all of `text`.
    pub fn matches(&self, text: &str) -> bool {
        self.fits(&text.chars().collect::<Vec<_>>())
    }

    fn fits(&self, name: &[char]) -> bool {
        let pattern = &self.0;
        let (mut p, mut n, mut star) = (0, 0, None);
        loop {
            if pattern.get(p).is_some_and(|letter| letter.c == '*' && !letter.quoted) {
                star = Some((p, n));
                p += 1;
                continue;
            }
            if n == name.len() {
                return p == pattern.len();
            }
            match pattern.get(p).and_then(|_| one(&pattern[p..], name[n])) {
                Some(length) => (p, n) = (p + length, n + 1),
                None => match star {
                    Some((at, from)) if from < name.len() => {
                        star = Some((at, from + 1));
                        (p, n) = (at + 1, from + 1);
                    }
                    _ => return false,
                },
            }
        }
    }

    /// `text` without what matches at its beginning or end.
    pub fn trim(&self, text: &str, end: bool, longest: bool) -> String {
        let chars: Vec<char> = text.chars().collect();
        let mut lengths: Vec<usize> = (0..=chars.len()).collect();
        if longest {
            lengths.reverse();
        }
        for length in lengths {
            let (cut, rest) = match end {
                true => (&chars[chars.len() - length..], &chars[..chars.len() - length]),
                false => (&chars[..length], &chars[length..]),
            };
            if self.fits(cut) {
                return rest.iter().collect();
            }
        }
        text.to_owned()
    }

    /// `text` with the first match, or all of them, replaced; the longest at each place.
    pub fn replace(&self, text: &str, with: &str, all: bool) -> String {
        let chars: Vec<char> = text.chars().collect();
        let (mut out, mut at) = (String::new(), 0);
        while at < chars.len() {
            let hit = (at + 1..=chars.len()).rev().find(|end| self.fits(&chars[at..*end]));
            match hit {
                Some(end) => {
                    out += with;
                    at = end;
                    if !all {
                        break;
                    }
                }
                None => {
                    out.push(chars[at]);
                    at += 1;
                }
            }
        }
        out.extend(&chars[at..]);
        out
    }
}

/// How many pattern letters match `c`, if they do.
fn one(pattern: &[Letter], c: char) -> Option<usize> {
    match (pattern[0].c, pattern[0].quoted) {
        ('?', false) => Some(1),
        ('[', false) => class(pattern, c),
        (literal, _) => (literal == c).then_some(1),
    }
}

fn class(pattern: &[Letter], c: char) -> Option<usize> {
    let negated = pattern.get(1).is_some_and(|letter| "!^".contains(letter.c) && !letter.quoted);
    let start = 1 + usize::from(negated);
    // A bracket that comes first is one of the class.
    let mut end = start + 1;
    loop {
        match pattern.get(end) {
            Some(letter) if letter.c == ']' && !pattern[end - 1].c.eq(&':') => break,
            Some(letter) if letter.c == ']' && !names_open(&pattern[start..end]) => break,
            Some(_) => end += 1,
            // Without an end the bracket stands for itself.
            None => return (c == '[').then_some(1),
        }
    }
    let text: String = pattern[start..end].iter().map(|letter| letter.c).collect();
    let named = [
        ("[:alpha:]", c.is_alphabetic()),
        ("[:digit:]", c.is_ascii_digit()),
        ("[:alnum:]", c.is_alphanumeric()),
        ("[:upper:]", c.is_uppercase()),
        ("[:lower:]", c.is_lowercase()),
        ("[:space:]", c.is_whitespace()),
        ("[:punct:]", c.is_ascii_punctuation()),
    ];
    let mut hit = named.iter().any(|(name, fits)| *fits && text.contains(name));
    let rest: Vec<char> = named.iter().fold(text, |text, (name, _)| text.replace(name, "")).chars().collect();
    let mut at = 0;
    while at < rest.len() {
        if rest.get(at + 1) == Some(&'-') && at + 2 < rest.len() {
            hit |= rest[at] <= c && c <= rest[at + 2];
            at += 3;
        } else {
            hit |= rest[at] == c;
            at += 1;
        }
    }
    (hit != negated).then_some(end + 1)
}

/// Whether a `[:` has not found its `:]` yet.
fn names_open(class: &[Letter]) -> bool {
    let text: String = class.iter().map(|letter| letter.c).collect();
    text.rfind("[:").is_some_and(|at| !text[at + 2..].contains(":]"))
}
