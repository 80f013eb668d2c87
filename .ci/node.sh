#!/usr/bin/env bash
# What the page is built and checked with, from www/package-lock.json.
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"

{ have node && have npm; } || fail "Node 20 or newer and npm are missing. Install them, then run this again."
[ "$(node -p 'process.versions.node.split(".")[0] >= 20')" = true ] || fail "Node $(node --version) is too old: 20 or newer is needed."

stamp=www/node_modules/.firstpick
if ! cmp -s www/package-lock.json "$stamp"; then
    say "installing the npm packages of www/, about 30 s"
    npm ci --prefix www --no-audit --no-fund --loglevel=error >"$cache/npm.log" 2>&1 || fail "npm ci failed: see $cache/npm.log"
    cp www/package-lock.json "$stamp"
fi
