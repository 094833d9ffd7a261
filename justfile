# `just` before every commit; `just all` is what CI runs.

# Format, lints and the core's tests, in seconds.
default: fmt lint core

fmt:
    cargo fmt

lint:
    cargo clippy --all-targets -- -D warnings

core:
    cargo test --lib
    cargo test --test it -- architecture locale

# Everything, as CI does.
all:
    .ci/run

# The console in real pseudo-terminals.
pty:
    cargo test --test pty

# Start, key strokes, checks, memory and size of the release binary; figures with the machine's name.
bench:
    cargo bench --bench console
    cargo bench --bench throughput
    cargo bench --bench network

# The picture in the README, drawn from the real screen.
picture:
    COFFERDAM_PICTURE=docs/console.svg cargo test --test pty picture

# Snapshots that changed, one by one.
review:
    cargo insta review
