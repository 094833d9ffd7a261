//! What may be said of a candidate's files before the end: the API server's answers, in the server's words.

use crate::assess::{Assessment, documents};
use crate::content::Scenario;
use crate::text::SourceFile;

/// What `kubectl apply` would answer: errors and warnings as the server words them. No advice of ours, no repairs, no
/// predictions and no verdicts; nobody can find here what is not here.
pub fn admitted(scenario: &Scenario, files: &[SourceFile]) -> Assessment {
    let documents = documents(scenario, files);
    let found = documents.iter().flat_map(|document| document.diagnostics.iter().cloned()).filter(|found| found.server.is_some());
    let mut diagnostics: Vec<_> = found.collect();
    for found in &mut diagnostics {
        // Without a rule of ours the sentence is the server's own.
        found.rule = "";
        found.fixes.clear();
        found.labels.clear();
    }
    diagnostics.sort_by(|a, b| (&a.file, a.span).cmp(&(&b.file, b.span)));
    Assessment { diagnostics, documents, ..Assessment::default() }
}
