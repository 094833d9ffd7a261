//! The screens. One more is a folder here, a variant below, and its rows in the keymap.

pub mod catalogue;
pub mod cluster;
pub mod exam;
pub mod help;
pub mod home;
pub mod kubectl;
pub mod lesson;
pub mod lessons;
pub mod map;
pub mod review;
pub mod sheet;
pub mod sitting;
pub mod solution;
pub mod verdict;
pub mod why;
pub mod workspace;

use std::sync::Arc;

use super::page::Page;
use super::session::{Session, Tone};

macro_rules! screens {
    ($($(#[$doc:meta])* $name:ident($screen:ty),)*) => {
        /// A screen that can be shown.
        #[derive(Debug)]
        pub enum Screen {
            $($(#[$doc])* $name($screen),)*
        }

        impl Screen {
            /// What all screens have in common.
            pub fn page(&self) -> &dyn Page {
                match self { $(Self::$name(screen) => screen.as_ref(),)* }
            }

            /// What all screens have in common.
            pub fn page_mut(&mut self) -> &mut dyn Page {
                match self { $(Self::$name(screen) => screen.as_mut(),)* }
            }
        }
    };
}

screens! {
    /// Where am I, what next.
    Home(Box<home::Home>),
    /// Find a scenario.
    Catalogue(Box<catalogue::Catalogue>),
    /// Find a lesson.
    Lessons(Box<lessons::Lessons>),
    /// Read.
    Lesson(Box<lesson::Reader>),
    /// Do an exercise.
    Workspace(Box<workspace::Workspace>),
    /// Learn from it.
    Verdict(Box<verdict::Verdict>),
    /// Compare with the solution.
    Solution(Box<solution::Solution>),
    /// See the network.
    Map(Box<map::Map>),
    /// See the identity.
    Why(Box<why::Why>),
    /// Confirm on a real cluster.
    Cluster(Box<cluster::Cluster>),
    /// Try commands.
    Kubectl(Box<kubectl::Kubectl>),
    /// Say true or false.
    Review(Box<review::Review>),
    /// Draw a paper and learn its rules.
    Exam(Box<exam::Hall>),
    /// Sit a paper.
    Sitting(Box<sitting::Sitting>),
    /// What it was worth.
    Sheet(Box<sheet::Sheet>),
    /// Find a key.
    Help(Box<help::Help>),
}

/// The screen of a place as the journal writes it: `scenario/E03`, `scenario/E03/policy.yaml:8:3`, `lesson/L13/40`.
/// Nothing of it is opened while a paper's clock runs.
pub fn at(place: &str, session: &mut Session) -> Option<Screen> {
    if let Some(text) = under_way(session) {
        session.say(Tone::Warning, text);
        return None;
    }
    let (kind, rest) = place.split_once('/')?;
    let (id, within) = rest.split_once('/').map_or((rest, None), |(id, within)| (id, Some(within)));
    match kind {
        "scenario" => {
            let scenario = Arc::new(session.catalogue.find(id)?);
            let mut workspace = workspace::Workspace::open(scenario, session);
            workspace.wants(within);
            Some(Screen::Workspace(Box::new(workspace)))
        }
        "lesson" => {
            let lesson = Arc::new(session.catalogue.lesson(id)?.clone());
            Some(Screen::Lesson(Box::new(lesson::Reader::open(lesson, within, session))))
        }
        _ => None,
    }
}

impl Screen {
    /// The exercise on this screen: one of the course, or a task of a paper.
    pub fn exercise(&self) -> Option<&workspace::Workspace> {
        match self {
            Self::Workspace(workspace) => Some(workspace),
            Self::Sitting(sitting) => sitting.room(),
            _ => None,
        }
    }

    /// The exercise on this screen: one of the course, or a task of a paper.
    pub fn exercise_mut(&mut self) -> Option<&mut workspace::Workspace> {
        match self {
            Self::Workspace(workspace) => Some(workspace),
            Self::Sitting(sitting) => sitting.room_mut(),
            _ => None,
        }
    }

    /// Whether it may be looked at while a paper's clock runs: nothing here tells more than a cluster would.
    pub fn is_silent(&self) -> bool {
        matches!(self, Self::Home(_) | Self::Exam(_) | Self::Sitting(_) | Self::Kubectl(_) | Self::Help(_))
    }
}

/// What is left of the paper under way, as a clock shows it.
pub fn left(session: &Session) -> String {
    let running = session.progress.running(session.now);
    running.map_or_else(String::new, |sitting| crate::exam::clock(sitting.remaining(session.now).as_secs().unsigned_abs()))
}

/// That a paper is under way, in words; `None` when none is.
pub fn under_way(session: &Session) -> Option<String> {
    let paper = &session.progress.running(session.now)?.paper.paper;
    Some(session.format("tui-exam-running", &[("paper", paper), ("left", &left(session))]))
}
