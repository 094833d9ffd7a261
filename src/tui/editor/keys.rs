//! The editor's own keys, as help and palette show them. What they do is the editors' business: here they are only named.

use super::KeyStyle;
use crate::tui::chord::Chord;

/// Something that the editor does by keys of its own.
#[derive(Clone, Copy, Debug)]
pub struct EditorKey {
    /// Its name in the message table: `edit-<id>`.
    pub id: &'static str,
    /// The key where there are no modes; empty where there is none.
    plain: &'static str,
    /// The keys of vim's normal mode; empty where there are none.
    vim: &'static str,
}

const fn key(id: &'static str, plain: &'static str, vim: &'static str) -> EditorKey {
    EditorKey { id, plain, vim }
}

/// Every one that is named.
pub const EDITOR_KEYS: &[EditorKey] = &[
    key("insert", "", "i"),
    key("normal", "", "Esc"),
    key("undo", "Ctrl-Z", "u"),
    key("redo", "Ctrl-Y", "Ctrl-R"),
    key("find", "Ctrl-F", "/"),
    key("find-next", "", "n"),
    key("replace", "", ":%s/a/b/g"),
    key("select-all", "Ctrl-A", "ggVG"),
    key("select-lines", "", "V"),
    key("copy", "Ctrl-C", "yy"),
    key("cut", "Ctrl-X", "dd"),
    key("paste", "Ctrl-V", "p"),
    key("indent", "Tab", ">>"),
    key("outdent", "Shift-Tab", "<<"),
    key("comment", "Ctrl-/", "gcc"),
    key("save-check", "", ":w"),
    key("leave", "", ":q"),
    key("save-leave", "", ":wq"),
];

impl EditorKey {
    /// The keys in this style, as people write them; `None` where it has none.
    pub fn shown(&self, style: KeyStyle) -> Option<&'static str> {
        let keys = match style {
            KeyStyle::Plain => self.plain,
            KeyStyle::Vim => self.vim,
        };
        (!keys.is_empty()).then_some(keys)
    }

    /// The same as keys to press, a command's Enter included; `None` where more has to be typed.
    pub fn chords(&self, style: KeyStyle) -> Option<Vec<Chord>> {
        let shown = self.shown(style)?;
        match (style, Chord::parse(shown)) {
            _ if self.id == "replace" => None,
            (_, Some(chord)) => Some(vec![chord]),
            (KeyStyle::Vim, None) => {
                let typed = shown.chars().filter_map(|c| Chord::parse(c.encode_utf8(&mut [0; 4])));
                let enter = shown.starts_with(':').then(|| Chord::parse("Enter")).flatten();
                Some(typed.chain(enter).collect())
            }
            (KeyStyle::Plain, None) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Mode;
    use super::*;

    #[test]
    fn every_named_key_is_taken_by_its_editor() {
        for style in [KeyStyle::Plain, KeyStyle::Vim] {
            for named in EDITOR_KEYS {
                let Some(chords) = named.chords(style) else { continue };
                let mut editor = super::super::open("a: 1\nb: 2\n", style);
                for chord in chords {
                    let reply = editor.key(chord);
                    assert!(reply != super::super::Reply::Ignored, "{style:?} {}", named.id);
                }
                assert!(!editor.pending() || named.id == "normal", "{style:?} {}: half a command", named.id);
            }
        }
    }

    #[test]
    fn they_do_what_their_names_say() {
        let after = |id: &str, style: KeyStyle| {
            let mut editor = super::super::open("a: 1\nb: 2\n", style);
            let named = EDITOR_KEYS.iter().find(|key| key.id == id).unwrap();
            named.chords(style).unwrap().into_iter().for_each(|chord| drop(editor.key(chord)));
            editor
        };
        for style in [KeyStyle::Plain, KeyStyle::Vim] {
            assert_eq!(after("comment", style).text(), "# a: 1\nb: 2\n", "{style:?}");
            assert_eq!(after("cut", style).text(), "b: 2\n", "{style:?}");
            assert!(after("find", style).mode() == Mode::Prompt || style == KeyStyle::Plain);
            assert!(after("select-all", style).selected(1).is_some(), "{style:?}");
        }
        assert_eq!(after("indent", KeyStyle::Vim).text(), "  a: 1\nb: 2\n");
        assert_eq!(after("insert", KeyStyle::Vim).mode(), Mode::Insert);
    }
}
