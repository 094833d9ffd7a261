//! Predicted beside observed: rows for people, and the checks judged by either.

use super::port::Observed;
use super::{Asked, Plan, inside};
use crate::assess::{Answered, Assessment, Unsaid, judge_again, open_flows};
use crate::content::Scenario;
use crate::locale::{Locale, Sentence};
use crate::probe::{Change, Class, Effective, Facts, Flow, Observation, Probe};
use crate::text::SourceFile;

/// Whether the two judges say the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Agreement {
    /// They do.
    Same,
    /// They do, and something is to be said about it.
    SameBut(Sentence),
    /// They do not.
    Different,
    /// Only the offline judge answered; why.
    Unasked(Sentence),
}

impl Agreement {
    /// Whether this is a difference.
    pub fn is_different(&self) -> bool {
        *self == Self::Different
    }
}

/// One question, and what either judge answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Whose answer: a Pod, a file; may be empty.
    pub from: String,
    /// The command or question.
    pub label: Sentence,
    /// The simulator's answer.
    pub predicted: Sentence,
    /// The cluster's.
    pub observed: Option<Sentence>,
    /// What the cluster said, word for word.
    pub text: String,
    /// Whether they agree.
    pub agreement: Agreement,
}

/// One check, judged by either.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ruling {
    /// The check's id.
    pub check: String,
    /// What it asks.
    pub asks: Sentence,
    /// Whether it passes offline.
    pub predicted: bool,
    /// Whether it passes with the cluster's answers.
    pub observed: bool,
}

/// Both judges side by side.
#[derive(Clone, Debug)]
pub struct Confirmation {
    /// Documents first, then probes in the scenario's order.
    pub rows: Vec<Row>,
    /// One a check, in order.
    pub rulings: Vec<Ruling>,
    /// The offline judgement.
    pub offline: Assessment,
    /// The judgement by the cluster's answers.
    pub cluster: Assessment,
    /// What was seen.
    pub observed: Observed,
}

impl Confirmation {
    /// Puts the two judges' answers side by side.
    pub fn of(scenario: &Scenario, files: &[SourceFile], plan: &Plan, offline: Assessment, observed: Observed) -> Self {
        let rows = Self::rows(scenario, plan, &observed);
        let cluster = judge_again(scenario, files, &answered(scenario, plan, &observed));
        let pairs = offline.verdicts.iter().zip(&cluster.verdicts);
        let rulings = pairs.map(|(offline, cluster)| Ruling {
            check: offline.check.clone(),
            asks: offline.asks.clone(),
            predicted: offline.passed,
            observed: cluster.passed,
        });
        Self { rows, rulings: rulings.collect(), offline, cluster, observed }
    }

    /// The questions with what is known of the answers, while they are still coming in.
    pub fn rows(scenario: &Scenario, plan: &Plan, observed: &Observed) -> Vec<Row> {
        let mut rows = document_rows(plan, observed);
        let agreements = agreements(scenario, plan, observed);
        let unsaid = Unsaid::of(scenario, &plan.files);
        let row = |(asked, agreement)| {
            let row = probe_row(scenario, asked, observed, agreement);
            Row { from: unsaid.text(&row.from), ..row }
        };
        rows.extend(plan.asked.iter().zip(agreements).map(row));
        rows
    }

    /// Whether the judges differ anywhere.
    pub fn differs(&self) -> bool {
        self.rows.iter().any(|row| row.agreement.is_different()) || self.rulings.iter().any(|ruling| ruling.predicted != ruling.observed)
    }

    /// The judgement that counts: the better one.
    pub fn better(&self) -> &Assessment {
        if self.cluster.score > self.offline.score || (self.cluster.passed && !self.offline.passed) { &self.cluster } else { &self.offline }
    }

    /// How many questions the cluster answered, and how many of those as predicted.
    pub fn counts(&self) -> (usize, usize) {
        let asked = self.rows.iter().filter(|row| !matches!(row.agreement, Agreement::Unasked(_)));
        asked.fold((0, 0), |(all, same), row| (all + 1, same + usize::from(!row.agreement.is_different())))
    }
}

