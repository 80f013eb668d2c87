# Firstpick. Each command installs what it misses (see .ci/) and does nothing twice.
#   make serve   the page on http://127.0.0.1:8080/ (PORT= for another)
#   make test    all tests: native, wasm and page, the latter two in headless Chromium
#   make check   formatting, lints, types
#   make format  puts the formatting right
#   make bench   the benchmarks (KERAS=1 adds native Keras, which it installs; ONLY=epoch,pair REPEATS=3 for less)
#   make fuzz    10 million random inputs for each part of the reading of files (RUNS= for fewer, SECONDS_EACH=3600 at most, TARGETS="dialect table" for some)
#   make quality how well each model recommends, on the samples and where it is there on Online Retail
#   make reproducible  builds the site twice, in two folders, WebAssembly included, and compares every byte (some 10 min)
#   make archive the site as target/firstpick-VERSION.tar.gz, the same bytes wherever it is packed
#   make site    the static site in target/site/, bundled, for any host, under any path
PORT ?= 8080

rust := $(shell find src -name '*.rs') Cargo.toml $(wildcard Cargo.lock) .cargo/config.toml
wasm := www/wasm/core/core_bg.wasm

.PHONY: help serve test check format bench fuzz quality site archive reproducible wasm setup browser clean

serve: site
	@exec node .ci/serve.mjs target/site $(PORT)

test: site browser
	@.ci/test.sh

check: $(wasm)
	@.ci/check.sh

format: setup
	@cargo fmt
	@www/node_modules/.bin/biome check --write www tests .ci

bench: site browser
	@.ci/node.sh tests/bench
	@if [ "$(KERAS)" = 1 ]; then .ci/keras.sh; fi
	@node tests/bench/run.js

fuzz:
	@.ci/fuzz.sh

quality: site browser
	@node tests/bench/quality.js

site: $(wasm)
	@.ci/site.sh

archive: site
	@.ci/archive.sh

reproducible: setup
	@.ci/reproducible.sh

wasm: $(wasm)

setup:
	@.ci/toolchain.sh
	@.ci/tools.sh
	@.ci/node.sh

browser: setup
	@.ci/browser.sh

$(wasm): $(rust) .ci/build.sh | setup
	@.ci/build.sh

clean:
	rm -rf target www/wasm www/node_modules tests/bench/node_modules

help:
	@sed -n 's/^#   //p' Makefile
