#!/usr/bin/env bash
# A Chromium, its driver, and a font for Chinese. Others than Debian's are named by CHROMIUM and CHROMEDRIVER.
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"

missing=()
node .ci/chromium.mjs path >/dev/null 2>&1 || missing+=(chromium)
have "${CHROMEDRIVER:-chromedriver}" || missing+=(chromium-driver)
# Without the font the tests pass, but Chinese is drawn as boxes.
if can_apt && ! dpkg -s fonts-noto-cjk >/dev/null 2>&1; then missing+=(fonts-noto-cjk); fi
[ ${#missing[@]} = 0 ] || apt_install "${missing[@]}"
