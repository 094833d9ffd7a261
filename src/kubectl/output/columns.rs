//! `-o custom-columns=NAME:.metadata.name,…` (kubectl `pkg/cmd/get/customcolumn.go`).

use serde_json::Value;

use super::jsonpath;

/// The table of these columns.
///
/// # Errors
/// What kubectl says of a specification it cannot read.
pub(crate) fn write(spec: &str, objects: &[Value], headers: bool) -> Result<String, String> {
    if spec.is_empty() {
        return Err("custom-columns format specified but no custom columns given".into());
    }
    let mut columns = Vec::new();
    for part in spec.split(',') {
        let (header, path) =
            part.split_once(':').ok_or_else(|| format!("unexpected custom-columns spec: {part}, expected <header>:<json-path-expr>"))?;
        columns.push((header, path));
    }
    table(&columns, objects, headers)
}

/// The table of columns that a file tells: titles in its first line, paths in its second.
///
/// # Errors
/// What kubectl says of a file that it cannot read.
pub(crate) fn write_file(text: &str, objects: &[Value], headers: bool) -> Result<String, String> {
    let mut lines = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>());
    let (titles, paths) = (lines.next().unwrap_or_default(), lines.next().unwrap_or_default());
    if titles.len() != paths.len() {
        return Err(format!("number of headers ({}) and field specifications ({}) don't match", titles.len(), paths.len()));
    }
    table(&titles.into_iter().zip(paths).collect::<Vec<_>>(), objects, headers)
}

fn table(columns: &[(&str, &str)], objects: &[Value], headers: bool) -> Result<String, String> {
    let mut lines = Vec::new();
    if headers {
        lines.push(columns.iter().map(|(header, _)| (*header).to_owned()).collect::<Vec<_>>().join("\t"));
    }
    for object in objects {
        let mut cells = Vec::new();
        for (_, path) in columns {
            let found = jsonpath::find(path, object)?;
            let texts: Vec<_> = found.iter().map(cell).collect();
            cells.push(if texts.is_empty() { "<none>".to_owned() } else { texts.join(",") });
        }
        lines.push(cells.join("\t"));
    }
    let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
    Ok(crate::kubectl::tabwriter::align(&text, 6, 3))
}

/// A cell as Go prints the value.
fn cell(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => "<nil>".into(),
        Value::Array(items) => format!("[{}]", items.iter().map(cell).collect::<Vec<_>>().join(" ")),
        Value::Object(map) => {
            let mut entries: Vec<_> = map.iter().map(|(key, value)| format!("{key}:{}", cell(value))).collect();
            entries.sort();
            format!("map[{}]", entries.join(" "))
        }
        other => other.to_string(),
    }
}
