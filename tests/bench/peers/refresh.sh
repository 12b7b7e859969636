#!/usr/bin/env bash
# REFRESH MATERIALIZED VIEW of each cube.
. "$(dirname "$0")/common.sh"
sql "$BENCH_PEER" -f "$BENCH_SQL/peer/refresh.sql"
