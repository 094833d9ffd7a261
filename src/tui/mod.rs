//! The console.
//!
//! [`update`] takes one message and changes the [`State`]; it is pure and says what it wants done as [`Effect`]s. [`view`]
//! draws the state. The [`runtime`] alone touches terminal, clock and tasks. Screens are folders in [`screens`], questions
//! over them files in [`dialogs`]; every key stands in the one table of [`keymap`].

pub mod action;
pub mod chord;
pub mod confirming;
pub mod dialogs;
pub mod editor;
pub mod effect;
pub mod keymap;
pub mod layout;
pub mod linear;
pub mod msg;
pub mod page;
mod runtime;
pub mod screens;
pub mod session;
pub mod state;
#[cfg(test)]
mod tests;
pub mod theme;
mod update;
mod view;
pub mod widgets;

pub use effect::Effect;
pub use msg::Msg;
pub use runtime::{Deps, ExitReason, run};
pub use state::{Start, State};
pub use update::{end, perform, update};
pub use view::{draw, view};
