#!/usr/bin/env bash
# The site as one file: order, owners and times are the same wherever it is packed.
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"

version=$(sed -n 's/^version = "\(.*\)"$/\1/p' Cargo.toml | head -n 1)
time=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || echo 0)}
archive=target/firstpick-$version.tar.gz
tar -C target/site --sort=name --mtime="@$time" --owner=0 --group=0 --numeric-owner --mode=u+rwX,go+rX,go-w --format=ustar -cf - . |
    gzip -9n >"$archive"
say "$archive"
