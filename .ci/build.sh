#!/usr/bin/env bash
# The core as WebAssembly, twice: in www/wasm the opening core, with which the page begins and which opens a file and no
# more; in www/wasm/full the full core, which does everything. QUICK=1 leaves wasm-opt out, and the next make without it builds again.
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"

out=$root/target/web/package
# build FOLDER CARGO-OPTIONS…
build() {
    local folder=$out/$1
    shift
    .ci/wasm.sh wasm-pack --quiet build --target web --release --mode no-install ${QUICK:+--no-opt} \
        --out-dir "$folder" --out-name firstpick -- --locked "$@"
    rm -f "$folder/.gitignore" "$folder/package.json" "$folder/README.md" "$folder/LICENSE"
}

say "building the WebAssembly, about 2 min the first time"
rm -rf "$out"
build . --no-default-features
build full
rm -rf www/wasm
cp -r "$out" www/wasm
[ -z "${QUICK:-}" ] || touch -d 2000-01-01 www/wasm/firstpick_bg.wasm
