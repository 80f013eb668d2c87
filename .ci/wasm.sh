#!/usr/bin/env bash
# Runs a command with the compiler and the tools for WebAssembly: .ci/wasm.sh wasm-pack build …
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"

if ! builds_wasm rustc; then
    unset RUSTUP_TOOLCHAIN
    PATH=$web_toolchain/bin:$PATH
    # Clippy's own name for what our wrappers tell the compiler.
    export SYSROOT=$web_toolchain
fi
for tool in "$(tool_folder wasm-bindgen-cli "$(locked_version wasm-bindgen)")" "$(tool_folder wasm-pack "$wasm_pack_version")"; do
    PATH=$tool/bin:$PATH
done
PATH=$root/www/node_modules/.bin:$PATH
# A folder of its own: the two compilers would otherwise keep undoing each other's work.
CARGO_TARGET_DIR=$root/target/web
# No path of this machine gets into the WebAssembly, so that another one makes the same bytes. These flags stand in the place of
# those in .cargo/config.toml, of which they repeat the first; parts are separated by a character that no path has.
compiler=$(rustc --print sysroot)
flags=(-Ctarget-feature=+simd128)
for path in "$root=/firstpick" "${CARGO_HOME:-$HOME/.cargo}=/cargo" "$compiler/lib/rustlib/src/rust=/rustc" "$compiler=/rustc"; do
    flags+=("--remap-path-prefix=$path")
done
CARGO_ENCODED_RUSTFLAGS=$(IFS=$'\x1f' && echo "${flags[*]}")
unset RUSTFLAGS
export PATH CARGO_TARGET_DIR CARGO_ENCODED_RUSTFLAGS
exec "$@"
