//! The grading's promises: the catalogue is there at once, and a whole assessment fits between two
//! keystrokes. `cargo bench --bench assess`.

use cofferdam::assess::assess;
use cofferdam::content::Catalogue;
use divan::Bencher;

/// As the program has it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    divan::main();
}

/// At most 2 ms: it stands before the first frame.
#[divan::bench]
fn catalogue() -> Catalogue {
    Catalogue::embedded().expect("the embedded pack is sound")
}

/// A scenario looked at for the first time: its folder read, its world built, start and reference judged.
#[divan::bench(args = ["B05", "C05", "E03", "E10"])]
fn first_look(bencher: Bencher, id: &str) {
    let fresh = || Catalogue::embedded().expect("the embedded pack is sound").scenario(id).expect("it is carried").clone();
    bencher.with_inputs(fresh).bench_values(|scenario| assess(&scenario, &scenario.start));
}

/// At most 5 ms: it runs at every keystroke.
#[divan::bench(args = ["B05", "B07", "B08", "B09", "C01", "C02", "C04", "C05", "C07", "C08", "E02", "E03", "E05", "E07", "E10"])]
fn keystroke(bencher: Bencher, id: &str) {
    let catalogue = Catalogue::embedded().expect("the embedded pack is sound");
    let scenario = catalogue.scenario(id).expect("it is carried");
    let answers: Vec<_> = scenario.solutions.iter().chain(scenario.wrong.iter().map(|wrong| &wrong.answer)).collect();
    let mut next = answers.iter().cycle();
    assess(scenario, &scenario.start);
    bencher.with_inputs(move || &next.next().expect("a cycle does not end").files).bench_local_values(|files| assess(scenario, files));
}
