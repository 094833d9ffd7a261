//! One message changes the state and says what to do. Pure: no clock, no file, no task.

use crossterm::event::{KeyEventKind, MouseEvent};
use ratatui::layout::Size;

use super::action::Action;
use super::chord::Chord;
use super::confirming::Confirmed;
use super::dialogs::{self, Dialog};
use super::effect::{Effect, Slot, Work};
use super::keymap::lookup;
use super::msg::{Msg, Outcome};
use super::page::Go;
use super::screens::{self, Screen};
use super::session::{Keeping, KeyStyle, Tone};
use super::state::State;
use super::theme::Ground;
use crate::locale::Locale;
use crate::progress::{Event, Trouble};

/// How long until what the disk refused is tried again.
const RETRY_AFTER: std::time::Duration = std::time::Duration::from_secs(5);

/// Takes one message.
pub fn update(state: &mut State, msg: Msg) -> Vec<Effect> {
    match msg {
        Msg::Clock(now) => {
            state.session.now = now;
            if !time_is_over(state) {
                return Vec::new();
            }
        }
        Msg::Key(event) if event.kind != KeyEventKind::Release => {
            state.session.notice = None;
            press(state, Chord::of(event));
        }
        Msg::Key(_) => {}
        Msg::Gone => quit(state),
        Msg::Paste(_) if super::layout::too_small(state.size.into()) => {}
        Msg::Paste(text) => with_top(state, |page, session| {
            page.paste(&text, session);
            Go::Stay
        }),
        Msg::Mouse(event) => mouse(state, event),
        Msg::Resize(width, height) => state.size = Size { width, height },
        Msg::Told(id, told) => {
            if state.session.tasks.wants(id) {
                state.session.confirming.hear(told);
            }
        }
        Msg::Done(id, outcome) => {
            // The one place where late answers end.
            if let Some(slot) = state.session.tasks.finish(id) {
                settle(state, slot, outcome);
            }
        }
    }
    watch_paper(state);
    state.arrange();
    std::mem::take(&mut state.session.effects)
}

/// A paper whose clock has run out is locked: it goes to be marked, whatever is open.
fn time_is_over(state: &mut State) -> bool {
    let sits = |screen: &Screen| matches!(screen, Screen::Sitting(_));
    let over = state.session.progress.open_paper().filter(|sitting| sitting.is_locked(state.session.now));
    let Some(paper) = over.map(|sitting| sitting.paper.paper.clone()).filter(|_| state.screens.iter().any(sits)) else { return false };
    while state.screens.len() > 1 {
        leave_top(state);
    }
    state.session.say(Tone::Warning, state.session.text("tui-exam-locked"));
    let sheet = screens::sheet::Sheet::of(paper, &mut state.session);
    follow(state, Go::Over(Screen::Sheet(Box::new(sheet))));
    true
}

/// Keeps the clock of a paper going, and its journal true of who looks at it.
fn watch_paper(state: &mut State) {
    let session = &mut state.session;
    let Some(sitting) = session.progress.running(session.now) else { return };
    let (paper, seen) = (sitting.paper.paper.clone(), sitting.since.is_some());
    if !session.tasks.runs(Slot::Tick) {
        session.start(Slot::Tick, Work::Tick);
    }
    if seen && !state.screens.iter().any(|screen| matches!(screen, Screen::Sitting(_))) {
        session.record(Event::ExamLeft { paper });
    }
}

/// A second has passed on a paper's clock.
fn tick(state: &mut State) {
    let session = &mut state.session;
    for screen in &mut state.screens {
        if let Screen::Sitting(sitting) = screen {
            sitting.beat(session);
        }
    }
    let left = session.progress.running(session.now).map(|sitting| sitting.remaining(session.now).as_secs());
    if left.is_some_and(|left| (5 * 60 - 3..=5 * 60).contains(&left)) {
        session.say(Tone::Warning, session.text("tui-exam-five-minutes"));
    }
}

/// Does an action by name, as the palette and the linear mode do.
pub fn perform(state: &mut State, action: Action) -> Vec<Effect> {
    do_action(state, action);
    watch_paper(state);
    state.arrange();
    std::mem::take(&mut state.session.effects)
}

fn with_top(state: &mut State, run: impl FnOnce(&mut dyn super::page::Page, &mut super::session::Session) -> Go) {
    let session = &mut state.session;
    let go = match (state.dialogs.last_mut(), state.screens.last_mut()) {
        (Some(dialog), _) => run(dialog.page_mut(), session),
        (None, Some(screen)) => run(screen.page_mut(), session),
        (None, None) => return,
    };
    follow(state, go);
}

