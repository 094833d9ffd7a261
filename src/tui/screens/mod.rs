//! The screens. One more is a folder here, a variant below, and its rows in the keymap.

pub mod catalogue;
pub mod cluster;
pub mod help;
pub mod home;
pub mod kubectl;
pub mod lesson;
pub mod map;
pub mod review;
pub mod solution;
pub mod verdict;
pub mod why;
pub mod workspace;

use std::sync::Arc;

use super::page::Page;
use super::session::Session;

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
    /// Find a key.
    Help(Box<help::Help>),
}

/// The screen of a place as the journal writes it: `scenario/E03`, `scenario/E03/policy.yaml:8:3`, `lesson/L13/40`.
pub fn at(place: &str, session: &mut Session) -> Option<Screen> {
    let (kind, rest) = place.split_once('/')?;
    let (id, within) = rest.split_once('/').map_or((rest, None), |(id, within)| (id, Some(within)));
    match kind {
        "scenario" => {
            let scenario = Arc::new(session.catalogue.scenario(id)?.clone());
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
