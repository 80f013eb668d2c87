#!/usr/bin/env bash
# Native Keras, CPU only, in target/keras, for `make bench KERAS=1`: the pinned versions, some 1.5 GB unpacked.
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"

requirements=tests/python/requirements-keras.txt
folder=target/keras
stamp=$folder/.firstpick
patience=${KERAS_PATIENCE:-900}
cmp -s "$requirements" "$stamp" && exit

have python3 || apt_install python3 python3-venv
# Debian's Python comes without what makes environments.
python3 -c 'import ensurepip, venv' 2>/dev/null || apt_install python3-venv
say "installing native Keras into $folder (given up after $patience s)"
rm -rf "$folder"
mkdir -p target
python3 -m venv "$folder" || fail "python3 -m venv $folder failed"
status=0
timeout "$patience" "$folder/bin/pip" install --quiet --disable-pip-version-check -r "$requirements" \
    >"$cache/keras.log" 2>&1 || status=$?
[ "$status" != 124 ] || fail "native Keras was not installed within $patience s; KERAS_PATIENCE= gives it longer"
[ "$status" = 0 ] || fail "native Keras could not be installed ($(python3 --version); the versions are for 3.11): see $cache/keras.log"
cp "$requirements" "$stamp"
