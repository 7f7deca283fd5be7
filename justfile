# Everything that must be green before a change lands.
check:
    cargo fmt --check
    cargo clippy --all-targets --locked -- -D warnings
    cargo test --locked
    RUSTDOCFLAGS="-D warnings" cargo doc --no-deps --locked

# Accept what the program prints now; read the difference before committing it.
expected:
    UPDATE_EXPECTED=1 cargo test --locked --test behaviour

bench NAME="searching":
    cargo bench --locked --bench {{NAME}}
