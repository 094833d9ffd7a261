//! Parses arguments, builds the adapters, runs a face, and maps the kind of error to an exit code.

fn main() {}
