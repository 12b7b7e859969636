#!/usr/bin/env bash
# The clean CSV by pgloader with its defaults for CSV. It keeps its own reject files, which go beside the CSV.
. "$(dirname "$0")/common.sh"
command=$(mktemp)
trap 'rm -f "$command"' EXIT
cat > "$command" <<END
load csv from '$BENCH_CSV'
	into pgsql://$PGUSER@unix:$PGHOST:$PGPORT/$BENCH_PEER?tablename=peer.cases
	with skip header = 1, fields optionally enclosed by '"', fields terminated by ','
	set client_min_messages to 'warning';
END
said=$(pgloader --root-dir "$(dirname "$BENCH_CSV")/pgloader" --client-min-messages warning "$command" 2>&1) ||
	{ printf '%s\n' "$said" >&2; exit 1; }