impl Row {
    /// The row in words, for those who cannot see a table.
    pub fn narrate(&self, locale: &Locale) -> String {
        let label = self.label.text(locale);
        let label = if self.from.is_empty() { label } else { format!("{} {label}", self.from) };
        let predicted = self.predicted.text(locale);
        let observed = self.observed.as_ref().map(|observed| observed.text(locale)).unwrap_or_default();
        let (id, why) = match &self.agreement {
            Agreement::Same => ("confirm-row-same", String::new()),
            Agreement::SameBut(why) => ("confirm-row-same-but", why.text(locale)),
            Agreement::Different => ("confirm-row-different", String::new()),
            Agreement::Unasked(why) => ("confirm-row-unasked", why.text(locale)),
        };
        locale.format(id, &[("label", &label), ("predicted", &predicted), ("observed", &observed), ("why", &why)])
    }
}

/// A word that is the same in every language: a class, a command, a name.
fn word(text: impl Into<String>) -> Sentence {
    Sentence::new("confirm-word", &[]).with("word", text)
}

fn document_rows(plan: &Plan, observed: &Observed) -> Vec<Row> {
    let answer = |accepted: bool| Sentence::new(if accepted { "confirm-accepted" } else { "confirm-refused" }, &[]);
    let row = |sent: &super::Sent| {
        let found = observed.submissions.iter().find(|submission| submission.from == sent.from);
        let text = |pointer: &str| sent.value.pointer(pointer).and_then(serde_json::Value::as_str).unwrap_or_default().to_owned();
        Row {
            from: sent.from.0.clone(),
            label: word(format!("{} {}", text("/kind"), text("/metadata/name"))),
            predicted: answer(sent.accepted),
            observed: found.map(|found| answer(found.accepted)),
            text: found.map(|found| found.message.clone()).unwrap_or_default(),
            agreement: match found {
                None => Agreement::Unasked(Sentence::new("confirm-not-sent", &[])),
                Some(found) if found.accepted == sent.accepted => Agreement::Same,
                Some(_) => Agreement::Different,
            },
        }
    };
    plan.sent.iter().map(row).collect()
}

/// Whether the judges agree on each question, in the plan's order.
fn agreements(scenario: &Scenario, plan: &Plan, observed: &Observed) -> Vec<Agreement> {
    let of = |asked: &Asked| match observed.answers.get(&asked.probe) {
        Some(found) => agreement(&asked.predicted, found),
        None => Agreement::Unasked(reason(&asked.probe, observed)),
    };
    let mut agreements: Vec<_> = plan.asked.iter().map(of).collect();
    for (asked, agreement) in plan.asked.iter().zip(&mut agreements).filter(|(_, agreement)| agreement.is_different()) {
        if let Some(why) = inside::that_explains(scenario, plan, observed, &asked.probe, &asked.predicted) {
            *agreement = Agreement::SameBut(why);
        }
    }
    agreements
}

fn probe_row(scenario: &Scenario, asked: &Asked, observed: &Observed, agreement: Agreement) -> Row {
    let (from, label) = label(scenario, &asked.probe);
    let found = observed.answers.get(&asked.probe);
    let predicted = match (&asked.probe, found) {
        // The number that the editor shows beside it.
        (Probe::Flows { ports }, None) => {
            let open = open_flows(scenario, &asked.predicted, ports).to_string();
            Sentence::new("confirm-open-predicted", &[("open", &open)])
        }
        _ => answer(&asked.predicted, found, true),
    };
    let text = found.map(|found| format!("{}{}", found.stdout, found.stderr).trim().to_owned()).unwrap_or_default();
    Row { from, label, predicted, observed: found.map(|found| answer(found, Some(&asked.predicted), false)), text, agreement }
}

fn reason(probe: &Probe, observed: &Observed) -> Sentence {
    let told = observed.unasked.iter().find(|(unasked, _)| unasked == probe).map(|(_, why)| why.clone());
    told.unwrap_or_else(|| Sentence::new("confirm-offline-only", &[]))
}

