//! The one table of keys. Dispatch, footer, help, palette and the reference page all read it.

use std::sync::LazyLock;

use super::action::Action;
use super::chord::Chord;

/// Where a key counts. A screen names its contexts, the nearest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Context {
    /// The home screen.
    Home,
    /// The catalogue.
    Catalogue,
    /// The list of lessons.
    Lessons,
    /// A lesson.
    Lesson,
    /// A lesson's example.
    Scratch,
    /// The exercise.
    Workspace,
    /// The editor, in any of its modes.
    Editor,
    /// vim's normal mode.
    VimNormal,
    /// vim's other modes: Esc ends them.
    VimTyping,
    /// A pane of the exercise that is not the editor.
    Pane,
    /// The questions of an exercise.
    Answers,
    /// A task of a paper.
    Exam,
    /// The exam's hall.
    Hall,
    /// A score sheet.
    Sheet,
    /// The verdict.
    Verdict,
    /// A lesson's question.
    Drill,
    /// Claims that are true or false, one at a time.
    Review,
    /// A claim that waits for its answer.
    Claim,
    /// The flow matrix.
    Map,
    /// Several of a kind: ports, containers, solutions.
    Turning,
    /// The cluster.
    Cluster,
    /// The kubectl prompt.
    Kubectl,
    /// A question with yes and no.
    Question,
    /// A question with several answers.
    Choice,
    /// Lists and pages to move through, with the arrows.
    Moving,
    /// The same with letters, where nothing is typed.
    List,
    /// Everywhere nothing is typed.
    Reading,
    /// Everywhere over a screen: in questions, lists and pages that end with Esc.
    Dialog,
    /// Everywhere.
    Global,
}

impl Context {
    /// The contexts in the order in which help lists them.
    pub const ALL: &'static [Self] = &[
        Self::Home,
        Self::Catalogue,
        Self::Lessons,
        Self::Lesson,
        Self::Scratch,
        Self::Workspace,
        Self::Editor,
        Self::VimNormal,
        Self::VimTyping,
        Self::Pane,
        Self::Answers,
        Self::Exam,
        Self::Hall,
        Self::Sheet,
        Self::Verdict,
        Self::Drill,
        Self::Review,
        Self::Claim,
        Self::Map,
        Self::Turning,
        Self::Cluster,
        Self::Kubectl,
        Self::Question,
        Self::Choice,
        Self::Moving,
        Self::List,
        Self::Reading,
        Self::Dialog,
        Self::Global,
    ];

    /// Its name in the message table: `context-<id>`.
    pub fn id(self) -> &'static str {
        match self {
            Self::Home => "home",
            Self::Catalogue => "catalogue",
            Self::Lessons => "lessons",
            Self::Lesson => "lesson",
            Self::Scratch => "scratch",
            Self::Workspace => "workspace",
            Self::Editor => "editor",
            Self::VimNormal => "vim-normal",
            Self::VimTyping => "vim-typing",
            Self::Pane => "pane",
            Self::Answers => "answers",
            Self::Exam => "exam",
            Self::Hall => "hall",
            Self::Sheet => "sheet",
            Self::Verdict => "verdict",
            Self::Drill => "drill",
            Self::Review => "review",
            Self::Claim => "claim",
            Self::Map => "map",
            Self::Turning => "turning",
            Self::Cluster => "cluster",
            Self::Kubectl => "kubectl",
            Self::Question => "question",
            Self::Choice => "choice",
            Self::Moving => "moving",
            Self::List => "list",
            Self::Reading => "reading",
            Self::Dialog => "dialog",
            Self::Global => "global",
        }
    }
}

/// One row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Binding {
    /// Where it counts.
    pub context: Context,
    /// The key, as [`Chord::parse`] reads it.
    pub key: &'static str,
    /// What it does.
    pub action: Action,
    /// Its place in the footer, 1 first; 0 keeps it out.
    pub footer: u8,
}

