# Set-up and checks. Everything that is installed goes into .tools and node_modules, which git ignores;
# only Chromium comes from Debian's packages.

TOOLS := $(CURDIR)/.tools
export PATH := $(TOOLS)/bin:$(CURDIR)/node_modules/.bin:$(PATH)
TRUNK_VERSION := 0.21.14
BINDGEN_VERSION := $(shell sed -n '/^name = "wasm-bindgen"$$/{n;s/version = "\(.*\)"/\1/p}' Cargo.lock)
TRUNK := $(TOOLS)/.trunk-$(TRUNK_VERSION)
BINDGEN := $(TOOLS)/.wasm-bindgen-$(BINDGEN_VERSION)
SOURCES := $(shell find src style public -type f) index.html Cargo.toml Cargo.lock

.PHONY: serve build test page

## Builds the page and serves it at http://localhost:8080
serve: build
	@echo "http://localhost:8080"
	@python3 -m http.server 8080 --bind 127.0.0.1 --directory dist

## Leaves the static site in dist/, which works below any path
build: dist/index.html

dist/index.html: $(SOURCES) $(TRUNK) $(BINDGEN) node_modules/.package-lock.json
	@echo "building the page"
	trunk build --release --offline --locked

$(TRUNK):
	@echo "installing Trunk $(TRUNK_VERSION), which takes some minutes"
	cargo install trunk --version $(TRUNK_VERSION) --locked --root $(TOOLS)
	@touch $@

# Trunk takes a wasm-bindgen of exactly the locked version. Its own lock file names a crate that does
# not build with every compiler, so it is built without.
$(BINDGEN):
	@echo "installing wasm-bindgen $(BINDGEN_VERSION)"
	cargo install wasm-bindgen-cli --version $(BINDGEN_VERSION) --root $(TOOLS) --force
	@touch $@

node_modules/.package-lock.json: package.json package-lock.json
	@echo "installing wasm-opt"
	npm ci --no-audit --no-fund
	@touch $@

## Formatting, lints for both targets, native tests, the real tools on the written trees
test:
	@echo "formatting"
	cargo fmt --check
	@echo "lints, native and in the browser"
	cargo clippy --all-targets --locked -- -D warnings
	cargo clippy --target wasm32-unknown-unknown --lib --bins --locked -- -D warnings
	@echo "the real tools"
	tests/tools.sh kustomize promtool amtool alloy-parser helm
	@echo "native tests"
	cargo test --locked
	@echo "not run: the page in a browser (make page)"

## The page in Chromium, which must be there
page: build
	cargo build --locked
	node tests/web/page.mjs dist target/debug/monitree
