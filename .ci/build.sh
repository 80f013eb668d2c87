#!/usr/bin/env bash
# The WebAssembly: in www/wasm/core the core, which owns a session, and in www/wasm/formats what turns other files into
# text in UTF-8. QUICK=1 leaves wasm-opt out, and the next make without it builds again.
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"

out=$root/target/web/package
# What every browser has that runs the page: see .cargo/config.toml.
browser=(--enable-simd --enable-bulk-memory --enable-nontrapping-float-to-int --enable-sign-ext --enable-mutable-globals
    --enable-reference-types --enable-multivalue)

# build NAME: the build with the feature of that name alone.
build() {
    local folder=$out/$1
    .ci/wasm.sh wasm-pack --quiet build --target web --release --mode no-install --no-opt --no-pack \
        --out-dir "$folder" --out-name "$1" -- --locked --no-default-features --features "$1"
    rm -f "$folder/.gitignore"
    [ -n "${QUICK:-}" ] || .ci/wasm.sh wasm-opt -O3 "${browser[@]}" -o "$folder/$1_bg.wasm" "$folder/$1_bg.wasm"
}

say "building the WebAssembly, about 2 min the first time"
rm -rf "$out"
build core
build formats
rm -rf www/wasm
cp -r "$out" www/wasm
[ -z "${QUICK:-}" ] || touch -d 2000-01-01 www/wasm/core/core_bg.wasm
