//! How much is validated and checked a second (`just bench`).

#![allow(missing_docs, clippy::unwrap_used)]

use cofferdam::assess::assess;
use cofferdam::content::Catalogue;
use cofferdam::rules::{Options, validate};
use cofferdam::text::SourceFile;
use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};

/// As the program has it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    divan::main();
}

/// `count` Pods with a security context each, one fault in ten.
fn pods(count: usize) -> SourceFile {
    let one = |number: usize| {
        let field = if number.is_multiple_of(10) { "runAsUsr" } else { "runAsUser" };
        format!(
            "---\napiVersion: v1\nkind: Pod\nmetadata:\n  name: web-{number}\n  labels: {{app: web}}\nspec:\n  securityContext:\n    {field}: 1000\n  \
             containers:\n  - name: web\n    image: nginx:1.31\n    ports:\n    - containerPort: 80\n"
        )
    };
    SourceFile::new("pods.yaml", (0..count).map(one).collect::<String>())
}

#[divan::bench(args = [1, 100, 1000])]
fn validate_pods(bencher: Bencher, count: usize) {
    let files = [pods(count)];
    let options = Options::default();
    bencher
        .counter(BytesCount::new(files[0].text().len()))
        .counter(ItemsCount::new(count))
        .bench(|| validate(black_box(&files), black_box(&options)));
}

#[divan::bench(args = ["B05", "C05", "E03", "E10"])]
fn check_reference_solution(bencher: Bencher, id: &str) {
    let catalogue = Catalogue::embedded().unwrap();
    let scenario = catalogue.scenario(id).unwrap();
    let files = &scenario.solutions.first().unwrap().files;
    bencher.bench(|| assess(black_box(scenario), black_box(files)));
}

#[divan::bench]
fn read_the_catalogue(bencher: Bencher) {
    bencher.bench(|| Catalogue::embedded().unwrap());
}
