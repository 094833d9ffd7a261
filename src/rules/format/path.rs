//! File paths inside volumes and containers (`pkg/apis/core/validation/validation.go`, 1.35).

/// `validatePathNoBacksteps`: no element may be `..`.
pub fn no_backsteps(path: &str) -> Vec<String> {
    if path.split('/').any(|part| part == "..") { vec!["must not contain '..'".into()] } else { Vec::new() }
}

/// `validateLocalDescendingPath`: relative, without `..`.
pub fn local_path(path: &str) -> Vec<String> {
    let mut errors = Vec::new();
    if path.starts_with('/') {
        errors.push("must be a relative path".into());
    }
    errors.extend(no_backsteps(path));
    errors
}

/// Go's `path.IsAbs`.
pub fn absolute_path(path: &str) -> bool {
    path.starts_with('/')
}

/// Go's `path.Clean`.
pub fn clean_path(path: &str) -> String {
    let rooted = path.starts_with('/');
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            ".." if rooted => {}
            part => parts.push(part),
        }
    }
    let body = parts.join("/");
    match (rooted, body.is_empty()) {
        (true, _) => format!("/{body}"),
        (false, true) => ".".into(),
        (false, false) => body,
    }
}

/// A name that can stand in an address (`IsValidPathSegmentName`).
pub fn path_segment(name: &str) -> Vec<String> {
    if matches!(name, "." | "..") {
        return vec![format!("may not be '{name}'")];
    }
    ["/", "%"].iter().filter(|part| name.contains(**part)).map(|part| format!("may not contain '{part}'")).collect()
}
