//! The files of a new scenario, for authors to fill in.

use super::pack::Files;
use crate::locale::Locale;

/// A scenario folder `scenarios/<id>/` that loads; the content contract says what is still missing in it.
pub fn template(id: &str) -> Files {
    let languages = Locale::available();
    let each = |text: &str| languages.iter().map(|tag| format!("{tag}: \"{text} ({tag})\"")).collect::<Vec<_>>().join(", ");
    let hint = format!("- {{{}}}\n", each("Hint"));
    let yaml = format!(
        "id: {id}\nversion: 1\nkind: write\ndifficulty: 1\ntitle: {{{}}}\nlesson: L13\npoints: 5\nminutes: 6\nexams: [cka]\ntags: []\nseeds: []\n\
         misconceptions: []\nnamespace: default\nworld:\n  version: \"1.35\"\nfiles:\n- {{path: pod.yaml}}\nchecks:\n- id: valid\n  weight: 20\n  accepted: {{}}\n\
         - id: exists\n  weight: 80\n  object: {{kind: Pod, name: web, namespace: default}}\nprobes:\n- {{start: default/web, before: absent, after: running}}\n\
         hints:\n{hint}{hint}{hint}wrong:\n- {{dir: other-name, check: exists, diag: object-missing}}\n",
        each("Title"),
    );
    let pod = |name: &str| {
        format!("apiVersion: v1\nkind: Pod\nmetadata:\n  name: {name}\nspec:\n  containers:\n  - name: web\n    image: nginx:1.31\n")
    };
    let mut files = vec![
        ("scenario.yaml".to_owned(), yaml),
        ("start/pod.yaml".into(), "# Write the Pod here.\n".into()),
        ("solutions/1-reference/pod.yaml".into(), pod("web")),
        ("wrong/other-name/pod.yaml".into(), pod("app")),
    ];
    for tag in &languages {
        files.push((format!("task.{tag}.md"), format!("# Task ({tag})\n")));
        files.push((format!("debrief.{tag}.md"), format!("# Debrief ({tag})\n")));
    }
    files.into_iter().map(|(name, text)| (format!("scenarios/{id}/{name}"), text.into_bytes().into())).collect()
}
