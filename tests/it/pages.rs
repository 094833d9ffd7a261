//! Pages of the course as a learner sees them: Markdown that says what its author meant.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::source;

/// Texts of a page outside of code in which an asterisk is left: emphasis that did not close. In CommonMark `**` after a
/// backtick or a bracket does not close before a letter, and in Korean a particle follows a name without a space.
fn open_emphasis(page: &str) -> Vec<String> {
    let (mut found, mut code, mut text) = (Vec::new(), false, String::new());
    for event in Parser::new_ext(page, Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::CodeBlock(_)) => code = true,
            Event::End(TagEnd::CodeBlock) => code = false,
            Event::Text(part) if !code => text.push_str(&part),
            Event::End(TagEnd::Paragraph | TagEnd::Item | TagEnd::TableCell | TagEnd::Heading(_)) => {
                if text.contains('*') {
                    found.push(text.clone());
                }
                text.clear();
            }
            _ => {}
        }
    }
    found
}

#[test]
fn emphasis_closes_on_every_page() {
    assert_eq!(open_emphasis("**`api`**가 있다").len(), 1);
    assert!(open_emphasis("**api**가 `*` 있다").is_empty());
    let pages = [source::files("lessons", "md"), source::files("scenarios", "md")].concat();
    let wrong: Vec<_> = pages
        .iter()
        .flat_map(|(path, text)| open_emphasis(text).into_iter().map(move |text| format!("{}: {text}", path.display())))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_korean_particle_follows_its_name_without_a_space() {
    let particles = ["을", "를", "은", "는", "이", "가", "과", "와", "의", "에", "로", "으로", "에서", "입니다"];
    let pages = [source::files("lessons", "md"), source::files("scenarios", "md")].concat();
    let lone = |line: &str| {
        let mut rest = line;
        while let Some(at) = rest.find(['`', '*']) {
            rest = &rest[at + 1..];
            let Some(after) = rest.strip_prefix(' ') else { continue };
            let word: String = after.chars().take_while(|c| c.is_alphanumeric()).collect();
            // "`0`이 아닌가", "…라는 이 파드": a demonstrative is no particle.
            if particles.contains(&word.as_str()) && word != "이" {
                return true;
            }
        }
        false
    };
    let korean = pages.iter().filter(|(path, _)| path.to_string_lossy().ends_with("ko.md"));
    let wrong: Vec<_> = korean
        .flat_map(|(path, text)| text.lines().filter(|line| lone(line)).map(move |line| format!("{}: {line}", path.display())))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_drill_is_not_passed_by_always_saying_false() {
    let (mut all, mut right) = (0, 0);
    for (path, text) in source::files("lessons", "md").iter().filter(|(path, _)| path.ends_with("en.md")) {
        let (truths, lies) = (text.matches("\n  answer: true\n").count(), text.matches("\n  answer: false\n").count());
        assert!(truths > 0 && lies > 0, "{}: {truths} true, {lies} false", path.display());
        (all, right) = (all + truths + lies, right + truths);
    }
    assert!(all > 70 && right * 3 >= all, "{right} of {all} are true");
}
