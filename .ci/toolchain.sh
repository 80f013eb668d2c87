#!/usr/bin/env bash
# A Rust compiler that can build for wasm32: the default one, with its target added by rustup,
# or, where rustup's servers are out of reach, Debian's with a standard library built here.
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"

# rustup hangs instead of failing where its servers are out of reach: bounded, and tried once for each compiler.
by_rustup() {
    local tried patience=${RUSTUP_PATIENCE:-75}
    tried=$cache/no-rustup-$(rustc --version | tr -c 'A-Za-z0-9.\n' -)
    have rustup && [ ! -e "$tried" ] || return 1
    say "adding the target $wasm_target by rustup (given up after $patience s)"
    timeout "$patience" rustup target add "$wasm_target" >&2 && return
    say "rustup could not fetch it; taking Debian's compiler for WebAssembly instead"
    touch "$tried"
    return 1
}

# The path of a file that a package brings.
file_of() {
    local path
    path=$(dpkg -L "$1" | grep -E "$2" | tail -n 1) || fail "the package $1 has no file like $2"
    echo "$path"
}

# A wrapper makes Debian's compiler look for libraries in our folder, and leaves Debian's files alone.
wrap() {
    printf '#!/bin/sh\nexec %s --sysroot "%s" "$@"\n' "$(file_of rustc-web "/bin/$1\$")" "$web_toolchain" >"$web_toolchain/bin/$1"
    chmod +x "$web_toolchain/bin/$1"
}

# The wasm32 standard library, built from the sources that Debian ships together with what they depend on,
# except for their tests.
build_std() {
    local lib=$web_toolchain/lib/rustlib/$wasm_target/lib
    work=$(mktemp -d "$cache/std.XXXXXX")
    trap 'rm -rf "$work"' EXIT
    cp -r "$1" "$work/library"
    (
        cd "$work/library"
        unset RUSTUP_TOOLCHAIN
        PATH=$web_toolchain/bin:$PATH RUSTC_BOOTSTRAP=1 \
            __CARGO_DEFAULT_LIB_METADATA=firstpick CARGO_TARGET_DIR=$work/target \
            RUSTFLAGS="-C embed-bitcode=yes -C opt-level=3 -Zforce-unstable-if-unmarked --remap-path-prefix=$work=/rustc" \
            cargo build --release --offline -Zavoid-dev-deps -p sysroot --target "$wasm_target" \
            --config 'source.crates-io.replace-with="debian"' --config 'source.debian.directory="vendor"'
    ) >"$cache/std.log" 2>&1 || fail "building the wasm32 standard library failed: see $cache/std.log"
    mkdir -p "$lib"
    find "$work/target/$wasm_target/release/deps" -name '*.rlib' ! -name 'libsysroot-*' -exec cp {} "$lib" \;
}

by_debian() {
    local packages=(rustc-web cargo-web rust-web-src rust-web-llvm rust-web-clippy) lld host tool
    dpkg -s "${packages[@]}" >/dev/null 2>&1 || apt_install "${packages[@]}"
    # rust-lld there is a link to the linker of a package that nothing asks for.
    lld=$(readlink "$(file_of rust-web-llvm '/rust-lld$')")
    have "$lld" || apt_install "$lld"

    rm -rf "$web_toolchain"
    mkdir -p "$web_toolchain/bin"
    wrap rustc
    wrap rustdoc
    ln -s "$(file_of cargo-web '/bin/cargo$')" "$web_toolchain/bin"
    for tool in cargo-clippy clippy-driver; do
        ln -s "$(file_of rust-web-clippy "/bin/$tool\$")" "$web_toolchain/bin"
    done
    host=$("$web_toolchain/bin/rustc" -vV | sed -n 's/^host: //p')
    mkdir -p "$web_toolchain/lib/rustlib"
    ln -s "$(dirname "$(dirname "$(file_of libstd-rust-web-dev '/libcore-.*\.rlib$')")")" "$web_toolchain/lib/rustlib/$host"
    say "building the wasm32 standard library, about 1 min (once on this machine)"
    build_std "$(dirname "$(file_of rust-web-src '/library/Cargo.lock$')")"
    "$web_toolchain/bin/rustc" --version >"$web_toolchain/version"
}

# Ours is of use as long as Debian's compiler is the one that it was built with.
ours_is_current() {
    [ -e "$web_toolchain/version" ] && builds_wasm "$web_toolchain/bin/rustc" &&
        [ "$("$web_toolchain/bin/rustc" --version)" = "$(cat "$web_toolchain/version")" ]
}

# The compiler of a release, where it can be had; tried once.
pinned() {
    [[ "$(rustc --version)" != "rustc $rust_version "* ]] || return 0
    local tried=$cache/no-rust-$rust_version
    if have rustup && [ ! -e "$tried" ]; then
        say "fetching Rust $rust_version by rustup (given up after ${RUSTUP_PATIENCE:-75} s)"
        timeout "${RUSTUP_PATIENCE:-75}" rustup toolchain install "$rust_version" --profile minimal --component clippy,rustfmt >&2 &&
            export RUSTUP_TOOLCHAIN=$rust_version && return
        touch "$tried"
    fi
    say "building with $(rustc --version): the bytes are those of a release only with Rust $rust_version"
}

have cargo || fail "Rust is missing. Install it by rustup, then run this again."
pinned
have cc || apt_install gcc libc6-dev
builds_wasm rustc || ours_is_current || by_rustup || by_debian
