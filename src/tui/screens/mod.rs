//! The screens. One more is a folder here, a variant below, and its rows in the keymap.

pub mod catalogue;
pub mod help;
pub mod home;
pub mod workspace;

use std::sync::Arc;

use super::page::Page;
use super::session::Session;

/// A screen that can be shown.
#[derive(Debug)]
pub enum Screen {
    /// Where am I, what next.
    Home(home::Home),
    /// Find a scenario.
    Catalogue(catalogue::Catalogue),
    /// Do an exercise.
    Workspace(Box<workspace::Workspace>),
    /// Find a key.
    Help(help::Help),
}

impl Screen {
    /// What all screens have in common.
    pub fn page(&self) -> &dyn Page {
        match self {
            Self::Home(screen) => screen,
            Self::Catalogue(screen) => screen,
            Self::Workspace(screen) => &**screen,
            Self::Help(screen) => screen,
        }
    }

    /// What all screens have in common.
    pub fn page_mut(&mut self) -> &mut dyn Page {
        match self {
            Self::Home(screen) => screen,
            Self::Catalogue(screen) => screen,
            Self::Workspace(screen) => &mut **screen,
            Self::Help(screen) => screen,
        }
    }
}

/// The screen of a place as the journal writes it: `scenario/E03`, `scenario/E03/policy.yaml:8:3`, `lesson/L13`.
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
        _ => None,
    }
}
