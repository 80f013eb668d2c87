#!/usr/bin/env bash
# Every test, in three suites; the last line adds them up. All suites run, even after one has failed.
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"

logs=target/test
mkdir -p "$logs"
passed=0
failed=0

# The numbers in whatever matches a pattern in a suite's output, added up.
sum() {
    awk -v pattern="$2" 'match($0, pattern) { n = substr($0, RSTART, RLENGTH); gsub(/[^0-9]/, "", n); sum += n } END { print sum + 0 }' "$logs/$1.log"
}

# suite NAME PATTERN-OF-PASSED PATTERN-OF-FAILED COMMAND…
suite() {
    local name=$1 good=$2 bad=$3 status=0 ran wrong
    shift 3
    say "$name tests"
    # Bounded: a test that hangs is then seen in the output above, and the other suites still run.
    timeout --kill-after=10 2400 "$@" 2>&1 | tee "$logs/$name.log" || status=1
    ran=$(sum "$name" "$good")
    wrong=$(sum "$name" "$bad")
    # A suite that did not build, or in which nothing ran, is a failure of its own.
    if [ "$wrong" = 0 ] && { [ $status != 0 ] || [ "$ran" = 0 ]; }; then
        say "the $name tests did not run through"
        wrong=1
    fi
    passed=$((passed + ran))
    failed=$((failed + wrong))
}

suite native '[0-9]+ passed; ' '[0-9]+ failed; ' cargo test --locked --no-fail-fast

node .ci/chromium.mjs webdriver >target/webdriver.json
export WASM_BINDGEN_TEST_WEBDRIVER_JSON=$root/target/webdriver.json
suite wasm '[0-9]+ passed; ' '[0-9]+ failed; ' \
    .ci/wasm.sh wasm-pack test --headless --chrome --chromedriver "$(command -v "${CHROMEDRIVER:-chromedriver}")" \
    --release --mode no-install . --locked --test web

suite page 'ℹ pass [0-9]+' 'ℹ (fail|cancelled) [0-9]+' \
    node --test --test-concurrency=1 --test-timeout=600000 --test-reporter=spec tests/page/*.test.js

echo "total: $passed passed, $failed failed"
[ $failed = 0 ]
