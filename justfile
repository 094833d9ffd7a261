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

# The pictures in README and docs, drawn from the real screen.
picture:
    COFFERDAM_PICTURE=docs/console.svg COFFERDAM_SERIES=docs/e03.ko.svg cargo test --test pty -- picture korean

# The table of rules in docs, out of their registry.
reference:
    COFFERDAM_REFERENCE="$PWD/docs/rules.md" cargo test --test it -- the_reference_is_fresh

# Random texts against the reader (`tree`) or the judge (`verdict`), for an hour (cargo-fuzz and a nightly toolchain).
fuzz target="verdict" seconds="3600":
    cd fuzz && cargo +nightly fuzz run -s none {{target}} -- -max_total_time={{seconds}} -max_len=4096

# Snapshots that changed, one by one.
review:
    cargo insta review

# Write the schema asset anew out of Kubernetes' Go sources; by hand, when a version is added (Go and its module proxy).
schema versions="v0.33.13 v0.34.13 v0.35.4 v0.36.6 v0.37.2":
    for version in {{versions}}; do go mod download k8s.io/api@$version k8s.io/apimachinery@$version || exit 1; done
    go mod download k8s.io/kubernetes@v1.35.4
    cd assets/schema/generate && go run . -modules "$(go env GOMODCACHE)/k8s.io" -out .. {{versions}}
