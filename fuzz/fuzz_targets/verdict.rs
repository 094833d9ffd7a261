//! Text → verdict, in every version and every Pod Security level: no panic, every place lies in the text, repairs can be
//! applied, and a refused document says why. A rule that panics costs only its own findings in the program; here it counts.
#![no_main]

use cofferdam::rules::{Options, validate};
use cofferdam::schema::Version;
use cofferdam::text::{SourceFile, apply_edits};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (u8, &str)| {
    let (choice, text) = input;
    let versions = Version::NEWEST.minor - Version::OLDEST.minor + 1;
    let level = ["privileged", "baseline", "restricted"][usize::from(choice % 3)];
    let options = Options {
        version: Version { minor: Version::OLDEST.minor + choice / 3 % versions },
        pod_security: Some(level.to_owned()),
        ..Options::default()
    };
    let file = SourceFile::new("f.yaml", text);
    for document in validate(&[file], &options) {
        assert!(document.accepted || document.message.is_some());
        for diagnostic in &document.diagnostics {
            assert!(text.get(diagnostic.span.start..diagnostic.span.end).is_some(), "{diagnostic:?}");
            for fix in &diagnostic.fixes {
                apply_edits(text, &fix.edits);
            }
        }
    }
});
