//! Where the cursor is, read off the indentation of the lines around it.

use crate::text::SourceFile;

/// One line, taken apart.
struct Line<'t> {
    /// Byte offset of its start.
    start: usize,
    /// Columns of the dashes before its key.
    dashes: Vec<usize>,
    /// Column at which its key begins.
    column: usize,
    /// Its key, if it has one.
    key: Option<&'t str>,
    /// Where the value begins, as a column.
    value: usize,
    text: &'t str,
}

impl<'t> Line<'t> {
    fn parse(text: &'t str, start: usize) -> Self {
        let text = text.trim_end_matches(['\n', '\r']);
        let spaces = |from: usize| text[from..].bytes().take_while(|b| *b == b' ').count();
        let mut column = spaces(0);
        let mut dashes = Vec::new();
        while text[column..].starts_with("- ") || &text[column..] == "-" {
            dashes.push(column);
            column += 1;
            column += spaces(column).max(usize::from(column == text.len()));
            column = column.min(text.len());
        }
        let content = &text[column..];
        let colon = content.find(": ").or_else(|| content.ends_with(':').then(|| content.len() - 1));
        let key = colon.map(|colon| content[..colon].trim_matches(['"', '\''])).filter(|key| !key.contains(['{', '[', '#', ' ']));
        let value = key.and(colon).map_or(text.len(), |colon| column + colon + 1);
        Self { start, dashes, column, key, value, text }
    }

    /// What stands behind the key, without a comment and quotes.
    fn value(&self) -> &'t str {
        self.text[self.value..].split(" #").next().unwrap_or_default().trim().trim_matches(['"', '\''])
    }

    fn pair(&self) -> Option<Pair> {
        Some((self.key?.to_owned(), self.value().to_owned()))
    }

    fn is_blank(&self) -> bool {
        let content = self.text[self.column.min(self.text.len())..].trim();
        (content.is_empty() && self.dashes.is_empty()) || content.starts_with('#')
    }
}

/// A key and what stands behind it in its line.
pub(super) type Pair = (String, String);

/// Where the cursor is.
pub(super) struct Place {
    pub api_version: Option<String>,
    pub kind: Option<String>,
    /// The namespace that the document names.
    pub namespace: Option<String>,
    /// `metadata.name`.
    pub name: Option<String>,
    /// The fields around it.
    pub path: Vec<String>,
    /// For each of them, what was written beside it before it.
    pub beside: Vec<Vec<Pair>>,
    /// The fields beside it.
    pub siblings: Vec<Pair>,
    /// The key of the cursor's line.
    pub key: Option<String>,
    /// The key whose value is being written.
    pub value_of: Option<String>,
    /// Where the word before the cursor begins.
    pub word: usize,
    /// Column of the keys here.
    pub column: usize,
}

impl Place {
    pub fn find(file: &SourceFile, offset: usize) -> Option<Self> {
        let text = file.text();
        let offset = offset.min(text.len());
        let line_start = text[..offset].rfind('\n').map_or(0, |newline| newline + 1);
        let from = text[..line_start].rmatch_indices("\n---").next().map_or(0, |(at, _)| at + 1);
        let to = text[line_start..].find("\n---").map_or(text.len(), |at| line_start + at);
        let mut lines = Vec::new();
        let mut start = from;
        for line in text[from..to].split_inclusive('\n') {
            lines.push(Line::parse(line, start));
            start += line.len();
        }
        if lines.last().is_none_or(|last| text[last.start..to].ends_with('\n')) {
            lines.push(Line::parse("", to));
        }
        let here = lines.iter().position(|line| line.start == line_start)?;
        let current = &lines[here];
        let at = offset - line_start;
        let before = current.text.get(..at)?;
        if before.contains(" #") || before.starts_with('#') || before.contains(['{', '[']) {
            return None;
        }
        let in_value = current.key.is_some() && at >= current.value;
        let column = if current.is_blank() { at } else { current.column };
        let word = if in_value {
            line_start + before[current.value..].len() - before[current.value..].trim_start().len() + current.value
        } else {
            line_start + column.min(at)
        };
        let value = |line: Option<&Line<'_>>| Some(line?.value()).filter(|value| !value.is_empty()).map(str::to_owned);
        let top = |key: &str| value(lines.iter().find(|line| line.column == 0 && line.key == Some(key)));
        let metadata = lines.iter().skip_while(|line| line.column != 0 || line.key != Some("metadata")).skip(1);
        let metadata: Vec<_> = metadata.filter(|line| !line.is_blank()).take_while(|line| line.column > 0).collect();
        let outer = metadata.iter().map(|line| line.column).min();
        let meta = |key: &str| value(metadata.iter().copied().find(|line| line.key == Some(key) && Some(line.column) == outer));
        let Around { path, beside, siblings } = around(&lines, here, column);
        Some(Self {
            api_version: top("apiVersion"),
            kind: top("kind"),
            namespace: meta("namespace"),
            name: meta("name"),
            path,
            beside,
            siblings,
            key: current.key.map(str::to_owned),
            value_of: if in_value { current.key.map(str::to_owned) } else { None },
            word,
            column,
        })
    }
}

/// What is around and beside a line.
struct Around {
    path: Vec<String>,
    beside: Vec<Vec<Pair>>,
    siblings: Vec<Pair>,
}

/// The keys that lead to the mapping at `column` of line `here`, and the keys beside it.
fn around(lines: &[Line<'_>], here: usize, column: usize) -> Around {
    let (mut path, mut above, mut siblings) = (Vec::new(), Vec::<Vec<Pair>>::new(), Vec::new());
    // The column of the mapping whose parent is looked for; behind a dash, that of the list.
    let (mut column, mut in_list) = (column, false);
    let mut beside = true;
    if let Some(dash) = lines[here].dashes.first() {
        (column, in_list, beside) = (*dash, true, false);
    }
    for line in lines[..here].iter().rev().filter(|line| !line.is_blank()) {
        let dash = line.dashes.first().copied();
        let Some(key) = line.key else { continue };
        if in_list {
            // The list belongs to the next key that is not deeper than its dashes and is no item of it itself.
            let parent = line.column <= column && dash.is_none_or(|dash| dash < column);
            if !parent {
                continue;
            }
        } else if line.column > column {
            continue;
        } else if line.column == column {
            match above.last_mut() {
                Some(level) => level.extend(line.pair()),
                None if beside => siblings.extend(line.pair()),
                None => {}
            }
            if let Some(dash) = dash {
                (column, in_list, beside) = (dash, true, false);
            }
            continue;
        }
        path.push(key.to_owned());
        above.push(Vec::new());
        (column, in_list, beside) = (dash.unwrap_or(line.column), dash.is_some(), false);
    }
    path.reverse();
    above.reverse();
    let below = lines[here + 1..].iter().filter(|line| !line.is_blank());
    let own = if lines[here].is_blank() { lines[here].text.len().max(column) } else { lines[here].column };
    let own = if beside { column } else { own };
    for line in below {
        if line.column < own || line.dashes.first().is_some_and(|dash| *dash < own) {
            break;
        }
        if line.column == own {
            siblings.extend(line.pair());
        }
    }
    Around { path, beside: above, siblings }
}
