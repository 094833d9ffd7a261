//! What a learner can do. Every action has one name (`check`), which the palette, the linear mode, the
//! help and the message tables (`action-check`) share.

macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident = $id:literal,)*) => {
        /// Something a key does.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Action {
            $($(#[$doc])* $name,)*
        }

        impl Action {
            /// Every action there is.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// Its name.
            pub fn id(self) -> &'static str {
                match self { $(Self::$name => $id,)* }
            }
        }
    };
}

actions! {
    /// Leave the program.
    Quit = "quit",
    /// Show the keys.
    Help = "help",
    /// Show every action.
    Palette = "palette",
    /// The next language.
    Language = "language",
    /// The other ground: dark or light.
    Ground = "ground",
    /// The other editor keys: vim or plain.
    KeyStyle = "key-style",
    /// Stop the program until `fg`.
    Suspend = "suspend",
    /// To the screen before.
    Back = "back",
    /// To the home screen.
    Home = "home",
    /// To the catalogue.
    Catalogue = "catalogue",
    /// To the list of lessons.
    Lessons = "lessons",
    /// Go on where the learner left off.
    Continue = "continue",
    /// Open what is selected.
    Open = "open",
    /// Open the lesson that belongs here.
    Lesson = "lesson",
    /// One up.
    Up = "up",
    /// One down.
    Down = "down",
    /// One left.
    Left = "left",
    /// One right.
    Right = "right",
    /// A page up.
    PageUp = "page-up",
    /// A page down.
    PageDown = "page-down",
    /// To the first.
    Top = "top",
    /// To the last.
    Bottom = "bottom",
    /// Type to filter.
    Filter = "filter",
    /// The next exam of the catalogue's filter.
    FilterExam = "filter-exam",
    /// The next module of the filter.
    FilterModule = "filter-module",
    /// The next kind of task of the filter.
    FilterKind = "filter-kind",
    /// The next length of the filter.
    FilterMinutes = "filter-minutes",
    /// Judge the files.
    Check = "check",
    /// To the next pane.
    NextPane = "next-pane",
    /// To the pane before.
    PreviousPane = "previous-pane",
    /// To the editor.
    FocusEditor = "editor",
    /// To the task.
    FocusTask = "task",
    /// To the predictions.
    FocusPredictions = "predictions",
    /// To the problems.
    FocusProblems = "problems",
    /// The focused pane alone.
    Zoom = "zoom",
    /// The focused pane wider or higher.
    Grow = "grow",
    /// The focused pane narrower or lower.
    Shrink = "shrink",
    /// To the next file.
    NextFile = "next-file",
    /// To the file before.
    PreviousFile = "previous-file",
    /// To the next problem.
    NextProblem = "next-problem",
    /// To the problem before.
    PreviousProblem = "previous-problem",
    /// Apply the certain repair.
    QuickFix = "quick-fix",
    /// Offer what can stand here.
    Complete = "complete",
    /// What the field under the cursor means.
    Docs = "docs",
    /// What the words mean that a text uses.
    Words = "words",
    /// The kubectl prompt.
    Kubectl = "kubectl",
    /// Confirm on a cluster.
    Cluster = "cluster",
    /// End what is under way.
    Cancel = "cancel",
    /// Show the requests.
    Log = "log",
    /// A hint.
    Hint = "hint",
    /// The solution.
    Solution = "solution",
    /// Back to the start.
    Reset = "reset",
    /// The flow matrix.
    Map = "map",
    /// The identity and where it comes from.
    Why = "why",
    /// The last verdict.
    Verdict = "verdict",
    /// Try the lesson's example.
    Try = "try",
    /// The next scenario.
    Next = "next",
    /// The scenario before.
    Previous = "previous",
    /// What returns today.
    Review = "review",
    /// Find out what is known.
    Placement = "placement",
    /// To the exam's hall.
    Exam = "exam",
    /// Hand the paper in.
    Submit = "submit",
    /// Mark a task to come back to.
    Flag = "flag",
    /// To the notepad and back.
    Notes = "notes",
    /// Keep what is typed.
    Save = "save",
    /// Say that one does not know.
    Unsure = "unsure",
    /// Choose an answer, or take it back.
    Choose = "choose",
    /// Take the answer away.
    Clear = "clear",
    /// Take the last answer back.
    Undo = "undo",
    /// Say yes.
    Yes = "yes",
    /// Say no.
    No = "no",
    /// Say that a claim is true.
    True = "true",
    /// Say that a claim is false.
    False = "false",
    /// Copy a page's text.
    Copy = "copy",
}

impl Action {
    /// The action called `id`.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|action| action.id() == id)
    }
}
