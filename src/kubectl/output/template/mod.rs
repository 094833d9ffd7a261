//! `-o go-template=…`: Go's `text/template`, as far as objects need it (go1.25 `text/template`, cli-runtime `printers/template.go`).

use serde_json::Value;

mod functions;
mod lex;
mod parse;
mod run;

/// Fills a template in for `value`, whose fields stand in the order in which an error shows them.
///
/// # Errors
/// kubectl's sentence about a template that cannot be read or filled in.
pub(crate) fn render(template: &str, value: &Value, missing_is_error: bool) -> Result<String, Failed> {
    let nodes = parse::parse(template)
        .map_err(|said| Failed { said: format!("error parsing template {template}, {said}"), printed: String::new() })?;
    let mut out = String::new();
    match run::run(template, &nodes, value, missing_is_error, &mut out) {
        Ok(()) => Ok(out),
        Err(error) => {
            let whole = value.to_string();
            let shown = shown(value);
            let printed = format!(
                "{out}Error executing template: {error}. Printing more information for debugging the template:\n\ttemplate was:\n\t\t{template}\n\traw data was:\n\t\t{whole}\n\tobject given to template engine was:\n\t\t{shown}\n\n"
            );
            Err(Failed { said: format!("error executing template {template:?}: {error}"), printed })
        }
    }
}

/// A value as Go's `%v` prints it.
pub(crate) fn shown(value: &Value) -> String {
    functions::text(&functions::Datum::Value(value.clone()))
}

/// Why a template gives nothing: what standard error says, and what was printed all the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Failed {
    pub said: String,
    pub printed: String,
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::render;

    #[test]
    fn templates_are_filled_in_as_go_does() {
        let object = json!({"kind": "Deployment", "metadata": {"name": "d", "labels": {"app": "d", "b": "c"}}, "data": {"k": "aGk="},
            "spec": {"replicas": 3, "containers": [{"name": "n", "image": "nginx:1"}, {"name": "r", "image": "redis"}]}});
        for (template, wanted) in [
            ("{{.metadata.name}}", "d"),
            ("{{range .spec.containers}}{{.image}}{{\"\\n\"}}{{end}}", "nginx:1\nredis\n"),
            ("{{.spec.foo}}", "<no value>"),
            ("{{.metadata.labels}}", "map[app:d b:c]"),
            ("{{range $k, $v := .metadata.labels}}{{$k}}={{$v}};{{end}}", "app=d;b=c;"),
            ("{{range $i, $c := .spec.containers}}{{if $i}},{{end}}{{$c.name}}{{end}}", "n,r"),
            ("{{if eq .kind \"Deployment\"}}yes{{else}}no{{end}}", "yes"),
            ("{{if and .kind (gt .spec.replicas 2)}}big{{end}}", "big"),
            ("{{range .none}}a{{else}}empty{{end}}", "empty"),
            ("a {{- /* nothing */ -}} b", "ab"),
            ("{{len .spec.containers}} {{printf \"%s-%d\" .kind .spec.replicas}}", "2 Deployment-3"),
            ("{{(index .spec.containers 1).name}} {{index .metadata.labels \"app\"}}", "r d"),
            ("{{with .metadata}}{{.name}}{{$.kind}}{{end}}", "dDeployment"),
            ("{{.data.k | base64decode}}", "hi"),
            ("{{$x := .kind}}{{$x | printf \"%q\"}}", "\"Deployment\""),
            ("{{ne .kind \"x\"}} {{lt 1 2}} {{or .none .kind}} {{not .none}}", "true true Deployment true"),
            ("{{if .none}}1{{else if .kind}}2{{else}}3{{end}}", "2"),
            ("{{.spec.containers}}", "[map[image:nginx:1 name:n] map[image:redis name:r]]"),
        ] {
            assert_eq!(render(template, &object, false).map_err(|failed| failed.said), Ok(wanted.to_owned()), "{template}");
        }
        for (template, said) in [
            ("{{foo}}", "error parsing template {{foo}}, template: output:1: function \"foo\" not defined"),
            ("{{.kind", "error parsing template {{.kind, template: output:1: unclosed action"),
            ("{{end}}", "error parsing template {{end}}, template: output:1: unexpected {{end}}"),
            ("{{range .spec}}", "error parsing template {{range .spec}}, template: output:1: unexpected EOF"),
        ] {
            assert_eq!(render(template, &object, false).unwrap_err().said, said, "{template}");
        }
    }
}
