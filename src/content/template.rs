//! The files of a new scenario, for authors to fill in.

use super::pack::Files;
use crate::locale::Locale;

/// Where an editor finds the schema of the page, which `pack new` puts beside the pack's folders.
const MODELINE: &str = "# yaml-language-server: $schema=../../scenario.schema.json\n";

/// A scenario folder `scenarios/<id>/` that loads; the content contract says what is still missing in it.
pub fn template(id: &str) -> Files {
    let hint = format!("- {{{}}}\n", each("Hint"));
    let yaml = format!(
        "{MODELINE}id: {id}\nversion: 1\nkind: write\ndifficulty: 1\ntitle: {{{}}}\nlesson: L13\npoints: 5\nminutes: 6\nexams: [cka]\ntags: []\nseeds: []\n\
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
    files.extend(pages());
    placed(id, files)
}

/// The same of a predict scenario: one question, whose key the simulator works out.
pub fn predict_template(id: &str) -> Files {
    let says = each("What whoever chose this believes, and why it is not so");
    let yaml = format!(
        "{MODELINE}id: {id}\nversion: 1\nkind: predict\ndifficulty: 1\ntitle: {{{}}}\nlesson: L13\npoints: 3\nminutes: 4\nexams: [ckad]\ntags: []\nseeds: []\n\
         misconceptions: []\nnamespace: default\nworld:\n  version: \"1.35\"\nfiles:\n- {{path: pod.yaml}}\nchecks:\n- id: user\n  weight: 100\n  answer:\n    \
         ask: {{{}}}\n    of: {{in: default/web, run: id -u, value: stdout}}\n    choices:\n    - {{value: 0, says: {{{says}}}}}\n    - 1000\n    - {{value: 65534, says: {{{says}}}}}\n    \
         because: {{{}}}\nhints:\n{hint}{hint}{hint}",
        each("Title"),
        each("What does `id -u` print in `web`?"),
        each("Why it is so"),
        hint = format!("- {{{}}}\n", each("Hint")),
    );
    let pod = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  securityContext:\n    runAsUser: 1000\n  containers:\n  - name: web\n    \
               image: busybox:1.28\n    command: [sleep, \"3600\"]\n";
    let mut files = vec![("scenario.yaml".to_owned(), yaml), ("start/pod.yaml".into(), pod.to_owned())];
    files.extend(pages());
    placed(id, files)
}

/// `en: "text (en)", ko: "text (ko)"`
fn each(text: &str) -> String {
    Locale::available().iter().map(|tag| format!("{tag}: \"{text} ({tag})\"")).collect::<Vec<_>>().join(", ")
}

/// Task and debrief in every language.
fn pages() -> Vec<(String, String)> {
    let page = |tag: &&str| {
        [(format!("task.{tag}.md"), format!("# Task ({tag})\n")), (format!("debrief.{tag}.md"), format!("# Debrief ({tag})\n"))]
    };
    Locale::available().iter().flat_map(page).collect()
}

fn placed(id: &str, files: Vec<(String, String)>) -> Files {
    files.into_iter().map(|(name, text)| (format!("scenarios/{id}/{name}"), text.into_bytes().into())).collect()
}
