//! Variants: the same idea with new names. `cofferdam pack lint --seeds 200` (release) holds all of them to the contract.

use cofferdam::assess::assess;
use cofferdam::content::{Catalogue, Scenario};
use cofferdam::contract;

/// Everything that a learner or the judge reads of a scenario.
fn texts(scenario: &Scenario) -> String {
    let answers = scenario.solutions.iter().chain(scenario.wrong.iter().map(|wrong| &wrong.answer));
    let files = scenario.start.iter().chain(answers.flat_map(|answer| &answer.files));
    let files: Vec<_> = files.map(|file| format!("{}\n{}", file.name(), file.text())).collect();
    format!("{:?}\n{:?}\n{:?}\n{}", scenario.task, scenario.debrief, scenario.hints, files.join("\n"))
}

#[test]
fn a_seed_gives_the_same_task_every_time_and_another_seed_another() {
    let catalogue = Catalogue::embedded().unwrap();
    let again = Catalogue::embedded().unwrap();
    let of = |catalogue: &Catalogue, id: &str| texts(&catalogue.find(id).unwrap());
    assert_eq!(of(&catalogue, "E03@7"), of(&again, "e03@7"));
    assert_ne!(of(&catalogue, "E03@7"), of(&catalogue, "E03"));
    let different: std::collections::BTreeSet<_> = (1..6).map(|seed| of(&catalogue, &format!("E03@{seed}"))).collect();
    assert!(different.len() > 3, "{}", different.len());
    assert!(catalogue.find("E03@x").is_none() && catalogue.find("Z99@1").is_none());
}

#[test]
fn a_variant_has_new_names_everywhere_and_old_ones_nowhere() {
    let catalogue = Catalogue::embedded().unwrap();
    let variant = catalogue.find("E03@1").unwrap();
    assert_eq!((variant.id.as_str(), variant.base(), variant.seed()), ("E03@1", "E03", Some(1)));
    let text = texts(&variant);
    for old in ["api-pod", "db-pod", "app: api", "role: db"] {
        assert!(!text.contains(old), "{old} is left");
    }
    // The reference of the variant is right there, and that of the original is not.
    let original = catalogue.scenario("E03").unwrap();
    assert!(contract::is_sound(&variant) && !assess(&variant, &original.solutions[0].files).passed);
}

#[test]
fn the_new_names_fit_every_scenario() {
    let catalogue = Catalogue::embedded().unwrap();
    let variants = catalogue.scenarios.iter().flat_map(|scenario| [1, 2].map(|seed| scenario.variant(seed)));
    let faults: Vec<_> = variants.filter(|variant| !variant.faults().is_empty()).map(|variant| variant.id).collect();
    assert!(faults.is_empty(), "{faults:?}");
}

#[test]
fn groups_keep_their_order_because_programs_print_them_sorted() {
    let catalogue = Catalogue::embedded().unwrap();
    for seed in 1..9 {
        let text = texts(&catalogue.scenario("C05").unwrap().variant(seed));
        let groups: Vec<u64> =
            text.split("groups=").nth(1).unwrap().split(|c: char| !c.is_ascii_digit()).take(2).map(|id| id.parse().unwrap()).collect();
        assert!(groups[0] < groups[1] && groups != [2000, 3000], "{groups:?}");
    }
}
