#!/usr/bin/env bash
# Writes a lock for every set-up that the README names. Needs uv; run it as requirements/lock.sh.
set -euo pipefail
cd "$(dirname "$0")/.."

compile() { # NAME, then uv's arguments
    local name=$1
    shift
    uv pip compile "${SOURCE:-pyproject.toml}" --quiet --universal --python-version 3.11 \
        --no-emit-index-url --no-annotate --no-header --output-file "requirements/$name.txt" "$@"
}

lock() {
    compile "$@" requirements/build.in
}

shared=(--constraints requirements/serve.txt --generate-hashes)
lock serve --generate-hashes
lock dev --extra dev "${shared[@]}"
lock postgres --extra postgres "${shared[@]}"
lock ray --extra ray "${shared[@]}"
# Both replace the plain onnxruntime, which must not be installed beside them.
lock gpu --extra gpu --extra postgres --no-emit-package onnxruntime "${shared[@]}"
lock openvino --extra openvino --no-emit-package onnxruntime "${shared[@]}"
lock paraphraser --extra paraphraser "${shared[@]}"
# Installed as constraints, without hashes: which torch build is right depends on the machine.
lock training --extra training --constraints requirements/serve.txt
# BentoML adds its own line without a hash to a bento's requirements, and pip allows no mixture.
bento=(--extra postgres --no-emit-package bentoml --constraints requirements/serve.txt)
compile bento "${bento[@]}"
compile bento-gpu --extra gpu --no-emit-package onnxruntime "${bento[@]}"
# Only audits, in an environment of its own.
SOURCE=requirements/audit.in compile audit --generate-hashes
