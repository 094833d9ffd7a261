# What is wrong with a document before validation: its YAML, its kind, its fields and their types.

label-first-here = first here

rule-yaml-syntax = kubectl cannot read this as YAML: { $problem }
rule-duplicate-key = `{ $key }` stands here again after line { $first }; kubectl keeps the last one
    .help = Keep one of the two. A server that is sent the YAML itself refuses repeated keys.
rule-kubectl-refuses = kubectl refuses this before it asks the server: { $problem }
rule-unknown-kind = Kubernetes { $version } has no kind `{ $kind }` in `{ $api }`
    .help = { $hint ->
        [meant] `{ $meant }` is in `{ $meantapi }`.
       *[none] `kubectl api-resources` lists the kinds that a cluster serves.
    }
rule-wrong-type = `{ $field }` has to be { $wanted ->
        [text] text
        [number] a number
        [boolean] `true` or `false`
        [list] a list
        [map] a map of names to values
        [quantity] an amount like `500m` or `1Gi`
        [time] a time like `2024-01-31T12:00:00Z`
        [base64] base64
       *[object] an object with fields
    }
    .help = { $wanted ->
        [text] Quote what YAML would take for a number or a boolean.
        [number] Write the number without quotes.
        [boolean] Write `true` or `false` without quotes.
        [list] Begin every item with a dash.
        [base64] Encode the value with `base64`, or write it as it is under `stringData`.
       *[object] The server stops at the first value of a wrong type and reports nothing else.
    }
rule-unknown-field = { $owner } has no field `{ $field }`
    .help = { $hint ->
        [misspelled] Did you mean `{ $meant }`?
        [misplaced] `{ $field }` belongs in `{ $meant }`.
       *[none] `kubectl explain` lists the fields there are.
    }

fix-rename = Rename to `{ $new }`
fix-replace = Write `{ $new }`
fix-move = Move to `{ $place }`
fix-remove = Remove `{ $field }`