/// What a row is called.
fn label(scenario: &Scenario, probe: &Probe) -> (String, Sentence) {
    if let Some(watch) = scenario.watches.iter().find(|watch| watch.probe == *probe) {
        let label = match watch.label.as_str() {
            "" => Sentence::new("confirm-flows", &[]),
            "pull" => Sentence::new("confirm-pull", &[]),
            "start" => Sentence::new("confirm-start", &[]),
            "ready" => Sentence::new("asks-ready", &[]),
            command => word(command),
        };
        return (watch.from.clone(), label);
    }
    match probe {
        Probe::Exec { target, command } => (target.to_string(), word(command.join(" "))),
        Probe::Pull(target) => (target.to_string(), Sentence::new("confirm-pull", &[])),
        Probe::Start(target) => (target.to_string(), Sentence::new("confirm-start", &[])),
        Probe::Effective(target) => (target.to_string(), Sentence::new("confirm-effective", &[])),
        Probe::Flows { .. } => (String::new(), Sentence::new("confirm-flows", &[])),
        Probe::If { change: Change { policy_alone: Some((namespace, name)), .. }, .. } => {
            (format!("{namespace}/{name}"), Sentence::new("confirm-flows", &[]))
        }
        Probe::If { probe, .. } => label(scenario, probe),
        Probe::Selects { namespace, policy } => (format!("{namespace}/{policy}"), Sentence::new("confirm-selects", &[])),
        Probe::Workload { kind, namespace, name } => (format!("{namespace}/{name}"), Sentence::new("confirm-workload", &[("kind", kind)])),
        Probe::Isolation { namespace, pod } => (format!("{namespace}/{pod}"), Sentence::new("confirm-isolation", &[])),
    }
}

/// An answer in a word; of sets, only what the other judge said too.
fn answer(answer: &Observation, other: Option<&Observation>, predicted: bool) -> Sentence {
    match (&answer.facts, other.map(|other| &other.facts)) {
        (Facts::Effective(mine), Some(Facts::Effective(other))) => {
            let (own, theirs) = (visible(mine), visible(other));
            let differ: Vec<_> = own.into_iter().zip(theirs).filter(|(own, theirs)| own != theirs).map(|(own, _)| own).collect();
            word(if differ.is_empty() { short(mine) } else { differ.join(" ") })
        }
        (Facts::Effective(mine), _) => word(short(mine)),
        (Facts::Flows(flows), Some(Facts::Flows(others))) => {
            let tried = if predicted { others } else { flows };
            let open = tried.iter().filter(|flow| if predicted { allowed(flows, flow) } else { flow.allowed() }).count();
            Sentence::new("confirm-open", &[("open", &open.to_string()), ("tried", &tried.len().to_string())])
        }
        _ => class(&answer.class),
    }
}

/// What a class means, in the reader's words; its own word goes along for programs.
fn class(class: &Class) -> Sentence {
    let sentence = match (class, class.word()) {
        (Class::Name(name), _) => word(name.as_str()),
        (_, Some(said)) => Sentence::new("confirm-word", &[]).with_word("word", said),
        (_, None) => word(class.to_string()),
    };
    sentence.with(CLASS, class.to_string())
}

/// The argument with which an answer says which class it is.
const CLASS: &str = "class";

/// An answer for programs: of a class its own word, whatever the language.
pub fn for_programs(answer: &Sentence, locale: &Locale) -> String {
    let class = answer.args.iter().find(|(name, _)| name == CLASS).map(|(_, class)| class.clone());
    class.unwrap_or_else(|| answer.text(locale))
}

fn allowed(flows: &[Flow], wanted: &Flow) -> bool {
    flows.iter().any(|flow| (&flow.src, &flow.dst, flow.port) == (&wanted.src, &wanted.dst, wanted.port) && flow.allowed())
}

fn short(effective: &Effective) -> String {
    let number = |value: Option<i64>| value.map_or_else(|| "-".to_owned(), |value| value.to_string());
    format!("uid={} gid={}", number(effective.uid), number(effective.gid))
}

/// What `/proc/1/status` and the stored Pod show of an identity, in words.
fn visible(effective: &Effective) -> [String; 8] {
    let number = |value: Option<i64>| value.map_or_else(|| "-".to_owned(), |value| value.to_string());
    let groups: Vec<_> = effective.groups.iter().map(i64::to_string).collect();
    [
        format!("uid={}", number(effective.uid)),
        format!("gid={}", number(effective.gid)),
        format!("groups={}", groups.join(",")),
        format!("no_new_privs={}", u8::from(!effective.allow_privilege_escalation)),
        format!("effective={}", effective.effective.join(",")),
        format!("bounding={}", effective.bounding.join(",")),
        // The kernel tells that there is a filter, not which.
        format!("seccomp={}", u8::from(effective.seccomp != "Unconfined")),
        format!("read-only={}", effective.read_only_root),
    ]
}

