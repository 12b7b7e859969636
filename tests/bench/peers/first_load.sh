#!/usr/bin/env bash
# The three tables by psql piped into psql, then indexes, then one GROUP BY per cube.
. "$(dirname "$0")/common.sh"
pipe 'select * from police.cases' police.cases
pipe 'select * from police.accused' police.accused
pipe 'select * from police.outcomes' police.outcomes
sql "$BENCH_PEER" -f "$BENCH_SQL/peer/indexes.sql"
sql "$BENCH_PEER" -f "$BENCH_SQL/peer/cubes.sql"
