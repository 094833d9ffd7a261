//! `run`: a command in a container answers with a class.

use serde::Deserialize;

use super::CheckKind;
use super::pull::why;
use super::starts::absent;
use crate::grade::Sentence;
use crate::grade::case::{Case, Failure, PodRef};
use crate::grade::recipe;
use crate::grade::verdict::Stage;
use crate::probe::{Class, Observation, Probe, Step, Target};
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
        failure.message = with_class(self.sentence("diag-run-differs"), "got", &answer.class);
        let failure = failure.because(because(answer)).at(case.place(object, "spec.containers"));
        recipe::by_owner(failure, case, object, self.target.container.as_deref(), answer).err()
    }
}

impl Spec {
    fn probe(&self) -> Probe {
        Probe::Exec { target: self.target.clone(), command: self.command.0.clone() }
    }

    fn sentence(&self, id: &str) -> Sentence {
        let sentence = Sentence::new(id, &[("pod", &self.target.pod), ("command", &self.command.0.join(" "))]);
        with_class(sentence, "wanted", &self.class)
    }
}

/// The sentence with a class as an argument, in words.
fn with_class(sentence: Sentence, name: &str, class: &Class) -> Sentence {
    match class.word() {
        Some(word) => sentence.with_word(name, word),
        None => sentence.with(name, class.to_string().trim_start_matches("name(").trim_end_matches(')')),
    }
}

/// Why it answers so. Of a connection: what became of the name, and the policy that forbids, not the rule that comes
/// nearest, for that may be one that has to stay. Of anything else the simulator's last step decided.
fn because(answer: &Observation) -> Option<Sentence> {
    const CAUSES: [&str; 11] = [
        "network-dns-unanswered",
        "network-dns-missing",
        "network-dns-pod-name",
        "network-service-other-port",
        "network-service-empty",
        "network-egress-denied",
        "network-ingress-denied",
        "network-nobody-listens",
        "network-outside-refuses",
        "network-no-such-service",
        "network-service-chooses",
    ];
    let causes = answer.trace.iter().filter(|step| CAUSES.contains(&step.id)).map(Step::sentence);
    causes.reduce(Sentence::then).or_else(|| why(answer))
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