/// Whether two answers mean the same.
fn agreement(predicted: &Observation, observed: &Observation) -> Agreement {
    let same = match (&predicted.facts, &observed.facts) {
        (Facts::Effective(predicted), Facts::Effective(observed)) => visible(predicted) == visible(observed),
        (Facts::Flows(predicted), Facts::Flows(observed)) => observed.iter().all(|flow| allowed(predicted, flow) == flow.allowed()),
        _ => comparable(&predicted.class) == comparable(&observed.class),
    };
    match (same, &predicted.class, &observed.class) {
        (true, ..) => Agreement::Same,
        // The node keeps what an earlier attempt pulled.
        (false, Class::Pulled, Class::Present) => Agreement::SameBut(Sentence::new("confirm-cached", &[])),
        _ => Agreement::Different,
    }
}

/// A failed pull alternates between two reasons.
fn comparable(class: &Class) -> Class {
    match class {
        Class::Waiting(reason) if reason == "ImagePullBackOff" => Class::Waiting("ErrImagePull".into()),
        class => class.clone(),
    }
}

/// Whether a cluster's answer is the predicted one, as it stands: what a judge who polls wants to know.
pub fn is_as_predicted(predicted: &Observation, observed: &Observation) -> bool {
    agreement(predicted, observed) == Agreement::Same
}

/// The cluster's answers in the place of the simulator's, completed by what no cluster can show.
fn answered(scenario: &Scenario, plan: &Plan, observed: &Observed) -> Answered {
    let documents = plan.sent.iter().filter_map(|sent| {
        let found = observed.submissions.iter().find(|submission| submission.from == sent.from && submission.accepted != sent.accepted)?;
        Some((sent.from.0.clone(), sent.from.1, (!found.accepted).then(|| found.message.clone())))
    });
    let answers = plan.asked.iter().zip(agreements(scenario, plan, observed)).filter_map(|(asked, agreement)| {
        let found = observed.answers.get(&asked.probe)?;
        // Where both say the same, the simulator's answer stands: it knows more about it (which Secret worked, why).
        let answer = if agreement.is_different() { complete(&asked.predicted, found) } else { asked.predicted.clone() };
        Some((asked.probe.clone(), answer))
    });
    Answered { documents: documents.collect(), answers: answers.collect() }
}

fn complete(predicted: &Observation, observed: &Observation) -> Observation {
    let facts = match (&predicted.facts, &observed.facts) {
        (Facts::Effective(predicted), Facts::Effective(observed)) => Facts::Effective(Box::new(Effective {
            run_as_non_root: predicted.run_as_non_root,
            proc_mount: predicted.proc_mount.clone(),
            origin: predicted.origin.clone(),
            ..(**observed).clone()
        })),
        (Facts::Flows(predicted), Facts::Flows(observed)) => Facts::Flows(predicted.iter().map(|flow| replaced(flow, observed)).collect()),
        (_, facts) => facts.clone(),
    };
    Observation { facts, ..observed.clone() }
}

fn replaced(flow: &Flow, observed: &[Flow]) -> Flow {
    let same = |other: &&Flow| (&other.src, &other.dst, other.port) == (&flow.src, &flow.dst, flow.port);
    match observed.iter().find(same) {
        Some(other) if other.allowed() != flow.allowed() => Flow { ingress: other.ingress, egress: other.egress, ..flow.clone() },
        _ => flow.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_pull_has_two_reasons_and_a_cached_image_is_told() {
        let of = |word: &str| Observation::of(word.parse().unwrap());
        assert_eq!(agreement(&of("ErrImagePull"), &of("ImagePullBackOff")), Agreement::Same);
        assert!(matches!(agreement(&of("pulled"), &of("present")), Agreement::SameBut(_)));
        assert_eq!(agreement(&of("present"), &of("pulled")), Agreement::Different);
        assert_eq!(agreement(&of("timeout"), &of("refused")), Agreement::Different);
    }
}
