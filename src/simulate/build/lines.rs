//! A Dockerfile's lines made whole: parser directives, comments, continuations and heredocs
//! (BuildKit `frontend/dockerfile/parser/parser.go` and `directives.go`, August 2026).

use crate::text::Span;

/// An instruction's line, with the way back to the file.
#[derive(Clone, Debug)]
pub struct Line {
    /// The text without continuations and comments.
    pub text: String,
    /// Where pieces of it begin, in the text and in the file.
    pieces: Vec<(usize, usize)>,
    /// Its first line in the file, from 1.
    pub number: usize,
    /// Continuations: the escape character in the file, and where the next piece begins in the text.
    pub joints: Vec<(usize, usize)>,
    /// An empty line inside of it, in the file.
    pub gap: Option<Span>,
    /// The documents behind it.
    pub heredocs: Vec<Heredoc>,
}

/// `<<EOF`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heredoc {
    /// The word as written, `<<-"EOF"`.
    pub word: String,
    /// The word that ends it.
    pub name: String,
    /// What stands between.
    pub content: String,
}

impl Line {
    /// The place in the file of a byte of the text.
    pub fn place(&self, at: usize) -> usize {
        let piece = self.pieces.iter().rev().find(|(start, _)| *start <= at).copied().unwrap_or_default();
        piece.1 + (at - piece.0)
    }

    /// The place in the file of a part of the text, as far as it stands on one line there.
    pub fn span(&self, at: usize, length: usize) -> Span {
        let start = self.place(at);
        let next = self.pieces.iter().map(|(start, _)| *start).find(|start| *start > at).unwrap_or(usize::MAX);
        let length = length.min(next - at);
        let blank = self.text.get(at..at + length).map_or(0, |part| part.len() - part.trim_end().len());
        Span::new(start, start + length - blank)
    }

    /// The whole first piece.
    pub fn first(&self) -> Span {
        self.span(0, self.text.len())
    }
}

/// What was read.
#[derive(Clone, Debug, Default)]
pub struct Lines {
    /// The instructions' lines, in order.
    pub lines: Vec<Line>,
    /// The escape character: a backslash unless the directive says otherwise.
    pub escape: char,
    /// The front end that the directive `syntax` names, with its place.
    pub syntax: Option<(String, Span)>,
    /// What ends the reading: BuildKit's words and the place.
    pub error: Option<(String, Span)>,
}

/// Reads a Dockerfile's text.
pub fn read(text: &str) -> Lines {
    let mut reader =
        Reader { rest: Physical::of(text), at: 0, read: Lines { escape: '\\', ..Lines::default() }, directives: Some(Vec::new()) };
    reader.all();
    let mut read = reader.read;
    if read.lines.is_empty() && read.error.is_none() {
        read.error = Some(("file with no instructions".into(), Span::default()));
    }
    read
}

/// A line of the file, without its end.
#[derive(Clone, Copy)]
struct Physical<'t> {
    text: &'t str,
    start: usize,
}

impl<'t> Physical<'t> {
    fn of(text: &'t str) -> Vec<Self> {
        let mut start = 0;
        let lines = text.split_inclusive('\n').map(|line| {
            let own = Self { text: line.trim_end_matches(['\r', '\n']), start };
            start += line.len();
            own
        });
        let mut lines: Vec<_> = lines.collect();
        if let Some(first) = lines.first_mut()
            && let Some(rest) = first.text.strip_prefix('\u{feff}')
        {
            *first = Self { text: rest, start: '\u{feff}'.len_utf8() };
        }
        lines
    }

    /// Without the blanks at its beginning.
    fn stripped(self) -> Self {
        let text = self.text.trim_start();
        Self { text, start: self.start + self.text.len() - text.len() }
    }

    fn is_comment(self) -> bool {
        self.text.trim_start().starts_with('#')
    }

    fn is_blank(self) -> bool {
        self.text.trim().is_empty()
    }

    fn span(self) -> Span {
        Span::new(self.start, self.start + self.text.len())
    }

    /// Without the escape character at its end, and where that stood. One behind another escape character is none.
    fn continued(self, escape: char) -> (Self, Option<usize>) {
        let bare = self.text.trim_end_matches([' ', '\t']);
        match bare.strip_suffix(escape) {
            Some(before) if !before.ends_with(escape) => (Self { text: before, ..self }, Some(self.start + before.len())),
            _ => (self, None),
        }
    }
}

struct Reader<'t> {
    rest: Vec<Physical<'t>>,
    at: usize,
    read: Lines,
    /// The directives seen so far; `None` once there can be no more.
    directives: Option<Vec<String>>,
}

