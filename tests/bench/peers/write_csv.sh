#!/usr/bin/env bash
# Makes the CSV file; not timed.
. "$(dirname "$0")/common.sh"
sql "$BENCH_SOURCE" -c "copy ($(cat "$BENCH_SQL/source/csv.sql")) to stdout with (format csv, header)" > "$BENCH_CSV.part"
mv "$BENCH_CSV.part" "$BENCH_CSV"
