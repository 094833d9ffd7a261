//! Holds the content contract over the embedded pack, and accounts for every id of the notes.

use cofferdam::content::{Catalogue, embedded_files};
use cofferdam::contract;
use cofferdam::locale::Locale;

/// The lessons and scenarios that this edition carries.
const CARRIED: [&str; 74] = [
    "L01", "L02", "L03", "L04", "L05", "L06", "L07", "L08", "L09", "L10", "L11", "L12", "L13", "L14", "L15", "L16", "A01", "A02", "A03",
    "A04", "A05", "B01", "B02", "B03", "B04", "B05", "B06", "B07", "B08", "B09", "B10", "B11", "B12", "C01", "C02", "C03", "C04", "C05",
    "C06", "C07", "C08", "C09", "C10", "C11", "C12", "D01", "D02", "D03", "D04", "D05", "D06", "D07", "D08", "D09", "D10", "D11", "D12",
    "D14", "E01", "E02", "E03", "E04", "E05", "E06", "E07", "E08", "E09", "E10", "E11", "E12", "E13", "E14", "E15", "E16",
];

#[test]
fn the_embedded_pack_keeps_the_contract() {
    let english = Locale::new("en");
    let findings: Vec<_> = contract::lint(embedded_files()).iter().map(|finding| finding.text(&english)).collect();
    assert!(findings.is_empty(), "{} findings:\n{}", findings.len(), findings.join("\n"));
}

#[test]
fn every_id_of_the_notes_is_listed_by_what_carries_it() {
    let catalogue = Catalogue::embedded().unwrap();
    let mut missing = Vec::new();
    for item in CARRIED {
        let lesson = catalogue.lesson(item).map(|lesson| &lesson.seeds);
        let Some(listed) = lesson.or_else(|| catalogue.scenario(item).map(|scenario| &scenario.seeds)) else {
            missing.push(format!("{item} is not there"));
            continue;
        };
        for id in contract::carried_by(item).into_iter().filter(|id| !listed.iter().any(|found| found == id)) {
            missing.push(format!("{item} does not list {id}"));
        }
    }
    let claimed = catalogue.lessons.iter().flat_map(|lesson| lesson.seeds.iter().map(move |id| (&lesson.id, id)));
    let claimed = claimed.chain(catalogue.scenarios.iter().flat_map(|scenario| scenario.seeds.iter().map(move |id| (&scenario.id, id))));
    missing
        .extend(claimed.filter(|(_, id)| !contract::known_seed(id)).map(|(item, id)| format!("{item} lists {id}, which does not exist")));
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}
