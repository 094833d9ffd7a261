//! The small parts screens are made of.

pub mod bar;
pub mod list;
pub mod markdown;
pub mod panel;
pub mod prompt;
pub mod text;
