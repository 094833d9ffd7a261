//! Every rule has a page, and the examples on it are tests: all rules run over all of them, and each finding stands
//! at the line that says so (`# error: [rule]`).

use std::collections::BTreeSet;

use cofferdam::locale::Locale;
use cofferdam::rules::{self, Options};
use cofferdam::text::SourceFile;

use crate::source;

/// The YAML blocks of a page.
fn blocks(page: &str) -> Vec<String> {
    let mut blocks = Vec::new();
    let mut rest = page;
    while let Some((_, after)) = rest.split_once("```yaml\n") {
        let (block, after) = after.split_once("```").unwrap();
        blocks.push(block.to_owned());
        rest = after;
    }
    blocks
}

/// What a block announces: line and rule.
fn announced(block: &str) -> BTreeSet<(usize, String)> {
    let mut all = BTreeSet::new();
    for (i, line) in block.lines().enumerate() {
        let Some((_, list)) = line.split_once("# error: [") else { continue };
        all.extend(list.split(']').next().unwrap().split(", ").map(|rule| (i + 1, rule.to_owned())));
    }
    all
}

#[test]
fn the_examples_of_all_pages_are_found_wrong_where_they_say() {
    let mut wrong = Vec::new();
    let mut examples = 0;
    for rule in rules::registry() {
        for block in blocks(rule.page) {
            examples += 1;
            let file = SourceFile::new("example.yaml", block.as_str());
            let documents = rules::validate(std::slice::from_ref(&file), &Options::default());
            let found = documents.iter().flat_map(|document| &document.diagnostics);
            let found: BTreeSet<_> = found.map(|d| (file.position(d.span.start).line, d.rule.to_owned())).collect();
            if found != announced(&block) || !found.iter().any(|(_, id)| id == rule.id) {
                wrong.push(format!("{}: announced {:?}, found {found:?}", rule.id, announced(&block)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(examples > 100, "{examples} examples");
}

/// How many words a page has beside its heading, addresses and examples.
fn words(page: &str) -> usize {
    let outside = page.split("```").step_by(2);
    outside.flat_map(str::lines).filter(|line| !line.starts_with(['#', '<'])).flat_map(str::split_whitespace).count()
}

#[test]
fn every_rule_has_a_page_and_its_words_in_every_language() {
    for rule in rules::registry() {
        assert!(rule.page.starts_with(&format!("# {}\n", rule.id)), "{}: no page", rule.id);
        let url = rule.url().unwrap_or_default();
        assert!(url.starts_with("https://") && rule.page.contains(&format!("<{url}>\n")), "{}: no address of documentation", rule.id);
        assert!(words(rule.page) >= 15, "{}: the page explains nothing", rule.id);
        for language in Locale::available() {
            let locale = Locale::new(language);
            // What kubectl says of these is the whole sentence; there is no advice that fits all of it.
            let has_help = !["yaml-syntax", "kubectl-refuses"].contains(&rule.id);
            let help = has_help.then(|| format!("rule-{}.help", rule.id));
            for id in [format!("rule-{}", rule.id)].into_iter().chain(help) {
                assert!(locale.try_format(&id, &[("value", "x"), ("field", "y"), ("detail", "z")]).is_some(), "{language}: {id}");
            }
        }
    }
}

#[test]
fn every_page_is_that_of_a_rule_of_the_registry() {
    let rules: BTreeSet<_> = rules::registry().iter().map(|rule| rule.id).collect();
    let pages = source::files("src/rules", "md");
    let headings: Vec<_> = pages.iter().filter_map(|(_, text)| text.strip_prefix("# ")?.lines().next()).collect();
    let lost: Vec<_> = headings.iter().filter(|id| !rules.contains(**id)).collect();
    assert!(
        lost.is_empty() && headings.len() == rules.len(),
        "{} rules, {} pages; not in the registry: {lost:?}",
        rules.len(),
        headings.len()
    );
}

#[test]
fn every_other_language_says_why_for_each_rule_and_for_nothing_else() {
    let rules: BTreeSet<_> = rules::registry().iter().map(|rule| rule.id.to_owned()).collect();
    for language in Locale::available().into_iter().filter(|language| *language != "en") {
        let files = source::files(&format!("assets/text/{language}"), "md");
        let sections = files.iter().flat_map(|(_, text)| text.lines()).filter_map(|line| line.strip_prefix("# "));
        assert_eq!(sections.map(str::to_owned).collect::<BTreeSet<_>>(), rules, "{language}");
        let locale = Locale::new(language);
        for id in &rules {
            assert!(locale.rule_page(id).is_some_and(|prose| words(prose) >= 5), "{language}: {id}: the page explains nothing");
        }
    }
    assert_eq!(Locale::new("en").rule_page("container-port"), None);
}

/// `docs/rules.md`: every rule in the order of the registry, and where the judge differs from a server.
fn reference() -> String {
    use std::fmt::Write as _;

    use cofferdam::schema::Version;
    let locale = Locale::new("en");
    let mut out =
        String::from("# Rules\n\nMade by `just reference`; a test keeps it fresh. `cofferdam explain RULE` shows a rule's page.\n\n");
    out.push_str("## Known differences\n\n");
    out.push_str(include_str!("../../src/rules/differences.md"));
    let rules = rules::registry();
    let _ = write!(out, "\n## The {} rules\n\n| rule | stage | versions | documentation |\n|---|---|---|---|\n", rules.len());
    for rule in rules {
        let versions = match (rule.since == Version::OLDEST, rule.until == Version::NEWEST) {
            (true, true) => String::new(),
            (_, true) => format!("since {}", rule.since),
            (_, false) => format!("{}–{}", rule.since, rule.until),
        };
        let help = locale.try_format(&format!("rule-{}.help", rule.id), &[("value", "…"), ("field", "…"), ("detail", "…")]);
        let (stage, url) = (rule.stage.as_str(), rule.url().unwrap_or_default());
        let help = help.unwrap_or_default().replace('|', "\\|").replace('\n', " ");
        let _ = writeln!(out, "| `{}` | {stage} | {versions} | [{}]({url}) |", rule.id, if help.is_empty() { "page" } else { &help });
    }
    out
}

#[test]
fn the_reference_is_fresh() {
    let made = reference();
    if let Some(path) = std::env::var_os("COFFERDAM_REFERENCE") {
        std::fs::write(path, &made).unwrap();
    }
    let kept = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/rules.md")).unwrap_or_default();
    assert!(kept == made, "docs/rules.md is not what the rules say: `just reference`");
}
