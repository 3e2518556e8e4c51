#!/usr/bin/env bash
# Measures the planner on generated batches, the small and medium ones beside HiGHS, and writes the tables into PLAN.md.
#
#   benchmarks/plan.sh                       # small, medium and large: some half an hour, most of it HiGHS's
#   SUITES=small benchmarks/plan.sh
#   SUITES=small,medium,large,huge SEED=7 benchmarks/plan.sh
#
# HiGHS comes from npm as WebAssembly; without node and npm it is left out.
set -euo pipefail
cd "$(dirname "$0")/.."

SUITES=${SUITES:-small,medium,large} SEED=${SEED:-1} HIGHS=${HIGHS:-60s}
if [ ! -d benchmarks/highs/node_modules ] && command -v npm >/dev/null; then
	npm ci --prefix benchmarks/highs --no-audit --no-fund >&2 || true
fi
if ! command -v node >/dev/null || [ ! -d benchmarks/highs/node_modules/highs ]; then
	echo "benchmarks/plan.sh: npm has no HiGHS for this machine; it is left out" >&2
	HIGHS=0s
fi
bin=$(mktemp -d)
trap 'rm -rf "$bin"' EXIT
go build -o "$bin/plan" ./benchmarks/cmd/plan
"$bin/plan" --suite "$SUITES" --seed "$SEED" --highs "$HIGHS" --write benchmarks/PLAN.md
