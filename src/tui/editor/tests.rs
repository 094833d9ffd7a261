//! Keys and what becomes of a text: (text, keys, text). `Ctrl-…` and names stand in `<…>`; everything else is typed.

#![allow(clippy::unwrap_used)]

use super::{Pointer, Reply, Spot, TextEditor, open};
use crate::text::{Span, TextEdit};
use crate::tui::chord::Chord;
use crate::tui::session::KeyStyle;

fn chords(keys: &str) -> Vec<Chord> {
    let mut chords = Vec::new();
    let mut rest = keys;
    while let Some(c) = rest.chars().next() {
        // `<` alone (as in `<<`) is a key of its own.
        let named = rest.strip_prefix('<').and_then(|tail| tail.split_once('>')).and_then(|(name, tail)| Some((Chord::parse(name)?, tail)));
        match (c, named) {
            ('<', Some((chord, tail))) if chord.code != crossterm::event::KeyCode::Char('<') => {
                chords.push(chord);
                rest = tail;
            }
            (c, _) => {
                chords.push(match c {
                    '\n' => Chord::parse("Enter").unwrap(),
                    ' ' => Chord::parse("Space").unwrap(),
                    c => Chord::parse(&c.to_string()).unwrap(),
                });
                rest = &rest[c.len_utf8()..];
            }
        }
    }
    chords
}

fn after(style: KeyStyle, text: &str, keys: &str) -> Box<dyn TextEditor> {
    let mut editor = open(text, style);
    editor.resize(20, 80);
    for chord in chords(keys) {
        editor.key(chord);
    }
    editor
}

