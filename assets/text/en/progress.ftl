# What is said when a learner's work cannot be saved.

progress-full-disk = The disk is full, so { $file } is not saved. You can work on: everything is kept in memory and saved as soon as there is room.
progress-read-only = { $file } cannot be written (read-only or not yours), so nothing is saved. You can work on; to keep the work, set COFFERDAM_DATA to a folder of yours.
progress-unsaved = { $file } is not saved: { $error }. You can work on: everything is kept in memory and tried again.
progress-newer = { $file }: a newer cofferdam has written { $newer ->
        [one] one line
       *[other] { $newer } lines
    } that this one does not know (the first unread line is { $line }). They are kept; with the newer version they count again.
progress-torn = { $file }: { $broken ->
        [one] one line
       *[other] { $broken } lines
    } cannot be read (the first is line { $line }), as after a crash. They are kept and passed over; everything else counts.
