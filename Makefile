# make run    install what is missing, build, ring
# make test   install what is missing, run all tests
# make check  everything that must hold before a change goes in

packages := libcurl4-openssl-dev libxml2-dev libsqlite3-dev libssl-dev pkg-config

ifdef STRICT
strict := -Xswiftc -warnings-as-errors --explicit-target-dependency-import-check error
endif

.PHONY: run test check build packages clean

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

packages:
	@scripts/packages $(packages)

clean:
	rm -rf .build
