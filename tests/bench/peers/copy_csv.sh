#!/usr/bin/env bash
# The clean CSV by psql's \copy.
. "$(dirname "$0")/common.sh"
sql "$BENCH_PEER" -c "\\copy peer.cases from '$BENCH_CSV' with (format csv, header)"
