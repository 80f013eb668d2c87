#!/usr/bin/env bash
# The WebAssembly, two builds of the crate by its features: in www/wasm/core the core, which owns a session, and in
# www/wasm/formats what turns other files into text in UTF-8. QUICK=1 leaves wasm-opt out, and the next make without it
# builds again.
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"

out=$root/target/web/package

say "building the WebAssembly, about 3 min the first time"
rm -rf "$out"
for build in core formats; do
    .ci/wasm.sh wasm-pack --quiet build --target web --release --mode no-install --no-pack ${QUICK:+--no-opt} \
        --out-dir "$out/$build" --out-name "$build" -- --locked --no-default-features --features "$build"
    rm -f "$out/$build/.gitignore"
done
rm -rf www/wasm
cp -r "$out" www/wasm
[ -z "${QUICK:-}" ] || touch -d 2000-01-01 www/wasm/core/core_bg.wasm
