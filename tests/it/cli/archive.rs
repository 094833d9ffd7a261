//! A pack as one file: exported, imported, worked with.

use insta::assert_snapshot;

use super::Learner;

#[test]
fn a_pack_travels_as_one_file_and_is_worked_with_elsewhere() {
    let author = Learner::new();
    let answer = author.run(&["pack", "export", "A01", "--out", "class.tar.gz"]);
    assert!(answer.code == 0 && answer.out.starts_with("class.tar.gz: 1 lesson, 1 scenario, "), "{answer}");
    let bytes = std::fs::read(author.home.path().join("class.tar.gz")).unwrap();
    // Again, over the old one: the same bytes, so the same checksum.
    assert_eq!(author.run(&["pack", "export", "L01", "-o", "class.tar.gz"]).out, answer.out);
    assert_eq!(std::fs::read(author.home.path().join("class.tar.gz")).unwrap(), bytes);

    let learner = Learner::new();
    std::fs::write(learner.home.path().join("class.tar.gz"), &bytes).unwrap();
    let imported = learner.run(&["pack", "import", "class.tar.gz"]);
    assert!(imported.code == 0 && imported.out.starts_with("class: 1 lesson, 1 scenario, "), "{imported}");
    let sum = |text: &str| text.lines().find(|line| line.starts_with("SHA-256 ")).map(str::to_owned);
    assert!(sum(&imported.out).is_some() && sum(&imported.out) == sum(&answer.out));
    let mut command = learner.command(&["list", "--format", "json"]);
    let listed = learner.answer(command.env("COFFERDAM_PACK", "class"));
    assert_eq!(listed.out.lines().count(), 2, "{listed}");
    learner.write("config/config.yaml", "pack: class\n");
    assert!(learner.run(&["show", "A01"]).code == 0 && learner.run(&["show", "E03"]).code == 2);
    let answer = learner.run(&["pack", "import", "class.tar.gz"]);
    assert_snapshot!(answer, @"
    exit 3
    --- stderr
    cofferdam: class: already there, and nothing was written. Choose another id or folder.
    ");
}

#[test]
fn an_archive_that_was_torn_or_is_none_is_not_unpacked() {
    let learner = Learner::new();
    learner.write("notes.tar.gz", "nothing of ours");
    let answer = learner.run(&["pack", "import", "notes.tar.gz"]);
    assert!(
        answer.code == 3 && answer.err.starts_with("cofferdam: notes.tar.gz: This is not a pack of `cofferdam pack export`"),
        "{answer}"
    );
    assert!(!learner.home.path().join("notes").exists());
    assert_eq!(learner.run(&["pack", "export", "A01", "-o", "notes.tar.gz"]).code, 3);
    let answer = learner.run(&["pack", "export", "Z99", "-o", "z.tar.gz"]);
    assert!(answer.code == 2 && answer.err.starts_with("cofferdam: Z99: there is no such lesson or scenario in this pack.\n"), "{answer}");
    let mut command = learner.command(&["list"]);
    let answer = learner.answer(command.env("COFFERDAM_PACK", "nowhere"));
    assert!(answer.code == 3 && answer.err.contains("nowhere"), "{answer}");
}

#[test]
fn a_pack_that_breaks_the_contract_is_not_exported() {
    let author = Learner::new();
    assert_eq!(author.run(&["pack", "new", "E99", "--dir", "mine"]).code, 0);
    let answer = author.run(&["pack", "export", "mine", "-o", "mine.tar.gz"]);
    assert!(answer.code == 1 && answer.out.contains("scenarios/E99/") && !author.home.path().join("mine.tar.gz").exists(), "{answer}");
}
