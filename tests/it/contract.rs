//! Holds the content contract over the embedded pack, and accounts for every id of the notes.

use cofferdam::content::{Catalogue, embedded_files};
use cofferdam::contract;
use cofferdam::locale::Locale;

/// Misconceptions that nothing drills: M42 is a list of misspelt words.
const NOT_TAUGHT: [&str; 1] = ["M42"];

#[test]
fn the_embedded_pack_keeps_the_contract() {
    let english = Locale::new("en");
    let findings: Vec<_> = contract::lint(embedded_files()).iter().map(|finding| finding.text(&english)).collect();
    assert!(findings.is_empty(), "{} findings:\n{}", findings.len(), findings.join("\n"));
}

#[test]
fn every_id_of_the_notes_is_carried_and_listed_by_what_carries_it() {
    let catalogue = Catalogue::embedded().unwrap();
    let lessons = catalogue.lessons.iter().map(|lesson| (lesson.id.as_str(), &lesson.seeds, &lesson.misconceptions));
    let scenarios = catalogue.scenarios.iter().map(|scenario| (scenario.id.as_str(), &scenario.seeds, &scenario.misconceptions));
    let items: Vec<_> = lessons.chain(scenarios).collect();
    let mut faults = Vec::new();
    for (item, seeds, _) in &items {
        let lacking = contract::carried_by(item).into_iter().filter(|id| !seeds.iter().any(|found| found == id));
        faults.extend(lacking.map(|id| format!("{item} does not list {id}")));
        faults.extend(seeds.iter().filter(|id| !contract::known_seed(id)).map(|id| format!("{item} lists {id}, which does not exist")));
    }
    let carried = |id: &str| items.iter().any(|(_, seeds, _)| seeds.iter().any(|found| found == id));
    faults.extend(contract::seeds().keys().filter(|id| !carried(id)).map(|id| format!("nothing carries {id}")));
    let taught: Vec<_> = items.iter().flat_map(|(.., misconceptions)| misconceptions.iter()).collect();
    let missing = (1..=46).map(|number| format!("M{number:02}")).filter(|id| !taught.contains(&id)).collect::<Vec<_>>();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert_eq!(missing, NOT_TAUGHT);
}
