# Set-up and checks. Everything that is installed goes into .tools and node_modules, which git ignores;
# only Chromium comes from Debian's packages.

TOOLS := $(CURDIR)/.tools
export PATH := $(TOOLS)/bin:$(CURDIR)/node_modules/.bin:$(PATH)
TRUNK_VERSION := 0.21.14
BINDGEN_VERSION := $(shell sed -n '/^name = "wasm-bindgen"$$/{n;s/version = "\(.*\)"/\1/p}' Cargo.lock)
TRUNK := $(TOOLS)/.trunk-$(TRUNK_VERSION)
BINDGEN := $(TOOLS)/.wasm-bindgen-$(BINDGEN_VERSION)
# Where Rust's library for the page lies, in the toolchain that rust-toolchain.toml names.
WASM := $(shell rustc --print sysroot 2>/dev/null)/lib/rustlib/wasm32-unknown-unknown
# The archives of both projects' releases are named by machine.
MACHINE := $(shell uname -m)-unknown-linux
TRUNK_URL := https://github.com/trunk-rs/trunk/releases/download/v$(TRUNK_VERSION)/trunk-$(MACHINE)-gnu.tar.gz
BINDGEN_URL := https://github.com/wasm-bindgen/wasm-bindgen/releases/download/$(BINDGEN_VERSION)/wasm-bindgen-$(BINDGEN_VERSION)-$(MACHINE)-musl.tar.gz
SOURCES := $(shell find src style public -type f) index.html Cargo.toml Cargo.lock .cargo/config.toml

.PHONY: serve build test

## Builds the page and serves it at http://localhost:8080
serve: build
	@echo "http://localhost:8080"
	@python3 -m http.server 8080 --bind 127.0.0.1 --directory dist

## Leaves the static site in dist/, which works below any path
build: dist/index.html

dist/index.html: $(SOURCES) $(TRUNK) $(BINDGEN) node_modules/.package-lock.json | $(WASM)
	@echo "building the page"
	trunk build --release --offline --locked

# rustup does it by itself, unless RUSTUP_AUTO_INSTALL=0 tells it not to, or the toolchain was there
# before without the target.
$(WASM):
	@echo "installing the Rust toolchain for the page"
	rustup toolchain install

$(TRUNK): | $(WASM)
	@setup/cargo-tool.sh trunk trunk $(TRUNK_VERSION) $(TRUNK_URL) --locked
	@touch $@

# Trunk takes a wasm-bindgen of exactly the locked version. Its own lock file names a crate that does
# not build with every compiler, so it is built without.
$(BINDGEN): | $(WASM)
	@setup/cargo-tool.sh wasm-bindgen wasm-bindgen-cli $(BINDGEN_VERSION) $(BINDGEN_URL)
	@touch $@

node_modules/.package-lock.json: package.json package-lock.json
	@echo "installing wasm-opt, and the libraries of the browser tests"
	npm ci --no-audit --no-fund
	@touch $@

## Formatting, lints for both targets, native tests, the real tools on the written trees, the page in Chromium
test: build
	@tests/tools.sh
	@tests/all.sh
