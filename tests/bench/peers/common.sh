# shellcheck shell=bash
# What the peers' scripts share; sourced. The bench gives PGHOST, PGPORT, PGUSER and
#   BENCH_SQL    tests/bench/sql
#   BENCH_SOURCE database of the police system     BENCH_PEER  the peer's own database
#   BENCH_CSV    the CSV file
# and takes the script's whole time, but where the script writes its own to $BENCH_SECONDS.
set -euo pipefail
export PGOPTIONS='-c client_min_messages=warning'

# psql of one database, quiet, ending at the first error
sql() {
	local database=$1
	shift
	psql -X -q -v ON_ERROR_STOP=1 -d "$database" "$@"
}

# pipe QUERY TABLE: one binary COPY into the other
pipe() {
	sql "$BENCH_SOURCE" -c "copy ($1) to stdout (format binary)" | sql "$BENCH_PEER" -c "copy $2 from stdin (format binary)"
}
