//! The pages of check kinds: their examples are read, and every diagnostic they name has its sentence.

use cofferdam::grade::{Check, KINDS};
use cofferdam::locale::Locale;

/// The content of the fences called `yaml`.
fn examples(page: &str) -> Vec<&str> {
    page.split("```yaml\n").skip(1).filter_map(|rest| rest.split("\n```").next()).collect()
}

#[test]
fn the_examples_of_every_page_are_checks_of_that_kind() {
    for kind in KINDS {
        assert!(kind.page.starts_with(&format!("# {}\n", kind.word)), "{}: the page begins with its word", kind.word);
        let examples = examples(kind.page);
        assert!(!examples.is_empty(), "{}: no example", kind.word);
        for example in examples {
            let check: Check = serde_yaml::from_str(example).unwrap_or_else(|error| panic!("{}: {error}", kind.word));
            assert_eq!(check.word, kind.word);
        }
    }
}

#[test]
fn every_diagnostic_of_a_page_has_a_sentence_in_every_language() {
    for language in Locale::available() {
        let locale = Locale::new(language);
        for kind in KINDS {
            let fails = kind.page.split("Fails with").nth(1).unwrap_or_else(|| panic!("{}: no list of failures", kind.word));
            let named = fails
                .lines()
                .filter(|line| line.starts_with("- "))
                .flat_map(|line| line.split(':').next().unwrap_or("").split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>());
            let named: Vec<_> = named.collect();
            assert!(!named.is_empty(), "{}: no diagnostic", kind.word);
            for diag in named {
                let told =
                    ["", "-open", "-capabilities"].iter().any(|variant| locale.try_format(&format!("diag-{diag}{variant}"), &[]).is_some());
                assert!(told, "{}: {diag} has no sentence in {language}", kind.word);
            }
        }
    }
}