fn press(state: &mut State, chord: Chord) {
    let contexts = match state.dialogs.last() {
        Some(dialog) => dialog.page().contexts(),
        None => state.screen().page().contexts(),
    };
    let found = lookup(&contexts, chord);
    // What cannot be seen is not changed.
    let blind = super::layout::too_small(state.size.into());
    match found {
        Some(Action::Quit | Action::Suspend) if blind => {}
        _ if blind => return,
        _ => {}
    }
    match found {
        Some(action) => do_action(state, action),
        None => with_top(state, |page, session| page.key(chord, session)),
    }
}

fn mouse(state: &mut State, event: MouseEvent) {
    if super::layout::too_small(state.size.into()) {
        return;
    }
    with_top(state, |page, session| page.mouse(event, session));
}

fn do_action(state: &mut State, action: Action) {
    let session = &mut state.session;
    let go = match (state.dialogs.last_mut(), state.screens.last_mut()) {
        (Some(dialog), _) => dialog.page_mut().act(action, session),
        (None, Some(screen)) => screen.page_mut().act(action, session),
        (None, None) => Go::Stay,
    };
    match go {
        Go::Unknown => everywhere(state, action),
        go => follow(state, go),
    }
}

/// What may be done on every screen.
pub(super) const EVERYWHERE: &[Action] = &[
    Action::Quit,
    Action::Back,
    Action::Help,
    Action::Language,
    Action::Ground,
    Action::KeyStyle,
    Action::Suspend,
    Action::Home,
    Action::Exam,
    Action::Lessons,
    Action::Catalogue,
    Action::Review,
    Action::Placement,
    Action::Continue,
];

/// What an action means where the screen gives it no meaning of its own.
fn everywhere(state: &mut State, action: Action) {
    match action {
        Action::Quit => match &state.session.keeping {
            Keeping::Memory(_) => {
                let question = dialogs::question::Question::new("tui-ask-quit", Vec::new(), Action::Quit);
                state.dialogs.push(Dialog::Question(question));
            }
            _ => quit(state),
        },
        Action::Back => follow(state, Go::Back),
        Action::Help => open_help(state),
        Action::Palette => {
            if !matches!(state.dialogs.last(), Some(Dialog::Palette(_))) {
                let contexts = state.screen().page().contexts();
                let palette = dialogs::palette::Palette::new(&contexts, &state.session);
                state.dialogs.push(Dialog::Palette(palette));
            }
        }
        Action::Language => next_language(state),
        Action::Ground => {
            let ground = if state.session.theme.ground == Ground::Dark { Ground::Light } else { Ground::Dark };
            state.session.theme.ground = ground;
            let name = if ground == Ground::Dark { "dark" } else { "light" };
            state.session.set("ground", name);
            let text = state.session.text(&format!("tui-ground-{name}"));
            state.session.say(Tone::Info, text);
        }
        Action::KeyStyle => {
            let style = if state.session.keys == Some(KeyStyle::Vim) { KeyStyle::Plain } else { KeyStyle::Vim };
            state.session.keys = Some(style);
            state.session.set("keys", style.as_str());
            let text = state.session.text(&format!("tui-keys-{}", style.as_str()));
            state.session.say(Tone::Info, text);
            for screen in &mut state.screens {
                screen.page_mut().enter(&mut state.session);
            }
        }
        Action::Suspend => state.session.effects.push(Effect::Suspend),
        Action::Home => {
            state.dialogs.clear();
            while state.screens.len() > 1 {
                leave_top(state);
            }
            enter_top(state);
        }
        Action::Exam => follow(state, Go::To(Screen::Exam(Box::new(screens::exam::Hall::new())))),
        Action::Lessons => follow(state, Go::To(Screen::Lessons(Box::default()))),
        Action::Catalogue => follow(state, Go::To(Screen::Catalogue(Box::new(screens::catalogue::Catalogue::new(None))))),
        Action::Review => {
            let review = screens::review::Review::due(&state.session);
            follow(state, Go::To(Screen::Review(Box::new(review))));
        }
        Action::Placement => {
            let placement = screens::review::Review::placement(&state.session);
            follow(state, Go::To(Screen::Review(Box::new(placement))));
        }
        Action::Continue => {
            state.dialogs.clear();
            if let Some(place) = state.session.progress.place.clone() {
                go_to(state, &place);
            }
        }
        _ => {
            let name = state.session.text(&format!("action-{}", action.id()));
            let text = state.session.format("tui-not-here", &[("action", &name)]);
            state.session.say(Tone::Info, text);
        }
    }
}