impl<'t> Reader<'t> {
    fn next(&mut self) -> Option<Physical<'t>> {
        let line = self.rest.get(self.at).copied()?;
        self.at += 1;
        Some(line)
    }

    fn all(&mut self) {
        while let Some(line) = self.next() {
            let line = line.stripped();
            if let Err(error) = self.directive(line) {
                self.read.error = Some((error, line.span()));
                return;
            }
            if line.is_comment() || line.is_blank() {
                continue;
            }
            if let Err(error) = self.instruction(line) {
                self.read.error = Some(error);
                return;
            }
        }
    }

    /// `# escape=`: only at the very beginning, and each once.
    fn directive(&mut self, line: Physical<'_>) -> Result<(), String> {
        let Some(seen) = &mut self.directives else { return Ok(()) };
        let pair = line.text.strip_prefix('#').and_then(|rest| rest.trim_start().split_once('='));
        let known = pair.map(|(key, value)| (key.trim_end().to_ascii_lowercase(), value.trim()));
        let Some((key, value)) = known.filter(|(key, value)| ["syntax", "escape", "check"].contains(&key.as_str()) && !value.is_empty())
        else {
            self.directives = None;
            return Ok(());
        };
        if seen.contains(&key) {
            return Err(format!("only one {key} parser directive can be used"));
        }
        match key.as_str() {
            "escape" if value == "`" || value == "\\" => self.read.escape = if value == "`" { '`' } else { '\\' },
            "escape" => return Err(format!("invalid escape token '{value}' does not match ` or \\")),
            "syntax" => self.read.syntax = Some((value.to_owned(), line.span())),
            _ => {}
        }
        seen.push(key);
        Ok(())
    }

    fn instruction(&mut self, first: Physical<'t>) -> Result<(), (String, Span)> {
        let number = self.at;
        let (piece, mut joint) = first.continued(self.read.escape);
        let mut line = Line {
            text: piece.text.to_owned(),
            pieces: vec![(0, piece.start)],
            number,
            joints: Vec::new(),
            gap: None,
            heredocs: Vec::new(),
        };
        while let Some(escape) = joint {
            let Some(next) = self.next() else { break };
            if next.is_comment() {
                continue;
            }
            if next.is_blank() {
                line.gap.get_or_insert(Span::new(next.start, next.start));
                continue;
            }
            line.joints.push((escape, line.text.len()));
            let (piece, more) = next.continued(self.read.escape);
            line.pieces.push((line.text.len(), piece.start));
            line.text.push_str(piece.text);
            joint = more;
        }
        self.heredocs(&mut line)?;
        self.read.lines.push(line);
        Ok(())
    }

    /// The documents that RUN, COPY and ADD may bring along.
    fn heredocs(&mut self, line: &mut Line) -> Result<(), (String, Span)> {
        let mut words = line.text.split_whitespace().map(str::to_ascii_uppercase);
        let (first, second) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let keyword = if first == "ONBUILD" { second } else { first };
        if !["RUN", "COPY", "ADD"].contains(&keyword.as_str()) || !line.text.contains("<<") {
            return Ok(());
        }
        let found: Vec<_> = line.text.split_whitespace().filter_map(heredoc_name).collect();
        for (word, name, chomp) in found {
            let mut content = String::new();
            loop {
                let Some(next) = self.next() else { return Err(("unterminated heredoc".into(), line.first())) };
                let text = if chomp { next.text.trim_start_matches('\t') } else { next.text };
                if text == name {
                    break;
                }
                content.push_str(text);
                content.push('\n');
            }
            line.heredocs.push(Heredoc { word, name, content });
        }
        Ok(())
    }
}

/// `<<EOF`, `<<-"EOF"`, `3<<EOF`: the word, its name, and whether tabs at the beginning of lines go.
fn heredoc_name(word: &str) -> Option<(String, String, bool)> {
    let rest = word.trim_start_matches(|c: char| c.is_ascii_digit()).strip_prefix("<<")?;
    let (chomp, rest) = rest.strip_prefix('-').map_or((false, rest), |rest| (true, rest));
    let name = rest.replace(['"', '\''], "");
    (!name.is_empty() && !rest.contains('<')).then(|| (word.to_owned(), name, chomp))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<String> {
        read(text).lines.into_iter().map(|line| line.text).collect()
    }

    #[test]
    fn continuations_join_and_comments_and_blank_lines_inside_are_left_out() {
        assert_eq!(texts("RUN a \\\n# why\n  # and\n\n  b\nUSER 1\n"), ["RUN a   b", "USER 1"]);
        assert_eq!(texts("RUN a \\ \t\nb"), ["RUN a b"]);
        // Two escape characters escape each other, and nothing goes on.
        assert_eq!(texts("RUN a \\\\\nUSER 1"), ["RUN a \\\\", "USER 1"]);
    }

    #[test]
    fn every_byte_knows_its_place_in_the_file() {
        let text = "# c\nRUN a \\\n  b\n";
        let line = read(text).lines.remove(0);
        let at = line.text.find('b').unwrap();
        assert_eq!(&text[line.place(at)..=line.place(at)], "b");
        assert_eq!(line.number, 2);
        assert_eq!(line.joints, [(text.find('\\').unwrap(), 6)]);
        assert_eq!(line.span(0, line.text.len()), Span::new(4, 9));
    }

    #[test]
    fn directives_stand_first_or_are_comments() {
        let read_escape = |text: &str| read(text).escape;
        assert_eq!(read_escape("# escape=`\nRUN a `\nb"), '`');
        assert_eq!(read_escape("# a comment\n# escape=`\nRUN a"), '\\');
        assert_eq!(read("# syntax=docker/dockerfile:1\nFROM x").syntax.unwrap().0, "docker/dockerfile:1");
        assert_eq!(read("#escape=x\nFROM a").error.unwrap().0, "invalid escape token 'x' does not match ` or \\");
        assert_eq!(read("# escape=`\n# escape=`\n").error.unwrap().0, "only one escape parser directive can be used");
    }

    #[test]
    fn heredocs_belong_to_the_line_above() {
        let read_one = read("RUN <<-EOF\n\techo a\n\tEOF\nUSER 1\n");
        assert_eq!(read_one.lines[0].heredocs, [Heredoc { word: "<<-EOF".into(), name: "EOF".into(), content: "echo a\n".into() }]);
        assert_eq!(read_one.lines[1].text, "USER 1");
        assert_eq!(read("RUN <<EOF\necho a\n").error.unwrap().0, "unterminated heredoc");
        assert_eq!(read("").error.unwrap().0, "file with no instructions");
    }
}
