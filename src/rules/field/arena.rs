//! The places that a walk has been at, each with the way to it.

use serde_json::Value;

use super::Segment;

/// No place.
pub(super) const NONE: u32 = u32::MAX;

/// One place.
#[derive(Debug)]
pub(super) struct Node<'a> {
    pub value: Option<&'a Value>,
    /// As the server writes it.
    pub shown: Segment<'a>,
    pub parent: u32,
    /// Where the arena tells how the manifest has it, if that is another way.
    pub written: u32,
}

/// What the manifest has where the server writes something else.
#[derive(Debug)]
struct Written<'a> {
    segment: Segment<'a>,
    /// Another node that tells the written place.
    stands_for: u32,
}

/// All of them. They are many, and almost all are written as they are shown.
#[derive(Debug)]
pub(super) struct Arena<'a> {
    pub nodes: Vec<Node<'a>>,
    written: Vec<Written<'a>>,
}

/// How far an arena has grown.
#[derive(Clone, Copy)]
pub(in crate::rules) struct Mark {
    nodes: usize,
    written: usize,
}

impl<'a> Arena<'a> {
    /// An empty one with room for so many places.
    pub fn with_room(places: usize) -> Self {
        Self { nodes: Vec::with_capacity(places), written: Vec::new() }
    }

    pub fn mark(&self) -> Mark {
        Mark { nodes: self.nodes.len(), written: self.written.len() }
    }

    /// Forgets the places since the mark.
    pub fn forget_after(&mut self, mark: Mark) {
        self.nodes.truncate(mark.nodes);
        self.written.truncate(mark.written);
    }

    #[inline]
    pub fn add(&mut self, node: Node<'a>) -> u32 {
        let id = self.nodes.len();
        self.nodes.push(node);
        id as u32
    }

    pub fn add_written(&mut self, segment: Segment<'a>, stands_for: u32) -> u32 {
        self.written.push(Written { segment, stands_for });
        (self.written.len() - 1) as u32
    }

    /// The last step of a place as the manifest has it.
    pub fn segment(&self, node: &Node<'a>) -> Segment<'a> {
        self.written.get(node.written as usize).map_or(node.shown, |written| written.segment)
    }

    /// The place that tells the written path of this one.
    pub fn stands_for(&self, node: &Node<'a>) -> u32 {
        self.written.get(node.written as usize).map_or(NONE, |written| written.stands_for)
    }
}