fn check(style: KeyStyle, rows: &[(&str, &str, &str)]) {
    let mut wrong = Vec::new();
    for (text, keys, wanted) in rows {
        let found = after(style, text, keys).text();
        if found != format!("{wanted}\n") {
            wrong.push(format!("{text:?} {keys:?}: {found:?}, wanted {wanted:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Expected values as Vim 9 gives them with `set ai et sw=2 sts=2`.
#[test]
fn vims_keys() {
    check(
        KeyStyle::Vim,
        &[
            ("abc", "x", "bc"),
            ("abcdef", "3x", "def"),
            ("one two", "dw", "two"),
            ("one two three", "2dw", "three"),
            ("one two", "cwnew<Esc>", "new two"),
            ("a\nb\nc", "dd", "b\nc"),
            ("a\nb\nc\nd", "2dd", "c\nd"),
            ("a\nb", "yyp", "a\na\nb"),
            ("a\nb", "jyyP", "a\nb\nb"),
            ("a\nb", "ddp", "b\na"),
            ("a", "ihello<Esc>", "helloa"),
            ("ab", "aX<Esc>", "aXb"),
            ("ab", "AX<Esc>", "abX"),
            ("  ab", "IX<Esc>", "  Xab"),
            ("a", "Ob<Esc>", "b\na"),
            ("  a", "ob<Esc>", "  a\n  b"),
            ("spec:", "oa: 1<Esc>", "spec:\n  a: 1"),
            ("- name: x", "oimage: y<Esc>", "- name: x\n  image: y"),
            ("spec:", "A\na: 1<Esc>", "spec:\n  a: 1"),
            ("abc", "ixyz<Esc>u", "abc"),
            ("abc", "xu<Ctrl-R>", "bc"),
            ("a b c", "x.", "b c"),
            ("a\nb\nc", ">>j.", "  a\n  b\nc"),
            ("    a", "<<", "  a"),
            ("a\nb\nc", "Vj>", "  a\n  b\nc"),
            ("a\nb\nc", "jV>", "a\n  b\nc"),
            ("a\nb\nc", "Vjd", "c"),
            ("ab\ncd", "<Ctrl-V>jIX<Esc>", "Xab\nXcd"),
            ("abcd", "vlly$p", "abcdabc"),
            ("say \"hello\" now", "fhci\"bye<Esc>", "say \"bye\" now"),
            ("f(a, b)", "fadi(", "f()"),
            ("one\n\ntwo", "dap", "two"),
            ("one two", "wdaw", "one"),
            ("a b", "wrx", "a x"),
            ("abc", "~", "Abc"),
            ("word", "gUiw", "WORD"),
            ("a\nb", "J", "a b"),
            ("x: 9", "<Ctrl-A>", "x: 10"),
            ("a b a b", "*x", "a b  b"),
            ("one two one", "/two\nx", "one wo one"),
            ("a\nb\nc", "Gx", "a\nb\n"),
            ("a\nb\nc", "ggdG", ""),
            ("a\nb\nc", ":2\nx", "a\n\nc"),
            ("aa\naa", ":%s/a/b/g\n", "bb\nbb"),
            ("a\nb\nc", ":g/b/d\n", "a\nc"),
            ("a", "qqAx<Esc>q@q", "axx"),
            ("a\nb", "majx'ax", "\n"),
            ("ab", "\"ayl\"ap", "aab"),
            ("가나 다라", "wx", "가나 라"),
            ("가나다", "x", "나다"),
            ("a: 1", "gcc", "# a: 1"),
            ("# a: 1", "gcc", "a: 1"),
            ("abc", "i<Ctrl-W><Esc>", "abc"),
            ("abc def", "A<Ctrl-W><Esc>", "abc "),
            ("a", "A<Tab>x<Esc>", "a x"),
        ],
    );
}

#[test]
fn plain_keys() {
    check(
        KeyStyle::Plain,
        &[
            ("", "abc", "abc"),
            ("abc", "<Right>X", "aXbc"),
            ("abc", "<End><Backspace>", "ab"),
            ("abc", "<Delete>", "bc"),
            ("abc\ndef", "<Shift-Down><Delete>", "def"),
            ("abc", "<Shift-Right><Shift-Right>X", "Xc"),
            ("abc def", "<Ctrl-Right><Ctrl-Backspace>", "def"),
            ("abc def", "<Ctrl-Delete>", "def"),
            ("abc", "<Shift-End><Ctrl-C><End><Ctrl-V>", "abcabc"),
            ("abc", "<Shift-End><Ctrl-X>", ""),
            ("a\nb", "<Ctrl-X>", "b"),
            ("", "abc<Ctrl-Z>", ""),
            ("", "abc<Ctrl-Z><Ctrl-Y>", "abc"),
            ("", "ab cd<Ctrl-Z>", "ab "),
            ("a\nb", "<Shift-Down><Tab>", "  a\nb"),
            ("a\nb", "<Ctrl-A><Tab>", "  a\n  b"),
            ("  a\n  b", "<Ctrl-A><Shift-Tab>", "a\nb"),
            ("a", "<Tab>", "  a"),
            ("    a", "<Home><Backspace>", "  a"),
            ("spec:", "<End>\na: 1", "spec:\n  a: 1"),
            ("- name: x", "<End>\nb", "- name: x\n  b"),
            ("  a: 1", "<End>\nb", "  a: 1\n  b"),
            ("a\nb", "<Ctrl-End>x", "a\nbx"),
            ("one two one", "<Ctrl-F>two<Esc>X", "one Xtwo one"),
            ("a\nb\na", "<Ctrl-F>a\n<Esc>X", "a\nb\nXa"),
            ("a: 1", "<Ctrl-/>", "# a: 1"),
            ("가나다", "<Right><Backspace>", "나다"),
            ("ab", "<Ctrl-A>x", "x"),
        ],
    );
}

#[test]
fn the_command_line_touches_the_text_alone() {
    for line in ["!ls", "%!tr a z", "r /etc/passwd", "0r /etc/passwd", "e x", "w x", "cd /", "g/a/r x", "make", "saveas x", "1,2!sort"] {
        let mut editor = open("a\nb", KeyStyle::Vim);
        let replies: Vec<Reply> = chords(&format!(":{line}\n")).into_iter().map(|chord| editor.key(chord)).collect();
        assert_eq!(editor.text(), "a\nb\n", "{line}");
        assert!(matches!(replies.last(), Some(Reply::Say(..))), "{line}: {:?}", replies.last());
    }
    for (line, wanted) in
        [("w", Reply::Save), ("q", Reply::Leave), ("wq", Reply::SaveAndLeave), ("x", Reply::SaveAndLeave), ("q!", Reply::Leave)]
    {
        let mut editor = open("a", KeyStyle::Vim);
        let last = chords(&format!(":{line}\n")).into_iter().map(|chord| editor.key(chord)).last();
        assert_eq!(last, Some(wanted), "{line}");
    }
}

#[test]
fn text_is_made_clean_and_kept() {
    for style in [KeyStyle::Vim, KeyStyle::Plain] {
        let editor = open("a:\r\n\tb: \u{1112}\u{1161}\u{11ab}\n", style);
        assert_eq!(editor.text(), "a:\n  b: 한\n");
        assert_eq!((editor.rows(), editor.row(1)), (2, "  b: 한".into()));
        assert_eq!(editor.row(99), "");
    }
}

#[test]
fn a_repair_is_one_undo_in_both() {
    for (style, undo) in [(KeyStyle::Vim, "u"), (KeyStyle::Plain, "<Ctrl-Z>")] {
        let mut editor = open("spec:\n  ingres: 1\n  가: 2\n", style);
        editor
            .apply(&[TextEdit { span: Span::new(8, 14), text: "ingress".into() }, TextEdit { span: Span::new(20, 23), text: "나".into() }]);
        assert_eq!(editor.text(), "spec:\n  ingress: 1\n  나: 2\n");
        for chord in chords(undo) {
            editor.key(chord);
        }
        assert_eq!(editor.text(), "spec:\n  ingres: 1\n  가: 2\n", "{style:?}");
    }
}

#[test]
fn a_repair_may_touch_the_end_of_the_text() {
    // The last two lines move to before the first; then a line is put behind the last one.
    let text = "a: 1\nb:\n- 2\n";
    let moved = [TextEdit { span: Span::new(5, 12), text: String::new() }, TextEdit { span: Span::new(0, 0), text: "b:\n- 2\n".into() }];
    let added = [TextEdit { span: Span::new(12, 12), text: "c: 3\n".into() }];
    for style in [KeyStyle::Vim, KeyStyle::Plain] {
        let mut editor = after(style, text, "");
        editor.apply(&moved);
        assert_eq!(editor.text(), "b:\n- 2\na: 1\n", "{style:?}");
        editor.apply(&added);
        assert_eq!(editor.text(), "b:\n- 2\na: 1\nc: 3\n", "{style:?}");
        editor.key(chords(if style == KeyStyle::Vim { "u" } else { "<Ctrl-z>" })[0]);
        assert_eq!(editor.text(), "b:\n- 2\na: 1\n", "{style:?}: one undo takes one repair back");
    }
}

#[test]
fn changes_name_the_rows_that_changed() {
    let mut editor = open("a\nb\nc\n", KeyStyle::Plain);
    editor.take_changes();
    for chord in chords("<Down>x\ny") {
        editor.key(chord);
    }
    let changes = editor.take_changes();
    assert!(changes.iter().all(|change| change.start >= 1), "{changes:?}");
    let added: isize = changes.iter().map(|change| change.new as isize - change.old as isize).sum();
    assert_eq!(added, 1, "{changes:?}");
}

#[test]
fn a_text_that_may_only_be_read_stays() {
    for (style, keys) in [(KeyStyle::Vim, "xddiabc<Esc>p"), (KeyStyle::Plain, "abc\n<Delete><Ctrl-X><Tab><Ctrl-/>")] {
        let mut editor = open("a: 1\nb: 2\n", style);
        editor.set_read_only(true);
        for chord in chords(keys) {
            editor.key(chord);
        }
        editor.paste("x");
        editor.apply(&[TextEdit { span: Span::new(0, 1), text: "z".into() }]);
        assert_eq!(editor.text(), "a: 1\nb: 2\n", "{style:?}");
    }
}

#[test]
fn the_mouse_selects() {
    for style in [KeyStyle::Vim, KeyStyle::Plain] {
        let mut editor = open("kind: Pod\nname: web\n", style);
        editor.mouse(Pointer::Double(Spot { row: 0, col: 7 }));
        assert_eq!(editor.selected(0), Some(6..9), "{style:?}");
        editor.mouse(Pointer::Press(Spot { row: 1, col: 0 }));
        assert_eq!((editor.selected(0), editor.cursor()), (None, Spot { row: 1, col: 0 }), "{style:?}");
        editor.mouse(Pointer::Drag(Spot { row: 1, col: 3 }));
        assert!(editor.selected(1).is_some(), "{style:?}");
        editor.mouse(Pointer::Press(Spot { row: 900, col: 900 }));
        assert_eq!(editor.cursor().row, 1);
    }
}
