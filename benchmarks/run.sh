#!/usr/bin/env bash
# Makes the table of figures in RESULTS.md: builds, makes the data, runs all programs in turn, prints the medians.
#
#   benchmarks/run.sh                                   # all parts, some ten minutes
#   benchmarks/run.sh --write benchmarks/RESULTS.md     # and puts the tables into that file
#   benchmarks/run.sh --parts csv --runs 9              # one part; --help lists all flags
#
# DuckDB comes from npm; without node and npm its part is left out.
set -euo pipefail
cd "$(dirname "$0")/.."

if [ ! -d benchmarks/duckdb/node_modules ] && command -v npm >/dev/null; then
	npm ci --prefix benchmarks/duckdb --no-audit --no-fund >&2 || echo "benchmarks/run.sh: npm has no DuckDB for this machine; that part is left out" >&2
fi
bin=$(mktemp -d)
trap 'rm -rf "$bin"' EXIT
go build -o "$bin/measure" ./benchmarks/cmd/measure
"$bin/measure" "$@"
