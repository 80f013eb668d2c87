#!/usr/bin/env bash
# Builds the site twice from the sources, the WebAssembly included, in two folders whose paths differ in length and kind, and
# compares every byte. What was installed is shared: tools and npm packages are pinned.
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"

.ci/node.sh
work=$root/target/reproducible
rm -rf "$work"
trap 'rm -rf "$work"' EXIT
one=$work/one
other="$work/another folder/of this machine"
# Both before either is built: the sources may be worked on meanwhile.
for folder in "$one" "$other"; do
    mkdir -p "$folder/www"
    tar --exclude=./target --exclude=./www/wasm --exclude=node_modules --exclude=./.git -cf - . | tar -C "$folder" -xf -
    # Linked, since bundlers look where a package really is.
    cp -al www/node_modules "$folder/www/node_modules"
done
for folder in "$one" "$other"; do
    say "building in $folder"
    (cd "$folder" && .ci/build.sh && .ci/site.sh)
    # The compiler's own files take more room than is needed.
    rm -rf "$folder/target/web"
done
diff -r "$one/target/site" "$other/target/site" || fail "the two builds differ"
say "both builds have the same bytes: $(sha256sum <"$one/target/site/SHA256SUMS")"
