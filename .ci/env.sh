# Sourced by the other scripts: where things are, and how to speak to the person.
# shellcheck shell=bash disable=SC2034
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# What is installed for this project outlives a clone: it goes to a folder of the user's.
cache=${FIRSTPICK_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/firstpick}
wasm_target=wasm32-unknown-unknown
# A compiler of our own, where the default one cannot be given the wasm32 target (toolchain.sh).
web_toolchain=$cache/toolchain
wasm_pack_version=0.15.1
cargo_deny_version=0.20.2
# The compiler of a release: the same sources give the same bytes with the same compiler only.
rust_version=1.95.0

say() { printf '» %s\n' "$*" >&2; }
fail() {
    printf '✗ %s\n' "$*" >&2
    exit 1
}
have() { command -v "$1" >/dev/null 2>&1; }

# Has this compiler a standard library for wasm32?
builds_wasm() {
    local lib
    lib=$("$1" --print target-libdir --target "$wasm_target" 2>/dev/null) || return 1
    compgen -G "$lib/libcore-*.rlib" >/dev/null
}

# The version of a crate in Cargo.lock.
locked_version() {
    sed -n "/^name = \"$1\"\$/{n;s/^version = \"\(.*\)\"\$/\1/p}" "$root/Cargo.lock"
}

# That compiler, where rustup has it and another one is the default.
if have rustup && [[ "$(rustc --version 2>/dev/null)" != "rustc $rust_version "* ]] && rustup toolchain list 2>/dev/null | grep -q "^$rust_version-"; then
    export RUSTUP_TOOLCHAIN=$rust_version
fi

# Each version of a tool has a folder of its own, so that two checkouts can differ.
tool_folder() { echo "$cache/tools/$1-$2"; }

# install_tool NAME VERSION MINUTES [OPTION OF CARGO INSTALL…]
install_tool() {
    local name=$1 version=$2 minutes=$3 into
    into=$(tool_folder "$name" "$version")
    shift 3
    [ ! -e "$into/.crates.toml" ] || return 0
    say "building $name $version, about $minutes min (once on this machine)"
    CARGO_TARGET_DIR=$cache/tools/target CARGO_PROFILE_RELEASE_OPT_LEVEL=1 CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 \
        cargo install "$name" --version "$version" --root "$into" "$@" >"$cache/$name.log" 2>&1 ||
        fail "cargo install $name $version failed: see $cache/$name.log"
    rm -rf "$cache/tools/target"
}

# Can packages be installed here without a password?
can_apt() { [ "$(id -u)" = 0 ] && have apt-get; }

# Installs Debian packages, or says which ones the person has to install.
apt_install() {
    can_apt || fail "missing: $*. Install these Debian packages (or what they bring) as root, then run this again: apt-get install $*"
    say "installing $*"
    [ -n "${apt_updated:-}" ] || apt-get update -qq >"$cache/apt.log" 2>&1 || fail "apt-get update failed: see $cache/apt.log"
    apt_updated=1
    DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends -o DPkg::Lock::Timeout=300 "$@" >"$cache/apt.log" 2>&1 ||
        fail "apt-get install $* failed: see $cache/apt.log"
}

mkdir -p "$cache"
cd "$root"
