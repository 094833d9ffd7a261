# What is wrong with a document before validation: its YAML, its kind, its fields and their types.

label-first-here = first here

rule-yaml-syntax = kubectl cannot read this as YAML: { $problem }
rule-duplicate-key = `{ $key }` stands here again after line { $first }; kubectl keeps the last one
    .help = Keep one of the two. A server that is sent the YAML itself refuses repeated keys.
