//! A class: what a learner hands over, and what the instructor sees of all of them. Pure: files are bytes, time is given.
//!
//! What leaves a learner's machine is a [`Record`](crate::progress::Record) of the journal that is about a scenario:
//! opened, edited, checked, a hint, the solution, a reset, with its time. No text that somebody typed is among them.
//! [`Standing`] is the fold of one learner's records over one scenario, [`ResultFile`] carries the records in a file,
//! [`Board`] merges any number of learners and says who is stuck.
//!
//! In one network the records travel as they happen: [`follow`] sends what the journal gains, [`Room`] takes it, and
//! [`Network`] is the port in between. [`wire`] is what they say to each other.

mod board;
mod csv;
mod deed;
mod follow;
mod names;
mod port;
mod result;
mod room;
mod roster;
mod standing;
pub mod wire;

pub use board::{Board, Cell, Row, Stuck, Wrong};
pub use csv::csv;
pub use deed::{is_shared, shared, stream_id, unfit};
pub use follow::{Membership, Status, follow};
pub use names::nickname;
pub use port::{Arrival, Door, LONGEST_LINE, Link, MOST_PEERS, Network, Peer};
pub use result::{Fault, ResultFile};
pub use room::{Pins, Reply, Room};
pub use roster::{Learner, Note, Roster};
pub use standing::{Standing, State, patience, standings};
