# Every command a user types. `make serve` and `make test` need only python3 and this folder; the
# web app's pages need Node.js too.
PYTHON ?= python3
PORT ?= 3000
VENV := .venv
BIN := $(VENV)/bin
TRAIN := .venv-training/bin/python -m
export BENTOML_DO_NOT_TRACK := True
export CHROMIUM ?= /usr/bin/chromium

.PHONY: serve test test-web setup lint format build bentos web lock smoke fuzz check-starter \
	audit licences sbom scale-out scaling \
	node web-where-node chromium \
	bench chaos bench-recommender bench-clips bench-clip-memory bench-live bench-web bench-jobs \
	bench-words bench-sessions eval eval-detector eval-expression eval-speech eval-fusion \
	eval-words eval-recommender eval-sessions train-detector train-expression train-speech

serve: $(VENV)/serve.stamp web-where-node
	$(BIN)/mien catalog load recommender_api/catalog/starter
	$(BIN)/mien serve --port $(PORT)

setup: $(VENV)/serve.stamp

# Servers that start and clients that wait leave a core idle: two files of tests at a time.
test: $(VENV)/dev.stamp
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile

# What a browser runs: format, types, units, and both packages against a real gateway in Chromium.
test-web: node chromium $(VENV)/dev.stamp node_modules/.stamp web/dist/index.html
	npm run lint
	npm test
	npm run e2e -w emotion-tracker-js
	npm run e2e -w web

lint: $(VENV)/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(VENV)/dev.stamp
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

build: $(VENV)/serve.stamp web-where-node
	$(BIN)/bentoml build

bentos: $(VENV)/serve.stamp web-where-node
	for name in cpu gpu recommender edge; do \
		$(BIN)/bentoml build -f bentos/$$name/bentofile.yaml || exit 1; done

web: node web/dist/index.html

# The API does without the pages.
web-where-node:
	@if $(NODE_FITS); then $(MAKE) --no-print-directory web || echo "$(WITHOUT_APP)"; \
	else echo "$(NODE_WANTED) $(WITHOUT_APP)"; fi

node:
	@$(NODE_FITS) || { echo "$(NODE_WANTED)"; exit 1; }

chromium:
	@test -x $(CHROMIUM) || { echo "$(CHROMIUM_WANTED)"; exit 1; }

# Each writes its model's figures and pictures into models/.
eval: eval-detector eval-expression eval-speech

eval-detector: $(VENV)/dev.stamp
	$(BIN)/python -m training.detector.evaluate --write-manifest

eval-expression: $(VENV)/dev.stamp
	$(BIN)/python -m training.expression.evaluate --write-manifest

eval-speech: $(VENV)/dev.stamp
	OPENBLAS_NUM_THREADS=1 $(BIN)/python -m training.speech.evaluate --write-manifest

eval-words: $(VENV)/dev.stamp
	$(BIN)/python -m training.words.evaluate --write-docs

eval-recommender: $(VENV)/dev.stamp
	$(BIN)/python -m recommender_api.evaluation

eval-sessions: $(VENV)/dev.stamp
	$(BIN)/python -m recommender_api.evaluation.sessions --picture docs/figures/sessions-hit-rate.png

eval-fusion: $(VENV)/dev.stamp
	OPENBLAS_NUM_THREADS=1 $(BIN)/python -m training.fusion.evaluate --write-docs

check-starter: $(VENV)/dev.stamp
	$(BIN)/python -m recommender_api.catalog.check_starter

# RECIPE and ARGUMENTS are optional: make train-detector ARGUMENTS="--from old.pt --run-dir new".
train-detector: .venv-training/stamp
	$(TRAIN) training.detector.train $(or $(RECIPE),training/recipes/detector.toml) $(ARGUMENTS)

# The shipped recipe has a teacher, which is trained first.
train-expression: .venv-training/stamp
	$(if $(RECIPE),,$(TRAIN) training.expression.train training/recipes/expression-teacher.toml)
	$(TRAIN) training.expression.train $(or $(RECIPE),training/recipes/expression.toml) $(ARGUMENTS)

train-speech: .venv-training/stamp
	$(TRAIN) training.speech.train $(or $(RECIPE),training/recipes/speech.toml) $(ARGUMENTS)

smoke: .venv-training/stamp
	$(TRAIN) training.detector.train --smoke
	$(TRAIN) training.expression.train --smoke
	$(TRAIN) training.speech.train --smoke

lock:
	requirements/lock.sh

# What is known against the packages of every lock; fails where nobody can be asked.
audit: sbom node
	$(BIN)/python -m deploy.audit.advisories

