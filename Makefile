# make run    install what is missing, build, ring
# make test   install what is missing, run all tests
# make check  everything that must hold before a change goes in
# make deb    a Debian package in .build/deb, which needs no Swift where it is installed
# make static the same program by itself; then, as root: make install [PREFIX=/usr/local] [DESTDIR=]

packages := libcurl4-openssl-dev libxml2-dev libsqlite3-dev libssl-dev pkg-config

ifdef STRICT
strict := -Xswiftc -warnings-as-errors --explicit-target-dependency-import-check error
endif

PREFIX ?= /usr/local
static := .build/package/release/tocsin

.PHONY: run test check build static deb install packages clean

run: build
	@exec .build/release/tocsin run --config examples/quickstart.toml

build: packages
	@echo "Building tocsin; the first time takes some minutes."
	swift build -c release --product tocsin

test: packages
	swift build --build-tests $(strict)
	SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=8 swift test --skip-build --disable-xctest $(strict)

check:
	.ci/run

static: packages
	@echo "Building tocsin with Swift's runtime in it; the first time takes some minutes."
	swift build -c release --static-swift-stdlib --product tocsin --scratch-path .build/package

deb: static
	@scripts/packages dpkg-dev python3
	scripts/deb $(static) .build/deb

install:
	@test -x $(static) || { echo "there is nothing to install yet: make static" >&2; exit 1; }
	@scripts/packages python3
	scripts/install $(static) "$(PREFIX)" "$(DESTDIR)"

packages:
	@scripts/packages $(packages)

clean:
	rm -rf .build
