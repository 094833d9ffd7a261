//! Text → tree → decoded objects: no panic, and every place lies in the text.
#![no_main]

use cofferdam::object::complete::{self, Known};
use cofferdam::object::{Request, apply_defaults, decode};
use cofferdam::schema::Version;
use cofferdam::text::SourceFile;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let file = SourceFile::new("f.yaml", text);
    for mut decoded in decode(&file, &Request::default()) {
        for diagnostic in &decoded.diagnostics {
            assert!(text.get(diagnostic.span.start..diagnostic.span.end).is_some(), "{diagnostic:?}");
        }
        if let Some(value) = &mut decoded.value {
            apply_defaults(value, Version::DEFAULT);
        }
    }
    let mut cursor = text.len() / 2;
    while !text.is_char_boundary(cursor) {
        cursor -= 1;
    }
    complete::at(&file, cursor, Version::DEFAULT, &Known::new(std::slice::from_ref(&file), std::iter::empty(), "default"));
    complete::hover(&file, cursor, Version::DEFAULT);
});
