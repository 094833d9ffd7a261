//! One suggestion, with its reason.

use jiff::Timestamp;

use super::{due_reviews, known_lessons};
use crate::content::{Catalogue, Lesson, Scenario};
use crate::locale::Locale;
use crate::progress::{Attempt, Progress};

/// What to do next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// As the journal writes places: `scenario/E03`, `lesson/L13`.
    pub place: String,
    /// Why.
    pub reason: Reason,
}

/// Why something is suggested.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The last check of this scenario failed.
    Failed {
        /// The scenario.
        scenario: String,
        /// The diagnostic that came first, if there was one.
        diag: Option<String>,
    },
    /// It was opened and not finished.
    Open,
    /// Something that was wrong some days ago is asked again.
    Due {
        /// How many there are.
        count: usize,
    },
    /// It is the first of all.
    First,
    /// It comes next.
    Next,
    /// Its lesson is read.
    Practice {
        /// The lesson.
        lesson: String,
    },
    /// The placement showed that its lesson is known.
    Known {
        /// The lesson.
        lesson: String,
    },
    /// All are passed; this one has the lowest score.
    Weakest {
        /// Points.
        best: u32,
        /// Points there are.
        points: u32,
    },
}

impl Suggestion {
    /// The id of the scenario or lesson.
    pub fn id(&self) -> &str {
        self.place.rsplit('/').next().unwrap_or(&self.place)
    }
}

impl Reason {
    /// As a word of the JSON.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Failed { .. } => "failed",
            Self::Open => "open",
            Self::Due { .. } => "due",
            Self::First => "first",
            Self::Next => "next",
            Self::Practice { .. } => "practice",
            Self::Known { .. } => "known",
            Self::Weakest { .. } => "weakest",
        }
    }

    /// The reason in words.
    pub fn sentence(&self, locale: &Locale) -> String {
        match self {
            Self::Failed { scenario, diag } => match diag.as_deref().and_then(|diag| whole_sentence(locale, diag)) {
                Some(words) => locale.format("course-because-diag", &[("scenario", scenario), ("diag", &words)]),
                None => locale.format("course-because-failed", &[("scenario", scenario)]),
            },
            Self::Open => locale.text("course-because-open"),
            Self::Due { count } => locale.format("course-because-due", &[("count", &count.to_string())]),
            Self::First => locale.text("course-because-first"),
            Self::Next => locale.text("course-because-next"),
            Self::Practice { lesson } => locale.format("course-because-practice", &[("lesson", lesson)]),
            Self::Known { lesson } => locale.format("course-because-known", &[("lesson", lesson)]),
            Self::Weakest { best, points } => {
                locale.format("course-because-weakest", &[("best", &best.to_string()), ("points", &points.to_string())])
            }
        }
    }
}

/// What the diagnostic says, if it needs none of the names that only the attempt knew.
fn whole_sentence(locale: &Locale, diag: &str) -> Option<String> {
    locale.try_format(&format!("diag-{diag}"), &[]).filter(|words| !words.contains("{$"))
}

/// The next step: what failed before what is open, what is open before what returns today, that before what is new, and the
/// syllabus' order in all of these. A lesson that the placement showed to be known is not read, and its easy scenarios wait
/// until the others are passed.
pub fn suggest(catalogue: &Catalogue, progress: &Progress, now: Timestamp) -> Option<Suggestion> {
    unfinished(catalogue, progress)
        .or_else(|| due(catalogue, progress, now))
        .or_else(|| new(catalogue, progress))
        .or_else(|| weakest(catalogue, progress))
}

fn scenario(id: &str, reason: Reason) -> Suggestion {
    Suggestion { place: format!("scenario/{id}"), reason }
}

fn passed(progress: &Progress, id: &str) -> bool {
    progress.attempts.get(id).is_some_and(|attempt| attempt.passed)
}

/// What failed, then what is open.
fn unfinished(catalogue: &Catalogue, progress: &Progress) -> Option<Suggestion> {
    let find = |fits: &dyn Fn(&Attempt) -> bool| {
        let attempts = catalogue.scenarios.iter().filter_map(|found| Some((found, progress.attempts.get(&found.id)?)));
        attempts.into_iter().find(|(_, attempt)| !attempt.passed && fits(attempt))
    };
    if let Some((found, attempt)) = find(&|attempt| attempt.checks > 0) {
        let reason = Reason::Failed { scenario: found.id.clone(), diag: attempt.diags.first().cloned() };
        return Some(scenario(&found.id, reason));
    }
    find(&|attempt| attempt.started).map(|(found, _)| scenario(&found.id, Reason::Open))
}

/// What returns today.
fn due(catalogue: &Catalogue, progress: &Progress, now: Timestamp) -> Option<Suggestion> {
    let due = due_reviews(catalogue, progress, now);
    let place = due.first()?.item.place();
    Some(Suggestion { place, reason: Reason::Due { count: due.len() } })
}

/// The next lesson or scenario that is new.
fn new(catalogue: &Catalogue, progress: &Progress) -> Option<Suggestion> {
    let first = progress.attempts.is_empty() && progress.lessons.is_empty() && progress.placed.is_empty();
    let plain = || if first { Reason::First } else { Reason::Next };
    let known = known_lessons(catalogue, progress);
    for lesson in &catalogue.lessons {
        let is_known = known.contains(&lesson.id);
        let read = is_known || progress.lessons.get(&lesson.id).is_some_and(|percent| *percent >= 100);
        if !read && lesson.scenarios.iter().all(|id| !passed(progress, id)) {
            return Some(Suggestion { place: format!("lesson/{}", lesson.id), reason: plain() });
        }
        let open = scenarios(catalogue, lesson).find(|found| !(passed(progress, &found.id) || is_known && found.difficulty == 1));
        if let Some(found) = open {
            let lesson = lesson.id.clone();
            return Some(scenario(&found.id, if is_known { Reason::Known { lesson } } else { Reason::Practice { lesson } }));
        }
    }
    catalogue.scenarios.iter().find(|found| !passed(progress, &found.id)).map(|found| scenario(&found.id, plain()))
}

fn scenarios<'c>(catalogue: &'c Catalogue, lesson: &'c Lesson) -> impl Iterator<Item = &'c Scenario> {
    lesson.scenarios.iter().filter_map(|id| catalogue.scenario(id))
}

/// All are passed: the one with the lowest share of its points.
fn weakest(catalogue: &Catalogue, progress: &Progress) -> Option<Suggestion> {
    let best = |found: &Scenario| progress.attempts.get(&found.id).and_then(|attempt| attempt.best).unwrap_or(0);
    let found = catalogue.scenarios.iter().min_by_key(|found| (best(found) * 1000).checked_div(found.points).unwrap_or(0))?;
    Some(scenario(&found.id, Reason::Weakest { best: best(found), points: found.points }))
}
