#!/usr/bin/env bash
# The core as WebAssembly, in www/wasm. QUICK=1 leaves wasm-opt out, and the next make without it builds again.
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"

say "building the WebAssembly, about 1 min the first time"
out=target/web/package
.ci/wasm.sh wasm-pack --quiet build --target web --release --mode no-install ${QUICK:+--no-opt} \
    --out-dir "$out" --out-name firstpick -- --locked
rm -rf www/wasm
mkdir -p www/wasm
for file in firstpick.js firstpick.d.ts firstpick_bg.wasm firstpick_bg.wasm.d.ts; do
    cp "$out/$file" www/wasm/
done
[ -z "${QUICK:-}" ] || touch -d 2000-01-01 www/wasm/firstpick_bg.wasm