# Writes build/audit/*.cdx.json, the bills of material.
sbom: licences .venv-audit/stamp
	$(BIN)/python -m deploy.audit.sbom
	.venv-audit/bin/python -m deploy.audit.validate build/audit/*.cdx.json

# Writes docs/licences.md and holds it against deploy/audit/policy.toml.
licences: $(VENV)/dev.stamp
	$(BIN)/python -m deploy.audit.licences

bench: .venv-bench/stamp $(VENV)/dev.stamp
	$(BIN)/python -m benchmarks.serving

bench-recommender: $(VENV)/dev.stamp
	$(BIN)/python -m benchmarks.recommender

bench-clips: .venv-bench/stamp $(VENV)/dev.stamp
	$(BIN)/python -m benchmarks.clips

bench-clip-memory: $(VENV)/dev.stamp
	$(BIN)/python -m benchmarks.clip_memory

bench-live: $(VENV)/dev.stamp
	$(BIN)/python -m benchmarks.live

bench-web: node chromium $(VENV)/dev.stamp web/dist/index.html
	npm run bench -w web

bench-jobs: $(VENV)/dev.stamp
	$(BIN)/python -m benchmarks.jobs_beside

bench-words: $(VENV)/dev.stamp
	$(BIN)/python -m benchmarks.words

bench-sessions: $(VENV)/dev.stamp
	$(BIN)/python -m benchmarks.sessions

# Three gateways in network namespaces: needs root, iproute2, HAProxy and PostgreSQL's server.
scale-out: $(VENV)/dev.stamp
	$(BIN)/python -m benchmarks.scale_out

# Machines, cost and what breaks first, from what was measured: docs/scaling.md.
scaling: $(VENV)/dev.stamp
	$(BIN)/python -m benchmarks.scaling $(ARGUMENTS)

fuzz: $(VENV)/dev.stamp
	$(BIN)/python -m benchmarks.fuzz

# Overload and faults, an hour in all: make chaos ARGUMENTS="--only workers --seconds 20" is shorter.
# Wants root, PostgreSQL's server, iproute2 and libfaketime; what cannot run is said and fails.
chaos: $(VENV)/dev.stamp
	$(BIN)/python -m benchmarks.chaos $(ARGUMENTS)

NODE_FITS = command -v npm >/dev/null && node -e 'const [major, minor] = \
	process.versions.node.split("."); process.exit(major * 100 + +minor >= 2019 ? 0 : 1)'
NODE_WANTED = The web app needs Node.js 20.19 or newer with npm: nodejs.org.
WITHOUT_APP = Going on without building it; the API works.
CHROMIUM_WANTED = There is no Chromium at $(CHROMIUM): apt-get install chromium, or set CHROMIUM.

# Folders count too: their time changes when a file goes.
WEB_SOURCES := $(shell find web/index.html web/package.json web/vite.config.ts web/tsconfig.json \
	web/public web/src clients/js/src 2>/dev/null)

# What the lock names, with its hashes. `npm ci` would refuse where the registry lacks the files of
# other platforms, which the lock then lacks too.
node_modules/.stamp: package-lock.json
	npm install --no-save --ignore-scripts
	touch $@

web/dist/index.html: node_modules/.stamp $(WEB_SOURCES)
	npm run build -w web
	touch $@

# A lock lists exact versions and hashes; pip takes nothing that a lock does not name.
PIP = $(1)/bin/python -m pip install --quiet --disable-pip-version-check
INSTALL_PROJECT = $(call PIP,$(1)) --no-deps --no-build-isolation --editable .

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/serve.stamp: requirements/serve.txt pyproject.toml | $(VENV)/bin/python
	$(call PIP,$(VENV)) --no-deps --require-hashes -r requirements/serve.txt
	$(call INSTALL_PROJECT,$(VENV))
	touch $@

$(VENV)/dev.stamp: requirements/dev.txt $(VENV)/serve.stamp
	$(call PIP,$(VENV)) --no-deps --require-hashes -r requirements/dev.txt
	touch $@

# ultralytics asks for opencv-python, whose files would lie on those of opencv-python-headless and
# need a display's libraries.
.venv-training/stamp: requirements/training.txt pyproject.toml
	$(PYTHON) -m venv .venv-training
	$(call PIP,.venv-training) --constraint requirements/training.txt -r requirements/build.in
	$(call PIP,.venv-training) --constraint requirements/training.txt --no-build-isolation \
		--editable ".[training]"
	.venv-training/bin/python -m pip uninstall --quiet --yes opencv-python opencv-python-headless
	$(call PIP,.venv-training) --no-deps --constraint requirements/training.txt \
		opencv-python-headless
	touch $@

.venv-bench/stamp: requirements/bench.txt
	$(PYTHON) -m venv .venv-bench
	$(call PIP,.venv-bench) --no-deps -r requirements/bench.txt
	touch $@

.venv-audit/stamp: requirements/audit.txt
	$(PYTHON) -m venv .venv-audit
	$(call PIP,.venv-audit) --no-deps --require-hashes -r requirements/audit.txt
	touch $@
