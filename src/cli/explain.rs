//! `cofferdam explain`: the documentation of a field, or the page of a rule or a check.

use serde_json::json;

use super::near::near;
use super::{Context, Exit, Failure, Format};
use crate::grade;
use crate::kubectl;
use crate::rules;
use crate::world::World;

/// What a name stands for.
#[derive(Debug, clap::Args)]
pub(super) struct Explain {
    #[arg(value_name = "PATH|RULE|CHECK")]
    name: String,
    #[arg(long, value_name = "1.35")]
    k8s_version: Option<String>,
}

impl Explain {
    /// A name that is both a resource and a check (`secret`) means the resource; `check:secret` means the check.
    pub(super) fn run(self, cx: &mut Context<'_>) -> Result<Exit, Failure> {
        if let Some(word) = self.name.strip_prefix("check:") {
            return check(cx, word).ok_or_else(|| self.unknown(cx));
        }
        if let Some(id) = self.name.strip_prefix("rule:") {
            return rule(cx, id).ok_or_else(|| self.unknown(cx));
        }
        let field = self.field(cx)?;
        if field.exit == 0 {
            if cx.format == Format::Json {
                cx.json(&json!({"path": self.name, "text": field.stdout}));
            } else {
                cx.write(&field.stdout);
            }
            return Ok(Exit::Passed);
        }
        if let Some(exit) = rule(cx, &self.name).or_else(|| check(cx, &self.name)) {
            return Ok(exit);
        }
        // A path into a resource that exists: kubectl says best what is wrong with it.
        if self.name.contains('.') && !field.stderr.is_empty() {
            return Err(Failure::Usage(format!("{}\n{}", field.stderr.trim_end(), self.remedy(cx)?)));
        }
        Err(self.unknown(cx))
    }

    fn field(&self, cx: &Context<'_>) -> Result<kubectl::Outcome, Failure> {
        self.documentation(cx, &self.name)
    }

    fn documentation(&self, cx: &Context<'_>, path: &str) -> Result<kubectl::Outcome, Failure> {
        let mut world = World::default();
        if let Some(version) = &self.k8s_version {
            world.facts.version = cx.version(version)?.into();
        }
        Ok(kubectl::run(&mut world, &[], &["explain".into(), path.to_owned()], ""))
    }

    /// What to do about a path that ends nowhere: near names of what there is, or where to look.
    fn remedy(&self, cx: &Context<'_>) -> Result<String, Failure> {
        let mut path = self.name.as_str();
        while let Some((parent, word)) = path.rsplit_once('.') {
            let found = self.documentation(cx, parent)?;
            if found.exit == 0 {
                // Fields stand two columns in, each with its type behind a tab.
                let fields = found.stdout.lines().filter_map(|line| line.strip_prefix("  ")?.split_once('\t'));
                let names = near(word, fields.map(|(name, _)| name.trim()).filter(|name| !name.is_empty())).join(", ");
                return Ok(match names.is_empty() {
                    true => cx.locale.format("cli-explain-parent", &[("path", parent)]),
                    false => cx.locale.format("cli-did-you-mean", &[("names", &names)]),
                });
            }
            path = parent;
        }
        Ok(cx.locale.format("cli-explain-unknown", &[("name", &self.name)]))
    }

    fn unknown(&self, cx: &Context<'_>) -> Failure {
        let name = self.name.trim_start_matches("check:").trim_start_matches("rule:");
        let known = rules::registry().into_iter().map(|rule| rule.id).chain(grade::KINDS.iter().map(|kind| kind.word));
        let message = cx.locale.format("cli-explain-unknown", &[("name", name)]);
        Failure::Usage(match near(name, known).as_slice() {
            [] => message,
            names => format!("{message}\n{}", cx.locale.format("cli-did-you-mean", &[("names", &names.join(", "))])),
        })
    }
}

fn rule(cx: &mut Context<'_>, id: &str) -> Option<Exit> {
    let rule = rules::registry().into_iter().find(|rule| rule.id == id)?;
    let text = in_learners_words(cx, rule.id, rule.page);
    Some(page(cx, "rule", rule.id, &text))
}

/// Pages are written in English. For others, what the rule says and what to do stands first in their language, then the address, why, and
/// the examples.
fn in_learners_words(cx: &Context<'_>, id: &str, page: &str) -> String {
    let args = [("value", "…"), ("field", "…"), ("detail", "…")];
    let said = |id: String| cx.locale.try_format(&id, &args).map(|text| format!("> {}\n", text.replace('\n', "\n> ")));
    match page.split_once("\n\n").filter(|_| cx.locale.language() != "en") {
        Some((heading, rest)) => {
            let words: String = [format!("rule-{id}"), format!("rule-{id}.help")].into_iter().filter_map(said).collect();
            let rest = cx.locale.rule_page(id).map_or_else(|| rest.to_owned(), |prose| with_prose(rest, prose));
            format!("{heading}\n\n{words}\n{rest}")
        }
        None => page.to_owned(),
    }
}

/// The address and the examples of `page`, which has no heading, around other prose.
fn with_prose(page: &str, prose: &str) -> String {
    let address = page.split("\n\n").next().unwrap_or_default();
    let examples = page.split("```").skip(1).step_by(2).map(|example| format!("\n```{example}```\n"));
    std::iter::once(format!("{address}\n\n{prose}\n")).chain(examples).collect()
}

fn check(cx: &mut Context<'_>, word: &str) -> Option<Exit> {
    let kind = grade::KINDS.iter().find(|kind| kind.word == word)?;
    Some(page(cx, "check", kind.word, kind.page))
}

fn page(cx: &mut Context<'_>, what: &str, id: &str, text: &str) -> Exit {
    if cx.format == Format::Json {
        cx.json(&json!({what: id, "text": text}));
    } else {
        cx.page(text);
    }
    Exit::Passed
}
