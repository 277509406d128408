# Debug and release builds keep separate folders, so that neither rebuilds the other.
RELEASE := .build-release
EQUIPOISE := $(RELEASE)/release/equipoise
LANGUAGE ?= en

.PHONY: program demo test browser-test bench format setup release

# Simulates a shop, imports, validates, trains, evaluates and recommends. LANGUAGE=zh speaks Chinese.
demo: program
	$(EQUIPOISE) demo --language $(LANGUAGE)

test: setup
	swift build --build-tests
	# Threads of libtorch that wait should sleep: many tests share two cores.
	OMP_WAIT_POLICY=passive EQUIPOISE_PYTHON="$(CURDIR)/.deps/python/bin/python" swift test --skip-build
	$(MAKE) browser-test

# The storefront, the tag and every page of the console in a real browser; about a minute.
browser-test:
	@scripts/setup --browser
	swift build --product equipoise
	EQUIPOISE="$$(swift build --show-bin-path)/equipoise" .deps/browser/bin/python -m unittest discover -s Tests/Browser

# Speed and quality beside the peers a user would pick instead; see docs/reference/benchmarks.md.
bench: release
	benchmarks/run

format:
	swift format --in-place --recursive --parallel Sources Tests benchmarks/ours Package.swift

# Without the commands on texts, which the demo has no use for.
program: setup
	swift build --configuration release --scratch-path $(RELEASE) --product equipoise

# The commands on texts only where libtorch is.
release: program
	@if [ -e .deps/torch/torch/include/ATen/core/Tensor.h ]; then \
		echo swift build --configuration release --scratch-path $(RELEASE) --product equipoise-language; \
		swift build --configuration release --scratch-path $(RELEASE) --product equipoise-language; \
	fi

setup:
	@scripts/setup
