#!/usr/bin/env bash
# count(*) over the facts.
. "$(dirname "$0")/common.sh"
sql "$BENCH_PEER" -A -t -f "$BENCH_SQL/peer/count.sql" > /dev/null