fn open_help(state: &mut State) {
    if matches!(state.screen(), Screen::Help(_)) {
        return;
    }
    state.dialogs.retain(|dialog| matches!(dialog, Dialog::Welcome(_)));
    let contexts = state.screen().page().contexts();
    follow(state, Go::To(Screen::Help(Box::new(screens::help::Help::new(contexts)))));
}

/// Goes where a page wants to go.
pub(super) fn follow(state: &mut State, go: Go) {
    match go {
        Go::Stay | Go::Unknown => {}
        Go::Back => {
            if let Some(mut dialog) = state.dialogs.pop() {
                dialog.page_mut().leave(&mut state.session);
            } else if state.screens.len() > 1 {
                leave_top(state);
                enter_top(state);
            } else {
                let key = super::keymap::key_for(&[], Action::Quit).unwrap_or_default();
                let text = state.session.format("tui-at-home", &[("key", key)]);
                state.session.say(Tone::Info, text);
            }
        }
        Go::To(screen) | Go::Instead(screen) if !allowed(&screen, &mut state.session) => {}
        Go::To(screen) => {
            state.dialogs.clear();
            if let Some(top) = state.screens.last_mut() {
                top.page_mut().leave(&mut state.session);
            }
            state.screens.push(screen);
            enter_top(state);
        }
        Go::Instead(screen) => {
            state.dialogs.clear();
            if state.screens.len() > 1 {
                leave_top(state);
            }
            state.screens.push(screen);
            enter_top(state);
        }
        Go::Over(screen) => {
            state.dialogs.clear();
            while state.screens.len() > 1 {
                leave_top(state);
            }
            state.screens.push(screen);
            enter_top(state);
        }
        Go::Ask(dialog) => state.dialogs.push(dialog),
        Go::Then(action) => {
            state.dialogs.pop();
            do_action(state, action);
        }
        Go::Confirmed(Action::Quit) => quit(state),
        Go::Confirmed(action) => {
            state.dialogs.pop();
            let session = &mut state.session;
            let go = state.screens.last_mut().map_or(Go::Stay, |screen| screen.page_mut().confirmed(action, session));
            follow(state, go);
        }
        Go::Complete(before, text) => {
            state.dialogs.pop();
            let session = &mut state.session;
            if let Some(screen) = state.screens.last_mut() {
                screen.page_mut().complete(before, &text, session);
            }
        }
        Go::Pass(chord) => {
            state.dialogs.pop();
            press(state, chord);
        }
        Go::Press(chords) => {
            state.dialogs.pop();
            chords.into_iter().for_each(|chord| press(state, chord));
        }
        Go::Through(action) => {
            leave_top(state);
            enter_top(state);
            do_action(state, action);
        }
        Go::Show(place) => show(state, &place),
        Go::Rewrite(files, place) => {
            let session = &mut state.session;
            let exercise = state.screens.iter_mut().rev().find_map(Screen::exercise_mut);
            if let Some(workspace) = exercise {
                workspace.rewrite(&files, session);
            }
            if let Some(place) = place {
                show(state, &place);
            }
        }
        Go::At(place) => {
            state.dialogs.clear();
            go_to(state, &place);
        }
    }
}

/// Whether a screen may be opened now: while a paper's clock runs, nothing that helps.
fn allowed(screen: &Screen, session: &mut super::session::Session) -> bool {
    let Some(text) = screens::under_way(session).filter(|_| !screen.is_silent()) else { return true };
    session.say(Tone::Warning, text);
    false
}

/// Leads back to the exercise and shows a place in it.
fn show(state: &mut State, place: &super::page::Place) {
    state.dialogs.clear();
    if state.screens.iter().all(|screen| screen.exercise().is_none()) {
        return follow(state, Go::Back);
    }
    while state.screens.len() > 1 && state.screen().exercise().is_none() {
        leave_top(state);
    }
    enter_top(state);
    let session = &mut state.session;
    if let Some(top) = state.screens.last_mut() {
        top.page_mut().show(place, session);
    }
}

fn leave_top(state: &mut State) {
    if let Some(mut screen) = state.screens.pop() {
        screen.page_mut().leave(&mut state.session);
    }
}

fn enter_top(state: &mut State) {
    if let Some(screen) = state.screens.last_mut() {
        screen.page_mut().enter(&mut state.session);
    }
}

