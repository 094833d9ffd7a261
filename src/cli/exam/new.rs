//! `cofferdam exam new`: draws a paper. Its clock starts with the first task that is shown.

use serde_json::json;

use super::super::paint::Role;
use super::super::{Context, Exit, Failure, Format};
use crate::exam::{Domain, Order, clock, draw, facts, fingerprint, taken_id};
use crate::progress::{Event, Paper};

/// A new paper.
#[derive(Debug, clap::Args)]
pub(super) struct New {
    #[arg(value_name = "full|half|sprint", default_value = "sprint", hide_default_value = true, value_parser = ["full", "half", "sprint"])]
    blueprint: String,
    #[arg(long, value_name = "cka|ckad|cks", default_value = "cka", hide_default_value = true, value_parser = ["cka", "ckad", "cks"])]
    exam: String,
    #[arg(long, value_name = "TOPIC")]
    topic: Option<String>,
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
}

impl New {
    pub(super) fn run(self, cx: &mut Context<'_>) -> Result<Exit, Failure> {
        let catalogue = cx.catalogue()?;
        let now = cx.host.now();
        let mut journal = cx.journal();
        if let Some(running) = journal.progress().running(now) {
            let left = clock(running.remaining(now).as_secs().unsigned_abs());
            let args = [("paper", running.paper.paper.as_str()), ("left", &left)];
            return Err(Failure::Usage(cx.locale.format("cli-exam-running", &args)));
        }
        // Short enough to be read out in a class room.
        let seed = self.seed.unwrap_or_else(|| now.as_microsecond().unsigned_abs() % 9_999 + 1);
        let order = Order { blueprint: self.blueprint, exam: self.exam, topic: self.topic, seed };
        let mut paper = draw(&catalogue, &order).map_err(|shortage| Failure::Usage(shortage.sentence().text(&cx.locale)))?;
        paper.paper = taken_id(&paper.paper, &journal.progress().papers);
        journal.record(Event::ExamDrawn(paper.clone()));
        cx.tell_trouble(&journal);
        let domains: Vec<_> = paper.tasks.iter().map(|task| catalogue.find(&task.scenario).as_ref().map(Domain::of)).collect();
        tell(cx, &paper, &domains);
        Ok(Exit::Passed)
    }
}

/// The rules, and what each task weighs; the tasks themselves are read when the clock runs.
fn tell(cx: &mut Context<'_>, paper: &Paper, domains: &[Option<Domain>]) {
    if cx.format == Format::Json {
        let tasks = paper.tasks.iter().zip(domains).enumerate();
        let tasks: Vec<_> = tasks
            .map(|(index, (task, domain))| json!({"task": index + 1, "weight": task.weight, "domain": domain.map(Domain::word)}))
            .collect();
        let mut row = json!({
            "paper": paper.paper, "blueprint": paper.blueprint, "exam": paper.exam, "seed": paper.seed, "minutes": paper.minutes,
            "pass": paper.pass, "fingerprint": fingerprint(paper), "tasks": tasks,
        });
        if let Some(topic) = &paper.topic {
            row["topic"] = topic.as_str().into();
        }
        cx.json(&row);
        return;
    }
    let (tasks, minutes, pass) = (paper.tasks.len().to_string(), paper.minutes.to_string(), paper.pass.to_string());
    let print = fingerprint(paper);
    let args = [("paper", paper.paper.as_str()), ("tasks", &tasks), ("minutes", &minutes), ("pass", &pass), ("fingerprint", &print)];
    let title = cx.locale.format("cli-exam-drawn", &args);
    let title = cx.paint(Role::Title, &title);
    cx.line(&title);
    for (index, (task, domain)) in paper.tasks.iter().zip(domains).enumerate() {
        let domain = domain.map_or_else(String::new, |domain| cx.locale.text(&format!("exam-domain-{}", domain.word())));
        let args = [("number", (index + 1).to_string()), ("weight", task.weight.to_string()), ("domain", domain)];
        let line = cx.locale.format("cli-exam-task", &args.each_ref().map(|(name, value)| (*name, value.as_str())));
        cx.line(&line);
    }
    let checked = facts().checked.clone();
    let note = cx.locale.format("cli-exam-how", &[("paper", &paper.paper), ("checked", &checked)]);
    cx.talk(&note);
}
