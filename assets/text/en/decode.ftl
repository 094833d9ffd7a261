# What is wrong with a document before validation: its YAML, its kind, its fields and their types.

label-first-here = first here

rule-yaml-syntax = kubectl cannot read this as YAML: { $problem }
rule-duplicate-key = `{ $key }` stands here again after line { $first }; kubectl keeps the last one
    .help = Keep one of the two. A server that is sent the YAML itself refuses repeated keys.
rule-kubectl-refuses = kubectl refuses this before it asks the server: { $problem }
rule-unknown-kind = Kubernetes { $version } has no kind `{ $kind }` in `{ $api }`
rule-wrong-type = `{ $field }` has the wrong type: it wants `{ $wanted }`
rule-unknown-field = { $owner } has no field `{ $field }`
