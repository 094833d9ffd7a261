//! Answers that nobody who wrote the scenarios had in mind, right and wrong, from the misconceptions of the notes and from
//! what other tools get wrong (`tests/corpus/*.yaml`). A wrong one that passes and a right one that fails are bugs.

use std::collections::{BTreeMap, BTreeSet};

use cofferdam::assess::assess;
use cofferdam::content::{Catalogue, Kind};
use cofferdam::text::SourceFile;
use serde::Deserialize;

use crate::source;

/// An answer to a scenario; files that it does not name are as at the start.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Answer {
    name: String,
    verdict: Verdict,
    /// Why it is right or wrong, for who has to decide which side is mistaken.
    because: String,
    /// The misconception, or the case in which another tool was wrong.
    #[serde(default)]
    source: Option<String>,
    files: BTreeMap<String, String>,
}

#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Verdict {
    Right,
    Wrong,
}

/// The answers, by scenario.
fn corpus() -> Vec<(String, Vec<Answer>)> {
    let files = source::files("tests/corpus", "yaml").into_iter();
    let read = files.map(|(path, text)| {
        let id = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let answers = serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        (id, answers)
    });
    read.collect()
}

#[test]
fn no_wrong_answer_of_the_corpus_passes_and_no_right_one_fails() {
    let catalogue = Catalogue::embedded().unwrap();
    let mut mistakes = Vec::new();
    for (id, answers) in corpus() {
        let scenario = catalogue.scenario(&id).unwrap_or_else(|| panic!("tests/corpus/{id}.yaml: there is no such scenario"));
        for answer in answers {
            let names: BTreeSet<_> = scenario.start.iter().map(SourceFile::name).collect();
            assert!(
                answer.files.keys().all(|file| names.contains(file.as_str())),
                "{id}/{}: a file that the scenario has not",
                answer.name
            );
            let file = |start: &SourceFile| {
                answer.files.get(start.name()).map_or_else(|| start.clone(), |text| SourceFile::new(start.name(), text.as_str()))
            };
            let assessment = assess(scenario, &scenario.start.iter().map(file).collect::<Vec<_>>());
            if assessment.passed != (answer.verdict == Verdict::Right) {
                let lead = assessment.lead.map_or("", |lead| assessment.verdicts[lead].check.as_str());
                mistakes.push(format!(
                    "{id}/{}: {:?} ({}), and yet the judge says otherwise {lead}",
                    answer.name, answer.verdict, answer.because
                ));
            }
        }
    }
    assert!(mistakes.is_empty(), "{}", mistakes.join("\n"));
}

#[test]
fn the_corpus_is_large_and_covers_the_three_topics_both_ways() {
    let corpus = corpus();
    let mut counts: BTreeMap<(u32, bool), usize> = BTreeMap::new();
    let catalogue = Catalogue::embedded().unwrap();
    for (id, answers) in &corpus {
        let scenario = catalogue.scenario(id).unwrap();
        assert_ne!(scenario.kind, Kind::Predict, "{id}");
        let names: BTreeSet<_> = answers.iter().map(|answer| &answer.name).collect();
        assert_eq!(names.len(), answers.len(), "{id}: a name twice");
        for answer in answers {
            *counts.entry((scenario.module, answer.verdict == Verdict::Right)).or_default() += 1;
        }
    }
    assert!(counts.values().sum::<usize>() >= 300, "{counts:?}");
    for module in 2..=4 {
        for right in [true, false] {
            assert!(counts.get(&(module, right)).copied().unwrap_or(0) >= 15, "module {module}, right {right}: {counts:?}");
        }
    }
    let sources: BTreeSet<_> = corpus.iter().flat_map(|(_, answers)| answers).filter_map(|answer| answer.source.as_deref()).collect();
    assert!(sources.iter().filter(|source| source.starts_with('M')).count() >= 12, "{sources:?}");
    assert!((1..=21).filter(|row| sources.contains(format!("peers 4.2 #{row}").as_str())).count() >= 12, "{sources:?}");
}
