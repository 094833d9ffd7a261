# What is said when a learner's work cannot be saved.

progress-full-disk = The disk is full, so { $file } is not saved. You can work on: everything is kept in memory and saved as soon as there is room.
progress-read-only = { $file } cannot be written (read-only or not yours), so nothing is saved. You can work on; to keep the work, set COFFERDAM_DATA to a folder of yours.
progress-unsaved = { $file } is not saved: { $error }. You can work on: everything is kept in memory and tried again.
