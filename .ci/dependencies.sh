#!/usr/bin/env bash
# Licences and sources of all dependencies, and whether warnings were published about them where the network tells.
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"

install_tool cargo-deny "$cargo_deny_version" 8 --locked
deny=$(tool_folder cargo-deny "$cargo_deny_version")/bin/cargo-deny
# deny MANIFEST COMMAND…
deny() {
    "$deny" --manifest-path "$1" --config .ci/deny.toml --locked --log-level error "${@:2}"
}
for manifest in Cargo.toml tests/fuzz/Cargo.toml; do
    deny "$manifest" check --hide-inclusion-graph licenses bans sources >&2 ||
        fail "cargo-deny objects to a dependency of $manifest: see .ci/deny.toml"
done

if timeout 30 "$deny" --config .ci/deny.toml --log-level off fetch db >/dev/null 2>&1; then
    deny Cargo.toml --offline check advisories >&2 || fail "there are advisories about crates, see above"
else
    say "advisories about crates were not checked: their database cannot be reached from here"
fi

node .ci/npm_dependencies.mjs
