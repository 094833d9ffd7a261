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

# What a YAML error means
yaml-advice = { $problem ->
        [did-not-find-expected-key] Either the line is indented one step too far or too little for its block, or something follows a finished value on the same line. One key a line, in one column with its neighbours.
        [mapping-values-are-not-allowed-in-this-context] A key stands where none can: two keys share a line, or the line above has a value already and this one is indented under it.
        [could-not-find-expected] A key lacks its colon: write `key: value`, with a blank behind the colon.
        [did-not-find-expected-indicator] The items of a list stand in one column, each with its dash; this line stands there without one.
        [did-not-find-expected-or] A bracket is not closed, or a comma is missing between two items.
        [found-character-that-cannot-start-any-token] A value begins with a character that YAML keeps for itself. Put the value in quotes.
        [found-a-tab-character-that-violates-indentation] A tab stands in the indentation. YAML wants spaces.
        [block-sequence-entries-are-not-allowed-in-this-context] A dash stands behind a key on the same line. The list begins on the next line.
        [found-unexpected-end-of-stream] A quote or a bracket is opened and never closed.
       *[other] Look at the indentation and the colons of this line and of the one above it.
    }
