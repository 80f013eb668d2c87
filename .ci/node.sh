#!/usr/bin/env bash
# The npm packages of a folder (www if none is named), from its package-lock.json.
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"

{ have node && have npm; } || fail "Node 20 or newer and npm are missing. Install them, then run this again."
[ "$(node -p 'process.versions.node.split(".")[0] >= 20')" = true ] || fail "Node $(node --version) is too old: 20 or newer is needed."

folder=${1:-www}
stamp=$folder/node_modules/.firstpick
if ! cmp -s "$folder/package-lock.json" "$stamp"; then
    say "installing the npm packages of $folder/, about 30 s"
    npm ci --prefix "$folder" --no-audit --no-fund --loglevel=error >"$cache/npm.log" 2>&1 || fail "npm ci failed: see $cache/npm.log"
    cp "$folder/package-lock.json" "$stamp"
fi
