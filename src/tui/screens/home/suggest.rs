//! One suggestion, with its reason.

use crate::content::Catalogue;
use crate::progress::Progress;
use crate::tui::session::Session;

/// What to do next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// As the journal writes places.
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
    /// It is the first of all.
    First,
    /// It comes next.
    Next,
    /// Its lesson is read.
    Practice {
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

impl Reason {
    /// The reason in words.
    pub fn sentence(&self, session: &Session) -> String {
        match self {
            Self::Failed { scenario, diag: Some(diag) } => {
                let words = session.locale.try_format(&format!("diag-{diag}"), &[]).unwrap_or_else(|| diag.clone());
                session.format("tui-because-diag", &[("scenario", scenario), ("diag", &words)])
            }
            Self::Failed { scenario, diag: None } => session.format("tui-because-failed", &[("scenario", scenario)]),
            Self::Open => session.text("tui-because-open"),
            Self::First => session.text("tui-because-first"),
            Self::Next => session.text("tui-because-next"),
            Self::Practice { lesson } => session.format("tui-because-practice", &[("lesson", lesson)]),
            Self::Weakest { best, points } => {
                session.format("tui-because-weakest", &[("best", &best.to_string()), ("points", &points.to_string())])
            }
        }
    }
}

/// The next step: what failed before what is open, what is open before what is new, and the syllabus' order in all of these.
pub fn suggest(catalogue: &Catalogue, progress: &Progress) -> Option<Suggestion> {
    let attempt = |id: &str| progress.attempts.get(id);
    let scenario = |id: &str, reason| Some(Suggestion { place: format!("scenario/{id}"), reason });
    let failed = catalogue.scenarios.iter().find(|s| attempt(&s.id).is_some_and(|a| a.checks > 0 && !a.passed));
    if let Some(found) = failed {
        let diag = attempt(&found.id).and_then(|a| a.diags.first().cloned());
        return scenario(&found.id, Reason::Failed { scenario: found.id.clone(), diag });
    }
    if let Some(open) = catalogue.scenarios.iter().find(|s| attempt(&s.id).is_some_and(|a| a.started && !a.passed)) {
        return scenario(&open.id, Reason::Open);
    }
    let nothing_done = progress.attempts.is_empty() && progress.lessons.is_empty();
    for lesson in &catalogue.lessons {
        if progress.lessons.get(&lesson.id).is_none_or(|percent| *percent < 100)
            && lesson.scenarios.iter().all(|id| attempt(id).is_none_or(|a| !a.passed))
        {
            let reason = if nothing_done { Reason::First } else { Reason::Next };
            return Some(Suggestion { place: format!("lesson/{}", lesson.id), reason });
        }
        let open = lesson.scenarios.iter().find(|id| attempt(id).is_none_or(|a| !a.passed) && catalogue.scenario(id).is_some());
        if let Some(id) = open {
            return scenario(id, Reason::Practice { lesson: lesson.id.clone() });
        }
    }
    if let Some(new) = catalogue.scenarios.iter().find(|s| attempt(&s.id).is_none_or(|a| !a.passed)) {
        return scenario(&new.id, if nothing_done { Reason::First } else { Reason::Next });
    }
    let best = |s: &crate::content::Scenario| attempt(&s.id).and_then(|a| a.best).unwrap_or(0);
    let weakest = catalogue.scenarios.iter().min_by_key(|s| (best(s) * 1000).checked_div(s.points).unwrap_or(0))?;
    scenario(&weakest.id, Reason::Weakest { best: best(weakest), points: weakest.points })
}