const fn bind(context: Context, key: &'static str, action: Action, footer: u8) -> Binding {
    Binding { context, key, action, footer }
}

/// Every key there is, besides the editor's own (vim's or the plain ones).
#[rustfmt::skip]
pub const BINDINGS: &[Binding] = &[
    bind(Context::Home, "Enter", Action::Open, 1),
    bind(Context::Home, "c", Action::Catalogue, 2),
    bind(Context::Home, "l", Action::Lessons, 0),
    bind(Context::Home, "r", Action::Review, 0),
    bind(Context::Home, "p", Action::Placement, 0),
    bind(Context::Home, "x", Action::Exam, 3),
    bind(Context::Home, "Ctrl-Q", Action::Quit, 4),

    bind(Context::Catalogue, "Enter", Action::Open, 1),
    bind(Context::Catalogue, "/", Action::Filter, 2),
    bind(Context::Catalogue, "l", Action::Lesson, 3),
    bind(Context::Catalogue, "e", Action::FilterExam, 0),
    bind(Context::Catalogue, "m", Action::FilterModule, 0),
    bind(Context::Catalogue, "w", Action::FilterKind, 0),
    bind(Context::Catalogue, "t", Action::FilterMinutes, 0),

    bind(Context::Lessons, "Enter", Action::Open, 1),

    // What an example has no use for stays out of its footer.
    bind(Context::Scratch, "F11", Action::Lesson, 1),
    bind(Context::Scratch, "Ctrl-S", Action::Check, 0),
    bind(Context::Scratch, "F6", Action::Hint, 0),

    bind(Context::Lesson, "t", Action::Try, 1),
    bind(Context::Lesson, "Enter", Action::Open, 2),
    bind(Context::Lesson, "K", Action::Words, 5),
    bind(Context::Lesson, "F4", Action::Words, 0),
    bind(Context::Lesson, "Space", Action::PageDown, 0),
    bind(Context::Lesson, "Tab", Action::NextPane, 3),
    bind(Context::Lesson, "Shift-Tab", Action::PreviousPane, 0),
    bind(Context::Lesson, "n", Action::Next, 4),
    bind(Context::Lesson, "p", Action::Previous, 0),

    bind(Context::Workspace, "Ctrl-S", Action::Check, 1),
    bind(Context::Workspace, "F8", Action::NextProblem, 5),
    bind(Context::Workspace, "Shift-F8", Action::PreviousProblem, 0),
    bind(Context::Workspace, "Alt-Enter", Action::QuickFix, 0),
    bind(Context::Workspace, "Ctrl-K", Action::Kubectl, 3),
    bind(Context::Workspace, "F3", Action::Why, 0),
    bind(Context::Workspace, "Ctrl-G", Action::Map, 7),
    bind(Context::Workspace, "F5", Action::Cluster, 0),
    bind(Context::Workspace, "F6", Action::Hint, 4),
    bind(Context::Workspace, "F7", Action::Solution, 0),
    bind(Context::Workspace, "F9", Action::Reset, 0),
    bind(Context::Workspace, "F10", Action::Verdict, 0),
    bind(Context::Workspace, "F11", Action::Lesson, 0),
    bind(Context::Workspace, "Alt-1", Action::FocusTask, 0),
    bind(Context::Workspace, "Alt-2", Action::FocusEditor, 0),
    bind(Context::Workspace, "Alt-3", Action::FocusPredictions, 0),
    bind(Context::Workspace, "Alt-4", Action::FocusProblems, 0),
    bind(Context::Workspace, "Alt-Right", Action::NextFile, 0),
    bind(Context::Workspace, "Alt-Left", Action::PreviousFile, 0),
    bind(Context::Workspace, "Alt-+", Action::Grow, 0),
    bind(Context::Workspace, "Alt-=", Action::Grow, 0),
    bind(Context::Workspace, "Alt--", Action::Shrink, 0),
    bind(Context::Workspace, "Alt-z", Action::Zoom, 0),

    bind(Context::Editor, "Ctrl-Space", Action::Complete, 6),
    bind(Context::Editor, "F4", Action::Docs, 0),
    bind(Context::Editor, "F12", Action::NextPane, 2),

    bind(Context::VimNormal, "Tab", Action::NextPane, 2),
    bind(Context::VimNormal, "Shift-Tab", Action::PreviousPane, 0),
    bind(Context::VimNormal, "Esc", Action::Back, 0),
    bind(Context::VimNormal, "K", Action::Docs, 0),
    bind(Context::VimNormal, "Ctrl-Z", Action::Suspend, 0),

    bind(Context::VimTyping, "Esc", Action::Back, 0),

    bind(Context::Answers, "Space", Action::Choose, 2),
    bind(Context::Answers, "Enter", Action::Open, 0),
    bind(Context::Answers, "Left", Action::Left, 0),
    bind(Context::Answers, "Right", Action::Right, 0),
    bind(Context::Answers, "n", Action::Next, 3),
    bind(Context::Answers, "p", Action::Previous, 0),
    bind(Context::Answers, "Backspace", Action::Clear, 0),
    bind(Context::Answers, "Delete", Action::Clear, 0),
    bind(Context::Answers, "u", Action::Undo, 0),

    bind(Context::Exam, "Ctrl-S", Action::Save, 0),
    bind(Context::Exam, "Alt-Down", Action::Next, 1),
    bind(Context::Exam, "Alt-Up", Action::Previous, 0),
    bind(Context::Exam, "F6", Action::Flag, 4),
    bind(Context::Exam, "F7", Action::Notes, 5),
    bind(Context::Exam, "F10", Action::Submit, 3),
    bind(Context::Exam, "Ctrl-K", Action::Kubectl, 3),
    bind(Context::Exam, "F8", Action::NextProblem, 0),
    bind(Context::Exam, "Shift-F8", Action::PreviousProblem, 0),
    bind(Context::Exam, "F9", Action::Reset, 0),
    bind(Context::Exam, "Alt-1", Action::FocusTask, 0),
    bind(Context::Exam, "Alt-2", Action::FocusEditor, 0),
    bind(Context::Exam, "Alt-3", Action::FocusPredictions, 0),
    bind(Context::Exam, "Alt-4", Action::FocusProblems, 0),
    bind(Context::Exam, "Alt-Right", Action::NextFile, 0),
    bind(Context::Exam, "Alt-Left", Action::PreviousFile, 0),
    bind(Context::Exam, "Alt-+", Action::Grow, 0),
    bind(Context::Exam, "Alt-=", Action::Grow, 0),
    bind(Context::Exam, "Alt--", Action::Shrink, 0),
    bind(Context::Exam, "Alt-z", Action::Zoom, 0),

    bind(Context::Hall, "Enter", Action::Open, 1),
    bind(Context::Hall, "Left", Action::Left, 0),
    bind(Context::Hall, "Right", Action::Right, 0),

    bind(Context::Sheet, "Enter", Action::Open, 1),
    bind(Context::Sheet, "v", Action::Verdict, 2),
    bind(Context::Sheet, "l", Action::Lesson, 3),
    bind(Context::Sheet, "F5", Action::Cluster, 4),

    bind(Context::Pane, "Tab", Action::NextPane, 2),
    bind(Context::Pane, "Shift-Tab", Action::PreviousPane, 0),
    bind(Context::Pane, "F12", Action::NextPane, 0),
    bind(Context::Pane, "K", Action::Words, 0),
    bind(Context::Pane, "F4", Action::Words, 0),
    bind(Context::Pane, "Enter", Action::Open, 3),
    bind(Context::Pane, "z", Action::Zoom, 4),
    bind(Context::Pane, "+", Action::Grow, 0),
    bind(Context::Pane, "-", Action::Shrink, 0),
    bind(Context::Pane, "k", Action::Up, 0),
    bind(Context::Pane, "j", Action::Down, 0),

    bind(Context::Verdict, "Enter", Action::Open, 1),
    bind(Context::Verdict, "n", Action::Next, 2),
    bind(Context::Verdict, "l", Action::Lesson, 3),
    bind(Context::Verdict, "F7", Action::Solution, 4),
    bind(Context::Verdict, "F5", Action::Cluster, 0),
    bind(Context::Verdict, "Ctrl-G", Action::Map, 0),

    bind(Context::Map, "Left", Action::Left, 0),
    bind(Context::Map, "Right", Action::Right, 0),
    bind(Context::Map, "h", Action::Left, 0),
    bind(Context::Map, "l", Action::Right, 0),

    bind(Context::Turning, "n", Action::Next, 1),
    bind(Context::Turning, "p", Action::Previous, 2),

    bind(Context::Cluster, "F5", Action::Cluster, 1),
    bind(Context::Cluster, "x", Action::Cancel, 2),
    bind(Context::Cluster, "Ctrl-C", Action::Cancel, 0),
    bind(Context::Cluster, "l", Action::Log, 3),

    bind(Context::Drill, "y", Action::True, 1),
    bind(Context::Drill, "n", Action::False, 2),

    bind(Context::Kubectl, "Tab", Action::Complete, 1),
    bind(Context::Kubectl, "Up", Action::Up, 0),
    bind(Context::Kubectl, "Down", Action::Down, 0),
    bind(Context::Kubectl, "PageUp", Action::PageUp, 0),
    bind(Context::Kubectl, "PageDown", Action::PageDown, 0),

    bind(Context::Claim, "y", Action::True, 1),
    bind(Context::Claim, "n", Action::False, 2),
    bind(Context::Claim, "u", Action::Unsure, 3),
    bind(Context::Review, "Enter", Action::Next, 4),
    bind(Context::Review, "Space", Action::Next, 0),
    bind(Context::Review, "p", Action::Previous, 0),
    bind(Context::Review, "Left", Action::Previous, 0),

    bind(Context::Question, "y", Action::Yes, 1),
    bind(Context::Question, "Enter", Action::Yes, 0),
    bind(Context::Question, "n", Action::No, 2),

    bind(Context::Choice, "Enter", Action::Open, 1),

    bind(Context::Moving, "Up", Action::Up, 0),
    bind(Context::Moving, "Down", Action::Down, 0),
    bind(Context::List, "k", Action::Up, 0),
    bind(Context::List, "j", Action::Down, 0),
    bind(Context::Moving, "PageUp", Action::PageUp, 0),
    bind(Context::Moving, "PageDown", Action::PageDown, 0),
    bind(Context::Moving, "Home", Action::Top, 0),
    bind(Context::Moving, "End", Action::Bottom, 0),
    bind(Context::List, "g", Action::Top, 0),
    bind(Context::List, "G", Action::Bottom, 0),

    bind(Context::Reading, "?", Action::Help, 0),
    bind(Context::Reading, "q", Action::Back, 0),
    bind(Context::Reading, "Ctrl-Z", Action::Suspend, 0),

    bind(Context::Dialog, "Esc", Action::Back, 3),
    bind(Context::Dialog, "F1", Action::Help, 4),
    bind(Context::Dialog, "F2", Action::Language, 11),
    bind(Context::Dialog, "Ctrl-Q", Action::Quit, 0),

    bind(Context::Global, "F1", Action::Help, 2),
    bind(Context::Global, "Ctrl-P", Action::Palette, 9),
    bind(Context::Global, "Esc", Action::Back, 10),
    bind(Context::Global, "F2", Action::Language, 11),
    bind(Context::Global, "Ctrl-Q", Action::Quit, 12),
];

