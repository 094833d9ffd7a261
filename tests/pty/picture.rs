//! The screen as an SVG picture: what the README shows is drawn from the real screen.

use std::fmt::Write;

/// Columns and rows in pixels.
const CELL: (f32, f32) = (8.4, 18.0);

/// Draws `screen` with a dark background.
pub fn svg(screen: &vt100::Screen) -> String {
    let (rows, columns) = screen.size();
    let (width, height) = (f32::from(columns.get()) * CELL.0 + 16.0, f32::from(rows.get()) * CELL.1 + 16.0);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" font-family=\"ui-monospace, 'DejaVu Sans Mono', \
         'Noto Sans Mono CJK KR', monospace\" font-size=\"14\">\n<rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"#101418\"/>\n"
    );
    for row in 0..rows.get() {
        runs(screen, row).into_iter().for_each(|run| draw(&mut out, row, &run));
    }
    out.push_str("</svg>\n");
    out
}

/// Pictures of screens of one size, one below the other.
pub fn series(pictures: &[String], (columns, rows): (u16, u16)) -> String {
    let (width, height) = (f32::from(columns) * CELL.0 + 16.0, f32::from(rows) * CELL.1 + 16.0);
    let all = (height + 12.0) * pictures.len() as f32 - 12.0;
    let mut out = format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {all}\">\n");
    for (index, picture) in pictures.iter().enumerate() {
        let place = format!("<svg y=\"{}\" width=\"{width}\" height=\"{height}\" ", (height + 12.0) * index as f32);
        out.push_str(&picture.replacen("<svg ", &place, 1));
    }
    out.push_str("</svg>\n");
    out
}

/// Neighbouring cells of one look.
struct Run {
    column: u16,
    width: u16,
    text: String,
    fore: String,
    back: Option<String>,
    bold: bool,
    underline: bool,
}

fn runs(screen: &vt100::Screen, row: u16) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for column in 0..screen.size().1.get() {
        let Some(cell) = screen.cell(row, column).filter(|cell| !cell.is_wide_continuation()) else { continue };
        let (mut fore, mut back) = (color(cell.fgcolor(), cell.dim()), background(cell.bgcolor()));
        if cell.inverse() {
            let old = std::mem::replace(&mut fore, back.unwrap_or_else(|| "#101418".into()));
            back = Some(old);
        }
        let text = if cell.has_contents() { cell.contents() } else { " " };
        let width = if cell.is_wide() { 2 } else { 1 };
        match runs.last_mut() {
            // A wide character starts a run of its own, so that its place does not depend on the font.
            Some(last)
                if width == 1
                    && last.text.is_ascii()
                    && text.is_ascii()
                    && last.fore == fore
                    && last.back == back
                    && last.bold == cell.bold()
                    && last.underline == cell.underline() =>
            {
                last.text.push_str(text);
                last.width += 1;
            }
            _ => runs.push(Run { column, width, text: text.into(), fore, back, bold: cell.bold(), underline: cell.underline() }),
        }
    }
    runs
}

fn draw(out: &mut String, row: u16, run: &Run) {
    let (x, y) = (f32::from(run.column) * CELL.0 + 8.0, f32::from(row) * CELL.1 + 8.0);
    let width = f32::from(run.width) * CELL.0;
    if let Some(back) = &run.back {
        let _ = writeln!(out, "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{}\" fill=\"{back}\"/>", CELL.1);
    }
    if run.text.trim().is_empty() {
        return;
    }
    let text = run.text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let bold = if run.bold { " font-weight=\"bold\"" } else { "" };
    let line = if run.underline { " text-decoration=\"underline\"" } else { "" };
    let _ = writeln!(
        out,
        "<text x=\"{x:.1}\" y=\"{:.1}\" fill=\"{}\"{bold}{line} textLength=\"{width:.1}\" xml:space=\"preserve\">{text}</text>",
        y + 13.5,
        run.fore
    );
}

fn background(color: vt100::Color) -> Option<String> {
    match color {
        vt100::Color::Default => None,
        other => Some(self::color(other, false)),
    }
}

fn color(color: vt100::Color, dim: bool) -> String {
    const BASE: [&str; 16] = [
        "#1c2128", "#e5534b", "#57ab5a", "#c69026", "#539bf5", "#b083f0", "#39c5cf", "#adbac7", "#768390", "#ff938a", "#8ddb8c", "#eac55f",
        "#96d0ff", "#dcbdfb", "#76e3ea", "#ffffff",
    ];
    match color {
        vt100::Color::Default if dim => "#768390".into(),
        vt100::Color::Default => "#cdd9e5".into(),
        vt100::Color::Rgb(red, green, blue) => format!("#{red:02x}{green:02x}{blue:02x}"),
        vt100::Color::Idx(index) => match index {
            0..=15 => BASE[usize::from(index)].into(),
            16..=231 => {
                let level = |part: u8| if part == 0 { 0 } else { 55 + part * 40 };
                let index = index - 16;
                format!("#{:02x}{:02x}{:02x}", level(index / 36), level(index / 6 % 6), level(index % 6))
            }
            grey => {
                let level = 8 + (grey - 232) * 10;
                format!("#{level:02x}{level:02x}{level:02x}")
            }
        },
    }
}
