# Two commands do everything on a fresh Debian machine with Rust and git: make demo, make test.
.PHONY: help demo release test check bench web clean
SHELL := /bin/bash

help:
	@echo "make demo   build, fill ./data with a synthetic street and a year behind it, serve it"
	@echo "make release the program for everyday use: target/release/linli"
	@echo "make test   every check and every test, on SQLite and PostgreSQL, and in a browser"
	@echo "make check  the fast loop: types and the tests that need no browser"
	@echo "make bench  the figures, each beside its limit"
	@echo "make web    only what browsers get"

demo:
	scripts/setup build
	scripts/web
	cargo build --profile demo --locked
	$${CARGO_TARGET_DIR:-target}/demo/linli demo --data ./data

release:
	scripts/setup build
	scripts/web
	cargo build --release --locked

test:
	scripts/setup test
	scripts/test

check:
	scripts/web
	cargo check --workspace --all-targets --locked
	if cargo nextest --version >/dev/null 2>&1; then cargo nextest run --workspace --locked; else cargo test --workspace --locked; fi

bench:
	scripts/setup test
	scripts/web
	scripts/bench

web:
	scripts/setup build
	scripts/web

clean:
	cargo clean
	rm -rf src/ui/web/dist src/ui/web/node_modules tests/browser/node_modules tests/browser/out
