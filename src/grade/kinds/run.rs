//! `run`: a command in a container answers with a class.

use serde::Deserialize;

use super::CheckKind;
use super::pull::why;
use super::starts::absent;
use crate::grade::Sentence;
use crate::grade::case::{Case, Failure, PodRef};
use crate::grade::verdict::Stage;
use crate::probe::{Class, Probe, Target};
use crate::world::World;

/// Where, what, and the answer that is asked for.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spec {
    #[serde(rename = "in")]
    target: Target,
    command: Command,
    class: Class,
}

/// A command as a list of words or as one line, split at spaces outside quotes.
#[derive(Clone, Debug)]
pub struct Command(pub Vec<String>);

impl<'de> Deserialize<'de> for Command {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Written {
            Words(Vec<String>),
            Line(String),
        }
        Ok(Self(match Written::deserialize(deserializer)? {
            Written::Words(words) => words,
            Written::Line(line) => words(&line),
        }))
    }
}

/// The words of a command line; quotes hold words together and are taken off.
pub fn words(line: &str) -> Vec<String> {
    let (mut words, mut word, mut quote, mut begun) = (Vec::new(), String::new(), None, false);
    for c in line.chars() {
        match (c, quote) {
            (c, Some(open)) if c == open => quote = None,
            ('"' | '\'', None) => (quote, begun) = (Some(c), true),
            (c, None) if c.is_whitespace() => {
                if begun {
                    words.push(std::mem::take(&mut word));
                }
                begun = false;
            }
            (c, _) => {
                word.push(c);
                begun = true;
            }
        }
    }
    if begun {
        words.push(word);
    }
    words
}

impl CheckKind for Spec {
    fn stage(&self) -> Stage {
        Stage::Probe
    }

    fn asks(&self) -> Sentence {
        self.sentence("check-run")
    }

    fn probes(&self, _: &World) -> Vec<Probe> {
        vec![self.probe()]
    }

    fn judge(&self, case: &Case) -> Result<(), Box<Failure>> {
        let pod = PodRef { namespace: self.target.namespace.clone(), name: self.target.pod.clone() };
        let Some(object) = case.pod(&pod) else { return absent(&pod, case).err() };
        let answer = case.answer(&self.probe())?;
        if answer.class == self.class {
            return Ok(());
        }
        let mut failure = Failure::new("run-differs", &[]);
        failure.message = self.sentence("diag-run-differs").with("got", answer.class.to_string());
        failure.because(why(answer)).at(case.place(object, "spec.containers")).err()
    }
}

impl Spec {
    fn probe(&self) -> Probe {
        Probe::Exec { target: self.target.clone(), command: self.command.0.clone() }
    }

    fn sentence(&self, id: &str) -> Sentence {
        Sentence::new(id, &[("pod", &self.target.pod), ("command", &self.command.0.join(" ")), ("wanted", &self.class.to_string())])
    }
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn a_line_splits_into_words_as_a_shell_would() {
        assert_eq!(words("sh -c 'echo a  b' \"\""), ["sh", "-c", "echo a  b", ""]);
        assert_eq!(words("  touch /tmp/x "), ["touch", "/tmp/x"]);
    }
}
