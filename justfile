# Each recipe is one plain command; nothing needs `just`.

# List the recipes
default:
    @just --list

# Format, lints, tests, docs: what every change needs
check:
    cargo fmt --all -- --check
    cargo clippy --all-targets -- -D warnings
    cargo test
    RUSTDOCFLAGS="-D warnings" cargo doc --no-deps

# All tests, or those whose name has the filter
test filter="":
    cargo test {{filter}}

# Object stores (`pip install 'moto[s3,server]'`, `npm install -g azurite`)
stores:
    cargo test --features cloud --test integration -- cloud

# Compare with headless Chromium (all templates, sizes and themes)
oracle:
    PULLQUOTE_CHROMIUM=chromium cargo test --test integration -- judge

# Record Chromium's boxes, lines and pictures anew
record:
    PULLQUOTE_CHROMIUM=chromium BLESS=1 cargo test --test integration -- judge

# Licences, sources, advisories
deny:
    cargo deny check

# Times of each stage and built-in card, or of those whose name has the filter; `growth` instead prints how cost grows
stages filter="":
    cargo bench -p pullquote-stages -- {{filter}}

# Times beside takumi; ASSETS is the folder of the README there (docs/performance.md)
bench assets:
    cargo run --release --manifest-path benches/peers/Cargo.toml -- {{assets}} --stages

# Size of the package in bytes
size:
    cargo package --allow-dirty --no-verify --quiet && stat -c %s target/package/*.crate
