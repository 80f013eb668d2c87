#!/usr/bin/env bash
# Licences and sources of all dependencies, and whether warnings were published about them where the network tells.
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"

install_tool cargo-deny "$cargo_deny_version" 8 --locked --no-default-features
deny=$(tool_folder cargo-deny "$cargo_deny_version")/bin/cargo-deny
for manifest in Cargo.toml tests/fuzz/Cargo.toml; do
    "$deny" --manifest-path "$manifest" --locked --log-level error check --config .ci/deny.toml --hide-inclusion-graph \
        licenses bans sources >&2 || fail "cargo deny objects to a dependency of $manifest: see .ci/deny.toml"
done

if timeout 30 "$deny" --locked --log-level off fetch --config .ci/deny.toml db >/dev/null 2>&1; then
    "$deny" --locked --log-level error check --config .ci/deny.toml --disable-fetch advisories >&2 ||
        fail "there are advisories about crates, see above"
else
    say "advisories about crates were not checked: their database cannot be reached from here"
fi

node .ci/npm_dependencies.mjs
