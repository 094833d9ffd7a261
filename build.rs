//! Content and texts are embedded by name of their folder; Cargo must be told to look for new files in them.

fn main() {
    for folder in ["assets", "lessons", "scenarios"] {
        println!("cargo:rerun-if-changed={folder}");
    }
}