static CHORDS: LazyLock<Vec<Option<Chord>>> = LazyLock::new(|| BINDINGS.iter().map(|binding| Chord::parse(binding.key)).collect());

/// What `chord` does, asking the contexts in turn.
pub fn lookup(contexts: &[Context], chord: Chord) -> Option<Action> {
    contexts.iter().find_map(|context| {
        let mut rows = BINDINGS.iter().zip(CHORDS.iter());
        rows.find(|(binding, key)| binding.context == *context && **key == Some(chord)).map(|(binding, _)| binding.action)
    })
}

/// In vim, Esc only ends a mode: a command leads back.
const VIM_BACK: &str = ":q";

/// Whether Esc belongs to vim here.
fn is_vim(contexts: &[Context]) -> bool {
    contexts.iter().any(|context| matches!(context, Context::VimNormal | Context::VimTyping))
}

/// Whether a row is there to keep a key from what it means elsewhere, and not to be shown.
pub fn is_hidden(binding: &Binding) -> bool {
    let silenced = binding.context == Context::Scratch && binding.footer == 0;
    silenced || is_vim(&[binding.context]) && binding.action == Action::Back
}

/// The key to show for `action` here: the nearest context's first one.
pub fn key_for(contexts: &[Context], action: Action) -> Option<&'static str> {
    if action == Action::Back && is_vim(contexts) {
        return Some(VIM_BACK);
    }
    let here = contexts.iter().find_map(|context| BINDINGS.iter().find(|b| b.context == *context && b.action == action));
    here.or_else(|| BINDINGS.iter().find(|b| b.action == action)).map(|binding| binding.key)
}

