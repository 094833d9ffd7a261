//! Columns as Go's `text/tabwriter` lays them out: a cell ends with a tab, and a column reaches over
//! neighbouring lines that have such a cell.

/// Lays out `text`. `least` is the least width of a column, `padding` the blanks after its longest cell.
pub(super) fn align(text: &str, least: usize, padding: usize) -> String {
    let lines: Vec<Vec<&str>> = text.split('\n').map(|line| line.split('\t').collect()).collect();
    let mut layout = Layout { lines: &lines, widths: Vec::new(), out: String::new(), least, padding };
    layout.block(0, lines.len());
    layout.out.pop();
    layout.out
}

struct Layout<'a> {
    lines: &'a [Vec<&'a str>],
    widths: Vec<usize>,
    out: String,
    least: usize,
    padding: usize,
}

impl Layout<'_> {
    fn block(&mut self, mut from: usize, to: usize) {
        let column = self.widths.len();
        let has_cell = |lines: &[Vec<&str>], at: usize| column + 1 < lines[at].len();
        let mut at = from;
        while at < to {
            if !has_cell(self.lines, at) {
                at += 1;
                continue;
            }
            self.print(from, at);
            from = at;
            let mut width = self.least;
            while at < to && has_cell(self.lines, at) {
                width = width.max(self.lines[at][column].chars().count() + self.padding);
                at += 1;
            }
            self.widths.push(width);
            self.block(from, at);
            self.widths.pop();
            from = at;
        }
        self.print(from, to);
    }

    fn print(&mut self, from: usize, to: usize) {
        for line in &self.lines[from..to] {
            for (column, cell) in line.iter().enumerate() {
                self.out.push_str(cell);
                if column + 1 < line.len()
                    && let Some(width) = self.widths.get(column)
                {
                    self.out.extend(std::iter::repeat_n(' ', width.saturating_sub(cell.chars().count())));
                }
            }
            self.out.push('\n');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::align;

    #[test]
    fn columns_end_where_a_line_has_no_cell() {
        assert_eq!(
            align("NAME\tREADY\tSTATUS\na-long-name\t1/1\tRunning\n", 6, 3),
            "NAME          READY   STATUS\na-long-name   1/1     Running\n"
        );
        assert_eq!(align("Name:\tx\nNamespace:\ty\nSpec:\n  a:\tb\n", 0, 2), "Name:       x\nNamespace:  y\nSpec:\n  a:  b\n");
    }
}
