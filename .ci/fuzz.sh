#!/usr/bin/env bash
# Fuzzes the reading of files and of what was kept of a session: each target in turn, RUNS inputs each (10,000,000 unless it is given) SECONDS_EACH at most, TARGETS only some of them.
# An input may take TIMEOUT seconds, 10 unless it is given: more where the machine does something else as well.
# What is found on the way stays in target/fuzz; an input that crashes is named, and kept there.
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"

cargo_fuzz_version=0.13.2
into=$(tool_folder cargo-fuzz "$cargo_fuzz_version")
if [ ! -e "$into/.crates.toml" ]; then
    say "building cargo-fuzz $cargo_fuzz_version, about 2 min (once on this machine)"
    CARGO_TARGET_DIR=$cache/tools/target CARGO_PROFILE_RELEASE_OPT_LEVEL=1 CARGO_PROFILE_RELEASE_LTO=off \
        cargo install cargo-fuzz --version "$cargo_fuzz_version" --locked --root "$into" >"$cache/cargo-fuzz.log" 2>&1 ||
        fail "cargo install cargo-fuzz failed: see $cache/cargo-fuzz.log"
    rm -rf "$cache/tools/target"
fi
have c++ || apt_install g++

# The core has no unsafe code: no sanitizer is needed, and so the compiler may be the stable one.
# An input takes a third of the time if comparisons are not traced (tests/fuzz/words has what they would find), and
# half if it only counts which branches are reached, not how often; more branches are found so in the same time.
export PATH=$into/bin:$PATH CARGO_TARGET_DIR=$root/target/fuzz/build
for target in ${TARGETS:-decoding dialect table shape archive xlsx xls ods project}; do
    say "fuzzing $target, ${RUNS:-10000000} inputs"
    mkdir -p "target/fuzz/corpus/$target" "target/fuzz/artifacts/$target"
    cargo fuzz run --fuzz-dir tests/fuzz --release --sanitizer none --no-trace-compares "$target" \
        "target/fuzz/corpus/$target" "tests/fuzz/seeds/$target" -- \
        -runs="${RUNS:-10000000}" -max_total_time="${SECONDS_EACH:-0}" -max_len=2048 -timeout="${TIMEOUT:-10}" -use_counters=0 -dict=tests/fuzz/words -print_final_stats=1 \
        -artifact_prefix="$root/target/fuzz/artifacts/$target/"
done
say "nothing crashed"
