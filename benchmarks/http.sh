#!/usr/bin/env bash
# Measures the server over HTTP on loopback, client and server on the same machine, and writes the table into HTTP.md.
#
#   benchmarks/http.sh                      # all parts with short runs, some three minutes
#   SOAK=30m ROUNDS=200 RUN=20s benchmarks/http.sh
#   PARTS="speed latency overload" benchmarks/http.sh
#
# Parts: speed latency overload soak bookings kill. PostgreSQL (programs of the Debian package) is needed by bookings and
# kill; without it their PostgreSQL half is left out, and the table says so.
set -euo pipefail
cd "$(dirname "$0")/.."

RUN=${RUN:-10s} SOAK=${SOAK:-1m} ROUNDS=${ROUNDS:-10} PAIRS=${PAIRS:-3} PARTS=${PARTS:-speed latency overload soak bookings kill}
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
for c in ./cmd/lanewise ./benchmarks/cmd/genbook ./benchmarks/cmd/genorders ./benchmarks/cmd/httpload ./benchmarks/cmd/httpbare ./benchmarks/cmd/httpbench; do
	go build -o "$tmp/" "$c"
done
"$tmp/httpbench" --dir "$tmp" --run "$RUN" --soak "$SOAK" --rounds "$ROUNDS" --pairs "$PAIRS" --parts "$PARTS" --write benchmarks/HTTP.md
