#!/usr/bin/env bash
# Renews cmd/lanewise/default.pgo, the profile by which the compiler lays out the program's hot paths (some 8 % of a
# batch's CPU). Run it when the engine, the order reader or the decision writer has changed much; results never change.
set -euo pipefail
cd "$(dirname "$0")/.."
go test ./benchmarks -run '^$' -bench 'BatchCSV/workers=1' -benchtime 20s -cpuprofile cmd/lanewise/default.pgo -o "$(mktemp -u)"
