# Faults in lessons, scenarios and packs: what is wrong and what to do.

content-unknown-key = The key `{ $key }` is not known here; expected: { $expected }.
content-missing-key = The key `{ $key }` is missing; add it.
content-bad-value = { $text }. Correct the value.
content-missing-file = This file is missing; write it.
content-not-utf8 = This is not UTF-8 text; save it as UTF-8.
content-no-folder = The folder { $folder } is missing or empty; make it, or take out the entry.
content-wrong-unlisted = The folder { $folder } has no entry under `wrong:`; say which check and diag it triggers.
content-missing-language = The language `{ $language }` is missing; add it.
content-no-file = The file { $file } is missing; write it, or take it out of `files:`.
content-unlisted-file = The file { $file } is not listed under `files:`; list it, or delete it.
content-manifest-refused = The API server would refuse this manifest, and a world cannot hold it: { $text }
content-probe = A probe is `in` and `run`, or one of `pull`, `start`, `flows`.
content-probe-answer = A probe needs `before` and `after`: classes, or for `flows` numbers of open flows.
content-read-only-file = { $file } is read-only for the learner (`editable: false`), so no answer may change it.
content-stray-answer = { $file } is no file of `start/`; name it as there, or add it to start and `files:`.
content-stray-file = Nothing reads this file; delete it, or put it where it belongs.
content-no-files = `files:` is empty; list at least one file of start/.
content-id-differs = The id { $id } is not the folder's name { $folder }; make them equal.
content-bad-id = { $id } is no id; folders are named by a capital letter and two digits.
content-no-lesson = There is no lesson { $lesson } in this pack; add its folder or name another.