/// The footer's keys, most useful first. An action appears once.
pub fn footer(contexts: &[Context]) -> Vec<(&'static str, Action)> {
    let mut rows: Vec<&Binding> = Vec::new();
    for (place, context) in contexts.iter().enumerate() {
        // A key means what the nearest context says, be that in the footer or not.
        let taken = |key: &str| BINDINGS.iter().any(|b| b.key == key && contexts[..place].contains(&b.context));
        for binding in BINDINGS.iter().filter(|b| b.context == *context && b.footer > 0 && !taken(b.key)) {
            if rows.iter().all(|row| row.action != binding.action) {
                rows.push(binding);
            }
        }
    }
    let mut rows: Vec<_> = rows.into_iter().map(|binding| (binding.footer, binding.key, binding.action)).collect();
    if contexts.contains(&Context::VimNormal) {
        let place = BINDINGS.iter().find(|b| b.context == Context::Global && b.action == Action::Back).map_or(0, |b| b.footer);
        rows.push((place, VIM_BACK, Action::Back));
    }
    rows.sort_by_key(|(footer, ..)| *footer);
    rows.into_iter().map(|(_, key, action)| (key, action)).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_key_reads_and_means_one_thing_where_it_counts() {
        let mut seen = BTreeSet::new();
        for binding in BINDINGS {
            let chord = Chord::parse(binding.key).unwrap_or_else(|| panic!("{}", binding.key));
            assert!(seen.insert((binding.context, chord.to_string())), "{:?} {}", binding.context, binding.key);
        }
    }

    #[test]
    fn the_nearest_context_wins() {
        let find = |contexts: &[Context], key| lookup(contexts, Chord::parse(key).unwrap());
        assert_eq!(find(&[Context::Map, Context::List, Context::Global], "l"), Some(Action::Right));
        assert_eq!(find(&[Context::Catalogue, Context::Global], "l"), Some(Action::Lesson));
        assert_eq!(find(&[Context::Editor, Context::Workspace, Context::Global], "?"), None);
        assert_eq!(key_for(&[Context::Workspace], Action::Check), Some("Ctrl-S"));
    }

    #[test]
    fn the_footer_names_no_key_that_a_nearer_context_has_taken() {
        let shown = |contexts: &[Context]| footer(contexts).iter().any(|(key, _)| *key == "Esc");
        assert!(shown(&[Context::Editor, Context::Global]) && !shown(&[Context::VimTyping, Context::Editor, Context::Global]));
        let normal = footer(&[Context::VimNormal, Context::Editor, Context::Global]);
        assert!(normal.contains(&(":q", Action::Back)) && !normal.iter().any(|(key, _)| *key == "Esc"));
    }
}
