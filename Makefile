# Firstpick. Each command installs what it misses (see .ci/) and does nothing twice.
#   make serve   the page on http://127.0.0.1:8080/ (PORT= for another)
#   make test    all tests: native, wasm and page, the latter two in headless Chromium
#   make check   formatting, lints, types
#   make bench   the benchmarks
#   make site    the static site in target/site/, for any host, under any path
PORT ?= 8080

rust := $(shell find src -name '*.rs') Cargo.toml $(wildcard Cargo.lock) .cargo/config.toml
wasm := www/wasm/firstpick_bg.wasm
mermaid := www/vendor/mermaid/mermaid.esm.min.mjs

.PHONY: serve test check bench site wasm setup browser clean

serve: site
	@exec node .ci/serve.mjs target/site $(PORT)

test: site browser
	@.ci/test.sh

check: $(wasm) $(mermaid)
	@.ci/check.sh

bench: site browser
	@if [ -e tests/bench/run.js ]; then node tests/bench/run.js; else echo 'no benchmarks yet'; fi

site: $(wasm) $(mermaid)
	@.ci/site.sh

wasm: $(wasm)

setup:
	@.ci/toolchain.sh
	@.ci/tools.sh
	@.ci/node.sh

browser: setup
	@.ci/browser.sh

$(wasm): $(rust) | setup
	@.ci/build.sh

$(mermaid): www/package-lock.json .ci/vendor.mjs | setup
	@node .ci/vendor.mjs

clean:
	rm -rf target www/wasm www/vendor www/node_modules