/// Goes to a place as the journal writes it: `scenario/E03`, `scenario/E03/policy.yaml:8:3`, `lesson/L13`, `home`.
pub(super) fn go_to(state: &mut State, place: &str) {
    if let Some(screen) = screens::at(place, &mut state.session) {
        follow(state, Go::To(screen));
    }
}

fn next_language(state: &mut State) {
    let tags = Locale::available();
    let at = tags.iter().position(|tag| *tag == state.session.language()).unwrap_or(0);
    if let Some(tag) = tags.get((at + 1) % tags.len().max(1)) {
        state.session.locale = Locale::new(tag);
        state.session.set("language", tag);
    }
}

/// Ends without a question, for a signal that does not wait for an answer.
pub fn end(state: &mut State) -> Vec<Effect> {
    quit(state);
    std::mem::take(&mut state.session.effects)
}

fn quit(state: &mut State) {
    for screen in state.screens.iter_mut().rev() {
        screen.page_mut().leave(&mut state.session);
    }
    if let Some(paper) = state.session.progress.running(state.session.now).map(|sitting| sitting.paper.paper.clone()) {
        state.session.record(Event::ExamLeft { paper });
    }
    state.session.effects.push(Effect::Quit);
    state.ended = true;
}

fn settle(state: &mut State, slot: Slot, outcome: Outcome) {
    match (slot, outcome) {
        (Slot::Catalogue, Outcome::Catalogue(result)) => {
            state.take_catalogue(result);
            enter_top(state);
            // A clock that runs does not wait until the learner has found the way back.
            if let Some(paper) = state.session.progress.running(state.session.now).map(|sitting| sitting.paper.paper.clone()) {
                let go = screens::exam::into(&paper, &mut state.session);
                follow(state, go);
            }
            if let Some(place) = state.wanted.take() {
                go_to(state, &place);
            }
        }
        (Slot::Grammar, Outcome::Grammar(grammar)) => state.session.grammar = Some(grammar),
        (Slot::Cluster, Outcome::Confirmed(result)) => confirmed(state, result),
        (Slot::Tick, _) => tick(state),
        (Slot::Keep, Outcome::Kept(result)) => kept(state, result),
        (Slot::RetryDue, _) => {
            state.session.start(Slot::Keep, Work::Retry);
        }
        (Slot::Keep, Outcome::KeptAside(file)) => {
            kept(state, Ok(()));
            let text = state.session.format("tui-kept-aside", &[("file", &file.display().to_string())]);
            state.session.say(Tone::Warning, text);
        }
        (slot, outcome) => {
            let session = &mut state.session;
            let waiting = state.dialogs.iter_mut().rev().map(Dialog::page_mut).chain(state.screens.iter_mut().rev().map(Screen::page_mut));
            for page in waiting {
                if page.awaits(slot) {
                    let go = page.done(slot, outcome, session);
                    follow(state, go);
                    return;
                }
            }
        }
    }
}

/// A confirmation ended; the better of both scores counts.
fn confirmed(state: &mut State, result: Result<Confirmed, crate::confirm::Trouble>) {
    let session = &mut state.session;
    if let (Ok(done), Some(scenario)) = (&result, session.confirming.scenario.clone()) {
        let (better, offline) = (done.confirmation.better(), &done.confirmation.offline);
        if better.score > offline.score {
            let (score, points, passed) = (better.score, better.points, better.passed);
            session.record(Event::Checked { scenario: scenario.id.clone(), score, points, passed, diags: Vec::new() });
        }
    }
    session.confirming.end(result);
    if !matches!(state.screens.last(), Some(Screen::Cluster(_))) {
        let text = session.format("tui-cluster-ended", &[("state", &session.confirming.status(session))]);
        session.say(Tone::Info, text);
    }
}

fn kept(state: &mut State, result: Result<(), Trouble>) {
    let session = &mut state.session;
    match result {
        Ok(()) if session.tasks.runs(Slot::Keep) || session.tasks.runs(Slot::SaveDue) => {}
        // One file that could be written says nothing of the others.
        Ok(()) if session.tasks.runs(Slot::RetryDue) => {}
        Ok(()) => session.keeping = Keeping::Saved,
        Err(trouble) => {
            if session.keeping != Keeping::Memory(trouble.clone()) {
                session.say(Tone::Warning, trouble.message(&session.locale));
            }
            session.keeping = Keeping::Memory(trouble);
            session.start(Slot::RetryDue, Work::Wait(RETRY_AFTER));
        }
    }
}
